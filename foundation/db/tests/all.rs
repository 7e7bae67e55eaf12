//! The engines under the stories that the rest of the program relies on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use qianmo_db::{Migration, jobs, params};
use qianmo_kernel::{Error, Fail, Id, Kind, Millis, Refused};
use qianmo_testkit::both;
use std::sync::Arc;

const TABLES: &[Migration] = &[Migration {
    module: "test",
    name: "0001",
    sql: "-- down: drop\nCREATE TABLE purse (county BIGINT NOT NULL, id BIGINT NOT NULL, n BIGINT NOT NULL CHECK (n >= 0), note TEXT NOT NULL, seal BLOB, PRIMARY KEY (county, id));\n",
}];

qianmo_db::sql! {
    const PUT = "INSERT INTO purse (county, id, n, note, seal) VALUES ($1, $2, $3, $4, $5)";
    const TAKE = "UPDATE purse SET n = n - $1 WHERE county = $2 AND id = $3 AND n >= $1 RETURNING n";
    const READ = "SELECT n, note, seal FROM purse WHERE county = $1 AND id = $2";
    const SUM = "SELECT CAST(SUM(n) AS BIGINT) FROM purse";
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_acknowledged_is_there_and_what_is_refused_is_not() {
    both(TABLES, |t| async move {
        let (county, id) = (Id::from_i64(1), Id::from_i64(2));
        t.db.write(move |tx| tx.execute(PUT, params![county, id, 5, "米 'x'; --", Some(vec![0u8, 255])]).map(|_| ()))
            .await
            .unwrap();
        let refused =
            t.db.write(move |tx| -> Result<(), Fail> {
                tx.execute(TAKE, params![3, county, id])?;
                Err(Refused::new(Kind::Conflict, "no").into())
            })
            .await;
        assert!(matches!(refused, Err(Fail::Refused(_))));
        let panicked =
            t.db.write(move |tx| -> Result<(), Fail> {
                tx.execute(TAKE, params![3, county, id])?;
                panic!("a mistake in a unit");
            })
            .await;
        assert!(matches!(panicked, Err(Fail::Error(_))));
        let row =
            t.db.read(move |tx| tx.one(READ, params![county, id], |r| Ok((r.i64(0)?, r.text(1)?, r.opt_blob(2)?)))).await.unwrap();
        assert_eq!(row, (5, "米 'x'; --".to_owned(), Some(vec![0, 255])));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_press_at_once_never_take_more_than_there_is() {
    both(TABLES, |t| async move {
        let (county, id) = (Id::from_i64(1), Id::from_i64(2));
        t.db.write(move |tx| tx.execute(PUT, params![county, id, 50, "", None::<Vec<u8>>]).map(|_| ())).await.unwrap();
        let tasks: Vec<_> = (0..80)
            .map(|_| {
                let db = t.db.clone();
                tokio::spawn(async move {
                    db.write(move |tx| {
                        let left = tx.first(TAKE, params![1, county, id], |r| r.i64(0))?;
                        left.map(|_| ()).ok_or_else(|| Refused::new(Kind::Conflict, "empty").into())
                    })
                    .await
                })
            })
            .collect();
        let mut taken = 0;
        for task in tasks {
            taken += usize::from(task.await.unwrap().is_ok());
        }
        assert_eq!(taken, 50);
        assert_eq!(t.db.read(|tx| tx.one(SUM, params![], |r| r.i64(0))).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_race_runs_again_from_the_start() {
    both(TABLES, |t| async move {
        let tries = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let counted = tries.clone();
        t.db.write(move |tx| {
            tx.execute(PUT, params![1, 9, 1, "", None::<Vec<u8>>])?;
            if counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0 {
                return Err(Fail::Race);
            }
            Ok(())
        })
        .await
        .unwrap();
        assert_eq!(tries.load(std::sync::atomic::Ordering::SeqCst), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_committed_counts_as_committed() {
    both(TABLES, |t| async move {
        let before = t.db.units_committed();
        t.db.write(|tx| tx.execute(PUT, params![1, 1, 5, "", None::<Vec<u8>>])).await.unwrap();
        let tries = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        t.db.write(move |tx| {
            tx.execute(TAKE, params![1, 1, 1])?;
            // Run twice, committed once.
            if tries.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0 { Err(Fail::Race) } else { Ok(()) }
        })
        .await
        .unwrap();
        assert_eq!(t.db.units_committed() - before, 2);
        let refused = t.db.write(|tx| -> Result<(), Fail> {
            tx.execute(TAKE, params![1, 1, 1])?;
            Err(Refused::new(Kind::Conflict, "no").into())
        });
        assert!(refused.await.is_err());
        assert!(t.db.write(|tx| tx.execute(PUT, params![1, 2, -1, "", None::<Vec<u8>>])).await.is_err());
        t.db.read(|tx| tx.one(SUM, params![], |r| r.i64(0))).await.unwrap();
        assert_eq!(t.db.units_committed() - before, 2);
    })
    .await;
}

/// Whoever is committed together with one that is refused after it wrote keeps what they wrote, and it is there once.
#[tokio::test(flavor = "multi_thread")]
async fn one_who_is_refused_late_spoils_nothing_for_those_beside_them() {
    both(TABLES, |t| async move {
        // Holds the writer, so that the others come together.
        let (holds, release) = std::sync::mpsc::channel::<()>();
        let release = std::sync::Mutex::new(release);
        let db = t.db.clone();
        let first = tokio::spawn(async move {
            db.write(move |tx| {
                let _ = release.lock().unwrap().recv_timeout(std::time::Duration::from_secs(5));
                tx.execute(PUT, params![1, 1, 1, "", None::<Vec<u8>>]).map(|_| ())
            })
            .await
        });
        let runs = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let mut beside = Vec::new();
        for id in 2..8 {
            let (runs, db) = (runs.clone(), t.db.clone());
            beside.push(tokio::spawn(async move {
                db.write(move |tx| {
                    runs.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                    if id == 4 {
                        return Err(Refused::new(Kind::Conflict, "before it wrote").into());
                    }
                    tx.execute(PUT, params![1, id, 1, "", None::<Vec<u8>>])?;
                    if id == 6 { Err(Refused::new(Kind::Conflict, "after it wrote").into()) } else { Ok(()) }
                })
                .await
            }));
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        drop(holds);
        first.await.unwrap().unwrap();
        for (id, unit) in (2..8).zip(beside) {
            assert_eq!(unit.await.unwrap().is_ok(), id != 4 && id != 6, "{id}");
        }
        assert_eq!(t.db.read(|tx| tx.one(SUM, params![], |r| r.i64(0))).await.unwrap(), 5);
        // On SQLite they waited in one line behind the first; one of them made all of them run again.
        let runs = runs.load(std::sync::atomic::Ordering::SeqCst);
        assert_eq!(runs > 6, t.db.engine() == qianmo_db::Engine::Sqlite, "{runs}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_type_or_a_broken_rule_is_an_error_on_both() {
    both(TABLES, |t| async move {
        assert!(t.db.write(|tx| tx.execute(PUT, params![1, 1, "seven", "", None::<Vec<u8>>])).await.is_err());
        assert!(t.db.write(|tx| tx.execute(PUT, params![1, 1, -1, "", None::<Vec<u8>>])).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_claimed_once_comes_again_after_failing_and_dies_in_the_end() {
    both(TABLES, |t| async move {
        t.db.write(|tx| tx.enqueue("try", Id::NONE, Millis(0), &"payload")).await.unwrap();
        let first = t.db.write(|tx| jobs::claim(tx, 10, 1_000)).await.unwrap();
        assert_eq!(first.len(), 1);
        assert_eq!(first[0].payload::<String>().unwrap(), "payload");
        assert!(t.db.write(|tx| jobs::claim(tx, 10, 1_000)).await.unwrap().is_empty());
        t.clock.advance(2_000);
        let mut job = t.db.write(|tx| jobs::claim(tx, 10, 1_000)).await.unwrap().remove(0);
        assert_eq!(job.attempts, 2, "a lease that ran out is taken over");
        while job.attempts < jobs::ATTEMPTS {
            let failed = job.clone();
            t.db.write(move |tx| jobs::failed(tx, &failed, "no luck")).await.unwrap();
            t.clock.advance(7 * Millis::HOUR);
            job = t.db.write(|tx| jobs::claim(tx, 10, 1_000)).await.unwrap().remove(0);
        }
        t.db.write(move |tx| jobs::failed(tx, &job, "no luck")).await.unwrap();
        let dead = t.db.read(|tx| jobs::dead(tx, 10)).await.unwrap();
        assert_eq!((dead.len(), dead[0].1.as_str()), (1, "no luck"));
        let (county, id) = (dead[0].0.county, dead[0].0.id);
        assert!(t.db.write(move |tx| jobs::revive(tx, county, id)).await.unwrap());
        assert_eq!(t.db.read(jobs::backlog).await.unwrap(), (1, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_says_which_statement_but_not_what_was_in_it() {
    both(TABLES, |t| async move {
        let fail = t.db.write(|tx| tx.execute(PUT, params![1, 1, -1, "王小明", None::<Vec<u8>>])).await.unwrap_err();
        let text = fail.to_string();
        assert!(text.contains("PUT") && !text.contains("王小明"), "{text}");
        let _ = Error::new("x");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_filled_for_good_says_when_it_is_lost() {
    let test = qianmo_testkit::TestDb::open(qianmo_db::Engine::Sqlite, TABLES, Default::default());
    let folder = tempfile::tempdir().unwrap();
    for undoing in [true, false] {
        let path = folder.path().join(format!("filled-{undoing}.db"));
        let db =
            qianmo_db::Db::open(&qianmo_db::Config::SqliteFilling { path: path.clone(), undoing }, test.db.env().clone()).unwrap();
        db.migrate(TABLES).unwrap();
        let (county, id) = (Id::from_i64(1), Id::from_i64(2));
        db.write(move |tx| tx.execute(PUT, params![county, id, 5, "", None::<Vec<u8>>]).map(|_| ())).await.unwrap();
        // Refused before it wrote: nothing is to be undone.
        let refused = db.write(|_| -> Result<(), Fail> { Err(Refused::new(Kind::Conflict, "no").into()) }).await;
        assert!(matches!(refused, Err(Fail::Refused(_))));
        assert!(!db.lost());
        let undone = db
            .write(move |tx| -> Result<(), Fail> {
                tx.execute(TAKE, params![3, county, id])?;
                Err(Refused::new(Kind::Conflict, "no").into())
            })
            .await;
        assert!(undone.is_err());
        assert_eq!(db.lost(), !undoing);
        let after = db.read(move |tx| tx.one(READ, params![county, id], |r| r.i64(0))).await;
        // Undone, or nothing is told any more.
        assert_eq!(after.ok(), undoing.then_some(5));
    }
}
