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
            card_issued_by: None,
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

/// A form whose body says nothing of what its address names.
async fn keyed(cx: Cx, Path(n): Path<i64>, Form(raw): Form) -> Answer {
    let call = cx.call("test.keyed", format!("_key={}", raw.get("_key").unwrap_or_default()).as_bytes())?;
    cx.write(move |tx| {
        call.once(tx, Id::from_i64(3), |tx| {
            let id = tx.new_id();
            tx.execute(ADD, params![3, id, n]).map(|_| ())
        })
    })
    .await?;
    Ok(see_other("/open"))
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

async fn panics() -> Answer {
    panic!("a secret of the inside")
}

async fn upload(cx: Cx, upload: Upload) -> Answer {
    match upload.within_limit() {
        Ok(()) => Ok(upload.files.len().to_string().into_response()),
        Err(qianmo_kernel::Fail::Refused(refused)) if shown_again(&refused) => {
            let form = FormView::failed(&cx, &upload.form, &refused);
            Ok((
                status_again(&refused),
                axum::response::Html(form.text("alt", "web-brand") + &form.file("photo", "web-brand", "*")),
            )
                .into_response())
        }
        Err(fail) => Err(fail.into()),
    }
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
            .page(Method::GET, "/panics", Access::Public, panics)
            .page(Method::POST, "/upload", Access::Public, upload)
            .nav(NavItem { key: "web-brand", href: "/open", for_roles: &[], order: 1 })
            .nav(NavItem { key: "web-api", href: "/seventh", for_roles: &[Role::Officer], order: 9 })
            .page(Method::GET, "/count", Access::Permit(&COUNT), open)
            .page(Method::POST, "/form", Access::Public, form)
            .page(Method::POST, "/tallies/{n}", Access::Public, keyed)
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
async fn a_forms_key_counts_at_the_address_it_was_sent_to() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let t = start(engine);
        let send = |path: &'static str, key: &'static str| t.post(path).form(&[("_key", key)]).send();
        let rows = || t.app.db.read_now(|tx| tx.one(TOTAL, params![], |r| r.i64(0))).unwrap();
        send("/tallies/1", "a").await.expect(303);
        // Sent twice, done once; what the query says of the way back makes it no other thing.
        send("/tallies/1?next=/open", "a").await.expect(303);
        assert_eq!(rows(), 1);
        // The same body at another address is another thing: never answered as if it were done.
        let told = send("/tallies/2", "a").await.expect(422).text();
        assert!(told.contains("This key was used for something else"), "{told}");
        assert_eq!(rows(), 1);
        send("/tallies/2", "b").await.expect(303);
        assert_eq!(rows(), 2);
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
async fn a_page_that_refuses_leads_back_to_where_the_reader_came_from() {
    let t = start(Engine::Sqlite);
    let from = |address: &'static str| t.get("/count").token("donor").header("referer", address).send();
    let page = from("http://localhost:8080/open?x=1").await.expect(403).text();
    assert!(page.contains("href=\"/open?x=1\"") && page.contains("class=\"ref\""), "{page}");
    // Never to another site, nor to the address that has just refused.
    let page = from("https://evil.example/open?x=1").await.expect(403).text();
    assert!(!page.contains("/open?x=1"), "{page}");
    let page = from("http://localhost:8080//evil.example/x").await.expect(403).text();
    assert!(!page.contains("evil.example"), "{page}");
    let page = from("http://localhost:8080/count").await.expect(403).text();
    assert!(!page.contains("href=\"/count\""), "{page}");
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

#[tokio::test(flavor = "multi_thread")]
async fn what_no_handler_wrote_is_a_page_in_the_readers_language() {
    let t = start(Engine::Sqlite);
    let wrong = t.get("/form").header("accept-language", "ar").send().await.expect(405);
    assert!(wrong.text().contains("dir=\"rtl\"") && wrong.text().contains("<main"), "{}", wrong.text());
    assert_eq!(wrong.header("allow"), "POST");
    let problem = t.ask(Method::DELETE, "/api/v1/tallies").header("accept-language", "zh").send().await.expect(405).json();
    assert_eq!(
        (problem["type"].as_str(), problem["title"].as_str()),
        (Some("/problems/web-method"), Some("这个地址不接受该请求方法"))
    );
    let panicked = t.get("/panics").header("cookie", "qm_lang=zh-Hans").send().await.expect(500);
    assert!(panicked.text().contains("我们这边出了问题") && panicked.text().contains(panicked.header("x-request-id")));
    assert!(!panicked.text().contains("secret"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_no_address_takes_is_refused_before_anybody_is_asked() {
    let t = start(Engine::Sqlite);
    let long = "X".repeat(60_000);
    for word in ["PROPFIND", "TRACE", long.as_str()] {
        let method = || Method::from_bytes(word.as_bytes()).unwrap();
        let page = t.ask(method(), "/open").send().await.expect(501);
        assert!(page.text().contains("<main") && page.text().contains("does not take that method"), "{}", page.text());
        // Not even a token is looked at.
        let problem = t.ask(method(), "/api/v1/tallies").token("nonsense").send().await.expect(501);
        assert_eq!(problem.header("content-type"), "application/problem+json");
        assert_eq!(problem.json()["type"], "/problems/web-method");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_refused_form_the_languages_lead_to_the_page_it_stood_on() {
    let t = start(Engine::Sqlite);
    let refused = |from: &'static str| t.post("/count").header("referer", from).form(&[]);
    let page = refused("http://localhost:8080/open?x=1").send().await.expect(405).text();
    assert!(page.contains("next=%2Fopen%3Fx%3D1") && !page.contains("next=%2Fcount"), "{page}");
    let page = refused("https://evil.example/open").send().await.expect(405).text();
    assert!(page.contains("next=%2F\"") && !page.contains("evil"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_lists_all_pages_of_its_reader() {
    let t = start(Engine::Sqlite);
    let stranger = t.get("/nothing").send().await.expect(404).text();
    assert_eq!((stranger.matches("href=\"/open\"").count(), stranger.contains("/seventh")), (2, false));
    let officer = t.get("/nothing").token("officer").send().await.expect(404).text();
    assert!(officer.contains("id=\"all-pages\"") && officer.contains("/seventh"), "{officer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_too_large_leaves_the_rest_of_the_form() {
    let t = start(Engine::Sqlite);
    let large = vec![0xff; t.app.config.upload_limit + 1];
    let page = t.post("/upload").upload(&[("alt", "A roof")], &[("photo", "p.jpg", &large)]).send().await.expect(413).text();
    assert!(page.contains("value=\"A roof\"") && page.contains("id=\"photo-error\""), "{page}");
    let taken = t.post("/upload").upload(&[("alt", "A roof")], &[("photo", "p.jpg", b"x")]).send().await.expect(200);
    assert_eq!(taken.text(), "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_routes_of_no_module_are_declared_and_there() {
    let t = start(Engine::Sqlite);
    for path in qianmo_web::server::UNASKED {
        assert!(t.routes.iter().any(|r| r.path == *path && r.access == Access::Public), "{path}");
    }
    for path in ["/language", "/healthz", "/robots.txt", "/api", "/problems/web-not-found", "/api/v1/openapi.json"] {
        let answered = t.get(path).send().await;
        assert!(answered.status.is_success() || answered.status.is_redirection(), "{path}: {}", answered.status);
    }
    t.get("/problems/aid-nothing").send().await.expect(404);
    let told = t.get("/problems/web-too-often").send().await.expect(200).text();
    assert!(told.contains('…') && !told.contains("$seconds"), "{told}");
    let reference = t.get("/api").send().await.expect(200).text();
    assert!(reference.contains("<code>n</code>"), "{reference}");
}
