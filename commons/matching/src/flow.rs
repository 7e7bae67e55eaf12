//! How many sessions of each type of donor are to be expected in a day.
//!
//! Counts fade with the longest life of a post: the past is looked at for as long as the future matters. A type that has not come
//! yet is expected by the number of donors who declared it.

use std::collections::BTreeMap;

/// Weight of the declared donors, as if so many sessions had been seen that were spread like them.
const PRIOR_SESSIONS: f64 = 200.0;

/// What a donor declared: purpose and area.
pub type Declared = (Option<u32>, Option<u32>);

/// Types of donors and their sessions.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    numbers: BTreeMap<Declared, usize>,
    types: Vec<Kind>,
    start: Option<f64>,
    donors: f64,
}

/// Donors who declared the same.
#[derive(Debug, Clone)]
pub struct Kind {
    pub declared: Declared,
    donors: f64,
    /// Faded number of sessions, as of `since`.
    count: f64,
    since: f64,
}

impl Flow {
    /// The number of the type, made where it is new; one more donor is of it.
    pub fn add_donor(&mut self, declared: Declared) -> usize {
        let next = self.types.len();
        let number = *self.numbers.entry(declared).or_insert(next);
        if number == next {
            self.types.push(Kind { declared, donors: 0.0, count: 0.0, since: 0.0 });
        }
        if let Some(kind) = self.types.get_mut(number) {
            kind.donors += 1.0;
        }
        self.donors += 1.0;
        number
    }

    /// One donor less is of this type, since they declare another one.
    pub fn drop_donor(&mut self, number: usize) {
        if let Some(kind) = self.types.get_mut(number) {
            kind.donors -= 1.0;
            self.donors -= 1.0;
        }
    }

    /// The number of a type that some donor declared.
    pub fn number(&self, declared: Declared) -> Option<usize> {
        self.numbers.get(&declared).copied()
    }

    /// All types, by number.
    pub fn types(&self) -> &[Kind] {
        &self.types
    }

    /// A session of this type; `memory` is the time in days after which it has faded to 1/e.
    pub fn came(&mut self, number: usize, day: f64, memory: f64) {
        self.start.get_or_insert(day);
        if let Some(kind) = self.types.get_mut(number) {
            kind.count = kind.faded(day, memory) + 1.0;
            kind.since = day;
        }
    }

    /// Sessions per day of each type; all 0 before the first session.
    pub fn rates(&self, day: f64, memory: f64) -> Vec<f64> {
        let seen: f64 = self.types.iter().map(|kind| kind.faded(day, memory)).sum();
        let Some(start) = self.start else { return vec![0.0; self.types.len()] };
        // What a steady stream of one session a day would have left in the counts since the start.
        let days = memory * (1.0 - (-(day - start) / memory).exp());
        // As if one session had been seen in one day before: in the first moments nothing is known, and a few sessions are no
        // flood.
        let rate = (seen + 1.0) / (days + 1.0);
        let all = seen + PRIOR_SESSIONS;
        let share = |kind: &Kind| (kind.faded(day, memory) + PRIOR_SESSIONS * kind.donors / self.donors.max(1.0)) / all;
        self.types.iter().map(|kind| rate * share(kind)).collect()
    }
}

impl Kind {
    fn faded(&self, day: f64, memory: f64) -> f64 {
        self.count * (-(day - self.since).max(0.0) / memory).exp()
    }
}
