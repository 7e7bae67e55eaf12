//! Payouts: four eyes, the household's receipt, partial ones, and refunds of the rest.

use super::support::{Asked, House, both, refused, yuan};
use qianmo_aid::delivery;
use qianmo_aid::lifecycle::{Gift, PartState, PayoutState, PledgeState, RequestState};
use qianmo_aid::payout::{self, NewPayout, Payout};
use qianmo_aid::receipt::{self, Confirm};
use qianmo_identity::testing::Person;
use qianmo_kernel::{Actor, Id, Millis, Res, Role};
use qianmo_payments::sandbox::SandboxScript;
use qianmo_registry::check;
use qianmo_registry::household::command;
use qianmo_registry::raw::HouseholdPatch;
use serde_json::{Value, json};

pub(super) fn prepare(house: &House, officer: &Actor, asked: &Asked, fen: Option<i64>) -> Res<Payout> {
    let officer = officer.clone();
    let new = NewPayout { request: asked.reference, part: asked.parts[0], amount: fen.map(yuan), evidence: "seen at home".into() };
    house.attempt(move |tx| payout::prepare(tx, &officer, &new, payout::Settings::default()))
}

pub(super) fn approve(house: &House, officer: &Actor, payout: &Payout) -> Res<Payout> {
    let (officer, reference) = (officer.clone(), payout.reference());
    house.attempt(move |tx| payout::approve(tx, &officer, reference, None, payout::Settings::default()))
}

/// The account that this officer is shown for a payout that waits for them.
pub(super) async fn shown(house: &House, officer: &Person, payout: &Payout) -> Value {
    let path = format!("/api/v1/aid/payouts/{}", payout.reference());
    house.on.get(&path).token(&officer.token).send().await.expect(200).json()["account"].clone()
}

/// Puts another bank card in.
pub(super) fn change_card(house: &House, by: &Actor, card: &str) {
    let patch = HouseholdPatch { bank_card: Some(card.to_owned()), ..HouseholdPatch::default() };
    let (by, change, household) = (by.clone(), check::change(&patch).unwrap(), house.household);
    house.write(move |tx| command::change(tx, &by, household, None, &change));
}

pub(super) fn confirm(house: &House, who: &Actor, payout: &Payout) -> Res<Payout> {
    let (who, reference) = (who.clone(), payout.reference());
    let said = Confirm { count: None, note: String::new(), photo: None, card_shown: true, people: false };
    house.attempt(move |tx| receipt::confirm_payout(tx, &who, reference, &said))
}

#[tokio::test(flavor = "multi_thread")]
async fn two_officers_pay_out_and_the_households_receipt_makes_it_met() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
        let (one, two) = (house.donor(), house.donor());
        let first = house.paid(&one, &asked, 0, 20_000).reference();
        let second = house.paid(&two, &asked, 0, 10_000).reference();
        let (officer, other) = (house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county)));
        let elsewhere = house.actor(Role::Officer, Some(&house.other));
        assert_eq!(refused(prepare(&house, &elsewhere, &asked, None)), "web-forbidden");
        assert_eq!(refused(prepare(&house, &officer, &asked, Some(30_001))), "aid-payout-over");
        let prepared = prepare(&house, &officer, &asked, None).unwrap();
        assert_eq!((prepared.state, prepared.amount_minor), (PayoutState::Prepared, 30_000));
        let auditor = house.person(Role::Auditor, Some(&house.county)).0;
        let path = format!("/payouts/{}", prepared.reference());
        let page = house.on.get(&path).session(&auditor.session).send().await.expect(200).text();
        assert!(page.contains("seen at home"), "sealed at rest, opened for those who answer for it");
        assert_eq!(house.fund(&asked), (30_000, 30_000));
        assert_eq!(refused(prepare(&house, &other, &asked, Some(1))), "aid-payout-over", "it is held already");
        assert_eq!(refused(approve(&house, &officer, &prepared)), "aid-payout-same-person");
        assert_eq!(refused(approve(&house, &elsewhere, &prepared)), "web-forbidden");
        let approved = approve(&house, &other, &prepared).unwrap();
        assert_eq!(approved.state, PayoutState::Approved);
        assert_eq!(house.fund(&asked), (30_000, 30_000), "the hold went over to the order");
        assert_eq!(house.find(&asked).state, RequestState::Delivering);
        house.bank(approved.county, approved.payment, SandboxScript::Succeed);
        assert_eq!(house.find(&asked).state, RequestState::Delivered);
        assert_eq!((house.fund(&asked), house.custody(approved.county)), ((0, 0), 0));
        assert_eq!(house.pledge_of(first).state, PledgeState::PaidOut);

        assert_eq!(refused(confirm(&house, &officer, &approved)), "aid-witness-payer");
        assert_eq!(refused(confirm(&house, &other, &approved)), "aid-witness-payer");
        assert_eq!(refused(confirm(&house, &helper, &approved)), "aid-witness-publisher");
        // Nor does somebody whom one who paid made a helper, and no card that one of them printed speaks for the household.
        let (appointed, place, giver) = (house.donor().account, house.village.id, officer.clone());
        house.write(move |tx| qianmo_identity::grant::give(tx, &giver, appointed, Role::Helper, place));
        let sock = Actor { account: appointed, ..helper.clone() };
        assert_eq!(refused(confirm(&house, &sock, &approved)), "aid-witness-appointed");
        let family = house.family().1;
        let by_card = Actor { card_issued_by: Some(other.account), ..family.clone() };
        assert_eq!(refused(confirm(&house, &by_card, &approved)), "aid-witness-card");
        assert_eq!(confirm(&house, &family, &approved).unwrap().state, PayoutState::Received);
        let met = house.find(&asked);
        assert_eq!((met.state, met.received()), (RequestState::Met, yuan(30_000)));
        for (pledge, fen) in [(first, 20_000), (second, 10_000)] {
            let given = house.pledge_of(pledge);
            assert_eq!((given.state, given.paid_out_minor, given.received), (PledgeState::Received, fen, fen));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_donor_reads_of_a_payout_what_came_of_their_own_gift() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 22_055)]);
        let (one, first) = house.person(Role::Donor, None);
        let (two, second) = house.person(Role::Donor, None);
        let gifts =
            [(one, house.paid(&first, &asked, 0, 12_025), "120.25"), (two, house.paid(&second, &asked, 0, 10_030), "100.30")];
        let (officer, other) = (house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county)));
        let prepared = prepare(&house, &officer, &asked, None).unwrap();
        let approved = approve(&house, &other, &prepared).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Succeed);
        confirm(&house, &house.family().1, &approved).unwrap();
        for (giver, pledge, share) in gifts {
            let path = format!("/pledges/{}", pledge.reference());
            let page = house.on.get(path).session(&giver.session).header("accept-language", "en").send().await.expect(200).text();
            let receipts = page.split("id=\"receipts\"").nth(1).expect("a receipt");
            assert!(receipts.contains(share), "{receipts}");
            assert!(!page.contains("220.55"), "what others gave to the same payout is theirs: {page}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_paid_out_in_part_gives_the_rest_back_pro_rata() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 60_000)]);
        let (one, two) = (house.donor(), house.donor());
        let first = house.paid(&one, &asked, 0, 20_000).reference();
        let second = house.paid(&two, &asked, 0, 10_000).reference();
        let (officer, other) = (house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county)));
        let prepared = prepare(&house, &officer, &asked, Some(15_001)).unwrap();
        let approved = approve(&house, &other, &prepared).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Succeed);
        // One more is prepared, and taken back by the end of the request.
        prepare(&house, &officer, &asked, Some(5_000)).unwrap();
        let request = asked.reference;
        house.write(move |tx| {
            let open = qianmo_aid::request::require(tx, request)?;
            let event = qianmo_aid::lifecycle::RequestEvent::Close;
            qianmo_aid::request::enter(tx, &open, event, qianmo_aid::request::Ended { reason: "closed", case: None })?;
            payout::refund_all(tx, request, "closed")
        });
        house.pass().await;
        let (a, b) = (house.pledge_of(first), house.pledge_of(second));
        assert_eq!((a.paid_out_minor, b.paid_out_minor), (10_001, 5_000));
        assert_eq!((a.refunded_minor, b.refunded_minor), (9_999, 5_000));
        assert_eq!((a.state, b.state), (PledgeState::PaidOut, PledgeState::PaidOut));
        assert_eq!((house.fund(&asked), house.custody(request.county)), ((0, 0), 0));
        let family = house.family().1;
        confirm(&house, &family, &approved).unwrap();
        assert_eq!(house.pledge_of(first).state, PledgeState::Received);
        assert_eq!(house.find(&asked).state, RequestState::Closed, "closed stays closed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_that_fails_or_is_refused_frees_the_money() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 10_000)]);
        let donor = house.donor();
        let pledge = house.paid(&donor, &asked, 0, 10_000).reference();
        let (officer, other) = (house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county)));
        let prepared = prepare(&house, &officer, &asked, None).unwrap();
        {
            let (other, reference) = (other.clone(), prepared.reference());
            house.write(move |tx| payout::reject(tx, &other, reference, "the evidence is thin"));
        }
        assert_eq!((house.fund(&asked), house.pledge_of(pledge).free_minor()), ((10_000, 0), 10_000));
        let again = prepare(&house, &officer, &asked, None).unwrap();
        let approved = approve(&house, &other, &again).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Fail);
        assert_eq!(house.find(&asked).state, RequestState::Pledged);
        assert_eq!((house.fund(&asked), house.pledge_of(pledge).free_minor()), ((10_000, 0), 10_000));
        prepare(&house, &officer, &asked, None).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_comes_free_on_a_part_that_failed_goes_back() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 10_000), (Gift::Money, 20_000)]);
        let donor = house.donor();
        let pledge = house.paid(&donor, &asked, 0, 10_000).reference();
        let (officer, other) = (house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county)));
        let approved = approve(&house, &other, &prepare(&house, &officer, &asked, Some(6_000)).unwrap()).unwrap();
        let (request, part, who) = (asked.reference, asked.parts[0], other.clone());
        house.write(move |tx| delivery::fail_part(tx, &who, request, part, "unreachable"));
        assert!(house.find(&asked).state.is_live(), "the other part is still asked for");
        assert_eq!(house.part(&asked, 0).state, PartState::Failed);
        assert_eq!(refused(prepare(&house, &officer, &asked, None)), "aid-state-not-now");
        // Now the provider declines: nobody would ever pay this money out, so it goes back by itself.
        house.bank(approved.county, approved.payment, SandboxScript::Fail);
        house.pass().await;
        let back = house.pledge_of(pledge);
        assert_eq!((back.state, back.refunded_minor, back.free_minor()), (PledgeState::Refunded, 10_000, 0));
        assert_eq!((house.fund(&asked), house.custody(request.county)), ((0, 0), 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cap_counts_what_is_on_its_way_until_it_fails() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let (officer, other) = (house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county)));
        let (setter, county) = (officer.clone(), house.county.id);
        house.write(move |tx| qianmo_aid::cap::set(tx, &setter, county, "education", 2020, yuan(30_000), None));
        let take = |asked: &Asked| {
            let reference = asked.reference;
            house.attempt(move |tx| {
                let request = qianmo_aid::request::require(tx, reference)?;
                qianmo_aid::request::take_cap(tx, &request)
            })
        };
        let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
        take(&asked).unwrap();
        house.paid(&house.donor(), &asked, 0, 30_000);
        let approved = approve(&house, &other, &prepare(&house, &officer, &asked, Some(20_000)).unwrap()).unwrap();
        let (request, closer) = (asked.reference, officer.clone());
        house.write(move |tx| qianmo_aid::closure::close(tx, &closer, request, "doubled", ""));
        // What the household is about to be paid it has had; the rest may be asked again.
        assert_eq!(refused(take(&house.request(&helper, &[(Gift::Money, 10_001)]))), "aid-cap-exceeded");
        take(&house.request(&helper, &[(Gift::Money, 10_000)])).unwrap();
        assert_eq!(refused(take(&house.request(&helper, &[(Gift::Money, 100)]))), "aid-cap-exceeded");
        house.bank(approved.county, approved.payment, SandboxScript::Fail);
        take(&house.request(&helper, &[(Gift::Money, 20_000)])).unwrap();
        assert_eq!(refused(take(&house.request(&helper, &[(Gift::Money, 100)]))), "aid-cap-exceeded");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_of_a_request_that_has_ended_is_not_approved_but_gives_its_money_back() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 10_000)]);
        let donor = house.donor();
        let pledge = house.paid(&donor, &asked, 0, 10_000).reference();
        let (officer, other) = (house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county)));
        let prepared = prepare(&house, &officer, &asked, None).unwrap();
        let request = asked.reference;
        // Ended by a way that did not take the payout back.
        house.write(move |tx| {
            let open = qianmo_aid::request::require(tx, request)?;
            let event = qianmo_aid::lifecycle::RequestEvent::Close;
            qianmo_aid::request::enter(tx, &open, event, qianmo_aid::request::Ended { reason: "closed", case: None })
        });
        assert_eq!(refused(approve(&house, &other, &prepared)), "aid-state-not-now");
        let reference = prepared.reference();
        house.write(move |tx| payout::reject(tx, &other, reference, "the request has ended"));
        house.pass().await;
        assert_eq!(house.pledge_of(pledge).state, PledgeState::Refunded);
        assert_eq!((house.fund(&asked), house.custody(request.county)), ((0, 0), 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wrote_the_request_takes_no_payout_of_it_back() {
    both(|house| async move {
        let (writer, mut both_roles) =
            (house.actor(Role::Helper, Some(&house.village)), house.actor(Role::Officer, Some(&house.county)));
        let asked = house.request(&writer, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        let officer = house.actor(Role::Officer, Some(&house.county));
        let reference = prepare(&house, &officer, &asked, None).unwrap().reference();
        // The helper who wrote it is an officer by now.
        both_roles.account = writer.account;
        let conflict = house.attempt(move |tx| payout::void(tx, &both_roles, reference, ""));
        assert_eq!(refused(conflict), "aid-payout-conflict");
        house.write(move |tx| payout::void(tx, &officer, reference, ""));
        assert_eq!(house.fund(&asked), (10_000, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_more_is_paid_while_the_provider_says_that_a_failed_payout_went_out() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        let (officer, other) = (house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county)));
        let approved = approve(&house, &other, &prepare(&house, &officer, &asked, Some(4_000)).unwrap()).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Fail);
        let waiting = prepare(&house, &officer, &asked, Some(1_000)).unwrap();
        let (settlers, county, id) = (house.settlers.clone(), approved.county, approved.payment);
        house.write(move |tx| {
            let mut order = qianmo_payments::find_order(tx, county, id)?.ok_or(qianmo_kernel::Fail::Race)?;
            let outcome = qianmo_payments::Outcome::Succeeded { amount: order.amount, at: tx.now() };
            qianmo_payments::apply(tx, &settlers, &mut order, &qianmo_payments::Answer::new(outcome))
        });
        assert_eq!(refused(prepare(&house, &officer, &asked, Some(1_000))), "aid-payout-unclear");
        assert_eq!(refused(approve(&house, &other, &waiting)), "aid-payout-unclear");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_changed_the_bank_card_neither_prepares_nor_approves() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 10_000)]);
        let donor = house.donor();
        house.paid(&donor, &asked, 0, 10_000);
        let (officer, other) = (house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county)));
        let third = house.actor(Role::Officer, Some(&house.county));
        let change = |by: &Actor, card: &str| change_card(&house, by, card);
        let fourth = house.actor(Role::Officer, Some(&house.county));
        change(&officer, "27-301 5512 0001");
        assert_eq!(refused(prepare(&house, &officer, &asked, None)), "aid-payout-card-changed");
        // Nobody pays to it at once: the household has been told and is given some days.
        assert_eq!(refused(prepare(&house, &other, &asked, None)), "aid-payout-card-rests");
        house.on.on.clock.advance(3 * Millis::DAY);
        let prepared = prepare(&house, &other, &asked, None).unwrap();
        assert_eq!(refused(approve(&house, &officer, &prepared)), "aid-payout-card-changed");
        // Between the two steps as well. What the household changes itself later takes nobody's hand away.
        change(&third, "27-301 5512 0002");
        assert_eq!(refused(approve(&house, &third, &prepared)), "aid-payout-card-changed");
        let family = house.family().1;
        change(&family, "27-301 5512 0003");
        assert_eq!(refused(approve(&house, &fourth, &prepared)), "aid-payout-card-rests");
        house.on.on.clock.advance(3 * Millis::DAY);
        for changer in [&officer, &third] {
            assert_eq!(refused(approve(&house, changer, &prepared)), "aid-payout-card-changed");
        }
        // What was prepared was for another account: nobody approves that unseen.
        assert_eq!(refused(approve(&house, &fourth, &prepared)), "aid-payout-account-changed");
        let reference = prepared.reference();
        house.write(move |tx| payout::void(tx, &other, reference, ""));
        let again = prepare(&house, &house.actor(Role::Officer, Some(&house.county)), &asked, None).unwrap();
        assert_eq!(approve(&house, &fourth, &again).unwrap().state, PayoutState::Approved);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_prepared_a_payout_cannot_send_it_elsewhere_afterwards() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        let first = house.actor(Role::Officer, Some(&house.county));
        let (person, second) = house.person(Role::Officer, Some(&house.county));
        let prepared = prepare(&house, &first, &asked, None).unwrap();
        change_card(&house, &first, "27-301 5512 0001");
        // Not as it was prepared, and not with the account as its page would name it.
        assert_eq!(refused(approve(&house, &second, &prepared)), "aid-payout-card-changed");
        assert_eq!(shown(&house, &person, &prepared).await, Value::Null, "no account is opened for it");
        let page = house.on.get(format!("/payouts/{}", prepared.reference())).session(&person.session).send().await;
        let page = page.expect(200).text();
        assert!(page.contains("the officer who prepared this payout") && page.contains("value=\"reject\""), "{page}");
        // The money is not stuck: the second officer rejects it, and another one prepares it anew.
        let (reference, by) = (prepared.reference(), second.clone());
        house.write(move |tx| payout::reject(tx, &by, reference, "the card was changed"));
        house.on.on.clock.advance(3 * Millis::DAY);
        let again = prepare(&house, &house.actor(Role::Officer, Some(&house.county)), &asked, None).unwrap();
        assert_eq!(approve(&house, &second, &again).unwrap().state, PayoutState::Approved);
    })
    .await;
}

qianmo_db::sql! {
    const PAYEE = "SELECT payee_sealed FROM payment_payee WHERE county = $1 AND payment = $2";
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_approved_is_the_account_that_was_shown_and_the_household_sees_who_looked() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        let (first, officer) = house.person(Role::Officer, Some(&house.county));
        let (second, other) = house.person(Role::Officer, Some(&house.county));
        let auditor = house.person(Role::Auditor, Some(&house.county)).0;
        let prepared = prepare(&house, &officer, &asked, None).unwrap();
        let looks = || {
            let household = house.household;
            let all = house.write(move |tx| qianmo_registry::looks::store::list(tx, household, Id::from_i64(i64::MAX), 50));
            all.iter().filter(|l| l.fields == "name,bank_card").count()
        };
        assert_eq!(looks(), 0, "whoever prepares it sees no account");
        for nobody in [&first, &auditor] {
            assert_eq!(shown(&house, nobody, &prepared).await, Value::Null);
        }
        let account = shown(&house, &second, &prepared).await;
        assert_eq!(
            (&account["name"], &account["ending"], &account["changed"]),
            (&json!("王••"), &json!("••••9001"), &json!(false))
        );
        assert_eq!(looks(), 1);
        let page = format!("/payouts/{}", prepared.reference());
        let seen = house.on.get(&page).session(&second.session).send().await.expect(200).text();
        assert!(seen.contains("••••9001") && !seen.contains("王秀英") && !seen.contains("55129001"), "{seen}");
        assert!(!house.on.get(&page).session(&first.session).send().await.expect(200).text().contains("••••9001"));
        assert_eq!(looks(), 2);

        // The household puts another card in: the page says so, and the one that was shown before is approved by nobody.
        change_card(&house, &house.family().1, "27-301 5512 9002");
        assert_eq!(shown(&house, &second, &prepared).await, Value::Null, "nothing is opened while nothing can be paid");
        let rests = house.on.get(&page).session(&second.session).send().await.expect(200).text();
        assert!(rests.contains("changed only days ago") && !rests.contains("••••"), "{rests}");
        house.on.on.clock.advance(3 * Millis::DAY);
        let account_of_second = second.account;
        let second = house.write(move |tx| qianmo_identity::testing::again(tx, account_of_second));
        let to = format!("/api/v1/aid/payouts/{}/approval", prepared.reference());
        for (key, body) in
            [("a1", json!({"decision": "approve"})), ("a2", json!({"decision": "approve", "account": account["stamp"]}))]
        {
            let stale = house.on.post(&to).token(&second.token).key(key).json(&body).send().await.expect(409).json();
            assert_eq!(stale["type"], "/problems/aid-payout-account-changed");
        }
        let form = [("decision", "approve"), ("account", account["stamp"].as_str().unwrap())];
        let again = house.on.post(format!("{page}/approval")).session(&second.session).form(&form).send().await.expect(409).text();
        assert!(again.contains("••••9002") && again.contains("the household itself"), "the page shows the present one");
        let account = shown(&house, &second, &prepared).await;
        assert_eq!((&account["ending"], &account["changed"]), (&json!("••••9002"), &json!(true)));
        let by: Vec<_> = account["changes"].as_array().unwrap().iter().map(|c| c["by"].as_str().unwrap()).collect();
        assert_eq!(by, ["household", "operator"], "the last one first");
        let body = json!({"decision": "approve", "account": account["stamp"]});
        house.on.post(&to).token(&second.token).key("a3").json(&body).send().await.expect(200);
        let (reference, by) = (prepared.reference(), other.clone());
        let approved = house.write(move |tx| payout::require(tx, reference));
        assert_eq!((approved.state != PayoutState::Prepared, approved.decided_by), (true, by.account));

        // Sealed with the order, and wiped when the household is forgotten.
        let sealed = || {
            let (county, payment) = (approved.county, approved.payment);
            house.write(move |tx| tx.first(PAYEE, qianmo_db::params![county, payment], |row| row.blob(0)))
        };
        let kept = sealed().expect("kept with the order");
        assert!(!String::from_utf8_lossy(&kept).contains("27301"));
        house.pass().await;
        let household = house.household;
        house.write(move |tx| {
            let told = json!({"household": household});
            tx.emit("registry.erased", household.county, &told)
        });
        house.pass().await;
        assert_eq!(sealed(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_without_a_bank_card_is_not_paid() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        let (first, officer) = house.person(Role::Officer, Some(&house.county));
        let (second, other) = house.person(Role::Officer, Some(&house.county));
        let prepared = prepare(&house, &officer, &asked, Some(4_000)).unwrap();
        change_card(&house, &house.family().1, "");
        assert_eq!(refused(approve(&house, &other, &prepared)), "registry-no-bank-card");
        assert_eq!(shown(&house, &second, &prepared).await, Value::Null);
        let page = house.on.get(format!("/payouts/{}", prepared.reference())).session(&second.session).send().await.expect(200);
        assert!(!page.text().contains("name=\"account\""), "there is none to approve");
        let new = json!({"request": asked.reference, "part": asked.parts[0], "evidence": "Seen at home."});
        let none = house.on.post("/api/v1/aid/payouts").token(&first.token).key("k").json(&new).send().await.expect(409).json();
        assert_eq!(none["type"], "/problems/registry-no-bank-card");
        assert_eq!(house.fund(&asked), (10_000, 4_000), "what was prepared stays held until somebody decides");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_a_payout_is_not_shown_to_whoever_is_refused_whatever_they_fill_in() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
        house.paid(&house.donor(), &asked, 0, 30_000);
        let (keeper, officer) = house.person(Role::Officer, Some(&house.county));
        let other = house.person(Role::Officer, Some(&house.county)).0;
        let path = format!("/requests/{}/payout", asked.reference);
        let form = |reader: &Person| house.on.get(&path).session(&reader.session).send();
        form(&other).await.expect(200);
        change_card(&house, &officer, "27-301 5512 0002");
        for reader in [&keeper, &other] {
            assert!(!form(reader).await.expect(409).text().contains("name=\"evidence\""), "the card rests");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reviewed_or_wrote_a_request_keeps_off_its_money() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
        house.paid(&house.donor(), &asked, 0, 30_000);
        let (officer, other) = (house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county)));
        // Somebody who looked at the request as a reviewer and is an officer as well.
        let reviewer = {
            let (person, mut reviewer) = house.person(Role::Reviewer, Some(&house.county));
            let grant = officer.grants[0].clone();
            let (request, acting) = (asked.reference, reviewer.clone());
            house.write(move |tx| {
                let found = qianmo_aid::request::require(tx, request)?;
                let case = qianmo_aid::review::open(tx, &found, &Actor::system())?;
                let ruling = qianmo_procedures::Ruling {
                    outcome: qianmo_procedures::Outcome::Approve,
                    reasons: Vec::new(),
                    note: String::new(),
                };
                let case = qianmo_kernel::PublicRef::new(request.county, case);
                qianmo_procedures::decide(tx, &acting, case, &ruling, &|_, _| Ok(None)).map(|_| ())
            });
            assert_eq!(person.account, reviewer.account);
            reviewer.grants.push(grant);
            reviewer
        };
        assert_eq!(refused(prepare(&house, &reviewer, &asked, None)), "aid-payout-ruled");
        let prepared = prepare(&house, &officer, &asked, None).unwrap();
        assert_eq!(refused(approve(&house, &reviewer, &prepared)), "aid-payout-ruled");
        // The publisher, were they an officer, does not take it back either.
        let mut publisher = helper.clone();
        publisher.grants.push(other.grants[0].clone());
        let reference = prepared.reference();
        assert_eq!(refused(house.attempt(move |tx| payout::void(tx, &publisher, reference, ""))), "aid-payout-conflict");
        approve(&house, &other, &prepared).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_money_that_is_ready_is_found_page_by_page_and_by_its_request() {
    const HOMES: [(&str, &str, &str); 7] = [
        ("李秀英", "沙坪六组1号", "139 2234 1001"),
        ("李秀兰", "沙坪六组2号", "139 2234 1002"),
        ("李秀芳", "沙坪六组3号", "139 2234 1003"),
        ("李秀梅", "沙坪六组4号", "139 2234 1004"),
        ("李秀珍", "沙坪六组5号", "139 2234 1005"),
        ("李秀云", "沙坪六组6号", "139 2234 1006"),
        ("李秀琴", "沙坪六组7号", "139 2234 1007"),
    ];
    both(|mut house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let mut asked = Vec::new();
        for (name, address, phone) in HOMES {
            house.next_household(name, address, phone);
            // A household asks for no more than three things of a kind in a while.
            for _ in 0..3 {
                let one = house.request(&helper, &[(Gift::Money, 2_000)]);
                house.paid(&house.donor(), &one, 0, 1_000);
                asked.push(format!("/requests/{}/payout", one.reference));
            }
        }
        let officer = house.person(Role::Officer, Some(&house.county)).0;
        let list = |path: String| house.on.get(path).session(&officer.session).send();
        let first = list("/payouts".into()).await.expect(200).text();
        assert!(first.contains("\u{2068}21\u{2069} requests, together \u{2068}¥210\u{2069}"), "{first}");
        assert!(
            first.contains(&asked[0]) && first.contains(&asked[19]) && !first.contains(&asked[20]),
            "the oldest first: {first}"
        );
        let next =
            first.split("href=\"/payouts?ready=").nth(1).and_then(|rest| rest.split(['"', '#']).next()).expect("a next page");
        let second = list(format!("/payouts?ready={next}")).await.expect(200).text();
        assert!(second.contains(&asked[20]) && !second.contains(&asked[0]) && !second.contains("?ready="), "{second}");

        let reference = asked[20].split('/').nth(2).unwrap();
        let one = list(format!("/payouts?request={reference}")).await.expect(200).text();
        assert!(one.contains(&asked[20]) && !one.contains(&asked[0]), "{one}");
        let wrong = list("/payouts?request=desk".into()).await.expect(422).text();
        assert!(wrong.contains("id=\"request-error\"") && wrong.contains("value=\"desk\""), "{wrong}");
        let elsewhere = house.person(Role::Officer, Some(&house.other)).0;
        let path = format!("/payouts?request={reference}");
        let none = house.on.get(path).session(&elsewhere.session).send().await.expect(200).text();
        assert!(!none.contains(&asked[20]) && none.contains("No such money is in custody"), "{none}");
    })
    .await;
}
