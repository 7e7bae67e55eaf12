//! The public page of figures.

use super::chart::{Bar, Line, line, rate_bars};
use super::figure::{Cohort, Figure, written};
use super::routes::{Asked, Read};
use crate::request::{Choice, Crumb, PURPOSES, choices};
use askama::Template;
use qianmo_kernel::{Id, Millis};
use qianmo_web::View;
use qianmo_web::i18n::Arg;

/// In which directions a figure is taken apart.
struct Apart {
    purposes: bool,
    months: bool,
    places: bool,
}

/// The page of figures.
#[derive(Template)]
#[template(path = "statistics/figures.html")]
pub struct FiguresPage {
    v: View,
    crumbs: Vec<Crumb>,
    place: String,
    place_name: Option<String>,
    purpose: String,
    purposes: Vec<Choice>,
    from: String,
    to: String,
    /// Whether the reader is told of whole years only, whatever months they choose.
    whole_years: bool,
    /// Which months are shown instead of those that were chosen, in words.
    instead: Option<String>,
    as_of: (String, Millis),
    basis: String,
    total: Figure,
    shown: bool,
    going_on: String,
    wait: Option<i64>,
    purpose_bars: Vec<Bar>,
    place_bars: Vec<Bar>,
    months: Line,
    /// Whether the figure is taken apart by purpose, by month and by place: where it is not, some part would be too small.
    apart: Apart,
    /// Why there are no figures, and whether it is about the months.
    refused: Option<(String, bool)>,
}

impl FiguresPage {
    /// The page of what was read.
    pub fn new(v: View, read: &Read) -> Self {
        // What was typed stays in the filter, also when other months are told of.
        let typed = read.asked.unwrap_or(read.cohort);
        let (from, to) = (written(typed.from), written(typed.to));
        let instead = read.asked.filter(|asked| *asked != read.cohort).map(|asked| {
            let months = [("from", asked.from), ("to", asked.to), ("since", read.cohort.from), ("until", read.cohort.to)];
            v.t_args("aid-months-instead", &months.map(|(name, month)| (name, Arg::Text(v.month(month)))))
        });
        let link = |id: &Id| format!("/figures?place={id}&purpose={}&from={from}&to={to}", read.purpose);
        let purposes: Vec<_> =
            read.by_purpose.iter().flatten().map(|(name, cell)| (v.family("aid-purpose", name), None, *cell)).collect();
        let places: Vec<_> = read.by_place.iter().flatten().map(|(id, name, cell)| (name.clone(), Some(link(id)), *cell)).collect();
        let total = read.total.unwrap_or_default();
        FiguresPage {
            crumbs: read.above.iter().map(|(id, name)| Crumb { href: link(id), name: name.clone() }).collect(),
            place: read.place.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default(),
            place_name: read.place.as_ref().map(|(_, name)| name.clone()),
            purpose: read.purpose.clone(),
            purposes: choices(&v, "aid-purpose", PURPOSES),
            basis: v.t2("aid-cohort-basis", "from", v.month(read.cohort.from), "to", v.month(read.cohort.to)),
            as_of: (v.datetime(v.now), v.now),
            total,
            shown: read.total.is_some(),
            going_on: v.number(total.going_on()),
            wait: total.mean_wait_days(),
            purpose_bars: rate_bars(&v, &purposes),
            place_bars: rate_bars(&v, &places),
            months: line(&v, read.by_month.as_deref().unwrap_or_default()),
            apart: Apart { purposes: read.by_purpose.is_some(), months: read.by_month.is_some(), places: read.by_place.is_some() },
            refused: None,
            from,
            to,
            whole_years: read.whole_years,
            instead,
            v,
        }
    }

    /// The page again with what was asked for, which cannot be meant, and without figures; `usual`: what is read when nothing
    /// is asked for.
    pub fn refused(v: View, usual: &Read, asked: &Asked, message: &'static str) -> Self {
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        FiguresPage {
            place: given(&asked.place),
            purpose: given(&asked.purpose),
            from: given(&asked.from),
            to: given(&asked.to),
            refused: Some((v.t(message), matches!(message, "aid-bad-month" | "aid-months-reversed"))),
            whole_years: false,
            instead: None,
            ..FiguresPage::new(v, usual)
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let figure = Figure { submitted: 140, opened: 120, met: 70, ended: 10, wait_sum: 70 * 20 * Millis::DAY };
        let id = Id::from_i64(1 << 40);
        let read = Read {
            place: Some((id, "Zhashui County".into())),
            above: vec![(id, "Shaanxi".into())],
            purpose: String::new(),
            cohort: Cohort { from: 202_501, to: 202_503 },
            asked: Some(Cohort { from: 202_502, to: 202_503 }),
            whole_years: true,
            total: Some(figure),
            by_purpose: Some(vec![("education".into(), Some(figure)), ("health".into(), None)]),
            by_month: Some(vec![(202_501, Some(figure)), (202_502, None), (202_503, Some(figure))]),
            by_place: Some(vec![(id, "Ganyou".into(), Some(figure)), (id, "Xiaoling".into(), None)]),
        };
        FiguresPage::new(v, &read)
    }
}

qianmo_web::sample!(FiguresPage);
