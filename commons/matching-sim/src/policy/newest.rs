//! The board of 2017: the newest posts first, the same for everybody.

use super::Policy;
use crate::instance::Instance;
use std::collections::VecDeque;

/// Newest-first.
pub struct Newest<'a> {
    instance: &'a Instance,
    /// Open posts, the newest last. Donors take near the end, expiry takes near the beginning: a deque moves the shorter side.
    open: VecDeque<u32>,
    left: Vec<i64>,
    budget: Vec<i64>,
}

impl<'a> Newest<'a> {
    pub fn new(instance: &'a Instance) -> Self {
        let left = instance.posts.iter().map(|p| p.amount).collect();
        let budget = instance.donors.iter().map(|d| d.budget.unwrap_or(i64::MAX)).collect();
        Newest { instance, open: VecDeque::new(), left, budget }
    }

    fn remove(&mut self, post: u32) {
        if let Ok(at) = self.open.binary_search(&post) {
            self.open.remove(at);
        }
    }
}

impl Policy for Newest<'_> {
    fn name(&self) -> &str {
        "newest"
    }

    fn post(&mut self, _: f64, post: u32) {
        self.open.push_back(post);
    }

    fn slate(&mut self, _: f64, _: usize, donor: u32, slate: &mut Vec<u32>) {
        let (model, budget) = (&self.instance.model, self.budget[donor as usize]);
        let fits = |p: &&u32| budget > 0 && (model.split_cash < 1.0 || self.left[**p as usize] <= budget);
        slate.extend(self.open.iter().rev().filter(fits).take(model.k));
    }

    fn outcome(&mut self, _: f64, _: usize, donor: u32, chosen: Option<(u32, i64)>) {
        if let Some((post, gift)) = chosen {
            self.left[post as usize] -= gift;
            if self.budget[donor as usize] != i64::MAX {
                self.budget[donor as usize] -= gift;
            }
            if self.left[post as usize] <= 0 {
                self.remove(post);
            }
        }
    }

    fn lapse(&mut self, day: f64, post: u32, donor: u32, gift: i64) {
        self.left[post as usize] += gift;
        if self.budget[donor as usize] != i64::MAX {
            self.budget[donor as usize] += gift;
        }
        let open = self.instance.posts.get(post as usize).is_some_and(|p| p.expire > day);
        if let (true, Err(at)) = (open, self.open.binary_search(&post)) {
            self.open.insert(at, post);
        }
    }

    fn close(&mut self, _: f64, post: u32) {
        self.remove(post);
    }
}
