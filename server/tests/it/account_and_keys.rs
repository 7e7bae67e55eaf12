//! Accounts and keys from the command line.

use crate::truth::Truth;
use crate::world::{Engine, World};
use serde_json::Value;
use std::fs;

fn made_and_used(engine: Engine) {
    let world = World::copy(engine);
    let create = |words: &[&str]| {
        let mut all = vec!["account", "create", "--json"];
        all.extend(words);
        world.run(&all)
    };
    let made =
        create(&["--login", "keeper@example.org", "--role", "administrator", "--name", "Keeper", "--token", "*"]).expect(0).json();
    let (account, token) = (made["account"].as_str().unwrap().to_owned(), made["token"].as_str().unwrap().to_owned());
    // The same login again is the same account with one role more.
    let same = create(&["--login", "keeper@example.org", "--role", "donor"]).expect(0).json();
    assert_eq!((same["account"].as_str(), &same["token"]), (Some(account.as_str()), &Value::Null));
    let at = create(&["--login", "13800001111", "--role", "reviewer", "--place", "611026", "--token", "aid.*"]).expect(0).json();
    create(&["--login", "x@example.org", "--role", "reviewer", "--place", "000"]).expect(1);
    create(&["--login", "x@example.org", "--role", "king"]).expect(2);
    create(&["--login", "x@example.org", "--role", "donor", "--token", "not a scope"]).expect(2);
    // A second login of the other kind comes with the account, and signs in the same one.
    let two =
        create(&["--login", "13800002222", "--second", "two@example.org", "--role", "officer", "--place", "611026"]).expect(0);
    let again = create(&["--login", "two@example.org", "--role", "donor"]).expect(0).json();
    assert_eq!(two.json()["account"], again["account"]);
    create(&["--login", "13800003333", "--second", "13800004444", "--role", "donor"]).expect(2);
    let server = world.serve();
    let me = server.get(&token, "/api/v1/me").expect(200).json();
    let roles: Vec<&str> = me["roles"].as_array().unwrap().iter().map(|r| r["role"].as_str().unwrap()).collect();
    assert!(me["account"] == account.as_str() && roles.contains(&"administrator") && roles.contains(&"donor"), "{me}");
    let reviewer = server.get(at["token"].as_str().unwrap(), "/api/v1/me").expect(200).json();
    assert!(reviewer["roles"].as_array().unwrap().iter().any(|r| r["role"] == "reviewer"), "{reviewer}");
    assert_eq!(server.stop(), 0);
}

#[test]
fn an_account_is_made_sqlite() {
    made_and_used(Engine::Sqlite);
}

#[test]
fn an_account_is_made_postgres() {
    made_and_used(Engine::Postgres);
}

#[test]
fn numbers_without_a_calling_code_are_of_the_country_that_is_set() {
    let world = World::empty(Engine::Sqlite);
    fs::write(world.folder.join("qianmo.toml"), "[site]\ncountry_code = \"49\"\n").unwrap();
    let create = |login: &str| world.run(&["account", "create", "--json", "--login", login, "--role", "donor"]).expect(0).json();
    assert_eq!(create("0151 2345678")["account"], create("+49 151 2345678")["account"]);
}

/// Everything that is sealed opens: households by their helper, and a kept answer when its call is repeated.
fn everything_opens(world: &World, donor: &str, first: &str) {
    let server = world.serve();
    let helper = world.token("helper");
    let homes = server.get(&helper, "/api/v1/households?limit=100").expect(200).json();
    for home in homes["items"].as_array().unwrap().iter().take(5) {
        let opened =
            server.get(&helper, &format!("/api/v1/households/{}?task=review", home["ref"].as_str().unwrap())).expect(200).json();
        let text = opened.to_string();
        assert!(text.contains("\"members\"") && text.contains("name"), "{text}");
    }
    assert_ne!(pledge(donor, &server), "", "gifts are taken after the rotation as before: {first}");
    assert_eq!(server.stop(), 0);
}

/// A pledge under a key of its own: the same whenever it is asked for.
fn pledge(donor: &str, server: &crate::program::Server) -> String {
    let page = server.get("", "/api/v1/aid/requests?state=open&limit=100").expect(200).json();
    let requests = page["items"].as_array().unwrap();
    // The world is older than the machine's clock: some of what it shows as open has run out meanwhile.
    let mut refused = String::new();
    for request in requests {
        for part in request["parts"].as_array().unwrap().iter().filter(|p| p["kind"] == "money") {
            let body = serde_json::json!({"part": part["id"], "amount": {"amount_minor": 100, "currency": "CNY"}});
            let path = format!("/api/v1/aid/requests/{}/pledges", request["ref"].as_str().unwrap());
            let key = format!("before-the-rotation-{}", part["id"].as_str().unwrap());
            let answer = server.post(donor, &key, &path, &body);
            if answer.status == 201 {
                return answer.json()["ref"].as_str().unwrap().to_owned();
            }
            refused = format!("{} {}", answer.status, answer.json());
        }
    }
    panic!("nothing takes a pledge: {refused}")
}

fn rotated(engine: Engine) {
    let world = World::copy(engine);
    // The demonstration's own donor has left some pledges unpaid.
    let donor = &world.givers(1)[0].0;
    let server = world.serve();
    let first = pledge(donor, &server);
    assert_eq!(server.stop(), 0);
    let before = fs::read_to_string(world.folder.join("keys.txt")).unwrap();
    let rotated = world.run(&["keys", "rotate", "--json"]).expect(0).json();
    assert!(rotated["current"] == 2 && rotated["sealed_anew"].as_i64() > Some(100), "{rotated}");
    let after = fs::read_to_string(world.folder.join("keys.txt")).unwrap();
    assert!(after.starts_with(before.trim_end()) && after.lines().count() == before.lines().count() + 1);
    everything_opens(&world, donor, &first);
    // Answers are kept under the old key for three days: it is not dropped before, nor while one is left.
    let refused = world.run(&["keys", "drop-old"]).expect(1);
    assert!(refused.err.contains("three days"), "{}", refused.err);
    Truth::of(&world).rotated_earlier();
    let refused = world.run(&["keys", "drop-old"]).expect(1);
    assert!(refused.err.contains("kept answers"), "{}", refused.err);
    assert_eq!(world.run(&["keys", "list", "--json"]).expect(0).json()["keys"], serde_json::json!([1, 2]));
    everything_opens(&world, donor, &first);
    // A second rotation seals what was sealed meanwhile too.
    assert_eq!(world.run(&["keys", "rotate", "--json"]).expect(0).json()["current"], 3);
    everything_opens(&world, donor, &first);
    world.books_hold();
}

#[test]
fn keys_are_rotated_and_everything_opens_sqlite() {
    rotated(Engine::Sqlite);
}

#[test]
fn keys_are_rotated_and_everything_opens_postgres() {
    rotated(Engine::Postgres);
}

#[test]
fn keys_are_not_made_by_asking_for_them() {
    let world = World::empty(Engine::Sqlite);
    for words in [&["keys", "list"][..], &["keys", "rotate"], &["keys", "drop-old"]] {
        let ran = world.run(words).expect(1);
        assert!(ran.err.contains("there is no key file") && ran.err.trim_end().lines().count() == 1, "{}", ran.err);
        assert!(!world.folder.join("keys.txt").exists() && !world.folder.join("qianmo.db").exists());
    }
}

fn old_keys_go(engine: Engine) {
    let world = World::empty(engine);
    world.run(&["migrate"]).expect(0);
    assert!(world.run(&["keys", "drop-old"]).expect(0).out.contains("nothing was dropped"));
    Truth::of(&world).message_waits();
    world.run(&["keys", "rotate"]).expect(0);
    // Not at once, whatever is sealed.
    let refused = world.run(&["keys", "drop-old"]).expect(1);
    assert!(refused.err.contains("three days after a rotation"), "{}", refused.err);
    Truth::of(&world).rotated_earlier();
    // Nor while a message that waits could not be read afterwards.
    let refused = world.run(&["keys", "drop-old"]).expect(1);
    assert!(refused.err.contains("waiting messages"), "{}", refused.err);
    let kept = fs::read_to_string(world.folder.join("keys.txt")).unwrap();
    assert!(kept.contains("seal 1 ") && kept.contains("seal 2 "));
    Truth::of(&world).jobs_die();
    let dropped = world.run(&["keys", "drop-old", "--json"]).expect(0).json();
    assert_eq!((&dropped["keys"], &dropped["dropped"]), (&serde_json::json!([2]), &serde_json::json!([1])));
    assert_eq!(dropped["unreadable_jobs"], 1, "what nobody can read any more is told");
    let text = fs::read_to_string(world.folder.join("keys.txt")).unwrap();
    assert!(!text.contains("seal 1 ") && text.contains("seal 2 ") && text.contains("blind "));
}

#[test]
fn old_keys_go_when_nothing_needs_them_sqlite() {
    old_keys_go(Engine::Sqlite);
}

#[test]
fn old_keys_go_when_nothing_needs_them_postgres() {
    old_keys_go(Engine::Postgres);
}
