//! Numbers, dates and money as each language writes them.

use icu::calendar::Date;
use icu::datetime::DateTimeFormatter;
use icu::datetime::fieldsets::{YM, YMD, YMDT};
use icu::datetime::input::{DateTime, Time};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::locale::Locale as IcuLocale;
use qianmo_kernel::{Currency, Error, Locale, Millis, Money, Res};

/// How one language writes numbers, dates and money.
pub struct Formats {
    locale: Locale,
    decimal: DecimalFormatter,
    date: DateTimeFormatter<YMD>,
    datetime: DateTimeFormatter<YMDT>,
    month: DateTimeFormatter<YM>,
}

/// The sign an amount is written with: a currency's own, or its code.
pub(crate) fn sign(currency: &Currency) -> &str {
    if *currency == Currency::CNY { "¥" } else { currency.code() }
}

impl Formats {
    /// The language's formats. Fails only if the data for a language of ours were left out of the program.
    pub fn new(locale: Locale) -> Res<Self> {
        let tag: IcuLocale = match locale {
            // Western digits: most readers of Arabic on the Internet expect them beside codes and amounts to type.
            Locale::Ar => "ar-u-nu-latn",
            Locale::ZhHans => "zh-Hans",
            Locale::En => "en-GB",
        }
        .parse()
        .map_err(|e| Error::because("a language tag", e))?;
        Ok(Formats {
            locale,
            decimal: DecimalFormatter::try_new((&tag).into(), Default::default()).map_err(|e| Error::because("numbers", e))?,
            date: DateTimeFormatter::try_new((&tag).into(), YMD::medium()).map_err(|e| Error::because("dates", e))?,
            datetime: DateTimeFormatter::try_new((&tag).into(), YMD::medium().with_time_hm())
                .map_err(|e| Error::because("times", e))?,
            month: DateTimeFormatter::try_new((&tag).into(), YM::medium()).map_err(|e| Error::because("months", e))?,
        })
    }

    /// A whole number with its groups.
    pub fn number(&self, n: i64) -> String {
        self.decimal.format_to_string(&Decimal::from(n))
    }

    /// A number of tenths as a number with one decimal.
    pub fn tenths(&self, tenths: i64) -> String {
        self.fixed(tenths, 1)
    }

    fn fixed(&self, units: i64, decimals: u32) -> String {
        let mut decimal = Decimal::from(units);
        decimal.multiply_pow10(-(decimals as i16));
        self.decimal.format_to_string(&decimal)
    }

    /// An amount with its currency's sign; the decimals are left out when they are all zero.
    pub fn money(&self, money: Money) -> String {
        let decimals = money.currency.decimals();
        let whole = 10i64.pow(decimals);
        let amount = if money.amount_minor % whole == 0 {
            self.number(money.amount_minor / whole)
        } else {
            let mut decimal = Decimal::from(money.amount_minor);
            decimal.multiply_pow10(-(decimals as i16));
            decimal.pad_end(-(decimals as i16));
            self.decimal.format_to_string(&decimal)
        };
        let (amount, minus) = match amount.strip_prefix('-') {
            Some(rest) => (rest.to_owned(), "−"),
            None => (amount, ""),
        };
        let sign = sign(&money.currency);
        let gap = if sign.len() == 3 { "\u{a0}" } else { "" };
        match self.locale {
            Locale::Ar => format!("{minus}{amount}\u{a0}{sign}"),
            Locale::ZhHans | Locale::En => format!("{minus}{sign}{gap}{amount}"),
        }
    }

    /// A share in percent with one decimal; "–" when there is nothing to take a share of.
    pub fn percent(&self, numerator: i64, denominator: i64) -> String {
        if denominator <= 0 {
            return "–".into();
        }
        let tenths = (i128::from(numerator) * 1_000 + i128::from(denominator) / 2) / i128::from(denominator);
        let tenths = i64::try_from(tenths).unwrap_or(i64::MAX);
        let share = if tenths % 10 == 0 { self.number(tenths / 10) } else { self.fixed(tenths, 1) };
        // Without a gap in any language; beside western digits Arabic takes the western sign, which bidi keeps with them.
        format!("{share}%")
    }

    fn day(moment: Millis, offset_minutes: i32) -> Option<Date<icu::calendar::Iso>> {
        let (year, month, day) = moment.date_at(offset_minutes);
        Date::try_new_iso(i32::from(year), month.unsigned_abs(), day.unsigned_abs()).ok()
    }

    /// The local day.
    pub fn date(&self, moment: Millis, offset_minutes: i32) -> String {
        Self::day(moment, offset_minutes).map(|d| self.date.format(&d).to_string()).unwrap_or_else(|| moment.to_string())
    }

    /// A month, given as year × 100 + month.
    pub fn month(&self, month: i64) -> String {
        let first = i32::try_from(month / 100).ok().zip(u8::try_from(month % 100).ok());
        match first.and_then(|(year, month)| Date::try_new_iso(year, month, 1).ok()) {
            Some(first) => self.month.format(&first).to_string(),
            None => month.to_string(),
        }
    }

    /// The local day and the time to the minute.
    pub fn datetime(&self, moment: Millis, offset_minutes: i32) -> String {
        let local = moment + i64::from(offset_minutes) * Millis::MINUTE;
        let minutes = local.0.rem_euclid(Millis::DAY) / Millis::MINUTE;
        let time = Time::try_new((minutes / 60) as u8, (minutes % 60) as u8, 0, 0).ok();
        match (Self::day(moment, offset_minutes), time) {
            (Some(date), Some(time)) => self.datetime.format(&DateTime { date, time }).to_string(),
            _ => moment.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_its_own_way() {
        let [zh, en, ar] = Locale::ALL.map(|l| Formats::new(l).unwrap());
        let money = Money::new(120_050, Currency::CNY);
        assert_eq!(en.money(money), "¥1,200.50");
        assert_eq!(zh.money(Money::new(120_000, Currency::CNY)), "¥1,200");
        assert_eq!(ar.money(money), "1,200.50\u{a0}¥");
        assert_eq!(en.money(Money::new(-5, Currency::CNY)), "−¥0.05");
        let moment = Millis::parse("2020-11-23T16:05:00Z").unwrap();
        assert_eq!(en.date(moment, 480), "24 Nov 2020");
        assert_eq!(zh.date(moment, 480), "2020年11月24日");
        assert!(en.datetime(moment, 480).contains("00:05"), "{}", en.datetime(moment, 480));
        assert_eq!((en.month(202_501), zh.month(202_501)), ("Jan 2025".into(), "2025年1月".into()));
        assert_eq!((en.month(13), sign(&"EUR".parse().unwrap())), ("13".into(), "EUR"));
        assert_eq!(en.percent(1, 5), "20%");
        assert_eq!((en.percent(97, 500), ar.percent(97, 500)), ("19.4%".into(), "19.4%".into()));
        assert_eq!((en.tenths(23), zh.tenths(12_340), ar.tenths(40)), ("2.3".into(), "1,234.0".into(), "4.0".into()));
        assert_eq!(en.percent(1, 0), "–");
        assert_eq!(zh.percent(2, 3), "66.7%");
    }
}
