//! Posts and donors by the allocator's own numbers, and what is left of each.

use crate::cells::Place;
use std::collections::HashMap;

/// A post in the books.
#[derive(Debug, Clone)]
pub struct Held {
    pub id: u64,
    pub household: u64,
    pub weight: f64,
    pub cell: u32,
    pub place: Place,
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
}

/// Numbers for ids, in the order in which they came.
#[derive(Debug, Clone)]
pub struct Book<T> {
    numbers: HashMap<u64, u32>,
    all: Vec<T>,
}

impl<T> Default for Book<T> {
    fn default() -> Self {
        Book { numbers: HashMap::new(), all: Vec::new() }
    }
}

impl<T> Book<T> {
    /// The number that the next entry has.
    pub fn next(&self) -> u32 {
        self.all.len() as u32
    }

    pub fn add(&mut self, id: u64, entry: T) {
        self.numbers.insert(id, self.next());
        self.all.push(entry);
    }

    pub fn number(&self, id: u64) -> Option<u32> {
        self.numbers.get(&id).copied()
    }

    pub fn get(&self, number: u32) -> Option<&T> {
        self.all.get(number as usize)
    }

    pub fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.all.get_mut(number as usize)
    }
}
