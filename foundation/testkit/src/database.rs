//! A fresh database of either engine.

use qianmo_db::{Config, Db, Engine, Env, KeyRing, Migration, Vault};
use qianmo_kernel::{Chance, ManualClock, Millis};
use std::collections::HashMap;
use std::future::Future;
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
    schema: Option<String>,
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
    // The blocking client must not run inside the test's runtime.
    std::thread::spawn(move || {
        let mut client = postgres::Client::connect(&postgres_url(), postgres::NoTls).expect("the test cluster answers");
        client.batch_execute(&sql).expect("the test cluster obeys");
    })
    .join()
    .expect("the thread ends");
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
        let (config, schema) = match engine {
            Engine::Sqlite => (Config::Sqlite { path: folder.path().join("test.db"), readers: 2 }, None),
            Engine::Postgres => {
                let schema = format!("t{}_{}", std::process::id(), SERIAL.fetch_add(1, Ordering::Relaxed));
                administer(format!("CREATE SCHEMA {schema}"));
                let url = postgres_url();
                let joiner = if url.contains('?') { '&' } else { '?' };
                (Config::Postgres { url: format!("{url}{joiner}options=-c%20search_path%3D{schema}"), threads: 4 }, Some(schema))
            }
        };
        let db = Db::open(&config, env(clock.clone()).with_listeners(listeners)).unwrap();
        let all = migrations.to_vec();
        db.migrate(&all).unwrap();
        TestDb { db, clock, folder, schema }
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Some(schema) = self.schema.take() {
            administer(format!("DROP SCHEMA IF EXISTS {schema} CASCADE"));
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
