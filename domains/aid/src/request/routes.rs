//! Requests over HTTP: the page and the JSON of the same thing call the same commands.

use super::command::{self, require_written, unchanged};
use super::form::{self, DraftBody, DraftChange};
use super::page::{EditPage, RequestPage, SubmitPage};
use super::stub::StubPage;
use super::{Part, Request, RequestJson};
use super::{WRITE, decide, json, page, store};
use crate::review;
use qianmo_kernel::Fail;
use qianmo_web::prelude::*;

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::GET, "/requests/new", Access::Permit(&WRITE), new_page)
        .page(Method::POST, "/requests/new", Access::Permit(&WRITE), new_form)
        .page(Method::GET, "/requests/{reference}", Access::Public, show_page)
        .page(Method::GET, "/requests/{reference}/edit", Access::Permit(&WRITE), edit_page)
        .page(Method::POST, "/requests/{reference}/edit", Access::Permit(&WRITE), edit_form)
        .page(Method::GET, "/requests/{reference}/submission", Access::Permit(&WRITE), submit_page)
        .page(Method::POST, "/requests/{reference}/submission", Access::Permit(&WRITE), submit_form)
        .api_idempotent(Access::Permit(&WRITE), routes!(create_json))
        .api(Access::Public, routes!(show_json))
        .api(Access::Permit(&WRITE), routes!(edit_json))
        .api_idempotent(Access::Permit(&WRITE), routes!(submit_json))
        .sealed(&[
            qianmo_web::SealedColumn {
                table: "aid_request",
                column: "address_sealed",
                keys: &["county", "id"],
                purpose: super::household::ADDRESS,
            },
            qianmo_web::SealedColumn {
                table: "aid_end_note",
                column: "note_sealed",
                keys: &["county", "id"],
                purpose: super::end_note::END_NOTE,
            },
        ])
}

#[derive(serde::Deserialize)]
struct NewQuery {
    household: Option<String>,
}

async fn new_page(cx: Cx, Query(query): Query<NewQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    let named = query.household.and_then(|h| h.parse::<PublicRef>().ok()).or(actor.household);
    let helper = actor.is(Role::Helper);
    let form = FormView::with(
        &cx,
        [
            ("household", named.map(|h| h.to_string()).unwrap_or_default()),
            (
                "relationship",
                if actor.household == named && named.is_some() {
                    "self"
                } else if helper {
                    "helper"
                } else {
                    ""
                }
                .into(),
            ),
            ("language", cx.locale.tag().into()),
        ],
    );
    let page = new_of(&cx, form, 1).await?;
    cx.page("aid-new-title", &page)
}

/// The form of a new request, with the households to choose from; one that is named and known to its reader is shown in words.
async fn new_of(cx: &Cx, form: FormView, rows: usize) -> Res<EditPage> {
    let (actor, locale, households) = (cx.actor_owned()?, cx.locale, households(cx).await?);
    let named = form.value("household").parse::<PublicRef>().ok().filter(|_| form.error("household").is_none());
    let shown = match named {
        Some(named) if households.iter().all(|one| one.who.reference != named) => {
            cx.read(move |tx| {
                let at = match qianmo_registry::standing(tx, named) {
                    Ok(brief) => brief.path,
                    // What is not there is typed again.
                    Err(Fail::Refused(_)) => return Ok(None),
                    Err(other) => return Err(other),
                };
                let known = actor.household == Some(named) || actor.may(&WRITE, &at);
                if known { qianmo_registry::masked(tx, named, locale).map(Some) } else { Ok(None) }
            })
            .await?
        }
        _ => None,
    };
    Ok(EditPage::new(cx, form, None, rows).choosing(&households).naming(shown.as_ref()))
}

/// The most households that a helper chooses from; where there are more, the reference is typed.
const CHOOSABLE: i64 = 200;

/// The households of a helper's villages, masked; none for others, who write for one household that they know.
async fn households(cx: &Cx) -> Res<Vec<qianmo_registry::Choosable>> {
    let actor = cx.actor()?;
    let mut places: Vec<PlacePath> = Vec::new();
    for grant in actor.places_for(&WRITE).into_iter().filter(|g| g.role == Role::Helper) {
        if !places.iter().any(|wider| wider.covers(&grant.path)) {
            places.push(grant.path.clone());
        }
    }
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let locale = cx.locale;
    Ok(cx.read(move |tx| qianmo_registry::choosable(tx, &places, CHOOSABLE, locale)).await?.unwrap_or_default())
}

async fn new_form(cx: Cx, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let rows = page::rows(&raw);
    if raw.get("do") == Some("more") {
        let form = FormView::with(&cx, raw.0.clone());
        let page = new_of(&cx, form, rows + 1).await?;
        return cx.page("aid-new-title", &page);
    }
    let currency = cx.app.config.currency;
    let call = cx.call("aid.request.create", &form::bytes(&raw))?;
    let made = match form::from_form(&raw, currency, cx.locale.tag()) {
        Ok(draft) => {
            let county = draft.household.county;
            cx.write(move |tx| call.once(tx, county, |tx| command::create(tx, &actor, &draft, currency).map(|r| r.reference)))
                .await
                .map_err(|fail| form::beside_rows(&raw, fail))
        }
        Err(fail) => Err(fail),
    };
    match made {
        Ok(reference) => Ok(cx.see_other_saying(&format!("/requests/{reference}/submission"), "aid-draft-kept")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let form = FormView::failed(&cx, &raw, &refused).by_row("parts", "aid-part-error");
            let page = new_of(&cx, form, rows).await?;
            cx.page_status(status_again(&refused), "aid-new-title", &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn show_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let (actor, locale) = (cx.actor.clone(), cx.locale);
    let found = cx.read(move |tx| page::read(tx, reference, actor.as_deref(), locale)).await?;
    if !found.whole {
        return cx.page("aid-stub-title", &StubPage::new(&cx, &found.request));
    }
    super::attention::saw(&cx, &found.request).await;
    let title = found.request.title.clone();
    cx.page_titled(StatusCode::OK, &title, &RequestPage::new(&cx, found))
}

async fn edit_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    // A unit that writes: the form shows where the household wants things to be brought.
    let (request, values, rows) = cx
        .write(move |tx| {
            let request = require_written(tx, &actor, reference)?;
            decide::editable(request.state)?;
            let parts = store::parts(tx, reference)?;
            let address = command::opened_address(tx, &actor, &request)?;
            Ok((request.clone(), page::values(&request, &parts, address), parts.len()))
        })
        .await?;
    let form = FormView::with(&cx, values);
    cx.page("aid-edit-title", &EditPage::new(&cx, form, Some(&request), rows.max(1)))
}

async fn edit_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let rows = page::rows(&raw);
    let request = {
        let actor = actor.clone();
        cx.read(move |tx| require_written(tx, &actor, reference)).await?
    };
    if raw.get("do") == Some("more") {
        let form = FormView::with(&cx, raw.0.clone());
        return cx.page("aid-edit-title", &EditPage::new(&cx, form, Some(&request), rows + 1));
    }
    let seen = raw.get("version").and_then(|v| v.parse().ok());
    let changed = match form::from_form(&raw, cx.app.config.currency, cx.locale.tag()) {
        Ok(draft) => {
            let changed = cx.write(move |tx| command::edit(tx, &actor, reference, &draft, seen)).await;
            changed.map_err(|fail| form::beside_rows(&raw, fail))
        }
        Err(fail) => Err(fail),
    };
    match changed {
        Ok(_) => Ok(cx.see_other_saying(&format!("/requests/{reference}/submission"), "aid-draft-kept")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let status = status_again(&refused);
            let form = FormView::failed(&cx, &raw, &refused).by_row("parts", "aid-part-error");
            cx.page_status(status, "aid-edit-title", &EditPage::new(&cx, form, Some(&request), rows))
        }
        Err(other) => Err(other.into()),
    }
}

/// A request for whoever may write it, with its place in the reader's language, and its parts.
async fn written(cx: &Cx, reference: PublicRef) -> Res<(Request, Vec<Part>)> {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    cx.read(move |tx| {
        let mut request = require_written(tx, &actor, reference)?;
        super::household::relabel(tx, std::slice::from_mut(&mut request), locale)?;
        Ok((request, store::parts(tx, reference)?))
    })
    .await
}

async fn submit_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let (request, parts) = written(&cx, reference).await?;
    let form = FormView::empty(&cx);
    cx.page("aid-submit-title", &SubmitPage::new(&cx, form, &request, &parts))
}

async fn submit_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let card_shown = Reader::form(&raw).flag("card_shown");
    let done = cx.write(move |tx| command::submit(tx, &actor, reference, card_shown)).await;
    match done {
        Ok(_) => Ok(cx.see_other_saying(&format!("/requests/{reference}"), "aid-submitted")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let (request, parts) = written(&cx, reference).await?;
            let status = status_again(&refused);
            let failed = FormView::failed(&cx, &raw, &refused);
            // What a field says is mended on another page: there the errors lead.
            let page = if refused.fields.is_empty() {
                SubmitPage::new(&cx, failed, &request, &parts)
            } else {
                let form = FormView::with(&cx, raw.0.clone());
                SubmitPage::new(&cx, form, &request, &parts).mending(&failed, &refused)
            };
            cx.page_status(status, "aid-submit-title", &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// A request with its version as ETag.
pub(crate) async fn answer(cx: &Cx, request: Request) -> Answer {
    let reference = request.reference;
    let (parts, last) = cx.read(move |tx| Ok((store::parts(tx, reference)?, review::last_ruling(tx, reference)?))).await?;
    cx.json_etag(request.version, &RequestJson::new(cx, &request, &parts, true).ruled(last))
}

/// Begin a request.
///
/// It is a draft until it is handed in; only its writers and those who answer for its place see it. Public text that holds a name, a
/// number or the address of the household is refused already here (`registry-found-…`).
#[utoipa::path(post, path = "/aid/requests", tag = "aid", request_body = DraftBody,
    responses((status = 201, description = "The draft", body = RequestJson),
        (status = 422, description = "A field is not right, or public text names the household", body = qianmo_web::answer::Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such household", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
async fn create_json(cx: Cx, body: Body<DraftBody>) -> Answer {
    let actor = cx.actor_owned()?;
    let currency = cx.app.config.currency;
    let call = cx.call("aid.request.create", &body.bytes)?;
    let draft = body.value.parse(currency, cx.locale.tag())?;
    let county = draft.household.county;
    let (request, parts) = cx
        .write(move |tx| {
            let reference = call.once(tx, county, |tx| command::create(tx, &actor, &draft, currency).map(|r| r.reference))?;
            Ok((store::require(tx, reference)?, store::parts(tx, reference)?))
        })
        .await?;
    let at = format!("/api/v1/aid/requests/{}", request.reference);
    let mut response = cx.created(&at, &RequestJson::new(&cx, &request, &parts, true))?;
    cx.tag(&mut response, request.version);
    Ok(response)
}

/// One request.
///
/// Public once it was opened; before that only to its writers and to those who answer for its place, who also read in `review`
/// what was ruled last and why. Of one that was taken back or stopped, strangers get a stub: reference, state and times, empty
/// words and no parts.
#[utoipa::path(get, path = "/aid/requests/{ref}", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference"),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of the version the reader has")),
    responses((status = 200, description = "The request", body = RequestJson,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        (status = 304, description = "Not changed since the version named by If-None-Match")))]
async fn show_json(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let (actor, locale) = (cx.actor.clone(), cx.locale);
    let (request, parts, concerned, last) = cx
        .read(move |tx| {
            let (mut request, whole) = page::visible(tx, reference, actor.as_deref())?;
            super::household::relabel(tx, std::slice::from_mut(&mut request), locale)?;
            let concerned = actor.as_deref().is_some_and(|a| request.is_open_to(a));
            let parts = if whole { store::parts(tx, reference)? } else { Vec::new() };
            // Why it was sent back or not passed is between its writers and its reviewers, also once it is public.
            let last = if concerned { review::last_ruling(tx, reference)? } else { None };
            Ok((request, parts, concerned, last))
        })
        .await?;
    cx.json_etag(request.version, &RequestJson::new(&cx, &request, &parts, concerned).ruled(last))
}

/// Change a draft or a returned request.
///
/// What is left out stays as it is, parts with their ids; `parts` replaces all parts, and each that carries the id of one that was
/// there keeps it. Public text must not name the household, as when it is begun.
#[utoipa::path(patch, path = "/aid/requests/{ref}", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference")), request_body = DraftChange,
    responses((status = 200, description = "The request as changed", body = RequestJson)))]
async fn edit_json(cx: Cx, Path(reference): Path<PublicRef>, body: Body<DraftChange>) -> Answer {
    let actor = cx.actor_owned()?;
    let seen = cx.require_if_match()?;
    let (currency, language, change) = (cx.app.config.currency, cx.locale.tag(), body.value);
    let request = cx
        .write(move |tx| {
            let before = require_written(tx, &actor, reference)?;
            unchanged(&before, seen)?;
            let parts = store::parts(tx, reference)?;
            let address = if change.address.is_none() { command::opened_address(tx, &actor, &before)? } else { None };
            let draft = json::changed(&before, &parts, address, change.clone()).parse(currency, language)?;
            command::edit(tx, &actor, reference, &draft, seen)
        })
        .await?;
    answer(&cx, request).await
}

#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct SubmitQuery {
    /// Whether whoever hands it in for the household was shown its card; the household reads it.
    card_shown: Option<bool>,
}

/// Hand a request in.
///
/// Its review begins. Refused when the household has handed in too many of its purpose, when its cap does not allow it,
/// when goods have no address, or when public text names the household.
#[utoipa::path(post, path = "/aid/requests/{ref}/submission", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference"), SubmitQuery),
    responses((status = 200, description = "The request, handed in", body = RequestJson),
        (status = 422, description = "What it says is not enough, or names the household", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
async fn submit_json(cx: Cx, Path(reference): Path<PublicRef>, Query(query): Query<SubmitQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    let card_shown = query.card_shown.unwrap_or_default();
    let call = cx.call("aid.request.submission", if card_shown { b"card" } else { b"" })?;
    let request = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| command::submit(tx, &actor, reference, card_shown).map(|r| r.reference))?;
            store::require(tx, reference)
        })
        .await?;
    answer(&cx, request).await
}
