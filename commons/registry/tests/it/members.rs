//! A record does not pass from a family to people whom somebody entered lately, and a family is told of what becomes of its members.

use crate::{House, TODAY, actor, actor_of, both, family, id_number, refused, words};
use qianmo_kernel::{Actor, Id, Millis, PublicRef, Res, Role};
use qianmo_registry::household::command;
use qianmo_registry::household::store::persons;
use qianmo_registry::looks::store::list as looks;
use qianmo_registry::raw::{HouseholdRaw, MemberRaw};
use qianmo_registry::{Leaving, NewMember, Status, check, register, standing};

/// Somebody whom nobody knows.
fn invented() -> NewMember {
    let raw =
        MemberRaw { relation: "child".into(), name: "赵无名".into(), id_number: id_number(1980, 11), ..MemberRaw::default() };
    check::member(&raw, TODAY).unwrap()
}

fn add(house: &House, by: &Actor, household: PublicRef) -> Id {
    let (by, new) = (by.clone(), invented());
    house.write(move |tx| command::add_member(tx, &by, household, None, &new)).0
}

fn leave(house: &House, by: &Actor, household: PublicRef, person: Id, reason: Leaving, successor: Option<Id>) -> Res<i64> {
    let by = by.clone();
    house.try_write(move |tx| command::member_left(tx, &by, household, None, person, reason, successor))
}

/// Those who are members now, in their order.
fn present(house: &House, household: PublicRef) -> Vec<Id> {
    let all = house.write(move |tx| persons(tx, household));
    all.into_iter().filter(|person| person.left.is_none()).map(|person| person.id).collect()
}

fn status(house: &House, household: PublicRef) -> Status {
    house.write(move |tx| standing(tx, household)).status
}

/// How often something went to the phone of [`family`].
fn told(house: &House) -> usize {
    house.sent.0.lock().unwrap().iter().filter(|to| to.ends_with("13912345678")).count()
}

/// What the last look changed.
fn last_change(house: &House, household: PublicRef) -> String {
    house.write(move |tx| looks(tx, household, Id::from_i64(i64::MAX), 1)).remove(0).fields
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_ends_with_the_last_member_who_was_on_it_before_and_not_in_somebody_invented() {
    both(|house| async move {
        let household = house.family();
        let helper = actor(Role::Helper, &house.village);
        house.on.on.clock.advance(40 * Millis::DAY);
        let members = present(&house, household);
        let stranger = add(&house, &helper, household);
        leave(&house, &helper, household, members[1], Leaving::Mistake, None).unwrap();
        assert_eq!(status(&house, household), Status::Registered, "the grandmother is still there");
        leave(&house, &helper, household, members[0], Leaving::Mistake, Some(stranger)).unwrap();
        assert_eq!(status(&house, household), Status::Left);
        assert_eq!(last_change(&house, household), "members,head,status");
        house.on.work().await;
        assert_eq!(told(&house), 3, "the family hears of each, and that it counts as left");
        let by = helper.clone();
        let new = invented();
        assert_eq!(
            refused(house.try_write(move |tx| command::add_member(tx, &by, household, None, &new))),
            "registry-not-registered"
        );
        // Who was entered is registered anew, as the household that they are.
        let raw = HouseholdRaw {
            members: vec![MemberRaw {
                relation: "head".into(),
                name: "赵无名".into(),
                id_number: id_number(1980, 11),
                ..MemberRaw::default()
            }],
            ..family(&house.village)
        };
        assert_ne!(house.register(&raw).unwrap(), household);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_been_on_record_for_a_month_carries_the_household_on() {
    both(|house| async move {
        let household = house.family();
        let helper = actor(Role::Helper, &house.village);
        house.on.on.clock.advance(40 * Millis::DAY);
        let child = add(&house, &helper, household);
        house.on.on.clock.advance(30 * Millis::DAY);
        for person in present(&house, household).into_iter().filter(|person| *person != child) {
            leave(&house, &helper, household, person, Leaving::Died, Some(child)).unwrap();
        }
        assert_eq!(status(&house, household), Status::Registered);
        assert!(words(&house, household).ends_with("1 person"), "{}", words(&house, household));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_entered_lately_is_put_right_by_whoever_entered_it() {
    both(|house| async move {
        let [one, two] = [(); 2].map(|()| actor_of(house.helper().account, Role::Helper, house.village.id, &house.village.path));
        for (order, by, expected) in [(41, &one, Status::Registered), (42, &two, Status::Left)] {
            let mut raw = family(&house.village);
            raw.members.truncate(1);
            raw.members[0].id_number = id_number(1950, order);
            let (first, new) = (one.clone(), check::household(&raw, TODAY).unwrap());
            let household = house.write(move |tx| register(tx, &first, &new));
            house.on.on.clock.advance(Millis::DAY);
            let wrong = present(&house, household)[0];
            let right = add(&house, &one, household);
            leave(&house, by, household, wrong, Leaving::Mistake, Some(right)).unwrap();
            assert_eq!(status(&house, household), expected);
            // Gone again, so that the next one is free to be entered.
            let _ = leave(&house, by, household, right, Leaving::Mistake, None);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_hears_of_a_member_taken_off_another_head_and_somebody_entered_in_their_place() {
    both(|house| async move {
        let household = house.family();
        let helper = actor(Role::Helper, &house.village);
        let members = present(&house, household);
        let edit = |person: Id, name: &str, number: String| {
            let raw = MemberRaw {
                relation: if person == members[0] { "head".into() } else { "grandchild".into() },
                name: name.into(),
                id_number: number,
                ..MemberRaw::default()
            };
            let (by, new) = (helper.clone(), check::member(&raw, TODAY).unwrap());
            house.write(move |tx| command::edit_member(tx, &by, household, None, person, &new));
        };
        edit(members[0], "王秀英", id_number(1950, 2));
        house.on.work().await;
        assert_eq!(told(&house), 0, "what is put right of a person is no other person");
        house.on.on.clock.advance(40 * Millis::DAY);
        edit(members[1], "赵无名", String::new());
        house.on.work().await;
        assert_eq!(told(&house), 1);
        let known = house.write(move |tx| persons(tx, household)).into_iter().map(|person| person.known_since);
        assert_eq!(known.max(), Some(house.on.app.clock.now()), "on record since they were entered");
        // So the record does not live on in them either.
        leave(&house, &helper, household, members[0], Leaving::Mistake, Some(members[1])).unwrap();
        assert_eq!(status(&house, household), Status::Left);
        house.on.work().await;
        assert_eq!(told(&house), 3);
    })
    .await;
}
