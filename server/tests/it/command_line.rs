//! The command line: what it answers, in words and in JSON, and by which exit code.

use crate::http::ask;
use crate::program::{finish, qianmo, run, wait_for};
use crate::world::{Engine, World};
use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Every command, and those below it, as `--help` lists them.
fn commands(above: &[&str], found: &mut Vec<Vec<String>>) {
    let mut words = above.to_vec();
    words.push("--help");
    let help = run(&words).expect(0).out;
    found.push(above.iter().map(|w| (*w).to_owned()).collect());
    let Some((_, list)) = help.split_once("Commands:\n") else { return };
    for line in list.lines().take_while(|l| !l.trim().is_empty()) {
        // A name stands two in; what is further in goes on from the line above.
        let Some(name) = line.strip_prefix("  ").filter(|l| !l.starts_with(' ')).and_then(|l| l.split_whitespace().next()) else {
            continue;
        };
        if name != "help" {
            let mut below = above.to_vec();
            below.push(name);
            commands(&below, found);
        }
    }
}

#[test]
fn help_of_every_command_reads() {
    let mut found = Vec::new();
    commands(&[], &mut found);
    let all: Vec<String> = found.iter().map(|c| c.join(" ")).collect();
    for wanted in [
        "demo",
        "serve",
        "worker",
        "migrate",
        "import places",
        "import households",
        "export requests",
        "ledger verify",
        "ledger export",
        "payout list",
        "openapi",
        "backup",
        "restore",
        "keys rotate",
        "account create",
    ] {
        assert!(all.iter().any(|c| c == wanted), "{wanted} is not among {all:?}");
    }
    for command in &found {
        let words: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let help = run(&words).expect(0).out;
        assert!(help.contains("Usage: qianmo") && help.contains("--data"), "{words:?}: {help}");
        assert!(help.lines().all(|l| l.chars().count() <= 100), "{words:?} has a line that is too long");
        // Every option and argument says what it is.
        for line in help.lines().filter(|l| l.trim_start().starts_with("--") || l.trim_start().starts_with('-')) {
            let said = line.trim().contains("  ") || help.contains(&format!("{line}\n          "));
            assert!(said, "{words:?}: {line:?} says nothing");
        }
        let first = help.lines().next().unwrap_or_default();
        assert!(first.chars().count() > 8 && first.chars().next().is_some_and(char::is_uppercase), "{words:?}: {first:?}");
    }
}

#[test]
fn wrong_use_is_two() {
    for words in [
        &["swerve"][..],
        &[],
        &["serve", "--listne", "x"],
        &["demo", "--size", "huge"],
        &["ledger", "export", "--format", "cuneiform"],
    ] {
        let ran = run(words).expect(2);
        assert!(ran.err.contains("Usage") || ran.err.contains("error"), "{}", ran.err);
    }
    let world = World::empty(Engine::Sqlite);
    world.run(&["serve", "--no-worker"]).expect(2);
    world.run(&["account", "create", "--login", "???", "--role", "donor"]).expect(2);
    world.run(&["import", "households", "nowhere.csv"]).expect(2);
    world.run(&["restore", "nowhere.tar.gz"]).expect(2);
}

#[test]
fn what_is_refused_is_one_and_what_is_broken_is_four() {
    let empty = World::empty(Engine::Sqlite);
    for words in [&["ledger", "verify"][..], &["export", "places", "p.csv"], &["payout", "list"], &["backup", "b.tar.gz"]] {
        let ran = empty.run(words).expect(1);
        assert!(ran.err.starts_with("qianmo: "), "{}", ran.err);
    }
    // A setting that is misspelt, an address that is taken, a database that is not there.
    fs::write(empty.folder.join("qianmo.toml"), "[site]\nbase_uri = \"x\"\n").unwrap();
    assert!(empty.run(&["migrate"]).expect(4).err.contains("base_uri"));
    fs::remove_file(empty.folder.join("qianmo.toml")).unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    assert!(empty.run(&["serve", "--listen", &address]).expect(4).err.contains("cannot be listened on"));
    let ran = empty.run(&["migrate", "--database", "postgres://nobody@127.0.0.1:1/none?sslmode=disable"]).expect(4);
    assert!(ran.err.contains("PostgreSQL cannot be reached") && !ran.err.contains("panicked"), "{}", ran.err);
}

#[test]
fn a_folder_in_use_is_three() {
    let world = World::copy(Engine::Sqlite);
    let server = world.serve();
    for words in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["demo", "--listen", "127.0.0.1:0"],
        &["worker"],
        &["migrate"],
        &["keys", "rotate"],
        &["keys", "drop-old"],
        &["ledger", "seal"],
        &["account", "create", "--login", "a@example.org", "--role", "donor"],
        &["import", "places", "built-in"],
    ] {
        let ran = world.run(words).expect(3);
        assert!(ran.err.contains("at work on this data folder"), "{}", ran.err);
    }
    // What only reads goes beside it.
    world.books_hold();
    world.run(&["keys", "list", "--json"]).expect(0);
    world.run(&["payout", "list", "--json"]).expect(0);
    assert_eq!(server.stop(), 0);
    world.run(&["migrate"]).expect(0);
}

#[test]
fn what_is_committed_is_told_to_this_machine() {
    let world = World::copy(Engine::Sqlite);
    let server = world.serve();
    let committed = || {
        let told = server.get("", "/metrics").expect(200).text();
        told.lines().find_map(|line| line.strip_prefix("qianmo_units_committed ")).and_then(|n| n.parse::<f64>().ok())
    };
    // The worker beside it writes its list of regular jobs as soon as it runs.
    wait_for("a unit of work", 30, || committed().is_some_and(|n| n > 0.0));
    assert_eq!(server.stop(), 0);
}

fn migrated_twice(engine: Engine) {
    let world = World::empty(engine);
    let first = world.run(&["migrate", "--json"]).expect(0).json();
    assert!(first["applied"].as_array().is_some_and(|a| a.len() > 10), "{first}");
    let second = world.run(&["migrate", "--json"]).expect(0).json();
    assert_eq!(second["applied"], serde_json::json!([]));
    assert!(world.run(&["migrate"]).expect(0).out.contains("up to date"));
    // Ready only when there are places.
    let port = crate::program::free_port();
    let mut child = world.command(&["serve", "--listen", &format!("127.0.0.1:{port}")]).spawn().unwrap();
    let mut told = None;
    wait_for("an answer", 60, || {
        told = ask(port, "GET", "/readyz").send().ok();
        told.is_some()
    });
    let told = told.unwrap().expect(503);
    assert!(told.text().contains("import places") && !told.header("retry-after").is_empty(), "{}", told.text());
    assert_eq!(ask(port, "GET", "/healthz").now().status, 200);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn migrate_may_be_repeated_sqlite() {
    migrated_twice(Engine::Sqlite);
}

#[test]
fn migrate_may_be_repeated_postgres() {
    migrated_twice(Engine::Postgres);
}

#[test]
fn the_apis_description_is_openapi() {
    let ran = run(&["openapi"]).expect(0);
    let described: Value = ran.json();
    assert!(described["openapi"].as_str().is_some_and(|v| v.starts_with("3.1")), "{}", described["openapi"]);
    let paths = described["paths"].as_object().unwrap();
    for path in ["/api/v1/aid/requests", "/api/v1/aid/pledges/{ref}/payment", "/api/v1/places"] {
        assert!(paths.contains_key(path), "{path}");
    }
    for (path, item) in paths {
        for (method, operation) in
            item.as_object().unwrap().iter().filter(|(m, _)| matches!(m.as_str(), "get" | "post" | "put" | "patch" | "delete"))
        {
            let answers = operation["responses"].as_object().unwrap_or_else(|| panic!("{method} {path} has no answers"));
            assert!(
                !answers.is_empty() && answers.keys().all(|s| s.parse::<u16>().is_ok()),
                "{method} {path}: {:?}",
                answers.keys()
            );
        }
    }
    // Every reference leads somewhere.
    for pointer in ran.out.split("\"$ref\": \"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(described.pointer(pointer).is_some(), "{pointer}");
    }
}

#[test]
fn answers_for_scripts_are_json() {
    let world = World::copy(Engine::Sqlite);
    let folder = world.temp.path();
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let verified = world.run(&["ledger", "verify", "--json"]).expect(0).json();
    assert!(
        verified["holds"] == true && verified["findings"] == serde_json::json!([]) && verified["records"].as_i64() > Some(0),
        "{verified}"
    );
    let sealed = world.run(&["ledger", "seal", "--json"]).expect(0).json();
    assert!(sealed["sealed"].is_i64());
    let journal = world.run(&["ledger", "export", "--json", "--out", &file("books.journal")]).expect(0).json();
    assert!(journal["transfers"].as_i64() > Some(0) && fs::read_to_string(file("books.journal")).unwrap().contains("CNY"));
    let places = world.run(&["export", "places", "--json", &file("places.csv")]).expect(0).json();
    let text = fs::read_to_string(file("places.csv")).unwrap();
    assert_eq!(places["rows"].as_u64(), Some(text.lines().count() as u64 - 1));
    assert!(text.starts_with("code,parent,level,name,language\n"));
    world.run(&["export", "places", &file("places.csv")]).expect(2);
    let requests = world.run(&["export", "requests", "--json", &file("requests.csv")]).expect(0).json();
    assert_eq!(requests["rows"].as_u64(), Some(fs::read_to_string(file("requests.csv")).unwrap().lines().count() as u64 - 1));
    assert!(requests["rows"].as_u64() > Some(20), "{requests}");
    let some =
        world.run(&["export", "requests", "--json", "--place", "611026", "--state", "open", &file("open.csv")]).expect(0).json();
    assert!(some["rows"].as_u64() > Some(0) && some["rows"].as_u64() < requests["rows"].as_u64());
    world.run(&["export", "requests", "--place", "999999999", &file("none.csv")]).expect(1);
    let payouts = world.run(&["payout", "list", "--json"]).expect(0).json();
    let first = &payouts.as_array().unwrap()[0];
    assert!(first["ref"].is_string() && first["amount"]["amount_minor"].is_i64() && first["state"].is_string(), "{first}");
    let keys = world.run(&["keys", "list", "--json"]).expect(0).json();
    assert_eq!((keys["current"].as_i64(), keys["keys"].as_array().map(Vec::len)), (Some(1), Some(1)));
}

#[test]
fn a_journal_goes_to_standard_output_too() {
    let world = World::copy(Engine::Sqlite);
    let ran = world.run(&["ledger", "export"]).expect(0);
    assert!(ran.out.lines().count() > 50, "{}", ran.out);
}

/// Sends the head of a request and only half of its body, so that it is under way for as long as we like.
fn half_sent(port: u16, token: &str, path: &str, body: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: slow\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let (now, later) = body.split_at(body.len() / 2);
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(now.as_bytes()).unwrap();
    (stream, later.to_owned())
}

fn told_to_stop(engine: Engine) {
    let world = World::copy(engine);
    let mut server = world.serve();
    let helper = world.token("helper");
    let homes = server.get(&helper, "/api/v1/households?limit=1").expect(200).json();
    let draft = serde_json::json!({
        "household": homes["items"][0]["ref"], "relationship": "helper", "purpose": "education", "reason": "low-income",
        "title": "A desk and a lamp", "story": "There is no light after dark.", "language": "en", "address": "The shop beside the bridge",
        "parts": [{"kind": "money", "label": "School fees", "amount": {"amount_minor": 10_000, "currency": "CNY"}}]
    });
    let (mut stream, later) = half_sent(server.port, &helper, "/api/v1/aid/requests", &draft.to_string());
    std::thread::sleep(Duration::from_millis(300));
    server.tell_to_stop();
    wait_for("no new requests are taken", 10, || TcpStream::connect(("127.0.0.1", server.port)).is_err());
    assert!(server.child.try_wait().unwrap().is_none(), "it ended with a request under way");
    stream.write_all(later.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let since = Instant::now();
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    assert!(since.elapsed() < Duration::from_secs(10));
    world.books_hold();
}

#[test]
fn what_is_under_way_ends_before_the_program_does_sqlite() {
    told_to_stop(Engine::Sqlite);
}

#[test]
fn what_is_under_way_ends_before_the_program_does_postgres() {
    told_to_stop(Engine::Postgres);
}

#[test]
fn http_and_work_may_be_two_programs_on_postgres() {
    let world = World::copy(Engine::Postgres);
    let mut worker = world.command(&["worker"]).spawn().unwrap();
    let server = crate::program::Server::start(world.command(&["serve", "--no-worker"]));
    // Another one beside it, on the same data folder or another one that has the keys.
    let second = world.serve();
    assert_eq!(second.get("", "/api/v1/aid/requests").status, 200);
    assert_eq!(second.stop(), 0);
    // A machine that lacks the keys makes none of its own.
    let stranger = tempfile::tempdir().unwrap();
    let mut command = qianmo();
    command.arg("--data").arg(stranger.path()).args([
        "--database",
        world.url.as_deref().unwrap(),
        "serve",
        "--listen",
        "127.0.0.1:0",
    ]);
    assert!(finish(command).expect(4).err.contains("key file"));
    assert!(!stranger.path().join("keys.txt").exists());
    let ended = std::process::Command::new("kill").args(["-TERM", &worker.id().to_string()]).status().unwrap();
    assert!(ended.success() && worker.wait().unwrap().code() == Some(0));
    assert_eq!(server.stop(), 0);
}
