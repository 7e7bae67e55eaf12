//! Other people's names for things: ids, purposes and areas are any numbers or strings, and the allocator counts from 0.
//!
//! Equal numbers are one name however they are written (7, 7.0, 7e0): tables that pass through other programs often come back
//! with a decimal point. In JSON a number and a string are never the same name.

use std::borrow::Cow;
use std::collections::HashMap;

/// Whole numbers beyond this are not told apart by a 64-bit floating point number.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A name as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Name<'a> {
    /// A whole number.
    Whole(i64),
    /// A number that is not whole, or too large: its shortest digits.
    Odd(Cow<'a, str>),
    /// A string.
    Text(Cow<'a, str>),
}

impl<'a> Name<'a> {
    /// From the text of a JSON value; none where it is neither a number nor a string, or a number beyond all bounds.
    pub fn of_json(raw: &'a str) -> Option<Self> {
        match raw.as_bytes().first()? {
            b'"' if raw.contains('\\') => serde_json::from_str(raw).ok().map(|text: String| Name::Text(Cow::Owned(text))),
            b'"' => raw.get(1..raw.len() - 1).map(|text| Name::Text(Cow::Borrowed(text))),
            b'-' | b'0'..=b'9' => number(raw),
            _ => None,
        }
    }

    /// One that can be kept.
    pub fn owned(&self) -> Name<'static> {
        match self {
            Name::Whole(whole) => Name::Whole(*whole),
            Name::Odd(digits) => Name::Odd(Cow::Owned(digits.clone().into_owned())),
            Name::Text(text) => Name::Text(Cow::Owned(text.clone().into_owned())),
        }
    }

    /// From a cell of a table. Digits are a number, with leading zeros they are a code.
    pub fn of_cell(text: &'a str) -> Self {
        let whole = match text.split_once('.') {
            Some((whole, zeros)) if zeros.bytes().all(|b| b == b'0') => whole,
            Some(_) => "",
            None => text,
        };
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
        match whole.parse() {
            Ok(number) if plain => Name::Whole(number),
            _ => Name::Text(Cow::Borrowed(text)),
        }
    }
}

fn number(raw: &str) -> Option<Name<'_>> {
    if let Ok(whole) = raw.parse() {
        return Some(Name::Whole(whole));
    }
    if raw.bytes().all(|b| b == b'-' || b.is_ascii_digit()) {
        return Some(Name::Odd(Cow::Borrowed(raw)));
    }
    let value: f64 = raw.parse().ok().filter(|value: &f64| value.is_finite())?;
    if value.fract() == 0.0 && value.abs() < EXACT {
        return Some(Name::Whole(value as i64));
    }
    Some(Name::Odd(Cow::Owned(value.to_string())))
}

/// Numbers for names, from 0 in the order in which they came.
#[derive(Debug, Clone, Default)]
pub struct Names {
    wholes: HashMap<i64, u32>,
    odds: HashMap<Box<str>, u32>,
    texts: HashMap<Box<str>, u32>,
    count: u32,
}

impl Names {
    /// The number of a name that came before.
    pub fn find(&self, name: &Name<'_>) -> Option<u32> {
        match name {
            Name::Whole(whole) => self.wholes.get(whole),
            Name::Odd(digits) => self.odds.get(digits.as_ref()),
            Name::Text(text) => self.texts.get(text.as_ref()),
        }
        .copied()
    }

    /// The number of a name, the next one where it is new.
    pub fn number(&mut self, name: &Name<'_>) -> u32 {
        if let Some(number) = self.find(name) {
            return number;
        }
        let number = self.count;
        self.count = self.count.saturating_add(1);
        match name {
            Name::Whole(whole) => self.wholes.insert(*whole, number),
            Name::Odd(digits) => self.odds.insert(digits.as_ref().into(), number),
            Name::Text(text) => self.texts.insert(text.as_ref().into(), number),
        };
        number
    }

    /// How many names there are.
    pub fn count(&self) -> u32 {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_are_one_name_and_a_string_is_another() {
        let mut names = Names::default();
        let mut number = |raw: &str| names.number(&Name::of_json(raw).unwrap());
        assert_eq!((number("7"), number("7.0"), number("70e-1"), number("\"7\""), number("\"\\u0037\"")), (0, 0, 0, 1, 1));
        assert_eq!((number("7.5"), number("7.50"), number("-0"), number("0")), (2, 2, 3, 3));
        // Further than a floating point number can tell apart.
        assert_ne!(number("9007199254740993"), number("9007199254740992"));
        assert_ne!(number("123456789012345678901234567890"), number("123456789012345678901234567891"));
        for other in ["null", "true", "[1]", "{}", "1e999"] {
            assert_eq!(Name::of_json(other), None, "{other}");
        }
    }

    #[test]
    fn cells_of_digits_are_numbers_and_with_leading_zeros_codes() {
        assert_eq!(Name::of_cell("3"), Name::of_cell("3.0"));
        assert_eq!(Name::of_cell("-12.00"), Name::Whole(-12));
        for text in ["007", "3.5", "1e5", "", "-", ".0", "99999999999999999999", "+5", "阡陌"] {
            assert_eq!(Name::of_cell(text), Name::Text(Cow::Borrowed(text)));
        }
    }
}
