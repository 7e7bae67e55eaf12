//! Bounds that no online policy can pass, solved by Clarabel, an interior-point solver (Goulart and Chen, 2024).
//!
//! With n_θ sessions of type θ, c_g posts of group g and x_θg matches between them, in expectation every policy obeys
//! ```text
//! x_θ0 + Σ_g x_θg = n_θ        Σ_g x_θg / v_θg ≤ K · x_θ0        Σ_θ x_θg ≤ c_g        x ≥ 0
//! ```
//! (x_θ0: sessions that end without a choice). The bound is max Σ x, or the largest t with Σ x over an area ≥ t · posts of the
//! area.
//!
//! Where donors may be nudged, n_θ is the sessions that come by themselves and those that nudges bring: at most what donors of
//! the type, and what all together may be sent, times the chance that one is answered. So the bound is that of any policy,
//! however it sends them. What quiet days and the even pace of a run keep back is not in it.
//!
//! A value depends only on whether purpose and area are the same, so that x need not be known pair by pair: for each type it is
//! enough how much goes to the posts that match in both, to those of its purpose, of its area, and to any; for each group how
//! much comes from donors of its purpose, of its area, and from any; and the two agree for each purpose, each area and the whole.
//! Whatever agrees can be paired. That gives four variables a type and three a group instead of one for each pair: the same
//! bound, and thousands of areas fit. Posts that match may be met as if they did not, which is never better while tastes are not
//! negative; with negative ones the bound is valid, but not the least.

mod program;

use crate::instance::{Instance, NONE};
use program::Program;
use std::collections::BTreeMap;

/// The instance by types and groups: all that the bounds see.
#[derive(Debug, Clone)]
pub struct Fluid {
    k: f64,
    /// Values of a post that matches in nothing, in purpose, in area, in both.
    values: [f64; 4],
    /// Sessions by the type's purpose and area, and those that nudges can bring at most.
    types: BTreeMap<(u32, u32), (f64, f64)>,
    /// Posts by purpose and area.
    groups: BTreeMap<(u32, u32), f64>,
    /// Sessions that nudges can bring in all.
    nudged: f64,
}

/// What the solver found.
#[derive(Debug, Clone)]
pub struct Bound {
    /// Expected number of posts met.
    pub met: f64,
    /// Share met per area, in the order of area numbers, areas without posts left out.
    pub areas: Vec<(u32, f64)>,
    /// The least of these shares.
    pub worst: f64,
    /// Per group (purpose, area): what one more post of it would add to the bound.
    pub prices: Vec<(u32, u32, f64)>,
}

#[derive(Debug, Clone, Copy)]
enum Aim {
    /// As many as can be met, with a floor per area.
    Met(f64),
    /// The largest share of the worst-served area.
    Worst,
}

/// The rows of the program, by what they are about.
struct Rows {
    /// Neutral matches as types and as groups see them; then the same per purpose and per area.
    any: usize,
    purposes: BTreeMap<u32, usize>,
    areas: BTreeMap<u32, usize>,
    /// Stock of the groups.
    stock: BTreeMap<(u32, u32), usize>,
    /// Floors of the areas.
    floors: BTreeMap<u32, usize>,
}

impl Fluid {
    /// Counts sessions by type and posts by group.
    pub fn of(instance: &Instance) -> Self {
        let mut types: BTreeMap<(u32, u32), (f64, f64)> = BTreeMap::new();
        for session in &instance.sessions {
            if let Some(donor) = instance.donors.get(session.donor as usize) {
                types.entry((donor.purpose, donor.area)).or_default().0 += 1.0;
            }
        }
        let (nudges, answer) = (instance.model.nudges_per_donor, instance.model.nudge_answer);
        let nudged = nudges * answer * instance.donors.len() as f64;
        if nudged > 0.0 {
            for donor in &instance.donors {
                types.entry((donor.purpose, donor.area)).or_default().1 += nudges.ceil() * answer;
            }
        }
        let mut groups: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        for post in &instance.posts {
            *groups.entry((post.purpose, post.area)).or_default() += 1.0;
        }
        // Types that match nothing anywhere are one.
        let (purposes, areas) = names(&groups);
        let mut merged: BTreeMap<(u32, u32), (f64, f64)> = BTreeMap::new();
        for ((purpose, area), (sessions, nudged)) in types {
            let known = |n: u32, all: &BTreeMap<u32, f64>| if all.contains_key(&n) { n } else { NONE };
            let both = merged.entry((known(purpose, &purposes), known(area, &areas))).or_default();
            *both = (both.0 + sessions, both.1 + nudged);
        }
        let values = instance.model.values().0;
        Fluid { k: instance.model.k as f64, values, types: merged, groups, nudged }
    }

    /// How many types of donors and groups of posts there are.
    pub fn size(&self) -> (usize, usize) {
        (self.types.len(), self.groups.len())
    }

    /// The most that can be met, when each area must reach `floor` of its posts (0: no floors). None if the solver fails.
    pub fn most(&self, floor: f64) -> Option<Bound> {
        self.solve(Aim::Met(floor))
    }

    /// The best that the worst-served area can have. None if the solver fails.
    pub fn fairest(&self) -> Option<Bound> {
        self.solve(Aim::Worst)
    }

    fn solve(&self, aim: Aim) -> Option<Bound> {
        let (purposes, areas) = names(&self.groups);
        // In shares of all posts, so that the solver sees numbers of about one at any scale.
        let scale = self.groups.values().sum::<f64>().max(1.0);
        let mut program = Program::default();
        let rows = Rows {
            any: program.equal(0.0),
            purposes: purposes.keys().map(|p| (*p, program.equal(0.0))).collect(),
            areas: areas.keys().map(|a| (*a, program.equal(0.0))).collect(),
            stock: self.groups.iter().map(|(g, posts)| (*g, program.at_most(posts / scale))).collect(),
            floors: areas.keys().map(|a| (*a, program.at_most(0.0))).collect(),
        };
        // Floors are told per post of the area: a small area's row is as heavy as a large one's.
        let per_post = |area: u32| -scale / areas.get(&area).copied().unwrap_or(1.0);
        let gain = if matches!(aim, Aim::Met(_)) { 1.0 } else { 0.0 };
        let t = match aim {
            Aim::Met(floor) => {
                let t = program.variable(0.0, rows.floors.values().map(|row| (*row, 1.0)));
                let row = program.at_most(-floor);
                program.put(row, t, -1.0);
                t
            }
            Aim::Worst => program.variable(1.0, rows.floors.values().map(|row| (*row, 1.0))),
        };
        let in_all = (self.nudged > 0.0).then(|| program.at_most(self.nudged / scale));
        for ((purpose, area), (sessions, nudged)) in &self.types {
            let (all, places) = (program.equal(sessions / scale), program.at_most(0.0));
            program.variable(0.0, [(all, 1.0), (places, -self.k)]);
            if let Some(in_all) = in_all {
                let most = program.at_most(nudged / scale);
                program.variable(0.0, [(all, -1.0), (most, 1.0), (in_all, 1.0)]);
            }
            let mut flow = |value: f64, into: &[(usize, f64)]| {
                // x counts matches and x/v places; the variable is the larger of both, so that no coefficient passes 1.
                let (matches, shown) = (value.min(1.0), (1.0 / value).min(1.0));
                let into = into.iter().map(|(row, per)| (*row, per * matches));
                program.variable(gain * matches, into.chain([(all, matches), (places, shown)]));
            };
            let [any, of_purpose, of_area, both] = self.values;
            flow(any, &[(rows.any, 1.0)]);
            if let Some(row) = rows.purposes.get(purpose) {
                flow(of_purpose, &[(*row, 1.0)]);
            }
            if let Some(row) = rows.areas.get(area) {
                flow(of_area, &[(*row, 1.0)]);
            }
            if let (Some(stock), Some(floor)) = (rows.stock.get(&(*purpose, *area)), rows.floors.get(area)) {
                flow(both, &[(*stock, 1.0), (*floor, per_post(*area))]);
            }
        }
        for ((purpose, area), stock) in &rows.stock {
            let pools = [Some(&rows.any), rows.purposes.get(purpose), rows.areas.get(area)];
            for pool in pools.into_iter().flatten() {
                let floor = rows.floors.get(area).map(|row| (*row, per_post(*area)));
                program.variable(0.0, [(*pool, -1.0), (*stock, 1.0)].into_iter().chain(floor));
            }
        }
        let found = program.solve()?;
        let met_of = |area: u32| -> Option<(u32, f64)> {
            // What a floor's row adds up to is t less the share of the area.
            let share = found.value(t) - found.sum(*rows.floors.get(&area)?);
            Some((area, share))
        };
        let shares: Vec<(u32, f64)> = areas.keys().filter_map(|area| met_of(*area)).collect();
        Some(Bound {
            met: shares.iter().map(|(area, share)| share * areas.get(area).copied().unwrap_or(0.0)).sum(),
            worst: shares.iter().map(|(_, share)| *share).fold(f64::INFINITY, f64::min),
            areas: shares,
            prices: rows.stock.iter().map(|((p, a), row)| (*p, *a, found.price(*row))).collect(),
        })
    }
}

/// Posts by purpose and by area.
fn names(groups: &BTreeMap<(u32, u32), f64>) -> (BTreeMap<u32, f64>, BTreeMap<u32, f64>) {
    let (mut purposes, mut areas) = (BTreeMap::new(), BTreeMap::new());
    for ((purpose, area), posts) in groups {
        *purposes.entry(*purpose).or_default() += posts;
        *areas.entry(*area).or_default() += posts;
    }
    (purposes, areas)
}
