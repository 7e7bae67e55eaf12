//! Photos of a request. They are made safe (re-encoded, stripped, resized) before they are kept, and held until a reviewer
//! of the place has looked; commons/media does both, and shows reviewers what is held at `/photos`.

mod page;

use crate::lifecycle::RequestState;
use crate::request::{self, Request, WRITE, require_written};
pub(crate) use page::PhotoView;
use page::PhotosPage;
use qianmo_db::Tx;
use qianmo_kernel::Fail;
use qianmo_media::{MediaStore, NewMedia, Photo, Reader, State, Thing};
use qianmo_web::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// What media calls the owner of these photos.
pub const OWNER: &str = "aid.request";
/// All that media calls the owners of photos which have to do with a request.
pub(crate) const OWNERS: [&str; 3] = [OWNER, crate::thanks::photo::POST, crate::thanks::photo::RECEIPT];
/// Photos a request may have.
const AT_MOST: usize = 6;
/// Uploads a minute from one account.
const PER_MINUTE: u32 = 12;

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::GET, "/requests/{reference}/photos", Access::Permit(&WRITE), page)
        .page(Method::POST, "/requests/{reference}/photos", Access::Permit(&WRITE), form)
        .api_idempotent(Access::Permit(&WRITE), routes!(add_json))
        .api(Access::Public, routes!(list_json))
}

// Who is close to a household, wrote its request or helps there decides on none of its photos.
qianmo_media::recusal_hook!(qianmo_media::RecusalHook { owner_kinds: &OWNERS, recused });

// A household sees the photos of its requests, and of what was told about them, before anybody has looked. Those that come with
// a confirmation are evidence, also against it.
qianmo_media::owner_hook!(qianmo_media::OwnerHook { owner_kinds: &[OWNER, crate::thanks::photo::POST], is_own });

// Whoever decides on a photo reads what it belongs to, and goes there.
qianmo_media::thing_hook!(qianmo_media::ThingHook { owner_kinds: &OWNERS, thing });

fn thing(tx: &mut Tx<'_>, actor: &Actor, photo: &Photo) -> Res<Option<Thing>> {
    let found = request::load(tx, PublicRef::new(photo.reference.county, photo.owner))?;
    Ok(found.filter(|request| request.is_open_to(actor)).map(|request| {
        let asked = matches!(request.state, RequestState::Submitted | RequestState::Appealed);
        let decides = asked && actor.may(&crate::review::REVIEW, &request.path);
        let at = if decides { "desk/reviews" } else { "requests" };
        Thing { href: format!("/{at}/{}", request.reference), title: request.title, language: request.language }
    }))
}

fn is_own(tx: &mut Tx<'_>, actor: &Actor, photo: &Photo) -> Res<bool> {
    let found = request::load(tx, PublicRef::new(photo.reference.county, photo.owner))?;
    Ok(found.is_some_and(|request| reader_of(&request, Some(actor)) == Reader::Owner))
}

/// Whether the request is this reader's own household's. Not by its card alone: what nobody has looked at may show a number or
/// a document, and those a card does not open; whoever printed it could read them.
pub(crate) fn reader_of(request: &Request, actor: Option<&Actor>) -> Reader {
    match actor {
        Some(actor) if actor.household == Some(request.household) && actor.in_scope(&WRITE) && actor.card_issued_by.is_none() => {
            Reader::Owner
        }
        _ => Reader::Other,
    }
}

fn recused(tx: &mut Tx<'_>, actor: &Actor, photo: &Photo) -> Res<Option<&'static str>> {
    let request = request::require(tx, PublicRef::new(photo.reference.county, photo.owner))?;
    crate::review::recused(tx, actor, &request)
}

/// What everybody sees of a request's photos, also of those with posts and receipts, is held again until a reviewer has
/// looked.
pub(crate) fn hold_all(tx: &mut Tx<'_>, by: Id, request: PublicRef) -> Res<()> {
    for kind in OWNERS {
        qianmo_media::hold_again(tx, by, request.county, kind, request.id)?;
    }
    Ok(())
}

/// Whether nobody is asked any more about the photos of that kind of a request in that state. What came with a receipt or a post of
/// a request that everybody may still read is decided on as before.
fn rests(state: RequestState, kind: &str) -> bool {
    match state {
        RequestState::Refused | RequestState::Expired | RequestState::Withdrawn | RequestState::Failed | RequestState::Closed => {
            kind == OWNER || !state.is_told()
        }
        _ => false,
    }
}

/// A request has come from one state to another: its photos leave the queue of those who decide, or come back into it.
pub(crate) fn follow(tx: &mut Tx<'_>, before: RequestState, after: &Request) -> Res<()> {
    for kind in OWNERS {
        let over = rests(after.state, kind);
        if over != rests(before, kind) {
            qianmo_media::rest(tx, after.reference.county, kind, after.reference.id, over)?;
        }
    }
    Ok(())
}

/// How many of a request's own photos wait for somebody to look.
pub(crate) fn waiting(tx: &mut Tx<'_>, request: PublicRef) -> Res<usize> {
    let photos = qianmo_media::of(tx, request.county, OWNER, request.id)?;
    Ok(photos.iter().filter(|photo| photo.waits()).count())
}

/// What is said below a photo that not everybody sees.
pub(crate) fn caption(photo: &Photo) -> Option<&'static str> {
    match photo.state {
        State::Shown => None,
        _ if photo.resting => Some("aid-photo-rests"),
        _ => Some("aid-photo-held"),
    }
}

fn require_open(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<Request> {
    let request = require_written(tx, actor, reference)?;
    if request.state.is_over() {
        return Err(Refused::new(Kind::Conflict, "aid-photo-over").arg("state", request.state.name()).into());
    }
    Ok(request)
}

/// The photos of a request that this reader may see, the oldest first.
pub(crate) fn of(tx: &mut Tx<'_>, request: &Request, actor: Option<&Actor>) -> Res<Vec<Photo>> {
    let mut photos = qianmo_media::of(tx, request.reference.county, OWNER, request.reference.id)?;
    let reader = reader_of(request, actor);
    photos.retain(|p| qianmo_media::decide::access(p, actor, reader).is_ok());
    Ok(photos)
}

/// Takes a photo in: checks, makes it safe, keeps its files, records it.
async fn take(cx: &Cx, reference: PublicRef, upload: &Upload) -> Res<PublicRef> {
    let actor = cx.actor_owned()?;
    cx.limit("aid.photo", &actor.account.to_string(), PER_MINUTE)?;
    upload.within_limit()?;
    let Some(file) = upload.file("photo") else {
        return Err(Refused::field("photo", "aid-photo-needed").into());
    };
    let raw = &upload.form;
    let flag = |name: &str| !matches!(raw.get(name).unwrap_or_default(), "" | "0" | "false" | "off");
    let (alt, shows_people, consent) = (raw.get("alt").unwrap_or_default().to_owned(), flag("shows_people"), flag("consent"));
    let call = cx.call("aid.photo", &call_bytes(cx, raw, &file.bytes))?;
    let writer = actor.clone();
    let place = cx.read(move |tx| require_open(tx, &writer, reference).map(|r| r.path)).await?;
    let store = cx.app.service::<MediaStore>()?;
    let processed = store.process(file.bytes.clone(), actor.account).await.map_err(crate::thanks::photo::beside)?;
    let photo = PublicRef::new(reference.county, cx.app.ids.make());
    let kept = store.keep(photo, &processed, cx.app.clock.now(), cx.app.rng.as_ref()).await?;
    cx.write(move |tx| {
        call.once(tx, reference.county, |tx| {
            let request = require_open(tx, &actor, reference)?;
            crate::thanks::screen(tx, request.household, "alt", &alt)?;
            let new = NewMedia {
                kept: kept.clone(),
                owner_kind: OWNER,
                owner: request.reference.id,
                place: place.clone(),
                uploaded_by: actor.account,
                alt: alt.clone(),
                shows_people,
                consent,
                at_most: AT_MOST,
                staff_only: false,
            };
            let photo = qianmo_media::add(tx, &new)?;
            if rests(request.state, OWNER) {
                // It waits once the request does: on appeal.
                qianmo_media::rest(tx, reference.county, OWNER, reference.id, true)?;
            }
            let home = request::home(tx, request.household)?;
            request::note_act(tx, &actor, &home, "request.photo", false)?;
            Ok(photo)
        })
    })
    .await
}

/// What a repeat of the same upload has in common: the fields and the picture. Forms bring their key among
/// the fields; it must be found in the bytes.
fn call_bytes(cx: &Cx, raw: &RawForm, picture: &[u8]) -> Vec<u8> {
    let mut bytes = request::form_bytes(raw);
    if cx.wants_json {
        bytes.extend_from_slice(picture);
    }
    bytes
}

async fn found(cx: &Cx, reference: PublicRef) -> Res<(Request, Vec<Photo>)> {
    let actor = cx.actor_owned()?;
    cx.read(move |tx| {
        let request = require_open(tx, &actor, reference)?;
        let photos = of(tx, &request, Some(&actor))?;
        Ok((request, photos))
    })
    .await
}

async fn page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let (request, photos) = found(&cx, reference).await?;
    cx.page("aid-photos-title", &PhotosPage::new(cx.view(), FormView::empty(&cx), &request, &photos))
}

async fn form(cx: Cx, Path(reference): Path<PublicRef>, upload: Upload) -> Answer {
    match take(&cx, reference, &upload).await {
        Ok(_) => Ok(cx.see_other_saying(&format!("/requests/{reference}/photos"), "aid-photo-taken")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let (request, photos) = found(&cx, reference).await?;
            let status = status_again(&refused);
            let form = FormView::failed(&cx, &upload.form, &refused);
            cx.page_status(status, "aid-photos-title", &PhotosPage::new(cx.view(), form, &request, &photos))
        }
        Err(other) => Err(other.into()),
    }
}

/// A photo to be taken in.
#[derive(ToSchema)]
#[allow(dead_code)]
pub struct PhotoUpload {
    /// JPEG, PNG or WebP.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    photo: Vec<u8>,
    /// What it shows, in words.
    #[schema(min_length = 1, max_length = 200)]
    alt: String,
    /// `1` when people can be recognised on it.
    shows_people: Option<String>,
    /// `1` when the household said that it may be shown; needed when people can be recognised.
    consent: Option<String>,
}

/// A photo of a request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PhotoJson {
    /// Its reference.
    #[serde(rename = "ref")]
    #[schema(value_type = String, example = "01HN6XJ4C0800-01HN6XJ4C0801")]
    pub reference: PublicRef,
    /// `held` until a reviewer has looked, then `shown`.
    pub state: &'static str,
    /// What it shows, in words.
    pub alt: String,
    /// Its address, 1280 pixels wide at most.
    pub href: String,
    /// Pixels.
    pub width: i64,
    /// Pixels.
    pub height: i64,
}

impl PhotoJson {
    fn new(photo: &Photo) -> Self {
        PhotoJson {
            reference: photo.reference,
            state: photo.state.name(),
            alt: photo.alt.clone(),
            href: format!("/media/{}/1280", photo.reference),
            width: photo.width,
            height: photo.height,
        }
    }
}

/// The photos of a request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PhotosJson {
    /// Oldest first.
    pub items: Vec<PhotoJson>,
    /// Always null: a request has few photos.
    pub next: Option<String>,
}

/// Add a photo.
///
/// It is re-encoded, stripped of where and when it was taken, and held until a reviewer of the place has looked.
#[utoipa::path(post, path = "/aid/requests/{ref}/photos", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference")),
    request_body(content = PhotoUpload, content_type = "multipart/form-data"),
    responses((status = 201, description = "The photo, held", body = PhotoJson),
        (status = 429, description = "Too often", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
async fn add_json(cx: Cx, Path(reference): Path<PublicRef>, upload: Upload) -> Answer {
    let taken = take(&cx, reference, &upload).await?;
    let photo = cx.read(move |tx| qianmo_media::require(tx, taken)).await?;
    cx.json_status(StatusCode::CREATED, &PhotoJson::new(&photo))
}

/// The photos of a request: those shown, and to whoever may see them those held.
#[utoipa::path(get, path = "/aid/requests/{ref}/photos", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference")),
    responses((status = 200, description = "Photos", body = PhotosJson)))]
async fn list_json(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let actor = cx.actor.clone();
    let photos = cx
        .read(move |tx| {
            let (request, whole) = request::visible(tx, reference, actor.as_deref())?;
            if whole { of(tx, &request, actor.as_deref()) } else { Ok(Vec::new()) }
        })
        .await?;
    cx.json(&PhotosJson { items: photos.iter().filter(|p| p.state != State::Deleted).map(PhotoJson::new).collect(), next: None })
}
