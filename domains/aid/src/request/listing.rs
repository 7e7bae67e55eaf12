//! Where a public request is found: a row per area that contains it, in the fair order, and the search index.

use super::model::Request;
use super::store;
use crate::board;
use crate::lifecycle::RequestState;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Millis, PublicRef, Res};
use qianmo_search::{Entry, Facet};

/// What the search calls a request.
pub const SEARCH_KIND: &str = "aid-request"; // not a message

qianmo_db::sql! {
    /// Lists a request under an area.
    pub const LIST = "INSERT INTO aid_listing (county, area, request, stage, purpose, rank) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (county, request, area) DO UPDATE SET stage = excluded.stage, rank = excluded.rank";
    /// Moves a request within every area.
    pub const MOVE = "UPDATE aid_listing SET stage = $1, rank = $2 WHERE county = $3 AND request = $4";
    /// Moves a request within one area.
    pub const MOVE_ONE = "UPDATE aid_listing SET stage = $1, rank = $2 WHERE county = $3 AND request = $4 AND area = $5";
    /// Takes a request off every list.
    pub const UNLIST = "DELETE FROM aid_listing WHERE county = $1 AND request = $2";
    /// Counts looks.
    pub const LOOK = "INSERT INTO aid_attention (county, request, looks) VALUES ($1, $2, $3)
        ON CONFLICT (county, request) DO UPDATE SET looks = aid_attention.looks + excluded.looks";
    /// How often a request was looked at.
    pub const LOOKS = "SELECT looks FROM aid_attention WHERE county = $1 AND request = $2";
}

/// Asks for help.
pub const ASKING: i64 = 1;
/// Pledged whole, on its way or there.
pub const UNDER_WAY: i64 = 2;
/// Met.
pub const MET: i64 = 3;
/// Ended otherwise after it was open.
pub const ENDED: i64 = 4;

/// The coarse stage of a state; `None`: not on any public list.
pub const fn stage_of(state: RequestState) -> Option<i64> {
    match state {
        RequestState::Open | RequestState::PartlyPledged => Some(ASKING),
        RequestState::Pledged | RequestState::Delivering | RequestState::Delivered => Some(UNDER_WAY),
        RequestState::Met => Some(MET),
        RequestState::Expired | RequestState::Failed => Some(ENDED),
        _ => None,
    }
}

/// The fair order: who waits longest comes first; who is half helped steps back by 15 days, and every look steps back by
/// six hours, up to 120 looks. The difference between two requests' waiting never changes, so the rank only moves when
/// one of these does, and nobody is pushed back without end. For what no longer asks: latest first.
pub fn rank(request: &Request, looks: i64) -> i64 {
    let opened = request.opened_at.unwrap_or(request.created_at).0;
    if stage_of(request.state) != Some(ASKING) {
        let since = request.met_at.or(request.ended_at).map_or(opened, |at| at.0);
        return -since;
    }
    let helped = if request.pledged_share() >= 500 { 15 * Millis::DAY } else { 0 };
    opened + helped + looks.clamp(0, 120) * 6 * Millis::HOUR
}

/// Keeps lists, index and the allocator's board in step with a change.
pub(super) fn follow(tx: &mut Tx<'_>, before: &Request, after: &Request) -> Res<()> {
    board::follow(tx, before, after)?;
    let was = if before.opened_at.is_some() { stage_of(before.state) } else { None };
    let is = if after.opened_at.is_some() { stage_of(after.state) } else { None };
    match (was, is) {
        (None, None) => Ok(()),
        (None, Some(_)) => enlist(tx, after),
        (Some(_), None) => {
            tx.execute(UNLIST, params![after.reference.county, after.reference.id])?;
            qianmo_search::remove(tx, SEARCH_KIND, after.reference)
        }
        (Some(old), Some(new)) => {
            let half = |r: &Request| r.pledged_share() >= 500;
            if old != new {
                qianmo_search::set_facets(tx, SEARCH_KIND, after.reference, &facets(after, new))?;
            }
            if old != new || half(before) != half(after) { shift(tx, after, new) } else { Ok(()) }
        }
    }
}

/// What a request is filtered by in a search: the areas that contain it, its purpose, its stage.
fn facets(request: &Request, stage: i64) -> Vec<Facet> {
    let mut facets = Facet::places(&request.path);
    facets.push(purpose_facet(&request.purpose));
    facets.push(stage_facet(stage));
    facets
}

/// The facet of a purpose.
pub fn purpose_facet(purpose: &str) -> Facet {
    Facet::new("purpose", purpose)
}

/// The facet of a stage.
pub fn stage_facet(stage: i64) -> Facet {
    Facet::new("stage", &stage.to_string())
}

fn enlist(tx: &mut Tx<'_>, request: &Request) -> Res<()> {
    let Some(stage) = stage_of(request.state) else { return Ok(()) };
    let looks = looks(tx, request.reference)?;
    let rank = rank(request, looks);
    let mut areas: Vec<Id> = request.path.ids().collect();
    areas.push(Id::NONE);
    for area in areas {
        tx.execute(LIST, params![request.reference.county, area, request.reference.id, stage, &request.purpose, rank])?;
    }
    let mut text = format!("{}\n{}\n", request.title, request.story);
    for part in store::parts(tx, request.reference)? {
        text.push_str(&part.label);
        text.push('\n');
    }
    for name in &request.masked.places {
        text.push_str(&name.name);
        text.push('\n');
    }
    let entry = Entry::new(SEARCH_KIND, request.reference, -rank, text).facets(facets(request, stage));
    qianmo_search::index(tx, &entry)
}

/// Lists a request anew where it belongs now; nothing for one that is on no list.
pub(super) fn relist(tx: &mut Tx<'_>, request: &Request) -> Res<()> {
    if request.opened_at.is_none() || stage_of(request.state).is_none() {
        return Ok(());
    }
    tx.execute(UNLIST, params![request.reference.county, request.reference.id])?;
    qianmo_search::remove(tx, SEARCH_KIND, request.reference)?;
    board::put(tx, request)?;
    enlist(tx, request)
}

fn shift(tx: &mut Tx<'_>, request: &Request, stage: i64) -> Res<()> {
    let looks = looks(tx, request.reference)?;
    let (rank, mut moved, mut areas) = (rank(request, looks), 0, 0);
    // A row each, by its whole key: one statement over all of them would first have to note down which they are.
    for area in request.path.ids().chain([Id::NONE]) {
        moved += tx.execute(MOVE_ONE, params![stage, rank, request.reference.county, request.reference.id, area])?;
        areas += 1;
    }
    if moved != areas {
        // It is listed where it was before its place had a new path.
        tx.execute(MOVE, params![stage, rank, request.reference.county, request.reference.id])?;
    }
    Ok(())
}

fn looks(tx: &mut Tx<'_>, reference: PublicRef) -> Res<i64> {
    Ok(tx.first(LOOKS, params![reference.county, reference.id], |row| row.i64(0))?.unwrap_or(0))
}

/// Counts `times` looks at a public request and moves it in the fair order.
pub fn looked(tx: &mut Tx<'_>, reference: PublicRef, times: i64) -> Res<()> {
    let Some(request) = store::load(tx, reference)? else { return Ok(()) };
    let Some(stage) = stage_of(request.state) else { return Ok(()) };
    tx.execute(LOOK, params![reference.county, reference.id, times])?;
    if stage == ASKING { shift(tx, &request, stage) } else { Ok(()) }
}
