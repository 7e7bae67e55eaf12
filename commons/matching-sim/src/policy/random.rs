//! Any open posts, drawn anew each time.

use super::Policy;
use super::books::Books;
use crate::chance::Chance;
use crate::instance::Instance;

/// Random order.
pub struct Random<'a> {
    instance: &'a Instance,
    chance: Chance,
    open: Vec<u32>,
    /// Where a post stands in `open`; `u32::MAX` where it does not.
    place: Vec<u32>,
    /// The slate (by its number) on which a post was last.
    shown: Vec<u64>,
    slates: u64,
    books: Books,
}

impl<'a> Random<'a> {
    pub fn new(instance: &'a Instance, seed: u64) -> Self {
        Random {
            instance,
            chance: Chance::new(seed, 3),
            open: Vec::new(),
            place: vec![u32::MAX; instance.posts.len()],
            shown: vec![0; instance.posts.len()],
            slates: 0,
            books: Books::new(instance),
        }
    }

    fn remove(&mut self, post: u32) {
        let at = self.place[post as usize] as usize;
        if at < self.open.len() {
            self.open.swap_remove(at);
            self.place[post as usize] = u32::MAX;
            if let Some(moved) = self.open.get(at) {
                self.place[*moved as usize] = at as u32;
            }
        }
    }
}

impl Policy for Random<'_> {
    fn name(&self) -> &str {
        "random"
    }

    fn post(&mut self, _: f64, post: u32) {
        if self.place[post as usize] == u32::MAX {
            self.place[post as usize] = self.open.len() as u32;
            self.open.push(post);
        }
    }

    fn slate(&mut self, _: f64, _: usize, donor: u32, slate: &mut Vec<u32>) {
        let (k, budget) = (self.instance.model.k, self.books.budget(donor));
        self.slates += 1;
        // Some draws hit what is already shown or dear; eight for each place are enough where anything is to be found.
        for _ in 0..8 * k {
            if slate.len() == k || self.open.is_empty() || budget <= 0 {
                return;
            }
            let post = self.open[self.chance.below(self.open.len())];
            if self.books.pays(budget, post) && self.shown[post as usize] != self.slates {
                self.shown[post as usize] = self.slates;
                slate.push(post);
            }
        }
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
        if self.instance.posts[post as usize].expire > day {
            self.post(day, post);
        }
    }

    fn close(&mut self, _: f64, post: u32) {
        self.remove(post);
    }
}
