//! What an answer of the provider means for an order: pure, the whole of it in one place.

use super::{Direction, Order, State};
use qianmo_kernel::{Millis, Money};

/// What a provider says became of an order.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The money moved: how much, and when by the provider's clock.
    Succeeded {
        /// How much.
        amount: Money,
        /// When.
        at: Millis,
    },
    /// It did not work and will not.
    Failed,
    /// On its way.
    Pending,
    /// The provider does not know, or did not answer.
    Unknown,
    /// The provider has never heard of it.
    NotFound,
}

impl Outcome {
    /// Its name in the database.
    pub const fn name(&self) -> &'static str {
        match self {
            Outcome::Succeeded { .. } => "succeeded",
            Outcome::Failed => "failed",
            Outcome::Pending => "pending",
            Outcome::Unknown => "unknown",
            Outcome::NotFound => "not-found",
        }
    }
}

/// The trouble of an order that the provider first called failed and then moved all the same.
pub(crate) const SUCCEEDED_AFTER_FAILED: &str = "succeeded-after-failed";
/// The trouble of a refund that is tried again while the money of an earlier try, given up as failed, has moved after all.
pub(crate) const EARLIER_TRY_SUCCEEDED: &str = "earlier-try-succeeded";

/// The trouble of an order whose provider speaks of another amount.
pub(crate) const AMOUNT_DIFFERS: &str = "amount-differs";
/// The trouble of an order that the provider first called done and then failed.
pub(crate) const FAILED_AFTER_SUCCEEDED: &str = "failed-after-succeeded";
/// All of these: what two officers may settle by hand.
pub(crate) const CONTRADICTIONS: [&str; 4] =
    [AMOUNT_DIFFERS, SUCCEEDED_AFTER_FAILED, EARLIER_TRY_SUCCEEDED, FAILED_AFTER_SUCCEEDED];

/// What is to be done.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Nothing: it says what is known already, or nothing new.
    Stay,
    /// The state changes and nothing else does.
    Move(State),
    /// The money moved, at that moment.
    Settle(Millis),
    /// It definitely failed.
    Fail,
    /// It must be given to the provider again, under the same key.
    Resend,
    /// The provider contradicts itself or us: nothing is done by itself; people see it in the reconciliation.
    Contradiction(&'static str),
}

/// What follows from an answer.
pub fn decide(order: &Order, outcome: &Outcome, now: Millis) -> Step {
    match outcome {
        Outcome::Succeeded { amount, at } => succeeded(order, *amount, *at),
        Outcome::Failed => failed(order),
        Outcome::Pending => open(order, now, Step::Stay),
        Outcome::NotFound => {
            let sent = order.direction != Direction::In && matches!(order.state, State::Started | State::Unknown);
            open(order, now, if sent { Step::Resend } else { Step::Stay })
        }
        // An order that may be paid at this very moment is not closed on a guess.
        Outcome::Unknown if matches!(order.state, State::Created | State::Started) => Step::Move(State::Unknown),
        Outcome::Unknown => Step::Stay,
    }
}

fn succeeded(order: &Order, amount: Money, at: Millis) -> Step {
    if amount != order.amount {
        return Step::Contradiction(AMOUNT_DIFFERS);
    }
    match (order.direction, order.state) {
        (_, State::Created | State::Started | State::Unknown) => Step::Settle(at),
        // Late, but the money is there: whoever settles it decides whether it is still wanted.
        (Direction::In, State::Failed | State::Expired) => Step::Settle(at),
        (_, State::Paid | State::Refunded | State::PaidOut) => Step::Stay,
        (Direction::Out | Direction::Refund, State::Failed | State::Expired) => Step::Contradiction(SUCCEEDED_AFTER_FAILED),
    }
}

fn failed(order: &Order) -> Step {
    match order.state {
        State::Created | State::Started | State::Unknown => Step::Fail,
        State::Failed | State::Expired => Step::Stay,
        State::Paid | State::Refunded | State::PaidOut => Step::Contradiction(FAILED_AFTER_SUCCEEDED),
    }
}

/// An order that is not settled: it expires when its time is over, else `otherwise`.
fn open(order: &Order, now: Millis, otherwise: Step) -> Step {
    let over = order.direction == Direction::In && order.state.is_open() && order.expires_at.is_some_and(|until| until <= now);
    if over { Step::Move(State::Expired) } else { otherwise }
}

/// When an open order's provider is asked next: soon at first, then ever more seldom, and at the moment it expires.
pub fn next_check(order: &Order, now: Millis) -> Option<Millis> {
    const WAITS: [i64; 8] = [15, 30, 60, 120, 300, 900, 3_600, 21_600];
    let step = usize::try_from(order.attempts).unwrap_or(usize::MAX).min(WAITS.len() - 1);
    let next = now + WAITS[step] * Millis::SECOND;
    match order.expires_at {
        Some(until) if until > now && until < next => Some(until),
        _ => Some(next),
    }
}
