//! What is measured and for how long: from the command line and the environment.

use qianmo_db::Engine;
use std::env;
use std::path::PathBuf;
use std::time::Duration;

/// How to call this program.
pub const HELP: &str = "\
scripts/bench [--strict] [--quick] [--part lists|gifts|search|scale|matching]

Measures on this machine what docs/benchmarks.md reports, and writes it there between its markers.

  --strict   exit code 1 when a goal is missed (0 otherwise: a measurement is not a test)
  --quick    the small world, runs of two seconds, nothing is written: to see that this program works
  --part     only this part, nothing is written: while one works on it

QIANMO_BENCH_FOLDER    where worlds are kept, so that they are loaded once
QIANMO_BENCH_ENGINE    sqlite, postgres: that engine alone, nothing is written
QIANMO_BENCH_TENFOLD   0: leave the ten times larger world out; sqlite, postgres: measure it on that engine alone
QIANMO_BENCH_DONORS    how many people give (64)
QIANMO_BENCH_HUNDREDFOLD   1: matching at a hundred times the size too, some minutes and some GiB
QIANMO_TEST_POSTGRES   a PostgreSQL cluster of one's own with fsync on, and its superuser

Exit codes: 0 measured · 1 something could not be measured, or with --strict a goal was missed · 2 wrong use.";

/// A part of what is measured.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// The lists against their baselines.
    Lists,
    /// Gifts against bare commits.
    Gifts,
    /// Searches by words.
    Search,
    /// What growth costs.
    Scale,
    /// What donors are shown; on no engine.
    Matching,
}

/// What is measured and for how long.
pub struct Settings {
    /// Where worlds are kept.
    pub folder: PathBuf,
    /// The root of the repository.
    pub root: PathBuf,
    /// The program under measure.
    pub binary: PathBuf,
    /// Whether this is only to see that measuring works.
    pub quick: bool,
    /// Whether a missed goal ends with exit code 1.
    pub strict: bool,
    /// The one part that is measured; `None`: all.
    pub part: Option<Part>,
    /// The engines that are measured.
    pub engines: Vec<Engine>,
    /// How many people give.
    pub donors: usize,
    /// Runs of which the median counts.
    pub runs: usize,
    /// A run as fast as it goes.
    pub closed: Duration,
    /// A run at a fixed arrival rate.
    pub open: Duration,
    /// What is done before the first run and not counted.
    pub warm: Duration,
    /// From readiness to the measurement of memory at rest.
    pub rest: Duration,
    tenfold: Vec<Engine>,
    /// Whether matching is measured at a hundred times the size.
    pub hundredfold: bool,
}

impl Settings {
    /// Reads them; an error is what a person is told.
    pub fn read(mut words: impl Iterator<Item = String>) -> Result<Settings, String> {
        let (mut quick, mut strict, mut part) = (false, false, None);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--quick" => quick = true,
                "--strict" => strict = true,
                "--part" => {
                    part = Some(match words.next().as_deref() {
                        Some("lists") => Part::Lists,
                        Some("gifts") => Part::Gifts,
                        Some("search") => Part::Search,
                        Some("scale") => Part::Scale,
                        Some("matching") => Part::Matching,
                        _ => return Err(format!("--part is lists, gifts, search, scale or matching\n\n{HELP}")),
                    });
                }
                other => return Err(format!("{other}: not known\n\n{HELP}")),
            }
        }
        let path = |name: &str| env::var_os(name).map(PathBuf::from);
        let tenfold = match env::var("QIANMO_BENCH_TENFOLD").as_deref() {
            _ if quick || part.is_some() => Vec::new(),
            Ok("0") => Vec::new(),
            Ok("sqlite") => vec![Engine::Sqlite],
            Ok("postgres") => vec![Engine::Postgres],
            Ok("1" | "") | Err(_) => vec![Engine::Sqlite, Engine::Postgres],
            Ok(other) => return Err(format!("QIANMO_BENCH_TENFOLD is 0, 1, sqlite or postgres, not {other}")),
        };
        let engines = match env::var("QIANMO_BENCH_ENGINE").as_deref() {
            Ok("sqlite") => vec![Engine::Sqlite],
            Ok("postgres") => vec![Engine::Postgres],
            Ok("") | Err(_) => vec![Engine::Sqlite, Engine::Postgres],
            Ok(other) => return Err(format!("QIANMO_BENCH_ENGINE is sqlite or postgres, not {other}")),
        };
        let donors: usize = match env::var("QIANMO_BENCH_DONORS") {
            Ok(text) => text.parse().map_err(|_| format!("QIANMO_BENCH_DONORS is a number, not {text}"))?,
            Err(_) => 64,
        };
        let lasts = |full: u64, short: u64| Duration::from_secs(if quick { short } else { full });
        Ok(Settings {
            folder: path("QIANMO_BENCH_FOLDER").unwrap_or_else(|| "bench-data".into()),
            root: path("QIANMO_ROOT").unwrap_or_else(|| ".".into()),
            binary: path("QIANMO_BIN").ok_or("QIANMO_BIN names the program to measure; `make bench` sets it")?,
            quick,
            strict,
            part,
            engines,
            donors: donors.max(1),
            runs: if quick { 3 } else { 5 },
            closed: lasts(6, 2),
            open: lasts(12, 2),
            warm: lasts(5, 1),
            rest: lasts(60, 3),
            tenfold,
            hundredfold: !quick && env::var("QIANMO_BENCH_HUNDREDFOLD").as_deref() == Ok("1"),
        })
    }

    /// The world that is measured first.
    pub fn size(&self) -> &'static str {
        if self.quick { "small" } else { "trial" }
    }

    /// Whether what is found is written into the documents: only when all of it was looked at.
    pub fn writes(&self) -> bool {
        !self.quick && self.part.is_none() && self.engines.len() == 2
    }

    /// Whether the ten times larger world is measured on this engine.
    pub fn tenfold(&self, engine: Engine) -> bool {
        self.tenfold.contains(&engine)
    }
}
