//! The one place where an order's state changes: order, ledger, business and event in one unit of work.

use crate::books;
use crate::missing;
use crate::order::decide::{Outcome, Step, decide, next_check};
use crate::order::{self, Direction, NewRefund, Order, State};
use crate::provider::Answer;
use crate::settle::{Disposition, Settlers};
use qianmo_db::Tx;
use qianmo_kernel::{Error, Id, Millis, Money, PublicRef, Res};
use qianmo_ledger as ledger;
use serde::{Deserialize, Serialize};

/// The reason of what two officers settled.
const BY_HAND: &str = "settled-by-hand";

/// What the events say.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Happened {
    /// The county.
    pub county: Id,
    /// The order.
    pub order: Id,
    /// What kind of business it was for.
    pub business_kind: String,
    /// What it was for.
    pub business_ref: String,
    /// How much.
    pub amount: Money,
}

/// Takes an answer of the provider for what it means. The order is the one that was read in this very unit; afterwards it is as it was
/// saved. Answers whether it must be given to the provider again.
pub fn apply(tx: &mut Tx<'_>, settlers: &Settlers, order: &mut Order, answer: &Answer) -> Res<bool> {
    let now = tx.now();
    let learned = order.provider_ref.is_empty() && !answer.provider_ref.is_empty();
    if learned {
        order.provider_ref.clone_from(&answer.provider_ref);
    }
    let step = decide(order, &answer.outcome, now);
    match step {
        Step::Stay if !learned => return Ok(false),
        Step::Stay => order::save(tx, order)?,
        Step::Resend => return Ok(true),
        Step::Contradiction(reason) => {
            if !missing::came_back(tx, settlers, order, reason)? {
                contradiction(tx, order, reason)?;
            }
        }
        Step::Move(State::Expired) => {
            order.state = State::Expired;
            order.check_at = None;
            order::save(tx, order)?;
            settlers.of(&order.business_kind)?.failed(tx, order)?;
            emit(tx, "payments.failed", order)?;
        }
        Step::Move(state) => {
            order.state = state;
            order.check_at = next_check(order, now);
            order::save(tx, order)?;
        }
        Step::Settle(at) => settle(tx, settlers, order, at)?,
        Step::Fail => fail(tx, settlers, order, &answer.reason)?,
    }
    Ok(false)
}

fn emit(tx: &mut Tx<'_>, topic: &'static str, order: &Order) -> Res<()> {
    let happened = Happened {
        county: order.county,
        order: order.id,
        business_kind: order.business_kind.clone(),
        business_ref: order.business_ref.clone(),
        amount: order.amount,
    };
    tx.emit(topic, order.county, &happened)
}

/// The money moved.
fn settle(tx: &mut Tx<'_>, settlers: &Settlers, order: &mut Order, at: Millis) -> Res<()> {
    let settler = settlers.of(&order.business_kind)?;
    order.settled_at = Some(at);
    order.check_at = None;
    match order.direction {
        Direction::In => {
            order.state = State::Paid;
            order.reason = String::new();
            order::save(tx, order)?;
            match settler.paid(tx, order)? {
                Disposition::Taken => emit(tx, "payments.paid", order),
                Disposition::Refund(reason) => give_back(tx, order, reason),
            }
        }
        Direction::Out => {
            order.state = State::PaidOut;
            order::save(tx, order)?;
            ledger::post(tx, order.county, held(order)?, None)?;
            settler.paid_out(tx, order)?;
            emit(tx, "payments.paid-out", order)
        }
        Direction::Refund => {
            order.state = State::Refunded;
            order::save(tx, order)?;
            ledger::post(tx, order.county, held(order)?, None)?;
            let mut payment = payment_of(tx, order)?;
            payment.refund_done += order.amount.amount_minor;
            if payment.refund_done == payment.amount.amount_minor {
                payment.state = State::Refunded;
            }
            order::save(tx, &mut payment)?;
            settler.refunded(tx, order, &payment)?;
            emit(tx, "payments.refunded", order)
        }
    }
}

/// Money that nobody wants any more: booked apart, and ordered back at once.
fn give_back(tx: &mut Tx<'_>, order: &Order, reason: &str) -> Res<()> {
    let apart = books::unallocated(tx, order.county, order.amount.currency)?;
    books::receive(tx, order, &apart, "payments.unallocated", "payments-memo-unallocated")?;
    let key = format!("unwanted/{}", order.id);
    order::refund(tx, &NewRefund { key: &key, payment: order.id, from: &apart, amount: order.amount, reason })?;
    Ok(())
}

/// It definitely failed.
fn fail(tx: &mut Tx<'_>, settlers: &Settlers, order: &mut Order, reason: &str) -> Res<()> {
    let settler = settlers.of(&order.business_kind)?;
    order.state = State::Failed;
    order.check_at = None;
    // A refund keeps why it was ordered. Its money is still the donor's and stays held until it is tried again.
    if order.direction == Direction::Refund {
        order.trouble = true;
    } else {
        order.reason = reason.to_owned();
    }
    order::save(tx, order)?;
    match order.direction {
        Direction::In => {
            settler.failed(tx, order)?;
            emit(tx, "payments.failed", order)
        }
        Direction::Out => {
            ledger::void(tx, order.county, held(order)?)?;
            settler.payout_failed(tx, order)?;
            emit(tx, "payments.payout-failed", order)
        }
        Direction::Refund => emit(tx, "payments.refund-failed", order),
    }
}

/// Nothing is done by itself; the daily comparison shows it to people.
pub(crate) fn contradiction(tx: &mut Tx<'_>, order: &mut Order, reason: &str) -> Res<()> {
    tracing::error!(order = %order.reference(), reason, "a provider contradicts what is known of an order");
    if order.trouble && order.reason == reason {
        return Ok(());
    }
    order.trouble = true;
    order.reason = reason.to_owned();
    if order.state.is_open() {
        order.state = State::Unknown;
    }
    order.check_at = None;
    order::save(tx, order)
}

/// Two officers found out what became of an order about which its provider contradicts itself or us ([`crate::hand`]).
pub(crate) fn by_hand(tx: &mut Tx<'_>, settlers: &Settlers, order: &mut Order, moved: bool) -> Res<()> {
    order.trouble = false;
    order.reason = BY_HAND.to_owned();
    let now = tx.now();
    match (order.direction, order.state, moved) {
        // What the books say has moved has moved.
        (_, State::Paid | State::PaidOut | State::Refunded, _) => order::save(tx, order),
        // Its hold was given up when it failed, and what was held may be elsewhere by now: what left is booked apart, for people to clear up.
        (Direction::Out, State::Failed | State::Expired, true) => {
            order.state = State::PaidOut;
            order.settled_at = Some(now);
            order::save(tx, order)?;
            books::correct(tx, order).map(drop)
        }
        (_, _, true) => settle(tx, settlers, order, now),
        (_, State::Failed | State::Expired, false) => {
            // The money of a refund is still the donor's: it can be tried again now.
            order.trouble = order.direction == Direction::Refund;
            order::save(tx, order)
        }
        (_, _, false) => fail(tx, settlers, order, BY_HAND),
    }
}

fn held(order: &Order) -> Res<Id> {
    order.hold.ok_or_else(|| Error::new(format!("order {} has no hold", order.reference())).into())
}

fn payment_of(tx: &mut Tx<'_>, refund: &Order) -> Res<Order> {
    let missing = || Error::new(format!("refund {} has no payment", PublicRef::new(refund.county, refund.id)));
    let parent = refund.parent.ok_or_else(missing)?;
    order::by_id(tx, refund.county, parent)?.ok_or_else(|| missing().into())
}

/// What an answer says in one word, for the record of callbacks.
pub(crate) fn word(outcome: &Outcome) -> &'static str {
    outcome.name()
}
