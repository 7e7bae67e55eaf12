//! Places that end: running and past cases follow to the place that stands for them, so that its reviewers find them.

use qianmo_db::{JobRow, Tx, params};
use qianmo_kernel::Res;
use qianmo_places::Moved;

qianmo_db::sql! {
    /// Writes a new beginning into the paths below an old one. `$2` is the length of the old path and one.
    pub const FOLLOW = "UPDATE procedure_case SET path = $1 || SUBSTR(path, CAST($2 AS INTEGER)) WHERE path >= $3 AND path < $4";
}

/// Listens to `places.succeeded`. Running it again finds nothing left to do.
pub(crate) fn follow(tx: &mut Tx<'_>, job: &JobRow) -> Res<()> {
    let moved: Moved = job.payload()?;
    for step in moved.today(tx)? {
        let (from, to) = qianmo_kernel::PlacePath::from_stored(&*step.old_path).range();
        tx.execute(FOLLOW, params![&step.new_path, step.old_path.len() + 1, &from, &to])?;
    }
    Ok(())
}
