//! Money that goes back the way it came.

use super::command::free;
use super::store;
use crate::lifecycle::{Gift, PayoutEvent, PayoutState, PledgeEvent, PledgeState, next_pledge};
use crate::payment::{books, provider};
use crate::pledge::room::{self, Shift};
use crate::pledge::{self, Pledge};
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Id, Millis, PublicRef, Res};

qianmo_db::sql! {
    const INSERT = "INSERT INTO aid_refund (county, id, version, request, pledge, amount_minor, currency, reason, state, hold, payment, at) \
         VALUES ($1, $2, 1, $3, $4, $5, $6, $7, 'started', $8, $9, $10)";
    const FIND = "SELECT id, pledge, amount_minor, state, hold FROM aid_refund WHERE county = $1 AND id = $2";
    const DONE = "UPDATE aid_refund SET version = version + 1, state = 'done', done_at = $1 \
         WHERE county = $2 AND id = $3 AND state = 'started'";
    const UNDER_WAY = "SELECT COUNT(*) FROM aid_refund WHERE county = $1 AND pledge = $2 AND state = 'started'";
}

/// A refund as it is stored.
struct Stored {
    pledge: Id,
    done: bool,
    hold: Id,
}

fn read(row: &Row<'_>) -> Res<Stored> {
    Ok(Stored { pledge: row.id(1)?, done: row.text(3)? == "done", hold: row.id(4)? })
}

/// A request has ended: what was neither paid nor sent is released, payouts that are only prepared are taken back, and all
/// money that is left goes back. Goods under way stay under way, and payouts that were approved run to their end.
pub fn refund_all(tx: &mut Tx<'_>, request: PublicRef, reason: &str) -> Res<()> {
    give_back(tx, request, None, reason, false)
}

/// The same for one part or all; `goods`: goods under way are given up too.
pub fn give_back(tx: &mut Tx<'_>, request: PublicRef, part: Option<Id>, reason: &str, goods: bool) -> Res<()> {
    let here = |of: Id| part.is_none_or(|p| p == of);
    for mut payout in store::of_request(tx, request)? {
        if here(payout.part) && payout.state == PayoutState::Prepared {
            free(tx, &mut payout, PayoutEvent::Void, Id::NONE, reason)?;
        }
    }
    for mut pledge in pledge::of_request(tx, request)? {
        if !here(pledge.part) {
            continue;
        }
        if pledge.state.is_counting_down() {
            pledge::end(tx, &mut pledge, PledgeEvent::Release)?;
        } else if pledge.gift == Gift::Goods {
            let under_way = matches!(pledge.state, PledgeState::Dispatched | PledgeState::Delivered | PledgeState::Disputed);
            if goods && under_way {
                crate::delivery::give_up(tx, &mut pledge)?;
            }
        } else if pledge.free_minor() > 0 {
            let (amount, order) = (pledge.free_minor(), pledge.payment);
            refund(tx, &mut pledge, order, amount, reason)?;
        }
    }
    Ok(())
}

/// Sends `amount` of a gift back through the payment `order` it came by. Its room on the part is given back.
pub(crate) fn refund(tx: &mut Tx<'_>, pledge: &mut Pledge, order: Id, amount: i64, reason: &str) -> Res<()> {
    let room_before = pledge.room();
    // A second payment of a gift that stands goes back without touching the gift.
    if next_pledge(pledge.gift, pledge.state, PledgeEvent::Refund).is_ok() && order == pledge.payment {
        pledge.state = next_pledge(pledge.gift, pledge.state, PledgeEvent::Refund)?;
    }
    pledge.refunded_minor += amount;
    let (id, now, money) = (tx.new_id(), tx.now(), pledge.money(amount));
    if pledge.refunded_minor >= pledge.paid_minor {
        pledge.ended_at = pledge.ended_at.or(Some(now));
    }
    pledge::save(tx, pledge)?;
    let hold = books::hold_refund(tx, pledge, id, money)?;
    tx.execute(INSERT, params![pledge.county, id, pledge.request, pledge.id, amount, pledge.currency, reason, hold, order, now])?;
    provider::order_refund(tx, pledge, order, id, money)?;
    let given = pledge.room() - room_before;
    if given != 0 {
        let mut ground = pledge::ground(tx, pledge)?;
        room::shift(tx, &mut ground, Shift { pledged: given, ..Shift::default() })?;
    }
    Ok(())
}

/// The provider says that a refund arrived: the hold becomes a transfer. Said twice, it is done once.
pub fn refund_done(tx: &mut Tx<'_>, reference: PublicRef) -> Res<()> {
    let found = tx.first(FIND, params![reference.county, reference.id], read)?;
    let stored = found.ok_or_else(|| Error::new("a refund that arrived is not known"))?;
    let now = tx.now();
    if stored.done || tx.execute(DONE, params![now, reference.county, reference.id])? != 1 {
        return Ok(());
    }
    qianmo_ledger::post(tx, reference.county, stored.hold, None)?;
    let under_way = tx.one(UNDER_WAY, params![reference.county, stored.pledge], |row| row.i64(0))?;
    let mut pledge = pledge::require(tx, PublicRef::new(reference.county, stored.pledge))?;
    if pledge.state == PledgeState::Refunding && under_way == 0 {
        let whole = pledge.paid_out_minor == 0 && pledge.held_minor == 0 && pledge.refunded_minor >= pledge.paid_minor;
        let event = if whole { PledgeEvent::FinishRefund } else { PledgeEvent::FinishRefundOfRest };
        pledge.state = next_pledge(pledge.gift, pledge.state, event)?;
        if whole {
            pledge.ended_at = Some(now);
        } else {
            standing(&mut pledge, Some(now))?;
        }
        pledge::save(tx, &mut pledge)?;
    }
    Ok(())
}

/// Brings the state of a paid gift in line with its numbers: paid out when nothing is left of it, received when all that
/// was paid out is confirmed.
pub(crate) fn standing(pledge: &mut Pledge, at: Option<Millis>) -> Res<()> {
    if pledge.state == PledgeState::Paid && pledge.paid_out_minor > 0 && pledge.held_minor == 0 && pledge.free_minor() == 0 {
        pledge.state = next_pledge(pledge.gift, pledge.state, PledgeEvent::PayOut)?;
        pledge.delivered_at = pledge.delivered_at.or(at);
    }
    if pledge.state == PledgeState::PaidOut && pledge.received >= pledge.paid_out_minor {
        pledge.state = next_pledge(pledge.gift, pledge.state, PledgeEvent::Confirm)?;
        pledge.received_at = pledge.received_at.or(at);
    }
    Ok(())
}
