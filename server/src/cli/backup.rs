//! `backup`: one archive of database and files, made while serving. The keys are never in it.
//!
//! ```text
//! qianmo.db         (SQLite) a consistent copy by SQLite's own online backup
//! database.dump     (PostgreSQL) by pg_dump, custom format
//! files/…           photos and other files
//! demo.json         if it is a demonstration
//! manifest.json     what it is, when it was made, and the SHA-256 of every part; last, since a file may go while others are read
//! ```

use super::Where;
use super::common::{Stop, log, postgres_tool, print_json};
use crate::data_dir::DataDir;
use clap::Args;
use flate2::Compression;
use flate2::write::GzEncoder;
use qianmo_kernel::{Clock, Error, SystemClock};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Copy database and files to one archive.
#[derive(Args)]
pub struct Backup {
    /// The archive to write (.tar.gz); it must not exist yet
    #[arg(value_name = "FILE")]
    to: PathBuf,
}

/// What an archive says of itself.
#[derive(Serialize, Deserialize)]
pub struct Manifest {
    /// Always `qianmo-backup`.
    pub what: String,
    /// The format, 1.
    pub format: u32,
    /// The program that made it.
    pub version: String,
    /// When (RFC 3339).
    pub made_at: String,
    /// `sqlite` or `postgres`.
    pub engine: String,
    /// The keys in use by name, each with a mark that tells it apart without telling it: restore checks that the key file has them.
    pub keys: BTreeMap<String, String>,
    /// SHA-256 of every part, hexadecimal.
    pub parts: BTreeMap<String, String>,
}

impl Backup {
    pub fn run(self, place: &Where) -> Result<(), Stop> {
        log("warn");
        let settings = place.settings()?;
        let folder = DataDir::named(&place.data);
        if self.to.exists() {
            return Err(Stop::usage(format!("{} is there already", self.to.display())));
        }
        if !folder.keys_file().exists() {
            return Err(Stop::refused(format!("there is nothing to back up in {}", folder.path().display())));
        }
        let folder = place.folder()?;
        let work = folder.path().join(format!("backup-{}", std::process::id()));
        fs::create_dir_all(&work)?;
        let outcome = make(&folder, settings.database.url.as_deref(), &work, &self.to);
        let _ = fs::remove_dir_all(&work);
        let parts = outcome.inspect_err(|_| drop(fs::remove_file(&self.to)))?;
        if place.json {
            print_json(&serde_json::json!({ "archive": self.to, "parts": parts, "keys_included": false }));
        } else {
            println!(
                "{} holds {parts} parts. The keys are NOT in it: keep {} somewhere else, safe.",
                self.to.display(),
                folder.keys_file().display()
            );
        }
        Ok(())
    }
}

fn make(folder: &DataDir, url: Option<&str>, work: &Path, to: &Path) -> Result<usize, Stop> {
    let (name, dump, engine) = match url {
        None => ("qianmo.db", work.join("qianmo.db"), "sqlite"),
        Some(_) => ("database.dump", work.join("database.dump"), "postgres"),
    };
    match url {
        None => qianmo_db::copy_sqlite(&folder.database(), &dump)?,
        Some(url) => dump_postgres(url, &dump)?,
    }
    let ring = qianmo_db::KeyRing::from_text(&fs::read_to_string(folder.keys_file())?)?;
    // The database first, files after it: a file that a row speaks of was written before the row.
    let mut parts: Vec<(String, PathBuf)> = vec![(name.to_owned(), dump)];
    list_files(&folder.files(), "files", &mut parts)?;
    if folder.demo_file().exists() {
        parts.push(("demo.json".into(), folder.demo_file()));
    }
    let file = File::options().write(true).create_new(true).open(to).map_err(|e| Stop::not_made(to, &e))?;
    let mut archive = tar::Builder::new(GzEncoder::new(BufWriter::new(file), Compression::fast()));
    let mut sums = BTreeMap::new();
    for (name, path) in &parts {
        match File::open(path) {
            Ok(part) => drop(sums.insert(name.clone(), add(&mut archive, name, part)?)),
            // A photo that was refused is removed some days later, maybe at this moment; no row shows it any more.
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && name.starts_with("files/") => {}
            Err(e) => return Err(e.into()),
        }
    }
    let manifest = Manifest {
        what: "qianmo-backup".into(),
        format: 1,
        version: env!("CARGO_PKG_VERSION").into(),
        made_at: SystemClock.now().to_string(),
        engine: engine.into(),
        keys: ring.marks(),
        parts: sums,
    };
    let text =
        serde_json::to_vec_pretty(&manifest).map_err(|e| Error::because("the manifest", e)).map_err(qianmo_kernel::Fail::from)?;
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_mode(0o600);
    archive.append_data(&mut header, "manifest.json", text.as_slice())?;
    let file = archive.into_inner()?.finish()?.into_inner().map_err(|e| e.into_error())?;
    file.sync_all()?;
    Ok(manifest.parts.len() + 1)
}

/// Adds an open file to the archive; its SHA-256.
fn add(archive: &mut tar::Builder<impl Write>, name: &str, part: File) -> std::io::Result<String> {
    let mut header = tar::Header::new_gnu();
    header.set_size(part.metadata()?.len());
    header.set_mode(0o600);
    let mut reader = Hashing { inner: part.take(header.size()?), hasher: Sha256::new() };
    archive.append_data(&mut header, name, &mut reader)?;
    Ok(hex(reader.hasher))
}

/// Hashes what is read through it.
struct Hashing<R> {
    inner: R,
    hasher: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hasher.update(buffer.get(..n).unwrap_or_default());
        Ok(n)
    }
}

fn hex(hasher: Sha256) -> String {
    hasher.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

fn dump_postgres(url: &str, to: &Path) -> Result<(), Stop> {
    let status =
        postgres_tool("pg_dump").arg("--format=custom").arg("--no-owner").arg("--file").arg(to).arg("--dbname").arg(url).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Stop::refused("pg_dump did not succeed; what it said stands above")),
        Err(_) => Err(Stop::refused("pg_dump is not installed: it comes with PostgreSQL's client programs")),
    }
}

fn list_files(folder: &Path, name: &str, out: &mut Vec<(String, PathBuf)>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let inner = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list_files(&entry.path(), &inner, out)?;
        } else if entry.file_type()?.is_file() {
            out.push((inner, entry.path()));
        }
    }
    Ok(())
}

/// The SHA-256 of a file, hexadecimal.
pub fn sha256(path: &Path) -> std::io::Result<String> {
    let mut reader = Hashing { inner: File::open(path)?, hasher: Sha256::new() };
    std::io::copy(&mut reader, &mut std::io::sink())?;
    Ok(hex(reader.hasher))
}
