//! Whatever happens in whatever order: what was paid is what went back, what was paid out, and what is in custody.

use super::support::{Asked, House, yuan};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use qianmo_aid::delivery;
use qianmo_aid::lifecycle::{Gift, PartState, PayoutState, RequestEvent};
use qianmo_aid::payout::{self, NewPayout, Recovery};
use qianmo_aid::pledge::{self, Pledge};
use qianmo_aid::receipt::{self, Confirm, Dispute, DisputeKind, Outcome};
use qianmo_aid::request::{self, Ended};
use qianmo_db::Engine;
use qianmo_kernel::{Actor, Id, Millis, PublicRef, Res, Role};
use qianmo_payments::Way;
use qianmo_payments::sandbox::{self, SandboxScript};

#[derive(Clone, Debug)]
enum Step {
    Pledge(usize, i64),
    Begin(usize),
    Pay(usize, bool),
    Cancel(usize),
    Wait(i64),
    Prepare(usize, i64),
    Approve(usize),
    Reject(usize),
    PayOut(usize, bool),
    Confirm(usize),
    Dispute(usize),
    Decide(usize, bool),
    ComeBack(usize, u8),
    FailPart(usize),
    End,
    Work,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        5 => ((0usize..2), (100i64..20_000)).prop_map(|(part, fen)| Step::Pledge(part, fen)),
        5 => (0usize..8).prop_map(Step::Begin),
        6 => ((0usize..8), prop::bool::weighted(0.8)).prop_map(|(n, ok)| Step::Pay(n, ok)),
        1 => (0usize..8).prop_map(Step::Cancel),
        1 => (1i64..40).prop_map(Step::Wait),
        3 => ((0usize..2), (1i64..25_000)).prop_map(|(part, fen)| Step::Prepare(part, fen)),
        3 => (0usize..4).prop_map(Step::Approve),
        1 => (0usize..4).prop_map(Step::Reject),
        3 => ((0usize..4), prop::bool::weighted(0.7)).prop_map(|(n, ok)| Step::PayOut(n, ok)),
        2 => (0usize..4).prop_map(Step::Confirm),
        3 => (0usize..4).prop_map(Step::Dispute),
        3 => ((0usize..4), prop::bool::weighted(0.2)).prop_map(|(n, there)| Step::Decide(n, there)),
        2 => ((0usize..4), (0u8..3)).prop_map(|(n, way)| Step::ComeBack(n, way)),
        1 => (0usize..2).prop_map(Step::FailPart),
        1 => Just(Step::End),
        2 => Just(Step::Work),
    ];
    prop::collection::vec(step, 10..45)
}

struct Play<'a> {
    house: &'a House,
    asked: Asked,
    donors: Vec<Actor>,
    officers: [Actor; 2],
    family: Actor,
    /// Who finds out what became of disputed payouts, and who states that money is back.
    others: [Actor; 2],
    disputes: Vec<PublicRef>,
    pledges: Vec<(PublicRef, usize)>,
    orders: Vec<Id>,
    payouts: Vec<PublicRef>,
}

impl Play<'_> {
    /// Does a step; what is refused changes nothing.
    async fn step(&mut self, step: &Step) {
        let county = self.asked.reference.county;
        match step {
            Step::Pledge(part, fen) => {
                let donor = self.pledges.len() % self.donors.len();
                if let Ok(pledge) = self.house.try_money(&self.donors[donor], &self.asked, *part, *fen) {
                    self.pledges.push((pledge.reference(), donor));
                }
            }
            Step::Begin(n) => {
                if let Some((reference, donor)) = pick(&self.pledges, *n) {
                    let (actor, reference) = (self.donors[*donor].clone(), *reference);
                    let order = self.house.attempt(move |tx| qianmo_aid::payment::begin(tx, &actor, reference, sandbox::NAME));
                    if let Ok(order) = order {
                        self.orders.push(order.id);
                    }
                }
            }
            Step::Pay(n, ok) => {
                if let Some(order) = pick(&self.orders, *n) {
                    self.house.bank(county, *order, if *ok { SandboxScript::Succeed } else { SandboxScript::Fail });
                }
            }
            Step::Cancel(n) => {
                if let Some((reference, donor)) = pick(&self.pledges, *n) {
                    let (actor, reference) = (self.donors[*donor].clone(), *reference);
                    settled(self.house.attempt(move |tx| pledge::cancel(tx, &actor, reference)));
                }
            }
            Step::Wait(minutes) => self.house.on.on.clock.advance(minutes * Millis::MINUTE),
            Step::Prepare(part, fen) => {
                let officer = self.officers[0].clone();
                let new = NewPayout {
                    request: self.asked.reference,
                    part: self.asked.parts[*part],
                    amount: Some(yuan(*fen)),
                    evidence: "seen".into(),
                };
                if let Ok(payout) = self.house.attempt(move |tx| payout::prepare(tx, &officer, &new, payout::Settings::default())) {
                    self.payouts.push(payout.reference());
                }
            }
            Step::Approve(n) => self.payout(*n, |tx, play, payout| {
                payout::approve(tx, &play[1], payout, None, payout::Settings::default()).map(|_| ())
            }),
            Step::Reject(n) => self.payout(*n, |tx, play, payout| payout::reject(tx, &play[1], payout, "no").map(|_| ())),
            Step::Confirm(n) => self.payout(*n, |tx, play, payout| {
                let said = Confirm { count: None, note: String::new(), photo: None, card_shown: true, people: false };
                receipt::confirm_payout(tx, &play[2], payout, &said).map(|_| ())
            }),
            Step::Dispute(n) => {
                if let Some(reference) = pick(&self.payouts, *n).copied() {
                    let family = self.family.clone();
                    let said = Dispute { kind: DisputeKind::NotArrived, note: String::new() };
                    let disputed = self.house.attempt(move |tx| receipt::dispute_payout(tx, &family, reference, &said));
                    self.disputes.extend(disputed.ok());
                }
            }
            Step::Decide(n, there) => {
                if let Some(dispute) = pick(&self.disputes, *n).copied() {
                    let finder = self.others[0].clone();
                    let outcome = if *there { Outcome::Arrived } else { Outcome::Failed };
                    settled(self.house.attempt(move |tx| receipt::decide_dispute(tx, &finder, dispute, outcome, "looked")));
                }
            }
            Step::ComeBack(n, way) => {
                if let Some(reference) = pick(&self.payouts, *n).copied() {
                    self.come_back(reference, *way);
                }
            }
            Step::PayOut(n, ok) => {
                if let Some(reference) = pick(&self.payouts, *n).copied() {
                    let payout = self.house.write(move |tx| payout::require(tx, reference));
                    if payout.state == PayoutState::Approved {
                        self.house.bank(county, payout.payment, if *ok { SandboxScript::Succeed } else { SandboxScript::Fail });
                    }
                }
            }
            Step::FailPart(part) => {
                let (officer, request, part) = (self.officers[1].clone(), self.asked.reference, self.asked.parts[*part]);
                settled(self.house.attempt(move |tx| delivery::fail_part(tx, &officer, request, part, "unreachable")));
            }
            Step::End => {
                let request = self.asked.reference;
                settled(self.house.attempt(move |tx| {
                    let open = request::require(tx, request)?;
                    request::enter(tx, &open, RequestEvent::Close, Ended { reason: "closed", case: None })?;
                    payout::refund_all(tx, request, "closed")
                }));
            }
            Step::Work => {
                self.house.pass().await;
            }
        }
    }

    /// The money of a payout that left comes back: the provider says so, or an officer shows it, or the county replaces it.
    fn come_back(&self, reference: PublicRef, way: u8) {
        let (settlers, mender) = (self.house.settlers.clone(), self.others[1].clone());
        settled(self.house.attempt(move |tx| {
            let payout = payout::require(tx, reference)?;
            if way > 0 {
                let way = if way == 1 { Way::Returned } else { Way::Replaced };
                let said = Recovery { way, evidence: "shown".into() };
                return payout::recover(tx, &mender, reference, &said).map(drop);
            }
            // A provider takes back what is said not to have arrived; what else it contradicts is for people to settle.
            if payout.state != PayoutState::Missing {
                return Ok(());
            }
            let Some(mut order) = qianmo_payments::find_order(tx, payout.county, payout.payment)? else { return Ok(()) };
            let failed = qianmo_payments::Answer::new(qianmo_payments::Outcome::Failed);
            qianmo_payments::apply(tx, &settlers, &mut order, &failed).map(drop)
        }));
    }

    /// What is missing: by the payouts, and by the books what is owed for it, claimed for it, and was put in for it.
    fn missing(&self) -> (i64, i64, i64, i64) {
        let (payouts, request) = (self.payouts.clone(), self.asked.reference);
        self.house.write(move |tx| {
            let mut missing = 0;
            for reference in &payouts {
                let payout = payout::require(tx, *reference)?;
                missing += if payout.state == PayoutState::Missing { payout.amount_minor } else { 0 };
            }
            let (county, cny) = (request.county, qianmo_kernel::Currency::CNY);
            let owed = qianmo_payments::books::missing_owed(tx, county, request.id, cny)?;
            let claim = qianmo_payments::books::missing_claim(tx, county, sandbox::NAME, cny)?;
            let own =
                qianmo_ledger::account(tx, county, qianmo_payments::books::REPLACEMENTS, cny, qianmo_ledger::Limit::Unlimited)?;
            let mut posted = |account| Ok::<_, qianmo_kernel::Fail>(qianmo_ledger::balance(tx, account)?.posted);
            Ok((missing, posted(&owed)?, posted(&claim)?, posted(&own)?))
        })
    }

    fn payout(&self, n: usize, act: impl Fn(&mut qianmo_db::Tx<'_>, &[Actor; 3], PublicRef) -> Res<()> + Send + 'static) {
        if let Some(reference) = pick(&self.payouts, n).copied() {
            let who = [self.officers[0].clone(), self.officers[1].clone(), self.family.clone()];
            settled(self.house.attempt(move |tx| act(tx, &who, reference)));
        }
    }

    /// The law: in every gift, in the books, and between the two.
    fn check(&self) {
        let request = self.asked.reference;
        let pledges: Vec<Pledge> = self.house.write(move |tx| pledge::of_request(tx, request));
        let sum = |of: fn(&Pledge) -> i64| pledges.iter().map(of).sum::<i64>();
        for p in &pledges {
            assert!(p.free_minor() >= 0 && p.held_minor >= 0 && p.received <= p.paid_out_minor, "{p:?}");
        }
        let (fund, held) = self.house.fund(&self.asked);
        let county = request.county;
        let (waiting, custody) = self.house.write(move |tx| {
            let account = qianmo_payments::books::unallocated(tx, county, qianmo_kernel::Currency::CNY)?;
            let custody = qianmo_payments::books::custody(tx, county, sandbox::NAME, qianmo_kernel::Currency::CNY)?;
            Ok((qianmo_ledger::balance(tx, &account)?.posted, qianmo_ledger::balance(tx, &custody)?.posted))
        });
        assert_eq!(custody, fund + waiting, "custody is what is owed");
        let (missing, owed, claim, own) = self.missing();
        assert_eq!((owed, claim), (missing, missing + own), "what is missing is owed apart, and claimed until it is paid back");
        // In custody: what is free or held for a payout that is not missing, and what is on its way back.
        let stays = sum(Pledge::free_minor) + sum(|p| p.held_minor);
        assert!(fund >= stays - missing && held <= fund, "fund {fund} held {held} stays {stays} missing {missing}");
        assert_eq!(sum(|p| p.paid_minor), sum(|p| p.refunded_minor) + sum(|p| p.paid_out_minor) + stays);
        let live = self.house.find(&self.asked).state.is_live();
        for at in 0..self.asked.parts.len() {
            let part = self.house.part(&self.asked, at);
            let sum = |of: fn(&Pledge) -> i64| pledges.iter().filter(|p| p.part == part.id).map(of).sum::<i64>();
            assert_eq!(part.counts.pledged, sum(Pledge::room), "the part holds what its pledges hold");
            assert!(part.counts.pledged <= part.counts.asked);
            assert_eq!(part.counts.delivered, sum(|p| p.paid_out_minor));
            assert_eq!(part.counts.received, sum(|p| p.received));
            if !live || part.state == PartState::Failed {
                assert_eq!(sum(Pledge::free_minor), 0, "what nobody will pay out is on its way back");
            }
        }
    }
}

fn pick<T>(from: &[T], n: usize) -> Option<&T> {
    if from.is_empty() { None } else { from.get(n % from.len()) }
}

/// A refusal is fine; an error or a table's check that had to step in is not.
fn settled<T>(outcome: Res<T>) {
    if let Err(fail) = outcome {
        assert!(matches!(fail, qianmo_kernel::Fail::Refused(_)), "{fail}");
    }
}

#[test]
fn money_is_neither_made_nor_lost() {
    play(Engine::Sqlite, 24);
}

#[test]
fn money_is_neither_made_nor_lost_on_postgres() {
    play(Engine::Postgres, 4);
}

fn play(engine: Engine, cases: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    runner
        .run(&steps(), |steps| {
            let house = runtime.block_on(async { tokio::task::spawn_blocking(move || House::new(engine)).await.unwrap() });
            let helper = house.actor(Role::Helper, Some(&house.village));
            let mut play = Play {
                asked: house.request(&helper, &[(Gift::Money, 40_000), (Gift::Money, 15_000)]),
                donors: (0..3).map(|_| house.donor()).collect(),
                officers: [house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county))],
                family: house.family().1,
                others: [house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county))],
                disputes: Vec::new(),
                house: &house,
                pledges: Vec::new(),
                orders: Vec::new(),
                payouts: Vec::new(),
            };
            for step in &steps {
                runtime.block_on(play.step(step));
                play.check();
            }
            // In the end everything that was on its way arrives.
            runtime.block_on(house.pass());
            play.check();
            Ok(())
        })
        .unwrap();
}
