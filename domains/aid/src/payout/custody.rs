//! Money in custody that no payout holds: what an officer may prepare next, request by request, the oldest first.

use super::PAY;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Actor, Id, Money, PlacePath, PublicRef, Res};

qianmo_db::sql! {
    const WAITING = "SELECT r.county, r.id, r.title, r.currency, CAST(SUM(p.paid_minor - p.held_minor - p.paid_out_minor \
         - p.refunded_minor) AS BIGINT) FROM aid_pledge p JOIN aid_request r ON r.county = p.county AND r.id = p.request \
         WHERE p.state = 'paid' AND p.place_path >= $1 AND p.place_path < $2 AND p.request > $3 \
         AND r.state IN ('pledged', 'delivering', 'partly_pledged') \
         AND p.paid_minor - p.held_minor - p.paid_out_minor - p.refunded_minor > 0 \
         GROUP BY r.county, r.id, r.title, r.currency ORDER BY r.id LIMIT $4";
    const OF_REQUEST = "SELECT r.county, r.id, r.title, r.currency, CAST(SUM(p.paid_minor - p.held_minor - p.paid_out_minor \
         - p.refunded_minor) AS BIGINT) FROM aid_pledge p JOIN aid_request r ON r.county = p.county AND r.id = p.request \
         WHERE p.county = $1 AND p.request = $2 AND p.state = 'paid' AND p.place_path >= $3 AND p.place_path < $4 \
         AND r.state IN ('pledged', 'delivering', 'partly_pledged') \
         AND p.paid_minor - p.held_minor - p.paid_out_minor - p.refunded_minor > 0 \
         GROUP BY r.county, r.id, r.title, r.currency";
    const TOGETHER = "SELECT r.currency, COUNT(DISTINCT r.id), CAST(SUM(p.paid_minor - p.held_minor - p.paid_out_minor \
         - p.refunded_minor) AS BIGINT) FROM aid_pledge p JOIN aid_request r ON r.county = p.county AND r.id = p.request \
         WHERE p.state = 'paid' AND p.place_path >= $1 AND p.place_path < $2 \
         AND r.state IN ('pledged', 'delivering', 'partly_pledged') \
         AND p.paid_minor - p.held_minor - p.paid_out_minor - p.refunded_minor > 0 \
         GROUP BY r.currency ORDER BY r.currency";
}

/// Requests on a page.
const PAGE: usize = 20;

/// A request with money that waits, as it was read.
pub struct Waiting {
    /// The request.
    pub request: PublicRef,
    /// What is needed, in words.
    pub title: String,
    /// What is free in custody.
    pub free: Money,
}

/// A page of what waits at an officer's places.
#[derive(Default)]
pub struct Custody {
    /// The requests of this page.
    pub waiting: Vec<Waiting>,
    /// After which request the next page goes on.
    pub next: Option<Id>,
    /// How many requests wait on all pages.
    pub count: i64,
    /// What is free for them all, by currency.
    pub sums: Vec<Money>,
}

fn read(row: &Row<'_>) -> Res<Waiting> {
    Ok(Waiting {
        request: PublicRef::new(row.id(0)?, row.id(1)?),
        title: row.text(2)?,
        free: Money::new(row.i64(4)?, row.currency(3)?),
    })
}

/// Where the officer pays, without what lies within another place of theirs: nothing is counted twice.
fn places(actor: &Actor) -> Vec<PlacePath> {
    let mut places: Vec<PlacePath> = Vec::new();
    for grant in actor.places_for(&PAY) {
        if !places.iter().any(|wider| wider.covers(&grant.path)) {
            places.push(grant.path.clone());
        }
    }
    places
}

/// What waits at this officer's places after that request, and what all of it comes to.
pub(super) fn waiting(tx: &mut Tx<'_>, actor: &Actor, after: Id) -> Res<Custody> {
    let mut found = Custody::default();
    for place in places(actor) {
        let (from, to) = place.range();
        found.waiting.extend(tx.query(WAITING, params![&from, &to, after, PAGE + 1], read)?);
        let sums = tx.query(TOGETHER, params![&from, &to], |row| Ok((row.currency(0)?, row.i64(1)?, row.i64(2)?)))?;
        for (currency, count, minor) in sums {
            found.count += count;
            match found.sums.iter_mut().find(|sum| sum.currency == currency) {
                Some(sum) => sum.amount_minor += minor,
                None => found.sums.push(Money::new(minor, currency)),
            }
        }
    }
    found.waiting.sort_by_key(|w| w.request.id);
    let more = found.waiting.len() > PAGE;
    found.waiting.truncate(PAGE);
    found.next = found.waiting.last().filter(|_| more).map(|w| w.request.id);
    Ok(found)
}

/// What waits for one request, if it is at one of this officer's places.
pub(super) fn of_request(tx: &mut Tx<'_>, actor: &Actor, request: PublicRef) -> Res<Custody> {
    let mut found = Custody::default();
    for place in places(actor) {
        let (from, to) = place.range();
        found.waiting.extend(tx.query(OF_REQUEST, params![request.county, request.id, from, to], read)?);
    }
    Ok(found)
}
