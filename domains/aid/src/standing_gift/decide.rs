//! Whether what is wished of a standing gift can be wished. Pure.

use super::Settings;
use super::calendar::Day;
use super::model::Terms;
use crate::pledge::SMALLEST;
use crate::request::PURPOSES;
use qianmo_kernel::{Currency, FieldError, Money, Refused};

/// How often a gift may be given in all, when a number is said: fifty years, month by month.
pub const MOST_TIMES: i64 = 600;
/// How far ahead its first day may lie, in years.
const AHEAD: i64 = 2;

/// What is known besides the terms.
#[derive(Copy, Clone, Debug)]
pub struct Around {
    /// The installation's bounds.
    pub settings: Settings,
    /// Its currency.
    pub currency: Currency,
    /// Today, by its own time.
    pub today: Day,
    /// How many due days there were already; the first day is not looked at any more then.
    pub runs: i64,
}

/// Every field that cannot be so, at once: the amount, the purpose, the days, the number of times (422).
pub fn check(terms: &Terms, around: &Around) -> Result<(), Refused> {
    let mut wrong = Vec::new();
    let mut fail = |field: &str, message: &'static str, args: Vec<(&'static str, String)>| {
        wrong.push(FieldError { field: field.to_owned(), message, args });
    };
    let (amount, most) = (terms.amount, around.settings.most.max(SMALLEST));
    let said = |minor: i64| format!("{} {}", Money::new(minor, around.currency).to_major(), around.currency);
    if amount.currency != around.currency || !(SMALLEST..=most).contains(&amount.amount_minor) {
        fail("amount", "aid-standing-amount", vec![("least", said(SMALLEST)), ("most", said(most))]);
    }
    if terms.purpose.as_deref().is_some_and(|purpose| !PURPOSES.contains(&purpose)) {
        fail("purpose", "aid-choose", Vec::new());
    }
    let rhythm = &terms.rhythm;
    if !(1..=31).contains(&rhythm.day) {
        fail("day", "aid-standing-day", Vec::new());
    }
    if around.runs == 0 && rhythm.first < around.today {
        fail("first", "aid-standing-past", Vec::new());
    } else if around.runs == 0 && rhythm.first.number() > around.today.number() + AHEAD * 10_000 {
        fail("first", "aid-standing-far", Vec::new());
    }
    if rhythm.until.is_some_and(|until| until < rhythm.first || until < around.today) {
        fail("until", "aid-standing-until", Vec::new());
    }
    if rhythm.times.is_some_and(|times| !(1..=MOST_TIMES).contains(&times) || times <= around.runs) {
        fail("times", "aid-standing-times", vec![("runs", around.runs.to_string()), ("most", MOST_TIMES.to_string())]);
    }
    if wrong.is_empty() { Ok(()) } else { Err(Refused::invalid(wrong)) }
}
