//! Nudges of a run: how many, to whom they may go, and who comes.
//!
//! Our reading of `nudges_per_donor`: so many are sent for each donor on average, and a donor is sent as many at most, rounded
//! up, never within [`QUIET_DAYS`] of their last visit or nudge. With 2 every donor may have two; with 0.1 it is chosen which
//! tenth of them has one. All of them together are spread evenly over the time: once a day as many are sent as are due by then,
//! where there are donors to send them to. Each is answered with the chance `nudge_answer` by one more session within a day,
//! before the end, in which the donor chooses as in any other. A policy that has no wish whom to nudge has donors drawn for it,
//! so that all send as many.

use super::{Fault, sortable};
use crate::chance::Chance;
use crate::choice::QUIET_DAYS;
use crate::instance::Instance;
use crate::policy::Policy;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub(super) struct Nudging {
    chance: Chance,
    answer: f64,
    /// By donor: nudges that are left, and the day of the last visit or nudge. Empty where there are none at all.
    left: Vec<u32>,
    heard: Vec<f64>,
    all: u64,
    last_day: f64,
    next: f64,
    /// Who comes: day, a number that tells them apart, donor.
    coming: BinaryHeap<Reverse<(u64, u64, u32)>>,
    sent: u64,
    answered: u64,
}

impl Nudging {
    pub(super) fn new(instance: &Instance, seed: u64) -> Self {
        let each = instance.model.nudges_per_donor;
        let many = if each > 0.0 { instance.donors.len() } else { 0 };
        let left = vec![each.ceil() as u32; many];
        Nudging {
            chance: Chance::new(seed, 4),
            answer: instance.model.nudge_answer,
            heard: vec![f64::NEG_INFINITY; left.len()],
            left,
            all: (each * many as f64) as u64,
            last_day: instance.last_day(),
            next: 1.0,
            coming: BinaryHeap::new(),
            sent: 0,
            answered: 0,
        }
    }

    /// Tells the policy.
    pub(super) fn begin(&self, policy: &mut dyn Policy) {
        if self.all > 0 {
            policy.may_nudge(&self.left);
        }
    }

    /// The day on which nudges are sent next, if that is before a day and before whoever comes next.
    pub(super) fn due(&self, before: f64) -> Option<f64> {
        let comes = self.coming.peek().map_or(f64::INFINITY, |Reverse((day, _, _))| f64::from_bits(*day));
        (self.all > 0 && self.next <= before.min(comes).min(self.last_day)).then_some(self.next)
    }

    /// Who comes next because of a nudge, if that is before a day.
    pub(super) fn comes(&mut self, before: f64) -> Option<(f64, u32)> {
        let Reverse((day, _, donor)) = self.coming.peek().copied()?;
        let day = f64::from_bits(day);
        if day >= before {
            return None;
        }
        self.coming.pop();
        self.heard(donor, day);
        Some((day, donor))
    }

    /// A donor was there.
    pub(super) fn heard(&mut self, donor: u32, day: f64) {
        if let Some(heard) = self.heard.get_mut(donor as usize) {
            *heard = day;
        }
    }

    /// Sends what is due.
    pub(super) fn send(&mut self, day: f64, policy: &mut dyn Policy) -> Result<(), Fault> {
        self.next = day + 1.0;
        let by_now = (self.all as f64 * (day / self.last_day).min(1.0)) as u64;
        let due = by_now.saturating_sub(self.sent) as usize;
        if due == 0 {
            return Ok(());
        }
        let named = policy.nudges(day, due).unwrap_or_else(|| self.any(day, due));
        if named.len() > due {
            return Err(Fault::Nudges);
        }
        for donor in named {
            let at = donor as usize;
            if !self.may(at, day) {
                return Err(Fault::Nudged { donor: at });
            }
            self.left[at] -= 1;
            self.heard[at] = day;
            self.sent += 1;
            let (comes, when) = (self.chance.unit() < self.answer, self.chance.unit());
            if comes {
                self.answered += 1;
                let within = (self.last_day - day).clamp(0.0, 1.0);
                self.coming.push(Reverse((sortable(day + when * within), self.sent, donor)));
            }
        }
        Ok(())
    }

    fn may(&self, donor: usize, day: f64) -> bool {
        self.left.get(donor).is_some_and(|left| *left > 0) && self.heard.get(donor).is_some_and(|heard| *heard <= day - QUIET_DAYS)
    }

    /// Any donors who are away, drawn.
    fn any(&mut self, day: f64, at_most: usize) -> Vec<u32> {
        let mut away: Vec<u32> = (0..self.left.len()).filter(|donor| self.may(*donor, day)).map(|donor| donor as u32).collect();
        let many = at_most.min(away.len());
        for i in 0..many {
            let other = i + self.chance.below(away.len() - i);
            away.swap(i, other);
        }
        away.truncate(many);
        away
    }

    /// Nudges sent, and those that brought a session.
    pub(super) fn sent(&self) -> (u64, u64) {
        (self.sent, self.answered)
    }
}
