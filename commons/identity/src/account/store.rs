//! Accounts in the database.

use super::Account;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Fail, Id, Locale, Millis, PublicRef, Res};

pub(crate) const NAME: &str = "identity.account.name";

qianmo_db::sql! {
    /// A new account.
    const INSERT = "INSERT INTO account (id, name_sealed, locale, state, household_county, household_id, second_from, made_at, ended_at, \
        version) VALUES ($1, $2, $3, 'active', $4, $5, 0, $6, 0, 1)";
    /// An account.
    const LOAD = "SELECT id, name_sealed, locale, state, household_county, household_id, made_at, version FROM account WHERE id = $1";
    /// A household's own accounts.
    const OF_HOUSEHOLD = "SELECT id FROM account WHERE household_county = $1 AND household_id = $2 AND state = 'active' ORDER BY id";
    /// From when on second factors count.
    const SECOND_FROM = "SELECT second_from FROM account WHERE id = $1";
    /// Second factors count later.
    const DEFER_SECOND = "UPDATE account SET second_from = $1 WHERE id = $2";
    /// Another name and language.
    const SAVE = "UPDATE account SET name_sealed = $1, locale = $2, version = version + 1 WHERE id = $3 AND version = $4";
    /// Takes the row's turn, so that two decisions about one account never pass each other.
    const TOUCH = "UPDATE account SET version = version + 1 WHERE id = $1 AND version = $2";
    /// The account becomes a household's own, or no household's any more.
    const SET_HOUSEHOLD = "UPDATE account SET household_county = $1, household_id = $2, version = version + 1 WHERE id = $3 AND version = $4";
    /// Makes the account a pseudonym.
    const ERASE = "UPDATE account SET name_sealed = $1, state = 'erased', household_county = 0, household_id = 0, ended_at = $2, \
        version = version + 1 WHERE id = $3 AND version = $4";
}

pub(super) fn insert(tx: &mut Tx<'_>, id: Id, name: &str, locale: Locale, household: Option<PublicRef>) -> Res<()> {
    let sealed = tx.vault().seal_text(NAME, id, name)?;
    let household = household.unwrap_or(PublicRef::new(Id::NONE, Id::NONE));
    let now = tx.now();
    tx.execute(INSERT, params![id, sealed, locale, household.county, household.id, now])?;
    Ok(())
}

/// The household's reference from its two columns.
pub(crate) fn household(row: &Row<'_>, county: usize, id: usize) -> Res<Option<PublicRef>> {
    let reference = PublicRef::new(row.id(county)?, row.id(id)?);
    Ok((reference.id != Id::NONE).then_some(reference))
}

pub(super) fn load(tx: &mut Tx<'_>, id: Id) -> Res<Option<Account>> {
    let found = tx.first(LOAD, params![id], |row| {
        let account = Account {
            id: row.id(0)?,
            name: String::new(),
            locale: Locale::from_tag(&row.text(2)?).unwrap_or_default(),
            erased: row.text(3)? == "erased",
            household: household(row, 4, 5)?,
            made_at: row.millis(6)?,
            version: row.i64(7)?,
        };
        Ok((account, row.blob(1)?))
    })?;
    let Some((mut account, sealed)) = found else { return Ok(None) };
    account.name = tx.vault().open_text(NAME, account.id, &sealed)?;
    Ok(Some(account))
}

pub(super) fn of_household(tx: &mut Tx<'_>, household: PublicRef) -> Res<Vec<Id>> {
    tx.query(OF_HOUSEHOLD, params![household.county, household.id], |row| row.id(0))
}

/// Saves a name and a language.
pub(crate) fn save_name_and_locale(tx: &mut Tx<'_>, account: &Account, name: &str, locale: Locale) -> Res<()> {
    let sealed = tx.vault().seal_text(NAME, account.id, name)?;
    won(tx.execute(SAVE, params![sealed, locale, account.id, account.version])?)
}

/// Says whose own account it is.
pub(super) fn set_household(tx: &mut Tx<'_>, account: &Account, household: Option<PublicRef>) -> Res<()> {
    let household = household.unwrap_or(PublicRef::new(Id::NONE, Id::NONE));
    won(tx.execute(SET_HOUSEHOLD, params![household.county, household.id, account.id, account.version])?)
}

/// Takes the account's turn: of two units that read the same version, one is run again.
pub(crate) fn touch(tx: &mut Tx<'_>, account: &Account) -> Res<()> {
    won(tx.execute(TOUCH, params![account.id, account.version])?)
}

/// Makes the account a pseudonym.
pub(crate) fn erase(tx: &mut Tx<'_>, account: &Account) -> Res<()> {
    let nothing = tx.vault().seal_text(NAME, account.id, "")?;
    let now = tx.now();
    won(tx.execute(ERASE, params![nothing, now, account.id, account.version])?)
}

/// From when on second factors count for an account; long ago for nearly all.
pub(crate) fn second_from(tx: &mut Tx<'_>, account: Id) -> Res<Millis> {
    Ok(tx.first(SECOND_FROM, params![account], |row| row.millis(0))?.unwrap_or_default())
}

/// Lets second factors count only from a moment on.
pub(super) fn set_second_from(tx: &mut Tx<'_>, account: Id, from: Millis) -> Res<()> {
    tx.execute(DEFER_SECOND, params![from, account])?;
    Ok(())
}

fn won(changed: u64) -> Res<()> {
    if changed == 0 { Err(Fail::Race) } else { Ok(()) }
}

/// Opens a name that was read with other columns.
pub(crate) fn open_name(tx: &Tx<'_>, account: Id, sealed: &[u8]) -> Res<String> {
    tx.vault().open_text(NAME, account, sealed)
}
