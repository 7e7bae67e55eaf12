//! The registry on both engines, as helpers, reviewers, officers and households meet it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod alike;
mod api;
mod doors;
mod files;
mod households;
mod joining;
mod leaving;
mod members;
mod merging;
mod mine;
mod pages;
mod samples;
mod ties;
mod wishes;

use qianmo_db::{Engine, Tx};
use qianmo_identity::testing::{self, Person, Wanted};
use qianmo_identity::{Authenticator, Settings};
use qianmo_kernel::{Actor, Grant, Id, Locale, PlacePath, PublicRef, Res, Role, Via};
use qianmo_notify::Channels;
use qianmo_notify::channel::{Carried, Carrier, Outgoing};
use qianmo_places::Place;
use qianmo_places::import::{Options, csv, run};
use qianmo_registry::raw::{HouseholdRaw, MemberRaw};
use qianmo_registry::{check, register};
use qianmo_testkit::TestApp;
use qianmo_web::Module;
use std::sync::{Arc, Mutex};

/// Carries nothing anywhere, and keeps what would have gone, each ending with the phone that it would have gone to.
#[derive(Default)]
struct Nowhere(Mutex<Vec<String>>);

impl Carrier for Nowhere {
    fn carry(&self, outgoing: Outgoing) -> Carried {
        self.0.lock().unwrap().push(format!("{} {}", outgoing.text, outgoing.address.key()));
        Box::pin(async { Ok(()) })
    }
}

fn modules() -> Vec<Module> {
    vec![qianmo_places::module(), qianmo_notify::module(), qianmo_identity::module(), qianmo_registry::module()]
}

/// A province with two counties.
const TREE: &str = "code,parent,level,name\n61,,province,陕西省\n611026,61,county,柞水县\n611026100,611026,township,乾佑镇\n\
    611026101,611026,township,营盘镇\n611024,61,county,山阳县\n611024100,611024,township,城关镇\n";

/// The day tests are told on.
const TODAY: (i16, i8, i8) = (2020, 6, 1);

/// An installation with two counties.
struct House {
    on: TestApp,
    sent: Arc<Nowhere>,
    county: Place,
    village: Place,
    hamlet: Place,
    other_county: Place,
    other_village: Place,
}

impl House {
    fn new(engine: Engine) -> House {
        let sent = Arc::new(Nowhere::default());
        let carrier = sent.clone();
        let on = TestApp::start(engine, modules, Arc::new(Authenticator::without_notes()), |builder, _| {
            let channels = Arc::new(Channels::with(carrier.clone(), carrier.clone()));
            builder.service(channels).service(Arc::new(Settings::default()))
        });
        let db = on.app.db.clone();
        run(&db, Box::new(csv("tree.csv", TREE.as_bytes())), &Options::usual("zh-Hans"), &mut |_| {}).unwrap();
        let place = |code: &'static str| db.read_now(move |tx| qianmo_places::by_code(tx, code)).unwrap().unwrap();
        let county = place("611026");
        let id = county.id;
        db.write_now(move |tx| qianmo_places::set_name(tx, &Actor::system(), id, "en", "Zhashui County").map(|_| ())).unwrap();
        let (village, hamlet) = (place("611026100"), place("611026101"));
        let (other_county, other_village) = (place("611024"), place("611024100"));
        House { on, sent, county, village, hamlet, other_county, other_village }
    }

    fn write<T: Send + 'static>(&self, unit: impl Fn(&mut Tx<'_>) -> Res<T> + Send + 'static) -> T {
        self.try_write(unit).unwrap()
    }

    fn try_write<T: Send + 'static>(&self, unit: impl Fn(&mut Tx<'_>) -> Res<T> + Send + 'static) -> Res<T> {
        self.on.app.db.write_now(unit)
    }

    fn person(&self, roles: &[(Role, Id)]) -> Person {
        let roles = roles.to_vec();
        self.write(move |tx| testing::person(tx, &roles))
    }

    fn helper(&self) -> Person {
        self.person(&[(Role::Helper, self.village.id)])
    }

    /// A household's own account.
    fn owner(&self, household: PublicRef) -> Person {
        let place = self.village.id;
        self.write(move |tx| {
            let roles = [(Role::Household, place)];
            testing::make(tx, &Wanted { name: "W.", roles: &roles, household: Some(household), second_factor: false, login: None })
        })
    }

    fn register(&self, raw: &HouseholdRaw) -> Res<PublicRef> {
        let new = check::household(raw, TODAY)?;
        let actor = Actor::system();
        self.try_write(move |tx| register(tx, &actor, &new))
    }

    /// Erases a household as it asks for it: two officers.
    fn forget(&self, household: PublicRef, owner: &Person) {
        use qianmo_registry::household::command;
        let place = &self.village;
        let own = Actor { household: Some(household), ..actor_of(owner.account, Role::Household, place.id, &place.path) };
        self.write(move |tx| command::ask_erasure(tx, &own, household));
        for account in [91, 92] {
            let officer = actor_of(Id::from_i64(account), Role::Officer, self.county.id, &self.county.path);
            self.write(move |tx| command::erase(tx, &officer, household, None).map(|_| ()));
        }
    }

    /// Another family of the same village.
    fn family_of_others(&self) -> PublicRef {
        let mut raw = family(&self.village);
        raw.members[0].id_number = id_number(1950, 40);
        self.register(&raw).unwrap()
    }

    /// The household of [`family`].
    fn family(&self) -> PublicRef {
        self.register(&family(&self.village)).unwrap()
    }
}

/// An actor with one role, as the guard would make it.
fn actor(role: Role, place: &Place) -> Actor {
    actor_of(Id::from_i64(77), role, place.id, &place.path)
}

fn actor_of(account: Id, role: Role, place: Id, path: &PlacePath) -> Actor {
    let grants = vec![Grant { role, place, path: path.clone() }];
    Actor { via: Via::Session, session: Id::from_i64(1), ..Actor::on_behalf(account, grants) }
}

/// An invented identity number that holds: by the standard's arithmetic, of nobody.
fn id_number(year: i16, order: u32) -> String {
    let digits = format!("999999{year:04}0517{order:03}");
    let check = qianmo_registry::resident::check_character(&digits).unwrap();
    format!("{digits}{check}")
}

/// Grandmother Wang and her grandson.
fn family(village: &Place) -> HouseholdRaw {
    HouseholdRaw {
        place: village.id.to_string(),
        address: "沙坪五组12号".into(),
        phone: "139 1234 5678".into(),
        bank_card: "27-301 5512 0001".into(),
        language: "zh".into(),
        causes: vec!["illness".into(), "labour".into()],
        members: vec![
            MemberRaw {
                relation: "head".into(),
                name: "王秀英".into(),
                other_name: "Wang Xiuying".into(),
                id_number: id_number(1950, 2),
                health: "风湿病".into(),
                disability: "some".into(),
                ..MemberRaw::default()
            },
            MemberRaw {
                relation: "grandchild".into(),
                name: "李小宝".into(),
                sex: "male".into(),
                birth: "2012".into(),
                ..MemberRaw::default()
            },
        ],
    }
}

/// Tells a story on both engines.
async fn both<F: Future<Output = ()>>(story: impl Fn(House) -> F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        story(House::new(engine)).await;
    }
}

/// The reason of a refusal: the first field's, or the whole's.
#[track_caller]
fn refused<T>(result: Res<T>) -> &'static str {
    match result {
        Err(qianmo_kernel::Fail::Refused(refused)) => refused.fields.first().map_or(refused.message, |f| f.message),
        Err(other) => panic!("not a refusal: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

/// Masked words in English.
fn words(house: &House, household: PublicRef) -> String {
    let masked = house.write(move |tx| qianmo_registry::masked(tx, household, Locale::En));
    masked.words(|key, args| house.on.app.i18n.plain(Locale::En, key, args))
}
