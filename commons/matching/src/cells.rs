//! Open posts by cell: the same purpose, area, watched group, and about the same weight. Prices are made for cells, not for posts.

use std::collections::{BTreeMap, BTreeSet};

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
}

/// Days sort as their bits do, since none is negative.
pub fn sortable(day: f64) -> u64 {
    day.max(0.0).to_bits()
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
            self.all.push(Cell { purpose, area, group, weight, lift: 0.0, stock, front: f64::INFINITY, price });
        }
        number
    }
}

impl Cell {
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

    /// What a match of a post with this remaining life (in days) gains over keeping it: weight less price. `horizon`: the longest life.
    pub fn gain(&self, life: f64, horizon: f64) -> f64 {
        let at = (life.max(0.0) / horizon).min(1.0).sqrt() * POINTS as f64;
        let low = at as usize;
        let (from, to) = (self.price.get(low), self.price.get(low + 1).or(self.price.last()));
        let (from, to) = (from.copied().unwrap_or(0.0), to.copied().unwrap_or(0.0));
        self.weight + self.lift - from - (to - from) * (at - low as f64)
    }
}

/// The remaining life at a point of the price curves.
pub fn life_at(point: usize, horizon: f64) -> f64 {
    let share = point as f64 / POINTS as f64;
    horizon * share * share
}
