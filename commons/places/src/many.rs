//! Many rows in one statement: over a network each statement is a journey, and a country has hundreds of thousands of rows.
//! The texts are made by the compiler, so that they are constants like all others.

use crate::place::Place;
use crate::store;
use qianmo_db::{Tx, Value, sql};
use qianmo_kernel::Res;
use std::collections::HashMap;

/// Places that [`ADD_MANY`] adds at once.
const ROWS: usize = 25;
/// Values of one place; its version is 1.
const COLUMNS: usize = 14;
/// Codes that [`BY_CODES`] asks for at once.
const CODES: usize = 100;

sql! {
    const ADD_MANY = {
        const TEXT: Text = Text::new()
            .push("INSERT INTO place (id, code, parent, path, level, depth, name, folded, language, keeps_books, from_at, until_at, \
                lat_e6, lng_e6, version) VALUES ")
            .rows(ROWS, COLUMNS, ", 1)");
        TEXT.text()
    };
    const BY_CODES = {
        const TEXT: Text = Text::new()
            .push("SELECT id, code, parent, path, level, depth, name, language, keeps_books, from_at, until_at, lat_e6, lng_e6, version \
                FROM place WHERE code IN ")
            .rows(1, CODES, ")");
        TEXT.text()
    };
}

/// A text being put together at compile time.
struct Text {
    bytes: [u8; 4_096],
    length: usize,
}

impl Text {
    const fn new() -> Self {
        Text { bytes: [0; 4_096], length: 0 }
    }

    const fn push(mut self, text: &str) -> Self {
        let (bytes, mut at) = (text.as_bytes(), 0);
        while at < bytes.len() {
            self.bytes[self.length] = bytes[at];
            self.length += 1;
            at += 1;
        }
        self
    }

    const fn number(mut self, number: usize) -> Self {
        let mut power = 1;
        while power * 10 <= number {
            power *= 10;
        }
        while power > 0 {
            self.bytes[self.length] = b'0' + ((number / power) % 10) as u8;
            self.length += 1;
            power /= 10;
        }
        self
    }

    /// `($1, $2 …)` as often as there are rows, each closed by `end`.
    const fn rows(mut self, rows: usize, columns: usize, end: &str) -> Self {
        let mut value = 0;
        while value < rows * columns {
            self = self.push(if value == 0 {
                "($"
            } else if value % columns == 0 {
                ", ($"
            } else {
                ", $"
            });
            value += 1;
            self = self.number(value);
            if value % columns == 0 {
                self = self.push(end);
            }
        }
        self
    }

    const fn text(&'static self) -> &'static str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

/// Adds places.
pub(crate) fn add(tx: &mut Tx<'_>, places: &[Place]) -> Res<()> {
    let mut chunks = places.chunks_exact(ROWS);
    for chunk in &mut chunks {
        let folded: Vec<String> = chunk.iter().map(|p| crate::name::fold(&p.name)).collect();
        let mut values: Vec<Value<'_>> = Vec::with_capacity(ROWS * COLUMNS);
        for (place, folded) in chunk.iter().zip(&folded) {
            values.extend([
                Value::from(place.id),
                Value::from(&place.code),
                Value::from(place.parent),
                Value::from(&place.path),
                Value::from(place.level.name()),
                Value::from(place.level.depth()),
                Value::from(&place.name),
                Value::from(folded),
                Value::from(&place.language),
                Value::from(place.keeps_books),
                Value::from(place.from),
                Value::from(place.until),
                Value::from(place.location.map(|l| l.lat_e6)),
                Value::from(place.location.map(|l| l.lng_e6)),
            ]);
        }
        tx.execute(ADD_MANY, &values)?;
    }
    chunks.remainder().iter().try_for_each(|place| store::add(tx, place))
}

/// The places that bear or bore these codes last, by code.
pub(crate) fn by_codes(tx: &mut Tx<'_>, codes: &[String]) -> Res<HashMap<String, Place>> {
    let mut found: HashMap<String, Place> = HashMap::with_capacity(codes.len());
    for chunk in codes.chunks(CODES) {
        // A short chunk asks for its last code several times over.
        let values: Vec<Value<'_>> = (0..CODES).filter_map(|n| chunk.get(n).or(chunk.last())).map(Value::from).collect();
        for place in tx.query(BY_CODES, &values, store::place)? {
            if found.get(&place.code).is_none_or(|other| other.until < place.until) {
                found.insert(place.code.clone(), place);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiler_writes_the_lists() {
        assert!(ADD_MANY.sqlite.contains("VALUES ($1, $2, ") && ADD_MANY.sqlite.contains(", $14, 1), ($15, "));
        assert!(ADD_MANY.sqlite.ends_with(", $349, $350, 1)"));
        assert!(BY_CODES.postgres.contains("code IN ($1, $2, ") && BY_CODES.postgres.ends_with(", $99, $100)"));
    }
}
