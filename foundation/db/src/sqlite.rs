//! The embedded engine: one writer thread that commits many units of work with one fsync, and a pool of readers.

use crate::engine::{Flow, Unit};
use crate::env::Env;
use crate::sql::Sql;
use crate::tx::{Conn, Tx};
use crossbeam_channel::{Receiver, Sender, bounded};
use qianmo_kernel::{Error, Fail, Kind, Refused, Res};
use rusqlite::config::DbConfig;
use rusqlite::{CachedStatement, Connection, ErrorCode};
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

/// Units committed together at the most. More would let the first one wait too long for the last.
const GROUP: usize = 256;

/// With one writer, a race is only lost against a version that came from outside; a few reruns find that out.
const RACES: usize = 3;

thread_local! {
    /// `$3` is a *name* to SQLite, numbered by first appearance; `?3` is a number. Rewritten once per statement and thread.
    static NUMBERED: RefCell<HashMap<(usize, usize), String>> = RefCell::new(HashMap::new());
}

/// How the writer of a serving program keeps what it acknowledges: on the disk, before it says so. What is in the log is brought
/// into the file every 32 MB: pages that are written again and again are then copied once, and readers still find their way.
const SERVING: &str = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA mmap_size=1073741824; PRAGMA wal_autocheckpoint=8192; PRAGMA journal_size_limit=67108864;";
const READING: &str = "PRAGMA query_only=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4000; PRAGMA mmap_size=1073741824;";

pub(crate) fn open(path: &Path, pragmas: &str) -> Res<Connection> {
    let conn = Connection::open(path).map_err(|e| Error::because("the database file cannot be opened", e))?;
    conn.set_prepared_statement_cache_capacity(1024);
    // Without this a statement on a table that has a partial index is parsed and planned anew for every value that is bound.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(|e| Error::because("a setting of the database", e))?;
    conn.busy_timeout(Duration::from_secs(10)).map_err(|e| Error::because("busy_timeout", e))?;
    conn.execute_batch(pragmas).map_err(|e| Error::because("pragmas", e))?;
    Ok(conn)
}

pub(crate) fn prepare<'c>(conn: &'c Connection, sql: Sql) -> Res<CachedStatement<'c>> {
    NUMBERED.with(|numbered| {
        let mut numbered = numbered.borrow_mut();
        let text = numbered.entry((sql.sqlite.as_ptr() as usize, sql.sqlite.len())).or_insert_with(|| sql.sqlite.replace('$', "?"));
        conn.prepare_cached(text).map_err(|e| fail(sql, e))
    })
}

pub(crate) fn fail(sql: Sql, error: rusqlite::Error) -> Fail {
    if let Some(refused) = storage(&error) {
        return refused;
    }
    Error::because(sql.name, error).into()
}

/// A full disk and a lasting lock are conditions an operator mends; the person is told to try again.
fn storage(error: &rusqlite::Error) -> Option<Fail> {
    if error.sqlite_error().is_some_and(|e| e.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE) {
        // The index of the log could not grow.
        return Some(full());
    }
    match error.sqlite_error_code()? {
        ErrorCode::DiskFull => Some(full()),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Some(Refused::new(Kind::Busy, "web-busy").retry_after(1).into()),
        _ => None,
    }
}

fn full() -> Fail {
    Refused::new(Kind::Busy, "web-storage-full").retry_after(60).into()
}

/// The threads of an open database.
pub(crate) struct Threads {
    pub(crate) write: Sender<Box<dyn Unit>>,
    pub(crate) read: Sender<Box<dyn Unit>>,
}

pub(crate) fn start(path: &Path, readers: usize, queue: usize, env: &Env) -> Res<Threads> {
    let writer = open(path, SERVING)?;
    let (write, jobs) = bounded(queue);
    let env_of_writer = env.clone();
    spawn("db-writer", move || write_loop(&writer, &jobs, &env_of_writer))?;
    let (read, jobs) = bounded::<Box<dyn Unit>>(queue);
    for n in 0..readers {
        let conn = open(path, READING)?;
        let (jobs, env) = (jobs.clone(), env.clone());
        spawn(&format!("db-reader-{n}"), move || {
            for mut unit in jobs {
                let outcome = read_one(&conn, unit.as_mut(), &env);
                unit.settle(outcome);
            }
        })?;
    }
    Ok(Threads { write, read })
}

pub(crate) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Res<()> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .map(|_| ())
        .map_err(|e| Error::because("a database thread cannot be started", e).into())
}

fn read_one(conn: &Connection, unit: &mut dyn Unit, env: &Env) -> Res<()> {
    control(conn, "BEGIN DEFERRED")?;
    unit.run(&mut Tx { conn: Conn::Lite(conn), env });
    control(conn, "COMMIT").or_else(|_| control(conn, "ROLLBACK"))
}

pub(crate) fn control(conn: &Connection, text: &str) -> Res<()> {
    let run = || -> rusqlite::Result<()> { conn.prepare_cached(text)?.execute([]).map(|_| ()) };
    run().map_err(|e| storage(&e).unwrap_or_else(|| Error::because(text.to_owned(), e).into()))
}

fn write_loop(conn: &Connection, jobs: &Receiver<Box<dyn Unit>>, env: &Env) {
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        let mut outcome = write_group(conn, &mut group, jobs, env);
        if matches!(outcome, Ok(Group::Spoiled)) {
            outcome = write_again(conn, &mut group, env);
        }
        match outcome {
            Ok(_) => group.into_iter().for_each(|unit| unit.settle(Ok(()))),
            // Nothing of the group was acknowledged. One unit's trouble must not be the others': each on its own now.
            Err(_) => {
                for mut unit in group {
                    let outcome = write_alone(conn, unit.as_mut(), env);
                    unit.settle(outcome);
                }
            }
        }
    }
}

/// What became of units that were written together.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Group {
    /// They are committed; those that were refused wrote nothing.
    Written,
    /// One of them was refused after it had written. Nothing of any is kept; they may be run again.
    Spoiled,
}

/// Runs a unit within a transaction that is open; what it wrote is undone alone.
pub(crate) fn write_within(conn: &Connection, unit: &mut dyn Unit, env: &Env) -> Res<()> {
    control(conn, "SAVEPOINT unit")?;
    for _ in 0..RACES {
        let flow = unit.run(&mut Tx { conn: Conn::Lite(conn), env });
        if conn.is_autocommit() {
            return Err(ended());
        }
        if flow != Flow::Keep {
            control(conn, "ROLLBACK TO unit")?;
        }
        if flow != Flow::Again {
            break;
        }
    }
    control(conn, "RELEASE unit")
}

/// Units that wait, in one transaction and without savepoints: SQLite then keeps no second copy of each page that it changes, and
/// the search index gathers its words until the commit. A unit is nearly always refused before it writes; one that is not costs the
/// others a second run.
fn write_group(conn: &Connection, group: &mut Vec<Box<dyn Unit>>, jobs: &Receiver<Box<dyn Unit>>, env: &Env) -> Res<Group> {
    control(conn, "BEGIN IMMEDIATE")?;
    let run = |unit: &mut dyn Unit| -> Res<Group> {
        for _ in 0..RACES {
            let before = Tx::touched(conn);
            let flow = unit.run(&mut Tx { conn: Conn::Lite(conn), env });
            if conn.is_autocommit() {
                return Err(ended());
            }
            if flow != Flow::Keep && Tx::touched(conn) != before {
                return Ok(Group::Spoiled);
            }
            if flow != Flow::Again {
                break;
            }
        }
        Ok(Group::Written)
    };
    let body = |group: &mut Vec<Box<dyn Unit>>| -> Res<Group> {
        let mut done = Group::Written;
        if let Some(first) = group.first_mut() {
            done = run(first.as_mut())?;
        }
        while group.len() < GROUP && done == Group::Written {
            let Ok(mut unit) = jobs.try_recv() else { break };
            let outcome = run(unit.as_mut());
            group.push(unit);
            done = outcome?;
        }
        Ok(done)
    };
    let outcome = match body(group) {
        Ok(Group::Written) => control(conn, "COMMIT").map(|()| Group::Written),
        Ok(Group::Spoiled) => control(conn, "ROLLBACK").map(|()| Group::Spoiled),
        Err(fail) => Err(fail),
    };
    undo_what_is_open(conn, outcome)
}

/// The units of a group that was spoiled, each behind a savepoint of its own.
fn write_again(conn: &Connection, group: &mut [Box<dyn Unit>], env: &Env) -> Res<Group> {
    control(conn, "BEGIN IMMEDIATE")?;
    let outcome = group.iter_mut().try_for_each(|unit| write_within(conn, unit.as_mut(), env));
    undo_what_is_open(conn, outcome.and_then(|()| control(conn, "COMMIT")).map(|()| Group::Written))
}

fn undo_what_is_open<T>(conn: &Connection, outcome: Res<T>) -> Res<T> {
    if outcome.is_err() && !conn.is_autocommit() {
        let _ = control(conn, "ROLLBACK");
    }
    outcome
}

/// A full disk or a broken page made SQLite end the whole transaction by itself.
fn ended() -> Fail {
    Error::new("the transaction was ended by the engine").into()
}

fn write_alone(conn: &Connection, unit: &mut dyn Unit, env: &Env) -> Res<()> {
    control(conn, "BEGIN IMMEDIATE")?;
    let flow = unit.run(&mut Tx { conn: Conn::Lite(conn), env });
    if conn.is_autocommit() {
        return match flow {
            // The unit knows best what it met (a full disk, say); its own answer is sent.
            Flow::Undo | Flow::Again => Ok(()),
            Flow::Keep => Err(ended()),
        };
    }
    let outcome = if matches!(flow, Flow::Keep) { control(conn, "COMMIT") } else { control(conn, "ROLLBACK") };
    undo_what_is_open(conn, outcome)
}

/// Brings a file that was filled without waiting for the disk onto it, log and all. Nobody else may have it open.
pub fn settle_on_disk(path: &Path) -> Res<()> {
    let settle = || -> rusqlite::Result<()> {
        let conn = Connection::open(path)?;
        // Whoever filled it may still have a transaction open for a moment.
        conn.busy_timeout(Duration::from_secs(60))?;
        conn.execute_batch("PRAGMA synchronous=FULL; BEGIN IMMEDIATE; COMMIT;")
    };
    settle().map_err(|e| Error::because("the database cannot be brought onto the disk", e))?;
    let whole = std::fs::File::open(path).and_then(|file| file.sync_all());
    whole.map_err(|e| Error::because("the database cannot be brought onto the disk", e).into())
}

/// A consistent copy of a database file, made while another program may be writing to it (SQLite's online backup).
pub fn copy(from: &Path, to: &Path) -> Res<()> {
    let copy = || -> rusqlite::Result<()> {
        let source = Connection::open_with_flags(from, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut target = Connection::open(to)?;
        let backup = rusqlite::backup::Backup::new(&source, &mut target)?;
        // In one step: small steps would start over whenever the serving program writes.
        backup.run_to_completion(i32::MAX, Duration::ZERO, None)
    };
    copy().map_err(|e| Error::because("the database cannot be copied", e).into())
}
