//! `keys`: rotation of the keys of sealed columns.

use super::Where;
use super::common::{Stop, log, print_json};
use crate::assemble;
use crate::data_dir::chance;
use crate::modules;
use clap::Subcommand;
use qianmo_db::Db;
use qianmo_db::reseal::reseal;
use qianmo_kernel::{Millis, SystemClock};
use std::sync::Arc;

/// Look after the keys of sealed columns.
#[derive(Subcommand)]
pub enum Keys {
    /// Add a key and seal every column anew with it (stop serving first; save the key file before and after)
    ///
    /// On SQLite it refuses while another program serves. On PostgreSQL nothing can: give the new key file
    /// to every machine and restart every serve and worker afterwards, since one that goes on with the old
    /// file neither opens what was sealed anew nor seals with the new key.
    Rotate,
    /// Drop keys that no longer seal anything: three days after a rotation at the earliest
    ///
    /// It refuses while something is still sealed with one of them: answers kept for calls that come again, and
    /// messages that wait to be sent. What was given up can be read by nobody afterwards, and it says how much.
    ///
    /// On PostgreSQL: when every serve and worker has been restarted after the rotation. What one of them
    /// still sealed with an old key could not be opened again.
    DropOld,
    /// Say which keys there are, by number
    List,
}

/// How long old keys stay after a rotation: kept answers and what other machines still sealed need them until then.
const REST: i64 = 3 * Millis::DAY;

/// Refuses to drop old keys as long as something may need them; gives how many jobs that were given up will be unreadable.
fn droppable(db: &Db) -> Result<u64, Stop> {
    let (since, now) = db.write_now(|tx| {
        let since = match qianmo_db::rotated_at(tx)? {
            Some(at) => at,
            // Everything was sealed anew a moment ago, and nobody knows since when that is so: it counts from now.
            None => {
                qianmo_db::note_rotation(tx)?;
                tx.now()
            }
        };
        Ok((since, tx.now()))
    })?;
    if now.0 - since.0 < REST {
        return Err(Stop::refused(format!(
            "old keys stay for three days after a rotation, until {}: try again then",
            Millis(since.0 + REST)
        )));
    }
    let kept = db.write_now(|tx| {
        qianmo_web::once::forget_old(tx)?;
        qianmo_web::once::under_old_keys(tx)
    })?;
    if kept > 0 {
        return Err(Stop::refused(format!(
            "kept answers that are still sealed with an old key: {kept}. They go after three days; is every program restarted since the rotation?"
        )));
    }
    let (waiting, given_up) = qianmo_db::jobs::under_old_keys(db)?;
    if waiting > 0 {
        return Err(Stop::refused(format!(
            "waiting messages that are still sealed with an old key: {waiting}. Serve until the list of jobs has drained, and try again"
        )));
    }
    Ok(given_up)
}

impl Keys {
    pub fn run(self, place: &Where) -> Result<(), Stop> {
        log("warn");
        let settings = place.settings()?;
        let folder = place.folder()?;
        if !folder.keys_file().exists() {
            // Keys are made with the database; a file made here would only hide that the right one is missing.
            return Err(Stop::refused(format!("there is no key file {}", folder.keys_file().display())));
        }
        if let Keys::List = self {
            let ring = folder.keys(chance()?.as_ref())?;
            if place.json {
                print_json(&serde_json::json!({ "keys": ring.numbers(), "current": ring.current() }));
            } else {
                println!("keys {:?}, new seals use key {}", ring.numbers(), ring.current());
            }
            return Ok(());
        }
        let _lock = folder.try_lock()?.ok_or_else(Stop::in_use)?;
        let rng = chance()?;
        let mut ring = folder.keys(rng.as_ref())?;
        if matches!(self, Keys::Rotate) {
            ring.add_key(rng.as_ref());
            folder.save_keys(&ring)?;
        }
        let old: Vec<u32> = ring.numbers().into_iter().filter(|number| *number != ring.current()).collect();
        // Also after an interrupted rotation, and before old keys are dropped: nothing may be left under an old one.
        let columns: Vec<_> = modules::all().iter().flat_map(|m| m.sealed_columns().to_vec()).collect();
        let db = assemble::open_database(&settings, &folder, Arc::new(SystemClock), true)?;
        let bar = indicatif::ProgressBar::new_spinner().with_message("sealing anew");
        let count = reseal(&db, &columns, |n| bar.set_position(n))?;
        bar.finish_and_clear();
        if matches!(self, Keys::Rotate) {
            db.write_now(qianmo_db::note_rotation)?;
        }
        if matches!(self, Keys::DropOld) {
            let given_up = if old.is_empty() { 0 } else { droppable(&db)? };
            ring.drop_old();
            folder.save_keys(&ring)?;
            if place.json {
                print_json(&serde_json::json!({ "current": ring.current(), "keys": ring.numbers(), "sealed_anew": count,
                    "dropped": old, "unreadable_jobs": given_up }));
            } else if old.is_empty() {
                println!("there is no old key: nothing was dropped");
            } else {
                println!("keys {old:?} were dropped. Save {} now.", folder.keys_file().display());
                if given_up > 0 {
                    println!("given-up jobs that can no longer be read: {given_up}");
                }
            }
            return Ok(());
        }
        if place.json {
            print_json(&serde_json::json!({ "current": ring.current(), "keys": ring.numbers(), "sealed_anew": count }));
        } else {
            println!(
                "{count} values were sealed anew; keys {:?}, new seals use key {}. Save {} now.",
                ring.numbers(),
                ring.current(),
                folder.keys_file().display()
            );
        }
        Ok(())
    }
}
