//! Open posts by cell: the same purpose, area, watched group, and about the same weight. Prices are made for cells, not for
//! posts.

use crate::flow::Declared;
use crate::taste::Match;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What posts of a cell have in common. The weight is rounded to half powers of two.
pub type Key = (u32, u32, u32, i32);

/// Points of a price curve: at remaining lives H·(i/POINTS)², i = 0 ..= POINTS, closer together where the end is near.
pub const POINTS: usize = 48;

/// An open post within its cell, by what ends first; the second number breaks ties by the seed.
pub type Place = (u64, u32, u32);

/// A cell.
#[derive(Debug, Clone)]
pub struct Cell {
    pub purpose: u32,
    pub area: u32,
    /// Areas in which this area lies, each once.
    pub wider: Box<[u32]>,
    pub group: u32,
    /// What a post of it counts, before floors.
    pub weight: f64,
    /// What floors add to the weight.
    pub lift: f64,
    pub stock: BTreeSet<Place>,
    /// Day on which the first of the stock ends.
    pub front: f64,
    /// What an open post is expected to bring yet, in weight, by its remaining life.
    pub price: Vec<f64>,
}

/// All cells that ever had a post.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    numbers: BTreeMap<Key, usize>,
    pub all: Vec<Cell>,
    /// By area, those in which it lies.
    wider: HashMap<u32, Box<[u32]>>,
}

/// Days sort as their bits do, since none is negative: −0 is 0.
pub fn sortable(day: f64) -> u64 {
    (day.max(0.0) + 0.0).to_bits()
}

impl Cells {
    /// The number of the cell of such a post, made where it is new.
    pub fn number(&mut self, purpose: u32, area: u32, group: u32, weight: f64) -> usize {
        let class = (2.0 * weight.log2()).round() as i32;
        let next = self.all.len();
        let number = *self.numbers.entry((purpose, area, group, class)).or_insert(next);
        if number == next {
            let (weight, price) = ((0.5 * f64::from(class)).exp2(), vec![0.0; POINTS + 1]);
            let stock = BTreeSet::new();
            let wider = self.wider.get(&area).cloned().unwrap_or_default();
            self.all.push(Cell { purpose, area, wider, group, weight, lift: 0.0, stock, front: f64::INFINITY, price });
        }
        number
    }

    /// From now on an area lies in these, whatever was said of it before. Itself and what is named twice are passed over.
    pub fn lies_in(&mut self, area: u32, wider: &[u32]) {
        let mut all: Vec<u32> = Vec::with_capacity(wider.len());
        for name in wider {
            if *name != area && !all.contains(name) {
                all.push(*name);
            }
        }
        let all = all.into_boxed_slice();
        self.all.iter_mut().filter(|cell| cell.area == area).for_each(|cell| cell.wider.clone_from(&all));
        self.wider.insert(area, all);
    }
}

impl Cell {
    /// In what a post of it matches what a donor declared. Who declared a wider area is matched by all that lies in it.
    pub fn matches(&self, (purpose, area): Declared) -> Match {
        let in_area = area.is_some_and(|area| area == self.area || self.wider.contains(&area));
        usize::from(purpose == Some(self.purpose)) | usize::from(in_area) << 1
    }

    /// Its area and all in which that lies.
    pub fn areas(&self) -> impl Iterator<Item = u32> {
        std::iter::once(self.area).chain(self.wider.iter().copied())
    }

    /// Adds an open post.
    pub fn put(&mut self, place: Place) {
        self.stock.insert(place);
        self.set_front();
    }

    /// Takes a post away, if it is there.
    pub fn take(&mut self, place: &Place) {
        self.stock.remove(place);
        self.set_front();
    }

    fn set_front(&mut self) {
        self.front = self.stock.first().map_or(f64::INFINITY, |place| f64::from_bits(place.0));
    }

    /// What a match of a post with this remaining life (in days) gains over keeping it: weight less price. `horizon`: the longest
    /// life.
    pub fn gain(&self, life: f64, horizon: f64) -> f64 {
        let (from, more) = self.worth(life, horizon);
        self.weight + self.lift - from - more
    }

    /// Its price: what an open post with this remaining life is expected to bring yet.
    pub fn price_at(&self, life: f64, horizon: f64) -> f64 {
        let (from, more) = self.worth(life, horizon);
        from + more
    }

    /// The price at the point of the curve before a life, and what comes to it from there.
    fn worth(&self, life: f64, horizon: f64) -> (f64, f64) {
        let at = (life.max(0.0) / horizon).min(1.0).sqrt() * POINTS as f64;
        let low = at as usize;
        let (from, to) = (self.price.get(low), self.price.get(low + 1).or(self.price.last()));
        let (from, to) = (from.copied().unwrap_or(0.0), to.copied().unwrap_or(0.0));
        (from, (to - from) * (at - low as f64))
    }
}

/// The remaining life at a point of the price curves.
pub fn life_at(point: usize, horizon: f64) -> f64 {
    let share = point as f64 / POINTS as f64;
    horizon * share * share
}
