//! Payouts over HTTP.

use super::form::{self, Decision};
use super::json::{ApprovalJson, NewPayoutJson, PayoutJson, RecoveryJson};
use super::page::{self, NewPage, PayoutPage, PayoutsPage};
use super::{PAY, SEE, Settings, account, command, custody, missing, photo, store};
use qianmo_db::Tx;
use qianmo_kernel::Fail;
use qianmo_web::cursor::{Listed, PageQuery};
use qianmo_web::prelude::*;

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    let (see, pay) = (Access::Permit(&SEE), Access::Permit(&PAY));
    module
        .page(Method::GET, "/payouts", see, list_page)
        .page(Method::GET, "/payouts/{reference}", see, show_page)
        .page(Method::GET, "/requests/{reference}/payout", pay, new_page)
        .page(Method::POST, "/requests/{reference}/payout", pay, new_form)
        .page(Method::POST, "/payouts/{reference}/approval", pay, decide_form)
        .page(Method::POST, "/payouts/{reference}/cancellation", pay, void_form)
        .page(Method::POST, "/payouts/{reference}/recovery", pay, recover_form)
        .api(see, routes!(list_json))
        .api(see, routes!(show_json))
        .api_idempotent(pay, routes!(prepare_json))
        .api_idempotent(pay, routes!(decide_json))
        .api_idempotent(pay, routes!(void_json))
        .api_idempotent(pay, routes!(recover_json))
        .sealed(&[qianmo_web::SealedColumn {
            table: "aid_payout",
            column: "evidence_sealed",
            keys: &["county", "id"],
            purpose: store::EVIDENCE,
        }])
}

#[derive(serde::Deserialize)]
struct PayoutsQuery {
    cursor: Option<String>,
    /// After which request the list of money that is ready goes on.
    ready: Option<String>,
    /// The request whose money is looked for.
    request: Option<String>,
}

/// The request that was typed: its reference, or the address of its page.
fn typed_request(typed: &str) -> Option<PublicRef> {
    typed.rsplit('/').next().and_then(|last| last.parse().ok())
}

async fn list_page(cx: Cx, Query(query): Query<PayoutsQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    let before = query.cursor.as_deref().map(Cursor::decode::<Id>).transpose()?;
    let after = query.ready.as_deref().map(Cursor::decode::<Id>).transpose()?.unwrap_or(Id::NONE);
    let typed = query.request.as_deref().unwrap_or_default().trim().to_owned();
    let request = typed_request(&typed);
    let unknown = !typed.is_empty() && request.is_none();
    let (payouts, custody, missing) = cx
        .read(move |tx| {
            let payouts = store::at_places(tx, &actor, &SEE, before, 21)?;
            let payouts = titled(tx, payouts)?;
            // What waits is shown above the newest only.
            if before.is_some() {
                return Ok((payouts, None, Vec::new()));
            }
            let custody = match request {
                Some(request) => custody::of_request(tx, &actor, request)?,
                None => custody::waiting(tx, &actor, after)?,
            };
            let missing = missing::recoverable(tx, &actor, 20)?;
            Ok((payouts, Some(custody), titled(tx, missing)?))
        })
        .await?;
    let more = payouts.len() > 20;
    let shown = &payouts[..payouts.len().min(20)];
    let next = if more { shown.last().map(|(p, _)| Cursor::encode(&p.id)) } else { None };
    let sought = custody.map(|custody| page::Sought { typed, unknown, custody });
    let status = if unknown { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    cx.page_status(status, "aid-payouts-title", &PayoutsPage::new(&cx, shown, sought, &missing, next))
}

/// Payouts, each with the title of its request.
fn titled(tx: &mut Tx<'_>, payouts: Vec<store::Payout>) -> Res<Vec<(store::Payout, String)>> {
    let mut titled = Vec::with_capacity(payouts.len());
    for payout in payouts {
        let title = crate::request::require(tx, payout.request_ref())?.title;
        titled.push((payout, title));
    }
    Ok(titled)
}

async fn show_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let found = found(&cx, reference).await?;
    let form = FormView::empty(&cx);
    cx.page("aid-payout-title", &PayoutPage::new(&cx, form, found))
}

/// A payout as its page shows it: to whoever may approve it now, with the account as it is at this moment.
async fn found(cx: &Cx, reference: PublicRef) -> Res<page::Found> {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let by = actor.clone();
    let found = cx.read(move |tx| page::read(tx, &by, reference, locale)).await?;
    if !found.awaits(&actor) {
        return Ok(found);
    }
    let settings = Settings::of(&cx.app);
    let account = cx.write(move |tx| account::shown(tx, &actor, reference, settings)).await?;
    Ok(found.with(account))
}

async fn ready(cx: &Cx, reference: PublicRef) -> Res<Vec<page::Ready>> {
    let actor = cx.actor_owned()?;
    cx.read(move |tx| page::ready(tx, &actor, reference)).await
}

async fn new_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let ready = ready(&cx, reference).await?;
    if ready.is_empty() {
        return Ok(cx.see_other_saying(&format!("/requests/{reference}"), "aid-payout-nothing"));
    }
    // Nobody fills in a form that is refused whatever they fill in.
    let (actor, grounds, settings) = (cx.actor_owned()?, page::grounds(&ready), Settings::of(&cx.app));
    cx.read(move |tx| command::may_prepare_any(tx, &actor, &grounds, settings)).await?;
    let form = FormView::empty(&cx);
    cx.page("aid-payout-new-title", &NewPage::new(&cx, form, reference, &ready))
}

async fn new_form(cx: Cx, Path(reference): Path<PublicRef>, upload: Upload) -> Answer {
    let actor = cx.actor_owned()?;
    let ready = ready(&cx, reference).await?;
    let raw = upload.form.clone();
    if ready.is_empty() {
        return Err(Refused::new(Kind::Conflict, "aid-payout-nothing").into());
    }
    let call = cx.call("aid.payout", &crate::request::form_bytes(&raw))?;
    let kept = crate::thanks::photo::keep(&cx, &upload, reference.county).await;
    let read = kept.and_then(|kept| form::read(&raw, reference, &page::grounds(&ready)).map(|new| (new, kept)));
    let settings = Settings::of(&cx.app);
    let made = match read {
        Ok((new, kept)) => {
            cx.write(move |tx| {
                call.once(tx, reference.county, |tx| {
                    let payout = command::prepare(tx, &actor, &new, settings)?;
                    if let Some(kept) = &kept {
                        photo::add(tx, &actor, &payout, kept)?;
                    }
                    Ok(payout.reference())
                })
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match made {
        Ok(payout) => Ok(cx.see_other_saying(&format!("/payouts/{payout}"), "aid-payout-made")),
        // A picture that cannot be taken, too, is told beside what was typed.
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let status = status_again(&refused);
            let form = FormView::failed(&cx, &raw, &refused);
            cx.page_status(status, "aid-payout-new-title", &NewPage::new(&cx, form, reference, &ready))
        }
        Err(other) => Err(other.into()),
    }
}

async fn decide_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.payout.approval", &crate::request::form_bytes(&raw))?;
    let said = if raw.get("decision") == Some("reject") { "aid-payout-turned-down" } else { "aid-payout-decided" };
    let done = match form::decision(&raw) {
        Ok(decision) => decide(&cx, call, actor, reference, decision).await.map(|_| ()),
        Err(fail) => Err(fail),
    };
    match done {
        Ok(()) => Ok(cx.see_other_saying(&format!("/payouts/{reference}"), said)),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let status = status_again(&refused);
            let found = found(&cx, reference).await?;
            let form = FormView::failed(&cx, &raw, &refused);
            cx.page_status(status, "aid-payout-title", &PayoutPage::new(&cx, form, found))
        }
        Err(other) => Err(other.into()),
    }
}

async fn decide(cx: &Cx, call: qianmo_web::Call, actor: Actor, reference: PublicRef, decision: Decision) -> Res<store::Payout> {
    let approved = matches!(decision, Decision::Approve(_));
    let settings = Settings::of(&cx.app);
    let payout = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| match &decision {
                Decision::Approve(seen) => {
                    command::approve(tx, &actor, reference, seen.as_deref(), settings).map(|p| p.reference())
                }
                Decision::Reject(reason) => command::reject(tx, &actor, reference, reason).map(|p| p.reference()),
            })?;
            store::require_open(tx, reference)
        })
        .await?;
    if !approved || payout.payment == Id::NONE {
        return Ok(payout);
    }
    // The provider is asked at once; if it cannot be reached now, the worker asks again.
    if let Err(fail) = qianmo_payments::run(&cx.app, payout.county, payout.payment).await {
        tracing::warn!(payout = %reference, error = %fail, "a payout could not be sent at once; the worker sends it");
    }
    cx.read(move |tx| store::require_open(tx, reference)).await
}

async fn void_form(cx: Cx, Path(reference): Path<PublicRef>, Form(_): Form) -> Answer {
    let actor = cx.actor_owned()?;
    cx.write(move |tx| command::void(tx, &actor, reference, "")).await?;
    Ok(cx.see_other_saying(&format!("/payouts/{reference}"), "aid-payout-taken-back"))
}

async fn recover_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.payout.recovery", &crate::request::form_bytes(&raw))?;
    let done = match form::recovery(&raw) {
        Ok(said) => {
            cx.write(move |tx| {
                call.once(tx, reference.county, |tx| missing::recover(tx, &actor, reference, &said).map(|p| p.reference()))
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(payout) => {
            let told = cx.read(move |tx| missing::follows(tx, payout)).await?;
            Ok(cx.see_other_saying(&format!("/payouts/{reference}"), told))
        }
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let found = found(&cx, reference).await?;
            let form = FormView::failed(&cx, &raw, &refused);
            cx.page_status(status_again(&refused), "aid-payout-title", &PayoutPage::new(&cx, form, found))
        }
        Err(other) => Err(other.into()),
    }
}

/// Payouts at your places, the newest first.
#[utoipa::path(get, path = "/aid/payouts", tag = "aid", params(PageQuery),
    responses((status = 200, description = "Payouts", body = Listed<PayoutJson>)))]
async fn list_json(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    let limit = Cursor::limit(query.limit)?;
    let before = query.cursor.as_deref().map(Cursor::decode::<Id>).transpose()?;
    let payouts = cx
        .read(move |tx| {
            let found = store::at_places(tx, &actor, &SEE, before, limit + 1)?;
            found.into_iter().map(|payout| store::opened(tx, payout)).collect::<Res<Vec<_>>>()
        })
        .await?;
    let rows = usize::try_from(limit).unwrap_or(20);
    let next = payouts.get(rows).and(payouts.get(rows.saturating_sub(1))).map(|p| Cursor::encode(&p.id));
    cx.json(&Listed { items: payouts.iter().take(rows).map(PayoutJson::from).collect(), next })
}

/// One payout.
///
/// An officer who may approve it now is shown the end of the account it would go to, and who gave or changed it; the household sees who
/// looked.
#[utoipa::path(get, path = "/aid/payouts/{ref}", tag = "aid",
    params(("ref" = String, Path, description = "The payout's reference")),
    responses((status = 200, description = "The payout", body = PayoutJson)))]
async fn show_json(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    let by = actor.clone();
    let payout = cx
        .read(move |tx| {
            let payout = store::require(tx, reference)?;
            by.require(&SEE, &payout.path)?;
            store::opened(tx, payout)
        })
        .await?;
    if !payout.awaits(&actor) {
        return cx.json(&PayoutJson::from(&payout));
    }
    let settings = Settings::of(&cx.app);
    let account = cx.write(move |tx| account::shown(tx, &actor, reference, settings)).await?;
    cx.json(&PayoutJson::showing(&payout, account))
}

/// Prepare a payout.
///
/// The money is held for it. Another officer approves it. A household without a bank card cannot be paid (409
/// `/problems/registry-no-bank-card`), nor one whose card was changed in the last days (409 `/problems/aid-payout-card-rests`).
#[utoipa::path(post, path = "/aid/payouts", tag = "aid", request_body = NewPayoutJson,
    responses((status = 201, description = "The payout, prepared", body = PayoutJson),
        (status = 404, description = "There is no such request or part", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
async fn prepare_json(cx: Cx, said: Body<NewPayoutJson>) -> Answer {
    let actor = cx.actor_owned()?;
    let new = said.value.read()?;
    let call = cx.call("aid.payout", &said.bytes)?;
    let county = new.request.county;
    let settings = Settings::of(&cx.app);
    let payout = cx
        .write(move |tx| {
            let made = call.once(tx, county, |tx| command::prepare(tx, &actor, &new, settings).map(|p| p.reference()))?;
            store::require_open(tx, made)
        })
        .await?;
    cx.created(&format!("/api/v1/aid/payouts/{}", payout.reference()), &PayoutJson::from(&payout))
}

/// Approve or reject a payout.
///
/// By another officer than the one who prepared it, who neither wrote the request, nor registered the household or is close to it, nor has
/// a hand in its bank card. Approved, the provider
/// is asked at once to pay it to the household's account as it is now; when that is another one than you were shown, or than the payout
/// was prepared for, it is refused (409 `/problems/aid-payout-account-changed`), and when there is none, too (409 `/problems/registry-no-bank-card`).
#[utoipa::path(post, path = "/aid/payouts/{ref}/approval", tag = "aid",
    params(("ref" = String, Path, description = "The payout's reference")), request_body = ApprovalJson,
    responses((status = 200, description = "The payout, decided", body = PayoutJson)))]
async fn decide_json(cx: Cx, Path(reference): Path<PublicRef>, said: Body<ApprovalJson>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.payout.approval", &said.bytes)?;
    let decision = said.value.read()?;
    let payout = decide(&cx, call, actor, reference, decision).await?;
    cx.json(&PayoutJson::from(&payout))
}

/// Take a payout back before it is approved.
///
/// By whoever prepared it; another officer (409 `/problems/aid-payout-not-prepared`) rejects it with a reason.
#[utoipa::path(post, path = "/aid/payouts/{ref}/cancellation", tag = "aid",
    params(("ref" = String, Path, description = "The payout's reference")),
    responses((status = 200, description = "The payout, taken back", body = PayoutJson)))]
async fn void_json(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.payout.cancellation", b"")?;
    let payout = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| command::void(tx, &actor, reference, "").map(|p| p.reference()))?;
            store::require_open(tx, reference)
        })
        .await?;
    cx.json(&PayoutJson::from(&payout))
}

/// State that the money of a missing payout is in custody again.
///
/// By an officer who neither prepared, nor approved, nor found it missing, neither publisher nor close to the household. The payout ends,
/// its money is free, and a new one can be prepared; if the request has ended, it goes back to its donors. When the provider says so itself,
/// nobody needs to. Of a payout that was `replaced`, another officer states with `returned` that the provider gave it back in the end.
#[utoipa::path(post, path = "/aid/payouts/{ref}/recovery", tag = "aid",
    params(("ref" = String, Path, description = "The payout's reference")), request_body = RecoveryJson,
    responses((status = 200, description = "The payout, ended", body = PayoutJson)))]
async fn recover_json(cx: Cx, Path(reference): Path<PublicRef>, said: Body<RecoveryJson>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.payout.recovery", &said.bytes)?;
    let said = said.value.read()?;
    let payout = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| missing::recover(tx, &actor, reference, &said).map(|p| p.reference()))?;
            store::require_open(tx, reference)
        })
        .await?;
    cx.json(&PayoutJson::from(&payout))
}
