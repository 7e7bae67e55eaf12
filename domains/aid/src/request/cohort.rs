//! Counting: what was handed in and opened in a month, and what became of what opened then.

use super::model::Request;
use crate::lifecycle::RequestState;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Millis, PlacePath, Res};

/// Months are counted in the day of the place. The whole country keeps one time.
const OFFSET_MINUTES: i32 = 480;

qianmo_db::sql! {
    /// Adds to a month's counters.
    pub const ADD = "INSERT INTO aid_cohort (county, purpose, month, county_path, submitted, opened, met, ended, wait_sum)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (county, purpose, month) DO UPDATE SET submitted = aid_cohort.submitted + excluded.submitted,
        opened = aid_cohort.opened + excluded.opened, met = aid_cohort.met + excluded.met,
        ended = aid_cohort.ended + excluded.ended, wait_sum = aid_cohort.wait_sum + excluded.wait_sum";
}

#[derive(Default)]
struct Plus {
    submitted: i64,
    opened: i64,
    met: i64,
    ended: i64,
    wait: i64,
}

/// The month a moment lies in: year × 100 + month.
pub fn month_of(at: Millis) -> i64 {
    let (year, month, _) = at.date_at(OFFSET_MINUTES);
    i64::from(year) * 100 + i64::from(month)
}

/// When a month begins; year × 100 + month.
pub(crate) fn month_start(month: i64) -> Millis {
    let day = i16::try_from(month / 100).ok().zip(i8::try_from(month % 100).ok());
    let midnight = day.and_then(|(year, month)| Millis::from_date(year, month, 1)).unwrap_or(Millis(i64::MAX));
    midnight - i64::from(OFFSET_MINUTES) * Millis::MINUTE
}

/// The year a moment lies in.
pub fn year_of(at: Millis) -> i64 {
    i64::from(at.year_at(OFFSET_MINUTES))
}

/// Counts what a change means: the first handing in, the first opening, being met, ending otherwise.
pub(super) fn follow(tx: &mut Tx<'_>, before: &Request, after: &Request) -> Res<()> {
    if before.submitted_at.is_none()
        && let Some(at) = after.submitted_at
    {
        add(tx, after, at, &Plus { submitted: 1, ..Plus::default() })?;
    }
    let Some(opened) = after.opened_at else { return Ok(()) };
    let mut plus = Plus::default();
    if before.opened_at.is_none() {
        plus.opened = 1;
    }
    if before.state != after.state {
        match after.state {
            RequestState::Met => {
                plus.met = 1;
                plus.wait = after.met_at.map_or(0, |met| (met.0 - opened.0).max(0));
            }
            RequestState::Expired | RequestState::Withdrawn | RequestState::Failed | RequestState::Closed => plus.ended = 1,
            _ => {}
        }
    }
    if plus.opened + plus.met + plus.ended > 0 { add(tx, after, opened, &plus) } else { Ok(()) }
}

fn add(tx: &mut Tx<'_>, request: &Request, at: Millis, plus: &Plus) -> Res<()> {
    let (county, county_path) = books(tx, request)?;
    tx.execute(
        ADD,
        params![county, &request.purpose, month_of(at), &county_path, plus.submitted, plus.opened, plus.met, plus.ended, plus.wait],
    )?;
    Ok(())
}

/// The county that a request counts for, and its path: the county it was made in, or when that one has ended, the one that
/// keeps the books where the request lies now.
pub(crate) fn books(tx: &mut Tx<'_>, request: &Request) -> Res<(Id, PlacePath)> {
    books_at(tx, request.reference.county, &request.path)
}

/// The same of a request that was made in a county and lies at a place now.
pub(crate) fn books_at(tx: &mut Tx<'_>, made_in: Id, path: &PlacePath) -> Res<(Id, PlacePath)> {
    let mut county_path = PlacePath::root();
    for id in path.ids() {
        county_path = county_path.child(id);
        if id == made_in {
            return Ok((made_in, county_path));
        }
    }
    let now = qianmo_places::ancestors(tx, path)?.into_iter().rev().find(|place| place.keeps_books);
    Ok(now.map_or_else(|| (made_in, path.clone()), |place| (place.id, place.path)))
}
