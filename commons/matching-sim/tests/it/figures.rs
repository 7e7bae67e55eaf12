//! The comparisons of docs/domains/matching.md at a small size, with loose bounds.

use qianmo_matching::{Pull, Settings};
use qianmo_matching_sim::bound::Fluid;
use qianmo_matching_sim::instance::Instance;
use qianmo_matching_sim::policy::{Balance, Newest, Ours, Policy, Random};
use qianmo_matching_sim::preset::{Preset, TRIAL, generate};
use qianmo_matching_sim::result::Outcome;
use qianmo_matching_sim::run;

fn outcome(instance: &Instance, mut policy: impl Policy) -> Outcome {
    run(instance, &mut policy, 1, None, &|_| {}).unwrap()
}

#[test]
fn at_a_tenth_of_the_size_ours_is_ahead_of_balance_and_near_the_bound() {
    let instance = generate(Preset::Medium, TRIAL.times(0.1), 1);
    let bound = Fluid::of(&instance).most(0.0).unwrap();
    let percent = |o: &Outcome| 100.0 * o.met as f64 / bound.met;
    let newest = outcome(&instance, Newest::new(&instance));
    assert!((newest.share - 0.2).abs() < 0.01, "the anchor: {}", newest.share);
    let random = outcome(&instance, Random::new(&instance, 1));
    let balance = outcome(&instance, Balance::over(&instance));
    let ours = outcome(&instance, Ours::new(&instance, Settings::default()));
    assert!(percent(&random) < 40.0);
    assert!(percent(&ours) > percent(&balance), "{} against {}", percent(&ours), percent(&balance));
    assert!(percent(&ours) > 80.0 && percent(&ours) < 102.0, "{}", percent(&ours));
}

#[test]
fn floors_lift_the_worst_served_area() {
    let instance = generate(Preset::Weak, TRIAL.times(0.1), 2);
    let off = outcome(&instance, Ours::new(&instance, Settings::default()));
    let on = outcome(&instance, Ours::new(&instance, Settings { floors: Some(Pull::default()), ..Settings::default() }));
    assert!(on.worst > off.worst, "{} against {}", on.worst, off.worst);
    assert!(on.met as f64 > 0.93 * off.met as f64, "{} against {}", on.met, off.met);
}

#[test]
fn the_same_seed_gives_the_same_figures() {
    let once = || {
        let instance = generate(Preset::Weak, TRIAL.times(0.02), 3);
        outcome(&instance, Ours::new(&instance, Settings::default()))
    };
    assert_eq!(once(), once());
}
