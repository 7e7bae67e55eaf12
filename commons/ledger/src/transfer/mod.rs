//! Transfers: an amount goes from one account's credit to another's debit, in the caller's own transaction, once.
//!
//! A transfer is one row that names both sides. It carries a key of the caller's: the same key with the same content
//! answers the first transfer, with other content it is refused, so that whatever is repeated is never booked twice. The
//! books hold references to the business (`aid.pledge COUNTY-ID`), never personal data.

mod between;
mod guard;
mod store;
#[cfg(test)]
mod tests;

use crate::account::{Account, Unit};
use qianmo_db::Tx;
use qianmo_kernel::{Error, Fail, Id, Kind, Millis, Money, Refused, Res};

pub use between::{Between, CLEARING, between};
pub(crate) use guard::{release, reserve, shift};
pub(crate) use store::row;

/// The largest amount of one transfer, in minor units: ten trillion yuan. Sums of thousands of such still fit.
pub const MOST: i64 = 1_000_000_000_000_000;
/// Keys that begin so are the ledger's own: what a hold became.
pub(crate) const POSTED: &str = "posted/";

/// What is to be booked. Both accounts stand in one county's books.
#[derive(Clone, Debug)]
pub struct Transfer<'a> {
    /// The caller's key, unique in the county: at most 200 bytes, not beginning with `posted/`.
    pub key: &'a str,
    /// The account that is debited.
    pub debit: &'a Account,
    /// The account that is credited.
    pub credit: &'a Account,
    /// How much; over zero, at most [`MOST`], in the accounts' currency.
    pub amount: Money,
    /// What kind of booking it is: a word such as `aid.gift`, at most 40 bytes.
    pub kind: &'a str,
    /// What it is about: `aid.pledge COUNTY-ID` or the like, at most 120 bytes. Never personal data.
    pub business_ref: &'a str,
    /// The key of a message that says it in words, at most 60 bytes.
    pub memo: &'a str,
}

/// A transfer as it stands in the books.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Booked {
    /// The transfer.
    pub id: Id,
    /// The caller's key.
    pub key: String,
    /// The account that was debited.
    pub debit: Id,
    /// The account that was credited.
    pub credit: Id,
    /// How much.
    pub amount: Money,
    /// Money or goods.
    pub unit: Unit,
    /// What kind of booking it is.
    pub kind: String,
    /// What it is about.
    pub business_ref: String,
    /// The key of a message that says it in words.
    pub memo: String,
    /// The hold it was posted from.
    pub hold: Option<Id>,
    /// When it was booked.
    pub at: Millis,
}

/// Books a transfer; answers its id. Refuses what would overdraw a limited account (`ledger-overdraft`), what mixes units
/// or currencies (`ledger-units-mixed`), and a key that was used for something else (`ledger-key-reused`).
pub fn transfer(tx: &mut Tx<'_>, t: &Transfer<'_>) -> Res<Id> {
    check(t)?;
    if t.key.starts_with(POSTED) {
        return Err(Error::new("a transfer's key begins with a word that is kept for holds").into());
    }
    if let Some(first) = store::by_key(tx, t.debit.county, t.key)? {
        return if same(&first, t) { Ok(first.id) } else { Err(key_reused().into()) };
    }
    shift(tx, t.debit, t.credit, t.amount.amount_minor)?;
    let id = tx.new_id();
    book(tx, id, t, Id::NONE)?;
    Ok(id)
}

/// The bare writing of a transfer between two unlimited accounts: its row and its place in the sealer's queue, nothing
/// looked up. What everything that touches money is measured against. The key must be new.
pub fn bare(tx: &mut Tx<'_>, t: &Transfer<'_>) -> Res<Id> {
    check(t)?;
    if t.debit.is_limited() || t.credit.is_limited() {
        return Err(Error::new("a bare transfer is for unlimited accounts").into());
    }
    let id = tx.new_id();
    book(tx, id, t, Id::NONE)?;
    Ok(id)
}

/// A transfer by its id.
pub fn find_transfer(tx: &mut Tx<'_>, county: Id, id: Id) -> Res<Option<Booked>> {
    store::by_id(tx, county, id)
}

/// A transfer by its caller's key.
pub fn transfer_by_key(tx: &mut Tx<'_>, county: Id, key: &str) -> Res<Option<Booked>> {
    store::by_key(tx, county, key)
}

/// The transfers that are about one thing, oldest first.
pub fn transfers_about(tx: &mut Tx<'_>, county: Id, business_ref: &str) -> Res<Vec<Booked>> {
    store::by_business(tx, county, business_ref)
}

/// Writes the row and queues it for the sealer.
pub(crate) fn book(tx: &mut Tx<'_>, id: Id, t: &Transfer<'_>, hold: Id) -> Res<()> {
    if !store::insert(tx, id, t, hold)? {
        // Somebody booked this key at the same moment: run again, and find it.
        return Err(Fail::Race);
    }
    crate::seal::queue(tx, t.debit.county, id, crate::seal::What::Transfer)
}

/// What the caller must have seen to, and what can be refused.
pub(crate) fn check(t: &Transfer<'_>) -> Res<()> {
    let texts = [(t.key, 200), (t.kind, 40), (t.business_ref, 120), (t.memo, 60)];
    if texts.iter().any(|(text, most)| text.is_empty() || text.len() > *most || text.chars().any(char::is_control)) {
        return Err(Error::new("a transfer's key, kind, business reference or memo is empty, too long or not plain text").into());
    }
    if t.debit.county != t.credit.county {
        return Err(Error::new("both accounts of a transfer stand in one county's books").into());
    }
    if t.debit.id == t.credit.id {
        return Err(Refused::new(Kind::Conflict, "ledger-same-account").into());
    }
    if t.debit.unit != t.credit.unit || t.debit.currency != t.credit.currency || t.amount.currency != t.debit.currency {
        return Err(Refused::new(Kind::Conflict, "ledger-units-mixed").into());
    }
    if !(1..=MOST).contains(&t.amount.amount_minor) {
        return Err(Refused::new(Kind::Invalid, "ledger-amount-out-of-range").into());
    }
    Ok(())
}

fn same(first: &Booked, t: &Transfer<'_>) -> bool {
    first.hold.is_none()
        && first.debit == t.debit.id
        && first.credit == t.credit.id
        && first.amount == t.amount
        && first.kind == t.kind
        && first.business_ref == t.business_ref
        && first.memo == t.memo
}

pub(crate) fn key_reused() -> Refused {
    Refused::new(Kind::Invalid, "ledger-key-reused")
}
