//! Confirming and disputing over HTTP.

use super::confirm_page::{ConfirmPage, Subject, subject_of_payout, subject_of_pledge};
use super::json::{DecisionJson, DisputeJson, NewDisputeJson, ReceiptJson};
use super::page::{self, DeliveriesFragment, DeliveriesPage, DisputesPage, Questioned};
use super::{CONFIRM, DECIDE, command, dispute as disputes, form, store};
use crate::payout::{self, PayoutJson};
use crate::pledge::{self, PledgeJson};
use crate::thanks::photo;
use qianmo_db::Tx;
use qianmo_kernel::Fail;
use qianmo_web::cursor::{Listed, PageQuery};
use qianmo_web::prelude::*;

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    let (confirm, decide) = (Access::Permit(&CONFIRM), Access::Permit(&DECIDE));
    module
        .page(Method::GET, "/deliveries", confirm, list_page)
        .page(Method::GET, "/deliveries/fragment", confirm, list_fragment)
        .page(Method::GET, "/pledges/{reference}/receipt", confirm, pledge_page)
        .page(Method::POST, "/pledges/{reference}/receipt", confirm, pledge_form)
        .page(Method::POST, "/pledges/{reference}/dispute", confirm, pledge_dispute_form)
        .page(Method::GET, "/payouts/{reference}/receipt", confirm, payout_page)
        .page(Method::POST, "/payouts/{reference}/receipt", confirm, payout_form)
        .page(Method::POST, "/payouts/{reference}/dispute", confirm, payout_dispute_form)
        .page(Method::GET, "/disputes", decide, disputes_page)
        .page(Method::POST, "/disputes/{reference}/decision", decide, decide_form)
        .api_idempotent(confirm, routes!(receipt_json))
        .api_idempotent(confirm, routes!(dispute_json))
        .api_idempotent(confirm, routes!(payout_receipt_json))
        .api_idempotent(confirm, routes!(payout_dispute_json))
        .api(decide, routes!(disputes_json))
        .api_idempotent(decide, routes!(decide_json))
        .sealed(&[
            sealed("aid_receipt", "note_sealed", store::RECEIPT_NOTE),
            sealed("aid_dispute", "note_sealed", store::DISPUTE_NOTE),
            sealed("aid_dispute", "reason_sealed", store::DISPUTE_REASON),
        ])
}

const fn sealed(table: &'static str, column: &'static str, purpose: &'static str) -> qianmo_web::SealedColumn {
    qianmo_web::SealedColumn { table, column, keys: &["county", "id"], purpose }
}

/// What is confirmed or disputed.
#[derive(Copy, Clone)]
enum Of {
    Pledge,
    Payout,
}

impl Of {
    fn base(self, reference: PublicRef) -> String {
        match self {
            Of::Pledge => format!("/pledges/{reference}"),
            Of::Payout => format!("/payouts/{reference}"),
        }
    }
}

async fn list_page(cx: Cx) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let (awaited, wishes) =
        cx.read(move |tx| Ok((page::deliveries_for(tx, &actor, locale)?, pledge::wishes_for(tx, &actor, locale)?))).await?;
    cx.page("aid-deliveries-title", &DeliveriesPage::new(&cx, awaited, &wishes))
}

async fn list_fragment(cx: Cx) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let awaited = cx.read(move |tx| page::deliveries_for(tx, &actor, locale)).await?;
    cx.fragment(&DeliveriesFragment::new(cx.view(), awaited))
}

async fn subject(cx: &Cx, of: Of, reference: PublicRef) -> Res<Subject> {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    cx.read(move |tx| match of {
        Of::Pledge => subject_of_pledge(tx, &actor, reference, locale),
        Of::Payout => subject_of_payout(tx, &actor, reference, locale),
    })
    .await
}

async fn show(cx: Cx, of: Of, reference: PublicRef) -> Answer {
    let subject = subject(&cx, of, reference).await?;
    let (f, d) = (FormView::empty(&cx), FormView::empty(&cx));
    cx.page("aid-receipt-title", &ConfirmPage::new(&cx, of.base(reference), &subject, f, d))
}

async fn confirm(cx: Cx, of: Of, reference: PublicRef, upload: Upload) -> Answer {
    let actor = cx.actor_owned()?;
    let subject = subject(&cx, of, reference).await?;
    let raw = upload.form.clone();
    let call = cx.call("aid.receipt", &crate::request::form_bytes(&raw))?;
    let kept = photo::keep(&cx, &upload, reference.county).await;
    let mut some = false;
    let done = match kept.and_then(|kept| form::confirm(&raw, subject.most(), kept)) {
        Ok(said) => {
            some = said.count.zip(subject.most()).is_some_and(|(count, most)| count < most);
            cx.write(move |tx| {
                call.once(tx, reference.county, |tx| match of {
                    Of::Pledge => command::confirm(tx, &actor, reference, &said).map(|p| p.reference()),
                    Of::Payout => command::confirm_payout(tx, &actor, reference, &said).map(|p| p.reference()),
                })
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(_) => Ok(cx.see_other_saying("/deliveries", if some { "aid-confirmed-some" } else { "aid-confirmed" })),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let (f, d) = (FormView::failed(&cx, &raw, &refused), FormView::empty(&cx));
            let page = ConfirmPage::new(&cx, of.base(reference), &subject, f, d);
            cx.page_status(status_again(&refused), "aid-receipt-title", &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn dispute(cx: Cx, of: Of, reference: PublicRef, raw: RawForm) -> Answer {
    let actor = cx.actor_owned()?;
    let subject = subject(&cx, of, reference).await?;
    let call = cx.call("aid.dispute", &crate::request::form_bytes(&raw))?;
    let done = match form::dispute(&raw) {
        Ok(said) => {
            cx.write(move |tx| {
                call.once(tx, reference.county, |tx| match of {
                    Of::Pledge => disputes::dispute(tx, &actor, reference, &said),
                    Of::Payout => disputes::dispute_payout(tx, &actor, reference, &said),
                })
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(_) => Ok(cx.see_other_saying("/deliveries", "aid-disputed")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let (f, d) = (FormView::empty(&cx), FormView::failed(&cx, &raw, &refused));
            let page = ConfirmPage::new(&cx, of.base(reference), &subject, f, d);
            cx.page_status(status_again(&refused), "aid-receipt-title", &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn pledge_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    show(cx, Of::Pledge, reference).await
}

async fn pledge_form(cx: Cx, Path(reference): Path<PublicRef>, upload: Upload) -> Answer {
    confirm(cx, Of::Pledge, reference, upload).await
}

async fn pledge_dispute_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    dispute(cx, Of::Pledge, reference, raw).await
}

async fn payout_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    show(cx, Of::Payout, reference).await
}

async fn payout_form(cx: Cx, Path(reference): Path<PublicRef>, upload: Upload) -> Answer {
    confirm(cx, Of::Payout, reference, upload).await
}

async fn payout_dispute_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    dispute(cx, Of::Payout, reference, raw).await
}

/// Disputes on a page.
const PAGE: i64 = 20;

/// A page of disputes, and the cursor of the one after it.
fn page_of<T>(rows: &[T], limit: i64, id: impl Fn(&T) -> Id) -> (&[T], Option<String>) {
    let shown = rows.get(..usize::try_from(limit).unwrap_or(0)).unwrap_or(rows);
    let next = if rows.len() > shown.len() { shown.last().map(|d| Cursor::encode(&id(d))) } else { None };
    (shown, next)
}

/// The disputes of a page and one more, with what they are about.
async fn questioned(cx: &Cx, actor: Actor, after: Id) -> Res<Vec<Questioned>> {
    let locale = cx.locale;
    cx.read(move |tx| {
        let rows = store::waiting(tx, &actor, after, PAGE + 1)?;
        page::questioned(tx, &actor, rows, locale)
    })
    .await
}

async fn disputes_page(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    let after = query.cursor.as_deref().map(Cursor::decode::<Id>).transpose()?.unwrap_or(Id::NONE);
    let rows = questioned(&cx, actor, after).await?;
    let (shown, next) = page_of(&rows, PAGE, Questioned::id);
    cx.page("aid-disputes-title", &DisputesPage::new(&cx, FormView::empty(&cx), shown, next))
}

async fn decide_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.dispute.decision", &crate::request::form_bytes(&raw))?;
    let most = {
        let actor = actor.clone();
        cx.read(move |tx| disputes::most_of_some(tx, &actor, reference)).await?
    };
    let done = match form::decision(&raw, most) {
        Ok((outcome, reason)) => {
            let actor = actor.clone();
            cx.write(move |tx| {
                call.once(tx, reference.county, |tx| {
                    disputes::decide_dispute(tx, &actor, reference, outcome, &reason).map(|d| d.reference)
                })
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(_) => Ok(cx.see_other_saying("/disputes", "aid-dispute-done")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            // The list as it begins just before the one that was meant, wherever that stands.
            let before = Id::from_i64(reference.id.get().saturating_sub(1));
            let rows = questioned(&cx, actor, before).await?;
            let (shown, next) = page_of(&rows, PAGE, Questioned::id);
            let form = FormView::failed(&cx, &raw, &refused);
            let page = DisputesPage::new(&cx, form, shown, next).refused(reference);
            cx.page_status(status_again(&refused), "aid-disputes-title", &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// Confirm goods.
///
/// By the household or a witness, who is neither publisher, nor sender, nor payer, and says in `note` how they know unless
/// the household's card was shown. All that is awaited, or some of it.
#[utoipa::path(post, path = "/aid/pledges/{ref}/receipt", tag = "aid",
    params(("ref" = String, Path, description = "The pledge's reference")), request_body = ReceiptJson,
    responses((status = 200, description = "The pledge, received whole or in part", body = PledgeJson)))]
async fn receipt_json(cx: Cx, Path(reference): Path<PublicRef>, said: Body<ReceiptJson>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.receipt", &said.bytes)?;
    let said = said.value.read()?;
    let pledge = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| command::confirm(tx, &actor, reference, &said).map(|p| p.reference()))?;
            pledge::require(tx, reference)
        })
        .await?;
    cx.json(&PledgeJson::from(&pledge))
}

/// Dispute goods: they did not arrive, or not as promised.
#[utoipa::path(post, path = "/aid/pledges/{ref}/dispute", tag = "aid",
    params(("ref" = String, Path, description = "The pledge's reference")), request_body = NewDisputeJson,
    responses((status = 200, description = "The pledge, disputed", body = PledgeJson)))]
async fn dispute_json(cx: Cx, Path(reference): Path<PublicRef>, said: Body<NewDisputeJson>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.dispute", &said.bytes)?;
    let said = said.value.read()?;
    let pledge = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| disputes::dispute(tx, &actor, reference, &said))?;
            pledge::require(tx, reference)
        })
        .await?;
    cx.json(&PledgeJson::from(&pledge))
}

/// Confirm a payout.
///
/// By the household or a witness, as goods are. With it the gifts it was made of are received.
#[utoipa::path(post, path = "/aid/payouts/{ref}/receipt", tag = "aid",
    params(("ref" = String, Path, description = "The payout's reference")), request_body = ReceiptJson,
    responses((status = 200, description = "The payout, received", body = PayoutJson)))]
async fn payout_receipt_json(cx: Cx, Path(reference): Path<PublicRef>, said: Body<ReceiptJson>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.payout.receipt", &said.bytes)?;
    let said = said.value.read()?;
    let payout = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| command::confirm_payout(tx, &actor, reference, &said).map(|p| p.reference()))?;
            payout::require(tx, reference)
        })
        .await?;
    cx.json(&PayoutJson::from(&payout))
}

/// Dispute a payout: it did not arrive.
#[utoipa::path(post, path = "/aid/payouts/{ref}/dispute", tag = "aid",
    params(("ref" = String, Path, description = "The payout's reference")), request_body = NewDisputeJson,
    responses((status = 200, description = "The payout, disputed", body = PayoutJson)))]
async fn payout_dispute_json(cx: Cx, Path(reference): Path<PublicRef>, said: Body<NewDisputeJson>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.payout.dispute", &said.bytes)?;
    let said = said.value.read()?;
    let payout = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| disputes::dispute_payout(tx, &actor, reference, &said))?;
            payout::require(tx, reference)
        })
        .await?;
    cx.json(&PayoutJson::from(&payout))
}

/// Disputes that wait at your places, the oldest first.
#[utoipa::path(get, path = "/aid/disputes", tag = "aid", params(PageQuery),
    responses((status = 200, description = "The disputes", body = Listed<DisputeJson>)))]
async fn disputes_json(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    let limit = Cursor::limit(query.limit)?;
    let after = query.cursor.as_deref().map(Cursor::decode::<Id>).transpose()?.unwrap_or(Id::NONE);
    let read = move |tx: &mut Tx<'_>| {
        let rows = store::waiting(tx, &actor, after, limit + 1)?;
        disputes::readable(tx, &actor, rows)
    };
    let rows = cx.read(read).await?;
    let (shown, next) = page_of(&rows, limit, |d| d.reference.id);
    cx.json(&Listed { items: shown.iter().map(DisputeJson::from).collect(), next })
}

/// Decide on a dispute.
#[utoipa::path(post, path = "/aid/disputes/{ref}/decision", tag = "aid",
    params(("ref" = String, Path, description = "The dispute's reference")), request_body = DecisionJson,
    responses((status = 200, description = "The dispute, decided", body = DisputeJson)))]
async fn decide_json(cx: Cx, Path(reference): Path<PublicRef>, said: Body<DecisionJson>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.dispute.decision", &said.bytes)?;
    let (outcome, reason) = said.value.read()?;
    let row = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| {
                disputes::decide_dispute(tx, &actor, reference, outcome, &reason).map(|d| d.reference)
            })?;
            store::require(tx, reference)
        })
        .await?;
    cx.json(&DisputeJson::from(&row))
}
