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
        "import successors",
        "import households",
        "export requests",
        "ledger verify",
        "ledger export",
        "payout list",
        "payout approve",
        "payout reject",
        "openapi",
        "backup",
        "restore",
        "keys rotate",
        "account create",
        "simulate aid",
        "allocate",
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
    let ran = world.run(&["demo", "--size", "small", "--load-only", "--now", "nonsense"]).expect(2);
    assert!(ran.err.contains("--now takes a day") && ran.err.trim_end().lines().count() == 1, "{}", ran.err);
    assert!(!world.folder.join("demo.json").exists());
}

#[test]
fn what_is_refused_is_one_and_what_is_broken_is_four() {
    let empty = World::empty(Engine::Sqlite);
    for words in [&["ledger", "verify"][..], &["export", "places", "p.csv"], &["payout", "list"], &["backup", "b.tar.gz"]] {
        let ran = empty.run(words).expect(1);
        assert!(ran.err.starts_with("qianmo: "), "{}", ran.err);
    }
    let nowhere = empty.temp.path().join("misspelt");
    for words in [&["ledger", "verify"][..], &["backup", "b.tar.gz"]] {
        let mut command = qianmo();
        command.arg("--data").arg(&nowhere).args(words);
        finish(command).expect(1);
        assert!(!nowhere.exists(), "{words:?} makes no folder");
    }
    // A setting that is misspelt, an address that is taken, a database that is not there.
    fs::write(empty.folder.join("qianmo.toml"), "[site]\nbase_uri = \"x\"\n").unwrap();
    assert!(empty.run(&["migrate"]).expect(2).err.contains("base_uri"));
    fs::remove_file(empty.folder.join("qianmo.toml")).unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    assert!(empty.run(&["serve", "--listen", &address]).expect(3).err.contains("cannot be listened on"));
    let ran = empty.run(&["migrate", "--database", "postgres://nobody@127.0.0.1:1/none?sslmode=disable"]).expect(4);
    assert!(ran.err.contains("PostgreSQL cannot be reached") && !ran.err.contains("panicked"), "{}", ran.err);
    let ran = empty.run(&["migrate", "--database", "postgres://nobody@127.0.0.1:1/none", "--database-ca", "nowhere.pem"]).expect(2);
    assert!(ran.err.contains("the CA file nowhere.pem") && ran.err.trim_end().lines().count() == 1, "{}", ran.err);
    let mysql = empty.run(&["migrate", "--database", "mysql://somebody:secret@x"]).expect(2);
    assert!(mysql.err.contains("postgres://") && !mysql.err.contains("secret"), "{}", mysql.err);
    assert!(empty.run(&["serve", "--listen", "8230"]).expect(2).err.contains("8230"));
    assert!(empty.run(&["migrate", "--config", "nowhere.toml"]).expect(2).err.contains("nowhere.toml"));
    for (name, given) in [("QIANMO_SANDBOX", "perhaps"), ("QIANMO_LOG_FORMAT", "xml"), ("QIANMO_BEHIND_PROXY", "maybe")] {
        let mut command = empty.command(&["migrate"]);
        command.env(name, given);
        let ran = finish(command).expect(2);
        assert!(ran.err.contains(name) && ran.err.contains(given) && ran.err.trim_end().lines().count() == 1, "{}", ran.err);
    }
}

#[test]
fn a_reader_that_has_read_enough_ends_a_command_quietly() {
    let mut child =
        qianmo().arg("openapi").stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn the_exit_codes_stand_in_the_help() {
    let help = finish({
        let mut command = qianmo();
        command.arg("--help");
        command
    });
    assert!(help.expect(0).out.contains("3  the data folder or the address is in use"));
}

#[test]
fn a_refusal_is_a_sentence_in_the_language_of_the_environment_and_a_problem_for_scripts() {
    let world = World::copy(Engine::Sqlite);
    let said = |language: &str, words: &[&str]| {
        let mut command = world.command(words);
        command.env_remove("LC_MESSAGES").env("LC_ALL", language);
        finish(command).expect(1)
    };
    let verify = ["ledger", "verify", "--county", "99"];
    for (language, sentence) in [("C.UTF-8", "There is no place"), ("en_GB.UTF-8", "There is no place"), ("zh_CN.UTF-8", "没有")]
    {
        let ran = said(language, &verify);
        assert!(ran.err.contains(sentence) && ran.err.contains("(places-unknown)"), "{language}: {}", ran.err);
    }
    assert!(said("ar_EG.UTF-8", &verify).err.chars().any(|c| ('\u{600}'..'\u{6ff}').contains(&c)));
    let problem = said("C", &[&verify[..], &["--json"]].concat()).json();
    assert!(problem["type"] == "/problems/web-invalid" && problem["errors"][0]["field"] == "county", "{problem}");
    let empty = world.temp.path().join("empty.csv");
    fs::write(&empty, "").unwrap();
    let ran = said("C", &["import", "households", empty.to_str().unwrap()]);
    assert!(ran.err.contains("There are no rows in this file. (registry-import-empty)"), "{}", ran.err);
    let prepare = [
        "payout",
        "prepare",
        "0000000000001-0000000000002",
        "--part",
        "0000000000003",
        "--as",
        "nobody@example.org",
        "--evidence",
        "seen",
    ];
    assert!(said("C", &prepare).err.contains("as: No account has this phone number or address. (identity-account-unknown)"));
    // A scope that allows nothing would be found out when somebody needs it.
    for scope in ["nonsense.x", "nonsense.*"] {
        let words = ["account", "create", "--login", "x@example.org", "--role", "donor", "--token", scope];
        assert!(world.run(&words).expect(2).err.contains(scope));
    }
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
    // What only reads goes beside it; what it saw is then remembered by the one who serves, each night.
    world.books_hold();
    assert_eq!(world.run(&["ledger", "verify", "--json"]).expect(0).json()["remembered"], false);
    assert!(world.run(&["ledger", "verify"]).expect(0).out.contains("could not be remembered: another qianmo"));
    world.run(&["keys", "list", "--json"]).expect(0);
    world.run(&["payout", "list", "--json"]).expect(0);
    assert_eq!(server.stop(), 0);
    world.run(&["migrate"]).expect(0);
}

#[test]
fn the_sandbox_is_only_where_it_may_be() {
    let world = World::copy(Engine::Sqlite);
    let officer = world.token("officer");
    let server = world.serve();
    assert_eq!(server.get(&officer, "/sandbox").status, 200);
    assert_eq!(server.stop(), 0);
    fs::write(world.folder.join("qianmo.toml"), "[payments]\nsandbox = false\n").unwrap();
    let server = world.serve();
    assert_eq!(server.get(&officer, "/sandbox").status, 404);
    // Nobody can call an order paid, neither on the bank's page nor in its name.
    let reference = "0000000000001-0000000000002";
    let pay = server.ask("POST", &format!("/sandbox/pay/{reference}/key")).form(&[("choice", "succeed")]).now();
    assert_eq!(pay.status, 404);
    assert_eq!(server.post("", "", "/payments/callback/sandbox", &serde_json::json!({"event": "e"})).status, 404);
    assert_eq!(server.stop(), 0);
    // A folder that is no demonstration has none unless its settings say so.
    fs::remove_file(world.folder.join("qianmo.toml")).unwrap();
    fs::remove_file(world.folder.join("demo.json")).unwrap();
    let server = world.serve();
    assert_eq!(server.get(&officer, "/sandbox").status, 404);
    assert_eq!(server.stop(), 0);
    fs::write(world.folder.join("qianmo.toml"), "[payments]\nsandbox = true\n").unwrap();
    let server = world.serve();
    assert_eq!(server.get(&officer, "/sandbox").status, 200);
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_payout_is_decided_on_only_with_an_officers_own_token() {
    let world = World::copy(Engine::Sqlite);
    let payouts = world.run(&["payout", "list", "--limit", "1000", "--json"]).expect(0).json();
    let prepared = payouts.as_array().unwrap().iter().find(|p| p["state"] == "prepared").expect("a payout that waits");
    let reference = prepared["ref"].as_str().unwrap();
    let decide = |token: &str, words: &[&str]| {
        let mut command = world.command(&["payout"]);
        command.args(words).env("QIANMO_TOKEN", token);
        finish(command)
    };
    // Naming somebody is not being somebody.
    decide("", &["approve", reference, "--as", "somebody@example.org"]).expect(2);
    assert!(decide("", &["approve", reference]).expect(2).err.contains("QIANMO_TOKEN"));
    assert!(decide("qm_nobody", &["approve", reference]).expect(1).err.contains("web-bad-token"));
    assert!(decide(&world.token("donor"), &["approve", reference]).expect(1).err.contains("web-forbidden"));
    // Of the officers exactly those may who are of the place and did not prepare it.
    let accounts: Value = serde_json::from_str(&fs::read_to_string(world.folder.join("accounts.json")).unwrap()).unwrap();
    let officers = accounts.as_array().unwrap().iter().filter(|a| a["role"] == "officer");
    let tokens: Vec<&str> = officers.map(|a| a["token"].as_str().unwrap()).collect();
    let file = world.temp.path().join("token");
    let mut decided = false;
    for token in tokens {
        fs::write(&file, format!("{token}\n")).unwrap();
        let ran = decide("", &["reject", reference, "--reason", "The evidence is thin", "--token-file", file.to_str().unwrap()]);
        decided |= ran.code == Some(0);
        let refused = ["aid-payout-same-person", "aid-payout-conflict", "web-forbidden", "aid-state-not-now"];
        assert!(ran.code == Some(0) || refused.iter().any(|why| ran.err.contains(why)), "{}", ran.err);
    }
    let after = world.run(&["payout", "list", "--limit", "1000", "--json"]).expect(0).json();
    let state = after.as_array().unwrap().iter().find(|p| p["ref"] == reference).unwrap()["state"].clone();
    assert_eq!(state == "rejected", decided, "{state}");
    world.books_hold();
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

fn never_a_demonstration(engine: Engine) {
    let world = World::empty(engine);
    world.run(&["migrate"]).expect(0);
    let demo = ["demo", "--size", "small", "--load-only"];
    let ran = world.run(&demo).expect(1);
    assert!(ran.err.contains("holds a real installation"), "{}", ran.err);
    assert!(!world.folder.join("demo.json").exists());
    // Nor from another folder that knows nothing of it but its address.
    if let Some(url) = &world.url {
        let stranger = tempfile::tempdir().unwrap();
        let mut command = qianmo();
        command.arg("--data").arg(stranger.path()).args(["--database", url]).args(demo);
        let ran = finish(command).expect(1);
        assert!(ran.err.contains("holds an installation"), "{}", ran.err);
        assert!(!stranger.path().join("demo.json").exists() && !stranger.path().join("keys.txt").exists());
    }
    // A mark that loading left behind half way makes nothing a demonstration.
    let mark = r#"{"size": "small", "seed": 1, "clock_ahead": 0, "complete": false}"#;
    fs::write(world.folder.join("demo.json"), mark).unwrap();
    for (words, code) in
        [(&["serve", "--listen", "127.0.0.1:0"][..], 4), (&["worker"][..], 4), (&["payout", "list"][..], 4), (&demo[..], 1)]
    {
        let ran = world.run(words).expect(code);
        assert!(ran.err.contains("did not come to its end"), "{}", ran.err);
    }
}

#[test]
fn a_demonstrations_folder_does_not_serve_somebody_elses_database() {
    let world = World::empty(Engine::Postgres);
    world.run(&["migrate"]).expect(0);
    let mark = r#"{"size": "small", "seed": 1, "clock_ahead": 0, "complete": true}"#;
    fs::write(world.folder.join("demo.json"), mark).unwrap();
    fs::write(world.folder.join("qianmo.db"), "").unwrap();
    let ran = world.run(&["serve", "--listen", "127.0.0.1:0"]).expect(4);
    assert!(ran.err.contains("is on SQLite"), "{}", ran.err);
}

#[test]
fn an_installation_never_becomes_a_demonstration_sqlite() {
    never_a_demonstration(Engine::Sqlite);
}

#[test]
fn an_installation_never_becomes_a_demonstration_postgres() {
    never_a_demonstration(Engine::Postgres);
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
    assert_eq!(verified["remembered"], true);
    // A head that was kept elsewhere is found again, another one is not.
    let head = &verified["heads"].as_array().unwrap()[0];
    let kept = |hash: &str| format!("{}:{}:{hash}", head["county"].as_str().unwrap(), head["seq"]);
    let hash = head["hash"].as_str().unwrap();
    assert!(world.run(&["ledger", "verify"]).expect(0).out.contains(&format!("head {}", kept(hash))));
    world.run(&["ledger", "verify", "--head", &kept(hash)]).expect(0);
    let other = world.run(&["ledger", "verify", "--json", "--head", &kept(&"0".repeat(64))]).expect(1).json();
    assert_eq!((other["holds"].as_bool(), other["findings"][0]["flaw"].as_str()), (Some(false), Some("head-gone")));
    world.run(&["ledger", "verify", "--head", "1:2"]).expect(2);
    let sealed = world.run(&["ledger", "seal", "--json"]).expect(0).json();
    assert!(sealed["sealed"].is_i64());
    let journal = world.run(&["ledger", "export", "--json", "--out", &file("books.journal")]).expect(0).json();
    world.run(&["ledger", "export", "--out", &file("books.journal")]).expect(2);
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
