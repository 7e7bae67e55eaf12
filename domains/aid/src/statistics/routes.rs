//! Figures over HTTP.

use super::figure::{Cohort, Figure, suppress};
use super::json::StatisticsJson;
use super::page::FiguresPage;
use super::store::{self, Scope};
use crate::find::place_of;
use crate::request::{INSPECT, PURPOSES, month_of};
use qianmo_db::Tx;
use qianmo_places::Place;
use qianmo_web::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::IntoParams;

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module.page(Method::GET, "/figures", Access::Public, page).api(Access::Public, routes!(statistics_json)).nav(NavItem {
        key: "aid-nav-figures",
        href: "/figures",
        for_roles: &[],
        order: 20,
    })
}

/// What was read for a page or an answer.
pub struct Read {
    /// The place and its name in the reader's language; `None`: everywhere.
    pub place: Option<(Id, String)>,
    /// The places above it, widest first.
    pub above: Vec<(Id, String)>,
    /// The purpose; '': all.
    pub purpose: String,
    /// The cohort.
    pub cohort: Cohort,
    /// All together.
    pub total: Figure,
    /// Whether that is shown: it is not when it is narrowed down to too few.
    pub shown: bool,
    /// By purpose.
    pub by_purpose: BTreeMap<String, Figure>,
    /// By month.
    pub by_month: BTreeMap<i64, Figure>,
    /// By the places right under it, those with anything, with names in the reader's language.
    pub by_place: Vec<(Id, String, Figure)>,
}

/// What is asked for.
#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// A place's id or code; everywhere when left out. Below the county for those who answer for the place; everybody else is
    /// told of the whole county.
    pub place: Option<String>,
    /// A purpose; all when left out.
    #[param(pattern = "^(education|health|housing|goods|livelihood|other)$")]
    pub purpose: Option<String>,
    /// The first month of the cohort, `YYYY-MM`; twelve months when left out.
    #[param(pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])$", example = "2025-01")]
    pub from: Option<String>,
    /// The last month of the cohort, `YYYY-MM`; this month when left out.
    #[param(pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])$", example = "2025-12")]
    pub to: Option<String>,
}

fn answers_for(reader: Option<&Actor>, place: &Place) -> bool {
    reader.is_some_and(|actor| actor.may(&INSPECT, &place.path))
}

/// The place, or the county around it for whoever does not answer for it.
fn told(tx: &mut Tx<'_>, place: Place, reader: Option<&Actor>) -> Res<Place> {
    if answers_for(reader, &place) {
        return Ok(place);
    }
    let along = qianmo_places::ancestors(tx, &place.path)?;
    Ok(along.into_iter().rev().find(|wider| wider.keeps_books).unwrap_or(place))
}

/// Whether a total is shown. One purpose's is when its cell of the breakdown is: else the rest could be worked out from it.
fn total_shown(total: Figure, purpose: &str, by_purpose: &BTreeMap<String, Figure>, narrowed: bool) -> bool {
    let opened: Vec<i64> = by_purpose.values().map(|f| f.opened).collect();
    let own = by_purpose.keys().zip(suppress(&opened)).find(|(name, _)| *name == purpose);
    !narrowed || ((total.opened == 0 || total.opened >= super::SMALL) && own.is_none_or(|(_, shown)| shown))
}

/// Reads the figures that are asked for, as far as they are this reader's.
///
/// # Errors
/// 400 for a place, purpose or months that are none.
pub fn read(tx: &mut Tx<'_>, asked: &Asked, reader: Option<&Actor>, locale: Locale) -> Res<Read> {
    let this_month = month_of(tx.now());
    let cohort = Cohort::parse(asked.from.as_deref(), asked.to.as_deref(), this_month)?;
    let purpose = asked.purpose.clone().unwrap_or_default();
    if !purpose.is_empty() && !PURPOSES.contains(&purpose.as_str()) {
        return Err(Refused::new(Kind::Malformed, "aid-unknown-purpose").into());
    }
    let place = match asked.place.as_deref().filter(|p| !p.is_empty()) {
        None => None,
        Some(named) => {
            let place = place_of(tx, named)?.ok_or_else(|| Refused::new(Kind::Malformed, "aid-unknown-place"))?;
            Some(told(tx, place, reader)?)
        }
    };
    let scope = Scope::of(tx, place.as_ref())?;
    let by_month = store::by_month(tx, &scope, cohort, &purpose)?;
    let total = store::totals(by_month.values());
    let mut by_purpose = store::by_purpose(tx, &scope, cohort)?;
    // Whoever answers for a place reads its requests one by one.
    let own = place.as_ref().is_some_and(|p| answers_for(reader, p));
    let narrowed = !own && (place.is_some() || !purpose.is_empty() || !cohort.is_usual(this_month));
    let shown = total_shown(total, &purpose, &by_purpose, narrowed);
    by_purpose.retain(|name, _| purpose.is_empty() || *name == purpose);
    let closed = !own && place.as_ref().is_some_and(|p| p.keeps_books);
    let under = if closed { BTreeMap::new() } else { store::by_place(tx, &scope, place.as_ref(), cohort, &purpose)? };
    let along: Vec<Id> = place.iter().flat_map(|p| p.path.ids().collect::<Vec<_>>()).collect();
    let labels = qianmo_places::labels(tx, under.keys().copied().chain(along.iter().copied()), locale)?;
    let name = |id: &Id| labels.get(id).map(|l| l.text.clone()).unwrap_or_default();
    let mut by_place: Vec<(Id, String, Figure)> = under.iter().map(|(id, figure)| (*id, name(id), *figure)).collect();
    by_place.sort_by(|a, b| a.1.cmp(&b.1));
    let mut above: Vec<(Id, String)> = along.iter().map(|id| (*id, name(id))).collect();
    above.pop();
    Ok(Read { place: place.map(|p| (p.id, name(&p.id))), above, purpose, cohort, total, shown, by_purpose, by_month, by_place })
}

async fn page(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    match figures(&cx, asked.clone()).await {
        Ok(found) => cx.page("aid-figures-title", &FiguresPage::new(cx.view(), &found)),
        Err(Fail::Refused(refused)) if refused.kind == Kind::Malformed => {
            let usual = figures(&cx, Asked { place: None, purpose: None, from: None, to: None }).await?;
            let page = FiguresPage::refused(cx.view(), &usual, &asked, refused.message);
            cx.page_status(StatusCode::UNPROCESSABLE_ENTITY, "aid-figures-title", &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn figures(cx: &Cx, asked: Asked) -> Res<Read> {
    let (reader, locale) = (cx.actor.clone(), cx.locale);
    cx.read(move |tx| read(tx, &asked, reader.as_deref(), locale)).await
}

/// How many requests were opened, and what became of them.
///
/// Rates come with numerator, denominator and cohort. What is too small to be shown is null: cells of a breakdown, and totals
/// of a place, a purpose or some months.
#[utoipa::path(get, path = "/aid/statistics", tag = "aid", params(Asked),
    responses((status = 200, description = "Figures", body = StatisticsJson)))]
async fn statistics_json(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    let found = figures(&cx, asked).await?;
    cx.json(&StatisticsJson::new(&cx.view(), &found))
}
