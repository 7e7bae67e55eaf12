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
}

impl View {
    /// A view outside of any request: for samples and documents.
    pub fn new(i18n: Arc<I18n>, locale: Locale, offset_minutes: i32, now: Millis, demo: bool) -> Self {
        View { i18n, locale, offset: offset_minutes, now, demo }
    }

    /// The message.
    pub fn t(&self, key: &str) -> String {
        self.i18n.text(self.locale, key, &[])
    }

    /// The message, told one thing.
    pub fn t1(&self, key: &str, name: &str, value: impl Into<Arg>) -> String {
        self.i18n.text(self.locale, key, &[(name, value.into())])
    }

    /// The message, told two things.
    pub fn t2(&self, key: &str, a: &str, x: impl Into<Arg>, b: &str, y: impl Into<Arg>) -> String {
        self.i18n.text(self.locale, key, &[(a, x.into()), (b, y.into())])
    }

    /// The message, told three things.
    #[allow(clippy::too_many_arguments)]
    pub fn t3(&self, key: &str, a: &str, x: impl Into<Arg>, b: &str, y: impl Into<Arg>, c: &str, z: impl Into<Arg>) -> String {
        self.i18n.text(self.locale, key, &[(a, x.into()), (b, y.into()), (c, z.into())])
    }

    /// The message, told any number of things.
    pub fn t_args(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.i18n.text(self.locale, key, args)
    }

    /// A message whose key is made of a family and a member: `v.family("aid-state", "open")` is `aid-state-open`.
    pub fn family(&self, family: &str, member: impl std::fmt::Display) -> String {
        self.i18n.text(self.locale, &format!("{family}-{}", member.to_string().replace('_', "-")), &[])
    }

    /// A whole number.
    pub fn number(&self, n: impl Into<i64> + Copy) -> String {
        self.i18n.formats(self.locale).number(n.into())
    }

    /// A count.
    pub fn count(&self, n: usize) -> String {
        self.i18n.formats(self.locale).number(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// An amount.
    pub fn money(&self, money: impl std::borrow::Borrow<Money>) -> String {
        self.i18n.formats(self.locale).money(*money.borrow())
    }

    /// An amount from its parts.
    pub fn amount(&self, minor: i64, currency: Currency) -> String {
        self.i18n.formats(self.locale).money(Money::new(minor, currency))
    }

    /// A share in percent.
    pub fn percent(&self, numerator: i64, denominator: i64) -> String {
        self.i18n.formats(self.locale).percent(numerator, denominator)
    }

    /// The local day.
    pub fn date(&self, moment: impl std::borrow::Borrow<Millis>) -> String {
        self.i18n.formats(self.locale).date(*moment.borrow(), self.offset)
    }

    /// The local day and time.
    pub fn datetime(&self, moment: impl std::borrow::Borrow<Millis>) -> String {
        self.i18n.formats(self.locale).datetime(*moment.borrow(), self.offset)
    }

    /// Minutes that local time is ahead of UTC.
    pub fn offset_minutes(&self) -> i32 {
        self.offset
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
