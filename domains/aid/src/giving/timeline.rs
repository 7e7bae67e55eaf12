//! The way of one gift, from the pledge to the receipt, from what was stored with it.

use crate::lifecycle::{Gift, PayoutState, PledgeState};
use crate::payout::{self, ShareOf};
use crate::pledge::Pledge;
use crate::receipt::store::{self as receipts, Questioned};
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
    /// How many items of how many, where it is some of them.
    pub items: Option<(i64, i64)>,
    /// When; `None` for what is still to come.
    pub at: Option<Millis>,
    /// `is-done`, `is-now`, `is-next` or `is-stopped`.
    pub class: &'static str,
    /// For what is still to come, the message around its words: what comes next, or after that.
    pub lead: Option<&'static str>,
}

/// What is kept beside a pledge of what became of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Kept {
    /// Its shares in payouts.
    pub shares: Vec<ShareOf>,
    /// What was said against it, or against a payout that it has a share in, open or not.
    pub disputes: Vec<Questioned>,
    /// Goods: how many were confirmed at a time.
    pub came: Vec<(i64, Millis)>,
}

impl Kept {
    fn about(&self, id: Id) -> impl Iterator<Item = &Questioned> {
        self.disputes.iter().filter(move |dispute| dispute.about == id)
    }
}

/// Reads what the way is made of and tells it.
pub fn read(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<Vec<Moment>> {
    let mut kept = Kept::default();
    match pledge.gift {
        Gift::Money => {
            kept.shares = payout::shares_with(tx, pledge.reference())?;
            for share in &kept.shares {
                kept.disputes.extend(receipts::about(tx, pledge.request_ref(), share.payout)?);
            }
        }
        Gift::Goods if pledge.sent_at.is_some() => {
            kept.disputes = receipts::about(tx, pledge.request_ref(), pledge.id)?;
            kept.came = receipts::came(tx, pledge.request_ref(), pledge.id)?;
        }
        Gift::Goods => {}
    }
    Ok(tell(pledge, &kept))
}

/// The way of a pledge. Pure.
pub(crate) fn tell(pledge: &Pledge, kept: &Kept) -> Vec<Moment> {
    let mut way = vec![done("aid-way-pledged", pledge.created_at)];
    match pledge.gift {
        Gift::Goods => goods(pledge, kept, &mut way),
        Gift::Money => money(pledge, kept, &mut way),
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
        way.push(Moment { at: pledge.ended_at, class: "is-stopped", ..BLANK.named(label) });
        return way;
    }
    if let Some(next) = way.iter_mut().find(|m| m.lead.is_some()) {
        next.lead = Some("aid-way-next");
    }
    way
}

fn goods(pledge: &Pledge, kept: &Kept, way: &mut Vec<Moment>) {
    way.push(step(ACCEPTED, pledge.accepted_at));
    way.push(step(SENT, pledge.sent_at));
    let mut past = found(pledge, kept);
    past.sort_by_key(|moment| moment.at);
    way.append(&mut past);
    if pledge.state == PledgeState::Disputed {
        // Whether it is there is what is disputed: that it arrives is no step to come.
        disputed(way, None, kept.about(pledge.id).find(|d| d.is_open()).map(|d| d.at));
        way.push(step(RECEIVED, None));
    } else if pledge.received_at.is_none() {
        way.extend(pledge.delivered_at.is_none().then(|| step(THERE, None)));
        way.push(step(RECEIVED, None));
    }
}

/// What became of goods since they were sent, in any order: each time that they were said to be there, what was confirmed and what was
/// disputed, and what an officer found.
fn found(pledge: &Pledge, kept: &Kept) -> Vec<Moment> {
    let (given, mut count) = (pledge.given(), 0);
    let lost = if pledge.lost > 0 { pledge.received_at } else { None };
    let mut past = Vec::new();
    let mut found_there = false;
    for dispute in kept.about(pledge.id) {
        past.extend(dispute.there_at.map(|at| done(THERE.0, at)));
        if !dispute.is_open() {
            past.push(done("aid-way-disputed", dispute.at));
        }
        let how = match dispute.state.as_str() {
            // With the receipt of all of it disputes end as well: that is told as the receipt.
            "arrived" if dispute.decided_at != pledge.received_at => "aid-way-found-arrived",
            "answered" => "aid-way-sent-again",
            _ => continue,
        };
        found_there |= how == "aid-way-found-arrived" && dispute.decided_at == pledge.delivered_at;
        past.extend(dispute.decided_at.map(|at| done(how, at)));
    }
    // What counts as there since it was confirmed, or since the rest was given up, was told of before if it was said to be there.
    let told = found_there || (pledge.delivered_at == pledge.received_at && (lost.is_some() || !past.is_empty()));
    past.extend(pledge.delivered_at.filter(|_| !told).map(|at| done(THERE.0, at)));
    for (items, at) in &kept.came {
        count += items;
        if count < given {
            past.push(Moment { items: Some((count, given)), ..done("aid-way-received-some", *at) });
        }
    }
    match lost {
        Some(at) => past.push(Moment { items: Some((pledge.lost, given)), class: "is-stopped", ..done("aid-way-lost", at) }),
        None => past.extend(pledge.received_at.map(|at| done(RECEIVED.0, at))),
    }
    past
}

/// That it is disputed since then, and that an officer looks into it next.
fn disputed(way: &mut Vec<Moment>, amount: Option<Money>, since: Option<Millis>) {
    way.push(Moment { amount, at: since, class: "is-now", ..BLANK.named("aid-way-disputed") });
    way.push(Moment { amount, class: "is-next", lead: Some("aid-way-then"), ..BLANK.named("aid-coming-looked") });
}

fn money(pledge: &Pledge, kept: &Kept, way: &mut Vec<Moment>) {
    way.push(step(PAID, pledge.paid_at));
    for share in &kept.shares {
        let amount = Some(pledge.money(share.amount_minor));
        if matches!(share.state, PayoutState::Rejected | PayoutState::Voided | PayoutState::Failed) {
            continue;
        }
        way.push(Moment { amount, ..step(PAID_OUT, share.paid_out_at) });
        for dispute in kept.about(share.payout).filter(|dispute| !dispute.is_open()) {
            way.push(Moment { amount, ..done("aid-way-disputed", dispute.at) });
            if dispute.state == "arrived" && dispute.decided_at != share.received_at {
                way.extend(dispute.decided_at.map(|at| Moment { amount, ..done("aid-way-found-arrived", at) }));
            }
        }
        match share.state {
            PayoutState::Disputed => {
                disputed(way, amount, kept.about(share.payout).find(|d| d.is_open()).map(|d| d.at));
            }
            PayoutState::Missing => {
                way.push(Moment { amount, at: share.found_at, class: "is-now", ..BLANK.named("aid-way-missing") });
            }
            _ => {}
        }
        way.push(Moment { amount, ..step(RECEIVED, share.received_at) });
    }
    let underway: i64 = kept
        .shares
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

/// A moment of which nothing is said yet.
const BLANK: Moment = Moment { label: "", amount: None, items: None, at: None, class: "is-done", lead: None };

impl Moment {
    const fn named(self, label: &'static str) -> Moment {
        Moment { label, ..self }
    }
}

fn done(label: &'static str, at: Millis) -> Moment {
    Moment { at: Some(at), ..BLANK.named(label) }
}

fn step((label, coming): Words, at: Option<Millis>) -> Moment {
    match at {
        Some(at) => done(label, at),
        None => Moment { class: "is-next", lead: Some("aid-way-then"), ..BLANK.named(coming) },
    }
}

/// An invented way.
pub fn sample(v: &View) -> Vec<Moment> {
    let mut way = vec![done("aid-way-pledged", v.now), Moment { lead: Some("aid-way-next"), ..step(THERE, None) }];
    disputed(&mut way, None, Some(v.now));
    way.push(step(RECEIVED, None));
    way.push(Moment { items: Some((1, 3)), ..done("aid-way-received-some", v.now) });
    way.push(Moment { items: Some((2, 3)), class: "is-stopped", ..done("aid-way-lost", v.now) });
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
            tell(pledge, &Kept::default()).iter().map(|m| (m.label, m.class, m.lead)).collect()
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
        let open = Questioned { about: sent.id, at: Millis(5), there_at: None, state: "open".into(), decided_at: None };
        let kept = Kept { disputes: vec![open.clone()], ..Kept::default() };
        let told_at: Vec<_> = tell(&sent, &kept).iter().filter(|m| m.class == "is-now").map(|m| m.at).collect();
        assert_eq!(told_at, [Some(Millis(5))], "since when it is disputed is told as well");
        let there = told(&Pledge { delivered_at: Some(Millis(4)), ..sent.clone() });
        assert_eq!((there[3], &there[4..]), (("aid-way-there", "is-done", None), disputed.as_slice()));

        // What was found does not wipe out what came before it.
        let failed = Questioned { there_at: Some(Millis(4)), state: "failed".into(), decided_at: Some(Millis(7)), ..open };
        let (received_at, delivered_at) = (Some(Millis(7)), Some(Millis(7)));
        let half = Pledge { state: PledgeState::Received, quantity: 1, received: 1, lost: 1, received_at, delivered_at, ..sent };
        let kept = Kept { disputes: vec![failed], came: vec![(1, Millis(6))], ..Kept::default() };
        let way = tell(&half, &kept);
        let told: Vec<_> = way[3..].iter().map(|m| (m.label, m.items, m.at.map(|at| at.0), m.class)).collect();
        assert_eq!(
            told,
            [
                ("aid-way-there", None, Some(4), "is-done"),
                ("aid-way-disputed", None, Some(5), "is-done"),
                ("aid-way-received-some", Some((1, 2)), Some(6), "is-done"),
                ("aid-way-lost", Some((1, 2)), Some(7), "is-stopped"),
            ]
        );
    }
}
