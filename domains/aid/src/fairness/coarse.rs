//! The sealed rows: one per request, written when it opens, gone when the household is forgotten and a year after the request ended.

use super::bands::Coarse;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Millis, PublicRef, Res};
use qianmo_registry::Status;
use qianmo_web::SealedColumn;

/// What a row is sealed under.
const PURPOSE: &str = "aid.coarse";

/// For key rotation.
pub const SEALED: &[SealedColumn] =
    &[SealedColumn { table: "aid_coarse", column: "coarse_sealed", keys: &["county", "request"], purpose: PURPOSE }];

qianmo_db::sql! {
    /// Keeps a row, once.
    const KEEP = "INSERT INTO aid_coarse (county, request, coarse_sealed) VALUES ($1, $2, $3) ON CONFLICT (county, request) DO NOTHING";
    /// One row.
    const FIND = "SELECT coarse_sealed FROM aid_coarse WHERE county = $1 AND request = $2";
    /// Deletes a row.
    const FORGET = "DELETE FROM aid_coarse WHERE county = $1 AND request = $2";
    /// Requests that opened since and have no row: they opened before there were any, or their household is forgotten.
    const WITHOUT = "SELECT r.opened_at, r.id, r.household_county, r.household FROM aid_request r WHERE r.county = $1 AND r.opened_at >= $2
        AND (r.opened_at > $2 OR r.id > $3) AND NOT EXISTS (SELECT 1 FROM aid_coarse c WHERE c.county = r.county AND c.request = r.id)
        ORDER BY r.opened_at, r.id LIMIT $4";
    /// Rows of requests that were written before `$2` and ended before `$3`.
    const OVER = "SELECT c.request FROM aid_coarse c JOIN aid_request r ON r.county = c.county AND r.id = c.request WHERE c.county = $1
        AND c.request < $2 AND r.state IN ('met', 'expired', 'withdrawn', 'failed', 'closed') AND COALESCE(r.ended_at, r.met_at, 0) < $3
        ORDER BY c.request LIMIT $4";
}

/// How long a row is kept after its request ended: no month is counted anew so late.
pub(super) const KEPT: i64 = 366 * Millis::DAY;
/// Rows of a unit of work.
const BATCH: usize = 200;

/// Keeps the row of a request that opens. The household's sealed data is opened inside the unit of work only; no person sees it.
pub fn keep(tx: &mut Tx<'_>, request: PublicRef, household: PublicRef) -> Res<()> {
    let coarse = Coarse::of(&qianmo_registry::stat_row(tx, household)?);
    let sealed = tx.vault().seal(PURPOSE, request.id, &coarse.bytes())?;
    tx.execute(KEEP, params![request.county, request.id, sealed])?;
    Ok(())
}

/// Forgets who asked.
pub fn forget(tx: &mut Tx<'_>, request: PublicRef) -> Res<()> {
    tx.execute(FORGET, params![request.county, request.id]).map(drop)
}

/// Who asks; `None` where nothing is kept of it.
pub(super) fn open(tx: &mut Tx<'_>, request: PublicRef) -> Res<Option<Coarse>> {
    let sealed = tx.first(FIND, params![request.county, request.id], |row| row.blob(0))?;
    sealed.map(|sealed| read(tx, request.id, &sealed)).transpose()
}

/// Opens a row that was read.
pub(super) fn read(tx: &Tx<'_>, request: Id, sealed: &[u8]) -> Res<Coarse> {
    Coarse::read(&tx.vault().open(PURPOSE, request, sealed)?)
}

/// Where filling up goes on: the moment and the request that were looked at last.
pub(super) type After = (Millis, Id);

/// Keeps the rows that are missing of requests of a county that opened since, so many at once; says where to go on, if there may be more.
pub(super) fn fill(tx: &mut Tx<'_>, county: Id, after: After) -> Res<Option<After>> {
    let missing = tx.query(WITHOUT, params![county, after.0, after.1, BATCH], |row| {
        Ok((row.millis(0)?, row.id(1)?, PublicRef::new(row.id(2)?, row.id(3)?)))
    })?;
    for (_, request, household) in &missing {
        // Of a household that is forgotten nothing is kept again.
        if qianmo_registry::standing(tx, *household)?.status != Status::Erased {
            keep(tx, PublicRef::new(county, *request), *household)?;
        }
    }
    Ok(missing.last().filter(|_| missing.len() == BATCH).map(|(at, request, _)| (*at, *request)))
}

/// Deletes rows of a county's requests that ended so long ago, so many at once; says whether there may be more.
pub(super) fn sweep(tx: &mut Tx<'_>, county: Id) -> Res<bool> {
    let since = tx.now() - KEPT;
    let over = tx.query(OVER, params![county, first_id(since), since, BATCH], |row| row.id(0))?;
    for request in &over {
        forget(tx, PublicRef::new(county, *request))?;
    }
    Ok(over.len() == BATCH)
}

/// No id that was made before that moment is as large: the upper 42 of its 63 bits are the milliseconds.
fn first_id(at: Millis) -> Id {
    Id::from_i64(at.0.max(0).saturating_mul(1 << 21))
}
