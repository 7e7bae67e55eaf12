//! Nudges in a run: the same number for all, the bound counts them, and to send them to whom they matter helps.

use qianmo_matching::Settings;
use qianmo_matching_sim::bound::Fluid;
use qianmo_matching_sim::instance::Instance;
use qianmo_matching_sim::policy::{Balance, Newest, Ours, Policy};
use qianmo_matching_sim::preset::{Preset, TRIAL, generate};
use qianmo_matching_sim::result::Outcome;
use qianmo_matching_sim::{Fault, run};

fn outcome(instance: &Instance, mut policy: impl Policy) -> Outcome {
    run(instance, &mut policy, 1, None, &|_| {}).unwrap()
}

fn nudged(times: f64, answer: f64) -> Instance {
    let mut instance = generate(Preset::Medium, TRIAL.times(0.05), 1);
    (instance.model.nudges_per_donor, instance.model.nudge_answer) = (times, answer);
    instance
}

#[test]
fn all_policies_send_about_as_many_and_the_bound_lies_above() {
    let (without, with) = (nudged(0.0, 0.5), nudged(1.5, 0.5));
    let (low, high) = (Fluid::of(&without).most(0.0).unwrap().met, Fluid::of(&with).most(0.0).unwrap().met);
    assert!(high > 1.05 * low, "nudges bring {low} to {high} at most");
    let all = 1.5 * with.donors.len() as f64;
    let outcomes = [
        outcome(&with, Newest::new(&with)),
        outcome(&with, Balance::over(&with)),
        outcome(&with, Ours::new(&with, Settings::default())),
    ];
    for o in &outcomes {
        assert!(o.nudges as f64 > 0.9 * all && o.nudges as f64 <= 1.05 * all, "{} of {all}", o.nudges);
        assert!((o.answered as f64 / o.nudges as f64 - 0.5).abs() < 0.03, "{} of {}", o.answered, o.nudges);
        assert!((o.nudges_per_match - o.nudges as f64 / o.met as f64).abs() < 1e-9);
        assert!((o.met as f64) < 1.01 * high, "{} met {} of {high}", o.policy, o.met);
    }
    let [newest, balance, ours] = outcomes;
    assert!(ours.met > balance.met && balance.met > newest.met);
    let before = outcome(&without, Ours::new(&without, Settings::default()));
    assert_eq!((before.nudges, before.answered), (0, 0));
    assert!(ours.met as f64 > 1.05 * before.met as f64, "{} against {}", ours.met, before.met);
}

#[test]
fn nudges_that_nobody_answers_change_nothing() {
    let (without, with) = (nudged(0.0, 0.0), nudged(2.0, 0.0));
    let (a, b) = (outcome(&without, Balance::over(&without)), outcome(&with, Balance::over(&with)));
    assert_eq!((a.met, a.over_time, b.answered), (b.met, b.over_time, 0));
    assert_eq!(Fluid::of(&without).size(), Fluid::of(&with).size());
}

/// Ours, but it nudges any donors.
struct Anybody<'a>(Ours<'a>);

impl Policy for Anybody<'_> {
    fn name(&self) -> &str {
        "anybody"
    }
    fn post(&mut self, day: f64, post: u32) {
        self.0.post(day, post);
    }
    fn slate(&mut self, day: f64, session: usize, donor: u32, slate: &mut Vec<u32>) {
        self.0.slate(day, session, donor, slate);
    }
    fn outcome(&mut self, day: f64, session: usize, donor: u32, chosen: Option<(u32, i64)>) {
        self.0.outcome(day, session, donor, chosen);
    }
    fn lapse(&mut self, day: f64, post: u32, donor: u32, gift: i64) {
        self.0.lapse(day, post, donor, gift);
    }
    fn close(&mut self, day: f64, post: u32) {
        self.0.close(day, post);
    }
}

#[test]
fn the_same_nudges_to_whom_they_matter_most_meet_more() {
    // A quarter of the donors, once: it matters which.
    let instance = nudged(0.25, 1.0);
    let met = |seed: u64, chosen: bool| {
        let ours = Ours::new(&instance, Settings { seed, ..Settings::default() });
        let run = |policy: &mut dyn Policy| run(&instance, policy, seed, None, &|_| {}).unwrap();
        let outcome = if chosen { run(&mut { ours }) } else { run(&mut Anybody(ours)) };
        outcome.met
    };
    let (chosen, any) = (1..=2).fold((0, 0), |sum, seed| (sum.0 + met(seed, true), sum.1 + met(seed, false)));
    assert!(chosen as f64 > 1.01 * any as f64, "{chosen} against {any}");
}

/// Nudges the same donor every day.
struct Pressing<'a>(Newest<'a>);

impl Policy for Pressing<'_> {
    fn name(&self) -> &str {
        "pressing"
    }
    fn post(&mut self, day: f64, post: u32) {
        self.0.post(day, post);
    }
    fn slate(&mut self, day: f64, session: usize, donor: u32, slate: &mut Vec<u32>) {
        self.0.slate(day, session, donor, slate);
    }
    fn outcome(&mut self, day: f64, session: usize, donor: u32, chosen: Option<(u32, i64)>) {
        self.0.outcome(day, session, donor, chosen);
    }
    fn lapse(&mut self, day: f64, post: u32, donor: u32, gift: i64) {
        self.0.lapse(day, post, donor, gift);
    }
    fn close(&mut self, day: f64, post: u32) {
        self.0.close(day, post);
    }
    fn nudges(&mut self, _: f64, _: usize) -> Option<Vec<u32>> {
        Some(vec![0])
    }
}

#[test]
fn who_presses_is_found_out() {
    let instance = nudged(3.0, 0.0);
    let ran = run(&instance, &mut Pressing(Newest::new(&instance)), 1, None, &|_| {});
    assert_eq!(ran, Err(Fault::Nudged { donor: 0 }));
}
