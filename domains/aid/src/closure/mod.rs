//! Closure: an officer stops a request, with a reason. What was paid and not paid out goes back the way it came.

use crate::lifecycle::{RequestEvent, next};
use crate::request::story::{Shown, tell};
use crate::request::{self, Act, Ended, Request, RequestJson, enter};
use qianmo_db::Tx;
use qianmo_web::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Stops requests of their place.
pub static CLOSE: Permission = Permission { name: "aid.request.close", roles: &[Role::Officer] };

/// Why a request is stopped; the words are `aid-end-<code>`.
pub const REASONS: &[&str] = &["not-true", "abuse", "harm", "household-left", "doubled", "unreachable", "other"];

/// The page.
pub const STOP: Act = Act {
    path: "closure",
    title: "aid-close-title",
    lede: "aid-close-lede",
    reasons: Some(("aid-close-reason", "aid-end", REASONS)),
    note: "aid-close-note",
    note_hint: "aid-close-note-hint",
    note_least: 0,
    button: "aid-close-button",
    danger: true,
};

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::GET, "/requests/{reference}/closure", Access::Permit(&CLOSE), page)
        .page(Method::POST, "/requests/{reference}/closure", Access::Permit(&CLOSE), form)
        .api_idempotent(Access::Permit(&CLOSE), routes!(close_json))
}

/// Stops a request; its photos are nobody's to see any more; `note` is for those concerned and may be empty.
///
/// # Errors
/// 403 outside the officer's place, or when it is their own post or household; 409 when it is over or not yet handed in.
pub fn close(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, reason: &str, note: &str) -> Res<Request> {
    let request = allowed(tx, actor, reference)?;
    if request.opened_at.is_some() {
        crate::payout::refund_all(tx, reference, "closed")?;
    }
    if let Some(case) = request.review_case {
        qianmo_procedures::stop(tx, PublicRef::new(reference.county, case))?;
    }
    // Releasing pledges has moved it.
    let request = request::require(tx, reference)?;
    let closed = enter(tx, &request, RequestEvent::Close, Ended { reason, case: None })?;
    tell(tx, reference, "closed", "officer", &[], Shown::Everyone)?;
    crate::photo::hold_all(tx, actor.account, reference)?;
    request::end_note::keep(tx, reference, actor.account, note)?;
    Ok(closed)
}

fn allowed(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<Request> {
    let request = request::require(tx, reference)?;
    actor.require(&CLOSE, &request.path)?;
    if let Some(reason) = crate::review::recused(tx, actor, &request)? {
        return Err(Refused::new(Kind::Forbidden, reason).into());
    }
    next(request.state, RequestEvent::Close)?;
    Ok(request)
}

async fn found(cx: &Cx, reference: PublicRef) -> Res<Request> {
    let actor = cx.actor_owned()?;
    cx.read(move |tx| allowed(tx, &actor, reference)).await
}

async fn page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let request = found(&cx, reference).await?;
    STOP.page(&cx, FormView::empty(&cx), &request)
}

async fn form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.closure", &crate::request::form_bytes(&raw))?;
    let done = match STOP.read(&raw) {
        Ok(stated) => {
            cx.write(move |tx| {
                call.once(tx, reference.county, |tx| {
                    close(tx, &actor, reference, &stated.reason, &stated.note).map(|r| r.reference)
                })
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(_) => Ok(cx.see_other_saying(&format!("/requests/{reference}"), "aid-closed")),
        Err(fail) => {
            let request = found(&cx, reference).await?;
            STOP.refused(&cx, &raw, fail, &request)
        }
    }
}

/// Why a request is stopped.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosureBody {
    /// A reason code.
    #[schema(pattern = "^(not-true|abuse|harm|household-left|doubled|unreachable|other)$", example = "not-true")]
    pub reason: String,
    /// A few words; the writers and those who answer for the place read them.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub note: String,
}

/// Stop a request.
#[utoipa::path(post, path = "/aid/requests/{ref}/closure", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference")), request_body = ClosureBody,
    responses((status = 200, description = "The request, closed", body = RequestJson)))]
async fn close_json(cx: Cx, Path(reference): Path<PublicRef>, body: Body<ClosureBody>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.closure", &body.bytes)?;
    let stated = STOP.check(&body.value.reason, &body.value.note)?;
    let request = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| close(tx, &actor, reference, &stated.reason, &stated.note).map(|r| r.reference))?;
            request::require(tx, reference)
        })
        .await?;
    request::answer(&cx, request).await
}
