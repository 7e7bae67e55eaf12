//! The database goes away under a serving program and comes back: a clear answer meanwhile, no restart, and what was asked
//! for is done once.

use crate::http::Reply;
use crate::load::{a_draft, made, needs};
use crate::program::wait_for;
use crate::truth::Truth;
use crate::world::{Engine, World};
use serde_json::json;
use std::time::Duration;

#[track_caller]
fn says_away(reply: &Reply) {
    assert_eq!(reply.status, 503, "{}", reply.text());
    assert!(reply.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0), "{}", reply.header("retry-after"));
}

#[track_caller]
fn problem_says_away(reply: &Reply) {
    says_away(reply);
    assert_eq!(reply.json()["type"], "/problems/web-database-away", "{}", reply.text());
}

#[test]
fn database_gone_postgres() {
    let world = World::copy(Engine::Postgres);
    let givers = world.givers(1);
    let (donor, account) = &givers[0];
    let server = world.serve();
    let helper = world.token("helper");
    let homes = server.get(&helper, "/api/v1/households?limit=1").expect(200).json();
    let draft = a_draft(homes["items"][0]["ref"].as_str().unwrap());
    let (request, part) = needs(&server)[0].clone();
    let (pledges, drafts) = (format!("/api/v1/aid/requests/{request}/pledges"), "/api/v1/aid/requests");
    let gift = json!({"part": part, "amount": {"amount_minor": 100, "currency": "CNY"}});
    // The bank decides on this one while the database is away.
    let begun = made(&server.post(donor, "begun", &pledges, &gift).expect(201).json());
    let pledge = format!("/api/v1/aid/pledges/{begun}");
    let payment = server.post(donor, "pay", &format!("{pledge}/payment"), &json!({})).expect(201).json();
    let bank = payment["pay_at"].as_str().unwrap();
    server.ask("POST", bank).form(&[("choice", "delay"), ("seconds", "2")]).now().expect(303);

    world.let_in(false);
    problem_says_away(&server.get("", "/api/v1/aid/requests"));
    problem_says_away(&server.get("", &format!("/api/v1/aid/requests/{request}")));
    // Who asks cannot be known either.
    problem_says_away(&server.get(donor, &pledge));
    problem_says_away(&server.post(donor, "gift", &pledges, &gift));
    problem_says_away(&server.post(&helper, "draft", drafts, &draft));
    let page = server.get("", "/requests");
    says_away(&page);
    assert!(page.header("content-type").starts_with("text/html") && page.text().contains("</html>"), "{}", page.text());
    says_away(&server.get("", "/readyz"));
    assert_eq!(server.get("", "/healthz").status, 200);
    assert_eq!(server.get("", "/metrics").status, 200);
    std::thread::sleep(Duration::from_secs(4));
    problem_says_away(&server.get("", "/api/v1/aid/requests"));

    world.let_in(true);
    wait_for("readiness", 10, || server.get("", "/readyz").status == 200);
    server.get("", "/requests").expect(200);
    let given = made(&server.post(donor, "gift", &pledges, &gift).expect(201).json());
    assert_eq!(made(&server.post(donor, "gift", &pledges, &gift).expect(201).json()), given);
    let written = made(&server.post(&helper, "draft", drafts, &draft).expect(201).json());
    assert_eq!(made(&server.post(&helper, "draft", drafts, &draft).expect(201).json()), written);
    let truth = Truth::of(&world);
    // A job that was under way stays leased for minutes; here they have passed.
    truth.let_leases_end();
    wait_for("what the bank decided meanwhile arrives", 60, || server.get(donor, &pledge).expect(200).json()["state"] == "paid");
    assert_eq!(truth.pledges(*account).len(), 2);
    truth.nothing_is_doubled(&[*account]);
    world.books_hold();
    assert_eq!(server.stop(), 0);
}
