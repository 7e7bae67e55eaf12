//! Reading lists.

use super::filter::{Filter, Order, StateFilter, place_of};
use super::newest::{chosen, newest};
use crate::request::store::{part, request};
use crate::request::{INSPECT, Part, Request, SEARCH_KIND, purpose_facet, stage_facet};
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Actor, Id, Kind, Millis, PlacePath, PublicRef, Refused, Res};
use qianmo_places::{Level, Place};
use qianmo_search::{Facet, Mark, Query};
use qianmo_web::Cursor;

/// A page of a list.
pub struct Page {
    /// The place asked for, if there is one.
    pub place: Option<Place>,
    /// The requests in order.
    pub requests: Vec<Request>,
    /// Their parts, in the same order.
    pub parts: Vec<Vec<Part>>,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl Page {
    fn empty(place: Option<Place>) -> Self {
        Page { place, requests: Vec::new(), parts: Vec::new(), next: None }
    }
}

qianmo_db::sql! {
    /// Requests listed under an area, of any purpose. `$9` leaves out what has run out by then; the row it is told by is read in
    /// any case.
    pub(crate) const LIST = "SELECT r.county, r.id, r.version, r.household_county, r.household, r.publisher, r.relationship, r.place,
        r.place_path, r.purpose, r.reason_code, r.title, r.story, r.language, r.masked, r.currency, r.state, r.asked_minor,
        r.pledged_minor, r.received_minor, r.goods_value_minor, r.parts, r.parts_pledged, r.parts_met,
        CASE WHEN LENGTH(r.address_sealed) > 0 THEN 1 ELSE 0 END, r.review_case, r.created_at, r.submitted_at, r.opened_at,
        r.expires_at, r.met_at, r.ended_at, r.end_reason, r.goods_parts, r.goods_pledged, r.goods_partly, r.goods_met,
        l.stage, l.rank
        FROM aid_listing l JOIN aid_request r ON r.county = l.county AND r.id = l.request
        WHERE l.area = $1 AND l.stage <= $2 AND (l.stage, l.rank, l.request) > ($3, $4, $5)
        AND ($6 = '' OR r.state = $6) AND NOT (r.place_path >= $7 AND r.place_path < $8) AND COALESCE(r.expires_at, $9) >= $9
        ORDER BY l.stage, l.rank, l.request LIMIT $10";
    /// The same, of one purpose and stage.
    pub(crate) const LIST_PURPOSE = "SELECT r.county, r.id, r.version, r.household_county, r.household, r.publisher, r.relationship,
        r.place, r.place_path, r.purpose, r.reason_code, r.title, r.story, r.language, r.masked, r.currency, r.state, r.asked_minor,
        r.pledged_minor, r.received_minor, r.goods_value_minor, r.parts, r.parts_pledged, r.parts_met,
        CASE WHEN LENGTH(r.address_sealed) > 0 THEN 1 ELSE 0 END, r.review_case, r.created_at, r.submitted_at, r.opened_at,
        r.expires_at, r.met_at, r.ended_at, r.end_reason, r.goods_parts, r.goods_pledged, r.goods_partly, r.goods_met,
        l.stage, l.rank
        FROM aid_listing l JOIN aid_request r ON r.county = l.county AND r.id = l.request
        WHERE l.area = $1 AND l.stage = $2 AND l.purpose = $3 AND (l.rank, l.request) > ($4, $5)
        AND ($6 = '' OR r.state = $6) AND NOT (r.place_path >= $7 AND r.place_path < $8) AND COALESCE(r.expires_at, $9) >= $9
        ORDER BY l.rank, l.request LIMIT $10";
    /// The parts of up to 20 requests.
    pub(crate) const PARTS_OF = "WITH wanted (county, request) AS (VALUES
        (CAST($1 AS BIGINT), CAST($2 AS BIGINT)), ($3, $4), ($5, $6), ($7, $8), ($9, $10), ($11, $12), ($13, $14),
        ($15, $16), ($17, $18), ($19, $20), ($21, $22), ($23, $24), ($25, $26), ($27, $28), ($29, $30), ($31, $32),
        ($33, $34), ($35, $36), ($37, $38), ($39, $40))
        SELECT p.county, p.id, p.request, p.version, p.position, p.kind, p.label, p.unit, p.asked, p.pledged, p.sent, p.delivered,
        p.received, p.unit_value_minor, p.state FROM wanted JOIN aid_part p ON p.county = wanted.county
        AND p.request = wanted.request ORDER BY p.position";
    /// Up to 20 requests.
    pub(crate) const SOME = "WITH wanted (county, id) AS (VALUES
        (CAST($1 AS BIGINT), CAST($2 AS BIGINT)), ($3, $4), ($5, $6), ($7, $8), ($9, $10), ($11, $12), ($13, $14),
        ($15, $16), ($17, $18), ($19, $20), ($21, $22), ($23, $24), ($25, $26), ($27, $28), ($29, $30), ($31, $32),
        ($33, $34), ($35, $36), ($37, $38), ($39, $40))
        SELECT r.county, r.id, r.version, r.household_county, r.household, r.publisher, r.relationship, r.place, r.place_path,
        r.purpose, r.reason_code, r.title, r.story, r.language, r.masked, r.currency, r.state, r.asked_minor, r.pledged_minor,
        r.received_minor, r.goods_value_minor, r.parts, r.parts_pledged, r.parts_met,
        CASE WHEN LENGTH(r.address_sealed) > 0 THEN 1 ELSE 0 END, r.review_case, r.created_at, r.submitted_at, r.opened_at,
        r.expires_at, r.met_at, r.ended_at, r.end_reason, r.goods_parts, r.goods_pledged, r.goods_partly, r.goods_met
        FROM wanted JOIN aid_request r ON r.county = wanted.county
        AND r.id = wanted.id";
    /// The longest open under a place of which nobody has pledged anything, least looked at first; `$3` is now.
    pub(crate) const UNATTENDED = "SELECT r.county, r.id FROM aid_listing l JOIN aid_request r ON r.county = l.county AND r.id = l.request
        WHERE l.area = $1 AND l.stage = 1 AND r.state = 'open' AND r.opened_at < $2 AND COALESCE(r.expires_at, 0) > $3
        ORDER BY l.rank, l.request LIMIT $4";
}

/// How many rows the statements over several references take.
const AT_ONCE: usize = 20;

/// The key of a row: stage, rank, request.
type Key = (i64, i64, Id);

struct Listed {
    key: Key,
    request: Request,
}

/// Whether this reader may narrow a list to the place. A request tells its county; a list of a village would tell in which
/// village its household lives. So below townships only those who answer for the place see lists.
pub fn may_narrow(place: &Place, reader: Option<&Actor>) -> bool {
    !Level::TOWNSHIP.is_wider_than(place.level) || reader.is_some_and(|actor| actor.may(&INSPECT, &place.path))
}

/// The place, or the township around it for readers who may not narrow a list so far.
fn narrowed(tx: &mut Tx<'_>, place: Place, reader: Option<&Actor>) -> Res<Place> {
    if may_narrow(&place, reader) {
        return Ok(place);
    }
    let along = qianmo_places::ancestors(tx, &place.path)?;
    Ok(along.into_iter().rev().find(|wider| may_narrow(wider, reader)).unwrap_or(place))
}

/// The place that a list is narrowed to for this reader, if it is there.
pub(super) fn narrowed_to(tx: &mut Tx<'_>, asked: &str, reader: Option<&Actor>) -> Res<Option<Id>> {
    match place_of(tx, asked)? {
        Some(place) => Ok(Some(narrowed(tx, place, reader)?.id)),
        None => Ok(None),
    }
}

/// Where the steps of "nearest first" begin for this reader: at the place for whoever answers for it, at its county for
/// everybody else. A list that began in a township would tell by its order what lies there.
fn coarse(tx: &mut Tx<'_>, place: &Place, reader: Option<&Actor>) -> Res<Place> {
    if reader.is_some_and(|actor| actor.may(&INSPECT, &place.path)) {
        return Ok(place.clone());
    }
    let along = qianmo_places::ancestors(tx, &place.path)?;
    Ok(along.into_iter().rev().find(|wider| wider.keeps_books).unwrap_or_else(|| place.clone()))
}

/// Reads one page of what is looked for, as far as this reader may narrow it down.
///
/// # Errors
/// 400 when the cursor is not one of this list. A place that is not there finds nothing.
pub fn find(tx: &mut Tx<'_>, filter: &Filter, reader: Option<&Actor>) -> Res<Page> {
    find_in(tx, filter, reader, &[])
}

/// The same; `own`: what asks in the reader's own order, for lists in that one.
///
/// # Errors
/// As [`find`].
pub fn find_in(tx: &mut Tx<'_>, filter: &Filter, reader: Option<&Actor>, own: &[PublicRef]) -> Res<Page> {
    let asked = if filter.place.is_empty() { None } else { place_of(tx, &filter.place)? };
    let place = match asked {
        Some(place) => Some(narrowed(tx, place, reader)?),
        None => None,
    };
    if place.is_none() && !filter.place.is_empty() {
        return Ok(Page::empty(None));
    }
    let (requests, next) = match (&place, filter.words.is_empty()) {
        (Some(place), no_words) if filter.near => {
            let from = coarse(tx, place, reader)?;
            if no_words { near(tx, filter, &from)? } else { near_by_words(tx, filter, &from)? }
        }
        (place, true) => match filter.order() {
            Order::Fair => in_area(tx, filter, place.as_ref())?,
            Order::Newest => newest(tx, filter, place.as_ref())?,
            Order::Personal => chosen(tx, filter, place.as_ref(), own)?,
        },
        (place, false) => by_words(tx, filter, place.as_ref())?,
    };
    let parts = parts_of(tx, &requests)?;
    Ok(Page { place, requests, parts, next })
}

fn in_area(tx: &mut Tx<'_>, filter: &Filter, place: Option<&Place>) -> Res<(Vec<Request>, Option<String>)> {
    let after: Option<Key> = filter.cursor.as_deref().map(Cursor::decode).transpose()?;
    // What an older place had counts for the one that took over from it.
    let areas: Vec<Id> = match place {
        None => vec![Id::NONE],
        Some(place) => qianmo_places::lineage(tx, place.id)?.into_iter().map(|p| p.id).collect(),
    };
    let mut found: Vec<Listed> = Vec::new();
    for area in &areas {
        found.extend(read(tx, filter, *area, None, after, filter.limit + 1)?);
    }
    if areas.len() > 1 {
        found.sort_by_key(|l| l.key);
        found.dedup_by_key(|l| l.request.reference);
    }
    let more = found.len() > filter.limit;
    found.truncate(filter.limit);
    let next = more.then(|| found.last().map(|l| Cursor::encode(&l.key))).flatten();
    Ok((found.into_iter().map(|l| l.request).collect(), next))
}

/// A place and what contains it, step by step outwards; with each what the step before it was about already.
fn steps(place: &Place) -> Vec<(Id, Option<PlacePath>)> {
    let along: Vec<Id> = place.path.ids().collect();
    let path = |count: usize| along.iter().take(count).fold(PlacePath::root(), |path, id| path.child(*id));
    let step = |at: usize| (along.get(at).copied().unwrap_or(Id::NONE), (at + 1 < along.len()).then(|| path(at + 2)));
    (0..along.len()).rev().map(step).collect()
}

/// Nearest first: the place itself, then the rest of what contains it, one step of the area tree after the other.
fn near(tx: &mut Tx<'_>, filter: &Filter, place: &Place) -> Res<(Vec<Request>, Option<String>)> {
    let steps = steps(place);
    let (mut step, mut after): (usize, Option<Key>) = match &filter.cursor {
        None => (0, None),
        Some(cursor) => Cursor::decode::<(usize, Option<Key>)>(cursor)?,
    };
    let mut out: Vec<Request> = Vec::new();
    while let Some((area, inner)) = steps.get(step) {
        let wanted = filter.limit - out.len();
        let mut found = read(tx, filter, *area, inner.as_ref(), after, wanted + 1)?;
        if found.len() > wanted {
            found.truncate(wanted);
            let last = found.last().map(|l| l.key).or(after);
            out.extend(found.into_iter().map(|l| l.request));
            return Ok((out, Some(Cursor::encode(&(step, last)))));
        }
        out.extend(found.into_iter().map(|l| l.request));
        (step, after) = (step + 1, None);
    }
    Ok((out, None))
}

fn read(
    tx: &mut Tx<'_>,
    filter: &Filter,
    area: Id,
    without: Option<&PlacePath>,
    after: Option<Key>,
    limit: usize,
) -> Res<Vec<Listed>> {
    let (low, high) = filter.state.stages();
    let exact = filter.state.exact();
    // An empty range leaves nothing out.
    let (from, to) = without.map_or_else(|| ("~".to_owned(), "~".to_owned()), PlacePath::range);
    let listed = |row: &Row<'_>| {
        let request = request(row, 0)?;
        Ok(Listed { key: (row.i64(37)?, row.i64(38)?, request.reference.id), request })
    };
    let start = after.unwrap_or((low, i64::MIN, Id::NONE));
    let until = if filter.state.asks() { tx.now() + 1 } else { Millis(0) };
    let Some(purpose) = filter.purpose else {
        return tx.query(LIST, params![area, high, start.0, start.1, start.2, exact, &from, &to, until, limit], listed);
    };
    let mut found = Vec::new();
    for stage in start.0.max(low)..=high {
        let (rank, id) = if stage == start.0 { (start.1, start.2) } else { (i64::MIN, Id::NONE) };
        let left = limit - found.len();
        let values = params![area, stage, purpose, rank, id, exact, &from, &to, until, left];
        found.extend(tx.query(LIST_PURPOSE, values, listed)?);
        if found.len() >= limit {
            break;
        }
    }
    Ok(found)
}

fn by_words(tx: &mut Tx<'_>, filter: &Filter, place: Option<&Place>) -> Res<(Vec<Request>, Option<String>)> {
    let mark: Option<Mark> = filter.cursor.as_deref().map(mark_of).transpose()?;
    let (mut found, unfinished) = hits(tx, filter, place.map(|p| p.id), None, mark, filter.limit + 1)?;
    let more = found.len() > filter.limit;
    found.truncate(filter.limit);
    let next = if more { found.last().map(|(mark, _)| *mark) } else { unfinished };
    Ok((found.into_iter().map(|(_, request)| request).collect(), next.map(|mark| mark.to_string())))
}

/// What has the words, nearest first, as [`near`] goes.
fn near_by_words(tx: &mut Tx<'_>, filter: &Filter, place: &Place) -> Res<(Vec<Request>, Option<String>)> {
    let steps = steps(place);
    let (mut step, mark): (usize, Option<String>) = match &filter.cursor {
        None => (0, None),
        Some(cursor) => Cursor::decode(cursor)?,
    };
    let mut mark: Option<Mark> = mark.as_deref().map(mark_of).transpose()?;
    let mut out: Vec<Request> = Vec::new();
    while let Some((area, inner)) = steps.get(step) {
        let wanted = filter.limit - out.len();
        let (mut found, unfinished) = hits(tx, filter, Some(*area), inner.as_ref(), mark, wanted + 1)?;
        let more = found.len() > wanted;
        found.truncate(wanted);
        let next = if more { found.last().map(|(mark, _)| *mark).or(mark) } else { unfinished };
        out.extend(found.into_iter().map(|(_, request)| request));
        if more || next.is_some() {
            return Ok((out, Some(Cursor::encode(&(step, next.map(|mark| mark.to_string()))))));
        }
        (step, mark) = (step + 1, None);
    }
    Ok((out, None))
}

fn mark_of(cursor: &str) -> Res<Mark> {
    cursor.parse().map_err(|_| Refused::new(Kind::Malformed, "web-bad-cursor").into())
}

/// Requests with the marks they stand at, and where the next page begins.
type Marked = (Vec<(Mark, Request)>, Option<Mark>);

/// Up to `wanted` requests that have the words, within an area and outside of `without`, each with its mark. When the rounds
/// are spent before there are so many, the second says where to go on.
fn hits(
    tx: &mut Tx<'_>,
    filter: &Filter,
    area: Option<Id>,
    without: Option<&PlacePath>,
    mut mark: Option<Mark>,
    wanted: usize,
) -> Res<Marked> {
    let now = tx.now();
    let (low, high) = filter.state.stages();
    let mut query = Query::words(filter.words.clone()).any((low..=high).map(stage_facet));
    if let Some(area) = area {
        query = query.any(qianmo_places::lineage(tx, area)?.into_iter().map(|p| Facet::place(p.id)));
    }
    if let Some(purpose) = filter.purpose {
        query = query.must(purpose_facet(purpose));
    }
    let mut out: Vec<(Mark, Request)> = Vec::new();
    // One state within a stage, and what lies nearer, is told by the row alone: a few rounds fill the page.
    for _ in 0..8 {
        let hits = qianmo_search::find(tx, SEARCH_KIND, &query.clone().before(mark).limit(wanted))?;
        let refs: Vec<PublicRef> = hits.iter().map(|h| h.reference).collect();
        let found = some(tx, &refs)?;
        for hit in &hits {
            mark = Some(hit.mark);
            if let Some(request) = found.iter().find(|r| r.reference == hit.reference)
                && matches(filter.state, request, now)
                && !without.is_some_and(|inner| inner.covers(&request.path))
            {
                out.push((hit.mark, request.clone()));
                if out.len() == wanted {
                    return Ok((out, None));
                }
            }
        }
        if hits.len() < wanted {
            return Ok((out, None));
        }
    }
    Ok((out, mark))
}

fn matches(state: StateFilter, request: &Request, now: Millis) -> bool {
    if state.asks() && request.has_run_out(now) {
        return false;
    }
    match state {
        StateFilter::One(state) => request.state == state,
        StateFilter::Asking => request.state.takes_pledges(),
        StateFilter::All => true,
    }
}

/// The requests of these references, those that are there, in no order.
pub fn some(tx: &mut Tx<'_>, wanted: &[PublicRef]) -> Res<Vec<Request>> {
    let mut out = Vec::with_capacity(wanted.len());
    in_twenties(wanted, |values| {
        out.extend(tx.query(SOME, values, |row| request(row, 0))?);
        Ok(())
    })?;
    Ok(out)
}

fn parts_of(tx: &mut Tx<'_>, requests: &[Request]) -> Res<Vec<Vec<Part>>> {
    let wanted: Vec<PublicRef> = requests.iter().map(|r| r.reference).collect();
    parts_by(tx, &wanted)
}

/// The parts of some requests, in the same order.
pub fn parts_by(tx: &mut Tx<'_>, wanted: &[PublicRef]) -> Res<Vec<Vec<Part>>> {
    let mut all: Vec<Part> = Vec::new();
    in_twenties(wanted, |values| {
        all.extend(tx.query(PARTS_OF, values, |row| part(row, 0))?);
        Ok(())
    })?;
    Ok(wanted.iter().map(|r| all.iter().filter(|p| p.request == *r).cloned().collect()).collect())
}

/// Runs a statement that takes 20 references, county and id, over any number of them; places that are left over name
/// nothing.
fn in_twenties(wanted: &[PublicRef], mut run: impl FnMut(&[qianmo_db::Value<'_>]) -> Res<()>) -> Res<()> {
    const NOTHING: PublicRef = PublicRef::new(Id::NONE, Id::NONE);
    for chunk in wanted.chunks(AT_ONCE) {
        let padded = chunk.iter().copied().chain(std::iter::repeat(NOTHING)).take(AT_ONCE);
        let values: Vec<qianmo_db::Value<'_>> = padded.flat_map(|r| [r.county.into(), r.id.into()]).collect();
        run(&values)?;
    }
    Ok(())
}

/// Requests under a place that nobody has helped since before `since`, the least seen and longest waiting first.
pub fn unattended(tx: &mut Tx<'_>, place: Id, since: Millis, limit: usize) -> Res<Vec<Request>> {
    let now = tx.now();
    let refs = tx.query(UNATTENDED, params![place, since, now, limit], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))?;
    let found = some(tx, &refs)?;
    Ok(refs.iter().filter_map(|r| found.iter().find(|f| f.reference == *r).cloned()).collect())
}
