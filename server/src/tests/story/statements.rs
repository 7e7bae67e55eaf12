//! How many statements a page or an answer costs; a list does not cost more for every row.

use crate::tests::world::{World, asks_goods, asks_money, reference};
use qianmo_db::Engine;
use serde_json::json;

/// How many requests with a gift each come to the first one.
const MORE: u64 = 12;

async fn cost(w: &World, token: &str, path: &str) -> u64 {
    // What happens once in a while (a look that is counted, a use that is noted) happens the first time.
    w.get(token, path).await.expect(200);
    let before = w.t.on.db.statements_run();
    w.get(token, path).await.expect(200);
    w.t.on.db.statements_run() - before
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_cost_a_bounded_number_of_statements() {
    let w = World::start(Engine::Sqlite).await;
    let (a, donor) = (&w.a, &w.donor.token);
    let asked = w.open(a, "education", "The first of many", json!([asks_money(100_000), asks_goods(9)])).await;
    let request = reference(&asked);
    w.paid(donor, &asked, 0, 10_000).await;
    let sent = reference(&w.pledge_goods(donor, &asked, 1, 1).await.expect(201).json());
    w.accept(a, &sent).await;
    w.dispatch(donor, &sent).await;
    // The most it may cost with a row of everything, and what each further row may add: what reads row by row is named here.
    let pages: Vec<(&str, String, u64, u64)> = vec![
        ("", "/".into(), 20, 0),
        ("", "/requests".into(), 12, 0),
        ("", "/api/v1/aid/requests".into(), 4, 0),
        ("", "/api/v1/aid/requests?q=first".into(), 6, 0),
        ("", format!("/requests/{request}"), 16, 0),
        ("", format!("/api/v1/aid/requests/{request}"), 4, 0),
        ("", "/figures".into(), 10, 0),
        (donor, "/giving".into(), 20, 4),
        (donor, "/api/v1/aid/gifts".into(), 20, 2),
        (&a.helper.token, "/desk".into(), 21, 1),
        (&a.helper.token, "/households".into(), 8, 0),
        (&a.reviewer.token, "/desk/reviews".into(), 12, 0),
        (&a.officer.token, "/desk".into(), 24, 0),
        (&a.officer.token, "/payouts".into(), 12, 0),
        (&a.witness.token, "/deliveries".into(), 16, 0),
        (&a.auditor.token, "/ledger".into(), 16, 0),
    ];
    let mut first = Vec::new();
    let mut over = Vec::new();
    for (token, path, most, _) in &pages {
        let n = cost(&w, token, path).await;
        if n > *most {
            over.push(format!("{path}: {n} statements, not {most}"));
        }
        first.push(n);
    }
    // Many more rows of everything.
    for purpose in ["health", "housing", "goods", "livelihood"] {
        for n in 0..3 {
            let more = w.open(a, purpose, &format!("Number {n} for {purpose}"), json!([asks_money(100_000), asks_goods(2)])).await;
            w.paid(donor, &more, 0, 1_000).await;
        }
        w.register(a, &format!("Newcomer {purpose}")).await;
    }
    for ((token, path, _, by_row), before) in pages.iter().zip(first) {
        let n = cost(&w, token, path).await;
        if n > before + 2 + by_row * MORE {
            over.push(format!("{path}: {before} statements with few rows, {n} with many"));
        }
    }
    assert!(over.is_empty(), "{}", over.join("\n"));
}
