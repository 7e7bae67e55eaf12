//! What the forms of the tree's editor say, parsed once.

use super::command::{NewPlace, Succession};
use crate::name::is_language;
use qianmo_kernel::{Id, Millis, Res};
use qianmo_web::{RawForm, Reader};

/// A new name: the version the editor saw, and the name.
pub(super) fn new_name(raw: &RawForm) -> Res<(Option<i64>, String)> {
    let mut reader = Reader::form(raw);
    let seen = reader.opt_int("version", 1, i64::MAX);
    let name = reader.text("name", 1, 200).replace('\n', " ");
    reader.finish()?;
    Ok((seen, name))
}

/// A name in another language: the language, and the name.
pub(super) fn other_name(raw: &RawForm) -> Res<(String, String)> {
    let mut reader = Reader::form(raw);
    let language = language(&mut reader, "language");
    let name = reader.text("other_name", 1, 200).replace('\n', " ");
    reader.finish()?;
    Ok((language, name))
}

/// A new place under `parent`.
pub(super) fn new_place(raw: &RawForm, parent: Id) -> Res<NewPlace> {
    let mut reader = Reader::form(raw);
    let code = reader.text("code", 1, 64);
    if code.chars().any(char::is_whitespace) || code.len() > 64 {
        reader.fail("code", "places-code-bad");
    }
    let level = reader.text("level", 1, 64);
    let name = reader.text("new_name", 1, 200).replace('\n', " ");
    let language = language(&mut reader, "new_language");
    reader.finish()?;
    Ok(NewPlace { parent, code, level, name, language })
}

/// What takes the place of `old`: the code or id of the new place as typed, and since when.
pub(super) fn succession(raw: &RawForm, old: Id, offset_minutes: i32) -> Res<(String, Succession)> {
    let mut reader = Reader::form(raw);
    let new = reader.text("new", 1, 64);
    let at = match reader.date("at") {
        // The day begins when it begins there.
        Some((y, m, d)) => Millis::from_date(y, m, d).unwrap_or_default() - i64::from(offset_minutes) * Millis::MINUTE,
        None => {
            if reader.raw("at").trim().is_empty() {
                reader.fail("at", "web-field-required");
            }
            Millis(0)
        }
    };
    reader.finish()?;
    Ok((new, Succession { old: vec![old], new: Id::NONE, at }))
}

fn language(reader: &mut Reader<'_>, field: &str) -> String {
    let language = reader.text(field, 1, 35);
    if !language.is_empty() && !is_language(&language) {
        reader.fail(field, "places-language-bad");
    }
    language
}

#[cfg(test)]
mod tests {
    use super::*;
    use qianmo_kernel::Fail;

    fn fields<T: std::fmt::Debug>(outcome: Res<T>) -> Vec<String> {
        match outcome {
            Err(Fail::Refused(refused)) => refused.fields.iter().map(|f| f.field.clone()).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_bad_field_is_told() {
        let raw = RawForm::parse("code=a b&level=&new_name=&new_language=中文".as_bytes());
        assert_eq!(fields(new_place(&raw, Id::NONE)), ["code", "level", "new_name", "new_language"]);
        assert_eq!(fields(succession(&RawForm::parse(b"new=&at="), Id::NONE, 0)), ["new", "at"]);
        assert_eq!(fields(succession(&RawForm::parse(b"new=1&at=2021-02-30"), Id::NONE, 0)), ["at"]);
        assert_eq!(fields(new_name(&RawForm::parse(b"version=x&name=n"))), ["version"]);
    }

    #[test]
    fn a_day_begins_when_it_begins_there() {
        let (_, change) = succession(&RawForm::parse(b"new=1&at=2020-01-02"), Id::NONE, 480).unwrap();
        assert_eq!(change.at.to_string(), "2020-01-01T16:00:00Z");
    }
}
