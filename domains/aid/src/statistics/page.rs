//! The public page of figures.

use super::chart::{Bar, Line, line, rate_bars};
use super::figure::{Cohort, Figure, written};
use super::routes::{Asked, Read};
use crate::request::{Choice, Crumb, PURPOSES, choices};
use askama::Template;
use qianmo_kernel::{Id, Millis};
use qianmo_web::View;
use std::collections::BTreeMap;

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
    as_of: (String, Millis),
    basis: String,
    total: Figure,
    shown: bool,
    going_on: String,
    wait: Option<i64>,
    purpose_bars: Vec<Bar>,
    place_bars: Vec<Bar>,
    months: Line,
    /// Why there are no figures, and whether it is about the months.
    refused: Option<(String, bool)>,
}

impl FiguresPage {
    /// The page of what was read.
    pub fn new(v: View, read: &Read) -> Self {
        let (from, to) = (written(read.cohort.from), written(read.cohort.to));
        let link = |id: &Id| format!("/figures?place={id}&purpose={}&from={from}&to={to}", read.purpose);
        let purposes: Vec<_> =
            read.by_purpose.iter().map(|(name, figure)| (v.family("aid-purpose", name), None, *figure)).collect();
        let places: Vec<_> = read.by_place.iter().map(|(id, name, figure)| (name.clone(), Some(link(id)), *figure)).collect();
        let months: Vec<_> = read.by_month.iter().map(|(month, figure)| (*month, *figure)).collect();
        FiguresPage {
            crumbs: read.above.iter().map(|(id, name)| Crumb { href: link(id), name: name.clone() }).collect(),
            place: read.place.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default(),
            place_name: read.place.as_ref().map(|(_, name)| name.clone()),
            purpose: read.purpose.clone(),
            purposes: choices(&v, "aid-purpose", PURPOSES),
            basis: v.t2("aid-cohort-basis", "from", v.month(read.cohort.from), "to", v.month(read.cohort.to)),
            as_of: (v.datetime(v.now), v.now),
            total: read.total,
            shown: read.shown,
            going_on: v.number(read.total.going_on()),
            wait: read.total.mean_wait_days(),
            purpose_bars: rate_bars(&v, read.shown, &purposes),
            place_bars: rate_bars(&v, read.shown, &places),
            months: line(&v, read.shown, &months),
            refused: None,
            from,
            to,
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
            refused: Some((v.t(message), message == "aid-bad-month")),
            ..FiguresPage::new(v, usual)
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let figure = Figure { submitted: 140, opened: 120, met: 70, ended: 10, wait_sum: 70 * 20 * Millis::DAY };
        let few = Figure { opened: 3, met: 1, ..Figure::default() };
        let id = Id::from_i64(1 << 40);
        let read = Read {
            place: Some((id, "Zhashui County".into())),
            above: vec![(id, "Shaanxi".into())],
            purpose: String::new(),
            cohort: Cohort { from: 202_501, to: 202_503 },
            total: figure,
            shown: true,
            by_purpose: BTreeMap::from([("education".into(), figure), ("health".into(), few)]),
            by_month: BTreeMap::from([(202_501, figure), (202_502, few), (202_503, figure)]),
            by_place: vec![(id, "Ganyou".into(), figure), (id, "Xiaoling".into(), few)],
        };
        FiguresPage::new(v, &read)
    }
}

qianmo_web::sample!(FiguresPage);
