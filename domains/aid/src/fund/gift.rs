//! Gifts to a fund: an order at the payments, and what follows when the provider says what became of it.

use super::store::{self, FundGift, GiftState, State};
use crate::pledge::{GIVE, SMALLEST};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Error, Id, Kind, Millis, Money, PublicRef, Refused, Res};
use qianmo_payments::{Disposition, NewOrder, Order, Settle};

/// What payments for gifts to funds are called at the payments.
pub const GIFT: &str = "aid.fund-gift";
/// How long a gift may be paid after it was begun.
const IN_TIME: i64 = 30 * Millis::MINUTE;
/// The most of one gift, in minor units.
const MOST: i64 = 100_000_000;

/// Begins a gift to a fund; answers it and its order.
///
/// # Errors
/// 404 for a fund that is not public, 409 `aid-fund-not-now` for one that takes no gifts any more; 403 without the permission there; 422
/// for an amount that is too small, too large, or of another currency.
pub fn begin(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, amount: Money) -> Res<(FundGift, Order)> {
    let fund = store::require(tx, reference)?;
    if !fund.state.is_public() {
        return Err(Refused::not_found().into());
    }
    actor.require(&GIVE, &fund.path)?;
    if fund.state != State::Open {
        return Err(Refused::new(Kind::Conflict, "aid-fund-not-now").arg("state", fund.state.name()).into());
    }
    if amount.currency != fund.currency || !(SMALLEST..=MOST).contains(&amount.amount_minor) {
        let said = |minor: i64| format!("{} {}", fund.money(minor).to_major(), fund.currency);
        let mut refused = Refused::field("amount", "aid-fund-amount");
        if let Some(field) = refused.fields.first_mut() {
            field.args = vec![("least", said(SMALLEST)), ("most", said(MOST))];
        }
        return Err(refused.into());
    }
    let now = tx.now();
    let id = tx.new_id();
    let (key, about, back) = (format!("{GIFT}/{id}"), PublicRef::new(fund.county, id).to_string(), format!("/funds/{reference}"));
    let order = qianmo_payments::order(
        tx,
        &NewOrder {
            county: fund.county,
            key: &key,
            amount,
            business_kind: GIFT,
            business_ref: &about,
            provider: &fund.provider,
            owner: Some(actor.account),
            return_to: &back,
            expires_at: Some(now + IN_TIME),
        },
    )?;
    let gift = FundGift {
        county: fund.county,
        id,
        version: 1,
        fund: fund.id,
        donor: actor.account,
        amount: amount.amount_minor,
        state: GiftState::Begun,
        payment: order.id,
        created_at: now,
        paid_at: None,
    };
    store::add_gift(tx, &gift)?;
    Ok((gift, order))
}

/// Who settles gifts to funds.
pub fn settler() -> std::sync::Arc<dyn Settle> {
    std::sync::Arc::new(Gifts)
}

struct Gifts;

fn about(order: &Order) -> Res<PublicRef> {
    order.business_ref.parse().map_err(|_| Error::new("a payment order of aid names no gift to a fund").into())
}

impl Settle for Gifts {
    fn kind(&self) -> &'static str {
        GIFT
    }

    fn paid(&self, tx: &mut Tx<'_>, order: &Order) -> Res<Disposition> {
        let mut gift = store::require_gift(tx, about(order)?)?;
        let fund = store::require(tx, PublicRef::new(gift.county, gift.fund))?;
        let (open, now) = (fund.state == State::Open, tx.now());
        gift.state = if open { GiftState::Paid } else { GiftState::Back };
        gift.paid_at = Some(now);
        store::save_gift(tx, &mut gift)?;
        if !open {
            return Ok(Disposition::Refund("fund-closed"));
        }
        let account = fund.account(tx)?;
        qianmo_payments::books::receive(tx, order, &account, "aid.fund-gift", "aid-book-fund-gift")?;
        store::wake(tx, fund.reference(), now)?;
        Ok(Disposition::Taken)
    }

    fn failed(&self, tx: &mut Tx<'_>, order: &Order) -> Res<()> {
        let mut gift = store::require_gift(tx, about(order)?)?;
        if gift.state == GiftState::Begun {
            gift.state = GiftState::Failed;
            store::save_gift(tx, &mut gift)?;
        }
        Ok(())
    }
}

/// The newest gifts of an account to funds.
pub(super) fn own(tx: &mut Tx<'_>, account: Id, limit: i64) -> Res<Vec<FundGift>> {
    store::gifts_of(tx, account, limit)
}
