//! Sealing anew: after a key was added, every sealed column is opened with its old key and sealed with the new one.

use crate::engine::Db;
use crate::params;
use crate::sql::Sql;
use crate::tx::Tx;
use crate::vault;
use qianmo_kernel::{Error, Id, Res};

/// A column whose content is sealed, so that a key can be changed.
#[derive(Copy, Clone, Debug)]
pub struct SealedColumn {
    /// The table.
    pub table: &'static str,
    /// The sealed column.
    pub column: &'static str,
    /// The primary key's columns; the last one's value is the row the seal is bound to.
    pub keys: &'static [&'static str],
    /// The purpose the seal is bound to.
    pub purpose: &'static str,
}

/// Rows looked at in one unit of work.
const BATCH: i64 = 500;

struct Statements {
    page: Sql,
    save: Sql,
}

/// Statements are constants everywhere else; here the tables come from the parts' manifests, so each text is made once
/// for the life of the program.
fn statements(column: &SealedColumn) -> Res<Statements> {
    let (table, name) = (column.table, column.column);
    // Both statements take two key values; of a table with one key column the first is always zero.
    let (first, second, after, same) = match column.keys {
        [first, second] => (
            (*first).to_owned(),
            *second,
            format!("({first} > $1 OR ({first} = $1 AND {second} > $2))"),
            format!("{first} = $2 AND {second} = $3"),
        ),
        [only] => (
            "CAST(0 AS BIGINT)".to_owned(),
            *only,
            format!("($1 <= CAST(0 AS BIGINT) AND {only} > $2)"),
            format!("CAST(0 AS BIGINT) = $2 AND {only} = $3"),
        ),
        _ => {
            return Err(Error::new(format!("{table}.{name}: a sealed column's key has one part or two")).into());
        }
    };
    let order = if column.keys.len() == 2 { format!("{first}, {second}") } else { second.to_owned() };
    let page: &'static str = Box::leak(
        format!("SELECT {first}, {second}, {name} FROM {table} WHERE {after} AND {name} IS NOT NULL ORDER BY {order} LIMIT $3")
            .into_boxed_str(),
    );
    let save: &'static str = Box::leak(format!("UPDATE {table} SET {name} = $1 WHERE {same} AND {name} = $4").into_boxed_str());
    Ok(Statements { page: Sql::new("db::reseal::page", page), save: Sql::new("db::reseal::save", save) })
}

struct Batch {
    last: Option<(i64, i64)>,
    sealed_anew: u64,
}

fn batch(tx: &mut Tx<'_>, column: &SealedColumn, statements: &Statements, after: (i64, i64)) -> Res<Batch> {
    let rows = tx.query(statements.page, params![after.0, after.1, BATCH], |r| Ok((r.i64(0)?, r.i64(1)?, r.blob(2)?)))?;
    let current = tx.vault().ring().current();
    let mut sealed_anew = 0;
    for (first, second, sealed) in &rows {
        // An empty column stands for "nothing was given" and has no seal.
        if sealed.is_empty() || vault::key_number(sealed) == Some(current) {
            continue;
        }
        let row = Id::from_i64(*second);
        let plain = tx.vault().open(column.purpose, row, sealed)?;
        let fresh = tx.vault().seal(column.purpose, row, &plain)?;
        sealed_anew += tx.execute(statements.save, params![fresh, first, second, sealed])?;
    }
    Ok(Batch { last: rows.last().map(|r| (r.0, r.1)), sealed_anew })
}

/// Seals every column anew that was sealed with another key than the one in use. Can be stopped and run again at any
/// moment. `progress` hears how many rows were sealed so far. Returns how many were.
pub fn reseal(db: &Db, columns: &[SealedColumn], mut progress: impl FnMut(u64)) -> Res<u64> {
    let mut total = 0;
    for &column in columns {
        let mut after = (i64::MIN, i64::MIN);
        // Made once per column, not once per rerun of a unit.
        let made = std::sync::Arc::new(statements(&column)?);
        loop {
            let made = made.clone();
            let done = db.write_now(move |tx| batch(tx, &column, &made, after))?;
            total += done.sealed_anew;
            progress(total);
            match done.last {
                Some(last) => after = last,
                None => break,
            }
        }
    }
    Ok(total)
}

/// Whether the vault's keys open what is sealed: one value of each column is tried. `false` only when there is something and none of it
/// opens; a single value that does not may have been damaged.
pub(crate) fn something_opens(db: &Db, columns: &[SealedColumn]) -> Res<bool> {
    let mut tried = false;
    for &column in columns {
        let page = statements(&column)?.page;
        let opens = db.read_now(move |tx| {
            let rows = tx.query(page, params![i64::MIN, i64::MIN, BATCH], |r| Ok((r.i64(1)?, r.blob(2)?)))?;
            let sealed = rows.iter().find(|(_, sealed)| !sealed.is_empty());
            Ok(sealed.map(|(row, sealed)| tx.vault().open(column.purpose, Id::from_i64(*row), sealed).is_ok()))
        })?;
        match opens {
            Some(true) => return Ok(true),
            Some(false) => tried = true,
            None => {}
        }
    }
    Ok(!tried)
}
