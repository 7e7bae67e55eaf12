//! Payouts that left and did not arrive: claimed, owed apart, and owed as before only when the amount stands in custody again.

use crate::support::*;
use qianmo_db::{Sql, params};
use qianmo_kernel::{Actor, Id, Millis};
use qianmo_payments::reconcile::{self, Divergence};
use qianmo_payments::{self as payments, Order, State, Way};

const CLAIM: &str = "assets:missing:sandbox";

/// 900 came in, 600 of it left.
async fn left(w: &World) -> Order {
    w.paid("k", 900).await;
    let order = w.payout("p", "7", 600, "sandbox").unwrap();
    w.later(Millis::SECOND).await;
    assert_eq!((w.now(&order).state, w.custody(), w.on_request()), (State::PaidOut, (300, 0), (300, 0)));
    order
}

fn miss(w: &World, order: &Order) -> bool {
    let order = w.now(order);
    w.app.on.db.write_now(move |tx| payments::miss(tx, &mut order.clone(), Id::from_i64(70))).unwrap()
}

fn recover(w: &World, order: &Order, way: Way) -> qianmo_kernel::Res<()> {
    let order = w.now(order);
    w.app.on.db.write_now(move |tx| payments::recover(tx, &Actor::system(), &mut order.clone(), way, "Line 7 of the statement."))
}

fn repaid(w: &World, order: &Order) -> qianmo_kernel::Res<()> {
    let order = w.now(order);
    w.app.on.db.write_now(move |tx| payments::repaid(tx, &Actor::system(), &mut order.clone(), "Line 9 of the statement."))
}

fn owed(w: &World) -> (i64, i64) {
    w.balance(&format!("liabilities:missing:{}", Id::from_i64(70)))
}

/// The books hold; in custody is what moved by the bank's own statement, and `beyond` that what only officers' words brought in (below zero:
/// what came back and is not in the books); and the comparison tells these differences and no other.
async fn agree(w: &World, beyond: i64, differences: &[Divergence]) {
    w.prove();
    let (county, day) = (w.county, reconcile::day_of(qianmo_testkit::database::NOON, 480));
    reconcile::day(&w.app.app, county, day).await.unwrap();
    let (sums, told) = w
        .app
        .on
        .db
        .read_now(move |tx| {
            let newest = reconcile::of_county(tx, county, 1)?.remove(0);
            let told = reconcile::differences(tx, &newest)?.into_iter().map(|d| d.what).collect::<Vec<_>>();
            Ok((newest.sums, told))
        })
        .unwrap();
    assert_eq!(told, differences);
    assert_eq!(w.custody().0, sums.theirs_in - sums.theirs_out + beyond);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_can_be_paid_out_again_when_the_provider_gives_it_back() {
    both(async |w| {
        let order = left(&w).await;
        assert!(!miss(&w, &order));
        // Nobody else's gift pays for it: nothing came into custody, and what is owed for it cannot be spent.
        assert_eq!((w.custody(), w.on_request(), owed(&w), w.balance(CLAIM)), ((300, 0), (300, 0), (600, 0), (600, 0)));
        assert_eq!(refused(w.payout("p2", "7", 301, "sandbox")), "ledger-overdraft");
        agree(&w, 0, &[]).await;
        w.take_back(&order);
        assert_eq!((w.custody(), w.on_request(), owed(&w), w.balance(CLAIM)), ((900, 0), (900, 0), (0, 0), (0, 0)));
        assert_eq!((w.now(&order).trouble, w.now(&order).state), (false, State::PaidOut), "no contradiction any more");
        w.call_back(&said("again", order.reference(), "failed", 600)).await.expect(200);
        w.take_back(&order);
        assert_eq!((w.custody(), w.now(&order).trouble), ((900, 0), false), "said twice, it is booked once");
        assert_eq!(refused(recover(&w, &order, Way::Returned)), "payments-not-missing");
        agree(&w, 0, &[]).await;
        w.payout("p2", "7", 900, "sandbox").unwrap();
        w.later(Millis::SECOND).await;
        assert_eq!((w.custody(), w.on_request()), ((0, 0), (0, 0)));
        agree(&w, 0, &[]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_provider_had_taken_back_before_is_back_at_once() {
    both(async |w| {
        let order = left(&w).await;
        let stale = w.now(&order);
        w.take_back(&order);
        agree(&w, -600, &[Divergence::MissingHere]).await;
        // Whoever read the order before the provider said so has to read it again: else both would hold.
        let early = w.app.on.db.write_now(move |tx| payments::miss(tx, &mut stale.clone(), Id::from_i64(70)));
        assert_eq!((refused(early), w.balance(CLAIM)), ("web-race", (0, 0)));
        assert!(w.now(&order).trouble, "until somebody finds that it did not arrive it is a contradiction");
        let known = w.now(&order);
        let back = w.app.on.db.write_now(move |tx| payments::miss(tx, &mut known.clone(), Id::from_i64(70)));
        assert!(back.unwrap());
        assert_eq!((w.now(&order).trouble, w.custody(), w.on_request()), (false, (900, 0), (900, 0)));
        agree(&w, 0, &[]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_county_replaces_is_its_own_and_the_claim_stays() {
    both(async |w| {
        let order = left(&w).await;
        assert_eq!(refused(recover(&w, &order, Way::Replaced)), "payments-not-missing");
        miss(&w, &order);
        recover(&w, &order, Way::Replaced).unwrap();
        assert_eq!((w.custody(), w.on_request(), owed(&w)), ((900, 0), (900, 0), (0, 0)));
        assert_eq!((w.balance(CLAIM), w.balance("equity:replacements")), ((600, 0), (600, 0)));
        let reference = order.reference();
        let known = w.app.on.db.read_now(move |tx| payments::missing(tx, reference)).unwrap().unwrap();
        assert_eq!((known.way, known.claimed, known.evidence.as_str()), (Some(Way::Replaced), true, "Line 7 of the statement."));
        // As long as no statement shows that it came in, somebody is told.
        agree(&w, 600, &[Divergence::Unlisted]).await;
        let page = w.app.get(format!("/payments/reconciliation/{}", w.county)).token("auditor@1").send().await.expect(200).text();
        assert!(page.contains("no statement lists that it came in"), "{page}");
        // The provider pays in the end: the county has its own again, in custody.
        w.take_back(&order);
        assert_eq!((w.custody(), w.on_request(), w.balance(CLAIM), w.now(&order).trouble), ((1_500, 0), (900, 0), (0, 0), false));
        agree(&w, 600, &[]).await;
        assert_eq!(refused(repaid(&w, &order)), "payments-not-missing");
        w.app.on.db.write_now(move |tx| payments::forget_missing(tx, reference)).unwrap();
        let known = w.app.on.db.read_now(move |tx| payments::missing(tx, reference)).unwrap().unwrap();
        assert_eq!((known.evidence.as_str(), known.claimed), ("", false));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_provider_gives_back_by_a_plain_transfer_ends_the_claim_by_an_officers_word() {
    both(async |w| {
        let order = left(&w).await;
        miss(&w, &order);
        assert_eq!(refused(repaid(&w, &order)), "payments-not-missing", "nobody replaced it");
        recover(&w, &order, Way::Replaced).unwrap();
        repaid(&w, &order).unwrap();
        assert_eq!((w.custody(), w.on_request(), owed(&w), w.balance(CLAIM)), ((1_500, 0), (900, 0), (0, 0), (0, 0)));
        assert_eq!(w.balance("equity:replacements"), (600, 0), "what the county put in is its own");
        assert_eq!(refused(repaid(&w, &order)), "payments-not-missing", "it is owed no more");
        agree(&w, 1_200, &[Divergence::Unlisted]).await;
        let reference = order.reference();
        let known = w.app.on.db.read_now(move |tx| payments::missing(tx, reference)).unwrap().unwrap();
        assert_eq!((known.claimed, known.repaid.as_str()), (false, "Line 9 of the statement."));
        assert!(!format!("{known:?}").contains("of the statement"), "what was written is not printed");
        // The provider's own word and its statement come later, and say the same.
        w.take_back(&order);
        assert_eq!((w.custody(), w.now(&order).trouble), ((1_500, 0), false));
        agree(&w, 600, &[]).await;
        w.app.on.db.write_now(move |tx| payments::forget_missing(tx, reference)).unwrap();
        let known = w.app.on.db.read_now(move |tx| payments::missing(tx, reference)).unwrap().unwrap();
        assert_eq!((known.evidence.as_str(), known.repaid.as_str()), ("", ""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_officer_shows_to_have_come_back_pays_the_claim() {
    both(async |w| {
        let order = left(&w).await;
        miss(&w, &order);
        recover(&w, &order, Way::Returned).unwrap();
        assert_eq!((w.custody(), w.on_request(), owed(&w), w.balance(CLAIM)), ((900, 0), (900, 0), (0, 0), (0, 0)));
        assert_eq!(refused(recover(&w, &order, Way::Returned)), "payments-not-missing");
        agree(&w, 600, &[Divergence::Unlisted]).await;
        w.take_back(&order);
        assert_eq!((w.custody(), w.now(&order).trouble), ((900, 0), false), "the provider says the same");
        agree(&w, 0, &[]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_arrives_after_all_is_neither_claimed_nor_owed() {
    both(async |w| {
        let order = left(&w).await;
        miss(&w, &order);
        let known = w.now(&order);
        w.app.on.db.write_now(move |tx| payments::arrived(tx, &known)).unwrap();
        assert_eq!((w.custody(), w.on_request(), owed(&w), w.balance(CLAIM)), ((300, 0), (300, 0), (0, 0), (0, 0)));
        agree(&w, 0, &[]).await;
        w.take_back(&order);
        assert!(w.now(&order).trouble, "whoever says now that it came back contradicts the household");
        agree(&w, -600, &[Divergence::MissingHere]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_on_one_day_is_other_money_on_the_next() {
    both(async |w| {
        let order = left(&w).await;
        miss(&w, &order);
        w.take_back(&order);
        agree(&w, 0, &[]).await;
        let next = Sql::new("forged", "UPDATE sandbox_charge SET returned_at = returned_at + 86400000 WHERE returned_at > 0");
        w.app.on.db.write_now(move |tx| tx.execute(next, params![])).unwrap();
        let (county, day) = (w.county, reconcile::day_of(qianmo_testkit::database::NOON, 480) + Millis::DAY);
        reconcile::day(&w.app.app, county, day).await.unwrap();
        let told = w.app.on.db.read_now(move |tx| {
            let newest = reconcile::of_county(tx, county, 1)?.remove(0);
            Ok(reconcile::differences(tx, &newest)?.into_iter().map(|d| (d.what, d.ours, d.theirs)).collect::<Vec<_>>())
        });
        assert_eq!(told.unwrap(), [(Divergence::MissingHere, 0, 600)]);
    })
    .await;
}
