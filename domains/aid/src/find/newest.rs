//! What asks for help, the newest first; and what somebody chose already, in their order.

use super::filter::Filter;
use super::store::some;
use crate::request::Request;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Millis, PublicRef, Res};
use qianmo_places::Place;
use qianmo_web::Cursor;

qianmo_db::sql! {
    /// What asks under an area, what opened last first.
    const NEWEST = "SELECT b.county, b.request, b.opened_at FROM aid_board b JOIN aid_listing l ON l.county = b.county
        AND l.request = b.request AND l.area = $1 WHERE b.asks = 1 AND b.expires_at > $2 AND ($3 = '' OR b.purpose = $3)
        AND (b.opened_at, b.request) < ($4, $5) ORDER BY b.opened_at DESC, b.request DESC LIMIT $6";
}

/// A page of a list and where the next one begins.
type Found = (Vec<Request>, Option<String>);

/// The newest first.
pub(super) fn newest(tx: &mut Tx<'_>, filter: &Filter, place: Option<&Place>) -> Res<Found> {
    let after: (i64, Id) = match &filter.cursor {
        Some(cursor) => Cursor::decode(cursor)?,
        None => (i64::MAX, Id::from_i64(i64::MAX)),
    };
    let areas: Vec<Id> = match place {
        None => vec![Id::NONE],
        Some(place) => qianmo_places::lineage(tx, place.id)?.into_iter().map(|p| p.id).collect(),
    };
    let now = tx.now();
    let purpose = filter.purpose.unwrap_or_default();
    let mut keys: Vec<(Millis, PublicRef)> = Vec::new();
    for area in areas {
        let values = params![area, now, purpose, after.0, after.1, filter.limit + 1];
        keys.extend(tx.query(NEWEST, values, |row| Ok((row.millis(2)?, PublicRef::new(row.id(0)?, row.id(1)?))))?);
    }
    keys.sort_by_key(|(at, reference)| std::cmp::Reverse((*at, reference.id)));
    keys.dedup();
    let more = keys.len() > filter.limit;
    keys.truncate(filter.limit);
    let next = more.then(|| keys.last().map(|(at, reference)| Cursor::encode(&(at.0, reference.id)))).flatten();
    let refs: Vec<PublicRef> = keys.into_iter().map(|(_, reference)| reference).collect();
    Ok((in_order(tx, &refs)?, next))
}

/// The page of a list that was put in order beforehand, county by county. What no longer asks or lies outside of the place is left out.
pub(super) fn chosen(tx: &mut Tx<'_>, filter: &Filter, place: Option<&Place>, refs: &[PublicRef]) -> Res<Found> {
    let from: usize = filter.cursor.as_deref().map(Cursor::decode).transpose()?.unwrap_or(0);
    let page: Vec<PublicRef> = refs.iter().skip(from).take(filter.limit).copied().collect();
    let to = from.saturating_add(page.len());
    let next = (to < refs.len()).then(|| Cursor::encode(&to));
    let now = tx.now();
    let mut found = in_order(tx, &page)?;
    let inside = |request: &Request| place.is_none_or(|place| place.path.covers(&request.path));
    found.retain(|request| request.state.takes_pledges() && !request.has_run_out(now) && inside(request));
    Ok((found, next))
}

fn in_order(tx: &mut Tx<'_>, refs: &[PublicRef]) -> Res<Vec<Request>> {
    let found = some(tx, refs)?;
    Ok(refs.iter().filter_map(|r| found.iter().find(|f| f.reference == *r).cloned()).collect())
}
