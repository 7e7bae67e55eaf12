//! Photos over HTTP.

use crate::command;
use crate::decide::{Access, Decision, REVIEW, Reason};
use crate::files::MediaStore;
use crate::page::{Card, QueuePage};
use crate::process::Size;
use crate::store::Photo;
use crate::thing;
use axum::body::Body as HttpBody;
use axum::http::{Response, StatusCode, header};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Error, Id, Kind, PlacePath, PublicRef, Refused, Res};
use qianmo_web::{Answer, Body, Cursor, Cx, Form, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Anybody may keep it, and asks before showing it again: what was taken back is gone at the next look. Its tag saves sending it
/// once more, so that a look costs one row and no file.
const PUBLIC: &str = "public, no-cache";
const PRIVATE: &str = "private, no-store";
/// Photos on a page of the queue.
const PAGE: usize = 12;

/// `GET /media/{reference}/{size}`: the picture itself.
pub async fn picture(cx: Cx, Path((reference, size)): Path<(PublicRef, String)>) -> Answer {
    let Some(size) = Size::from_name(&size) else {
        return Err(Refused::not_found().into());
    };
    let actor = cx.actor.clone();
    let (photo, access) = cx
        .read(move |tx| {
            let photo = command::require(tx, reference)?;
            let access = command::access(tx, &photo, actor.as_deref())?;
            Ok((photo, access))
        })
        .await?;
    let tag = format!("\"{}-{}\"", photo.hash, size.width());
    let cache = match access {
        Access::Public => PUBLIC,
        Access::Private => PRIVATE,
    };
    let known = cx.header("if-none-match").is_some_and(|v| v.contains(&tag));
    let answer = Response::builder()
        .header(header::CACHE_CONTROL, cache)
        .header(header::ETAG, &tag)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    let answer = if known {
        answer.status(StatusCode::NOT_MODIFIED).body(HttpBody::empty())
    } else {
        let store = cx.app.service::<MediaStore>()?;
        let Some(bytes) = store.get(&photo.key, size).await? else {
            return Err(Refused::not_found().into());
        };
        answer
            .header(header::CONTENT_TYPE, "image/jpeg")
            .header(header::CONTENT_LENGTH, bytes.len())
            .header(header::CONTENT_DISPOSITION, "inline")
            .body(HttpBody::from(bytes))
    };
    answer.map_err(|e| Error::because("the answer with a photo", e).into())
}

/// Where the queue's page begins.
#[derive(Debug, Default, Deserialize)]
pub struct QueueQuery {
    cursor: Option<String>,
    /// A photo: only those of the same thing.
    with: Option<String>,
}

/// `GET /photos`: held photos of the reviewer's places, or of one thing.
pub async fn queue(cx: Cx, Query(query): Query<QueueQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    if let Some(with) = &query.with {
        return of_thing(&cx, with.parse().map_err(|_| Refused::not_found())?).await;
    }
    let after: Id = query.cursor.as_deref().map(Cursor::decode).transpose()?.unwrap_or(Id::NONE);
    let (cards, next) = cx
        .read(move |tx| {
            let mut found = Vec::new();
            for place in distinct(actor.places_for(&REVIEW).into_iter().map(|g| g.path.clone())) {
                found.extend(command::held(tx, &place, after, PAGE as i64 + 1)?);
            }
            found.sort_by_key(|photo| photo.reference.id);
            let more = found.len() > PAGE;
            let next = more.then(|| found.get(PAGE - 1).map(|p| Cursor::encode(&p.reference.id))).flatten();
            found.truncate(PAGE);
            Ok((cards(tx, &actor, found)?, next))
        })
        .await?;
    cx.page("media-queue-title", &QueuePage::new(cx.view(), cards, next))
}

/// The photos of one thing that wait: what somebody who decides on the thing itself has to look at first.
async fn of_thing(cx: &Cx, with: PublicRef) -> Answer {
    let actor = cx.actor_owned()?;
    let (cards, about) = cx
        .read(move |tx| {
            let (one, photos) = command::waiting_with(tx, &actor, with)?;
            let about = thing::of(tx, &actor, &one)?;
            Ok((cards(tx, &actor, photos)?, about))
        })
        .await?;
    cx.page("media-queue-title", &QueuePage::of_thing(cx.view(), cards, with, about))
}

/// Photos with what they belong to, for the one who looks.
fn cards(tx: &mut Tx<'_>, actor: &Actor, photos: Vec<Photo>) -> Res<Vec<Card>> {
    let mut cards = Vec::with_capacity(photos.len());
    for photo in photos {
        let thing = thing::of(tx, actor, &photo)?;
        cards.push(Card::new(photo, actor.account, thing));
    }
    Ok(cards)
}

/// Paths without those that lie under another one of the list.
fn distinct(paths: impl Iterator<Item = PlacePath>) -> Vec<PlacePath> {
    let mut out: Vec<PlacePath> = Vec::new();
    // Widest first, as `places_for` answers them.
    for path in paths {
        if !out.iter().any(|wider| wider.covers(&path)) {
            out.push(path);
        }
    }
    out
}

/// A decision on a photo.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionBody {
    /// `show`, or why not: `identifies`, `no_consent`, `undignified`, `unrelated`, `unclear`.
    #[schema(example = "show")]
    decision: String,
}

fn decision_of(text: &str) -> Res<Decision> {
    match (text, Reason::from_code(text)) {
        ("show", _) => Ok(Decision::Show),
        (_, Some(reason)) => Ok(Decision::Refuse(reason)),
        _ => Err(Refused::field("decision", "media-decision-unknown").into()),
    }
}

/// `POST /photos/{reference}/decision`, from the page.
pub async fn decide_form(cx: Cx, Path(reference): Path<PublicRef>, Form(form): Form) -> Answer {
    let decision = decision_of(form.get("decision").unwrap_or_default())?;
    let seen = form.get("version").and_then(|v| v.parse::<i64>().ok());
    let actor = cx.actor_owned()?;
    cx.write(move |tx| {
        unchanged(command::require(tx, reference)?.version, seen)?;
        command::review(tx, &actor, reference, decision).map(|_| ())
    })
    .await?;
    // Whoever looks through the photos of one thing goes on with these, and from there back to it.
    let with = form.get("with").and_then(|with| with.parse::<PublicRef>().ok());
    let next = with.map_or_else(|| "/photos".to_owned(), |with| format!("/photos?with={with}"));
    Ok(cx.see_other_saying(&next, "media-decided"))
}

fn unchanged(version: i64, seen: Option<i64>) -> Res<()> {
    match seen {
        Some(seen) if seen != version => Err(Refused::new(Kind::Changed, "media-already-decided").into()),
        _ => Ok(()),
    }
}

/// A photo as the API tells of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PhotoView {
    /// Its reference.
    #[serde(rename = "ref")]
    #[schema(value_type = String, example = "00000000000G7-1H2R5Q8C9D3E4")]
    pub reference: PublicRef,
    /// `held`, `shown`, `refused` or `deleted`.
    pub state: &'static str,
    /// What it shows, in words.
    pub alt: String,
    /// Width of the large size in pixels.
    pub width: i64,
    /// Height of the large size in pixels.
    pub height: i64,
    /// Counts its changes.
    pub version: i64,
}

impl From<&Photo> for PhotoView {
    fn from(photo: &Photo) -> Self {
        PhotoView {
            reference: photo.reference,
            state: photo.state.name(),
            alt: photo.alt.clone(),
            width: photo.width,
            height: photo.height,
            version: photo.version,
        }
    }
}

/// Decide on a held photo.
///
/// Whoever uploaded a photo does not decide on it.
#[utoipa::path(post, path = "/media/{ref}/decision", tag = "media",
    params(("ref" = String, Path, description = "The photo's reference")),
    request_body = DecisionBody,
    responses((status = 200, description = "The photo after the decision", body = PhotoView)))]
pub async fn decide_json(cx: Cx, Path(reference): Path<PublicRef>, body: Body<DecisionBody>) -> Answer {
    let decision = decision_of(&body.value.decision)?;
    let actor = cx.actor_owned()?;
    let photo = cx.write(move |tx| command::review(tx, &actor, reference, decision)).await?;
    cx.json(&PhotoView::from(&photo))
}
