//! What the payments tell us, inside the unit of work in which an order's state changes.

use super::books;
use super::command::{GIFT, PAYOUT};
use super::decide::{Incoming, incoming};
use crate::lifecycle::{PledgeEvent, PledgeState, next_pledge};
use crate::payout;
use crate::pledge::room::{self, Shift};
use crate::pledge::{self, Pledge};
use qianmo_db::Tx;
use qianmo_kernel::{Error, PublicRef, Res};
use qianmo_payments::{Disposition, Order, Settle, Way};
use std::sync::Arc;

/// Who settles aid's payments; the server registers them with the others'.
pub fn settlers() -> Vec<Arc<dyn Settle>> {
    vec![Arc::new(Gifts), Arc::new(Payouts), crate::fund::settler()]
}

/// Gifts for pledges.
struct Gifts;

/// Payouts to households.
struct Payouts;

fn about(order: &Order) -> Res<PublicRef> {
    order.business_ref.parse().map_err(|_| Error::new("a payment order of aid names no pledge or payout").into())
}

impl Settle for Gifts {
    fn kind(&self) -> &'static str {
        GIFT
    }

    fn paid(&self, tx: &mut Tx<'_>, order: &Order) -> Res<Disposition> {
        let mut pledge = pledge::require(tx, about(order)?)?;
        let lapsed = pledge.state == PledgeState::Lapsed;
        let ground = if lapsed { Some(pledge::ground(tx, &pledge)?) } else { None };
        let room = ground.as_ref().is_some_and(|g| g.takes_pledges(tx.now()) && g.left() >= pledge.quantity);
        match incoming(pledge.state, room) {
            Incoming::Pays => take(tx, &mut pledge, order, PledgeEvent::Pay)?,
            Incoming::Revives => {
                take(tx, &mut pledge, order, PledgeEvent::Revive)?;
                if let Some(mut ground) = ground {
                    room::shift(tx, &mut ground, Shift { pledged: pledge.quantity, ..Shift::default() })?;
                }
            }
            Incoming::Ended(reason) => {
                pledge.state = next_pledge(pledge.gift, pledge.state, PledgeEvent::Refund)?;
                pledge.payment = order.id;
                // Too late, but paid: it is nothing that its donor left unpaid.
                let back = back(tx, &mut pledge, order, reason)?;
                pledge::unpaid::paid(tx, &pledge)?;
                return Ok(back);
            }
            Incoming::Twice => return back(tx, &mut pledge, order, "paid-twice"),
        }
        pledge::unpaid::paid(tx, &pledge)?;
        Ok(Disposition::Taken)
    }

    fn failed(&self, tx: &mut Tx<'_>, order: &Order) -> Res<()> {
        let mut pledge = pledge::require(tx, about(order)?)?;
        if pledge.state != PledgeState::Paying || pledge.payment != order.id {
            return Ok(());
        }
        pledge.state = next_pledge(pledge.gift, pledge.state, PledgeEvent::FailPayment)?;
        pledge::save(tx, &mut pledge)
    }

    fn refunded(&self, tx: &mut Tx<'_>, _refund: &Order, payment: &Order) -> Res<()> {
        payout::refund_done(tx, about(payment)?, payment)
    }
}

/// The money pays the pledge: into custody, owed to the request.
fn take(tx: &mut Tx<'_>, pledge: &mut Pledge, order: &Order, event: PledgeEvent) -> Res<()> {
    pledge.state = next_pledge(pledge.gift, pledge.state, event)?;
    pledge.payment = order.id;
    pledge.paid_minor += order.amount.amount_minor;
    pledge.paid_at = Some(tx.now());
    pledge.due_at = None;
    pledge.ended_at = None;
    pledge::save(tx, pledge)?;
    let fund = books::fund(tx, pledge.request_ref(), order.amount.currency)?;
    qianmo_payments::books::receive(tx, order, &fund, "aid.gift", "aid-book-gift")?;
    Ok(())
}

/// The money is not wanted: the payments send it back; the pledge remembers that it came and went.
fn back(tx: &mut Tx<'_>, pledge: &mut Pledge, order: &Order, reason: &'static str) -> Res<Disposition> {
    pledge.paid_minor += order.amount.amount_minor;
    pledge.refunded_minor += order.amount.amount_minor;
    pledge::save(tx, pledge)?;
    Ok(Disposition::Refund(reason))
}

impl Settle for Payouts {
    fn kind(&self) -> &'static str {
        PAYOUT
    }

    fn paid(&self, _tx: &mut Tx<'_>, _order: &Order) -> Res<Disposition> {
        Err(Error::new("money came in for a payout").into())
    }

    fn paid_out(&self, tx: &mut Tx<'_>, order: &Order) -> Res<()> {
        payout::paid(tx, about(order)?)
    }

    fn payout_failed(&self, tx: &mut Tx<'_>, order: &Order) -> Res<()> {
        payout::failed(tx, about(order)?, &order.reason)
    }

    fn came_back(&self, tx: &mut Tx<'_>, order: &Order) -> Res<()> {
        payout::back(tx, about(order)?, Way::Provider)
    }
}
