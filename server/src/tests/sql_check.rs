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
