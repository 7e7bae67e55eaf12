//! A site that lives for years: posts change by other ways, are prolonged and forgotten, and areas lie in wider ones.

use crate::story::with_one_post;
use qianmo_matching::{Allocator, Donor, Post, Refusal, Session, Settings};

#[test]
fn what_came_by_another_way_takes_a_post_off_and_what_was_taken_back_puts_it_on_again() {
    let mut allocator = with_one_post();
    let mut visit = 0;
    let mut shown = |allocator: &mut Allocator, day| {
        visit += 1;
        allocator.session(Session { id: visit, day, donor: 1, k: 3 }).unwrap().len()
    };
    assert_eq!(allocator.left(2.0, 1, 6, 5), Err(Refusal::Number));
    assert_eq!(allocator.left(2.0, 1, 0, 5), Ok(()));
    assert_eq!(shown(&mut allocator, 2.0), 0);
    assert_eq!(allocator.left(2.0, 1, 3, 7), Ok(()));
    assert_eq!(shown(&mut allocator, 2.0), 1);
    assert_eq!(allocator.lapse(2.0, 1, None, Some(5)), Err(Refusal::Number), "four of seven were given");
    assert_eq!(shown(&mut allocator, 10.0), 0);
    assert_eq!(allocator.left(10.0, 1, 7, 7), Ok(()));
    assert_eq!(shown(&mut allocator, 10.0), 0, "its time is over");
    assert_eq!(allocator.prolong(10.0, 1, 10.0), Err(Refusal::Day));
    assert_eq!(allocator.prolong(10.0, 1, 20.0), Ok(()));
    assert_eq!((shown(&mut allocator, 19.9), shown(&mut allocator, 20.0)), (1, 0));
    assert_eq!(allocator.prolong(20.0, 1, 30.0), Ok(()));
    allocator.close(1).unwrap();
    assert_eq!(allocator.prolong(21.0, 1, 30.0), Err(Refusal::NotOpen), "closed is closed");
    assert_eq!(allocator.left(21.0, 1, 7, 7), Ok(()));
    assert_eq!(shown(&mut allocator, 21.0), 0);
}

#[test]
fn a_post_that_was_forgotten_is_not_taken_for_the_one_that_has_its_place() {
    let mut allocator = with_one_post();
    allocator.session(Session { id: 1, day: 2.0, donor: 1, k: 3 }).unwrap();
    allocator.close(1).unwrap();
    let other = Post { id: 2, purpose: 1, area: 1, household: 1, amount: 5, weight: 1.0, expire: 9.0, group: 0 };
    allocator.post(3.0, other).unwrap();
    assert_eq!((allocator.forget_ended(2.5), allocator.posts()), (1, 1));
    let anew = Post { id: 3, purpose: 1, area: 1, household: 1, amount: 5, weight: 1.0, expire: 30.0, group: 0 };
    allocator.post(3.0, anew).unwrap();
    assert_eq!(allocator.choice(1, Some(3), None), Err(Refusal::NotShown));
    assert_eq!(allocator.choice(1, Some(1), None), Err(Refusal::UnknownPost));
    assert_eq!(allocator.session(Session { id: 2, day: 11.0, donor: 1, k: 3 }), Ok(vec![3]), "the end of the first is not its own");
    allocator.forget_donor(1).unwrap();
    assert_eq!(allocator.choice(2, Some(3), None), Err(Refusal::UnknownDonor));
    assert_eq!(allocator.session(Session { id: 3, day: 11.0, donor: 1, k: 3 }), Err(Refusal::UnknownDonor));
}

#[test]
fn a_program_that_runs_for_years_holds_what_is_open_and_no_more() {
    let mut allocator = Allocator::new(Settings::default());
    allocator.donor(Donor { id: 1, ..Donor::default() }).unwrap();
    for day in 0u32..3000 {
        let (id, now) = (u64::from(day), f64::from(day));
        let post = Post { id, purpose: 1, area: 1, household: 1, amount: 5, weight: 1.0, expire: now + 30.0, group: 0 };
        allocator.post(now, post).unwrap();
        let slate = allocator.session(Session { id, day: now, donor: 1, k: 3 }).unwrap();
        allocator.choice(id, slate.first().copied().filter(|_| day % 3 == 0), None).unwrap();
        allocator.forget_ended(now);
        assert!(allocator.posts() <= 31, "{} on day {day}", allocator.posts());
    }
}

#[test]
fn who_declared_a_province_is_shown_what_lies_in_it_first() {
    let mut allocator = Allocator::new(Settings::default());
    for (county, province) in [(1, 100), (2, 100), (3, 200)] {
        allocator.lies_in(county, &[province, 1000]);
    }
    allocator.donor(Donor { id: 1, area: Some(100), ..Donor::default() }).unwrap();
    allocator.donor(Donor { id: 2, area: Some(200), ..Donor::default() }).unwrap();
    for (id, area) in [(1, 3), (2, 2), (3, 3), (4, 1)] {
        let post = Post { id, purpose: 1, area, household: id, amount: 5, weight: 1.0, expire: 30.0, group: 0 };
        allocator.post(0.0, post).unwrap();
    }
    let mut slate = |donor| {
        let mut slate = allocator.session(Session { id: donor, day: 1.0, donor, k: 2 }).unwrap();
        assert!(slate.iter().all(|post| allocator.reason(donor, *post).unwrap().area));
        slate.sort_unstable();
        slate
    };
    assert_eq!((slate(1), slate(2)), (vec![2, 4], vec![1, 3]));
}

#[test]
fn a_post_that_lives_for_ever_does_not_take_the_prices_of_the_others() {
    // What the post that is sought brings yet, as the reason tells it, where another has no end to speak of, and where it has.
    let otherwise = |for_ever: bool| {
        let mut allocator = Allocator::new(Settings::default());
        allocator.donor(Donor { id: 1, purpose: Some(50), ..Donor::default() }).unwrap();
        for id in 0..100 {
            let expire = if for_ever && id == 0 { 1e8 } else { 60.0 };
            let post = Post { id, purpose: id as u32, area: 1, household: id, amount: 5, weight: 1.0, expire, group: 0 };
            allocator.post(0.0, post).unwrap();
        }
        for session in 0..2000 {
            allocator.session(Session { id: session, day: session as f64 * 0.01, donor: 1, k: 3 }).unwrap();
            allocator.choice(session, None, None).unwrap();
        }
        allocator.session(Session { id: 2000, day: 20.0, donor: 1, k: 3 }).unwrap();
        f64::from(allocator.reason(2000, 50).unwrap().otherwise)
    };
    let (with, without) = (otherwise(true), otherwise(false));
    assert!(without > 0.01 && (with / without - 1.0).abs() < 0.2, "{with} against {without}");
}

#[test]
fn a_narrowed_list_finds_what_is_far_back_in_its_cell() {
    let mut allocator = Allocator::new(Settings::default());
    allocator.donor(Donor { id: 1, ..Donor::default() }).unwrap();
    for id in 0..2000 {
        let post = Post { id, purpose: 1, area: 1, household: id, amount: 5, weight: 1.0, expire: 9.0 + id as f64, group: 0 };
        allocator.post(0.0, post).unwrap();
    }
    let session = Session { id: 1, day: 1.0, donor: 1, k: 3 };
    assert_eq!(allocator.session_among(session, |id| id >= 1990), Ok(vec![1990, 1991, 1992]));
    assert_eq!(allocator.session_among(Session { id: 2, ..session }, |_| false), Ok(vec![]));
}

#[test]
fn long_slates_that_wait_do_not_fill_the_memory() {
    let mut allocator = Allocator::new(Settings::default());
    allocator.donor(Donor { id: 1, ..Donor::default() }).unwrap();
    for id in 0..1000 {
        let post = Post { id, purpose: 1, area: 1, household: id, amount: 5, weight: 1.0, expire: 9.0, group: 0 };
        allocator.post(0.0, post).unwrap();
    }
    for id in 0..4001 {
        assert_eq!(allocator.session(Session { id, day: 0.0, donor: 1, k: 1000 }).unwrap().len(), 1000);
    }
    assert_eq!(allocator.choice(0, None, None), Err(Refusal::UnknownSession));
    assert_eq!(allocator.choice(1, None, None), Ok(()));
    assert_eq!(allocator.choice(4000, None, None), Ok(()));
}
