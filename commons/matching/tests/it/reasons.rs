//! Why something was shown: what a donor is told is what the allocator went by.

use qianmo_matching::{Allocator, Donor, Post, Pull, Reason, Session, Settings};

fn post(id: u64, area: u32, amount: i64, expire: f64) -> Post {
    Post { id, purpose: 1, area, household: id, amount, weight: 1.0, expire, group: 0 }
}

/// The reason for the only post of a new slate.
fn reason(allocator: &mut Allocator, session: u64, day: f64) -> Reason {
    let slate = allocator.session(Session { id: session, day, donor: 1, k: 3 }).unwrap();
    assert_eq!(slate.len(), 1);
    allocator.reason(session, slate[0]).unwrap()
}

#[test]
fn where_hardly_anybody_comes_a_post_is_told_to_have_few_takers_and_where_many_do_it_is_not() {
    let mut allocator = Allocator::new(Settings::default());
    allocator.donor(Donor { id: 1, purpose: Some(1), ..Donor::default() }).unwrap();
    allocator.post(0.0, post(1, 1, 5, 60.0)).unwrap();
    let first = reason(&mut allocator, 0, 0.0);
    assert!(first.few_takers && first.otherwise < 0.3 && !first.ends_soon, "hardly anybody is known to come: {first:?}");
    // Hundreds of them a day, of whom one in some takes what is of their purpose.
    for session in 1..20_000u64 {
        let day = session as f64 / 2_000.0;
        let slate = allocator.session(Session { id: session, day, donor: 1, k: 3 }).unwrap();
        let taken = (session % 20 == 0).then_some(slate[0]);
        allocator.choice(session, taken, None).unwrap();
        if taken.is_some() {
            allocator.lapse(day, 1, Some(1), None).unwrap();
        }
    }
    let then = reason(&mut allocator, 20_000, 10.0);
    assert!(!then.few_takers && then.otherwise > 0.5 && then.purpose && !then.area, "{then:?}");
    let last = reason(&mut allocator, 20_001, 59.99);
    assert!(last.ends_soon && last.few_takers && last.days_left < 0.02, "{last:?}");
}

#[test]
fn what_lacks_one_usual_gift_is_near_its_sum() {
    let mut allocator = Allocator::new(Settings { parts: true, ..Settings::default() });
    allocator.donor(Donor { id: 1, ..Donor::default() }).unwrap();
    allocator.post(0.0, post(1, 1, 90, 60.0)).unwrap();
    assert!(!reason(&mut allocator, 0, 0.0).near_sum, "nothing was given yet");
    // Gifts of a third each, taken back again: that is what gifts are like here.
    for session in 1..100 {
        allocator.session(Session { id: session, day: 0.1, donor: 1, k: 3 }).unwrap();
        allocator.choice(session, Some(1), Some(30)).unwrap();
        allocator.lapse(0.1, 1, Some(1), Some(30)).unwrap();
    }
    allocator.left(0.2, 1, 60, 90).unwrap();
    assert!(!reason(&mut allocator, 100, 0.2).near_sum);
    allocator.left(0.2, 1, 30, 90).unwrap();
    assert!(reason(&mut allocator, 101, 0.2).near_sum);
}

#[test]
fn what_lies_in_the_worst_served_area_is_lifted_and_what_is_not_is_not() {
    let mut allocator = Allocator::new(Settings { floors: Some(Pull::default()), ..Settings::default() });
    allocator.donor(Donor { id: 1, area: Some(2), ..Donor::default() }).unwrap();
    for id in 0..400 {
        allocator.post(0.0, post(id, 1 + (id % 2) as u32, 5, 60.0)).unwrap();
    }
    // All of the second area is met, nothing of the first; one post of each is left.
    (0..398).filter(|id| id % 2 == 1).for_each(|id| allocator.left(0.0, id, 0, 5).unwrap());
    (0..398).filter(|id| id % 2 == 0).for_each(|id| allocator.close(id).unwrap());
    let slate = allocator.session(Session { id: 0, day: 1.0, donor: 1, k: 3 }).unwrap();
    assert_eq!(slate.len(), 2);
    let (lifted, not) = (allocator.reason(0, 398).unwrap(), allocator.reason(0, 399).unwrap());
    assert!(lifted.lifted && !lifted.area && !not.lifted && not.area, "{lifted:?} {not:?}");
    assert_eq!(allocator.reason(0, 7), None);
    assert_eq!(allocator.reason(1, 398), None);
}

#[test]
fn an_order_without_a_session_is_that_of_a_slate_and_teaches_nothing() {
    let mut allocator = Allocator::new(Settings::default());
    allocator.donor(Donor { id: 1, area: Some(2), ..Donor::default() }).unwrap();
    for id in 0..20 {
        allocator.post(0.0, post(id, (id % 3) as u32, 5, 20.0 + id as f64)).unwrap();
    }
    let all: Vec<u64> = (0..25).collect();
    let before = format!("{:?}", allocator.taste());
    let slate = allocator.session(Session { id: 0, day: 1.0, donor: 1, k: 20 }).unwrap();
    let ranked = allocator.rank((None, Some(2)), 1.0, &all).unwrap();
    assert_eq!(ranked.iter().map(|(id, _)| *id).collect::<Vec<_>>(), slate);
    assert!(ranked.windows(2).all(|pair| pair[0].1 >= pair[1].1));
    assert_eq!(format!("{:?}", allocator.taste()), before);
}
