//! What all donors together offer to a post, by how much its match would gain.
//!
//! An offer is a line: it comes into play where a match gains more than `from`, and then pulls. What a type offers depends on the
//! post by the kind of match alone, so the sum over all types is put together from a few sums that many cells share: all types as
//! if nothing matched, less those of the cell's purpose and those of its area, plus the same as they really are. So prices cost
//! types and cells, not their product, and thousands of areas fit. A type has declared one area, so that those who declared the
//! area of a cell and those who declared one in which it lies are others, and their sums are simply added.

use crate::cells::Cell;
use crate::flow::Declared;
use crate::price::Offer;
use crate::taste::MATCHES;
use std::collections::HashMap;

/// An offer as a line: where it comes into play, and its pull.
type Line = (f64, f64);

/// Some types' lines, sorted by where they come into play, with the sums of pull and of pull · from up to each.
#[derive(Debug, Default)]
struct Lines {
    from: Vec<f64>,
    sums: Vec<(f64, f64)>,
}

impl Lines {
    /// Lines come in the order of `from`.
    fn push(&mut self, (from, pull): Line) {
        let (pulls, drags) = self.sums.last().copied().unwrap_or((0.0, 0.0));
        self.from.push(from);
        self.sums.push((pulls + pull, drags + pull * from));
    }

    /// The sums of the lines in play; `below` is where they ended for a greater gain, and is moved.
    fn at(&self, gain: f64, below: &mut usize) -> (f64, f64) {
        let within = self.from.get(..*below).unwrap_or(&self.from);
        *below = within.partition_point(|from| *from < gain);
        below.checked_sub(1).and_then(|last| self.sums.get(last)).copied().unwrap_or((0.0, 0.0))
    }
}

/// All offers, by what their types declared.
#[derive(Debug, Default)]
pub struct Demand {
    /// Of all types, as if nothing matched.
    all: Lines,
    /// By purpose: of its types as if nothing matched, and with the purpose matching; by area likewise.
    purposes: HashMap<u32, [Lines; 2]>,
    areas: HashMap<u32, [Lines; 2]>,
    /// Of the type that declared both, by match.
    both: HashMap<(u32, u32), [Line; MATCHES]>,
}

/// The offers that a cell sees.
pub struct Seen<'a> {
    /// Lines that are added or taken away, and where they ended at the last look.
    parts: Vec<(f64, &'a Lines, usize)>,
    both: Vec<[Line; MATCHES]>,
}

impl Demand {
    /// Of all types with their offers; `values`: v by match.
    pub fn of<'a>(types: impl Iterator<Item = (Declared, &'a Offer)> + Clone, values: &[f64; MATCHES]) -> Self {
        let mut demand = Demand::default();
        let types = types.filter(|(_, offer)| offer.rate > 0.0);
        let [nothing, of_purpose, of_area, _] = *values;
        for (declared, line) in sorted(types.clone(), nothing) {
            demand.all.push(line);
            if let Some(purpose) = declared.0 {
                demand.purposes.entry(purpose).or_default()[0].push(line);
            }
            if let Some(area) = declared.1 {
                demand.areas.entry(area).or_default()[0].push(line);
            }
        }
        for (declared, line) in sorted(types.clone().filter(|(declared, _)| declared.0.is_some()), of_purpose) {
            if let Some(purpose) = declared.0 {
                demand.purposes.entry(purpose).or_default()[1].push(line);
            }
        }
        for (declared, line) in sorted(types.clone().filter(|(declared, _)| declared.1.is_some()), of_area) {
            if let Some(area) = declared.1 {
                demand.areas.entry(area).or_default()[1].push(line);
            }
        }
        for (declared, offer) in types {
            if let (Some(purpose), Some(area)) = declared {
                demand.both.insert((purpose, area), values.map(|value| line(offer, value)));
            }
        }
        demand
    }

    /// What a post of this cell sees.
    pub fn seen(&self, cell: &Cell) -> Seen<'_> {
        let mut parts = vec![(1.0, &self.all, usize::MAX)];
        let matching = self.purposes.get(&cell.purpose).into_iter().chain(cell.areas().filter_map(|area| self.areas.get(&area)));
        for [as_any, real] in matching {
            parts.push((-1.0, as_any, usize::MAX));
            parts.push((1.0, real, usize::MAX));
        }
        Seen { parts, both: cell.areas().filter_map(|area| self.both.get(&(cell.purpose, area)).copied()).collect() }
    }
}

impl Seen<'_> {
    /// The pull, and pull · from, of all offers in play where a match gains so much. Gains must come from the greatest down.
    pub fn at(&mut self, gain: f64) -> (f64, f64) {
        let (mut pull, mut drag) = (0.0, 0.0);
        for (sign, lines, below) in &mut self.parts {
            let (pulls, drags) = lines.at(gain, below);
            pull += *sign * pulls;
            drag += *sign * drags;
        }
        // The type of both was taken away twice as if nothing matched, and counted as matching in one where it matches in both.
        for both in &self.both {
            for ((from, of), sign) in both.iter().zip([1.0, -1.0, -1.0, 1.0]) {
                if *from < gain {
                    pull += sign * of;
                    drag += sign * of * from;
                }
            }
        }
        // Differences of sums may miss nothing by a rounding error.
        (pull.max(0.0), drag.max(0.0))
    }
}

/// Lines at a value of the match, sorted; equal ones in the order of the types.
fn sorted<'a>(types: impl Iterator<Item = (Declared, &'a Offer)>, value: f64) -> Vec<(Declared, Line)> {
    let mut lines: Vec<(Declared, Line)> = types.map(|(declared, offer)| (declared, line(offer, value))).collect();
    lines.sort_by(|x, y| x.1.0.total_cmp(&y.1.0));
    lines
}

fn line(offer: &Offer, value: f64) -> Line {
    let v = value.max(1e-12);
    (offer.slate + offer.place / v, offer.rate * v / (1.0 + offer.values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::Cells;
    use proptest::prelude::*;

    fn wish() -> impl Strategy<Value = Option<u32>> {
        proptest::option::of(0u32..8)
    }

    proptest! {
        /// Whatever types there are, and whatever wider areas (5 to 7) a cell lies in, it sees what a walk over all of them
        /// finds.
        #[test]
        fn a_cell_sees_the_sum_over_all_types(
            offers in proptest::collection::btree_map((wish(), wish()), (0.0f64..9.0, 0.0f64..0.2, 0.0f64..0.8, 0.0f64..2.0), 0..20),
            (purpose, area) in (0u32..5, 0u32..5),
            wider in proptest::collection::vec(5u32..8, 0..4),
            mut gains in proptest::collection::vec(0.0f64..3.0, 1..20),
        ) {
            let values = [0.01, 0.03, 0.02, 0.07];
            let offers: Vec<(Declared, Offer)> = offers
                .into_iter()
                .map(|(declared, (rate, place, slate, sum))| (declared, Offer { rate, place, slate, values: sum }))
                .collect();
            let demand = Demand::of(offers.iter().map(|(declared, offer)| (*declared, offer)), &values);
            let mut cells = Cells::default();
            cells.lies_in(area, &wider);
            let number = cells.number(purpose, area, 0, 1.0);
            let cell = &cells.all[number];
            let mut seen = demand.seen(cell);
            gains.sort_by(|a, b| b.total_cmp(a));
            for gain in gains {
                let in_play = offers.iter().filter_map(|((p, a), offer)| {
                    let in_area = a.is_some_and(|a| a == area || wider.contains(&a));
                    let (from, pull) = line(offer, values[usize::from(*p == Some(purpose)) + 2 * usize::from(in_area)]);
                    (offer.rate > 0.0 && from < gain).then_some((pull, pull * from))
                });
                let told = in_play.fold((0.0, 0.0), |sum, line| (sum.0 + line.0, sum.1 + line.1));
                let found = seen.at(gain);
                prop_assert!((found.0 - told.0).abs() < 1e-9 && (found.1 - told.1).abs() < 1e-9, "{found:?} is not {told:?}");
            }
        }
    }
}
