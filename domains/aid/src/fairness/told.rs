//! What is told of a year, and what is left out so that nothing about fewer than [`SMALL`] requests follows from all of it. Pure.
//!
//! All that is told of a year, at whatever place and to whomever, is read from one [`Tree`]; nothing is gained by asking at another place or
//! as somebody else.
//!
//! - Under a place that is told of, places with few requests are left out, and with them the smallest of the others, until what is left
//!   out is two or more and large enough together ([`left_out`]). Nothing is told below a place that is left out.
//! - In each direction (age, purpose …) the places under one are told by a block: some of the bands, the same for all of them, at some of
//!   the places. Every cell of the block can be told, and so can, for each band, the rest of the places together, and for each place the
//!   rest of the bands together: these are what adding and taking away leads to, and nothing smaller ([`block`]).
//! - Bands that are not told at a place are told at no place under it.

use super::SMALL;
use super::bands::Dimension;
use super::figure::Tally;
use qianmo_kernel::{Id, PlacePath};
use std::collections::{BTreeMap, BTreeSet};

/// What was counted of a county in a year, in one direction and band.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The way to the county.
    pub county: PlacePath,
    /// The direction.
    pub dimension: Dimension,
    /// The band; '' for all.
    pub band: String,
    /// What was counted.
    pub tally: Tally,
}

/// Parts by their names; `None` in the place of a figure: left out.
pub type Parts<K> = Vec<(K, Option<Tally>)>;

/// What is told of one year: of the requests, or of who asks.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    root: Node,
}

type Bands = BTreeMap<String, Tally>;

#[derive(Clone, Debug, Default)]
struct Node {
    total: Tally,
    bands: BTreeMap<Dimension, Bands>,
    under: BTreeMap<Id, Node>,
    /// Requests are counted at this very place: what lies under it is no longer all of it.
    counted_here: bool,
    /// Whether its own figure is told.
    told: bool,
    /// Whether anything is told of the places under it.
    apart: bool,
    /// The directions that are told, and the bands that are not.
    hidden: BTreeMap<Dimension, BTreeSet<String>>,
}

/// What is told of a place.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Everything together.
    pub total: Tally,
    /// The places right under it; `None`: not told.
    pub under: Option<Parts<Id>>,
    /// By direction; `None`: not told.
    pub bands: BTreeMap<Dimension, Option<Parts<String>>>,
}

impl Tree {
    /// Decides what is told. `all`: the direction that holds the sums; `apart`: the others.
    pub fn new(counted: impl IntoIterator<Item = Counted>, all: Dimension, apart: &[Dimension]) -> Tree {
        let mut root = Node::default();
        for one in counted {
            root.along(&one, all, apart);
        }
        root.told = is_safe(&root.total) && root.total.opened > 0;
        if root.told {
            for dimension in apart {
                let bands: Vec<(&String, &Tally)> = root.bands.get(dimension).into_iter().flatten().collect();
                let counts: Vec<i64> = bands.iter().map(|(_, tally)| tally.opened).collect();
                if let Some(told) = left_out(&counts) {
                    let hidden = bands.iter().zip(told).filter(|(_, told)| !told).map(|((band, _), _)| (*band).clone()).collect();
                    root.hidden.insert(*dimension, hidden);
                }
            }
            root.settle_under();
        }
        Tree { root }
    }

    /// What is told of a place; `None`: it is left out.
    pub fn place(&self, path: &PlacePath, apart: &[Dimension]) -> Option<Place> {
        let mut node = &self.root;
        if !node.told {
            return None;
        }
        for id in path.ids() {
            if !node.apart {
                return None;
            }
            match node.under.get(&id) {
                None => return Some(Place::nothing(apart)),
                Some(child) if !child.told => return None,
                Some(child) => node = child,
            }
        }
        Some(node.place(apart))
    }
}

impl Place {
    fn nothing(apart: &[Dimension]) -> Place {
        Place {
            total: Tally::default(),
            under: Some(Vec::new()),
            bands: apart.iter().map(|dimension| (*dimension, Some(Vec::new()))).collect(),
        }
    }
}

impl Node {
    /// Adds what was counted here and at each place on the way to the county.
    fn along(&mut self, one: &Counted, all: Dimension, apart: &[Dimension]) {
        let is_area = one.dimension == Dimension::Area;
        let add = |node: &mut Node| {
            if one.dimension == all {
                node.total += one.tally;
            } else if apart.contains(&one.dimension) {
                *node.bands.entry(one.dimension).or_default().entry(one.band.clone()).or_default() += one.tally;
            }
        };
        let mut node = self;
        if !is_area {
            add(node);
        }
        for id in one.county.ids() {
            node = node.under.entry(id).or_default();
            if !is_area {
                add(node);
            }
        }
        node.counted_here |= one.dimension == all;
        if is_area {
            // What lies under a county has nothing but a sum. That of no place is the county's own.
            let child = one.band.parse().unwrap_or(Id::NONE);
            node.under.entry(child).or_default().total += one.tally;
        }
    }

    /// Decides what is told of the places under one that is told of.
    fn settle_under(&mut self) {
        let sums: Tally = self.under.values().fold(Tally::default(), |mut sum, child| {
            sum += child.total;
            sum
        });
        // Where requests are counted at a place itself, what lies under it must still be all of it.
        if self.counted_here && sums.opened != self.total.opened {
            return;
        }
        let counts: Vec<i64> = self.under.values().map(|child| child.total.opened).collect();
        let Some(told) = left_out(&counts) else { return };
        self.apart = true;
        self.under.values_mut().zip(&told).for_each(|(child, told)| child.told = *told);
        for (dimension, hidden) in &self.hidden {
            let Some(own) = self.bands.get(dimension) else { continue };
            let rows: Vec<(Id, &Bands)> =
                self.under.iter().filter_map(|(id, child)| child.bands.get(dimension).map(|bands| (*id, bands))).collect();
            let told: Vec<(Id, &Bands, bool)> =
                rows.into_iter().map(|(id, bands)| (id, bands, self.under.get(&id).is_some_and(|child| child.told))).collect();
            let (hidden, places) = block(own, hidden, &told);
            for place in places {
                if let Some(child) = self.under.get_mut(&place) {
                    child.hidden.insert(*dimension, hidden.clone());
                }
            }
        }
        self.under.values_mut().filter(|child| child.told).for_each(Node::settle_under);
    }

    fn place(&self, apart: &[Dimension]) -> Place {
        let cell = |told: bool, tally: &Tally| told.then_some(*tally);
        let under = self.under.iter().map(|(id, child)| (*id, cell(child.told, &child.total))).collect();
        let bands = apart.iter().map(|dimension| {
            let parts = self.hidden.get(dimension).map(|hidden| {
                let own = self.bands.get(dimension).into_iter().flatten();
                own.map(|(band, tally)| (band.clone(), cell(!hidden.contains(band), tally))).collect()
            });
            (*dimension, parts)
        });
        Place { total: self.total, under: self.apart.then_some(under), bands: bands.collect() }
    }
}

/// Whether a figure is about nobody or about enough.
fn is_safe(tally: &Tally) -> bool {
    safe(tally.opened)
}

const fn safe(n: i64) -> bool {
    n == 0 || n >= SMALL
}

/// Whether a sum over so many parts hides each of them: large enough, and not the one that leaves one request to each.
fn covers(sum: i64, parts: usize) -> bool {
    sum == 0 || (sum >= SMALL && (parts < 2 || sum > i64::try_from(parts).unwrap_or(i64::MAX)))
}

/// Which parts of a figure are told, when the figure itself is: not the small ones, and with them not the smallest of the others, until
/// what is left out is two parts or more and large enough together. `None`: none is told.
pub fn left_out(counts: &[i64]) -> Option<Vec<bool>> {
    let mut told: Vec<bool> = counts.iter().map(|n| safe(*n)).collect();
    loop {
        let hidden: Vec<i64> = counts.iter().zip(&told).filter(|(_, told)| !**told).map(|(n, _)| *n).collect();
        if hidden.is_empty() || (hidden.len() > 1 && covers(hidden.iter().sum(), hidden.len())) {
            return Some(told);
        }
        let smallest = counts.iter().zip(told.iter_mut()).filter(|(n, told)| **told && **n > 0).min_by_key(|(n, _)| **n)?;
        *smallest.1 = false;
    }
}

/// The block that is told of places under one, in one direction: the bands that are told of none, and the places of which the others are
/// told. `hidden`: the bands that are not told above. `places`: each with its bands and whether it is told of at all.
///
/// Of all blocks that give nothing small away, one with the most cells is taken among those that leave out 0, 1, 2 … of the smallest bands
/// and as few places as each of these needs.
pub fn block(
    own: &BTreeMap<String, Tally>,
    hidden: &BTreeSet<String>,
    places: &[(Id, &BTreeMap<String, Tally>, bool)],
) -> (BTreeSet<String>, Vec<Id>) {
    let mut order: Vec<(&String, i64)> =
        own.iter().filter(|(band, _)| !hidden.contains(*band)).map(|(b, t)| (b, t.opened)).collect();
    order.sort_by_key(|(_, n)| *n);
    let (mut best, mut most): ((BTreeSet<String>, Vec<Id>), usize) = ((hidden.clone(), Vec::new()), 0);
    let mut left = hidden.clone();
    for at in 0..=order.len() {
        if at > 0
            && let Some((band, _)) = order.get(at - 1)
        {
            left.insert((*band).clone());
        }
        let bands: Vec<&String> = order.iter().skip(at).map(|(band, _)| *band).collect();
        let rest = own.iter().filter(|(band, tally)| left.contains(*band) && tally.opened > 0).count();
        let told = rows(&bands, &left, rest, places);
        // Bands that are empty everywhere are no news.
        let cells = told.len() * bands.iter().filter(|band| own.get(**band).is_some_and(|tally| tally.opened > 0)).count();
        if cells > most {
            (best, most) = ((left.clone(), told), cells);
        }
    }
    best
}

/// The places of which these bands can be told, so that the others, taken together, could be told as well.
fn rows(bands: &[&String], left: &BTreeSet<String>, rest: usize, places: &[(Id, &Bands, bool)]) -> Vec<Id> {
    let cell = |of: &Bands, band: &String| of.get(band).map_or(0, |tally| tally.opened);
    let can = |of: &Bands| {
        let remaining: i64 = left.iter().map(|band| cell(of, band)).sum();
        bands.iter().all(|band| safe(cell(of, band))) && covers(remaining, rest)
    };
    let (mut told, mut others): (Vec<(Id, &Bands, bool)>, Vec<_>) = places.iter().partition(|(_, of, told)| *told && can(of));
    told.sort_by_key(|(_, of, _)| of.values().map(|tally| tally.opened).sum::<i64>());
    let mut told = told.into_iter();
    loop {
        let mut together = Bands::new();
        for (_, of, _) in &others {
            for (band, tally) in *of {
                *together.entry(band.clone()).or_default() += *tally;
            }
        }
        let counted = others.iter().filter(|(_, of, _)| of.values().any(|tally| tally.opened > 0)).count();
        if others.is_empty() || counted == 0 || (counted > 1 && can(&together)) {
            return told.map(|(id, ..)| id).collect();
        }
        // The smallest of the others hides what could be worked out; when none is left, nothing is told.
        match told.next() {
            Some(next) => others.push(next),
            None => return Vec::new(),
        }
    }
}
