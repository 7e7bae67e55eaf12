//! Holds: kept back, and ended once.

use crate::support::*;
use qianmo_ledger::{self as ledger, seal_all};
use qianmo_testkit::{both, database::NOON};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_cannot_be_spent_and_is_free_again_when_voided() {
    both(&tables(), |on| async move {
        let b = open(&on.db, 1);
        give(&on.db, &b, "g", 700);
        let c = b.clone();
        let held = on.db.write_now(move |tx| keep(tx, "h", &c.request, &c.custody, 500, None)).unwrap();
        assert_eq!(balance(&on.db, &b.request), (700, 500));
        let c = b.clone();
        assert_eq!(refused(on.db.write_now(move |tx| book(tx, "s", &c.request, &c.custody, 201))), "ledger-overdraft");
        let c = b.clone();
        assert_eq!(refused(on.db.write_now(move |tx| keep(tx, "h2", &c.request, &c.custody, 201, None))), "ledger-overdraft");
        let county = b.county;
        on.db.write_now(move |tx| ledger::void(tx, county, held)).unwrap();
        on.db.write_now(move |tx| ledger::void(tx, county, held)).unwrap();
        assert_eq!(balance(&on.db, &b.request), (700, 0));
        assert_eq!(refused(on.db.write_now(move |tx| ledger::post(tx, county, held, None))), "ledger-hold-ended");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_posted_and_the_rest_is_free() {
    both(&tables(), |on| async move {
        let b = open(&on.db, 1);
        give(&on.db, &b, "g", 700);
        let (c, county) = (b.clone(), b.county);
        let held = on.db.write_now(move |tx| keep(tx, "h", &c.request, &c.custody, 500, None)).unwrap();
        let c = b.clone();
        assert_eq!(on.db.write_now(move |tx| keep(tx, "h", &c.request, &c.custody, 500, None)).unwrap(), held);
        let c = b.clone();
        assert_eq!(refused(on.db.write_now(move |tx| keep(tx, "h", &c.request, &c.custody, 499, None))), "ledger-key-reused");
        let post = |amount| on.db.write_now(move |tx| ledger::post(tx, county, held, Some(yuan(amount))));
        assert_eq!(refused(post(501)), "ledger-hold-too-small");
        assert_eq!(refused(post(0)), "ledger-hold-too-small");
        let first = post(300).unwrap();
        assert_eq!(post(300).unwrap(), first);
        assert_eq!(refused(post(200)), "ledger-hold-ended");
        assert_eq!(balance(&on.db, &b.request), (400, 0));
        assert_eq!(balance(&on.db, &b.custody), (400, 0));
        assert_eq!(refused(on.db.write_now(move |tx| ledger::void(tx, county, held))), "ledger-hold-ended");
        seal_all(&on.db).unwrap();
        let report = ledger::verify_county(&on.db, county, &mut |_| {}).unwrap();
        assert!(report.holds() && report.entries == 4, "{report:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_ends_when_its_time_is_over() {
    both(&tables(), |on| async move {
        let b = open(&on.db, 1);
        give(&on.db, &b, "g", 700);
        let (c, county) = (b.clone(), b.county);
        let held = on.db.write_now(move |tx| keep(tx, "h", &c.request, &c.custody, 500, Some(NOON + 1_000))).unwrap();
        assert_eq!(refused(on.db.write_now(move |tx| ledger::expire(tx, county, held))), "ledger-hold-not-due");
        on.clock.advance(1_000);
        assert_eq!(refused(on.db.write_now(move |tx| ledger::post(tx, county, held, None))), "ledger-hold-expired");
        on.db.write_now(move |tx| ledger::expire(tx, county, held)).unwrap();
        on.db.write_now(move |tx| ledger::expire(tx, county, held)).unwrap();
        assert_eq!(balance(&on.db, &b.request), (700, 0));
        let found = on.db.read_now(move |tx| ledger::find_hold(tx, county, held)).unwrap().unwrap();
        assert_eq!(found.outcome, Some(ledger::hold::Outcome::Expired));
    })
    .await;
}
