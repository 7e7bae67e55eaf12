//! The board of 2017: the newest posts first, the same for everybody.

use super::Policy;
use super::books::Books;
use crate::instance::Instance;
use std::collections::VecDeque;

/// Newest-first.
pub struct Newest<'a> {
    instance: &'a Instance,
    /// Open posts, the newest last. Donors take near the end, expiry takes near the beginning: a deque moves the shorter side.
    open: VecDeque<u32>,
    books: Books,
}

impl<'a> Newest<'a> {
    pub fn new(instance: &'a Instance) -> Self {
        Newest { instance, open: VecDeque::new(), books: Books::new(instance) }
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
        let budget = self.books.budget(donor);
        slate.extend(self.open.iter().rev().filter(|post| self.books.pays(budget, **post)).take(self.instance.model.k));
    }

    fn outcome(&mut self, _: f64, _: usize, donor: u32, chosen: Option<(u32, i64)>) {
        if let Some((post, gift)) = chosen
            && self.books.give(donor, post, gift)
        {
            self.remove(post);
        }
    }

    fn lapse(&mut self, day: f64, post: u32, donor: u32, gift: i64) {
        self.books.lapse(donor, post, gift);
        let open = self.instance.posts.get(post as usize).is_some_and(|p| p.expire > day);
        if let (true, Err(at)) = (open, self.open.binary_search(&post)) {
            self.open.insert(at, post);
        }
    }

    fn close(&mut self, _: f64, post: u32) {
        self.remove(post);
    }
}
