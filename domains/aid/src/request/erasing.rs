//! A household is not forgotten while something of it is open here: a request that is being looked at or lives, or money
//! that is kept for one. It is withdrawn, paid out or given back first. Since when that is so is told as well: whoever was on record before
//! is one in whom the household lives on.

use qianmo_db::{Tx, params};
use qianmo_kernel::{Millis, PublicRef, Res};
use qianmo_registry::ErasingHook;

qianmo_db::sql! {
    /// When the oldest request of a household that is under way was handed in for the first time, whichever county the household lived in
    /// when it was written.
    const LIVE = "SELECT MIN(COALESCE(first_submitted_at, created_at)) FROM aid_request WHERE household = $1 AND household_county = $2
        AND state IN ('submitted', 'returned', 'appealed', 'open', 'partly_pledged', 'pledged', 'delivering', 'delivered')";
    /// The same of requests for which money has come in that has neither gone out nor gone back.
    const KEPT = "SELECT MIN(COALESCE(r.first_submitted_at, r.created_at)) FROM aid_request r
        JOIN aid_pledge p ON p.county = r.county AND p.request = r.id WHERE r.household = $1 AND r.household_county = $2
        AND (p.state = 'refunding' OR p.paid_minor - p.paid_out_minor - p.refunded_minor > 0)";
    /// Whether a household ever handed in a request.
    const EVER = "SELECT 1 FROM aid_request WHERE household = $1 AND household_county = $2 AND first_submitted_at IS NOT NULL LIMIT 1";
}

qianmo_registry::erasing_hook!(ErasingHook { open, ever });

fn open(tx: &mut Tx<'_>, household: PublicRef) -> Res<Option<Millis>> {
    let mut oldest: Option<Millis> = None;
    for sql in [LIVE, KEPT] {
        let since = tx.one(sql, params![household.id, household.county], |row| row.opt_millis(0))?;
        oldest = oldest.into_iter().chain(since).min();
    }
    Ok(oldest)
}

fn ever(tx: &mut Tx<'_>, household: PublicRef) -> Res<bool> {
    Ok(tx.first(EVER, params![household.id, household.county], |_| Ok(()))?.is_some())
}
