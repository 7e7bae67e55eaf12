//! On instances so small that the best slates can be found by trying all: the simulator's mean is what the tree of all outcomes says, no
//! policy passes the optimum, and the bound lies above it.

use qianmo_matching::Settings;
use qianmo_matching_sim::bound::Fluid;
use qianmo_matching_sim::choice::{Model, NUDGE_ANSWER};
use qianmo_matching_sim::instance::{Donor, Instance, NONE, Post, Session};
use qianmo_matching_sim::policy::{Greedy, Newest, Ours, Policy};
use qianmo_matching_sim::run;

fn tiny() -> Instance {
    let post = |id: u64, purpose, area| Post {
        id,
        arrive: 0.1 * id as f64,
        expire: 50.0,
        purpose,
        area,
        household: id,
        amount: 10,
        weight: 1.0,
    };
    let donor = |id, purpose, area| Donor { id, purpose, area, budget: None };
    let posts = vec![post(1, 0, 0), post(2, 0, 1), post(3, 1, 1), post(4, 1, 0)];
    let donors = vec![donor(1, 0, NONE), donor(2, 1, 1), donor(3, NONE, NONE)];
    let sessions = [0u32, 1, 2, 0, 1, 2].iter().zip(1..).map(|(d, day)| Session { day: f64::from(day), donor: *d }).collect();
    let model = Model {
        k: 2,
        base: 0.3,
        taste_purpose: 1.2,
        taste_area: 0.6,
        no_show: 0.0,
        nudges_per_donor: 0.0,
        nudge_answer: NUDGE_ANSWER,
        split_cash: 1.0,
    };
    Instance { posts, donors, sessions, model }
}

/// Expected number met from session `at` on, with the posts of the set `open` (a bit each): the best slate, or the two newest.
fn expected(instance: &Instance, at: usize, open: usize, best: bool) -> f64 {
    let Some(session) = instance.sessions.get(at) else { return 0.0 };
    let donor = &instance.donors[session.donor as usize];
    let slates: Vec<usize> =
        (0..1usize << instance.posts.len()).filter(|s| s & !open == 0 && s.count_ones() as usize <= instance.model.k).collect();
    let worth = |slate: usize| {
        let shown: Vec<usize> = (0..instance.posts.len()).filter(|i| slate & (1 << i) != 0).collect();
        let value = |i: &usize| {
            let p = &instance.posts[*i];
            instance.model.value(donor.purpose, donor.area, p.purpose, p.area)
        };
        let all = 1.0 + shown.iter().map(value).sum::<f64>();
        let taken: f64 = shown.iter().map(|i| value(i) / all * (1.0 + expected(instance, at + 1, open & !(1 << i), best))).sum();
        taken + expected(instance, at + 1, open, best) / all
    };
    if best {
        return slates.into_iter().map(worth).fold(0.0, f64::max);
    }
    // Posts come in the order of their numbers, so the newest two are the two highest bits.
    let most = slates.iter().map(|s| s.count_ones()).max().unwrap();
    worth(slates.into_iter().filter(|s| s.count_ones() == most).max().unwrap())
}

#[allow(clippy::needless_lifetimes)] // says that the policy lives as long as the instance
fn mean<'a>(instance: &'a Instance, policy: impl Fn(u64) -> Box<dyn Policy + 'a>) -> f64 {
    let runs = 4000;
    let met = |seed| run(instance, policy(seed).as_mut(), seed, None, &|_| {}).unwrap().met as f64;
    (0..runs).map(met).sum::<f64>() / runs as f64
}

#[test]
fn the_simulator_agrees_with_the_tree_of_all_outcomes() {
    let instance = tiny();
    let told = expected(&instance, 0, 0b1111, false);
    let seen = mean(&instance, |_| Box::new(Newest::new(&instance)));
    // The standard error of the mean is about 0.015.
    assert!((told - seen).abs() < 0.06, "{told} against {seen}");
}

#[test]
fn nobody_passes_the_optimum_and_the_bound_lies_above_it() {
    let instance = tiny();
    let optimum = expected(&instance, 0, 0b1111, true);
    let bound = Fluid::of(&instance).most(0.0).unwrap().met;
    assert!(bound >= optimum - 1e-4, "{bound} below {optimum}");
    let ours = mean(&instance, |seed| Box::new(Ours::new(&instance, Settings { seed, ..Settings::default() })));
    let greedy = mean(&instance, |_| Box::new(Greedy::over(&instance)));
    assert!(ours <= optimum + 0.06 && greedy <= optimum + 0.06, "{ours}, {greedy} above {optimum}");
    assert!(ours > 0.85 * optimum, "{ours} against {optimum}");
}
