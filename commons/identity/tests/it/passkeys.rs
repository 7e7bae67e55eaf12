//! Passkeys, with a device in software: registering, signing in, a second factor, and what does not hold.

use crate::soft_key::SoftKey;
use crate::{House, both};
use qianmo_db::Engine;
use qianmo_kernel::{Millis, Role};
use qianmo_web::Config;
use serde_json::{Value, json};

const PHONE: &str = "+8613800001234";

async fn start(house: &House, path: &str, session: &str) -> Value {
    house.on.post(format!("{path}/start")).session(session).json(&json!({})).send().await.expect(200).json()
}

async fn finish(house: &House, path: &str, session: &str, answer: &Value) -> qianmo_testkit::Answered {
    house.on.post(format!("{path}/finish")).session(session).json(answer).send().await
}

async fn register(house: &House, session: &str, seed: u8) -> SoftKey {
    let mut key = SoftKey::new(seed);
    let options = start(house, "/settings/passkeys", session).await;
    let answer = key.register(&options);
    let done = finish(house, "/settings/passkeys", session, &answer).await.expect(200).json();
    assert_eq!(done["location"], "/settings");
    key
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_signs_in_without_a_name_and_counts_as_two() {
    both(|house| async move {
        let tree = house.tree();
        let lin = house.somebody("Lin", Some(PHONE), &[(Role::Officer, tree.county.id)], false);
        let mut key = register(&house, &lin.session, 7).await;
        assert!(house.was_told(PHONE, "a passkey was added").await);
        // It was added by the phone alone: for a day it opens the account and not the office, not even with the phone.
        let options = start(&house, "/sign-in/passkey", "").await;
        let early = finish(&house, "/sign-in/passkey", "", &key.sign(&options)).await.expect(200).cookie("qm_session").unwrap();
        house.on.get("/accounts").session(&early).send().await.expect(403);
        house.on.post("/sign-in/second/passkey/start").session(&lin.session).json(&json!({})).send().await.expect(409);
        house.on.on.clock.advance(Millis::DAY);
        let options = start(&house, "/sign-in/passkey", "").await;
        assert!(options.get("mediation").is_none());
        let mut answer = key.sign(&options);
        answer["next"] = json!("/places");
        let entered = finish(&house, "/sign-in/passkey", "", &answer).await.expect(200);
        assert_eq!(entered.json()["location"], "/places");
        let session = entered.cookie("qm_session").unwrap();
        let me = house.on.get("/api/v1/me").session(&session).send().await.expect(200).json();
        assert_eq!((me["account"].as_str().unwrap(), &me["second_factor"]), (&*lin.account.to_string(), &json!(true)));
        house.on.get("/accounts").session(&session).send().await.expect(200);
        // The same answer does not count twice.
        let twice = finish(&house, "/sign-in/passkey", "", &answer).await.expect(409);
        assert_eq!(twice.header("content-type"), "application/problem+json");
        assert!(!twice.json()["detail"].as_str().unwrap().is_empty());
        // Nor does a ticket's, when it comes late.
        let options = start(&house, "/sign-in/passkey", "").await;
        let answer = key.sign(&options);
        house.on.on.clock.advance(5 * Millis::MINUTE);
        finish(&house, "/sign-in/passkey", "", &answer).await.expect(409);
        // A removed key is worth nothing; the phone stays as a way.
        let page = house.on.get("/settings").session(&session).send().await.expect(200).text();
        let id = page.split("/settings/passkeys/").nth(1).unwrap().split('/').next().unwrap().to_owned();
        house.on.post(format!("/settings/passkeys/{id}/remove")).session(&session).form(&[]).send().await.expect(303);
        let options = start(&house, "/sign-in/passkey", "").await;
        finish(&house, "/sign-in/passkey", "", &key.sign(&options)).await.expect(409);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_a_second_factor_for_its_own_account_only() {
    both(|house| async move {
        let tree = house.tree();
        let lin = house.somebody("Lin", Some(PHONE), &[(Role::Officer, tree.county.id)], false);
        let wang = house.somebody("Wang", Some("wang@example.org"), &[(Role::Officer, tree.county.id)], false);
        let mut key = register(&house, &lin.session, 7).await;
        let mut others = register(&house, &wang.session, 9).await;
        house.on.on.clock.advance(Millis::DAY);
        let page = house.on.get("/sign-in/second").session(&lin.session).send().await.expect(200).text();
        assert!(page.contains("data-start=\"/sign-in/second/passkey/start\""));
        let path = "/sign-in/second/passkey";
        let options = start(&house, path, &lin.session).await;
        let theirs = others.sign(&options);
        finish(&house, path, &lin.session, &theirs).await.expect(409);
        let options = start(&house, path, &lin.session).await;
        // The ticket belongs to the account that asked.
        finish(&house, path, &wang.session, &key.sign(&options)).await.expect(409);
        let done = finish(&house, path, &lin.session, &key.sign(&options)).await.expect(200);
        house.on.get("/accounts").session(&done.cookie("qm_session").unwrap()).send().await.expect(200);
        house.on.post(format!("{path}/start")).json(&json!({})).send().await.expect(401);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_verifies_nobody_and_nonsense_are_refused() {
    let house = House::new(Engine::Sqlite);
    let lin = house.somebody("Lin", Some(PHONE), &[], false);
    let mut key = SoftKey::new(3);
    key.verifies = false;
    let options = start(&house, "/settings/passkeys", &lin.session).await;
    let answer = key.register(&options);
    finish(&house, "/settings/passkeys", &lin.session, &answer).await.expect(409);
    let options = start(&house, "/settings/passkeys", &lin.session).await;
    finish(&house, "/settings/passkeys", &lin.session, &json!({"ticket": options["ticket"]})).await.expect(400);
    finish(&house, "/settings/passkeys", &lin.session, &json!({"ticket": "x"})).await.expect(409);
    finish(&house, "/settings/passkeys", &lin.session, &json!([])).await.expect(422);
    house.on.post("/sign-in/second/passkey/start").session(&lin.session).json(&json!({})).send().await.expect(409);
    house.on.post("/settings/passkeys/start").token(&lin.token).json(&json!({})).send().await.expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_bare_address_passkeys_are_not_offered() {
    let house = House::with(Engine::Sqlite, Config { base_url: "http://127.0.0.1:8080".into(), ..Config::default() });
    let page = house.on.get("/sign-in").send().await.expect(200).text();
    assert!(!page.contains("data-passkey"));
    house.on.post("/sign-in/passkey/start").json(&json!({})).send().await.expect(409);
}
