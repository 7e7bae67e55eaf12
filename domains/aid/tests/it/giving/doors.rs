//! Who is shown where a household lives, and how many of them in a day.

use super::support::{Asked, House, both, courier, refused};
use qianmo_aid::delivery;
use qianmo_aid::lifecycle::Gift;
use qianmo_aid::pledge::{self, Quantity};
use qianmo_aid::receipt::{self, Confirm};
use qianmo_kernel::{Actor, Fail, Locale, Millis, PublicRef, Res, Role};

/// More households than a donor is shown in a day: name, address, telephone.
const NEIGHBOURS: [(&str, &str, &str); 10] = [
    ("李大山", "沙坪五组13号", "139 1234 5601"),
    ("张桂兰", "沙坪五组14号", "139 1234 5602"),
    ("刘建国", "沙坪五组15号", "139 1234 5603"),
    ("陈玉梅", "沙坪五组16号", "139 1234 5604"),
    ("杨春花", "沙坪五组17号", "139 1234 5605"),
    ("黄志强", "沙坪五组18号", "139 1234 5606"),
    ("周秀兰", "沙坪五组19号", "139 1234 5607"),
    ("吴明亮", "沙坪五组20号", "139 1234 5608"),
    ("徐凤英", "沙坪五组21号", "139 1234 5609"),
    ("孙长河", "沙坪五组22号", "139 1234 5610"),
];

fn see(house: &House, who: &Actor, pledge: PublicRef) -> Res<delivery::Address> {
    let who = who.clone();
    house.attempt(move |tx| delivery::address(tx, &who, pledge, Locale::ZhHans))
}

fn one(house: &House, who: &Actor, asked: &Asked) -> pledge::Pledge {
    house.try_pledge(who, asked, 0, Quantity::Count(1), "").unwrap()
}

/// A gift of goods that goes all the way, confirmed by the household itself.
fn given(house: &House, donor: &Actor, asked: &Asked) {
    let pledge = house.goods(donor, asked, 0, 1).reference();
    let family = house.family().1;
    let donor = donor.clone();
    house.write(move |tx| {
        delivery::dispatch(tx, &donor, pledge, &courier())?;
        let all = Confirm { count: None, note: String::new(), photo: None, card_shown: false, people: false };
        receipt::confirm(tx, &family, pledge, &all)
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_household_confirmed_opens_no_other_households_door() {
    both(|house| async move {
        let mut house = house;
        let helper = house.actor(Role::Helper, Some(&house.village));
        let donor = house.donor();
        let first = house.request(&helper, &[(Gift::Goods, 40)]);
        given(&house, &donor, &first);
        assert!(one(&house, &donor, &first).accepted_at.is_some(), "who was there before is known there");
        let (name, address, phone) = NEIGHBOURS[0];
        house.next_household(name, address, phone);
        let second = house.request(&helper, &[(Gift::Goods, 40)]);
        let waiting = one(&house, &donor, &second);
        assert_eq!(waiting.accepted_at, None, "and waits like everybody next door");
        assert_eq!(refused(see(&house, &donor, waiting.reference())), "aid-address-not-accepted");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_shown_more_addresses_in_a_day_than_they_can_bring_things_to() {
    both(|house| async move {
        let mut house = house;
        let helper = house.actor(Role::Helper, Some(&house.village));
        let donor = house.donor();
        let send = |house: &House, pledge: PublicRef| {
            let donor = donor.clone();
            house.write(move |tx| delivery::dispatch(tx, &donor, pledge, &courier()))
        };
        let first = house.request(&helper, &[(Gift::Goods, 40)]);
        let pledge = house.goods(&donor, &first, 0, 1).reference();
        see(&house, &donor, pledge).unwrap();
        send(&house, pledge);
        for (at, (name, address, phone)) in NEIGHBOURS.into_iter().enumerate() {
            house.on.on.clock.advance(Millis::MINUTE);
            house.next_household(name, address, phone);
            let asked = house.request(&helper, &[(Gift::Goods, 40)]);
            let pledge = house.goods(&donor, &asked, 0, 1).reference();
            if at + 1 < NEIGHBOURS.len() {
                see(&house, &donor, pledge).unwrap();
                see(&house, &donor, pledge).unwrap();
                send(&house, pledge);
                continue;
            }
            match see(&house, &donor, pledge) {
                Err(Fail::Refused(refused)) => {
                    assert_eq!((refused.kind.status(), refused.message), (429, "aid-address-too-often"));
                    assert!(refused.retry_after.is_some_and(|wait| wait > 80_000 && wait <= 86_400), "{:?}", refused.retry_after);
                }
                other => panic!("an eleventh household within a day: {other:?}"),
            }
            // A day after the first look there is room again.
            house.on.on.clock.advance(Millis::DAY);
            see(&house, &donor, pledge).unwrap();
        }
    })
    .await;
}
