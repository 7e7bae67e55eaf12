//! What an operator sees of a serving program: its measures, and its log with the id under which a person asks for help.

use crate::program::Server;
use crate::world::{Engine, World};
use serde_json::Value;
use std::fs::{self, File};

#[test]
fn measures_are_for_this_machine_alone() {
    let world = World::copy(Engine::Sqlite);
    let server = world.serve();
    server.get("", "/requests").expect(200);
    server.get("", "/requests/nobody").expect(404);
    let told = server.get("", "/metrics").expect(200);
    assert!(told.header("content-type").starts_with("text/plain"), "{}", told.header("content-type"));
    let text = told.text();
    let of = |name: &str, with: &[&str]| text.lines().any(|l| l.starts_with(name) && with.iter().all(|w| l.contains(w)));
    assert!(of("qianmo_http_seconds", &["route=\"/requests\"", "method=\"GET\"", "status=\"200\""]), "{text}");
    // Routes are told by their pattern: nobody's reference becomes a measure.
    assert!(
        of("qianmo_http_seconds", &["route=\"/requests/{reference}\"", "status=\"404\""]) && !text.contains("nobody"),
        "{text}"
    );
    assert!(of("qianmo_jobs_due", &[]) && of("qianmo_jobs_dead", &[]) && of("qianmo_statements_run", &[]), "{text}");
    // Nor does a word that somebody sends as a method, of whatever length: each would be a measure of its own, kept for good.
    let long = "M".repeat(100_000);
    for word in ["BREW", "STIR", long.as_str()] {
        server.ask(word, "/requests").now().expect(501);
    }
    let text = server.get("", "/metrics").expect(200).text();
    let others: Vec<&str> = text.lines().filter(|l| l.starts_with("qianmo_http_seconds_count") && l.contains("other")).collect();
    assert!(others.iter().any(|l| l.contains("method=\"other\"") && l.contains("status=\"501\"")), "{others:?}");
    assert!(!text.contains("BREW") && !text.contains("STIR") && !text.contains("MMMM"), "{} bytes", text.len());
    // A proxy that handed it on would show it to everybody.
    server.ask("GET", "/metrics").header("X-Forwarded-For", "203.0.113.5").now().expect(404);
    assert_eq!(server.stop(), 0);
}

/// What one line of the log says of a request.
fn line_of<'l>(lines: &'l [Value], request: &str) -> &'l Value {
    let about: Vec<&Value> = lines.iter().filter(|l| l["fields"]["request"] == request).collect();
    assert_eq!(about.len(), 1, "{request}: {about:?}");
    &about[0]["fields"]
}

#[test]
fn the_log_is_json_and_names_every_request() {
    let world = World::copy(Engine::Sqlite);
    let log = world.temp.path().join("log");
    let mut command = world.command(&["serve"]);
    command.env("QIANMO_LOG", "info").env("QIANMO_LOG_FORMAT", "json").stderr(File::create(&log).unwrap());
    let server = Server::start(command);
    let page = server.get("", "/requests?q=Amberley").expect(200);
    let problem = server.get("", "/api/v1/aid/requests/nobody").expect(404);
    assert_eq!(problem.json()["instance"], problem.header("x-request-id"));
    assert_ne!(page.header("x-request-id"), problem.header("x-request-id"));
    let brewed =
        server.ask("BREW", "/requests").header("X-Request-Id", "Fizzlewick").header("User-Agent", "Kettle").now().expect(501);
    assert_eq!(server.stop(), 0);
    let text = fs::read_to_string(log).unwrap();
    let lines: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|_| panic!("no JSON: {l}"))).collect();
    let said = line_of(&lines, page.header("x-request-id"));
    assert_eq!((said["route"].as_str(), said["status"].as_i64()), (Some("/requests"), Some(200)), "{said}");
    let said = line_of(&lines, problem.header("x-request-id"));
    assert_eq!((said["method"].as_str(), said["status"].as_i64()), (Some("GET"), Some(404)), "{said}");
    let said = line_of(&lines, brewed.header("x-request-id"));
    assert_eq!((said["method"].as_str(), said["route"].as_str()), (Some("other"), Some("other")), "{said}");
    // What people look for is nobody's business, and what they send in a head is not written down.
    for word in ["Amberley", "nobody", "BREW", "Fizzlewick", "Kettle"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}
