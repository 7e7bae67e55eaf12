//! What several runs come to.

/// The median of several runs; 0 of none.
pub fn median(runs: &[f64]) -> f64 {
    let mut runs = runs.to_vec();
    runs.sort_by(f64::total_cmp);
    runs.get(runs.len() / 2).copied().unwrap_or_default()
}

/// The value below which that share of the sorted times lies; 0 of none.
pub fn percentile(sorted: &[f64], share: f64) -> f64 {
    let at = (sorted.len() as f64 * share) as usize;
    sorted.get(at.min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// Runs of two sides that took turns, so that what else the machine did hit both.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    /// The side that is compared with.
    pub base: Vec<f64>,
    /// The side in question.
    pub other: Vec<f64>,
}

impl Pairs {
    /// One turn of both.
    pub fn push(&mut self, base: f64, other: f64) {
        self.base.push(base);
        self.other.push(other);
    }

    /// The median of the turns' quotients, other by base.
    pub fn ratio(&self) -> f64 {
        let turns = self.base.iter().zip(&self.other);
        let quotients: Vec<f64> = turns.map(|(base, other)| other / base.max(f64::MIN_POSITIVE)).collect();
        median(&quotients)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_run_counts() {
        assert_eq!(median(&[9.0, 1.0, 5.0, 2.0, 7.0]), 5.0);
        assert_eq!(median(&[]), 0.0);
    }

    #[test]
    fn percentiles_stay_within_what_was_measured() {
        let times: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!((percentile(&times, 0.5), percentile(&times, 0.99), percentile(&times, 1.0)), (51.0, 100.0, 100.0));
        assert_eq!(percentile(&[], 0.5), 0.0);
    }

    #[test]
    fn each_turn_is_divided_by_its_own_partner() {
        let mut pairs = Pairs::default();
        // A machine that was half as fast in the second turn was so for both sides.
        for (base, other) in [(100.0, 40.0), (50.0, 20.0), (100.0, 42.0)] {
            pairs.push(base, other);
        }
        assert_eq!(pairs.ratio(), 0.4);
    }
}
