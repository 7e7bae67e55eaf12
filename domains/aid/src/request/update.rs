//! Progress told in words (进展): read here for the page; written by the slice that thanks.

use qianmo_db::{Tx, params};
use qianmo_kernel::{Millis, PublicRef, Res};

/// A word of progress.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Update {
    /// What was told.
    pub body: String,
    /// By whom, as a role.
    pub author_role: String,
    /// When.
    pub at: Millis,
}

qianmo_db::sql! {
    /// The updates of a request, oldest first.
    pub const OF = "SELECT body, author_role, at FROM aid_update WHERE county = $1 AND request = $2 ORDER BY id LIMIT 100";
}

/// The updates of a request, oldest first.
pub fn of(tx: &mut Tx<'_>, request: PublicRef) -> Res<Vec<Update>> {
    tx.query(OF, params![request.county, request.id], |row| {
        Ok(Update { body: row.text(0)?, author_role: row.text(1)?, at: row.millis(2)? })
    })
}
