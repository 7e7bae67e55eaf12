//! How often requests stood on donors' own slates: added up by request, an hour at a time, before who was shown what is forgotten.

use qianmo_db::{Tx, params};
use qianmo_kernel::{Fail, Id, Millis, Res};

qianmo_db::sql! {
    /// Up to when it is added up.
    const UNTIL = "SELECT until FROM aid_slate_counted WHERE one = 1";
    /// Begins.
    const BEGIN = "INSERT INTO aid_slate_counted (one, until) VALUES (1, $1) ON CONFLICT (one) DO NOTHING";
    /// Goes on, unless somebody else did.
    const GO_ON = "UPDATE aid_slate_counted SET until = $1 WHERE one = 1 AND until = $2";
    /// When something was shown first since.
    const NEXT = "SELECT at FROM aid_shown WHERE at >= $1 AND at < $2 ORDER BY at LIMIT 1";
    /// What was shown in a while, by request.
    const SHOWN = "SELECT county, request, COUNT(*) FROM aid_shown WHERE at >= $1 AND at < $2 GROUP BY county, request";
    /// Adds it up.
    const ADD = "INSERT INTO aid_slate_count (county, request, shown) VALUES ($1, $2, $3)
        ON CONFLICT (county, request) DO UPDATE SET shown = aid_slate_count.shown + excluded.shown";
}

/// What was shown so lately may not have been written yet.
const LATE: i64 = 10 * Millis::MINUTE;
/// How much is added up in one unit of work.
const STEP: i64 = Millis::HOUR;

/// Adds up the next hour in which something was shown; says whether there may be more. Each row is counted once: from when to when is
/// kept in the same unit of work.
pub(super) fn step(tx: &mut Tx<'_>) -> Res<bool> {
    let end = tx.now() - LATE;
    tx.execute(BEGIN, params![0])?;
    let until = tx.one(UNTIL, params![], |row| row.millis(0))?;
    let Some(first) = tx.first(NEXT, params![until, end], |row| row.millis(0))? else { return Ok(false) };
    let to = Millis((first.0 / STEP + 1) * STEP).min(end);
    let shown = tx.query(SHOWN, params![until, to], |row| Ok((row.id(0)?, row.id(1)?, row.i64(2)?)))?;
    if tx.execute(GO_ON, params![to, until])? == 0 {
        return Err(Fail::Race);
    }
    for (county, request, times) in shown {
        let (county, request): (Id, Id) = (county, request);
        tx.execute(ADD, params![county, request, times])?;
    }
    Ok(to < end)
}
