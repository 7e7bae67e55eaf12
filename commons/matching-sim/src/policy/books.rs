//! What is left of posts and of donors' budgets, as the yardsticks keep it: ours keeps its own.

use crate::instance::Instance;

/// Amounts left, in minor units, by the index of post and donor.
pub(super) struct Books {
    left: Vec<i64>,
    /// `i64::MAX`: no limit.
    budget: Vec<i64>,
    /// A gift may be less than what is left of a post.
    parts: bool,
}

impl Books {
    pub(super) fn new(instance: &Instance) -> Self {
        Books {
            left: instance.posts.iter().map(|p| p.amount).collect(),
            budget: instance.donors.iter().map(|d| d.budget.unwrap_or(i64::MAX)).collect(),
            parts: instance.model.split_cash < 1.0,
        }
    }

    /// What a donor has left to give.
    pub(super) fn budget(&self, donor: u32) -> i64 {
        self.budget[donor as usize]
    }

    /// Whether so much is enough for a post.
    pub(super) fn pays(&self, budget: i64, post: u32) -> bool {
        budget > 0 && (self.parts || self.left[post as usize] <= budget)
    }

    /// A donor gives; whether nothing is left of the post.
    pub(super) fn give(&mut self, donor: u32, post: u32, gift: i64) -> bool {
        self.shift(donor, post, gift);
        self.left[post as usize] <= 0
    }

    /// A gift was not kept: it is open again, and theirs.
    pub(super) fn lapse(&mut self, donor: u32, post: u32, gift: i64) {
        self.shift(donor, post, -gift);
    }

    fn shift(&mut self, donor: u32, post: u32, gift: i64) {
        self.left[post as usize] -= gift;
        if self.budget[donor as usize] != i64::MAX {
            self.budget[donor as usize] -= gift;
        }
    }
}
