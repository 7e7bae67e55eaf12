//! The monitor over HTTP.

use super::FAIRNESS;
use super::csv;
use super::job::job;
use super::json::{FairnessJson, UnattendedJson};
use super::page::FairnessPage;
use super::read::{Asked, Read, read};
use super::unattended::{self, UnattendedPage};
use axum::response::IntoResponse;
use http::{HeaderValue, header};
use qianmo_web::cursor::Listed;
use qianmo_web::prelude::*;
use serde::Deserialize;

/// Adds this slice's routes and its job.
pub fn routes(module: Module) -> Module {
    let access = Access::Permit(&FAIRNESS);
    job(module)
        .page(Method::GET, "/desk/fairness", access, page)
        .page(Method::GET, "/desk/fairness.csv", access, file)
        .page(Method::GET, "/desk/fairness/unattended", access, unattended_page)
        .api(access, routes!(fairness_json))
        .api(access, routes!(unattended_json))
}

#[derive(Clone, Deserialize)]
struct PageQuery {
    place: Option<String>,
    year: Option<String>,
    tables: Option<String>,
}

async fn page(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    let asked = Asked { place: query.place, year: query.year };
    match read(&cx, &asked).await {
        Ok(found) => {
            let unfolded = query.tables.as_deref() == Some("open");
            cx.page("aid-fairness-title", &FairnessPage::new(cx.view(), &found, unfolded))
        }
        Err(Fail::Refused(refused)) if refused.kind == Kind::Malformed => {
            let usual = usual(&cx).await?;
            let page = FairnessPage::refused(cx.view(), &usual, &asked, refused.message);
            cx.page_status(StatusCode::UNPROCESSABLE_ENTITY, "aid-fairness-title", &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// What is read when nothing is asked for.
async fn usual(cx: &Cx) -> Res<Read> {
    read(cx, &Asked::default()).await
}

async fn file(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    let found = read(&cx, &asked).await?;
    let text = csv::file(&cx.view(), &found);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"fairness.csv\"")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, text).into_response())
}

async fn unattended_page(cx: Cx, Query(asked): Query<unattended::Asked>) -> Answer {
    let (filter, wrong) = match asked.parse() {
        Ok(filter) => (filter, None),
        // What cannot be meant is said beside its field, and the list is shown without it.
        Err(Fail::Refused(refused)) => {
            (asked.usual().parse()?, Some((refused.message, refused.fields.first().map(|f| f.field.clone()))))
        }
        Err(other) => return Err(other.into()),
    };
    let (found, wrong) = match unattended::read(&cx, filter).await {
        Ok(found) => (found, wrong),
        // A place that is none, or one of which nothing is told: the reader's own in its stead.
        Err(Fail::Refused(refused)) if refused.kind == Kind::Malformed => {
            let found = unattended::read(&cx, unattended::Asked::default().parse()?).await?;
            (found, Some((refused.message, refused.fields.first().map(|f| f.field.clone()))))
        }
        Err(other) => return Err(other.into()),
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    cx.page_status(status, "aid-fairness-unattended-title", &UnattendedPage::new(cx.view(), &found, &asked, wrong))
}

/// How attention and help are spread.
///
/// Looks, promises and fulfilment by area, purpose, photo, writer, age, sex, disability and language, each beside the whole with the
/// interval in which chance alone would leave it. For officers of a county or wider. Nothing is told of fewer than ten requests, nor
/// anything from which that could be worked out.
#[utoipa::path(get, path = "/aid/fairness", tag = "aid", params(Asked),
    responses((status = 200, description = "The figures", body = FairnessJson)))]
async fn fairness_json(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    if let Some(place) = asked.place.clone().filter(|place| !place.is_empty()) {
        cx.read(move |tx| qianmo_places::named(tx, "place", &place).map(|_| ())).await?;
    }
    let found = read(&cx, &asked).await?;
    cx.json(&FairnessJson::new(&cx.view(), &found))
}

/// Requests that nobody has promised anything for, the longest open and least looked at first.
#[utoipa::path(get, path = "/aid/fairness/unattended", tag = "aid", params(unattended::Asked),
    responses((status = 200, description = "The requests", body = Listed<UnattendedJson>)))]
async fn unattended_json(cx: Cx, Query(asked): Query<unattended::Asked>) -> Answer {
    if let Some(place) = asked.place.clone().filter(|place| !place.is_empty()) {
        cx.read(move |tx| qianmo_places::named(tx, "place", &place).map(|_| ())).await?;
    }
    let found = unattended::read(&cx, asked.parse()?).await?;
    cx.json(&Listed { items: found.waiting.iter().map(UnattendedJson::from).collect(), next: found.next })
}
