//! What a run is told as.

use crate::bound::Bound;
use crate::instance::Instance;

/// Points of the curves that are kept of a run.
pub const POINTS: usize = 200;

/// The figures of one policy on one instance.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Its name.
    pub policy: String,
    /// Posts met in full and in time, and their share of all posts.
    pub met: u64,
    pub share: f64,
    /// The share of all weight that was met.
    pub weight_share: f64,
    /// The LP bound on `met`, and `met` in percent of it.
    pub bound: Option<f64>,
    pub percent: Option<f64>,
    /// Share met in the worst- and best-served area, and which they are; the first of equals.
    pub worst: f64,
    pub worst_area: u32,
    pub best: f64,
    pub best_area: u32,
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
    /// Nudges sent, and those that brought a session.
    pub nudges: u64,
    pub answered: u64,
    /// The whole run, by the stopwatch that was handed in; 0 without one.
    pub seconds: f64,
    /// Half, and 99 of 100 slates took at most so many microseconds, prices included where they were due.
    pub slate_p50_us: f64,
    pub slate_p99_us: f64,
    /// The same of the slates for which no prices were due: 99 of 100 took at most so many microseconds.
    pub slate_alone_p99_us: f64,
    /// The longest that a slate took for which prices were set anew, in milliseconds; none for policies without prices.
    pub resolve_ms: Option<f64>,
    /// Bytes; filled in by who can ask the system.
    pub peak_memory: Option<u64>,
    /// Every area that has posts, in the order of numbers.
    pub areas: Vec<Served>,
    /// The day on which the curve ends, and the share of all posts met up to each of [`POINTS`] + 1 days from 0 on, evenly
    /// spread.
    pub last_day: f64,
    pub over_time: Vec<f64>,
    /// Days to match that the first 0, 1, … 100 percent of posts met took at most; empty where none was met.
    pub waits: Vec<f64>,
}

/// How an area was served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    /// Its number.
    pub area: u32,
    /// Posts in all, and those that were met.
    pub posts: u64,
    pub met: u64,
}

impl Served {
    /// The share of its posts that was met.
    pub fn share(self) -> f64 {
        self.met as f64 / self.posts.max(1) as f64
    }
}

/// What the books of a run hold at its end.
pub(crate) struct Closed {
    /// Per post the day on which it was met for good.
    pub met_day: Vec<Option<f32>>,
    /// Choices in all, and those that stand and whose post was met.
    pub claims: u64,
    pub counted: u64,
    /// Nudges sent, and those that brought a session.
    pub nudges: (u64, u64),
    /// From the stopwatch: the whole run, each slate, the longest setting of prices.
    pub seconds: f64,
    pub slates: Vec<(f32, bool)>,
    pub resolve: Option<f64>,
}

/// The value below which `share` of the sorted numbers lie; 0 of none.
fn quantile(sorted: &[f32], share: f64) -> f64 {
    let at = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().map_or(0.0, f64::from)
}

impl Outcome {
    pub(crate) fn new(policy: &str, instance: &Instance, mut closed: Closed) -> Self {
        let posts = instance.posts.len().max(1) as f64;
        let mut areas: Vec<Served> = (0..instance.areas()).map(|area| Served { area, posts: 0, met: 0 }).collect();
        let (mut weight, mut weight_met) = (0.0, 0.0);
        let (mut days, mut waits) = (Vec::new(), Vec::new());
        for (post, met) in instance.posts.iter().zip(&closed.met_day) {
            weight += post.weight;
            if let Some(area) = areas.get_mut(post.area as usize) {
                area.posts += 1;
                area.met += u64::from(met.is_some());
            }
            if let Some(day) = met {
                weight_met += post.weight;
                days.push(*day);
                waits.push((day - post.arrive as f32).max(0.0));
            }
        }
        areas.retain(|area| area.posts > 0);
        days.sort_by(f32::total_cmp);
        waits.sort_by(f32::total_cmp);
        closed.slates.sort_by(|a, b| a.0.total_cmp(&b.0));
        let alone: Vec<f32> = closed.slates.iter().filter(|slate| !slate.1).map(|slate| slate.0).collect();
        let slates: Vec<f32> = closed.slates.iter().map(|slate| slate.0).collect();
        let nobody = Served { area: 0, posts: 0, met: 0 };
        let by_share = |a: &&Served, b: &&Served| a.share().total_cmp(&b.share()).then(b.area.cmp(&a.area));
        let best = areas.iter().max_by(by_share).copied().unwrap_or(nobody);
        let worst =
            areas.iter().max_by(|a, b| b.share().total_cmp(&a.share()).then(b.area.cmp(&a.area))).copied().unwrap_or(nobody);
        let last_day = instance.last_day();
        let over_time = (0..=POINTS).map(|point| {
            let day = (last_day * point as f64 / POINTS as f64) as f32;
            days.partition_point(|met| *met <= day) as f64 / posts
        });
        Outcome {
            policy: policy.to_owned(),
            met: days.len() as u64,
            share: days.len() as f64 / posts,
            weight_share: if weight > 0.0 { weight_met / weight } else { 0.0 },
            bound: None,
            percent: None,
            worst: worst.share(),
            worst_area: worst.area,
            best: best.share(),
            best_area: best.area,
            fair_bound: None,
            fair_percent: None,
            days_median: quantile(&waits, 0.5),
            days_p90: quantile(&waits, 0.9),
            claimed_unmet: if closed.claims == 0 { 0.0 } else { 1.0 - closed.counted as f64 / closed.claims as f64 },
            nudges_per_match: closed.nudges.0 as f64 / days.len().max(1) as f64,
            nudges: closed.nudges.0,
            answered: closed.nudges.1,
            seconds: closed.seconds,
            slate_p50_us: quantile(&slates, 0.5) * 1e6,
            slate_p99_us: quantile(&slates, 0.99) * 1e6,
            slate_alone_p99_us: quantile(&alone, 0.99) * 1e6,
            resolve_ms: closed.resolve.map(|seconds| seconds * 1e3),
            peak_memory: None,
            over_time: over_time.collect(),
            last_day,
            waits: if waits.is_empty() { Vec::new() } else { (0..=100).map(|p| quantile(&waits, f64::from(p) / 100.0)).collect() },
            areas,
        }
    }

    /// With the bounds beside it. A bound of nothing has no percentage.
    #[must_use]
    pub fn against(mut self, most: Option<&Bound>, fairest: Option<&Bound>) -> Self {
        let percent = |reached: f64, bound: f64| (bound > 1e-9).then(|| 100.0 * reached / bound);
        self.bound = most.map(|b| b.met);
        self.percent = most.and_then(|b| percent(self.met as f64, b.met));
        self.fair_bound = fairest.map(|b| b.worst);
        self.fair_percent = fairest.and_then(|b| percent(self.worst, b.worst));
        self
    }
}
