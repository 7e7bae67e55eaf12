//! How fast it is, as ratios within one run: the lists against a bare handler, gifts against bare ledger commits, memory.
//!
//! `make bench` runs it. Worlds are loaded once into the folder that `QIANMO_BENCH_FOLDER` names. PostgreSQL is measured when
//! `QIANMO_TEST_POSTGRES` names a cluster that keeps fsync on. Every figure is the median of five runs unless it says otherwise.

mod client;
mod gifts;
mod load;
mod server;

use qianmo_db::{Config, Db, Env, KeyRing, Vault};
use qianmo_kernel::{Chance, SystemClock};
use qianmo_web::Module;
use server::Server;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

const RUNS: usize = 5;
const CONNECTIONS: usize = 16;

fn main() -> std::process::ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    match runtime.and_then(|r| r.block_on(measure())) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn seconds(default: u64) -> Duration {
    Duration::from_secs(std::env::var("QIANMO_BENCH_SECONDS").ok().and_then(|v| v.parse().ok()).unwrap_or(default))
}

async fn measure() -> io::Result<()> {
    let folder = PathBuf::from(std::env::var_os("QIANMO_BENCH_FOLDER").unwrap_or_else(|| "bench-data".into()));
    let size = std::env::var("QIANMO_BENCH_SIZE").unwrap_or_else(|_| "trial".into());
    std::fs::create_dir_all(&folder)?;
    println!("| what | figure |\n|---|---|");
    engine("SQLite", &folder.join(format!("{size}-sqlite")), &size, None).await?;
    if let Ok(url) = std::env::var("QIANMO_TEST_POSTGRES") {
        engine("PostgreSQL", &folder.join(format!("{size}-postgres")), &size, Some(&url)).await?;
    }
    Ok(())
}

fn row(what: &str, figure: impl std::fmt::Display) {
    println!("| {what} | {figure} |");
}

async fn engine(name: &str, folder: &Path, size: &str, database: Option<&str>) -> io::Result<()> {
    if database.is_some() {
        // The cluster is made anew for every run, so the world in it is, too.
        let _ = std::fs::remove_dir_all(folder);
    }
    match server::load(folder, size, database)? {
        Some(took) => row(&format!("{name}: the {size} world loads in"), format!("{took:.1} s")),
        None => row(&format!("{name}: the {size} world"), "was loaded before"),
    }
    let server = Server::start(folder, database).await?;
    tokio::time::sleep(seconds(60)).await;
    row(&format!("{name}: memory at rest, 60 s after ready (RssAnon)"), format!("{:.0} MB", server.memory()));
    lists(name, &server, database.is_some()).await?;
    latencies(name, &server).await?;
    row(&format!("{name}: memory after the lists"), format!("{:.0} MB", server.memory()));
    giving(name, &server, folder, database).await
}

/// Requests a second of the lists, each run beside its baseline's, so that what else the machine does hits both.
async fn lists(name: &str, server: &Server, one_query_handler: bool) -> io::Result<()> {
    // On PostgreSQL the baseline asks the database one thing, too.
    let baseline = if one_query_handler { "/readyz" } else { "/healthz" };
    let html = [("Accept-Language", "en".to_owned())];
    let (mut bare, mut json, mut page) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        bare.push(load::closed(&server.host, baseline, &[], CONNECTIONS, seconds(4)).await?);
        json.push(load::closed(&server.host, "/api/v1/aid/requests?limit=20", &[], CONNECTIONS, seconds(4)).await?);
        page.push(load::closed(&server.host, "/requests", &html, CONNECTIONS, seconds(4)).await?);
    }
    let (bare, json, page) = (load::median(bare), load::median(json), load::median(page));
    row(&format!("{name}: bare handler `{baseline}`"), format!("{bare:.0}/s"));
    row(&format!("{name}: list of requests as JSON"), format!("{json:.0}/s, {:.2} of its baseline", json / bare));
    row(&format!("{name}: list of requests as HTML"), format!("{page:.0}/s, {:.2} of its baseline", page / bare));
    Ok(())
}

async fn latencies(name: &str, server: &Server) -> io::Result<()> {
    for (what, path) in [
        ("list as JSON", "/api/v1/aid/requests?limit=20"),
        ("search for two characters", "/api/v1/aid/requests?q=%E4%B9%A6%E6%A1%8C"),
    ] {
        let (mut half, mut most) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            let (p50, p99) = load::open(&server.host, path, 200.0, seconds(4)).await?;
            half.push(p50);
            most.push(p99);
        }
        row(&format!("{name}: {what} at 200/s, p50 / p99"), format!("{:.1} / {:.1} ms", load::median(half), load::median(most)));
    }
    Ok(())
}

async fn giving(name: &str, server: &Server, folder: &Path, database: Option<&str>) -> io::Result<()> {
    let tokens = gifts::donor_tokens(folder)?;
    let bare_folder = folder.with_extension("bare");
    let _ = std::fs::remove_dir_all(&bare_folder);
    std::fs::create_dir_all(&bare_folder)?;
    let db = bare_database(&bare_folder, database)?;
    let (mut gift, mut bare, mut refused) = (Vec::new(), Vec::new(), 0.0f64);
    for _ in 0..RUNS {
        bare.push(gifts::bare_commits(db.clone(), 64, seconds(4)).await?);
        let (given, share) = gifts::gifts(&server.host, &tokens, 64, seconds(4)).await?;
        gift.push(given);
        refused = refused.max(share);
    }
    let (gift, bare) = (load::median(gift), load::median(bare));
    row(&format!("{name}: bare two-row ledger commits over HTTP"), format!("{bare:.0}/s"));
    row(&format!("{name}: whole gifts over HTTP, 64 donors at once"), format!("{gift:.0}/s ({:.0} % not taken)", refused * 100.0));
    let commits = gift * gifts::COMMITS_PER_GIFT;
    row(
        &format!("{name}: durable commits of gifts ({} a gift)", gifts::COMMITS_PER_GIFT),
        format!("{commits:.0}/s, {:.2} of bare commits", commits / bare),
    );
    row(&format!("{name}: memory under load"), format!("{:.0} MB", server.memory()));
    Ok(())
}

/// A database of the same engine on the same disk, with the ledger's tables only.
fn bare_database(folder: &Path, database: Option<&str>) -> io::Result<Db> {
    let rng = Arc::new(Chance::seeded(1));
    let vault = Arc::new(Vault::new(KeyRing::generate(rng.as_ref()), rng.clone()));
    let env = Env::new(Arc::new(SystemClock), rng, vault);
    let config = match database {
        None => Config::Sqlite { path: folder.join("bare.db"), readers: 1 },
        Some(url) => Config::Postgres { url: url.to_owned(), threads: 12 },
    };
    let db = Db::open(&config, env).map_err(io::Error::other)?;
    let parts: Vec<Module> = vec![qianmo_places::module(), qianmo_ledger::module()];
    db.migrate(&qianmo_web::server::migrations(&parts)).map_err(io::Error::other)?;
    Ok(db)
}
