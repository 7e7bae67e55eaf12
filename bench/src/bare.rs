//! The baseline of gifts: bare two-row ledger commits over HTTP, on the same engine and disk, by the same client.

use crate::client::Client;
use crate::load::{Done, Work};
use crate::postgres::Cluster;
use crate::settings::Settings;
use crate::worlds;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use qianmo_db::{Config, Db, Env, KeyRing, Sql, Vault, params};
use qianmo_kernel::{Chance, Currency, Id, Money, SystemClock};
use qianmo_ledger::{Account, Limit, Transfer};
use qianmo_web::Module;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::task::JoinHandle;

/// Books are kept at a place: the only one that there is here.
const PLACE: Sql = Sql::new(
    "bench place",
    "INSERT INTO place (id, code, parent, path, level, depth, name, folded, language, keeps_books, from_at, until_at, version) \
     VALUES ($1, $2, 0, $3, 'county', 3, 'bench', 'bench', 'en', 1, 0, 9223372036854775807, 1)",
);

/// A ledger with two accounts behind an address of its own.
pub struct BareLedger {
    db: Db,
    /// `127.0.0.1:port`.
    pub host: String,
    serving: JoinHandle<io::Result<()>>,
}

#[derive(Clone)]
struct Books {
    db: Db,
    serial: Arc<AtomicU64>,
    accounts: Arc<(Account, Account)>,
}

impl BareLedger {
    /// Opens an empty database with the ledger's tables only, and serves it until this is dropped.
    pub async fn open(settings: &Settings, cluster: Option<&Cluster>) -> io::Result<BareLedger> {
        let db = database(settings, cluster)?;
        let accounts = Arc::new(accounts(&db)?);
        let books = Books { db: db.clone(), serial: Arc::default(), accounts };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let host = listener.local_addr()?.to_string();
        let router: Router = Router::new().route("/bare", post(book)).with_state(books);
        let serving = tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(BareLedger { db, host, serving })
    }

    /// Writing units of work that were committed, counted as the program under measure counts its own.
    pub fn units_committed(&self) -> f64 {
        self.db.units_committed() as f64
    }
}

impl Drop for BareLedger {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn database(settings: &Settings, cluster: Option<&Cluster>) -> io::Result<Db> {
    let rng = Arc::new(Chance::seeded(1));
    let vault = Arc::new(Vault::new(KeyRing::generate(rng.as_ref()), rng.clone()));
    let env = Env::new(Arc::new(SystemClock), rng, vault);
    let config = match cluster {
        // As many threads as the program itself takes.
        Some(cluster) => Config::Postgres { url: cluster.fresh("bench_bare")?, threads: 12 },
        None => {
            let folder = settings.folder.join("bare-sqlite");
            worlds::remove(&folder)?;
            std::fs::create_dir_all(&folder)?;
            Config::Sqlite { path: folder.join("bare.db"), readers: 1 }
        }
    };
    let db = Db::open(&config, env).map_err(io::Error::other)?;
    let parts: Vec<Module> = vec![qianmo_places::module(), qianmo_ledger::module()];
    db.migrate(&qianmo_web::server::migrations(&parts)).map_err(io::Error::other)?;
    Ok(db)
}

fn accounts(db: &Db) -> io::Result<(Account, Account)> {
    let opened = db.write_now(|tx| {
        let county = Id::from_i64(1);
        tx.execute(PLACE, params![county, "bench", format!("{county}/")])?;
        let custody = qianmo_ledger::account(tx, county, "assets:custody:bench", Currency::CNY, Limit::Unlimited)?;
        let owed = qianmo_ledger::account(tx, county, "liabilities:bench", Currency::CNY, Limit::Unlimited)?;
        Ok((custody, owed))
    });
    opened.map_err(io::Error::other)
}

async fn book(State(books): State<Books>) -> StatusCode {
    let (n, accounts) = (books.serial.fetch_add(1, Ordering::Relaxed), books.accounts);
    let committed = books.db.write(move |tx| {
        let key = format!("bench/{n}");
        let (debit, credit) = (&accounts.0, &accounts.1);
        let transfer = Transfer {
            key: &key,
            debit,
            credit,
            amount: Money::new(100, debit.currency),
            kind: "bench",
            business_ref: "bench",
            memo: "bench",
        };
        qianmo_ledger::bare(tx, &transfer).map(|_| ())
    });
    match committed.await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(fail) => {
            eprintln!("bench: a bare commit failed: {fail}");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// One bare commit.
#[derive(Clone)]
pub struct BareCommit;

impl Work for BareCommit {
    async fn once(&self, client: &mut Client) -> io::Result<Done> {
        match client.ask("POST", "/bare", &[], b"").await?.status {
            204 => Ok(Done::Taken),
            other => Err(io::Error::other(format!("a bare commit was answered by {other}"))),
        }
    }
}
