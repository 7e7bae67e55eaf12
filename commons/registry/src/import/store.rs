//! Rows of imports, and what makes their households visible or undone.

use super::{Outcome, Problem};
use crate::household::store::{self as households, purpose};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Id, Millis, PublicRef, Refused, Res};

qianmo_db::sql! {
    /// A new import.
    const INSERT = "INSERT INTO household_import (county, id, account, begun_at, touched_at, state, people, households, problems, report) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// Still at work.
    const TOUCH = "UPDATE household_import SET touched_at = $1 WHERE county = $2 AND id = $3 AND state = 'writing'";
    /// From one state to the next.
    const STATE = "UPDATE household_import SET state = $1, touched_at = $2 WHERE county = $3 AND id = $4 AND state = $5";
    /// One import.
    const FIND = "SELECT account, begun_at, state, people, households, problems, report FROM household_import WHERE county = $1 AND id = $2";
    /// Imports that stopped half-way.
    const STALE = "SELECT county, id FROM household_import WHERE state = 'writing' AND touched_at < $1 ORDER BY touched_at LIMIT 10";
    /// Makes the households of an import visible.
    const PUBLISH = "UPDATE household SET hidden = 0 WHERE import_id = $1 AND hidden = 1";
    /// Hidden households of an import.
    const HIDDEN = "SELECT county, id, phone_sealed FROM household WHERE import_id = $1 AND hidden = 1 ORDER BY county, id LIMIT 100";
    /// Whether a household is hidden and came with a file of that account.
    const OWN_HIDDEN = "SELECT 1 FROM household WHERE county = $1 AND id = $2 AND hidden = 1 AND created_by = $3";
    /// Takes a hidden household back.
    const DROP = "DELETE FROM household WHERE county = $1 AND id = $2 AND hidden = 1";
    /// Takes its members back.
    const DROP_PERSONS = "DELETE FROM person WHERE county = $1 AND household = $2";
    /// Takes its looks back.
    const DROP_LOOKS = "DELETE FROM household_look WHERE county = $1 AND household = $2";
}

/// A kept import.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// Who brought the file.
    pub account: Id,
    /// When.
    pub begun_at: Millis,
    /// `checked`, `refused`, `writing`, `done`, `undone`.
    pub state: String,
    /// Rows.
    pub people: i64,
    /// Households.
    pub households: i64,
    /// How many things were wrong.
    pub problems: i64,
    /// The report as CSV, in the language of whoever brought the file.
    pub report: String,
}

/// Keeps what became of a file that was not written, with its report.
pub fn keep(tx: &mut Tx<'_>, actor: &Actor, outcome: &Outcome, report: &str) -> Res<()> {
    let now = tx.now();
    let state = if outcome.wrong == 0 { "checked" } else { "refused" };
    let (people, of) = (outcome.people as i64, outcome.import);
    tx.execute(
        INSERT,
        params![of.county, of.id, actor.account, now, now, state, people, outcome.households as i64, outcome.wrong as i64, report],
    )?;
    Ok(())
}

/// Begins to write.
pub fn begin(tx: &mut Tx<'_>, actor: &Actor, import: PublicRef, people: u64, count: u64) -> Res<()> {
    let now = tx.now();
    let (people, count) = (people as i64, count as i64);
    tx.execute(INSERT, params![import.county, import.id, actor.account, now, now, "writing", people, count, 0, ""])?;
    Ok(())
}

/// Still at work: keeps the job that undoes dead imports away. Refuses when it has undone this one already.
pub fn touch(tx: &mut Tx<'_>, import: PublicRef) -> Res<()> {
    let now = tx.now();
    match tx.execute(TOUCH, params![now, import.county, import.id])? {
        0 => Err(Refused::new(qianmo_kernel::Kind::Conflict, "registry-import-undone").into()),
        _ => Ok(()),
    }
}

/// Everything is written: makes all of it visible at once. Returns how many households.
pub fn publish(tx: &mut Tx<'_>, import: PublicRef) -> Res<u64> {
    let now = tx.now();
    if tx.execute(STATE, params!["done", now, import.county, import.id, "writing"])? == 0 {
        return Err(Refused::new(qianmo_kernel::Kind::Conflict, "registry-import-undone").into());
    }
    tx.execute(PUBLISH, params![import.id])
}

/// Takes back up to a hundred hidden households of an import; 0 when none is left.
pub fn undo_some(tx: &mut Tx<'_>, import: PublicRef) -> Res<u64> {
    let hidden = tx.query(HIDDEN, params![import.id], |r| Ok((PublicRef::new(r.id(0)?, r.id(1)?), r.blob(2)?)))?;
    for (household, phone) in &hidden {
        for person in households::persons(tx, *household)? {
            let number = tx.vault().open_text(purpose::NUMBER, person.id, &person.number)?;
            households::release(tx, household.county, person.id, person.id_kind, &number)?;
        }
        let phone = tx.vault().open_text(purpose::PHONE, household.id, phone)?;
        households::drop_phone(tx, *household, &phone)?;
        tx.execute(DROP_PERSONS, params![household.county, household.id])?;
        tx.execute(DROP_LOOKS, params![household.county, household.id])?;
        crate::bank::drop_of(tx, *household)?;
        tx.execute(DROP, params![household.county, household.id])?;
    }
    Ok(hidden.len() as u64)
}

/// Whether a household came with a file of this account that is still being written, or that stopped half-way.
pub fn is_own_hidden(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef) -> Res<bool> {
    Ok(tx.first(OWN_HIDDEN, params![household.county, household.id, actor.account], |_| Ok(()))?.is_some())
}

/// Everything is taken back.
pub fn undone(tx: &mut Tx<'_>, import: PublicRef) -> Res<()> {
    let now = tx.now();
    tx.execute(STATE, params!["undone", now, import.county, import.id, "writing"]).map(|_| ())
}

/// Imports that nobody has worked on since `before`.
pub fn stale(tx: &mut Tx<'_>, before: Millis) -> Res<Vec<PublicRef>> {
    tx.query(STALE, params![before], |r| Ok(PublicRef::new(r.id(0)?, r.id(1)?)))
}

/// One import, for whoever brought the file.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, import: PublicRef) -> Res<Kept> {
    let found = tx.first(FIND, params![import.county, import.id], |r| {
        Ok(Kept {
            account: r.id(0)?,
            begun_at: r.millis(1)?,
            state: r.text(2)?,
            people: r.i64(3)?,
            households: r.i64(4)?,
            problems: r.i64(5)?,
            report: r.text(6)?,
        })
    })?;
    match found {
        Some(kept) if kept.account == actor.account => Ok(kept),
        _ => Err(Refused::not_found().into()),
    }
}

/// Sorted, each once.
pub fn order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort();
    problems.dedup();
    problems
}
