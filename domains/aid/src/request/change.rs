//! How a request moves: by an event, or by what became of its parts. The only place that saves a state.

use super::model::{GoodsParts, Request};
use super::{cohort, limits, listing, store};
use crate::lifecycle::{RequestEvent, RequestState, derive, next, request_event};
use qianmo_db::Tx;
use qianmo_kernel::{Id, Millis, PublicRef, Res};
use serde::Serialize;

/// How long an open request asks before it expires.
pub const OPEN_FOR: i64 = 90 * Millis::DAY;
/// How long a returned request may lie before it expires.
pub const RETURNED_FOR: i64 = 30 * Millis::DAY;

/// What is told of a change: `aid.request-changed`.
#[derive(Serialize)]
struct Changed {
    request: PublicRef,
    from: &'static str,
    to: &'static str,
}

/// Why and with which case a request moves.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Ended<'a> {
    /// A reason code, kept as the reason of the end; '' for none.
    pub reason: &'a str,
    /// The case that was opened by the event.
    pub case: Option<Id>,
}

/// Moves a request by an event, as the lifecycle allows, and returns it as saved. The listing, the search index, the cohort,
/// the cap and the duplicate window follow. Pledges are released by the caller beforehand, where an end needs it.
///
/// # Errors
/// Refused with 409 when the event cannot happen now; a lost race reruns the unit.
pub fn enter(tx: &mut Tx<'_>, request: &Request, event: RequestEvent, ended: Ended<'_>) -> Res<Request> {
    let to = next(request.state, event)?;
    let now = tx.now();
    let mut moved = Request { state: to, ..request.clone() };
    match event {
        RequestEvent::Submit => moved.submitted_at = Some(now),
        RequestEvent::Return | RequestEvent::Refuse | RequestEvent::Withdraw | RequestEvent::Close | RequestEvent::Expire => {
            moved.end_reason = ended.reason.to_owned();
        }
        _ => {}
    }
    if ended.case.is_some() {
        moved.review_case = ended.case;
    }
    moved.expires_at = expiry(request, &moved, now);
    stamp(&mut moved, now);
    finish(tx, request, moved)
}

/// Brings a request to what its parts say: sums, state, listing, cohort. Call it after every change of `aid_part`.
/// A request that is not live (any more) is given back as it is.
pub fn settle(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Request> {
    let request = store::require(tx, reference)?;
    if !request.state.is_live() {
        return Ok(request);
    }
    let parts = store::parts(tx, reference)?;
    let now = tx.now();
    let mut moved = request.clone();
    (moved.pledged_minor, moved.received_minor, moved.parts_pledged, moved.parts_met) = (0, 0, 0, 0);
    for part in &parts {
        if part.kind == super::Kind::Money {
            moved.pledged_minor += part.counts.pledged;
            moved.received_minor += part.counts.received;
        }
        moved.parts_pledged += i64::from(part.counts.pledged >= part.counts.asked);
        moved.parts_met += i64::from(part.state == crate::lifecycle::PartState::Met);
    }
    moved.goods = GoodsParts::count(&parts);
    let states: Vec<_> = parts.iter().map(|p| p.state).collect();
    let derived = derive(&states);
    if derived != request.state
        && let Some(event) = request_event(derived)
    {
        moved.state = next(request.state, event)?;
    }
    moved.expires_at = expiry(&request, &moved, now);
    stamp(&mut moved, now);
    finish(tx, &request, moved)
}

/// Open and returned requests expire; whoever comes back to asking keeps at least a week.
fn expiry(before: &Request, after: &Request, now: Millis) -> Option<Millis> {
    match after.state {
        RequestState::Returned => Some(now + RETURNED_FOR),
        state if state.takes_pledges() => {
            if before.state.takes_pledges() {
                return before.expires_at;
            }
            let first = after.opened_at.unwrap_or(now) + OPEN_FOR;
            Some(first.max(now + 7 * Millis::DAY))
        }
        _ => None,
    }
}

fn stamp(request: &mut Request, now: Millis) {
    match request.state {
        RequestState::Open if request.opened_at.is_none() => request.opened_at = Some(now),
        RequestState::Met => request.met_at = Some(now),
        RequestState::Expired | RequestState::Withdrawn | RequestState::Failed | RequestState::Closed => {
            request.ended_at = Some(now)
        }
        _ => {}
    }
}

fn finish(tx: &mut Tx<'_>, before: &Request, mut after: Request) -> Res<Request> {
    store::save(tx, &after)?;
    after.version += 1;
    if before.opened_at.is_none() && after.opened_at.is_some() {
        crate::fairness::keep_coarse(tx, after.reference, after.household)?;
    }
    listing::follow(tx, before, &after)?;
    cohort::follow(tx, before, &after)?;
    if before.state != after.state {
        limits::follow(tx, before.state, &after)?;
        crate::photo::follow(tx, before.state, &after)?;
        crate::stock::opened_or_closed(tx, before, &after)?;
        let changed = Changed { request: after.reference, from: before.state.name(), to: after.state.name() };
        tx.emit("aid.request-changed", after.reference.county, &changed)?;
    }
    Ok(after)
}
