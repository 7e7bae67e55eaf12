//! Floors: by how much a post counts for more where its area, or a group that is watched, is served worse than the whole.
//!
//! The share of an area is what was met of what was posted there, where a post counts for less the longer ago it came
//! ([`MEMORY`]). An area below the share of the whole is lifted in proportion to what it lacks, so that a small lack costs the
//! others little and a large one is answered with force; nobody is held back for being above. That is the price of a floor in the
//! dual of the max–min problem, followed by proportional control instead of summed up: it needs no forecast of what the best
//! floor can be, and does not swing.

use std::collections::BTreeMap;

/// Days after which a post counts for 1/e of a new one: floors look back about three years, so that what was made good is
/// forgotten.
const MEMORY: f64 = 3.0 * 365.0;
/// Beyond so many memories all sums are scaled anew, long before they pass what a number can hold.
const RESCALE: f64 = 50.0;

/// How hard floors pull.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pull {
    /// By what share of it the weight is lifted per unit of lack: where the share is a tenth below that of the whole, by a tenth
    /// of this. It says how exact a floor is meant: with 25, who is served a twenty-fifth worse than the whole counts double.
    /// Half as much or twice as much moves both figures by about a percent (docs/domains/matching.md).
    pub gain: f64,
    /// The floor, as a share of what the whole is served.
    pub floor: f64,
    /// The most that is added: a need never counts for more than 1 + `most` times its weight.
    pub most: f64,
}

impl Default for Pull {
    fn default() -> Self {
        Pull { gain: 25.0, floor: 1.0, most: 4.0 }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    posted: f64,
    met: f64,
}

/// Shares by area and by watched group.
#[derive(Debug, Clone, Default)]
pub struct Floors {
    /// Sums grow by e in a memory, as of the first post, instead of all of them fading every day.
    first: f64,
    whole: Tally,
    areas: BTreeMap<u32, Tally>,
    groups: BTreeMap<u32, Tally>,
}

impl Floors {
    /// A post came.
    pub fn posted(&mut self, area: u32, group: u32, arrive: f64) {
        if arrive - self.first > RESCALE * MEMORY {
            let by = 1.0 / self.counts(arrive);
            let all = self.areas.values_mut().chain(self.groups.values_mut()).chain([&mut self.whole]);
            all.for_each(|tally| *tally = Tally { posted: by * tally.posted, met: by * tally.met });
            self.first = arrive;
        }
        let counts = self.counts(arrive);
        self.each(area, group, |tally| tally.posted += counts);
    }

    /// A post that came on a day was met (`by` 1), or is no longer (`by` −1).
    pub fn met(&mut self, area: u32, group: u32, arrive: f64, by: f64) {
        let counts = self.counts(arrive);
        self.each(area, group, |tally| tally.met += by * counts);
    }

    /// What a post of a day counts in the sums.
    fn counts(&self, day: f64) -> f64 {
        ((day - self.first) / MEMORY).exp()
    }

    fn each(&mut self, area: u32, group: u32, change: impl Fn(&mut Tally)) {
        change(&mut self.whole);
        change(self.areas.entry(area).or_default());
        if group != 0 {
            change(self.groups.entry(group).or_default());
        }
    }

    /// What was met in an area, or in all.
    #[cfg(test)]
    pub fn met_in(&self, area: Option<u32>) -> f64 {
        area.map_or(self.whole.met, |area| self.areas.get(&area).map_or(0.0, |tally| tally.met))
    }

    /// By what share the weight of a post of this area and group is lifted.
    ///
    /// The first few posts of an area say little: its share is drawn to that of the whole as if it had so many more posts, served
    /// like the whole, that a lack of one standard error of its share lifts by a half at the most, however few posts it has:
    /// gain²·(1 − s)/s of them, with s the share of the whole. (A share of n posts has the relative error √((1 − s)/(s·n)), of
    /// which n/(n + prior) is left.)
    pub fn lift(&self, area: u32, group: u32, pull: Pull, day: f64) -> f64 {
        let whole = (self.whole.met / self.whole.posted.max(f64::MIN_POSITIVE)).min(1.0);
        if whole <= 0.0 {
            return 0.0;
        }
        let prior = self.counts(day) * pull.gain * pull.gain * (1.0 - whole) / whole;
        let lack = |tally: Option<&Tally>| {
            let share = |t: &Tally| (t.met + prior * whole) / (t.posted + prior).max(f64::MIN_POSITIVE);
            tally.map_or(0.0, |t| (pull.floor - share(t) / whole).max(0.0))
        };
        let of_group = if group == 0 { 0.0 } else { lack(self.groups.get(&group)) };
        (pull.gain * (lack(self.areas.get(&area)) + of_group)).min(pull.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two areas with as many posts, of which the first meets this share and the second that.
    fn two(posts: u32, first: f64, second: f64) -> Floors {
        let mut floors = Floors::default();
        for (area, share) in [(1, first), (2, second)] {
            for post in 0..posts {
                floors.posted(area, 0, 1.0);
                if f64::from(post) < share * f64::from(posts) {
                    floors.met(area, 0, 1.0, 1.0);
                }
            }
        }
        floors
    }

    #[test]
    fn who_is_served_a_twenty_fifth_worse_counts_double_and_nobody_is_held_back() {
        let (floors, pull) = (two(1_000_000, 0.48, 0.52), Pull::default());
        assert!((floors.lift(1, 0, pull, 1.0) - 1.0).abs() < 0.01);
        assert_eq!((floors.lift(2, 0, pull, 1.0), floors.lift(3, 0, pull, 1.0)), (0.0, 0.0));
        assert_eq!(two(1_000_000, 0.1, 0.9).lift(1, 0, pull, 1.0), pull.most);
        assert_eq!(two(1_000, 0.0, 0.0).lift(1, 0, pull, 1.0), 0.0, "nobody is served at all");
        assert_eq!(two(1_000, 1.0, 1.0).lift(1, 0, pull, 1.0), 0.0, "all are served");
    }

    #[test]
    fn what_may_be_chance_lifts_by_a_half_at_most() {
        let pull = Pull::default();
        let mut most: f64 = 0.0;
        for posts in [4u32, 16, 64, 256, 625, 1024, 4096] {
            let (mut floors, n) = (two(100_000, 0.5, 0.5), f64::from(posts));
            // One standard error below.
            let share = 0.5 - 0.5 / n.sqrt();
            for post in 0..posts {
                floors.posted(3, 0, 1.0);
                if f64::from(post) < share * n {
                    floors.met(3, 0, 1.0, 1.0);
                }
            }
            most = most.max(floors.lift(3, 0, pull, 1.0));
        }
        assert!(most > 0.4 && most < 0.51, "{most}");
    }

    #[test]
    fn what_is_years_ago_is_made_good() {
        let (mut floors, pull) = (two(10_000, 0.2, 0.8), Pull::default());
        for memory in 1..80 {
            let day = MEMORY * f64::from(memory);
            for post in 0..1000 {
                for area in [1, 2] {
                    floors.posted(area, 0, day);
                    if post % 2 == 0 {
                        floors.met(area, 0, day, 1.0);
                    }
                }
            }
            if memory == 1 {
                assert!(floors.lift(1, 0, pull, day) > 1.0);
            }
        }
        let lift = floors.lift(1, 0, pull, MEMORY * 79.0);
        assert!((0.0..1e-6).contains(&lift), "{lift}");
    }
}
