//! Who put a household's phone in, and whom they let in by it.
//!
//! Whoever has the phone on record and has read a document becomes the household, so who changes that phone could become it with a second
//! account. So the earlier phone is told of each change, nobody comes in for three days by a phone that somebody else than the household
//! put in, and of each account that came in by one it is kept who that was: those who pay and hear receipts ask [`let_in_by`]. The phone
//! of the registration is answered for by whoever registered the household.
//!
//! Whom an account of the household lets in is let in by whoever is behind that account, however long such a chain is; and accounts are
//! erased at will. So the first hand is settled when somebody comes in, and when the account puts a phone or a bank card on record, and is
//! kept as long as the household is. It counts the same where an officer had a phone put into a household's account that had only a card:
//! that recovery goes with the account, its officer does not.

use crate::household::store::HouseholdRow;
use crate::notice;
use qianmo_db::{Tx, params};
use qianmo_identity::{account as accounts, card, recovery};
use qianmo_kernel::{Actor, Id, Kind, Millis, PublicRef, Refused, Res};
use qianmo_web::i18n::I18n;
use serde::{Deserialize, Serialize};

/// The event of a phone that was changed or taken away; its payload is [`Changed`].
pub(crate) const CHANGED: &str = "registry.phone-changed";

/// How long nobody comes in by a phone that others than the household put in: the household, which is told, is to have the time to object.
const REST: i64 = 3 * Millis::DAY;

qianmo_db::sql! {
    /// An account of a household, with one of those who may be behind it, or with nobody.
    const INSERT = "INSERT INTO household_joining (county, id, household, account, phone_by, joined_at) VALUES ($1, $2, $3, $4, $5, $6)";
    /// Who is kept as behind an account of a household.
    const OF = "SELECT phone_by FROM household_joining WHERE account = $1 AND county = $2 AND household = $3";
    /// Forgets who came in to a household.
    const FORGET = "DELETE FROM household_joining WHERE county = $1 AND household = $2";
}

/// The payload of [`CHANGED`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Changed {
    household: PublicRef,
    /// The earlier phone, sealed as it was on record.
    was: Vec<u8>,
}

/// Notes that a household is to be told, at the phone that was on record until now, that it is there no more.
pub(crate) fn changed(tx: &mut Tx<'_>, household: PublicRef, was: Vec<u8>) -> Res<()> {
    tx.emit(CHANGED, household.county, &Changed { household, was })
}

/// Tells a household at its earlier phone that another one, or none, is on record.
pub(crate) fn tell(tx: &mut Tx<'_>, words: &I18n, country: &str, changed: &Changed) -> Res<()> {
    notice::tell_at(tx, words, country, changed.household, &changed.was, "registry-phone-notice")
}

/// Whether the phone on record was put in after the registration.
fn is_later(row: &HouseholdRow) -> bool {
    row.phone_at > row.created_at
}

/// Until when nobody comes in by the phone on record, since others than the household put it in only lately. `own`: the household's own
/// accounts. `None`: it does not rest.
pub(crate) fn rests_until(row: &HouseholdRow, own: &[Id], now: Millis) -> Option<Millis> {
    let until = Millis(row.phone_at.0 + REST);
    (row.has_phone && is_later(row) && !own.contains(&row.phone_by) && now < until).then_some(until)
}

/// Refuses (409 `registry-join-rests`, with the day from which on it does not) to let somebody in by a phone that rests.
pub(crate) fn rested(row: &HouseholdRow, own: &[Id], now: Millis) -> Result<(), Refused> {
    match rests_until(row, own, now) {
        Some(until) => Err(Refused::new(Kind::Conflict, "registry-join-rests").arg("when", until)),
        None => Ok(()),
    }
}

/// Notes that an account comes in by the phone on record, and who is behind it: whoever put that phone in, or, where an account of the
/// household did, whoever is behind that one.
pub(crate) fn joined(tx: &mut Tx<'_>, row: &HouseholdRow, account: Id) -> Res<()> {
    let household = row.reference;
    let behind = if !is_later(row) {
        Vec::new()
    } else if ever_own(tx, household, row.phone_by)? {
        let_in_by(tx, household, row.phone_by)?
    } else {
        vec![row.phone_by]
    };
    keep(tx, household, account, &behind)
}

/// Keeps who is behind an account of the household that puts a phone or a bank card on record: it answers for it no longer than it is
/// there, they do.
pub(crate) fn put_in(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef) -> Res<()> {
    if actor.household != Some(household) || actor.account == Id::NONE {
        return Ok(());
    }
    let behind = let_in_by(tx, household, actor.account)?;
    keep(tx, household, actor.account, &behind)
}

/// Who is kept as behind an account of a household; `Id::NONE` where it is only kept that it was of it.
fn kept(tx: &mut Tx<'_>, household: PublicRef, account: Id) -> Res<Vec<Id>> {
    tx.query(OF, params![account, household.county, household.id], |row| row.id(0))
}

/// Keeps that an account is of a household, and who is behind it.
fn keep(tx: &mut Tx<'_>, household: PublicRef, account: Id, behind: &[Id]) -> Res<()> {
    let known = kept(tx, household, account)?;
    let mut new: Vec<Id> = behind.iter().copied().filter(|by| !known.contains(by)).collect();
    if known.is_empty() && new.is_empty() {
        new.push(Id::NONE);
    }
    let now = tx.now();
    for by in new {
        let id = tx.new_id();
        tx.execute(INSERT, params![household.county, id, household.id, account, by, now])?;
    }
    Ok(())
}

/// Who may be behind an account of a household: whoever put in the phone by which it came in, or by which the account came in that put
/// that phone in, and so on; and the officer who had a phone or an address put into it. Nobody: it came in by the phone of the
/// registration, or by its card alone. Told of an account that was erased as of any other.
pub fn let_in_by(tx: &mut Tx<'_>, household: PublicRef, account: Id) -> Res<Vec<Id>> {
    let mut by = kept(tx, household, account)?;
    if accounts::of_household(tx, household)?.contains(&account) {
        by.extend(recovery::put_in_by(tx, account)?);
    }
    by.retain(|by| *by != Id::NONE);
    by.sort_unstable();
    by.dedup();
    Ok(by)
}

/// Whether an account is the household's own, or was when it came in by a phone or put something on record and has been erased since.
pub fn ever_own(tx: &mut Tx<'_>, household: PublicRef, account: Id) -> Res<bool> {
    if account == Id::NONE {
        return Ok(false);
    }
    Ok(!kept(tx, household, account)?.is_empty() || accounts::of_household(tx, household)?.contains(&account))
}

/// The accounts of a record that ends in a merger come to the one that lives on with whoever is behind them. Who came in by the phone with
/// which the ended record was registered is let in there by whoever registered that record: here they have no other hand. For a card that
/// alone signs an account in, whoever printed it stands in each of its sessions. Called while the accounts are still of the ended record.
pub(crate) fn follow(tx: &mut Tx<'_>, from: &HouseholdRow, into: &HouseholdRow) -> Res<()> {
    let ended = from.reference;
    for account in accounts::of_household(tx, ended)? {
        if kept(tx, ended, account)?.is_empty() && !card::has_other_way(tx, account)? {
            continue;
        }
        let mut behind = let_in_by(tx, ended, account)?;
        if behind.is_empty() && from.created_by != into.created_by {
            behind.push(from.created_by);
        }
        keep(tx, into.reference, account, &behind)?;
    }
    forget(tx, ended)
}

/// Forgets who came in to a household that is erased, or lives on in another record.
pub(crate) fn forget(tx: &mut Tx<'_>, household: PublicRef) -> Res<()> {
    tx.execute(FORGET, params![household.county, household.id]).map(|_| ())
}
