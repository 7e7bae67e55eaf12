//! An installation with two counties, a household, and people of every role.

use qianmo_db::{Engine, Tx};
use qianmo_identity::Authenticator;
use qianmo_identity::testing::{self, Person, Wanted};
use qianmo_kernel::{Actor, Id, Locale, PublicRef, Res, Role};
use qianmo_media::MediaStore;
use qianmo_notify::Channels;
use qianmo_places::Place;
use qianmo_registry::{Birth, Disability, IdKind, Labour, Name, NewHousehold, NewMember, Relation, Sex};
use qianmo_testkit::{Answered, TestApp};
use qianmo_web::{Config, Module};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

pub fn modules() -> Vec<Module> {
    vec![
        qianmo_web::server::module(),
        qianmo_places::module(),
        qianmo_search::module(),
        qianmo_media::module(),
        qianmo_notify::module(),
        qianmo_identity::module(),
        qianmo_procedures::module(),
        qianmo_registry::module(),
        qianmo_ledger::module(),
        qianmo_payments::module(),
        qianmo_aid::module(),
    ]
}

/// The places.
#[derive(Clone)]
pub struct Tree {
    pub province: Place,
    pub city: Place,
    pub county: Place,
    pub township: Place,
    pub village: Place,
    pub other: Place,
}

/// The installation and its people.
pub struct House {
    pub on: TestApp,
    pub tree: Tree,
    pub helper: Person,
    pub reviewer: Person,
    pub county_reviewer: Person,
    pub city_reviewer: Person,
    pub officer: Person,
    pub donor: Person,
    pub household: PublicRef,
    pub family: Person,
    keys: AtomicU32,
}

const TREE: &str = "code,parent,level,name
61,,province,陕西省
6110,61,city,商洛市
611026,6110,county,柞水县
611026101,611026,township,营盘镇
611026101201,611026101,village,秦丰村
611026101202,611026101,village,曹店村
611024,6110,county,山阳县
611024100,611024,township,城关镇
";

impl House {
    pub fn new(engine: Engine) -> House {
        let config = Config { base_url: "http://localhost:8080".into(), locale: Locale::En, demo: true, ..Config::default() };
        let on = TestApp::start_with(engine, modules, Arc::new(Authenticator::without_notes()), config, |builder, _| {
            let channels = Channels::new(true, &qianmo_notify::Settings::Nothing, &qianmo_notify::Settings::Nothing).unwrap();
            builder
                .service(Arc::new(MediaStore::memory()))
                .service(Arc::new(channels))
                .service(Arc::new(qianmo_identity::Settings::default()))
        });
        use qianmo_places::import::{Options, csv, run};
        run(&on.app.db, Box::new(csv("tree.csv", TREE.as_bytes())), &Options::usual("zh-Hans"), &mut |_| {}).unwrap();
        let place =
            |code: &'static str| on.app.db.write_now(move |tx| qianmo_places::by_code(tx, code)).unwrap().expect("imported");
        let tree = Tree {
            province: place("61"),
            city: place("6110"),
            county: place("611026"),
            township: place("611026101"),
            village: place("611026101201"),
            other: place("611024"),
        };
        let person = |role: Role, place: Id| on.app.db.write_now(move |tx| testing::person(tx, &[(role, place)])).unwrap();
        let village = tree.village.id;
        let household = on.app.db.write_now(move |tx| register(tx, village, "王秀英", "Wang Xiuying")).unwrap();
        let family = on
            .app
            .db
            .write_now(move |tx| {
                let roles = [(Role::Household, village)];
                testing::make(tx, &Wanted { name: "Family", roles: &roles, household: Some(household), ..Wanted::default() })
            })
            .unwrap();
        House {
            helper: person(Role::Helper, tree.village.id),
            reviewer: person(Role::Reviewer, tree.township.id),
            county_reviewer: person(Role::Reviewer, tree.county.id),
            city_reviewer: person(Role::Reviewer, tree.city.id),
            officer: person(Role::Officer, tree.county.id),
            donor: person(Role::Donor, Id::NONE),
            household,
            family,
            tree,
            on,
            keys: AtomicU32::new(0),
        }
    }

    pub fn write<T: Send + 'static>(&self, unit: impl Fn(&mut Tx<'_>) -> Res<T> + Send + 'static) -> T {
        self.on.app.db.write_now(unit).unwrap()
    }

    pub fn person(&self, role: Role, place: Id) -> Person {
        self.write(move |tx| testing::person(tx, &[(role, place)]))
    }

    /// Another household of the village.
    pub fn household(&self, name: &'static str) -> PublicRef {
        let village = self.tree.village.id;
        self.write(move |tx| register(tx, village, name, ""))
    }

    pub async fn get(&self, who: &Person, path: &str) -> Answered {
        self.on.get(format!("/api/v1{path}")).token(&who.token).send().await
    }

    pub async fn post(&self, who: &Person, path: &str, body: &Value) -> Answered {
        let key = format!("k{}", self.keys.fetch_add(1, Ordering::Relaxed));
        self.on.post(format!("/api/v1{path}")).token(&who.token).key(&key).json(body).send().await
    }

    /// A draft's reference.
    pub async fn draft(&self, body: &Value) -> String {
        let made = self.post(&self.helper, "/aid/requests", body).await.expect(201).json();
        made["ref"].as_str().expect("a reference").to_owned()
    }

    pub async fn act(&self, who: &Person, reference: &str, what: &str, body: &Value) -> Answered {
        self.post(who, &format!("/aid/requests/{reference}/{what}"), body).await
    }

    /// A request that was handed in.
    pub async fn submitted(&self, body: &Value) -> String {
        let reference = self.draft(body).await;
        self.act(&self.helper, &reference, "submission", &json!({})).await.expect(200);
        reference
    }

    /// A request that is open.
    pub async fn open(&self, body: &Value) -> String {
        let reference = self.submitted(body).await;
        self.approve(&reference).await;
        reference
    }

    pub async fn approve(&self, reference: &str) {
        let ruling = json!({"decision": "approve"});
        let state = self.act(&self.reviewer, reference, "review", &ruling).await.expect(200).json()["state"].clone();
        if state == "submitted" {
            self.act(&self.county_reviewer, reference, "review", &ruling).await.expect(200);
        }
    }

    pub async fn state(&self, reference: &str) -> String {
        let found = self.get(&self.officer, &format!("/aid/requests/{reference}")).await.expect(200).json();
        found["state"].as_str().unwrap().to_owned()
    }

    /// What a request for money says.
    pub fn money(&self, yuan: i64) -> Value {
        self.asking(
            json!([{"kind": "money", "label": "Fees for one term", "amount": {"amount_minor": yuan * 100, "currency": "CNY"}}]),
        )
    }

    /// What a request for these parts says.
    pub fn asking(&self, parts: Value) -> Value {
        json!({
            "household": self.household.to_string(),
            "relationship": "helper",
            "purpose": "education",
            "reason": "schooling",
            "title": "A desk and a lamp for homework",
            "story": "两个孩子共用一张桌子，天黑后没有灯。",
            "language": "zh-Hans",
            "address": "Third house behind the mill",
            "parts": parts,
        })
    }
}

pub fn register(tx: &mut Tx<'_>, place: Id, name: &str, latin: &str) -> Res<PublicRef> {
    let mut names = vec![Name::new(name)];
    if !latin.is_empty() {
        names.push(Name::new(latin));
    }
    let member = NewMember {
        relation: Relation::Head,
        names,
        sex: Sex::Female,
        birth: Birth::Year(1951),
        id_kind: IdKind::None,
        id_number: String::new(),
        health: String::new(),
        disability: Disability::None,
        labour: Labour::Unknown,
    };
    let new = NewHousehold {
        place,
        address: "五组12号".into(),
        phone: "13912345678".into(),
        bank_card: String::new(),
        language: "zh".into(),
        causes: Vec::new(),
        members: vec![member],
    };
    qianmo_registry::register(tx, &Actor::system(), &new)
}

/// Tells a story on both engines.
pub async fn both<F: Future<Output = ()>>(story: impl Fn(House) -> F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        story(House::new(engine)).await;
    }
}

/// The end of a problem's type.
pub fn problem(answer: &Answered) -> String {
    answer.json()["type"].as_str().unwrap_or_default().trim_start_matches("/problems/").to_owned()
}

/// The codes of a problem's fields, each with its field.
pub fn codes(answer: &Answered) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    answer.json()["errors"].as_array().into_iter().flatten().map(|e| (text(&e["field"]), text(&e["code"]))).collect()
}
