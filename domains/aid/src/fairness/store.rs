//! Reading the counters, and which counties were counted when.

use super::bands::Dimension;
use super::figure::{NUMBERS, Tally};
use super::told::{Counted, Tree};
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Id, Millis, Res};

qianmo_db::sql! {
    /// A year's counters by county, direction and band: what is told is decided over all of them.
    const YEAR = "SELECT county_path, dimension, band, CAST(SUM(opened) AS BIGINT), CAST(SUM(looks) AS BIGINT),
        CAST(SUM(looks_sq) AS BIGINT), CAST(SUM(looks_0) AS BIGINT), CAST(SUM(looks_1) AS BIGINT), CAST(SUM(looks_2) AS BIGINT),
        CAST(SUM(looks_4) AS BIGINT), CAST(SUM(looks_8) AS BIGINT), CAST(SUM(looks_16) AS BIGINT), CAST(SUM(looks_32) AS BIGINT),
        CAST(SUM(looks_64) AS BIGINT), CAST(SUM(shown) AS BIGINT), CAST(SUM(pledged) AS BIGINT), CAST(SUM(met) AS BIGINT),
        CAST(SUM(ended) AS BIGINT), CAST(SUM(first_wait) AS BIGINT), CAST(SUM(first_wait_sq) AS BIGINT), CAST(SUM(met_wait) AS BIGINT),
        CAST(SUM(met_wait_sq) AS BIGINT) FROM aid_fairness WHERE month >= $1 AND month <= $2 GROUP BY county_path, dimension, band";
    /// The next county with requests.
    const NEXT_COUNTY = "SELECT county FROM aid_request WHERE county > $1 ORDER BY county LIMIT 1";
    /// When a county was counted last, and in which month who asks.
    const RUN = "SELECT counted_at, groups_month FROM aid_fairness_run WHERE county = $1";
    /// Notes that it was.
    const COUNTED = "INSERT INTO aid_fairness_run (county, counted_at, groups_month) VALUES ($1, $2, $3)
        ON CONFLICT (county) DO UPDATE SET counted_at = excluded.counted_at, groups_month = excluded.groups_month";
    /// The count that lies back the longest.
    const OLDEST = "SELECT counted_at, groups_month FROM aid_fairness_run WHERE counted_at > 0 ORDER BY counted_at LIMIT 1";
}

/// The directions in which requests are told apart as of the count.
pub const OPEN: [Dimension; 3] = [Dimension::Purpose, Dimension::Photo, Dimension::Writer];
/// The directions in which who asks is told apart as of the beginning of the month.
pub const GUARDED: [Dimension; 4] = [Dimension::Age, Dimension::Sex, Dimension::Disability, Dimension::Language];

/// What is told of a year.
#[derive(Clone, Debug, Default)]
pub struct Year {
    /// Of the requests.
    pub open: Tree,
    /// Of who asks.
    pub groups: Tree,
    /// When the county was counted that was not for the longest; `None`: nothing was counted yet.
    pub counted_at: Option<Millis>,
    /// The month at whose beginning who asks was counted.
    pub groups_month: Option<i64>,
}

fn counted_row(row: &Row<'_>) -> Res<Counted> {
    let mut numbers = [0; NUMBERS];
    for (at, number) in numbers.iter_mut().enumerate() {
        *number = row.i64(3 + at)?;
    }
    Ok(Counted {
        county: row.path(0)?,
        dimension: Dimension::stored(&row.text(1)?)?,
        band: row.text(2)?,
        tally: Tally::from_numbers(numbers),
    })
}

/// What is told of a calendar year.
pub fn year(tx: &mut Tx<'_>, year: i64) -> Res<Year> {
    let counted = tx.query(YEAR, params![year * 100 + 1, year * 100 + 12], counted_row)?;
    let (groups, open): (Vec<Counted>, Vec<Counted>) = counted.into_iter().partition(|one| one.dimension.is_guarded());
    let oldest = tx.first(OLDEST, params![], |row| Ok((row.millis(0)?, row.i64(1)?)))?;
    Ok(Year {
        open: Tree::new(open, Dimension::All, &OPEN),
        groups: Tree::new(groups, Dimension::Groups, &GUARDED),
        counted_at: oldest.map(|(at, _)| at),
        groups_month: oldest.map(|(_, month)| month),
    })
}

/// Counties with requests that were not counted since, at most so many.
pub(super) fn due(tx: &mut Tx<'_>, since: Millis, most: usize) -> Res<Vec<Id>> {
    let (mut found, mut county) = (Vec::new(), Id::NONE);
    while found.len() < most
        && let Some(next) = tx.first(NEXT_COUNTY, params![county], |row| row.id(0))?
    {
        county = next;
        let counted = tx.first(RUN, params![county], |row| row.millis(0))?;
        if counted.is_none_or(|at| at <= since) {
            found.push(county);
        }
    }
    Ok(found)
}

/// The month in which who asks in a county was counted last.
pub(super) fn groups_month(tx: &mut Tx<'_>, county: Id) -> Res<Option<i64>> {
    tx.first(RUN, params![county], |row| row.i64(1))
}

/// Notes that a county was counted.
pub(super) fn counted(tx: &mut Tx<'_>, county: Id, month: i64) -> Res<()> {
    let now = tx.now();
    tx.execute(COUNTED, params![county, now, month]).map(drop)
}
