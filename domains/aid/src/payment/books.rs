//! What giving writes into the county's books.
//!
//! Money: what comes in stands in custody (an asset) and is owed to the request it was given for (a liability without
//! overdraft): `custody ← fund`. A payout or a refund is first held on the fund, then goes the other way: `fund ← custody`.
//! So at every moment custody is what was paid, less what was refunded, less what was paid out.
//!
//! Goods are valued in accounts of their own unit: on their way (`goods-in-transit ← goods-given`), then with the family
//! (`goods-received ← goods-in-transit`), or taken back. They never meet money.

use crate::pledge::Pledge;
use qianmo_db::Tx;
use qianmo_kernel::{Currency, Id, Money, PublicRef, Res};
use qianmo_ledger::{Account, Limit, NewHold, Transfer};

const CUSTODY: &str = "assets:custody";
const IN_TRANSIT: &str = "assets:goods-in-transit";
const GIVEN: &str = "income:goods-given";
const RECEIVED: &str = "expenses:goods-received";

fn custody(tx: &mut Tx<'_>, county: Id, currency: Currency) -> Res<Account> {
    qianmo_ledger::account(tx, county, CUSTODY, currency, Limit::Unlimited)
}

/// What is owed to a request.
pub(crate) fn fund(tx: &mut Tx<'_>, request: PublicRef, currency: Currency) -> Res<Account> {
    qianmo_ledger::account(tx, request.county, &format!("liabilities:request:{}", request.id), currency, Limit::NoOverdraft)
}

/// A gift came in. `order` names the payment, so that a repeated callback books once.
pub(crate) fn gift(tx: &mut Tx<'_>, pledge: &Pledge, order: Id, amount: Money) -> Res<Id> {
    let (debit, credit) = (custody(tx, pledge.county, amount.currency)?, fund(tx, pledge.request_ref(), amount.currency)?);
    let (key, about) = (format!("aid.gift/{order}"), format!("aid.pledge {}", pledge.reference()));
    let booking =
        Transfer { key: &key, debit: &debit, credit: &credit, amount, kind: "aid.gift", business_ref: &about, memo: "aid-book-gift" };
    qianmo_ledger::transfer(tx, &booking)
}

/// Keeps an amount back on a request's fund for a payout.
pub(crate) fn hold_payout(tx: &mut Tx<'_>, request: PublicRef, payout: PublicRef, amount: Money) -> Res<Id> {
    let about = format!("aid.payout {payout}");
    hold_back(tx, request, amount, &format!("aid.payout/{}", payout.id), "aid.payout", &about, "aid-book-payout")
}

/// Keeps an amount back on a request's fund for a refund.
pub(crate) fn hold_refund(tx: &mut Tx<'_>, pledge: &Pledge, refund: Id, amount: Money) -> Res<Id> {
    let about = format!("aid.pledge {}", pledge.reference());
    hold_back(tx, pledge.request_ref(), amount, &format!("aid.refund/{refund}"), "aid.refund", &about, "aid-book-refund")
}

fn hold_back(tx: &mut Tx<'_>, request: PublicRef, amount: Money, key: &str, kind: &str, about: &str, memo: &str) -> Res<Id> {
    let (debit, credit) = (fund(tx, request, amount.currency)?, custody(tx, request.county, amount.currency)?);
    let transfer = Transfer { key, debit: &debit, credit: &credit, amount, kind, business_ref: about, memo };
    qianmo_ledger::hold(tx, &NewHold { transfer, expires_at: None })
}

/// Where a part of the goods of a pledge stands.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Goods {
    /// They were sent.
    Sent,
    /// They were confirmed.
    Received,
    /// They did not arrive.
    Lost,
}

/// Books goods by their estimated value; `key` names the step, so that it is booked once. Nothing is booked for goods
/// that were given no value.
pub(crate) fn goods(tx: &mut Tx<'_>, pledge: &Pledge, step: Goods, key: Id, value_minor: i64) -> Res<()> {
    if value_minor <= 0 {
        return Ok(());
    }
    let (debit, credit, kind, memo) = match step {
        Goods::Sent => (IN_TRANSIT, GIVEN, "aid.goods-sent", "aid-book-goods-sent"),
        Goods::Received => (RECEIVED, IN_TRANSIT, "aid.goods-received", "aid-book-goods-received"),
        Goods::Lost => (GIVEN, IN_TRANSIT, "aid.goods-lost", "aid-book-goods-lost"),
    };
    let debit = qianmo_ledger::goods_account(tx, pledge.county, debit, pledge.currency, Limit::Unlimited)?;
    let credit = qianmo_ledger::goods_account(tx, pledge.county, credit, pledge.currency, Limit::Unlimited)?;
    let (key, about) = (format!("{kind}/{key}"), format!("aid.pledge {}", pledge.reference()));
    let amount = pledge.money(value_minor);
    qianmo_ledger::transfer(tx, &Transfer { key: &key, debit: &debit, credit: &credit, amount, kind, business_ref: &about, memo })?;
    Ok(())
}

/// The value of `count` items of a pledge of goods, out of `total` items worth `value_minor`; the parts of a whole add up
/// when each is taken as a difference: `share(done + count) - share(done)`.
pub(crate) fn share_of_value(value_minor: i64, total: i64, done: i64, count: i64) -> i64 {
    let upto = |n: i64| i64::try_from(i128::from(value_minor) * i128::from(n) / i128::from(total.max(1))).unwrap_or(i64::MAX);
    upto(done + count) - upto(done)
}
