//! The resident identity number: 18 characters as GB 11643-1999 lays down, with the check character of ISO 7064 MOD 11-2.
//!
//! Six digits of the place of first registration, eight of the date of birth, three of order (odd: male, even: female),
//! and the check character, 0 to 9 or X.

use crate::words::Sex;
use qianmo_kernel::Millis;

/// The weights of the 17 digits: powers of two modulo eleven, from the left.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each remainder.
const CHECKS: &[u8; 11] = b"10X98765432";

/// A number that holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResidentId {
    /// 18 characters, `X` as a capital.
    pub number: String,
    /// Year, month and day of birth.
    pub born: (i16, i8, i8),
    /// Sex by the 17th digit.
    pub sex: Sex,
}

/// Why a number does not hold.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Bad {
    /// Not 17 digits and a digit or X.
    Shape,
    /// The check character is another one.
    Check,
    /// The date of birth does not exist or lies ahead.
    Birth,
}

impl Bad {
    /// The key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Bad::Shape => "registry-number-shape",
            Bad::Check => "registry-number-check",
            Bad::Birth => "registry-number-birth",
        }
    }
}

/// The check character that belongs to 17 digits. `None` when they are not 17 digits.
pub fn check_character(digits: &str) -> Option<char> {
    if digits.len() != 17 {
        return None;
    }
    let mut sum = 0;
    for (digit, weight) in digits.bytes().zip(WEIGHTS) {
        if !digit.is_ascii_digit() {
            return None;
        }
        sum += u32::from(digit - b'0') * weight;
    }
    Some(char::from(CHECKS[(sum % 11) as usize]))
}

/// Whether a number in plain form can only be a resident's: 17 digits and the check character that belongs to them.
pub fn is_shaped(number: &str) -> bool {
    match number.split_at_checked(17) {
        Some((digits, last)) => check_character(digits).is_some_and(|check| last.chars().eq([check])),
        None => false,
    }
}

/// Reads a number as people type it: full-width digits, blanks, a small x. `today` as year, month, day.
pub fn parse(typed: &str, today: (i16, i8, i8)) -> Result<ResidentId, Bad> {
    let number = crate::number::plain(typed);
    if number.len() != 18 || !number.is_ascii() {
        return Err(Bad::Shape);
    }
    let (digits, last) = number.split_at(17);
    let check = check_character(digits).ok_or(Bad::Shape)?;
    if !last.bytes().all(|b| b.is_ascii_digit() || b == b'X') {
        return Err(Bad::Shape);
    }
    if !last.starts_with(check) {
        return Err(Bad::Check);
    }
    // Places of first registration begin with 1 to 8 (foreign permanent residents: 9).
    if digits.starts_with('0') {
        return Err(Bad::Shape);
    }
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|s| s.parse::<i16>().ok());
    let (Some(year), Some(month), Some(day)) = (part(6, 10), part(10, 12), part(12, 14)) else {
        return Err(Bad::Shape);
    };
    let (month, day) = (month as i8, day as i8);
    let born = (year, month, day);
    if year < 1880 || Millis::from_date(year, month, day).is_none() || born > today {
        return Err(Bad::Birth);
    }
    let odd = digits.as_bytes()[16] % 2 == 1;
    Ok(ResidentId { born, sex: if odd { Sex::Male } else { Sex::Female }, number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: (i16, i8, i8) = (2025, 11, 1);

    fn made(area: u32, year: i16, month: i8, day: i8, order: u32) -> String {
        let digits = format!("{area:06}{year:04}{month:02}{day:02}{order:03}");
        let check = check_character(&digits).unwrap();
        format!("{digits}{check}")
    }

    #[test]
    fn the_standards_own_example_holds() {
        // GB 11643-1999 gives 11010519491231002X as its example.
        let id = parse("11010519491231002x", TODAY).unwrap();
        assert_eq!((id.born, id.sex), ((1949, 12, 31), Sex::Female));
        assert!(id.number.ends_with('X'));
        assert_eq!(parse("１１０１０５ １９４９１２３１ ００２X", TODAY).unwrap(), id);
    }

    #[test]
    fn what_does_not_hold_says_why() {
        assert_eq!(parse("110105194912310021", TODAY), Err(Bad::Check));
        assert_eq!(parse("11010519491231002", TODAY), Err(Bad::Shape));
        assert_eq!(parse("1101051949123100XX", TODAY), Err(Bad::Shape));
        assert_eq!(parse("", TODAY), Err(Bad::Shape));
        assert_eq!(parse("阡陌", TODAY), Err(Bad::Shape));
        assert_eq!(parse(&made(110105, 2023, 2, 29, 2), TODAY), Err(Bad::Birth));
        assert_eq!(parse(&made(110105, 2025, 11, 2, 2), TODAY), Err(Bad::Birth));
        assert_eq!(parse(&made(110105, 1850, 1, 1, 2), TODAY), Err(Bad::Birth));
    }

    #[test]
    fn a_residents_number_is_told_by_its_shape() {
        assert!(is_shaped("11010519491231002X"));
        for other in ["110105194912310021", "11010519491231002", "11010519491231002XX", "E12345678", "阡陌", ""] {
            assert!(!is_shaped(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn a_made_number_holds(area in 110_000u32..830_000, year in 1900i16..2025, month in 1i8..=12, day in 1i8..=28, order in 0u32..1000) {
            let id = parse(&made(area, year, month, day, order), TODAY).unwrap();
            prop_assert_eq!(id.born, (year, month, day));
            prop_assert_eq!(id.sex, if order % 2 == 1 { Sex::Male } else { Sex::Female });
        }

        /// MOD 11-2 finds every single wrong digit and every swap of two neighbours.
        #[test]
        fn one_wrong_digit_or_one_swap_never_holds(order in 0u32..1000, at in 0usize..17, other in 0u8..10) {
            let good = made(610_000, 1961, 5, 17, order);
            let mut wrong = good.clone().into_bytes();
            if wrong[at] != b'0' + other {
                wrong[at] = b'0' + other;
                prop_assert!(parse(&String::from_utf8(wrong).unwrap(), TODAY).is_err());
            }
            let mut swapped = good.clone().into_bytes();
            swapped.swap(at, at + 1);
            let swapped = String::from_utf8(swapped).unwrap();
            if swapped != good {
                prop_assert!(parse(&swapped, TODAY).is_err());
            }
        }

        #[test]
        fn nothing_typed_makes_it_fall_over(typed in ".{0,40}") {
            let _ = parse(&typed, TODAY);
        }
    }
}
