//! Money that comes in: in time, late, never, twice told, unknown.

use crate::support::*;
use qianmo_kernel::Millis;
use qianmo_payments::{self as payments, Next, State};

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_is_paid_and_booked_with_its_business() {
    both(async |w| {
        let order = w.order("k", "7", 12_000);
        assert_eq!(w.order("k", "7", 12_000).id, order.id);
        let next = payments::start(&w.app.app, w.county, order.id).await.unwrap();
        assert_eq!(next, Next::Pay(w.page(&order)));
        assert_eq!(w.now(&order).state, State::Started);
        let page = w.app.get(w.page(&order)).send().await.expect(200).text();
        assert!(page.contains("¥120"), "{page}");
        w.pay(&order, "succeed", "").await;
        let paid = w.now(&order);
        assert_eq!((paid.state, paid.settled_at, paid.check_at), (State::Paid, Some(qianmo_testkit::database::NOON), None));
        assert_eq!((w.custody(), w.on_request()), ((12_000, 0), (12_000, 0)));
        w.later(Millis::MINUTE).await;
        assert_eq!(w.told(&order, "payments.paid"), 1);
        assert_eq!(payments::start(&w.app.app, w.county, order.id).await.unwrap(), Next::Known(State::Paid));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_comes_three_times_counts_once() {
    both(async |w| {
        let order = w.order("k", "7", 500);
        w.pay(&order, "repeat", "").await;
        w.pay(&order, "succeed", "").await;
        for _ in 0..3 {
            w.call_back(&said("another event", order.reference(), "succeeded", 500)).await.expect(200);
        }
        w.later(Millis::HOUR).await;
        assert_eq!((w.custody(), w.told(&order, "payments.paid")), ((500, 0), 1));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_over_and_a_new_order_is_made() {
    both(async |w| {
        let order = w.order("k", "7", 500);
        w.pay(&order, "fail", "").await;
        assert_eq!((w.now(&order).state, w.now(&order).reason.as_str()), (State::Failed, "declined"));
        assert_eq!(refused(payments::start(&w.app.app, w.county, order.id).await), "payments-order-over");
        w.later(Millis::SECOND).await;
        assert_eq!((w.custody(), w.told(&order, "payments.failed")), ((0, 0), 1));
        let again = w.order("k2", "7", 500);
        w.pay(&again, "succeed", "").await;
        assert_eq!(w.now(&again).state, State::Paid);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_bank_is_waited_for() {
    both(async |w| {
        let order = w.order("k", "7", 500);
        payments::start(&w.app.app, w.county, order.id).await.unwrap();
        w.pay(&order, "delay", "90").await;
        for _ in 0..4 {
            w.later(20 * Millis::SECOND).await;
            assert_eq!(w.now(&order).state, State::Started);
        }
        w.later(20 * Millis::SECOND).await;
        assert_eq!((w.now(&order).state, w.custody()), (State::Paid, (500, 0)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_knows_is_asked_about_until_it_is_known() {
    both(async |w| {
        let (good, bad) = (w.order("k", "7", 500), w.order("k2", "7", 300));
        for order in [&good, &bad] {
            payments::start(&w.app.app, w.county, order.id).await.unwrap();
        }
        w.pay(&good, "unknown-succeed", "100").await;
        w.pay(&bad, "unknown-fail", "100").await;
        w.later(30 * Millis::SECOND).await;
        assert_eq!((w.now(&good).state, w.now(&bad).state), (State::Unknown, State::Unknown));
        // The person may look in between, and goes on with the same order.
        assert!(matches!(payments::start(&w.app.app, w.county, good.id).await.unwrap(), Next::Pay(_)));
        for _ in 0..8 {
            w.later(60 * Millis::SECOND).await;
        }
        assert_eq!((w.now(&good).state, w.now(&bad).state), (State::Paid, State::Failed));
        assert_eq!((w.custody(), w.told(&good, "payments.paid"), w.told(&bad, "payments.failed")), ((500, 0), 1, 1));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_paid_expires_and_late_money_is_taken_while_it_is_wanted() {
    both(async |w| {
        let order = w.order("k", "7", 500);
        w.later(61 * Millis::MINUTE).await;
        assert_eq!((w.now(&order).state, w.told(&order, "payments.failed")), (State::Expired, 1));
        w.pay(&order, "succeed", "").await;
        assert_eq!((w.now(&order).state, w.on_request()), (State::Paid, (500, 0)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn late_money_that_nobody_wants_goes_back_by_itself() {
    both(async |w| {
        let order = w.order("k", "gone", 500);
        w.pay(&order, "succeed", "").await;
        assert_eq!((w.now(&order).state, w.custody()), (State::Paid, (500, 0)));
        assert_eq!(w.balance("liabilities:unallocated"), (500, 500));
        w.later(Millis::SECOND).await;
        assert_eq!((w.now(&order).state, w.custody()), (State::Refunded, (0, 0)));
        assert_eq!((w.balance("liabilities:unallocated"), w.told(&order, "payments.paid")), ((0, 0), 0));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_amount_is_not_taken_and_a_person_is_told() {
    both(async |w| {
        let order = w.order("k", "7", 500);
        payments::start(&w.app.app, w.county, order.id).await.unwrap();
        w.call_back(&said("e", order.reference(), "succeeded", 499)).await.expect(200);
        let now = w.now(&order);
        assert_eq!((now.state, now.trouble, now.reason.as_str()), (State::Unknown, true, "amount-differs"));
        assert_eq!(w.custody(), (0, 0));
        let path = format!("/payments/reconciliation/{}", w.county);
        let page = w.app.get(path).token("auditor@1").send().await.expect(200).text();
        assert!(page.contains(&order.reference().to_string()), "{page}");
        // The right amount, told later, is taken.
        w.call_back(&said("e2", order.reference(), "succeeded", 500)).await.expect(200);
        assert_eq!(w.now(&order).state, State::Paid);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_with_another_content_is_refused() {
    both(async |w| {
        w.order("k", "7", 500);
        let county = w.county;
        let outcome = w.app.on.db.write_now(move |tx| {
            payments::order(
                tx,
                &payments::NewOrder {
                    county,
                    key: "k",
                    amount: yuan(501),
                    business_kind: "test.gift",
                    business_ref: "7",
                    provider: "sandbox",
                    owner: None,
                    return_to: "/back",
                    expires_at: None,
                },
            )
        });
        assert_eq!(refused(outcome), "payments-key-reused");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_cannot_be_reached_is_told_and_the_order_stays() {
    both(async |w| {
        let order = w.order_by("k", "7", 500, "lossy");
        assert_eq!(refused(payments::start(&w.app.app, w.county, order.id).await), "payments-provider-away");
        let start = format!("/payments/orders/{}/start", order.reference());
        w.app.post(&start).token("account:5").send().await.expect(503);
        let now = w.now(&order);
        assert_eq!(now.state, State::Created);
        assert!(now.check_at < order.expires_at, "it is asked about before its time is over");
        w.later(30 * Millis::SECOND).await;
        assert_eq!(w.now(&order).state, State::Created);
        w.later(Millis::HOUR).await;
        assert_eq!(w.now(&order).state, State::Expired);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn abandoned_payments_do_not_keep_a_refund_waiting() {
    let w = start(qianmo_db::Engine::Sqlite);
    let payment = w.paid("paid", 900).await;
    let abandoned: Vec<_> = (0..150).map(|n| w.order(&format!("k{n}"), "7", 500)).collect();
    w.app.on.clock.advance(61 * Millis::MINUTE);
    let refund = w.refund("r", &payment, 900).unwrap();
    assert_eq!(payments::sweep(&w.app.app).await.unwrap(), 151);
    assert_eq!(w.now(&refund).state, State::Refunded);
    assert!(abandoned.iter().all(|order| w.now(order).state == State::Expired));
}
