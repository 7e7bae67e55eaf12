//! What was typed → how goods are sent.

use super::command::{Dispatch, Way};
use qianmo_kernel::{Millis, Res};
use qianmo_web::{RawForm, Reader};

/// Reads the form; `offset` is the minutes that local time is ahead of UTC, for the planned day.
pub fn read(raw: &RawForm, offset: i32, now: Millis) -> Res<Dispatch> {
    let mut r = Reader::form(raw);
    let way = Way::from_name(r.choice("way", Way::NAMES)).unwrap_or(Way::Courier);
    let courier = way == Way::Courier;
    let company = if courier { r.text("company", 1, 60) } else { String::new() };
    // How long it may be is said with what it may be made of: one thing that is wrong with one field.
    let tracking = if courier { r.text("tracking", 1, usize::MAX) } else { String::new() };
    if courier && !tracking.is_empty() && !is_tracking(&tracking) {
        r.fail("tracking", "aid-dispatch-tracking-bad");
    }
    let contact = if courier { String::new() } else { r.text("contact", 2, 80) };
    // A day that stands with the way that was not chosen says nothing, and is in nobody's way.
    let planned_at = if courier { None } else { planned(&mut r, offset, now) };
    r.finish()?;
    Ok(Dispatch { way, company, tracking, contact, planned_at })
}

fn planned(r: &mut Reader<'_>, offset: i32, now: Millis) -> Option<Millis> {
    if r.raw("planned").trim().is_empty() {
        r.fail("planned", "web-field-required");
    }
    let day = r.date("planned").and_then(|(y, m, d)| Millis::from_date(y, m, d))?;
    let at = day - i64::from(offset) * Millis::MINUTE;
    if let Some(message) = implausible(at, now) {
        r.fail("planned", message);
    }
    Some(at)
}

/// What is wrong with a planned day, if it does not lie between a month ago (what was already brought) and half a year ahead.
pub fn implausible(at: Millis, now: Millis) -> Option<&'static str> {
    if at < now - 31 * Millis::DAY {
        Some("aid-dispatch-planned-past")
    } else if at > now + 183 * Millis::DAY {
        Some("aid-dispatch-planned-bad")
    } else {
        None
    }
}

/// A tracking number: letters, digits and hyphens of any company.
pub fn is_tracking(text: &str) -> bool {
    (4..=40).contains(&text.chars().count()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}
