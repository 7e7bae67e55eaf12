//! Any order of bookings, holds and ends: the books agree with a simple model of them, prove, and a replay changes nothing.

use crate::support::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use qianmo_db::Db;
use qianmo_kernel::{Fail, Id, Res};
use qianmo_ledger::{self as ledger, Account, seal};
use qianmo_testkit::{TestDb, database::NOON};
use std::collections::HashMap;

#[derive(Clone, Debug)]
enum Op {
    /// Debit, credit, amount.
    Book(usize, usize, i64),
    /// Debit, credit, amount, and whether it ends by itself.
    Hold(usize, usize, i64, bool),
    /// Which hold, and how much of it.
    Post(usize, i64),
    Void(usize),
    Expire(usize),
    Seal,
    Wait,
}

fn op() -> impl Strategy<Value = Op> {
    let pair = (0usize..4, 0usize..4).prop_filter("two accounts", |(a, b)| a != b);
    prop_oneof![
        4 => (pair.clone(), 1i64..200).prop_map(|((a, b), n)| Op::Book(a, b, n)),
        3 => (pair, 1i64..200, any::<bool>()).prop_map(|((a, b), n, ends)| Op::Hold(a, b, n, ends)),
        2 => (0usize..8, 1i64..250).prop_map(|(h, n)| Op::Post(h, n)),
        1 => (0usize..8).prop_map(Op::Void),
        1 => (0usize..8).prop_map(Op::Expire),
        1 => Just(Op::Seal),
        1 => Just(Op::Wait),
    ]
}

/// What a hold is in the model: what shrinks by how much, and whether it is open.
#[derive(Clone)]
struct Held {
    debit: usize,
    credit: usize,
    amount: i64,
    until: Option<i64>,
    ended: Option<(&'static str, i64)>,
}

/// The books as a child would keep them: what each account has on the side on which it grows, and what is kept back.
#[derive(Default)]
struct Model {
    posted: [i64; 4],
    held: [i64; 4],
    holds: Vec<Held>,
    now: i64,
}

/// Accounts 0 custody (asset), 3 equity are unlimited; 1 and 2 (liabilities) are limited.
const LIMITED: [bool; 4] = [false, true, true, false];

impl Model {
    fn change(account: usize, debited: bool) -> i64 {
        if (account == 0) == debited { 1 } else { -1 }
    }

    fn fits(&self, debit: usize, credit: usize, amount: i64) -> bool {
        [(debit, true), (credit, false)]
            .iter()
            .all(|(a, d)| !LIMITED[*a] || Self::change(*a, *d) > 0 || self.posted[*a] - self.held[*a] >= amount)
    }

    fn book(&mut self, debit: usize, credit: usize, amount: i64) {
        self.posted[debit] += Self::change(debit, true) * amount;
        self.posted[credit] += Self::change(credit, false) * amount;
    }

    fn keep(&mut self, debit: usize, credit: usize, amount: i64) {
        for (a, d) in [(debit, true), (credit, false)] {
            if LIMITED[a] && Self::change(a, d) < 0 {
                self.held[a] += amount;
            }
        }
    }
}

struct World<'a> {
    db: &'a Db,
    accounts: [Account; 4],
    county: Id,
    ids: HashMap<usize, Id>,
    clock: &'a TestDb,
}

impl World<'_> {
    fn book(&self, n: usize, debit: usize, credit: usize, amount: i64) -> Res<Id> {
        let (d, c) = (self.accounts[debit].clone(), self.accounts[credit].clone());
        self.db.write_now(move |tx| book(tx, &format!("t{n}"), &d, &c, amount))
    }

    fn hold(&self, n: usize, debit: usize, credit: usize, amount: i64, until: Option<i64>) -> Res<Id> {
        let (d, c) = (self.accounts[debit].clone(), self.accounts[credit].clone());
        self.db.write_now(move |tx| keep(tx, &format!("h{n}"), &d, &c, amount, until.map(|at| NOON + at)))
    }
}

fn message(outcome: Res<()>) -> Option<&'static str> {
    match outcome {
        Ok(()) => None,
        Err(Fail::Refused(r)) => Some(r.message),
        Err(other) => panic!("{other}"),
    }
}

/// Plays one step on the books and on the model; both must say the same.
fn play(world: &mut World<'_>, model: &mut Model, n: usize, op: &Op) {
    let county = world.county;
    match op.clone() {
        Op::Book(debit, credit, amount) => {
            let said = message(world.book(n, debit, credit, amount).map(|_| ()));
            let fits = model.fits(debit, credit, amount);
            assert_eq!(said.is_none(), fits, "{op:?}: {said:?}");
            if fits {
                model.book(debit, credit, amount);
                assert!(world.book(n, debit, credit, amount).is_ok(), "the same again is the same");
            }
        }
        Op::Hold(debit, credit, amount, ends) => {
            let until = ends.then_some(model.now + 3_000);
            let outcome = world.hold(n, debit, credit, amount, until);
            let fits = model.fits(debit, credit, amount);
            assert_eq!(outcome.is_ok(), fits, "{op:?}");
            if let Ok(id) = outcome {
                world.ids.insert(model.holds.len(), id);
                model.keep(debit, credit, amount);
                model.holds.push(Held { debit, credit, amount, until, ended: None });
            }
        }
        Op::Post(h, part) => {
            let Some(held) = model.holds.get(h).cloned() else { return };
            let id = world.ids[&h];
            let said = message(world.db.write_now(move |tx| ledger::post(tx, county, id, Some(yuan(part)))).map(|_| ()));
            let should = match held.ended {
                _ if part > held.amount => Some("ledger-hold-too-small"),
                Some(("posted", amount)) if amount == part => None,
                Some(_) => Some("ledger-hold-ended"),
                None if held.until.is_some_and(|at| at <= model.now) => Some("ledger-hold-expired"),
                None => {
                    model.keep(held.debit, held.credit, -held.amount);
                    model.book(held.debit, held.credit, part);
                    model.holds[h].ended = Some(("posted", part));
                    None
                }
            };
            assert_eq!(said, should, "{op:?}");
        }
        Op::Void(h) | Op::Expire(h) => {
            let Some(held) = model.holds.get(h).cloned() else { return };
            let (id, void) = (world.ids[&h], matches!(op, Op::Void(_)));
            let outcome =
                world.db.write_now(move |tx| if void { ledger::void(tx, county, id) } else { ledger::expire(tx, county, id) });
            let should = match held.ended {
                Some(("voided", _)) if void => None,
                Some(_) if void => Some("ledger-hold-ended"),
                Some(_) => None,
                None if !void && held.until.is_none_or(|at| at > model.now) => Some("ledger-hold-not-due"),
                None => {
                    model.keep(held.debit, held.credit, -held.amount);
                    model.holds[h].ended = Some((if void { "voided" } else { "expired" }, 0));
                    None
                }
            };
            assert_eq!(message(outcome), should, "{op:?}");
        }
        Op::Seal => {
            world.db.write_now(move |tx| seal::seal(tx, county)).unwrap();
        }
        Op::Wait => {
            model.now += 2_000;
            world.clock.clock.set(NOON + model.now);
        }
    }
}

fn agree(world: &World<'_>, model: &Model) {
    for (n, (account, limited)) in world.accounts.iter().zip(LIMITED).enumerate() {
        assert_eq!(balance(world.db, account), (model.posted[n], model.held[n]), "account {n}");
        assert!(!limited || (model.posted[n] >= model.held[n] && model.held[n] >= 0));
    }
    let report = ledger::verify_county(world.db, world.county, &mut |_| {}).unwrap();
    assert!(report.holds(), "{:?}", report.findings);
}

fn story(on: &TestDb, cases: u32) {
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let serial = std::cell::Cell::new(0i64);
    let steps = proptest::collection::vec(op(), 1..60);
    runner
        .run(&steps, |ops| {
            serial.set(serial.get() + 1);
            on.clock.set(NOON);
            let b = open(&on.db, serial.get());
            let accounts = [b.custody.clone(), b.request.clone(), b.other.clone(), b.equity.clone()];
            let mut world = World { db: &on.db, accounts, county: b.county, ids: HashMap::new(), clock: on };
            let mut model = Model::default();
            let mut booked = Vec::new();
            for (n, op) in ops.iter().enumerate() {
                let before = model.posted;
                play(&mut world, &mut model, n, op);
                if let Op::Book(debit, credit, amount) = op
                    && before != model.posted
                {
                    booked.push((n, *debit, *credit, *amount));
                }
            }
            agree(&world, &model);
            // The same bookings once more, as a client that lost the answers would send them: nothing changes.
            for (n, debit, credit, amount) in booked {
                world.book(n, debit, credit, amount).unwrap();
            }
            agree(&world, &model);
            Ok(())
        })
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn any_order_of_steps_keeps_the_books() {
    for (engine, cases) in [(qianmo_db::Engine::Sqlite, 60), (qianmo_db::Engine::Postgres, 25)] {
        let on = TestDb::open(engine, &tables(), HashMap::new());
        story(&on, cases);
    }
}
