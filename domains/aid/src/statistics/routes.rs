//! Figures over HTTP.

use super::figure::{Cohort, Figure};
use super::json::StatisticsJson;
use super::page::FiguresPage;
use super::store::{self, Scope};
use crate::find::place_of;
use crate::request::{PURPOSES, month_of};
use qianmo_db::Tx;
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
    /// A place's id or code; everywhere when left out.
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

/// Reads the figures that are asked for.
pub fn read(tx: &mut Tx<'_>, asked: &Asked, locale: Locale) -> Res<Read> {
    let cohort = Cohort::parse(asked.from.as_deref(), asked.to.as_deref(), month_of(tx.now()))?;
    let purpose = asked.purpose.clone().unwrap_or_default();
    if !purpose.is_empty() && !PURPOSES.contains(&purpose.as_str()) {
        return Err(Refused::new(Kind::Malformed, "aid-unknown-purpose").into());
    }
    let place = match asked.place.as_deref().filter(|p| !p.is_empty()) {
        None => None,
        Some(named) => Some(place_of(tx, named)?.ok_or_else(|| Refused::new(Kind::Malformed, "aid-unknown-place"))?),
    };
    let scope = Scope::of(tx, place.as_ref())?;
    let by_month = store::by_month(tx, &scope, cohort, &purpose)?;
    let total = store::totals(by_month.values());
    let mut by_purpose = store::by_purpose(tx, &scope, cohort)?;
    by_purpose.retain(|name, _| purpose.is_empty() || *name == purpose);
    let under = store::by_place(tx, &scope, place.as_ref(), cohort, &purpose)?;
    let along: Vec<Id> = place.iter().flat_map(|p| p.path.ids().collect::<Vec<_>>()).collect();
    let labels = qianmo_places::labels(tx, under.keys().copied().chain(along.iter().copied()), locale)?;
    let name = |id: &Id| labels.get(id).map(|l| l.text.clone()).unwrap_or_default();
    let mut by_place: Vec<(Id, String, Figure)> = under.iter().map(|(id, figure)| (*id, name(id), *figure)).collect();
    by_place.sort_by(|a, b| a.1.cmp(&b.1));
    let mut above: Vec<(Id, String)> = along.iter().map(|id| (*id, name(id))).collect();
    above.pop();
    Ok(Read { place: place.map(|p| (p.id, name(&p.id))), above, purpose, cohort, total, by_purpose, by_month, by_place })
}

async fn page(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    let locale = cx.locale;
    let found = cx.read(move |tx| read(tx, &asked, locale)).await?;
    cx.page("aid-figures-title", &FiguresPage::new(cx.view(), &found))
}

/// How many requests were opened, and what became of them.
///
/// Rates come with numerator, denominator and cohort. Cells of a breakdown that are too small to be shown are null.
#[utoipa::path(get, path = "/aid/statistics", tag = "aid", params(Asked),
    responses((status = 200, description = "Figures", body = StatisticsJson)))]
async fn statistics_json(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    let locale = cx.locale;
    let found = cx.read(move |tx| read(tx, &asked, locale)).await?;
    cx.json(&StatisticsJson::new(&cx.view(), &found))
}
