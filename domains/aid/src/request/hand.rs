//! Who wrote a request: its publisher, and whoever had printed the card that the household was signed in with when it was written, handed
//! in or appealed for. They have read the PIN, so what was done with the card may have been done by them, and counts as theirs.

use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Id, PublicRef, Res};

qianmo_db::sql! {
    /// Notes a hand; once is enough.
    const NOTE = "INSERT INTO aid_request_hand (county, request, account) VALUES ($1, $2, $3) \
        ON CONFLICT (county, request, account) DO NOTHING";
    /// The hands of a request.
    const OF = "SELECT account FROM aid_request_hand WHERE county = $1 AND request = $2 ORDER BY account";
}

/// Notes whose card opened the session in which a request is written, if a card alone did.
pub(crate) fn note(tx: &mut Tx<'_>, actor: &Actor, request: PublicRef) -> Res<()> {
    match actor.card_issued_by {
        Some(issuer) if issuer != Id::NONE => tx.execute(NOTE, params![request.county, request.id, issuer]).map(|_| ()),
        _ => Ok(()),
    }
}

/// Everybody who wrote a request, its publisher first.
pub fn writers(tx: &mut Tx<'_>, request: PublicRef, publisher: Id) -> Res<Vec<Id>> {
    let mut writers = vec![publisher];
    writers.extend(tx.query(OF, params![request.county, request.id], |row| row.id(0))?);
    Ok(writers)
}
