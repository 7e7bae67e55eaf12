//! Households over HTTP: the list, finding, registering; and what the other pages of households share. Handlers read what came, call one command, and show what became of it.

use super::alike;
use super::command;
use super::form::{self, Options};
use super::open;
use super::page::{self, ChoosePlacePage, Line, ListPage, NewPage};
use super::store::{self, Brief};
use crate::check::{self, NewHousehold};
use crate::masked::Masked;
use crate::permit;
use crate::raw::{HouseholdRaw, MemberRaw};
use crate::wishes;
use crate::words::IdKind;
use axum::http::{HeaderValue, header};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Fail, Id, Kind, Permission, PlacePath, Refused, Res};
use qianmo_places as places;
use qianmo_web::{Answer, Cursor, Cx, Form, FormView, Query, RawForm, shown_again};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;

/// Rows of a page of the list.
const PAGE: i64 = 25;

/// The local day.
pub(crate) fn today(cx: &Cx) -> (i16, i8, i8) {
    cx.app.clock.now().date_at(cx.app.config.utc_offset_minutes)
}

/// A page with somebody's data: no cache may keep it, and going back asks again.
pub(crate) fn unstored(answer: Answer) -> Answer {
    let mut response = answer?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// The form's text again, for the key against sending twice.
pub(crate) fn bytes_of(form: &RawForm) -> Vec<u8> {
    let encode = qianmo_web::extract::encode;
    form.0.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect::<Vec<_>>().join("&").into_bytes()
}

/// The places of an actor's permission, none inside another, in the order of their paths.
pub(crate) fn seats(actor: &Actor, permission: &Permission) -> Vec<PlacePath> {
    let mut out: Vec<PlacePath> = Vec::new();
    for grant in actor.places_for(permission) {
        if !out.iter().any(|wider| wider.covers(&grant.path)) {
            out.push(grant.path.clone());
        }
    }
    out.sort();
    out
}

/// The next households of the actor's places, or of one place of theirs. One more than `limit` tells that there are more.
pub(crate) fn list_for(tx: &mut Tx<'_>, actor: &Actor, place: Option<Id>, after: &(String, Id), limit: i64) -> Res<Vec<Brief>> {
    let ranges = match place {
        None => seats(actor, &permit::LIST),
        Some(place) => {
            let found = places::require(tx, place)?;
            actor.require(&permit::LIST, &found.path)?;
            vec![found.path]
        }
    };
    let mut out: Vec<Brief> = Vec::new();
    for range in ranges {
        let missing = limit + 1 - out.len() as i64;
        if missing > 0 {
            out.extend(store::list(tx, &range, after, missing)?);
        }
    }
    Ok(out)
}

/// Cuts a page off and says where the next one begins.
pub(crate) fn cut(mut briefs: Vec<Brief>, limit: i64) -> (Vec<Brief>, Option<String>) {
    let limit = usize::try_from(limit).unwrap_or(1);
    let next = (briefs.len() > limit).then(|| briefs.get(limit - 1)).flatten();
    let next = next.map(|b| Cursor::encode(&(b.path.as_str(), b.reference.id)));
    briefs.truncate(limit);
    (briefs, next)
}

/// Where a page of a list begins.
pub(crate) fn after(cursor: Option<&str>) -> Res<(String, Id)> {
    let Some(cursor) = cursor else { return Ok((String::new(), Id::NONE)) };
    let (path, id): (String, Id) = Cursor::decode(cursor)?;
    // A path holds letters, digits and slashes; a cursor that holds anything else was not made here.
    if path.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/') {
        Ok((path, id))
    } else {
        Err(Refused::new(Kind::Malformed, "web-bad-cursor").into())
    }
}

/// What may stand after `/households`.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    cursor: Option<String>,
}

async fn lines(cx: &Cx, read: impl Fn(&mut Tx<'_>) -> Res<Vec<Brief>> + Send + 'static) -> Res<(Vec<Line>, Vec<Brief>)> {
    let locale = cx.locale;
    let (briefs, masked, names): (Vec<Brief>, Vec<Masked>, HashMap<Id, String>) = cx
        .read(move |tx| {
            let briefs = read(tx)?;
            let masked = open::mask(tx, &briefs, locale)?;
            let names = places::labels(tx, briefs.iter().map(|b| b.place), locale)?;
            Ok((briefs, masked, names.into_iter().map(|(id, label)| (id, label.text)).collect()))
        })
        .await?;
    let lines = briefs
        .iter()
        .zip(masked)
        .map(|(brief, who)| Line::new(brief, who, names.get(&brief.place).cloned().unwrap_or_default()))
        .collect();
    Ok((lines, briefs))
}

async fn list_page(cx: &Cx, f: FormView, lines: Vec<Line>, next: Option<String>, found: bool) -> Res<ListPage> {
    let actor = cx.actor()?;
    let places = seats(actor, &permit::EDIT);
    let wishes = match places.is_empty() {
        true => None,
        false => Some(cx.read(move |tx| places.iter().map(|place| wishes::count(tx, place)).sum::<Res<i64>>()).await?),
    };
    Ok(ListPage {
        v: cx.view(),
        f,
        lines,
        next,
        wishes,
        found,
        may_open: actor.may_somewhere(&permit::OPEN),
        may_register: actor.may_somewhere(&permit::REGISTER),
        may_export: actor.may_somewhere(&permit::EXPORT),
    })
}

/// `GET /households`
pub async fn list(cx: Cx, Query(query): Query<ListQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    let after = after(query.cursor.as_deref())?;
    let (mut lines, briefs) = lines(&cx, move |tx| list_for(tx, &actor, None, &after, PAGE)).await?;
    let (_, next) = cut(briefs, PAGE);
    lines.truncate(PAGE as usize);
    cx.page("registry-list-title", &list_page(&cx, FormView::empty(&cx), lines, next, false).await?)
}

/// `POST /households/find`: by an exact number. By POST, so that the number is in no address and no log.
pub async fn find(cx: Cx, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let typed = form.get("number").unwrap_or_default().to_owned();
    cx.limit("registry.find", &actor.account.to_string(), 20)?;
    let found = cx.write(move |tx| command::find_by_number(tx, &actor, &typed)).await?;
    if found.is_empty() {
        let refused = Refused::field("number", "registry-find-none");
        let page = list_page(&cx, FormView::failed(&cx, &form, &refused), Vec::new(), None, true).await?;
        return unstored(cx.page_status(axum::http::StatusCode::UNPROCESSABLE_ENTITY, "registry-list-title", &page));
    }
    let (lines, _) = lines(&cx, move |tx| {
        let mut briefs = Vec::new();
        for household in &found {
            briefs.extend(store::brief_of(tx, *household)?);
        }
        Ok(briefs)
    })
    .await?;
    unstored(cx.page("registry-list-title", &list_page(&cx, FormView::empty(&cx), lines, None, true).await?))
}

/// Where a new household is to live.
#[derive(Debug, Default, Deserialize)]
pub struct PlaceQuery {
    place: Option<Id>,
}

/// `GET /households/new`: first the place, then the form.
pub async fn new(cx: Cx, Query(query): Query<PlaceQuery>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let step = cx.read(move |tx| next_step(tx, &actor, query.place, locale)).await?;
    match step {
        Step::Choose(places) => {
            let body = ChoosePlacePage { v: cx.view(), href: "/households/new".into(), places };
            cx.page("registry-new-title", &body)
        }
        Step::Here(place, name) => {
            let raw = HouseholdRaw {
                place: place.to_string(),
                members: vec![MemberRaw { relation: "head".into(), ..MemberRaw::default() }],
                ..HouseholdRaw::default()
            };
            new_page(&cx, FormView::with(&cx, form::pairs(&raw)), name, Vec::new(), 200)
        }
    }
}

enum Step {
    Choose(Vec<(Id, String)>),
    Here(Id, String),
}

/// Goes down the tree as long as there is but one way.
fn next_step(tx: &mut Tx<'_>, actor: &Actor, place: Option<Id>, locale: qianmo_kernel::Locale) -> Res<Step> {
    let mut ids: Vec<Id> = match place {
        Some(place) => {
            let found = places::require(tx, place)?;
            actor.require(&permit::REGISTER, &found.path)?;
            vec![place]
        }
        None => actor.places_for(&permit::REGISTER).into_iter().map(|g| g.place).filter(|p| *p != Id::NONE).collect(),
    };
    if ids.is_empty() {
        ids = places::offered(tx, Id::NONE)?.into_iter().map(|p| p.id).collect();
    }
    while let [only] = ids.as_slice() {
        let only = *only;
        let below: Vec<Id> = places::offered(tx, only)?.into_iter().map(|p| p.id).collect();
        if below.is_empty() {
            let name = places::label(tx, only, locale)?.map(|l| l.text).unwrap_or_default();
            return Ok(Step::Here(only, name));
        }
        ids = below;
    }
    let labels = places::labels(tx, ids.iter().copied(), locale)?;
    let named = ids.into_iter().filter_map(|id| labels.get(&id).map(|l| (id, l.text.clone()))).collect();
    Ok(Step::Choose(named))
}

fn new_page(cx: &Cx, f: FormView, place: String, alike: Vec<String>, status: u16) -> Answer {
    let v = cx.view();
    let o = Options::new(&v).with_language(f.value("language"));
    let rows = page::rows(&f);
    let status = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    let asks = f.error(super::alike::OTHER_PEOPLE).is_some() || !f.value(super::alike::OTHER_PEOPLE).is_empty();
    unstored(cx.page_status(status, "registry-new-title", &NewPage { v, f, place, o, rows, alike, asks }))
}

async fn place_name(cx: &Cx, place: &str) -> Res<String> {
    let Ok(place) = place.trim().parse::<Id>() else { return Ok(String::new()) };
    let locale = cx.locale;
    cx.read(move |tx| Ok(places::label(tx, place, locale)?.map(|l| l.text).unwrap_or_default())).await
}

/// A refusal of the check with the names that fields have in forms.
pub(crate) fn for_form(mut refused: Refused) -> Refused {
    for field in &mut refused.fields {
        field.field = form::field_in_form(&field.field).to_owned();
    }
    refused
}

/// The refusal of a number that somebody has.
const TAKEN: &str = "registry-number-taken";

/// What came of writing people's numbers down; that one of them is registered already is noted before it is told. Whoever may take the
/// household in again that has it, because it left, is told which one it is.
pub(crate) async fn noting_taken<T>(cx: &Cx, numbers: Vec<(IdKind, String)>, done: Res<T>) -> Res<T> {
    let mut refused = match done {
        Err(Fail::Refused(refused)) if refused.fields.iter().any(|f| f.message == TAKEN) => refused,
        done => return done,
    };
    let actor = cx.actor_owned()?;
    if let Some(left) = cx.write(move |tx| command::note_taken(tx, &actor, &numbers)).await? {
        for field in refused.fields.iter_mut().filter(|f| f.message == TAKEN) {
            field.message = "registry-number-left";
            field.args = vec![("reference", left.to_string())];
        }
    }
    Err(Fail::Refused(refused))
}

/// What came of registering people; that they may be those of a registered household is noted before it is told.
pub(crate) async fn noting_alike<T>(cx: &Cx, new: Arc<NewHousehold>, done: Res<T>) -> Res<T> {
    if let Err(Fail::Refused(refused)) = &done
        && refused.fields.iter().any(|f| f.message == alike::ALIKE)
    {
        let actor = cx.actor_owned()?;
        cx.write(move |tx| command::note_alike(tx, &actor, &new)).await?;
    }
    done
}

/// `POST /households`
pub async fn register(cx: Cx, Form(form): Form) -> Answer {
    let mut raw = form::household(&form);
    if let Some(rows) = form::rows_asked(&form) {
        form::change_rows(&mut raw, rows);
        let name = place_name(&cx, &raw.place).await?;
        return new_page(&cx, FormView::with(&cx, form::pairs(&raw)), name, Vec::new(), 200);
    }
    let actor = cx.actor_owned()?;
    let call = cx.call("registry.register", &bytes_of(&form))?;
    let done = match check::household(&raw, today(&cx)) {
        Ok(new) => {
            let numbers = command::numbers_of(&new.members);
            let (new, other_people) = (Arc::new(new), form.get(alike::OTHER_PEOPLE).is_some());
            let typed = new.clone();
            let done = cx
                .write(move |tx| {
                    let county = command::spot(tx, new.place)?.county;
                    call.once(tx, county, |tx| command::register_asking(tx, &actor, &new, other_people))
                })
                .await;
            noting_taken(&cx, numbers, noting_alike(&cx, typed, done).await).await
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(household) => Ok(cx.see_other_saying(&format!("/households/{household}"), "registry-registered")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let name = place_name(&cx, &raw.place).await?;
            let status = refused.kind.status();
            let told = refused.fields.iter().filter(|f| f.message == alike::ALIKE).flat_map(|f| &f.args);
            let found = told.flat_map(|(_, named)| named.split(", ")).map(str::to_owned).collect();
            let f = FormView::failed(&cx, &form, &for_form(*refused)).by_row("members", "registry-person-error");
            new_page(&cx, f, name, found, status)
        }
        Err(fail) => Err(fail.into()),
    }
}

/// The version a form was made from.
pub(crate) fn version_in(form: &RawForm) -> Option<i64> {
    form.get("version").and_then(|v| v.parse().ok())
}
