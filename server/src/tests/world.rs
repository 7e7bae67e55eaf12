//! A small world for tests: two provinces with three counties, and in two of them everybody who has a part in the work.
//!
//! Everything is made the way people make it, through the API; the clock stands until it is told to move. Every answer of
//! the API that is asked for through [`World::send`] is held against its description: a status that the description does
//! not tell fails the test at once.

mod people;
mod steps;
mod things;

pub use people::{County, family};
pub use steps::{asks_goods, asks_money, goods, money, need, reference};
pub use things::{Things, picture};

use crate::assemble;
use crate::config::Settings;
use crate::modules;
use http::Method;
use qianmo_db::Engine;
use qianmo_identity::testing::Person;
use qianmo_kernel::{Locale, Role};
use qianmo_places::import;
use qianmo_testkit::{Answered, Ask, TestApp};
use qianmo_web::{Config, server};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// Two provinces, three counties; villages in each.
const TREE: &str = "code,parent,level,name\n\
    10,,province,Northland\n1010,10,city,Northford\n\
    101001,1010,county,Ashwood County\n101001100,101001,township,Ashwood Town\n\
    101001100001,101001100,village,Upper Ash\n101001100002,101001100,village,Lower Ash\n\
    101002,1010,county,Birchdale County\n101002100,101002,township,Birchdale Town\n101002100001,101002100,village,Birch End\n\
    20,,province,Southland\n2010,20,city,Southford\n\
    201001,2010,county,Cedarhill County\n201001100,201001,township,Cedarhill Town\n201001100001,201001100,village,Cedar Gate\n";

/// Method, template and status of an answer of the API.
pub type Seen = (String, String, u16);

/// The world.
pub struct World {
    /// The program.
    pub t: TestApp,
    /// The county things happen in.
    pub a: County,
    /// A county in another province, with people of every role.
    pub b: County,
    /// Somebody who gives.
    pub donor: Person,
    /// Somebody else who gives.
    pub other_donor: Person,
    /// Runs the installation.
    pub administrator: Person,
    seen: Mutex<BTreeSet<Seen>>,
    keys: AtomicU64,
}

impl World {
    /// A world on a fresh database of that engine. Needs a multi-threaded runtime.
    pub async fn start(engine: Engine) -> World {
        let config = Config { base_url: "http://localhost:8080".into(), locale: Locale::En, demo: true, ..Config::default() };
        let t = TestApp::start_with(
            engine,
            modules::all,
            Arc::new(qianmo_identity::Authenticator::without_notes()),
            config,
            |builder, on| assemble::with_services(builder, &on.folder.path().join("files"), &Settings::default(), true).unwrap(),
        );
        let tree = Box::new(import::csv("places.csv", TREE.as_bytes()));
        let report = import::run(&t.on.db, tree, &import::Options::usual("en"), &mut |_| {}).unwrap();
        assert_eq!((report.bad.len(), report.keeping_books), (0, 3));
        let root = qianmo_kernel::Id::NONE;
        let donor = people::person(&t, "Dora Giver", &[(Role::Donor, root)], None);
        let other_donor = people::person(&t, "Odd Giver", &[(Role::Donor, root)], None);
        let administrator = people::person(&t, "Ada Keeper", &[(Role::Administrator, root)], None);
        let (seen, keys) = (Mutex::default(), AtomicU64::new(1));
        let (a, b) = (people::county(&t, "101001"), people::county(&t, "201001"));
        let mut world = World { t, a, b, donor, other_donor, administrator, seen, keys };
        world.settle_families().await;
        world
    }

    /// Sends a request; what the API answers is held against its description and remembered.
    pub async fn send(&self, method: Method, path: &str, with: impl FnOnce(Ask<'_>) -> Ask<'_>) -> Answered {
        let answered = with(self.t.ask(method.clone(), path)).send().await;
        self.hold_against_description(&method, path, &answered);
        answered
    }

    /// GET as somebody; an empty token is nobody.
    pub async fn get(&self, token: &str, path: &str) -> Answered {
        self.send(Method::GET, path, |ask| ask.token(token)).await
    }

    /// POST of JSON as somebody, under a key of its own.
    pub async fn post(&self, token: &str, path: &str, body: Value) -> Answered {
        let key = self.key();
        self.send(Method::POST, path, |ask| ask.token(token).key(&key).json(&body)).await
    }

    /// POST of a form as somebody.
    pub async fn form(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> Answered {
        self.send(Method::POST, path, |ask| ask.token(token).form(fields)).await
    }

    /// The id of the donor's only way to sign in.
    pub fn donor_contact(&self) -> String {
        let account = self.donor.account;
        self.t.on.db.read_now(move |tx| Ok(qianmo_identity::account::contact::list(tx, account)?[0].id.to_string())).unwrap()
    }

    /// A key that was not used before.
    pub fn key(&self) -> String {
        format!("key-{}", self.keys.fetch_add(1, Ordering::Relaxed))
    }

    /// What the API answered so far.
    pub fn seen(&self) -> BTreeSet<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The route of the API that takes this request.
    pub fn template(&self, method: &Method, path: &str) -> Option<String> {
        let path = path.split('?').next().unwrap_or_default();
        let fits = |template: &str| {
            let (mut left, mut right) = (template.split('/'), path.split('/'));
            loop {
                match (left.next(), right.next()) {
                    (None, None) => return true,
                    (Some(l), Some(r)) if l == r || (l.starts_with('{') && !r.is_empty()) => {}
                    _ => return false,
                }
            }
        };
        let routes = self.t.routes.iter().filter(|r| r.method == *method && fits(&r.path));
        // A written-out segment goes before a parameter.
        routes.min_by_key(|r| r.path.matches('{').count()).map(|r| r.path.clone())
    }

    fn hold_against_description(&self, method: &Method, path: &str, answered: &Answered) {
        let status = answered.status.as_u16();
        assert_ne!(status, 500, "{method} {path}: {}", answered.text());
        if !path.starts_with("/api/v1/") {
            return;
        }
        let Some(template) = self.template(method, path) else { return };
        if server::UNASKED.contains(&template.as_str()) {
            return;
        }
        let operation = &self.t.description["paths"][&template][method.as_str().to_ascii_lowercase()];
        let answers = operation["responses"].as_object().unwrap_or_else(|| panic!("{method} {template} is not described"));
        assert!(
            answers.contains_key(&status.to_string()),
            "{method} {path} answered {status}, which its description does not tell: {}",
            answered.text()
        );
        let kind = answered.header("content-type");
        match status {
            204 | 304 => assert!(answered.body.is_empty(), "{method} {path}: {status} with a body"),
            200..=299 => assert_eq!(kind, "application/json", "{method} {path}"),
            _ => {
                assert_eq!(kind, "application/problem+json", "{method} {path}: {}", answered.text());
                let problem = answered.json();
                assert_eq!(problem["status"], status, "{method} {path}");
                assert!(
                    problem["type"].as_str().unwrap().starts_with("/problems/")
                        && problem["title"].as_str().is_some_and(|t| !t.is_empty())
                );
            }
        }
        self.seen.lock().unwrap().insert((method.to_string(), template, status));
    }
}
