//! Who put a household's phone in, and whom they let in by it.
//!
//! Whoever has the phone on record and has read a document becomes the household, so who changes that phone could become it with a second
//! account. So the earlier phone is told of each change, nobody comes in for three days by a phone that somebody else than the household
//! put in, and of each account that came in by one it is kept who that was: those who pay and hear receipts ask [`let_in_by`]. The phone
//! of the registration is answered for by whoever registered the household.

use crate::household::store::HouseholdRow;
use crate::notice;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Kind, Millis, PublicRef, Refused, Res};
use qianmo_web::i18n::I18n;
use serde::{Deserialize, Serialize};

/// The event of a phone that was changed or taken away; its payload is [`Changed`].
pub(crate) const CHANGED: &str = "registry.phone-changed";

/// How long nobody comes in by a phone that others than the household put in: the household, which is told, is to have the time to object.
const REST: i64 = 3 * Millis::DAY;

qianmo_db::sql! {
    /// An account that came in.
    const INSERT = "INSERT INTO household_joining (county, id, household, account, phone_by, joined_at) VALUES ($1, $2, $3, $4, $5, $6)";
    /// Whose phone an account came in by last.
    const OF = "SELECT phone_by FROM household_joining WHERE account = $1 ORDER BY joined_at DESC, id DESC LIMIT 1";
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

/// Refuses (409 `registry-join-rests`) to let somebody in by a phone that others than the household put in only lately. `own`: the
/// household's own accounts.
pub(crate) fn rested(row: &HouseholdRow, own: &[Id], now: Millis) -> Result<(), Refused> {
    if is_later(row) && !own.contains(&row.phone_by) && now.0 - row.phone_at.0 < REST {
        return Err(Refused::new(Kind::Conflict, "registry-join-rests"));
    }
    Ok(())
}

/// Notes that an account came in by the phone on record. Where one of the household's own accounts (`own`) put it in, whoever let that one
/// in lets this one in as well.
pub(crate) fn joined(tx: &mut Tx<'_>, row: &HouseholdRow, own: &[Id], account: Id) -> Res<()> {
    let by = if !is_later(row) {
        Id::NONE
    } else if own.contains(&row.phone_by) {
        let_in_by(tx, row.phone_by)?.unwrap_or(Id::NONE)
    } else {
        row.phone_by
    };
    let (id, now, household) = (tx.new_id(), tx.now(), row.reference);
    tx.execute(INSERT, params![household.county, id, household.id, account, by, now]).map(|_| ())
}

/// Who put in the phone by which an account came in to its household, and so may be behind that account. `None`: it did not come in by a
/// phone, or by that of the registration, or the household itself had put it in.
pub fn let_in_by(tx: &mut Tx<'_>, account: Id) -> Res<Option<Id>> {
    let by = tx.first(OF, params![account], |row| row.id(0))?;
    Ok(by.filter(|by| *by != Id::NONE))
}

/// Forgets who came in to a household that is erased.
pub(crate) fn forget(tx: &mut Tx<'_>, household: PublicRef) -> Res<()> {
    tx.execute(FORGET, params![household.county, household.id]).map(|_| ())
}
