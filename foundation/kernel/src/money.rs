//! Money: whole minor units (fen, cents) and a currency. No fractions of a fen exist anywhere in the program.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// An ISO 4217 alphabetic code, such as `CNY`.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Chinese yuan; its minor unit is the fen.
    pub const CNY: Currency = Currency(*b"CNY");

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many decimals the major unit has (ISO 4217): 2 for most, 0 for JPY and its like, 3 for KWD and its like.
    pub fn decimals(&self) -> u32 {
        match &self.0 {
            b"JPY" | b"KRW" | b"VND" | b"CLP" | b"ISK" | b"UGX" | b"RWF" | b"XOF" | b"XAF" | b"GNF" | b"DJF" | b"BIF" | b"KMF"
            | b"PYG" | b"VUV" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

/// What was given is not a currency code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotACurrency;

impl fmt::Display for NotACurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a currency: three capital letters are expected")
    }
}

impl std::error::Error for NotACurrency {}

impl FromStr for Currency {
    type Err = NotACurrency;

    fn from_str(s: &str) -> Result<Self, NotACurrency> {
        let bytes: [u8; 3] = s.as_bytes().try_into().map_err(|_| NotACurrency)?;
        if bytes.iter().all(u8::is_ascii_uppercase) { Ok(Currency(bytes)) } else { Err(NotACurrency) }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(de::Error::custom)
    }
}

/// An amount of one currency, in its minor unit. In JSON: `{"amount_minor": 12000, "currency": "CNY"}`.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units; negative only in balances.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// The amount in minor units of `currency`.
    pub const fn new(amount_minor: i64, currency: Currency) -> Self {
        Money { amount_minor, currency }
    }

    /// Reads a major-unit amount as people type it ("120", "120.5", "1,200.00", full-width digits, Arabic-Indic digits).
    /// `None` when it is not a positive amount, has more decimals than the currency, or is too large; also when a comma or a
    /// blank does not part thousands: "12,5" is twelve and a half to some and a hundred and twenty-five to nobody.
    pub fn parse_major(typed: &str, currency: Currency) -> Option<Money> {
        let mut whole: i64 = 0;
        let mut fraction: i64 = 0;
        let mut decimals: Option<u32> = None;
        let mut seen = false;
        // Digits since the beginning or the last comma, and whether there was one.
        let (mut run, mut grouped) = (0u32, false);
        let bare = typed.trim().trim_matches(|c: char| matches!(c, '¥' | '￥' | '元') || c.is_whitespace());
        for letter in bare.chars() {
            let digit = match letter {
                '0'..='9' => letter as u32 - '0' as u32,
                '０'..='９' => letter as u32 - '０' as u32,
                '٠'..='٩' => letter as u32 - '٠' as u32,
                '۰'..='۹' => letter as u32 - '۰' as u32,
                '.' | '．' | '٫' | '。' if decimals.is_none() && (!grouped || run == 3) => {
                    decimals = Some(0);
                    continue;
                }
                // Thousands have something before them that is not nothing: "0,500" is half of something, mistyped.
                ',' | '，' | '٬' | '،' | ' ' | '\u{a0}' | '\u{202f}' if decimals.is_none() && whole > 0 => {
                    let parts = if grouped { run == 3 } else { run <= 3 };
                    if !parts {
                        return None;
                    }
                    (run, grouped) = (0, true);
                    continue;
                }
                _ => return None,
            };
            seen = true;
            run += u32::from(decimals.is_none());
            match decimals.as_mut() {
                None => whole = whole.checked_mul(10)?.checked_add(i64::from(digit))?,
                Some(n) => {
                    *n += 1;
                    if *n > currency.decimals() {
                        return None;
                    }
                    fraction = fraction * 10 + i64::from(digit);
                }
            }
        }
        if grouped && run != 3 {
            return None;
        }
        let missing = currency.decimals() - decimals.unwrap_or(0);
        let minor = whole.checked_mul(10i64.pow(currency.decimals()))?.checked_add(fraction * 10i64.pow(missing))?;
        (seen && minor > 0).then_some(Money::new(minor, currency))
    }

    /// The amount in major units with all decimals, with a point and no grouping: "1200.00". For forms and files.
    pub fn to_major(&self) -> String {
        let decimals = self.currency.decimals() as usize;
        let sign = if self.amount_minor < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.amount_minor.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        let fen = |s: &str| Money::parse_major(s, Currency::CNY).map(|m| m.amount_minor);
        assert_eq!(fen("120"), Some(12_000));
        assert_eq!(fen(" 1,200.5 "), Some(120_050));
        assert_eq!(fen("１２０．５０"), Some(12_050));
        assert_eq!(fen("١٢٠٫٥"), Some(12_050));
        assert_eq!(fen("¥0.01"), Some(1));
        assert_eq!(fen("¥ 120 元"), Some(12_000));
        for bad in ["", "0", "-5", "1.005", "1.2.3", "abc", "1e9", "99999999999999999999", ".", "¥", "1元2"] {
            assert_eq!(fen(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_comma_parts_thousands_or_nothing_is_read() {
        let fen = |s: &str| Money::parse_major(s, Currency::CNY).map(|m| m.amount_minor);
        for good in ["1,200", "1，200", "١٬٢٠٠", "١،٢٠٠", "1 200", "1\u{a0}200", "1,200.00", "1,200 元"] {
            assert_eq!(fen(good), Some(120_000), "{good}");
        }
        assert_eq!(fen("12,345,678.9"), Some(1_234_567_890));
        for bad in
            ["12,5", "12,50", "12،5", "12٬5", "1,2000", "1234,567", "1,20.5", "1,,200", ",200", "0,500", "1,200,", "1,2 3", "12 5"]
        {
            assert_eq!(fen(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in 1i64..=i64::MAX / 2) {
            for code in ["CNY", "JPY", "KWD"] {
                let money = Money::new(minor, code.parse().unwrap());
                prop_assert_eq!(Money::parse_major(&money.to_major(), money.currency), Some(money));
            }
        }
    }
}
