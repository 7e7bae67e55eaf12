//! Tastes are learnt and prices set anew.

use super::Allocator;
use crate::demand::Demand;
use crate::pick::{Wish, pick};
use crate::price::set;
use crate::rank::Ranks;

impl Allocator {
    /// Learns tastes and sets all prices anew.
    pub fn solve(&mut self) {
        self.solved += 1;
        let passed = self.day - self.last_solve;
        self.last_solve = self.day;
        self.next_solve = self.day + self.settings.every;
        self.k = self.places.round().max(1.0) as usize;
        // A few posts that live for ever must not take all points of the price curves: lives are looked at up to eight times the
        // usual.
        let (posts, longest, logarithms) = self.lives;
        if posts > 0.0 {
            self.horizon = longest.min(8.0 * (logarithms / posts).exp()).max(1.0);
        }
        self.taste.learn();
        let values = self.taste.values();
        let rates = self.flow.rates(self.day, self.horizon);
        let follow = 1.0 - (-passed / self.settings.smooth).exp();
        let (mut picked, mut candidates) = (std::mem::take(&mut self.picked), std::mem::take(&mut self.candidates));
        let ranks = Ranks::of(&self.cells.all, self.day, self.horizon);
        for ((offer, kind), rate) in self.offers.iter_mut().zip(self.flow.types()).zip(rates) {
            let (declared, slate, day, horizon) = (kind.declared, offer.slate, self.day, self.horizon);
            let wish = Wish { declared, values: &values, slate, day, horizon, thorough: false };
            ranks.best(&self.cells.all, declared, self.k, &mut candidates);
            pick(&self.cells.all, candidates.iter().copied(), wish, self.k, |_| true, &mut picked);
            let sum: f64 = picked.iter().map(|p| p.value).sum();
            let brings = picked.iter().map(|p| p.value * p.gain).sum::<f64>() / (1.0 + sum);
            let last = if picked.len() < self.k { 0.0 } else { picked.last().map_or(0.0, |p| p.score.max(0.0)) };
            offer.rate = rate;
            offer.place += follow * (last - offer.place);
            offer.slate += follow * (brings - offer.slate);
            offer.values += follow * (sum - offer.values);
        }
        (self.picked, self.candidates) = (picked, candidates);
        let haste = self.settings.haste / (1.0 + self.day - self.first_day.unwrap_or(self.day));
        let demand = Demand::of(self.flow.types().iter().map(|kind| kind.declared).zip(&self.offers), &values);
        for cell in &mut self.cells.all {
            if let Some(pull) = self.settings.floors {
                cell.lift = cell.weight * self.floors.lift(cell.area, cell.group, pull, self.day);
            }
            let seen = demand.seen(cell);
            set(cell, seen, self.horizon, haste);
        }
    }
}
