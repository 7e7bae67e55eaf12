//! The bounds by types and groups are those of the program that has a variable for each pair.

use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettings, DefaultSolver, IPSolver as _, SupportedConeT};
use qianmo_matching_sim::bound::Fluid;
use qianmo_matching_sim::instance::{Instance, NONE};
use qianmo_matching_sim::preset::{Preset, TRIAL, generate};
use std::collections::BTreeMap;

/// The program as it is written in the books: y by type and group (how often shown), x₀ by type, and t. `fair`: the largest t.
fn pairwise(instance: &Instance, fair: bool) -> f64 {
    let (mut types, mut groups, mut areas) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for session in &instance.sessions {
        let donor = &instance.donors[session.donor as usize];
        *types.entry((donor.purpose, donor.area)).or_insert(0.0) += 1.0;
    }
    for post in &instance.posts {
        *groups.entry((post.purpose, post.area)).or_insert(0.0) += 1.0;
        *areas.entry(post.area).or_insert(0.0) += 1.0;
    }
    let (pairs, columns) = (types.len() * groups.len(), types.len() * groups.len() + types.len() + 1);
    let (stock, floors) = (2 * types.len(), 2 * types.len() + groups.len());
    let signs = floors + areas.len();
    let (mut i, mut j, mut a) = (Vec::new(), Vec::new(), Vec::new());
    let mut put = |row: usize, column: usize, value: f64| {
        i.push(row);
        j.push(column);
        a.push(value);
    };
    let (mut cost, mut b) = (vec![0.0; columns], vec![0.0; signs + columns]);
    for (t, ((purpose, area), sessions)) in types.iter().enumerate() {
        for (g, ((post_purpose, post_area), posts)) in groups.iter().enumerate() {
            let (v, column) = (instance.model.value(*purpose, *area, *post_purpose, *post_area), t * groups.len() + g);
            put(t, column, v);
            put(types.len() + t, column, 1.0);
            put(stock + g, column, v);
            put(floors + areas.keys().position(|area| area == post_area).unwrap(), column, -v);
            cost[column] = if fair { 0.0 } else { -v };
            b[stock + g] = *posts;
        }
        put(t, pairs + t, 1.0);
        put(types.len() + t, pairs + t, -(instance.model.k as f64));
        b[t] = *sessions;
    }
    for (row, posts) in areas.values().enumerate() {
        put(floors + row, columns - 1, *posts);
    }
    if fair {
        cost[columns - 1] = -1000.0;
    }
    (0..columns).for_each(|column| put(signs + column, column, -1.0));
    let cones = [SupportedConeT::ZeroConeT(types.len()), SupportedConeT::NonnegativeConeT(signs + columns - types.len())];
    let matrix = CscMatrix::new_from_triplets(signs + columns, columns, i, j, a);
    let settings = DefaultSettings { verbose: false, max_threads: 1, ..DefaultSettings::default() };
    let mut solver = DefaultSolver::new(&CscMatrix::zeros((columns, columns)), &cost, &matrix, &b, &cones, settings).unwrap();
    solver.solve();
    -solver.solution.obj_val / if fair { 1000.0 } else { 1.0 }
}

#[test]
fn they_are_those_of_the_program_by_pairs() {
    for (preset, seed) in [(Preset::Weak, 1), (Preset::Medium, 2)] {
        let mut instance = generate(preset, TRIAL.times(0.01), seed);
        // Few purposes, an area that only donors name, donors without any preference, one post that stands alone in its area.
        for post in &mut instance.posts {
            post.purpose %= 4;
            post.area %= 5;
        }
        instance.posts[0].area = 9;
        for (donor, number) in instance.donors.iter_mut().zip(0..) {
            donor.purpose = if number % 3 == 0 { NONE } else { donor.purpose % 4 };
            donor.area = if donor.area == NONE { NONE } else { donor.area % 7 };
        }
        let fluid = Fluid::of(&instance);
        let (most, fairest) = (fluid.most(0.0).unwrap(), fluid.fairest().unwrap());
        let (told_most, told_fairest) = (pairwise(&instance, false), pairwise(&instance, true));
        assert!((most.met - told_most).abs() < 1e-4 * told_most, "{} against {told_most}", most.met);
        assert!((fairest.worst - told_fairest).abs() < 1e-4, "{} against {told_fairest}", fairest.worst);
        // A floor costs something, and what it promises holds.
        let floored = fluid.most(0.9 * fairest.worst).unwrap();
        assert!(floored.met < most.met + 1e-3 && floored.worst > 0.9 * fairest.worst - 1e-4, "{floored:?}");
        assert!(most.prices.iter().all(|(_, _, price)| (-1e-6..=1.0 + 1e-6).contains(price)));
    }
}

#[test]
fn thousands_of_areas_are_no_hindrance() {
    let mut instance = generate(Preset::Medium, TRIAL.times(0.05), 1);
    let areas = 2_000;
    for (number, post) in instance.posts.iter_mut().enumerate() {
        post.area = number as u32 * 7 % areas;
    }
    for (number, donor) in instance.donors.iter_mut().enumerate() {
        donor.area = if donor.area == NONE { NONE } else { number as u32 * 11 % areas };
    }
    let fluid = Fluid::of(&instance);
    let most = fluid.most(0.0).unwrap();
    let fairest = fluid.fairest().unwrap();
    assert!(most.met <= instance.posts.len() as f64 + 1e-3 && most.areas.len() == 2_000);
    assert!(fairest.worst > 0.0 && fairest.worst <= 1.0 + 1e-6, "{}", fairest.worst);
}
