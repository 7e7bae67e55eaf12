//! Ids: 64 bits, sorted by time, made by the program and never by a database sequence.
//!
//! Layout from the top: 1 bit zero, 42 bits of milliseconds since 1970, a 10-bit node, an 11-bit counter. 42 bits of
//! milliseconds last until the year 2109. They are printed as 13 letters of Crockford's base 32
//! (<https://www.crockford.com/base32.html>) and travel in JSON as strings, since a JavaScript number would round them.

use crate::time::Clock;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTERS: usize = 13;
const COUNTER_BITS: u32 = 11;
const NODE_BITS: u32 = 10;

/// The name of one thing, for ever. Ordered by the time it was made.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Id(i64);

impl Id {
    /// "Of no county": system-wide rows that need a county column carry this.
    pub const NONE: Id = Id(0);

    /// Takes an id as the database keeps it. Negative numbers are never made by [`IdMaker`].
    pub const fn from_i64(raw: i64) -> Self {
        Id(raw)
    }

    /// The id as the database keeps it.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = [b'0'; LETTERS];
        let mut rest = self.0 as u64;
        for slot in letters.iter_mut().rev() {
            *slot = ALPHABET[(rest & 31) as usize];
            rest >>= 5;
        }
        f.write_str(std::str::from_utf8(&letters).unwrap_or_default())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What was typed is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id: 13 letters of Crockford base 32 are expected")
    }
}

impl std::error::Error for NotAnId {}

impl FromStr for Id {
    type Err = NotAnId;

    /// Reads an id as people type it: small letters, and I, L, O for 1, 1, 0, as Crockford allows.
    fn from_str(s: &str) -> Result<Self, NotAnId> {
        if s.len() != LETTERS {
            return Err(NotAnId);
        }
        let mut raw: u64 = 0;
        for (at, byte) in s.bytes().enumerate() {
            let letter = match byte.to_ascii_uppercase() {
                b'O' => b'0',
                b'I' | b'L' => b'1',
                other => other,
            };
            let digit = ALPHABET.iter().position(|&a| a == letter).ok_or(NotAnId)? as u64;
            // 13 × 5 = 65 bits: the first letter may only carry three of them, so that the id stays positive.
            if at == 0 && digit > 7 {
                return Err(NotAnId);
            }
            raw = (raw << 5) | digit;
        }
        i64::try_from(raw).map(Id).map_err(|_| NotAnId)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// How the world outside names a row that belongs to a county: `COUNTY-ID`. Look-ups use both halves, so that a cluster
/// spread by county sends each to one shard.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PublicRef {
    /// The county the row was made in; it never changes, wherever the household moves.
    pub county: Id,
    /// The row.
    pub id: Id,
}

impl PublicRef {
    /// Joins the halves.
    pub const fn new(county: Id, id: Id) -> Self {
        PublicRef { county, id }
    }
}

impl fmt::Display for PublicRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.county, self.id)
    }
}

impl FromStr for PublicRef {
    type Err = NotAnId;

    fn from_str(s: &str) -> Result<Self, NotAnId> {
        let (county, id) = s.split_once('-').ok_or(NotAnId)?;
        Ok(PublicRef { county: county.parse()?, id: id.parse()? })
    }
}

impl Serialize for PublicRef {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicRef {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Makes ids. One for a running program; each running program has its own node number.
pub struct IdMaker {
    clock: Arc<dyn Clock>,
    node: AtomicU64,
    /// Milliseconds and counter of the last id made, packed; moves only forward, even when the clock is set back.
    last: AtomicU64,
}

impl IdMaker {
    /// `node` is 0 to 1023 and leased at start, so that two programs at work never make the same id.
    pub fn new(clock: Arc<dyn Clock>, node: u16) -> Self {
        let maker = IdMaker { clock, node: AtomicU64::new(0), last: AtomicU64::new(0) };
        maker.set_node(node);
        maker
    }

    /// Takes another node number: the one that was leased once the database could be asked.
    pub fn set_node(&self, node: u16) {
        self.node.store(u64::from(node) & ((1 << NODE_BITS) - 1), Ordering::SeqCst);
    }

    /// A new id, larger than every id this maker has made before.
    pub fn make(&self) -> Id {
        let now = (self.clock.now().0.max(0) as u64) << COUNTER_BITS;
        let step = |last: u64| now.max(last + 1);
        let last = self.last.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(step(last))).unwrap_or_default();
        let packed = step(last);
        let millis = packed >> COUNTER_BITS;
        let counter = packed & ((1 << COUNTER_BITS) - 1);
        Id(((millis << (COUNTER_BITS + NODE_BITS)) | (self.node.load(Ordering::Relaxed) << COUNTER_BITS) | counter) as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{ManualClock, Millis};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_id_survives_being_written_down(raw in 0..=i64::MAX) {
            let id = Id::from_i64(raw);
            prop_assert_eq!(id.to_string().parse::<Id>(), Ok(id));
            prop_assert_eq!(id.to_string().to_lowercase().parse::<Id>(), Ok(id));
        }

        #[test]
        fn letters_sort_as_the_numbers_do(a in 0..=i64::MAX, b in 0..=i64::MAX) {
            prop_assert_eq!(a.cmp(&b), Id(a).to_string().cmp(&Id(b).to_string()));
        }

        #[test]
        fn nothing_typed_makes_it_panic(s in ".{0,40}") {
            let _ = s.parse::<Id>();
            let _ = s.parse::<PublicRef>();
        }
    }

    #[test]
    fn ids_grow_even_when_the_clock_goes_back() {
        let clock = Arc::new(ManualClock::at(Millis(1_700_000_000_000)));
        let maker = IdMaker::new(clock.clone(), 7);
        let mut last = maker.make();
        for i in 0..5_000 {
            if i == 2_500 {
                clock.set(Millis(1_600_000_000_000));
            }
            let next = maker.make();
            assert!(next > last);
            last = next;
        }
    }

    #[test]
    fn a_fourteenth_letter_or_a_sign_is_refused() {
        for bad in ["", "-000000000000", "80000000000000", "ZZZZZZZZZZZZZ", "0H7XU00000000", "0H7X-000000-0"] {
            assert_eq!(bad.parse::<Id>(), Err(NotAnId), "{bad}");
        }
    }
}
