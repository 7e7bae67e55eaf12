//! Worlds: loaded once by the program under measure, kept, and copied for every measurement, so that each begins with the
//! same one. On PostgreSQL a world is kept as a dump, since the cluster is made anew for every run.

use crate::machine::today;
use crate::postgres::Cluster;
use crate::settings::Settings;
use serde_json::{Value, json};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often a load that takes long says so.
const WORD: Duration = Duration::from_secs(60);

/// A copy of a world, with people who give.
pub struct World {
    data: PathBuf,
    url: Option<String>,
    binary: PathBuf,
    /// The seconds that loading took, and the day it was done.
    pub loaded: (f64, String),
    /// Tokens of people who give, made for this copy.
    pub donors: Vec<String>,
}

/// The program on a data folder and, where one is given, a database.
fn program(binary: &Path, data: &Path, url: Option<&str>) -> Command {
    let mut command = Command::new(binary);
    // What the caller's environment says of another installation.
    for name in ["DATA", "CONFIG", "DATABASE", "LISTEN", "BASE_URL", "LOCALE", "BEHIND_PROXY", "LOG_FORMAT"] {
        command.env_remove(format!("QIANMO_{name}"));
    }
    command.env("QIANMO_LOG", "error").stdin(Stdio::null()).arg("--data").arg(data);
    if let Some(url) = url {
        command.args(["--database", url]);
    }
    command
}

impl World {
    /// A fresh copy of the world of that size; loaded now when it is not kept or was made for other tables.
    pub fn ready(settings: &Settings, cluster: Option<&Cluster>, size: &str) -> io::Result<World> {
        let kind = if cluster.is_some() { "postgres" } else { "sqlite" };
        let kept = settings.folder.join(format!("{size}-{kind}"));
        let tables = tables(&settings.root)?;
        let loaded = match read_note(&kept, tables) {
            Some(loaded) => loaded,
            None => load(settings, cluster, size, &kept, tables)?,
        };
        let data = settings.folder.join(format!("{size}-{kind}-copy"));
        remove(&data)?;
        copy(&kept.join("data"), &data)?;
        let url = match cluster {
            Some(cluster) => {
                let url = cluster.fresh(&format!("bench_{size}"))?;
                cluster.restore(&url, &dump_in(&kept))?;
                Some(url)
            }
            None => None,
        };
        let mut world = World { data, url, binary: settings.binary.clone(), loaded, donors: Vec::new() };
        for n in 1..=settings.donors {
            let token = world.donor(n)?;
            world.donors.push(token);
        }
        // What was copied is written out before anything is measured.
        Command::new("sync").status()?;
        Ok(world)
    }

    /// The program on this world.
    pub fn command(&self) -> Command {
        program(&self.binary, &self.data, self.url.as_deref())
    }

    /// Makes somebody who gives; the token.
    fn donor(&self, n: usize) -> io::Result<String> {
        let login = format!("bench{n}@example.org");
        let mut command = self.command();
        command.args(["account", "create", "--json", "--role", "donor", "--token", "aid.*", "--login", &login]);
        let out = command.stderr(Stdio::inherit()).output()?;
        let made: Value = serde_json::from_slice(&out.stdout).unwrap_or_default();
        made["token"].as_str().map(str::to_owned).ok_or_else(|| io::Error::other("a donor could not be made"))
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // A copy of the large world takes as much room as the world; whoever serves it has ended by now.
        let _ = remove(&self.data);
    }
}

fn note_in(kept: &Path) -> PathBuf {
    kept.join("loaded.json")
}

fn dump_in(kept: &Path) -> PathBuf {
    kept.join("dump")
}

/// Seconds and day of a kept world whose tables are those of this tree.
fn read_note(kept: &Path, tables: u64) -> Option<(f64, String)> {
    let note: Value = serde_json::from_slice(&fs::read(note_in(kept)).ok()?).ok()?;
    if note["tables"].as_u64() != Some(tables) {
        return None;
    }
    Some((note["seconds"].as_f64()?, note["day"].as_str()?.to_owned()))
}

/// Tells trees apart whose migrations differ: before a release they are edited in place, and a kept world is of no use then.
fn tables(root: &Path) -> io::Result<u64> {
    let mut files = Vec::new();
    for layer in ["foundation", "commons", "domains"] {
        for part in fs::read_dir(root.join(layer))? {
            let Ok(migrations) = fs::read_dir(part?.path().join("migrations")) else { continue };
            for file in migrations {
                files.push(file?.path());
            }
        }
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        fs::read(file)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn load(settings: &Settings, cluster: Option<&Cluster>, size: &str, kept: &Path, tables: u64) -> io::Result<(f64, String)> {
    remove(kept)?;
    let data = kept.join("data");
    fs::create_dir_all(&data)?;
    let database = format!("bench_{size}");
    let url = cluster.map(|cluster| cluster.fresh(&database)).transpose()?;
    eprintln!("bench: loading the {size} world; it is kept for the next time");
    let mut command = program(&settings.binary, &data, url.as_deref());
    let started = Instant::now();
    let mut child = command.args(["demo", "--load-only", "--size", size]).stdout(Stdio::null()).spawn()?;
    let mut word = WORD;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(100));
        if started.elapsed() > word {
            eprintln!("bench: still loading the {size} world, {:.0} s", started.elapsed().as_secs_f64());
            word += WORD;
        }
    };
    let seconds = started.elapsed().as_secs_f64();
    if !status.success() {
        return Err(io::Error::other(format!("the {size} world could not be loaded")));
    }
    if let (Some(cluster), Some(url)) = (cluster, &url) {
        cluster.dump(url, &dump_in(kept))?;
    }
    let day = today();
    fs::write(note_in(kept), json!({"seconds": seconds, "day": day, "tables": tables}).to_string())?;
    Ok((seconds, day))
}

/// Removes a folder, if it is there.
pub fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
