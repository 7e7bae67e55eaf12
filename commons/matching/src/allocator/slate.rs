//! A donor comes, is shown posts, and answers.

use super::{Allocator, MOST_PLACES, WAITING, WAITING_POSTS, Waiting};
use crate::input::{Refusal, Session};
use crate::pick::{Picked, Wish, pick};
use crate::reason::{Facts, Reason, Shown};
use crate::stock::{Held, Known};
use crate::taste::{MATCHES, Match};

impl Allocator {
    /// A donor comes: the ids of the posts that they are shown, best first.
    ///
    /// # Errors
    /// [`Refusal::UnknownDonor`], [`Refusal::Known`] for a session that waits for its answer, [`Refusal::Day`],
    /// [`Refusal::Number`].
    pub fn session(&mut self, session: Session) -> Result<Vec<u64>, Refusal> {
        self.visit(session)?;
        // Prices are for slates as long as they are on average by now.
        self.places += if self.places == 0.0 { session.k as f64 } else { (session.k as f64 - self.places) / 100.0 };
        if self.day >= self.next_solve {
            self.solve();
        }
        self.fill(session, |_| true, false)
    }

    /// A donor comes to a list that is narrowed: only posts (by id) for which `among` holds are shown, in the order of the same
    /// prices. Looks at every open post where few are among them. The answer is learnt from like any other.
    ///
    /// # Errors
    /// As [`Allocator::session`].
    pub fn session_among(&mut self, session: Session, among: impl Fn(u64) -> bool) -> Result<Vec<u64>, Refusal> {
        self.visit(session)?;
        if self.day >= self.next_solve {
            self.solve();
        }
        self.fill(session, among, true)
    }

    /// Why a post is on a slate that waits for its answer; none where it is not on it, or the slate has been answered or
    /// forgotten.
    pub fn reason(&self, session: u64, post: u64) -> Option<Reason> {
        let waiting = self.waiting.get(&session)?;
        let place = waiting.posts.iter().position(|shown| shown.post == post)?;
        waiting.posts.get(place).map(|shown| shown.reason(place))
    }

    /// A session of the past that was answered, as it was kept: the donor came, was shown so many posts of each match (none, purpose, area,
    /// both), and took one of the match `taken` or nothing. A platform that starts anew learns from it what it knew before.
    ///
    /// # Errors
    /// [`Refusal::UnknownDonor`], [`Refusal::Day`], [`Refusal::Number`] for a match that was not shown.
    pub fn recall(&mut self, day: f64, donor: u64, shown: [u16; MATCHES], taken: Option<Match>) -> Result<(), Refusal> {
        let number = self.donors.number(donor).ok_or(Refusal::UnknownDonor)?;
        if taken.is_some_and(|taken| shown.get(taken).is_none_or(|count| *count == 0)) {
            return Err(Refusal::Number);
        }
        self.pass(day)?;
        let kind = self.donors.get(number).map_or(0, |donor| donor.kind as usize);
        self.flow.came(kind, self.day, self.horizon);
        self.taste.saw(shown, taken);
        Ok(())
    }

    fn visit(&mut self, session: Session) -> Result<(), Refusal> {
        let number = self.donors.number(session.donor).ok_or(Refusal::UnknownDonor)?;
        if self.waiting.contains_key(&session.id) {
            return Err(Refusal::Known);
        }
        if session.k > MOST_PLACES {
            return Err(Refusal::Number);
        }
        self.pass(session.day)?;
        let mut kind = 0;
        if let Some(donor) = self.donors.get_mut(number) {
            (donor.heard, kind) = (self.day, donor.kind as usize);
        }
        self.flow.came(kind, self.day, self.horizon);
        Ok(())
    }

    fn fill(&mut self, session: Session, among: impl Fn(u64) -> bool, thorough: bool) -> Result<Vec<u64>, Refusal> {
        let number = self.donors.number(session.donor).ok_or(Refusal::UnknownDonor)?;
        let donor = self.donors.get(number).ok_or(Refusal::UnknownDonor)?;
        let (posts, parts, kind) = (&self.posts, self.settings.parts, donor.kind);
        // What is on the shelf may be seen by whom nothing keeps from it: their posts need not be looked up one by one.
        let any = !thorough && donor.budget.is_none() && donor.not_for.is_empty();
        let may = |post: u32| any || posts.get(post).is_some_and(|held| may_see(donor, held, parts) && among(held.id));
        let mut picked = std::mem::take(&mut self.picked);
        let declared = self.declared(kind as usize);
        if donor.newest_first {
            picked.clear();
            let newest = self.newest.iter().rev().map(|(_, post)| *post).filter(|post| may(*post)).take(session.k);
            let cell = |post: u32| posts.get(post).map_or(0, |held| held.cell);
            picked.extend(newest.map(|post| Picked { post, cell: cell(post), score: 0.0, gain: 0.0, value: 0.0 }));
        } else {
            let slate = self.offers.get(kind as usize).map_or(0.0, |offer| offer.slate);
            let values = self.taste.values();
            let wish = Wish { declared, values: &values, slate, day: self.day, horizon: self.horizon, thorough };
            let all = 0..self.cells.all.len() as u32;
            pick(&self.cells.all, all, wish, session.k, may, &mut picked);
        }
        let mut shown = [0u16; MATCHES];
        for p in &picked {
            if let Some(count) = self.match_with(declared, p.cell).and_then(|m| shown.get_mut(m)) {
                *count += 1;
            }
        }
        let with_reasons: Box<[Shown]> = picked.iter().filter_map(|p| self.shown(p, donor)).collect();
        self.picked = picked;
        let ids = with_reasons.iter().map(|shown| shown.post).collect();
        self.slates += 1;
        self.wait(session.id, Waiting { donor: session.donor, kind, slate: self.slates, posts: with_reasons, shown });
        Ok(ids)
    }

    /// A post that was picked, with the reason.
    fn shown(&self, picked: &Picked, donor: &Known) -> Option<Shown> {
        let held = self.posts.get(picked.post)?;
        let cell = self.cells.all.get(held.cell as usize)?;
        let (days_left, counts) = (held.expire - self.day, cell.weight + cell.lift);
        let near_sum =
            self.settings.parts && held.left < held.amount && self.gifts_needed(held.left as f64 / held.amount as f64) <= 1.0;
        let facts = Facts {
            newest_first: donor.newest_first,
            matching: cell.matches(self.declared(donor.kind as usize)),
            near_sum,
            lifted: cell.lift > 0.0,
            otherwise: cell.price_at(days_left, self.horizon) / counts,
            full: cell.price_at(self.horizon, self.horizon) / counts,
        };
        Some(facts.shown(held.id, days_left))
    }

    fn wait(&mut self, id: u64, waiting: Waiting) {
        self.order.push_back((id, waiting.slate));
        self.waiting_posts += waiting.posts.len();
        self.waiting.insert(id, waiting);
        while self.order.len() > WAITING || self.waiting_posts > WAITING_POSTS {
            let Some((old, slate)) = self.order.pop_front() else { return };
            if self.waiting.get(&old).is_some_and(|waiting| waiting.slate == slate) {
                self.answered(old);
            }
        }
    }

    /// A slate waits no longer.
    fn answered(&mut self, session: u64) {
        if let Some(waiting) = self.waiting.remove(&session) {
            self.waiting_posts -= waiting.posts.len();
        }
    }

    /// What the donor of a session did: took a post, or none. `gift` in minor units or items; none: all that is left.
    ///
    /// # Errors
    /// [`Refusal::UnknownSession`], [`Refusal::UnknownPost`], [`Refusal::NotShown`], [`Refusal::NotOpen`], [`Refusal::Number`],
    /// [`Refusal::OverBudget`], [`Refusal::UnknownDonor`] where they have left meanwhile; the session still waits then.
    pub fn choice(&mut self, session: u64, post: Option<u64>, gift: Option<i64>) -> Result<(), Refusal> {
        let waiting = self.waiting.get(&session).ok_or(Refusal::UnknownSession)?;
        let (shown, kind) = (waiting.shown, waiting.kind);
        let donor = self.donors.number(waiting.donor);
        let mut taken = None;
        if let Some(id) = post {
            let number = self.posts.number(id).ok_or(Refusal::UnknownPost)?;
            if !waiting.posts.iter().any(|shown| shown.post == id) {
                return Err(Refusal::NotShown);
            }
            let held = self.posts.get_mut(number).ok_or(Refusal::UnknownPost)?;
            // The answer may come days after the slate.
            if held.closed || held.left == 0 || held.expire <= self.day {
                return Err(Refusal::NotOpen);
            }
            let gift = gift.unwrap_or(held.left);
            if gift <= 0 {
                return Err(Refusal::Number);
            }
            if held.left < gift {
                return Err(Refusal::NotOpen);
            }
            let known = donor.and_then(|donor| self.donors.get_mut(donor)).ok_or(Refusal::UnknownDonor)?;
            if known.budget.is_some_and(|budget| budget < gift) {
                return Err(Refusal::OverBudget);
            }
            known.budget = known.budget.map(|budget| budget - gift);
            let (cell, left) = (held.cell, held.left - gift);
            self.gifts = (self.gifts.0 + 1.0, self.gifts.1 + gift as f64 / held.amount as f64);
            taken = self.match_with(self.declared(kind as usize), cell);
            self.now_left(number, left);
        }
        self.taste.saw(shown, taken);
        self.answered(session);
        Ok(())
    }
}

/// Whether a donor may be shown a post that is open.
pub(super) fn may_see(donor: &Known, held: &Held, parts: bool) -> bool {
    donor.budget.is_none_or(|budget| budget > 0 && (parts || held.left <= budget)) && !donor.not_for.contains(&held.household)
}
