//! Appeal (申诉): the household or the publisher asks others to look at a refusal again. One appeal per request; it is
//! decided a level above the refusal, by somebody who has not ruled on the request before. Granted, it becomes public.

mod list;
mod store;

use crate::lifecycle::{RequestEvent, next};
use crate::request::story::{Shown, tell};
use crate::request::{self, Act, Ended, Request, RequestJson, WRITE, enter, require_written, take_cap};
use qianmo_db::{Tx, params};
use qianmo_places::Level;
use qianmo_web::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the grounds are sealed under.
pub const GROUNDS: &str = "aid.appeal.grounds";

/// Sees which appeals wait.
pub static SEE: Permission = Permission { name: "aid.appeal.see", roles: &[Role::Officer] };

/// The page.
pub const APPEAL: Act = Act {
    path: "appeal",
    title: "aid-appeal-title",
    lede: "aid-appeal-lede",
    reasons: None,
    note: "aid-appeal-grounds",
    note_hint: "aid-appeal-grounds-hint",
    note_least: 10,
    button: "aid-appeal-button",
    danger: false,
};

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::GET, "/desk/appeals", Access::Permit(&SEE), list::show)
        .page(Method::GET, "/requests/{reference}/appeal", Access::Permit(&WRITE), page)
        .page(Method::POST, "/requests/{reference}/appeal", Access::Permit(&WRITE), form)
        .api_idempotent(Access::Permit(&WRITE), routes!(appeal_json))
        .sealed(&[qianmo_web::SealedColumn {
            table: "aid_appeal",
            column: "grounds_sealed",
            keys: &["county", "id"],
            purpose: GROUNDS,
        }])
}

/// Appeals against a refusal.
///
/// # Errors
/// 404 or 403 for strangers; 409 when it is not refused, or was appealed before; 422 when the cap no longer has room.
pub fn appeal(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, grounds: &str) -> Res<Request> {
    let request = require_written(tx, actor, reference)?;
    next(request.state, RequestEvent::Appeal)?;
    if tx.first(store::OF, params![reference.county, reference.id], |row| row.id(0))?.is_some() {
        return Err(Refused::new(Kind::Conflict, "aid-appealed-before").into());
    }
    take_cap(tx, &request)?;
    let floor = floor(tx, &request)?;
    let case = crate::review::open_appeal(tx, &request, actor, floor)?;
    let sealed = tx.vault().seal_text(GROUNDS, case, grounds)?;
    let now = tx.now();
    if tx.execute(store::KEEP, params![reference.county, case, reference.id, sealed, actor.account, now])? == 0 {
        return Err(Fail::Race);
    }
    let appealed = enter(tx, &request, RequestEvent::Appeal, Ended { reason: "", case: Some(case) })?;
    let home = request::home(tx, request.household)?;
    tell(tx, reference, "appealed", request::role_of(actor, &home), &[], Shown::Concerned)?;
    request::note_hand(tx, actor, reference)?;
    request::note_act(tx, actor, &home, "request.appeal", false)?;
    Ok(appealed)
}

/// The grounds of a request's appeal, for whoever decides on it or wrote it.
pub fn grounds(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Option<String>> {
    match tx.first(store::OF, params![reference.county, reference.id], |row| Ok((row.id(0)?, row.blob(1)?)))? {
        Some((id, sealed)) => tx.vault().open_text(GROUNDS, id, &sealed).map(Some),
        None => Ok(None),
    }
}

/// The level above the one at which it was refused; at the widest there is no wider one, and somebody else decides.
fn floor(tx: &mut Tx<'_>, request: &Request) -> Res<Option<Level>> {
    let Some(case) = request.review_case else { return Ok(None) };
    let past = qianmo_procedures::decisions(tx, PublicRef::new(request.reference.county, case))?;
    let Some(refused_at) = past.last().and_then(|p| p.level) else { return Ok(None) };
    let along = qianmo_places::ancestors(tx, &request.path)?;
    let above = along.iter().rev().map(|p| p.level).find(|level| level.is_wider_than(refused_at));
    Ok(Some(above.unwrap_or(refused_at)))
}

async fn found(cx: &Cx, reference: PublicRef) -> Res<Request> {
    let actor = cx.actor_owned()?;
    cx.read(move |tx| {
        let request = require_written(tx, &actor, reference)?;
        next(request.state, RequestEvent::Appeal)?;
        Ok(request)
    })
    .await
}

async fn page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let request = found(&cx, reference).await?;
    APPEAL.page(&cx, FormView::empty(&cx), &request)
}

async fn form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let request = found(&cx, reference).await?;
    let actor = cx.actor_owned()?;
    let done = match APPEAL.read(&raw) {
        Ok(stated) => cx.write(move |tx| appeal(tx, &actor, reference, &stated.note)).await,
        Err(fail) => Err(fail),
    };
    match done {
        Ok(_) => Ok(cx.see_other_saying(&format!("/requests/{reference}"), "aid-appealed")),
        Err(fail) => APPEAL.refused(&cx, &raw, fail, &request),
    }
}

/// Why a refusal should be looked at again.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealBody {
    /// The grounds; seen by the writers and by whoever decides.
    #[schema(
        min_length = 10,
        max_length = 1000,
        example = "The roof was inspected on Monday; the report is at the village office."
    )]
    pub note: String,
}

/// Appeal against a refusal.
///
/// Once per request. It is decided a level above the refusal, by somebody else, through `…/review`.
#[utoipa::path(post, path = "/aid/requests/{ref}/appeal", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference")), request_body = AppealBody,
    responses((status = 200, description = "The request, appealed", body = RequestJson)))]
async fn appeal_json(cx: Cx, Path(reference): Path<PublicRef>, body: Body<AppealBody>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.request.appeal", &body.bytes)?;
    let stated = APPEAL.check("", &body.value.note)?;
    let request = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| appeal(tx, &actor, reference, &stated.note).map(|r| r.reference))?;
            request::require(tx, reference)
        })
        .await?;
    request::answer(&cx, request).await
}
