//! Names of places: how they are looked up, and in which language they are shown.

use crate::store;
use qianmo_db::{Tx, Value};
use qianmo_kernel::{Id, Locale, PlacePath, Res};
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name as it is looked up: compatibility forms undone, small letters, no accents or Arabic and Hebrew vowel signs, no
/// blanks or punctuation.
pub fn fold(name: &str) -> String {
    let dropped =
        |c: char| matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}');
    let counts = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    let plain: String = name.nfkd().filter(|c| !dropped(*c) && counts(*c)).flat_map(char::to_lowercase).collect();
    // Back together what belongs together in Korean and the like.
    plain.nfc().collect()
}

/// The first text that no text beginning with `prefix` reaches, for `>= prefix AND < end`.
pub(crate) fn end_of(prefix: &str) -> String {
    let mut end = prefix.to_owned();
    end.push(char::MAX);
    end
}

/// A place's name as it is shown to a reader, and the language it is in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// The place.
    pub id: Id,
    /// The name.
    pub text: String,
    /// Its language (BCP 47), for the `lang` attribute where it is not the page's.
    pub language: String,
}

impl Label {
    /// Whether the name is in another language than the page and so needs a `lang` attribute.
    pub fn is_foreign(&self, locale: Locale) -> bool {
        Locale::from_tag(&self.language) != Some(locale)
    }
}

/// The names of places as a reader of `locale` sees them: in that language if the place has such a name, else its own.
/// Places that do not exist are left out.
pub fn labels(tx: &mut Tx<'_>, ids: impl IntoIterator<Item = Id>, locale: Locale) -> Res<HashMap<Id, Label>> {
    let mut wanted: Vec<Id> = ids.into_iter().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut labels = HashMap::with_capacity(wanted.len());
    for chunk in wanted.chunks(store::LABELS_AT_ONCE) {
        // The statement has a fixed number of places: the last one is repeated, which asks for nothing new.
        let mut values: Vec<Value<'_>> = vec![Value::from(tag_of(locale))];
        values.extend((0..store::LABELS_AT_ONCE).filter_map(|n| chunk.get(n).or(chunk.last()).map(|id| Value::from(*id))));
        let rows = tx.query(store::LABELS, &values, |row| {
            let (own, language, translated) = (row.text(1)?, row.text(2)?, row.opt_text(3)?);
            Ok(match translated {
                Some(text) => Label { id: row.id(0)?, text, language: tag_of(locale).into() },
                None => Label { id: row.id(0)?, text: own, language },
            })
        })?;
        labels.extend(rows.into_iter().map(|label| (label.id, label)));
    }
    Ok(labels)
}

/// The name of one place as a reader of `locale` sees it.
pub fn label(tx: &mut Tx<'_>, id: Id, locale: Locale) -> Res<Option<Label>> {
    Ok(labels(tx, [id], locale)?.remove(&id))
}

/// The names along a path, the widest first, the place itself last.
pub fn labels_along(tx: &mut Tx<'_>, path: &PlacePath, locale: Locale) -> Res<Vec<Label>> {
    let mut found = labels(tx, path.ids(), locale)?;
    Ok(path.ids().filter_map(|id| found.remove(&id)).collect())
}

/// The name of the place at the end of a path with all that it lies in, as a reader of `locale` says it: in Chinese from the
/// widest on, in one piece; elsewhere from the nearest on, with commas.
pub fn whole_name(tx: &mut Tx<'_>, path: &PlacePath, locale: Locale) -> Res<String> {
    let names = labels_along(tx, path, locale)?.into_iter().map(|label| label.text).collect();
    Ok(in_one(names, Some(locale)))
}

/// The same as it is said and written there, with the language of the place itself: for a letter or a parcel.
pub fn own_whole_name(tx: &mut Tx<'_>, path: &PlacePath) -> Res<(String, String)> {
    let along = crate::tree::ancestors(tx, path)?;
    let language = along.last().map(|place| place.language.clone()).unwrap_or_default();
    let names = along.into_iter().map(|place| place.name).collect();
    Ok((in_one(names, Locale::from_tag(&language)), language))
}

/// Names, the widest first, as one, in the order of a language.
fn in_one(mut names: Vec<String>, locale: Option<Locale>) -> String {
    let between = match locale {
        Some(Locale::ZhHans) => return names.concat(),
        Some(Locale::Ar) => "، ",
        Some(Locale::En) | None => ", ",
    };
    names.reverse();
    names.join(between)
}

/// The language in which names are kept for readers of a locale.
pub(crate) fn tag_of(locale: Locale) -> &'static str {
    locale.tag()
}

/// Whether this can be a language tag (BCP 47, its shape only): `zh-Hans`, `en`, `ar`, `ii` …
pub(crate) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().is_some_and(|p| (2..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()));
    first && tag.len() <= 35 && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        for (typed, folded) in [
            ("柞水县", "柞水县"),
            ("Zhàshuǐ  County", "zhashuicounty"),
            ("Xi'an", "xian"),
            ("Ｐｕ’ｅｒ", "puer"),
            ("جِبال", "جبال"),
            ("서울특별시", "서울특별시"),
            (" - ", ""),
        ] {
            assert_eq!(fold(typed), folded, "{typed}");
        }
        assert!("柞水县" < end_of("柞水").as_str() && end_of("柞水").as_str() < "柞油");
    }

    #[test]
    fn language_tags_are_told_from_other_words() {
        for good in ["zh", "zh-Hans", "ar", "ii", "en-GB", "sr-Latn-RS"] {
            assert!(is_language(good), "{good}");
        }
        for bad in ["", "z", "中文", "zh_CN", "zh-", "1a", "english language"] {
            assert!(!is_language(bad), "{bad}");
        }
    }
}
