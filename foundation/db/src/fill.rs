//! Filling a new file of SQLite: one thread, few commits, nothing that waits for the disk. The file is thrown away unless the
//! filling comes to its end.

use crate::engine::{Flow, Unit};
use crate::env::Env;
use crate::sqlite::{Threads, control, open, spawn, write_within};
use crate::tx::{Conn, Tx};
use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};
use qianmo_kernel::{Error, Res};
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Nothing waits for the disk, and the pages that are written again and again stay in memory (up to 600 MB).
const FILLING: &str = "PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-600000;";
/// What pages held before is kept in memory, for units that are undone.
const UNDOING: &str = "PRAGMA journal_mode=MEMORY;";
/// It is not kept: whatever would have to be undone ends the filling.
const FOR_GOOD: &str = "PRAGMA journal_mode=OFF;";
/// Units committed together. Pages that many of them change are then written once.
const UNITS: usize = 1_000;
/// How long to wait for the next unit before what is there is committed.
const IDLE: Duration = Duration::from_millis(50);

/// Opens a new file to be filled: one thread, to which reads and writes come in one line, so that every unit sees all that came
/// before it, and what is acknowledged is committed a little later. With `lost`, a unit that wrote cannot be undone: that it
/// has to be is told there, and ends the filling.
pub(crate) fn start(path: &Path, queue: usize, env: &Env, lost: Option<Arc<AtomicBool>>) -> Res<Threads> {
    let conn = open(path, &format!("{} {FILLING}", if lost.is_some() { FOR_GOOD } else { UNDOING }))?;
    let (write, jobs) = bounded(queue);
    let env = env.clone();
    spawn("db-filler", move || work(&conn, &jobs, &env, lost.as_deref()))?;
    Ok(Threads { read: write.clone(), write })
}

fn work(conn: &Connection, jobs: &Receiver<Box<dyn Unit>>, env: &Env, lost: Option<&AtomicBool>) {
    let mut open = 0;
    let mut broken = false;
    loop {
        let next = if open > 0 { jobs.recv_timeout(IDLE) } else { jobs.recv().map_err(|_| RecvTimeoutError::Disconnected) };
        let mut ended = false;
        match next {
            Ok(unit) if broken => {
                unit.settle(Err(Error::new("what was filled in before could not be written").into()));
                continue;
            }
            Ok(mut unit) => {
                let begun = if open == 0 { control(conn, "BEGIN IMMEDIATE") } else { Ok(()) };
                let outcome = begun.and_then(|()| match lost {
                    Some(lost) => write_for_good(conn, unit.as_mut(), env, lost),
                    None => write_within(conn, unit.as_mut(), env),
                });
                broken = lost.is_some_and(|lost| lost.load(Ordering::Relaxed)) || (open > 0 && conn.is_autocommit());
                open = if conn.is_autocommit() { 0 } else { open + 1 };
                unit.settle(outcome);
                if open < UNITS && !broken {
                    continue;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => ended = true,
        }
        if std::mem::take(&mut open) > 0
            && let Err(error) = control(conn, "COMMIT")
        {
            tracing::error!(%error, "a file that is filled cannot be written");
            broken = true;
        }
        if ended {
            return;
        }
    }
}

/// Runs a unit without a savepoint: SQLite then keeps no second copy of each page that it changes, and the search index may
/// gather its words until the commit. A unit that is refused before it writes has nothing to be undone.
fn write_for_good(conn: &Connection, unit: &mut dyn Unit, env: &Env, lost: &AtomicBool) -> Res<()> {
    let before = Tx::touched(conn);
    let flow = unit.run(&mut Tx { conn: Conn::Lite(conn), env });
    if flow != Flow::Keep && Tx::touched(conn) != before {
        lost.store(true, Ordering::Relaxed);
        return Err(Error::new("a unit of work that wrote cannot be undone here").into());
    }
    Ok(())
}
