//! Writing a request and handing it in, each one unit of work.

use super::change::{Ended, enter};
use super::decide::{draft_texts, editable, private_words, public_texts, ready};
use super::form::Draft;
use super::hand;
use super::household::{self, ADDRESS, Home};
use super::model::{Kind, Part, Request};
use super::story::{Shown, tell};
use super::{limits, store};
use crate::lifecycle::{RequestEvent, VERSION, next};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Currency, Error, Fail, FieldError, Kind as RefusalKind, PublicRef, Refused, Res, Role};

/// Begins a draft and gives it back.
///
/// # Errors
/// 404 when there is no such household for this actor; 403 when it is neither their own, nor tied to them, nor in their
/// place; 422 when the stated relationship does not fit, a part carries the id of another request's, and beside each public text that
/// holds the household's own words or numbers.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, draft: &Draft, currency: Currency) -> Res<Request> {
    let home = household::home(tx, draft.household)?;
    household::may_write(tx, actor, &home, &draft.relationship)?;
    known_parts(&[], draft)?;
    unnamed(tx, draft)?;
    household::keep_tie(tx, actor, &home, &draft.relationship)?;
    let reference = PublicRef::new(home.county, tx.new_id());
    let sealed = seal(tx, reference, draft)?;
    let (masked, now) = (masked_json(&home)?, tx.now());
    tx.execute(
        store::INSERT,
        params![
            reference.county,
            reference.id,
            i64::from(VERSION),
            draft.household.county,
            draft.household.id,
            actor.account,
            &draft.relationship,
            home.place,
            &home.path,
            &draft.purpose,
            &draft.reason,
            &draft.title,
            &draft.story,
            &draft.language,
            masked,
            currency,
            draft.asked_minor(),
            draft.goods_value_minor(),
            draft.parts.len(),
            sealed,
            now,
            draft.goods_parts()
        ],
    )?;
    add_parts(tx, reference, draft)?;
    hand::note(tx, actor, reference)?;
    tell(tx, reference, "drafted", role_of(actor, &home), &[], Shown::Concerned)?;
    household::note_act(tx, actor, &home, "request.draft", false)?;
    store::require(tx, reference)
}

/// Changes a draft or a returned request and gives it back. `seen` is the version the writer saw.
///
/// # Errors
/// 404 for strangers; 409 `aid-not-editable` when it is no longer with its writers; 412 `web-changed` when it has changed; 422 as for
/// [`create`].
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, draft: &Draft, seen: Option<i64>) -> Res<Request> {
    let request = require_written(tx, actor, reference)?;
    editable(request.state)?;
    unchanged(&request, seen)?;
    if draft.household != request.household {
        return Err(Refused::field("household", "aid-household-fixed").into());
    }
    let home = household::home(tx, request.household)?;
    household::may_write(tx, actor, &home, &draft.relationship)?;
    same_books(&request, &home)?;
    known_parts(&store::parts(tx, reference)?, draft)?;
    unnamed(tx, draft)?;
    household::keep_tie(tx, actor, &home, &draft.relationship)?;
    let sealed = seal(tx, reference, draft)?;
    let masked = masked_json(&home)?;
    let changed = tx.execute(
        store::EDIT,
        params![
            &draft.purpose,
            &draft.reason,
            &draft.title,
            &draft.story,
            &draft.language,
            masked,
            home.place,
            &home.path,
            draft.asked_minor(),
            draft.goods_value_minor(),
            draft.parts.len(),
            sealed,
            &draft.relationship,
            draft.goods_parts(),
            reference.county,
            reference.id,
            request.version
        ],
    )?;
    if changed == 0 {
        return Err(Fail::Race);
    }
    tx.execute(store::DROP_PARTS, params![reference.county, reference.id])?;
    add_parts(tx, reference, draft)?;
    hand::note(tx, actor, reference)?;
    household::note_act(tx, actor, &home, "request.edit", false)?;
    store::require(tx, reference)
}

/// Hands a request in: everything is checked that only the program can check, and its review is opened. `card_shown`:
/// whoever does it for the household says that its card was shown, and the household reads that.
///
/// # Errors
/// 404 for strangers; 409 when it is not with its writers, the duplicate window is full, or the household has moved to another
/// county; 422 beside the fields when the
/// address for goods is missing, public text holds the household's own words, or the cap does not allow it.
pub fn submit(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, card_shown: bool) -> Res<Request> {
    let request = require_written(tx, actor, reference)?;
    next(request.state, RequestEvent::Submit)?;
    let parts = store::parts(tx, reference)?;
    let home = household::home(tx, request.household)?;
    // Where it has moved to, nobody who wrote for it before need be of its helpers: that is not what is wrong.
    same_books(&request, &home)?;
    household::may_write(tx, actor, &home, &request.relationship)?;
    ready(&request, &parts)?;
    private(tx, &request, &parts)?;
    limits::take_slot(tx, &request)?;
    limits::take_cap(tx, &request)?;
    if request.submitted_at.is_none() {
        household::keep_stat_row(tx, &request, actor)?;
    }
    hand::note(tx, actor, reference)?;
    let case = crate::review::open(tx, &request, actor)?;
    let submitted = enter(tx, &request, RequestEvent::Submit, Ended { reason: "", case: Some(case) })?;
    tell(tx, reference, "submitted", role_of(actor, &home), &[], Shown::Everyone)?;
    household::note_act(tx, actor, &home, "request.submit", card_shown)?;
    Ok(submitted)
}

/// Refuses when the household has moved to another county: the request would belong to other books.
fn same_books(request: &Request, home: &Home) -> Result<(), Refused> {
    if home.county == request.reference.county { Ok(()) } else { Err(Refused::new(RefusalKind::Conflict, "aid-household-moved")) }
}

/// Whether nothing that the public reads of a request holds its household's own words or numbers. What was saved long ago is
/// looked through again before it is opened: names change, and so does what is looked for.
pub(crate) fn is_private(tx: &mut Tx<'_>, request: &Request) -> Res<bool> {
    let parts = store::parts(tx, request.reference)?;
    let found = household::own_words(tx, request.household)?;
    Ok(private_words(&public_texts(request, &parts), found).is_empty())
}

/// Refuses a draft whose public texts hold its household's own words or numbers: whoever writes them is told while the text is before
/// them, and not when it is handed in.
fn unnamed(tx: &mut Tx<'_>, draft: &Draft) -> Res<()> {
    let found = household::own_words(tx, draft.household)?;
    let errors = private_words(&draft_texts(draft), found);
    if errors.is_empty() { Ok(()) } else { Err(Refused::invalid(errors).into()) }
}

fn private(tx: &mut Tx<'_>, request: &Request, parts: &[Part]) -> Res<()> {
    let found = household::own_words(tx, request.household)?;
    let errors = private_words(&public_texts(request, parts), found);
    if errors.is_empty() { Ok(()) } else { Err(Refused::invalid(errors).into()) }
}

/// A request for whoever may write it; to everybody else it does not exist while it is not public.
pub fn require_written(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<Request> {
    let request = store::require(tx, reference)?;
    if request.is_written_by(actor) {
        return Ok(request);
    }
    let hidden = request.opened_at.is_none() && !request.is_open_to(actor);
    Err(if hidden { Refused::not_found() } else { Refused::forbidden() }.into())
}

/// The delivery address for whoever writes the request; that it was opened is noted for the household first.
pub fn opened_address(tx: &mut Tx<'_>, actor: &Actor, request: &Request) -> Res<Option<String>> {
    if !request.has_address {
        return Ok(None);
    }
    let home = household::home(tx, request.household)?;
    household::note_act(tx, actor, &home, "request.address", false)?;
    store::address(tx, request.reference)
}

/// Refuses with 412 when the request is no longer what its reader saw.
pub fn unchanged(request: &Request, seen: Option<i64>) -> Res<()> {
    match seen {
        Some(seen) if seen != request.version => Err(Refused::new(RefusalKind::Changed, "web-changed").into()),
        _ => Ok(()),
    }
}

/// In which role somebody acts on a household's request, for the story.
pub(crate) fn role_of(actor: &Actor, home: &Home) -> &'static str {
    if actor.household == Some(home.reference) {
        "household"
    } else if actor.grants.iter().any(|g| g.role == Role::Helper && g.path.covers(&home.path)) {
        "helper"
    } else {
        "publisher"
    }
}

fn seal(tx: &mut Tx<'_>, reference: PublicRef, draft: &Draft) -> Res<Vec<u8>> {
    match &draft.address {
        Some(address) => tx.vault().seal_text(ADDRESS, reference.id, address),
        None => Ok(Vec::new()),
    }
}

fn masked_json(home: &Home) -> Res<String> {
    serde_json::to_string(&home.masked).map_err(|e| Fail::from(Error::because("a masked household", e)))
}

/// Refuses (422) a part that carries the id of none of those that were there, or of one that another carries too.
fn known_parts(before: &[Part], draft: &Draft) -> Res<()> {
    let mut errors = Vec::new();
    for (at, part) in draft.parts.iter().enumerate() {
        let Some(id) = part.id else { continue };
        let again = draft.parts.iter().take(at).any(|earlier| earlier.id == Some(id));
        if again || !before.iter().any(|known| known.id == id) {
            errors.push(FieldError { field: format!("parts.{at}.id"), message: "aid-part-unknown", args: Vec::new() });
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Refused::invalid(errors).into()) }
}

/// Adds the parts of a draft. One that was there before keeps its id, so that whoever has read it still means it.
fn add_parts(tx: &mut Tx<'_>, reference: PublicRef, draft: &Draft) -> Res<()> {
    for (at, part) in draft.parts.iter().enumerate() {
        let id = part.id.unwrap_or_else(|| tx.new_id());
        let value = if part.kind == Kind::Goods { part.unit_value_minor } else { 0 };
        tx.execute(
            store::ADD_PART,
            params![reference.county, id, reference.id, at, part.kind.name(), &part.label, &part.unit, part.asked, value],
        )?;
    }
    Ok(())
}
