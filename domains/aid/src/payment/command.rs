//! Beginning to pay: one unit of work that writes the order down; the provider hears of it afterwards.

use crate::lifecycle::{PledgeEvent, next_pledge};
use crate::pledge;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, PublicRef, Res};
use qianmo_payments::{NewOrder, Order};

/// What payments for pledges are called at the payments.
pub const GIFT: &str = "aid.pledge";
/// What payouts to households are called at the payments.
pub const PAYOUT: &str = "aid.payout";

/// The payment order of one's own pledge: the one that is under way, or a new one when there is none.
///
/// # Errors
/// 404 for somebody else's pledge; 409 `aid-state-not-now` for goods, or when it is paid or has ended.
pub fn begin(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, provider: &str) -> Res<Order> {
    let mut pledge = pledge::own(tx, actor, reference)?;
    let to = next_pledge(pledge.gift, pledge.state, PledgeEvent::StartPayment)?;
    if pledge.payment != Id::NONE {
        let under_way = qianmo_payments::find_order(tx, pledge.county, pledge.payment)?.filter(|o| o.state.is_open());
        if let Some(order) = under_way {
            return Ok(order);
        }
    }
    let (key, about) = (format!("{GIFT}/{}/{}", pledge.id, tx.new_id()), reference.to_string());
    let back = format!("/pledges/{reference}");
    let order = qianmo_payments::order(
        tx,
        &NewOrder {
            county: pledge.county,
            key: &key,
            amount: pledge.money(pledge.quantity),
            business_kind: GIFT,
            business_ref: &about,
            provider,
            owner: Some(actor.account),
            return_to: &back,
            expires_at: pledge.due_at,
        },
    )?;
    pledge.state = to;
    pledge.payment = order.id;
    pledge::save(tx, &mut pledge)?;
    Ok(order)
}
