//! A household counts as left, and is taken in again.
//!
//! What it asked for ends with it, and its record takes nothing any more; but nothing of the record is lost. Its documents stay claimed, so
//! its members cannot be registered anew: where it was a mistake, or the family came back, an officer of its place takes it in again, and
//! another one than whoever ended it. Requests that ended stay ended, and its bank card rests as one that was changed, so that nobody gets at
//! its money by ending it and taking it in again. The family is told of both.

use super::closing::{ENDING, may_end};
use super::command::{for_change, log, tell};
use super::page::ReturnView;
use super::store::{self, HouseholdRow, purpose};
use crate::bank;
use crate::looks::Purpose;
use crate::notice;
use crate::own;
use crate::permit;
use crate::words::{Act, Departure, Status, Task};
use qianmo_db::{Tx, params};
use qianmo_identity::account;
use qianmo_kernel::{Actor, Id, Kind, Millis, PublicRef, Refused, Res};
use qianmo_web::i18n::I18n;
use serde::Deserialize;

/// The event of a household that counts as left.
pub(crate) const LEFT: &str = "registry.left";
/// The event of one that is taken in again.
pub(crate) const RETURNED: &str = "registry.returned";
/// What the seal of an end's note is bound to.
pub(crate) const NOTE: &str = "registry.end.note";

qianmo_db::sql! {
    /// A household counts as left.
    const ENDED = "INSERT INTO household_end (county, id, reason, note_sealed, ended_at, ended_by) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (county, id) DO UPDATE SET reason = excluded.reason, note_sealed = excluded.note_sealed, \
        ended_at = excluded.ended_at, ended_by = excluded.ended_by";
    /// How it came to that.
    const FIND = "SELECT reason, note_sealed, ended_at, ended_by FROM household_end WHERE county = $1 AND id = $2";
    /// It does not any more.
    const OVER = "DELETE FROM household_end WHERE county = $1 AND id = $2";
}

/// How a household came to count as left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct End {
    /// Why.
    pub reason: Departure,
    /// More in words; may be empty.
    pub note: String,
    /// Since when.
    pub at: Millis,
    /// Who entered it; `Id::NONE`: the operator.
    pub by: Id,
}

/// What is read of the events of this file.
#[derive(Debug, Deserialize)]
pub(crate) struct Told {
    household: PublicRef,
}

/// The household left the area or the programme. `note` says more, and is needed for [`Departure::Other`]; the household reads it.
///
/// # Errors
/// 403 or 404 elsewhere; 409 `registry-end-officer` for a helper while something of it is open; 412 when it has changed; 422 at `why`
/// without one of the reasons that are offered, at `note` without the words that are needed.
pub fn leave(
    tx: &mut Tx<'_>,
    actor: &Actor,
    household: PublicRef,
    seen: Option<i64>,
    why: Option<Departure>,
    note: &str,
) -> Res<i64> {
    let mut row = for_change(tx, actor, household, seen)?;
    permit::require(actor, &permit::EDIT, &row.path)?;
    may_end(tx, actor, &row, ENDING)?;
    let Some(reason) = why.filter(|why| Departure::OFFERED.contains(why)) else {
        return Err(Refused::field("why", "registry-choice-unknown").into());
    };
    let needed = reason == Departure::Other || !note.trim().is_empty();
    let note = if needed { own::said("note", note, "registry-reason-needed")? } else { String::new() };
    end(tx, actor, &mut row, "status", reason, &note)?;
    Ok(row.version + 1)
}

/// A household counts as left, whichever way it came to that: its row is saved with whatever else changed of it (`fields`, for its list of
/// looks), and domains are told, which end what it asked for and give back what was promised. That it may is the caller's to ask.
pub(super) fn end(tx: &mut Tx<'_>, actor: &Actor, row: &mut HouseholdRow, fields: &str, reason: Departure, note: &str) -> Res<()> {
    let (household, now) = (row.reference, tx.now());
    row.status = Status::Left;
    store::save(tx, row)?;
    let sealed = if note.is_empty() { Vec::new() } else { tx.vault().seal_text(NOTE, household.id, note)? };
    tx.execute(ENDED, params![household.county, household.id, reason.name(), sealed, now, actor.account])?;
    log(tx, actor, &permit::EDIT, &row.path, household, Act::Left, &Purpose::of(Task::Correction), fields)?;
    tell(tx, LEFT, household, row.place, &row.path)
}

/// How a household came to count as left; `None` where that is not known, or it does not.
pub(crate) fn end_of(tx: &mut Tx<'_>, household: PublicRef) -> Res<Option<End>> {
    let found = tx
        .first(FIND, params![household.county, household.id], |row| Ok((row.text(0)?, row.blob(1)?, row.millis(2)?, row.id(3)?)))?;
    let Some((reason, sealed, at, by)) = found else { return Ok(None) };
    let note = if sealed.is_empty() { String::new() } else { tx.vault().open_text(NOTE, household.id, &sealed)? };
    Ok(Some(End { reason: Departure::from_name(&reason).unwrap_or(Departure::Unknown), note, at, by }))
}

/// Forgets how a household came to count as left.
pub(super) fn forget(tx: &mut Tx<'_>, household: PublicRef) -> Res<()> {
    tx.execute(OVER, params![household.county, household.id]).map(|_| ())
}

/// A household that counts as left is registered again, as it was: its members, its phone, its accounts. Its bank card is paid to after the
/// rest that one has which was changed, and counts as touched by this officer. What it had asked for stays ended.
///
/// # Errors
/// 403 or 404 elsewhere; 409 `registry-return-registered` for one that is registered, `registry-return-merged` for one that lives on in
/// another record, `registry-return-close` for the household's own and its relatives, `registry-return-other` for whoever ended it,
/// `registry-return-nobody` where it ended with the last member in whom it lived on; 410 when it was forgotten; 412 when it has changed.
pub fn take_in_again(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>) -> Res<i64> {
    let mut row = store::require(tx, household)?;
    permit::require(actor, &permit::CLOSE, &row.path)?;
    if row.status == Status::Erased {
        return Err(Refused::new(Kind::Gone, "registry-erased").into());
    }
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Refused::new(Kind::Changed, "web-changed").into());
    }
    if let Some(why) = barred(tx, actor, &row)? {
        return Err(Refused::new(Kind::Conflict, why).into());
    }
    row.status = Status::Registered;
    store::save(tx, &row)?;
    if !tx.vault().open_text(purpose::BANK, household.id, &row.bank)?.is_empty() {
        bank::rests_again(tx, household, actor.account)?;
    }
    forget(tx, household)?;
    log(tx, actor, &permit::CLOSE, &row.path, household, Act::Returned, &Purpose::of(Task::Correction), "")?;
    tell(tx, RETURNED, household, row.place, &row.path)?;
    Ok(row.version + 1)
}

/// What keeps this officer from taking a household in again, as the key of a message.
fn barred(tx: &mut Tx<'_>, actor: &Actor, row: &HouseholdRow) -> Res<Option<&'static str>> {
    match row.status {
        Status::Left => {}
        Status::Registered => return Ok(Some("registry-return-registered")),
        Status::Merged => return Ok(Some("registry-return-merged")),
        Status::Erased => return Ok(Some("registry-erased")),
    }
    if crate::link::is_member_or_relative(tx, actor.account, row.reference)? {
        return Ok(Some("registry-return-close"));
    }
    let ended = end_of(tx, row.reference)?;
    if ended.as_ref().is_some_and(|ended| ended.by != Id::NONE && ended.by == actor.account) {
        return Ok(Some("registry-return-other"));
    }
    // Its record does not pass to whoever was entered lately; they are registered anew, and their numbers are free for it.
    let outlived = ended.is_some_and(|ended| ended.reason == Departure::Members);
    if outlived || !store::persons(tx, row.reference)?.iter().any(|person| person.left.is_none()) {
        return Ok(Some("registry-return-nobody"));
    }
    Ok(None)
}

/// The end of a household as those see it who may change it; `None`: it does not count as left.
pub(crate) fn return_view(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef) -> Res<Option<ReturnView>> {
    let row = store::require(tx, household)?;
    if row.status != Status::Left {
        return Ok(None);
    }
    let by = match end_of(tx, household)? {
        Some(ended) => account::display_name(tx, ended.by)?,
        None => String::new(),
    };
    Ok(Some(ReturnView { by, barred: barred(tx, actor, &row)? }))
}

/// Tells a household that it counts as left.
pub(crate) fn tell_left(tx: &mut Tx<'_>, words: &I18n, country: &str, told: &Told) -> Res<()> {
    reach(tx, words, country, told.household, "registry-left-notice")
}

/// Tells a household that it is registered again.
pub(crate) fn tell_returned(tx: &mut Tx<'_>, words: &I18n, country: &str, told: &Told) -> Res<()> {
    reach(tx, words, country, told.household, "registry-returned-notice")
}

/// At the phone on record; where there is none, at what its own accounts are reached by.
fn reach(tx: &mut Tx<'_>, words: &I18n, country: &str, household: PublicRef, key: &'static str) -> Res<()> {
    if store::require(tx, household)?.has_phone {
        return notice::tell(tx, words, country, household, key);
    }
    for own in account::of_household(tx, household)? {
        account::tell(tx, words, own, key)?;
    }
    Ok(())
}
