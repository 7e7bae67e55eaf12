//! Words in every language: one Fluent bundle per language, shared between threads.

use crate::format::Formats;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use qianmo_kernel::{Error, Locale, Res};
use std::borrow::Cow;
use std::sync::OnceLock;

/// What a message is told: a text, or a number that it may count with.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// A text, set apart from its surroundings' direction.
    Text(String),
    /// A number; written in the language's digits, and decides singular and plural.
    Number(i64),
}

impl From<&str> for Arg {
    fn from(x: &str) -> Self {
        Arg::Text(x.to_owned())
    }
}
impl From<String> for Arg {
    fn from(x: String) -> Self {
        Arg::Text(x)
    }
}
impl From<&String> for Arg {
    fn from(x: &String) -> Self {
        Arg::Text(x.clone())
    }
}
macro_rules! from_number {
    ($($t:ty),*) => { $(
        impl From<$t> for Arg { fn from(x: $t) -> Self { Arg::Number(i64::try_from(x).unwrap_or(i64::MAX)) } }
        impl From<&$t> for Arg { fn from(x: &$t) -> Self { Arg::from(*x) } }
    )* };
}
from_number!(i64, i32, u32, u64, usize);

/// Every language's words.
pub struct I18n {
    bundles: [FluentBundle<FluentResource>; 3],
    formats: &'static [Formats; 3],
}

/// How each language writes. Kept for the whole program, since a bundle takes a plain function to write its numbers with.
static FORMATS: OnceLock<[Formats; 3]> = OnceLock::new();

fn formats() -> Res<&'static [Formats; 3]> {
    if let Some(formats) = FORMATS.get() {
        return Ok(formats);
    }
    let [zh, en, ar] = Locale::ALL.map(Formats::new);
    let made = [zh?, en?, ar?];
    Ok(FORMATS.get_or_init(|| made))
}

/// A whole number within a message, written as it is written alone, with its groups: "8,929 of 45,518" beside "15,231".
fn written<const SLOT: usize, M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value.fract() == 0.0 => {
            FORMATS.get().map(|formats| formats[SLOT].number(number.value as i64))
        }
        _ => None,
    }
}

/// What is a number and yet no count: a year is called by its digits, without groups.
const NAMES: [&str; 1] = ["year"];

const fn slot(locale: Locale) -> usize {
    match locale {
        Locale::ZhHans => 0,
        Locale::En => 1,
        Locale::Ar => 2,
    }
}

impl I18n {
    /// Reads the words of all parts. A text that is not Fluent, or a message given twice, is an error at start.
    pub fn new<'a>(texts: impl IntoIterator<Item = (Locale, &'a str)>) -> Res<Self> {
        let mut bundles = Locale::ALL.map(|locale| {
            let tag = locale.tag().parse().unwrap_or_default();
            let mut bundle = FluentBundle::new_concurrent(vec![tag]);
            bundle.set_use_isolating(true);
            bundle
        });
        for (locale, text) in texts {
            let resource = FluentResource::try_new(text.to_owned())
                .map_err(|(_, errors)| Error::new(format!("the words in {} cannot be read: {errors:?}", locale.tag())))?;
            bundles[slot(locale)]
                .add_resource(resource)
                .map_err(|errors| Error::new(format!("the words in {}: {errors:?}", locale.tag())))?;
        }
        let formats = formats()?;
        let [zh, en, ar] = &mut bundles;
        zh.set_formatter(Some(written::<0, _>));
        en.set_formatter(Some(written::<1, _>));
        ar.set_formatter(Some(written::<2, _>));
        Ok(I18n { bundles, formats })
    }

    /// How numbers, dates and money are written in a language.
    pub fn formats(&self, locale: Locale) -> &Formats {
        &self.formats[slot(locale)]
    }

    /// Whether there is such a message in a language.
    pub fn has(&self, locale: Locale, key: &str) -> bool {
        self.bundles[slot(locale)].has_message(key)
    }

    /// The message in a language. A missing one is shown as its key, so that it is noticed; tests find it first.
    pub fn text(&self, locale: Locale, key: &str, args: &[(&str, Arg)]) -> String {
        let bundle = &self.bundles[slot(locale)];
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else { return key.to_owned() };
        let mut fluent = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            match value {
                Arg::Text(text) => fluent.set(*name, FluentValue::String(Cow::Borrowed(text.as_str()))),
                Arg::Number(number) if NAMES.contains(name) => {
                    fluent.set(*name, FluentValue::String(Cow::Owned(number.to_string())));
                }
                Arg::Number(number) => fluent.set(*name, FluentValue::from(*number)),
            }
        }
        let mut errors = Vec::new();
        let written = bundle.format_pattern(pattern, Some(&fluent), &mut errors);
        if !errors.is_empty() {
            tracing::warn!(key, locale = locale.tag(), ?errors, "a message is not told what it needs");
        }
        written.into_owned()
    }

    /// The same for places where direction marks would be in the way: JSON, plain text, files.
    pub fn plain(&self, locale: Locale, key: &str, args: &[(&str, Arg)]) -> String {
        let mut text = self.text(locale, key, args);
        text.retain(|c| !matches!(c, '\u{2066}'..='\u{2069}'));
        text
    }

    /// The message without a case at hand, with `…` for whatever it would be told.
    pub fn outline(&self, locale: Locale, key: &str) -> String {
        let bundle = &self.bundles[slot(locale)];
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else { return key.to_owned() };
        let written = bundle.format_pattern(pattern, None, &mut Vec::new());
        let (mut out, mut rest) = (String::new(), written.as_ref());
        while let Some((before, after)) = rest.split_once("{$") {
            out.push_str(before);
            out.push('…');
            rest = after.split_once('}').map_or("", |(_, rest)| rest);
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_within_a_message_are_written_as_alone() {
        let words = "x-met = { $met } of { $opened }\nx-n = { $n ->\n    [0] none\n    [one] { $n } thing\n   *[other] { $n } things\n}\nx-in = In { $year }\n";
        let i18n = I18n::new(Locale::ALL.map(|locale| (locale, words))).unwrap();
        for locale in Locale::ALL {
            let alone = |n: i64| i18n.formats(locale).number(n);
            let told = i18n.plain(locale, "x-met", &[("met", Arg::Number(8_929)), ("opened", Arg::Number(45_518))]);
            assert_eq!(told, format!("{} of {}", alone(8_929), alone(45_518)));
            assert_eq!(i18n.plain(locale, "x-n", &[("n", Arg::Number(0))]), "none");
            assert_eq!(i18n.plain(locale, "x-n", &[("n", Arg::Number(-12_000))]), format!("{} things", alone(-12_000)));
            assert_eq!(i18n.plain(locale, "x-in", &[("year", Arg::Number(2026))]), "In 2026");
        }
        assert_eq!(i18n.plain(Locale::En, "x-n", &[("n", Arg::Number(1))]), "1 thing");
        assert_eq!(i18n.plain(Locale::En, "x-met", &[("met", Arg::Number(8_929)), ("opened", Arg::Number(1))]), "8,929 of 1");
    }
}
