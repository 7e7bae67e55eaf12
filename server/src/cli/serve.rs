//! `serve`, `worker`, `migrate`, `openapi`.

use super::Where;
use super::common::{Stop, log, print_json};
use crate::assemble::{self, Assembled};
use crate::serve::{self, Halves};
use clap::Args;
use qianmo_web::server;

/// Serve pages and API.
#[derive(Args)]
pub struct Serve {
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1:8080", env = "QIANMO_LISTEN", value_name = "ADDR")]
    listen: String,
    /// On PostgreSQL: serve HTTP only, workers run elsewhere
    #[arg(long)]
    no_worker: bool,
}

/// The address people use, as far as the listening address tells: passkeys refuse bare IPs, so this machine is `localhost`.
pub fn base_url(listener: &std::net::TcpListener) -> String {
    match listener.local_addr() {
        Ok(address) if address.ip().is_loopback() || address.ip().is_unspecified() => {
            format!("http://localhost:{}", address.port())
        }
        Ok(address) => format!("http://{address}"),
        Err(_) => "http://localhost".into(),
    }
}

/// A listener on the address that was given. One that is taken is in use (3), another one that cannot be is wrong (2).
pub fn listen(address: &str) -> Result<std::net::TcpListener, Stop> {
    serve::listen(address).map_err(|e| {
        let said = format!("{address} cannot be listened on: {e}");
        match e.kind() {
            std::io::ErrorKind::AddrInUse => Stop::taken(said),
            _ => Stop::usage(format!("{said}; --listen takes an address and a port, such as 127.0.0.1:8080")),
        }
    })
}

impl Serve {
    pub fn run(self, place: &Where) -> Result<(), Stop> {
        log("info");
        let settings = place.settings()?;
        let folder = place.folder()?;
        let embedded = settings.database.is_embedded();
        if embedded && self.no_worker {
            return Err(Stop::usage("on SQLite the worker runs inside serve: --no-worker needs PostgreSQL"));
        }
        let lock = if embedded { Some(folder.lock_soon()?.ok_or_else(Stop::in_use)?) } else { None };
        let listener = listen(&self.listen)?;
        let base = base_url(&listener);
        let assembled = assemble::assemble(&settings, folder, &base)?;
        tracing::info!(address = %assembled.app.config.base_url, "serving");
        serve::run(assembled, Some(listener), if self.no_worker { Halves::Http } else { Halves::Both })?;
        drop(lock);
        Ok(())
    }
}

/// Run jobs only.
#[derive(Args)]
pub struct WorkerOnly {}

impl WorkerOnly {
    pub fn run(self, place: &Where) -> Result<(), Stop> {
        log("info");
        let (assembled, lock) = place.to_write()?;
        tracing::info!("working");
        serve::run(assembled, None, Halves::Worker)?;
        drop(lock);
        Ok(())
    }
}

/// Brings the tables up to date.
pub fn migrate(place: &Where) -> Result<(), Stop> {
    log("warn");
    let settings = place.settings()?;
    let folder = place.folder()?;
    let _lock = if settings.database.is_embedded() { Some(folder.try_lock()?.ok_or_else(Stop::in_use)?) } else { None };
    let db = assemble::open_database(&settings, &folder, std::sync::Arc::new(qianmo_kernel::SystemClock), false)?;
    let applied = db.migrate(&server::migrations(&crate::modules::all()))?;
    if place.json {
        print_json(&serde_json::json!({ "applied": applied }));
    } else if applied.is_empty() {
        println!("The tables are up to date.");
    } else {
        applied.iter().for_each(|name| println!("applied {name}"));
    }
    Ok(())
}

/// Prints the API's description. Needs no database: a fresh one in a temporary folder serves.
pub fn openapi(_: &Where) -> Result<(), Stop> {
    let folder = std::env::temp_dir().join(format!("qianmo-openapi-{}", std::process::id()));
    let made = || -> Result<String, Stop> {
        let data = crate::data_dir::DataDir::open(&folder)?;
        let settings = crate::config::Settings::default();
        let Assembled { app, modules } = assemble::assemble(&settings, data, "http://localhost:8080")?;
        let (_, description) = server::router(app, modules, axum::Router::new());
        description.to_pretty_json().map_err(|e| Stop::ours(e.to_string()))
    };
    let outcome = made();
    let _ = std::fs::remove_dir_all(&folder);
    println!("{}", outcome?);
    Ok(())
}
