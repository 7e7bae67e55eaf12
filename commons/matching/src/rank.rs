//! Cells by what their first post gains, so that a type's best posts are found without looking at every cell.
//!
//! Within a kind of match all values are the same, so the order of gains is the order of scores: the best K posts of a type lie
//! in the first K cells of each kind of match.

use crate::cells::Cell;
use crate::flow::Declared;
use std::collections::HashMap;

/// All cells that have posts, the greatest gain first, and the same by purpose, by area, and by both.
#[derive(Debug, Default)]
pub struct Ranks {
    all: Vec<u32>,
    purposes: HashMap<u32, Vec<u32>>,
    /// A cell stands with its own area and with all in which that lies.
    areas: HashMap<u32, Vec<u32>>,
    both: HashMap<(u32, u32), Vec<u32>>,
}

impl Ranks {
    /// As of a day; `horizon`: the longest life of a post.
    pub fn of(cells: &[Cell], day: f64, horizon: f64) -> Self {
        let stocked = cells.iter().zip(0u32..).filter(|(cell, _)| cell.front.is_finite());
        let mut gains: Vec<(f64, u32)> = stocked.map(|(cell, number)| (cell.gain(cell.front - day, horizon), number)).collect();
        gains.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        let mut ranks = Ranks::default();
        for (_, number) in gains {
            let Some(cell) = cells.get(number as usize) else { continue };
            ranks.all.push(number);
            ranks.purposes.entry(cell.purpose).or_default().push(number);
            for area in cell.areas() {
                ranks.areas.entry(area).or_default().push(number);
                ranks.both.entry((cell.purpose, area)).or_default().push(number);
            }
        }
        ranks
    }

    /// Writes the first `k` cells of each kind of match with what a type declared. `cells`: those that were ranked.
    pub fn best(&self, cells: &[Cell], declared: Declared, k: usize, out: &mut Vec<u32>) {
        out.clear();
        let (purpose, area) = declared;
        let of_purpose = purpose.and_then(|purpose| self.purposes.get(&purpose));
        let of_area = area.and_then(|area| self.areas.get(&area));
        let of_both = purpose.zip(area).and_then(|both| self.both.get(&both));
        let count = |list: Option<&Vec<u32>>| list.map_or(0, Vec::len);
        let (purposes, areas, both) = (count(of_purpose), count(of_area), count(of_both));
        // Nothing is looked for beyond what there is: where an area holds nearly all cells, few match in nothing.
        let any = (self.all.len() + both).saturating_sub(purposes + areas);
        let lists = [(Some(&self.all), any), (of_purpose, purposes - both), (of_area, areas - both), (of_both, both)];
        for (kind, (list, there)) in lists.into_iter().enumerate() {
            let fits = |number: &u32| cells.get(*number as usize).is_some_and(|cell| cell.matches(declared) == kind);
            out.extend(list.into_iter().flatten().copied().filter(fits).take(k.min(there)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::{Cells, sortable};
    use crate::pick::{Wish, pick};
    use proptest::prelude::*;

    proptest! {
        /// Looking at the best cells of each kind of match alone finds the slate that looking at all of them finds, whatever
        /// areas lie in which wider ones (4 to 7).
        #[test]
        fn the_best_cells_have_the_best_posts(
            posts in proptest::collection::vec((0u32..4, 0u32..4, 0u32..3, 0u32..50, 0.0f64..0.9), 0..80),
            declared in (proptest::option::of(0u32..5), proptest::option::of(0u32..9)),
            wider in proptest::collection::vec(proptest::collection::vec(4u32..8, 0..3), 4),
            (k, slate) in (0usize..6, 0.0f64..1.2),
        ) {
            let mut cells = Cells::default();
            (0u32..).zip(&wider).for_each(|(area, wider)| cells.lies_in(area, wider));
            for ((purpose, area, group, end, price), number) in posts.into_iter().zip(0u32..) {
                let cell = cells.number(purpose, area, group, 1.0);
                if let Some(cell) = cells.all.get_mut(cell) {
                    cell.put((sortable(f64::from(end) + 1.0), 0, number));
                    let curve = (0..cell.price.len()).map(|point| price * point as f64 / cell.price.len() as f64).collect();
                    cell.price = curve;
                }
            }
            let wish = Wish { declared, values: &[0.01, 0.03, 0.02, 0.07], slate, day: 0.0, horizon: 60.0, thorough: false };
            let (mut some, mut all, mut best) = (Vec::new(), Vec::new(), Vec::new());
            Ranks::of(&cells.all, 0.0, 60.0).best(&cells.all, declared, k, &mut best);
            pick(&cells.all, best.iter().copied(), wish, k, |_| true, &mut some);
            pick(&cells.all, 0..cells.all.len() as u32, wish, k, |_| true, &mut all);
            prop_assert_eq!(some, all);
        }
    }
}
