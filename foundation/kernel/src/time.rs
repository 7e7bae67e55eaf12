//! Time: milliseconds since 1970 in UTC, read from a clock that is handed in.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::ops::{Add, Sub};
use std::sync::atomic::{AtomicI64, Ordering};

/// A moment: milliseconds since 1970-01-01T00:00:00Z. In JSON an RFC 3339 date-time.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Millis(pub i64);

impl Millis {
    /// One second.
    pub const SECOND: i64 = 1_000;
    /// One minute.
    pub const MINUTE: i64 = 60 * Self::SECOND;
    /// One hour.
    pub const HOUR: i64 = 60 * Self::MINUTE;
    /// One day of 24 hours.
    pub const DAY: i64 = 24 * Self::HOUR;

    fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX })
    }

    /// The calendar day at a fixed offset from UTC in minutes (China: 480), as year, month, day.
    pub fn date_at(self, offset_minutes: i32) -> (i16, i8, i8) {
        let shifted = Millis(self.0.saturating_add(i64::from(offset_minutes) * Self::MINUTE)).timestamp();
        let date = shifted.to_zoned(jiff::tz::TimeZone::UTC).date();
        (date.year(), date.month(), date.day())
    }

    /// The calendar year at a fixed offset from UTC in minutes.
    pub fn year_at(self, offset_minutes: i32) -> i32 {
        i32::from(self.date_at(offset_minutes).0)
    }

    /// Midnight UTC of a calendar day; `None` for a day that does not exist.
    pub fn from_date(year: i16, month: i8, day: i8) -> Option<Millis> {
        let date = jiff::civil::Date::new(year, month, day).ok()?;
        let zoned = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Millis(zoned.timestamp().as_millisecond()))
    }

    /// Reads an RFC 3339 date-time.
    pub fn parse(text: &str) -> Option<Millis> {
        text.parse::<jiff::Timestamp>().ok().map(|t| Millis(t.as_millisecond()))
    }
}

impl Add<i64> for Millis {
    type Output = Millis;
    fn add(self, millis: i64) -> Millis {
        Millis(self.0.saturating_add(millis))
    }
}

impl Sub<i64> for Millis {
    type Output = Millis;
    fn sub(self, millis: i64) -> Millis {
        Millis(self.0.saturating_sub(millis))
    }
}

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.timestamp())
    }
}

impl Serialize for Millis {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Millis {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Millis::parse(&String::deserialize(d)?).ok_or_else(|| de::Error::custom("an RFC 3339 date-time is expected"))
    }
}

/// Where "now" comes from. Handed in, so that tests and the demo world can live at any moment.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Millis;
}

/// The machine's clock: the only place in the program that reads it.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> Millis {
        Millis(jiff::Timestamp::now().as_millisecond())
    }
}

/// A clock that stands still until it is told to move.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Stands at `now`.
    pub fn at(now: Millis) -> Self {
        ManualClock(AtomicI64::new(now.0))
    }

    /// Moves to `now`, forward or back.
    pub fn set(&self, now: Millis) {
        self.0.store(now.0, Ordering::SeqCst);
    }

    /// Moves forward.
    pub fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Millis {
        Millis(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_in_china_is_another_day_than_in_greenwich() {
        let moment = Millis::parse("2020-12-31T16:30:00Z").unwrap();
        assert_eq!(moment.date_at(0), (2020, 12, 31));
        assert_eq!(moment.date_at(480), (2021, 1, 1));
        assert_eq!(moment.year_at(480), 2021);
    }

    #[test]
    fn a_moment_survives_being_written_down() {
        let moment = Millis(1_600_000_000_123);
        assert_eq!(Millis::parse(&moment.to_string()), Some(moment));
        assert_eq!(Millis::parse("yesterday"), None);
        assert_eq!(Millis::from_date(2021, 2, 29), None);
    }
}
