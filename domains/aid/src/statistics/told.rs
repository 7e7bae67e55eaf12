//! What everybody is told of a year, and what is left out of it so that nothing small can be worked out. Pure.
//!
//! All that is told of a year, on whatever page and with whatever filter, is read from one [`Table`]: a cell that is left
//! out of it is told nowhere, and so nothing is gained by holding one answer against another. `docs/decisions/0006` says
//! why a sum or difference of what is told is never about fewer than [`SMALL`] requests:
//!
//! - Places: under a place that is told of, the small ones are left out, and with them the smallest of the others, until
//!   what is left out is itself large enough ([`left_out`]). Nothing is told below a place that is left out.
//! - Purposes and months: of everywhere likewise; of the places under one only together and whole, when every cell of every
//!   one of them can be told.
//! - A purpose is never told by month.

use super::SMALL;
use super::figure::Figure;
use qianmo_kernel::{Id, PlacePath};
use std::collections::BTreeMap;

/// Parts with their figures, by their names; `None` in the place of a figure: left out.
pub type Parts<K> = Vec<(K, Option<Figure>)>;

/// What is told of one year.
#[derive(Clone, Debug, Default)]
pub struct Table {
    root: Node,
}

/// A place and what is told of it.
#[derive(Clone, Debug, Default)]
struct Node {
    total: Figure,
    purposes: Cut<String>,
    months: Cut<i64>,
    under: BTreeMap<Id, Node>,
    /// Requests are counted at this very place: the places under it are no longer all of it.
    counted_here: bool,
    /// Whether its own figure is told.
    told: bool,
    /// Whether anything is told of the places under it.
    apart: bool,
}

/// A place's figure, taken apart in one direction.
#[derive(Clone, Debug)]
struct Cut<K> {
    parts: BTreeMap<K, (Figure, bool)>,
    /// Whether anything is told of it.
    apart: bool,
}

impl<K> Default for Cut<K> {
    fn default() -> Self {
        Cut { parts: BTreeMap::new(), apart: false }
    }
}

impl<K: Ord + Clone> Cut<K> {
    fn add(&mut self, key: K, figure: Figure) {
        self.parts.entry(key).or_insert((Figure::default(), false)).0 += figure;
    }

    /// Whether each part could be told.
    fn is_safe(&self) -> bool {
        self.parts.values().all(|(figure, _)| is_safe(figure))
    }

    /// Whether each part is told.
    fn is_whole(&self) -> bool {
        self.apart && self.parts.values().all(|(_, told)| *told)
    }

    /// Tells what may be told when nothing else is known of the parts than their sum.
    fn settle(&mut self) {
        let figures: Vec<Figure> = self.parts.values().map(|(figure, _)| *figure).collect();
        if let Some(told) = left_out(&figures) {
            self.apart = true;
            self.parts.values_mut().zip(told).for_each(|(part, told)| part.1 = told);
        }
    }

    fn tell_all(&mut self) {
        self.apart = true;
        self.parts.values_mut().for_each(|part| part.1 = true);
    }

    /// A part's figure; `None`: left out.
    fn get(&self, key: &K) -> Option<Figure> {
        match self.parts.get(key) {
            _ if !self.apart => None,
            None => Some(Figure::default()),
            Some((figure, told)) => told.then_some(*figure),
        }
    }

    fn all(&self) -> Option<Parts<K>> {
        let cell = |(key, (figure, told)): (&K, &(Figure, bool))| (key.clone(), told.then_some(*figure));
        self.apart.then(|| self.parts.iter().map(cell).collect())
    }
}

/// What a path leads to.
enum Found<'a> {
    Told(&'a Node),
    /// A place with nothing to count, of which that may be told.
    Nothing,
    LeftOut,
}

impl Table {
    /// The table of what was counted in a year: the same requests by county and purpose, and by county and month.
    pub fn new(purposes: Vec<(PlacePath, String, Figure)>, months: Vec<(PlacePath, i64, Figure)>) -> Table {
        let mut root = Node::default();
        for (county, purpose, figure) in purposes {
            root.along(&county, &mut |node| {
                node.total += figure;
                node.purposes.add(purpose.clone(), figure);
            });
        }
        for (county, month, figure) in months {
            root.along(&county, &mut |node| node.months.add(month, figure));
        }
        // The sum over everything is told however small it is, and then it is all that is told.
        root.told = true;
        if is_safe(&root.total) {
            root.purposes.settle();
            root.months.settle();
            root.settle_under();
        }
        Table { root }
    }

    /// Whether anything was counted there.
    pub fn counts(&self, path: &PlacePath) -> bool {
        let mut node = Some(&self.root);
        for id in path.ids() {
            node = node.and_then(|node| node.under.get(&id));
        }
        node.is_some()
    }

    fn find(&self, path: &PlacePath) -> Found<'_> {
        let mut node = &self.root;
        for id in path.ids() {
            match node.under.get(&id) {
                _ if !node.apart => return Found::LeftOut,
                None => return Found::Nothing,
                Some(child) if !child.told => return Found::LeftOut,
                Some(child) => node = child,
            }
        }
        Found::Told(node)
    }

    /// A place's figure, of one purpose or ('') all; `None`: left out.
    pub fn total(&self, path: &PlacePath, purpose: &str) -> Option<Figure> {
        match self.find(path) {
            Found::LeftOut => None,
            Found::Nothing => Some(Figure::default()),
            Found::Told(node) if purpose.is_empty() => Some(node.total),
            Found::Told(node) => node.purposes.get(&purpose.to_owned()),
        }
    }

    /// A place's figure by purpose; `None`: it is not taken apart.
    pub fn by_purpose(&self, path: &PlacePath) -> Option<Parts<String>> {
        match self.find(path) {
            Found::LeftOut => None,
            Found::Nothing => Some(Vec::new()),
            Found::Told(node) => node.purposes.all(),
        }
    }

    /// A place's figure by month; months without any are left to the caller. `None`: it is not taken apart.
    pub fn by_month(&self, path: &PlacePath) -> Option<Parts<i64>> {
        match self.find(path) {
            Found::LeftOut => None,
            Found::Nothing => Some(Vec::new()),
            Found::Told(node) => node.months.all(),
        }
    }

    /// A place's figure by the places right under it, of one purpose or ('') all; `None`: it is not taken apart.
    pub fn by_place(&self, path: &PlacePath, purpose: &str) -> Option<Parts<Id>> {
        let node = match self.find(path) {
            Found::LeftOut => return None,
            Found::Nothing => return Some(Vec::new()),
            Found::Told(node) => node,
        };
        if !node.apart {
            return None;
        }
        if purpose.is_empty() {
            return Some(node.under.iter().map(|(id, child)| (*id, child.told.then_some(child.total))).collect());
        }
        // Purposes are told of all the places under one or of none.
        let cell = |(id, child): (&Id, &Node)| child.purposes.get(&purpose.to_owned()).map(|figure| (*id, Some(figure)));
        node.under.iter().map(cell).collect()
    }
}

impl Node {
    /// Does something at this place and at each on the way to a county.
    fn along(&mut self, county: &PlacePath, act: &mut dyn FnMut(&mut Node)) {
        let mut node = self;
        act(node);
        for id in county.ids() {
            node = node.under.entry(id).or_default();
            act(node);
        }
        node.counted_here = true;
    }

    /// Decides what is told of the places under one whose own figure is told.
    fn settle_under(&mut self) {
        let totals: Vec<Figure> = self.under.values().map(|child| child.total).collect();
        let Some(told) = left_out(&totals).filter(|_| !self.counted_here) else { return };
        self.apart = true;
        let whole = told.iter().all(|told| *told);
        let purposes = whole && self.purposes.is_whole() && self.under.values().all(|child| child.purposes.is_safe());
        let months = whole && self.months.is_whole() && self.under.values().all(|child| child.months.is_safe());
        for (child, told) in self.under.values_mut().zip(told) {
            child.told = told;
            if !told {
                continue;
            }
            if purposes {
                child.purposes.tell_all();
            }
            if months {
                child.months.tell_all();
            }
            child.settle_under();
        }
    }
}

/// The parts of several places together, of which one took over from the others: what is left out of any is left out, and
/// what is not taken apart at one is not at all.
pub fn together<K: Ord>(places: impl IntoIterator<Item = Option<Parts<K>>>) -> Option<Parts<K>> {
    let mut sums: BTreeMap<K, Option<Figure>> = BTreeMap::new();
    for parts in places {
        for (key, cell) in parts? {
            let sum = sums.entry(key).or_insert(Some(Figure::default()));
            *sum = add(*sum, cell);
        }
    }
    Some(sums.into_iter().collect())
}

/// Two figures together; nothing where one of them is left out.
pub fn add(one: Option<Figure>, other: Option<Figure>) -> Option<Figure> {
    let (mut sum, other) = (one?, other?);
    sum += other;
    Some(sum)
}

/// Whether a cell is about nobody or about enough: what was handed in is looked at no less than what was opened.
pub fn is_safe(figure: &Figure) -> bool {
    [figure.opened, figure.submitted].iter().all(|n| *n == 0 || *n >= SMALL)
}

/// Whether cells of which only the sum can be worked out are well hidden in it: there are two or more of them, the sum is
/// large enough to be told, and it is not the one that leaves each of them a single request.
fn is_covered(hidden: &[Figure]) -> bool {
    let n = i64::try_from(hidden.len()).unwrap_or(i64::MAX);
    let holds = |sum: i64| sum == 0 || (sum >= SMALL && sum > n);
    hidden.is_empty() || (n > 1 && holds(hidden.iter().map(|f| f.opened).sum()) && holds(hidden.iter().map(|f| f.submitted).sum()))
}

/// Which parts of a figure are told, when the figure itself is: not the small ones, and with them not the smallest of the
/// others, until what is left out is well hidden. `None`: none is told, nor that there is nothing in a part, since all
/// together would not hide what is small.
pub fn left_out(parts: &[Figure]) -> Option<Vec<bool>> {
    let mut told: Vec<bool> = parts.iter().map(is_safe).collect();
    loop {
        let hidden: Vec<Figure> = parts.iter().zip(&told).filter(|(_, told)| !**told).map(|(part, _)| *part).collect();
        if is_covered(&hidden) {
            return Some(told);
        }
        let next = parts
            .iter()
            .zip(told.iter_mut())
            .filter(|(part, told)| **told && (part.opened > 0 || part.submitted > 0))
            .min_by_key(|(part, _)| (part.opened, part.submitted))?;
        *next.1 = false;
    }
}
