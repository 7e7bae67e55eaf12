//! Dates of birth as far as they are known: to the day, to the month, to the year, or not at all.

use qianmo_kernel::Millis;
use qianmo_web::View;
use std::fmt;

/// A date of birth.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Birth {
    /// Not known.
    #[default]
    Unknown,
    /// The year is known.
    Year(i16),
    /// Year and month are known.
    Month(i16, i8),
    /// The day is known.
    Day(i16, i8, i8),
}

impl Birth {
    /// Reads `1950`, `1950-03`, `1950-03-02`, also with points, slashes or 年月日; blank is unknown. `None` when it is no
    /// date, lies ahead of `today`, or is more than 130 years back.
    pub fn parse(typed: &str, today: (i16, i8, i8)) -> Option<Birth> {
        let folded = typed.trim();
        if folded.is_empty() {
            return Some(Birth::Unknown);
        }
        let mut parts: Vec<String> = vec![String::new()];
        for letter in folded.chars() {
            match letter {
                '-' | '/' | '.' | '－' | '．' | '年' | '月' => parts.push(String::new()),
                '日' | '号' => {}
                other if other.is_whitespace() => {}
                other => parts.last_mut()?.push(other),
            }
        }
        if parts.last().is_some_and(String::is_empty) && parts.len() > 1 {
            parts.pop();
        }
        // Eight digits in a row are a day as cards print it.
        if let [one] = parts.as_slice() {
            let digits = crate::number::plain(one);
            if digits.len() == 8 {
                parts = vec![digits.get(..4)?.to_owned(), digits.get(4..6)?.to_owned(), digits.get(6..)?.to_owned()];
            }
        }
        let numbers: Option<Vec<i16>> = parts.iter().map(|p| crate::number::plain(p).parse().ok()).collect();
        let birth = match numbers?.as_slice() {
            [year] => Birth::Year(*year),
            [year, month] if (1..=12).contains(month) => Birth::Month(*year, *month as i8),
            [year, month, day] if (1..=12).contains(month) && (1..=31).contains(day) => {
                Millis::from_date(*year, *month as i8, *day as i8)?;
                Birth::Day(*year, *month as i8, *day as i8)
            }
            _ => return None,
        };
        let year = birth.year()?;
        let ahead = match birth {
            Birth::Unknown => false,
            Birth::Year(y) => y > today.0,
            Birth::Month(y, m) => (y, m) > (today.0, today.1),
            Birth::Day(y, m, d) => (y, m, d) > today,
        };
        (!ahead && year >= today.0 - 130).then_some(birth)
    }

    /// The year, if it is known.
    pub fn year(self) -> Option<i16> {
        match self {
            Birth::Unknown => None,
            Birth::Year(y) | Birth::Month(y, _) | Birth::Day(y, _, _) => Some(y),
        }
    }

    /// Whether this, as far as it is known, agrees with a day.
    pub fn agrees_with(self, (year, month, day): (i16, i8, i8)) -> bool {
        match self {
            Birth::Unknown => true,
            Birth::Year(y) => y == year,
            Birth::Month(y, m) => (y, m) == (year, month),
            Birth::Day(y, m, d) => (y, m, d) == (year, month, day),
        }
    }

    /// Whether both may be one birth: the year is known of both, and whatever is known of both is the same.
    pub fn agrees_with_birth(self, other: Birth) -> bool {
        match (self, other) {
            (Birth::Unknown, _) | (_, Birth::Unknown) => false,
            (Birth::Day(year, month, day), known) | (known, Birth::Day(year, month, day)) => known.agrees_with((year, month, day)),
            (Birth::Month(..), Birth::Month(..)) => self == other,
            _ => self.year() == other.year(),
        }
    }

    /// Whole years at `today`, taken from the year alone where no more is known.
    pub fn age(self, today: (i16, i8, i8)) -> Option<i16> {
        let (year, had_birthday) = match self {
            Birth::Unknown => return None,
            Birth::Year(y) => (y, true),
            Birth::Month(y, m) => (y, m <= today.1),
            Birth::Day(y, m, d) => (y, (m, d) <= (today.1, today.2)),
        };
        Some((today.0 - year - i16::from(!had_birthday)).max(0))
    }
}

impl Birth {
    /// As the reader's language writes it, as far as it is known; nothing when unknown.
    pub fn in_words(self, v: &View) -> String {
        match self {
            Birth::Unknown => String::new(),
            Birth::Year(y) => y.to_string(),
            Birth::Month(y, m) => v.month(i64::from(y) * 100 + i64::from(m)),
            // A day of birth is no moment: it is given as the one at which that day begins where the reader is.
            Birth::Day(y, m, d) => match Millis::from_date(y, m, d) {
                Some(start) => v.date(start - i64::from(v.offset_minutes()) * Millis::MINUTE),
                None => self.to_string(),
            },
        }
    }
}

impl fmt::Display for Birth {
    /// As [`Birth::parse`] reads it; nothing when unknown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Birth::Unknown => Ok(()),
            Birth::Year(y) => write!(f, "{y:04}"),
            Birth::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Birth::Day(y, m, d) => write!(f, "{y:04}-{m:02}-{d:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: (i16, i8, i8) = (2025, 11, 1);

    #[test]
    fn dates_are_read_as_far_as_they_are_known() {
        let read = |s: &str| Birth::parse(s, TODAY);
        assert_eq!(read(" "), Some(Birth::Unknown));
        assert_eq!(read("1950"), Some(Birth::Year(1950)));
        assert_eq!(read("１９５０年３月"), Some(Birth::Month(1950, 3)));
        assert_eq!(read("1950年3月2日"), Some(Birth::Day(1950, 3, 2)));
        assert_eq!(read("19500302"), Some(Birth::Day(1950, 3, 2)));
        assert_eq!(read("1950/3/2"), read("1950-03-02"));
        for bad in ["50", "1950-13", "1950-02-30", "2025-11-02", "2026", "1800", "soon", "1-2-3-4"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        for text in ["1950", "1950-03", "1950-03-02"] {
            assert_eq!(read(text).map(|b| b.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn each_language_writes_a_birth_as_far_as_it_is_known() {
        use qianmo_kernel::Locale::{En, ZhHans};
        let i18n = std::sync::Arc::new(qianmo_web::i18n::I18n::new([]).unwrap());
        let say = |birth: Birth, locale, offset| birth.in_words(&View::new(i18n.clone(), locale, offset, Millis(0), false));
        for offset in [-300, 0, 480] {
            assert_eq!(say(Birth::Day(1950, 3, 2), En, offset), "2 Mar 1950");
            assert_eq!(say(Birth::Day(1950, 3, 2), ZhHans, offset), "1950年3月2日");
        }
        assert_eq!(say(Birth::Month(1950, 3), En, 480), "Mar 1950");
        assert_eq!(say(Birth::Year(1950), ZhHans, 480), "1950");
        assert_eq!(say(Birth::Unknown, En, 480), "");
    }

    #[test]
    fn age_and_agreement_follow_what_is_known() {
        assert_eq!(Birth::Day(2000, 11, 2).age(TODAY), Some(24));
        assert_eq!(Birth::Day(2000, 11, 1).age(TODAY), Some(25));
        assert_eq!(Birth::Year(2000).age(TODAY), Some(25));
        assert_eq!(Birth::Unknown.age(TODAY), None);
        assert!(Birth::Year(1950).agrees_with((1950, 3, 2)) && !Birth::Month(1950, 4).agrees_with((1950, 3, 2)));
        let (day, month, year) = (Birth::Day(1950, 3, 2), Birth::Month(1950, 3), Birth::Year(1950));
        for (one, other) in [(day, day), (day, month), (month, day), (day, year), (year, month), (month, month), (year, year)] {
            assert!(one.agrees_with_birth(other), "{one} {other}");
        }
        for (one, other) in [(day, Birth::Day(1950, 3, 3)), (Birth::Month(1950, 4), day), (month, Birth::Month(1950, 4))] {
            assert!(!one.agrees_with_birth(other) && !other.agrees_with_birth(one), "{one} {other}");
        }
        assert!(!Birth::Year(1951).agrees_with_birth(day) && !Birth::Unknown.agrees_with_birth(day));
        assert!(!Birth::Unknown.agrees_with_birth(Birth::Unknown), "what is not known is not the same");
    }
}
