//! Cases on both engines: who may rule, in which order, what waits for whom.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use qianmo_db::Migration;
use qianmo_kernel::{Actor, Fail, Grant, Id, Millis, Permission, PlacePath, PublicRef, Res, Role, Via};
use qianmo_places::{Level, Place};
use qianmo_procedures::*;
use qianmo_testkit::TestDb;
use std::sync::Arc;

static REVIEW: Permission = Permission { name: "test.review", roles: &[Role::Reviewer] };
const COUNTY: Id = Id::from_i64(77);

fn migrations() -> Vec<Migration> {
    let modules = [qianmo_web::server::module(), qianmo_places::module(), qianmo_procedures::module()];
    modules.iter().flat_map(|m| m.migration_list().to_vec()).collect()
}

fn definition() -> Definition {
    let step = |key: &str, level: &str, above_minor, working_days| Step {
        key: key.into(),
        role: "reviewer".into(),
        level: level.into(),
        above_minor,
        outcomes: Outcome::ALL.to_vec(),
        working_days,
    };
    Definition {
        name: "test".into(),
        version: 1,
        steps: vec![step("first", "township", None, Some(3)), step("second", "county", Some(1_000), None)],
        approve_reasons: Vec::new(),
        return_reasons: vec!["unclear".into()],
        refuse_reasons: vec!["no-need".into()],
    }
}

struct Tree {
    county: Place,
    township: Place,
}

fn tree(t: &TestDb) -> Tree {
    use qianmo_places::import::{Options, csv, run};
    let rows = "code,parent,level,name\n61,,province,P\n6110,61,city,C\n611026,6110,county,K\n611026101,611026,township,T\n";
    run(&t.db, Box::new(csv("tree.csv", rows.as_bytes())), &Options::usual("en"), &mut |_| {}).unwrap();
    let place = |code: &'static str| t.db.read_now(move |tx| qianmo_places::by_code(tx, code)).unwrap().expect("imported");
    Tree { county: place("611026"), township: place("611026101") }
}

fn reviewer(account: i64, place: &Place) -> Actor {
    let grants = vec![Grant { role: Role::Reviewer, place: place.id, path: place.path.clone() }];
    Actor {
        account: Id::from_i64(account),
        grants,
        household: None,
        via: Via::Session,
        session: Id::NONE,
        second_factor: true,
        scopes: None,
        card_issued_by: None,
    }
}

fn opened(t: &TestDb, path: &PlacePath, amount: i64, subject: i64) -> PublicRef {
    let path = path.clone();
    let id =
        t.db.write_now(move |tx| {
            open(
                tx,
                &Opening {
                    definition: &definition(),
                    county: COUNTY,
                    subject_kind: "thing",
                    subject: Id::from_i64(subject),
                    path: &path,
                    amount_minor: amount,
                    opened_by: Id::from_i64(1),
                    floor: None,
                },
            )
        })
        .unwrap();
    PublicRef::new(COUNTY, id)
}

fn rule(t: &TestDb, actor: &Actor, case: PublicRef, outcome: Outcome, reasons: &[&str]) -> Res<Moved> {
    let (actor, reasons) = (actor.clone(), reasons.iter().map(|r| (*r).to_owned()).collect::<Vec<_>>());
    let ruling = Ruling { outcome, reasons, note: String::new() };
    t.db.write_now(move |tx| decide(tx, &actor, case, &ruling, &|_, _| Ok(None)))
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Res<T>) -> &'static str {
    match result {
        Err(Fail::Refused(r)) => r.fields.first().map_or(r.message, |f| f.message),
        other => panic!("{other:?}"),
    }
}

async fn both<F: Future<Output = ()>>(story: impl Fn(Arc<TestDb>) -> F) {
    qianmo_testkit::both(&migrations(), story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_follow_each_other_each_by_another_person_at_its_level() {
    both(|t| async move {
        let tree = tree(&t);
        let case = opened(&t, &tree.township.path, 1_001, 5);
        let (low, high, higher) = (reviewer(2, &tree.township), reviewer(3, &tree.county), reviewer(4, &tree.county));
        assert_eq!(refused(rule(&t, &reviewer(1, &tree.county), case, Outcome::Approve, &[])), "procedures-own-case");
        assert_eq!(refused(rule(&t, &low, case, Outcome::Return, &[])), "procedures-reason-needed");
        assert_eq!(refused(rule(&t, &low, case, Outcome::Refuse, &["unclear"])), "procedures-unknown-reason");
        let weak = Actor { second_factor: false, ..low.clone() };
        assert_eq!(refused(rule(&t, &weak, case, Outcome::Approve, &[])), "web-forbidden");
        assert_eq!(rule(&t, &high, case, Outcome::Approve, &[]).unwrap(), Moved::Next("second".into()));
        assert_eq!(refused(rule(&t, &low, case, Outcome::Approve, &[])), "procedures-level-too-low");
        assert_eq!(refused(rule(&t, &high, case, Outcome::Approve, &[])), "procedures-ruled-before");
        assert_eq!(rule(&t, &higher, case, Outcome::Approve, &[]).unwrap(), Moved::Closed(Outcome::Approve));
        assert_eq!(refused(rule(&t, &reviewer(9, &tree.county), case, Outcome::Approve, &[])), "procedures-decided");
        let past = t.db.read_now(move |tx| decisions(tx, case)).unwrap();
        assert_eq!(
            past.iter().map(|p| (p.step, p.level)).collect::<Vec<_>>(),
            [(0, Some(Level::COUNTY)), (1, Some(Level::COUNTY))]
        );
        assert!(t.db.read_now(|tx| has_ruled(tx, COUNTY, "thing", Id::from_i64(5), Id::from_i64(3))).unwrap());
        assert!(!t.db.read_now(|tx| has_ruled(tx, COUNTY, "thing", Id::from_i64(5), Id::from_i64(2))).unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recusal_stops_a_ruling_and_a_stop_ends_a_case() {
    both(|t| async move {
        let tree = tree(&t);
        let case = opened(&t, &tree.township.path, 0, 5);
        let actor = reviewer(2, &tree.township);
        let ruling = Ruling { outcome: Outcome::Approve, reasons: vec![], note: String::new() };
        let tried = t.db.write_now(move |tx| decide(tx, &actor, case, &ruling, &|_, _| Ok(Some("test-relative"))));
        assert_eq!(refused(tried), "test-relative");
        t.db.write_now(move |tx| stop(tx, case)).unwrap();
        t.db.write_now(move |tx| stop(tx, case)).unwrap();
        let found = t.db.read_now(move |tx| latest(tx, COUNTY, "thing", Id::from_i64(5))).unwrap().unwrap();
        assert_eq!((found.state, found.definition), (CaseState::Stopped, definition()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_oldest_first_without_gaps_and_only_what_one_may_rule() {
    both(|t| async move {
        let tree = tree(&t);
        let mut all = Vec::new();
        for n in 0..7 {
            all.push(opened(&t, &tree.township.path, if n == 3 { 5_000 } else { 0 }, n));
            t.clock.advance(Millis::DAY);
        }
        rule(&t, &reviewer(3, &tree.county), all[3], Outcome::Approve, &[]).unwrap();
        let page = |actor: Actor, after: Option<(Millis, Id)>, limit: usize| {
            t.db.read_now(move |tx| queue(tx, &actor, &REVIEW, &["test"], after, limit)).unwrap()
        };
        let low = reviewer(2, &tree.township);
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let rows = page(low.clone(), after, 2);
            let Some(last) = rows.last() else { break };
            after = Some((last.opened_at, last.reference.id));
            seen.extend(rows.iter().map(|r| r.reference));
        }
        let mut wanted = all.clone();
        wanted.remove(3);
        assert_eq!(seen, wanted);
        let high = page(reviewer(4, &tree.county), None, 20);
        assert_eq!(high.iter().map(|r| r.reference).collect::<Vec<_>>(), all);
        // Whoever ruled on a step does not see the next one.
        assert_eq!(page(reviewer(3, &tree.county), None, 20).len(), 6);
        let (count, oldest) = t.db.read_now(move |tx| count(tx, &low, &REVIEW, "test")).unwrap();
        // As many as the queue lists for that reviewer: the one that went on to the county is not theirs.
        assert_eq!((count, oldest), (6, Some(high[0].opened_at)));
        let place = tree.county.path.clone();
        let ages = t.db.read_now(move |tx| ages(tx, "test", &place, &[0, 3 * Millis::DAY, 6 * Millis::DAY])).unwrap();
        assert_eq!(ages.iter().sum::<i64>(), 7);
        assert_eq!(ages, [2, 3, 2]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_rulings_at_once_leave_one() {
    both(|t| async move {
        let tree = tree(&t);
        let case = opened(&t, &tree.township.path, 0, 5);
        let rulings = (2..8).map(|n| {
            let (db, actor) = (t.db.clone(), reviewer(n, &tree.township));
            let ruling = Ruling { outcome: Outcome::Approve, reasons: vec![], note: String::new() };
            tokio::spawn(async move { db.write(move |tx| decide(tx, &actor, case, &ruling, &|_, _| Ok(None))).await.is_ok() })
        });
        let mut kept = 0;
        for ruling in rulings.collect::<Vec<_>>() {
            kept += usize::from(ruling.await.unwrap());
        }
        assert_eq!(kept, 1);
    })
    .await;
}
