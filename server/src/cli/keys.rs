//! `keys`: rotation of the keys of sealed columns.

use super::Where;
use super::common::{Stop, log, print_json};
use crate::assemble;
use crate::data_dir::chance;
use crate::modules;
use clap::Subcommand;
use qianmo_db::reseal::reseal;
use qianmo_kernel::SystemClock;
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
    /// On PostgreSQL: when every serve and worker has been restarted after the rotation. What one of them
    /// still sealed with an old key could not be opened again.
    DropOld,
    /// Say which keys there are, by number
    List,
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
        // Also after an interrupted rotation, and before old keys are dropped: nothing may be left under an old one.
        let columns: Vec<_> = modules::all().iter().flat_map(|m| m.sealed_columns().to_vec()).collect();
        let db = assemble::open_database(&settings, &folder, Arc::new(SystemClock), true)?;
        let bar = indicatif::ProgressBar::new_spinner().with_message("sealing anew");
        let count = reseal(&db, &columns, |n| bar.set_position(n))?;
        bar.finish_and_clear();
        if matches!(self, Keys::DropOld) {
            let left = db.write_now(|tx| {
                qianmo_web::once::forget_old(tx)?;
                qianmo_web::once::kept(tx)
            })?;
            if left > 0 {
                return Err(Stop::refused(format!(
                    "{left} kept answers may still be under an old key: they go after three days; try again then"
                )));
            }
            ring.drop_old();
            folder.save_keys(&ring)?;
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
