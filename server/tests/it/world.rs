//! The small demonstration world, loaded once per engine and copied for every test.
//!
//! What was loaded is kept beside the built program, under a name that tells which program made it and on which day, since
//! the world ends on the day it is made. On PostgreSQL it is kept as a dump, and once per cluster as a database to copy from.

use crate::program::{Ran, Server, finish, qianmo};
use qianmo_kernel::Id;
use qianmo_testkit::database::{administer, postgres_url};
use serde_json::Value;
use std::collections::hash_map::DefaultHasher;
use std::fs::{self, File};
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;
use tempfile::TempDir;

pub use qianmo_db::Engine;

static SERIAL: AtomicU64 = AtomicU64::new(0);

/// A copy of the world: a data folder, and on PostgreSQL a database.
pub struct World {
    pub folder: PathBuf,
    /// The database's address, on PostgreSQL.
    pub url: Option<String>,
    database: Option<String>,
    /// Gone when the world is.
    pub temp: TempDir,
}

impl World {
    /// A fresh copy.
    pub fn copy(engine: Engine) -> World {
        let kept = kept(engine);
        let world = World::empty(engine);
        fs::remove_dir_all(&world.folder).unwrap();
        copy_folder(&kept.join("data"), &world.folder);
        if let Some(database) = &world.database {
            administer(format!("DROP DATABASE {database}"));
            administer(format!("CREATE DATABASE {database} TEMPLATE {}", model(&kept)));
        }
        world
    }

    /// A place for a new installation: an empty folder, an empty database.
    pub fn empty(engine: Engine) -> World {
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path().join("data");
        fs::create_dir(&folder).unwrap();
        let database = (engine == Engine::Postgres).then(|| {
            let name = format!("it_{}_{}", std::process::id(), SERIAL.fetch_add(1, Ordering::Relaxed));
            administer(format!("CREATE DATABASE {name}"));
            name
        });
        World { folder, url: database.as_deref().map(address), database, temp }
    }

    /// The program, told where this world is.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = qianmo();
        command.arg("--data").arg(&self.folder);
        if let Some(url) = &self.url {
            command.args(["--database", url]);
        }
        command.args(words);
        command
    }

    /// Runs a command on this world to its end.
    pub fn run(&self, words: &[&str]) -> Ran {
        finish(self.command(words))
    }

    /// Serves this world.
    pub fn serve(&self) -> Server {
        Server::start(self.command(&["serve"]))
    }

    /// The token of the first account with that role.
    pub fn token(&self, role: &str) -> String {
        let accounts: Value = serde_json::from_str(&fs::read_to_string(self.folder.join("accounts.json")).unwrap()).unwrap();
        let found = accounts.as_array().unwrap().iter().find(|a| a["role"] == role);
        found.unwrap_or_else(|| panic!("nobody is {role}"))["token"].as_str().unwrap().to_owned()
    }

    /// So many people who give, made for this world: token and account.
    pub fn givers(&self, count: usize) -> Vec<(String, Id)> {
        self.people("donor", count)
    }

    /// So many people of that role, everywhere, made for this world: token and account.
    pub fn people(&self, role: &str, count: usize) -> Vec<(String, Id)> {
        let make = |n| {
            let login = format!("load-{role}{n}@example.org");
            let made =
                self.run(&["account", "create", "--json", "--login", &login, "--role", role, "--token", "aid.*"]).expect(0).json();
            (made["token"].as_str().unwrap().to_owned(), made["account"].as_str().unwrap().parse().unwrap())
        };
        (1..=count).map(make).collect()
    }

    /// On PostgreSQL: takes the database away from everybody who uses it, or gives it back.
    pub fn let_in(&self, so: bool) {
        let database = self.database.as_deref().expect("a database of a server");
        administer(format!("ALTER DATABASE {database} ALLOW_CONNECTIONS {so}"));
        if !so {
            administer(format!("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{database}'"));
        }
    }

    /// What `ledger verify` says; it must hold.
    #[track_caller]
    pub fn books_hold(&self) {
        let ran = self.run(&["ledger", "verify", "--json"]).expect(0);
        assert_eq!(ran.json()["holds"], true, "{}", ran.out);
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(database) = &self.database {
            administer(format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"));
        }
    }
}

/// The address of a database of the test cluster.
fn address(database: &str) -> String {
    let url = postgres_url();
    let (server, _) = url.rsplit_once('/').unwrap();
    format!("{server}/{database}")
}

/// Copies a folder; a socket or lock in it is a file like any other.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target)
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn name_of_today() -> String {
    let program = fs::metadata(env!("CARGO_BIN_EXE_qianmo")).unwrap();
    let day = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() / 86_400;
    let mut hasher = DefaultHasher::new();
    (program.len(), program.modified().unwrap(), day).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The folder in which the loaded world is kept; loaded now if it is not there yet.
fn kept(engine: Engine) -> PathBuf {
    let (all, kind) = (Path::new(env!("CARGO_TARGET_TMPDIR")), if engine == Engine::Sqlite { "sqlite" } else { "postgres" });
    let kept = all.join(format!("world-{kind}-{}", name_of_today()));
    // Tests are processes of their own: the first one loads, the others wait for it.
    let lock = File::options().create(true).truncate(false).write(true).open(all.join(format!("world-{kind}.lock"))).unwrap();
    lock.lock().unwrap();
    if !kept.join("complete").exists() {
        forget_others(all, &format!("world-{kind}-"));
        load(&kept, engine);
    }
    if engine == Engine::Postgres && !kept.join(model(&kept)).exists() {
        let name = model(&kept);
        administer(format!("DROP DATABASE IF EXISTS {name}"));
        administer(format!("CREATE DATABASE {name}"));
        let restored =
            postgres_tool("pg_restore").args(["--no-owner", "--dbname", &address(&name)]).arg(kept.join("dump")).status();
        assert!(restored.unwrap().success());
        fs::write(kept.join(&name), "").unwrap();
    }
    kept
}

/// The database to copy from: its name tells the world and the cluster.
fn model(kept: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    (kept, postgres_url()).hash(&mut hasher);
    format!("it_model_{:016x}", hasher.finish())
}

fn forget_others(all: &Path, prefix: &str) {
    for entry in fs::read_dir(all).unwrap().flatten() {
        if entry.file_name().to_string_lossy().starts_with(prefix) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn load(kept: &Path, engine: Engine) {
    let world = World::empty(engine);
    world.run(&["demo", "--size", "small", "--load-only"]).expect(0);
    copy_folder(&world.folder, &kept.join("data"));
    if let Some(url) = &world.url {
        let dumped = postgres_tool("pg_dump")
            .args(["--format=custom", "--no-owner", "--dbname", url, "--file"])
            .arg(kept.join("dump"))
            .status();
        assert!(dumped.unwrap().success());
    }
    fs::write(kept.join("complete"), "").unwrap();
}

/// A client program of PostgreSQL that fits the newest server on this machine.
pub fn postgres_tool(name: &str) -> Command {
    let folders = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path().join("bin").join(name));
    let mut command = Command::new(folders.filter(|p| p.is_file()).max().unwrap_or_else(|| PathBuf::from(name)));
    command.stdout(Stdio::null());
    command
}
