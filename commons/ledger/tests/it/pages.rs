//! The auditor's pages and the API: who may see them, and what they show.

use crate::support::*;
use qianmo_db::{Engine, Tx};
use qianmo_kernel::{Actor, Currency, Grant, Id, Millis, PlacePath, Res, Role, Via};
use qianmo_ledger::{self as ledger, seal_all};
use qianmo_testkit::TestApp;
use qianmo_web::{Authenticate, Credentials, Module, Signed};
use std::sync::Arc;

/// The token says who: `role@county`.
struct ByWord;

impl Authenticate for ByWord {
    fn authenticate(&self, _: &mut Tx<'_>, credentials: &Credentials) -> Res<Option<Signed>> {
        let (Credentials::Token(word) | Credentials::Session(word)) = credentials;
        let Some((role, county)) = word.split_once('@') else { return Ok(None) };
        let place = Id::from_i64(county.parse().unwrap());
        let path = if county == "0" { PlacePath::root() } else { PlacePath::root().child(place) };
        let grant = Grant { role: Role::from_name(role).unwrap(), place, path };
        let actor = Actor {
            account: Id::from_i64(5),
            grants: vec![grant],
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

fn modules() -> Vec<Module> {
    vec![qianmo_web::server::module(), qianmo_places::module(), ledger::module()]
}

fn start(engine: Engine) -> (TestApp, Books) {
    let app = TestApp::start(engine, modules, Arc::new(ByWord), |builder, _| builder);
    let b = open(&app.on.db, 1);
    for n in 0..30 {
        give(&app.on.db, &b, &format!("g{n}"), 100 + n);
    }
    (app, b)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_are_for_auditors_and_officers_of_the_county() {
    let (app, b) = start(Engine::Sqlite);
    seal_all(&app.on.db).unwrap();
    let county = b.county;
    let transfer = app.on.db.read_now(move |tx| ledger::transfer_by_key(tx, county, "g1")).unwrap().unwrap().id;
    let paths = [
        format!("/ledger/{county}"),
        format!("/ledger/{county}/accounts"),
        format!("/ledger/{county}/proof"),
        format!("/ledger/accounts/{}", b.custody.reference()),
        format!("/ledger/transfers/{county}-{transfer}"),
        format!("/ledger/blocks/{county}/1"),
        format!("/api/v1/ledger/accounts?county={county}"),
        format!("/api/v1/ledger/accounts/{}", b.custody.reference()),
        format!("/api/v1/ledger/transfers?account={}", b.custody.reference()),
        format!("/api/v1/ledger/transfers/{county}-{transfer}"),
    ];
    for path in paths {
        let json = path.starts_with("/api");
        app.get(&path).send().await.expect(if json { 401 } else { 303 });
        app.get(&path).token("donor@1").send().await.expect(403);
        app.get(&path).token("auditor@2").send().await.expect(403);
        app.get(&path).token("auditor@1").send().await.expect(200);
        app.get(&path).token("officer@0").send().await.expect(200);
    }
    let list = app.get("/ledger").token("auditor@1").send().await.expect(200).text();
    assert!(list.contains("柞水县"), "{list}");
    let none = app.get("/ledger").token("auditor@2").send().await.expect(200).text();
    assert!(!none.contains("柞水县"));
    app.post(format!("/ledger/{county}/verifications")).token("donor@1").send().await.expect(403);
    app.post(format!("/ledger/{county}/verifications")).token("auditor@2").send().await.expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_of_a_county_that_ended_are_its_successors_to_see_and_to_prove() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (app, b) = start(engine);
        let (old, new) = (b.county, county(&app.on.db, 2));
        open(&app.on.db, 3);
        app.on.clock.advance(Millis::DAY);
        let change = qianmo_places::Succession { old: vec![old], new, at: app.app.clock.now() };
        app.on.db.write_now(move |tx| qianmo_places::succeed(tx, &Actor::system(), &change)).unwrap();
        // The books open to the new county with the change itself; their place in the list follows with the event.
        for path in [format!("/ledger/{old}/accounts"), format!("/api/v1/ledger/accounts/{}", b.custody.reference())] {
            app.get(&path).token("auditor@2").send().await.expect(200);
            app.get(&path).token("auditor@0").send().await.expect(200);
            app.get(&path).token("auditor@3").send().await.expect(403);
            app.get(&path).token("auditor@1").send().await.expect(403);
        }
        app.work().await;
        let list = app.get("/ledger").token("auditor@2").send().await.expect(200).text();
        assert!(list.contains(&format!("/ledger/{old}")), "{list}");
        let all = app.get("/ledger").token("auditor@0").send().await.expect(200).text();
        assert!(all.contains(&format!("/ledger/{old}")) && all.contains(&format!("/ledger/{}", Id::from_i64(3))), "{all}");
        app.post(format!("/ledger/{old}/verifications")).token("auditor@3").send().await.expect(403);
        app.post(format!("/ledger/{old}/verifications")).token("auditor@2").send().await.expect(303);
        // The new county's own books stand beside them.
        app.on.db.write_now(move |tx| ledger::account(tx, new, "equity:opening", Currency::CNY, ledger::Limit::Unlimited)).unwrap();
        let both = app.get("/ledger").token("auditor@2").send().await.expect(200).text();
        assert!(both.contains(&format!("/ledger/{old}")) && both.contains(&format!("/ledger/{new}")), "{both}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_found() {
    let (app, b) = start(Engine::Sqlite);
    let county = b.county;
    let nobody = Id::from_i64(99);
    for path in [
        format!("/ledger/{nobody}"),
        "/ledger/nonsense".into(),
        format!("/ledger/accounts/{county}-{nobody}"),
        format!("/ledger/transfers/{county}-{nobody}"),
        format!("/ledger/blocks/{county}/77"),
        format!("/api/v1/ledger/accounts/{county}-{nobody}"),
        format!("/api/v1/ledger/transfers/{nobody}-{nobody}"),
    ] {
        app.get(&path).token("auditor@0").send().await.expect(404);
    }
    let custody = b.custody.reference();
    for path in [
        "/api/v1/ledger/accounts".into(),
        "/api/v1/ledger/transfers".into(),
        "/api/v1/ledger/transfers?account=x".into(),
        format!("/api/v1/ledger/transfers?account={custody}&cursor=x"),
        format!("/api/v1/ledger/transfers?account={custody}&limit=0"),
        format!("/api/v1/ledger/accounts?county={county}&prefix=%00"),
        format!("/ledger/{county}/accounts?prefix=a%00b"),
        // The text "a\u0000" as a cursor of ours.
        "/ledger?after=ImFcdTAwMDAi".into(),
        format!("/api/v1/ledger/accounts?county={county}&cursor=IjBIN1hYWFhYWFhYWFgi"),
    ] {
        app.get(&path).token("auditor@0").send().await.expect(400);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_pages_through_a_statement() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (app, b) = start(engine);
        let account = b.request.reference();
        let whole = app.get(format!("/api/v1/ledger/accounts/{account}")).token("auditor@1").send().await.expect(200).json();
        assert_eq!(whole["balance"], serde_json::json!({"amount_minor": 3_435, "currency": "CNY"}));
        assert_eq!((whole["kind"].as_str(), whole["limited"].as_bool()), (Some("liability"), Some(true)));
        let (mut cursor, mut seen) = (String::new(), Vec::new());
        loop {
            let path = format!("/api/v1/ledger/transfers?account={account}&limit=7{cursor}");
            let page = app.get(path).token("auditor@1").send().await.expect(200).json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|i| i["balance"]["amount_minor"].as_i64().unwrap()));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 30);
        assert_eq!((seen.first(), seen.last()), (Some(&3_435), Some(&100)));
        let accounts = app
            .get(format!("/api/v1/ledger/accounts?county={}&limit=3", b.county))
            .token("auditor@1")
            .send()
            .await
            .expect(200)
            .json();
        let next = accounts["next"].as_str().unwrap();
        let rest = app
            .get(format!("/api/v1/ledger/accounts?county={}&limit=3&cursor={next}", b.county))
            .token("auditor@1")
            .send()
            .await
            .expect(200)
            .json();
        assert_eq!((accounts["items"].as_array().unwrap().len(), rest["items"].as_array().unwrap().len()), (3, 1));
        assert!(rest["next"].is_null());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_told_in_words_where_there_are_any_and_always_beside_them() {
    let (app, b) = start(Engine::Sqlite);
    let county = b.county;
    let page = async |path: String| app.get(path).token("auditor@1").send().await.expect(200).text();
    let account = page(format!("/ledger/accounts/{}", b.request.reference())).await;
    for told in ["Given for a request", "liabilities:request:1", "In custody with the provider", "assets:custody:sandbox"] {
        assert!(account.contains(told), "{told}: {account}");
    }
    // Who booked it named a message that there is not.
    assert!(account.contains("<bdi class=\"ref\">test</bdi>"), "{account}");
    let transfer = app.on.db.read_now(move |tx| ledger::transfer_by_key(tx, county, "g1")).unwrap().unwrap().id;
    let transfer = page(format!("/ledger/transfers/{county}-{transfer}")).await;
    assert!(transfer.contains("Given for a request") && transfer.contains("liabilities:request:1"), "{transfer}");
    let sheet = page(format!("/ledger/{county}")).await;
    assert!(sheet.contains("Given for a request") && sheet.contains("prefix=liabilities:request"), "{sheet}");
    let list = page(format!("/ledger/{county}/accounts")).await;
    assert!(list.contains("<bdi class=\"ref\">equity:opening</bdi>"), "an account of no plan: {list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn open_holds_are_shown_page_by_page_on_both_accounts() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (app, b) = start(engine);
        let (c, county) = (b.clone(), b.county);
        let ended = app
            .on
            .db
            .write_now(move |tx| {
                let first = keep(tx, "ended", &c.request, &c.custody, 1, None)?;
                for n in 0..30 {
                    keep(tx, &format!("h{n}"), &c.request, &c.custody, 1, None)?;
                }
                Ok(first)
            })
            .unwrap();
        app.on.db.write_now(move |tx| ledger::void(tx, county, ended)).unwrap();
        let holds = |page: &str| page.matches("<li><time").count();
        for account in [&b.request, &b.custody] {
            let path = format!("/ledger/accounts/{}", account.reference());
            let first = app.get(&path).token("auditor@1").send().await.expect(200).text();
            let next = first.split_once("?holds=").and_then(|(_, rest)| rest.split_once('#')).unwrap().0;
            let second = app.get(format!("{path}?holds={next}")).token("auditor@1").send().await.expect(200).text();
            assert_eq!((holds(&first), holds(&second)), (25, 5));
            assert!(!second.contains("?holds=") && second.contains(&format!("{path}#holds")), "{second}");
            app.get(format!("{path}?holds=x")).token("auditor@1").send().await.expect(400);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_asked_for_and_its_outcome_shown() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (app, b) = start(engine);
        let county = b.county;
        seal_all(&app.on.db).unwrap();
        app.post(format!("/ledger/{county}/verifications")).token("auditor@1").send().await.expect(303);
        let waiting = app.get(format!("/ledger/{county}/proof")).token("auditor@1").send().await.expect(200).text();
        assert!(waiting.contains("hx-get"), "{waiting}");
        app.work().await;
        let done = app.get(format!("/ledger/{county}")).token("auditor@1").send().await.expect(200).text();
        assert!(done.contains("Holds") && done.contains("The proof is of") && !done.contains("every 2s"), "{done}");
        forge(&app.on.db, &["UPDATE ledger_transfer SET amount = amount + 1 WHERE key = 'g3'"]);
        app.on.clock.advance(1_000);
        app.post(format!("/ledger/{county}/verifications")).token("auditor@1").send().await.expect(303);
        app.work().await;
        let found = app.get(format!("/ledger/{county}")).token("auditor@1").send().await.expect(200).text();
        assert!(found.contains("A sealed record was changed"), "{found}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_renders_in_every_language() {
    let (app, _) = start(Engine::Sqlite);
    for locale in qianmo_kernel::Locale::ALL {
        let view = qianmo_web::View::new(app.app.i18n.clone(), locale, 480, qianmo_testkit::database::NOON, false);
        for sample in qianmo_web::sample::samples() {
            let html = (sample.render)(view.clone()).unwrap();
            assert!(!html.contains(">ledger-"), "{} lacks words in {}: {html}", sample.name, locale.tag()); // not a message
        }
    }
}
