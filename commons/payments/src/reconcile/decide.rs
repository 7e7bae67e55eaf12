//! Two lists of what moved on a day, and where they differ. Pure.

use crate::order::{Direction, Order};
use crate::provider::StatementLine;
use qianmo_kernel::{Id, PublicRef};
use std::collections::{HashMap, HashSet};

/// How the two sides differ about an order.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Divergence {
    /// The provider lists it and it is not settled here.
    MissingHere,
    /// It is settled here and the provider does not list it.
    MissingThere,
    /// The amounts differ.
    Amount,
    /// It had been open here and was settled by this comparison: its callback had been lost.
    SettledLate,
    /// What the county's books say is in the provider's custody is not what its settled orders come to. About no one order.
    Custody,
    /// Officers stated that the amount of a missing payout is in custody again, and no statement has listed that it came in.
    Unlisted,
}

impl Divergence {
    /// Every one.
    pub const ALL: [Divergence; 6] = [
        Divergence::MissingHere,
        Divergence::MissingThere,
        Divergence::Amount,
        Divergence::SettledLate,
        Divergence::Custody,
        Divergence::Unlisted,
    ];

    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Divergence::MissingHere => "missing-here",
            Divergence::MissingThere => "missing-there",
            Divergence::Amount => "amount",
            Divergence::SettledLate => "settled-late",
            Divergence::Custody => "custody",
            Divergence::Unlisted => "unlisted",
        }
    }

    /// The key of its name in every language.
    pub const fn message(self) -> &'static str {
        match self {
            Divergence::MissingHere => "payments-difference-missing-here",
            Divergence::MissingThere => "payments-difference-missing-there",
            Divergence::Amount => "payments-difference-amount",
            Divergence::SettledLate => "payments-difference-settled-late",
            Divergence::Custody => "payments-difference-custody",
            Divergence::Unlisted => "payments-difference-unlisted",
        }
    }

    /// The divergence of that name.
    pub fn from_name(name: &str) -> Option<Divergence> {
        Divergence::ALL.into_iter().find(|d| d.name() == name)
    }
}

/// One difference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// How they differ.
    pub what: Divergence,
    /// The order; [`Id::NONE`] for what is about no one order.
    pub order: Id,
    /// What moved here, in minor units; of custody: what the books say.
    pub ours: i64,
    /// What moved there; of custody: what the settled orders come to.
    pub theirs: i64,
}

/// What each side lists for the day.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Sums {
    /// Orders here.
    pub ours_count: i64,
    /// Came in here.
    pub ours_in: i64,
    /// Went out here.
    pub ours_out: i64,
    /// Lines there.
    pub theirs_count: i64,
    /// Came in there.
    pub theirs_in: i64,
    /// Went out there.
    pub theirs_out: i64,
}

/// Compares our orders that were settled in the span with the provider's lines of it. `known` are the orders the lines are about,
/// whenever they were settled here; `late` are those that were settled just now, `back` the payouts that are known to have come back: one line
/// of each says so.
pub(super) fn compare(
    ours: &[Order],
    known: &[Order],
    lines: &[StatementLine],
    late: &[PublicRef],
    back: &[PublicRef],
) -> (Sums, Vec<Difference>) {
    let mut sums = Sums::default();
    for order in ours {
        sums.ours_count += 1;
        match order.direction {
            Direction::In => sums.ours_in += order.amount.amount_minor,
            Direction::Out | Direction::Refund => sums.ours_out += order.amount.amount_minor,
        }
    }
    let known: HashMap<PublicRef, &Order> = known.iter().map(|o| (o.reference(), o)).collect();
    let mut differences = Vec::new();
    let mut listed = HashSet::new();
    let mut back: HashSet<PublicRef> = back.iter().copied().collect();
    for line in lines {
        let theirs = line.amount.amount_minor;
        sums.theirs_count += 1;
        if line.outgoing {
            sums.theirs_out += theirs;
        } else {
            sums.theirs_in += theirs;
        }
        if !line.outgoing && back.remove(&line.order) {
            continue;
        }
        let order = known.get(&line.order).filter(|o| (o.direction != Direction::In) == line.outgoing);
        let what = match order {
            // The provider moved it a second time.
            _ if !listed.insert(line.order) => Some((Divergence::MissingHere, 0)),
            Some(order) if order.settled_at.is_none() => Some((Divergence::MissingHere, 0)),
            Some(order) if order.amount != line.amount => Some((Divergence::Amount, order.amount.amount_minor)),
            Some(order) if late.contains(&line.order) => Some((Divergence::SettledLate, order.amount.amount_minor)),
            Some(_) => None,
            None => Some((Divergence::MissingHere, 0)),
        };
        differences.extend(what.map(|(what, ours)| Difference { what, order: line.order.id, ours, theirs }));
    }
    for order in ours.iter().filter(|o| !listed.contains(&o.reference())) {
        let ours = order.amount.amount_minor;
        differences.push(Difference { what: Divergence::MissingThere, order: order.id, ours, theirs: 0 });
    }
    (sums, differences)
}
