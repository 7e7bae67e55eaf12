//! What SQLite's planner is told of the tables.
//!
//! Without figures it takes a county for ten rows, and would rather read all of a county in the order of the primary key than
//! go through an index that leads to three rows. `ANALYZE` would tell it of the tables as they are on the day it runs, and a
//! new installation's tables are empty. So it is told once what they are like when they have grown; plans are then the same
//! everywhere and on every day, and a test can look at them.

use crate::sql::Sql;
use crate::sqlite;
use qianmo_kernel::{Error, Res};
use rusqlite::{Connection, params};

/// Rows of a table.
const ROWS: u64 = 1_000_000;
/// Of them in one county.
const IN_A_COUNTY: u64 = 3_000;
/// Rows that share what is named second, e.g. those of one request or household; and what is named first where that is no county.
const OF_ONE_THING: u64 = 4;
/// Rows that share the first column of an index that begins with something else, e.g. an account or a code.
const OF_ONE_KEY: u64 = 8;

fn failed(error: rusqlite::Error) -> Error {
    Error::because("the planner's figures", error)
}

/// Writes down the figures of every index that has none.
pub(crate) fn tell(conn: &Connection) -> Res<()> {
    let all = indexes(conn).map_err(failed)?;
    let write = || -> rusqlite::Result<()> {
        // Makes the table of figures when it is not there, and reads it again afterwards.
        conn.execute_batch("ANALYZE sqlite_schema")?;
        let mut known = conn.prepare("SELECT 1 FROM sqlite_stat1 WHERE tbl = ?1 AND idx = ?2")?;
        let mut add = conn.prepare("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?1, ?2, ?3)")?;
        for index in &all {
            if !known.exists(params![index.table, index.name])? {
                add.execute(params![index.table, index.name, index.figures()])?;
            }
        }
        conn.execute_batch("ANALYZE sqlite_schema")
    };
    write().map_err(|e| failed(e).into())
}

struct Index {
    table: String,
    name: String,
    unique: bool,
    columns: Vec<String>,
}

impl Index {
    /// Rows of the table, then how many share the first column, the first two, and so on.
    fn figures(&self) -> String {
        let county = self.columns.first().is_some_and(|c| c == "county");
        let mut out = ROWS.to_string();
        for at in 1..=self.columns.len() {
            let shared = match (at, county) {
                _ if self.unique && at == self.columns.len() => 1,
                (1, true) => IN_A_COUNTY,
                (1, false) => OF_ONE_KEY,
                (2, _) => OF_ONE_THING,
                _ => 2,
            };
            out.push_str(&format!(" {shared}"));
        }
        out
    }
}

fn indexes(conn: &Connection) -> rusqlite::Result<Vec<Index>> {
    let mut tables =
        conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' ORDER BY name")?;
    let tables: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut list = conn.prepare("SELECT name, \"unique\", origin FROM pragma_index_list(?1)")?;
    let mut info = conn.prepare("SELECT name FROM pragma_index_info(?1) ORDER BY seqno")?;
    let mut without_rowid = conn.prepare("SELECT wr FROM pragma_table_list(?1) WHERE schema = 'main'")?;
    let mut all = Vec::new();
    for table in tables {
        let keyed: bool = without_rowid.query_row([&table], |row| row.get(0))?;
        let found: Vec<(String, bool, String)> =
            list.query_map([&table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<rusqlite::Result<_>>()?;
        for (name, unique, origin) in found {
            let columns = info.query_map([&name], |row| row.get::<_, Option<String>>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
            // The tree that a table without row numbers lies in is called by the table's name.
            let name = if keyed && origin == "pk" { table.clone() } else { name };
            all.push(Index { table: table.clone(), name, unique, columns: columns.into_iter().flatten().collect() });
        }
    }
    Ok(all)
}

/// How a statement would be carried out.
pub(crate) fn plan(conn: &Connection, sql: Sql) -> Res<Vec<String>> {
    let text = format!("EXPLAIN QUERY PLAN {}", sql.sqlite.replace('$', "?"));
    let read = || -> rusqlite::Result<Vec<String>> {
        let mut statement = conn.prepare(&text)?;
        let nothing = vec![rusqlite::types::Null; statement.parameter_count()];
        statement.query_map(rusqlite::params_from_iter(nothing), |row| row.get::<_, String>(3))?.collect()
    };
    read().map_err(|e| sqlite::fail(sql, e))
}
