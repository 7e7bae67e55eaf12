//! Reading in what took the place of what, and how places were divided.

use super::names::{Told, rows};
use super::row::{BadRow, Reason, day};
use crate::change::{self, Split, Succession, split, succeed};
use crate::place::Place;
use crate::tree;
use qianmo_db::{Db, Tx};
use qianmo_kernel::{Actor, Fail, Id, Millis, Res};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::sync::Arc;

/// A row that can be read: its line, what ends, what stands for it, since when, and the codes of what that one takes.
struct Row {
    line: u64,
    old: Place,
    new: Id,
    at: Millis,
    takes: Vec<String>,
}

/// What is to be done about one place that ends.
enum Change {
    One(Succession),
    Several(Split),
}

/// Reads successors from CSV with the columns `old`, `new` (codes), `at` (a day, `YYYY-MM-DD`, UTC) and perhaps `takes`: the old
/// place ends that day and the new one stands for it. A place that is divided has a row for each new one, which takes what
/// lies right under the old one and is named there by its code, separated by blanks. Places below go first, so that only
/// those that have no successor of their own move under the new one. Rows that say what is known already are passed over.
/// With `dry_run` everything is looked at and nothing is written.
pub fn import_successors<R: Read>(db: &Db, file: &str, reader: R, actor: &Actor, dry_run: bool) -> Res<Told> {
    let file: Arc<str> = file.into();
    let mut told = Told::default();
    // By the place that ends, those that lie deepest first, then in the order of the file.
    let mut found: BTreeMap<(Reverse<u8>, u64), Vec<Row>> = BTreeMap::new();
    rows(&file, reader, &["old", "new", "at"], &mut |line, cells| {
        let cell = |name: &str| cells.get(name).map(|c| c.trim().to_owned()).unwrap_or_default();
        let (code, new, at) = (cell("old"), cell("new"), day(&cell("at")));
        let asked = code.clone();
        let (old, new) = db.read_now(move |tx| Ok((tree::by_code(tx, &asked)?, tree::by_code(tx, &new)?)))?;
        let reason = match (old, new, at) {
            (Some(old), Some(_), _) if !old.is_current() => {
                told.passed_over += 1;
                return Ok(());
            }
            (Some(old), Some(new), Some(at)) => {
                let takes = cell("takes").split_whitespace().map(str::to_owned).collect();
                let key = found.iter().find(|(_, rows)| rows.iter().any(|r| r.old.id == old.id)).map(|(key, _)| *key);
                let key = key.unwrap_or((Reverse(old.level.depth()), line));
                found.entry(key).or_default().push(Row { line, old, new: new.id, at, takes });
                return Ok(());
            }
            (_, _, None) => Reason::BadDate,
            _ => Reason::UnknownPlace,
        };
        told.bad.push(BadRow { file: file.clone(), line, code, reason });
        Ok(())
    })?;
    // What has ended is not there for later rows: a dry run remembers what it would have ended.
    let mut ended = HashSet::new();
    for rows in found.into_values() {
        let Some(first) = rows.first() else { continue };
        let (line, code, old) = (first.line, first.old.code.clone(), first.old.id);
        let reason = if dry_run && rows.iter().any(|row| ended.contains(&row.new)) {
            Some(Reason::UnknownPlace)
        } else {
            carry_out(db, actor, &rows, dry_run)?
        };
        match reason {
            None => {
                told.taken += rows.len() as u64;
                ended.insert(old);
            }
            Some(reason) => told.bad.push(BadRow { file: file.clone(), line, code, reason }),
        }
    }
    told.bad.sort_by_key(|bad| bad.line);
    Ok(told)
}

/// Does what the rows of one place that ends say, or looks whether it could be done. Why not, if it cannot be.
fn carry_out(db: &Db, actor: &Actor, rows: &[Row], dry_run: bool) -> Res<Option<Reason>> {
    let old = rows.first().map(|row| row.old.id).unwrap_or_default();
    let at = rows.iter().map(|row| row.at).max().unwrap_or_default();
    let parts: Vec<(Id, Vec<String>)> = rows.iter().map(|row| (row.new, row.takes.clone())).collect();
    let Some(change) = db.read_now(move |tx| change_of(tx, old, at, &parts))? else { return Ok(Some(Reason::UnknownPlace)) };
    let actor = actor.clone();
    let outcome = if dry_run {
        db.read_now(move |tx| look(tx, &actor, &change))
    } else {
        db.write_now(move |tx| match &change {
            Change::One(change) => succeed(tx, &actor, change),
            Change::Several(change) => split(tx, &actor, change),
        })
    };
    match outcome {
        Ok(()) => Ok(None),
        Err(Fail::Refused(_)) => Ok(Some(Reason::NoSuccessor)),
        Err(other) => Err(other),
    }
}

fn look(tx: &mut Tx<'_>, actor: &Actor, change: &Change) -> Res<()> {
    match change {
        Change::One(one) => one.old.iter().try_for_each(|old| change::check(tx, actor, *old, one.new, one.at).map(|_| ())),
        Change::Several(several) => change::plan(tx, actor, several).map(|_| ()),
    }
}

/// What the rows of one place say: `None` when a code that a new place takes is borne by nobody.
fn change_of(tx: &mut Tx<'_>, old: Id, at: Millis, parts: &[(Id, Vec<String>)]) -> Res<Option<Change>> {
    if let [(new, takes)] = parts
        && takes.is_empty()
    {
        return Ok(Some(Change::One(Succession { old: vec![old], new: *new, at })));
    }
    let mut new = Vec::new();
    for (id, codes) in parts {
        let mut takes = Vec::new();
        for code in codes {
            let Some(place) = tree::by_code(tx, code)? else { return Ok(None) };
            takes.push(place.id);
        }
        new.push((*id, takes));
    }
    Ok(Some(Change::Several(Split { old, new, at })))
}
