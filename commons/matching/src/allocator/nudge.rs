//! Whom to write to: donors who are away, for whom a slate would bring most.

use super::slate::may_see;
use super::{Allocator, mixed};
use crate::cells::sortable;
use crate::input::Refusal;
use crate::pick::{Wish, pick};
use crate::stock::Known;

/// A donor who may be nudged.
struct Away {
    /// What a nudge is thought to bring, for the order.
    worth: f64,
    /// Day of the last visit or nudge, sortable.
    heard: u64,
    tie: u32,
    number: u32,
    id: u64,
}

impl Allocator {
    /// A donor agrees to be written to so many times more; 0 at first, and 0 withdraws it.
    ///
    /// # Errors
    /// [`Refusal::UnknownDonor`].
    pub fn allow_nudges(&mut self, donor: u64, times: u32) -> Result<(), Refusal> {
        let number = self.donors.number(donor).ok_or(Refusal::UnknownDonor)?;
        if let Some(known) = self.donors.get_mut(number) {
            known.nudges = times;
        }
        Ok(())
    }

    /// At most so many donors to write to now, the best first, with what a slate is expected to bring if they come: its gain over
    /// prices, in weight. Who is named counts as written to.
    ///
    /// Named are donors who agreed to it and have nudges left, who neither came nor were written to for
    /// [`crate::Settings::quiet`] days, and whose slate would gain something. Prices hold what a post is expected to bring
    /// anyway, so that the gain is greatest where posts have few takers: those come first. The n-th of a type counts for less, as
    /// the others of the type will have taken some of what they are shown: its worth is divided by 1 + n·(share of slates of
    /// which something is taken)/(posts of a slate). After Manshadi and Rodilitz (2022): notify sparsely, by the marginal worth
    /// of one more. Who turned personal order off has no slate by worth and is never named. Looks at every donor: once a day or
    /// an hour is meant.
    ///
    /// # Errors
    /// [`Refusal::Day`].
    pub fn nudges(&mut self, day: f64, at_most: usize) -> Result<Vec<(u64, f64)>, Refusal> {
        self.pass(day)?;
        if at_most == 0 {
            return Ok(Vec::new());
        }
        if self.day >= self.next_solve {
            self.solve();
        }
        let mut away = self.away();
        let best = |a: &Away, b: &Away| {
            b.worth.total_cmp(&a.worth).then(a.heard.cmp(&b.heard)).then(a.tie.cmp(&b.tie)).then(a.number.cmp(&b.number))
        };
        if away.len() > at_most {
            away.select_nth_unstable_by(at_most, best);
            away.truncate(at_most);
        }
        away.sort_unstable_by(best);
        let mut named = Vec::with_capacity(away.len());
        for one in away {
            let worth = self.donors.get(one.number).map_or(0.0, |known| self.worth_of(known));
            if worth > 0.0 {
                named.push((one.id, worth));
                if let Some(known) = self.donors.get_mut(one.number) {
                    known.nudges = known.nudges.saturating_sub(1);
                    known.heard = self.day;
                }
            }
        }
        Ok(named)
    }

    /// Everybody who may be written to, with the worth of a slate of their type for the n-th of it, the longest away first.
    fn away(&self) -> Vec<Away> {
        let (latest, k) = (self.day - self.settings.quiet, self.k.max(1) as f64);
        let mut by_type: Vec<Vec<Away>> = self.offers.iter().map(|_| Vec::new()).collect();
        for (id, number, known) in self.donors.entries() {
            let quiet =
                known.nudges > 0 && known.heard <= latest && !known.newest_first && known.budget.is_none_or(|left| left > 0);
            if let (true, Some(of_type)) = (quiet, by_type.get_mut(known.kind as usize)) {
                let tie = mixed(self.settings.seed, id);
                of_type.push(Away { worth: 0.0, heard: sortable(known.heard), tie, number, id });
            }
        }
        let mut all = Vec::new();
        for (kind, mut of_type) in by_type.into_iter().enumerate() {
            if of_type.is_empty() {
                continue;
            }
            let (brings, taken) = self.slate_of(kind, |_| true);
            if brings > 0.0 {
                of_type.sort_unstable_by_key(|one| (one.heard, one.tie, one.number));
                for (n, one) in of_type.iter_mut().enumerate() {
                    one.worth = brings / (1.0 + n as f64 * taken / k);
                }
                all.append(&mut of_type);
            }
        }
        all
    }

    fn worth_of(&self, known: &Known) -> f64 {
        let may = |post: u32| self.posts.get(post).is_some_and(|held| may_see(known, held, self.settings.parts));
        self.slate_of(known.kind as usize, may).0
    }

    /// What a slate of a type would bring now over prices, and the chance that something of it is taken.
    fn slate_of(&self, kind: usize, may: impl Fn(u32) -> bool) -> (f64, f64) {
        let slate = self.offers.get(kind).map_or(0.0, |offer| offer.slate);
        let (values, declared) = (self.taste.values(), self.declared(kind));
        let wish = Wish { declared, values: &values, slate, day: self.day, horizon: self.horizon, thorough: false };
        let mut picked = Vec::with_capacity(self.k);
        pick(&self.cells.all, 0..self.cells.all.len() as u32, wish, self.k, may, &mut picked);
        let sum: f64 = picked.iter().map(|p| p.value).sum();
        (picked.iter().map(|p| p.value * p.gain).sum::<f64>() / (1.0 + sum), sum / (1.0 + sum))
    }
}
