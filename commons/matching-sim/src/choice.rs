//! How donors choose: the multinomial logit, v = base · exp(taste_purpose·[same purpose] + taste_area·[same area]).
//!
//! A donor who is shown the slate S takes q with probability v(q) / (1 + Σ over S of v). Only the simulator knows these numbers.

use crate::chance::Chance;
use crate::instance::{Donor, NONE, Post};

/// The model of a trace (`model.json`).
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Model {
    /// Most posts on a slate.
    pub k: usize,
    pub base: f64,
    pub taste_purpose: f64,
    pub taste_area: f64,
    /// Share of choices that are not kept: the post reopens after [`LAPSE_DAYS`].
    pub no_show: f64,
    /// Nudges that are sent over the whole time for each donor on average; a donor is sent as many at most, rounded up.
    pub nudges_per_donor: f64,
    /// The chance that a donor who is nudged comes for one more session.
    pub nudge_answer: f64,
    /// The share of a post's amount that one gift brings: 1 whole, 0.5 two gifts, and so on.
    pub split_cash: f64,
}

/// After so many days a pledge that was not kept lapses. Our own assumption: the trace format does not say.
pub const LAPSE_DAYS: f64 = 7.0;

/// Of ten who are nudged one comes, where `model.json` does not say. Our own assumption.
pub const NUDGE_ANSWER: f64 = 0.1;

/// Who came or was nudged is not nudged for so many days. Our own assumption: the trace format does not say.
pub const QUIET_DAYS: f64 = 7.0;

impl Model {
    /// The value v of a post for a donor of this purpose and area.
    pub fn value(&self, purpose: u32, area: u32, post_purpose: u32, post_area: u32) -> f64 {
        let same = |a: u32, b: u32| f64::from(u8::from(a != NONE && a == b));
        self.base * (self.taste_purpose * same(purpose, post_purpose) + self.taste_area * same(area, post_area)).exp()
    }

    /// The values of all kinds of match, so that they need not be worked out for each post of each slate.
    pub fn values(&self) -> Values {
        Values([(NONE, NONE), (0, NONE), (NONE, 0), (0, 0)].map(|(purpose, area)| self.value(purpose, area, 0, 0)))
    }
}

/// The value v of a post that matches in nothing, in purpose, in area, in both.
#[derive(Debug, Clone, Copy)]
pub struct Values(pub [f64; 4]);

impl Values {
    /// Of a post for a donor.
    pub fn of(&self, donor: &Donor, post: &Post) -> f64 {
        let same = |a: u32, b: u32| usize::from(a != NONE && a == b);
        self.0[same(donor.purpose, post.purpose) | same(donor.area, post.area) << 1]
    }

    /// Which of the slate is taken: an index into it, or none.
    pub fn choose(&self, donor: &Donor, slate: &[&Post], chance: &mut Chance) -> Option<usize> {
        let mut left = chance.unit() * (1.0 + slate.iter().map(|post| self.of(donor, post)).sum::<f64>());
        slate.iter().position(|post| {
            left -= self.of(donor, post);
            left < 0.0
        })
    }
}
