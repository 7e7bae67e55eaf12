//! What every template has at hand: words, numbers, dates and money in the reader's language.

use crate::i18n::{Arg, I18n};
use qianmo_kernel::{Currency, Locale, Millis, Money};
use std::sync::Arc;

/// The reader's language and its writing. Cheap to clone.
#[derive(Clone)]
pub struct View {
    pub(crate) i18n: Arc<I18n>,
    /// The language.
    pub locale: Locale,
    pub(crate) offset: i32,
    /// The present moment.
    pub now: Millis,
    /// Whether this is a demonstration.
    pub demo: bool,
    pub(crate) currency: Currency,
}

impl View {
    /// A view outside of any request: for samples and documents, in yuan.
    pub fn new(i18n: Arc<I18n>, locale: Locale, offset_minutes: i32, now: Millis, demo: bool) -> Self {
        View { i18n, locale, offset: offset_minutes, now, demo, currency: Currency::CNY }
    }

    /// The message.
    pub fn t(&self, key: &str) -> String {
        self.i18n.text(self.locale, key, &[])
    }

    /// The message, told one thing.
    pub fn t1(&self, key: &str, name: &str, value: impl AsArg) -> String {
        self.i18n.text(self.locale, key, &[(name, value.as_arg())])
    }

    /// The message, told two things.
    pub fn t2(&self, key: &str, a: &str, x: impl AsArg, b: &str, y: impl AsArg) -> String {
        self.i18n.text(self.locale, key, &[(a, x.as_arg()), (b, y.as_arg())])
    }

    /// The message, told three things.
    #[allow(clippy::too_many_arguments)]
    pub fn t3(&self, key: &str, a: &str, x: impl AsArg, b: &str, y: impl AsArg, c: &str, z: impl AsArg) -> String {
        self.i18n.text(self.locale, key, &[(a, x.as_arg()), (b, y.as_arg()), (c, z.as_arg())])
    }

    /// The message, told any number of things.
    pub fn t_args(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.i18n.text(self.locale, key, args)
    }

    /// A message whose key is made of a family and a member: `v.family("aid-state", "open")` is `aid-state-open`.
    pub fn family(&self, family: &str, member: impl std::fmt::Display) -> String {
        self.i18n.text(self.locale, &format!("{family}-{}", member.to_string().replace('_', "-")), &[])
    }

    /// The message, if there is one: for a key that was read from somewhere and that no template names.
    pub fn known(&self, key: &str) -> Option<String> {
        self.i18n.has(self.locale, key).then(|| self.t(key))
    }

    /// A whole number.
    pub fn number(&self, n: impl Whole) -> String {
        self.i18n.formats(self.locale).number(n.whole())
    }

    /// A count.
    pub fn count(&self, n: impl Whole) -> String {
        self.i18n.formats(self.locale).number(n.whole())
    }

    /// A number with one decimal, given in tenths.
    pub fn tenths(&self, tenths: impl Whole) -> String {
        self.i18n.formats(self.locale).tenths(tenths.whole())
    }

    /// An amount.
    pub fn money(&self, money: impl Amount) -> String {
        self.i18n.formats(self.locale).money(money.amount())
    }

    /// An amount from its parts.
    pub fn amount(&self, minor: impl Whole, currency: impl AsCurrency) -> String {
        self.i18n.formats(self.locale).money(Money::new(minor.whole(), currency.currency()))
    }

    /// The sign of the installation's currency.
    pub fn currency_sign(&self) -> String {
        crate::format::sign(&self.currency).to_owned()
    }

    /// A share in percent.
    pub fn percent(&self, numerator: impl Whole, denominator: impl Whole) -> String {
        self.i18n.formats(self.locale).percent(numerator.whole(), denominator.whole())
    }

    /// The local day.
    pub fn date(&self, moment: impl Moment) -> String {
        self.i18n.formats(self.locale).date(moment.moment(), self.offset)
    }

    /// A month, given as year × 100 + month.
    pub fn month(&self, month: impl Whole) -> String {
        self.i18n.formats(self.locale).month(month.whole())
    }

    /// The local day and time.
    pub fn datetime(&self, moment: impl Moment) -> String {
        self.i18n.formats(self.locale).datetime(moment.moment(), self.offset)
    }

    /// What stands between a label and what it labels.
    pub fn colon(&self) -> &'static str {
        match self.locale {
            Locale::ZhHans => "：",
            Locale::En | Locale::Ar => ": ",
        }
    }

    /// Minutes that local time is ahead of UTC.
    pub fn offset_minutes(&self) -> i32 {
        self.offset
    }
}

/// A whole number, or a reference to one: templates hand over either.
pub trait Whole {
    /// The number.
    fn whole(&self) -> i64;
}

/// A moment, or a reference to one.
pub trait Moment {
    /// The moment.
    fn moment(&self) -> Millis;
}

/// An amount, or a reference to one.
pub trait Amount {
    /// The amount.
    fn amount(&self) -> Money;
}

/// A currency, or a reference to one.
pub trait AsCurrency {
    /// The currency.
    fn currency(&self) -> Currency;
}
impl AsCurrency for Currency {
    fn currency(&self) -> Currency {
        *self
    }
}
impl<T: AsCurrency + ?Sized> AsCurrency for &T {
    fn currency(&self) -> Currency {
        (**self).currency()
    }
}

/// What a message can be told, or a reference to it.
pub trait AsArg {
    /// As the message takes it.
    fn as_arg(&self) -> Arg;
}

macro_rules! whole {
    ($($t:ty),*) => { $(
        impl Whole for $t { fn whole(&self) -> i64 { i64::try_from(*self).unwrap_or(i64::MAX) } }
        impl AsArg for $t { fn as_arg(&self) -> Arg { Arg::Number(self.whole()) } }
    )* };
}
whole!(i64, i32, i16, u8, u16, u32, u64, usize);

impl Moment for Millis {
    fn moment(&self) -> Millis {
        *self
    }
}
impl Amount for Money {
    fn amount(&self) -> Money {
        *self
    }
}
impl AsArg for str {
    fn as_arg(&self) -> Arg {
        Arg::Text(self.to_owned())
    }
}
impl AsArg for String {
    fn as_arg(&self) -> Arg {
        Arg::Text(self.clone())
    }
}
impl AsArg for Arg {
    fn as_arg(&self) -> Arg {
        self.clone()
    }
}
impl<T: Whole + ?Sized> Whole for &T {
    fn whole(&self) -> i64 {
        (**self).whole()
    }
}
impl<T: Moment + ?Sized> Moment for &T {
    fn moment(&self) -> Millis {
        (**self).moment()
    }
}
impl<T: Amount + ?Sized> Amount for &T {
    fn amount(&self) -> Money {
        (**self).amount()
    }
}
impl<T: AsArg + ?Sized> AsArg for &T {
    fn as_arg(&self) -> Arg {
        (**self).as_arg()
    }
}

/// Escapes text for HTML, element content and quoted attributes alike.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
