//! Households over HTTP: pages. Handlers read what came, call one command, and show what became of it.

use super::command;
use super::form::{self, Options};
use super::open;
use super::page::{self, CardPage, CardPrintPage, ChoosePlacePage, EditPage, Line, ListPage, MemberPage, NewPage, OpenPage, TaskPage};
use super::store::{self, Brief};
use crate::check;
use crate::masked::Masked;
use crate::permit;
use crate::raw::{HouseholdRaw, MemberRaw};
use crate::words::{Leaving, Status, Tie};
use crate::{card, link, own};
use axum::http::{HeaderValue, header};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Fail, Id, Permission, PlacePath, PublicRef, Refused, Res};
use qianmo_places as places;
use qianmo_web::{Answer, Cursor, Cx, Form, FormView, Path, Query, RawForm, see_other};
use serde::Deserialize;
use std::collections::HashMap;

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
    cursor.map_or_else(|| Ok((String::new(), Id::NONE)), Cursor::decode)
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

fn list_page(cx: &Cx, f: FormView, lines: Vec<Line>, next: Option<String>, found: bool) -> Res<ListPage> {
    let actor = cx.actor()?;
    Ok(ListPage {
        v: cx.view(),
        f,
        lines,
        next,
        found,
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
    cx.page("registry-list-title", &list_page(&cx, FormView::empty(&cx), lines, next, false)?)
}

/// `POST /households/find`: by an exact number. By POST, so that the number is in no address and no log.
pub async fn find(cx: Cx, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let typed = form.get("number").unwrap_or_default().to_owned();
    cx.limit("registry.find", &actor.account.to_string(), 20)?;
    let found = cx.write(move |tx| command::find_by_number(tx, &actor, &typed)).await?;
    if found.is_empty() {
        let refused = Refused::field("number", "registry-find-none");
        let page = list_page(&cx, FormView::failed(&cx, &form, &refused), Vec::new(), None, true)?;
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
    unstored(cx.page("registry-list-title", &list_page(&cx, FormView::empty(&cx), lines, None, true)?))
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
            new_page(&cx, FormView::with(&cx, form::pairs(&raw)), name, 200)
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
        ids = places::children(tx, Id::NONE)?.into_iter().map(|p| p.id).collect();
    }
    while let [only] = ids.as_slice() {
        let only = *only;
        let below: Vec<Id> = places::children(tx, only)?.into_iter().map(|p| p.id).collect();
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

fn new_page(cx: &Cx, f: FormView, place: String, status: u16) -> Answer {
    let v = cx.view();
    let o = Options::new(&v).with_language(f.value("language"));
    let rows = page::rows(&f);
    let status = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    unstored(cx.page_status(status, "registry-new-title", &NewPage { v, f, place, o, rows }))
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

/// `POST /households`
pub async fn register(cx: Cx, Form(form): Form) -> Answer {
    let mut raw = form::household(&form);
    if let Some(rows) = form::rows_asked(&form) {
        form::change_rows(&mut raw, rows);
        let name = place_name(&cx, &raw.place).await?;
        return new_page(&cx, FormView::with(&cx, form::pairs(&raw)), name, 200);
    }
    let actor = cx.actor_owned()?;
    let call = cx.call("registry.register", &bytes_of(&form))?;
    let done = match check::household(&raw, today(&cx)) {
        Ok(new) => {
            cx.write(move |tx| {
                let county = command::spot(tx, new.place)?.county;
                call.once(tx, county, |tx| command::register(tx, &actor, &new))
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(household) => Ok(cx.see_other_saying(&format!("/households/{household}"), "registry-registered")),
        Err(Fail::Refused(refused)) if !refused.fields.is_empty() => {
            let name = place_name(&cx, &raw.place).await?;
            new_page(&cx, FormView::failed(&cx, &form, &for_form(*refused)), name, 422)
        }
        Err(fail) => Err(fail.into()),
    }
}

/// What a household is opened for.
#[derive(Debug, Default, Deserialize)]
pub struct TaskQuery {
    task: Option<String>,
    words: Option<String>,
}

impl TaskQuery {
    fn said(&self) -> Option<String> {
        let task = self.task.as_deref().map(str::trim).filter(|t| !t.is_empty())?;
        let words = self.words.as_deref().unwrap_or_default().trim();
        Some(if words.is_empty() { task.to_owned() } else { format!("{task}: {words}") })
    }
}

/// `GET /households/{reference}`: masked, until it is said what for.
pub async fn show(cx: Cx, Path(household): Path<PublicRef>, Query(query): Query<TaskQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    if actor.household == Some(household) {
        return Ok(see_other("/my-household"));
    }
    let Some(said) = query.said() else { return task_page(&cx, household, FormView::empty(&cx), 200).await };
    let task = said.clone();
    let locale = cx.locale;
    let opened = cx
        .write(move |tx| {
            let opened = open::look(tx, &actor, household, &task)?;
            let who = open::masked(tx, household, locale)?;
            let place = places::labels_along(tx, &opened.path, locale)?.into_iter().map(|l| l.text).collect::<Vec<_>>().join(" ");
            let may_edit = actor.may(&permit::EDIT, &opened.path);
            let mut corrections = own::list(tx, household)?;
            corrections.retain(|c| c.done_at.0 == 0);
            Ok((opened, who, place, may_edit, corrections))
        })
        .await;
    match opened {
        Ok((h, who, place, may_edit, corrections)) => {
            let body = OpenPage { v: cx.view(), who, h, place, task: said, corrections, may_edit };
            unstored(cx.page("registry-open-title", &body))
        }
        Err(Fail::Refused(refused)) if !refused.fields.is_empty() => {
            let typed = [("task", query.task.unwrap_or_default()), ("words", query.words.unwrap_or_default())];
            let raw = RawForm(typed.into_iter().map(|(k, v)| (k.to_owned(), v)).collect());
            task_page(&cx, household, FormView::failed(&cx, &raw, &refused), 422).await
        }
        Err(fail) => Err(fail.into()),
    }
}

async fn task_page(cx: &Cx, household: PublicRef, f: FormView, status: u16) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let (who, status_of, close, may_see_looks) = cx
        .read(move |tx| {
            let brief = open::standing(tx, household)?;
            actor.require(&permit::OPEN, &brief.path)?;
            let close = link::is_member_or_relative(tx, actor.account, household)?;
            Ok((open::masked(tx, household, locale)?, brief.status, close, actor.may(&permit::LOOKS, &brief.path)))
        })
        .await?;
    let v = cx.view();
    let (tasks, ties) = (page::tasks(&v), page::ties(&v));
    let status = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    let body = TaskPage { v, f, who, status: status_of, tasks, ties, close, may_see_looks };
    cx.page_status(status, "registry-open-title", &body)
}

/// `POST /households/{reference}/ties`: somebody who works here states that they are related.
pub async fn state_tie(cx: Cx, Path(household): Path<PublicRef>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let tie = form.get("tie").and_then(Tie::from_name).filter(|t| !matches!(t, Tie::Own));
    let Some(tie) = tie else { return Err(Refused::field("tie", "registry-choice-unknown").into()) };
    cx.write(move |tx| {
        let brief = open::standing(tx, household)?;
        actor.require(&permit::OPEN, &brief.path)?;
        link::state(tx, &actor, household, actor.account, tie)
    })
    .await?;
    Ok(cx.see_other_saying(&format!("/households/{household}"), "registry-tie-stated"))
}

/// `GET /households/{reference}/edit`: opens it for a correction, which is logged as a look.
pub async fn edit(cx: Cx, Path(household): Path<PublicRef>) -> Answer {
    edit_page(&cx, household, None, None).await
}

async fn edit_page(cx: &Cx, household: PublicRef, failed: Option<(RawForm, Refused)>, other: Option<(RawForm, Refused)>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let (h, who, may_close) = cx
        .write(move |tx| {
            let at = open::standing(tx, household)?.path;
            actor.require(&permit::EDIT, &at)?;
            let opened = open::look(tx, &actor, household, "correction")?;
            Ok((opened, open::masked(tx, household, locale)?, actor.may(&permit::CLOSE, &at)))
        })
        .await?;
    let wrong = failed.is_some() || other.is_some();
    let f = match &failed {
        Some((raw, refused)) => FormView::failed(cx, raw, refused),
        None => {
            let cause = |at: usize| h.causes.get(at).map_or("", |c| c.name()).to_owned();
            let values = [
                ("version", h.version.to_string()),
                ("address", h.address.clone()),
                ("phone", h.phone.clone()),
                ("language", if h.language == "und" { String::new() } else { h.language.clone() }),
                ("cause_main", cause(0)),
                ("cause_second", cause(1)),
                ("cause_third", cause(2)),
            ];
            FormView::with(cx, values)
        }
    };
    let other = other.map_or_else(|| FormView::empty(cx), |(raw, refused)| FormView::failed(cx, &raw, &refused));
    let v = cx.view();
    let o = Options::new(&v).with_language(f.value("language"));
    let status = if wrong { axum::http::StatusCode::UNPROCESSABLE_ENTITY } else { axum::http::StatusCode::OK };
    unstored(cx.page_status(status, "registry-edit-title", &EditPage { v, f, other, who, h, o, may_close }))
}

pub(crate) fn version_in(form: &RawForm) -> Option<i64> {
    form.get("version").and_then(|v| v.parse().ok())
}

/// `POST /households/{reference}/edit`
pub async fn save(cx: Cx, Path(household): Path<PublicRef>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let seen = version_in(&form);
    let done = match check::change(&form::change(&form)) {
        Ok(change) => {
            cx.write(move |tx| {
                let at = open::standing(tx, household)?.path;
                actor.require(&permit::EDIT, &at)?;
                command::change(tx, &actor, household, seen, &change)
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(_) => Ok(cx.see_other_saying(&format!("/households/{household}/edit"), "registry-saved")),
        Err(Fail::Refused(refused)) if !refused.fields.is_empty() => {
            edit_page(&cx, household, Some((form, for_form(*refused))), None).await
        }
        Err(fail) => Err(fail.into()),
    }
}

/// `POST /households/{reference}/status`: moved, left, merged or forgotten.
pub async fn status(cx: Cx, Path(household): Path<PublicRef>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let seen = version_in(&form);
    let asked = form.get("do").unwrap_or_default().to_owned();
    let to = form.get("place").unwrap_or_default().trim().to_owned();
    let into = form.get("into").unwrap_or_default().trim().parse::<PublicRef>().ok();
    let what = asked.clone();
    let done = cx
        .write(move |tx| match what.as_str() {
            "move" => {
                let place = places::by_id_or_code(tx, &to).map_err(|_| Refused::field("place", "registry-import-place-unknown"))?;
                command::relocate(tx, &actor, household, seen, place.id).map(|_| ())
            }
            "leave" => command::leave(tx, &actor, household, seen).map(|_| ()),
            "merge" => match into {
                Some(into) => command::merge(tx, &actor, household, seen, into).map(|_| ()),
                None => Err(Refused::field("into", "registry-merge-wrong").into()),
            },
            "erase" => command::erase(tx, &actor, household, seen),
            _ => Err(Refused::field("do", "registry-choice-unknown").into()),
        })
        .await;
    match done {
        Ok(()) => {
            let said = match asked.as_str() {
                "move" => "registry-moved",
                "leave" => "registry-left",
                "merge" => "registry-merged",
                _ => "registry-forgotten",
            };
            Ok(cx.see_other_saying("/households", said))
        }
        Err(Fail::Refused(refused)) if !refused.fields.is_empty() => edit_page(&cx, household, None, Some((form, *refused))).await,
        Err(fail) => Err(fail.into()),
    }
}

/// `POST /households/{reference}/corrections/{correction}`: what the household asked for is done.
pub async fn correction_done(cx: Cx, Path((household, correction)): Path<(PublicRef, Id)>) -> Answer {
    let actor = cx.actor_owned()?;
    cx.write(move |tx| own::done(tx, &actor, household, correction)).await?;
    Ok(cx.see_other_saying(&format!("/households/{household}"), "registry-correction-done"))
}

/// `GET /households/{reference}/members/new` and `…/{person}`
pub async fn member(cx: Cx, Path((household, person)): Path<(PublicRef, Id)>) -> Answer {
    member_page(&cx, household, Some(person), None, None).await
}

/// `GET /households/{reference}/members/new`
pub async fn member_new(cx: Cx, Path(household): Path<PublicRef>) -> Answer {
    member_page(&cx, household, None, None, None).await
}

type Failed = Option<(RawForm, Refused)>;

async fn member_page(cx: &Cx, household: PublicRef, person: Option<Id>, failed: Failed, leaving: Failed) -> Answer {
    let actor = cx.actor_owned()?;
    let h = cx
        .write(move |tx| {
            let at = open::standing(tx, household)?.path;
            actor.require(&permit::EDIT, &at)?;
            open::look(tx, &actor, household, "correction")
        })
        .await?;
    let found = match person {
        Some(person) => Some(h.present().find(|m| m.id == person).ok_or_else(Refused::not_found)?),
        None => None,
    };
    let wrong = failed.is_some() || leaving.is_some();
    let f = match failed {
        Some((raw, refused)) => FormView::failed(cx, &raw, &refused),
        None => {
            let raw = found.map(open_to_raw).unwrap_or_default();
            FormView::with(cx, form::member_pairs(&raw, ""))
        }
    };
    let leaving = leaving.map_or_else(|| FormView::empty(cx), |(raw, refused)| FormView::failed(cx, &raw, &refused));
    let others = h.present().filter(|m| Some(m.id) != person);
    let is_head = found.is_some_and(|m| m.relation == crate::words::Relation::Head);
    let successors = others.filter(|_| is_head).map(|m| (m.id.to_string(), page::name_of(m))).collect();
    let v = cx.view();
    let o = Options::new(&v);
    let status = if wrong { axum::http::StatusCode::UNPROCESSABLE_ENTITY } else { axum::http::StatusCode::OK };
    let body = MemberPage { v, f, leaving, household, version: h.version, person, o, successors };
    unstored(cx.page_status(status, "registry-member-title", &body))
}

fn open_to_raw(member: &open::MemberOpen) -> MemberRaw {
    let name = |at: usize| member.names.get(at).map(|n| n.text.clone()).unwrap_or_default();
    let tag = member.names.first().map(|n| n.tag.clone()).filter(|t| !t.starts_with("und-")).unwrap_or_default();
    MemberRaw {
        relation: member.relation.name().into(),
        name: name(0),
        name_language: tag,
        other_name: name(1),
        sex: member.sex.name().into(),
        birth: member.birth.to_string(),
        id_kind: member.id_kind.name().into(),
        id_number: member.id_number.clone(),
        health: member.health.clone(),
        disability: member.disability.name().into(),
        labour: member.labour.name().into(),
    }
}

/// `POST /households/{reference}/members/new`
pub async fn member_add(cx: Cx, Path(household): Path<PublicRef>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let (seen, call) = (version_in(&form), cx.call("registry.member", &bytes_of(&form))?);
    let done = match check::member(&form::member(&form, ""), today(&cx)) {
        Ok(new) => {
            cx.write(move |tx| call.once(tx, household.county, |tx| command::add_member(tx, &actor, household, seen, &new))).await.map(|_| ())
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(()) => Ok(cx.see_other_saying(&format!("/households/{household}/edit"), "registry-saved")),
        Err(Fail::Refused(refused)) if !refused.fields.is_empty() => {
            member_page(&cx, household, None, Some((form, *refused)), None).await
        }
        Err(fail) => Err(fail.into()),
    }
}

/// `POST /households/{reference}/members/{person}`: saved, or no longer a member.
pub async fn member_save(cx: Cx, Path((household, person)): Path<(PublicRef, Id)>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let seen = version_in(&form);
    let leaves = form.get("do") == Some("leave");
    let done = if leaves {
        let reason = form.get("reason").and_then(Leaving::from_name).ok_or_else(|| Refused::field("reason", "registry-choice-unknown"));
        let successor = form.get("successor").and_then(|s| s.parse::<Id>().ok());
        match reason {
            Ok(reason) => {
                let unit = move |tx: &mut Tx<'_>| command::member_left(tx, &actor, household, seen, person, reason, successor);
                cx.write(unit).await
            }
            Err(refused) => Err(refused.into()),
        }
    } else {
        match check::member(&form::member(&form, ""), today(&cx)) {
            Ok(new) => cx.write(move |tx| command::edit_member(tx, &actor, household, seen, person, &new)).await,
            Err(fail) => Err(fail),
        }
    };
    match done {
        Ok(_) => Ok(cx.see_other_saying(&format!("/households/{household}/edit"), "registry-saved")),
        Err(Fail::Refused(refused)) if !refused.fields.is_empty() => {
            let failed = Some((form, *refused));
            let (failed, leaving) = if leaves { (None, failed) } else { (failed, None) };
            member_page(&cx, household, Some(person), failed, leaving).await
        }
        Err(fail) => Err(fail.into()),
    }
}

/// `GET /households/{reference}/card`
pub async fn card_page(cx: Cx, Path(household): Path<PublicRef>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let who = cx
        .read(move |tx| {
            let brief = open::standing(tx, household)?;
            actor.require(&permit::CARD, &brief.path)?;
            if brief.status != Status::Registered {
                return Err(Refused::new(qianmo_kernel::Kind::Conflict, "registry-not-registered").into());
            }
            open::masked(tx, household, locale)
        })
        .await?;
    cx.page("registry-card-title", &CardPage { v: cx.view(), f: FormView::empty(&cx), who })
}

/// `POST /households/{reference}/card`: makes it and shows it once.
pub async fn card_issue(cx: Cx, Path(household): Path<PublicRef>, Form(_): Form) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let card = cx.write(move |tx| card::issue(tx, &actor, household, locale)).await?;
    let address = cx.app.config.base_url.split("://").last().unwrap_or_default().to_owned();
    let body = CardPrintPage { v: cx.view(), household, card, address };
    unstored(cx.page("registry-card-title", &body))
}
