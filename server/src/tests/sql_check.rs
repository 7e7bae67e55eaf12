//! Every SQL constant of the program is prepared on both engines, on the real tables.

use crate::modules;
use qianmo_testkit::both;
use qianmo_web::server;

#[tokio::test(flavor = "multi_thread")]
async fn sql_check() {
    let migrations = server::migrations(&modules::all());
    both(&migrations, |t| async move {
        let mut bad = Vec::new();
        let mut count = 0;
        for sql in qianmo_db::statements() {
            // Statements of tests' own tables live in test builds only.
            if sql.name.contains("::tests::") {
                continue;
            }
            count += 1;
            if let Err(error) = t.db.write(move |tx| tx.check(*sql)).await {
                bad.push(format!("{}: {error}", sql.name));
            }
        }
        assert!(bad.is_empty(), "{:?}: {}", t.db.engine(), bad.join("\n"));
        assert!(count > 100, "only {count} statements are registered");
    })
    .await;
}

/// Statements that read a whole table or a whole county on purpose: those that prove a county's books, those that follow a place
/// that ends, those on tables that stay small, and those that walk over a list of values.
const WIDE: [&str; 46] = [
    "qianmo_aid::find::store::PARTS_OF",       // not a message
    "qianmo_aid::find::store::SOME",           // not a message
    "qianmo_aid::moves::DISPUTES",             // not a message
    "qianmo_aid::moves::PLEDGES",              // not a message
    "qianmo_aid::moves::POSTS",                // not a message
    "qianmo_aid::moves::REPORTS",              // not a message
    "qianmo_db::jobs::FREE_NODE",              // not a message
    "qianmo_db::jobs::RELEASE",                // not a message
    "qianmo_ledger::account::store::HAS_BOOK", // not a message
    "qianmo_ledger::export::store::HEAD",      // not a message
    "qianmo_ledger::export::store::WAITING",   // not a message
    "qianmo_ledger::seal::store::ENDS",        // not a message
    "qianmo_ledger::seal::store::HEAD",        // not a message
    "qianmo_ledger::seal::store::HOLDS",       // not a message
    "qianmo_ledger::seal::store::TRANSFERS",   // not a message
    "qianmo_ledger::seal::store::WAITING",     // not a message
    "qianmo_ledger::shelf::SHELVE",            // not a message
    "qianmo_ledger::statement::store::LIMITED_GROUPS",
    "qianmo_ledger::statement::store::LINES",       // not a message
    "qianmo_ledger::statement::store::UNLIMITED",   // not a message
    "qianmo_ledger::statement::store::UNSEALED",    // not a message
    "qianmo_ledger::verify::run::store::LAST",      // not a message
    "qianmo_ledger::verify::store::BEYOND",         // not a message
    "qianmo_ledger::verify::store::CHECKPOINTS",    // not a message
    "qianmo_ledger::verify::store::CONTRADICTING",  // not a message
    "qianmo_ledger::verify::store::KNOWN_HEAD",     // not a message
    "qianmo_ledger::verify::store::LACKS_BOOK",     // not a message
    "qianmo_ledger::verify::store::OUT_OF_RANGE",   // not a message
    "qianmo_ledger::verify::store::SUMS",           // not a message
    "qianmo_ledger::verify::store::UNSEALABLE",     // not a message
    "qianmo_media::store::FOLLOW",                  // not a message
    "qianmo_payments::order::store::TROUBLED",      // not a message
    "qianmo_payments::reconcile::store::OF_COUNTY", // not a message
    "qianmo_places::many::ADD_MANY",                // not a message
    "qianmo_places::store::ANY",                    // not a message
    "qianmo_places::store::COUNTS",                 // not a message
    "qianmo_places::store::ENDED_UNDER",            // not a message
    "qianmo_places::store::LEVELS",                 // not a message
    "qianmo_places::store::MOVE_PATHS",             // not a message
    "qianmo_procedures::places::FOLLOW",            // not a message
    "qianmo_registry::household::store::FOLLOW_PATHS",
    "qianmo_registry::household::store::FOLLOW_PLACE",
    "qianmo_registry::household::store::FORGET_MOVES",
    "qianmo_search::store::ADD_ALL_TEXTS",
    "qianmo_web::once::COUNT",      // not a message
    "qianmo_web::once::OTHER_KEYS", // not a message
];

#[tokio::test(flavor = "multi_thread")]
async fn no_statement_reads_a_whole_county_to_find_a_few_rows() {
    let migrations = server::migrations(&modules::all());
    both(&migrations, |t| async move {
        let mut wide = Vec::new();
        for sql in qianmo_db::statements().filter(|s| !s.name.contains("::tests::")) {
            let plan = t.db.write(move |tx| tx.plan(*sql)).await.unwrap();
            let bad = plan.iter().filter(|line| line.starts_with("SCAN ") || line.contains("(county=?)"));
            let bad: Vec<_> = bad.filter(|l| !l.contains("VIRTUAL TABLE") && !l.contains("CONSTANT ROW")).cloned().collect();
            if !bad.is_empty() && !WIDE.contains(&sql.name) {
                wide.push(format!("{}: {}", sql.name, bad.join(" | ")));
            }
        }
        assert!(wide.is_empty(), "{} statements\n{}", wide.len(), wide.join("\n"));
    })
    .await;
}
