//! The seam under test: guard, forms, words, answers kept, problem details.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use http::Method;
use qianmo_db::{Engine, Tx, params};
use qianmo_kernel::{Actor, Grant, Id, Kind, Locale, Permission, PlacePath, Refused, Res, Role, Via};
use qianmo_testkit::TestApp;
use qianmo_web::prelude::*;
use qianmo_web::{Authenticate, Credentials, Signed};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

const COUNT: Permission = Permission { name: "test.count", roles: &[Role::Officer] };

qianmo_db::sql! {
    const ADD = "INSERT INTO tally (county, id, n) VALUES ($1, $2, $3)";
    const TOTAL = "SELECT COUNT(*) FROM tally";
}

/// Tokens name a role: `officer`, `officer-without-second-factor`, `donor`.
struct ByRole;

impl Authenticate for ByRole {
    fn authenticate(&self, _: &mut Tx<'_>, credentials: &Credentials) -> Res<Option<Signed>> {
        let (Credentials::Token(name) | Credentials::Session(name)) = credentials;
        let second_factor = !name.ends_with("without-second-factor");
        let Some(role) = Role::from_name(name.split('-').next().unwrap_or_default()) else { return Ok(None) };
        let grants = vec![Grant { role, place: Id::NONE, path: PlacePath::root() }];
        let actor = Actor {
            account: Id::from_i64(7),
            grants,
            household: None,
            via: Via::Token,
            session: Id::NONE,
            second_factor,
            scopes: None,
        };
        Ok(Some(Signed { actor, name: "<b>Test</b>".into(), locale: None }))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    n: i64,
}

#[derive(Serialize, Deserialize, ToSchema)]
struct Made {
    total: i64,
}

#[utoipa::path(post, path = "/tallies", request_body = Wanted, responses((status = 201, body = Made)))]
async fn add(cx: Cx, body: Body<Wanted>) -> Answer {
    let call = cx.call("test.add", &body.bytes)?;
    let n = body.value.n;
    if n < 0 {
        return Err(Refused::field("n", "web-field-required").into());
    }
    let made = cx
        .write(move |tx| {
            call.once(tx, Id::from_i64(3), |tx| {
                let id = tx.new_id();
                tx.execute(ADD, params![3, id, n])?;
                Ok(Made { total: tx.one(TOTAL, params![], |r| r.i64(0))? })
            })
        })
        .await?;
    cx.created("/api/v1/tallies/1", &made)
}

async fn form(cx: Cx, Form(raw): Form) -> Answer {
    let mut reader = Reader::form(&raw);
    let _ = reader.text("title", 1, 5);
    if let Err(qianmo_kernel::Fail::Refused(refused)) = reader.finish() {
        let form = FormView::failed(&cx, &raw, &refused);
        return Ok((
            StatusCode::UNPROCESSABLE_ENTITY,
            axum::response::Html(form.start("/form") + &form.text("title", "web-brand")),
        )
            .into_response());
    }
    Ok(cx.see_other_saying("/", "web-brand"))
}

use axum::response::IntoResponse;

async fn broken() -> Answer {
    Err(qianmo_kernel::Error::new("a secret detail").into())
}

async fn open() -> Answer {
    Ok("hello".into_response())
}

fn modules() -> Vec<Module> {
    const TABLE: qianmo_db::Migration = qianmo_db::Migration {
        module: "test",
        name: "0001",
        sql: "-- down: drop\nCREATE TABLE tally (county BIGINT NOT NULL, id BIGINT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (county, id));\n",
    };
    vec![
        qianmo_web::server::module(),
        Module::new("test")
            .migrations(&[TABLE])
            .page(Method::GET, "/open", Access::Public, open)
            .page(Method::GET, "/broken", Access::Public, broken)
            .page(Method::GET, "/count", Access::Permit(&COUNT), open)
            .page(Method::POST, "/form", Access::Public, form)
            .api_idempotent(Access::Permit(&COUNT), routes!(add)),
    ]
}

fn start(engine: Engine) -> TestApp {
    TestApp::start(engine, modules, Arc::new(ByRole), |b, _| b)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_repeated_is_done_once_and_answered_the_same() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let t = start(engine);
        let ask = |key: &'static str, n: i64| {
            t.post("/api/v1/tallies").token("officer").key(key).json(&serde_json::json!({ "n": n })).send()
        };
        let first = ask("a", 1).await.expect(201).json();
        assert_eq!(ask("a", 1).await.expect(201).json(), first);
        assert_eq!(ask("a", 2).await.expect(422).json()["type"], "/problems/web-key-reused");
        assert_eq!(ask("b", 1).await.expect(201).json()["total"], 2);
        let (x, y) = tokio::join!(ask("c", 5), ask("c", 5));
        assert_eq!(x.expect(201).json(), y.expect(201).json());
        t.post("/api/v1/tallies").token("officer").json(&serde_json::json!({ "n": 1 })).send().await.expect(428);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_wrong_roles_and_missing_factors_are_told_apart() {
    let t = start(Engine::Sqlite);
    let stranger = t.get("/count?x=1").send().await.expect(303);
    assert_eq!(stranger.header("location"), "/sign-in?next=%2Fcount%3Fx%3D1");
    t.get("/count").token("donor").send().await.expect(403);
    t.get("/count").token("officer").send().await.expect(200);
    let half = t.get("/count").session("officer-without-second-factor").send().await.expect(403);
    assert!(half.text().contains("/sign-in/second?next="), "{}", half.text());
    t.get("/open").token("nonsense").send().await.expect(401);
    t.get("/open").session("nonsense").send().await.expect(200);
    let api = t.post("/api/v1/tallies").json(&serde_json::json!({ "n": 1 })).send().await.expect(401);
    assert_eq!(api.header("content-type"), "application/problem+json");
    assert_eq!(api.header("www-authenticate"), "Bearer");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_site_is_refused_and_a_bad_field_keeps_what_was_typed() {
    let t = start(Engine::Sqlite);
    t.post("/form").header("sec-fetch-site", "cross-site").form(&[("title", "x")]).send().await.expect(403);
    t.post("/form").header("origin", "https://evil.example").form(&[("title", "x")]).send().await.expect(403);
    let bad = t.post("/form").form(&[("title", "<script>too long")]).send().await.expect(422);
    assert!(bad.text().contains("&lt;script&gt;too long") && bad.text().contains("aria-invalid"), "{}", bad.text());
    let good = t.post("/form").header("origin", "http://localhost:8080").form(&[("title", "ok")]).send().await.expect(303);
    assert_eq!(good.cookie("qm_said").as_deref(), Some("web-brand"));
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_say_nothing_of_the_inside_and_carry_a_reference() {
    let t = start(Engine::Sqlite);
    let page = t.get("/broken").send().await.expect(500);
    assert!(!page.text().contains("secret") && page.text().contains(page.header("x-request-id")));
    let gone = t.get("/api/v1/nothing").send().await.expect(404).json();
    assert_eq!((gone["type"].as_str(), gone["status"].as_i64()), (Some("/problems/web-not-found"), Some(404)));
    let method = t.ask(Method::DELETE, "/api/v1/tallies").token("officer").send().await.expect(405);
    assert_eq!(method.header("content-type"), "application/problem+json");
    let shape = t
        .post("/api/v1/tallies")
        .token("officer")
        .key("k")
        .body("application/json", br#"{"n":"x"}"#)
        .send()
        .await
        .expect(422)
        .json();
    assert_eq!(shape["type"], "/problems/web-bad-shape");
    t.post("/api/v1/tallies").token("officer").key("k").body("application/json", b"{").send().await.expect(400);
    t.post("/api/v1/tallies").token("officer").key("k").body("text/plain", b"{}").send().await.expect(415);
    let fields =
        t.post("/api/v1/tallies").token("officer").key("f").json(&serde_json::json!({"n": -1})).send().await.expect(422).json();
    assert_eq!(fields["errors"][0]["field"], "n");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_hardened_and_speaks_the_language_asked_for() {
    let t = start(Engine::Sqlite);
    let page = t.get("/nothing").header("accept-language", "ar").send().await.expect(404);
    assert!(page.text().contains("dir=\"rtl\"") && page.text().contains("lang=\"ar\""));
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    let choice = t.get("/language?to=en&next=//evil.example").send().await.expect(303);
    assert_eq!((choice.header("location"), choice.cookie("qm_lang").as_deref()), ("/", Some("en")));
    let _ = Locale::ALL;
    let signed = t.get("/nothing").token("officer").send().await.expect(404);
    assert!(signed.text().contains("&#60;b&#62;Test") || signed.text().contains("&lt;b&gt;Test"), "names are escaped");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_lists_every_answer_an_operation_can_give() {
    let t = start(Engine::Sqlite);
    let operation = &t.description["paths"]["/api/v1/tallies"]["post"];
    for status in ["201", "400", "401", "403", "409", "413", "415", "422", "428", "503"] {
        assert!(operation["responses"][status].is_object(), "{status}: {operation}");
    }
    let _ = Kind::Busy;
}
