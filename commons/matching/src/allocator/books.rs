//! Posts come, change, end and are forgotten.

use super::{Allocator, mixed};
use crate::cells::sortable;
use crate::input::{Post, Refusal};
use crate::stock::Held;
use std::cmp::Reverse;

impl Allocator {
    /// A post is open from `day`.
    ///
    /// # Errors
    /// [`Refusal::Known`], [`Refusal::Day`] where time runs back or the post has ended, [`Refusal::Number`].
    pub fn post(&mut self, day: f64, post: Post) -> Result<(), Refusal> {
        if self.posts.number(post.id).is_some() {
            return Err(Refusal::Known);
        }
        if post.amount <= 0 || !(post.weight >= 1e-6 && post.weight <= 1e6) {
            return Err(Refusal::Number);
        }
        if !post.expire.is_finite() || post.expire <= day {
            return Err(Refusal::Day);
        }
        self.pass(day)?;
        self.lives(post.expire - day);
        self.floors.posted(post.area, post.group, day);
        let cell = self.cell_of(post.purpose, post.area, post.group, post.weight, 1.0);
        let number = self.posts.next();
        let place = (sortable(post.expire), mixed(self.settings.seed, post.id), number);
        let held = Held {
            id: post.id,
            household: post.household,
            weight: post.weight,
            cell: cell as u32,
            place,
            expire: post.expire,
            arrive: day,
            left: post.amount,
            amount: post.amount,
            closed: false,
        };
        self.posts.add(post.id, held);
        self.ends.push(Reverse((place.0, number)));
        self.open(number);
        Ok(())
    }

    /// A pledge was not kept: `gift` (none: the whole amount) is open again, unless the post has ended.
    ///
    /// # Errors
    /// [`Refusal::UnknownPost`], [`Refusal::UnknownDonor`], [`Refusal::Day`], [`Refusal::Number`] where more would be open than
    /// was asked for.
    pub fn lapse(&mut self, day: f64, post: u64, donor: Option<u64>, gift: Option<i64>) -> Result<(), Refusal> {
        let number = self.posts.number(post).ok_or(Refusal::UnknownPost)?;
        let donor = match donor {
            Some(id) => Some(self.donors.number(id).ok_or(Refusal::UnknownDonor)?),
            None => None,
        };
        let held = self.posts.get(number).ok_or(Refusal::UnknownPost)?;
        let left = held.left;
        let gift = gift.unwrap_or(held.amount - left);
        if gift <= 0 || gift > held.amount - left {
            return Err(Refusal::Number);
        }
        self.pass(day)?;
        if let Some(known) = donor.and_then(|d| self.donors.get_mut(d)) {
            known.budget = known.budget.map(|budget| budget.saturating_add(gift));
        }
        self.now_left(number, left + gift);
        Ok(())
    }

    /// What is asked for and what is left of a post by now, as the platform's books say: a gift came by another way, a pledge was
    /// taken back, the amount was changed. Nothing left takes it off, something puts it back, unless it has ended. Said twice it
    /// changes nothing more, and it may repeat what choices and lapses have told already. `amount` over 0, `left` from 0 to
    /// `amount`.
    ///
    /// # Errors
    /// [`Refusal::UnknownPost`], [`Refusal::Day`], [`Refusal::Number`].
    pub fn left(&mut self, day: f64, post: u64, left: i64, amount: i64) -> Result<(), Refusal> {
        let number = self.posts.number(post).ok_or(Refusal::UnknownPost)?;
        if amount <= 0 || left < 0 || left > amount {
            return Err(Refusal::Number);
        }
        self.pass(day)?;
        if let Some(held) = self.posts.get_mut(number) {
            held.amount = amount;
        }
        self.now_left(number, left);
        Ok(())
    }

    /// A post ends on another day than was said; one that ran out is open again. What was closed stays closed.
    ///
    /// # Errors
    /// [`Refusal::UnknownPost`] (also where it was forgotten: it is then told as a new one), [`Refusal::NotOpen`] where it was
    /// closed, [`Refusal::Day`] where time runs back or the end is not after `day`.
    pub fn prolong(&mut self, day: f64, post: u64, expire: f64) -> Result<(), Refusal> {
        let number = self.posts.number(post).ok_or(Refusal::UnknownPost)?;
        if self.posts.get(number).is_none_or(|held| held.closed) {
            return Err(Refusal::NotOpen);
        }
        if !expire.is_finite() || expire <= day {
            return Err(Refusal::Day);
        }
        self.pass(day)?;
        self.lives(expire - day);
        self.shut(number);
        if let Some(held) = self.posts.get_mut(number) {
            held.expire = expire;
            held.place.0 = sortable(expire);
            self.ends.push(Reverse((held.place.0, number)));
        }
        self.open(number);
        Ok(())
    }

    /// The post ends: expired, withdrawn, met elsewhere. It is never shown again.
    ///
    /// # Errors
    /// [`Refusal::UnknownPost`].
    pub fn close(&mut self, post: u64) -> Result<(), Refusal> {
        let number = self.posts.number(post).ok_or(Refusal::UnknownPost)?;
        self.shut(number);
        if let Some(held) = self.posts.get_mut(number) {
            held.closed = true;
            held.expire = held.expire.min(self.day);
        }
        Ok(())
    }

    /// Forgets posts that expired or were closed before a day, and gives how many. Nothing is known of them afterwards: their ids
    /// may come again as new posts. What floors, tastes and prices learnt from them stays. Looks at every post, so once a day is
    /// often enough.
    pub fn forget_ended(&mut self, before: f64) -> usize {
        let before = before.min(self.day);
        let ended: Vec<u64> = self.posts.iter().filter(|(_, held)| held.expire < before).map(|(_, held)| held.id).collect();
        for id in &ended {
            if let Some(number) = self.posts.number(*id) {
                self.shut(number);
            }
            self.posts.remove(*id);
        }
        ended.len()
    }

    /// A post lives so long.
    fn lives(&mut self, days: f64) {
        let (posts, longest, logarithms) = self.lives;
        self.lives = (posts + 1.0, longest.max(days), logarithms + days.max(1e-3).ln());
    }

    /// How many posts are known: open ones, and those that have ended and are not forgotten.
    pub fn posts(&self) -> usize {
        self.posts.len()
    }

    /// So much is left of a post: it comes onto the shelf or off it, moves between cells, and is counted as met or not.
    pub(super) fn now_left(&mut self, number: u32, left: i64) {
        let Some(held) = self.posts.get_mut(number) else { return };
        let before = std::mem::replace(&mut held.left, left);
        if let Some(cell) = self.cells.all.get(held.cell as usize) {
            match (before == 0, left == 0) {
                (false, true) => self.floors.met(cell.area, cell.group, held.arrive, 1.0),
                (true, false) => self.floors.met(cell.area, cell.group, held.arrive, -1.0),
                _ => {}
            }
        }
        if left == 0 {
            self.shut(number);
        } else {
            self.open(number);
            self.moved(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Donor, Session, Settings};
    use proptest::prelude::*;

    proptest! {
        /// Whichever way a post is met or no longer met, floors count it once.
        #[test]
        fn floors_count_what_is_met(deeds in proptest::collection::vec((0u8..5, 0u64..6, 0i64..5), 0..60)) {
            let mut allocator = Allocator::new(Settings { parts: true, ..Settings::default() });
            allocator.donor(Donor { id: 1, ..Donor::default() })?;
            for id in 0..6 {
                let area = id as u32 % 2;
                allocator.post(0.0, Post { id, purpose: 1, area, household: id, amount: 4, weight: 1.0, expire: 9.0, group: 1 })?;
            }
            for ((kind, post, left), session) in deeds.into_iter().zip(0..) {
                let _ = match kind {
                    0 => {
                        allocator.session(Session { id: session, day: 1.0, donor: 1, k: 9 })?;
                        allocator.choice(session, Some(post), (left > 0).then_some(left))
                    }
                    1 => allocator.left(1.0, post, left.min(4), 4),
                    2 => allocator.lapse(1.0, post, None, (left > 0).then_some(left)),
                    3 => allocator.prolong(1.0, post, 9.0 + left as f64),
                    _ => if left == 0 { allocator.close(post) } else { Ok(()) },
                };
                let met = |area: Option<u32>| {
                    let of = |held: &Held| area.is_none_or(|area| held.id % 2 == u64::from(area));
                    allocator.posts.iter().filter(|(_, held)| held.left == 0 && of(held)).count() as f64
                };
                let told = [allocator.floors.met_in(None), allocator.floors.met_in(Some(0)), allocator.floors.met_in(Some(1))];
                prop_assert_eq!(told, [met(None), met(Some(0)), met(Some(1))]);
            }
        }
    }
}
