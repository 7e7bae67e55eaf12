//! Caps over HTTP.

use super::page::{CapsPage, Row};
use super::{Cap, SET, command, store};
use crate::request::PURPOSES;
use qianmo_kernel::Fail;
use qianmo_web::prelude::*;
use qianmo_web::schema::MoneySchema;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::GET, "/desk/caps", Access::Permit(&SET), page)
        .page(Method::POST, "/desk/caps", Access::Permit(&SET), form)
        .api(Access::Public, routes!(list_json))
        .api(Access::Permit(&SET), routes!(set_json))
}

#[derive(Clone, Deserialize)]
struct PageQuery {
    place: Option<String>,
    year: Option<i64>,
}

async fn shown(cx: &Cx, f: FormView, status: StatusCode, query: PageQuery) -> Answer {
    let actor = cx.actor_owned()?;
    let (locale, this_year) = (cx.locale, i64::from(cx.app.clock.now().year_at(cx.app.config.utc_offset_minutes)));
    let year = query.year.filter(|y| (2000..=2200).contains(y)).unwrap_or(this_year);
    let asked = query.place.and_then(|p| p.parse::<Id>().ok());
    let (place, name, places, rows) = cx
        .read(move |tx| {
            let grants = actor.places_for(&SET);
            let Some(first) = grants.first().map(|g| g.place) else { return Err(Refused::forbidden().into()) };
            let place = qianmo_places::require(tx, asked.unwrap_or(first))?;
            actor.require(&SET, &place.path)?;
            let mut choices = vec![place.id];
            choices.extend(grants.iter().map(|g| g.place).filter(|id| *id != place.id));
            choices.extend(qianmo_places::offered(tx, place.id)?.into_iter().map(|p| p.id));
            let labels = qianmo_places::labels(tx, choices.iter().copied(), locale)?;
            let name = |id: &Id| labels.get(id).map(|l| l.text.clone()).unwrap_or_default();
            let places: Vec<_> = choices.iter().map(|id| (id.to_string(), name(id))).collect();
            let own = store::at(tx, place.id, year)?;
            let mut rows: Vec<(&'static str, Option<Cap>, Option<Cap>)> = Vec::new();
            for purpose in PURPOSES {
                let here = own.iter().find(|cap| cap.purpose == *purpose).cloned();
                rows.push((purpose, here, store::effective(tx, &place.path, purpose, year)?));
            }
            Ok((place.id, name(&place.id), places, rows))
        })
        .await?;
    let v = cx.view();
    let mut rows: Vec<Row> = rows.iter().map(|(name, own, counts)| Row::new(&v, name, own.as_ref(), counts.as_ref())).collect();
    if f.is_failed() {
        rows.iter_mut().for_each(|row| row.refused(&f));
    }
    cx.page_status(status, "aid-caps-title", &CapsPage::new(v, f, (place.to_string(), name), year, places, rows))
}

async fn page(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    shown(&cx, FormView::empty(&cx), StatusCode::OK, query).await
}

async fn form(cx: Cx, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let currency = cx.app.config.currency;
    let mut reader = Reader::form(&raw);
    let place = reader.id("place");
    let purpose = reader.choice("purpose", PURPOSES);
    let year = reader.int("year", 2000, 2200);
    let amount = reader.money("amount", currency);
    let seen = reader.opt_int("version", 0, i64::MAX);
    let done = match reader.finish() {
        Ok(()) => cx.write(move |tx| command::set(tx, &actor, place, purpose, year, amount, seen)).await,
        Err(fail) => Err(fail),
    };
    let back = PageQuery { place: raw.get("place").map(str::to_owned), year: raw.get("year").and_then(|y| y.parse().ok()) };
    match done {
        Ok(_) => Ok(cx.see_other_saying(&format!("/desk/caps?place={place}&year={year}"), "aid-cap-set")),
        Err(Fail::Refused(refused)) if matches!(refused.kind, Kind::Invalid | Kind::Changed) => {
            let status = StatusCode::from_u16(refused.kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            let form = FormView::failed(&cx, &raw, &refused);
            shown(&cx, form, status, back).await
        }
        Err(other) => Err(other.into()),
    }
}

/// A cap.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CapJson {
    /// Where it was set.
    #[schema(value_type = String, example = "01HN6XJ4C0800")]
    pub place: Id,
    /// For what.
    pub purpose: String,
    /// In which calendar year.
    pub year: i64,
    /// The most one household may ask.
    #[schema(value_type = MoneySchema)]
    pub amount: Money,
    /// Counts its changes; also the ETag.
    pub version: i64,
}

impl From<&Cap> for CapJson {
    fn from(cap: &Cap) -> Self {
        CapJson { place: cap.place, purpose: cap.purpose.clone(), year: cap.year, amount: cap.amount, version: cap.version }
    }
}

/// The caps that count at a place.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CapsJson {
    /// One for each purpose that has one: the lowest upwards.
    pub items: Vec<CapJson>,
    /// Always null: there are as many as purposes at the most.
    pub next: Option<String>,
}

/// Which caps are asked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CapsQuery {
    /// The place: its id or code.
    place: String,
    /// The year; this one when left out.
    #[param(minimum = 2000, maximum = 2200)]
    year: Option<i64>,
}

/// The caps that count at a place: for each purpose the lowest upwards.
#[utoipa::path(get, path = "/aid/caps", tag = "aid", params(CapsQuery),
    responses((status = 200, description = "Caps", body = CapsJson)))]
async fn list_json(cx: Cx, Query(query): Query<CapsQuery>) -> Answer {
    let year = query.year.unwrap_or_else(|| i64::from(cx.app.clock.now().year_at(cx.app.config.utc_offset_minutes)));
    let items = cx
        .read(move |tx| {
            let place = qianmo_places::named(tx, "place", &query.place)?;
            let mut items = Vec::new();
            for purpose in PURPOSES {
                items.extend(store::effective(tx, &place.path, purpose, year)?.as_ref().map(CapJson::from));
            }
            Ok(items)
        })
        .await?;
    cx.json(&CapsJson { items, next: None })
}

/// A cap to be set.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CapBody {
    /// The most one household may ask.
    #[schema(value_type = MoneySchema)]
    pub amount: Money,
}

/// Set a cap.
///
/// `If-Match` names the version that was seen, `"0"` for a cap that is not there yet, `*` for one that is there.
#[utoipa::path(put, path = "/aid/caps/{place}/{purpose}/{year}", tag = "aid",
    params(("place" = String, Path, description = "The place's id"), ("purpose" = String, Path, description = "The purpose"),
        ("year" = i64, Path, description = "The calendar year")),
    request_body = CapBody, responses((status = 200, description = "The cap as set", body = CapJson)))]
async fn set_json(cx: Cx, Path((place, purpose, year)): Path<(Id, String, i64)>, body: Body<CapBody>) -> Answer {
    let actor = cx.actor_owned()?;
    let seen = cx.require_if_match()?;
    if body.value.amount.currency != cx.app.config.currency {
        return Err(Refused::field("amount", "aid-amount-bad").into());
    }
    let amount = body.value.amount;
    let cap = cx
        .write(move |tx| {
            let cap = command::set(tx, &actor, place, &purpose, year, amount, seen)?;
            // `*` takes whatever is there: nothing was, so nothing is set.
            let made = seen.is_none() && cap.version == 1;
            if made { Err(Refused::new(Kind::Changed, "web-changed").into()) } else { Ok(cap) }
        })
        .await?;
    cx.json_etag(cap.version, &CapJson::from(&cap))
}
