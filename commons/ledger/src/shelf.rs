//! Where a county's books stand among the others: at the county's path. When the county ends they stay what they are, and stand
//! right below the place that took over, so that its officers and auditors find them. No two books share a path.

use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, PlacePath, Res};
use qianmo_places::{Moved, Place};

qianmo_db::sql! {
    const BELOW = "SELECT county, path FROM ledger_book WHERE path >= $1 AND path < $2 ORDER BY path";
    const SHELVE = "UPDATE ledger_book SET path = $1 WHERE county = $2";
}

/// Where the books of a county belong.
pub(crate) fn of(tx: &mut Tx<'_>, county: &Place) -> Res<PlacePath> {
    if county.is_current() {
        return Ok(county.path.clone());
    }
    let standing = qianmo_places::standing(tx, county.id)?;
    Ok(standing.first().map_or_else(|| county.path.clone(), |place| place.path.child(county.id)))
}

/// Moves the books of what ended. Running it again finds nothing left to do.
pub(crate) fn follow(tx: &mut Tx<'_>, moved: &Moved) -> Res<()> {
    for step in moved.today(tx)? {
        let (from, to) = PlacePath::from_stored(&*step.old_path).range();
        let books: Vec<(Id, String)> = tx.query(BELOW, params![&from, &to], |row| Ok((row.id(0)?, row.text(1)?)))?;
        for (county, path) in books {
            let path = match path.get(step.old_path.len()..).unwrap_or_default() {
                "" => PlacePath::from_stored(&*step.new_path).child(county),
                rest => PlacePath::from_stored(format!("{}{rest}", step.new_path)),
            };
            tx.execute(SHELVE, params![&path, county])?;
        }
    }
    Ok(())
}
