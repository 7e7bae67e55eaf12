//! What a household may do for itself: say what is not right, ask to be forgotten. What it sees is the same opening that
//! staff get, without having to say why.

use crate::household::store as households;
use crate::looks::{self, NewLook, Purpose};
use crate::permit;
use crate::words::{Act, Task};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Id, Millis, PublicRef, Refused, Res, text};

/// What the seal of a correction's words is bound to.
pub const CORRECTION: &str = "registry.correction.words";

qianmo_db::sql! {
    /// A new correction asked for.
    const INSERT = "INSERT INTO household_correction (county, id, household, asked_at, asked_by, words_sealed, done_at, done_by) \
        VALUES ($1, $2, $3, $4, $5, $6, 0, 0)";
    /// Corrections a household asked for, newest first.
    const LIST = "SELECT id, asked_at, words_sealed, done_at FROM household_correction \
        WHERE county = $1 AND household = $2 ORDER BY id DESC LIMIT 50";
    /// How many are open.
    const OPEN = "SELECT COUNT(*) FROM household_correction WHERE county = $1 AND household = $2 AND done_at = 0";
    /// One is done.
    const DONE = "UPDATE household_correction SET done_at = $1, done_by = $2 WHERE county = $3 AND id = $4 AND household = $5 AND done_at = 0";
    /// Forgets a household's.
    const FORGET = "DELETE FROM household_correction WHERE county = $1 AND household = $2";
}

/// Open corrections a household may have at once.
const MOST_OPEN: i64 = 20;

/// A correction that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// The row.
    pub id: Id,
    /// When.
    pub asked_at: Millis,
    /// What is not right, in the household's words.
    pub words: String,
    /// When it was seen to; 0: not yet.
    pub done_at: Millis,
}

/// A household says what is not right.
pub fn ask(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, words: &str) -> Res<Id> {
    let row = households::require(tx, household)?;
    permit::staff_or_own(actor, &permit::EDIT, &row.path, household)?;
    let words = text::tidy(words);
    if text::length(&words) < 2 {
        return Err(Refused::field("words", "registry-correction-needed").into());
    }
    if text::length(&words) > 500 {
        let most = vec![("most", "500".to_owned())];
        let field = qianmo_kernel::FieldError { field: "words".into(), message: "registry-too-long", args: most };
        return Err(Refused::invalid(vec![field]).into());
    }
    if tx.one(OPEN, params![household.county, household.id], |r| r.i64(0))? >= MOST_OPEN {
        return Err(Refused::new(qianmo_kernel::Kind::Conflict, "registry-corrections-many").into());
    }
    let (id, now) = (tx.new_id(), tx.now());
    let sealed = tx.vault().seal_text(CORRECTION, id, &words)?;
    tx.execute(INSERT, params![household.county, id, household.id, now, actor.account, sealed])?;
    Ok(id)
}

/// What a household asked to be corrected, newest first.
pub(crate) fn list(tx: &mut Tx<'_>, household: PublicRef) -> Res<Vec<Correction>> {
    let rows = tx.query(LIST, params![household.county, household.id], |row| {
        Ok((row.id(0)?, row.millis(1)?, row.blob(2)?, row.millis(3)?))
    })?;
    rows.into_iter()
        .map(|(id, asked_at, sealed, done_at)| {
            Ok(Correction { id, asked_at, words: tx.vault().open_text(CORRECTION, id, &sealed)?, done_at })
        })
        .collect()
}

/// A correction was seen to.
pub fn done(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, correction: Id) -> Res<()> {
    let row = households::require(tx, household)?;
    permit::require(actor, &permit::EDIT, &row.path)?;
    let now = tx.now();
    if tx.execute(DONE, params![now, actor.account, household.county, correction, household.id])? == 0 {
        return Err(Refused::not_found().into());
    }
    let role = permit::role_for(actor, &permit::EDIT, &row.path, household);
    let purpose = Purpose::of(Task::Correction);
    looks::write(
        tx,
        actor,
        &NewLook { household, role, act: Act::Changed, purpose: &purpose, fields: "corrections", card_shown: false },
    )
}

/// Forgets what a household asked for.
pub(crate) fn forget(tx: &mut Tx<'_>, household: PublicRef) -> Res<()> {
    tx.execute(FORGET, params![household.county, household.id]).map(|_| ())
}
