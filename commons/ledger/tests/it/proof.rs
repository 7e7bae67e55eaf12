//! The proof finds whatever a forger does to the database behind the program's back.

use crate::support::*;
use qianmo_db::{Db, Sql, params};
use qianmo_kernel::Millis;
use qianmo_ledger::{self as ledger, Flaw, seal_all};
use qianmo_testkit::{TestDb, both};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Three blocks: gifts, a hold that was posted, one that is open.
fn prepare(on: &TestDb) -> Books {
    let b = open(&on.db, 1);
    for round in 0..3 {
        for n in 0..3 {
            give(&on.db, &b, &format!("g{round}{n}"), 100 + n);
        }
        let c = b.clone();
        on.db
            .write_now(move |tx| {
                let held = keep(tx, &format!("h{round}"), &c.request, &c.custody, 50, None)?;
                if round < 2 {
                    ledger::post(tx, c.county, held, Some(yuan(30)))?;
                }
                Ok(())
            })
            .unwrap();
        seal_all(&on.db).unwrap();
    }
    b
}

fn flaws(db: &Db) -> BTreeSet<&'static str> {
    let reports = ledger::verify_all(db, &mut |_| {}).unwrap();
    reports.iter().flat_map(|r| &r.findings).map(|f| f.flaw.name()).collect()
}

async fn forged(statements: &'static [&'static str], expected: &'static [Flaw]) {
    both(&tables(), |on: Arc<TestDb>| async move {
        prepare(&on);
        assert!(flaws(&on.db).is_empty());
        forge(&on.db, statements);
        let found = flaws(&on.db);
        for flaw in expected {
            assert!(found.contains(flaw.name()), "{statements:?} must show {flaw:?}: {found:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sound_books_prove_and_name_their_head() {
    both(&tables(), |on| async move {
        let b = prepare(&on);
        give(&on.db, &b, "late", 5);
        let mut seen = Vec::new();
        let report = ledger::verify_county(&on.db, b.county, &mut |p| seen.push((p.done, p.total))).unwrap();
        assert!(report.holds(), "{report:?}");
        assert_eq!((report.blocks, report.entries, report.accounts), (3, 16, 4));
        assert_eq!((report.unsealed, report.unsealed_old), (1, 0));
        assert_eq!(report.head.as_ref().map(|(seq, hash)| (*seq, hash.len())), Some((3, 64)));
        assert_eq!(seen.last(), Some(&(3, 3)));
        on.clock.advance(2 * Millis::MINUTE);
        let report = ledger::verify_county(&on.db, b.county, &mut |_| {}).unwrap();
        assert!(report.holds() && report.unsealed_old == 1, "that the sealer is late is told, and is no failure");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_amount_is_found_with_its_transfer_and_block() {
    both(&tables(), |on| async move {
        let b = prepare(&on);
        forge(&on.db, &["UPDATE ledger_transfer SET amount = amount + 1 WHERE key = 'g11'"]);
        let report = ledger::verify_county(&on.db, b.county, &mut |_| {}).unwrap();
        let changed = report.findings.iter().find(|f| f.flaw == Flaw::RecordChanged).unwrap();
        let county = b.county;
        let id = on.db.read_now(move |tx| ledger::transfer_by_key(tx, county, "g11")).unwrap().unwrap().id;
        assert_eq!((changed.block, changed.record, changed.county), (Some(2), Some(id), county));
        let found: BTreeSet<&str> = report.findings.iter().map(|f| f.flaw.name()).collect();
        assert!(found.contains("balance") && found.contains("checkpoint"), "{found:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_transfer_is_found() {
    forged(&["DELETE FROM ledger_transfer WHERE key = 'g01'"], &[Flaw::RecordMissing, Flaw::Balance, Flaw::Checkpoint]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_removed_with_its_place_in_the_chain_is_found() {
    forged(
        &[
            "DELETE FROM ledger_block_entry WHERE id IN (SELECT id FROM ledger_transfer WHERE key = 'g01')",
            "DELETE FROM ledger_transfer WHERE key = 'g01'",
        ],
        &[Flaw::BlockCount, Flaw::BlockChanged, Flaw::Balance],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn blocks_that_changed_places_are_found() {
    forged(
        &[
            "UPDATE ledger_block SET seq = 9 WHERE seq = 1",
            "UPDATE ledger_block SET seq = 1 WHERE seq = 2",
            "UPDATE ledger_block SET seq = 2 WHERE seq = 9",
        ],
        &[Flaw::ChainBroken, Flaw::BlockChanged],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_balance_is_found() {
    forged(&["UPDATE ledger_balance SET posted = posted + 7 WHERE posted > 0"], &[Flaw::Balance, Flaw::Sum]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_back_without_a_hold_is_found() {
    forged(&["UPDATE ledger_balance SET held = held + 1 WHERE posted > 0"], &[Flaw::Held]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_checkpoint_is_found() {
    forged(&["UPDATE ledger_checkpoint SET debits = debits + 1 WHERE block = 3"], &[Flaw::Checkpoint, Flaw::Sum]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_account_is_found() {
    forged(&["UPDATE ledger_account SET code = 'liabilities:mine' WHERE code = 'liabilities:request:1'"], &[Flaw::RecordChanged])
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_block_is_found() {
    forged(&["UPDATE ledger_block SET seq = 8 WHERE seq = 2"], &[Flaw::BlockMissing, Flaw::ChainBroken]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_that_was_smuggled_in_is_found() {
    forged(
        &["INSERT INTO ledger_transfer (county, id, key, debit, credit, amount, unit, currency, kind, business_ref, memo, hold, at) \
           SELECT county, 7, 'smuggled', debit, credit, 9, unit, currency, kind, business_ref, memo, 0, at FROM ledger_transfer WHERE key = 'g00'"],
        &[Flaw::RecordUnlisted, Flaw::Balance],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn waiting_for_what_is_not_there_is_found() {
    forged(&["INSERT INTO ledger_unsealed (county, id, what) SELECT county, 7, 1 FROM ledger_book"], &[Flaw::QueueOrphan]).await;
}

/// The chain was written anew from the beginning, every hash right: only a head that was seen before shows it.
#[tokio::test(flavor = "multi_thread")]
async fn a_chain_written_anew_is_found_by_the_head_of_an_earlier_proof() {
    forged(
        &["INSERT INTO ledger_verification (county, id, state, blocks_done, blocks_total, entries, accounts, findings, unsealed, unsealed_old, head_seq, head_hash, asked_at, finished_at) \
           SELECT county, 7, 'done', 3, 3, 16, 4, 0, 0, 0, 3, '00', 1, 1 FROM ledger_book"],
        &[Flaw::HeadGone],
    )
    .await;
}

/// What a proof at the command line saw is looked for by the next one, wherever that one is asked for.
#[tokio::test(flavor = "multi_thread")]
async fn a_kept_proof_finds_what_left_nothing_behind() {
    const CUT: &[&str] = &[
        "DELETE FROM ledger_block WHERE seq = 3",
        "DELETE FROM ledger_block_entry WHERE block = 3",
        "DELETE FROM ledger_checkpoint WHERE block = 3",
    ];
    const GONE: &[&str] = &[
        "DELETE FROM ledger_block",
        "DELETE FROM ledger_block_entry",
        "DELETE FROM ledger_checkpoint",
        "DELETE FROM ledger_unsealed",
        "DELETE FROM ledger_transfer",
        "DELETE FROM ledger_account",
        "DELETE FROM ledger_book",
    ];
    for statements in [CUT, GONE] {
        both(&tables(), move |on: Arc<TestDb>| async move {
            let county = prepare(&on).county;
            for _ in 0..2 {
                let report = ledger::verify_county(&on.db, county, &mut |_| {}).unwrap();
                assert!(report.holds(), "{report:?}");
                ledger::verify::keep(&on.db, &report).unwrap();
            }
            let last = on.db.read_now(move |tx| ledger::verify::last_run(tx, county)).unwrap().unwrap();
            assert!(!last.is_open() && last.head_seq == 3 && last.findings == 0, "{last:?}");
            forge(&on.db, statements);
            assert!(flaws(&on.db).contains("head-gone"), "{statements:?}: {:?}", flaws(&on.db));
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_that_was_cut_off_is_found_by_what_its_blocks_held() {
    forged(&["DELETE FROM ledger_block WHERE seq = 3"], &[Flaw::BlockMissing]).await;
    forged(&["DELETE FROM ledger_block WHERE seq = 3", "DELETE FROM ledger_block_entry WHERE block = 3"], &[Flaw::BlockMissing])
        .await;
    forged(&["DELETE FROM ledger_block"], &[Flaw::BlockMissing]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_that_was_taken_off_the_list_is_proved_all_the_same() {
    forged(
        &["DELETE FROM ledger_book", "UPDATE ledger_balance SET posted = posted + 7 WHERE posted > 0"],
        &[Flaw::BookMissing, Flaw::Balance],
    )
    .await;
    forged(&["DELETE FROM ledger_book", "DELETE FROM ledger_account"], &[Flaw::BookMissing, Flaw::AccountMissing]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_books_and_the_proofs_lose_nothing() {
    both(&tables(), |on| async move {
        prepare(&on);
        for text in ["DELETE FROM ledger_book", "DELETE FROM ledger_verification"] {
            // A row to be removed: on SQLite a trigger looks at rows.
            let put = "INSERT INTO ledger_verification (county, id, state, blocks_done, blocks_total, entries, accounts, findings, unsealed, \
                       unsealed_old, head_seq, head_hash, asked_at, finished_at) \
                       SELECT county, 7, 'done', 3, 3, 16, 4, 0, 0, 0, 0, '', 1, 1 FROM ledger_book";
            let gone = on.db.write_now(move |tx| {
                tx.execute(Sql::new("put", put), params![])?;
                tx.execute(Sql::new("forged", text), params![])
            });
            assert!(gone.is_err(), "{text}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_that_no_sum_can_hold_is_a_finding_and_no_error() {
    let huge = "UPDATE ledger_transfer SET amount = 9223372036854775000 WHERE key IN ('g11', 'g12')";
    both(&tables(), move |on: Arc<TestDb>| async move {
        prepare(&on);
        forge(&on.db, &[huge]);
        let found = flaws(&on.db);
        assert!(found.contains("amount-out-of-range") && found.contains("record-changed"), "{found:?}");
    })
    .await;
    forged(&["UPDATE ledger_checkpoint SET debits = 9223372036854775000 WHERE block = 3"], &[Flaw::AmountOutOfRange]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_ever_because_its_account_is_gone_is_found() {
    both(&tables(), |on| async move {
        let b = prepare(&on);
        give(&on.db, &b, "late", 5);
        forge(&on.db, &["DELETE FROM ledger_account WHERE code = 'assets:custody:sandbox'"]);
        seal_all(&on.db).unwrap();
        let report = ledger::verify_county(&on.db, b.county, &mut |_| {}).unwrap();
        let waiting = report.findings.iter().find(|f| f.flaw == Flaw::AccountMissing && f.block.is_none());
        assert_eq!(waiting.and_then(|f| f.account), Some(b.custody.id), "{:?}", report.findings);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_was_kept_elsewhere_is_compared() {
    both(&tables(), |on| async move {
        let b = prepare(&on);
        let report = ledger::verify_county(&on.db, b.county, &mut |_| {}).unwrap();
        let (seq, hash) = report.head.unwrap();
        assert_eq!(ledger::held_against(&on.db, b.county, seq, &hash.to_uppercase()).unwrap(), None);
        for (seq, hash) in [(seq, "00".to_owned()), (seq + 1, hash)] {
            let gone = ledger::held_against(&on.db, b.county, seq, &hash).unwrap().unwrap();
            assert_eq!((gone.flaw, gone.block), (Flaw::HeadGone, Some(seq)));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clearing_is_proved_with_each_of_the_two_counties() {
    both(&tables(), |on| async move {
        let (a, b) = (open(&on.db, 1), open(&on.db, 2));
        give(&on.db, &a, "g", 900);
        let (from, to) = (a.request.clone(), b.request.clone());
        on.db
            .write_now(move |tx| {
                let what = ledger::Between {
                    key: "m",
                    from: &from,
                    to: &to,
                    amount: yuan(300),
                    kind: "test",
                    business_ref: "aid.move 7",
                    memo: "test",
                };
                ledger::between(tx, &what)
            })
            .unwrap();
        let flaws = |county| {
            let report = ledger::verify_county(&on.db, county, &mut |_| {}).unwrap();
            report.findings.iter().map(|f| f.flaw.name()).collect::<BTreeSet<_>>()
        };
        assert!(flaws(a.county).is_empty() && flaws(b.county).is_empty());
        forge(&on.db, &["UPDATE ledger_transfer SET amount = 299 WHERE county = 2 AND key = 'm'"]);
        assert!(flaws(a.county).contains("clearing") && flaws(b.county).contains("clearing"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_that_cannot_be_sealed_keeps_no_other_from_it() {
    both(&tables(), |on| async move {
        let (bad, good) = (open(&on.db, 1), open(&on.db, 2));
        give(&on.db, &good, "g", 900);
        seal_all(&on.db).unwrap();
        give(&on.db, &bad, "g", 900);
        give(&on.db, &good, "h", 900);
        // What waits stands in a block already, so that the database lets it into no other.
        forge(
            &on.db,
            &["INSERT INTO ledger_block_entry (county, block, pos, what, id, hash) \
               SELECT 1, 9, 1, 1, t.id, b.hash FROM ledger_transfer t JOIN ledger_block b ON b.county = 2 WHERE t.county = 1"],
        );
        assert!(seal_all(&on.db).is_err(), "it is told");
        let county = good.county;
        let head = on.db.read_now(move |tx| ledger::seal::head(tx, county)).unwrap();
        assert_eq!(head.map(|h| h.seq), Some(2));
    })
    .await;
}
