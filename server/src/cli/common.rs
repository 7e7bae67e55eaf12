//! What commands share: exit codes, opening the data folder, the lock, logs.

use super::Where;
use crate::assemble::{self, Assembled};
use crate::config::Settings;
use crate::data_dir::DataDir;
use qianmo_kernel::{Fail, Res};
use std::fs::File;
use std::path::PathBuf;

/// Why a command ends before its end.
#[derive(Debug)]
pub struct Stop {
    /// The exit code.
    pub code: u8,
    /// One line for a person; empty when everything was said already.
    pub said: String,
}

impl Stop {
    /// Refused, or something was found (1).
    pub fn refused(said: impl Into<String>) -> Self {
        Stop { code: 1, said: said.into() }
    }

    /// Wrong use (2).
    pub fn usage(said: impl Into<String>) -> Self {
        Stop { code: 2, said: said.into() }
    }

    /// The data folder is in use (3).
    pub fn in_use() -> Self {
        Stop {
            code: 3,
            said:
                "another qianmo is at work on this data folder; on SQLite only one program writes. Stop it, or use its pages or API"
                    .into(),
        }
    }
}

impl From<Fail> for Stop {
    fn from(fail: Fail) -> Self {
        match fail {
            Fail::Refused(refused) => {
                let fields: Vec<String> = refused.fields.iter().map(|f| format!("{}: {}", f.field, f.message)).collect();
                let tail = if fields.is_empty() { String::new() } else { format!(" ({})", fields.join("; ")) };
                Stop::refused(format!("refused: {}{tail}", refused.message))
            }
            other => Stop { code: 4, said: other.to_string() },
        }
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Stop { code: 4, said: error.to_string() }
    }
}

impl Where {
    /// The settings, with what the command line says on top.
    pub fn settings(&self) -> Res<Settings> {
        let mut settings = Settings::load(self.config.as_deref(), &self.data)?;
        if let Some(url) = &self.database {
            settings.database.url = Some(url.clone());
        }
        if let Some(ca) = &self.database_ca {
            settings.database.ca = Some(ca.clone());
        }
        settings.database.name_ca()?;
        Ok(settings)
    }

    /// The data folder.
    pub fn folder(&self) -> Res<DataDir> {
        DataDir::open(&self.data)
    }

    /// The program, for a command that writes. On SQLite it refuses while another program writes; the lock is held as
    /// long as the file that is returned lives.
    pub fn to_write(&self) -> Result<(Assembled, Option<File>), Stop> {
        let settings = self.settings()?;
        let folder = self.folder()?;
        let lock = if settings.database.is_embedded() { Some(folder.try_lock()?.ok_or_else(Stop::in_use)?) } else { None };
        Ok((assemble::assemble(&settings, folder, "http://localhost:8080")?, lock))
    }

    /// The program, for a command that only reads: also beside one that serves.
    pub fn to_read(&self) -> Result<Assembled, Stop> {
        let settings = self.settings()?;
        let folder = self.folder()?;
        if settings.database.is_embedded() && !folder.database().exists() {
            return Err(Stop::refused(format!("there is no database in {}", folder.path().display())));
        }
        let mark = assemble::whole_demo(&folder)?;
        let clock: std::sync::Arc<dyn qianmo_kernel::Clock> = match &mark {
            Some(mark) => std::sync::Arc::new(assemble::ShiftedClock(mark.clock_ahead)),
            None => std::sync::Arc::new(qianmo_kernel::SystemClock),
        };
        let db = assemble::open_database(&settings, &folder, clock, false)?;
        Ok(assemble::with_database(&settings, folder, "http://localhost:8080", db, mark.is_some())?)
    }
}

/// Logs to standard error: text for people, JSON with `QIANMO_LOG_FORMAT=json`. `QIANMO_LOG` filters (`info`).
pub fn log(default: &str) {
    let filter =
        tracing_subscriber::EnvFilter::try_from_env("QIANMO_LOG").unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(default));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let set = if std::env::var("QIANMO_LOG_FORMAT").is_ok_and(|v| v == "json") {
        builder.json().try_init()
    } else {
        builder.with_target(false).try_init()
    };
    // A second call in one process (tests) keeps the first one's settings.
    let _ = set;
}

/// A client program of PostgreSQL: in the folder that `QIANMO_PG_BIN` names, in PATH, or the newest where distributions put it.
pub fn postgres_tool(name: &str) -> std::process::Command {
    let named = std::env::var_os("QIANMO_PG_BIN").map(PathBuf::from).into_iter().collect::<Vec<_>>();
    let in_path = std::env::var_os("PATH").map(|p| std::env::split_paths(&p).collect::<Vec<_>>()).unwrap_or_default();
    let mut versions: Vec<PathBuf> =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path()).collect();
    // 9.6 comes before 15: by number, not by letter.
    versions.sort_by_key(|v| {
        v.file_name().and_then(|n| n.to_str()).and_then(|n| n.parse::<f32>().ok()).map_or(0, |n| (n * 100.0) as u32)
    });
    let newest = versions.into_iter().rev().map(|v| v.join("bin"));
    let found = named.into_iter().chain(in_path).chain(newest).map(|folder| folder.join(name)).find(|path| path.is_file());
    std::process::Command::new(found.unwrap_or_else(|| PathBuf::from(name)))
}

/// Prints a value as JSON on one line.
pub fn print_json(value: &serde_json::Value) {
    println!("{value}");
}
