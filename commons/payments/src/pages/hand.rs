//! The page on which two officers settle an order by hand.

use super::load;
use crate::hand::{self, EVIDENCE_MAX, Proposal, Verdict};
use crate::order::{Direction, Order, State};
use crate::settle::Settlers;
use askama::Template;
use qianmo_web::prelude::*;

/// An order about which its provider contradicts itself or us, and what is proposed.
#[derive(Template)]
#[template(path = "settlement.html")]
pub(super) struct HandPage {
    v: View,
    f: FormView,
    action: String,
    county: Id,
    reference: PublicRef,
    direction: &'static str,
    state: State,
    amount: Money,
    reason: String,
    proposal: Option<Proposed>,
    verdicts: Vec<(String, String)>,
}

/// What is proposed, as the page shows it.
struct Proposed {
    verdict: &'static str,
    evidence: String,
    at: Millis,
    /// The moment as the form carries it: what is confirmed is what was read.
    number: i64,
    /// Whether this reader proposed it.
    own: bool,
}

impl HandPage {
    fn new(v: View, f: FormView, actor: &Actor, order: &Order, proposal: Option<Proposal>) -> Self {
        let proposal = proposal.map(|p| Proposed {
            verdict: p.verdict.message(),
            own: p.by == actor.account,
            evidence: p.evidence,
            number: p.at.0,
            at: p.at,
        });
        HandPage {
            f,
            action: path(order.reference()),
            county: order.county,
            reference: order.reference(),
            direction: order.direction.message(),
            state: order.state,
            amount: order.amount,
            reason: order.reason.clone(),
            proposal,
            verdicts: Verdict::ALL.map(|verdict| (verdict.name().to_owned(), v.t(verdict.message()))).to_vec(),
            v,
        }
    }

    fn sample(v: View) -> Self {
        let at = Millis(1_600_000_000_000);
        let reference = PublicRef::new(Id::from_i64(7), Id::from_i64(9));
        HandPage {
            f: FormView::sample(v.clone()),
            action: path(reference),
            county: reference.county,
            reference,
            direction: Direction::Out.message(),
            state: State::Failed,
            amount: Money::new(12_000, Currency::CNY),
            reason: "succeeded-after-failed".into(),
            proposal: Some(Proposed {
                verdict: Verdict::Moved.message(),
                evidence: "The bank's statement of 3 May lists it.".into(),
                at,
                number: at.0,
                own: false,
            }),
            verdicts: Verdict::ALL.map(|verdict| (verdict.name().to_owned(), v.t(verdict.message()))).to_vec(),
            v,
        }
    }
}

qianmo_web::sample!(HandPage);

fn path(order: PublicRef) -> String {
    format!("/payments/orders/{order}/settlement")
}

async fn found(cx: &Cx, at: PublicRef) -> Res<(Order, Option<Proposal>)> {
    let actor = cx.actor_owned()?;
    cx.read(move |tx| {
        let order = load::to_settle(tx, &actor, at)?;
        if !order.is_contradicted() {
            return Err(hand::nothing());
        }
        let proposal = hand::proposal(tx, &order)?;
        Ok((order, proposal))
    })
    .await
}

pub(super) async fn show(cx: Cx, Path(at): Path<PublicRef>) -> Answer {
    let (order, proposal) = found(&cx, at).await?;
    let page = HandPage::new(cx.view(), FormView::empty(&cx), cx.actor()?, &order, proposal);
    cx.page("payments-hand-title", &page)
}

/// What was typed.
fn read(raw: &RawForm) -> Res<(Verdict, String)> {
    let mut r = Reader::form(raw);
    let verdict = Verdict::from_name(r.choice("verdict", &Verdict::ALL.map(Verdict::name)));
    let evidence = r.text("evidence", 2, EVIDENCE_MAX);
    r.finish()?;
    Ok((verdict.ok_or_else(|| Refused::field("verdict", "web-field-choice"))?, evidence))
}

pub(super) async fn propose(cx: Cx, Path(at): Path<PublicRef>, Form(raw): Form) -> Answer {
    let (order, proposal) = found(&cx, at).await?;
    let actor = cx.actor_owned()?;
    let done = match read(&raw) {
        Ok((verdict, evidence)) => {
            cx.write(move |tx| {
                let order = load::to_settle(tx, &actor, at)?;
                hand::propose(tx, &actor, &order, verdict, &evidence)
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(()) => Ok(cx.see_other_saying(&path(at), "payments-hand-noted")),
        Err(Fail::Refused(refused)) if matches!(refused.kind, Kind::Invalid | Kind::Conflict) => {
            let status = StatusCode::from_u16(refused.kind.status()).unwrap_or(StatusCode::CONFLICT);
            let form = FormView::failed(&cx, &raw, &refused);
            cx.page_status(status, "payments-hand-title", &HandPage::new(cx.view(), form, cx.actor()?, &order, proposal))
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn confirm(cx: Cx, Path(at): Path<PublicRef>, Form(raw): Form) -> Answer {
    let (actor, settlers) = (cx.actor_owned()?, cx.app.service::<Settlers>()?);
    found(&cx, at).await?;
    let mut r = Reader::form(&raw);
    let proposed = Millis(r.int("proposed", 0, i64::MAX));
    r.finish()?;
    cx.write(move |tx| {
        let mut order = load::to_settle(tx, &actor, at)?;
        hand::confirm(tx, &settlers, &actor, &mut order, proposed)
    })
    .await?;
    Ok(cx.see_other_saying(&format!("/payments/reconciliation/{}", at.county), "payments-hand-settled"))
}
