//! What a run is told as.

use crate::bound::Bound;
use crate::instance::Instance;

/// The figures of one policy on one instance.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Outcome {
    pub policy: String,
    /// Posts met in full and in time, and their share of all posts.
    pub met: u64,
    pub share: f64,
    /// The share of all weight that was met.
    pub weight_share: f64,
    /// The LP bound on `met`, and `met` in percent of it.
    pub bound: Option<f64>,
    pub percent: Option<f64>,
    /// Share met in the worst- and best-served area.
    pub worst: f64,
    pub best: f64,
    /// The bound on the worst area's share, and `worst` in percent of it.
    pub fair_bound: Option<f64>,
    pub fair_percent: Option<f64>,
    /// From arrival to the pledge that completed it, over posts met, in days.
    pub days_median: f64,
    pub days_p90: f64,
    /// Share of choices whose post was not met by them: not kept, or part of a sum that was never completed.
    pub claimed_unmet: f64,
    /// Nudges sent for each post met.
    pub nudges_per_match: f64,
    pub seconds: f64,
    /// 99 of 100 slates took at most so many microseconds.
    pub slate_p99_us: f64,
    /// Bytes; filled in by who can ask the system.
    pub peak_memory: Option<u64>,
}

/// The value below which `share` of the sorted numbers lie; 0 of none.
fn quantile(sorted: &[f32], share: f64) -> f64 {
    let at = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().map_or(0.0, f64::from)
}

impl Outcome {
    #[allow(clippy::too_many_arguments)] // made in one place, from what the books hold
    pub(crate) fn new(
        policy: &str,
        instance: &Instance,
        mut days: Vec<f32>,
        by_area: Vec<(u64, u64)>,
        weight_share: f64,
        (claims, _lapsed): (u64, u64),
        seconds: f64,
        slates: &mut [f32],
    ) -> Self {
        days.sort_by(f32::total_cmp);
        slates.sort_by(f32::total_cmp);
        let met = days.len() as u64;
        let shares: Vec<f64> = by_area.iter().filter(|(asked, _)| *asked > 0).map(|(a, g)| *g as f64 / *a as f64).collect();
        // A post met in m gifts has m claims that counted; with whole gifts m is 1.
        let gifts = met as f64 * (1.0 / instance.model.split_cash).ceil();
        Outcome {
            policy: policy.to_owned(),
            met,
            share: met as f64 / instance.posts.len().max(1) as f64,
            weight_share,
            bound: None,
            percent: None,
            worst: shares.iter().copied().fold(f64::INFINITY, f64::min),
            best: shares.iter().copied().fold(0.0, f64::max),
            fair_bound: None,
            fair_percent: None,
            days_median: quantile(&days, 0.5),
            days_p90: quantile(&days, 0.9),
            claimed_unmet: if claims == 0 { 0.0 } else { (1.0 - gifts / claims as f64).max(0.0) },
            nudges_per_match: 0.0,
            seconds,
            slate_p99_us: quantile(slates, 0.99) * 1e6,
            peak_memory: None,
        }
    }

    /// With the bounds beside it.
    #[must_use]
    pub fn against(mut self, most: Option<&Bound>, fairest: Option<&Bound>) -> Self {
        self.bound = most.map(|b| b.met);
        self.percent = most.map(|b| 100.0 * self.met as f64 / b.met);
        self.fair_bound = fairest.map(|b| b.worst);
        self.fair_percent = fairest.map(|b| 100.0 * self.worst / b.worst);
        self
    }
}
