//! Payouts and refunds: held, carried out once, given up only when it is certain.

use crate::support::*;
use qianmo_db::{Sql, params};
use qianmo_kernel::Millis;
use qianmo_payments::sandbox::SandboxScript;
use qianmo_payments::{self as payments, Direction, State};

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_is_held_and_then_leaves() {
    both(async |w| {
        w.paid("k", 900).await;
        let order = w.payout("p", "7", 600, "sandbox").unwrap();
        assert_eq!(w.payout("p", "7", 600, "sandbox").unwrap().id, order.id);
        assert_eq!(refused(w.payout("p", "7", 601, "sandbox")), "payments-key-reused");
        assert_eq!(w.on_request(), (900, 600));
        assert_eq!(refused(w.payout("p2", "7", 301, "sandbox")), "ledger-overdraft");
        assert_eq!(payments::run(&w.app.app, w.county, order.id).await.unwrap(), State::PaidOut);
        assert_eq!((w.on_request(), w.custody()), ((300, 0), (300, 0)));
        w.later(Millis::HOUR).await;
        assert_eq!((w.custody(), w.told(&order, "payments.paid-out")), ((300, 0), 1));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_that_fails_frees_the_money() {
    both(async |w| {
        w.paid("k", 900).await;
        w.choose(Direction::Out, SandboxScript::Fail);
        let order = w.payout("p", "7", 600, "sandbox").unwrap();
        w.later(Millis::SECOND).await;
        assert_eq!((w.now(&order).state, w.on_request()), (State::Failed, (900, 0)));
        assert_eq!(w.told(&order, "payments.payout-failed"), 1);
        w.choose(Direction::Out, SandboxScript::Succeed);
        w.payout("p2", "7", 900, "sandbox").unwrap();
        w.later(Millis::SECOND).await;
        assert_eq!(w.on_request(), (0, 0));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_that_nobody_knows_of_stays_held_until_it_is_known() {
    both(async |w| {
        w.paid("k", 900).await;
        w.choose(Direction::Out, SandboxScript::UnknownThenSucceed(300));
        let order = w.payout("p", "7", 600, "sandbox").unwrap();
        for _ in 0..3 {
            w.later(60 * Millis::SECOND).await;
            assert_eq!((w.now(&order).state, w.on_request()), (State::Unknown, (900, 600)));
        }
        for _ in 0..10 {
            w.later(60 * Millis::SECOND).await;
        }
        assert_eq!((w.now(&order).state, w.on_request(), w.custody()), (State::PaidOut, (300, 0), (300, 0)));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_lost_on_the_way_moves_the_money_once() {
    both(async |w| {
        w.paid("k", 900).await;
        let before = w.payout("p1", "lost-before", 100, "lossy").unwrap();
        let after = w.payout("p2", "lost-after", 200, "lossy").unwrap();
        w.later(Millis::SECOND).await;
        assert_eq!((w.now(&before).state, w.now(&after).state), (State::Unknown, State::Unknown));
        assert_eq!((w.lossy.moved(&before), w.lossy.moved(&after)), (0, 1));
        for _ in 0..4 {
            w.later(60 * Millis::SECOND).await;
        }
        assert_eq!((w.now(&before).state, w.now(&after).state), (State::PaidOut, State::PaidOut));
        assert_eq!((w.lossy.moved(&before), w.lossy.moved(&after)), (1, 1));
        assert_eq!(w.on_request(), (600, 0));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_never_come_to_more_than_was_paid() {
    both(async |w| {
        let payment = w.paid("k", 900).await;
        let other = w.paid("k2", 900).await;
        let first = w.refund("r1", &payment, 500).unwrap();
        assert_eq!(w.refund("r1", &payment, 500).unwrap().id, first.id);
        assert_eq!(refused(w.refund("r2", &payment, 401)), "payments-refund-too-much");
        w.refund("r3", &payment, 400).unwrap();
        w.later(Millis::SECOND).await;
        assert_eq!((w.now(&payment).state, w.now(&payment).refund_done), (State::Refunded, 900));
        assert_eq!((w.now(&other).state, w.on_request(), w.custody()), (State::Paid, (900, 0), (900, 0)));
        assert_eq!(w.told(&first, "payments.refunded"), 1);
        assert_eq!(refused(w.refund("r4", &payment, 1)), "payments-not-paid");
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_fails_keeps_the_money_for_the_donor_and_is_tried_again() {
    both(async |w| {
        let payment = w.paid("k", 900).await;
        w.choose(Direction::Refund, SandboxScript::Fail);
        let refund = w.refund("r", &payment, 900).unwrap();
        w.later(Millis::SECOND).await;
        let failed = w.now(&refund);
        assert_eq!((failed.state, failed.trouble, w.on_request()), (State::Failed, true, (900, 900)));
        let page = format!("/payments/reconciliation/{}", w.county);
        assert!(w.app.get(&page).token("officer@1").send().await.expect(200).text().contains("Try again"));
        assert!(!w.app.get(&page).token("auditor@1").send().await.expect(200).text().contains("Try again"));
        let retry = format!("/payments/orders/{}/retry", refund.reference());
        w.app.post(&retry).send().await.expect(401);
        w.app.post(&retry).token("auditor@1").send().await.expect(403);
        w.app.post(&retry).token("officer@2").send().await.expect(403);
        w.choose(Direction::Refund, SandboxScript::Succeed);
        w.app.post(&retry).token("officer@1").send().await.expect(303);
        let again = w.now(&refund);
        assert_eq!((again.state, again.round, again.trouble), (State::Refunded, 2, false));
        assert_eq!((w.now(&payment).state, w.on_request(), w.custody()), (State::Refunded, (0, 0), (0, 0)));
        w.app.post(&retry).token("officer@1").send().await.expect(409);
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_went_out_after_it_had_failed_is_not_tried_again() {
    both(async |w| {
        let payment = w.paid("k", 900).await;
        w.choose(Direction::Refund, SandboxScript::Fail);
        let refund = w.refund("r", &payment, 900).unwrap();
        w.later(Millis::SECOND).await;
        w.call_back(&said("late", refund.reference(), "succeeded", 900)).await.expect(200);
        let now = w.now(&refund);
        assert_eq!((now.state, now.trouble, now.reason.as_str()), (State::Failed, true, "succeeded-after-failed"));
        let page = format!("/payments/reconciliation/{}", w.county);
        assert!(!w.app.get(&page).token("officer@1").send().await.expect(200).text().contains("Try again"));
        let retry = format!("/payments/orders/{}/retry", refund.reference());
        w.app.post(&retry).token("officer@1").send().await.expect(409);
        assert_eq!((w.now(&refund).round, w.on_request()), (1, (900, 900)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_of_a_try_that_was_given_up_stops_the_next_one() {
    both(async |w| {
        let payment = w.paid("k", 900).await;
        w.choose(Direction::Refund, SandboxScript::Fail);
        let refund = w.refund("r", &payment, 900).unwrap();
        w.later(Millis::SECOND).await;
        w.choose(Direction::Refund, SandboxScript::UnknownThenFail(3_600));
        let retry = format!("/payments/orders/{}/retry", refund.reference());
        w.app.post(&retry).token("officer@1").send().await.expect(303);
        assert_eq!((w.now(&refund).state, w.now(&refund).round), (State::Unknown, 2));
        w.call_back(&said("late", refund.reference(), "succeeded", 900)).await.expect(200);
        let now = w.now(&refund);
        assert_eq!((now.state, now.trouble, now.reason.as_str()), (State::Unknown, true, "earlier-try-succeeded"));
        assert_eq!(now.check_at, None, "it is not sent again");
        w.app.post(&retry).token("officer@1").send().await.expect(409);
    })
    .await;
}

const SEALED: Sql = Sql::new("test payee", "SELECT payee_sealed FROM payment_payee WHERE county = $1 AND payment = $2");

#[tokio::test(flavor = "multi_thread")]
async fn the_account_lies_sealed_beside_the_order_until_the_household_is_forgotten() {
    both(async |w| {
        w.paid("k", 900).await;
        let order = w.payout("p", "7", 600, "sandbox").unwrap();
        let (county, id, reference) = (order.county, order.id, order.reference());
        let sealed =
            move |w: &World| w.app.on.db.read_now(move |tx| tx.first(SEALED, params![county, id], |row| row.blob(0))).unwrap();
        let kept = sealed(&w).expect("kept with the order");
        let read = String::from_utf8_lossy(&kept);
        assert!(!read.contains(ACCOUNT) && !read.contains(PAYEE), "never in the clear");
        assert!(!format!("{order:?}").contains(ACCOUNT), "an order names nobody");
        w.app.on.db.write_now(move |tx| payments::forget_payee(tx, reference)).unwrap();
        w.app.on.db.write_now(move |tx| payments::forget_payee(tx, reference)).unwrap();
        assert_eq!(sealed(&w), None);
        // Nobody can be paid by it any more: it fails before the provider hears of it, and the money is free again.
        w.later(Millis::SECOND).await;
        assert_eq!((w.now(&order).state, w.now(&order).reason.as_str()), (State::Failed, "no-account"));
        assert_eq!(w.on_request(), (900, 0));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bank_declines_what_can_be_no_account() {
    both(async |w| {
        w.paid("k", 900).await;
        // The check digit of this card does not hold.
        let wrong = w.payout_to("p", "7", 600, "sandbox", "6222020000000000008").unwrap();
        w.later(Millis::SECOND).await;
        assert_eq!((w.now(&wrong).state, w.on_request()), (State::Failed, (900, 0)));
        let right = w.payout("p2", "7", 600, "sandbox").unwrap();
        w.later(Millis::SECOND).await;
        assert_eq!((w.now(&right).state, w.on_request()), (State::PaidOut, (300, 0)));
        w.prove();
    })
    .await;
}
