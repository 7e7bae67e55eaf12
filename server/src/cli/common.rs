//! What commands share: exit codes and what is said with them, opening the data folder, the lock, logs.

use super::Where;
use crate::assemble::{self, Assembled};
use crate::config::Settings;
use crate::data_dir::DataDir;
use qianmo_db::Tx;
use qianmo_kernel::{Fail, Id, Kind, Locale, Refused, Res};
use qianmo_web::i18n::{Arg, I18n};
use qianmo_web::server;
use std::fs::File;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Why a command ends before its end.
#[derive(Debug)]
pub struct Stop {
    /// The exit code.
    pub code: u8,
    /// One line for a person; empty when everything was said already.
    pub said: String,
    /// What was refused, when it is one of the refusals that pages and API give too.
    refused: Option<Box<Refused>>,
}

impl Stop {
    fn with(code: u8, said: impl Into<String>) -> Self {
        Stop { code, said: said.into(), refused: None }
    }

    /// Refused, or something was found (1).
    pub fn refused(said: impl Into<String>) -> Self {
        Stop::with(1, said)
    }

    /// Wrong use, or a setting that cannot be (2).
    pub fn usage(said: impl Into<String>) -> Self {
        Stop::with(2, said)
    }

    /// Something that it needs for itself is in use (3).
    pub fn taken(said: impl Into<String>) -> Self {
        Stop::with(3, said)
    }

    /// The data folder is in use (3).
    pub fn in_use() -> Self {
        Stop::taken(
            "another qianmo is at work on this data folder; on SQLite only one program writes. Stop it, or use its pages or API",
        )
    }

    /// An error of ours, or of the machine's (4).
    pub fn ours(said: impl Into<String>) -> Self {
        Stop::with(4, said)
    }

    /// What the settings, the command line or the environment ask for cannot be (2).
    pub fn setting(fail: Fail) -> Self {
        Stop { code: 2, ..Stop::from(fail) }
    }

    /// A file that is to be written and is there already, or cannot be made (2).
    pub fn not_made(path: &Path, error: &std::io::Error) -> Self {
        Stop::usage(format!("{}: {error}", path.display()))
    }

    /// Says it: one line for people on standard error, and with `--json`, where a script reads standard output, a problem there as the
    /// API would give it, unless the command has given its own report already.
    pub fn say(&self, json: bool) {
        if json && !PRINTED.load(Ordering::Relaxed) {
            println!("{}", self.problem());
        }
        if !self.said.is_empty() {
            eprintln!("qianmo: {}", self.said);
        }
    }

    fn problem(&self) -> serde_json::Value {
        let Some(refused) = &self.refused else {
            return serde_json::json!({ "type": "about:blank", "title": self.said, "detail": self.said, "exit_code": self.code });
        };
        let words = Words::of_environment();
        let errors: Vec<_> = refused
            .fields
            .iter()
            .map(|f| serde_json::json!({ "field": f.field, "code": f.message, "message": words.say(f.message, &f.args) }))
            .collect();
        let title = words.say(refused.message, &refused.args);
        serde_json::json!({
            "type": format!("/problems/{}", refused.message),
            "title": title,
            "status": refused.kind.status(),
            "detail": words.detail(refused).unwrap_or(title),
            "errors": errors,
            "exit_code": self.code,
        })
    }
}

/// Whether the command has printed its report, which is all that a script should then read.
static PRINTED: AtomicBool = AtomicBool::new(false);

/// The program's words in the language of the environment, English where it states none of ours.
struct Words {
    words: Option<I18n>,
    locale: Locale,
}

impl Words {
    fn of_environment() -> Self {
        let named = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
        let locale = named.as_deref().and_then(|tag| tag.split('.').next()).and_then(Locale::from_tag).unwrap_or(Locale::En);
        Words { words: I18n::new(server::words(&crate::modules::all())).ok(), locale }
    }

    fn say(&self, key: &'static str, args: &[(&'static str, String)]) -> String {
        let args: Vec<(&str, Arg)> = args.iter().map(|(name, text)| (*name, qianmo_registry::import::report::arg(text))).collect();
        self.words.as_ref().map_or_else(|| key.to_owned(), |words| words.plain(self.locale, key, &args))
    }

    /// What can be done about it, where there is more to say.
    fn detail(&self, refused: &Refused) -> Option<String> {
        let key = format!("{}-detail", refused.message);
        let words = self.words.as_ref().filter(|words| words.has(self.locale, &key))?;
        Some(words.plain(self.locale, &key, &[]))
    }

    /// A refusal as one line: what is wrong, and its code for those who look it up.
    fn line(&self, refused: &Refused) -> String {
        if refused.fields.is_empty() {
            return format!("{} ({})", self.say(refused.message, &refused.args), refused.message);
        }
        let fields = refused.fields.iter().map(|f| {
            let said = format!("{} ({})", self.say(f.message, &f.args), f.message);
            if f.field.is_empty() { said } else { format!("{}: {said}", f.field) }
        });
        fields.collect::<Vec<_>>().join("; ")
    }
}

impl From<Fail> for Stop {
    fn from(fail: Fail) -> Self {
        match fail {
            Fail::Refused(refused) => Stop { code: 1, said: Words::of_environment().line(&refused), refused: Some(refused) },
            other => Stop::ours(other.to_string()),
        }
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        // Whoever reads has read enough.
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Stop::with(0, "");
        }
        Stop::ours(error.to_string())
    }
}

impl Where {
    /// The settings, with what the command line says on top. One that cannot be is told at once, and not when it is first needed.
    pub fn settings(&self) -> Result<Settings, Stop> {
        self.read_settings().map_err(Stop::setting)
    }

    fn read_settings(&self) -> Res<Settings> {
        let mut settings = Settings::load(self.config.as_deref(), &self.data)?;
        if let Some(url) = &self.database {
            settings.database.url = Some(url.clone());
        }
        if let Some(ca) = &self.database_ca {
            settings.database.ca = Some(ca.clone());
        }
        settings.database.name_ca()?;
        settings.check()?;
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
        // Whoever misspells the folder's name finds no new one there afterwards.
        let folder = DataDir::named(&self.data);
        if settings.database.is_embedded() && !folder.database().exists() {
            return Err(Stop::refused(format!("there is no database in {}", folder.path().display())));
        }
        if !settings.database.is_embedded() && !folder.keys_file().exists() {
            return Err(Stop::refused(format!("there is no key file {}", folder.keys_file().display())));
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

/// Refuses what the environment says of logs and cannot be: whoever misspells it would otherwise look for their logs later.
pub fn check_logs() -> Result<(), Stop> {
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    if let Some(format) = set("QIANMO_LOG_FORMAT").filter(|f| f != "json" && f != "text") {
        return Err(Stop::usage(format!("QIANMO_LOG_FORMAT is {format:?}: json or text may be given")));
    }
    if let Some(filter) = set("QIANMO_LOG").filter(|f| tracing_subscriber::EnvFilter::try_new(f).is_err()) {
        return Err(Stop::usage(format!(
            "QIANMO_LOG is {filter:?}: a level such as info, or filters such as warn,qianmo=debug, may be given"
        )));
    }
    Ok(())
}

/// Logs to standard error: text for people, in colours on a terminal alone, JSON with `QIANMO_LOG_FORMAT=json`. `QIANMO_LOG`
/// filters (`info`).
pub fn log(default: &str) {
    let filter =
        tracing_subscriber::EnvFilter::try_from_env("QIANMO_LOG").unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(default));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let set = if std::env::var("QIANMO_LOG_FORMAT").is_ok_and(|v| v == "json") {
        builder.json().try_init()
    } else {
        builder.with_target(false).with_ansi(std::io::stderr().is_terminal()).try_init()
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

/// The place that an option names by its id or code.
pub fn place_of(tx: &mut Tx<'_>, option: &'static str, named: &str) -> Res<Id> {
    match qianmo_places::by_id_or_code(tx, named) {
        Err(Fail::Refused(refused)) if refused.kind == Kind::NotFound => {
            // Of an address, which "nothing is here" speaks of, nobody asked.
            Err(Refused::field(option, "places-unknown").into())
        }
        found => Ok(found?.id),
    }
}

/// Ends the program quietly, and not with a panic, when whoever reads what it prints has read enough: `qianmo openapi | head`.
pub fn end_with_the_reader() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |what| {
        let said = what.payload().downcast_ref::<String>();
        if said.is_some_and(|said| said.starts_with("failed printing to stdout") && said.contains("Broken pipe")) {
            std::process::exit(0);
        }
        usual(what);
    }));
}

/// Prints a value as JSON on one line.
pub fn print_json(value: &serde_json::Value) {
    PRINTED.store(true, Ordering::Relaxed);
    println!("{value}");
}
