//! Goods that donors offer: what they fit, what is pledged of them, and what comes back.

use super::support::{Asked, House, both, courier, refused};
use qianmo_aid::delivery;
use qianmo_aid::lifecycle::{Gift, PledgeState, RequestEvent};
use qianmo_aid::pledge::{self, Pledge};
use qianmo_aid::receipt::{self, Confirm, Dispute, DisputeKind, Outcome};
use qianmo_aid::request::{self, Ended, PartDraft};
use qianmo_aid::stock::{self, Draft, Offer, Rates, STANDING_MOST, Saying, State, Suggestion, Weight};
use qianmo_aid::{payout, withdrawal};
use qianmo_kernel::{Actor, Currency, Fail, Millis, Res, Role};

/// An open request for these goods.
pub fn asks(house: &House, helper: &Actor, goods: &[(&str, i64)]) -> Asked {
    let mut draft = house.draft(&[]);
    draft.parts = goods
        .iter()
        .map(|(label, asked)| PartDraft {
            id: None,
            kind: Gift::Goods,
            label: (*label).into(),
            unit: "pieces".into(),
            asked: *asked,
            unit_value_minor: 5_000,
        })
        .collect();
    house.open(helper, &draft)
}

/// Coats that lie in the county.
pub fn coats(house: &House, quantity: i64) -> Draft {
    Draft {
        label: "Winter coats".into(),
        kind: "clothing".into(),
        sizes: "110–150".into(),
        details: String::new(),
        quality: "new".into(),
        weight: Weight::Medium,
        quantity,
        unit_value_minor: 12_000,
        carry_minor: None,
        place: house.county.id,
        until_at: house.on.app.clock.now() + 60 * Millis::DAY,
    }
}

pub fn try_offer(house: &House, donor: &Actor, draft: &Draft) -> Res<Offer> {
    let (donor, draft) = (donor.clone(), draft.clone());
    house.attempt(move |tx| stock::create(tx, &donor, &draft, Currency::CNY))
}

pub fn offer(house: &House, donor: &Actor, quantity: i64) -> Offer {
    try_offer(house, donor, &coats(house, quantity)).unwrap()
}

pub fn found(house: &House, offer: &Offer) -> Offer {
    let reference = offer.reference;
    house.write(move |tx| stock::find(tx, reference)).unwrap()
}

pub fn give(house: &House, donor: &Actor, offer: &Offer, asked: &Asked, at: usize, count: i64) -> Res<Pledge> {
    let (donor, reference) = (donor.clone(), offer.reference);
    let gift = stock::Gift { request: asked.reference, part: asked.parts[at], count };
    house.attempt(move |tx| stock::pledge_of(tx, &donor, reference, gift, &Saying { anonymous: true, message: String::new() }))
}

fn fits(house: &House, donor: &Actor, offer: &Offer) -> Vec<Suggestion> {
    let (donor, offer) = (donor.clone(), offer.clone());
    house.write(move |tx| stock::suggestions(tx, &donor, &offer, &[], &Rates::default()))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fits_is_suggested_and_pledged_and_what_is_left_goes_down() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = asks(&house, &helper, &[("冬季棉衣130码", 4), ("A quilt", 2), ("Children's winter coat, size 160", 3)]);
        let donor = house.donor();
        let offer = offer(&house, &donor, 6);
        let said: Vec<(usize, i64)> = fits(&house, &donor, &offer)
            .iter()
            .map(|s| (asked.parts.iter().position(|part| *part == s.ground.part).unwrap(), s.count))
            .collect();
        assert_eq!(said, [(0, 4), (2, 2)], "the sizes that are there first, whole; no quilt");

        let pledge = give(&house, &donor, &offer, &asked, 0, 4).unwrap();
        assert_eq!((pledge.state, pledge.quantity, pledge.donor), (PledgeState::Pledged, 4, donor.account));
        assert_eq!(house.part(&asked, 0).counts.pledged, 4);
        assert_eq!((found(&house, &offer).quantity, found(&house, &offer).rest), (6, 2));
        // Everything that a pledge is refused is refused here, and leaves the offer as it was.
        assert_eq!(refused(give(&house, &donor, &offer, &asked, 0, 1)), "aid-pledge-over-goods");
        assert_eq!(refused(give(&house, &donor, &offer, &asked, 2, 3)), "aid-offer-rest");
        assert_eq!(refused(give(&house, &house.donor(), &offer, &asked, 2, 1)), "web-not-found", "it is nobody else's");
        assert_eq!(refused(give(&house, &helper, &offer, &asked, 2, 1)), "web-not-found");
        assert_eq!(found(&house, &offer).rest, 2);
        give(&house, &donor, &offer, &asked, 2, 2).unwrap();
        assert_eq!(found(&house, &offer).rest, 0);
        assert_eq!(fits(&house, &donor, &found(&house, &offer)), [], "nothing is left to go anywhere");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_request_is_never_suggested_nor_what_asks_no_more() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = asks(&house, &helper, &[("Winter coat", 2)]);
        // A helper who gives as well.
        let mut both_roles = helper.clone();
        both_roles.grants.extend(house.donor().grants);
        let own = offer(&house, &both_roles, 5);
        assert_eq!(fits(&house, &both_roles, &own), []);
        assert_eq!(refused(give(&house, &both_roles, &own, &asked, 0, 1)), "aid-pledge-own");
        assert_eq!(found(&house, &own).rest, 5);

        let donor = house.donor();
        let offer = offer(&house, &donor, 5);
        assert_eq!(fits(&house, &donor, &offer).len(), 1);
        let reference = asked.reference;
        house.write(move |tx| withdrawal::withdraw(tx, &helper, reference, "mistake", ""));
        assert_eq!(fits(&house, &donor, &offer), []);
        assert_eq!(refused(give(&house, &donor, &offer, &asked, 0, 1)), "aid-pledge-gone");
        assert_eq!(found(&house, &offer).rest, 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_lapses_or_ends_with_its_request_comes_back() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = asks(&house, &helper, &[("Winter coat", 9)]);
        let donor = house.donor();
        let offer = offer(&house, &donor, 9);
        let taken_back = give(&house, &donor, &offer, &asked, 0, 2).unwrap().reference();
        give(&house, &donor, &offer, &asked, 0, 3).unwrap();
        assert_eq!(found(&house, &offer).rest, 4);
        {
            let donor = donor.clone();
            house.write(move |tx| pledge::cancel(tx, &donor, taken_back));
        }
        assert_eq!(found(&house, &offer).rest, 6);
        let again = donor.clone();
        assert_eq!(refused(house.attempt(move |tx| pledge::cancel(tx, &again, taken_back))), "aid-state-not-now");
        assert_eq!(found(&house, &offer).rest, 6, "and only once");
        house.on.on.clock.advance(pledge::GOODS_COUNTDOWN);
        pledge::sweep(&house.on.app).await.unwrap();
        assert_eq!(found(&house, &offer).rest, 9);

        house.on.on.clock.advance(pledge::GOODS_COUNTDOWN);
        give(&house, &donor, &offer, &asked, 0, 5).unwrap();
        let reference = asked.reference;
        house.write(move |tx| {
            let open = request::require(tx, reference)?;
            request::enter(tx, &open, RequestEvent::Close, Ended { reason: "closed", case: None })?;
            payout::refund_all(tx, reference, "closed")
        });
        assert_eq!(found(&house, &offer).rest, 9);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_arrive_comes_back_and_what_arrived_stays_given() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = asks(&house, &helper, &[("Winter coat", 9)]);
        let donor = house.donor();
        let offer = offer(&house, &donor, 9);
        let sent = |count| {
            let pledge = give(&house, &donor, &offer, &asked, 0, count).unwrap().reference();
            house.accepted(pledge);
            let donor = donor.clone();
            house.write(move |tx| delivery::dispatch(tx, &donor, pledge, &courier())).reference()
        };
        let (lost, partly) = (sent(2), sent(4));
        {
            let donor = donor.clone();
            house.write(move |tx| delivery::fail(tx, &donor, lost));
        }
        assert_eq!(found(&house, &offer).rest, 5, "of 9 the other pledge holds 4");
        let family = house.family().1;
        let officer = house.actor(Role::Officer, Some(&house.county));
        house.write(move |tx| {
            let said = Dispute { kind: DisputeKind::NotArrived, note: String::new() };
            let dispute = receipt::dispute(tx, &family, partly, &said)?;
            receipt::decide_dispute(tx, &officer, dispute, Outcome::Partly(3), "Three were there.")
        });
        let given = house.pledge_of(partly);
        assert_eq!((given.state, given.quantity, given.lost), (PledgeState::Received, 3, 1));
        assert_eq!(found(&house, &offer).rest, 6);
        let whole = sent(1);
        let witness = house.actor(Role::Officer, Some(&house.county));
        house.write(move |tx| {
            let all = Confirm { count: None, note: String::new(), photo: None, card_shown: true, people: false };
            receipt::confirm(tx, &witness, whole, &all)
        });
        assert_eq!(found(&house, &offer).rest, 5, "what arrived is given for good");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_changed_paused_and_taken_back_by_its_donor_alone() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = asks(&house, &helper, &[("Winter coat", 9)]);
        let donor = house.donor();
        let made = offer(&house, &donor, 9);
        give(&house, &donor, &made, &asked, 0, 4).unwrap();
        let change = |draft: Draft, seen: Option<i64>| {
            let (donor, reference) = (donor.clone(), made.reference);
            house.attempt(move |tx| stock::change(tx, &donor, reference, &draft, seen))
        };
        assert_eq!(refused(change(coats(&house, 3), None)), "aid-offer-count-given");
        assert_eq!(refused(change(coats(&house, 9), Some(7))), "web-changed");
        let fewer = change(Draft { place: house.other.id, ..coats(&house, 5) }, Some(1)).unwrap();
        assert_eq!((fewer.version, fewer.quantity, fewer.rest), (2, 5, 1));
        assert_eq!(
            (fewer.place, fewer.reference.county),
            (house.other.id, house.county.id),
            "it lies elsewhere and keeps its name"
        );
        assert_eq!(found(&house, &made), fewer);
        let far = fits(&house, &donor, &fewer);
        assert_eq!(far.first().map(|s| s.shipping_each), Some(Rates::default().medium[1]), "from the other county of the city");

        let state = |who: &Actor, to: State| {
            let (who, reference) = (who.clone(), made.reference);
            house.attempt(move |tx| stock::set_state(tx, &who, reference, to, None))
        };
        assert_eq!(refused(state(&house.donor(), State::Paused)), "web-not-found");
        assert_eq!(state(&donor, State::Paused).unwrap().state, State::Paused);
        assert_eq!(fits(&house, &donor, &found(&house, &made)), []);
        assert_eq!(refused(give(&house, &donor, &made, &asked, 0, 1)), "aid-offer-paused");
        state(&donor, State::Standing).unwrap();
        give(&house, &donor, &made, &asked, 0, 1).unwrap();
        state(&donor, State::Withdrawn).unwrap();
        assert_eq!(refused(state(&donor, State::Standing)), "aid-offer-withdrawn");
        assert_eq!(refused(change(coats(&house, 9), None)), "aid-offer-withdrawn");
        assert_eq!(house.part(&asked, 0).counts.pledged, 5, "what was pledged of it stays pledged");

        let late = offer(&house, &donor, 3);
        house.on.on.clock.advance(60 * Millis::DAY);
        assert_eq!(refused(give(&house, &donor, &late, &asked, 0, 1)), "aid-offer-ended", "at that moment, noted or not");
        assert_eq!(found(&house, &late).state, State::Standing);
        stock::sweep(&house.on.app).await.unwrap();
        assert_eq!(found(&house, &late).state, State::Ended);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_tell_nobody_how_to_reach_anybody_and_a_place_is_a_county() {
    both(|house| async move {
        let donor = house.donor();
        let wrong = |draft: Draft| match try_offer(&house, &donor, &draft) {
            Err(Fail::Refused(refused)) => refused.fields.first().map(|f| (f.field.clone(), f.message)).unwrap(),
            other => panic!("{other:?}"),
        };
        for (field, draft) in [
            ("label", Draft { label: "coats, call 13912345678".into(), ..coats(&house, 1) }),
            ("sizes", Draft { sizes: "wx: winter_coats88".into(), ..coats(&house, 1) }),
            ("details", Draft { details: "https://coats.example".into(), ..coats(&house, 1) }),
        ] {
            assert_eq!(wrong(draft), (field.to_owned(), "aid-message-personal"));
        }
        let city = house.write(|tx| qianmo_places::by_code(tx, "6110")).unwrap();
        let wide = Draft { place: city.id, ..coats(&house, 1) };
        assert_eq!(wrong(wide), ("place".to_owned(), "aid-offer-place-county"));
        let exact = try_offer(&house, &donor, &Draft { place: house.village.id, ..coats(&house, 1) }).unwrap();
        assert_eq!((exact.place, exact.path), (house.county.id, house.county.path.clone()), "no more than the county is kept");
        let officer = house.actor(Role::Officer, Some(&house.county));
        assert_eq!(refused(try_offer(&house, &officer, &coats(&house, 1))), "web-forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_offers_stand_and_one_that_ends_makes_room() {
    both(|house| async move {
        let donor = house.donor();
        let first = offer(&house, &donor, 1);
        for _ in 1..STANDING_MOST {
            offer(&house, &donor, 1);
        }
        assert_eq!(refused(try_offer(&house, &donor, &coats(&house, 1))), "aid-offer-many");
        offer(&house, &house.donor(), 1);
        {
            let (donor, reference) = (donor.clone(), first.reference);
            house.write(move |tx| stock::set_state(tx, &donor, reference, State::Withdrawn, None));
        }
        offer(&house, &donor, 1);
        assert_eq!(refused(try_offer(&house, &donor, &coats(&house, 1))), "aid-offer-many");
        house.on.on.clock.advance(60 * Millis::DAY);
        offer(&house, &donor, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_an_account_is_erased_its_offers_go() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = asks(&house, &helper, &[("Winter coat", 2)]);
        let (_, donor) = house.person(Role::Donor, None);
        let offer = offer(&house, &donor, 5);
        let pledge = give(&house, &donor, &offer, &asked, 0, 1).unwrap().reference();
        let account = donor.account;
        let open = house.write(move |tx| qianmo_identity::erasure::obstacle(tx, account));
        assert_eq!(open, Some("aid-erase-gifts-open"), "what is pledged is sent or taken back first");
        {
            let donor = donor.clone();
            house.write(move |tx| pledge::cancel(tx, &donor, pledge));
        }
        let (whose, words) = (donor.clone(), house.on.app.i18n.clone());
        house.write(move |tx| qianmo_identity::erasure::erase(tx, &words, &whose));
        let reference = offer.reference;
        assert_eq!(house.write(move |tx| stock::find(tx, reference)), None);
        let later = asks(&house, &helper, &[("Winter coat", 1)]).reference;
        assert_eq!(house.write(move |tx| stock::note(tx, later)), 0, "nothing is noted for nobody");
    })
    .await;
}
