//! A fresh database of either engine.

use qianmo_db::{Config, Db, Engine, Env, KeyRing, Migration, Vault};
use qianmo_kernel::{Chance, ManualClock, Millis};
use std::collections::HashMap;
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;

/// A fresh, migrated database and the clock its units live by. The clock stands at noon of 1 June 2020 (UTC).
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// The clock; it moves when it is told to.
    pub clock: Arc<ManualClock>,
    /// A folder for files, gone when the test ends.
    pub folder: TempDir,
    database: Option<String>,
}

/// 2020-06-01T12:00:00Z.
pub const NOON: Millis = Millis(1_591_012_800_000);

static SERIAL: AtomicU64 = AtomicU64::new(0);

/// The address of the test cluster.
pub fn postgres_url() -> String {
    std::env::var("QIANMO_TEST_POSTGRES")
        .expect("QIANMO_TEST_POSTGRES is not set: run tests by `make test`, or `scripts/with-postgres cargo nextest run`")
}

/// Runs one statement as the cluster's administrator, on a connection of its own and outside of any transaction.
pub fn administer(sql: String) {
    as_administrator(move |client| client.batch_execute(&sql).expect("the test cluster obeys"));
}

fn as_administrator(body: impl FnOnce(&mut postgres::Client) + Send + 'static) {
    // The blocking client must not run inside the test's runtime.
    std::thread::spawn(move || {
        let mut client = postgres::Client::connect(&postgres_url(), postgres::NoTls).expect("the test cluster answers");
        body(&mut client);
    })
    .join()
    .expect("the thread ends");
}

/// The address of a database of the test cluster.
fn address(database: &str) -> String {
    let url = postgres_url();
    let (url, tail) = url.split_once('?').map_or((url.as_str(), String::new()), |(url, tail)| (url, format!("?{tail}")));
    let server = url.rsplit_once('/').map_or(url, |(server, _)| server);
    format!("{server}/{database}{tail}")
}

/// A lock of the test cluster's: one model is made at a time.
const MAKING: i64 = 7_166_102;

/// A database with these tables, by copying one that was made once for all tests of this program: to make some hundred tables
/// and indexes takes several times as long as to copy their files.
fn copy_of_model(migrations: &[Migration], name: &str) {
    let mut hasher = DefaultHasher::new();
    let program = std::env::current_exe().and_then(std::fs::metadata).and_then(|found| found.modified()).ok();
    program.hash(&mut hasher);
    migrations.iter().for_each(|migration| (migration.module, migration.name, migration.sql).hash(&mut hasher));
    let (model, name, migrations) = (format!("model_{:016x}", hasher.finish()), name.to_owned(), migrations.to_vec());
    as_administrator(move |client| {
        client.batch_execute(&format!("SELECT pg_advisory_lock({MAKING})")).expect("the test cluster obeys");
        let is_there =
            client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&model]).expect("the test cluster answers");
        let mut obey = |sql: &str| client.batch_execute(sql).expect("the test cluster obeys");
        if is_there.is_none() {
            // Under another name until it is whole: whoever makes it may be stopped.
            let making = format!("{model}_making");
            obey(&format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)"));
            obey(&format!("CREATE DATABASE {making}"));
            let config = Config::Postgres { url: address(&making), threads: 1 };
            let db = Db::open(&config, env(Arc::new(ManualClock::at(NOON)))).expect("a model's database opens");
            db.migrate(&migrations).expect("a model's tables are made");
            drop(db);
            // Its connection ends a moment after it.
            obey(&format!("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{making}'"));
            obey(&format!("ALTER DATABASE {making} RENAME TO {model}"));
        }
        obey(&format!("SELECT pg_advisory_unlock({MAKING})"));
        obey(&format!("CREATE DATABASE {name} TEMPLATE {model}"));
    });
}

/// An environment whose clock stands and whose chance and keys are seeded.
pub fn env(clock: Arc<ManualClock>) -> Env {
    let rng = Arc::new(Chance::seeded(7 + SERIAL.fetch_add(1, Ordering::Relaxed)));
    let vault = Arc::new(Vault::new(KeyRing::generate(rng.as_ref()), rng.clone()));
    Env::new(clock, rng, vault)
}

impl TestDb {
    /// A fresh database of that engine with these tables; events go to `listeners`.
    pub fn open(engine: Engine, migrations: &[Migration], listeners: HashMap<&'static str, Vec<&'static str>>) -> Self {
        let clock = Arc::new(ManualClock::at(NOON));
        let folder = tempfile::tempdir().unwrap();
        let (config, database) = match engine {
            Engine::Sqlite => (Config::Sqlite { path: folder.path().join("test.db"), readers: 2 }, None),
            Engine::Postgres => {
                let name = format!("t{}_{}", std::process::id(), SERIAL.fetch_add(1, Ordering::Relaxed));
                copy_of_model(migrations, &name);
                (Config::Postgres { url: address(&name), threads: 4 }, Some(name))
            }
        };
        let db = Db::open(&config, env(clock.clone()).with_listeners(listeners)).unwrap();
        let all = migrations.to_vec();
        db.migrate(&all).unwrap();
        TestDb { db, clock, folder, database }
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Some(name) = self.database.take() {
            administer(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// Tells a story on a fresh database of each engine. Needs a multi-threaded runtime:
/// `#[tokio::test(flavor = "multi_thread")]`.
pub async fn both<F, Fut>(migrations: &[Migration], story: F)
where
    F: Fn(Arc<TestDb>) -> Fut,
    Fut: Future<Output = ()>,
{
    for engine in [Engine::Sqlite, Engine::Postgres] {
        story(Arc::new(TestDb::open(engine, migrations, HashMap::new()))).await;
    }
}

/// A fresh SQLite database, for what does not touch SQL itself.
pub fn sqlite(migrations: &[Migration]) -> TestDb {
    TestDb::open(Engine::Sqlite, migrations, HashMap::new())
}
