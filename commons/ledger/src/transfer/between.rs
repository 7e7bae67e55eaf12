//! Money between counties: two transfers with one business reference, each in its own county's books, through clearing
//! accounts that mirror each other.
//!
//! `assets:clearing:B` in A's books and `assets:clearing:A` in B's always come to zero together; what they come to apart
//! is what one county still has to send the other.

use super::{Transfer, transfer};
use crate::account::{Account, Kind, Limit, Unit, account, goods_account};
use qianmo_db::Tx;
use qianmo_kernel::{Error, Id, Money, Res};

/// The first words of the codes of clearing accounts; the other county's id follows.
pub const CLEARING: &str = "assets:clearing";

/// Money that goes from an account of one county to an account of another.
#[derive(Clone, Debug)]
pub struct Between<'a> {
    /// The caller's key; it is used in both books.
    pub key: &'a str,
    /// The account that has less afterwards. A liability, equity or income account is debited; these are what money is
    /// kept on for somebody.
    pub from: &'a Account,
    /// The account, in another county's books, that has more afterwards.
    pub to: &'a Account,
    /// How much.
    pub amount: Money,
    /// What kind of booking it is.
    pub kind: &'a str,
    /// What it is about; the same in both books.
    pub business_ref: &'a str,
    /// The key of a message that says it in words.
    pub memo: &'a str,
}

/// Books both halves in this transaction; answers their ids, the sender's first.
pub fn between(tx: &mut Tx<'_>, b: &Between<'_>) -> Res<(Id, Id)> {
    if b.from.county == b.to.county {
        return Err(Error::new("money between counties needs two of them").into());
    }
    if [b.from.kind, b.to.kind].contains(&Kind::Asset) || [b.from.kind, b.to.kind].contains(&Kind::Expense) {
        return Err(Error::new("money between counties goes from and to accounts that grow by credits").into());
    }
    let owed = clearing(tx, b.from.county, b.to)?;
    let due = clearing(tx, b.to.county, b.from)?;
    let (amount, kind, business_ref, memo) = (b.amount, b.kind, b.business_ref, b.memo);
    // Always in the order of the counties, so that two such units in opposite directions wait in the same order.
    let sent =
        |tx: &mut Tx<'_>| transfer(tx, &Transfer { key: b.key, debit: b.from, credit: &owed, amount, kind, business_ref, memo });
    let received =
        |tx: &mut Tx<'_>| transfer(tx, &Transfer { key: b.key, debit: &due, credit: b.to, amount, kind, business_ref, memo });
    if b.from.county < b.to.county {
        let first = sent(tx)?;
        Ok((first, received(tx)?))
    } else {
        let second = received(tx)?;
        Ok((sent(tx)?, second))
    }
}

/// The account in `county`'s books that clears with the county of `other`.
fn clearing(tx: &mut Tx<'_>, county: Id, other: &Account) -> Res<Account> {
    let code = format!("{CLEARING}:{}", other.county);
    match other.unit {
        Unit::Money => account(tx, county, &code, other.currency, Limit::Unlimited),
        Unit::Goods => goods_account(tx, county, &code, other.currency, Limit::Unlimited),
    }
}
