//! The home page: what it is about, the map of how many were met, the figures, and who waits longest.

use super::filter::{Filter, Order, StateFilter};
use super::store::find;
use crate::request::{self, CardView, card};
use crate::slate::{Mine, MineView, Slate};
use crate::statistics::{Cohort, Figure, Table};
use askama::Template;
use qianmo_db::Tx;
use qianmo_kernel::{Id, Locale, PlacePath, Res};
use qianmo_places::Place;
use qianmo_web::View;
use std::collections::BTreeMap;

/// Requests on the home page.
const WAITING: usize = 6;
/// Where the widest places of a known country stand on the map: code, column, row, label, label in Latin letters.
const TILES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/places/tiles.csv"));
/// Tiles in a row where no position is known.
const IN_A_ROW: i64 = 9;
/// A tile and the gap beside it.
const STEP: i64 = 44;

/// A place on the map.
pub struct Tile {
    x: i64,
    y: i64,
    label: String,
    name: String,
    href: String,
    class: &'static str,
    text: String,
    basis: String,
}

impl Tile {
    /// What stands in it.
    #[cfg(test)]
    pub(super) fn label(&self) -> &str {
        &self.label
    }

    /// The shade it has.
    pub fn class(&self) -> &'static str {
        self.class
    }
}

/// A schematic map: a square per place.
pub struct MapView {
    /// How wide the drawing is.
    pub width: i64,
    /// How high.
    pub height: i64,
    /// Its squares.
    pub tiles: Vec<Tile>,
}

/// A place with its name and figure, as the map takes it.
pub struct Spot {
    /// The place.
    pub id: Id,
    /// Its code.
    pub code: String,
    /// Its name in the reader's language.
    pub name: String,
    /// Its figure; `None`: left out.
    pub figure: Option<Figure>,
}

/// Lays out a map of places: at their known positions, else in reading order.
pub fn map(v: &View, spots: &[Spot]) -> MapView {
    let known = tiles();
    let placed = !spots.is_empty() && spots.iter().all(|s| known.contains_key(s.code.as_str()));
    let (mut width, mut height) = (0, 0);
    let tiles = spots
        .iter()
        .zip(0i64..)
        .map(|(spot, at)| {
            let position = known.get(spot.code.as_str()).filter(|_| placed);
            let (column, row) = position.map_or((at % IN_A_ROW, at / IN_A_ROW), |t| (t.column, t.row));
            width = width.max((column + 1) * STEP);
            height = height.max((row + 1) * STEP);
            let any = spot.figure.filter(|figure| figure.opened > 0);
            Tile {
                x: column * STEP,
                y: row * STEP,
                label: position.map_or_else(|| short(&spot.name), |t| t.label(v.locale).to_owned()),
                name: spot.name.clone(),
                href: format!("/requests?place={}", spot.id),
                class: any.map_or("q0", shade),
                text: any.map_or_else(|| "–".into(), |figure| v.percent(figure.met, figure.opened)),
                basis: match any {
                    Some(figure) => v.t2("aid-met-of", "met", figure.met, "opened", figure.opened),
                    None => v.t(if spot.figure.is_some() { "aid-none-opened" } else { "aid-too-few" }),
                },
            }
        })
        .collect();
    MapView { width: width.max(STEP), height: height.max(STEP), tiles }
}

struct Position {
    column: i64,
    row: i64,
    label: &'static str,
    latin: &'static str,
    arabic: &'static str,
}

impl Position {
    /// What stands on the square.
    fn label(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::ZhHans => self.label,
            Locale::En => self.latin,
            Locale::Ar => self.arabic,
        }
    }
}

fn tiles() -> BTreeMap<&'static str, Position> {
    TILES
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(',');
            let (code, column, row) = (cells.next()?, cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
            Some((code, Position { column, row, label: cells.next()?, latin: cells.next()?, arabic: cells.next()? }))
        })
        .collect()
}

fn short(name: &str) -> String {
    name.chars().take(2).collect()
}

/// The shade of a rate: fifths.
fn shade(figure: Figure) -> &'static str {
    match figure.met * 5 / figure.opened.max(1) {
        0 => "q1",
        1 => "q2",
        2 => "q3",
        3 => "q4",
        _ => "q5",
    }
}

/// What the home page shows.
pub struct Home {
    pub(super) spots: Vec<Spot>,
    pub(super) total: Figure,
    pub(super) cohort: Cohort,
    pub(super) waiting: Vec<request::Request>,
}

/// Reads the home page, with what everybody is told of this year.
pub fn read(tx: &mut Tx<'_>, cohort: Cohort, table: &Table, locale: Locale) -> Res<Home> {
    let total = table.total(&PlacePath::root(), "").unwrap_or_default();
    let widest = qianmo_places::children(tx, Id::NONE)?;
    let spots = spots(tx, &widest, |place| table.total(&place.path, ""), locale)?;
    let filter = Filter {
        place: String::new(),
        purpose: None,
        state: StateFilter::Asking,
        words: String::new(),
        near: false,
        order: Order::Fair,
        cursor: None,
        limit: WAITING,
    };
    let mut waiting = find(tx, &filter, None)?.requests;
    request::relabel(tx, &mut waiting, locale)?;
    Ok(Home { spots, total, cohort, waiting })
}

/// Places with their names in the reader's language and their figures.
fn spots(tx: &mut Tx<'_>, places: &[Place], figure: impl Fn(&Place) -> Option<Figure>, locale: Locale) -> Res<Vec<Spot>> {
    let labels = qianmo_places::labels(tx, places.iter().map(|p| p.id), locale)?;
    Ok(places
        .iter()
        .map(|p| Spot {
            id: p.id,
            code: p.code.clone(),
            name: labels.get(&p.id).map_or_else(|| p.name.clone(), |l| l.text.clone()),
            figure: figure(p),
        })
        .collect())
}

/// The home page.
#[derive(Template)]
#[template(path = "find/home.html")]
pub struct HomePage {
    v: View,
    map: MapView,
    total: Figure,
    basis: String,
    waiting: Vec<CardView>,
    mine: Option<MineView>,
    ask: bool,
}

impl HomePage {
    /// The page of what was read; `mine`: what this reader is shown in their own order, if they give; `ask`: whether they may post a
    /// need, or have yet to say who they are.
    pub fn new(v: View, home: &Home, mine: Option<&Slate>, ask: bool) -> Self {
        HomePage {
            mine: mine.map(|slate| MineView::new(&v, slate)),
            map: map(&v, &home.spots),
            total: home.total,
            basis: v.t2("aid-cohort-basis", "from", v.month(home.cohort.from), "to", v.month(home.cohort.to)),
            waiting: home.waiting.iter().map(|r| card(&v, r)).collect(),
            ask,
            v,
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let figure = Figure { submitted: 140, opened: 120, met: 70, ended: 10, wait_sum: 0 };
        let spot = |id: i64, code: &str, figure| Spot { id: Id::from_i64(id), code: code.into(), name: "Shaanxi".into(), figure };
        let home = Home {
            spots: vec![spot(1, "61", Some(figure)), spot(2, "62", Some(Figure::default())), spot(3, "63", None)],
            total: figure,
            cohort: Cohort { from: 202_501, to: 202_512 },
            waiting: vec![request::model::sample_request()],
        };
        let mine = Slate { newest_first: false, items: vec![Mine::sample()] };
        HomePage::new(v, &home, Some(&mine), true)
    }
}

qianmo_web::sample!(HomePage);
