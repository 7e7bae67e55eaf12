//! Posts and donors by the allocator's own numbers, and what is left of each.

use crate::cells::Place;
use crate::ids::ById;

/// A post in the books.
#[derive(Debug, Clone)]
pub struct Held {
    pub id: u64,
    pub household: u64,
    pub weight: f64,
    pub cell: u32,
    pub place: Place,
    /// Day from which it can no longer be met: its own last day, or the one on which it was closed.
    pub expire: f64,
    pub arrive: f64,
    /// Minor units or items that are not pledged yet.
    pub left: i64,
    pub amount: i64,
    pub closed: bool,
}

/// A donor in the books.
#[derive(Debug, Clone)]
pub struct Known {
    pub kind: u32,
    /// Left of the budget; none: no limit.
    pub budget: Option<i64>,
    pub not_for: Box<[u64]>,
    pub newest_first: bool,
    /// How often they may yet be written to while they are away.
    pub nudges: u32,
    /// Day on which they last came or were written to; −∞: never.
    pub heard: f64,
}

/// Numbers for ids. The numbers of what was removed are given again, so that the books are as large as what is in them at once.
#[derive(Debug, Clone)]
pub struct Book<T> {
    numbers: ById<u32>,
    all: Vec<Option<T>>,
    free: Vec<u32>,
}

impl<T> Default for Book<T> {
    fn default() -> Self {
        Book { numbers: ById::default(), all: Vec::new(), free: Vec::new() }
    }
}

impl<T> Book<T> {
    /// The number that the next entry has.
    pub fn next(&self) -> u32 {
        self.free.last().copied().unwrap_or(self.all.len() as u32)
    }

    pub fn add(&mut self, id: u64, entry: T) {
        let number = self.next();
        self.numbers.insert(id, number);
        self.free.pop();
        match self.all.get_mut(number as usize) {
            Some(slot) => *slot = Some(entry),
            None => self.all.push(Some(entry)),
        }
    }

    pub fn remove(&mut self, id: u64) -> Option<T> {
        let number = self.numbers.remove(&id)?;
        self.free.push(number);
        self.all.get_mut(number as usize).and_then(Option::take)
    }

    pub fn number(&self, id: u64) -> Option<u32> {
        self.numbers.get(&id).copied()
    }

    pub fn get(&self, number: u32) -> Option<&T> {
        self.all.get(number as usize).and_then(Option::as_ref)
    }

    pub fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.all.get_mut(number as usize).and_then(Option::as_mut)
    }

    /// Everything in the books with its number, in the order of numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        (0u32..).zip(&self.all).filter_map(|(number, entry)| entry.as_ref().map(|entry| (number, entry)))
    }

    /// The same with their ids, in an order of its own that is not the same each time.
    pub fn entries(&self) -> impl Iterator<Item = (u64, u32, &T)> {
        self.numbers.iter().filter_map(|(id, number)| self.get(*number).map(|entry| (*id, *number, entry)))
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }
}
