//! Withdrawal (撤回): the household or the publisher takes a request back. What was pledged is released, and money that was
//! paid and not paid out goes back the way it came.

use crate::lifecycle::{RequestEvent, next};
use crate::request::story::{Shown, tell};
use crate::request::{self, Act, Ended, Request, RequestJson, WRITE, enter, require_written};
use qianmo_db::Tx;
use qianmo_web::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a request is taken back; the words are `aid-end-<code>`.
pub const REASONS: &[&str] = &["no-longer-needed", "helped-otherwise", "mistake", "not-wanted", "other"];

/// The page.
pub const WITHDRAW: Act = Act {
    path: "withdrawal",
    title: "aid-withdraw-title",
    lede: "aid-withdraw-lede",
    reasons: Some(("aid-withdraw-reason", "aid-end", REASONS)),
    note: "aid-withdraw-note",
    note_hint: "aid-withdraw-note-hint",
    note_least: 0,
    button: "aid-withdraw-button",
    danger: true,
};

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::GET, "/requests/{reference}/withdrawal", Access::Permit(&WRITE), page)
        .page(Method::POST, "/requests/{reference}/withdrawal", Access::Permit(&WRITE), form)
        .api_idempotent(Access::Permit(&WRITE), routes!(withdraw_json))
}

/// Takes a request back; its photos are nobody's to see any more; `note` is for those concerned and may be empty.
///
/// # Errors
/// 404 or 403 for strangers; 403 `aid-withdraw-card` as [`by_card_alone`] says; 409 when it cannot be taken back any more: something is on
/// its way, or it has ended.
pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, reason: &str, note: &str) -> Res<Request> {
    let request = allowed(tx, actor, reference)?;
    if request.opened_at.is_some() {
        crate::payout::refund_all(tx, reference, "withdrawn")?;
    }
    if let Some(case) = request.review_case {
        qianmo_procedures::stop(tx, PublicRef::new(reference.county, case))?;
    }
    // Releasing pledges has moved it.
    let request = request::require(tx, reference)?;
    let withdrawn = enter(tx, &request, RequestEvent::Withdraw, Ended { reason, case: None })?;
    let home = request::home(tx, request.household)?;
    tell(tx, reference, "withdrawn", request::role_of(actor, &home), &[], Shown::Everyone)?;
    crate::photo::hold_all(tx, actor.account, reference)?;
    request::end_note::keep(tx, reference, actor.account, note)?;
    request::note_act(tx, actor, &home, "request.withdraw", false)?;
    Ok(withdrawn)
}

/// The request, if this actor may take it back now.
fn allowed(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<Request> {
    let request = require_written(tx, actor, reference)?;
    next(request.state, RequestEvent::Withdraw)?;
    if by_card_alone(tx, actor, &request)? {
        return Err(Refused::new(Kind::Forbidden, "aid-withdraw-card").into());
    }
    Ok(request)
}

/// Whether the household is signed in by a printed card alone, has a phone on record, and the request is open: whoever printed the card has
/// read its PIN and could end in the family's name what others have given for it. The household can do so by itself, or through whoever
/// serves it, who does it under their own name.
pub(crate) fn by_card_alone(tx: &mut Tx<'_>, actor: &Actor, request: &Request) -> Res<bool> {
    let by_card = actor.card_issued_by.is_some() && actor.household == Some(request.household);
    Ok(by_card && request.opened_at.is_some() && qianmo_registry::standing(tx, request.household)?.has_phone)
}

async fn found(cx: &Cx, reference: PublicRef) -> Res<Request> {
    let actor = cx.actor_owned()?;
    cx.read(move |tx| allowed(tx, &actor, reference)).await
}

async fn page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let request = found(&cx, reference).await?;
    WITHDRAW.page(&cx, FormView::empty(&cx), &request)
}

async fn form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.withdrawal", &crate::request::form_bytes(&raw))?;
    let done = match WITHDRAW.read(&raw) {
        Ok(stated) => {
            cx.write(move |tx| {
                call.once(tx, reference.county, |tx| {
                    withdraw(tx, &actor, reference, &stated.reason, &stated.note).map(|r| r.reference)
                })
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(_) => Ok(cx.see_other_saying(&format!("/requests/{reference}"), "aid-withdrawn")),
        Err(fail) => {
            let request = found(&cx, reference).await?;
            WITHDRAW.refused(&cx, &raw, fail, &request)
        }
    }
}

/// Why a request is taken back.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalBody {
    /// A reason code.
    #[serde(default = "other")]
    #[schema(pattern = "^(no-longer-needed|helped-otherwise|mistake|not-wanted|other)$", example = "no-longer-needed")]
    pub reason: String,
    /// A few words; the writers and those who answer for the place read them.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub note: String,
}

fn other() -> String {
    "other".into()
}

/// Take a request back.
///
/// Pledges on it are released and money that was paid and not paid out goes back.
#[utoipa::path(post, path = "/aid/requests/{ref}/withdrawal", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference")), request_body = WithdrawalBody,
    responses((status = 200, description = "The request, withdrawn", body = RequestJson)))]
async fn withdraw_json(cx: Cx, Path(reference): Path<PublicRef>, body: Body<WithdrawalBody>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.withdrawal", &body.bytes)?;
    let stated = WITHDRAW.check(&body.value.reason, &body.value.note)?;
    let request = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| {
                withdraw(tx, &actor, reference, &stated.reason, &stated.note).map(|r| r.reference)
            })?;
            request::require(tx, reference)
        })
        .await?;
    request::answer(&cx, request).await
}
