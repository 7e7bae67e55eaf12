//! `demo`: everything on one machine; an invented world if the data folder is new.

use super::Where;
use super::common::{Stop, log};
use super::serve::{base_url, listen};
use crate::assemble::{self, Assembled, DemoMark};
use crate::config::Settings;
use crate::data_dir::DataDir;
use crate::demo;
use crate::serve::{self, Halves};
use clap::{Args, ValueEnum};
use qianmo_kernel::{Chance, Clock, Error, Fail, ManualClock, Millis, Res, SystemClock};
use std::fs;
use std::sync::Arc;
use std::time::Duration;

/// The size of the invented world.
#[derive(Copy, Clone, PartialEq, Eq, ValueEnum)]
pub enum Size {
    /// Loads in seconds: some hundred people in two counties
    Small,
    /// The 2017 trial's own: 100,000 donors, 40,000 households, 50,000 requests
    Trial,
    /// Ten times the trial, on the same places: what `make bench` compares the trial with
    #[value(hide = true)]
    Tenfold,
}

impl Size {
    /// The world's own name for it, and how a folder's mark calls it.
    const fn world(self) -> (demo::Size, &'static str) {
        match self {
            Size::Small => (demo::Size::Small, "small"),
            Size::Trial => (demo::Size::Trial, "trial"),
            Size::Tenfold => (demo::Size::Tenfold, "tenfold"),
        }
    }
}

/// Start everything on one machine, with an invented world if the data folder is new.
#[derive(Args)]
pub struct Demo {
    /// The size of the world that a new folder gets
    #[arg(long, value_enum, default_value = "trial")]
    size: Size,
    /// The address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    listen: String,
    /// The same seed makes the same world
    #[arg(long, default_value_t = 2017)]
    seed: u64,
    /// When the world ends, instead of now: a day (2026-05-01) or a moment (RFC 3339)
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Load the world and stop
    #[arg(long)]
    load_only: bool,
}

impl Demo {
    pub fn run(self, place: &Where) -> Result<(), Stop> {
        log("warn,qianmo::demo=info");
        let settings = place.settings()?;
        let now =
            self.now.as_deref().map(|text| moment(text, settings.site.utc_offset_minutes).ok_or_else(not_a_time)).transpose()?;
        let folder = place.folder()?;
        let lock = if settings.database.is_embedded() { Some(folder.try_lock()?.ok_or_else(Stop::in_use)?) } else { None };
        let listener = if self.load_only { None } else { Some(listen(&self.listen)?) };
        match assemble::demo_mark(&folder)? {
            Some(mark) if mark.complete => {}
            Some(_) => {
                return Err(Stop::refused(assemble::half_loaded(&folder)));
            }
            None => {
                refuse_real(&settings, &folder)?;
                self.load(&settings, &folder, now)?;
            }
        }
        let Some(listener) = listener else { return Ok(()) };
        let base = base_url(&listener);
        let assembled = assemble::assemble(&settings, folder.clone(), &base)?;
        let base = assembled.app.config.base_url.clone();
        let accounts = demo::accounts(&folder)?;
        println!("\nQianmo is at {base}\n");
        println!("Sign in with one of these; the code is shown on the page.");
        for line in demo::one_per_role(&accounts) {
            println!("  {:<14} {:<26} {}", line.role, line.login, line.place);
        }
        println!("\nAll logins, and tokens for the API: {}", folder.path().join("accounts.json").display());
        println!("Stop with Ctrl-C; the world stays in {}.", folder.path().display());
        serve::run(assembled, Some(listener), Halves::Both)?;
        drop(lock);
        Ok(())
    }

    fn load(&self, settings: &Settings, folder: &DataDir, wished: Option<Millis>) -> Result<(), Stop> {
        let real = SystemClock.now();
        let now = wished.unwrap_or(real);
        let (size, called) = self.size.world();
        let mut mark = DemoMark { size: called.into(), seed: self.seed, clock_ahead: now.0 - real.0, complete: false };
        write_mark(folder, &mark)?;
        let (assembled, lines) = match self.tell(settings, folder, size, now, false)? {
            Some(told) => told,
            None => {
                // The story met a refusal. It is told again from the beginning, at the pace of one who can take things back.
                fs::remove_file(folder.database())?;
                let told = self.tell(settings, folder, size, now, true)?;
                told.ok_or_else(|| Fail::from(Error::new("a database that can undo said that it could not")))?
            }
        };
        demo::write_accounts(folder, &lines)?;
        if settings.database.is_embedded() {
            // What was filled in last is committed when nothing more comes; whoever asks then is told whether all of it was.
            std::thread::sleep(Duration::from_millis(300));
            assembled.app.db.read_now(|_| Ok(()))?;
        }
        drop(assembled);
        if settings.database.is_embedded() {
            qianmo_db::settle_on_disk(&folder.database())?;
        }
        mark.complete = true;
        write_mark(folder, &mark)?;
        Ok(())
    }

    /// Tells the world's story into a new database; `None` when something has to be taken back that cannot be.
    fn tell(
        &self,
        settings: &Settings,
        folder: &DataDir,
        size: demo::Size,
        now: Millis,
        undoing: bool,
    ) -> Result<Option<Told>, Stop> {
        let clock = Arc::new(ManualClock::at(now));
        let as_clock: Arc<dyn Clock> = clock.clone();
        let db = assemble::open_to_fill(settings, folder, as_clock, Arc::new(Chance::seeded(self.seed)), undoing)?;
        let assembled = assemble::with_database(settings, folder.clone(), "http://localhost", db.clone(), true)?;
        let told = demo::load(&demo::World { app: assembled.app.clone(), clock, size, seed: self.seed, now });
        if db.lost() {
            return Ok(None);
        }
        Ok(Some((assembled, told?)))
    }
}

type Told = (Assembled, Vec<demo::AccountLine>);

/// A world is loaded into nothing but an empty place: in an installation everybody's one-time codes would be shown.
fn refuse_real(settings: &Settings, folder: &DataDir) -> Result<(), Stop> {
    if folder.database().exists() || folder.keys_file().exists() {
        return Err(Stop::refused(format!(
            "{} holds a real installation, not a demonstration: name another folder with --data",
            folder.path().display()
        )));
    }
    match &settings.database.url {
        Some(url) if qianmo_db::postgres_has_tables(url)? => {
            Err(Stop::refused("the database that --database names holds an installation: a world is loaded into an empty one only"))
        }
        _ => Ok(()),
    }
}

/// The moment that `--now` names: an RFC 3339 time, or the last moment of a day where the site is.
fn moment(text: &str, offset_minutes: i32) -> Option<Millis> {
    Millis::parse(text).or_else(|| {
        let mut parts = text.split('-');
        let day = Millis::from_date(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let begins = day.filter(|_| parts.next().is_none())? - i64::from(offset_minutes) * Millis::MINUTE;
        Some(begins + (Millis::DAY - 1))
    })
}

fn not_a_time() -> Stop {
    Stop::usage("--now takes a day such as 2026-05-01 or a time such as 2020-11-23T09:00:00Z")
}

fn write_mark(folder: &DataDir, mark: &DemoMark) -> Res<()> {
    let text = serde_json::to_string_pretty(mark).map_err(|e| Error::because("demo.json", e))?;
    fs::write(folder.demo_file(), text).map_err(|e| Error::because("demo.json", e).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_when_it_ends_there_and_a_moment_is_taken_as_it_is() {
        let told = |text: &str| moment(text, 480).map(|m| m.to_string());
        assert_eq!(told("2026-05-01").as_deref(), Some("2026-05-01T15:59:59.999Z"));
        assert_eq!(told("2020-11-23T09:00:00Z").as_deref(), Some("2020-11-23T09:00:00Z"));
        for wrong in ["nonsense", "", "2026-02-30", "2026-05", "2026-05-01-01", "2026-05-x"] {
            assert_eq!(told(wrong), None, "{wrong}");
        }
    }
}
