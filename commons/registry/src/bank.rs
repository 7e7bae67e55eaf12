//! Who gave a household its bank card, and who changed it: every time since its beginning, never the number.
//!
//! Whoever decides what a household is paid to has a say in its money, also once somebody else has changed it again. So each change is
//! kept, the household is told of it at the phone on record, and those who pay ask [`changes`].

use crate::notice;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Millis, PublicRef, Res};
use qianmo_web::i18n::I18n;
use serde::{Deserialize, Serialize};

/// The event of a bank card that was changed after the registration; its payload is [`Changed`].
pub(crate) const CHANGED: &str = "registry.bank-changed";

qianmo_db::sql! {
    /// A change.
    const INSERT = "INSERT INTO household_bank_change (county, id, household, account, changed_at, first_card, again) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// All changes of a household, newest first.
    const LIST = "SELECT account, changed_at, first_card, again FROM household_bank_change WHERE county = $1 AND household = $2 \
        ORDER BY id DESC";
    /// Takes those of a household back that is taken back itself.
    const DROP = "DELETE FROM household_bank_change WHERE county = $1 AND household = $2";
}

/// That a household's bank card was given, changed or taken away.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct CardChange {
    /// Who did it; `Id::NONE`: the operator.
    pub by: Id,
    /// When.
    pub at: Millis,
    /// Whether the household never had a card before.
    pub first: bool,
    /// Whether it is the card that was there before, paid to again after the household was taken in again: whoever gave that one keeps
    /// their hand in it.
    pub again: bool,
}

/// The payload of [`CHANGED`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Changed {
    household: PublicRef,
}

/// Notes who gave a household the card that it is registered with.
pub(crate) fn given(tx: &mut Tx<'_>, household: PublicRef, by: Id) -> Res<()> {
    insert(tx, household, by, true, false)
}

/// Notes that the card of a household that had left is paid to again, by whoever took it in: it rests as one that was changed, and they have
/// a hand in it as who changes one has. The household is told of its return, and not of a card that is the same.
pub(crate) fn rests_again(tx: &mut Tx<'_>, household: PublicRef, by: Id) -> Res<()> {
    insert(tx, household, by, false, true)
}

/// Notes who changed a household's card, and that the household is to be told. `had`: whether it had one until now.
pub(crate) fn changed(tx: &mut Tx<'_>, household: PublicRef, by: Id, had: bool) -> Res<()> {
    let first = !had && changes(tx, household)?.is_empty();
    insert(tx, household, by, first, false)?;
    tx.emit(CHANGED, household.county, &Changed { household })
}

/// The card of a record that ends in a merger is the one of the record that lives on: whoever gave or changed it has the same hand in it
/// there, it rests as one that was changed, and the household is told.
pub(crate) fn follow(tx: &mut Tx<'_>, from: PublicRef, into: PublicRef) -> Res<()> {
    let mut had = !changes(tx, into)?.is_empty();
    let mut last = Id::NONE;
    for change in changes(tx, from)?.into_iter().rev() {
        put(tx, into, CardChange { first: change.first && !had, ..change })?;
        (had, last) = (true, change.by);
    }
    insert(tx, into, last, false, true)?;
    tx.emit(CHANGED, into.county, &Changed { household: into })
}

fn insert(tx: &mut Tx<'_>, household: PublicRef, by: Id, first: bool, again: bool) -> Res<()> {
    let at = tx.now();
    put(tx, household, CardChange { by, at, first, again })
}

fn put(tx: &mut Tx<'_>, household: PublicRef, change: CardChange) -> Res<()> {
    let (id, CardChange { by, at, first, again }) = (tx.new_id(), change);
    tx.execute(INSERT, params![household.county, id, household.id, by, at, first, again]).map(|_| ())
}

/// Everybody who gave or changed a household's bank card since its beginning, the newest first.
pub fn changes(tx: &mut Tx<'_>, household: PublicRef) -> Res<Vec<CardChange>> {
    tx.query(LIST, params![household.county, household.id], |row| {
        Ok(CardChange { by: row.id(0)?, at: row.millis(1)?, first: row.flag(2)?, again: row.flag(3)? })
    })
}

/// Forgets what was noted of a household that never came to be.
pub(crate) fn drop_of(tx: &mut Tx<'_>, household: PublicRef) -> Res<()> {
    tx.execute(DROP, params![household.county, household.id]).map(|_| ())
}

/// Tells a household with a phone on record that its bank card was changed.
pub(crate) fn tell(tx: &mut Tx<'_>, words: &I18n, country: &str, changed: &Changed) -> Res<()> {
    notice::tell(tx, words, country, changed.household, "registry-bank-notice")
}
