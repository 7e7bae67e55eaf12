//! Signing in, second factors, sessions, tokens, cards, roles, recovery and erasing, on both engines, as people meet them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod accounts;
mod api;
mod cards;
mod leaving;
mod passkeys;
mod people;
mod proposals;
mod routes;
mod samples;
mod second;
mod settings;
mod sign_in;
mod soft_key;
mod uses;

use qianmo_db::{Engine, Tx};
use qianmo_identity::testing::{self, Person};
use qianmo_identity::{Authenticator, Settings};
use qianmo_kernel::{Id, Locale, Res, Role};
use qianmo_notify::channel::{Carried, Carrier, Outgoing};
use qianmo_notify::{Channel, Channels};
use qianmo_places::Place;
use qianmo_testkit::{Answered, TestApp};
use qianmo_web::{Config, Module};
use std::sync::{Arc, Mutex};

/// Keeps what would have been sent.
#[derive(Default)]
struct Recorder(Mutex<Vec<(String, String)>>);

impl Carrier for Recorder {
    fn carry(&self, outgoing: Outgoing) -> Carried {
        self.0.lock().unwrap().push((outgoing.address.shown().to_owned(), outgoing.text));
        Box::pin(async { Ok(()) })
    }
}

/// An installation with accounts, and the messages it sends.
struct House {
    on: TestApp,
    sent: Arc<Recorder>,
}

/// Province, county and another county.
#[derive(Clone)]
struct Tree {
    province: Place,
    county: Place,
    township: Place,
    other: Place,
}

fn modules() -> Vec<Module> {
    vec![qianmo_web::server::module(), qianmo_places::module(), qianmo_notify::module(), qianmo_identity::module()]
}

impl House {
    fn new(engine: Engine) -> House {
        House::with(engine, Config { base_url: "http://localhost:8080".into(), locale: Locale::En, ..Config::default() })
    }

    fn with(engine: Engine, config: Config) -> House {
        let sent = Arc::new(Recorder::default());
        let channels = Arc::new(Channels::with(sent.clone(), sent.clone()));
        let on = TestApp::start_with(engine, modules, Arc::new(Authenticator::without_notes()), config, |builder, _| {
            builder.service(channels).service(Arc::new(Settings::default()))
        });
        House { on, sent }
    }

    fn write<T: Send + 'static>(&self, unit: impl Fn(&mut Tx<'_>) -> Res<T> + Send + 'static) -> T {
        self.on.app.db.write_now(unit).unwrap()
    }

    fn try_write<T: Send + 'static>(&self, unit: impl Fn(&mut Tx<'_>) -> Res<T> + Send + 'static) -> Res<T> {
        self.on.app.db.write_now(unit)
    }

    fn tree(&self) -> Tree {
        use qianmo_places::import::{Options, csv, run};
        let rows = "code,parent,level,name\n61,,province,陕西省\n611026,61,county,柞水县\n611026101,611026,township,营盘镇\n611024,61,county,山阳县\n";
        run(&self.on.app.db, Box::new(csv("tree.csv", rows.as_bytes())), &Options::usual("zh-Hans"), &mut |_| {}).unwrap();
        let place = |code: &'static str| self.write(move |tx| qianmo_places::by_code(tx, code)).expect("imported");
        Tree { province: place("61"), county: place("611026"), township: place("611026101"), other: place("611024") }
    }

    fn person(&self, roles: &[(Role, Id)]) -> Person {
        let roles = roles.to_vec();
        self.write(move |tx| testing::person(tx, &roles))
    }

    fn somebody(&self, name: &str, login: Option<&str>, roles: &[(Role, Id)], second_factor: bool) -> Person {
        let (name, login, roles) = (name.to_owned(), login.map(str::to_owned), roles.to_vec());
        self.write(move |tx| {
            let wanted = testing::Wanted { name: &name, roles: &roles, second_factor, login: login.as_deref(), household: None };
            testing::make(tx, &wanted)
        })
    }

    /// Runs the jobs and takes the last message to an address.
    async fn last_to(&self, address: &str) -> Option<String> {
        self.on.work().await;
        self.sent.0.lock().unwrap().iter().rev().find(|(to, _)| to == address).map(|(_, text)| text.clone())
    }

    /// Whether any message to an address says something.
    async fn was_told(&self, address: &str, words: &str) -> bool {
        self.on.work().await;
        self.sent.0.lock().unwrap().iter().any(|(to, text)| to == address && text.contains(words))
    }

    /// The six digits of the last message to an address.
    async fn code_for(&self, address: &str) -> String {
        let text = self.last_to(address).await.expect("a message was sent");
        let digits: String = text.chars().filter(char::is_ascii_digit).take(6).collect();
        assert_eq!(digits.len(), 6, "{text}");
        digits
    }

    /// Asks for a code for an address; the browser's ticket.
    async fn ask(&self, login: &str) -> String {
        let answer = self.on.post("/sign-in").form(&[("login", login), ("next", "/places")]).send().await.expect(303);
        assert_eq!(answer.header("location"), "/sign-in/code");
        answer.cookie("qm_step").expect("a ticket")
    }

    async fn type_code(&self, step: &str, session: &str, code: &str) -> Answered {
        let cookie = if session.is_empty() { format!("qm_step={step}") } else { format!("qm_step={step}; qm_session={session}") };
        self.on.post("/sign-in/code").header("cookie", cookie).form(&[("code", code)]).send().await
    }

    /// Signs in by a code; the session.
    async fn sign_in(&self, login: &str, kept: &str) -> String {
        let step = self.ask(login).await;
        let code = self.code_for(kept).await;
        self.type_code(&step, "", &code).await.expect(303).cookie("qm_session").expect("a session")
    }
}

/// Tells a story on both engines.
async fn both<F: Future<Output = ()>>(story: impl Fn(House) -> F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        story(House::new(engine)).await;
    }
}

/// The reason of a refusal.
#[track_caller]
fn refused<T>(result: Res<T>) -> &'static str {
    match result {
        Err(qianmo_kernel::Fail::Refused(refused)) => refused.message,
        Err(other) => panic!("not a refusal: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

#[test]
fn a_demonstration_never_uses_configured_channels() {
    let wrong = qianmo_notify::Settings::Http { url: "http://127.0.0.1:1/".into(), token: None };
    assert!(Channels::new(true, &wrong, &wrong).is_ok());
    assert_eq!(Channel::from_name("sms"), Some(Channel::Sms));
}
