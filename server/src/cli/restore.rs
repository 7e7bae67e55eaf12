//! `restore`: an archive back on an empty data folder. The keys come from where they were kept.

use super::Where;
use super::backup::{Manifest, sha256};
use super::common::{Stop, log, postgres_tool, print_json};
use crate::data_dir::DataDir;
use clap::Args;
use flate2::read::GzDecoder;
use qianmo_db::KeyRing;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// Put an archive back on an empty data folder.
#[derive(Args)]
pub struct Restore {
    /// The archive that `backup` wrote
    #[arg(value_name = "FILE")]
    from: PathBuf,
    /// The key file; without it what is sealed stays closed, and restore says so
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
}

impl Restore {
    pub fn run(self, place: &Where) -> Result<(), Stop> {
        log("warn");
        if !self.from.is_file() {
            return Err(Stop::usage(format!("there is no archive {}", self.from.display())));
        }
        let given = self.keys.as_deref().map(read_keys).transpose()?;
        let fresh = !place.data.exists();
        let outcome = self.restore(place, given.as_ref());
        if let Err(stop) = &outcome
            && fresh
            && stop.code != Stop::in_use().code
        {
            // What was made only for this is not left for somebody to wonder about.
            let _ = fs::remove_dir_all(&place.data);
        }
        let (folder, manifest, missing) = outcome?;
        if place.json {
            print_json(&serde_json::json!({ "made_at": manifest.made_at, "parts": manifest.parts.len(), "keys_missing": missing }));
        } else {
            println!("Restored what was saved at {} ({} parts).", manifest.made_at, manifest.parts.len());
            if missing.is_empty() {
                println!("The key file has every key that is needed.");
            } else {
                println!("The archive never holds keys. Put the key file at {} before you serve:", folder.keys_file().display());
                println!("missing are {}; without them no name, number, address or bank card can be opened.", missing.join(", "));
            }
        }
        Ok(())
    }

    /// All of it or nothing: where it ends early, whatever it put into the folder is taken away.
    fn restore(&self, place: &Where, given: Option<&KeyRing>) -> Result<(DataDir, Manifest, Vec<String>), Stop> {
        let settings = place.settings()?;
        let folder = place.folder()?;
        let _lock = folder.try_lock()?.ok_or_else(Stop::in_use)?;
        if folder.database().exists() || fs::read_dir(folder.files())?.next().is_some() {
            return Err(Stop::refused(format!("{} is not empty: restore never writes over anything", folder.path().display())));
        }
        let had_keys = folder.keys_file().exists();
        let work = folder.path().join("restoring");
        let _ = fs::remove_dir_all(&work);
        fs::create_dir_all(&work)?;
        let outcome = unpack(&self.from, &work).and_then(|manifest| {
            check(&manifest, &work)?;
            let missing = self.missing(&folder, &manifest, given)?;
            if let Some(ring) = given {
                folder.save_keys(ring)?;
            }
            settle(&manifest, &work, &folder, settings.database.url.as_deref())?;
            Ok((manifest, missing))
        });
        let _ = fs::remove_dir_all(&work);
        if outcome.is_err() {
            let _ = fs::remove_file(folder.database());
            if given.is_some() && !had_keys {
                let _ = fs::remove_file(folder.keys_file());
            }
        }
        let (manifest, missing) = outcome?;
        Ok((folder, manifest, missing))
    }

    /// The keys that the archive was sealed with and that are not at hand. A key of the same number that is another one counts as
    /// missing.
    ///
    /// # Errors
    /// Where a key file is at hand and is not this archive's: served with it, nothing that is sealed could be opened, and what is
    /// sealed from then on could not be opened with the right one.
    fn missing(&self, folder: &DataDir, manifest: &Manifest, given: Option<&KeyRing>) -> Result<Vec<String>, Stop> {
        let beside = if folder.keys_file().exists() { Some(read_keys(&folder.keys_file())?.marks()) } else { None };
        let given = given.map(KeyRing::marks);
        if let (Some(given), Some(beside)) = (&given, &beside)
            && given != beside
        {
            return Err(Stop::refused(format!(
                "{} is there already and is another key file: restore never writes over anything",
                folder.keys_file().display()
            )));
        }
        let Some(there) = given.or(beside) else { return Ok(manifest.keys.keys().cloned().collect()) };
        let lacking = manifest.keys.iter().filter(|(name, mark)| there.get(*name) != Some(mark));
        let lacking: Vec<String> = lacking.map(|(name, _)| name.clone()).collect();
        if lacking.is_empty() {
            return Ok(lacking);
        }
        let file = self.keys.clone().unwrap_or_else(|| folder.keys_file());
        Err(Stop::refused(format!(
            "{} is not the key file of this archive: it lacks {}, or has another key of that name. Nothing was restored; without any key file restore puts back what is sealed, closed",
            file.display(),
            lacking.join(", ")
        )))
    }
}

fn read_keys(path: &Path) -> Result<KeyRing, Stop> {
    let text = fs::read_to_string(path).map_err(|e| Stop::usage(format!("{}: {e}", path.display())))?;
    KeyRing::from_text(&text).map_err(|e| Stop::usage(format!("{}: {e}", path.display())))
}

/// A part that cannot be read, or that there is no room for.
fn unreadable(error: std::io::Error) -> Stop {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => {
            Stop::ours(format!("the archive cannot be unpacked here: {error}"))
        }
        _ => Stop::refused("this is not an archive that backup wrote, or it is cut off"),
    }
}

fn unpack(from: &Path, work: &Path) -> Result<Manifest, Stop> {
    let mut names = BTreeSet::new();
    let file = File::open(from).map_err(|e| Stop::usage(format!("{}: {e}", from.display())))?;
    let mut archive = tar::Archive::new(GzDecoder::new(file));
    let bad = unreadable;
    for entry in archive.entries().map_err(bad)? {
        let mut entry = entry.map_err(bad)?;
        let path = entry.path().map_err(bad)?.into_owned();
        // Nothing may be written outside of the folder, whatever the archive says.
        if path.components().any(|c| !matches!(c, Component::Normal(_))) || !entry.header().entry_type().is_file() {
            return Err(Stop::refused("the archive names a path that leads elsewhere"));
        }
        names.insert(path.to_string_lossy().into_owned());
        let target = work.join(&path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        entry.unpack(&target).map_err(bad)?;
    }
    // To the very end, so that a cut or altered tail is noticed by the compressed stream's own sum.
    std::io::copy(&mut archive.into_inner(), &mut std::io::sink()).map_err(bad)?;
    let text = fs::read_to_string(work.join("manifest.json")).map_err(|_| Stop::refused("the archive has no manifest"))?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|_| Stop::refused("the archive's manifest cannot be read"))?;
    if manifest.what != "qianmo-backup" || manifest.format != 1 {
        return Err(Stop::refused(format!("the archive has format {}, this program reads format 1", manifest.format)));
    }
    names.remove("manifest.json");
    if let Some(other) = names.into_iter().find(|name| !manifest.parts.contains_key(name)) {
        return Err(Stop::refused(format!("{other} is in the archive, but backup did not put it there")));
    }
    Ok(manifest)
}

fn check(manifest: &Manifest, work: &Path) -> Result<(), Stop> {
    for (name, sum) in &manifest.parts {
        let found = sha256(&work.join(name)).map_err(|_| Stop::refused(format!("{name} is missing in the archive")))?;
        if found != *sum {
            return Err(Stop::refused(format!("{name} is not what was saved")));
        }
    }
    Ok(())
}

fn settle(manifest: &Manifest, work: &Path, folder: &DataDir, url: Option<&str>) -> Result<(), Stop> {
    match (manifest.engine.as_str(), url) {
        ("sqlite", None) => fs::rename(work.join("qianmo.db"), folder.database())?,
        ("postgres", Some(url)) => {
            let status = postgres_tool("pg_restore")
                .args(["--no-owner", "--exit-on-error", "--single-transaction", "--dbname", url])
                .arg(work.join("database.dump"))
                .status();
            match status {
                Ok(status) if status.success() => {}
                Ok(_) => {
                    return Err(Stop::refused("pg_restore did not succeed; what it said stands above. The database must be empty"));
                }
                Err(_) => return Err(Stop::refused("pg_restore is not installed: it comes with PostgreSQL's client programs")),
            }
        }
        ("sqlite", Some(_)) => return Err(Stop::usage("this archive is of SQLite: restore it without --database")),
        _ => return Err(Stop::usage("this archive is of PostgreSQL: name an empty database with --database")),
    }
    let files = work.join("files");
    if files.exists() {
        fs::remove_dir(folder.files())?;
        fs::rename(files, folder.files())?;
    }
    if work.join("demo.json").exists() {
        fs::rename(work.join("demo.json"), folder.demo_file())?;
    }
    Ok(())
}
