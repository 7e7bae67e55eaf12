//! Roles in the database.

use super::Event;
use crate::account;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Grant, Id, Locale, Millis, PlacePath, PublicRef, Res, Role};

qianmo_db::sql! {
    /// An account's roles.
    pub(crate) const LIST = "SELECT role, place, path FROM role_grant WHERE account = $1 ORDER BY path, role";
    /// An account's roles, with who gave each and when.
    const LIST_GIVEN = "SELECT role, place, path, given_by, given_at FROM role_grant WHERE account = $1 ORDER BY path, role";
    /// Gives a role.
    const INSERT = "INSERT INTO role_grant (account, role, place, path, given_by, given_at) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (account, role, place) DO NOTHING";
    /// Takes a role.
    const REMOVE = "DELETE FROM role_grant WHERE account = $1 AND role = $2 AND place = $3";
    /// Takes every role.
    const REMOVE_ALL = "DELETE FROM role_grant WHERE account = $1";
    /// Roles at or under a place, with who gave them.
    const UNDER = "SELECT account, role, place, path, given_by FROM role_grant WHERE path >= $1 AND path < $2 ORDER BY account, path, role";
    /// The place lies elsewhere now.
    const REPLACE_PATH = "UPDATE role_grant SET path = $1 WHERE account = $2 AND role = $3 AND place = $4";
    /// Open recoveries that are decided at or under a place.
    const RECOVERIES_FOLLOW = "UPDATE recovery SET path = $1 WHERE path = $2 AND state = 'asked'";
    /// A line of history.
    const RECORD = "INSERT INTO grant_event (account, id, what, role, place, path, by_account, at, confirmed_by) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// The history.
    const HISTORY = "SELECT what, role, place, path, by_account, at, confirmed_by FROM grant_event WHERE account = $1 \
        ORDER BY id DESC LIMIT 200";
    /// Who ever gave an account one of two roles.
    const GIVERS_EVER = "SELECT DISTINCT by_account FROM grant_event WHERE account = $1 AND what = 'given' AND role IN ($2, $3) \
        ORDER BY by_account";
    /// Every role that was given to an account, with who gave it and when.
    const EVER_GIVEN = "SELECT role, place, path, by_account, at FROM grant_event WHERE account = $1 AND what = 'given' ORDER BY id";
    /// Who confirmed a role when it was given last.
    const CONFIRMER = "SELECT confirmed_by FROM grant_event WHERE account = $1 AND what = 'given' AND role = $2 AND place = $3 \
        ORDER BY id DESC LIMIT 1";
    /// A page of roles at or under a place.
    const HOLDERS = "SELECT g.path, g.account, g.role, g.place, a.name_sealed, a.locale, a.household_county, a.household_id \
        FROM role_grant g JOIN account a ON a.id = g.account \
        WHERE g.path >= $1 AND g.path < $2 AND (g.path, g.account, g.role) > ($3, $4, $5) ORDER BY g.path, g.account, g.role LIMIT $6";
    /// A page of one role at or under a place.
    const HOLDERS_OF = "SELECT g.path, g.account, g.role, g.place, a.name_sealed, a.locale, a.household_county, a.household_id \
        FROM role_grant g JOIN account a ON a.id = g.account \
        WHERE g.path >= $1 AND g.path < $2 AND (g.path, g.account, g.role) > ($3, $4, $5) AND g.role = $6 \
        ORDER BY g.path, g.account, g.role LIMIT $7";
}

/// An account with one of its roles, as lists show it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// The account.
    pub account: Id,
    /// How it is called; empty for a household's own account, which [`Holder::household`] tells.
    pub name: String,
    /// The household, where the role is one that a household's own account has as such.
    pub household: Option<PublicRef>,
    /// Its language.
    pub locale: Locale,
    /// The role.
    pub grant: Grant,
}

/// After which row a page goes on.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct HolderKey {
    /// The place's path.
    pub path: String,
    /// The account.
    pub account: Id,
    /// The role's name.
    pub role: String,
}

impl Holder {
    /// The key of this row.
    pub fn key(&self) -> HolderKey {
        HolderKey { path: self.grant.path.as_str().to_owned(), account: self.account, role: self.grant.role.name().to_owned() }
    }
}

/// A role from a column.
pub(crate) fn role(row: &Row<'_>, at: usize) -> Res<Role> {
    Role::from_name(&row.text(at)?).ok_or_else(|| Error::new("a role has an unknown name").into())
}

/// A grant from the columns role, place, path.
pub(crate) fn grant(row: &Row<'_>) -> Res<Grant> {
    Ok(Grant { role: role(row, 0)?, place: row.id(1)?, path: row.path(2)? })
}

pub(super) fn list(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Grant>> {
    tx.query(LIST, params![account], grant)
}

/// An account's roles, with who gave each and when.
pub(super) fn list_given(tx: &mut Tx<'_>, account: Id) -> Res<Vec<(Grant, Id, Millis)>> {
    tx.query(LIST_GIVEN, params![account], |row| Ok((grant(row)?, row.id(3)?, row.millis(4)?)))
}

pub(super) fn insert(tx: &mut Tx<'_>, account: Id, grant: &Grant, by: Id) -> Res<()> {
    let now = tx.now();
    insert_as_of(tx, account, grant, by, now)
}

/// Puts a role in as if it had been given at another moment.
pub(super) fn insert_as_of(tx: &mut Tx<'_>, account: Id, grant: &Grant, by: Id, at: Millis) -> Res<()> {
    tx.execute(INSERT, params![account, grant.role.name(), grant.place, &grant.path, by, at])?;
    Ok(())
}

/// The role that everybody who signs up has: to give, anywhere. It is no officer's doing and leaves no line of history.
pub(crate) fn make_donor(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    insert(tx, account, &Grant { role: Role::Donor, place: Id::NONE, path: PlacePath::root() }, Id::NONE)
}

pub(super) fn remove(tx: &mut Tx<'_>, account: Id, role: Role, place: Id) -> Res<bool> {
    Ok(tx.execute(REMOVE, params![account, role.name(), place])? == 1)
}

/// Every role at or under a path, with its account and who gave it.
pub(super) fn under(tx: &mut Tx<'_>, path: &PlacePath) -> Res<Vec<(Id, Grant, Id)>> {
    let (from, to) = path.range();
    tx.query(UNDER, params![from, to], |row| {
        Ok((row.id(0)?, Grant { role: role(row, 1)?, place: row.id(2)?, path: row.path(3)? }, row.id(4)?))
    })
}

/// Notes that a role's place lies elsewhere in the tree now, and with it the recoveries decided there.
pub(super) fn replace_path(tx: &mut Tx<'_>, account: Id, grant: &Grant, path: &PlacePath) -> Res<()> {
    tx.execute(REPLACE_PATH, params![path, account, grant.role.name(), grant.place])?;
    tx.execute(RECOVERIES_FOLLOW, params![path, &grant.path])?;
    Ok(())
}

/// Takes every role of an account, without a line of history: it is being erased.
pub(crate) fn remove_all(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    tx.execute(REMOVE_ALL, params![account])?;
    Ok(())
}

/// Notes that a role was given: by whom, and by which second officer it was confirmed ([`Id::NONE`]: it needed none).
pub(super) fn record_given(tx: &mut Tx<'_>, account: Id, grant: &Grant, by: Id, confirmed_by: Id) -> Res<()> {
    record(tx, account, "given", grant, by, confirmed_by)
}

/// Notes that a role was taken.
pub(super) fn record_taken(tx: &mut Tx<'_>, account: Id, grant: &Grant, by: Id) -> Res<()> {
    record(tx, account, "taken", grant, by, Id::NONE)
}

fn record(tx: &mut Tx<'_>, account: Id, what: &str, grant: &Grant, by: Id, confirmed_by: Id) -> Res<()> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.execute(RECORD, params![account, id, what, grant.role.name(), grant.place, &grant.path, by, now, confirmed_by])?;
    Ok(())
}

/// Everybody who ever gave the account one of these roles, however long its history is.
pub(super) fn givers_ever(tx: &mut Tx<'_>, account: Id, roles: [Role; 2]) -> Res<Vec<Id>> {
    let [one, other] = roles.map(Role::name);
    tx.query(GIVERS_EVER, params![account, one, other], |row| row.id(0))
}

/// Every role that the account was given, however long its history is, with who gave each and when.
pub(super) fn ever_given(tx: &mut Tx<'_>, account: Id) -> Res<Vec<(Grant, Id, Millis)>> {
    tx.query(EVER_GIVEN, params![account], |row| Ok((grant(row)?, row.id(3)?, row.millis(4)?)))
}

/// Who confirmed a role that the account holds; [`Id::NONE`] when it needed nobody.
pub(super) fn confirmer(tx: &mut Tx<'_>, account: Id, grant: &Grant) -> Res<Id> {
    let found = tx.first(CONFIRMER, params![account, grant.role.name(), grant.place], |row| row.id(0))?;
    Ok(found.unwrap_or(Id::NONE))
}

pub(super) fn history(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Event>> {
    tx.query(HISTORY, params![account], |row| {
        Ok(Event {
            given: row.text(0)? == "given",
            role: role(row, 1)?,
            place: row.id(2)?,
            path: row.path(3)?,
            by: row.id(4)?,
            at: row.millis(5)?,
            confirmed_by: row.id(6)?,
        })
    })
}

pub(super) fn holders(
    tx: &mut Tx<'_>,
    under: &PlacePath,
    only: Option<Role>,
    after: Option<&HolderKey>,
    limit: usize,
) -> Res<Vec<Holder>> {
    let (from, to) = under.range();
    let (path, account, name) = match after {
        Some(key) => (key.path.as_str(), key.account, key.role.as_str()),
        None => ("", Id::NONE, ""),
    };
    let read = |row: &Row<'_>| {
        let grant = Grant { role: role(row, 2)?, place: row.id(3)?, path: row.path(0)? };
        Ok((row.id(1)?, grant, row.blob(4)?, row.text(5)?, account::household(row, 6, 7)?))
    };
    let rows = match only {
        Some(only) => tx.query(HOLDERS_OF, params![from, to, path, account, name, only.name(), limit], read)?,
        None => tx.query(HOLDERS, params![from, to, path, account, name, limit], read)?,
    };
    rows.into_iter()
        .map(|(account, grant, sealed, locale, household)| {
            let household = household.filter(|_| account::OF_HOUSEHOLDS.contains(&grant.role));
            // What is not shown is not opened either.
            let name = if household.is_some() { String::new() } else { account::open_name(tx, account, &sealed)? };
            Ok(Holder { account, name, household, locale: Locale::from_tag(&locale).unwrap_or_default(), grant })
        })
        .collect()
}
