//! What was typed → what is wished of a standing gift.

use super::MOST_GIFTS;
use super::calendar::{Day, Period, Rhythm};
use super::model::{Gift, Terms};
use crate::request::PURPOSES;
use qianmo_kernel::{Currency, Id, Res};
use qianmo_web::{RawForm, Reader};

/// The names of the periods.
pub(super) const PERIODS: [&str; 3] = ["once", "monthly", "quarterly"];

/// Reads the form. Where no day of the month is named it is that of the first date, and where no first date is, that is today.
pub fn read(raw: &RawForm, currency: Currency, today: Day) -> Res<Terms> {
    let mut r = Reader::form(raw);
    let amount = r.money("amount", currency);
    let period = Period::from_name(r.choice("period", &PERIODS)).unwrap_or(Period::Once);
    let purpose = r.opt_choice("purpose", PURPOSES).map(str::to_owned);
    let place = if r.raw("place").trim().is_empty() { None } else { Some(r.id("place")) };
    let first = date(&mut r, "first").unwrap_or(today);
    let until = date(&mut r, "until");
    let day = r.opt_int("day", 1, 31).unwrap_or_else(|| first.of_month());
    let times = r.opt_int("times", 1, super::decide::MOST_TIMES);
    // A name is shown because its donor said so, never because a box was overlooked.
    let anonymous = !r.flag("named");
    r.finish()?;
    Ok(Terms { amount, purpose, place, anonymous, rhythm: Rhythm { period, day, first, until, times } })
}

fn date(r: &mut Reader<'_>, field: &str) -> Option<Day> {
    r.date(field).and_then(|(year, month, day)| Day::new(year, month, day))
}

/// A gift as the form holds it.
pub(super) fn values(gift: &Gift) -> Vec<(&'static str, String)> {
    let (terms, rhythm) = (&gift.terms, &gift.terms.rhythm);
    vec![
        ("amount", terms.amount.to_major()),
        ("period", rhythm.period.name().to_owned()),
        ("purpose", terms.purpose.clone().unwrap_or_default()),
        ("day", rhythm.day.to_string()),
        ("first", rhythm.first.to_string()),
        ("until", rhythm.until.map(|day| day.to_string()).unwrap_or_default()),
        ("times", rhythm.times.map(|n| n.to_string()).unwrap_or_default()),
        ("named", if terms.anonymous { String::new() } else { "1".to_owned() }),
        ("version", gift.version.to_string()),
    ]
}

/// The gifts of one account on a page: all that can be live, and what is over before them.
pub(super) const PAGE: i64 = 2 * MOST_GIFTS;

/// The place that a query or a form names.
pub(super) fn place(typed: Option<&str>) -> Option<Id> {
    typed.and_then(|text| text.trim().parse::<Id>().ok()).filter(|id| *id != Id::NONE)
}
