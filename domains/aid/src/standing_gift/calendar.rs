//! When a standing gift falls due. Pure.
//!
//! Days are those of the installation's own time. A gift falls due on its day of the month, in a month that is too short on its last
//! one, at ten in the morning, when people are awake who may have to pay by hand.

use qianmo_kernel::Millis;
use std::fmt;

/// When on its day a gift falls due.
const HOUR: i64 = 10;

/// A calendar day.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day {
    year: i16,
    month: i8,
    day: i8,
}

impl Day {
    /// That day; `None` when there is none.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        (year >= 1).then(|| Millis::from_date(year, month, day)).flatten().map(|_| Day { year, month, day })
    }

    /// The day at a moment, so many minutes ahead of UTC.
    pub fn at(moment: Millis, offset_minutes: i32) -> Day {
        let (year, month, day) = moment.date_at(offset_minutes);
        Day { year, month, day }
    }

    /// As it is stored: YYYYMMDD.
    pub fn number(self) -> i64 {
        i64::from(self.year) * 10_000 + i64::from(self.month) * 100 + i64::from(self.day)
    }

    /// The day that was stored so; `None` for 0 and what is no day.
    pub fn from_number(number: i64) -> Option<Day> {
        let year = i16::try_from(number / 10_000).ok()?;
        let month = i8::try_from(number / 100 % 100).ok()?;
        Day::new(year, month, i8::try_from(number % 100).ok()?)
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Day> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The day of the month.
    pub fn of_month(self) -> i64 {
        i64::from(self.day)
    }

    /// The moment on it at which gifts fall due.
    pub fn due_at(self, offset_minutes: i32) -> Millis {
        let midnight = Millis::from_date(self.year, self.month, self.day).unwrap_or_default();
        midnight + HOUR * Millis::HOUR - i64::from(offset_minutes) * Millis::MINUTE
    }

    /// Months since the year 0.
    const fn months(self) -> i32 {
        self.year as i32 * 12 + self.month as i32 - 1
    }

    /// The day of that number in a month, or the month's last one.
    fn within(months: i32, day: i64) -> Day {
        let year = i16::try_from(months.div_euclid(12)).unwrap_or(i16::MAX);
        let month = i8::try_from(months.rem_euclid(12) + 1).unwrap_or(1);
        let wanted = i8::try_from(day.clamp(1, 31)).unwrap_or(1);
        let found = (28..=wanted).rev().find_map(|last| Day::new(year, month, last));
        found.unwrap_or(Day { year, month, day: wanted.min(28) })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// How often it is given.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Period {
    /// On one day, which is still to come.
    Once,
    /// Every month.
    Monthly,
    /// Every third month.
    Quarterly,
}

impl Period {
    /// Every one.
    pub const ALL: [Period; 3] = [Period::Once, Period::Monthly, Period::Quarterly];

    /// Its name in the database and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Period::Once => "once",
            Period::Monthly => "monthly",
            Period::Quarterly => "quarterly",
        }
    }

    /// The period of that name.
    pub fn from_name(name: &str) -> Option<Period> {
        Period::ALL.into_iter().find(|p| p.name() == name)
    }

    const fn months(self) -> i32 {
        match self {
            Period::Once => 0,
            Period::Monthly => 1,
            Period::Quarterly => 3,
        }
    }
}

/// What decides on which days a gift falls due.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Rhythm {
    /// How often.
    pub period: Period,
    /// On which day of the month; the last one where a month is shorter. Once: on the first day, whatever is said here.
    pub day: i64,
    /// Not before this day.
    pub first: Day,
    /// Not after this day.
    pub until: Option<Day>,
    /// How often in all.
    pub times: Option<i64>,
}

impl Rhythm {
    fn beginning(&self) -> Day {
        if self.period == Period::Once {
            return self.first;
        }
        let here = Day::within(self.first.months(), self.day);
        if here >= self.first { here } else { Day::within(self.first.months() + 1, self.day) }
    }

    /// The next due day from `today` on, `last` being the one that was done last and `runs` how many were; `None` when there is no more.
    ///
    /// In one period it falls due once, whatever its day is changed to, and what fell into a pause or a standstill is not made up for.
    pub fn next(&self, last: Option<Day>, runs: i64, today: Day) -> Option<Day> {
        if self.times.is_some_and(|times| runs >= times) {
            return None;
        }
        let next = match (self.period, last) {
            (Period::Once, Some(_)) => return None,
            (Period::Once, None) => self.first.max(today),
            (period, last) => {
                let mut next = match last {
                    Some(last) => Day::within(last.months() + period.months(), self.day).max(self.beginning()),
                    None => self.beginning(),
                };
                while next < today {
                    next = Day::within(next.months() + period.months(), self.day);
                }
                next
            }
        };
        self.until.is_none_or(|until| next <= until).then_some(next)
    }
}
