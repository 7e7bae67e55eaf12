//! What becomes of a household's requests when it moves, leaves, is joined with another record or is forgotten. The registry
//! tells; the program does, each time it is told, and finds nothing left to do the second time.

use super::change::{Ended, enter};
use super::model::Request;
use super::story::{Shown, tell};
use super::{household, listing, store};
use crate::lifecycle::{RequestEvent, RequestState, can};
use crate::photo::OWNERS;
use qianmo_db::Tx;
use qianmo_kernel::{Error, Fail, Id, Millis, PublicRef, Res};
use qianmo_web::Module;
use serde::Deserialize;

/// Why the requests of a household end that left; the words are `aid-end-household-left` and `aid-story-household-left`.
const LEFT: &str = "household-left";
/// The same for one whose record lives on in another one.
const MERGED: &str = "household-merged";
/// Requests of one household that are followed up.
const ALL: usize = 10_000;

/// What the registry tells.
#[derive(Copy, Clone, Deserialize)]
struct Told {
    household: PublicRef,
    /// When; what was told before it was noted is of no time, and about all there is.
    at: Option<Millis>,
}

/// Listens to the registry.
pub fn routes(module: Module) -> Module {
    let on = |module: Module, topic, name, act: fn(&mut Tx<'_>, Told) -> Res<()>| {
        module.on(topic, name, move |app, job| {
            Box::pin(async move {
                let told: Told = job.payload()?;
                app.db.write(move |tx| act(tx, told)).await
            })
        })
    };
    let module = on(module, "registry.moved", "aid.household-moved", moved);
    let module = on(module, "registry.left", "aid.household-left", left);
    let module = on(module, "registry.merged", "aid.household-merged", merged);
    on(module, "registry.erased", "aid.household-erased", erased)
}

/// The household lives somewhere else: what is public of it is served there from now on. The books stay where they are, and
/// what is still with its writers or reviewers stays with those who have begun on it.
fn moved(tx: &mut Tx<'_>, told: Told) -> Res<()> {
    let household = told.household;
    let home = household::home(tx, household)?;
    let masked = serde_json::to_string(&home.masked).map_err(|e| Fail::from(Error::because("a masked household", e)))?;
    for request in store::by_household(tx, household, ALL)? {
        if !request.state.is_live() || request.path == home.path {
            continue;
        }
        store::relocate(tx, &request, home.place, &home.path, &masked)?;
        let reference = request.reference;
        let there = store::require(tx, reference)?;
        listing::relist(tx, &there)?;
        for kind in OWNERS {
            qianmo_media::moved(tx, reference.county, kind, reference.id, &home.path)?;
        }
    }
    Ok(())
}

/// The household is no longer served: what it asked for ends, what was promised is released, what was paid goes back, and
/// nobody needs to know any more where things were to be brought.
fn left(tx: &mut Tx<'_>, told: Told) -> Res<()> {
    end_all(tx, told, LEFT)
}

/// Its record lives on in another one: the same, but nobody reads that the family has gone.
fn merged(tx: &mut Tx<'_>, told: Told) -> Res<()> {
    end_all(tx, told, MERGED)
}

fn end_all(tx: &mut Tx<'_>, told: Told, why: &'static str) -> Res<()> {
    for request in store::by_household(tx, told.household, ALL)? {
        // The household may have been taken in again before this was heard: what it has begun since goes on.
        if told.at.is_some_and(|at| request.created_at > at) {
            continue;
        }
        end(tx, &request, why)?;
        store::forget_address(tx, request.reference)?;
    }
    Ok(())
}

/// The household is forgotten: the same, and its pictures and what was said about it in confidence go.
fn erased(tx: &mut Tx<'_>, told: Told) -> Res<()> {
    let household = told.household;
    end_all(tx, Told { at: None, ..told }, LEFT)?;
    for request in store::by_household(tx, household, ALL)? {
        crate::receipt::store::forget_words(tx, request.reference)?;
        crate::payout::forget_words(tx, request.reference)?;
        super::end_note::forget(tx, request.reference)?;
        crate::fairness::forget_coarse(tx, request.reference)?;
        for kind in OWNERS {
            qianmo_media::remove_all(tx, Id::NONE, request.reference.county, kind, request.reference.id)?;
        }
    }
    Ok(())
}

fn end(tx: &mut Tx<'_>, request: &Request, why: &'static str) -> Res<()> {
    let event = match request.state {
        RequestState::Draft | RequestState::Returned | RequestState::Appealed => RequestEvent::Withdraw,
        _ => RequestEvent::Close,
    };
    if !can(request.state, event) {
        return Ok(());
    }
    let reference = request.reference;
    if request.opened_at.is_some() {
        crate::payout::refund_all(tx, reference, why)?;
    }
    if let Some(case) = request.review_case {
        qianmo_procedures::stop(tx, PublicRef::new(reference.county, case))?;
    }
    // Releasing pledges has moved it.
    let request = store::require(tx, reference)?;
    if !can(request.state, event) {
        return Ok(());
    }
    enter(tx, &request, event, Ended { reason: why, case: None })?;
    crate::photo::hold_all(tx, Id::NONE, reference)?;
    tell(tx, reference, why, "system", &[], Shown::Everyone)
}
