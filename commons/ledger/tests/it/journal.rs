//! hledger, a program that is not ours, adds the books up again and comes to the same balances.

use crate::support::*;
use qianmo_kernel::{Currency, Money};
use qianmo_ledger::{self as ledger, Limit, export, seal_all};
use qianmo_testkit::both;
use std::collections::BTreeMap;
use std::process::Command;

/// `make test` sets QIANMO_REQUIRE_HLEDGER, so that there the test is never left out.
fn hledger_is_there() -> bool {
    let there = Command::new("hledger").arg("--version").output().is_ok_and(|o| o.status.success());
    let required = std::env::var("QIANMO_REQUIRE_HLEDGER").is_ok_and(|v| v == "1");
    assert!(there || !required, "hledger is missing: make test installs it");
    if !there {
        eprintln!("hledger is not there: its balances are not compared (QIANMO_REQUIRE_HLEDGER=1 makes this a failure)");
    }
    there
}

/// Balances as hledger computes them: account and commodity to the amount as it writes it.
fn balances(journal: &std::path::Path) -> BTreeMap<(String, String), String> {
    let run = |args: &[&str]| {
        let out = Command::new("hledger").arg("-f").arg(journal).args(args).env("LC_ALL", "C.UTF-8").output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    run(&["check", "accounts", "commodities"]);
    let csv = run(&["balance", "--flat", "--no-total", "--empty", "-O", "csv", "--layout=bare"]);
    csv.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split("\",\"").map(|c| c.trim_matches('"')).collect();
            assert_eq!(cells.len(), 3, "{line}");
            ((cells[0].to_owned(), cells[1].trim_matches('"').to_owned()), cells[2].to_owned())
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn hledger_comes_to_the_same_balances() {
    let there = hledger_is_there();
    both(&tables(), |on| async move {
        let (a, b) = (open(&on.db, 1), open(&on.db, 2));
        for n in 0..30 {
            give(&on.db, if n % 2 == 0 { &a } else { &b }, &format!("g{n}"), 101 + n);
        }
        let c = a.clone();
        let goods = on
            .db
            .write_now(move |tx| {
                let rice = ledger::goods_account(tx, c.county, "assets:goods:大米", Currency::CNY, Limit::Unlimited)?;
                let given = ledger::goods_account(tx, c.county, "liabilities:goods:1", Currency::CNY, Limit::NoOverdraft)?;
                book(tx, "rice", &rice, &given, 12_345)?;
                let yen = ledger::account(tx, c.county, "assets:custody:yen", "JPY".parse().unwrap(), Limit::Unlimited)?;
                let owed = ledger::account(tx, c.county, "liabilities:request:円", "JPY".parse().unwrap(), Limit::NoOverdraft)?;
                book(tx, "yen", &yen, &owed, 500)?;
                book(tx, "back", &c.request, &c.custody, 77)?;
                let held = keep(tx, "h", &c.request, &c.custody, 50, None)?;
                ledger::post(tx, c.county, held, Some(yuan(20)))?;
                Ok([rice, given, yen, owed])
            })
            .unwrap();
        seal_all(&on.db).unwrap();
        give(&on.db, &b, "not yet sealed", 3);
        let path = on.folder.path().join("books.journal");
        let mut file = std::fs::File::create(&path).unwrap();
        let exported = ledger::export_hledger(&on.db, None, 480, &mut file).unwrap();
        assert_eq!((exported.counties, exported.transfers), (2, 35));
        if !there {
            return;
        }
        let theirs = balances(&path);
        let mut all: Vec<ledger::Account> = goods.to_vec();
        all.extend([&a, &b].into_iter().flat_map(|x| [x.custody.clone(), x.request.clone(), x.other.clone()]));
        for account in all {
            let ours = balance(&on.db, &account).0;
            // hledger counts debits as more, credits as less.
            let signed = if account.kind.grows_by_debit() { ours } else { -ours };
            let commodity = match account.unit {
                ledger::Unit::Money => account.currency.code().to_owned(),
                ledger::Unit::Goods => format!("{} goods", account.currency.code()),
            };
            let found = theirs.get(&(export::name(&account), commodity.clone())).map_or("0", String::as_str);
            let should = Money::new(signed, account.currency).to_major();
            let number = |text: &str| text.trim_end_matches('.').trim_end_matches(".00").parse::<f64>().unwrap();
            assert_eq!(number(found), number(&should), "{} {commodity}", export::name(&account));
        }
    })
    .await;
}
