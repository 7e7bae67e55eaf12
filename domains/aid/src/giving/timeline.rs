//! The way of one gift, from the pledge to the receipt, from what was stored with it.

use crate::lifecycle::{Gift, PayoutState, PledgeState};
use crate::payout::{self, ShareOf};
use crate::pledge::Pledge;
use crate::receipt::store::open_since;
use qianmo_db::Tx;
use qianmo_kernel::{Id, Millis, Money, Res};
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
    /// For what is still to come, the message around its words: what comes next, or after that.
    pub lead: Option<&'static str>,
}

/// Reads what the way is made of and tells it.
pub fn read(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<Vec<Moment>> {
    let shares = if pledge.gift == Gift::Money { payout::shares_with(tx, pledge.reference())? } else { Vec::new() };
    let mut about: Vec<Id> = shares.iter().filter(|s| s.state == PayoutState::Disputed).map(|s| s.payout).collect();
    if pledge.state == PledgeState::Disputed {
        about.push(pledge.id);
    }
    let mut disputed = Vec::with_capacity(about.len());
    for id in about {
        disputed.extend(open_since(tx, pledge.request_ref(), id)?.map(|at| (id, at)));
    }
    Ok(tell(pledge, &shares, &disputed))
}

/// The way of a pledge; `disputed`: since when it, or a payout that it has a share in, is disputed. Pure.
pub fn tell(pledge: &Pledge, shares: &[ShareOf], disputed: &[(Id, Millis)]) -> Vec<Moment> {
    let mut way = vec![done("aid-way-pledged", pledge.created_at)];
    let since = |id: Id| disputed.iter().find(|(about, _)| *about == id).map(|(_, at)| *at);
    match pledge.gift {
        Gift::Goods => goods(pledge, since(pledge.id), &mut way),
        Gift::Money => money(pledge, shares, since, &mut way),
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
        way.push(Moment { label, amount: None, at: pledge.ended_at, class: "is-stopped", lead: None });
        return way;
    }
    if let Some(next) = way.iter_mut().find(|m| m.lead.is_some()) {
        next.lead = Some("aid-way-next");
    }
    way
}

fn goods(pledge: &Pledge, since: Option<Millis>, way: &mut Vec<Moment>) {
    way.push(step(ACCEPTED, pledge.accepted_at));
    way.push(step(SENT, pledge.sent_at));
    if pledge.state == PledgeState::Disputed {
        // Whether it is there is what is disputed: that it arrives is no step to come.
        way.extend(pledge.delivered_at.map(|at| done(THERE.0, at)));
        disputed(way, None, since);
    } else {
        way.push(step(THERE, pledge.delivered_at));
    }
    way.push(step(RECEIVED, pledge.received_at));
}

/// That it is disputed since then, and that an officer looks into it next.
fn disputed(way: &mut Vec<Moment>, amount: Option<Money>, since: Option<Millis>) {
    way.push(Moment { label: "aid-way-disputed", amount, at: since, class: "is-now", lead: None });
    way.push(Moment { label: "aid-coming-looked", amount, at: None, class: "is-next", lead: Some("aid-way-then") });
}

fn money(pledge: &Pledge, shares: &[ShareOf], since: impl Fn(Id) -> Option<Millis>, way: &mut Vec<Moment>) {
    way.push(step(PAID, pledge.paid_at));
    for share in shares {
        let amount = Some(pledge.money(share.amount_minor));
        if matches!(share.state, PayoutState::Rejected | PayoutState::Voided | PayoutState::Failed) {
            continue;
        }
        way.push(Moment { amount, ..step(PAID_OUT, share.paid_out_at) });
        match share.state {
            PayoutState::Disputed => disputed(way, amount, since(share.payout)),
            PayoutState::Missing => {
                way.push(Moment { label: "aid-way-missing", amount, at: share.found_at, class: "is-now", lead: None });
            }
            _ => {}
        }
        way.push(Moment { amount, ..step(RECEIVED, share.received_at) });
    }
    let underway: i64 = shares
        .iter()
        .filter(|s| !matches!(s.state, PayoutState::Rejected | PayoutState::Voided | PayoutState::Failed))
        .map(|s| s.amount_minor)
        .sum();
    if underway + pledge.refunded_minor < pledge.quantity.max(pledge.paid_minor) {
        way.push(step(PAID_OUT, None));
        way.push(step(RECEIVED, None));
    }
}

/// A step in words: once it is done, and as long as it is to come.
type Words = (&'static str, &'static str);

const ACCEPTED: Words = ("aid-way-accepted", "aid-coming-accepted");
const SENT: Words = ("aid-way-sent", "aid-coming-sent");
const THERE: Words = ("aid-way-there", "aid-coming-there");
const RECEIVED: Words = ("aid-way-received", "aid-coming-received");
const PAID: Words = ("aid-way-paid", "aid-coming-paid");
const PAID_OUT: Words = ("aid-way-paid-out", "aid-coming-paid-out");

fn done(label: &'static str, at: Millis) -> Moment {
    Moment { label, amount: None, at: Some(at), class: "is-done", lead: None }
}

fn step((label, coming): Words, at: Option<Millis>) -> Moment {
    match at {
        Some(at) => done(label, at),
        None => Moment { label: coming, amount: None, at: None, class: "is-next", lead: Some("aid-way-then") },
    }
}

/// An invented way.
pub fn sample(v: &View) -> Vec<Moment> {
    let mut way = vec![done("aid-way-pledged", v.now), Moment { lead: Some("aid-way-next"), ..step(THERE, None) }];
    disputed(&mut way, None, Some(v.now));
    way.push(step(RECEIVED, None));
    way
}

#[cfg(test)]
mod tests {
    use super::*;
    use qianmo_kernel::Currency;

    fn goods() -> Pledge {
        Pledge {
            county: Id::from_i64(1),
            id: Id::from_i64(2),
            version: 1,
            request: Id::from_i64(3),
            part: Id::from_i64(4),
            gift: Gift::Goods,
            donor: Id::from_i64(5),
            quantity: 2,
            lost: 0,
            currency: Currency::CNY,
            value_minor: 0,
            state: PledgeState::Pledged,
            received: 0,
            paid_minor: 0,
            held_minor: 0,
            paid_out_minor: 0,
            refunded_minor: 0,
            payment: Id::NONE,
            anonymous: false,
            message: String::new(),
            created_at: Millis(1),
            due_at: None,
            accepted_at: None,
            paid_at: None,
            sent_at: None,
            delivered_at: None,
            received_at: None,
            ended_at: None,
        }
    }

    #[test]
    fn what_has_not_happened_is_told_as_what_comes_next() {
        let told = |pledge: &Pledge| -> Vec<(&str, &str, Option<&str>)> {
            tell(pledge, &[], &[]).iter().map(|m| (m.label, m.class, m.lead)).collect()
        };
        let (next, then) = (Some("aid-way-next"), Some("aid-way-then"));
        assert_eq!(
            told(&Pledge { accepted_at: Some(Millis(2)), ..goods() }),
            [
                ("aid-way-pledged", "is-done", None),
                ("aid-way-accepted", "is-done", None),
                ("aid-coming-sent", "is-next", next),
                ("aid-coming-there", "is-next", then),
                ("aid-coming-received", "is-next", then),
            ]
        );
        let money = Pledge { gift: Gift::Money, ..goods() };
        assert_eq!(
            told(&money)[1..],
            [
                ("aid-coming-paid", "is-next", next),
                ("aid-coming-paid-out", "is-next", then),
                ("aid-coming-received", "is-next", then),
            ]
        );
        let lapsed = told(&Pledge { state: PledgeState::Lapsed, ..goods() });
        assert_eq!(lapsed, [("aid-way-pledged", "is-done", None), ("aid-way-lapsed", "is-stopped", None)]);
        let (accepted_at, sent_at) = (Some(Millis(2)), Some(Millis(3)));
        let sent = Pledge { state: PledgeState::Disputed, accepted_at, sent_at, ..goods() };
        let disputed = [
            ("aid-way-disputed", "is-now", None),
            ("aid-coming-looked", "is-next", next),
            ("aid-coming-received", "is-next", then),
        ];
        assert_eq!(told(&sent)[3..], disputed, "what does not arrive is not told as coming");
        let since = [(sent.id, Millis(5))];
        let told_at: Vec<_> = tell(&sent, &[], &since).iter().filter(|m| m.class == "is-now").map(|m| m.at).collect();
        assert_eq!(told_at, [Some(Millis(5))], "since when it is disputed is told as well");
        let there = told(&Pledge { delivered_at: Some(Millis(4)), ..sent });
        assert_eq!((there[3], &there[4..]), (("aid-way-there", "is-done", None), disputed.as_slice()));
    }
}
