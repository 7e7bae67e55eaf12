//! Reading the counters; below the county the requests themselves are counted.

use super::figure::{Cohort, Figure};
use super::told::Table;
use crate::lifecycle::RequestState;
use crate::request::month_of;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Id, Millis, PlacePath, Res};
use qianmo_places::Place;
use std::collections::{BTreeMap, BTreeSet};

qianmo_db::sql! {
    /// By purpose.
    pub(crate) const BY_PURPOSE = "SELECT purpose, CAST(SUM(submitted) AS BIGINT), CAST(SUM(opened) AS BIGINT), CAST(SUM(met) AS BIGINT),
        CAST(SUM(ended) AS BIGINT), CAST(SUM(wait_sum) AS BIGINT) FROM aid_cohort WHERE county_path >= $1 AND county_path < $2
        AND month >= $3 AND month <= $4 GROUP BY purpose";
    /// By month, of one purpose or all.
    pub(crate) const BY_MONTH = "SELECT month, CAST(SUM(submitted) AS BIGINT), CAST(SUM(opened) AS BIGINT), CAST(SUM(met) AS BIGINT),
        CAST(SUM(ended) AS BIGINT), CAST(SUM(wait_sum) AS BIGINT) FROM aid_cohort WHERE county_path >= $1 AND county_path < $2
        AND month >= $3 AND month <= $4 AND (purpose = $5 OR $5 = '') GROUP BY month";
    /// By county, of one purpose or all.
    pub(crate) const BY_COUNTY = "SELECT county_path, CAST(SUM(submitted) AS BIGINT), CAST(SUM(opened) AS BIGINT),
        CAST(SUM(met) AS BIGINT), CAST(SUM(ended) AS BIGINT), CAST(SUM(wait_sum) AS BIGINT) FROM aid_cohort
        WHERE county_path >= $1 AND county_path < $2 AND month >= $3 AND month <= $4 AND (purpose = $5 OR $5 = '')
        GROUP BY county_path";
    /// By county and purpose: what everybody is told of a year is decided over all of it.
    pub(crate) const BY_COUNTY_AND_PURPOSE = "SELECT county_path, CAST(SUM(submitted) AS BIGINT), CAST(SUM(opened) AS BIGINT),
        CAST(SUM(met) AS BIGINT), CAST(SUM(ended) AS BIGINT), CAST(SUM(wait_sum) AS BIGINT), purpose FROM aid_cohort
        WHERE county_path >= $1 AND county_path < $2 AND month >= $3 AND month <= $4 GROUP BY county_path, purpose";
    /// By county and month, likewise.
    pub(crate) const BY_COUNTY_AND_MONTH = "SELECT county_path, CAST(SUM(submitted) AS BIGINT), CAST(SUM(opened) AS BIGINT),
        CAST(SUM(met) AS BIGINT), CAST(SUM(ended) AS BIGINT), CAST(SUM(wait_sum) AS BIGINT), month FROM aid_cohort
        WHERE county_path >= $1 AND county_path < $2 AND month >= $3 AND month <= $4 GROUP BY county_path, month";
    /// Whether anything was counted in some months.
    pub(crate) const ANY = "SELECT 1 FROM aid_cohort WHERE month >= $1 AND month <= $2 LIMIT 1";
    /// The requests below a county's level, to be counted one by one.
    pub(crate) const ONE_BY_ONE = "SELECT place_path, purpose, state, first_submitted_at, opened_at, met_at FROM aid_request
        WHERE county = $1 AND place_path >= $2 AND place_path < $3 AND first_submitted_at IS NOT NULL";
    /// The counties whose requests count at a path: rows keep the county that they were made in, also when it has ended.
    pub(crate) const COUNTIES = "SELECT DISTINCT county FROM aid_cohort WHERE county_path >= $1 AND county_path < $2";
}

fn figure(row: &Row<'_>) -> Res<Figure> {
    Ok(Figure { submitted: row.i64(1)?, opened: row.i64(2)?, met: row.i64(3)?, ended: row.i64(4)?, wait_sum: row.i64(5)? })
}

/// What everybody is told of a year.
pub fn table(tx: &mut Tx<'_>, year: Cohort) -> Res<Table> {
    if tx.first(ANY, params![year.from, year.to], |_| Ok(()))?.is_none() {
        return Ok(Table::new(Vec::new(), Vec::new()));
    }
    let (from, to) = PlacePath::root().range();
    let values = params![&from, &to, year.from, year.to];
    let purposes = tx.query(BY_COUNTY_AND_PURPOSE, values, |row| Ok((row.path(0)?, row.text(6)?, figure(row)?)))?;
    let months = tx.query(BY_COUNTY_AND_MONTH, values, |row| Ok((row.path(0)?, row.i64(6)?, figure(row)?)))?;
    Ok(Table::new(purposes, months))
}

/// Where figures are asked for by whoever answers for the place.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The paths of the place and of what it took over from.
    paths: Vec<PlacePath>,
    /// The counties that its requests were made in, when the place keeps the books or lies below the level that does.
    counties: Vec<Id>,
    /// Whether it lies below that level, so that its requests are counted one by one.
    below: bool,
}

impl Scope {
    /// The scope of a place.
    pub fn of(tx: &mut Tx<'_>, place: &Place) -> Res<Scope> {
        let paths = qianmo_places::lineage(tx, place.id)?.into_iter().map(|p| p.path).collect();
        let books = qianmo_places::ancestors(tx, &place.path)?.into_iter().rev().find(|p| p.keeps_books).map(|p| p.id);
        let counties = books.map(|books| counties(tx, books)).transpose()?.unwrap_or_default();
        Ok(Scope { paths, counties, below: books.is_some_and(|books| books != place.id) })
    }
}

/// A county and all that it took over from, directly or in part.
fn counties(tx: &mut Tx<'_>, books: Id) -> Res<Vec<Id>> {
    let mut found = BTreeSet::new();
    for place in qianmo_places::lineage(tx, books)? {
        found.insert(place.id);
        let (from, to) = place.path.range();
        found.extend(tx.query(COUNTIES, params![&from, &to], |row| row.id(0))?);
    }
    Ok(found.into_iter().collect())
}

/// A request as it is counted.
struct One {
    path: PlacePath,
    purpose: String,
    submitted: i64,
    figure: Figure,
    opened: Option<i64>,
}

fn one_by_one(tx: &mut Tx<'_>, counties: &[Id], path: &PlacePath) -> Res<Vec<One>> {
    let (from, to) = path.range();
    let mut found = Vec::new();
    for county in counties {
        found.extend(tx.query(ONE_BY_ONE, params![*county, &from, &to], one)?);
    }
    Ok(found)
}

fn one(row: &Row<'_>) -> Res<One> {
    let state = RequestState::stored(&row.text(2)?)?;
    let (submitted, opened, met) = (row.millis(3)?, row.opt_millis(4)?, row.opt_millis(5)?);
    Ok(One {
        path: row.path(0)?,
        purpose: row.text(1)?,
        submitted: month_of(submitted),
        figure: counted(state, opened, met),
        opened: opened.map(month_of),
    })
}

fn counted(state: RequestState, opened: Option<Millis>, met: Option<Millis>) -> Figure {
    let Some(opened) = opened else { return Figure::default() };
    let is_met = state == RequestState::Met;
    Figure {
        submitted: 0,
        opened: 1,
        met: i64::from(is_met),
        ended: i64::from(state.is_over() && !is_met),
        wait_sum: met.filter(|_| is_met).map_or(0, |met| (met.0 - opened.0).max(0)),
    }
}

impl One {
    /// What it adds to a cohort, handed in and opened each in their own month.
    fn within(&self, cohort: Cohort) -> Figure {
        let inside = |month: i64| cohort.from <= month && month <= cohort.to;
        let mut figure = if self.opened.is_some_and(inside) { self.figure } else { Figure::default() };
        figure.submitted = i64::from(inside(self.submitted));
        figure
    }
}

/// Figures by purpose.
pub fn by_purpose(tx: &mut Tx<'_>, scope: &Scope, cohort: Cohort) -> Res<BTreeMap<String, Figure>> {
    let mut sums: BTreeMap<String, Figure> = BTreeMap::new();
    for path in &scope.paths {
        if scope.below {
            for one in one_by_one(tx, &scope.counties, path)? {
                *sums.entry(one.purpose.clone()).or_default() += one.within(cohort);
            }
        } else {
            let (from, to) = path.range();
            for (purpose, figure) in
                tx.query(BY_PURPOSE, params![&from, &to, cohort.from, cohort.to], |row| Ok((row.text(0)?, figure(row)?)))?
            {
                *sums.entry(purpose).or_default() += figure;
            }
        }
    }
    Ok(sums)
}

/// Figures by month of the cohort, of one purpose or all.
pub fn by_month(tx: &mut Tx<'_>, scope: &Scope, cohort: Cohort, purpose: &str) -> Res<BTreeMap<i64, Figure>> {
    let mut sums: BTreeMap<i64, Figure> = cohort.months().into_iter().map(|m| (m, Figure::default())).collect();
    for path in &scope.paths {
        if scope.below {
            for one in one_by_one(tx, &scope.counties, path)?.iter().filter(|o| purpose.is_empty() || o.purpose == purpose) {
                if let Some(sum) = sums.get_mut(&one.submitted) {
                    sum.submitted += 1;
                }
                if let Some(sum) = one.opened.and_then(|month| sums.get_mut(&month)) {
                    *sum += one.figure;
                }
            }
        } else {
            let (from, to) = path.range();
            let values = params![&from, &to, cohort.from, cohort.to, purpose];
            for (month, figure) in tx.query(BY_MONTH, values, |row| Ok((row.i64(0)?, figure(row)?)))? {
                *sums.entry(month).or_default() += figure;
            }
        }
    }
    Ok(sums)
}

/// Figures by the places right under one, of one purpose or all, by their ids.
pub fn by_place(tx: &mut Tx<'_>, scope: &Scope, place: &Place, cohort: Cohort, purpose: &str) -> Res<BTreeMap<Id, Figure>> {
    let depth = place.path.ids().count();
    let mut sums: BTreeMap<Id, Figure> = BTreeMap::new();
    // At a county and below, the parts of it are counted one by one; above it, county by county.
    let singly = scope.below || place.keeps_books;
    for path in &scope.paths {
        if singly {
            for one in one_by_one(tx, &scope.counties, path)?.iter().filter(|o| purpose.is_empty() || o.purpose == purpose) {
                if let Some(child) = one.path.ids().nth(depth) {
                    *sums.entry(child).or_default() += one.within(cohort);
                }
            }
        } else {
            let (from, to) = path.range();
            let values = params![&from, &to, cohort.from, cohort.to, purpose];
            for (county, figure) in tx.query(BY_COUNTY, values, |row| Ok((row.path(0)?, figure(row)?)))? {
                if let Some(child) = county.ids().nth(depth) {
                    *sums.entry(child).or_default() += figure;
                }
            }
        }
    }
    Ok(sums)
}

/// The sum of a breakdown.
pub fn totals<'a>(figures: impl IntoIterator<Item = &'a Figure>) -> Figure {
    let mut sum = Figure::default();
    for figure in figures {
        sum += *figure;
    }
    sum
}
