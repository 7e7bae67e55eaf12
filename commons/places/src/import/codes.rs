//! The codes met during an import, compactly: hundreds of thousands of them lie in one text, not in as many strings.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

const FREE: u32 = u32::MAX;

/// A set of codes, numbered in the order they were added.
#[derive(Default)]
pub(crate) struct Codes {
    text: String,
    ends: Vec<u32>,
    slots: Vec<u32>,
}

impl Codes {
    fn at(&self, number: u32) -> &str {
        let number = number as usize;
        let from = number.checked_sub(1).and_then(|n| self.ends.get(n)).copied().unwrap_or(0) as usize;
        let to = self.ends.get(number).copied().unwrap_or(0) as usize;
        self.text.get(from..to).unwrap_or_default()
    }

    /// The slot that holds the code, or the free one where it belongs. There is always a free one.
    fn slot(&self, code: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = BuildHasherDefault::<DefaultHasher>::default().hash_one(code) as usize & mask;
        while let Some(&number) = self.slots.get(slot)
            && number != FREE
            && self.at(number) != code
        {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// The number of a code.
    pub(crate) fn find(&self, code: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        self.slots.get(self.slot(code)).copied().filter(|number| *number != FREE)
    }

    /// Adds a code that is not there yet; returns its number.
    pub(crate) fn add(&mut self, code: &str) -> u32 {
        if (self.ends.len() + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(FREE - 1);
        let slot = self.slot(code);
        self.text.push_str(code);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = number;
        }
        number
    }

    fn grow(&mut self) {
        self.slots = vec![FREE; (self.slots.len() * 2).max(1_024)];
        for number in 0..u32::try_from(self.ends.len()).unwrap_or(FREE) {
            let slot = self.slot(self.at(number));
            if let Some(slot) = self.slots.get_mut(slot) {
                *slot = number;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]
        #[test]
        fn codes_are_kept_like_a_map_keeps_them(codes in proptest::collection::vec("[0-9a-cé]{0,6}", 0..2_500)) {
            let (mut ours, mut theirs) = (Codes::default(), HashMap::new());
            for code in codes {
                prop_assert_eq!(ours.find(&code), theirs.get(&code).copied());
                if !theirs.contains_key(&code) {
                    let number = ours.add(&code);
                    prop_assert_eq!(number as usize, theirs.len());
                    theirs.insert(code, number);
                }
            }
            for (code, number) in theirs {
                prop_assert_eq!(ours.find(&code), Some(number));
            }
        }
    }
}
