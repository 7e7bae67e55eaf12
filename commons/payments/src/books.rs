//! The plan of accounts that money in and out uses, and the postings that are alike everywhere.
//!
//! | code | what it is |
//! |---|---|
//! | `assets:custody:<provider>` | what the provider keeps for us; unlimited, so that gifts do not line up behind each other |
//! | `liabilities:request:<id>` | what was given for a request and has not been paid out; limited |
//! | `liabilities:unallocated` | what came in and nobody wanted any more, until it has gone back; limited |
//! | `assets:corrections` | payouts that left after they had been given up: what people have to clear up; unlimited |
//! | `assets:missing:<provider>` | payouts that left and did not arrive: what the provider has to give back; unlimited |
//! | `liabilities:missing:<id>` | the same, owed to its request, and not to be paid out while it is not in custody; limited |
//! | `equity:replacements` | what the county put in for missing payouts; unlimited |

use crate::order::Order;
use qianmo_db::Tx;
use qianmo_kernel::{Currency, Id, Res};
use qianmo_ledger::{self as ledger, Account, Limit};

/// The code of a provider's custody account.
pub fn custody_code(provider: &str) -> String {
    format!("assets:custody:{provider}")
}

/// The code of the account of a request.
pub fn request_code(request: Id) -> String {
    format!("liabilities:request:{request}")
}

/// The code of what came in and is on its way back.
pub const UNALLOCATED: &str = "liabilities:unallocated";

/// The code of what the county put in for missing payouts.
pub const REPLACEMENTS: &str = "equity:replacements";

/// The code of what left after it had been given up.
pub const CORRECTIONS: &str = "assets:corrections";

/// What a provider keeps for us in a county.
pub fn custody(tx: &mut Tx<'_>, county: Id, provider: &str, currency: Currency) -> Res<Account> {
    ledger::account(tx, county, &custody_code(provider), currency, Limit::Unlimited)
}

/// What was given for a request.
pub fn request(tx: &mut Tx<'_>, county: Id, request: Id, currency: Currency) -> Res<Account> {
    ledger::account(tx, county, &request_code(request), currency, Limit::NoOverdraft)
}

/// What came in and is on its way back.
pub fn unallocated(tx: &mut Tx<'_>, county: Id, currency: Currency) -> Res<Account> {
    ledger::account(tx, county, UNALLOCATED, currency, Limit::NoOverdraft)
}

/// What a provider has to give back of payouts that did not arrive.
pub fn missing_claim(tx: &mut Tx<'_>, county: Id, provider: &str, currency: Currency) -> Res<Account> {
    ledger::account(tx, county, &format!("assets:missing:{provider}"), currency, Limit::Unlimited)
}

/// What is owed to a request of payouts that did not arrive, while it is not in custody.
pub fn missing_owed(tx: &mut Tx<'_>, county: Id, request: Id, currency: Currency) -> Res<Account> {
    ledger::account(tx, county, &format!("liabilities:missing:{request}"), currency, Limit::NoOverdraft)
}

/// What the county put in for missing payouts.
pub(crate) fn replacements(tx: &mut Tx<'_>, county: Id, currency: Currency) -> Res<Account> {
    ledger::account(tx, county, REPLACEMENTS, currency, Limit::Unlimited)
}

/// Books money that has come in: from the provider's custody to `to`. Called by a [`crate::Settle`] in the unit in which the order
/// becomes paid; doing it twice for one order books it once. `memo` is the key of a message.
pub fn receive(tx: &mut Tx<'_>, order: &Order, to: &Account, kind: &str, memo: &str) -> Res<Id> {
    let custody = custody(tx, order.county, &order.provider, order.amount.currency)?;
    let key = format!("payment/{}", order.id);
    let about = format!("{} {}", order.business_kind, order.business_ref);
    ledger::transfer(
        tx,
        &ledger::Transfer { key: &key, debit: &custody, credit: to, amount: order.amount, kind, business_ref: &about, memo },
    )
}

/// Books a payout that left after it had been given up: out of the provider's custody, owed to the county until people have cleared it up.
/// Doing it twice for one order books it once.
pub(crate) fn correct(tx: &mut Tx<'_>, order: &Order) -> Res<Id> {
    let custody = custody(tx, order.county, &order.provider, order.amount.currency)?;
    let apart = ledger::account(tx, order.county, CORRECTIONS, order.amount.currency, Limit::Unlimited)?;
    let key = format!("by-hand/{}", order.id);
    let about = format!("{} {}", order.business_kind, order.business_ref);
    let (kind, memo) = ("payments.correction", "payments-memo-correction");
    ledger::transfer(
        tx,
        &ledger::Transfer { key: &key, debit: &apart, credit: &custody, amount: order.amount, kind, business_ref: &about, memo },
    )
}
