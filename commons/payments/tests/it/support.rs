//! An application with the sandbox, a business that settles, and a provider that loses calls.

use futures::FutureExt;
use futures::future::BoxFuture;
use http::HeaderMap;
use qianmo_db::{Engine, Sql, Tx, params};
use qianmo_kernel::{Actor, Currency, Error, Fail, Grant, Id, Kind, Millis, Money, PlacePath, PublicRef, Refused, Res, Role, Via};
use qianmo_ledger::{self as ledger, Account};
use qianmo_payments::sandbox::{Sandbox, SandboxScript, set_setting, take_back};
use qianmo_payments::{
    self as payments, Answer, Direction, Disposition, NewOrder, NewPayout, NewRefund, Notice, Order, Outcome, Payee, Provider,
    Providers, Settle, Settlers, Started, StatementLine, books,
};
use qianmo_testkit::TestApp;
use qianmo_web::{Authenticate, Credentials, Module, Signed};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// Which events were delivered, in which application and about which order.
static TOLD: Mutex<Vec<(PathBuf, Id, &'static str)>> = Mutex::new(Vec::new());

/// A business whose things are requests: `gone` is one that nobody wants money for any more.
struct Business;

impl Settle for Business {
    fn kind(&self) -> &'static str {
        "test.gift"
    }

    fn paid(&self, tx: &mut Tx<'_>, order: &Order) -> Res<Disposition> {
        if order.business_ref == "gone" {
            return Ok(Disposition::Refund("nobody-wants-it"));
        }
        let request = request(tx, order.county)?;
        books::receive(tx, order, &request, "test.gift", "test")?;
        Ok(Disposition::Taken)
    }
}

/// The token says who: `role@county`, `role@county#account` for another account than 900, or `account:number`.
struct ByWord;

impl Authenticate for ByWord {
    fn authenticate(&self, _: &mut Tx<'_>, credentials: &Credentials) -> Res<Option<Signed>> {
        let (Credentials::Token(word) | Credentials::Session(word)) = credentials;
        let (account, grants) = match (word.split_once('@'), word.strip_prefix("account:")) {
            (Some((role, county)), _) => {
                let (county, account) = county.split_once('#').unwrap_or((county, "900"));
                let place = Id::from_i64(county.parse().unwrap());
                let path = if county == "0" { PlacePath::root() } else { PlacePath::root().child(place) };
                (Id::from_i64(account.parse().unwrap()), vec![Grant { role: Role::from_name(role).unwrap(), place, path }])
            }
            (None, Some(number)) => (Id::from_i64(number.parse().unwrap()), Vec::new()),
            _ => return Ok(None),
        };
        let actor = Actor {
            account,
            grants,
            household: None,
            via: Via::Token,
            session: Id::from_i64(6),
            second_factor: true,
            scopes: None,
            card_issued_by: None,
        };
        Ok(Some(Signed { actor, name: "A".into(), locale: None }))
    }
}

/// Who is paid, and where.
pub const PAYEE: &str = "王秀英";
pub const ACCOUNT: &str = "2730155120001";

/// A provider whose first answer to every payout is lost on the way, before (`gone`) or after (`done`) it took the call.
#[derive(Default)]
pub struct Lossy {
    taken: Mutex<HashMap<String, i64>>,
}

impl Lossy {
    /// How often money of that order was moved.
    pub fn moved(&self, order: &Order) -> i64 {
        self.taken.lock().unwrap().get(&order.provider_key()).copied().unwrap_or(0)
    }

    fn take(&self, order: &Order) -> Res<Answer> {
        let mut taken = self.taken.lock().unwrap();
        if order.business_ref == "lost-before" && order.attempts == 1 {
            return Err(Error::new("the line broke before").into());
        }
        // The key makes it once, whatever is repeated.
        taken.entry(order.provider_key()).or_insert(1);
        if order.attempts == 1 { Err(Error::new("the line broke after").into()) } else { Ok(done(order)) }
    }
}

impl Provider for Lossy {
    fn name(&self) -> &'static str {
        "lossy"
    }

    fn start<'a>(&'a self, _: &'a Order) -> BoxFuture<'a, Res<Started>> {
        futures::future::ready(Err(Error::new("away").into())).boxed()
    }

    fn pay_out<'a>(&'a self, order: &'a Order, payee: &'a Payee) -> BoxFuture<'a, Res<Answer>> {
        assert_eq!((payee.name.as_str(), payee.account.as_str()), (PAYEE, ACCOUNT), "it is told whom to pay");
        futures::future::ready(self.take(order)).boxed()
    }

    fn refund<'a>(&'a self, refund: &'a Order, _: &'a Order) -> BoxFuture<'a, Res<Answer>> {
        futures::future::ready(self.take(refund)).boxed()
    }

    fn query<'a>(&'a self, order: &'a Order) -> BoxFuture<'a, Res<Answer>> {
        let known = self.taken.lock().unwrap().contains_key(&order.provider_key());
        let answer = if known { done(order) } else { Answer::new(Outcome::NotFound) };
        futures::future::ready(Ok(answer)).boxed()
    }

    fn read_callback(&self, _: &HeaderMap, _: &[u8]) -> Res<Notice> {
        Err(Refused::new(Kind::Forbidden, "payments-bad-signature").into())
    }

    fn statement(&self, _: Id, _: Millis, _: Millis) -> BoxFuture<'_, Res<Vec<StatementLine>>> {
        futures::future::ready(Ok(Vec::new())).boxed()
    }
}

fn done(order: &Order) -> Answer {
    Answer::new(Outcome::Succeeded { amount: order.amount, at: order.created_at })
}

fn listener(module: Module, topic: &'static str, kind: &'static str) -> Module {
    module.on(topic, kind, move |app, job| {
        Box::pin(async move {
            let happened: serde_json::Value = job.payload()?;
            let id = happened["order"].as_str().unwrap().parse().unwrap();
            TOLD.lock().unwrap().push((app.config.data_dir.clone(), id, topic));
            Ok(())
        })
    })
}

fn modules() -> Vec<Module> {
    let mut ears = Module::new("test");
    for (topic, kind) in [
        ("payments.paid", "test.paid"),
        ("payments.failed", "test.failed"),
        ("payments.refunded", "test.refunded"),
        ("payments.paid-out", "test.paid-out"),
        ("payments.payout-failed", "test.payout-failed"),
        ("payments.refund-failed", "test.refund-failed"),
    ] {
        ears = listener(ears, topic, kind);
    }
    vec![qianmo_web::server::module(), qianmo_places::module(), ledger::module(), payments::module(), ears]
}

/// The application and its county.
pub struct World {
    pub app: TestApp,
    pub county: Id,
    pub lossy: Arc<Lossy>,
}

const PLACE: Sql = Sql::new(
    "test place",
    "INSERT INTO place (id, code, parent, path, level, depth, name, folded, language, keeps_books, from_at, until_at, version) \
     VALUES ($1, $2, 0, $3, 'county', 3, '柞水县', '柞水县', 'zh', 1, 0, 9223372036854775807, 1)",
);

/// Another county of that number.
pub fn county(app: &TestApp, n: i64) -> Id {
    let id = Id::from_i64(n);
    app.on.db.write_now(move |tx| tx.execute(PLACE, params![id, format!("c{n}"), format!("{id}/")])).unwrap();
    id
}

pub fn start(engine: Engine) -> World {
    let lossy = Arc::new(Lossy::default());
    let lost = lossy.clone();
    let app = TestApp::start(engine, modules, Arc::new(ByWord), move |builder, on| {
        let sandbox = Arc::new(Sandbox::new(on.db.clone(), &on.db.env().vault));
        builder
            .service(sandbox.clone())
            .service(Arc::new(Providers::new(vec![sandbox, lost])))
            .service(Arc::new(Settlers::new(vec![Arc::new(Business)])))
    });
    let county = county(&app, 1);
    World { app, county, lossy }
}

/// Tells a story on each engine.
pub async fn both<F: AsyncFn(World)>(story: F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        story(start(engine)).await;
    }
}

pub fn request(tx: &mut Tx<'_>, county: Id) -> Res<Account> {
    books::request(tx, county, Id::from_i64(70), Currency::CNY)
}

pub fn yuan(fen: i64) -> Money {
    Money::new(fen, Currency::CNY)
}

/// The message of a refusal.
pub fn refused<T: std::fmt::Debug>(outcome: Res<T>) -> &'static str {
    match outcome {
        Err(Fail::Refused(refused)) => refused.message,
        other => panic!("must be refused: {other:?}"),
    }
}

impl World {
    pub fn order(&self, key: &str, about: &str, amount: i64) -> Order {
        self.order_by(key, about, amount, "sandbox")
    }

    pub fn order_by(&self, key: &str, about: &str, amount: i64, provider: &'static str) -> Order {
        let (key, about, county) = (key.to_owned(), about.to_owned(), self.county);
        self.app
            .on
            .db
            .write_now(move |tx| {
                let until = tx.now() + Millis::HOUR;
                payments::order(
                    tx,
                    &NewOrder {
                        county,
                        key: &key,
                        amount: yuan(amount),
                        business_kind: "test.gift",
                        business_ref: &about,
                        provider,
                        owner: Some(Id::from_i64(5)),
                        return_to: "/back",
                        expires_at: Some(until),
                    },
                )
            })
            .unwrap()
    }

    pub fn payout(&self, key: &str, about: &str, amount: i64, provider: &str) -> Res<Order> {
        self.payout_to(key, about, amount, provider, ACCOUNT)
    }

    pub fn payout_to(&self, key: &str, about: &str, amount: i64, provider: &str, account: &str) -> Res<Order> {
        let (key, about, provider, county) = (key.to_owned(), about.to_owned(), provider.to_owned(), self.county);
        let payee = Payee { name: PAYEE.into(), account: account.to_owned() };
        self.app.on.db.write_now(move |tx| {
            let from = request(tx, county)?;
            payments::payout(
                tx,
                &NewPayout {
                    key: &key,
                    from: &from,
                    amount: yuan(amount),
                    business_kind: "test.gift",
                    business_ref: &about,
                    provider: &provider,
                    payee: &payee,
                    owner: None,
                },
            )
        })
    }

    pub fn refund(&self, key: &str, payment: &Order, amount: i64) -> Res<Order> {
        let (key, payment, county) = (key.to_owned(), payment.id, self.county);
        self.app.on.db.write_now(move |tx| {
            let from = request(tx, county)?;
            payments::refund(tx, &NewRefund { key: &key, payment, from: &from, amount: yuan(amount), reason: "lapsed" })
        })
    }

    pub fn now(&self, order: &Order) -> Order {
        let (county, id) = (order.county, order.id);
        self.app.on.db.read_now(move |tx| payments::find_order(tx, county, id)).unwrap().unwrap()
    }

    /// How often an event about an order was delivered.
    pub fn told(&self, order: &Order, topic: &str) -> usize {
        let of = &self.app.app.config.data_dir;
        TOLD.lock().unwrap().iter().filter(|(app, id, what)| (app, *id, *what) == (of, order.id, topic)).count()
    }

    /// The bank's page where an order is paid.
    pub fn page(&self, order: &Order) -> String {
        self.app.app.service::<Sandbox>().unwrap().page_of(order.reference())
    }

    /// Its owner pays at the bank's page.
    pub async fn pay(&self, order: &Order, choice: &str, seconds: &str) {
        let form = [("choice", choice), ("seconds", seconds)];
        let paid = self.app.post(self.page(order)).token("account:5").form(&form).send().await.expect(303);
        assert_eq!(paid.header("location"), "/back");
    }

    pub async fn paid(&self, key: &str, amount: i64) -> Order {
        let order = self.order(key, "7", amount);
        self.pay(&order, "succeed", "").await;
        self.now(&order)
    }

    pub fn choose(&self, direction: Direction, script: SandboxScript) {
        self.app.on.db.write_now(move |tx| set_setting(tx, direction, script)).unwrap();
    }

    /// The bank takes back a payout that had left.
    pub fn take_back(&self, order: &Order) {
        let (settlers, county, id) = (self.app.app.service::<Settlers>().unwrap(), order.county, order.id);
        self.app.on.db.write_now(move |tx| take_back(tx, &settlers, county, id)).unwrap();
    }

    /// Lets time pass, and everything that is due be done.
    pub async fn later(&self, millis: i64) {
        self.app.on.clock.advance(millis);
        payments::sandbox::work(&self.app.app).await.unwrap();
        payments::sweep(&self.app.app).await.unwrap();
        self.app.work().await;
    }

    /// What an account comes to: posted and held.
    pub fn balance(&self, code: &str) -> (i64, i64) {
        let (code, county) = (code.to_owned(), self.county);
        self.app
            .on
            .db
            .read_now(move |tx| {
                let account = ledger::find_account(tx, county, &code, ledger::Unit::Money, Currency::CNY)?;
                Ok(match account {
                    Some(account) => {
                        let balance = ledger::balance(tx, &account)?;
                        (balance.posted, balance.held)
                    }
                    None => (0, 0),
                })
            })
            .unwrap()
    }

    pub fn custody(&self) -> (i64, i64) {
        self.balance("assets:custody:sandbox")
    }

    pub fn on_request(&self) -> (i64, i64) {
        self.balance(&books::request_code(Id::from_i64(70)))
    }

    /// The books hold, whatever the story was.
    pub fn prove(&self) {
        ledger::seal_all(&self.app.on.db).unwrap();
        let report = ledger::verify_county(&self.app.on.db, self.county, &mut |_| {}).unwrap();
        assert!(report.holds(), "{:?}", report.findings);
    }

    /// Sends a body to the sandbox's door, signed.
    pub async fn call_back(&self, body: &serde_json::Value) -> qianmo_testkit::Answered {
        let bytes = serde_json::to_vec(body).unwrap();
        let sandbox = self.app.app.service::<Sandbox>().unwrap();
        let signature = sandbox.sign(&bytes);
        self.app
            .post("/payments/callback/sandbox")
            .body("application/json", &bytes)
            .header("x-sandbox-signature", signature)
            .send()
            .await
    }
}

/// The body of a callback.
pub fn said(event: &str, order: PublicRef, status: &str, amount: i64) -> serde_json::Value {
    serde_json::json!({
        "event": event, "order": order.to_string(), "round": 1, "reference": format!("SB-{}", order.id), "status": status,
        "amount": {"amount_minor": amount, "currency": "CNY"}, "at": "2020-06-01T12:00:00Z",
    })
}
