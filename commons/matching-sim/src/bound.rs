//! Bounds that no online policy can pass, solved by Clarabel, an interior-point solver (Goulart and Chen, 2024).
//!
//! With n_θ sessions of type θ, c_g posts of group g and x_θg matches between them, in expectation every policy obeys
//! ```text
//! x_θ0 + Σ_g x_θg = n_θ        Σ_g x_θg / v_θg ≤ K · x_θ0        Σ_θ x_θg ≤ c_g        x ≥ 0
//! ```
//! (x_θ0: sessions that end without a choice). The bound is max Σ x, or the largest t with Σ x over an area ≥ t · posts of the area.
//! The program works in y_θg = x_θg / v_θg, how often a post of g is shown without a choice being made, since x spans four decades.

use crate::instance::Instance;
use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettings, DefaultSolver, IPSolver as _, SolverStatus, SupportedConeT};
use std::collections::BTreeMap;

/// The instance by types and groups: all that the bounds see.
#[derive(Debug, Clone)]
pub struct Fluid {
    pub k: f64,
    /// Per type: purpose, area, number of sessions.
    pub types: Vec<(u32, u32, f64)>,
    /// Per group: purpose, area, number of posts.
    pub groups: Vec<(u32, u32, f64)>,
    /// v of type θ (row) and group g (column).
    pub values: Vec<Vec<f64>>,
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

impl Fluid {
    /// Counts sessions by type and posts by group.
    pub fn of(instance: &Instance) -> Self {
        let mut types: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        for session in &instance.sessions {
            if let Some(donor) = instance.donors.get(session.donor as usize) {
                *types.entry((donor.purpose, donor.area)).or_default() += 1.0;
            }
        }
        let mut groups: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        for post in &instance.posts {
            *groups.entry((post.purpose, post.area)).or_default() += 1.0;
        }
        let types: Vec<_> = types.into_iter().map(|((p, a), n)| (p, a, n)).collect();
        let groups: Vec<_> = groups.into_iter().map(|((p, a), n)| (p, a, n)).collect();
        let value = |(p, a, _): &(u32, u32, f64)| groups.iter().map(|(q, b, _)| instance.model.value(*p, *a, *q, *b)).collect();
        let values = types.iter().map(value).collect();
        Fluid { k: instance.model.k as f64, types, groups, values }
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
        let (types, groups) = (self.types.len(), self.groups.len());
        let mut areas: BTreeMap<u32, f64> = BTreeMap::new();
        for (_, area, posts) in &self.groups {
            *areas.entry(*area).or_default() += posts;
        }
        // Columns: y by type and group, then x_θ0 by type, then t. Rows: equalities, slots, stock, areas, y ≥ 0, t ≥ 0.
        let ys = types * groups;
        let columns = ys + types + 1;
        let (slots, stock, floors) = (types, 2 * types, 2 * types + groups);
        let signs = floors + areas.len();
        let rows = signs + columns;
        let row_of_area: BTreeMap<u32, usize> = areas.keys().enumerate().map(|(i, a)| (*a, floors + i)).collect();
        let (mut i, mut j, mut a) = (Vec::new(), Vec::new(), Vec::new());
        let mut put = |row: usize, column: usize, value: f64| {
            i.push(row);
            j.push(column);
            a.push(value);
        };
        let mut cost = vec![0.0; columns];
        for (t, values) in self.values.iter().enumerate() {
            for (g, ((_, area, _), v)) in self.groups.iter().zip(values).enumerate() {
                let column = t * groups + g;
                put(t, column, *v);
                put(slots + t, column, 1.0);
                put(stock + g, column, *v);
                if let Some(row) = row_of_area.get(area) {
                    put(*row, column, -v);
                }
                if matches!(aim, Aim::Met(_)) {
                    cost[column] = -v;
                }
            }
            put(t, ys + t, 1.0);
            put(slots + t, ys + t, -self.k);
        }
        let last = columns - 1;
        if matches!(aim, Aim::Worst) {
            cost[last] = -1e4;
        }
        for (area, posts) in &areas {
            if let Some(row) = row_of_area.get(area) {
                put(*row, last, *posts);
            }
        }
        for column in 0..columns {
            put(signs + column, column, -1.0);
        }
        let mut b = vec![0.0; rows];
        for (t, (_, _, sessions)) in self.types.iter().enumerate() {
            b[t] = *sessions;
        }
        for (g, (_, _, posts)) in self.groups.iter().enumerate() {
            b[stock + g] = *posts;
        }
        // With a floor, t is held at it from below by its sign row: t ≥ floor.
        if let (Aim::Met(floor), Some(sign)) = (aim, b.last_mut()) {
            *sign = -floor;
        }
        let matrix = CscMatrix::new_from_triplets(rows, columns, i, j, a);
        let cones = [SupportedConeT::ZeroConeT(types), SupportedConeT::NonnegativeConeT(rows - types)];
        let settings = DefaultSettings { verbose: false, max_threads: 1, ..DefaultSettings::default() };
        let quadratic = CscMatrix::zeros((columns, columns));
        let mut solver = DefaultSolver::new(&quadratic, &cost, &matrix, &b, &cones, settings).ok()?;
        solver.solve();
        if !matches!(solver.solution.status, SolverStatus::Solved | SolverStatus::AlmostSolved) {
            return None;
        }
        let mut bound = self.read(&solver.solution.x, &areas);
        bound.prices = self.groups.iter().zip(solver.solution.z.iter().skip(stock)).map(|((p, a, _), z)| (*p, *a, *z)).collect();
        Some(bound)
    }

    fn read(&self, x: &[f64], areas: &BTreeMap<u32, f64>) -> Bound {
        let mut by_area: BTreeMap<u32, f64> = BTreeMap::new();
        let shown = x.chunks(self.groups.len().max(1));
        for (values, shown) in self.values.iter().zip(shown) {
            for ((v, y), (_, area, _)) in values.iter().zip(shown).zip(&self.groups) {
                *by_area.entry(*area).or_default() += v * y;
            }
        }
        let met = by_area.values().sum();
        let areas: Vec<_> = by_area.iter().map(|(a, x)| (*a, x / areas.get(a).copied().unwrap_or(1.0))).collect();
        let worst = areas.iter().map(|(_, share)| *share).fold(f64::INFINITY, f64::min);
        Bound { met, areas, worst, prices: Vec::new() }
    }
}

#[derive(Debug, Clone, Copy)]
enum Aim {
    /// As many as can be met, with a floor per area.
    Met(f64),
    /// The largest share of the worst-served area.
    Worst,
}
