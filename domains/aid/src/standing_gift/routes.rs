//! Standing gifts over HTTP: pages.

use super::calendar::Day;
use super::change::{Act, Here};
use super::model::{Gift, Run, Terms};
use super::page::{FormFor, FormPage, Found, GiftPage, ListPage, Names};
use super::preview::{self, Goes};
use super::{api, change, form, mandate, store, sweep};
use crate::pledge::{self, GIVE, Pledge};
use qianmo_db::Tx;
use qianmo_kernel::Fail;
use qianmo_payments::{SetUp, mandate as mandates};
use qianmo_places::{Picked, PickerAsk, PlacePicker};
use qianmo_web::cursor::PageQuery;
use qianmo_web::prelude::*;
use serde::Deserialize;

/// Due days on a page of a gift.
const RUNS: i64 = 12;

/// Adds this slice's routes and its job.
pub fn routes(module: Module) -> Module {
    let module = module
        .page(Method::GET, "/my-standing-gifts", Access::Permit(&GIVE), list_page)
        .page(Method::POST, "/my-standing-gifts", Access::Permit(&GIVE), new_form)
        .page(Method::GET, "/my-standing-gifts/new", Access::Permit(&GIVE), new_page)
        .page(Method::GET, "/my-standing-gifts/{id}", Access::Permit(&GIVE), show_page)
        .page(Method::POST, "/my-standing-gifts/{id}", Access::Permit(&GIVE), edit_form)
        .page(Method::GET, "/my-standing-gifts/{id}/edit", Access::Permit(&GIVE), edit_page)
        .page(Method::POST, "/my-standing-gifts/{id}/state", Access::Permit(&GIVE), state_form)
        .page(Method::GET, "/my-standing-gifts/{id}/agreement", Access::Permit(&GIVE), agreed_page)
        .page(Method::POST, "/my-standing-gifts/{id}/agreement", Access::Permit(&GIVE), agree_form)
        .page(Method::POST, "/my-standing-gifts/{id}/agreement/revocation", Access::Permit(&GIVE), revoke_form)
        .nav(NavItem { key: "aid-nav-standing", href: "/my-standing-gifts", for_roles: GIVE.roles, order: 21 });
    sweep::add(api::add(module))
}

fn today(cx: &Cx) -> Day {
    Day::at(cx.app.clock.now(), cx.app.config.utc_offset_minutes)
}

fn address(id: Id) -> String {
    format!("/my-standing-gifts/{id}")
}

fn names(tx: &mut Tx<'_>, of: impl IntoIterator<Item = Id>, locale: Locale) -> Res<Names> {
    Ok(qianmo_places::labels(tx, of, locale)?.into_iter().map(|(id, label)| (id, label.text)).collect())
}

async fn list_page(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    let (account, locale) = (cx.actor()?.account, cx.locale);
    let before = query.cursor.as_deref().map(Cursor::decode::<Id>).transpose()?;
    let (mut gifts, names) = cx
        .read(move |tx| {
            let gifts = store::of_account(tx, account, before, form::PAGE + 1)?;
            let names = names(tx, gifts.iter().filter_map(|gift| gift.terms.place), locale)?;
            Ok((gifts, names))
        })
        .await?;
    let shown = usize::try_from(form::PAGE).unwrap_or(20);
    let more = gifts.len() > shown;
    gifts.truncate(shown);
    let next = gifts.last().filter(|_| more).map(|gift| Cursor::encode(&gift.id));
    cx.page("aid-nav-standing", &ListPage::new(cx.view(), &gifts, &names, next))
}

#[derive(Deserialize)]
struct PlaceQuery {
    place: Option<String>,
}

/// The choice of a place on the page `action`, and the one that was chosen with its name.
async fn picked(cx: &Cx, action: String, chosen: Option<Id>) -> Res<(PlacePicker, Option<(Id, String)>)> {
    let locale = cx.locale;
    let ask = PickerAsk::new(action);
    let (picked, name) = cx
        .read(move |tx| {
            let picked = Picked::load(tx, chosen, &ask, locale)?;
            // One that stands there alone is taken for the person by the picker; here nothing chosen means anywhere.
            let place = chosen.and_then(|_| picked.chosen().map(|p| p.path.clone()).zip(chosen));
            let name = match place {
                Some((path, id)) => Some((id, qianmo_places::whole_name(tx, &path, locale)?)),
                None => None,
            };
            Ok((picked, name))
        })
        .await?;
    Ok((picked.picker(cx.view()), name))
}

/// The form, as it was typed or not yet.
async fn form_page(
    cx: &Cx,
    status: StatusCode,
    f: FormView,
    gift: Option<Gift>,
    place: Option<Id>,
    goes: Option<Vec<Goes>>,
) -> Answer {
    let action = gift.as_ref().map_or_else(|| "/my-standing-gifts/new".to_owned(), |gift| format!("{}/edit", address(gift.id)));
    let (picker, place) = picked(cx, action, place).await?;
    let title = if gift.is_some() { "aid-standing-edit-title" } else { "aid-standing-new-title" };
    let of = FormFor { gift: gift.as_ref(), picker, place, goes: goes.as_deref() };
    cx.page_status(status, title, &FormPage::new(cx.view(), f, &Here::of(&cx.app), of))
}

async fn new_page(cx: Cx, Query(query): Query<PlaceQuery>) -> Answer {
    let today = today(&cx);
    let f = FormView::with(&cx, [("period", "monthly".to_owned()), ("first", today.to_string())]);
    form_page(&cx, StatusCode::OK, f, None, form::place(query.place.as_deref()), None).await
}

/// What is shown again with what was typed: whatever can be mended there.
fn mended(refused: &Refused) -> bool {
    matches!(refused.kind, Kind::Invalid | Kind::Changed) || refused.message == "aid-standing-many"
}

/// Whether the form only asks where it would go.
fn asks_preview(raw: &RawForm) -> bool {
    raw.get("do") == Some("preview")
}

async fn preview_page(cx: &Cx, raw: &RawForm, gift: Option<Gift>, terms: &Terms) -> Answer {
    let goes = preview::preview(&cx.app, cx.actor()?, terms, cx.locale).await?;
    let f = FormView::with(cx, raw.0.iter().map(|(k, v)| (k.clone(), v.clone())));
    form_page(cx, StatusCode::OK, f, gift, terms.place, Some(goes)).await
}

async fn new_form(cx: Cx, Form(raw): Form) -> Answer {
    let (actor, here) = (cx.actor_owned()?, Here::of(&cx.app));
    let made = match form::read(&raw, here.currency, today(&cx)) {
        Ok(terms) if asks_preview(&raw) => return preview_page(&cx, &raw, None, &terms).await,
        Ok(terms) => {
            let call = cx.call("aid.standing-gift", &crate::request::form_bytes(&raw))?;
            cx.write(move |tx| call.once(tx, Id::NONE, |tx| change::create(tx, &actor, &here, &terms).map(|gift| gift.id))).await
        }
        Err(fail) => Err(fail),
    };
    match made {
        Ok(id) => Ok(cx.see_other_saying(&address(id), "aid-standing-made")),
        Err(Fail::Refused(refused)) if mended(&refused) => {
            let status = StatusCode::from_u16(refused.kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            form_page(&cx, status, FormView::failed(&cx, &raw, &refused), None, form::place(raw.get("place")), None).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Reads what a donor's page of one gift shows.
async fn found(cx: &Cx, id: Id, before: Option<Day>) -> Res<Found> {
    let (account, locale) = (cx.actor()?.account, cx.locale);
    let may_agree = mandate::provider(&cx.app).is_some();
    let mut found = cx
        .read(move |tx| {
            let gift = store::require(tx, account, id)?;
            let agreement = mandate::agreement(tx, &gift)?;
            let mut runs = Vec::new();
            for run in store::runs(tx, account, id, before, RUNS + 1)? {
                let mut lines = Vec::new();
                for line in store::lines(tx, run.key)? {
                    let (pledge, request) =
                        (pledge::require(tx, line.pledge_ref())?, crate::request::require(tx, line.request_ref())?);
                    lines.push((line, pledge, request.title));
                }
                runs.push((run, lines));
            }
            let names = names(tx, gift.terms.place, locale)?;
            Ok(Found { gift, agreement, may_agree, runs, next: None, goes: None, names })
        })
        .await?;
    let shown = usize::try_from(RUNS).unwrap_or(12);
    let more = found.runs.len() > shown;
    found.runs.truncate(shown);
    found.next = found.runs.last().filter(|_| more).map(|(run, _)| run.key.day.number().to_string());
    if found.gift.state != super::State::Ended {
        found.goes = Some(preview::of_gift(&cx.app, cx.actor()?, id, locale).await?);
    }
    Ok(found)
}

async fn show_page(cx: Cx, Path(id): Path<Id>, Query(query): Query<PageQuery>) -> Answer {
    let before = query.cursor.as_deref().and_then(|text| text.parse().ok()).and_then(Day::from_number);
    let found = found(&cx, id, before).await?;
    let key = cx.app.ids.make().to_string();
    cx.page("aid-standing-title", &GiftPage::new(cx.view(), key, &found))
}

async fn edit_page(cx: Cx, Path(id): Path<Id>, Query(query): Query<PlaceQuery>) -> Answer {
    let account = cx.actor()?.account;
    let gift = cx.read(move |tx| store::require(tx, account, id)).await?;
    // Another place, or none, is chosen on this very page.
    let place = if query.place.is_some() { form::place(query.place.as_deref()) } else { gift.terms.place };
    let f = FormView::with(&cx, form::values(&gift));
    form_page(&cx, StatusCode::OK, f, Some(gift), place, None).await
}

async fn edit_form(cx: Cx, Path(id): Path<Id>, Form(raw): Form) -> Answer {
    let (actor, here) = (cx.actor_owned()?, Here::of(&cx.app));
    let account = actor.account;
    let gift = cx.read(move |tx| store::require(tx, account, id)).await?;
    let first = gift.terms.rhythm.first;
    let seen = raw.get("version").and_then(|text| text.parse().ok());
    let changed = match form::read(&raw, here.currency, first) {
        Ok(terms) if asks_preview(&raw) => return preview_page(&cx, &raw, Some(gift), &terms).await,
        Ok(terms) => cx.write(move |tx| change::edit(tx, &actor, &here, id, seen, &terms)).await,
        Err(fail) => Err(fail),
    };
    match changed {
        Ok(_) => Ok(cx.see_other_saying(&address(id), "aid-standing-changed")),
        Err(Fail::Refused(refused)) if mended(&refused) => {
            let status = StatusCode::from_u16(refused.kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            let f = FormView::failed(&cx, &raw, &refused);
            form_page(&cx, status, f, Some(gift), form::place(raw.get("place")), None).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn state_form(cx: Cx, Path(id): Path<Id>, Form(raw): Form) -> Answer {
    let (actor, here) = (cx.actor_owned()?, Here::of(&cx.app));
    let act = raw.get("do").and_then(Act::from_name).ok_or_else(|| Refused::field("do", "web-field-choice"))?;
    cx.write(move |tx| change::act(tx, &actor, &here, id, act)).await?;
    let said = match act {
        Act::Pause => "aid-standing-paused",
        Act::Resume => "aid-standing-resumed",
        Act::End => "aid-standing-ended",
    };
    Ok(cx.see_other_saying(&address(id), said))
}

/// Writes the agreement down that is to be given, and answers where.
pub(super) async fn agree(cx: &Cx, call: qianmo_web::Call, id: Id) -> Res<(Id, SetUp)> {
    let actor = cx.actor_owned()?;
    let account = actor.account;
    let provider = mandate::provider(&cx.app).ok_or_else(|| Refused::new(Kind::Conflict, "payments-no-mandates"))?;
    let made =
        cx.write(move |tx| call.once(tx, Id::NONE, |tx| mandate::ask(tx, &actor, id, provider).map(|mandate| mandate.id))).await?;
    Ok((made, mandates::set_up(&cx.app, account, made).await?))
}

async fn agree_form(cx: Cx, Path(id): Path<Id>, Form(raw): Form) -> Answer {
    let call = cx.call("aid.standing-agreement", &crate::request::form_bytes(&raw))?;
    match agree(&cx, call, id).await? {
        (_, SetUp::Redirect { to, .. }) => Ok(crate::payment::leave(&to)),
        (_, SetUp::Known(_)) => Ok(see_other(&address(id))),
    }
}

/// Back from the provider's page: it is asked what was said there.
async fn agreed_page(cx: Cx, Path(id): Path<Id>) -> Answer {
    let account = cx.actor()?.account;
    let gift = cx.read(move |tx| store::require(tx, account, id)).await?;
    if let Some(mandate) = gift.mandate {
        mandates::refresh(&cx.app, account, mandate).await?;
    }
    Ok(see_other(&address(id)))
}

async fn revoke_form(cx: Cx, Path(id): Path<Id>, Form(_): Form) -> Answer {
    let actor = cx.actor_owned()?;
    cx.write(move |tx| mandate::revoke(tx, &actor, id)).await?;
    Ok(cx.see_other_saying(&address(id), "aid-standing-agreement-revoked"))
}

/// A run with its pledges as they stand.
pub(super) fn with_pledges(tx: &mut Tx<'_>, run: Run) -> Res<(Run, Vec<(super::Line, Pledge)>)> {
    let mut lines = Vec::new();
    for line in store::lines(tx, run.key)? {
        let pledge = pledge::require(tx, line.pledge_ref())?;
        lines.push((line, pledge));
    }
    Ok((run, lines))
}
