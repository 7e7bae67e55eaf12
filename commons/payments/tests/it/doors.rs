//! Who may come in: callbacks, orders, the auditor's pages, the bank's counter.

use crate::support::*;
use qianmo_db::Engine;
use qianmo_kernel::{Actor, Id, Millis, PublicRef};
use qianmo_payments::sandbox::SandboxScript;
use qianmo_payments::{Direction, State};

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_must_be_signed_readable_and_about_an_order_that_is_there() {
    both(async |w| {
        let order = w.order("k", "7", 500);
        let body = said("e", order.reference(), "succeeded", 500);
        let bytes = serde_json::to_vec(&body).unwrap();
        let door = "/payments/callback/sandbox";
        w.app.post(door).body("application/json", &bytes).send().await.expect(403);
        w.app.post(door).body("application/json", &bytes).header("x-sandbox-signature", "00".repeat(32)).send().await.expect(403);
        w.app.post("/payments/callback/nobody").body("application/json", &bytes).send().await.expect(404);
        w.app.post("/payments/callback/lossy").body("application/json", &bytes).send().await.expect(403);
        w.call_back(&serde_json::json!({"event": "e"})).await.expect(400);
        w.call_back(&said("e", order.reference(), "won", 500)).await.expect(400);
        w.call_back(&said("", order.reference(), "succeeded", 500)).await.expect(400);
        // Before its order is there: told so, not kept; the same event is taken once the order is there.
        let nowhere = PublicRef::new(w.county, Id::from_i64(77));
        w.call_back(&said("e", nowhere, "succeeded", 500)).await.expect(404);
        w.app.post(door).body("application/json", &vec![b' '; 100_000]).send().await.expect(413);
        assert_eq!((w.now(&order).state, w.custody()), (State::Created, (0, 0)));
        w.call_back(&body).await.expect(200);
        assert_eq!(w.now(&order).state, State::Paid);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_for_its_owner_and_for_those_who_read_the_countys_orders() {
    let w = start(Engine::Sqlite);
    let order = w.order("k", "7", 500);
    for path in [format!("/payments/orders/{}", order.reference()), format!("/api/v1/payments/orders/{}", order.reference())] {
        let json = path.starts_with("/api");
        w.app.get(&path).send().await.expect(if json { 401 } else { 303 });
        w.app.get(&path).token("account:6").send().await.expect(404);
        w.app.get(&path).token("donor@1").send().await.expect(404);
        w.app.get(&path).token("auditor@2").send().await.expect(404);
        w.app.get(&path).token("account:5").send().await.expect(200);
        w.app.get(&path).token("auditor@1").send().await.expect(200);
    }
    let json =
        w.app.get(format!("/api/v1/payments/orders/{}", order.reference())).token("account:5").send().await.expect(200).json();
    assert_eq!((json["state"].as_str(), json["amount"]["amount_minor"].as_i64()), (Some("created"), Some(500)));
    let start = format!("/payments/orders/{}/start", order.reference());
    w.app.post(&start).send().await.expect(401);
    w.app.post(&start).token("auditor@1").send().await.expect(404);
    w.app.post(&start).token("account:6").send().await.expect(404);
    let go = w.app.post(&start).token("account:5").send().await.expect(303);
    assert_eq!(go.header("location"), w.page(&order));
    let nobody = PublicRef::new(w.county, Id::from_i64(77));
    for path in [format!("/payments/orders/{nobody}"), format!("/api/v1/payments/orders/{nobody}"), "/payments/orders/x".into()] {
        w.app.get(&path).token("auditor@1").send().await.expect(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_comparison_is_for_auditors_and_officers_of_the_county() {
    let w = start(Engine::Sqlite);
    w.paid("k", 500).await;
    let of = format!("/payments/reconciliation/{}", w.county);
    for path in ["/payments/reconciliation", of.as_str()] {
        w.app.get(path).send().await.expect(303);
        w.app.get(path).token("donor@1").send().await.expect(403);
        w.app.get(path).token("auditor@1").send().await.expect(200);
    }
    w.app.get(&of).token("auditor@2").send().await.expect(403);
    assert!(!w.app.get("/payments/reconciliation").token("auditor@2").send().await.expect(200).text().contains("柞水县"));
    w.app.post(&of).send().await.expect(401);
    w.app.post(&of).token("auditor@2").send().await.expect(403);
    w.app.post(&of).token("donor@1").send().await.expect(403);
    w.app.post(&of).token("auditor@1").send().await.expect(303);
    let page = w.app.get(&of).token("auditor@1").send().await.expect(200).text();
    assert!(page.contains("Agrees"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_payments_of_a_county_that_ended_are_its_successors_to_see() {
    both(async |w| {
        let order = w.paid("k", 500).await;
        let (old, new) = (w.county, county(&w.app, 2));
        w.app.on.clock.advance(Millis::DAY);
        let change = qianmo_places::Succession { old: vec![old], new, at: w.app.app.clock.now() };
        w.app.on.db.write_now(move |tx| qianmo_places::succeed(tx, &Actor::system(), &change)).unwrap();
        w.app.work().await;
        let of = format!("/payments/reconciliation/{old}");
        for (path, other) in [(of.clone(), 403), (format!("/payments/orders/{}", order.reference()), 404)] {
            w.app.get(&path).token("auditor@2").send().await.expect(200);
            w.app.get(&path).token("auditor@3").send().await.expect(other);
        }
        w.app.post(&of).token("auditor@2").send().await.expect(303);
        let list = w.app.get("/payments/reconciliation").token("auditor@2").send().await.expect(200).text();
        assert!(list.contains(&of), "{list}");
        // A refund that did not go through is tried again by the new county's officer.
        w.choose(Direction::Refund, SandboxScript::Fail);
        let refund = w.refund("back", &order, 500).unwrap();
        w.later(Millis::SECOND).await;
        assert_eq!(w.now(&refund).state, State::Failed);
        w.choose(Direction::Refund, SandboxScript::Succeed);
        let retry = format!("/payments/orders/{}/retry", refund.reference());
        w.app.post(&retry).token("officer@3").send().await.expect(403);
        w.app.post(&retry).token("officer@2").send().await.expect(303);
        assert_eq!(w.now(&refund).state, State::Refunded);
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_banks_pages() {
    let w = start(Engine::Sqlite);
    let order = w.order("k", "7", 500);
    let pay = w.page(&order);
    let bad = w.app.post(&pay).form(&[("choice", "win"), ("seconds", "x")]).send().await.expect(422).text();
    assert!(bad.contains("is-invalid"), "{bad}");
    w.pay(&order, "delay", "60").await;
    assert!(w.app.get(&pay).send().await.expect(200).text().contains("has not decided yet"));
    w.app.get("/sandbox").send().await.expect(303);
    w.app.get("/sandbox").token("donor@1").send().await.expect(403);
    let chosen = [("direction", "out"), ("choice", "unknown-fail"), ("seconds", "5")];
    // Whoever decides on payouts of some county, audits them or runs a county does not choose how all end.
    for other in ["donor@1", "officer@1", "officer@0", "auditor@0", "administrator@1"] {
        w.app.post("/sandbox").token(other).form(&chosen).send().await.expect(403);
    }
    w.app.post("/sandbox").token("administrator@0").form(&[("direction", "up"), ("choice", "fail")]).send().await.expect(422);
    w.app.post("/sandbox").token("administrator@0").form(&chosen).send().await.expect(303);
    for (reader, chooses) in [("officer@1", false), ("auditor@1", false), ("administrator@0", true)] {
        let counter = w.app.get("/sandbox").token(reader).send().await.expect(200).text();
        assert!(counter.contains("Nobody knows for a while, then it has failed · "), "{counter}");
        assert_eq!(counter.contains("action=\"/sandbox\""), chooses, "{reader}: {counter}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payments_page_is_found_by_its_key_alone_and_tells_only_its_owner_what_it_is_for() {
    both(async |w| {
        let (order, other) = (w.order("k", "7", 500), w.order("k2", "8", 500));
        let (page, of) = (w.page(&order), order.reference());
        let form = [("choice", "succeed"), ("seconds", "")];
        let (_, key) = page.rsplit_once('/').unwrap();
        assert!(key.len() >= 32, "128 bits at the least: {key}");
        let last = if key.ends_with('0') { "1" } else { "0" };
        let changed = format!("/sandbox/pay/{of}/{}{last}", &key[..key.len() - 1]);
        let nowhere = w.app.app.service::<qianmo_payments::sandbox::Sandbox>().unwrap();
        let nowhere = nowhere.page_of(PublicRef::new(w.county, Id::from_i64(77)));
        let guesses = [
            format!("/sandbox/pay/{of}"),
            format!("/sandbox/pay/{of}/0"),
            format!("/sandbox/pay/{of}/{}", "0".repeat(64)),
            format!("/sandbox/pay/{}/{key}", other.reference()),
            "/sandbox/pay/x/y".into(),
            changed,
            nowhere,
        ];
        for guess in &guesses {
            for token in ["", "account:6", "officer@1"] {
                w.app.get(guess).token(token).send().await.expect(404);
                w.app.post(guess).token(token).form(&form).send().await.expect(404);
            }
        }
        assert_eq!(w.now(&order).state, State::Created);
        // A friend who was given the address pays, and is not told for what.
        let paid = w.app.post(&page).form(&form).send().await.expect(303);
        assert_eq!(paid.header("location"), page);
        for (token, told) in [("", false), ("account:6", false), ("account:5", true)] {
            let seen = w.app.get(&page).token(token).send().await.expect(200).text();
            assert_eq!(seen.contains("\"/back\""), told, "{token}: {seen}");
        }
        assert_eq!(w.now(&order).state, State::Paid);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_renders_in_every_language() {
    let w = start(Engine::Sqlite);
    for locale in qianmo_kernel::Locale::ALL {
        let view = qianmo_web::View::new(w.app.app.i18n.clone(), locale, 480, qianmo_testkit::database::NOON, false);
        for sample in qianmo_web::sample::samples() {
            let html = (sample.render)(view.clone()).unwrap();
            assert!(!html.contains(">payments-"), "{} lacks words in {}: {html}", sample.name, locale.tag()); // not a message
        }
    }
}
