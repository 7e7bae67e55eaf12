//! How often requests stood on donors' own slates: added up by request and by day, an hour at a time, before who was shown what is forgotten.

use crate::board::why;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Fail, Millis, Res};

qianmo_db::sql! {
    /// Up to when it is added up.
    const UNTIL = "SELECT until FROM aid_slate_counted WHERE one = 1";
    /// Begins.
    const BEGIN = "INSERT INTO aid_slate_counted (one, until) VALUES (1, $1) ON CONFLICT (one) DO NOTHING";
    /// Goes on, unless somebody else did.
    const GO_ON = "UPDATE aid_slate_counted SET until = $1 WHERE one = 1 AND until = $2";
    /// When something was shown first since.
    const NEXT = "SELECT at FROM aid_shown WHERE at >= $1 AND at < $2 ORDER BY at LIMIT 1";
    /// What was shown in a while, by request, and how often because it was lifted.
    const SHOWN = "SELECT county, request, COUNT(*), CAST(SUM(CASE WHEN (why & $3) > 0 THEN 1 ELSE 0 END) AS BIGINT) FROM aid_shown
        WHERE at >= $1 AND at < $2 GROUP BY county, request";
    /// Adds it up by request.
    const ADD = "INSERT INTO aid_slate_count (county, request, shown) VALUES ($1, $2, $3)
        ON CONFLICT (county, request) DO UPDATE SET shown = aid_slate_count.shown + excluded.shown";
    /// Adds it up by day.
    const ADD_DAY = "INSERT INTO aid_slate_day (day, places, lifted) VALUES ($1, $2, $3) ON CONFLICT (day) DO UPDATE SET
        places = aid_slate_day.places + excluded.places, lifted = aid_slate_day.lifted + excluded.lifted";
    /// Forgets days that are long over.
    const PAST = "DELETE FROM aid_slate_day WHERE day < $1";
    /// The places of some days.
    pub(super) const DAYS = "SELECT CAST(COALESCE(SUM(places), 0) AS BIGINT), CAST(COALESCE(SUM(lifted), 0) AS BIGINT)
        FROM aid_slate_day WHERE day > $1";
}

/// What was shown so lately may not have been written yet.
const LATE: i64 = 10 * Millis::MINUTE;
/// How much is added up in one unit of work.
const STEP: i64 = Millis::HOUR;
/// How many days are told of.
pub(super) const DAYS_TOLD: i64 = 30;

/// The day of a moment, in days since 1970.
pub(super) const fn day_of(at: Millis) -> i64 {
    at.0.div_euclid(Millis::DAY)
}

/// Adds up the next hour in which something was shown; says whether there may be more. Each row is counted once: up to when is kept in the
/// same unit of work.
pub(super) fn step(tx: &mut Tx<'_>) -> Res<bool> {
    let end = tx.now() - LATE;
    tx.execute(BEGIN, params![0])?;
    let until = tx.one(UNTIL, params![], |row| row.millis(0))?;
    let Some(first) = tx.first(NEXT, params![until, end], |row| row.millis(0))? else { return Ok(false) };
    // An hour of the clock, so that it lies within one day.
    let to = Millis((first.0.div_euclid(STEP) + 1) * STEP).min(end);
    let shown = tx.query(SHOWN, params![until, to, why::LIFTED], |row| Ok((row.id(0)?, row.id(1)?, row.i64(2)?, row.i64(3)?)))?;
    if tx.execute(GO_ON, params![to, until])? == 0 {
        return Err(Fail::Race);
    }
    let (mut places, mut lifted) = (0, 0);
    for (county, request, times, of_them) in &shown {
        tx.execute(ADD, params![*county, *request, *times])?;
        (places, lifted) = (places + times, lifted + of_them);
    }
    tx.execute(ADD_DAY, params![day_of(first), places, lifted])?;
    tx.execute(PAST, params![day_of(end) - DAYS_TOLD])?;
    Ok(to < end)
}
