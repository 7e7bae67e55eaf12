//! Sending over HTTP.

use super::command::Address;
use super::json::{AddressJson, DispatchJson, FailPartJson};
use super::page::{AddressPage, DispatchPage, FailPage};
use super::{FAIL, MEND, command, form};
use crate::lifecycle::PledgeState;
use crate::pledge::{self, GIVE, PledgeJson};
use qianmo_kernel::Fail;
use qianmo_web::{SealedColumn, prelude::*};

/// Looks at an address a minute from one account: whoever brings something needs one, not a list.
const LOOKS_PER_MINUTE: u32 = 20;

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    let give = Access::Permit(&GIVE);
    module
        .page(Method::GET, "/pledges/{reference}/dispatch", give, dispatch_page)
        .page(Method::POST, "/pledges/{reference}/dispatch", give, dispatch_form)
        .page(Method::POST, "/pledges/{reference}/address", give, address_page)
        .page(Method::POST, "/pledges/{reference}/arrival", give, arrival_form)
        .page(Method::POST, "/pledges/{reference}/failure", Access::SignedIn, failure_form)
        .page(Method::GET, "/requests/{reference}/failure", Access::Permit(&FAIL), fail_page)
        .page(Method::POST, "/requests/{reference}/failure", Access::Permit(&FAIL), fail_form)
        .api_idempotent(give, routes!(dispatch_json))
        .api(give, routes!(address_json))
        .api_idempotent(give, routes!(arrival_json))
        .api_idempotent(Access::SignedIn, routes!(failure_json))
        .api_idempotent(Access::Permit(&FAIL), routes!(fail_json))
        .sealed(&[SealedColumn {
            table: "aid_dispatch",
            column: "contact_sealed",
            keys: &["county", "id"],
            purpose: super::store::CONTACT,
        }])
}

/// The part that one's own pledge is for, and whether its donor waits to be accepted.
async fn own(cx: &Cx, reference: PublicRef) -> Res<(crate::pledge::Ground, bool)> {
    let actor = cx.actor_owned()?;
    cx.read(move |tx| {
        let pledge = pledge::own(tx, &actor, reference)?;
        let waits = pledge.accepted_at.is_none() && pledge.state == PledgeState::Pledged;
        Ok((pledge::ground(tx, &pledge)?, waits))
    })
    .await
}

async fn dispatch_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let (ground, waits) = own(&cx, reference).await?;
    let form = FormView::with(&cx, [("way", "courier")]);
    cx.page("aid-dispatch-title", &DispatchPage::new(&cx, form, reference, &ground, waits))
}

async fn dispatch_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let (ground, waits) = own(&cx, reference).await?;
    let call = cx.call("aid.dispatch", &crate::request::form_bytes(&raw))?;
    let sent = match form::read(&raw, cx.app.config.utc_offset_minutes, cx.app.clock.now()) {
        Ok(how) => {
            cx.write(move |tx| {
                call.once(tx, reference.county, |tx| command::dispatch(tx, &actor, reference, &how).map(|p| p.reference()))
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match sent {
        Ok(_) => Ok(cx.see_other_saying(&format!("/pledges/{reference}"), "aid-dispatched")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let form = FormView::failed(&cx, &raw, &refused);
            cx.page_status(status_again(&refused), "aid-dispatch-title", &DispatchPage::new(&cx, form, reference, &ground, waits))
        }
        Err(other) => Err(other.into()),
    }
}

async fn address_page(cx: Cx, Path(reference): Path<PublicRef>, Form(_): Form) -> Answer {
    let actor = cx.actor_owned()?;
    cx.limit("aid.address", &actor.account.to_string(), LOOKS_PER_MINUTE)?;
    let locale = cx.locale;
    let address = cx.write(move |tx| command::address(tx, &actor, reference, locale)).await?;
    cx.page("aid-address-title", &AddressPage::new(&cx, reference, address))
}

async fn arrival_form(cx: Cx, Path(reference): Path<PublicRef>, Form(_): Form) -> Answer {
    let actor = cx.actor_owned()?;
    cx.write(move |tx| command::deliver(tx, &actor, reference)).await?;
    Ok(cx.see_other_saying(&format!("/pledges/{reference}"), "aid-arrived"))
}

async fn failure_form(cx: Cx, Path(reference): Path<PublicRef>, Form(_): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let own = {
        let actor = actor.clone();
        cx.write(move |tx| command::fail(tx, &actor, reference).map(|p| p.donor == actor.account)).await?
    };
    let next = if own { format!("/pledges/{reference}") } else { "/deliveries".to_owned() };
    Ok(cx.see_other_saying(&next, "aid-delivery-failed"))
}

async fn fail_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let grounds = failable(&cx, reference).await?;
    let form = FormView::empty(&cx);
    cx.page("aid-fail-title", &FailPage::new(&cx, form, reference, &grounds))
}

async fn failable(cx: &Cx, reference: PublicRef) -> Res<Vec<crate::pledge::Ground>> {
    let actor = cx.actor_owned()?;
    cx.read(move |tx| {
        let grounds = pledge::grounds(tx, reference)?;
        let Some(first) = grounds.first() else { return Err(Refused::not_found().into()) };
        actor.require(&FAIL, &first.path)?;
        Ok(grounds)
    })
    .await
}

async fn fail_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let grounds = failable(&cx, reference).await?;
    let mut r = Reader::form(&raw);
    let (part, reason) = (r.id("part"), r.choice("reason", command::FAIL_REASONS).to_owned());
    let done = match r.finish() {
        Ok(()) => cx.write(move |tx| command::fail_part(tx, &actor, reference, part, &reason)).await,
        Err(fail) => Err(fail),
    };
    match done {
        Ok(()) => Ok(cx.see_other_saying(&format!("/requests/{reference}"), "aid-part-failed")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let form = FormView::failed(&cx, &raw, &refused);
            cx.page_status(status_again(&refused), "aid-fail-title", &FailPage::new(&cx, form, reference, &grounds))
        }
        Err(other) => Err(other.into()),
    }
}

/// Say how goods are sent.
///
/// By courier or in person, once the donor is accepted. It ends the countdown; said again it corrects what was said or sends
/// again what was disputed.
#[utoipa::path(post, path = "/aid/pledges/{ref}/dispatch", tag = "aid",
    params(("ref" = String, Path, description = "The pledge's reference")), request_body = DispatchJson,
    responses((status = 200, description = "The pledge, sent", body = PledgeJson)))]
async fn dispatch_json(cx: Cx, Path(reference): Path<PublicRef>, said: Body<DispatchJson>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.dispatch", &said.bytes)?;
    let how = said.value.read(cx.app.clock.now())?;
    let pledge = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| command::dispatch(tx, &actor, reference, &how).map(|p| p.reference()))?;
            pledge::require(tx, reference)
        })
        .await?;
    cx.json(&PledgeJson::from(&pledge))
}

/// Where the goods are to be brought.
///
/// For the donor of a pledge of goods, once accepted and until the receipt. Each look is logged for the household. The
/// addresses of at most 10 households within a day.
#[utoipa::path(post, path = "/aid/pledges/{ref}/address", tag = "aid",
    params(("ref" = String, Path, description = "The pledge's reference")),
    responses((status = 200, description = "The address", body = AddressJson),
        (status = 429, description = "Too often", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
async fn address_json(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    cx.limit("aid.address", &actor.account.to_string(), LOOKS_PER_MINUTE)?;
    // Never answered from memory: every answer is a look, and every look is logged.
    let locale = cx.locale;
    let address = cx.write(move |tx| command::address(tx, &actor, reference, locale)).await?;
    let Address { name, address, place, place_local, phone, .. } = address;
    cx.json(&AddressJson { pledge: reference, name, address, place, place_local, phone })
}

/// Say that the goods are there.
///
/// Said by their donor; what counts is the receipt.
#[utoipa::path(post, path = "/aid/pledges/{ref}/arrival", tag = "aid",
    params(("ref" = String, Path, description = "The pledge's reference")),
    responses((status = 200, description = "The pledge, delivered", body = PledgeJson)))]
async fn arrival_json(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.arrival", b"")?;
    let pledge = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| command::deliver(tx, &actor, reference).map(|p| p.reference()))?;
            pledge::require(tx, reference)
        })
        .await?;
    cx.json(&PledgeJson::from(&pledge))
}

/// Say that goods could not be delivered.
///
/// By their donor, or by a helper or officer of the place; once they are said to be there or disputed, by an officer alone.
/// What was not received gives its room back.
#[utoipa::path(post, path = "/aid/pledges/{ref}/failure", tag = "aid",
    params(("ref" = String, Path, description = "The pledge's reference")),
    responses((status = 200, description = "The pledge, failed", body = PledgeJson)))]
async fn failure_json(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    if !(actor.in_scope(&GIVE) || actor.in_scope(&MEND)) {
        return Err(Refused::forbidden().into());
    }
    let call = cx.call("aid.delivery.failure", b"")?;
    let pledge = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| command::fail(tx, &actor, reference).map(|p| p.reference()))?;
            pledge::require(tx, reference)
        })
        .await?;
    cx.json(&PledgeJson::from(&pledge))
}

/// Find that a part cannot be delivered at all.
///
/// By an officer of the place. Money goes back, goods under way are given up, and the part is `failed`.
#[utoipa::path(post, path = "/aid/requests/{ref}/failure", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference")), request_body = FailPartJson,
    responses((status = 200, description = "The request", body = crate::request::RequestJson)))]
async fn fail_json(cx: Cx, Path(reference): Path<PublicRef>, said: Body<FailPartJson>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.part.failure", &said.bytes)?;
    let (part, reason) = (said.value.part, said.value.reason);
    let request = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| command::fail_part(tx, &actor, reference, part, &reason).map(|()| reference))?;
            crate::request::require(tx, reference)
        })
        .await?;
    crate::request::answer(&cx, request).await
}
