//! Figures over HTTP.

use super::figure::{Cohort, Figure};
use super::json::StatisticsJson;
use super::page::FiguresPage;
use super::store::{self, Scope};
use super::told::{self, Parts, Table};
use crate::find::place_of;
use crate::request::{INSPECT, PURPOSES, month_of};
use qianmo_db::Tx;
use qianmo_places::Place;
use qianmo_web::prelude::*;
use serde::Deserialize;
use std::sync::Arc;
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
    /// The months that were asked for; `None` when nothing was said.
    pub asked: Option<Cohort>,
    /// Whether this reader is told of the place as everybody is: of whole years.
    pub whole_years: bool,
    /// All together; `None`: left out.
    pub total: Option<Figure>,
    /// By purpose; `None`: not taken apart.
    pub by_purpose: Option<Parts<String>>,
    /// By month; `None`: not taken apart.
    pub by_month: Option<Parts<i64>>,
    /// By the places right under it, those with anything, with names in the reader's language; `None`: not taken apart.
    pub by_place: Option<Vec<(Id, String, Option<Figure>)>>,
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
    /// The first month of the cohort, `YYYY-MM`; twelve months when left out. Whoever does not answer for the place is told of
    /// the whole year in which the last month is, the present one as far as it has come.
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

/// Figures of a place and months, with nothing said yet of their names.
struct Counted {
    total: Option<Figure>,
    by_purpose: Option<Parts<String>>,
    by_month: Option<Parts<i64>>,
    by_place: Option<Parts<Id>>,
}

/// Every figure of a place, for whoever answers for it: they read its requests one by one.
fn exact(tx: &mut Tx<'_>, place: &Place, cohort: Cohort, purpose: &str) -> Res<Counted> {
    fn all<K>(figures: impl IntoIterator<Item = (K, Figure)>) -> Option<Parts<K>> {
        Some(figures.into_iter().map(|(key, figure)| (key, Some(figure))).collect())
    }
    let scope = Scope::of(tx, place)?;
    let by_month = store::by_month(tx, &scope, cohort, purpose)?;
    Ok(Counted {
        total: Some(store::totals(by_month.values())),
        by_purpose: all(store::by_purpose(tx, &scope, cohort)?),
        by_place: all(store::by_place(tx, &scope, place, cohort, purpose)?),
        by_month: all(by_month),
    })
}

/// What everybody is told of a year, everywhere or at a place.
fn for_everybody(tx: &mut Tx<'_>, table: &Table, place: Option<&Place>, year: Cohort, purpose: &str) -> Res<Counted> {
    let mut paths = vec![place.map_or_else(PlacePath::root, |place| place.path.clone())];
    if let Some(place) = place {
        let before = qianmo_places::lineage(tx, place.id)?.into_iter().filter(|p| p.id != place.id).map(|p| p.path);
        // Most of what was counted at a place that ended has moved along with it.
        paths.extend(before.filter(|path| table.counts(path)));
    }
    // Purposes are told by place, or all purposes by month.
    let by_month = match purpose.is_empty() {
        true => told::together(paths.iter().map(|path| table.by_month(path))),
        false => None,
    };
    let every = year.months().into_iter().map(|month| (month, Some(Figure::default()))).collect();
    Ok(Counted {
        total: paths.iter().map(|path| table.total(path, purpose)).fold(Some(Figure::default()), told::add),
        by_purpose: told::together(paths.iter().map(|path| table.by_purpose(path))),
        by_month: by_month.and_then(|months| told::together([Some(months), Some(every)])),
        by_place: match place.is_some_and(|p| p.keeps_books) {
            true => Some(Vec::new()),
            false => told::together(paths.iter().map(|path| table.by_place(path, purpose))),
        },
    })
}

/// Reads the figures that are asked for, as far as they are this reader's.
///
/// # Errors
/// 400 for a place or purpose that is none.
fn read(tx: &mut Tx<'_>, asked: &Asked, months: &Months, reader: Option<&Actor>, locale: Locale) -> Res<Read> {
    let cohort = months.asked;
    let purpose = asked.purpose.clone().unwrap_or_default();
    if !purpose.is_empty() && !PURPOSES.contains(&purpose.as_str()) {
        return Err(Refused::new(Kind::Malformed, "aid-unknown-purpose").beside("purpose").into());
    }
    let place = match asked.place.as_deref().filter(|p| !p.is_empty()) {
        None => None,
        Some(named) => {
            let place = place_of(tx, named)?.ok_or_else(|| Refused::new(Kind::Malformed, "aid-unknown-place"))?;
            Some(told(tx, place, reader)?)
        }
    };
    let said = [&asked.from, &asked.to].into_iter().flatten().any(|month| !month.is_empty());
    let whole_years = place.as_ref().is_none_or(|p| !answers_for(reader, p));
    let (cohort, mut found) = match place.as_ref().filter(|p| answers_for(reader, p)) {
        Some(own) => (cohort, exact(tx, own, cohort, &purpose)?),
        None => (months.year, for_everybody(tx, &months.table, place.as_ref(), months.year, &purpose)?),
    };
    found.by_purpose.iter_mut().for_each(|parts| parts.retain(|(name, _)| purpose.is_empty() || *name == purpose));
    let along: Vec<Id> = place.iter().flat_map(|p| p.path.ids().collect::<Vec<_>>()).collect();
    let under = found.by_place.iter().flatten().map(|(id, _)| *id);
    let labels = qianmo_places::labels(tx, under.chain(along.iter().copied()), locale)?;
    let name = |id: &Id| labels.get(id).map(|l| l.text.clone()).unwrap_or_default();
    let by_place = found.by_place.as_ref().map(|parts| {
        let mut named: Vec<_> = parts.iter().map(|(id, cell)| (*id, name(id), *cell)).collect();
        named.sort_by(|a, b| a.1.cmp(&b.1));
        named
    });
    let mut above: Vec<(Id, String)> = along.iter().map(|id| (*id, name(id))).collect();
    above.pop();
    Ok(Read {
        place: place.map(|p| (p.id, name(&p.id))),
        above,
        purpose,
        cohort,
        asked: said.then_some(months.asked),
        whole_years,
        total: found.total,
        by_purpose: found.by_purpose,
        by_month: found.by_month,
        by_place,
    })
}

async fn page(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    cx.alike(page_of(&cx, asked)).await
}

async fn page_of(cx: &Cx, asked: Asked) -> Answer {
    match figures(cx, asked.clone()).await {
        Ok(found) => cx.page("aid-figures-title", &FiguresPage::new(cx.view(), &found)),
        Err(Fail::Refused(refused)) if refused.kind == Kind::Malformed => {
            let usual = figures(cx, Asked { place: None, purpose: None, from: None, to: None }).await?;
            let page = FiguresPage::refused(cx.view(), &usual, &asked, refused.message);
            cx.page_status(StatusCode::UNPROCESSABLE_ENTITY, "aid-figures-title", &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// The months that are asked for, and what everybody is told of the year that the last one is in.
struct Months {
    asked: Cohort,
    year: Cohort,
    table: Arc<Table>,
}

/// This year as far as it has come.
pub fn this_year(now: Millis) -> Cohort {
    Cohort::year_of(month_of(now), month_of(now))
}

/// What everybody is told of a year. It is decided over the whole country, so it is kept for a while.
pub async fn told_of(cx: &Cx, year: Cohort) -> Res<Arc<Table>> {
    cx.kept(year.to, move |tx| store::table(tx, year)).await
}

async fn figures(cx: &Cx, asked: Asked) -> Res<Read> {
    let this_month = month_of(cx.app.clock.now());
    let cohort = Cohort::parse(asked.from.as_deref(), asked.to.as_deref(), this_month)?;
    let year = Cohort::year_of(cohort.to, this_month);
    let months = Months { asked: cohort, year, table: told_of(cx, year).await? };
    let (reader, locale) = (cx.actor.clone(), cx.locale);
    cx.read(move |tx| read(tx, &asked, &months, reader.as_deref(), locale)).await
}

/// How many requests were opened, and what became of them.
///
/// Rates come with numerator, denominator and cohort. What is too small to be shown is null, and so is what would give it away;
/// a figure of which some part is too small may not be taken apart at all. What is left out is left out of every answer. Who
/// answers for the place is told of any months exactly, everybody else of whole years.
#[utoipa::path(get, path = "/aid/statistics", tag = "aid", params(Asked),
    responses((status = 200, description = "Figures", body = StatisticsJson)))]
async fn statistics_json(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    cx.alike(async {
        if let Some(place) = asked.place.clone().filter(|place| !place.is_empty()) {
            cx.read(move |tx| qianmo_places::named(tx, "place", &place).map(|_| ())).await?;
        }
        let found = figures(&cx, asked).await?;
        cx.json(&StatisticsJson::new(&cx.view(), &found))
    })
    .await
}
