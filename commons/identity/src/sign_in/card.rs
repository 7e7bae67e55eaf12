//! Signing in with a household's printed card.

use super::Next;
use super::page::CardPage;
use crate::secret::Bearer;
use crate::{card, next, web};
use qianmo_kernel::{Error, Res};
use qianmo_web::{Answer, Cx, Form, FormView, Query, RawForm, Reader, see_other};

/// The page with number and PIN.
pub(super) async fn form(cx: Cx, Query(query): Query<Next>) -> Answer {
    let next = next::safe(&query.next).to_owned();
    if cx.actor.is_some() {
        return Ok(see_other(&next));
    }
    cx.page("identity-card-title", &CardPage { v: cx.view(), f: FormView::empty(&cx), next })
}

/// Checks them.
pub(super) async fn enter(cx: Cx, Form(raw): Form) -> Answer {
    let next = next::safe(raw.get("next").unwrap_or_default()).to_owned();
    match check(&cx, &raw, &next).await {
        Ok((bearer, to)) => Ok(web::with_card_session(&cx, see_other(&to), &bearer)),
        Err(fail) => {
            let (status, refused) = web::failed_again(fail)?;
            // The PIN is not shown again.
            let typed = RawForm(raw.0.iter().filter(|(name, _)| name == "number").cloned().collect());
            cx.page_status(
                status,
                "identity-card-title",
                &CardPage { v: cx.view(), f: FormView::failed(&cx, &typed, &refused), next },
            )
        }
    }
}

async fn check(cx: &Cx, raw: &RawForm, next: &str) -> Res<(Bearer, String)> {
    let mut read = Reader::form(raw);
    let number = card::number(&read.text("number", 1, 20));
    let pin = read.text("pin", 1, 20);
    read.finish()?;
    let turn = card::turn().await?;
    let (looked_up, ip, demo) = (number.clone(), cx.client.clone(), cx.app.config.demo);
    let found = cx.write(move |tx| card::begin(tx, &looked_up, &ip, demo)).await?;
    let (app, candidate) = (cx.app.clone(), found.clone());
    let unit = move || {
        // Whoever goes away meanwhile does not end the hashing, so the turn ends with it.
        let _turn = turn;
        card::is_right(&app, candidate.as_ref(), &pin)
    };
    let right = tokio::task::spawn_blocking(unit).await.map_err(|e| Error::because("checking a PIN broke off", e))??;
    let Some(found) = found.filter(|_| right) else { return Err(card::wrong().into()) };
    let (device, next) = (cx.device.clone(), next.to_owned());
    cx.write(move |tx| {
        let bearer = card::finish(tx, &found, &number, &device)?;
        let to = web::onward(tx, &bearer, &next)?;
        Ok((bearer, to))
    })
    .await
}
