//! Transfers, balances, statements, and that nothing written can be changed.

use crate::support::*;
use qianmo_db::{Sql, params};
use qianmo_kernel::{Currency, Money};
use qianmo_ledger::{self as ledger, Between, Limit, seal_all};
use qianmo_testkit::both;

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_lies_on_the_request_and_cannot_be_spent_twice() {
    both(&tables(), |on| async move {
        let b = open(&on.db, 1);
        give(&on.db, &b, "g1", 700);
        assert_eq!(balance(&on.db, &b.custody), (700, 0));
        assert_eq!(balance(&on.db, &b.request), (700, 0));
        let spend = |key: &'static str, amount| {
            let b = b.clone();
            on.db.write_now(move |tx| book(tx, key, &b.request, &b.custody, amount))
        };
        spend("s1", 500).unwrap();
        assert_eq!(refused(spend("s2", 201)), "ledger-overdraft");
        spend("s3", 200).unwrap();
        assert_eq!(refused(spend("s4", 1)), "ledger-overdraft");
        assert_eq!((balance(&on.db, &b.custody), balance(&on.db, &b.request)), ((0, 0), (0, 0)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_key_books_once_and_another_content_is_refused() {
    both(&tables(), |on| async move {
        let b = open(&on.db, 1);
        let first = give(&on.db, &b, "g1", 700);
        assert_eq!(give(&on.db, &b, "g1", 700), first);
        assert_eq!(balance(&on.db, &b.request), (700, 0));
        let other = b.clone();
        let outcome = on.db.write_now(move |tx| book(tx, "g1", &other.custody, &other.request, 701));
        assert_eq!(refused(outcome), "ledger-key-reused");
        let other = b.clone();
        let outcome = on.db.write_now(move |tx| book(tx, "g1", &other.custody, &other.other, 700));
        assert_eq!(refused(outcome), "ledger-key-reused");
        // Another county's keys are its own.
        let elsewhere = open(&on.db, 2);
        assert_ne!(give(&on.db, &elsewhere, "g1", 5), first);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_and_goods_never_mix() {
    both(&tables(), |on| async move {
        let b = open(&on.db, 1);
        let goods = b.clone();
        let outcome = on.db.write_now(move |tx| {
            let rice = ledger::goods_account(tx, goods.county, "assets:goods:transit", Currency::CNY, Limit::Unlimited)?;
            book(tx, "x", &goods.custody, &rice, 5)
        });
        assert_eq!(refused(outcome), "ledger-units-mixed");
        let dollars = b.clone();
        let outcome = on.db.write_now(move |tx| {
            let usd = ledger::account(tx, dollars.county, "assets:custody:sandbox", "USD".parse().unwrap(), Limit::Unlimited)?;
            assert_ne!(usd.id, dollars.custody.id);
            book(tx, "x", &dollars.custody, &usd, 5)
        });
        assert_eq!(refused(outcome), "ledger-units-mixed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_leaves_nothing_even_if_the_caller_goes_on() {
    both(&tables(), |on| async move {
        let b = open(&on.db, 1);
        give(&on.db, &b, "g1", 700);
        let c = b.clone();
        on.db
            .write_now(move |tx| {
                // Both sides are limited and both shrink; whichever is asked first, the one that has nothing refuses.
                let assets = ledger::account(tx, c.county, "assets:voucher", Currency::CNY, Limit::NoOverdraft)?;
                assert_eq!(refused(book(tx, "x", &c.request, &assets, 300)), "ledger-overdraft");
                assert_eq!(refused(book(tx, "y", &c.request, &c.custody, 701)), "ledger-overdraft");
                Ok(())
            })
            .unwrap();
        assert_eq!(balance(&on.db, &b.request), (700, 0));
        let report = ledger::verify_county(&on.db, b.county, &mut |_| {}).unwrap();
        assert!(report.holds(), "{report:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_stays_written() {
    both(&tables(), |on| async move {
        let b = open(&on.db, 1);
        give(&on.db, &b, "g1", 700);
        seal_all(&on.db).unwrap();
        for text in [
            "UPDATE ledger_transfer SET amount = 1",
            "DELETE FROM ledger_transfer",
            "UPDATE ledger_account SET code = 'assets:x'",
            "DELETE FROM ledger_account",
            "UPDATE ledger_block SET entries = 9",
            "DELETE FROM ledger_block",
            "UPDATE ledger_block_entry SET pos = 9",
            "DELETE FROM ledger_block_entry",
            "UPDATE ledger_checkpoint SET debits = 9",
            "DELETE FROM ledger_balance",
            // The checks of the table itself refuse an overdraft, whoever writes.
            "UPDATE ledger_balance SET posted = -1",
            "UPDATE ledger_balance SET held = posted + 1",
        ] {
            let sql = Sql::new("forged", text);
            assert!(on.db.write_now(move |tx| tx.execute(sql, params![])).is_err(), "{text}");
        }
        assert_eq!(balance(&on.db, &b.request), (700, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_balance_is_the_same_before_and_after_sealing() {
    both(&tables(), |on| async move {
        let b = open(&on.db, 1);
        for n in 0..7 {
            give(&on.db, &b, &format!("g{n}"), 100 + n);
            if n % 3 == 0 {
                seal_all(&on.db).unwrap();
            }
            let should = (0..=n).map(|n| 100 + n).sum::<i64>();
            assert_eq!(balance(&on.db, &b.custody), (should, 0));
        }
        let county = b.county;
        let sheet = on.db.read_now(move |tx| ledger::balance_sheet(tx, county)).unwrap();
        let of = |group: &str| sheet.iter().find(|g| g.group == group).map(|g| (g.posted, g.accounts));
        assert_eq!(of("assets:custody"), Some((721, 1)));
        assert_eq!(of("liabilities:request"), Some((721, 2)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_runs_back_page_by_page() {
    both(&tables(), |on| async move {
        let b = open(&on.db, 1);
        for n in 1..=9 {
            give(&on.db, &b, &format!("g{n}"), n);
            // Three at each moment, so that the id decides among them.
            if n % 3 == 0 {
                on.clock.advance(1_000);
            }
        }
        let c = b.clone();
        on.db.write_now(move |tx| book(tx, "s", &c.request, &c.custody, 40)).unwrap();
        for account in [&b.custody, &b.request] {
            let (mut after, mut seen) = (None, Vec::new());
            loop {
                let account = account.clone();
                let page = on.db.read_now(move |tx| ledger::statement(tx, &account, after, 4)).unwrap();
                let Some(last) = page.last() else { break };
                after = Some((last.transfer.at, last.transfer.id));
                seen.extend(page.iter().map(|l| (l.change, l.balance)));
            }
            let mut should = vec![(-40, 5)];
            let mut running = 45;
            for n in (1..=9).rev() {
                should.push((n, running));
                running -= n;
            }
            assert_eq!(seen, should);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_between_counties_clears() {
    both(&tables(), |on| async move {
        let (a, b) = (open(&on.db, 1), open(&on.db, 2));
        give(&on.db, &a, "g", 900);
        let send = |amount: i64, key: &'static str, from: &Books, to: &Books| {
            let (from, to) = (from.request.clone(), to.request.clone());
            on.db.write_now(move |tx| {
                let what = Between {
                    key,
                    from: &from,
                    to: &to,
                    amount: Money::new(amount, Currency::CNY),
                    kind: "test",
                    business_ref: "aid.move 7",
                    memo: "test",
                };
                ledger::between(tx, &what)
            })
        };
        let first = send(300, "m1", &a, &b).unwrap();
        assert_eq!(send(300, "m1", &a, &b).unwrap(), first);
        send(100, "m2", &b, &a).unwrap();
        assert_eq!(refused(send(701, "m3", &a, &b)), "ledger-overdraft");
        assert_eq!((balance(&on.db, &a.request).0, balance(&on.db, &b.request).0), (700, 200));
        seal_all(&on.db).unwrap();
        let reports = ledger::verify_all(&on.db, &mut |_| {}).unwrap();
        assert!(reports.len() == 2 && reports.iter().all(ledger::Report::holds), "{reports:?}");
    })
    .await;
}
