//! Households over HTTP: the API. The same commands as the pages'.

use super::command;
use super::open::{self, HouseholdOpen};
use super::routes::{after, cut, list_for, noting_alike, noting_taken, today};
use crate::check;
use crate::looks::Purpose;
use crate::masked::MaskedView;
use crate::permit;
use crate::raw::{HouseholdPatch, HouseholdRaw, MemberRaw};
use crate::words::{Departure, Task};
use qianmo_kernel::{Id, Millis, PublicRef};
use qianmo_web::cursor::Listed;
use qianmo_web::i18n::Arg;
use qianmo_web::schema::{IdSchema, RefSchema};
use qianmo_web::{Answer, Body, Cursor, Cx, Path, Query, RawForm};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Words without marks of direction, for JSON.
pub(crate) fn say(cx: &Cx) -> impl Fn(&'static str, &[(&'static str, Arg)]) -> String + '_ {
    move |key, args| cx.app.i18n.plain(cx.locale, key, args)
}

/// What may be asked of the list.
#[derive(Debug, Default, Deserialize, IntoParams)]
pub struct ListParams {
    /// Only households under this place: its id or its code.
    #[param(example = "611026")]
    place: Option<String>,
    /// Where the page begins.
    cursor: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
}

/// A household of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct HouseholdLine {
    /// As everybody may see it.
    #[serde(flatten)]
    masked: MaskedView,
    /// The village or township it lives in.
    #[schema(value_type = IdSchema)]
    place: Id,
    /// `registered`, `left`, `merged` or `erased`.
    status: &'static str,
    /// Counts its changes.
    version: i64,
    /// When it was registered.
    #[schema(value_type = String, format = DateTime)]
    created_at: Millis,
}

/// List the households of your places, masked.
#[utoipa::path(get, path = "/households", tag = "households", params(ListParams),
    responses((status = 200, description = "Masked households, by place and age", body = Listed<HouseholdLine>)))]
pub async fn list(cx: Cx, Query(params): Query<ListParams>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let limit = Cursor::limit(params.limit)?;
    let after = after(params.cursor.as_deref())?;
    let place = params.place;
    let (briefs, masked) = cx
        .read(move |tx| {
            let place = place.as_deref().map(|text| qianmo_places::named(tx, "place", text)).transpose()?.map(|place| place.id);
            let briefs = list_for(tx, &actor, place, &after, limit)?;
            let masked = open::mask(tx, &briefs, locale)?;
            Ok((briefs, masked))
        })
        .await?;
    let (briefs, next) = cut(briefs, limit);
    let items = briefs
        .iter()
        .zip(&masked)
        .map(|(brief, who)| HouseholdLine {
            masked: who.view(say(&cx)),
            place: brief.place,
            status: brief.status.name(),
            version: brief.version,
            created_at: brief.created_at,
        })
        .collect();
    cx.json(&Listed { items, next })
}

/// A household that was made or changed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct HouseholdMade {
    /// Its reference.
    #[serde(rename = "ref")]
    #[schema(value_type = RefSchema)]
    reference: PublicRef,
    /// Its version, for `If-Match`.
    version: i64,
}

/// How a household is registered.
#[derive(Debug, Default, Deserialize, IntoParams)]
pub struct Registering {
    /// Whether its people are others than those who are on record with the same name and birth, or name and phone.
    #[serde(default)]
    other_people: bool,
}

/// Register a household with its members.
///
/// One whose head has the name and birth of somebody in the same village, or the name and phone of a household of your places, is refused
/// (422 `registry-alike`, which names that household) unless `other_people` says that these are others; that household sees who was told.
///
/// An identity number that is registered already is refused (422) without telling where; the household that has it sees who
/// asked, and an account that is told so twenty times waits an hour (429).
#[utoipa::path(post, path = "/households", tag = "households", request_body = HouseholdRaw, params(Registering),
    responses((status = 201, description = "The household's reference", body = HouseholdMade,
            headers(("Location" = String, description = "Where the household is"))),
        (status = 429, description = "This account was told too often that a number is registered", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
pub async fn register(cx: Cx, Query(said): Query<Registering>, body: Body<HouseholdRaw>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("registry.register", &body.bytes)?;
    let new = Arc::new(check::household(&body.value, today(&cx))?);
    let numbers = command::numbers_of(&new.members);
    let typed = new.clone();
    let done = cx
        .write(move |tx| {
            let county = command::spot(tx, new.place)?.county;
            call.once(tx, county, |tx| {
                let reference = command::register_asking(tx, &actor, &new, said.other_people)?;
                Ok(HouseholdMade { reference, version: 1 })
            })
        })
        .await;
    let made = noting_taken(&cx, numbers, noting_alike(&cx, typed, done).await).await?;
    cx.created(&format!("/api/v1/households/{}", made.reference), &made)
}

/// What a household is opened for.
#[derive(Debug, Default, Deserialize, IntoParams)]
pub struct TaskParams {
    /// What for: `visit`, `request`, `review`, `delivery`, `payout`, `correction`, `complaint`, or `other`, which needs words
    /// in `Look-Reason`. The household sees it. Not needed by the household itself.
    #[param(max_length = 20, example = "visit")]
    task: Option<String>,
}

/// A household with everything its reader may see.
#[derive(Debug, Serialize, ToSchema)]
pub struct HouseholdView {
    /// Its reference.
    #[serde(rename = "ref")]
    #[schema(value_type = RefSchema)]
    reference: PublicRef,
    /// Counts its changes and its members'.
    version: i64,
    /// `registered`, `left` or `merged`.
    status: &'static str,
    /// The village or township it lives in.
    #[schema(value_type = IdSchema)]
    place: Id,
    /// House, street, group.
    address: String,
    /// In plain form; empty: none. Of this and every other number the household itself sees the end only when its card alone
    /// signed it in.
    phone: String,
    /// In full for officers and the household itself, for others its end; empty: none.
    bank_card: String,
    /// BCP 47.
    language: String,
    /// Main cause first.
    causes: Vec<&'static str>,
    /// Those who are members now.
    members: Vec<MemberView>,
    /// When it was registered.
    #[schema(value_type = String, format = DateTime)]
    created_at: Millis,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Millis,
    /// Since when it counts as left; null: it does not.
    #[schema(value_type = Option<String>, format = DateTime)]
    left_at: Option<Millis>,
    /// Why: `area`, `nobody`, `mistake`, `other`, `members` (the last of those who were on record before was taken off) or `unknown`; null:
    /// it does not count as left.
    left_reason: Option<&'static str>,
    /// The record in which it lives on; null: it was not merged.
    #[schema(value_type = Option<RefSchema>)]
    merged_into: Option<PublicRef>,
}

/// A member with everything their reader may see.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberView {
    /// The person.
    #[schema(value_type = IdSchema)]
    id: Id,
    /// What the person is to the head.
    relation: &'static str,
    /// Names, the official one first.
    names: Vec<NameView>,
    /// `female`, `male` or `unknown`.
    sex: &'static str,
    /// `1950`, `1950-03` or `1950-03-02` as far as it is known.
    birth: String,
    /// `resident`, `other` or `none`.
    id_kind: &'static str,
    /// The number; empty: none.
    id_number: String,
    /// Health facts.
    health: String,
    /// `none`, `some` or `severe`.
    disability: &'static str,
    /// `full`, `reduced`, `none` or `unknown`.
    labour: &'static str,
}

/// A name and what it is written in.
#[derive(Debug, Serialize, ToSchema)]
pub struct NameView {
    /// The name.
    text: String,
    /// BCP 47.
    language: String,
}

impl From<&HouseholdOpen> for HouseholdView {
    fn from(h: &HouseholdOpen) -> Self {
        let member = |m: &open::MemberOpen| MemberView {
            id: m.id,
            relation: m.relation.name(),
            names: m.names.iter().map(|n| NameView { text: n.text.clone(), language: n.tag.clone() }).collect(),
            sex: m.sex.name(),
            birth: m.birth.to_string(),
            id_kind: m.id_kind.name(),
            id_number: m.id_number.clone(),
            health: m.health.clone(),
            disability: m.disability.name(),
            labour: m.labour.name(),
        };
        HouseholdView {
            reference: h.reference,
            version: h.version,
            status: h.status.name(),
            place: h.place,
            address: h.address.clone(),
            phone: h.phone.clone(),
            bank_card: h.bank_card.clone(),
            language: h.language.clone(),
            causes: h.causes.iter().map(|c| c.name()).collect(),
            members: h.present().map(member).collect(),
            created_at: h.created_at,
            changed_at: h.changed_at,
            left_at: h.left_since(),
            left_reason: h.left_since().map(|_| h.end.as_ref().map_or(Departure::Unknown, |end| end.reason).name()),
            merged_into: h.merged_into,
        }
    }
}

/// Open a household.
///
/// Every opening is logged with who, when, in which role and what for, before anything is answered; the household sees
/// the log.
#[utoipa::path(get, path = "/households/{ref}", tag = "households",
    params(("ref" = RefSchema, Path, description = "The household"), TaskParams,
        ("Look-Reason" = Option<String>, Header, description = "More in words, or the request's reference: UTF-8, encoded as in a \
            form, at most 200 characters. In a header, so that words are in no address and no log"),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of the version the reader has")),
    responses((status = 200, description = "The household", body = HouseholdView,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        (status = 304, description = "The reader has this version"),
        (status = 409, description = "The look could not be logged: others wrote at the same moment", body = qianmo_web::answer::Problem, content_type = "application/problem+json"),
        (status = 410, description = "The household asked to be forgotten", body = qianmo_web::answer::Problem, content_type = "application/problem+json"),
        (status = 422, description = "It was not said what for", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
pub async fn show(cx: Cx, Path(household): Path<PublicRef>, Query(params): Query<TaskParams>) -> Answer {
    let actor = cx.actor_owned()?;
    let purpose = if permit::is_own(&actor, &permit::OPEN_DOOR, household) {
        Purpose::of(Task::Own)
    } else {
        let task = Task::from_name(params.task.unwrap_or_default().trim()).filter(|task| *task != Task::Own);
        let said = cx.header("look-reason").unwrap_or_default();
        let words = RawForm::parse(format!("words={said}").as_bytes());
        Purpose::said(task.map_or("", Task::name), words.get("words").unwrap_or_default())?
    };
    let opened = cx.write(move |tx| open::open_for(tx, &actor, household, &purpose)).await?;
    cx.json_etag(opened.version, &HouseholdView::from(&opened))
}

/// Change what is held of a household.
///
/// The household itself may change everything but the causes; signed in by its card alone, neither phone nor bank card.
#[utoipa::path(patch, path = "/households/{ref}", tag = "households", request_body = HouseholdPatch,
    params(("ref" = RefSchema, Path, description = "The household"),
        ("If-Match" = String, Header, description = "The version that was read, as its ETag; `*` for whatever there is")),
    responses((status = 200, description = "The new version", body = HouseholdMade),
        (status = 410, description = "The household asked to be forgotten", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
pub async fn change(cx: Cx, Path(household): Path<PublicRef>, body: Body<HouseholdPatch>) -> Answer {
    let actor = cx.actor_owned()?;
    let seen = cx.require_if_match()?;
    let change = check::change(&body.value)?;
    let version = cx.write(move |tx| command::change(tx, &actor, household, seen, &change)).await?;
    cx.json_etag(version, &HouseholdMade { reference: household, version })
}

/// A member that was added.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct MemberMade {
    /// The person.
    #[schema(value_type = IdSchema)]
    id: Id,
    /// The household's new version.
    version: i64,
}

/// Add a member to a household.
///
/// With an identity number it is answered as in registering: twenty numbers that are registered already, and the account waits.
#[utoipa::path(post, path = "/households/{ref}/members", tag = "households", request_body = MemberRaw,
    params(("ref" = RefSchema, Path, description = "The household")),
    responses((status = 201, description = "The person and the household's new version", body = MemberMade),
        (status = 410, description = "The household asked to be forgotten", body = qianmo_web::answer::Problem, content_type = "application/problem+json"),
        (status = 412, description = "It has changed since it was read", body = qianmo_web::answer::Problem, content_type = "application/problem+json"),
        (status = 429, description = "This account was told too often that a number is registered", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
pub async fn member(cx: Cx, Path(household): Path<PublicRef>, body: Body<MemberRaw>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("registry.member", &body.bytes)?;
    let new = check::member(&body.value, today(&cx))?;
    let seen = cx.if_match()?;
    let numbers = command::numbers_of(std::slice::from_ref(&new));
    let done = cx
        .write(move |tx| {
            // Whoever may not do this learns nothing from the key either.
            let at = open::standing(tx, household)?.path;
            permit::require(&actor, &permit::EDIT, &at)?;
            call.once(tx, household.county, |tx| {
                let (id, version) = command::add_member(tx, &actor, household, seen, &new)?;
                Ok(MemberMade { id, version })
            })
        })
        .await;
    let made = noting_taken(&cx, numbers, done).await?;
    cx.json_status(axum::http::StatusCode::CREATED, &made)
}

/// Take in again a household that left.
///
/// It is registered as it was; requests that ended stay ended, and its bank card rests as one that was changed. An officer of its place does
/// it, but not whoever ended it.
#[utoipa::path(post, path = "/households/{ref}/return", tag = "households",
    params(("ref" = RefSchema, Path, description = "The household"),
        ("If-Match" = Option<String>, Header, description = "The version that was read, as its ETag")),
    responses((status = 200, description = "The new version", body = HouseholdMade),
        (status = 409, description = "It has not left, was merged, ended with its last member, or the officer ended it or is close to it", body = qianmo_web::answer::Problem, content_type = "application/problem+json"),
        (status = 410, description = "The household asked to be forgotten", body = qianmo_web::answer::Problem, content_type = "application/problem+json"),
        (status = 412, description = "It has changed since it was read", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
pub async fn take_in(cx: Cx, Path(household): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("registry.return", b"")?;
    let seen = cx.if_match()?;
    let made = cx
        .write(move |tx| {
            // Whoever may not do this learns nothing from the key either.
            let at = open::standing(tx, household)?.path;
            permit::require(&actor, &permit::CLOSE, &at)?;
            call.once(tx, household.county, |tx| {
                let version = command::take_in_again(tx, &actor, household, seen)?;
                Ok(HouseholdMade { reference: household, version })
            })
        })
        .await?;
    cx.json_etag(made.version, &made)
}
