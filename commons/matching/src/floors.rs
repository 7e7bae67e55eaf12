//! Floors: by how much a post counts for more where its area, or a group that is watched, is served worse than the whole.
//!
//! The share of an area is what was met of what was posted there, so far. An area below the share of the whole is lifted in proportion
//! to what it lacks, so that a small lack costs the others little and a large one is answered with force; nobody is held back for being
//! above. That is the price of a floor in the dual of the max–min problem, followed by proportional control instead of summed up: it
//! needs no forecast of what the best floor can be, and does not swing.

use std::collections::BTreeMap;

/// Posts that an area is credited with at the share of the whole before any of its own: the first few say little.
const PRIOR_POSTS: f64 = 300.0;

/// How hard floors pull.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pull {
    /// By what share of it the weight is lifted per unit of lack: where the share is a tenth below that of the whole, by a tenth of this.
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
    whole: Tally,
    areas: BTreeMap<u32, Tally>,
    groups: BTreeMap<u32, Tally>,
}

impl Floors {
    /// A post came.
    pub fn posted(&mut self, area: u32, group: u32) {
        self.each(area, group, |tally| tally.posted += 1.0);
    }

    /// A post was met (`by` 1), or is no longer (`by` −1).
    pub fn met(&mut self, area: u32, group: u32, by: f64) {
        self.each(area, group, |tally| tally.met += by);
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
    pub fn lift(&self, area: u32, group: u32, pull: Pull) -> f64 {
        let whole = self.whole.met / self.whole.posted.max(1.0);
        if whole <= 0.0 {
            return 0.0;
        }
        let lack = |tally: Option<&Tally>| {
            let share = |t: &Tally| (t.met + PRIOR_POSTS * whole) / (t.posted + PRIOR_POSTS);
            tally.map_or(0.0, |t| (pull.floor - share(t) / whole).max(0.0))
        };
        let of_group = if group == 0 { 0.0 } else { lack(self.groups.get(&group)) };
        (pull.gain * (lack(self.areas.get(&area)) + of_group)).min(pull.most)
    }
}
