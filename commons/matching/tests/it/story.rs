//! Whatever happens, in whatever order: no forbidden post, no budget overdrawn, no more than K, and the same again from the same seed.

use proptest::prelude::*;
use qianmo_matching::{Allocator, Donor, Post, Pull, Refusal, Session, Settings};
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
enum Deed {
    Post { purpose: u32, area: u32, household: u64, amount: i64, weight: f64, life: f64, group: u32 },
    Visit { donor: u64, k: usize, takes: Option<usize>, part: bool, even: bool },
    Lapse { post: u64 },
    Close { post: u64 },
    Wait { days: f64 },
    Left { post: u64, left: i64, amount: i64 },
    Prolong { post: u64, life: f64 },
    Forget { days: f64 },
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let post = (0u32..3, 0u32..3, 0u64..4, 1i64..9, 0.5f64..4.0, 0.5f64..9.0, 0u32..3).prop_map(
        |(purpose, area, household, amount, weight, life, group)| Deed::Post {
            purpose,
            area,
            household,
            amount,
            weight,
            life,
            group,
        },
    );
    let visit = (0u64..6, 0usize..5, proptest::option::of(0usize..5), any::<bool>(), any::<bool>())
        .prop_map(|(donor, k, takes, part, even)| Deed::Visit { donor, k, takes, part, even });
    let lapse = (0u64..60).prop_map(|post| Deed::Lapse { post });
    let close = (0u64..60).prop_map(|post| Deed::Close { post });
    let wait = (0.0f64..2.0).prop_map(|days| Deed::Wait { days });
    let left = (0u64..60, 0i64..9, 1i64..9).prop_map(|(post, left, amount)| Deed::Left { post, left, amount });
    let prolong = (0u64..60, 0.5f64..9.0).prop_map(|(post, life)| Deed::Prolong { post, life });
    let forget = (0.0f64..4.0).prop_map(|days| Deed::Forget { days });
    let deed = prop_oneof![8 => post, 12 => visit, 2 => lapse, 2 => close, 4 => wait, 2 => left, 2 => prolong, 1 => forget];
    proptest::collection::vec(deed, 1..120)
}

/// What a platform would keep in its own books about a post.
struct Kept {
    purpose: u32,
    area: u32,
    household: u64,
    left: i64,
    amount: i64,
    expire: f64,
    closed: bool,
}

fn post_expire(books: &BTreeMap<u64, Kept>, id: u64) -> f64 {
    books[&id].expire
}

/// Plays the deeds, checks every slate against books of its own, and gives all slates.
fn play(deeds: &[Deed], settings: Settings) -> Vec<Vec<u64>> {
    let mut allocator = Allocator::new(settings);
    allocator.lies_in(0, &[3]);
    allocator.lies_in(1, &[3]);
    let budgets = [None, Some(0), Some(3), Some(12), None, Some(100)];
    for (id, budget) in (0u64..).zip(budgets) {
        let purpose = (id % 2 == 0).then_some(id as u32 % 3);
        let donor = Donor { id, purpose, area: Some(id as u32 % 4), budget, not_for: vec![id % 4], newest_first: id == 5 };
        allocator.donor(donor).unwrap();
    }
    let mut budgets = budgets;
    let mut books: BTreeMap<u64, Kept> = BTreeMap::new();
    let (mut day, mut told, mut slates) = (0.0, 0.0, Vec::new());
    let mut posted = 0u64;
    for (number, deed) in (0u64..).zip(deeds) {
        match deed.clone() {
            Deed::Wait { days } => day += days,
            Deed::Post { purpose, area, household, amount, weight, life, group } => {
                let (id, expire) = (posted, day + life);
                posted += 1;
                told = day;
                allocator.post(day, Post { id, purpose, area, household, amount, weight, expire, group }).unwrap();
                books.insert(id, Kept { purpose, area, household, left: amount, amount, expire, closed: false });
            }
            Deed::Visit { donor, k, takes, part, even } => {
                told = day;
                let session = Session { id: number, day, donor, k };
                let slate =
                    if even { allocator.session_among(session, |id| id % 2 == 0) } else { allocator.session(session) }.unwrap();
                let known: Vec<u64> = books.keys().copied().filter(|id| !even || id % 2 == 0).collect();
                let all: Vec<u64> = allocator.rank((None, None), day, &known).unwrap().into_iter().map(|(id, _)| id).collect();
                let open = |id: &&u64| !books[id].closed && books[id].left > 0 && books[id].expire > day;
                assert_eq!(all.len(), known.iter().filter(open).count(), "all that is open is ranked");
                let budget = budgets[donor as usize];
                let pays = |left: i64| budget.is_none_or(|b| b > 0 && (settings.parts || left <= b));
                let may = known.iter().filter(open).filter(|id| pays(books[id].left) && books[id].household != donor % 4).count();
                assert_eq!(slate.len(), may.min(k), "as many as there are");
                assert!(slate.len() <= k);
                let budget = &mut budgets[donor as usize];
                for (i, id) in slate.iter().enumerate() {
                    let post = &books[id];
                    assert!(!slate[..i].contains(id), "shown twice");
                    assert!(!even || id % 2 == 0, "not among them");
                    let reason = allocator.reason(number, *id).unwrap();
                    assert_eq!((reason.place, reason.newest_first), (i, donor == 5));
                    assert!((f64::from(reason.days_left) - (post_expire(&books, *id) - day)).abs() < 1e-3);
                    assert!(donor == 5 || reason.purpose == (donor % 2 == 0 && books[id].purpose == donor as u32 % 3));
                    let in_area = books[id].area == donor as u32 % 4 || donor % 4 == 3 && books[id].area < 2;
                    assert!(donor == 5 || reason.area == in_area, "who declared 3 cares for 0 and 1, which lie in it");
                    assert!(!post.closed && post.left > 0 && post.expire > day && post.household != donor % 4, "forbidden");
                    assert!(budget.is_none_or(|b| b > 0 && (settings.parts || post.left <= b)), "beyond the budget");
                }
                let taken = takes.and_then(|i| slate.get(i).copied());
                let gift = taken.map(|id| {
                    let post = books.get_mut(&id).unwrap();
                    let most = if settings.parts && part { (post.left + 1) / 2 } else { post.left };
                    let gift = most.min(budget.unwrap_or(i64::MAX));
                    post.left -= gift;
                    *budget = budget.map(|b| b - gift);
                    gift
                });
                allocator.choice(number, taken, gift).unwrap();
                assert!(allocator.reason(number, slate.first().copied().unwrap_or(0)).is_none(), "answered");
                slates.push(slate);
            }
            Deed::Lapse { post } => {
                let open = books.get(&post).map(|p| p.amount - p.left);
                let answer = allocator.lapse(day, post, None, None);
                match open {
                    None => assert_eq!(answer, Err(Refusal::UnknownPost)),
                    Some(0) => assert_eq!(answer, Err(Refusal::Number)),
                    Some(_) => {
                        answer.unwrap();
                        told = day;
                        books.get_mut(&post).unwrap().left = books[&post].amount;
                    }
                }
            }
            Deed::Close { post } => {
                assert_eq!(allocator.close(post).is_ok(), books.contains_key(&post));
                if let Some(post) = books.get_mut(&post) {
                    post.closed = true;
                    post.expire = post.expire.min(told);
                }
            }
            Deed::Left { post, left, amount } => {
                let answer = allocator.left(day, post, left, amount);
                match books.get_mut(&post) {
                    None => assert_eq!(answer, Err(Refusal::UnknownPost)),
                    Some(_) if left > amount => assert_eq!(answer, Err(Refusal::Number)),
                    Some(kept) => {
                        assert_eq!(answer, Ok(()));
                        told = day;
                        (kept.left, kept.amount) = (left, amount);
                        assert_eq!(allocator.left(day, post, left, amount), Ok(()), "told twice");
                    }
                }
            }
            Deed::Prolong { post, life } => {
                let answer = allocator.prolong(day, post, day + life);
                match books.get_mut(&post) {
                    None => assert_eq!(answer, Err(Refusal::UnknownPost)),
                    Some(kept) if kept.closed => assert_eq!(answer, Err(Refusal::NotOpen)),
                    Some(kept) => {
                        assert_eq!(answer, Ok(()));
                        (kept.expire, told) = (day + life, day);
                    }
                }
            }
            Deed::Forget { days } => {
                let known = books.len();
                books.retain(|_, kept| kept.expire >= (day - days).min(told));
                assert_eq!(allocator.forget_ended(day - days), known - books.len());
                assert_eq!(allocator.posts(), books.len());
            }
        }
    }
    slates
}

proptest! {
    #[test]
    fn no_forbidden_post_and_the_same_again(deeds in deeds(), parts in any::<bool>(), floors in any::<bool>(), seed in any::<u64>()) {
        let settings = Settings { seed, parts, floors: floors.then(Pull::default), every: 0.3, ..Settings::default() };
        let slates = play(&deeds, settings);
        prop_assert_eq!(slates, play(&deeds, settings));
    }
}

pub fn with_one_post() -> Allocator {
    let mut allocator = Allocator::new(Settings::default());
    allocator.donor(Donor { id: 1, purpose: Some(1), ..Donor::default() }).unwrap();
    let post = Post { id: 1, purpose: 1, area: 1, household: 1, amount: 5, weight: 1.0, expire: 10.0, group: 0 };
    allocator.post(1.0, post).unwrap();
    allocator
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let mut allocator = with_one_post();
    let post = Post { id: 2, purpose: 1, area: 1, household: 1, amount: 5, weight: 1.0, expire: 10.0, group: 0 };
    assert_eq!(allocator.post(0.5, post.clone()), Err(Refusal::Day));
    assert_eq!(allocator.post(f64::NAN, post.clone()), Err(Refusal::Day));
    assert_eq!(allocator.post(2.0, Post { id: 1, ..post.clone() }), Err(Refusal::Known));
    assert_eq!(allocator.post(2.0, Post { amount: 0, ..post.clone() }), Err(Refusal::Number));
    assert_eq!(allocator.post(2.0, Post { weight: f64::NAN, ..post.clone() }), Err(Refusal::Number));
    assert_eq!(allocator.post(11.0, post), Err(Refusal::Day));
    assert_eq!(allocator.session(Session { id: 1, day: 2.0, donor: 9, k: 1 }), Err(Refusal::UnknownDonor));
    assert_eq!(allocator.choice(1, None, None), Err(Refusal::UnknownSession));
    assert_eq!(allocator.session(Session { id: 1, day: 2.0, donor: 1, k: 3 }), Ok(vec![1]));
    assert_eq!(allocator.choice(1, Some(7), None), Err(Refusal::UnknownPost));
    assert_eq!(allocator.choice(1, Some(1), Some(6)), Err(Refusal::NotOpen));
    assert_eq!(allocator.choice(1, Some(1), Some(5)), Ok(()));
    assert_eq!(allocator.session(Session { id: 2, day: 2.0, donor: 1, k: 3 }), Ok(vec![]));
    assert_eq!(allocator.lapse(3.0, 1, None, None), Ok(()));
    assert_eq!(allocator.session(Session { id: 3, day: 9.99, donor: 1, k: 3 }), Ok(vec![1]));
    assert_eq!(allocator.session(Session { id: 4, day: 10.0, donor: 1, k: 3 }), Ok(vec![]));
}

#[test]
fn an_answer_that_comes_after_the_end_of_the_post_is_refused() {
    let mut allocator = with_one_post();
    allocator.session(Session { id: 1, day: 2.0, donor: 1, k: 3 }).unwrap();
    allocator.session(Session { id: 2, day: 10.0, donor: 1, k: 3 }).unwrap();
    assert_eq!(allocator.choice(1, Some(1), None), Err(Refusal::NotOpen));
    assert_eq!(allocator.choice(1, None, None), Ok(()), "the slate still waits");
}

#[test]
fn of_two_who_saw_the_same_post_one_takes_it() {
    let mut allocator = with_one_post();
    allocator.session(Session { id: 1, day: 2.0, donor: 1, k: 3 }).unwrap();
    allocator.session(Session { id: 2, day: 2.0, donor: 1, k: 3 }).unwrap();
    assert_eq!(allocator.choice(2, Some(1), None), Ok(()));
    assert_eq!(allocator.choice(1, Some(1), None), Err(Refusal::NotOpen));
}

#[test]
fn who_declares_anew_has_the_budget_and_the_interests_of_now() {
    let mut allocator = with_one_post();
    let anew = |purpose, budget| Donor { id: 1, purpose: Some(purpose), budget, ..Donor::default() };
    assert_eq!(allocator.redeclare(Donor { id: 8, ..anew(1, None) }), Err(Refusal::UnknownDonor));
    allocator.session(Session { id: 1, day: 2.0, donor: 1, k: 3 }).unwrap();
    allocator.redeclare(anew(2, Some(4))).unwrap();
    assert_eq!(allocator.session(Session { id: 2, day: 2.0, donor: 1, k: 3 }), Ok(vec![]), "four are not enough for five");
    assert_eq!(allocator.choice(1, Some(1), None), Err(Refusal::OverBudget));
    allocator.redeclare(anew(2, Some(-3))).unwrap();
    assert_eq!(allocator.session(Session { id: 3, day: 2.0, donor: 1, k: 3 }), Ok(vec![]));
    allocator.redeclare(anew(1, None)).unwrap();
    assert_eq!(allocator.session(Session { id: 4, day: 2.0, donor: 1, k: 3 }), Ok(vec![1]));
    assert_eq!(allocator.choice(1, Some(1), None), Ok(()));
}
