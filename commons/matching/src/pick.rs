//! Fills a slate: the posts with the highest v·(w − W − R), cell by cell, what ends first within a cell.
//!
//! Within a cell the gain w − W falls with the remaining life, so the order of ends is the order of scores, and only the first
//! posts of the best cells are ever looked at.

use crate::cells::{Cell, Place};
use crate::flow::Declared;
use crate::taste::MATCHES;
use std::collections::btree_set::Iter;

/// What a slate is picked by.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// Purpose and area that the donor declared.
    pub declared: Declared,
    /// v by match.
    pub values: &'a [f64; MATCHES],
    /// What the slate as a whole is expected to bring, R.
    pub slate: f64,
    pub day: f64,
    /// The longest life of a post.
    pub horizon: f64,
    /// Look at every post if need be: where only few may be shown. Otherwise what may not be shown is taken to be rare: the
    /// search in a cell ends after [`PASSED_OVER`] such posts, and cells beyond the best K are looked at only where those have
    /// too few.
    pub thorough: bool,
}

/// One post of a slate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Picked {
    pub post: u32,
    pub cell: u32,
    /// v·(w − W − R).
    pub score: f64,
    /// w − W.
    pub gain: f64,
    pub value: f64,
}

/// So many posts of a cell are passed over at most, in a row, because this donor must not see them or cannot pay for them.
const PASSED_OVER: usize = 512;

struct Head<'a> {
    score: f64,
    gain: f64,
    value: f64,
    cell: u32,
    post: Option<u32>,
    rest: Iter<'a, Place>,
}

impl Wish<'_> {
    /// The value of a post of this cell.
    fn value(&self, cell: &Cell) -> f64 {
        self.values.get(cell.matches(self.declared)).copied().unwrap_or(0.0)
    }
}

/// Picks at most `k` posts for which `may` holds from some cells (by number, each once), best first.
pub fn pick(
    cells: &[Cell],
    among: impl Iterator<Item = u32>,
    wish: Wish<'_>,
    k: usize,
    may: impl Fn(u32) -> bool,
    out: &mut Vec<Picked>,
) {
    out.clear();
    if k == 0 {
        return;
    }
    let mut fronts: Vec<(f64, u32)> = Vec::with_capacity(among.size_hint().0);
    for number in among {
        if let Some(cell) = cells.get(number as usize).filter(|cell| cell.front.is_finite()) {
            let gain = cell.gain(cell.front - wish.day, wish.horizon);
            fronts.push((wish.value(cell) * (gain - wish.slate), number));
        }
    }
    let better = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    // Cells beyond the best k come in only where a donor may not see what the best have.
    let best = if wish.thorough { fronts.len() } else { k.min(fronts.len()) };
    if fronts.len() > best {
        fronts.select_nth_unstable_by(best, better);
    }
    let (first, others) = fronts.split_at_mut(best);
    first.sort_unstable_by(better);
    let mut heads: Vec<Head<'_>> = Vec::with_capacity(k);
    open(cells, first, &wish, &may, &mut heads);
    take(cells, &wish, k, &may, &mut heads, out);
    if out.len() < k && !others.is_empty() {
        others.sort_unstable_by(better);
        heads.clear();
        open(cells, others, &wish, &may, &mut heads);
        take(cells, &wish, k, &may, &mut heads, out);
    }
}

fn open<'a>(cells: &'a [Cell], fronts: &[(f64, u32)], wish: &Wish<'_>, may: &impl Fn(u32) -> bool, heads: &mut Vec<Head<'a>>) {
    for (_, number) in fronts {
        if let Some(cell) = cells.get(*number as usize) {
            let value = wish.value(cell);
            let mut head = Head { score: 0.0, gain: 0.0, value, cell: *number, post: None, rest: cell.stock.iter() };
            if next(cell, wish, may, &mut head) {
                heads.push(head);
            }
        }
    }
}

/// Moves to the next post of the cell that may be shown.
fn next(cell: &Cell, wish: &Wish<'_>, may: &impl Fn(u32) -> bool, head: &mut Head<'_>) -> bool {
    head.post = None;
    for place in head.rest.by_ref().take(if wish.thorough { usize::MAX } else { PASSED_OVER }) {
        if may(place.2) {
            head.gain = cell.gain(f64::from_bits(place.0) - wish.day, wish.horizon);
            head.score = head.value * (head.gain - wish.slate);
            head.post = Some(place.2);
            return true;
        }
    }
    false
}

fn take(cells: &[Cell], wish: &Wish<'_>, k: usize, may: &impl Fn(u32) -> bool, heads: &mut Vec<Head<'_>>, out: &mut Vec<Picked>) {
    while out.len() < k {
        let best = heads.iter().enumerate().max_by(|(_, a), (_, b)| a.score.total_cmp(&b.score).then(b.cell.cmp(&a.cell)));
        let Some(at) = best.map(|(at, _)| at) else { return };
        let Some(head) = heads.get_mut(at) else { return };
        if let Some(post) = head.post {
            out.push(Picked { post, cell: head.cell, score: head.score, gain: head.gain, value: head.value });
        }
        let more = cells.get(head.cell as usize).is_some_and(|cell| next(cell, wish, may, head));
        if !more {
            heads.swap_remove(at);
        }
    }
}
