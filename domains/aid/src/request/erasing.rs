//! A household is not forgotten while something of it is open here: a request that is being looked at or lives, or money
//! that is kept for one. It is withdrawn, paid out or given back first.

use qianmo_db::{Tx, params};
use qianmo_kernel::{PublicRef, Res};
use qianmo_registry::ErasingHook;

qianmo_db::sql! {
    /// Requests of a household that are under way, whichever county it lived in when they were written.
    const LIVE = "SELECT COUNT(*) FROM aid_request WHERE household = $1 AND household_county = $2 AND state IN
        ('submitted', 'returned', 'appealed', 'open', 'partly_pledged', 'pledged', 'delivering', 'delivered')";
    /// Gifts to a household of which money has come in and neither gone out nor gone back.
    const KEPT = "SELECT COUNT(*) FROM aid_request r JOIN aid_pledge p ON p.county = r.county AND p.request = r.id
        WHERE r.household = $1 AND r.household_county = $2
        AND (p.state = 'refunding' OR p.paid_minor - p.paid_out_minor - p.refunded_minor > 0)";
}

qianmo_registry::erasing_hook!(ErasingHook { open });

fn open(tx: &mut Tx<'_>, household: PublicRef) -> Res<bool> {
    for sql in [LIVE, KEPT] {
        if tx.one(sql, params![household.id, household.county], |row| row.i64(0))? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}
