//! What was said when a request was taken back or stopped. Its writers and those who answer for its place read it.

use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, PublicRef, Res};

/// What it is sealed under.
pub const END_NOTE: &str = "aid.request.end-note";

qianmo_db::sql! {
    /// Keeps a note; a request ends once.
    pub const KEEP = "INSERT INTO aid_end_note (county, id, note_sealed, by_account, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (county, id) DO NOTHING";
    /// The note of a request.
    pub const OF = "SELECT note_sealed FROM aid_end_note WHERE county = $1 AND id = $2";
    /// Forgets it.
    pub const FORGET = "DELETE FROM aid_end_note WHERE county = $1 AND id = $2";
}

/// Keeps what was said; nothing when nothing was.
pub fn keep(tx: &mut Tx<'_>, request: PublicRef, by: Id, note: &str) -> Res<()> {
    if note.is_empty() {
        return Ok(());
    }
    let (sealed, now) = (tx.vault().seal_text(END_NOTE, request.id, note)?, tx.now());
    tx.execute(KEEP, params![request.county, request.id, sealed, by, now]).map(|_| ())
}

/// What was said, for those concerned.
pub fn read(tx: &mut Tx<'_>, request: PublicRef) -> Res<Option<String>> {
    match tx.first(OF, params![request.county, request.id], |row| row.blob(0))? {
        Some(sealed) => tx.vault().open_text(END_NOTE, request.id, &sealed).map(Some),
        None => Ok(None),
    }
}

/// Forgets what was said, with its household.
pub fn forget(tx: &mut Tx<'_>, request: PublicRef) -> Res<()> {
    tx.execute(FORGET, params![request.county, request.id]).map(|_| ())
}
