//! What giving writes into the county's books, beside what the payments write themselves.
//!
//! Money: what comes in stands in the provider's custody (an asset) and is owed to the request it was given for (a
//! liability without overdraft). A payout is held on the request's account from its preparation on. So at every moment
//! custody is what was paid, less what went back, less what was paid out. What is found not to have arrived the payments book
//! apart ([`qianmo_payments::miss`]).
//!
//! Goods are valued in accounts of their own unit: on their way (`goods-in-transit ← goods-given`), then with the family
//! (`goods-received ← goods-in-transit`), or taken back. They never meet money.

use crate::pledge::Pledge;
use qianmo_db::Tx;
use qianmo_kernel::{Currency, Id, Money, PublicRef, Res};
use qianmo_ledger::{Account, Limit, NewHold, Transfer};
use qianmo_payments::books as accounts;

const IN_TRANSIT: &str = "assets:goods-in-transit";
const GIVEN: &str = "income:goods-given";
const RECEIVED: &str = "expenses:goods-received";

/// What is owed to a request.
pub(crate) fn fund(tx: &mut Tx<'_>, request: PublicRef, currency: Currency) -> Res<Account> {
    accounts::request(tx, request.county, request.id, currency)
}

/// Keeps an amount back on a request's account for a payout that is prepared; answers the hold.
pub(crate) fn hold_payout(tx: &mut Tx<'_>, request: PublicRef, payout: PublicRef, amount: Money, provider: &str) -> Res<Id> {
    let debit = fund(tx, request, amount.currency)?;
    let credit = accounts::custody(tx, request.county, provider, amount.currency)?;
    let (key, about) = (format!("aid.payout/{}", payout.id), format!("aid.payout {payout}"));
    let transfer = Transfer {
        key: &key,
        debit: &debit,
        credit: &credit,
        amount,
        kind: "aid.payout",
        business_ref: &about,
        memo: "aid-book-payout",
    };
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

/// The value of `count` items of a pledge of `total` items worth `value_minor`, of which `done` were counted before. The
/// values of all items add up to the whole, to the fen.
pub(crate) fn share_of_value(value_minor: i64, total: i64, done: i64, count: i64) -> i64 {
    let upto = |n: i64| i64::try_from(i128::from(value_minor) * i128::from(n) / i128::from(total.max(1))).unwrap_or(i64::MAX);
    upto(done + count) - upto(done)
}
