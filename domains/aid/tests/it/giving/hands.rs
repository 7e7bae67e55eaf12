//! One person behind two accounts: a card that they printed, a household that they registered, a helper whom they appointed.

use super::payouts::{approve, change_card, confirm, prepare, shown};
use super::support::{Asked, House, acting, both, refused};
use qianmo_aid::delivery;
use qianmo_aid::lifecycle::{Gift, PayoutState, RequestEvent};
use qianmo_aid::receipt::{self, Confirm, Dispute, DisputeKind};
use qianmo_aid::request::{self, Draft, Ended};
use qianmo_aid::{review, thanks};
use qianmo_identity::grant;
use qianmo_identity::testing::{self, Wanted};
use qianmo_kernel::{Actor, Currency, Id, Millis, Role};
use qianmo_payments::sandbox::SandboxScript;
use qianmo_registry::household::command;
use qianmo_registry::raw::{HouseholdPatch, HouseholdRaw, MemberRaw};
use qianmo_registry::{Departure, check, register};
use serde_json::json;

/// The household signed in with a card that this account printed.
fn by_card_of(family: &Actor, issuer: &Actor) -> Actor {
    Actor { card_issued_by: Some(issuer.account), ..family.clone() }
}

/// An open request that the household begins in one session and changes in another.
fn written(house: &House, first: &Actor, second: &Actor, parts: &[(Gift, i64)]) -> Asked {
    let draft = Draft { relationship: "self".into(), ..house.draft(parts) };
    let (first, second) = (first.clone(), second.clone());
    house.write(move |tx| {
        let begun = request::create(tx, &first, &draft, Currency::CNY)?;
        let changed = request::edit(tx, &second, begun.reference, &draft, None)?;
        let sent = request::enter(tx, &changed, RequestEvent::Submit, Ended::default())?;
        let open = request::enter(tx, &sent, RequestEvent::Approve, Ended::default())?;
        let parts = request::parts(tx, open.reference)?.into_iter().map(|p| p.id).collect();
        Ok(Asked { reference: open.reference, parts })
    })
}

/// A helper of the village whom this officer appointed.
fn appointed_by(house: &House, officer: &Actor) -> Actor {
    let (account, place, officer) = (house.donor().account, house.village.id, officer.clone());
    house.write(move |tx| grant::give(tx, &officer, account, Role::Helper, place));
    Actor { account, ..house.actor(Role::Helper, Some(&house.village)) }
}

fn officers<const N: usize>(house: &House) -> [Actor; N] {
    [(); N].map(|()| house.actor(Role::Officer, Some(&house.county)))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_with_a_card_counts_as_written_by_whoever_printed_it() {
    both(|house| async move {
        let [officer, other, third] = officers(&house);
        let [helper, witness] = [(); 2].map(|()| house.actor(Role::Helper, Some(&house.village)));
        let family = house.family().1;
        let (by_officer, by_helper) = (by_card_of(&family, &officer), by_card_of(&family, &helper));
        let asked = written(&house, &by_officer, &by_helper, &[(Gift::Money, 10_000), (Gift::Goods, 2)]);
        let donor = house.donor();
        house.paid(&donor, &asked, 0, 10_000);

        // They do not look at it as reviewers, nor pay for it as officers.
        for printer in [&officer, &helper] {
            let (printer, reference) = (printer.clone(), asked.reference);
            let why = house.write(move |tx| {
                let request = request::require(tx, reference)?;
                review::recused(tx, &printer, &request)
            });
            assert_eq!(why, Some("aid-recused-publisher"));
        }
        assert_eq!(refused(prepare(&house, &officer, &asked, None)), "aid-payout-conflict");
        let prepared = prepare(&house, &other, &asked, None).unwrap();
        assert_eq!(refused(approve(&house, &officer, &prepared)), "aid-payout-conflict");
        let approved = approve(&house, &third, &prepared).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Succeed);

        // Nor do they say that it arrived: not as a witness, and not with the card.
        for printer in [&officer, &helper] {
            assert_eq!(refused(confirm(&house, printer, &approved)), "aid-witness-publisher");
            assert_eq!(refused(confirm(&house, &by_card_of(&family, printer), &approved)), "aid-witness-card");
        }
        // The same of goods; a card of somebody without a part in it speaks for the household.
        let pledge = house.goods(&donor, &asked, 1, 2);
        let (sender, reference) = (donor.clone(), pledge.reference());
        house.write(move |tx| delivery::dispatch(tx, &sender, reference, &super::support::courier()));
        let receive = |who: &Actor| {
            let who = who.clone();
            let said = Confirm { count: None, note: String::new(), photo: None, card_shown: true, people: false };
            house.attempt(move |tx| receipt::confirm(tx, &who, reference, &said))
        };
        assert_eq!(refused(receive(&helper)), "aid-witness-publisher");
        assert_eq!(refused(receive(&by_helper)), "aid-witness-card");
        // The household may always say that something is wrong, and finds where; whoever wrote the request may not.
        for (reader, may) in [(by_helper.clone(), true), (helper.clone(), false)] {
            let awaited = house.write(move |tx| receipt::deliveries_for(tx, &reader, qianmo_kernel::Locale::En));
            let shown: Vec<_> = awaited.iter().map(|a| (a.href().is_some(), a.wrong().is_some())).collect();
            assert_eq!(shown, [(false, may); 2]);
        }
        receive(&by_card_of(&family, &witness)).unwrap();
        assert_eq!(confirm(&house, &witness, &approved).unwrap().state, PayoutState::Received);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_a_payers_own_helper_printed_does_not_speak_for_the_household() {
    both(|house| async move {
        let [officer, other] = officers(&house);
        let publisher = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&publisher, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        let approved = approve(&house, &other, &prepare(&house, &officer, &asked, None).unwrap()).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Succeed);
        let appointed = appointed_by(&house, &officer);
        let family = house.family().1;
        // Also once the role, which was there to print it, is taken back.
        let (account, place, giver) = (appointed.account, house.village.id, officer.clone());
        house.write(move |tx| grant::take(tx, &giver, account, Role::Helper, place));
        assert_eq!(refused(confirm(&house, &by_card_of(&family, &appointed), &approved)), "aid-witness-card");
        let independent = house.actor(Role::Helper, Some(&house.village));
        confirm(&house, &by_card_of(&family, &independent), &approved).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_brought_a_household_in_neither_pays_it_nor_says_that_it_was_paid() {
    both(|house| async move {
        let mut house = house;
        let [registrar, first, second] = officers(&house);
        let raw = HouseholdRaw {
            place: house.village.id.to_string(),
            address: "Third house".into(),
            bank_card: "27-301 5512 0122".into(),
            language: "zh".into(),
            causes: vec!["illness".into()],
            members: vec![MemberRaw {
                relation: "head".into(),
                name: "李月娥".into(),
                sex: "female".into(),
                birth: "1961".into(),
                ..MemberRaw::default()
            }],
            ..HouseholdRaw::default()
        };
        let (by, new) = (registrar.clone(), check::household(&raw, (2020, 6, 1)).unwrap());
        house.household = house.write(move |tx| register(tx, &by, &new));
        let publisher = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&publisher, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        assert_eq!(refused(prepare(&house, &registrar, &asked, None)), "aid-payout-conflict");
        // The card was there before the request was handed in: nobody has to wait.
        let approved = approve(&house, &second, &prepare(&house, &first, &asked, None).unwrap()).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Succeed);
        assert_eq!(refused(confirm(&house, &registrar, &approved)), "aid-witness-keeper");
        let family = house.family().1;
        assert_eq!(refused(confirm(&house, &by_card_of(&family, &registrar), &approved)), "aid-witness-card");
        // That it did not arrive they may say all the same, and others find what holds.
        let (complaining, reference) = (registrar.clone(), approved.reference());
        let said = Dispute { kind: DisputeKind::NotArrived, note: "the family told me".into() };
        house.write(move |tx| receipt::dispute_payout(tx, &complaining, reference, &said));
        assert_eq!(confirm(&house, &family, &approved).unwrap().state, PayoutState::Received);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_redirects_a_payout_through_a_helper_of_their_own_making() {
    both(|house| async move {
        let publisher = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&publisher, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        let [officer, other] = officers(&house);
        let (approver, third) = house.person(Role::Officer, Some(&house.county));
        let appointed = appointed_by(&house, &officer);
        change_card(&house, &appointed, "27-301 5512 0122");
        assert_eq!(refused(prepare(&house, &officer, &asked, None)), "aid-payout-card-changed");
        // Nor once the role is taken back.
        let (account, place, giver) = (appointed.account, house.village.id, officer.clone());
        house.write(move |tx| grant::take(tx, &giver, account, Role::Helper, place));
        assert_eq!(refused(prepare(&house, &officer, &asked, None)), "aid-payout-card-changed");
        house.on.on.clock.advance(3 * Millis::DAY);
        let prepared = prepare(&house, &other, &asked, None).unwrap();
        assert_eq!(refused(approve(&house, &officer, &prepared)), "aid-payout-card-changed");
        // Whoever approves reads who put the card in, though it has not changed since the payout was prepared.
        let account = shown(&house, &approver, &prepared).await;
        assert_eq!((&account["ending"], &account["changed"]), (&json!("••••0122"), &json!(false)));
        assert_eq!(account["changes"][0]["by"], "account");
        assert!(account["changes"][0]["at"].is_string(), "{account}");
        approve(&house, &third, &prepared).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_in_the_bank_card_stays_until_money_has_arrived() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        let [officer, other, third] = officers(&house);
        change_card(&house, &officer, "27-301 5512 0001");
        assert_eq!(refused(prepare(&house, &officer, &asked, None)), "aid-payout-card-changed");
        // The same number saved again changes nothing, another one adds whoever put it in.
        let second = house.actor(Role::Helper, Some(&house.village));
        for card in ["273015512 0001", "27-301 5512 0002"] {
            change_card(&house, &second, card);
            house.on.on.clock.advance(3 * Millis::DAY);
            assert_eq!(refused(prepare(&house, &officer, &asked, None)), "aid-payout-card-changed");
        }
        let approved = approve(&house, &third, &prepare(&house, &other, &asked, Some(4_000)).unwrap()).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Succeed);
        assert_eq!(refused(confirm(&house, &officer, &approved)), "aid-witness-keeper");
        assert_eq!(refused(confirm(&house, &second, &approved)), "aid-witness-keeper");
        confirm(&house, &house.family().1, &approved).unwrap();
        // The household has the money: what went before it binds nobody but whoever put in the card that is paid now.
        prepare(&house, &officer, &asked, Some(1_000)).unwrap();
        let mut both_roles = officer.clone();
        both_roles.account = second.account;
        assert_eq!(refused(prepare(&house, &both_roles, &asked, None)), "aid-payout-card-changed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_in_the_bank_card_stays_when_its_household_leaves_and_is_taken_in_again() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let [officer, other, third] = officers(&house);
        let gift = || {
            let asked = house.request(&helper, &[(Gift::Money, 10_000)]);
            house.paid(&house.donor(), &asked, 0, 10_000);
            asked
        };
        let asked = gift();
        change_card(&house, &officer, "27-301 5512 0001");
        house.on.on.clock.advance(3 * Millis::DAY);
        let approved = approve(&house, &third, &prepare(&house, &other, &asked, None).unwrap()).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Succeed);
        confirm(&house, &house.family().1, &approved).unwrap();
        let (household, back) = (house.household, other.clone());
        house.write(move |tx| command::leave(tx, &Actor::system(), household, None, Some(Departure::Mistake), "").map(|_| ()));
        house.write(move |tx| command::take_in_again(tx, &back, household, None));
        // What the departure ends is ended late; what is asked for since goes on.
        house.on.on.clock.advance(Millis::SECOND);
        let asked = gift();
        house.on.work().await;
        assert_eq!(house.find(&asked).state.name(), "pledged");
        house.on.on.clock.advance(3 * Millis::DAY);
        assert_eq!(refused(prepare(&house, &officer, &asked, None)), "aid-payout-card-changed", "it is still their card");
        assert_eq!(
            refused(prepare(&house, &other, &asked, None)),
            "aid-payout-card-changed",
            "and they opened the door to it again"
        );
        prepare(&house, &third, &asked, None).unwrap();
    })
    .await;
}

/// A household that this helper brings in with a phone; from now on the requests are its own.
fn brought_in(house: &mut House, by: &Actor, phone: &str) {
    let raw = HouseholdRaw {
        place: house.village.id.to_string(),
        address: "Third house".into(),
        phone: phone.into(),
        bank_card: "27-301 5512 0122".into(),
        language: "zh".into(),
        causes: vec!["illness".into()],
        members: vec![MemberRaw {
            relation: "head".into(),
            name: "李月娥".into(),
            sex: "female".into(),
            birth: "1961-03-02".into(),
            ..MemberRaw::default()
        }],
    };
    let (by, new) = (by.clone(), check::household(&raw, (2020, 6, 1)).unwrap());
    house.household = house.write(move |tx| register(tx, &by, &new));
}

/// Somebody who signs in with this phone comes in to that household by it.
async fn comes_in(house: &House, phone: &'static str) -> Actor {
    let person = house.write(move |tx| {
        let roles = [(Role::Donor, Id::NONE)];
        testing::make(tx, &Wanted { name: "W.", roles: &roles, second_factor: false, login: Some(phone), household: None })
    });
    let proof = [("name", "李月娥"), ("birth", "1961-03-02")];
    house.on.post("/my-household/membership").session(&person.session).form(&proof).send().await.expect(303);
    acting(&person, Role::Household, house.village.id, &house.village.path, Some(house.household))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_puts_another_phone_on_record_has_a_hand_in_what_is_done_by_whom_it_lets_in() {
    both(|house| async move {
        let mut house = house;
        let [registrar, publisher, witness] = [(); 3].map(|()| house.actor(Role::Helper, Some(&house.village)));
        let [officer, other] = officers(&house);
        let (person, third) = house.person(Role::Officer, Some(&house.county));
        brought_in(&mut house, &registrar, "139 1234 0001");
        house.on.on.clock.advance(Millis::DAY);
        put_phone(&house, &officer, "13700000001");
        house.on.on.clock.advance(3 * Millis::DAY);
        let second = comes_in(&house, "+8613700000001").await;
        change_card(&house, &second, "27-301 5512 0002");
        let asked = house.request(&publisher, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        house.on.on.clock.advance(3 * Millis::DAY);

        // Neither officer of the payout is the one behind that account, and the second is told who that may be.
        assert_eq!(refused(prepare(&house, &officer, &asked, None)), "aid-payout-card-changed");
        let prepared = prepare(&house, &other, &asked, None).unwrap();
        assert_eq!(refused(approve(&house, &officer, &prepared)), "aid-payout-card-changed");
        let last = shown(&house, &person, &prepared).await["changes"][0].clone();
        assert_eq!((&last["by"], &last["name"]), (&json!("let_in"), &json!("Test Person")));
        let approved = approve(&house, &third, &prepared).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Succeed);
        // Nor does their account say that the money arrived.
        assert_eq!(refused(confirm(&house, &second, &approved)), "aid-witness-phone");
        assert_eq!(refused(confirm(&house, &officer, &approved)), "aid-witness-keeper");
        confirm(&house, &witness, &approved).unwrap();
    })
    .await;
}

/// Puts another phone on record.
fn put_phone(house: &House, by: &Actor, phone: &str) {
    let change = check::change(&HouseholdPatch { phone: Some(phone.into()), ..HouseholdPatch::default() }).unwrap();
    let (by, household) = (by.clone(), house.household);
    house.write(move |tx| command::change(tx, &by, household, None, &change));
}

fn erase(house: &House, who: &Actor) {
    let account = who.account;
    house.write(move |tx| qianmo_identity::erasure::erase_for(tx, account));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_behind_a_phone_is_not_washed_off_by_accounts_that_let_each_other_in_and_are_erased() {
    both(|house| async move {
        let mut house = house;
        let [registrar, publisher, witness] = [(); 3].map(|()| house.actor(Role::Helper, Some(&house.village)));
        let [officer, other] = officers(&house);
        let (person, third) = house.person(Role::Officer, Some(&house.county));
        brought_in(&mut house, &registrar, "139 1234 0001");
        house.on.on.clock.advance(Millis::DAY);
        put_phone(&house, &officer, "13700000001");
        house.on.on.clock.advance(3 * Millis::DAY);
        // The first account puts in a bank card and a phone and is gone; the second, which came in by that phone, changes the card.
        let first = comes_in(&house, "+8613700000001").await;
        change_card(&house, &first, "27-301 5512 0002");
        put_phone(&house, &first, "13700000002");
        erase(&house, &first);
        house.on.on.clock.advance(3 * Millis::DAY);
        let asked = house.request(&publisher, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        assert_eq!(refused(prepare(&house, &officer, &asked, None)), "aid-payout-card-changed", "of whom an erased account was");
        let second = comes_in(&house, "+8613700000002").await;
        change_card(&house, &second, "27-301 5512 0003");
        house.on.on.clock.advance(3 * Millis::DAY);

        assert_eq!(refused(prepare(&house, &officer, &asked, None)), "aid-payout-card-changed");
        let prepared = prepare(&house, &other, &asked, None).unwrap();
        assert_eq!(refused(approve(&house, &officer, &prepared)), "aid-payout-card-changed");
        // The second officer is told who that may be, also of the change by the account that is no more.
        let changes = shown(&house, &person, &prepared).await["changes"].clone();
        for at in [0_usize, 1] {
            assert_eq!((&changes[at]["by"], &changes[at]["name"]), (&json!("let_in"), &json!("Test Person")), "{changes}");
        }
        let approved = approve(&house, &third, &prepared).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Succeed);
        assert_eq!(refused(confirm(&house, &second, &approved)), "aid-witness-phone");
        confirm(&house, &witness, &approved).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_a_phone_of_the_payers_let_in_at_two_removes_does_not_say_that_money_came() {
    both(|house| async move {
        let mut house = house;
        let [registrar, publisher] = [(); 2].map(|()| house.actor(Role::Helper, Some(&house.village)));
        let [officer, other] = officers(&house);
        brought_in(&mut house, &registrar, "139 1234 0001");
        house.on.on.clock.advance(Millis::DAY);
        put_phone(&house, &officer, "13700000001");
        house.on.on.clock.advance(3 * Millis::DAY);
        let first = comes_in(&house, "+8613700000001").await;
        put_phone(&house, &first, "13700000002");
        erase(&house, &first);
        house.on.on.clock.advance(3 * Millis::DAY);
        let second = comes_in(&house, "+8613700000002").await;
        // The card is the one of the registration: the officer pays, and is behind whoever would say that it arrived.
        let asked = house.request(&publisher, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        let approved = approve(&house, &other, &prepare(&house, &officer, &asked, None).unwrap()).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Succeed);
        assert_eq!(refused(confirm(&house, &second, &approved)), "aid-witness-phone");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_that_came_in_by_the_phone_of_its_registration_confirms_by_itself() {
    both(|house| async move {
        let mut house = house;
        let helper = house.actor(Role::Helper, Some(&house.village));
        let [officer, other] = officers(&house);
        brought_in(&mut house, &helper, "139 1234 0001");
        let family = comes_in(&house, "+8613912340001").await;
        let asked = house.request(&helper, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        let approved = approve(&house, &other, &prepare(&house, &officer, &asked, None).unwrap()).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Succeed);
        confirm(&house, &family, &approved).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_tells_a_story_does_not_agree_to_it_with_a_card_that_they_printed() {
    both(|house| async move {
        let [helper, another] = [(); 2].map(|()| house.actor(Role::Helper, Some(&house.village)));
        let asked = house.request(&helper, &[(Gift::Goods, 2)]);
        let family = house.family().1;
        let tell = |who: &Actor| {
            let (who, request) = (who.clone(), asked.reference);
            let new = thanks::NewPost {
                kind: thanks::PostKind::Story,
                body: "How the light came.".into(),
                photo: None,
                alt: String::new(),
                people: false,
            };
            house.attempt(move |tx| thanks::post(tx, &who, request, &new))
        };
        let story = tell(&helper).unwrap().reference;
        let agree = |who: &Actor, agreed: bool| {
            let who = who.clone();
            house.attempt(move |tx| thanks::consent(tx, &who, story, agreed))
        };
        let (by_teller, by_other) = (by_card_of(&family, &helper), by_card_of(&family, &another));
        assert_eq!(refused(agree(&by_teller, true)), "aid-consent-apart");
        assert_eq!(refused(tell(&by_teller)), "aid-consent-apart", "nor tell it as the household's own");
        agree(&by_other, true).unwrap();
        agree(&by_teller, false).unwrap();
    })
    .await;
}
