//! The demonstration's one-time codes, so that its page may show them. In a real installation nothing is
//! ever written here: both functions are told whether this is a demonstration, and do nothing when it is not.

use crate::address::Address;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Millis, Res};

const PURPOSE: &str = "notify.demo.ticket";

qianmo_db::sql! {
    /// Keeps the code of a ticket.
    const KEEP = "INSERT INTO demo_code (ticket_key, code, at) VALUES ($1, $2, $3) \
        ON CONFLICT (ticket_key) DO UPDATE SET code = excluded.code, at = excluded.at";
    /// The code of a ticket.
    const SHOW = "SELECT code FROM demo_code WHERE ticket_key = $1";
    /// Drops old ones.
    const SWEEP = "DELETE FROM demo_code WHERE at < $1";
}

/// Keeps the code that was sent to an address under somebody's ticket, and writes it into the log, marked; only in a
/// demonstration.
pub fn keep(tx: &mut Tx<'_>, demo: bool, ticket: &str, address: &Address, code: &str) -> Res<()> {
    if !demo {
        return Ok(());
    }
    let key = tx.vault().blind(PURPOSE, ticket);
    let now = tx.now();
    tx.execute(SWEEP, params![now - Millis::DAY])?;
    tx.execute(KEEP, params![key, code, now])?;
    tracing::info!(target: "qianmo::demo", to = address.shown(), code, "DEMONSTRATION: one-time code");
    Ok(())
}

/// The code that was sent under a ticket; only in a demonstration.
pub fn show(tx: &mut Tx<'_>, demo: bool, ticket: &str) -> Res<Option<String>> {
    if !demo {
        return Ok(None);
    }
    let key = tx.vault().blind(PURPOSE, ticket);
    tx.first(SHOW, params![key], |row| row.text(0))
}
