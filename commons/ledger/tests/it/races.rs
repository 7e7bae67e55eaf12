//! Several at one moment. On PostgreSQL they run on several connections at once.

use crate::support::*;
use qianmo_ledger::{self as ledger, seal};
use qianmo_testkit::both;

#[tokio::test(flavor = "multi_thread")]
async fn of_many_spenders_only_as_many_win_as_there_is_money() {
    both(&tables(), |on| async move {
        let b = open(&on.db, 1);
        give(&on.db, &b, "g", 1_000);
        let spenders = (0..40).map(|n| {
            let (db, b) = (on.db.clone(), b.clone());
            tokio::spawn(async move {
                let outcome = if n % 2 == 0 {
                    db.write(move |tx| book(tx, &format!("s{n}"), &b.request, &b.custody, 100).map(|_| ())).await
                } else {
                    db.write(move |tx| keep(tx, &format!("h{n}"), &b.request, &b.custody, 100, None).map(|_| ())).await
                };
                i64::from(outcome.is_ok())
            })
        });
        let mut won = 0;
        for spender in spenders.collect::<Vec<_>>() {
            won += spender.await.unwrap();
        }
        assert_eq!(won, 10);
        let (posted, held) = balance(&on.db, &b.request);
        assert_eq!(posted, held);
        let report = ledger::verify_county(&on.db, b.county, &mut |_| {}).unwrap();
        assert!(report.holds(), "{report:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_hold_is_posted_once_however_many_try() {
    both(&tables(), |on| async move {
        let b = open(&on.db, 1);
        give(&on.db, &b, "g", 1_000);
        let (c, county) = (b.clone(), b.county);
        let held = on.db.write_now(move |tx| keep(tx, "h", &c.request, &c.custody, 600, None)).unwrap();
        let tries = (0..16).map(|n| {
            let db = on.db.clone();
            tokio::spawn(async move {
                match n % 4 {
                    3 => db.write(move |tx| ledger::void(tx, county, held).map(|()| 0)).await,
                    _ => db.write(move |tx| ledger::post(tx, county, held, None).map(|id| id.get())).await,
                }
            })
        });
        let mut ended = std::collections::BTreeSet::new();
        for one in tries.collect::<Vec<_>>() {
            if let Ok(id) = one.await.unwrap() {
                ended.insert(id);
            }
        }
        assert_eq!(ended.len(), 1, "it ended in one way only");
        let posted = ended.first().is_some_and(|id| *id != 0);
        assert_eq!(balance(&on.db, &b.request), (if posted { 400 } else { 1_000 }, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_books_once_however_many_try() {
    both(&tables(), |on| async move {
        let b = open(&on.db, 1);
        let tries = (0..16).map(|_| {
            let (db, b) = (on.db.clone(), b.clone());
            tokio::spawn(async move { db.write(move |tx| book(tx, "same", &b.custody, &b.request, 5)).await.unwrap() })
        });
        let mut ids = std::collections::BTreeSet::new();
        for one in tries.collect::<Vec<_>>() {
            ids.insert(one.await.unwrap());
        }
        assert_eq!((ids.len(), balance(&on.db, &b.request)), (1, (5, 0)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sealers_that_meet_seal_everything_once() {
    both(&tables(), |on| async move {
        let b = open(&on.db, 1);
        for n in 0..200 {
            give(&on.db, &b, &format!("g{n}"), 1);
        }
        let county = b.county;
        let sealers = (0..4).map(|_| {
            let db = on.db.clone();
            tokio::spawn(async move { db.write(move |tx| seal::seal(tx, county)).await })
        });
        let mut sealed = 0;
        for one in sealers.collect::<Vec<_>>() {
            sealed += one.await.unwrap().unwrap_or(0);
        }
        assert_eq!(sealed, 200);
        let report = ledger::verify_county(&on.db, county, &mut |_| {}).unwrap();
        assert!(report.holds() && report.entries == 200 && report.unsealed == 0, "{report:?}");
        assert_eq!(balance(&on.db, &b.custody), (200, 0));
    })
    .await;
}
