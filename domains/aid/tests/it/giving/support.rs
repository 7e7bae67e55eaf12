//! A county with a household, an open request, and the people around it.

use qianmo_aid::delivery::{Dispatch, Way};
use qianmo_aid::lifecycle::{Gift, RequestEvent};
use qianmo_aid::payment;
use qianmo_aid::pledge::{self, NewPledge, Pledge, Quantity};
use qianmo_aid::request::{self, Draft, Ended, PartDraft, Request};
use qianmo_db::{Engine, Tx};
use qianmo_identity::testing::{self, Person, Wanted};
use qianmo_identity::{Authenticator, Settings};
use qianmo_kernel::{Actor, Currency, Fail, Grant, Id, Millis, Money, PlacePath, PublicRef, Res, Role, Via};
use qianmo_media::MediaStore;
use qianmo_notify::Channels;
use qianmo_notify::channel::{Carried, Carrier, Outgoing};
use qianmo_payments::sandbox::{Sandbox, SandboxScript};
use qianmo_payments::{Providers, Settlers, sandbox};
use qianmo_places::Place;
use qianmo_registry::raw::{HouseholdRaw, MemberRaw};
use qianmo_registry::{check, register};
use qianmo_testkit::TestApp;
use qianmo_web::Module;
use std::sync::Arc;

const TREE: &str = "code,parent,level,name
61,,province,陕西省
6110,61,city,商洛市
611026,6110,county,柞水县
611026101,611026,township,营盘镇
611026101201,611026101,village,秦丰村
611024,6110,county,山阳县
";

/// How goods are sent, where it does not matter.
pub fn courier() -> Dispatch {
    Dispatch {
        way: Way::Courier,
        company: "Post".into(),
        tracking: "EE123456789CN".into(),
        contact: String::new(),
        planned_at: None,
    }
}

struct Nowhere;

impl Carrier for Nowhere {
    fn carry(&self, _: Outgoing) -> Carried {
        Box::pin(async { Ok(()) })
    }
}

fn modules() -> Vec<Module> {
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

/// An installation with one county, another county, and a household.
pub struct House {
    pub on: TestApp,
    pub county: Place,
    pub village: Place,
    pub other: Place,
    pub household: PublicRef,
    pub settlers: Settlers,
}

impl House {
    pub fn new(engine: Engine) -> House {
        let settlers = Settlers::new(payment::settlers());
        let registered = settlers.clone();
        let on = TestApp::start(engine, modules, Arc::new(Authenticator::without_notes()), |builder, on| {
            let sandbox = Sandbox::new(on.db.clone(), &on.db.env().vault);
            builder
                .service(Arc::new(Channels::with(Arc::new(Nowhere), Arc::new(Nowhere))))
                .service(Arc::new(Settings::default()))
                .service(Arc::new(MediaStore::memory()))
                .service(Arc::new(registered))
                .service(Arc::new(Providers::new(vec![Arc::new(sandbox.clone())])))
                .service(Arc::new(sandbox))
        });
        use qianmo_places::import::{Options, csv, run};
        run(&on.app.db, Box::new(csv("tree.csv", TREE.as_bytes())), &Options::usual("zh-Hans"), &mut |_| {}).unwrap();
        let place =
            |code: &'static str| on.app.db.write_now(move |tx| qianmo_places::by_code(tx, code)).unwrap().expect("imported");
        let (county, village, other) = (place("611026"), place("611026101201"), place("611024"));
        let home = village.id;
        let household = on.app.db.write_now(move |tx| settle(tx, home, "王秀英", "沙坪五组12号", "139 1234 5678")).unwrap();
        House { on, county, village, other, household, settlers }
    }

    pub fn write<T: Send + 'static>(&self, unit: impl Fn(&mut Tx<'_>) -> Res<T> + Send + 'static) -> T {
        self.attempt(unit).unwrap()
    }

    pub fn attempt<T: Send + 'static>(&self, unit: impl Fn(&mut Tx<'_>) -> Res<T> + Send + 'static) -> Res<T> {
        self.on.app.db.write_now(unit)
    }

    /// Another household of the village; from now on the requests are its own.
    pub fn next_household(&mut self, name: &'static str, address: &'static str, phone: &'static str) {
        let home = self.village.id;
        self.household = self.write(move |tx| settle(tx, home, name, address, phone));
    }

    /// Somebody with an account and one role.
    pub fn person(&self, role: Role, at: Option<&Place>) -> (Person, Actor) {
        let (id, path) = at.map_or((Id::NONE, PlacePath::root()), |p| (p.id, p.path.clone()));
        let person = self.write(move |tx| testing::person(tx, &[(role, id)]));
        let actor = acting(&person, role, id, &path, None);
        (person, actor)
    }

    pub fn actor(&self, role: Role, at: Option<&Place>) -> Actor {
        self.person(role, at).1
    }

    pub fn donor(&self) -> Actor {
        self.actor(Role::Donor, None)
    }

    /// The household with its own account.
    pub fn family(&self) -> (Person, Actor) {
        let (household, place) = (self.household, self.village.id);
        let person = self.write(move |tx| {
            let roles = [(Role::Household, place)];
            testing::make(tx, &Wanted { name: "W.", roles: &roles, household: Some(household), second_factor: false, login: None })
        });
        let actor = acting(&person, Role::Household, self.village.id, &self.village.path, Some(household));
        (person, actor)
    }

    /// What a helper asks for the household, in that many parts.
    pub fn draft(&self, parts: &[(Gift, i64)]) -> Draft {
        Draft {
            household: self.household,
            relationship: "helper".into(),
            purpose: "education".into(),
            reason: "schooling".into(),
            title: "A desk and a lamp".into(),
            story: "Homework is done in the dark.".into(),
            language: "en".into(),
            address: Some("The school gate, ask for the teacher".into()),
            parts: parts
                .iter()
                .map(|(kind, asked)| PartDraft {
                    id: None,
                    kind: *kind,
                    label: kind.name().into(),
                    unit: if *kind == Gift::Goods { "pieces".into() } else { String::new() },
                    asked: *asked,
                    unit_value_minor: if *kind == Gift::Goods { 5_000 } else { 0 },
                })
                .collect(),
        }
    }

    /// An open request of that many parts, published by a helper.
    pub fn request(&self, publisher: &Actor, parts: &[(Gift, i64)]) -> Asked {
        self.open(publisher, &self.draft(parts))
    }

    /// An open request that says what this draft says.
    pub fn open(&self, publisher: &Actor, draft: &Draft) -> Asked {
        let (publisher, draft) = (publisher.clone(), draft.clone());
        self.write(move |tx| {
            let draft = request::create(tx, &publisher, &draft, Currency::CNY)?;
            let sent = request::enter(tx, &draft, RequestEvent::Submit, Ended::default())?;
            let open = request::enter(tx, &sent, RequestEvent::Approve, Ended::default())?;
            let parts = request::parts(tx, open.reference)?.into_iter().map(|p| p.id).collect();
            Ok(Asked { reference: open.reference, parts })
        })
    }

    pub fn find(&self, asked: &Asked) -> Request {
        let reference = asked.reference;
        self.write(move |tx| request::require(tx, reference))
    }

    pub fn part(&self, asked: &Asked, at: usize) -> request::Part {
        let reference = asked.reference;
        self.write(move |tx| request::parts(tx, reference)).remove(at)
    }

    pub fn pledge_of(&self, reference: PublicRef) -> Pledge {
        self.write(move |tx| pledge::find(tx, reference)).unwrap()
    }

    pub fn try_money(&self, donor: &Actor, asked: &Asked, at: usize, fen: i64) -> Res<Pledge> {
        self.try_pledge(donor, asked, at, Quantity::Amount(yuan(fen)), "")
    }

    pub fn money(&self, donor: &Actor, asked: &Asked, at: usize, fen: i64) -> Pledge {
        self.try_money(donor, asked, at, fen).unwrap()
    }

    /// A pledge of goods whose donor is accepted.
    pub fn goods(&self, donor: &Actor, asked: &Asked, at: usize, count: i64) -> Pledge {
        let pledge = self.try_pledge(donor, asked, at, Quantity::Count(count), "").unwrap();
        self.accepted(pledge.reference())
    }

    /// An officer of the county accepts the donor.
    pub fn accepted(&self, reference: PublicRef) -> Pledge {
        let officer = self.actor(Role::Officer, Some(&self.county));
        self.write(move |tx| pledge::accept(tx, &officer, reference))
    }

    pub fn try_pledge(&self, donor: &Actor, asked: &Asked, at: usize, quantity: Quantity, message: &str) -> Res<Pledge> {
        let (donor, request) = (donor.clone(), asked.reference);
        let new = NewPledge { part: asked.parts[at], quantity, anonymous: false, message: message.to_owned() };
        self.attempt(move |tx| pledge::make(tx, &donor, request, &new))
    }

    /// Begins to pay; answers the order.
    pub fn begin(&self, donor: &Actor, pledge: &Pledge) -> Id {
        let (donor, reference) = (donor.clone(), pledge.reference());
        self.write(move |tx| payment::begin(tx, &donor, reference, sandbox::NAME)).id
    }

    /// What the sandbox bank does with an order.
    pub fn bank(&self, county: Id, order: Id, script: SandboxScript) {
        let settlers = self.settlers.clone();
        self.write(move |tx| sandbox::pay(tx, &settlers, county, order, script));
    }

    /// A pledge that is paid.
    pub fn paid(&self, donor: &Actor, asked: &Asked, at: usize, fen: i64) -> Pledge {
        let pledge = self.money(donor, asked, at, fen);
        let order = self.begin(donor, &pledge);
        self.bank(pledge.county, order, SandboxScript::Succeed);
        self.pledge_of(pledge.reference())
    }

    /// What happens by itself while three times ten minutes pass: countdowns end, the provider is asked, jobs are done.
    pub async fn pass(&self) {
        for _ in 0..3 {
            pledge::sweep(&self.on.app).await.unwrap();
            qianmo_payments::sweep(&self.on.app).await.unwrap();
            self.on.work().await;
            self.on.on.clock.advance(10 * Millis::MINUTE);
        }
    }

    /// What is owed to a request, and how much of it is held.
    pub fn fund(&self, asked: &Asked) -> (i64, i64) {
        let reference = asked.reference;
        self.write(move |tx| {
            let account = qianmo_payments::books::request(tx, reference.county, reference.id, Currency::CNY)?;
            let balance = qianmo_ledger::balance(tx, &account)?;
            Ok((balance.posted, balance.held))
        })
    }

    /// What the provider keeps for us.
    pub fn custody(&self, county: Id) -> i64 {
        self.write(move |tx| {
            let account = qianmo_payments::books::custody(tx, county, sandbox::NAME, Currency::CNY)?;
            Ok(qianmo_ledger::balance(tx, &account)?.posted)
        })
    }
}

fn settle(tx: &mut Tx<'_>, place: Id, name: &str, address: &str, phone: &str) -> Res<PublicRef> {
    let raw = HouseholdRaw {
        place: place.to_string(),
        address: address.into(),
        phone: phone.into(),
        bank_card: "27-301 5512 9001".into(),
        language: "zh".into(),
        causes: vec!["illness".into()],
        members: vec![MemberRaw {
            relation: "head".into(),
            name: name.into(),
            sex: "female".into(),
            birth: "1950".into(),
            ..MemberRaw::default()
        }],
    };
    register(tx, &Actor::system(), &check::household(&raw, (2020, 6, 1))?)
}

/// A request as tests speak of it.
#[derive(Clone)]
pub struct Asked {
    pub reference: PublicRef,
    pub parts: Vec<Id>,
}

pub fn acting(person: &Person, role: Role, place: Id, path: &PlacePath, household: Option<PublicRef>) -> Actor {
    let grants = vec![Grant { role, place, path: path.clone() }];
    Actor {
        account: person.account,
        grants,
        household,
        via: Via::Session,
        session: Id::from_i64(1),
        second_factor: true,
        scopes: None,
        card_issued_by: None,
    }
}

pub fn yuan(fen: i64) -> Money {
    Money::new(fen, Currency::CNY)
}

/// Tells a story on both engines.
pub async fn both<F: Future<Output = ()>>(story: impl Fn(House) -> F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        story(House::new(engine)).await;
    }
}

/// The reason of a refusal: the first field's, or the whole's.
#[track_caller]
pub fn refused<T>(result: Res<T>) -> &'static str {
    match result {
        Err(Fail::Refused(refused)) => refused.fields.first().map_or(refused.message, |f| f.message),
        Err(other) => panic!("not a refusal: {other}"),
        Ok(_) => panic!("not refused"),
    }
}
