//! What a household may do for itself: say what is not right, and read what became of it. What it sees is the same opening that
//! staff get, without having to say why. To be forgotten is asked for in `household::closing`; how that was answered stands here.

use crate::household::store as households;
use crate::looks::{self, NewLook, Purpose};
use crate::permit;
use crate::wishes;
use crate::words::{Act, Task};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Id, Kind, Millis, PublicRef, Refused, Res, text};

/// What the seal of a correction's words is bound to.
pub const CORRECTION: &str = "registry.correction.words";
/// What the seal of an answer's reason is bound to.
pub const ANSWER: &str = "registry.answer.reason";

qianmo_db::sql! {
    /// A new correction asked for.
    const INSERT = "INSERT INTO household_correction (county, id, household, asked_at, asked_by, words_sealed, done_at, done_by) \
        VALUES ($1, $2, $3, $4, $5, $6, 0, 0)";
    /// Corrections a household asked for, newest first.
    const LIST = "SELECT id, asked_at, words_sealed, done_at FROM household_correction \
        WHERE county = $1 AND household = $2 ORDER BY id DESC LIMIT 50";
    /// How many are open.
    const OPEN = "SELECT COUNT(*) FROM household_correction WHERE county = $1 AND household = $2 AND done_at = 0";
    /// When the oldest was asked for that is open.
    const OLDEST = "SELECT asked_at FROM household_correction WHERE county = $1 AND household = $2 AND done_at = 0 ORDER BY id LIMIT 1";
    /// When one was seen to; 0: not yet.
    const FIND = "SELECT done_at FROM household_correction WHERE county = $1 AND id = $2 AND household = $3";
    /// One is done.
    const DONE = "UPDATE household_correction SET done_at = $1, done_by = $2 WHERE county = $3 AND id = $4 AND household = $5 AND done_at = 0";
    /// Forgets a household's.
    const FORGET = "DELETE FROM household_correction WHERE county = $1 AND household = $2";
    /// A wish was declined or taken back.
    const ANSWER_NEW = "INSERT INTO household_answer (county, id, household, about, outcome, at, answered_by, reason_sealed) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// What became of a household's wishes, newest first.
    const ANSWERS = "SELECT id, about, outcome, at, reason_sealed FROM household_answer \
        WHERE county = $1 AND household = $2 ORDER BY id DESC LIMIT 100";
    /// Forgets what became of a household's wishes.
    const FORGET_ANSWERS = "DELETE FROM household_answer WHERE county = $1 AND household = $2";
}

/// Open corrections a household may have at once.
const MOST_OPEN: i64 = 20;
/// The longest words of a wish or an answer, in characters.
const LONGEST: usize = 500;

/// What became of a wish.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Ending {
    /// Nothing yet.
    Open,
    /// It was done.
    Done,
    /// It was not done, for a reason.
    Declined,
    /// The household took it back.
    TakenBack,
}

impl Ending {
    /// Its name in the database, where it is kept.
    const fn name(self) -> &'static str {
        match self {
            Ending::Open => "open",
            Ending::Done => "done",
            Ending::Declined => "declined",
            Ending::TakenBack => "taken-back",
        }
    }

    /// The key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Ending::Open => "registry-correction-is-open",
            Ending::Done => "registry-correction-is-done",
            Ending::Declined => "registry-wish-is-declined",
            Ending::TakenBack => "registry-wish-is-taken-back",
        }
    }
}

/// A correction that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// The row.
    pub id: Id,
    /// When.
    pub asked_at: Millis,
    /// What is not right, in the household's words.
    pub words: String,
    /// When it was seen to or taken back; 0: not yet.
    pub done_at: Millis,
    /// What became of it.
    pub ending: Ending,
    /// Why it was declined; else empty.
    pub reason: String,
}

impl Correction {
    /// Whether nobody has seen to it yet.
    pub fn is_open(&self) -> bool {
        self.done_at.0 == 0
    }
}

/// What became of a wish where it was not simply done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// When.
    pub at: Millis,
    /// Declined or taken back.
    pub ending: Ending,
    /// Why it was declined; else empty.
    pub reason: String,
}

/// Words of a wish or an answer as they are kept. Refuses such as say nothing or too much, at that field.
pub(crate) fn said(field: &'static str, words: &str, needed: &'static str) -> Res<String> {
    let words = text::tidy(words);
    if text::length(&words) < 2 {
        return Err(Refused::field(field, needed).into());
    }
    if text::length(&words) > LONGEST {
        let most = vec![("most", LONGEST.to_string())];
        let field = qianmo_kernel::FieldError { field: field.into(), message: "registry-too-long", args: most };
        return Err(Refused::invalid(vec![field]).into());
    }
    Ok(words)
}

/// A household says what is not right.
pub fn ask(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, words: &str) -> Res<Id> {
    let row = households::require(tx, household)?;
    permit::staff_or_own(actor, &permit::EDIT, &row.path, household)?;
    let words = said("words", words, "registry-correction-needed")?;
    if count_open(tx, household)? >= MOST_OPEN {
        return Err(Refused::new(Kind::Conflict, "registry-corrections-many").into());
    }
    let (id, now) = (tx.new_id(), tx.now());
    let sealed = tx.vault().seal_text(CORRECTION, id, &words)?;
    tx.execute(INSERT, params![household.county, id, household.id, now, actor.account, sealed])?;
    wishes::note(tx, household)?;
    Ok(id)
}

/// How many corrections of a household are open.
pub(crate) fn count_open(tx: &mut Tx<'_>, household: PublicRef) -> Res<i64> {
    tx.one(OPEN, params![household.county, household.id], |r| r.i64(0))
}

/// When the oldest correction was asked for that is open.
pub(crate) fn oldest_open(tx: &mut Tx<'_>, household: PublicRef) -> Res<Option<Millis>> {
    tx.first(OLDEST, params![household.county, household.id], |r| r.millis(0))
}

/// What a household asked to be corrected, newest first.
pub(crate) fn list(tx: &mut Tx<'_>, household: PublicRef) -> Res<Vec<Correction>> {
    let rows = tx.query(LIST, params![household.county, household.id], |row| {
        Ok((row.id(0)?, row.millis(1)?, row.blob(2)?, row.millis(3)?))
    })?;
    let mut answers = answers(tx, household)?;
    rows.into_iter()
        .map(|(id, asked_at, sealed, done_at)| {
            let words = tx.vault().open_text(CORRECTION, id, &sealed)?;
            let (ending, reason) = match answers.iter().position(|(about, _)| *about == id) {
                Some(at) => {
                    let (_, answer) = answers.swap_remove(at);
                    (answer.ending, answer.reason)
                }
                None if done_at.0 > 0 => (Ending::Done, String::new()),
                None => (Ending::Open, String::new()),
            };
            Ok(Correction { id, asked_at, words, done_at, ending, reason })
        })
        .collect()
}

/// Those that nobody has seen to yet.
pub(crate) fn list_open(tx: &mut Tx<'_>, household: PublicRef) -> Res<Vec<Correction>> {
    let mut corrections = list(tx, household)?;
    corrections.retain(Correction::is_open);
    Ok(corrections)
}

/// A correction was seen to.
///
/// # Errors
/// 403 elsewhere; 404 when the household has none of that number; 409 `registry-wish-over` when it is over already.
pub fn done(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, correction: Id) -> Res<()> {
    require_staff(tx, actor, household)?;
    end(tx, actor, household, correction)?;
    log(tx, actor, household)
}

/// A correction is not made, for a reason that the household reads.
///
/// # Errors
/// As [`done`]; 422 at `reason` without one.
pub fn decline(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, correction: Id, reason: &str) -> Res<()> {
    require_staff(tx, actor, household)?;
    let reason = said("reason", reason, "registry-reason-needed")?;
    end(tx, actor, household, correction)?;
    answer(tx, actor, household, correction, Ending::Declined, &reason)?;
    log(tx, actor, household)
}

/// A household takes back that something is not right.
///
/// # Errors
/// 403 for anybody else; 404 and 409 as [`done`].
pub fn take_back(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, correction: Id) -> Res<()> {
    if !permit::is_own(actor, &permit::OWN, household) {
        return Err(Refused::forbidden().into());
    }
    end(tx, actor, household, correction)?;
    answer(tx, actor, household, correction, Ending::TakenBack, "")
}

fn require_staff(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef) -> Res<()> {
    let row = households::require(tx, household)?;
    permit::require(actor, &permit::EDIT, &row.path)
}

fn end(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, correction: Id) -> Res<()> {
    let now = tx.now();
    if tx.execute(DONE, params![now, actor.account, household.county, correction, household.id])? == 0 {
        let known = tx.first(FIND, params![household.county, correction, household.id], |r| r.millis(0))?;
        return Err(match known {
            Some(_) => Refused::new(Kind::Conflict, "registry-wish-over").into(),
            None => Refused::not_found().into(),
        });
    }
    wishes::note(tx, household)
}

fn log(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef) -> Res<()> {
    let row = households::require(tx, household)?;
    let role = permit::role_for(actor, &permit::EDIT, &row.path, household);
    let purpose = Purpose::of(Task::Correction);
    looks::write(
        tx,
        actor,
        &NewLook { household, role, act: Act::Changed, purpose: &purpose, fields: "corrections", card_shown: false },
    )
}

/// Notes what became of a wish: of a correction, or ([`Id::NONE`]) of the wish to be forgotten.
pub(crate) fn answer(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, about: Id, ending: Ending, reason: &str) -> Res<()> {
    let (id, now) = (tx.new_id(), tx.now());
    let sealed = if reason.is_empty() { Vec::new() } else { tx.vault().seal_text(ANSWER, id, reason)? };
    tx.execute(ANSWER_NEW, params![household.county, id, household.id, about, ending.name(), now, actor.account, sealed])?;
    Ok(())
}

/// What became of a household's wishes, newest first, each with what it was about.
fn answers(tx: &mut Tx<'_>, household: PublicRef) -> Res<Vec<(Id, Answer)>> {
    let rows = tx.query(ANSWERS, params![household.county, household.id], |row| {
        let declined = row.text(2)? == Ending::Declined.name();
        let ending = if declined { Ending::Declined } else { Ending::TakenBack };
        Ok((row.id(0)?, row.id(1)?, ending, row.millis(3)?, row.blob(4)?))
    })?;
    rows.into_iter()
        .map(|(id, about, ending, at, sealed)| {
            let reason = if sealed.is_empty() { String::new() } else { tx.vault().open_text(ANSWER, id, &sealed)? };
            Ok((about, Answer { at, ending, reason }))
        })
        .collect()
}

/// What became last of the wish to be forgotten, where it was declined.
pub(crate) fn erasure_declined(tx: &mut Tx<'_>, household: PublicRef) -> Res<Option<Answer>> {
    let last = answers(tx, household)?.into_iter().find(|(about, _)| *about == Id::NONE);
    Ok(last.map(|(_, answer)| answer).filter(|answer| answer.ending == Ending::Declined))
}

/// Forgets what a household asked for and what it was answered.
pub(crate) fn forget(tx: &mut Tx<'_>, household: PublicRef) -> Res<()> {
    tx.execute(FORGET, params![household.county, household.id])?;
    tx.execute(FORGET_ANSWERS, params![household.county, household.id])?;
    Ok(())
}
