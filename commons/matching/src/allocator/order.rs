//! Posts in the order of the prices, without a session: for pooled funds, e-mails, and whoever has chosen some already.

use super::Allocator;
use crate::cells::Place;
use crate::flow::Declared;
use crate::input::Refusal;

impl Allocator {
    /// Orders those of some posts (by id) that are open, best first, with their scores: v·(w − W − R) for donors who declared
    /// this, in weight. What is not known or not open is left out; a post that is named twice is there twice. It is no session:
    /// nobody came, nobody answers, nothing is learnt. R is 0 where no donor has declared the same.
    ///
    /// # Errors
    /// [`Refusal::Day`].
    pub fn rank(&mut self, declared: Declared, day: f64, among: &[u64]) -> Result<Vec<(u64, f64)>, Refusal> {
        self.pass(day)?;
        if self.day >= self.next_solve {
            self.solve();
        }
        let slate = self.flow.number(declared).and_then(|kind| self.offers.get(kind)).map_or(0.0, |offer| offer.slate);
        let values = self.taste.values();
        let mut ranked: Vec<(f64, (u32, Place), u64)> = Vec::with_capacity(among.len());
        for id in among {
            if let Some(held) = self.posts.number(*id).and_then(|number| self.posts.get(number))
                && let Some(cell) = self.cells.all.get(held.cell as usize)
                && cell.stock.contains(&held.place)
            {
                let value = values.get(cell.matches(declared)).copied().unwrap_or(0.0);
                ranked.push((value * (cell.gain(held.expire - self.day, self.horizon) - slate), (held.cell, held.place), *id));
            }
        }
        // Among equals the order is that of slates.
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        Ok(ranked.into_iter().map(|(score, _, id)| (id, score)).collect())
    }
}
