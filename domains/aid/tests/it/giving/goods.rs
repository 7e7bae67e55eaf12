//! Goods: pledged, sent, there, confirmed; lapsed, disputed, lost.

use super::support::{House, both, courier, refused};
use qianmo_aid::delivery::{self, Dispatch, Way};
use qianmo_aid::lifecycle::{Gift, PartState, PledgeState, RequestState};
use qianmo_aid::receipt::{self, Confirm, Dispute, DisputeKind, Outcome};
use qianmo_aid::{pledge, thanks};
use qianmo_kernel::{Actor, Locale, Millis, PublicRef, Res, Role};

fn all() -> Confirm {
    Confirm { count: None, note: String::new(), photo: None, card_shown: true, people: false }
}

fn some(count: i64) -> Confirm {
    Confirm { count: Some(count), ..all() }
}

fn send(house: &House, donor: &Actor, pledge: PublicRef) -> Res<pledge::Pledge> {
    let donor = donor.clone();
    house.attempt(move |tx| delivery::dispatch(tx, &donor, pledge, &courier()))
}

fn confirm(house: &House, who: &Actor, pledge: PublicRef, said: Confirm) -> Res<pledge::Pledge> {
    let who = who.clone();
    house.attempt(move |tx| receipt::confirm(tx, &who, pledge, &said))
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_are_met_only_when_the_household_or_a_witness_confirms() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 4)]);
        let (first, second) = (house.donor(), house.donor());
        let one = house.goods(&first, &asked, 0, 3).reference();
        assert_eq!(house.find(&asked).state, RequestState::PartlyPledged);
        let two = house.goods(&second, &asked, 0, 1).reference();
        assert_eq!(house.find(&asked).state, RequestState::Pledged);

        assert_eq!(refused(send(&house, &second, one)), "web-not-found", "somebody else's pledge does not exist");
        send(&house, &first, one).unwrap();
        assert_eq!(house.find(&asked).state, RequestState::Delivering);
        send(&house, &second, two).unwrap();
        {
            let first = first.clone();
            house.write(move |tx| delivery::deliver(tx, &first, one));
        }

        // The publisher, the sender and a stranger's helper cannot confirm; a witness can, some of it, then the rest.
        assert_eq!(refused(confirm(&house, &helper, one, all())), "aid-witness-publisher");
        let elsewhere = house.actor(Role::Helper, Some(&house.other));
        assert_eq!(refused(confirm(&house, &elsewhere, one, all())), "web-forbidden");
        assert_eq!(refused(confirm(&house, &first, one, all())), "web-forbidden");
        let witness = house.actor(Role::Officer, Some(&house.county));
        assert_eq!(refused(confirm(&house, &witness, one, some(4))), "aid-receipt-count");
        assert_eq!(confirm(&house, &witness, one, some(2)).unwrap().state, PledgeState::Delivered);
        assert_eq!(house.find(&asked).state, RequestState::Delivering);
        assert_eq!(confirm(&house, &witness, one, all()).unwrap().state, PledgeState::Received);
        assert_eq!(refused(confirm(&house, &witness, one, all())), "aid-state-not-now");
        assert_eq!(house.find(&asked).state, RequestState::Delivering, "a pledge received is not a request met");

        let family = house.family().1;
        confirm(&house, &family, two, all()).unwrap();
        let met = house.find(&asked);
        assert_eq!((met.state, met.parts_met), (RequestState::Met, 1));
        assert!(met.met_at.is_some());

        // Every item is valued once in the goods accounts: 4 × 50 yuan, none of it in transit any more.
        let county = asked.reference.county;
        let (transit, received) = house.write(move |tx| {
            let mut balance = |code: &str| {
                let account =
                    qianmo_ledger::goods_account(tx, county, code, qianmo_kernel::Currency::CNY, qianmo_ledger::Limit::Unlimited)?;
                Ok::<_, qianmo_kernel::Fail>(qianmo_ledger::balance(tx, &account)?.posted)
            };
            Ok((balance("assets:goods-in-transit")?, balance("expenses:goods-received")?))
        });
        assert_eq!((transit, received), (0, 20_000));
        assert_eq!(house.custody(county), 0, "goods are never money");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_sent_in_a_week_lapses_and_the_part_opens_again() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 2)]);
        let donor = house.donor();
        let pledge = house.goods(&donor, &asked, 0, 2).reference();
        house.on.on.clock.advance(pledge::GOODS_COUNTDOWN - 1);
        pledge::sweep(&house.on.app).await.unwrap();
        assert_eq!(house.pledge_of(pledge).state, PledgeState::Pledged);
        house.on.on.clock.advance(Millis::MINUTE);
        pledge::sweep(&house.on.app).await.unwrap();
        let lapsed = house.pledge_of(pledge);
        assert_eq!((lapsed.state, lapsed.due_at), (PledgeState::Lapsed, None));
        assert_eq!(house.find(&asked).state, RequestState::Open);
        assert_eq!(refused(send(&house, &donor, pledge)), "aid-state-not-now");
        // There is room again.
        house.goods(&donor, &asked, 0, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dispute_waits_for_an_officer_and_what_did_not_come_opens_again() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 3)]);
        let donor = house.donor();
        let pledge = house.goods(&donor, &asked, 0, 3).reference();
        send(&house, &donor, pledge).unwrap();
        let family = house.family().1;
        let named = Confirm { note: "王秀英 was glad".into(), ..some(1) };
        assert_eq!(refused(confirm(&house, &family, pledge, named)), "aid-message-personal", "its donors read the note");
        confirm(&house, &family, pledge, Confirm { note: "One came.".into(), ..some(1) }).unwrap();
        let said = Dispute { kind: DisputeKind::NotArrived, note: "two are missing".into() };
        let dispute = {
            let (family, said) = (family.clone(), said.clone());
            house.write(move |tx| receipt::dispute(tx, &family, pledge, &said))
        };
        assert_eq!(house.pledge_of(pledge).state, PledgeState::Disputed);
        // What was said is sealed at rest and read by those who decide.
        let office = house.person(Role::Officer, Some(&house.county)).0;
        let list = house.on.get("/disputes").session(&office.session).send().await.expect(200).text();
        assert!(list.contains("two are missing"));
        let wrong = house.actor(Role::Officer, Some(&house.other));
        assert_eq!(
            refused(house.attempt(move |tx| receipt::decide_dispute(tx, &wrong, dispute, Outcome::Failed, "looked"))),
            "web-forbidden"
        );
        let officer = house.actor(Role::Officer, Some(&house.county));
        {
            let officer = officer.clone();
            house.write(move |tx| receipt::decide_dispute(tx, &officer, dispute, Outcome::Failed, "lost on the way"));
        }
        assert_eq!(
            refused(house.attempt(move |tx| receipt::decide_dispute(tx, &officer, dispute, Outcome::Arrived, "again"))),
            "aid-dispute-decided"
        );
        let kept = house.pledge_of(pledge);
        assert_eq!((kept.state, kept.quantity, kept.received, kept.value_minor), (PledgeState::Received, 1, 1, 5_000));
        let part = house.part(&asked, 0);
        assert_eq!((part.counts.pledged, part.counts.sent, part.counts.received, part.state), (1, 1, 1, PartState::PartlyPledged));
        assert_eq!(house.find(&asked).state, RequestState::PartlyPledged);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn that_disputed_goods_did_arrive_is_told_to_those_who_read_of_the_dispute() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 2)]);
        let donor = house.donor();
        let pledge = house.goods(&donor, &asked, 0, 2).reference();
        send(&house, &donor, pledge).unwrap();
        let family = house.family().1;
        let said = Dispute { kind: DisputeKind::NotArrived, note: "nothing came".into() };
        let dispute = house.write(move |tx| receipt::dispute(tx, &family, pledge, &said));
        let (office, officer) = house.person(Role::Officer, Some(&house.county));
        house.write(move |tx| receipt::decide_dispute(tx, &officer, dispute, Outcome::Arrived, "it stands in the yard"));
        let path = format!("/requests/{}", asked.reference);
        let page = house.on.get(&*path).session(&office.session).header("accept-language", "en").send().await.expect(200).text();
        assert!(page.contains("An officer found that it arrived") && !page.contains("it stands in the yard"), "{page}");
        let page = house.on.get(&*path).header("accept-language", "en").send().await.expect(200).text();
        assert!(!page.contains("An officer found that it arrived"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_finds_that_some_of_it_came_and_the_rest_opens_again() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 5)]);
        let donor = house.donor();
        let pledge = house.goods(&donor, &asked, 0, 5).reference();
        send(&house, &donor, pledge).unwrap();
        let family = house.family().1;
        let said = Dispute { kind: DisputeKind::NotAsPromised, note: "fewer came".into() };
        let dispute = house.write(move |tx| receipt::dispute(tx, &family, pledge, &said));
        let (office, officer) = house.person(Role::Officer, Some(&house.county));
        let find = |count: i64, reason: &'static str| {
            let officer = officer.clone();
            house.attempt(move |tx| receipt::decide_dispute(tx, &officer, dispute, Outcome::Partly(count), reason).map(drop))
        };
        assert_eq!(refused(find(0, "counted")), "aid-dispute-count-range");
        assert_eq!(refused(find(5, "counted")), "aid-dispute-count-range", "that is all of it");
        assert_eq!(refused(find(3, "王秀英 counted")), "aid-message-personal", "its donors read what was found");
        // Over the page: the number is asked for beside the reason, and what is wrong with it is told there.
        let decide = format!("/disputes/{dispute}/decision");
        let wrong = [("outcome", "partly"), ("count", "9"), ("reason", "counted them")];
        let again = house.on.post(&*decide).session(&office.session).form(&wrong).send().await.expect(422).text();
        assert!(again.contains("id=\"count-error\"") && again.contains("value=\"9\""), "{again}");
        let letters = [("outcome", "partly"), ("count", "zz"), ("reason", "counted them")];
        let again = house.on.post(&*decide).session(&office.session).header("accept-language", "en").form(&letters);
        let again = again.send().await.expect(422).text().replace(['\u{2068}', '\u{2069}'], "");
        assert!(again.contains("How many came, of 5: A whole number from 1 to 4"), "{again}");
        let right = [("outcome", "partly"), ("count", "3"), ("reason", "counted them")];
        house.on.post(&*decide).session(&office.session).form(&right).send().await.expect(303);
        let kept = house.pledge_of(pledge);
        assert_eq!((kept.state, kept.quantity, kept.received, kept.value_minor), (PledgeState::Received, 3, 3, 15_000));
        let part = house.part(&asked, 0);
        assert_eq!((part.counts.pledged, part.counts.sent, part.counts.received, part.state), (3, 3, 3, PartState::PartlyPledged));
        assert_eq!(refused(find(1, "again")), "aid-dispute-decided");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dispute_is_not_ended_by_those_whom_it_is_about() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 4)]);
        let donor = house.donor();
        let fail = |who: &Actor, pledge: PublicRef| {
            let who = who.clone();
            house.attempt(move |tx| delivery::fail(tx, &who, pledge))
        };
        let family = house.family().1;
        let dispute = |pledge: PublicRef| {
            let family = family.clone();
            let said = Dispute { kind: DisputeKind::NotArrived, note: String::new() };
            house.write(move |tx| receipt::dispute(tx, &family, pledge, &said))
        };
        let (witness, officer) = (house.actor(Role::Helper, Some(&house.village)), house.actor(Role::Officer, Some(&house.county)));
        // On its way and nothing of it confirmed: whoever sent it, or serves the place, may say that it is lost.
        let lost = house.goods(&donor, &asked, 0, 1).reference();
        send(&house, &donor, lost).unwrap();
        assert_eq!(refused(fail(&house.donor(), lost)), "web-not-found");
        assert_eq!(fail(&donor, lost).unwrap().state, PledgeState::Failed);
        // Disputed: neither of them ends it.
        let first = house.goods(&donor, &asked, 0, 1).reference();
        send(&house, &donor, first).unwrap();
        dispute(first);
        assert_eq!(refused(fail(&donor, first)), "aid-state-not-now");
        assert_eq!(refused(fail(&witness, first)), "web-forbidden");
        assert_eq!(fail(&officer, first).unwrap().state, PledgeState::Failed);
        // Some of it confirmed: closing the rest is an officer's.
        let second = house.goods(&donor, &asked, 0, 2).reference();
        send(&house, &donor, second).unwrap();
        confirm(&house, &family, second, some(1)).unwrap();
        assert_eq!(refused(fail(&donor, second)), "aid-state-not-now");
        assert_eq!(refused(fail(&helper, second)), "web-forbidden");
        assert_eq!(fail(&officer, second).unwrap().state, PledgeState::Received);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_fails_takes_its_disputes_with_it() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 1)]);
        let donor = house.donor();
        let pledge = house.goods(&donor, &asked, 0, 1).reference();
        send(&house, &donor, pledge).unwrap();
        let family = house.family().1;
        let said = Dispute { kind: DisputeKind::NotArrived, note: "nothing came".into() };
        let dispute = house.write(move |tx| receipt::dispute(tx, &family, pledge, &said));
        let officer = house.actor(Role::Officer, Some(&house.county));
        let (request, part, other) = (asked.reference, asked.parts[0], officer.clone());
        house.write(move |tx| delivery::fail_part(tx, &officer, request, part, "unreachable"));
        assert_eq!(
            refused(house.attempt(move |tx| receipt::decide_dispute(tx, &other, dispute, Outcome::Arrived, "late"))),
            "aid-dispute-decided"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_donor_sends_again_what_was_disputed() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 1)]);
        let donor = house.donor();
        let pledge = house.goods(&donor, &asked, 0, 1).reference();
        send(&house, &donor, pledge).unwrap();
        {
            let donor = donor.clone();
            house.write(move |tx| delivery::deliver(tx, &donor, pledge));
        }
        assert_eq!(house.find(&asked).state, RequestState::Delivered);
        let family = house.family().1;
        {
            let family = family.clone();
            let said = Dispute { kind: DisputeKind::NotAsPromised, note: String::new() };
            house.write(move |tx| receipt::dispute(tx, &family, pledge, &said));
        }
        assert_eq!(house.find(&asked).state, RequestState::Delivering);
        send(&house, &donor, pledge).unwrap();
        confirm(&house, &family, pledge, all()).unwrap();
        assert_eq!(house.find(&asked).state, RequestState::Met);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_is_shown_to_an_accepted_donor_until_the_receipt_and_every_look_is_logged() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 1), (Gift::Money, 10_000)]);
        let (donor, stranger) = (house.donor(), house.donor());
        let goods = house.try_pledge(&donor, &asked, 0, pledge::Quantity::Count(1), "").unwrap().reference();
        let money = house.money(&donor, &asked, 1, 10_000).reference();
        let see = |who: &Actor, pledge: PublicRef| {
            let who = who.clone();
            house.attempt(move |tx| delivery::address(tx, &who, pledge, Locale::En))
        };
        // Pressing a button is not enough: somebody who knows the household says yes first.
        assert_eq!(refused(see(&donor, goods)), "aid-address-not-accepted");
        assert_eq!(refused(send(&house, &donor, goods)), "aid-address-not-accepted");
        let accept = |who: &Actor, pledge: PublicRef| {
            let who = who.clone();
            house.attempt(move |tx| pledge::accept(tx, &who, pledge))
        };
        let elsewhere = house.actor(Role::Helper, Some(&house.other));
        for wrong in [&donor, &stranger, &elsewhere] {
            assert_eq!(refused(accept(wrong, goods)), "web-forbidden");
        }
        assert_eq!(refused(accept(&helper, money)), "aid-state-not-now", "money needs nobody's word");
        house.on.on.clock.advance(6 * Millis::DAY);
        let accepted = accept(&helper, goods).unwrap();
        let due = house.on.app.clock.now() + pledge::GOODS_COUNTDOWN;
        assert_eq!((accepted.state, accepted.due_at), (PledgeState::Pledged, Some(due)), "the countdown begins anew");
        assert_eq!(accept(&house.family().1, goods).unwrap().accepted_at, accepted.accepted_at, "said twice, done once");
        let shown = see(&donor, goods).unwrap();
        assert_eq!((shown.name.as_str(), shown.address.as_str()), ("王秀英", "The school gate, ask for the teacher"));
        // No courier finds a gate without a village: the whole way to it stands with the address, as it is written there.
        assert_eq!((shown.place_local.as_str(), shown.language.as_str()), ("陕西省商洛市柞水县营盘镇秦丰村", "zh-Hans"));
        assert!(shown.place.starts_with("秦丰村, 营盘镇"), "no place has an English name here: {}", shown.place);
        assert_eq!(refused(see(&stranger, goods)), "web-not-found");
        assert_eq!(refused(see(&donor, money)), "aid-address-closed", "money needs no address");
        send(&house, &donor, goods).unwrap();
        see(&donor, goods).unwrap();
        let (person, family) = house.family();
        confirm(&house, &family, goods, all()).unwrap();
        assert_eq!(refused(see(&donor, goods)), "aid-address-closed", "after the receipt it is nobody's business any more");
        let looks = house
            .on
            .get(format!("/api/v1/households/{}/looks", house.household))
            .token(&person.token)
            .send()
            .await
            .expect(200)
            .json();
        let deliveries = looks["items"].as_array().unwrap().iter().filter(|l| l["task"] == "delivery").count();
        assert!(deliveries >= 2, "{looks}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_donor_whose_goods_were_confirmed_is_known_and_nobody_hoards_what_they_do_not_send() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 40)]);
        let donor = house.donor();
        let first = house.goods(&donor, &asked, 0, 1).reference();
        send(&house, &donor, first).unwrap();
        let one = |who: &Actor| house.try_pledge(who, &asked, 0, pledge::Quantity::Count(1), "");
        assert_eq!(one(&donor).unwrap().accepted_at, None, "sent is not received");
        let family = house.family().1;
        confirm(&house, &family, first, all()).unwrap();
        let known = one(&donor).unwrap();
        assert!(known.accepted_at.is_some() && known.shows_address());
        let waiting = {
            let family = family.clone();
            house.write(move |tx| pledge::wishes_for(tx, &family, qianmo_kernel::Locale::En))
        };
        assert_eq!(waiting.len(), 1, "the household is asked about the one that waits");
        for _ in 2..pledge::UNSENT_MOST {
            one(&donor).unwrap();
        }
        assert_eq!(refused(one(&donor)), "aid-pledge-many-open");
        // Taking back makes no room at once, and somebody who has never given has less of it.
        let new = house.donor();
        let pledges: Vec<_> = (0..pledge::UNSENT_FIRST).map(|_| one(&new).unwrap().reference()).collect();
        for back in pledges {
            let donor = new.clone();
            house.write(move |tx| pledge::cancel(tx, &donor, back));
        }
        assert_eq!(refused(one(&new)), "aid-pledge-many-open");
        house.on.on.clock.advance(8 * Millis::DAY);
        one(&new).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_are_said_to_be_lost_on_the_way_make_no_room_for_others() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 60)]);
        let sent = |donor: &Actor| -> Res<PublicRef> {
            let pledge = house.try_pledge(donor, &asked, 0, pledge::Quantity::Count(1), "")?.reference();
            house.accepted(pledge);
            send(&house, donor, pledge).map(|pledge| pledge.reference())
        };
        let lost = |donor: &Actor| -> Res<()> {
            let (pledge, donor) = (sent(donor)?, donor.clone());
            house.attempt(move |tx| delivery::fail(tx, &donor, pledge)).map(drop)
        };
        // A tracking number costs nothing: what is lost is no proof of having sent something either.
        let new = house.donor();
        for _ in 0..pledge::UNSENT_FIRST {
            lost(&new).unwrap();
        }
        assert_eq!(refused(lost(&new)), "aid-pledge-many-open");
        // What is on its way counts nobody anything.
        let honest = house.donor();
        for _ in 0..pledge::UNSENT_MOST + 2 {
            sent(&honest).unwrap();
        }
        for _ in 0..pledge::UNSENT_MOST {
            lost(&honest).unwrap();
        }
        assert_eq!(refused(sent(&honest)), "aid-pledge-many-open");
        // Nor does what was lost long ago.
        house.on.on.clock.advance(pledge::GOODS_COUNTDOWN + 1);
        lost(&new).unwrap();
        sent(&honest).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_cannot_be_delivered_fails_and_its_request_with_it() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 1), (Gift::Goods, 1)]);
        let donor = house.donor();
        let pledge = house.goods(&donor, &asked, 0, 1).reference();
        send(&house, &donor, pledge).unwrap();
        let family = house.family().1;
        confirm(&house, &family, pledge, all()).unwrap();
        let officer = house.actor(Role::Officer, Some(&house.county));
        let (request, part, second) = (asked.reference, asked.parts[1], officer.clone());
        // Everybody reads why: a code, not what somebody wrote.
        let said = house.attempt(move |tx| delivery::fail_part(tx, &second, request, part, "old Wang is gone"));
        assert_eq!(refused(said), "aid-choose");
        house.write(move |tx| delivery::fail_part(tx, &officer, request, part, "unreachable"));
        let failed = house.find(&asked);
        assert_eq!((failed.state, failed.parts_met), (RequestState::Failed, 1), "a part met is not a request met");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_to_the_family_and_thanks_hold_no_personal_data() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 2)]);
        let donor = house.donor();
        let told = |words: &str| house.try_pledge(&donor, &asked, 0, pledge::Quantity::Count(1), words);
        assert_eq!(refused(told("Call me: 139 1234 5678")), "aid-message-personal");
        // Whether a guess is right is told to nobody: the words are taken, and the public does not read them.
        let guess = told("Greetings to 王秀英!").unwrap().reference();
        house.accepted(guess);
        let kind = told("All the best for school").unwrap().reference();
        house.accepted(kind);
        let family = house.family().1;
        let thank = |who: &Actor, words: &str| {
            let (who, words, request) = (who.clone(), words.to_owned(), asked.reference);
            let new =
                thanks::NewPost { kind: thanks::PostKind::Thanks, body: words, photo: None, alt: String::new(), people: false };
            house.attempt(move |tx| thanks::post(tx, &who, request, &new))
        };
        assert_eq!(refused(thank(&family, "Thank you!")), "aid-thanks-early");
        send(&house, &donor, kind).unwrap();
        send(&house, &donor, guess).unwrap();
        assert_eq!(refused(thank(&donor, "Thank you!")), "web-forbidden");
        assert_eq!(refused(thank(&family, "Yours, 王秀英")), "aid-message-personal");
        thank(&family, "Thank you!").unwrap();
        let request = asked.reference;
        let lines = house.write(move |tx| thanks::section(tx, request));
        assert_eq!(lines.len(), 1);
        // A story by the publisher waits for the household.
        let story = {
            let helper = helper.clone();
            let new = thanks::NewPost {
                kind: thanks::PostKind::Story,
                body: "How the light came.".into(),
                photo: None,
                alt: String::new(),
                people: false,
            };
            house.write(move |tx| thanks::post(tx, &helper, request, &new)).reference
        };
        assert_eq!(house.write(move |tx| thanks::section(tx, request)).len(), 1);
        assert_eq!(refused(house.attempt(move |tx| thanks::consent(tx, &helper, story, true))), "web-not-found");
        house.write(move |tx| thanks::consent(tx, &family, story, true));
        assert_eq!(house.write(move |tx| thanks::section(tx, request)).len(), 2);
        let household = house.find(&asked).household;
        let lines = house.write(move |tx| pledge::section(tx, request, household));
        let words: Vec<&str> = lines.iter().map(|line| line.message.as_str()).collect();
        assert_eq!(words, ["All the best for school", ""]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_says_whether_the_households_card_was_shown() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 2)]);
        let donor = house.donor();
        let goods = house.goods(&donor, &asked, 0, 2).reference();
        send(&house, &donor, goods).unwrap();
        let (person, witness) = house.person(Role::Helper, Some(&house.village));
        let page = house.on.get(format!("/pledges/{goods}/receipt")).session(&person.session).send().await.expect(200).text();
        assert!(page.contains("name=\"card_shown\""));
        let bare = Confirm { card_shown: false, ..some(1) };
        assert_eq!(refused(confirm(&house, &witness, goods, bare.clone())), "aid-receipt-say-how");
        let short = Confirm { note: " - ".into(), ..bare.clone() };
        assert_eq!(refused(confirm(&house, &witness, goods, short)), "aid-receipt-say-how");
        confirm(&house, &witness, goods, Confirm { note: "Seen at the gate.".into(), ..bare }).unwrap();
        // What is missing is told as well.
        let part =
            house.on.get(format!("/requests/{}", asked.reference)).header("accept-language", "en").send().await.expect(200).text();
        let part = part.replace(['\u{2068}', '\u{2069}'], "");
        assert!(part.contains("1 of 2 received and confirmed; 1 missing"), "{part}");
        confirm(&house, &witness, goods, all()).unwrap();
        let household = house.household;
        let last =
            house.write(move |tx| qianmo_registry::looks::store::list(tx, household, qianmo_kernel::Id::from_i64(i64::MAX), 2));
        assert_eq!(last.iter().map(|look| look.card_shown).collect::<Vec<_>>(), [true, false]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_donor_is_not_forgotten_while_something_is_on_its_way_and_then_their_words_go() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 1)]);
        let donor = house.donor();
        let told = house.try_pledge(&donor, &asked, 0, pledge::Quantity::Count(1), "All the best for school").unwrap().reference();
        house.accepted(told);
        let brings = Dispatch {
            way: Way::InPerson,
            company: String::new(),
            tracking: String::new(),
            contact: "Zhang, 139 0000 0000".into(),
            planned_at: Some(house.on.app.clock.now()),
        };
        let sender = donor.clone();
        house.write(move |tx| delivery::dispatch(tx, &sender, told, &brings));
        let account = donor.account;
        let stands = || house.write(move |tx| qianmo_identity::erasure::obstacle(tx, account));
        assert_eq!(stands(), Some("aid-erase-gifts-open"));
        confirm(&house, &house.family().1, told, all()).unwrap();
        assert_eq!(stands(), None);
        let words = house.on.app.i18n.clone();
        house.write(move |tx| qianmo_identity::erasure::erase(tx, &words, &donor));
        assert_eq!(house.pledge_of(told).message, "");
    })
    .await;
}
