//! kill -9 at random moments under load: nothing that was answered is lost, nothing is done twice, the books hold.
//!
//! `QIANMO_KILLS` says how often (20), `QIANMO_SEED` repeats a run's choices; the moments themselves are the machine's.

use crate::load::{Dice, Makes, People};
use crate::program::{Server, wait_for};
use crate::truth::Truth;
use crate::world::{Engine, World};
use qianmo_kernel::Id;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

/// How many deaths one copy of the world sees: its needs are not endless.
const PER_WORLD: u64 = 40;
const CLIENTS: u64 = 4;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// What there was before anybody began.
struct Before {
    helper: Id,
    drafts: BTreeSet<String>,
    taken_back: BTreeSet<String>,
}

/// What people know is what there is.
fn compare(people: &People, truth: &Truth, before: &Before) {
    let known = |makes: Makes| people.known().made(makes);
    let all = |of: &dyn Fn(Id) -> BTreeSet<String>| -> BTreeSet<String> { people.accounts().into_iter().flat_map(of).collect() };
    assert_eq!(known(Makes::Pledge), all(&|a| truth.pledges(a)), "pledges: answered, and there");
    assert_eq!(known(Makes::Payment), all(&|a| truth.orders(a)), "payments: answered, and there");
    let drafts: BTreeSet<String> = truth.drafts(before.helper).difference(&before.drafts).cloned().collect();
    assert_eq!(known(Makes::Draft), drafts, "drafts: answered, and there");
    let office = people.office().unwrap();
    assert_eq!(known(Makes::Payout), truth.prepared(office.officer.1), "payouts: answered, and there");
    assert_eq!(known(Makes::Approval), truth.approved(office.second.1), "approvals: answered, and there");
    assert_eq!(known(Makes::Receipt), truth.confirmed(office.witness.1), "receipts: answered, and there");
    let taken_back: BTreeSet<String> = truth.taken_back().difference(&before.taken_back).cloned().collect();
    assert_eq!(known(Makes::Withdrawal), taken_back, "withdrawals: answered, and there");
    truth.nothing_is_doubled(&people.accounts());
}

fn die(engine: Engine, world: &World, kills: u64, seed: u64) {
    // Enough that there is always one who has not left too much unpaid when the program died.
    let givers = world.givers(12);
    let officers = <[(String, Id); 2]>::try_from(world.people("officer", 2)).unwrap();
    let witness = world.people("helper", 1).remove(0);
    let mut server = world.serve();
    let people = People::meet(world, &server, givers, seed).with_office(&server, officers, witness);
    let me = server.get(&world.token("helper"), "/api/v1/me").expect(200).json();
    let helper: Id = me["account"].as_str().unwrap().parse().unwrap();
    let truth = Truth::of(world);
    let before = Before { helper, drafts: truth.drafts(helper), taken_back: truth.taken_back() };
    truth.nothing_is_doubled(&people.accounts());
    let mut dice = Dice::new(seed);
    let mut verifying: Option<std::process::Child> = None;
    for death in 1..=kills {
        let (stop, port, wait) = (AtomicBool::new(false), server.port, Duration::from_millis(20 + dice.below(350)));
        std::thread::scope(|scope| {
            for client in 0..CLIENTS {
                let (people, stop) = (&people, &stop);
                scope.spawn(move || people.press(port, &mut Dice::new(seed ^ (death << 8) ^ client), stop));
            }
            std::thread::sleep(wait);
            server.kill();
        });
        if dice.below(5) == 0 {
            // It dies once more while it starts.
            let mut early = world.command(&["serve", "--listen", "127.0.0.1:0"]).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(dice.below(200)));
            early.kill().unwrap();
            early.wait().unwrap();
        }
        if engine == Engine::Postgres {
            // With several workers nobody knows whose the leases were: they end by themselves, after minutes. Here they end at
            // once, so that what the dead one had begun, the sealing of the books above all, goes on in this life.
            truth.let_leases_end();
        }
        server = world.serve();
        people.take_up(server.port);
        compare(&people, &truth, &before);
        // Proved beside the next life; its verdict is read after it.
        if let Some(mut child) = verifying.take() {
            assert!(child.wait().unwrap().success(), "the books do not hold (death {death})");
        }
        let mut verify = world.command(&["ledger", "verify", "--json"]);
        verifying = Some(verify.stdout(std::process::Stdio::null()).spawn().unwrap());
    }
    if let Some(mut child) = verifying {
        assert!(child.wait().unwrap().success(), "the books do not hold");
    }
    come_to_rest(world, &server, &people, &truth);
    compare(&people, &truth, &before);
    if kills >= 20 {
        let known = people.known();
        for makes in [Makes::Payout, Makes::Approval, Makes::Receipt, Makes::Withdrawal] {
            assert!(!known.made(makes).is_empty(), "nobody did it: {makes:?}");
        }
    }
    world.books_hold();
    assert_eq!(server.stop(), 0);
}

/// Every payment that was made at the bank arrives, every payout and refund goes out; the sums are those that were paid.
fn come_to_rest(world: &World, server: &Server, people: &People, truth: &Truth) {
    wait_for("every payment is settled", 60, || truth.unsettled() == 0);
    wait_for("every payout and refund is carried out", 120, || truth.going_out() == 0);
    let paid: BTreeSet<String> = {
        let known = people.known();
        // The order stands before the key of its page.
        let order = |page: &str| page.rsplit('/').nth(1).unwrap().to_owned();
        known.bank.iter().filter(|(_, v)| v.0 != "fail").map(|(page, _)| order(page)).collect()
    };
    let done: Vec<_> = people.known().done.iter().filter(|d| d.call.makes == Makes::Payment).cloned().collect();
    // By pledge: two who press for one donor at once may begin anew what the bank refused to the other.
    let mut orders: BTreeMap<&str, (&str, BTreeSet<String>)> = BTreeMap::new();
    for payment in &done {
        let pledge = payment.call.path.trim_end_matches("/payment");
        orders.entry(pledge).or_insert_with(|| (&payment.call.token, BTreeSet::new())).1.insert(payment.made.clone());
    }
    for (pledge, (token, orders)) in orders {
        let pledge = server.get(token, pledge).expect(200).json();
        // Paid out or gone back meanwhile, it came in all the same, and once.
        let arrived = usize::from(pledge["paid"]["amount_minor"].as_i64() > Some(0));
        assert_eq!(arrived, orders.intersection(&paid).count(), "{orders:?} {pledge}");
    }
    println!("{} calls answered, {} payments made, {} arrived", people.known().done.len(), done.len(), paid.len());
    world.books_hold();
}

fn story(engine: Engine) {
    let kills = number("QIANMO_KILLS").unwrap_or(20);
    let from_time = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let seed = number("QIANMO_SEED").unwrap_or_else(from_time);
    println!("QIANMO_SEED={seed} QIANMO_KILLS={kills}");
    let mut left = kills;
    while left > 0 {
        let some = left.min(PER_WORLD);
        die(engine, &World::copy(engine), some, seed + left);
        left -= some;
    }
}

#[test]
fn kill_sqlite() {
    story(Engine::Sqlite);
}

#[test]
fn kill_postgres() {
    story(Engine::Postgres);
}
