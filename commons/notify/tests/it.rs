//! Messages on both engines: sealed while they wait, handed over once, tried again when the channel fails.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

use qianmo_db::{Engine, Tx};
use qianmo_kernel::{Error, Id, Locale};
use qianmo_notify::channel::{Carried, Carrier, Outgoing};
use qianmo_notify::{Address, Channels, Message, demo, send};
use qianmo_testkit::TestApp;
use qianmo_web::auth::Nobody;
use qianmo_web::{Config, Module};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

qianmo_db::sql! {
    const WAITING = "SELECT payload FROM job ORDER BY id";
    const ERRORS = "SELECT last_error FROM job ORDER BY id";
}

/// Fails as often as it is told, then takes messages.
#[derive(Default)]
struct Flaky {
    failures: AtomicUsize,
    taken: Mutex<Vec<(Id, String, String)>>,
}

impl Carrier for Flaky {
    fn carry(&self, outgoing: Outgoing) -> Carried {
        if self.failures.load(Ordering::SeqCst) > 0 {
            self.failures.fetch_sub(1, Ordering::SeqCst);
            return Box::pin(async { Err(Error::new("the line is down").into()) });
        }
        self.taken.lock().unwrap().push((outgoing.message, outgoing.address.shown().to_owned(), outgoing.text));
        Box::pin(async { Ok(()) })
    }
}

fn modules() -> Vec<Module> {
    vec![qianmo_web::server::module(), qianmo_notify::module()]
}

fn house(engine: Engine, failures: usize) -> (TestApp, Arc<Flaky>) {
    let flaky = Arc::new(Flaky { failures: AtomicUsize::new(failures), taken: Mutex::default() });
    let channels = Arc::new(Channels::with(flaky.clone(), flaky.clone()));
    let config = Config { locale: Locale::En, ..Config::default() };
    (TestApp::start_with(engine, modules, Arc::new(Nobody), config, |builder, _| builder.service(channels)), flaky)
}

fn post(tx: &mut Tx<'_>) -> qianmo_kernel::Res<()> {
    let address = Address::read("李雷@例子.中国", "86").unwrap();
    send(tx, &Message { county: Id::NONE, address: &address, text: "您的验证码是 482913" })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_waits_sealed_and_is_handed_over_once() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (on, flaky) = house(engine, 0);
        on.app.db.write_now(post).unwrap();
        let waiting = on.app.db.read_now(|tx| tx.query(WAITING, &[], |row| row.text(0))).unwrap();
        assert_eq!(waiting.len(), 1);
        assert!(!waiting[0].contains("482913") && !waiting[0].contains("李雷") && !waiting[0].contains("例子"));
        on.work().await;
        on.work().await;
        let taken = flaky.taken.lock().unwrap();
        assert_eq!(
            taken.iter().map(|(_, to, text)| (to.as_str(), text.as_str())).collect::<Vec<_>>(),
            [("李雷@例子.中国", "您的验证码是 482913")]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_tried_again_under_the_same_id_and_rolls_back_with_its_unit() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (on, flaky) = house(engine, 2);
        let failed = on.app.db.write_now(|tx| {
            post(tx)?;
            Err::<(), _>(Error::new("the change itself failed").into())
        });
        assert!(failed.is_err());
        on.app.db.write_now(post).unwrap();
        for _ in 0..4 {
            on.work().await;
            let errors = on.app.db.read_now(|tx| tx.query(ERRORS, &[], |row| row.text(0))).unwrap();
            assert!(errors.iter().all(|e| !e.contains("482913") && !e.contains("李雷")), "{errors:?}");
            on.on.clock.advance(120_000);
        }
        assert_eq!(flaky.taken.lock().unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_kept_in_a_demonstration_only() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (on, _) = house(engine, 0);
        let address = Address::read("13800001234", "86").unwrap();
        for (is_demo, shown) in [(false, None), (true, Some("482913".to_owned()))] {
            let address = address.clone();
            let found = on
                .app
                .db
                .write_now(move |tx| {
                    demo::keep(tx, is_demo, "ticket", &address, "482913")?;
                    assert_eq!(demo::show(tx, false, "ticket")?, None);
                    demo::show(tx, true, "ticket")
                })
                .unwrap();
            assert_eq!(found, shown);
        }
    }
}
