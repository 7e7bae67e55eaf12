//! Interests over HTTP.

use super::page::{InterestPage, Row};
use super::{Interest, Learnt, caring_for, command, learnt, of};
use crate::pledge::GIVE;
use qianmo_kernel::Fail;
use qianmo_places::{Picked, PickerAsk};
use qianmo_web::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::GET, "/my-interests", Access::Permit(&GIVE), show_page)
        .page(Method::POST, "/my-interests", Access::Permit(&GIVE), set_form)
        .page(Method::POST, "/my-interests/forgetting", Access::Permit(&GIVE), forget_form)
        .api(Access::Permit(&GIVE), routes!(show_json))
        .api(Access::Permit(&GIVE), routes!(set_json))
        .api(Access::Permit(&GIVE), routes!(forget_json))
}

#[derive(Clone, Deserialize)]
struct PageQuery {
    /// The place that is being chosen; what was declared when it is left out.
    place: Option<String>,
    /// A place is being chosen: where none is named, anywhere.
    choosing: Option<String>,
}

async fn shown(cx: &Cx, raw: Option<(&RawForm, &Refused)>, query: PageQuery) -> Answer {
    let account = cx.actor()?.account;
    let locale = cx.locale;
    let asked = query.place.as_deref().and_then(|p| p.parse::<Id>().ok());
    let choosing = asked.is_some() || query.choosing.is_some() || query.place.is_some();
    let ask = PickerAsk::new("/my-interests").keep("choosing", "1");
    let (interest, picked, place, rows) = cx
        .read(move |tx| {
            let interest = of(tx, account)?;
            let chosen = if choosing { asked } else { interest.place };
            let picked = Picked::load(tx, chosen, &ask, locale)?;
            let place = match chosen {
                Some(id) => caring_for(tx, id)?,
                None => None,
            };
            let found = learnt(tx, account)?;
            let ids: Vec<Id> = found.iter().map(|l| l.area).chain(place.iter().map(|p| p.id)).collect();
            let labels = qianmo_places::labels(tx, ids, locale)?;
            let name = |id: Id| labels.get(&id).map(|l| l.text.clone()).unwrap_or_default();
            let rows: Vec<(Learnt, String)> = found.into_iter().map(|l| (l.clone(), name(l.area))).collect();
            Ok((interest, picked, place.map(|p| (p.id, name(p.id))), rows))
        })
        .await?;
    let v = cx.view();
    let status = raw.and_then(|(_, refused)| StatusCode::from_u16(refused.kind.status()).ok()).unwrap_or(StatusCode::OK);
    let f = match raw {
        Some((raw, refused)) => FormView::failed(cx, raw, refused),
        None => {
            let mut values: Vec<(String, String)> = interest.purposes.iter().map(|p| ("purposes".to_owned(), p.clone())).collect();
            for (name, on) in [("personal", interest.personal), ("learn", interest.learn)] {
                if on {
                    values.push((name.to_owned(), "1".to_owned()));
                }
            }
            values.push(("nudges".to_owned(), interest.nudges.to_string()));
            values.push(("version".to_owned(), interest.version.to_string()));
            FormView::with(cx, values)
        }
    };
    let rows = rows.into_iter().map(|(l, name)| Row::new(&v, &l, name)).collect();
    cx.page_status(status, "aid-interest-title", &InterestPage::new(v.clone(), f, &picked.picker(v), place, &interest, rows))
}

async fn show_page(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    shown(&cx, None, query).await
}

async fn set_form(cx: Cx, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let mut r = Reader::form(&raw);
    let place = raw.get("place").filter(|p| !p.is_empty()).map(|_| r.id("place"));
    let seen = r.opt_int("version", 0, i64::MAX);
    let nudges = r.opt_int("nudges", 0, 4).unwrap_or(0);
    let purposes = raw.all("purposes").map(str::to_owned).collect();
    let new = Interest { purposes, place, personal: r.flag("personal"), learn: r.flag("learn"), nudges, version: 0 };
    let done = match r.finish() {
        Ok(()) => cx.write(move |tx| command::set(tx, &actor, &new, seen)).await,
        Err(fail) => Err(fail),
    };
    match done {
        Ok(_) => Ok(cx.see_other_saying("/my-interests", "aid-interest-set")),
        Err(Fail::Refused(refused)) if matches!(refused.kind, Kind::Invalid | Kind::Changed) => {
            let query = PageQuery { place: raw.get("place").map(str::to_owned), choosing: None };
            shown(&cx, Some((&raw, &refused)), query).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn forget_form(cx: Cx, Form(_): Form) -> Answer {
    let actor = cx.actor_owned()?;
    cx.write(move |tx| command::forget(tx, &actor)).await?;
    Ok(cx.see_other_saying("/my-interests", "aid-interest-forgotten"))
}

/// What a donor cares for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InterestBody {
    /// Up to three purposes; none: any.
    #[schema(max_items = 3)]
    pub purposes: Vec<String>,
    /// A place of any level down to the county; null: anywhere.
    #[schema(value_type = Option<String>, example = "01HN6XJ4C0800")]
    pub place: Option<Id>,
    /// Requests come in your own order; false: the newest first.
    pub personal: bool,
    /// What you give to is learnt from; false also forgets what was learnt.
    pub learn: bool,
    /// How often in 30 days you may be written to when a gift of yours would matter: 0 (never), 1, 2 or 4.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 4)]
    pub nudges: i64,
}

/// What a donor cares for, and what was learnt of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InterestJson {
    /// Up to three purposes; none: any.
    pub purposes: Vec<String>,
    /// A place; null: anywhere.
    #[schema(value_type = Option<String>)]
    pub place: Option<Id>,
    /// Requests come in your own order.
    pub personal: bool,
    /// What you give to is learnt from.
    pub learn: bool,
    /// How often in 30 days you may be written to.
    pub nudges: i64,
    /// What you gave to, most gifts first. Nobody else sees it.
    pub learnt: Vec<LearntJson>,
    /// Counts changes; also the ETag.
    pub version: i64,
}

/// Gifts to a purpose in a county.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LearntJson {
    /// For what.
    pub purpose: String,
    /// The county.
    #[schema(value_type = String)]
    pub county: Id,
    /// How often, faded: what lies back half a year counts half.
    pub given: i64,
}

fn json(interest: Interest, learnt: Vec<Learnt>) -> InterestJson {
    let learnt = learnt.into_iter().map(|l| LearntJson { purpose: l.purpose, county: l.area, given: l.given }).collect();
    let Interest { purposes, place, personal, learn, nudges, version } = interest;
    InterestJson { purposes, place, personal, learn, nudges, learnt, version }
}

/// What you care for, and what was learnt of you.
#[utoipa::path(get, path = "/aid/interests", tag = "aid",
    responses((status = 200, description = "Your interests", body = InterestJson),
        (status = 304, description = "Not changed since the version named by If-None-Match")))]
async fn show_json(cx: Cx) -> Answer {
    let account = cx.actor()?.account;
    let (interest, learnt) = cx.read(move |tx| Ok((of(tx, account)?, learnt(tx, account)?))).await?;
    cx.json_etag(interest.version, &json(interest, learnt))
}

/// Declare what you care for.
///
/// `If-Match` names the version that was seen, `"0"` where you never declared.
#[utoipa::path(put, path = "/aid/interests", tag = "aid", request_body = InterestBody,
    responses((status = 200, description = "Your interests as declared", body = InterestJson)))]
async fn set_json(cx: Cx, body: Body<InterestBody>) -> Answer {
    let actor = cx.actor_owned()?;
    let seen = cx.require_if_match()?;
    let InterestBody { purposes, place, personal, learn, nudges } = body.value;
    let new = Interest { purposes, place, personal, learn, nudges, version: 0 };
    let (interest, learnt) = cx
        .write(move |tx| {
            let set = command::set(tx, &actor, &new, seen)?;
            Ok((set, learnt(tx, actor.account)?))
        })
        .await?;
    cx.json_etag(interest.version, &json(interest, learnt))
}

/// Have forgotten what was learnt of you.
///
/// What you were shown and what you gave to no longer moves your order. Your gifts stay in the books.
#[utoipa::path(delete, path = "/aid/interests/learnt", tag = "aid",
    responses((status = 200, description = "Your interests, nothing learnt", body = InterestJson)))]
async fn forget_json(cx: Cx) -> Answer {
    let actor = cx.actor_owned()?;
    let interest = cx
        .write(move |tx| {
            command::forget(tx, &actor)?;
            of(tx, actor.account)
        })
        .await?;
    cx.json(&json(interest, Vec::new()))
}
