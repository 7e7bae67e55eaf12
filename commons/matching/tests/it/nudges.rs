//! A word to donors who are away: seldom, to those who agreed, and where it brings most.

use proptest::prelude::*;
use qianmo_matching::{Allocator, Donor, Post, Refusal, Session, Settings};

fn post(id: u64, purpose: u32) -> Post {
    Post { id, purpose, area: 1, household: id, amount: 5, weight: 1.0, expire: 60.0, group: 0 }
}

/// Two purposes with a post each, and a donor for each who may be nudged.
fn two() -> Allocator {
    let mut allocator = Allocator::new(Settings { quiet: 5.0, ..Settings::default() });
    for id in [1, 2] {
        allocator.donor(Donor { id, purpose: Some(id as u32), ..Donor::default() }).unwrap();
        allocator.post(0.0, post(id, id as u32)).unwrap();
        allocator.allow_nudges(id, 2).unwrap();
    }
    allocator
}

fn named(allocator: &mut Allocator, day: f64, at_most: usize) -> Vec<u64> {
    allocator.nudges(day, at_most).unwrap().into_iter().map(|(donor, _)| donor).collect()
}

#[test]
fn nobody_is_written_to_more_often_than_they_agreed_nor_while_it_is_quiet() {
    let mut allocator = two();
    assert_eq!(allocator.allow_nudges(9, 1), Err(Refusal::UnknownDonor));
    assert_eq!(named(&mut allocator, 1.0, 0), [0; 0]);
    let mut both = named(&mut allocator, 1.0, 9);
    both.sort_unstable();
    assert_eq!(both, [1, 2]);
    assert_eq!(named(&mut allocator, 5.9, 9), [0; 0], "five quiet days");
    allocator.session(Session { id: 1, day: 5.9, donor: 2, k: 3 }).unwrap();
    assert_eq!(named(&mut allocator, 6.0, 9), [1], "the second came by themselves");
    assert_eq!(named(&mut allocator, 11.0, 9), [2], "the first has no nudge left");
    assert_eq!(named(&mut allocator, 40.0, 9), [0; 0]);
    allocator.allow_nudges(1, 1).unwrap();
    allocator.redeclare(Donor { id: 1, purpose: Some(2), ..Donor::default() }).unwrap();
    assert_eq!(named(&mut allocator, 40.0, 9), [1], "what they agreed to does not hang on what they care for");
    assert_eq!(allocator.nudges(39.0, 1), Err(Refusal::Day));
}

#[test]
fn who_cannot_or_will_not_be_shown_anything_is_left_alone() {
    let mut allocator = two();
    allocator.redeclare(Donor { id: 1, budget: Some(4), ..Donor::default() }).unwrap();
    allocator.redeclare(Donor { id: 2, not_for: vec![1, 2], ..Donor::default() }).unwrap();
    assert_eq!(named(&mut allocator, 1.0, 9), [0; 0], "too dear for the one, and the other's own");
    allocator.redeclare(Donor { id: 1, newest_first: true, ..Donor::default() }).unwrap();
    assert_eq!(named(&mut allocator, 1.0, 9), [0; 0]);
    allocator.redeclare(Donor { id: 2, ..Donor::default() }).unwrap();
    assert_eq!(named(&mut allocator, 1.0, 9), [2]);
    (1..3).for_each(|post| allocator.close(post).unwrap());
    assert_eq!(named(&mut allocator, 9.0, 9), [0; 0], "nothing is open");
}

#[test]
fn where_few_come_by_themselves_a_nudge_is_worth_more() {
    let mut allocator = two();
    allocator.donor(Donor { id: 3, purpose: Some(1), ..Donor::default() }).unwrap();
    // Donors of the first purpose come all the time, of the second never: its post has few takers.
    for session in 10..4000 {
        let day = 0.002 * session as f64;
        allocator.session(Session { id: session, day, donor: 3, k: 1 }).unwrap();
        let taken = (session % 20 == 0).then_some(1);
        allocator.choice(session, taken, None).unwrap();
        if taken.is_some() {
            allocator.lapse(day, 1, Some(3), None).unwrap();
        }
    }
    let told = allocator.nudges(8.0, 9).unwrap();
    assert_eq!(told.iter().map(|(donor, _)| *donor).collect::<Vec<_>>(), [2, 1]);
    assert!(told[0].1 > 1.1 * told[1].1, "{told:?}");
}

proptest! {
    #[test]
    fn they_keep_every_limit_and_the_same_seed_names_the_same(
        donors in proptest::collection::vec((0u32..4, 0u32..4, 0u32..3), 1..40),
        visits in proptest::collection::vec((0u64..40, 0.0f64..4.0, 0usize..12), 1..30),
        (quiet, seed) in (0.0f64..6.0, any::<u64>()),
    ) {
        let play = || {
            let mut allocator = Allocator::new(Settings { quiet, seed, ..Settings::default() });
            let mut left: Vec<u32> = donors.iter().map(|(_, _, times)| *times).collect();
            let mut heard = vec![f64::NEG_INFINITY; donors.len()];
            for (id, (purpose, area, times)) in (0u64..).zip(&donors) {
                allocator.donor(Donor { id, purpose: Some(*purpose), area: Some(*area), ..Donor::default() }).unwrap();
                allocator.allow_nudges(id, *times).unwrap();
            }
            (0..12).for_each(|id| allocator.post(0.0, post(id, id as u32 % 4)).unwrap());
            let (mut day, mut all) = (0.0, Vec::new());
            for (session, (donor, later, at_most)) in (0u64..).zip(&visits) {
                day += later;
                let donor = donor % donors.len() as u64;
                if day < 60.0 {
                    allocator.session(Session { id: session, day, donor, k: 3 }).unwrap();
                    heard[donor as usize] = day;
                }
                let told = allocator.nudges(day, *at_most).unwrap();
                let may = (0..donors.len()).filter(|d| left[*d] > 0 && heard[*d] <= day - quiet).count();
                assert_eq!(told.len(), if day < 60.0 { may.min(*at_most) } else { 0 });
                for (donor, worth) in &told {
                    let d = *donor as usize;
                    assert!(left[d] > 0 && heard[d] <= day - quiet && *worth > 0.0);
                    left[d] -= 1;
                    heard[d] = day;
                }
                all.push(told);
            }
            all
        };
        prop_assert_eq!(play(), play());
    }
}
