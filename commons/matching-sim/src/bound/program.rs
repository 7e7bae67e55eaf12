//! A linear program put together row by row and column by column, for Clarabel.

use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettings, DefaultSolver, IPSolver as _, SolverStatus, SupportedConeT};

/// max gain · x where rows are equal to, or at most, their limits, and x ≥ 0.
#[derive(Debug, Default)]
pub struct Program {
    /// Per row: whether it is an equality, and its limit.
    rows: Vec<(bool, f64)>,
    gains: Vec<f64>,
    entries: Vec<(usize, usize, f64)>,
}

/// A solution.
pub struct Found {
    x: Vec<f64>,
    /// What each row adds up to, and its dual price.
    rows: Vec<(f64, f64)>,
}

impl Program {
    /// A new row that must be equal to `limit`; gives its number.
    pub fn equal(&mut self, limit: f64) -> usize {
        self.rows.push((true, limit));
        self.rows.len() - 1
    }

    /// A new row that must be at most `limit`; gives its number.
    pub fn at_most(&mut self, limit: f64) -> usize {
        self.rows.push((false, limit));
        self.rows.len() - 1
    }

    /// A new variable from 0 on with its gain and its entries by row; gives its number.
    pub fn variable(&mut self, gain: f64, entries: impl IntoIterator<Item = (usize, f64)>) -> usize {
        let column = self.gains.len();
        self.gains.push(gain);
        self.entries.extend(entries.into_iter().map(|(row, value)| (row, column, value)));
        column
    }

    /// One more entry of a variable.
    pub fn put(&mut self, row: usize, column: usize, value: f64) {
        self.entries.push((row, column, value));
    }

    /// None if the solver fails.
    pub fn solve(self) -> Option<Found> {
        let columns = self.gains.len();
        // Clarabel wants equalities first, then the rest; the signs of the variables come last.
        let equalities = self.rows.iter().filter(|(equal, _)| *equal).count();
        let (mut next, mut below) = (0, equalities);
        let places: Vec<usize> = self
            .rows
            .iter()
            .map(|(equal, _)| {
                let place = if *equal { &mut next } else { &mut below };
                *place += 1;
                *place - 1
            })
            .collect();
        let rows = self.rows.len() + columns;
        let mut limits = vec![0.0; rows];
        for ((_, limit), place) in self.rows.iter().zip(&places) {
            if let Some(at) = limits.get_mut(*place) {
                *at = *limit;
            }
        }
        let place = |row: &usize| places.get(*row).copied().unwrap_or(rows - 1);
        let signs = (0..columns).map(|column| (self.rows.len() + column, column, -1.0));
        let all = self.entries.iter().map(|(row, column, value)| (place(row), *column, *value)).chain(signs);
        let (mut i, mut j, mut a) = (Vec::new(), Vec::new(), Vec::new());
        for (row, column, value) in all {
            i.push(row);
            j.push(column);
            a.push(value);
        }
        let matrix = CscMatrix::new_from_triplets(rows, columns, i, j, a);
        let costs: Vec<f64> = self.gains.iter().map(|gain| -gain).collect();
        let cones = [SupportedConeT::ZeroConeT(equalities), SupportedConeT::NonnegativeConeT(rows - equalities)];
        let settings = DefaultSettings { verbose: false, max_threads: 1, ..DefaultSettings::default() };
        let quadratic = CscMatrix::zeros((columns, columns));
        let mut solver = DefaultSolver::new(&quadratic, &costs, &matrix, &limits, &cones, settings).ok()?;
        solver.solve();
        if !matches!(solver.solution.status, SolverStatus::Solved | SolverStatus::AlmostSolved) {
            return None;
        }
        let x = solver.solution.x.clone();
        let mut sums = vec![0.0; self.rows.len()];
        for (row, column, value) in &self.entries {
            if let (Some(sum), Some(x)) = (sums.get_mut(*row), x.get(*column)) {
                *sum += value * x;
            }
        }
        let price = |row: usize| solver.solution.z.get(place(&row)).copied().unwrap_or(0.0);
        let rows = sums.into_iter().enumerate().map(|(row, sum)| (sum, price(row))).collect();
        Some(Found { x, rows })
    }
}

impl Found {
    /// The value of a variable.
    pub fn value(&self, column: usize) -> f64 {
        self.x.get(column).copied().unwrap_or(0.0)
    }

    /// What a row adds up to.
    pub fn sum(&self, row: usize) -> f64 {
        self.rows.get(row).map_or(0.0, |(sum, _)| *sum)
    }

    /// What one more unit of a row's limit would gain.
    pub fn price(&self, row: usize) -> f64 {
        self.rows.get(row).map_or(0.0, |(_, price)| *price)
    }
}
