//! What accounts are to households, as stated: the household's own account, a child in the city, the neighbour, the
//! helper. Whoever is close does not decide about the household.

use crate::household::page::TieLine;
use crate::household::store as households;
use crate::looks::{self, NewLook, Purpose};
use crate::permit;
use crate::words::{Act, Task, Tie};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Error, Id, Kind, Millis, PlacePath, PublicRef, Refused, Res};

qianmo_db::sql! {
    /// A new tie.
    const INSERT = "INSERT INTO household_tie (county, id, household, account, tie, stated_by, stated_at, ended_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0)";
    /// The ties of a household that hold.
    const LIST = "SELECT id, account, tie, stated_by, stated_at FROM household_tie \
        WHERE county = $1 AND household = $2 AND ended_at = 0 ORDER BY id";
    /// What an account is to a household.
    const OF = "SELECT tie FROM household_tie WHERE county = $1 AND household = $2 AND account = $3 AND ended_at = 0";
    /// Ends a tie.
    const END = "UPDATE household_tie SET ended_at = $1 WHERE county = $2 AND id = $3 AND household = $4 AND ended_at = 0";
    /// Forgets a household's ties.
    const FORGET = "DELETE FROM household_tie WHERE county = $1 AND household = $2";
    /// Forgets an account's ties to a household it is not the own account of.
    const FORGET_ACCOUNT = "DELETE FROM household_tie WHERE account = $1";
}

/// A stated tie.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stated {
    /// The row.
    pub id: Id,
    /// Whose.
    pub account: Id,
    /// What they are to the household.
    pub tie: Tie,
    /// Who said so.
    pub stated_by: Id,
    /// When.
    pub stated_at: Millis,
}

/// States what an account is to a household. The household itself, those who serve it, and the account about itself may
/// say so. A tie that is stated already is left as it is; but what an account says about itself stands by itself, so that
/// nobody else who said the same can take it back.
pub fn state(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, account: Id, tie: Tie) -> Res<()> {
    let row = households::require(tx, household)?;
    if actor.account != account || tie == Tie::Own {
        permit::staff_or_own(actor, &permit::EDIT, &row.path, household)?;
    }
    let itself = actor.account == account;
    let same = |s: &Stated| s.account == account && s.tie == tie && (!itself || s.stated_by == account);
    if list(tx, household)?.iter().any(same) {
        return Ok(());
    }
    let (id, now) = (tx.new_id(), tx.now());
    tx.execute(INSERT, params![household.county, id, household.id, account, tie.name(), actor.account, now])?;
    let role = permit::role_for(actor, &permit::EDIT, &row.path, household);
    let purpose = Purpose::of(Task::Correction);
    looks::write(tx, actor, &NewLook { household, role, act: Act::Changed, purpose: &purpose, fields: "ties", card_shown: false })
}

/// Ends a stated tie; it stays on record. The household's own account cannot be taken away like this.
///
/// # Errors
/// 403 for strangers; 404 when there is no such tie; 409 `registry-tie-own-stays`; 409 `registry-tie-not-yours` unless the
/// household stated it and ends it, or an officer does whom it is not about: else a household could make a relative its
/// judge by ending what that relative said, and a relative could end it before judging.
pub fn end(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, tie: Id) -> Res<()> {
    let row = households::require(tx, household)?;
    permit::staff_or_own(actor, &permit::EDIT, &row.path, household)?;
    let own = qianmo_identity::account::of_household(tx, household)?;
    let Some(found) = list(tx, household)?.into_iter().find(|s| s.id == tie) else {
        return Err(Refused::not_found().into());
    };
    if found.tie == Tie::Own {
        return Err(Refused::new(Kind::Conflict, "registry-tie-own-stays").into());
    }
    if !may_end(actor, &row.path, household, &own, &found) {
        return Err(Refused::new(Kind::Conflict, "registry-tie-not-yours").into());
    }
    let now = tx.now();
    tx.execute(END, params![now, household.county, tie, household.id])?;
    let role = permit::role_for(actor, &permit::EDIT, &row.path, household);
    let purpose = Purpose::of(Task::Correction);
    looks::write(tx, actor, &NewLook { household, role, act: Act::Changed, purpose: &purpose, fields: "ties", card_shown: false })
}

/// Whether this actor ends this tie: see [`end`]. `own`: the household's own accounts.
fn may_end(actor: &Actor, at: &PlacePath, household: PublicRef, own: &[Id], tie: &Stated) -> bool {
    let officer = actor.may(&permit::CLOSE, at) && actor.account != tie.account;
    let theirs = permit::is_own(actor, &permit::OWN, household) && own.contains(&tie.stated_by);
    tie.tie != Tie::Own && (officer || theirs)
}

/// The ties of a household that hold, each with its account's name and whether this actor may end it.
pub(crate) fn lines(tx: &mut Tx<'_>, actor: &Actor, at: &PlacePath, household: PublicRef) -> Res<Vec<TieLine>> {
    let own = qianmo_identity::account::of_household(tx, household)?;
    let mut out = Vec::new();
    for stated in list(tx, household)? {
        let name = qianmo_identity::account::display_name(tx, stated.account)?;
        let may_end = may_end(actor, at, household, &own, &stated);
        out.push(TieLine { id: stated.id, name, tie: stated.tie, at: stated.stated_at, may_end });
    }
    Ok(out)
}

/// The ties of a household that hold.
pub fn list(tx: &mut Tx<'_>, household: PublicRef) -> Res<Vec<Stated>> {
    tx.query(LIST, params![household.county, household.id], |row| {
        Ok(Stated {
            id: row.id(0)?,
            account: row.id(1)?,
            tie: Tie::from_name(&row.text(2)?).ok_or_else(|| Error::new("an unknown tie"))?,
            stated_by: row.id(3)?,
            stated_at: row.millis(4)?,
        })
    })
}

/// What an account is to a household; usually nothing.
pub fn ties(tx: &mut Tx<'_>, household: PublicRef, account: Id) -> Res<Vec<Tie>> {
    let found = tx.query(OF, params![household.county, household.id, account], |row| Ok(Tie::from_name(&row.text(0)?)))?;
    Ok(found.into_iter().flatten().collect())
}

/// Whether an account is of the household or a stated relative, and so must not decide about it.
pub fn is_member_or_relative(tx: &mut Tx<'_>, account: Id, household: PublicRef) -> Res<bool> {
    if ties(tx, household, account)?.into_iter().any(Tie::is_close) {
        return Ok(true);
    }
    // The household's own account need not have been stated.
    Ok(qianmo_identity::account::of_household(tx, household)?.contains(&account))
}

/// Who was close to a household that lives on in another record is close to that one: what was stated stays stated, by the
/// same people, and its own accounts are of the household there as well.
pub(crate) fn follow(tx: &mut Tx<'_>, from: PublicRef, into: PublicRef) -> Res<()> {
    let mut all = list(tx, from)?;
    let now = tx.now();
    for account in qianmo_identity::account::of_household(tx, from)? {
        all.push(Stated { id: Id::NONE, account, tie: Tie::Own, stated_by: account, stated_at: now });
    }
    for stated in all {
        if ties(tx, into, stated.account)?.contains(&stated.tie) {
            continue;
        }
        let id = tx.new_id();
        tx.execute(
            INSERT,
            params![into.county, id, into.id, stated.account, stated.tie.name(), stated.stated_by, stated.stated_at],
        )?;
    }
    Ok(())
}

/// Forgets a household's ties.
pub(crate) fn forget(tx: &mut Tx<'_>, household: PublicRef) -> Res<()> {
    tx.execute(FORGET, params![household.county, household.id]).map(|_| ())
}

/// Forgets what an erased account was to households.
pub(crate) fn forget_account(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    tx.execute(FORGET_ACCOUNT, params![account]).map(|_| ())
}
