//! The monitor as a page: bars with their intervals, and a table behind each.

use super::bands::Dimension;
use super::figure::{Beside, Sum, Tally, Told, Verdict, mille};
use super::floors::FloorsCost;
use super::read::{Asked, Group, Read, Section, has_words};
use super::store::GUARDED;
use crate::request::month_start;
use crate::statistics::Figure;
use crate::statistics::chart::rate_bars;
use askama::Template;
use qianmo_kernel::{Id, Millis};
use qianmo_web::View;
use qianmo_web::i18n::Arg;

/// A number beside the whole's, in words.
pub struct Cell {
    /// The number.
    pub text: String,
    /// What part of the whole's it is, with its interval; '' where there is nothing to say.
    pub against: String,
    /// The verdict's words.
    pub verdict: String,
    /// The verdict's badge: `is-warn`, `is-ok` or nothing.
    pub badge: &'static str,
}

/// A line of a section: a bar, and a row of the table behind it.
pub struct Line {
    /// The group.
    pub name: String,
    /// Where its name leads, if anywhere.
    pub href: Option<String>,
    /// The share met in words.
    pub text: String,
    /// What it is of.
    pub basis: String,
    /// The bar's length in percent.
    pub percent: i64,
    /// From where to where the share may lie, in percent, and how far that is.
    pub span: Option<(i64, i64)>,
    /// What is told beyond that; nothing where the group is left out.
    pub row: Option<Row>,
}

/// A row of the table.
pub struct Row {
    /// How many opened.
    pub opened: String,
    /// Looks per request.
    pub looks: Cell,
    /// The middle one of them.
    pub median: String,
    /// Places on donors' own slates per request.
    pub shown: String,
    /// The share of which anything was promised.
    pub pledged: Cell,
    /// The share met.
    pub met: Cell,
    /// The share that ended without being met.
    pub ended: Cell,
    /// Days to the first promise.
    pub first: Cell,
    /// Days to being met.
    pub wait: Cell,
}

/// A section of the page.
pub struct SectionView {
    /// Its anchor.
    pub id: &'static str,
    /// Its heading.
    pub heading: String,
    /// Its lines; `None`: it is not told here.
    pub lines: Option<Vec<Line>>,
    /// The whole's share in percent.
    pub whole: i64,
    /// The whole's share in words.
    pub whole_text: String,
}

/// Who is served worst.
pub struct Worst {
    /// What is compared: areas or groups.
    pub heading: String,
    /// Its name.
    pub name: String,
    /// The share met, and what it is of.
    pub text: String,
    /// How it stands beside the whole.
    pub met: Cell,
}

/// The floors' cost in words.
pub struct FloorsView {
    /// How many places.
    pub places: String,
    /// How many of them went to requests that were lifted.
    pub lifted: String,
    /// Their share.
    pub share: String,
    /// How many would not have been there otherwise, or that this is not known.
    pub instead: String,
}

/// The page.
#[derive(Template)]
#[template(path = "fairness/fairness.html")]
pub struct FairnessPage {
    v: View,
    place: String,
    place_name: String,
    places: Vec<(String, String)>,
    year: String,
    refused: Option<(String, &'static str)>,
    total: Option<Row>,
    worst: Vec<Worst>,
    sections: Vec<SectionView>,
    counted_at: Option<(String, Millis)>,
    groups_until: Option<(String, Millis)>,
    groups: Option<String>,
    floors: Option<FloorsView>,
    basis: String,
    csv: String,
    unattended: String,
    unfolded: Option<String>,
}

impl FairnessPage {
    /// The page of what was read; `unfolded`: all tables stand open, as for printing.
    pub fn new(v: View, read: &Read, unfolded: bool) -> Self {
        let place = read.place.0.to_string();
        let query = format!("place={place}&year={}", read.year);
        let groups_until = read.groups_month.map(month_start);
        FairnessPage {
            place_name: read.place.1.clone(),
            places: read.places.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
            year: read.year.to_string(),
            refused: None,
            total: read.total.as_ref().map(|told| row(&v, told)),
            worst: worst(&v, read),
            sections: read.sections.iter().map(|section| view(&v, read, section)).collect(),
            counted_at: read.counted_at.map(|at| (v.datetime(at), at)),
            groups_until: groups_until.map(|at| (v.date(at), at)),
            groups: read.groups.map(|tally| v.number(tally.opened)),
            floors: read.floors.map(|cost| FloorsView {
                places: v.number(cost.places),
                lifted: v.number(cost.lifted),
                share: v.percent(cost.lifted, cost.places),
                instead: cost.instead.map_or_else(|| v.t("aid-fairness-not-known"), |n| v.number(n)),
            }),
            basis: v.t1("aid-fairness-basis", "year", read.year.to_string()),
            csv: format!("/desk/fairness.csv?{query}"),
            unattended: format!("/desk/fairness/unattended?place={place}"),
            unfolded: (!unfolded).then(|| format!("/desk/fairness?{query}&tables=open")),
            place,
            v,
        }
    }

    /// The page again with what was asked for, which cannot be meant; `usual`: what is read when nothing is asked for.
    pub fn refused(v: View, usual: &Read, asked: &Asked, message: &'static str) -> Self {
        let field = if message == "aid-fairness-year" { "year" } else { "place" };
        let why = v.t(message);
        FairnessPage {
            place: asked.place.clone().unwrap_or_default(),
            year: asked.year.clone().unwrap_or_default(),
            refused: Some((why, field)),
            ..FairnessPage::new(v, usual, false)
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        FairnessPage::new(v, &sample(), true)
    }
}

fn worst(v: &View, read: &Read) -> Vec<Worst> {
    let among = [("aid-fairness-worst-area", &[Dimension::Area][..]), ("aid-fairness-worst-group", &GUARDED[..])];
    let found = among.into_iter().filter_map(|(heading, dimensions)| {
        let (dimension, group) = read.worst(dimensions)?;
        let told = group.told?;
        Some(Worst {
            heading: v.t(heading),
            name: name(v, dimension, group),
            text: format!(
                "{} · {}",
                v.percent(told.tally.met, told.tally.opened),
                v.t2("aid-met-of", "met", told.tally.met, "opened", told.tally.opened)
            ),
            met: share(v, told.tally.met, told.tally.opened, told.met),
        })
    });
    found.collect()
}

/// What a group is called.
pub fn name(v: &View, dimension: Dimension, group: &Group) -> String {
    match (&group.name, dimension) {
        (Some(name), _) => name.clone(),
        (None, Dimension::Area) => v.t("aid-fairness-county-itself"),
        (None, Dimension::Purpose) => v.family("aid-purpose", &group.band),
        (None, _) if has_words(dimension, &group.band) => {
            v.family("aid-fairness-band", format!("{}-{}", dimension.name(), group.band))
        }
        (None, _) => group.band.clone(),
    }
}

fn view(v: &View, read: &Read, section: &Section) -> SectionView {
    let groups = section.groups.as_deref();
    let figure = |told: &Told| Figure { opened: told.tally.opened, met: told.tally.met, ..Figure::default() };
    let lines = groups.map(|groups| {
        let parts: Vec<_> = groups
            .iter()
            .map(|group| {
                let href = group.place.map(|id| format!("/desk/fairness?place={id}&year={}", read.year));
                (name(v, section.dimension, group), href, group.told.as_ref().map(figure))
            })
            .collect();
        let bars = rate_bars(v, &parts).into_iter().zip(groups);
        let line = bars.map(|(bar, group)| Line {
            name: bar.name,
            href: bar.href,
            text: bar.text,
            basis: bar.basis,
            percent: bar.percent,
            span: group.told.and_then(|told| told.met).map(|met| {
                let (low, high) = (mille(met.low) / 10, (mille(met.high) + 9) / 10);
                (low, (high - low).max(1))
            }),
            row: group.told.filter(|told| told.tally.opened > 0).map(|told| row(v, &told)),
        });
        line.collect()
    });
    SectionView {
        id: section.dimension.name(),
        heading: v.family("aid-fairness-by", section.dimension.name()),
        lines,
        whole: section.whole.met * 100 / section.whole.opened.max(1),
        whole_text: v.percent(section.whole.met, section.whole.opened),
    }
}

fn row(v: &View, told: &Told) -> Row {
    let t = &told.tally;
    let median = |(low, high): (i64, Option<i64>)| match high {
        Some(high) if high == low => v.number(low),
        Some(high) => v.t2("aid-fairness-from-to", "from", low, "to", high),
        None => v.t1("aid-fairness-or-more", "n", low),
    };
    Row {
        opened: v.number(t.opened),
        looks: cell(told.looks.map_or_else(|| "–".into(), |looks| v.tenths(mille(looks.value) / 100)), v, told.looks),
        median: t.median_looks().map_or_else(|| "–".into(), median),
        shown: v.tenths(told.shown_tenths),
        pledged: share(v, t.pledged, t.opened, told.pledged),
        met: share(v, t.met, t.opened, told.met),
        ended: share(v, t.ended, t.opened, told.ended),
        first: days(v, told.first_wait),
        wait: days(v, told.met_wait),
    }
}

fn share(v: &View, n: i64, of: i64, beside: Option<Beside>) -> Cell {
    cell(v.percent(n, of), v, beside)
}

/// Whole days: of a mean over ten or more nobody works out a single one from these.
fn days(v: &View, hours: Option<Beside>) -> Cell {
    let text = hours.map_or_else(|| v.t("aid-too-few"), |hours| v.t1("aid-days", "n", whole_days(hours.value)));
    Cell { against: String::new(), ..cell(text, v, hours) }
}

/// Hours in whole days, rounded.
pub fn whole_days(hours: f64) -> i64 {
    (hours / 24.0).round() as i64
}

fn cell(text: String, v: &View, beside: Option<Beside>) -> Cell {
    let nothing = || (String::new(), String::new(), "");
    let (against, verdict, badge) = beside.map_or_else(nothing, |beside| {
        let percent = |value: f64| beside.against(value).map(|mille| v.percent((mille + 5) / 10, 100));
        let parts = percent(beside.value).zip(percent(beside.low)).zip(percent(beside.high));
        let against = parts.map(|((of, low), high)| {
            v.t_args("aid-fairness-against", &[("of", Arg::Text(of)), ("low", Arg::Text(low)), ("high", Arg::Text(high))])
        });
        let badge = match beside.verdict {
            Verdict::Behind => "is-warn",
            Verdict::Ahead => "is-ok",
            Verdict::Level => "is-quiet",
        };
        (against.unwrap_or_default(), v.family("aid-fairness-is", beside.verdict.name()), badge)
    });
    Cell { text, against, verdict, badge }
}

/// Invented figures.
fn sample() -> Read {
    let whole = Tally {
        opened: 120,
        looks: Sum { of: 480, squares: 4_000 },
        classes: [10, 20, 40, 30, 10, 5, 3, 2],
        shown: 900,
        pledged: 80,
        met: 60,
        ended: 10,
        first_wait: Sum { of: 80 * 60, squares: 80 * 4_000 },
        met_wait: Sum { of: 60 * 400, squares: 60 * 170_000 },
    };
    let part = Tally { opened: 20, pledged: 6, met: 4, first_wait: Sum::default(), met_wait: Sum::default(), ..whole };
    let (county, told) = (Id::from_i64(1 << 40), |tally: &Tally| Some(Told::new(tally, &whole)));
    let group = |band: &str, told| Group { band: band.to_owned(), name: None, place: None, told };
    let section = |dimension, groups| Section { dimension, whole, groups };
    let area = Group { name: Some("Yingpan".into()), place: Some(county), ..group("0000000000001", told(&part)) };
    Read {
        place: (county, "Zhashui County".into()),
        places: vec![(county, "Zhashui County".into())],
        year: 2026,
        total: told(&whole),
        groups: Some(whole),
        sections: vec![
            section(Dimension::Area, Some(vec![area, group("0000000000000", None)])),
            section(Dimension::Photo, Some(vec![group("without", told(&part)), group("with", told(&whole))])),
            section(Dimension::Age, Some(vec![group("70_up", told(&part)), group("under_18", None)])),
            section(Dimension::Language, None),
        ],
        counted_at: Some(Millis(1_591_012_800_000)),
        groups_month: Some(202_006),
        floors: Some(FloorsCost { places: 900, lifted: 120, instead: None }),
    }
}

qianmo_web::sample!(FairnessPage);
