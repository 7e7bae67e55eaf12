//! What a provider of payments may do, and what becomes of the gift.

use super::{Sums, both};
use crate::tests::world::{asks_money, reference};
use qianmo_kernel::Millis;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_fails_is_late_comes_twice_or_is_unknown_and_every_fen_is_told() {
    both(|w| async move {
        let asked = w.open(&w.a, "health", "Medicine for a winter", json!([asks_money(100_000)])).await;
        let donor = &w.donor.token;
        let pledge = |minor: i64| {
            let (w, asked) = (&w, &asked);
            async move { reference(&w.pledge_money(donor, asked, 0, minor).await.expect(201).json()) }
        };
        // Failed: the countdown goes on, and it may be paid after all.
        let failed = pledge(10_000).await;
        w.pay(donor, &failed, "fail", "").await;
        assert_eq!(w.pledge(donor, &failed).await["state"], "pledged");
        w.pay(donor, &failed, "succeed", "").await;
        assert_eq!(w.pledge(donor, &failed).await["state"], "paid");
        // Delayed: paid when the bank has decided.
        let delayed = pledge(11_000).await;
        w.pay(donor, &delayed, "delay", "60").await;
        assert_eq!(w.pledge(donor, &delayed).await["state"], "paying");
        w.pass(61 * Millis::SECOND).await;
        assert_eq!(w.pledge(donor, &delayed).await["state"], "paid");
        // The callback comes three times: one gift.
        let repeated = pledge(12_000).await;
        w.pay(donor, &repeated, "repeat", "").await;
        w.pass(Millis::MINUTE).await;
        assert_eq!(w.pledge(donor, &repeated).await["paid"]["amount_minor"], 12_000);
        // Nobody says what became of it: asking again and again finds out.
        let (unknown, lost) = (pledge(13_000).await, pledge(14_000).await);
        w.pay(donor, &unknown, "unknown-succeed", "120").await;
        w.pay(donor, &lost, "unknown-fail", "120").await;
        w.pass(20 * Millis::SECOND).await;
        assert_eq!(w.pledge(donor, &unknown).await["state"], "paying");
        for _ in 0..8 {
            w.pass(2 * Millis::MINUTE).await;
        }
        assert_eq!(w.pledge(donor, &unknown).await["state"], "paid");
        assert_eq!(w.pledge(donor, &lost).await["state"], "pledged");
        assert_eq!(w.sums().await, Sums { came_in: 46_000, custody: 46_000, paid_out: 0, went_back: 0 });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_too_late_counts_if_there_is_room_and_goes_back_if_not() {
    both(|w| async move {
        let asked = w.open(&w.a, "health", "Glasses for a child", json!([asks_money(20_000)])).await;
        let (donor, other) = (&w.donor.token, &w.other_donor.token);
        let late = reference(&w.pledge_money(donor, &asked, 0, 15_000).await.expect(201).json());
        let later = reference(&w.pledge_money(other, &asked, 0, 5_000).await.expect(201).json());
        w.pay(donor, &late, "delay", "2400").await;
        w.pay(other, &later, "delay", "2400").await;
        w.pass(31 * Millis::MINUTE).await;
        assert_eq!(w.pledge(donor, &late).await["state"], "lapsed");
        assert_eq!(w.request(&reference(&asked)).await["state"], "open", "what lapses opens the request again");
        // Meanwhile somebody else takes most of the room.
        w.paid(other, &asked, 0, 10_000).await;
        for _ in 0..4 {
            w.pass(5 * Millis::MINUTE).await;
        }
        assert_eq!(w.pledge(other, &later).await["state"], "paid", "there was room for it");
        assert_eq!(w.pledge(donor, &late).await["state"], "refunded", "there was none for it");
        assert_eq!(w.sums().await, Sums { came_in: 30_000, custody: 15_000, paid_out: 0, went_back: 15_000 });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pledge_taken_back_is_paid_back_and_a_failed_payout_frees_the_money() {
    both(|w| async move {
        let a = &w.a;
        let asked = w.open(a, "housing", "Tiles for a roof", json!([asks_money(50_000)])).await;
        let donor = &w.donor.token;
        let taken_back = reference(&w.pledge_money(donor, &asked, 0, 9_000).await.expect(201).json());
        w.pay(donor, &taken_back, "delay", "60").await;
        let path = format!("/api/v1/aid/pledges/{taken_back}/cancellation");
        assert_eq!(w.post(donor, &path, json!({})).await.expect(200).json()["state"], "cancelled");
        w.pass(61 * Millis::SECOND).await;
        w.pass(Millis::MINUTE).await;
        assert_eq!(w.pledge(donor, &taken_back).await["state"], "refunded");

        w.paid(donor, &asked, 0, 50_000).await;
        let administrator = &w.administrator.token;
        w.form(administrator, "/sandbox", &[("direction", "out"), ("choice", "fail")]).await.expect(303);
        let payout = reference(&w.prepare(&a.officer.token, &asked, 0, None).await.expect(201).json());
        assert_eq!(w.approve(&a.second_officer.token, &payout).await.expect(200).json()["state"], "failed");
        let later = [("direction", "out"), ("choice", "unknown-succeed"), ("seconds", "60")];
        w.form(administrator, "/sandbox", &later).await.expect(303);
        let payout = reference(&w.prepare(&a.officer.token, &asked, 0, Some(20_000)).await.expect(201).json());
        assert_eq!(w.approve(&a.second_officer.token, &payout).await.expect(200).json()["state"], "approved");
        for _ in 0..6 {
            w.pass(Millis::MINUTE).await;
        }
        let path = format!("/api/v1/aid/payouts/{payout}");
        assert_eq!(w.get(&a.auditor.token, &path).await.expect(200).json()["state"], "paid_out");
        let rejected = reference(&w.prepare(&a.officer.token, &asked, 0, None).await.expect(201).json());
        let decision = json!({"decision": "reject", "reason": "The bill is another one."});
        let answered =
            w.post(&a.second_officer.token, &format!("/api/v1/aid/payouts/{rejected}/approval"), decision).await.expect(200);
        assert_eq!(answered.json()["state"], "rejected");
        let voided = reference(&w.prepare(&a.officer.token, &asked, 0, None).await.expect(201).json());
        let path = format!("/api/v1/aid/payouts/{voided}/cancellation");
        assert_eq!(w.post(&a.officer.token, &path, json!({})).await.expect(200).json()["state"], "voided");
        assert_eq!(w.sums().await, Sums { came_in: 59_000, custody: 30_000, paid_out: 20_000, went_back: 9_000 });
    })
    .await;
}
