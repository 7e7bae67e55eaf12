//! Raw input → typed values, with every field's error collected, parsed once.

use crate::extract::RawForm;
use qianmo_kernel::{Currency, FieldError, Id, Money, PublicRef, Refused, Res, text};

/// Reads fields; what is not right is remembered, and [`Reader::finish`] refuses once for all of it.
pub struct Reader<'a> {
    form: &'a RawForm,
    errors: Vec<FieldError>,
}

impl<'a> Reader<'a> {
    /// Reads this form.
    pub fn form(form: &'a RawForm) -> Self {
        Reader { form, errors: Vec::new() }
    }

    /// Remembers that a field is not right.
    pub fn fail(&mut self, field: impl Into<String>, message: &'static str) {
        self.fail_with(field, message, Vec::new());
    }

    /// The same, with something the message mentions.
    pub fn fail_with(&mut self, field: impl Into<String>, message: &'static str, args: Vec<(&'static str, String)>) {
        self.errors.push(FieldError { field: field.into(), message, args });
    }

    /// The value as typed; empty when the field is missing.
    pub fn raw(&self, field: &str) -> &'a str {
        self.form.get(field).unwrap_or_default()
    }

    /// Text of one line or several, tidied, `min` to `max` characters.
    pub fn text(&mut self, field: &str, min: usize, max: usize) -> String {
        let text = text::tidy(self.raw(field));
        let length = text::length(&text);
        if length == 0 && min > 0 {
            self.fail(field, "web-field-required");
        } else if length < min {
            self.fail_with(field, "web-field-short", vec![("min", min.to_string())]);
        } else if length > max {
            self.fail_with(field, "web-field-long", vec![("max", max.to_string())]);
        }
        text
    }

    /// Text that may be left out.
    pub fn opt_text(&mut self, field: &str, max: usize) -> Option<String> {
        let text = self.text(field, 0, max);
        (!text.is_empty()).then_some(text)
    }

    /// A positive amount in major units, as people type it.
    pub fn money(&mut self, field: &str, currency: Currency) -> Money {
        match Money::parse_major(self.raw(field), currency) {
            Some(money) if money.amount_minor <= 1_000_000_000_000 => money,
            _ => {
                let message = if self.raw(field).trim().is_empty() { "web-field-required" } else { "web-field-money" };
                self.fail(field, message);
                Money::new(0, currency)
            }
        }
    }

    /// A whole number within bounds.
    pub fn int(&mut self, field: &str, min: i64, max: i64) -> i64 {
        let typed: String = self.raw(field).trim().chars().map(digit).collect();
        match typed.parse::<i64>() {
            Ok(n) if (min..=max).contains(&n) => n,
            _ if typed.is_empty() => {
                self.fail(field, "web-field-required");
                min
            }
            _ => {
                self.fail_with(field, "web-field-number", vec![("min", min.to_string()), ("max", max.to_string())]);
                min
            }
        }
    }

    /// A whole number that may be left out.
    pub fn opt_int(&mut self, field: &str, min: i64, max: i64) -> Option<i64> {
        (!self.raw(field).trim().is_empty()).then(|| self.int(field, min, max))
    }

    /// One of a list.
    pub fn choice<'c>(&mut self, field: &str, choices: &[&'c str]) -> &'c str {
        let typed = self.raw(field).trim();
        match choices.iter().find(|c| **c == typed) {
            Some(choice) => choice,
            None => {
                self.fail(field, if typed.is_empty() { "web-field-choose" } else { "web-field-choice" });
                choices.first().copied().unwrap_or_default()
            }
        }
    }

    /// One of a list, or nothing.
    pub fn opt_choice<'c>(&mut self, field: &str, choices: &[&'c str]) -> Option<&'c str> {
        (!self.raw(field).trim().is_empty()).then(|| self.choice(field, choices))
    }

    /// A calendar day as `YYYY-MM-DD`, which may be left out.
    pub fn date(&mut self, field: &str) -> Option<(i16, i8, i8)> {
        let typed: String = self.raw(field).trim().chars().map(digit).collect();
        if typed.is_empty() {
            return None;
        }
        let parts: Vec<&str> = typed.split(['-', '/', '.']).collect();
        let date = match parts.as_slice() {
            [y, m, d] => match (y.parse::<i16>(), m.parse::<i8>(), d.parse::<i8>()) {
                (Ok(y), Ok(m), Ok(d)) if (1850..=2200).contains(&y) => qianmo_kernel::Millis::from_date(y, m, d).map(|_| (y, m, d)),
                _ => None,
            },
            _ => None,
        };
        if date.is_none() {
            self.fail(field, "web-field-date");
        }
        date
    }

    /// An id.
    pub fn id(&mut self, field: &str) -> Id {
        match self.raw(field).trim().parse() {
            Ok(id) => id,
            Err(_) => {
                self.fail(field, if self.raw(field).trim().is_empty() { "web-field-choose" } else { "web-field-choice" });
                Id::NONE
            }
        }
    }

    /// The name of a row.
    pub fn reference(&mut self, field: &str) -> PublicRef {
        match self.raw(field).trim().parse() {
            Ok(reference) => reference,
            Err(_) => {
                self.fail(field, if self.raw(field).trim().is_empty() { "web-field-required" } else { "web-field-reference" });
                PublicRef::new(Id::NONE, Id::NONE)
            }
        }
    }

    /// A tick box.
    pub fn flag(&self, field: &str) -> bool {
        !matches!(self.raw(field), "" | "0" | "false" | "off")
    }

    /// Refuses (422) if any field was not right.
    pub fn finish(self) -> Res<()> {
        if self.errors.is_empty() { Ok(()) } else { Err(Refused::invalid(self.errors).into()) }
    }
}

/// Full-width and Arabic-Indic digits are digits too.
fn digit(letter: char) -> char {
    let offset = match letter {
        '０'..='９' => letter as u32 - '０' as u32,
        '٠'..='٩' => letter as u32 - '٠' as u32,
        '۰'..='۹' => letter as u32 - '۰' as u32,
        _ => return letter,
    };
    char::from_digit(offset, 10).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_field_is_told_at_once() {
        let form = RawForm::parse("title=&amount=12.345&n=٣٠&born=2021-02-30&p=x".as_bytes());
        let mut reader = Reader::form(&form);
        reader.text("title", 1, 10);
        reader.money("amount", Currency::CNY);
        assert_eq!(reader.int("n", 1, 99), 30);
        reader.date("born");
        reader.choice("p", &["a", "b"]);
        reader.choice("q", &["a", "b"]);
        let Err(qianmo_kernel::Fail::Refused(refused)) = reader.finish() else { panic!("must refuse") };
        let fields: Vec<&str> = refused.fields.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(fields, ["title", "amount", "born", "p", "q"]);
        let messages: Vec<&str> = refused.fields.iter().map(|f| f.message).collect();
        let wanted = ["web-field-required", "web-field-money", "web-field-date", "web-field-choice", "web-field-choose"];
        assert_eq!(messages, wanted, "what is chosen is not filled in");
    }
}
