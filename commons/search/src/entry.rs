//! Putting things into the index and taking them out, inside the unit of work that changes them.

use crate::cut::cut;
use crate::facet::Facet;
use crate::store::{self, Row};
use qianmo_db::{Engine, Tx};
use qianmo_kernel::{PublicRef, Res};
use std::fmt::Write;

/// A thing that can be found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// What kind of thing: `request` …
    pub kind: &'static str,
    /// The thing.
    pub reference: PublicRef,
    /// What hits are ordered by, largest first: a time in milliseconds or an id. From `i64::MIN + 1` to `i64::MAX - 1`.
    /// Loading many entries is fastest in rising order.
    pub order: i64,
    /// Its public words, in any script. Never sealed text.
    pub text: String,
    /// What it is filtered by.
    pub facets: Vec<Facet>,
}

impl Entry {
    /// An entry without facets.
    pub fn new(kind: &'static str, reference: PublicRef, order: i64, text: impl Into<String>) -> Self {
        Entry { kind, reference, order, text: text.into(), facets: Vec::new() }
    }

    /// Adds facets.
    #[must_use]
    pub fn facets(mut self, facets: impl IntoIterator<Item = Facet>) -> Self {
        self.facets.extend(facets);
        self
    }
}

/// Indexes an entry, or brings it up to date if it is indexed already.
pub fn index(tx: &mut Tx<'_>, entry: &Entry) -> Res<()> {
    let words = cut(&entry.text).join(" ");
    let facets = written(entry.kind, &entry.facets);
    let before = store::load(tx, entry.kind, entry.reference)?;
    if before.as_ref().is_some_and(|b| b.asked == entry.order && b.words == words && b.facets == facets) {
        return Ok(());
    }
    let sort = match (&before, tx.engine()) {
        (Some(before), _) if before.asked == entry.order => before.sort,
        (_, Engine::Sqlite) => store::free_sort(tx, entry.order)?,
        (_, Engine::Postgres) => entry.order,
    };
    put(tx, entry.kind, entry.reference, before.map(|b| b.sort), &Row { asked: entry.order, sort, words, facets })
}

/// Changes the facets of an indexed entry, its words staying as they are. `false` when it is not indexed.
pub fn set_facets(tx: &mut Tx<'_>, kind: &'static str, reference: PublicRef, facets: &[Facet]) -> Res<bool> {
    let Some(before) = store::load(tx, kind, reference)? else { return Ok(false) };
    let facets = written(kind, facets);
    if before.facets != facets {
        let sort = before.sort;
        put(tx, kind, reference, Some(sort), &Row { facets, ..before })?;
    }
    Ok(true)
}

/// Takes an entry out of the index; nothing happens when it is not there.
pub fn remove(tx: &mut Tx<'_>, kind: &'static str, reference: PublicRef) -> Res<()> {
    if let Some(before) = store::load(tx, kind, reference)? {
        if tx.engine() == Engine::Sqlite {
            store::drop_text(tx, before.sort)?;
        }
        store::delete(tx, kind, reference)?;
    }
    Ok(())
}

/// Makes everything findable that was indexed while a new file was being filled: entry by entry it would take several times as
/// long. Nothing happens where entries are findable as soon as they are indexed.
pub fn end_filling(tx: &mut Tx<'_>) -> Res<()> {
    if tx.is_filling() { store::add_all_texts(tx) } else { Ok(()) }
}

fn put(tx: &mut Tx<'_>, kind: &'static str, reference: PublicRef, old_sort: Option<i64>, row: &Row) -> Res<()> {
    match tx.engine() {
        Engine::Sqlite => {
            if let Some(old) = old_sort {
                store::drop_text(tx, old)?;
            }
            store::save(tx, kind, reference, row, "")?;
            store::add_text(tx, row.sort, &format!("{} {}", row.words, row.facets))
        }
        Engine::Postgres => store::save(tx, kind, reference, row, &vector(row)),
    }
}

/// Facets as the index keeps them: in order, each once, the kind's own among them.
fn written(kind: &str, facets: &[Facet]) -> String {
    let kind = Facet::kind(kind);
    let mut tokens: Vec<&str> = facets.iter().chain([&kind]).map(Facet::token).collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens.join(" ")
}

/// The text of a PostgreSQL `tsvector`: words with their positions, facets without.
fn vector(row: &Row) -> String {
    let mut text = String::with_capacity(row.words.len() * 2);
    for (at, word) in row.words.split(' ').filter(|w| !w.is_empty()).enumerate() {
        let _ = write!(text, "'{word}':{} ", at + 1);
    }
    for facet in row.facets.split(' ') {
        let _ = write!(text, "'{facet}' ");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facets_are_written_once_and_in_order_with_the_kind() {
        let facets = [Facet::new("state", "open"), Facet::new("area", "x"), Facet::new("state", "open")];
        assert_eq!(written("request", &facets), "area_x kind_request state_open");
    }

    #[test]
    fn positions_count_from_one_and_facets_have_none() {
        let row = Row { asked: 0, sort: 0, words: "大米 米".into(), facets: "kind_request".into() };
        assert_eq!(vector(&row), "'大米':1 '米':2 'kind_request' ");
    }
}
