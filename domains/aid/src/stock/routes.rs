//! Offers over HTTP: the pages. What the API answers is beside it.

use super::form::{self, By};
use super::gifts::{self, Outcome, Sent};
use super::model::Offer;
use super::page::{self, For, FormPage, ListPage};
use super::show::{self, Found, ShowPage};
use super::{Gift, Saying, Settings, api, command, fits, suggest};
use crate::pledge::GIVE;
use crate::request::form_bytes;
use qianmo_kernel::Fail;
use qianmo_places::Picked;
use qianmo_web::cursor::PageQuery;
use qianmo_web::prelude::*;
use serde::Deserialize;

/// Offers on a page.
const PAGE: i64 = 20;

/// How long a new offer stands unless its donor says otherwise.
const USUALLY: i64 = 60 * Millis::DAY;

/// Adds this slice's routes and jobs.
pub fn routes(module: Module) -> Module {
    let module = module
        .page(Method::GET, "/my-offers", Access::Permit(&GIVE), list_page)
        .page(Method::POST, "/my-offers", Access::Permit(&GIVE), new_form)
        .page(Method::GET, "/my-offers/new", Access::Permit(&GIVE), new_page)
        .page(Method::GET, "/my-offers/{reference}", Access::Permit(&GIVE), show_page)
        .page(Method::GET, "/my-offers/{reference}/edit", Access::Permit(&GIVE), edit_page)
        .page(Method::POST, "/my-offers/{reference}/edit", Access::Permit(&GIVE), edit_form)
        .page(Method::POST, "/my-offers/{reference}/state", Access::Permit(&GIVE), state_form)
        .page(Method::POST, "/my-offers/{reference}/pledges", Access::Permit(&GIVE), gifts_form)
        .nav(NavItem { key: "aid-nav-offers", href: "/my-offers", for_roles: &[Role::Donor, Role::Partner], order: 22 })
        .job(fits::NOTES, fits::notes)
        .job(fits::SWEEP, fits::job)
        .every(fits::SWEEP, fits::EVERY);
    api::routes(module)
}

/// What amounts and days are read by here and now.
pub(super) fn by(cx: &Cx) -> By {
    By { currency: cx.app.config.currency, offset: cx.app.config.utc_offset_minutes, now: cx.app.clock.now() }
}

async fn list_page(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    let before = query.cursor.as_deref().map(Cursor::decode::<Id>).transpose()?;
    let locale = cx.locale;
    let mut offers = cx.read(move |tx| page::read(tx, &actor, before, PAGE + 1, locale)).await?;
    let shown = usize::try_from(PAGE).unwrap_or(20);
    let more = offers.len() > shown;
    offers.truncate(shown);
    let next = if more { offers.last().map(|l| Cursor::encode(&l.offer.reference.id)) } else { None };
    cx.page("aid-offers-title", &ListPage::new(&cx, &offers, next))
}

#[derive(Deserialize)]
struct PlaceQuery {
    place: Option<String>,
}

/// The form, with the choice of places as far as it has come.
async fn formed(cx: &Cx, status: StatusCode, f: FormView, what: For, place: Option<Id>, version: Option<i64>) -> Answer {
    let (ask, locale) = (what.picker(), cx.locale);
    let picked = cx.read(move |tx| Picked::load(tx, place, &ask, locale)).await?;
    cx.page_status(status, what.heading(), &FormPage::new(cx, f, what.clone(), &picked, version))
}

async fn new_page(cx: Cx, Query(query): Query<PlaceQuery>) -> Answer {
    let by = by(&cx);
    let f = FormView::with(&cx, [("until", form::day(by.now + USUALLY, by.offset))]);
    let place = query.place.and_then(|place| place.parse().ok());
    formed(&cx, StatusCode::OK, f, For::new_one(), place, None).await
}

async fn new_form(cx: Cx, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let by = by(&cx);
    let call = cx.call("aid.offer.create", &form_bytes(&raw))?;
    let made = match form::read(&raw, by) {
        Ok(draft) => {
            cx.write(move |tx| {
                call.once(tx, Id::NONE, |tx| command::create(tx, &actor, &draft, by.currency).map(|offer| offer.reference))
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match made {
        Ok(reference) => Ok(cx.see_other_saying(&format!("/my-offers/{reference}"), "aid-offer-made")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let place = raw.get("place").and_then(|place| place.parse().ok());
            formed(&cx, status_again(&refused), FormView::failed(&cx, &raw, &refused), For::new_one(), place, None).await
        }
        Err(other) => Err(other.into()),
    }
}

/// One's own offer.
async fn own(cx: &Cx, reference: PublicRef) -> Res<Offer> {
    let actor = cx.actor_owned()?;
    cx.read(move |tx| command::own(tx, &actor, reference)).await
}

async fn edit_page(cx: Cx, Path(reference): Path<PublicRef>, Query(query): Query<PlaceQuery>) -> Answer {
    let offer = own(&cx, reference).await?;
    super::decide::changeable(&offer, cx.app.clock.now())?;
    let f = FormView::with(&cx, form::values(&offer, by(&cx).offset));
    let place = query.place.and_then(|place| place.parse().ok()).unwrap_or(offer.place);
    formed(&cx, StatusCode::OK, f, For::change_of(&offer), Some(place), Some(offer.version)).await
}

async fn edit_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let offer = own(&cx, reference).await?;
    let actor = cx.actor_owned()?;
    let seen = raw.get("version").and_then(|v| v.parse().ok());
    let changed = match form::read(&raw, by(&cx)) {
        Ok(draft) => cx.write(move |tx| command::change(tx, &actor, reference, &draft, seen)).await,
        Err(fail) => Err(fail),
    };
    match changed {
        Ok(_) => Ok(cx.see_other_saying(&format!("/my-offers/{reference}"), "aid-offer-saved")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let place = raw.get("place").and_then(|place| place.parse().ok()).unwrap_or(offer.place);
            let f = FormView::failed(&cx, &raw, &refused);
            formed(&cx, status_again(&refused), f, For::change_of(&offer), Some(place), Some(offer.version)).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn state_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let to = form::state(&raw)?;
    cx.write(move |tx| command::set_state(tx, &actor, reference, to, None)).await?;
    Ok(cx.see_other_saying(&format!("/my-offers/{reference}"), "aid-offer-saved"))
}

/// Everything of one's own offer, with what fits it now.
async fn found(cx: &Cx, reference: PublicRef) -> Res<Found> {
    let actor = cx.actor_owned()?;
    let order = suggest::order(&cx.app).await?;
    let (locale, rates) = (cx.locale, Settings::of(&cx.app).shipping);
    cx.read(move |tx| show::read(tx, &actor, reference, &order, &rates, locale)).await
}

async fn show_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let found = found(&cx, reference).await?;
    let title = found.listed.offer.label.clone();
    let page = ShowPage::new(&cx, FormView::empty(&cx), None, &found);
    if found.listed.new > 0 {
        // They are on the page: the next time they are not new.
        cx.write(move |tx| fits::seen(tx, reference)).await?;
    }
    cx.page_titled(StatusCode::OK, &title, &page)
}

async fn gifts_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let body = form_bytes(&raw);
    let call = cx.call("aid.offer.pledges", &body)?;
    let sent = Sent { key: raw.get("_key").map(str::to_owned), body };
    let made = match form::gifts(&raw) {
        Ok((gifts, saying)) => gifts::make(&cx, call, sent, reference, gifts, saying).await,
        Err(fail) => Err(fail),
    };
    match made {
        Ok(outcomes) if outcomes.iter().all(|(_, outcome)| outcome.is_ok()) => {
            Ok(cx.see_other_saying(&format!("/my-offers/{reference}"), "aid-offer-pledged"))
        }
        Ok(outcomes) => reported(&cx, reference, &raw, &outcomes).await,
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let found = found(&cx, reference).await?;
            let title = found.listed.offer.label.clone();
            let f = FormView::failed(&cx, &raw, &refused);
            cx.page_titled(status_again(&refused), &title, &ShowPage::new(&cx, f, Some(&raw), &found))
        }
        Err(other) => Err(other.into()),
    }
}

/// The offer's page with what became of each gift; what was said with them is kept for the next.
async fn reported(cx: &Cx, reference: PublicRef, raw: &RawForm, outcomes: &[Outcome]) -> Answer {
    let found = found(cx, reference).await?;
    let title = found.listed.offer.label.clone();
    let kept = ["message", "named"].into_iter().filter_map(|name| raw.get(name).map(|value| (name, value)));
    let page = ShowPage::new(cx, FormView::with(cx, kept), None, &found).telling(cx, outcomes);
    let any = outcomes.iter().any(|(_, outcome)| outcome.is_ok());
    cx.page_titled(if any { StatusCode::OK } else { StatusCode::CONFLICT }, &title, &page)
}

/// Pledges on several parts from an offer.
pub(super) async fn make(cx: &Cx, reference: PublicRef, body: &[u8], gifts: Vec<Gift>, saying: Saying) -> Res<Vec<Outcome>> {
    let call = cx.call("aid.offer.pledges", body)?;
    let sent = Sent { key: cx.header("idempotency-key").map(str::to_owned), body: body.to_vec() };
    gifts::make(cx, call, sent, reference, gifts, saying).await
}
