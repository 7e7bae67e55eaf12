//! Callbacks, sweeps and refunds at one moment.

use crate::support::*;
use futures::future::join_all;
use qianmo_kernel::Millis;
use qianmo_payments::{self as payments, State};

#[tokio::test(flavor = "multi_thread")]
async fn many_callbacks_at_once_book_once() {
    both(async |w| {
        let order = w.order("k", "7", 500);
        let bodies: Vec<_> = (0..24).map(|n| said(&format!("e{}", n % 8), order.reference(), "succeeded", 500)).collect();
        let answers = join_all(bodies.iter().map(|body| w.call_back(body))).await;
        for answer in answers {
            answer.expect(200);
        }
        w.later(Millis::SECOND).await;
        assert_eq!((w.now(&order).state, w.custody(), w.told(&order, "payments.paid")), (State::Paid, (500, 0), 1));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_workers_carry_out_a_payout_once() {
    both(async |w| {
        w.paid("k", 900).await;
        let order = w.payout("p", "7", 600, "sandbox").unwrap();
        let runs = (0..8).map(|_| payments::run(&w.app.app, w.county, order.id));
        for outcome in join_all(runs).await {
            outcome.unwrap();
        }
        w.later(Millis::MINUTE).await;
        assert_eq!((w.now(&order).state, w.custody(), w.told(&order, "payments.paid-out")), (State::PaidOut, (300, 0), 1));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_at_once_never_come_to_more_than_was_paid() {
    both(async |w| {
        let payment = w.paid("k", 900).await;
        w.paid("k2", 5_000).await;
        let (county, id) = (w.county, payment.id);
        let tries = (0..12).map(|n| {
            let db = w.app.on.db.clone();
            tokio::spawn(async move {
                db.write(move |tx| {
                    let from = request(tx, county)?;
                    let key = format!("r{n}");
                    payments::refund(
                        tx,
                        &payments::NewRefund { key: &key, payment: id, from: &from, amount: yuan(200), reason: "x" },
                    )
                })
                .await
                .is_ok()
            })
        });
        let won = join_all(tries).await.into_iter().filter(|r| *r.as_ref().unwrap()).count();
        assert_eq!((won, w.now(&payment).refund_asked, w.on_request()), (4, 800, (5_900, 800)));
        w.later(Millis::SECOND).await;
        assert_eq!((w.now(&payment).refund_done, w.on_request()), (800, (5_100, 0)));
        w.prove();
    })
    .await;
}
