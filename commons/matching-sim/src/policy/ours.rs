//! The allocator of the live site, driven as `qianmo allocate` drives it.

use super::Policy;
use crate::choice::QUIET_DAYS;
use crate::instance::{Instance, NONE};
use qianmo_matching::{Allocator, Donor, Post, Session, Settings};

/// Ours. Ids are indices into the instance.
pub struct Ours<'a> {
    instance: &'a Instance,
    pub allocator: Allocator,
}

impl<'a> Ours<'a> {
    /// All donors are registered before the first day.
    pub fn new(instance: &'a Instance, settings: Settings) -> Self {
        let settings = Settings { parts: instance.model.split_cash < 1.0, quiet: QUIET_DAYS, ..settings };
        let mut allocator = Allocator::new(settings);
        let some = |n: u32| (n != NONE).then_some(n);
        for (id, donor) in instance.donors.iter().enumerate() {
            let (purpose, area) = (some(donor.purpose), some(donor.area));
            let donor = Donor { id: id as u64, purpose, area, budget: donor.budget, ..Donor::default() };
            let _ = allocator.donor(donor);
        }
        Ours { instance, allocator }
    }
}

impl Policy for Ours<'_> {
    fn name(&self) -> &str {
        "qianmo"
    }

    fn solved(&self) -> u64 {
        self.allocator.solved()
    }

    fn may_nudge(&mut self, times: &[u32]) {
        for (donor, times) in (0u64..).zip(times) {
            let _ = self.allocator.allow_nudges(donor, *times);
        }
    }

    fn nudges(&mut self, day: f64, at_most: usize) -> Option<Vec<u32>> {
        let named = self.allocator.nudges(day, at_most).unwrap_or_default();
        Some(named.into_iter().map(|(donor, _)| donor as u32).collect())
    }

    fn post(&mut self, day: f64, post: u32) {
        if let Some(p) = self.instance.posts.get(post as usize) {
            let (purpose, area, household, amount) = (p.purpose, p.area, p.household, p.amount);
            let new = Post { id: u64::from(post), purpose, area, household, amount, weight: p.weight, expire: p.expire, group: 0 };
            let _ = self.allocator.post(day, new);
        }
    }

    fn slate(&mut self, day: f64, session: usize, donor: u32, slate: &mut Vec<u32>) {
        let session = Session { id: session as u64, day, donor: u64::from(donor), k: self.instance.model.k };
        slate.extend(self.allocator.session(session).unwrap_or_default().into_iter().map(|id| id as u32));
    }

    fn outcome(&mut self, _: f64, session: usize, _: u32, chosen: Option<(u32, i64)>) {
        let _ = self.allocator.choice(session as u64, chosen.map(|(post, _)| u64::from(post)), chosen.map(|(_, gift)| gift));
    }

    fn lapse(&mut self, day: f64, post: u32, donor: u32, gift: i64) {
        let _ = self.allocator.lapse(day, u64::from(post), Some(u64::from(donor)), Some(gift));
    }

    fn close(&mut self, _: f64, post: u32) {
        let _ = self.allocator.close(u64::from(post));
    }
}
