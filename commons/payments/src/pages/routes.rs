//! The pages of payments over HTTP.

use super::load;
use super::page::{ComparedPage, CountiesPage, OrderPage};
use crate::callback;
use crate::reconcile;
use crate::run::{self, Next};
use axum::body::Bytes;
use http::HeaderMap;
use qianmo_web::prelude::*;
use serde::Deserialize;

/// The largest callback.
const LIMIT: usize = 64 * 1024;

/// Where a list goes on.
#[derive(Deserialize)]
pub(super) struct Page {
    after: Option<String>,
}

/// What a provider is told when its callback was taken.
#[derive(serde::Serialize)]
struct Taken {
    taken: bool,
}

/// A provider tells what became of an order. Whatever is not 200, it repeats.
pub(super) async fn callback(cx: Cx, Path(provider): Path<String>, headers: HeaderMap, body: Bytes) -> Answer {
    if body.len() > LIMIT {
        return Err(Refused::new(Kind::TooLarge, "web-too-large").into());
    }
    callback::accept(&cx.app, &provider, &headers, &body).await?;
    cx.json(&Taken { taken: true })
}

pub(super) async fn order(cx: Cx, Path(at): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    let reader = actor.clone();
    let (order, refunds) = cx.read(move |tx| load::order(tx, &reader, at)).await?;
    cx.page("payments-order-title", &OrderPage::new(cx.view(), FormView::empty(&cx), &actor, order, refunds))
}

pub(super) async fn start(cx: Cx, Path(at): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    let account = actor.account;
    let (order, _) = cx.read(move |tx| load::order(tx, &actor, at)).await?;
    if order.owner != Some(account) {
        return Err(Refused::not_found().into());
    }
    match run::start(&cx.app, at.county, at.id).await? {
        Next::Pay(to) => go(&to),
        Next::Known(_) => Ok(see_other(&order.return_to)),
    }
}

/// To a provider's page: a path of ours for the sandbox, elsewhere an address that the provider gave.
fn go(to: &str) -> Answer {
    if to.starts_with('/') {
        return Ok(see_other(to));
    }
    let to = http::HeaderValue::from_str(to).map_err(|e| Error::because("a provider's address", e))?;
    let mut response = see_other("/");
    response.headers_mut().insert(http::header::LOCATION, to);
    Ok(response)
}

pub(super) async fn retry(cx: Cx, Path(at): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    cx.write(move |tx| load::retry(tx, &actor, at)).await?;
    run::run(&cx.app, at.county, at.id).await?;
    Ok(cx.see_other_saying(&format!("/payments/reconciliation/{}", at.county), "payments-retried"))
}

pub(super) async fn reconciliation(cx: Cx, Query(page): Query<Page>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let after = match &page.after {
        Some(cursor) => Cursor::decode::<String>(cursor)?,
        None => String::new(),
    };
    let (counties, next) = cx.read(move |tx| load::counties(tx, &actor, locale, &after)).await?;
    cx.page("payments-reconciliation-title", &CountiesPage::new(cx.view(), counties, next.map(|path| Cursor::encode(&path))))
}

pub(super) async fn reconciliation_of(cx: Cx, Path(county): Path<Id>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let compared = cx.read(move |tx| load::compared(tx, &actor, locale, county)).await?;
    cx.page("payments-reconciliation-title", &ComparedPage::new(cx.view(), FormView::empty(&cx), compared))
}

pub(super) async fn compare(cx: Cx, Path(county): Path<Id>) -> Answer {
    let actor = cx.actor_owned()?;
    cx.read(move |tx| load::county(tx, &actor, county)).await?;
    let today = reconcile::day_of(cx.app.clock.now(), cx.app.config.utc_offset_minutes);
    for day in [today, today - Millis::DAY] {
        reconcile::day(&cx.app, county, day).await?;
    }
    Ok(cx.see_other_saying(&format!("/payments/reconciliation/{county}"), "payments-compared"))
}
