//! Which households wait for an answer.

use crate::household::store as households;
use crate::own;
use crate::words::Status;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Millis, PlacePath, PublicRef, Res};

qianmo_db::sql! {
    /// Since when the oldest wish of a household waits.
    const NOTE = "UPDATE household SET wishes_since = $1 WHERE county = $2 AND id = $3";
    /// Households under a place that wait for an answer, the longest first.
    const LIST = "SELECT county, id, wishes_since, erasure_asked_at, erasure_by FROM household WHERE wishes_since > 0 \
        AND place_path >= $1 AND place_path < $2 AND (wishes_since, id) > ($3, $4) ORDER BY wishes_since, id LIMIT $5";
    /// How many households under a place wait for an answer.
    const COUNT = "SELECT COUNT(*) FROM household WHERE wishes_since > 0 AND place_path >= $1 AND place_path < $2";
}

/// A household that waits for an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wishing {
    /// The household.
    pub household: PublicRef,
    /// Since when its oldest wish waits.
    pub since: Millis,
    /// When it asked to be forgotten; 0: it does not.
    pub erasure_asked_at: Millis,
    /// The officer who proposed to erase it; `Id::NONE`: nobody has.
    pub erasure_by: Id,
    /// How many corrections it waits for.
    pub corrections: i64,
}

/// Notes since when a household waits, after one of its wishes came or went.
pub(crate) fn note(tx: &mut Tx<'_>, household: PublicRef) -> Res<()> {
    let row = households::require(tx, household)?;
    let erasure = (row.erasure_asked_at.0 > 0).then_some(row.erasure_asked_at);
    let oldest = own::oldest_open(tx, household)?.into_iter().chain(erasure).min();
    // Of one that is forgotten nobody waits for anything.
    let since = oldest.filter(|_| row.status != Status::Erased).unwrap_or_default();
    tx.execute(NOTE, params![since, household.county, household.id])?;
    Ok(())
}

/// Households at or under a place that wait for an answer, the longest first; `after` (moment and household) is where the page
/// before ended.
pub fn list(tx: &mut Tx<'_>, under: &PlacePath, after: (Millis, Id), limit: i64) -> Res<Vec<Wishing>> {
    let (from, to) = under.range();
    let mut found = tx.query(LIST, params![&from, &to, after.0, after.1, limit], |row| {
        Ok(Wishing {
            household: PublicRef::new(row.id(0)?, row.id(1)?),
            since: row.millis(2)?,
            erasure_asked_at: row.millis(3)?,
            erasure_by: row.id(4)?,
            corrections: 0,
        })
    })?;
    for wishing in &mut found {
        wishing.corrections = own::count_open(tx, wishing.household)?;
    }
    Ok(found)
}

/// How many households at or under a place wait for an answer.
pub fn count(tx: &mut Tx<'_>, under: &PlacePath) -> Res<i64> {
    let (from, to) = under.range();
    tx.one(COUNT, params![&from, &to], |row| row.i64(0))
}
