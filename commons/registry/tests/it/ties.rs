//! What was said of somebody who is close ends: by whom, and that the household hears of it.

use crate::{House, actor_of, both, refused};
use qianmo_identity::testing::Person;
use qianmo_kernel::{Actor, Id, Millis, PublicRef, Res, Role};
use qianmo_registry::link::{self, Ending};
use qianmo_registry::{Tie, is_member_or_relative, state};

/// Somebody who works at the county.
fn staff(house: &House, role: Role) -> Actor {
    let account = house.person(&[(role, house.county.id)]).account;
    actor_of(account, role, house.county.id, &house.county.path)
}

/// The household's own account.
fn own(house: &House, household: PublicRef) -> Actor {
    let owner: Person = house.owner(household);
    Actor { household: Some(household), ..actor_of(owner.account, Role::Household, house.village.id, &house.village.path) }
}

fn says(house: &House, by: &Actor, household: PublicRef, account: Id) {
    let by = by.clone();
    house.write(move |tx| state(tx, &by, household, account, Tie::Sibling));
}

fn close(house: &House, household: PublicRef, who: &Actor) -> bool {
    let account = who.account;
    house.write(move |tx| is_member_or_relative(tx, account, household))
}

/// Ends what is said of somebody, as far as this actor may.
fn end(house: &House, by: &Actor, household: PublicRef, of: &Actor) -> Res<Ending> {
    let (by, account) = (by.clone(), of.account);
    let tie = house.write(move |tx| Ok(link::list(tx, household)?.into_iter().find(|s| s.account == account).unwrap().id));
    house.try_write(move |tx| link::end(tx, &by, household, tie))
}

/// How many messages went to the household's phone.
fn messages(house: &House) -> usize {
    house.sent.0.lock().unwrap().iter().filter(|to| to.ends_with("13912345678")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_relatives_do_not_release_each_other() {
    both(|house| async move {
        let household = house.family();
        let officer = || staff(&house, Role::Officer);
        let (brother, cousin, one, two, family) = (officer(), officer(), officer(), officer(), own(&house, household));
        says(&house, &brother, household, brother.account);
        says(&house, &family, household, cousin.account);
        for (by, of) in [(&brother, &cousin), (&cousin, &brother)] {
            assert_eq!(refused(end(&house, by, household, of)), "registry-tie-close");
        }
        // What the household said of the cousin one officer ends, as it may be a mistake; the household hears of it.
        assert_eq!(end(&house, &one, household, &cousin).unwrap(), Ending::Done);
        house.on.work().await;
        assert_eq!((close(&house, household, &cousin), messages(&house)), (false, 1));
        // Whom it released a moment ago does not release the brother, nor is that officer alone enough.
        assert_eq!(refused(end(&house, &cousin, household, &brother)), "registry-tie-close");
        assert_eq!(end(&house, &one, household, &brother).unwrap(), Ending::Asked);
        assert_eq!(refused(end(&house, &one, household, &brother)), "registry-tie-second");
        assert_eq!(refused(end(&house, &cousin, household, &brother)), "registry-tie-close");
        house.on.work().await;
        assert_eq!((close(&house, household, &brother), messages(&house)), (true, 1), "asked for, and no more");
        assert_eq!(end(&house, &two, household, &brother).unwrap(), Ending::Done);
        house.on.work().await;
        assert_eq!((close(&house, household, &brother), messages(&house)), (false, 2));
        // Three months later the cousin counts as anybody.
        let nephew = staff(&house, Role::Reviewer);
        says(&house, &family, household, nephew.account);
        assert_eq!(refused(end(&house, &cousin, household, &nephew)), "registry-tie-close");
        house.on.on.clock.advance(91 * Millis::DAY);
        assert_eq!(end(&house, &cousin, household, &nephew).unwrap(), Ending::Done);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_said_by_mistake_that_they_are_close_needs_one_officer_and_nobody_lets_themselves_off() {
    both(|house| async move {
        let household = house.family();
        let (reviewer, officer) = (staff(&house, Role::Reviewer), staff(&house, Role::Officer));
        says(&house, &reviewer, household, reviewer.account);
        assert_eq!(end(&house, &reviewer, household, &reviewer).unwrap(), Ending::Asked);
        assert_eq!(refused(end(&house, &reviewer, household, &reviewer)), "registry-tie-second");
        assert!(close(&house, household, &reviewer));
        // What was asked for long ago is asked for anew.
        house.on.on.clock.advance(31 * Millis::DAY);
        assert_eq!(end(&house, &reviewer, household, &reviewer).unwrap(), Ending::Asked);
        assert_eq!(end(&house, &officer, household, &reviewer).unwrap(), Ending::Done);
        assert!(!close(&house, household, &reviewer));

        // The other way round: the officer sees it first, and the one whom it is about says that it is so.
        says(&house, &reviewer, household, reviewer.account);
        assert_eq!(end(&house, &officer, household, &reviewer).unwrap(), Ending::Asked);
        assert_eq!(end(&house, &reviewer, household, &reviewer).unwrap(), Ending::Done);
        assert!(!close(&house, household, &reviewer));

        // An officer who has become close meanwhile is not the one of the two.
        says(&house, &reviewer, household, reviewer.account);
        assert_eq!(end(&house, &officer, household, &reviewer).unwrap(), Ending::Asked);
        says(&house, &officer, household, officer.account);
        assert_eq!(end(&house, &reviewer, household, &reviewer).unwrap(), Ending::Asked);
        assert!(close(&house, household, &reviewer));
        // Nor does somebody end what others say of them.
        let family = own(&house, household);
        let named = staff(&house, Role::Officer);
        says(&house, &family, household, named.account);
        assert_eq!(refused(end(&house, &named, household, &named)), "registry-tie-not-yours");
        // That somebody is a neighbour keeps nobody from anything: they take it back alone, and no message goes out.
        house.on.work().await;
        let (before, friend) = (messages(&house), reviewer.clone());
        house.write(move |tx| link::state(tx, &friend, household, friend.account, Tie::Neighbour));
        let by = reviewer.clone();
        let tie = house.write(move |tx| Ok(link::list(tx, household)?.into_iter().find(|s| s.tie == Tie::Neighbour).unwrap().id));
        assert_eq!(house.write(move |tx| link::end(tx, &by, household, tie)), Ending::Done);
        house.on.work().await;
        assert_eq!(messages(&house), before);
    })
    .await;
}
