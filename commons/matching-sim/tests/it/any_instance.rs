//! Whatever instance there is: every policy keeps the rules, and the bounds are found and lie where bounds can lie.

use proptest::prelude::*;
use qianmo_matching_sim::bound::Fluid;
use qianmo_matching_sim::choice::Model;
use qianmo_matching_sim::instance::{Donor, Instance, NONE, Post, Session};
use qianmo_matching_sim::policy::Which;

fn wish() -> impl Strategy<Value = u32> {
    prop_oneof![1 => Just(NONE), 3 => 0u32..6]
}

fn instance() -> impl Strategy<Value = Instance> {
    let post = (0.0f64..50.0, 0.01f64..40.0, 0u32..4, 0u32..4, 1i64..900, -2.0f64..2.0).prop_map(
        |(arrive, life, purpose, area, amount, weight)| Post {
            id: 0,
            arrive,
            expire: arrive + life,
            purpose,
            area,
            household: 0,
            amount,
            weight: weight.exp(),
        },
    );
    let donor = (wish(), wish(), proptest::option::of(0i64..2_000)).prop_map(|(purpose, area, budget)| Donor {
        id: 0,
        purpose,
        area,
        budget,
    });
    let session = (0.0f64..60.0, 0u32..100);
    let model = (1usize..12, -8.0f64..8.0, 0.0f64..3.0, 0.0f64..3.0, 0.0f64..1.0, 0.01f64..1.0);
    let all = (
        proptest::collection::vec(post, 1..30),
        proptest::collection::vec(donor, 1..10),
        proptest::collection::vec(session, 1..60),
        (model, any::<bool>(), any::<bool>(), (prop_oneof![1 => Just(0.0), 1 => 0.0f64..4.0], 0.0f64..=1.0)),
    );
    all.prop_map(
        |(mut posts, donors, sessions, ((k, base, taste_purpose, taste_area, no_show, split_cash), kept, whole, nudges))| {
            posts.sort_by(|a, b| a.arrive.total_cmp(&b.arrive));
            let many = donors.len() as u32;
            let mut sessions: Vec<Session> =
                sessions.into_iter().map(|(day, donor)| Session { day, donor: donor % many }).collect();
            sessions.sort_by(|a, b| a.day.total_cmp(&b.day));
            let (no_show, split_cash) = (if kept { 0.0 } else { no_show }, if whole { 1.0 } else { split_cash });
            let (nudges_per_donor, nudge_answer) = nudges;
            let model =
                Model { k, base: base.exp(), taste_purpose, taste_area, no_show, nudges_per_donor, nudge_answer, split_cash };
            Instance { posts, donors, sessions, model }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn it_runs_and_is_bounded(instance in instance(), floors in any::<bool>(), seed in any::<u64>()) {
        let (posts, sessions) = (instance.posts.len() as f64, instance.sessions.len() as f64);
        let fluid = Fluid::of(&instance);
        let (most, fairest) = (fluid.most(0.0), fluid.fairest());
        let (met, worst) = (most.as_ref().map(|b| b.met), fairest.as_ref().map(|b| b.worst));
        let sessions = sessions + instance.donors.len() as f64 * instance.model.nudges_per_donor * instance.model.nudge_answer;
        prop_assert!(met.is_some_and(|met| met >= -1e-4 && met <= posts.min(sessions) + 1e-3), "{met:?}");
        prop_assert!(worst.is_some_and(|worst| (-1e-4..=1.0 + 1e-4).contains(&worst)), "{worst:?}");
        for which in Which::ALL {
            let outcome = which.run(&instance, floors, seed, None, &|_| {});
            let outcome = outcome.map_err(|fault| TestCaseError::fail(format!("{}: {fault}", which.name())))?;
            prop_assert_eq!(&outcome, &which.run(&instance, floors, seed, None, &|_| {}).unwrap());
            let told = outcome.against(most.as_ref(), fairest.as_ref());
            prop_assert!((0.0..=1.0).contains(&told.claimed_unmet) && told.worst <= told.best && told.best <= 1.0, "{told:?}");
            prop_assert!(told.over_time.windows(2).all(|pair| pair[0] <= pair[1]) && told.over_time.last() == Some(&told.share));
            let most_nudges = instance.donors.len() as f64 * instance.model.nudges_per_donor.ceil();
            prop_assert!(told.answered <= told.nudges && told.nudges as f64 <= most_nudges, "{told:?}");
            prop_assert!(told.waits.windows(2).all(|pair| pair[0] <= pair[1]));
        }
    }
}
