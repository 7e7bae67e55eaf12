//! What is open to donors: posts come onto the shelf and off it, and move between cells.

use super::Allocator;
use crate::cells::sortable;
use crate::input::Refusal;
use std::cmp::Reverse;

impl Allocator {
    /// The cell of such a post of which the share `left` is still open.
    ///
    /// A post counts when all of it is there, so that each of the m gifts that it is likely to need yet is worth an m-th of its
    /// weight: what is near its sum comes first. A gift brings what gifts have brought on average.
    pub(super) fn cell_of(&mut self, purpose: u32, area: u32, group: u32, weight: f64, left: f64) -> usize {
        let needs = if self.settings.parts { self.gifts_needed(left) } else { 1.0 };
        self.cells.number(purpose, area, group, weight / needs)
    }

    /// How many gifts bring the share `left` of a post, as gifts have been on average; from 1 to 16.
    pub(super) fn gifts_needed(&self, left: f64) -> f64 {
        (left * self.gifts.0 / self.gifts.1 - 1e-6).ceil().clamp(1.0, 16.0)
    }

    /// Moves a post to the cell that fits what is left of it.
    pub(super) fn moved(&mut self, number: u32) {
        let Some(held) = self.posts.get(number) else { return };
        let (weight, left, place, from) = (held.weight, held.left as f64 / held.amount as f64, held.place, held.cell as usize);
        let Some(cell) = self.cells.all.get_mut(from) else { return };
        let (purpose, area, group) = (cell.purpose, cell.area, cell.group);
        let open = cell.stock.contains(&place);
        cell.take(&place);
        let to = self.cell_of(purpose, area, group, weight, left);
        if let (true, Some(cell)) = (open, self.cells.all.get_mut(to)) {
            cell.put(place);
        }
        if let Some(held) = self.posts.get_mut(number) {
            held.cell = to as u32;
        }
    }

    /// Puts a post on the shelf, if it may be shown.
    pub(super) fn open(&mut self, number: u32) {
        if let Some(held) = self.posts.get(number)
            && !held.closed
            && held.left > 0
            && held.expire > self.day
            && let Some(cell) = self.cells.all.get_mut(held.cell as usize)
        {
            cell.put(held.place);
            self.newest.insert((sortable(held.arrive), number));
        }
    }

    /// Takes a post off the shelf.
    pub(super) fn shut(&mut self, number: u32) {
        if let Some(held) = self.posts.get(number) {
            if let Some(cell) = self.cells.all.get_mut(held.cell as usize) {
                cell.take(&held.place);
            }
            self.newest.remove(&(sortable(held.arrive), number));
        }
    }

    /// Time passes: what has ended is taken off the shelf.
    pub(super) fn pass(&mut self, day: f64) -> Result<(), Refusal> {
        if !day.is_finite() || day < self.day {
            return Err(Refusal::Day);
        }
        self.day = day;
        self.first_day.get_or_insert(day);
        while let Some(Reverse((end, number))) = self.ends.peek().copied() {
            if end > sortable(day) {
                break;
            }
            self.ends.pop();
            // It may end on another day by now, or be forgotten and its number another's.
            if self.posts.get(number).is_some_and(|held| held.place.0 == end) {
                self.shut(number);
            }
        }
        Ok(())
    }
}
