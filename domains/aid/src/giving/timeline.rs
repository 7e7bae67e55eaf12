//! The way of one gift, from the pledge to the receipt, from what was stored with it.

use crate::lifecycle::{Gift, PayoutState, PledgeState};
use crate::payout::{self, ShareOf};
use crate::pledge::Pledge;
use qianmo_db::Tx;
use qianmo_kernel::{Millis, Money, Res};
use qianmo_web::View;

/// A point on the way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moment {
    /// The message that says it.
    pub label: &'static str,
    /// Of which amount, where it is a part.
    pub amount: Option<Money>,
    /// When; `None` for what is still to come.
    pub at: Option<Millis>,
    /// `is-done`, `is-now`, `is-next` or `is-stopped`.
    pub class: &'static str,
}

/// Reads what the way is made of and tells it.
pub fn read(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<Vec<Moment>> {
    let shares = if pledge.gift == Gift::Money { payout::shares_with(tx, pledge.reference())? } else { Vec::new() };
    Ok(tell(pledge, &shares))
}

/// The way of a pledge. Pure.
pub fn tell(pledge: &Pledge, shares: &[ShareOf]) -> Vec<Moment> {
    let mut way = vec![done("aid-way-pledged", pledge.created_at)];
    match pledge.gift {
        Gift::Goods => goods(pledge, &mut way),
        Gift::Money => money(pledge, shares, &mut way),
    }
    let stopped = match pledge.state {
        PledgeState::Lapsed => Some("aid-way-lapsed"),
        PledgeState::Cancelled => Some("aid-way-cancelled"),
        PledgeState::Failed => Some("aid-way-failed"),
        PledgeState::Refunding => Some("aid-way-refunding"),
        PledgeState::Refunded => Some("aid-way-refunded"),
        _ => None,
    };
    if let Some(label) = stopped {
        way.retain(|m| m.at.is_some());
        way.push(Moment { label, amount: None, at: pledge.ended_at, class: "is-stopped" });
        return way;
    }
    if let Some(now) = way.iter_mut().find(|m| m.at.is_none()) {
        now.class = "is-now";
    }
    way
}

fn goods(pledge: &Pledge, way: &mut Vec<Moment>) {
    way.push(step("aid-way-accepted", pledge.accepted_at));
    way.push(step("aid-way-sent", pledge.sent_at));
    if pledge.state == PledgeState::Disputed {
        way.push(Moment { label: "aid-way-disputed", amount: None, at: None, class: "is-next" });
    }
    way.push(step("aid-way-there", pledge.delivered_at));
    way.push(step("aid-way-received", pledge.received_at));
}

fn money(pledge: &Pledge, shares: &[ShareOf], way: &mut Vec<Moment>) {
    way.push(step("aid-way-paid", pledge.paid_at));
    for share in shares {
        let amount = Some(pledge.money(share.amount_minor));
        if matches!(share.state, PayoutState::Rejected | PayoutState::Voided | PayoutState::Failed) {
            continue;
        }
        way.push(Moment { amount, ..step("aid-way-paid-out", share.paid_out_at) });
        way.push(Moment { amount, ..step("aid-way-received", share.received_at) });
    }
    let underway: i64 = shares
        .iter()
        .filter(|s| !matches!(s.state, PayoutState::Rejected | PayoutState::Voided | PayoutState::Failed))
        .map(|s| s.amount_minor)
        .sum();
    if underway + pledge.refunded_minor < pledge.quantity.max(pledge.paid_minor) {
        way.push(step("aid-way-paid-out", None));
        way.push(step("aid-way-received", None));
    }
}

fn done(label: &'static str, at: Millis) -> Moment {
    Moment { label, amount: None, at: Some(at), class: "is-done" }
}

fn step(label: &'static str, at: Option<Millis>) -> Moment {
    Moment { label, amount: None, at, class: if at.is_some() { "is-done" } else { "is-next" } }
}

/// An invented way.
pub fn sample(v: &View) -> Vec<Moment> {
    vec![done("aid-way-pledged", v.now), Moment { class: "is-now", ..step("aid-way-sent", None) }, step("aid-way-received", None)]
}
