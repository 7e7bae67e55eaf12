//! The other ends: taken back, expired, stopped, refused and appealed, not delivered.

use super::{Sums, both};
use crate::tests::world::{World, asks_goods, asks_money, reference};
use qianmo_kernel::Millis;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_request_taken_back_returns_what_was_paid() {
    both(|w| async move {
        let asked = w.open(&w.a, "livelihood", "Hens for a yard", json!([asks_money(40_000), asks_goods(2)])).await;
        let request = reference(&asked);
        let (paid, _) = w.paid(&w.donor.token, &asked, 0, 25_000).await;
        let fresh = reference(&w.pledge_money(&w.other_donor.token, &asked, 0, 5_000).await.expect(201).json());
        let path = format!("/api/v1/aid/requests/{request}/withdrawal");
        w.post(&w.donor.token, &path, json!({"reason": "mistake"})).await.expect(403);
        // Money goes back with it, so it has a key; sent again under the same one it is answered again and done once.
        let reason = json!({"reason": "no-longer-needed"});
        w.send(http::Method::POST, &path, |ask| ask.token(&w.a.helper.token).json(&reason)).await.expect(428);
        for _ in 0..2 {
            let withdrawn = w.send(http::Method::POST, &path, |ask| ask.token(&w.a.helper.token).key("back").json(&reason)).await;
            assert_eq!(withdrawn.expect(200).json()["state"], "withdrawn");
        }
        w.pass(Millis::MINUTE).await;
        assert_eq!(w.pledge(&w.donor.token, &paid).await["state"], "refunded");
        assert_eq!(w.pledge(&w.other_donor.token, &fresh).await["state"], "cancelled");
        assert_eq!(w.sums().await, Sums { came_in: 25_000, custody: 0, paid_out: 0, went_back: 25_000 });
        w.post(&w.a.helper.token, &path, json!({})).await.expect(409);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_nobody_fills_expires_and_returns_what_was_paid() {
    both(|w| async move {
        let asked = w.open(&w.a, "health", "A walking frame", json!([asks_money(40_000)])).await;
        let (paid, _) = w.paid(&w.donor.token, &asked, 0, 10_000).await;
        w.pass(91 * Millis::DAY).await;
        w.pass(Millis::MINUTE).await;
        assert_eq!(w.request(&reference(&asked)).await["state"], "expired");
        assert_eq!(w.pledge(&w.donor.token, &paid).await["state"], "refunded");
        assert_eq!(w.sums().await, Sums { came_in: 10_000, custody: 0, paid_out: 0, went_back: 10_000 });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pledge_of_goods_that_is_not_sent_lapses_and_the_request_is_open_again() {
    both(|w| async move {
        let asked = w.open(&w.a, "goods", "Blankets for the cold", json!([asks_goods(3)])).await;
        let request = reference(&asked);
        let pledge = reference(&w.pledge_goods(&w.donor.token, &asked, 0, 3).await.expect(201).json());
        assert_eq!(w.request(&request).await["state"], "pledged");
        w.pass(7 * Millis::DAY + Millis::MINUTE).await;
        assert_eq!(w.pledge(&w.donor.token, &pledge).await["state"], "lapsed");
        assert_eq!(w.request(&request).await["state"], "open");
        w.pledge_goods(&w.other_donor.token, &asked, 0, 3).await.expect(201);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_stops_a_request_with_a_reason_and_only_there() {
    both(|w| async move {
        let asked = w.open(&w.a, "other", "A motor cycle", json!([asks_money(30_000)])).await;
        let request = reference(&asked);
        w.paid(&w.donor.token, &asked, 0, 30_000).await;
        let path = format!("/api/v1/aid/requests/{request}/closure");
        w.post(&w.b.officer.token, &path, json!({"reason": "not-true"})).await.expect(403);
        assert_eq!(w.post(&w.a.officer.token, &path, json!({"reason": "not-true"})).await.expect(200).json()["state"], "closed");
        w.pass(Millis::MINUTE).await;
        assert_eq!(w.sums().await, Sums { came_in: 30_000, custody: 0, paid_out: 0, went_back: 30_000 });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_appealed_and_decided_higher_up_by_somebody_else() {
    both(|w| async move {
        let a = &w.a;
        let request = reference(&w.draft(a, "housing", "A new door", json!([asks_money(20_000)])).await);
        w.submit(a, &request).await;
        assert_eq!(w.rule(&a.reviewer.token, &request, "refuse", &["beyond-need"]).await.expect(200).json()["state"], "refused");
        let path = format!("/api/v1/aid/requests/{request}/appeal");
        w.post(&a.helper.token, &path, json!({"note": "short"})).await.expect(422);
        let grounds = json!({"note": "The door was seen by the village doctor; it does not close."});
        assert_eq!(w.post(&a.helper.token, &path, grounds.clone()).await.expect(200).json()["state"], "appealed");
        w.rule(&a.reviewer.token, &request, "approve", &[]).await.expect(403);
        assert_eq!(w.rule(&a.county_reviewer.token, &request, "approve", &["need-seen"]).await.expect(200).json()["state"], "open");
        w.post(&a.helper.token, &path, grounds).await.expect(409);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_do_not_arrive_are_disputed_sent_again_or_given_up() {
    both(|w| async move { undelivered(&w).await }).await;
}

async fn undelivered(w: &World) {
    let a = &w.a;
    let asked = w.open(a, "goods", "Coats for two", json!([asks_goods(2)])).await;
    let request = reference(&asked);
    let pledge = reference(&w.pledge_goods(&w.donor.token, &asked, 0, 2).await.expect(201).json());
    let at = |what: &str| format!("/api/v1/aid/pledges/{pledge}/{what}");
    w.accept(a, &pledge).await;
    w.dispatch(&w.donor.token, &pledge).await;
    w.post(&w.donor.token, &at("arrival"), json!({})).await.expect(200);
    let doubt = json!({"kind": "not_arrived", "note": "Nothing came."});
    assert_eq!(w.post(&a.witness.token, &at("dispute"), doubt.clone()).await.expect(200).json()["state"], "disputed");
    // Sent again, and again nothing comes.
    assert_eq!(w.dispatch(&w.donor.token, &pledge).await["state"], "dispatched");
    w.post(&a.witness.token, &at("dispute"), doubt).await.expect(200);
    let waiting = w.get(&a.officer.token, "/api/v1/aid/disputes").await.expect(200).json();
    assert_eq!(waiting["items"].as_array().unwrap().len(), 1);
    let path = format!("/api/v1/aid/disputes/{}/decision", reference(&waiting["items"][0]));
    w.post(&w.b.officer.token, &path, json!({"outcome": "failed", "reason": "Lost on the way."})).await.expect(403);
    w.post(&a.officer.token, &path, json!({"outcome": "failed", "reason": "Lost on the way."})).await.expect(200);
    assert_eq!(w.pledge(&w.donor.token, &pledge).await["state"], "failed");
    assert_eq!(w.request(&request).await["state"], "open");
    // No road leads there any more.
    let part = asked["parts"][0]["id"].clone();
    let path = format!("/api/v1/aid/requests/{request}/failure");
    let failed = w.post(&a.officer.token, &path, json!({"part": part, "reason": "unreachable"})).await.expect(200).json();
    assert_eq!(failed["state"], "failed");
    assert_eq!(w.sums().await, Sums { came_in: 0, custody: 0, paid_out: 0, went_back: 0 });
}
