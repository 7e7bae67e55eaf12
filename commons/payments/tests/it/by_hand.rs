//! What a provider contradicts itself about is settled by two officers.

use crate::support::*;
use qianmo_kernel::Millis;
use qianmo_payments::sandbox::SandboxScript;
use qianmo_payments::{self as payments, Direction, Order, State, reconcile};

const FIRST: &str = "officer@1";
const SECOND: &str = "officer@1#901";

fn path(order: &Order) -> String {
    format!("/payments/orders/{}/settlement", order.reference())
}

/// The first officer proposes, the second one confirms.
async fn settle(w: &World, order: &Order, verdict: &str) {
    let said = [("verdict", verdict), ("evidence", "The bank wrote so on 3 May.")];
    w.app.post(path(order)).token(FIRST).form(&said).send().await.expect(303);
    confirm(w, order, SECOND, 303).await;
}

/// Confirms what the page shows; the same form sent by somebody else.
async fn confirm(w: &World, order: &Order, who: &str, status: u16) {
    let page = w.app.get(path(order)).token(SECOND).send().await.expect(200).text();
    let field = "name=\"proposed\" value=\"";
    let at = page.find(field).unwrap_or_else(|| panic!("nothing to confirm: {page}")) + field.len();
    let proposed: String = page[at..].chars().take_while(char::is_ascii_digit).collect();
    let to = format!("{}/confirmation", path(order));
    w.app.post(to).token(who).form(&[("proposed", &proposed)]).send().await.expect(status);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_of_another_amount_is_taken_or_closed_by_two() {
    both(async |w| {
        let (good, bad) = (w.order("k", "7", 500), w.order("k2", "7", 300));
        for (order, other) in [(&good, 499), (&bad, 299)] {
            payments::start(&w.app.app, w.county, order.id).await.unwrap();
            w.app.get(path(order)).token(FIRST).send().await.expect(409);
            w.call_back(&said(&format!("e{other}"), order.reference(), "succeeded", other)).await.expect(200);
        }
        let list = format!("/payments/reconciliation/{}", w.county);
        assert!(w.app.get(&list).token(FIRST).send().await.expect(200).text().contains(&path(&good)));
        assert!(!w.app.get(&list).token("auditor@1").send().await.expect(200).text().contains(&path(&good)));
        w.app.get(path(&good)).token("officer@2").send().await.expect(403);
        w.app.get(path(&good)).token("auditor@1").send().await.expect(403);
        let bare = w.app.post(path(&good)).token(FIRST).form(&[("verdict", ""), ("evidence", "")]).send().await.expect(422);
        assert!(bare.text().contains("is-invalid"));
        let said = [("verdict", "moved"), ("evidence", "A line of the statement.")];
        w.app.post(path(&good)).token(FIRST).form(&said).send().await.expect(303);
        confirm(&w, &good, FIRST, 409).await;
        let stale = w.app.post(format!("{}/confirmation", path(&good))).token(SECOND).form(&[("proposed", "1")]);
        stale.send().await.expect(409);
        assert_eq!((w.now(&good).state, w.custody()), (State::Unknown, (0, 0)));
        confirm(&w, &good, SECOND, 303).await;
        settle(&w, &bad, "not-moved").await;
        assert_eq!((w.now(&good).state, w.now(&bad).state), (State::Paid, State::Failed));
        assert_eq!((w.now(&good).trouble, w.now(&bad).trouble, w.custody()), (false, false, (500, 0)));
        w.app.get(path(&good)).token(FIRST).send().await.expect(409);
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_that_left_after_it_was_given_up_is_booked_apart() {
    both(async |w| {
        w.paid("k", 900).await;
        w.choose(Direction::Out, SandboxScript::Fail);
        let order = w.payout("p", "7", 600, "sandbox").unwrap();
        w.later(Millis::SECOND).await;
        w.call_back(&said("late", order.reference(), "succeeded", 600)).await.expect(200);
        settle(&w, &order, "moved").await;
        let now = w.now(&order);
        assert_eq!((now.state, now.trouble, now.reason.as_str()), (State::PaidOut, false, "settled-by-hand"));
        // What is given for the request is still owed to it; what left is asked back.
        assert_eq!((w.custody(), w.balance("assets:corrections"), w.on_request()), ((300, 0), (600, 0), (900, 0)));
        let (county, day) = (w.county, reconcile::day_of(qianmo_testkit::database::NOON, 480));
        reconcile::day(&w.app.app, county, day).await.unwrap();
        let told = w.app.on.db.read_now(move |tx| {
            let newest = reconcile::of_county(tx, county, 1)?.remove(0);
            Ok(reconcile::differences(tx, &newest)?.into_iter().map(|d| d.what).collect::<Vec<_>>())
        });
        assert!(!told.unwrap().contains(&reconcile::Divergence::Custody), "books and orders agree again");
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_left_after_it_had_failed_is_done_or_tried_again() {
    both(async |w| {
        w.choose(Direction::Refund, SandboxScript::Fail);
        let (first, second) = (w.paid("k", 900).await, w.paid("k2", 400).await);
        let (gone, stayed) = (w.refund("r", &first, 900).unwrap(), w.refund("r2", &second, 400).unwrap());
        w.later(Millis::SECOND).await;
        for (refund, amount) in [(&gone, 900), (&stayed, 400)] {
            w.call_back(&said(&format!("late{amount}"), refund.reference(), "succeeded", amount)).await.expect(200);
        }
        settle(&w, &gone, "moved").await;
        assert_eq!((w.now(&gone).state, w.now(&first).state), (State::Refunded, State::Refunded));
        settle(&w, &stayed, "not-moved").await;
        assert_eq!((w.now(&stayed).state, w.now(&stayed).trouble), (State::Failed, true));
        w.choose(Direction::Refund, SandboxScript::Succeed);
        let retry = format!("/payments/orders/{}/retry", stayed.reference());
        w.app.post(&retry).token(FIRST).send().await.expect(303);
        assert_eq!((w.now(&stayed).state, w.custody(), w.on_request()), (State::Refunded, (0, 0), (0, 0)));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_books_say_has_moved_is_not_taken_back() {
    both(async |w| {
        let paid = w.paid("k", 900).await;
        w.call_back(&said("no", paid.reference(), "failed", 900)).await.expect(200);
        assert_eq!((w.now(&paid).state, w.now(&paid).trouble), (State::Paid, true));
        let no = [("verdict", "not-moved"), ("evidence", "It was never there.")];
        w.app.post(path(&paid)).token(FIRST).form(&no).send().await.expect(409);
        settle(&w, &paid, "moved").await;
        assert_eq!((w.now(&paid).state, w.now(&paid).trouble, w.custody()), (State::Paid, false, (900, 0)));
    })
    .await;
}
