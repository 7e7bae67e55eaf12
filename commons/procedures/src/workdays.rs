//! Clocks that run on working days only.

use qianmo_kernel::Millis;

/// The moment `days` working days after `from`, at the same time of day. Saturday and Sunday, in local time at
/// `offset_minutes` from UTC, do not count; holidays are not known here and so make the clock a little strict.
pub fn add_working_days(from: Millis, days: u32, offset_minutes: i32) -> Millis {
    let mut at = from;
    let mut left = days;
    while left > 0 {
        at = at + Millis::DAY;
        if !is_weekend(at, offset_minutes) {
            left -= 1;
        }
    }
    at
}

fn is_weekend(at: Millis, offset_minutes: i32) -> bool {
    let local = at.0 + i64::from(offset_minutes) * Millis::MINUTE;
    // Day 0 of the era, 1 January 1970, was a Thursday: 0 Thursday, 1 Friday, 2 Saturday, 3 Sunday.
    matches!(local.div_euclid(Millis::DAY).rem_euclid(7), 2 | 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_do_not_count_wherever_midnight_falls() {
        // Friday, 5 June 2020, 09:00 in China.
        let friday = Millis::parse("2020-06-05T01:00:00Z").unwrap();
        let day = |text: &str| Millis::parse(text).unwrap();
        assert_eq!(add_working_days(friday, 0, 480), friday);
        assert_eq!(add_working_days(friday, 1, 480), day("2020-06-08T01:00:00Z"));
        assert_eq!(add_working_days(friday, 6, 480), day("2020-06-15T01:00:00Z"));
        // Friday evening in Greenwich is Saturday morning in China.
        let evening = Millis::parse("2020-06-05T20:00:00Z").unwrap();
        assert_eq!(add_working_days(evening, 1, 480), day("2020-06-07T20:00:00Z"));
        assert_eq!(add_working_days(evening, 1, 0), day("2020-06-08T20:00:00Z"));
    }
}
