//! A county ends while gifts are under way: those who answer for its people now go on with them.

use super::support::{Asked, House, both, courier};
use qianmo_aid::delivery;
use qianmo_aid::lifecycle::{Gift, PayoutState, RequestState};
use qianmo_aid::payout::{self, NewPayout, Payout};
use qianmo_aid::receipt::{self, Confirm, Dispute, DisputeKind, Outcome};
use qianmo_kernel::{Actor, Locale, Millis, Role};
use qianmo_payments::sandbox::SandboxScript;

fn prepare(house: &House, officer: &Actor, asked: &Asked) -> Payout {
    let officer = officer.clone();
    let new = NewPayout { request: asked.reference, part: asked.parts[0], amount: None, evidence: "seen at home".into() };
    house.write(move |tx| payout::prepare(tx, &officer, &new, payout::Settings::default()))
}

fn approve(house: &House, officer: &Actor, payout: &Payout) -> Payout {
    let (officer, reference) = (officer.clone(), payout.reference());
    let approved = house.write(move |tx| payout::approve(tx, &officer, reference, None, payout::Settings::default()));
    house.bank(approved.county, approved.payment, SandboxScript::Succeed);
    approved
}

fn merge(house: &House) {
    house.on.on.clock.advance(Millis::DAY);
    let (old, new, at) = (house.county.id, house.other.id, house.on.app.clock.now());
    house.write(move |tx| qianmo_places::succeed(tx, &Actor::system(), &qianmo_places::Succession { old: vec![old], new, at }));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_officers_of_the_new_county_finish_payouts_gifts_and_disputes_of_the_old_one() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        // A payout that an officer of the old county has prepared, and a gift of which nothing is prepared yet.
        let first = house.request(&helper, &[(Gift::Money, 20_000)]);
        house.paid(&house.donor(), &first, 0, 20_000);
        let prepared = prepare(&house, &house.actor(Role::Officer, Some(&house.county)), &first);
        let second = house.request(&helper, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &second, 0, 10_000);
        // Goods that are said not to have come, and others that are on their way.
        let (third, fourth) = (house.request(&helper, &[(Gift::Goods, 1)]), house.request(&helper, &[(Gift::Goods, 1)]));
        let send = |asked: &Asked| {
            let donor = house.donor();
            let pledge = house.goods(&donor, asked, 0, 1).reference();
            house.write(move |tx| delivery::dispatch(tx, &donor, pledge, &courier()));
            pledge
        };
        let (lost, under_way) = (send(&third), send(&fourth));
        let family = house.family().1;
        let dispute = house.write(move |tx| {
            let said = Dispute { kind: DisputeKind::NotArrived, note: String::new() };
            receipt::dispute(tx, &family, lost, &said)
        });

        merge(&house);
        house.on.work().await;

        let (person, officer) = house.person(Role::Officer, Some(&house.other));
        let other = house.actor(Role::Officer, Some(&house.other));
        let path = format!("/api/v1/aid/payouts/{}", prepared.reference());
        let seen = house.on.get(path).token(&person.token).send().await.expect(200).json();
        assert_eq!(seen["state"], "prepared");
        let listed = house.on.get("/api/v1/aid/payouts").token(&person.token).send().await.expect(200).json();
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
        let approved = approve(&house, &officer, &prepared);
        assert_eq!(house.find(&first).state, RequestState::Delivered);
        approve(&house, &other, &prepare(&house, &officer, &second));
        assert_eq!(house.find(&second).state, RequestState::Delivered);
        house.write(move |tx| receipt::decide_dispute(tx, &officer, dispute, Outcome::Arrived, "it stands in the yard"));
        // Somebody of the new county witnesses what the household does not confirm itself.
        let witness = house.actor(Role::Officer, Some(&house.other));
        let reader = witness.clone();
        assert_eq!(house.write(move |tx| receipt::deliveries_for(tx, &reader, Locale::En)).len(), 4);
        let all = || Confirm { count: None, note: String::new(), photo: None, card_shown: true, people: false };
        let (reference, by) = (approved.reference(), witness.clone());
        let received = house.write(move |tx| receipt::confirm_payout(tx, &by, reference, &all()));
        assert_eq!((received.state, house.find(&first).state), (PayoutState::Received, RequestState::Met));
        for pledge in [lost, under_way] {
            let by = witness.clone();
            house.write(move |tx| receipt::confirm(tx, &by, pledge, &all()));
        }
        assert_eq!((house.find(&third).state, house.find(&fourth).state), (RequestState::Met, RequestState::Met));
    })
    .await;
}
