//! The comparison with the provider's statement: what was lost is found, what differs is told.

use crate::support::*;
use qianmo_db::{Sql, params};
use qianmo_kernel::{Currency, Id, Millis};
use qianmo_ledger as ledger;
use qianmo_payments::reconcile::{self, Divergence};
use qianmo_payments::{self as payments, State};

async fn compared(w: &World) -> Vec<(Divergence, i64, i64)> {
    let day = reconcile::day_of(qianmo_testkit::database::NOON, 480);
    reconcile::day(&w.app.app, w.county, day).await.unwrap();
    let county = w.county;
    w.app
        .on
        .db
        .read_now(move |tx| {
            let Some(newest) = reconcile::of_county(tx, county, 1)?.into_iter().next() else { return Ok(Vec::new()) };
            Ok(reconcile::differences(tx, &newest)?.iter().map(|d| (d.what, d.ours, d.theirs)).collect())
        })
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_agrees_agrees() {
    both(async |w| {
        assert!(compared(&w).await.is_empty());
        w.paid("k", 900).await;
        w.payout("p", "7", 600, "sandbox").unwrap();
        w.later(Millis::SECOND).await;
        assert!(compared(&w).await.is_empty());
        let list = w.app.get("/payments/reconciliation").token("auditor@0").send().await.expect(200).text();
        assert!(list.contains("Agrees"), "{list}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_callback_is_made_good_and_told() {
    both(async |w| {
        let order = w.order("k", "7", 500);
        payments::start(&w.app.app, w.county, order.id).await.unwrap();
        w.pay(&order, "unknown-succeed", "0").await;
        assert_eq!(w.now(&order).state, State::Started);
        assert_eq!(compared(&w).await, [(Divergence::SettledLate, 500, 500)]);
        assert_eq!((w.now(&order).state, w.custody()), (State::Paid, (500, 0)));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_one_side_knows_is_told() {
    both(async |w| {
        w.paid("k", 900).await;
        let forged = Sql::new("forged", "DELETE FROM sandbox_charge");
        w.app.on.db.write_now(move |tx| tx.execute(forged, params![])).unwrap();
        assert_eq!(compared(&w).await, [(Divergence::MissingThere, 900, 0)]);
        let changed = Sql::new(
            "forged",
            "INSERT INTO sandbox_charge (county, id, round, direction, amount, currency, script, state, asked_at, due_at, settled_at, callbacks_left, tries, next_at) \
             SELECT county, id, 1, 'in', 901, 'CNY', 'succeed', 'succeeded', settled_at, settled_at, settled_at, 0, 0, 0 FROM payment_order",
        );
        w.app.on.db.write_now(move |tx| tx.execute(changed, params![])).unwrap();
        assert_eq!(compared(&w).await, [(Divergence::Amount, 900, 901)]);
        let stranger = Sql::new("forged", "UPDATE sandbox_charge SET id = 77, amount = 5");
        w.app.on.db.write_now(move |tx| tx.execute(stranger, params![])).unwrap();
        assert_eq!(compared(&w).await, [(Divergence::MissingHere, 0, 5), (Divergence::MissingThere, 900, 0)]);
        let page = w.app.get(format!("/payments/reconciliation/{}", w.county)).token("auditor@1").send().await.expect(200).text();
        assert!(page.contains("Listed there, not settled here") && page.contains("Settled here, not listed there"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_regular_comparison_looks_at_the_days_that_ended() {
    both(async |w| {
        w.paid("k", 900).await;
        w.app.on.clock.advance(Millis::DAY);
        reconcile::yesterday(&w.app.app).await.unwrap();
        let county = w.county;
        let days = w.app.on.db.read_now(move |tx| reconcile::of_county(tx, county, 9)).unwrap();
        assert_eq!(days.len(), 1);
        assert_eq!((days[0].sums.ours_in, days[0].sums.theirs_in, days[0].differences), (900, 900, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_are_held_against_the_orders() {
    both(async |w| {
        w.paid("k", 900).await;
        w.payout("p", "7", 600, "sandbox").unwrap();
        w.later(Millis::SECOND).await;
        assert!(compared(&w).await.is_empty());
        // Somebody books money into custody that no order brought.
        let county = w.county;
        let db = w.app.on.db.clone();
        let book = move |key: &'static str, back: bool| {
            db.write_now(move |tx| {
                let custody = payments::books::custody(tx, county, "sandbox", Currency::CNY)?;
                let request = request(tx, county)?;
                let (debit, credit) = if back { (&request, &custody) } else { (&custody, &request) };
                let (amount, kind) = (yuan(100), "test");
                let entry = ledger::Transfer { key, debit, credit, amount, kind, business_ref: "test 1", memo: "test" };
                ledger::transfer(tx, &entry)
            })
        };
        book("smuggled", false).unwrap();
        assert_eq!(compared(&w).await, [(Divergence::Custody, 400, 300)]);
        let page = w.app.get(format!("/payments/reconciliation/{county}")).token("auditor@1").send().await.expect(200).text();
        assert!(page.contains("in custody") && !page.contains(&Id::NONE.to_string()), "{page}");
        book("back", true).unwrap();
        assert!(compared(&w).await.is_empty());
    })
    .await;
}
