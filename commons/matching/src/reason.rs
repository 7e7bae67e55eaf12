//! Why a post is on a slate: what the allocator itself went by, as plain facts that a page can put into a sentence.

use crate::taste::Match;

/// Up to this share of what it counts, a post that is left over now is expected to bring little yet.
const LITTLE: f64 = 0.5;

/// Why a post was shown. Nothing in it is about the household, and nothing of it was made up for the telling: each fact raised
/// the place of the post, or is that place itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// Its place on the slate, from 0.
    pub place: usize,
    /// The slate was simply the newest first, since the donor wishes so. No other fact was then looked at, and all others are
    /// false.
    pub newest_first: bool,
    /// It is of the purpose that the donor declared.
    pub purpose: bool,
    /// It lies in the area that the donor declared, or in an area within it.
    pub area: bool,
    /// Something was given already, and what is left is no more than one gift usually brings: with it the post is met, so that
    /// the whole of what it counts hangs on this gift. Only where gifts may be parts ([`crate::Settings::parts`]).
    pub near_sum: bool,
    /// It has so few days left that its price has sunk to half of what it would be with a full life, or lower: it was put before
    /// posts like it that can wait.
    pub ends_soon: bool,
    /// Days that were left when it was shown.
    pub days_left: f32,
    /// Floors added to what it counts: its area, or its group, is served worse than the whole.
    pub lifted: bool,
    /// It is expected to bring less than half of what it counts if it is not taken now: few donors come who are shown it and take
    /// it.
    pub few_takers: bool,
    /// What the share of the last line is, 0 to 1: the post's price in what it counts, with what floors added. Future gifts are
    /// discounted ([`crate::Settings::haste`]), so that it is on the low side.
    pub otherwise: f32,
}

/// A post of a slate that waits, with the reason in few bytes.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    pub post: u64,
    pub days_left: f32,
    pub otherwise: f32,
    pub facts: u8,
}

/// What [`Shown::facts`] is made of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    pub newest_first: bool,
    /// Bit 0 purpose, bit 1 area.
    pub matching: Match,
    pub near_sum: bool,
    pub lifted: bool,
    /// Its price now, and with a full life, both in what it counts.
    pub otherwise: f64,
    pub full: f64,
}

impl Facts {
    pub fn shown(self, post: u64, days_left: f64) -> Shown {
        let bit = |fact: bool, at: u32| u8::from(fact) << at;
        let facts = if self.newest_first {
            bit(true, 0)
        } else {
            let ends_soon = self.full > 0.0 && self.otherwise <= 0.5 * self.full;
            let few_takers = self.otherwise < LITTLE;
            bit(self.matching & 1 != 0, 1)
                | bit(self.matching & 2 != 0, 2)
                | bit(self.near_sum, 3)
                | bit(ends_soon, 4)
                | bit(self.lifted, 5)
                | bit(few_takers, 6)
        };
        Shown { post, days_left: days_left as f32, otherwise: self.otherwise as f32, facts }
    }
}

impl Shown {
    pub fn reason(&self, place: usize) -> Reason {
        let fact = |at: u32| self.facts >> at & 1 == 1;
        Reason {
            place,
            newest_first: fact(0),
            purpose: fact(1),
            area: fact(2),
            near_sum: fact(3),
            ends_soon: fact(4),
            days_left: self.days_left,
            lifted: fact(5),
            few_takers: fact(6),
            otherwise: self.otherwise,
        }
    }
}
