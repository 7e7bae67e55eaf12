//! How fast it is, as ratios within one run: the lists against a bare handler, gifts against bare ledger commits, ten times
//! the size against the trial's; how long things take at a fixed arrival rate; memory at rest and under load.
//!
//! `make bench` runs it, and it writes what it found into docs/benchmarks.md. Every figure is the median of five runs after
//! a warm-up, every ratio the median of the quotients of runs that took turns.
//!
//! | file | what it does |
//! |---|---|
//! | `engine`, `scale` | what is measured on an engine, and at ten times the size |
//! | `lists`, `gifts`, `bare` | the work: pages and searches, whole gifts, bare commits |
//! | `load`, `client`, `stats` | how work is done over and over, and what several runs come to |
//! | `worlds`, `postgres`, `server`, `memory` | the program under measure and its data |
//! | `matching` | what donors are shown against what is possible at all, and what a slate takes |
//! | `machine`, `report`, `settings` | where, what came out, and how it was asked for |
#![allow(clippy::disallowed_methods)] // A stopwatch is what a benchmark is for.

mod bare;
mod client;
mod engine;
mod gifts;
mod lists;
mod load;
mod machine;
mod matching;
mod memory;
mod postgres;
mod report;
mod scale;
mod server;
mod settings;
mod stats;
mod worlds;

use postgres::Cluster;
use qianmo_db::Engine;
use report::Report;
use settings::{Part, Settings};
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--help" || word == "-h") {
        println!("{}", settings::HELP);
        return ExitCode::SUCCESS;
    }
    let settings = match Settings::read(words.into_iter()) {
        Ok(settings) => settings,
        Err(said) => {
            eprintln!("{said}");
            return ExitCode::from(2);
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    match runtime.and_then(|runtime| runtime.block_on(measure(&settings))) {
        Ok(report) if report.failed() || (settings.strict && report.missed() > 0) => ExitCode::FAILURE,
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(settings: &Settings) -> io::Result<Report> {
    std::fs::create_dir_all(&settings.folder)?;
    let (mut report, cluster) = (Report::default(), Cluster::given());
    // First of all, while nothing else touches the disk.
    let machine = machine::describe(settings, cluster.as_ref());
    if settings.part.is_none_or(|part| part == Part::Matching)
        && let Err(error) = matching::measure(settings, &mut report)
    {
        report.lose("the rest of it", &error);
    }
    if settings.part != Some(Part::Matching) {
        engines(settings, cluster.as_ref(), &mut report).await;
    }
    eprintln!("bench: {} goals missed", report.missed());
    if settings.writes() {
        write(settings, &report.markdown(&machine))?;
    }
    Ok(report)
}

/// Everything that is measured on an engine.
async fn engines(settings: &Settings, cluster: Option<&Cluster>, report: &mut Report) {
    // What one engine could not be asked must not cost what was measured before.
    if settings.engines.contains(&Engine::Sqlite)
        && let Err(error) = engine::measure(settings, None, report).await
    {
        report.lose("the rest of it", &error);
    }
    match cluster {
        _ if !settings.engines.contains(&Engine::Postgres) => {}
        Some(cluster) => {
            if let Err(error) = engine::measure(settings, Some(cluster), report).await {
                report.lose("the rest of it", &error);
            }
        }
        None => {
            report.table("PostgreSQL");
            report.skip("everything on PostgreSQL", "QIANMO_TEST_POSTGRES names no cluster", "");
        }
    }
}

/// Writes the figures into the page, between its markers.
fn write(settings: &Settings, text: &str) -> io::Result<()> {
    let page = settings.root.join("docs/benchmarks.md");
    let before = std::fs::read_to_string(&page)?;
    let after = report::splice(&before, text).ok_or_else(|| io::Error::other("docs/benchmarks.md has no markers"))?;
    std::fs::write(&page, after)
}
