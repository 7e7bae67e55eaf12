//! Cells by what their first post gains, so that a type's best posts are found without looking at every cell.
//!
//! Within a kind of match all values are the same, so the order of gains is the order of scores: the best K posts of a type lie in the
//! first K cells of each kind of match.

use crate::cells::Cell;
use crate::flow::Declared;
use std::collections::HashMap;

/// A cell: its number, purpose and area.
type Entry = (u32, u32, u32);

/// All cells that have posts, the greatest gain first, and the same by purpose, by area, and by both.
#[derive(Debug, Default)]
pub struct Ranks {
    all: Vec<Entry>,
    purposes: HashMap<u32, Vec<Entry>>,
    areas: HashMap<u32, Vec<Entry>>,
    both: HashMap<(u32, u32), Vec<Entry>>,
}

impl Ranks {
    /// As of a day; `horizon`: the longest life of a post.
    pub fn of(cells: &[Cell], day: f64, horizon: f64) -> Self {
        let stocked = cells.iter().zip(0u32..).filter(|(cell, _)| cell.front.is_finite());
        let mut gains: Vec<(f64, Entry)> =
            stocked.map(|(cell, number)| (cell.gain(cell.front - day, horizon), (number, cell.purpose, cell.area))).collect();
        gains.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        let mut ranks = Ranks::default();
        for (_, entry) in gains {
            let (_, purpose, area) = entry;
            ranks.all.push(entry);
            ranks.purposes.entry(purpose).or_default().push(entry);
            ranks.areas.entry(area).or_default().push(entry);
            ranks.both.entry((purpose, area)).or_default().push(entry);
        }
        ranks
    }

    /// Writes the first `k` cells of each kind of match with what a type declared.
    pub fn best(&self, declared: Declared, k: usize, out: &mut Vec<u32>) {
        out.clear();
        let mut take = |entries: Option<&Vec<Entry>>, not_purpose: Option<u32>, not_area: Option<u32>| {
            let fits = |(_, purpose, area): &&Entry| not_purpose != Some(*purpose) && not_area != Some(*area);
            out.extend(entries.into_iter().flatten().filter(fits).take(k).map(|(number, _, _)| *number));
        };
        let (purpose, area) = declared;
        take(Some(&self.all), purpose, area);
        take(purpose.and_then(|purpose| self.purposes.get(&purpose)), None, area);
        take(area.and_then(|area| self.areas.get(&area)), purpose, None);
        take(purpose.zip(area).and_then(|both| self.both.get(&both)), None, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::{Cells, sortable};
    use crate::pick::{Wish, pick};
    use proptest::prelude::*;

    proptest! {
        /// Looking at the best cells of each kind of match alone finds the slate that looking at all of them finds.
        #[test]
        fn the_best_cells_have_the_best_posts(
            posts in proptest::collection::vec((0u32..4, 0u32..4, 0u32..3, 0u32..50, 0.0f64..0.9), 0..80),
            declared in (proptest::option::of(0u32..5), proptest::option::of(0u32..5)),
            (k, slate) in (0usize..6, 0.0f64..1.2),
        ) {
            let mut cells = Cells::default();
            for ((purpose, area, group, end, price), number) in posts.into_iter().zip(0u32..) {
                let cell = cells.number(purpose, area, group, 1.0);
                if let Some(cell) = cells.all.get_mut(cell) {
                    cell.put((sortable(f64::from(end) + 1.0), 0, number));
                    let curve = (0..cell.price.len()).map(|point| price * point as f64 / cell.price.len() as f64).collect();
                    cell.price = curve;
                }
            }
            let wish = Wish { declared, values: &[0.01, 0.03, 0.02, 0.07], slate, day: 0.0, horizon: 60.0 };
            let (mut some, mut all, mut best) = (Vec::new(), Vec::new(), Vec::new());
            Ranks::of(&cells.all, 0.0, 60.0).best(declared, k, &mut best);
            pick(&cells.all, best.iter().copied(), wish, k, |_| true, &mut some);
            pick(&cells.all, 0..cells.all.len() as u32, wish, k, |_| true, &mut all);
            prop_assert_eq!(some, all);
        }
    }
}
