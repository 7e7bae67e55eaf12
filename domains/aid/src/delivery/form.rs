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
    let tracking = if courier { r.text("tracking", 4, 40) } else { String::new() };
    if courier && !tracking.is_empty() && !is_tracking(&tracking) {
        r.fail("tracking", "aid-dispatch-tracking-bad");
    }
    let contact = if courier { String::new() } else { r.text("contact", 2, 80) };
    let planned = r.date("planned");
    let planned_at = planned.and_then(|(y, m, d)| Millis::from_date(y, m, d)).map(|at| at - i64::from(offset) * Millis::MINUTE);
    check_plan(&mut r, way, planned_at, now);
    r.finish()?;
    Ok(Dispatch { way, company, tracking, contact, planned_at })
}

fn check_plan(r: &mut Reader<'_>, way: Way, planned_at: Option<Millis>, now: Millis) {
    match planned_at {
        None if way == Way::InPerson && r.raw("planned").trim().is_empty() => r.fail("planned", "web-field-required"),
        Some(at) if !plausible(at, now) => r.fail("planned", "aid-dispatch-planned-bad"),
        _ => {}
    }
}

/// A planned day lies between a month ago (what was already brought) and half a year ahead.
pub fn plausible(at: Millis, now: Millis) -> bool {
    at >= now - 31 * Millis::DAY && at <= now + 183 * Millis::DAY
}

/// A tracking number: letters, digits and hyphens of any company.
pub fn is_tracking(text: &str) -> bool {
    (4..=40).contains(&text.chars().count()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}
