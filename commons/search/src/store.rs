//! The index's rows. The full-text parts are written once for each engine.

use qianmo_db::{Tx, params, sql};
use qianmo_kernel::{PublicRef, Res};

/// An indexed entry as it is kept.
pub(crate) struct Row {
    /// The order that was asked for.
    pub asked: i64,
    /// The order it has: on SQLite the row number of its text, and so its own.
    pub sort: i64,
    /// The cuts of its text.
    pub words: String,
    /// Its facets.
    pub facets: String,
}

sql! {
    /// One entry.
    pub(crate) const LOAD = "SELECT asked, sort, words, facets FROM search_entry WHERE county = $1 AND id = $2 AND kind = $3";

    /// The largest order given to entries that asked for this one.
    pub(crate) const LAST_OF = "SELECT sort FROM search_entry WHERE asked = $1 ORDER BY sort DESC LIMIT 1";

    /// Orders in use from here on.
    pub(crate) const TAKEN = "SELECT sort FROM search_entry WHERE sort >= $1 ORDER BY sort LIMIT 500";

    /// Takes an entry out.
    pub(crate) const DELETE = "DELETE FROM search_entry WHERE county = $1 AND id = $2 AND kind = $3";

    /// Writes an entry. PostgreSQL keeps the searchable vector in the same row.
    pub(crate) const SAVE =
        sqlite "INSERT INTO search_entry (county, id, kind, asked, sort, words, facets) VALUES ($1, $2, $3, $4, $5, $6, $7 || $8) \
                ON CONFLICT (county, id, kind) DO UPDATE SET asked = excluded.asked, sort = excluded.sort, \
                words = excluded.words, facets = excluded.facets"
        postgres "INSERT INTO search_entry (county, id, kind, asked, sort, words, facets, vector) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, CAST(CAST($8 AS TEXT) AS tsvector)) \
                  ON CONFLICT (county, id, kind) DO UPDATE SET asked = excluded.asked, sort = excluded.sort, \
                  words = excluded.words, facets = excluded.facets, vector = excluded.vector";

    /// Finds entries, newest first, after the marked one. SQLite's row numbers are the orders, so that the index is read
    /// from its newest end and no further than the page. PostgreSQL has no such index: it collects all hits from the one over
    /// the vectors, and then sorts. Left to itself it believes that to ask a row is cheap, and asks thousands, newest first; the
    /// fence keeps it from that.
    pub(crate) const FIND =
        sqlite "SELECT e.county, e.id, e.sort FROM search_text t CROSS JOIN search_entry e ON e.sort = t.rowid \
                WHERE t.search_text MATCH $1 AND t.rowid < $2 AND e.id <> $3 ORDER BY t.rowid DESC LIMIT $4"
        postgres "WITH found AS MATERIALIZED (SELECT county, id, sort FROM search_entry \
                  WHERE vector @@ CAST(CAST($1 AS TEXT) AS tsquery)) \
                  SELECT county, id, sort FROM found WHERE (sort, id) < ($2, $3) ORDER BY sort DESC, id DESC LIMIT $4";

    /// Finds entries among the next 200 after the marked one, of any kind and text: a page of a common word lies within them, and
    /// collecting all of its hits would take longer the more there are. SQLite's reading stops at the page by itself.
    pub(crate) const FIND_AMONG_NEXT =
        sqlite "SELECT 0, 0, 0 WHERE $1 = $2 AND $3 = $4"
        postgres "WITH next AS MATERIALIZED (SELECT county, id, sort, vector FROM search_entry WHERE (sort, id) < ($2, $3) \
                  ORDER BY sort DESC, id DESC LIMIT 200) SELECT county, id, sort FROM next \
                  WHERE vector @@ CAST(CAST($1 AS TEXT) AS tsquery) ORDER BY sort DESC, id DESC LIMIT $4";

    /// Adds a text to SQLite's full-text table.
    pub(crate) const ADD_TEXT =
        sqlite "INSERT INTO search_text (rowid, text) VALUES ($1, $2)"
        postgres "SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT)";

    /// Adds the texts of all entries to SQLite's full-text table, which gathers what comes in the order of its rows.
    pub(crate) const ADD_ALL_TEXTS =
        sqlite "INSERT INTO search_text (rowid, text) SELECT sort, words || ' ' || facets FROM search_entry ORDER BY sort"
        postgres "SELECT 1";

    /// Takes a text out of SQLite's full-text table.
    pub(crate) const DROP_TEXT =
        sqlite "DELETE FROM search_text WHERE rowid = $1"
        postgres "SELECT CAST($1 AS BIGINT)";
}

pub(crate) fn load(tx: &mut Tx<'_>, kind: &str, reference: PublicRef) -> Res<Option<Row>> {
    tx.first(LOAD, params![reference.county, reference.id, kind], |row| {
        Ok(Row { asked: row.i64(0)?, sort: row.i64(1)?, words: row.text(2)?, facets: row.text(3)? })
    })
}

/// The first order from `asked` upwards that no entry has: SQLite's texts are numbered by it.
pub(crate) fn free_sort(tx: &mut Tx<'_>, asked: i64) -> Res<i64> {
    let last = tx.first(LAST_OF, params![asked], |row| row.i64(0))?;
    let mut free = last.map_or(asked, |last| last.saturating_add(1));
    loop {
        let taken = tx.query(TAKEN, params![free], |row| row.i64(0))?;
        for sort in &taken {
            if *sort != free {
                return Ok(free);
            }
            free = free.saturating_add(1);
        }
        if taken.is_empty() || free == i64::MAX {
            return Ok(free);
        }
    }
}

pub(crate) fn save(tx: &mut Tx<'_>, kind: &str, reference: PublicRef, row: &Row, vector: &str) -> Res<()> {
    let values =
        params![reference.county, reference.id, kind, row.asked, row.sort, row.words.as_str(), row.facets.as_str(), vector];
    tx.execute(SAVE, values).map(|_| ())
}

pub(crate) fn delete(tx: &mut Tx<'_>, kind: &str, reference: PublicRef) -> Res<()> {
    tx.execute(DELETE, params![reference.county, reference.id, kind]).map(|_| ())
}

pub(crate) fn add_text(tx: &mut Tx<'_>, sort: i64, text: &str) -> Res<()> {
    if tx.is_filling() {
        return Ok(());
    }
    tx.execute(ADD_TEXT, params![sort, text]).map(|_| ())
}

pub(crate) fn drop_text(tx: &mut Tx<'_>, sort: i64) -> Res<()> {
    if tx.is_filling() {
        return Ok(());
    }
    tx.execute(DROP_TEXT, params![sort]).map(|_| ())
}

pub(crate) fn add_all_texts(tx: &mut Tx<'_>) -> Res<()> {
    tx.execute(ADD_ALL_TEXTS, &[]).map(|_| ())
}
