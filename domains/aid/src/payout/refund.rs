//! Money that goes back the way it came.

use super::command::free;
use super::store;
use crate::lifecycle::{Gift, PayoutEvent, PayoutState, PledgeEvent, PledgeState, next_pledge};
use crate::payment::books;
use crate::pledge::room::{self, Shift};
use crate::pledge::{self, Pledge};
use qianmo_db::Tx;
use qianmo_kernel::{Id, Millis, PublicRef, Res};
use qianmo_payments::{NewRefund, Order};

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
            qianmo_ledger::void(tx, payout.county, payout.hold)?;
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
                crate::receipt::close_disputes(tx, &pledge, Id::NONE, "failed")?;
            }
        } else if pledge.free_minor() > 0 {
            refund(tx, &mut pledge, reason)?;
        }
    }
    Ok(())
}

/// Sends what is free of a gift back through the payment it came by, or to the fund it was paid from. Its room on the part is given back.
fn refund(tx: &mut Tx<'_>, pledge: &mut Pledge, reason: &str) -> Res<()> {
    let amount = pledge.free_minor();
    pledge.state = next_pledge(pledge.gift, pledge.state, PledgeEvent::Refund)?;
    pledge.refunded_minor += amount;
    if pledge.refunded_minor >= pledge.paid_minor {
        pledge.ended_at = Some(tx.now());
    }
    if pledge.payment == Id::NONE {
        return came_back(tx, pledge, amount);
    }
    pledge::save(tx, pledge)?;
    let from = books::fund(tx, pledge.request_ref(), pledge.currency)?;
    let key = format!("aid.refund/{}/{}", pledge.id, pledge.version);
    qianmo_payments::refund(
        tx,
        &NewRefund { key: &key, payment: pledge.payment, from: &from, amount: pledge.money(amount), reason: word(reason) },
    )?;
    let mut ground = pledge::ground(tx, pledge)?;
    room::shift(tx, &mut ground, Shift { pledged: -amount, ..Shift::default() })
}

/// What was paid by no payment a fund pledged: it is on the fund's account again at once, and nothing of it is on its way.
fn came_back(tx: &mut Tx<'_>, pledge: &mut Pledge, amount: i64) -> Res<()> {
    finish(pledge, tx.now())?;
    pledge::save(tx, pledge)?;
    let mut ground = pledge::ground(tx, pledge)?;
    room::shift(tx, &mut ground, Shift { pledged: -amount, ..Shift::default() })?;
    crate::fund::take_back(tx, pledge, amount)
}

/// Nothing more of a gift is on its way back: it is refunded, or stands with what is left of it.
fn finish(pledge: &mut Pledge, now: Millis) -> Res<()> {
    let whole = pledge.refunded_minor >= pledge.paid_minor;
    let event = if whole { PledgeEvent::FinishRefund } else { PledgeEvent::FinishRefundOfRest };
    pledge.state = next_pledge(pledge.gift, pledge.state, event)?;
    if whole {
        pledge.ended_at = Some(now);
        return Ok(());
    }
    standing(pledge, Some(now))
}

/// The reason as the payments keep it: a short word, never what somebody wrote.
fn word(reason: &str) -> &str {
    let fits =
        !reason.is_empty() && reason.len() <= 60 && reason.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '_' | '.'));
    if fits { reason } else { "request-ended" }
}

/// Money went back to the donor (`payment` is the payment it was given back of). When nothing more of it is on its way,
/// the gift is refunded, or stands with what is left of it.
pub fn refund_done(tx: &mut Tx<'_>, reference: PublicRef, payment: &Order) -> Res<()> {
    let mut pledge = pledge::require(tx, reference)?;
    if pledge.state != PledgeState::Refunding || pledge.payment != payment.id || payment.refund_done < payment.refund_asked {
        return Ok(());
    }
    finish(&mut pledge, tx.now())?;
    pledge::save(tx, &mut pledge)
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
