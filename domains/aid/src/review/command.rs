//! Opening a review and ruling on it.

use super::REVIEW;
use super::definition::{appeal_definition, definition, needs_note};
use super::recusal::recused;
use crate::lifecycle::{RequestEvent, RequestState, next};
use crate::request::story::{Shown, tell};
use crate::request::{Ended, Request, enter, require};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, PublicRef, Refused, Res};
use qianmo_places::Level;
use qianmo_procedures::{Moved, Opening, Outcome, Past, Ruling};

/// What the procedures call a request.
pub const SUBJECT: &str = "aid-request"; // not a message

/// Opens the review of a request that is handed in; its case.
pub fn open(tx: &mut Tx<'_>, request: &Request, actor: &Actor) -> Res<Id> {
    qianmo_procedures::open(
        tx,
        &Opening {
            definition: &definition(),
            county: request.reference.county,
            subject_kind: SUBJECT,
            subject: request.reference.id,
            path: &request.path,
            amount_minor: request.worth_minor(),
            opened_by: actor.account,
            floor: None,
        },
    )
}

/// Opens an appeal, to be decided at `floor` or wider; its case.
pub fn open_appeal(tx: &mut Tx<'_>, request: &Request, actor: &Actor, floor: Option<Level>) -> Res<Id> {
    qianmo_procedures::open(
        tx,
        &Opening {
            definition: &appeal_definition(),
            county: request.reference.county,
            subject_kind: SUBJECT,
            subject: request.reference.id,
            path: &request.path,
            amount_minor: request.worth_minor(),
            opened_by: actor.account,
            floor,
        },
    )
}

/// Rules on a request that was handed in, or on the appeal of a refused one, and gives it back as it stands then.
///
/// # Errors
/// 403 when it is not this actor's place, level or when they are recused; 409 when there is nothing to decide; 422 when
/// reasons are missing or do not go with the decision, when the reason is another one and the note does not say which
/// (`aid-review-note-needed`), and (`aid-review-names`) when what would be opened names the household.
pub fn decide(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, ruling: &Ruling) -> Res<Request> {
    let request = require(tx, reference)?;
    actor.require(&REVIEW, &request.path)?;
    let appealed = request.state == RequestState::Appealed;
    next(request.state, event(appealed, ruling.outcome))?;
    let Some(case) = request.review_case else {
        return Err(Refused::new(Kind::Conflict, "procedures-decided").into());
    };
    if appealed && has_ruled(tx, actor, &request)? {
        return Err(Refused::new(Kind::Forbidden, "procedures-ruled-before").into());
    }
    let case = PublicRef::new(reference.county, case);
    let moved = qianmo_procedures::decide(tx, actor, case, ruling, &|tx, _| recused(tx, actor, &request))?;
    if needs_note(ruling.outcome, &ruling.reasons) && ruling.note.is_empty() {
        return Err(Refused::field("note", "aid-review-note-needed").into());
    }
    if ruling.outcome == Outcome::Approve && !crate::request::is_private(tx, &request)? {
        return Err(Refused::field("decision", "aid-review-names").into());
    }
    let reasons = ruling.reasons.join(",");
    let told = if ruling.outcome == Outcome::Approve { Vec::new() } else { vec![("reasons", reasons.clone())] };
    match moved {
        Moved::Next(_) => {
            tell(tx, reference, "first-look", "reviewer", &[], Shown::Everyone)?;
            crate::request::store::touch(tx, &request)?;
            require(tx, reference)
        }
        Moved::Closed(outcome) => {
            let end = if outcome == Outcome::Approve { "" } else { reasons.as_str() };
            let moved = enter(tx, &request, event(appealed, outcome), Ended { reason: end, case: None })?;
            // Why it was sent back or not passed is between its writers and its reviewers, also once it is public.
            let shown = if outcome == Outcome::Approve { Shown::Everyone } else { Shown::Concerned };
            tell(tx, reference, kind(appealed, outcome), "reviewer", &told, shown)?;
            Ok(moved)
        }
    }
}

/// Whether somebody has ruled on any case of this request: an appeal is decided by somebody else.
pub(super) fn has_ruled(tx: &mut Tx<'_>, actor: &Actor, request: &Request) -> Res<bool> {
    qianmo_procedures::has_ruled(tx, request.reference.county, SUBJECT, request.reference.id, actor.account)
}

/// What was ruled last about a request, in its review or on its appeal.
pub fn last_ruling(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Option<Past>> {
    Ok(qianmo_procedures::decisions_about(tx, reference.county, SUBJECT, reference.id)?.pop())
}

fn event(appealed: bool, outcome: Outcome) -> RequestEvent {
    match (appealed, outcome) {
        (false, Outcome::Approve) => RequestEvent::Approve,
        (false, Outcome::Return) => RequestEvent::Return,
        (false, Outcome::Refuse) => RequestEvent::Refuse,
        (true, Outcome::Approve) => RequestEvent::Grant,
        (true, Outcome::Return | Outcome::Refuse) => RequestEvent::Dismiss,
    }
}

fn kind(appealed: bool, outcome: Outcome) -> &'static str {
    match (appealed, outcome) {
        (false, Outcome::Approve) => "approved",
        (false, Outcome::Return) => "returned",
        (false, Outcome::Refuse) => "refused",
        (true, Outcome::Approve) => "appeal-granted",
        (true, Outcome::Return | Outcome::Refuse) => "appeal-dismissed",
    }
}
