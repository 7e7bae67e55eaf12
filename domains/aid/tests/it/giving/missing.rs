//! A payout that did not arrive: who finds so, what it stops counting as, and how its money is paid again.

use super::support::{Asked, House, both, refused, yuan};
use qianmo_aid::lifecycle::{Gift, PartState, PayoutState, PledgeState, RequestState};
use qianmo_aid::payout::{self, NewPayout, Payout, Recovery};
use qianmo_aid::receipt::{self, Confirm, Dispute, DisputeKind, Outcome};
use qianmo_kernel::{Actor, Currency, PublicRef, Res, Role};
use qianmo_payments::sandbox::SandboxScript;
use qianmo_payments::{Answer, Way};
use qianmo_registry::check;
use qianmo_registry::household::command;
use qianmo_registry::raw::HouseholdPatch;
use serde_json::json;

/// A request for 30,000 of which all was paid in by two donors and paid out by two officers.
struct Sent {
    asked: Asked,
    gifts: [PublicRef; 2],
    officers: [Actor; 2],
    family: Actor,
    payout: PublicRef,
}

fn new(asked: &Asked) -> NewPayout {
    NewPayout { request: asked.reference, part: asked.parts[0], amount: None, evidence: "seen at home".into() }
}

fn pay_out(house: &House, asked: &Asked, officers: &[Actor; 2]) -> Payout {
    pay_some_out(house, asked, officers, None)
}

/// The same of an amount in fen, or of all that is in custody.
fn pay_some_out(house: &House, asked: &Asked, officers: &[Actor; 2], fen: Option<i64>) -> Payout {
    let (new, [first, second]) = (NewPayout { amount: fen.map(yuan), ..new(asked) }, officers.clone());
    let prepared = house.write(move |tx| payout::prepare(tx, &first, &new, payout::Settings::default())).reference();
    let approved = house.write(move |tx| payout::approve(tx, &second, prepared, None, payout::Settings::default()));
    house.bank(approved.county, approved.payment, SandboxScript::Succeed);
    approved
}

fn sent(house: &House) -> Sent {
    let helper = house.actor(Role::Helper, Some(&house.village));
    let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
    let gifts = [20_000, 10_000].map(|fen| house.paid(&house.donor(), &asked, 0, fen).reference());
    let officers = [house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county))];
    let payout = pay_out(house, &asked, &officers).reference();
    Sent { asked, gifts, officers, family: house.family().1, payout }
}

fn dispute(house: &House, s: &Sent) -> PublicRef {
    let (family, payout) = (s.family.clone(), s.payout);
    let said = Dispute { kind: DisputeKind::NotArrived, note: "the passbook shows nothing".into() };
    house.write(move |tx| receipt::dispute_payout(tx, &family, payout, &said))
}

fn decide(house: &House, officer: &Actor, dispute: PublicRef, outcome: Outcome) -> Res<()> {
    let officer = officer.clone();
    house.attempt(move |tx| receipt::decide_dispute(tx, &officer, dispute, outcome, "asked the bank").map(drop))
}

fn recover(house: &House, officer: &Actor, payout: PublicRef, way: Way) -> Res<Payout> {
    let officer = officer.clone();
    let said = Recovery { way, evidence: "Line 7 of the statement.".into() };
    house.attempt(move |tx| payout::recover(tx, &officer, payout, &said))
}

fn confirm(house: &House, who: &Actor, payout: PublicRef) -> Res<Payout> {
    let who = who.clone();
    let said = Confirm { count: None, note: String::new(), photo: None, card_shown: true, people: false };
    house.attempt(move |tx| receipt::confirm_payout(tx, &who, payout, &said))
}

/// What stands on an account of the county's books.
fn on(house: &House, code: &str) -> i64 {
    let (code, county) = (code.to_owned(), house.county.id);
    house.write(move |tx| {
        let account = qianmo_ledger::find_account(tx, county, &code, qianmo_ledger::Unit::Money, Currency::CNY)?;
        account.map_or(Ok(0), |account| Ok(qianmo_ledger::balance(tx, &account)?.posted))
    })
}

/// The books hold.
fn prove(house: &House) {
    qianmo_ledger::seal_all(&house.on.app.db).unwrap();
    let report = qianmo_ledger::verify_county(&house.on.app.db, house.county.id, &mut |_| {}).unwrap();
    assert!(report.holds(), "{:?}", report.findings);
}

fn state(house: &House, payout: PublicRef) -> PayoutState {
    house.write(move |tx| payout::require(tx, payout)).state
}

/// The provider says of a payout that had left that it failed.
fn provider_takes_back(house: &House, payout: PublicRef) {
    let settlers = house.settlers.clone();
    house.write(move |tx| {
        let payout = payout::require(tx, payout)?;
        let mut order = qianmo_payments::find_order(tx, payout.county, payout.payment)?.ok_or(qianmo_kernel::Fail::Race)?;
        qianmo_payments::apply(tx, &settlers, &mut order, &Answer::new(qianmo_payments::Outcome::Failed))
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_arrive_counts_no_more_and_is_paid_again_when_its_money_is_back() {
    both(|house| async move {
        let s = sent(&house);
        assert_eq!(house.find(&s.asked).state, RequestState::Delivered);
        let dispute = dispute(&house, &s);
        for own in &s.officers {
            assert_eq!(refused(decide(&house, own, dispute, Outcome::Failed)), "aid-dispute-own-payout");
        }
        let elsewhere = house.actor(Role::Officer, Some(&house.other));
        assert_eq!(refused(decide(&house, &elsewhere, dispute, Outcome::Failed)), "web-forbidden");
        let finder = house.actor(Role::Officer, Some(&house.county));
        decide(&house, &finder, dispute, Outcome::Failed).unwrap();
        assert_eq!(refused(decide(&house, &finder, dispute, Outcome::Arrived)), "aid-dispute-decided");

        // It is no longer there, for nobody; and no fen of it can be spent.
        assert_eq!((state(&house, s.payout), house.find(&s.asked).state), (PayoutState::Missing, RequestState::Delivering));
        let part = house.part(&s.asked, 0);
        assert_eq!(
            (part.state, part.counts.sent, part.counts.delivered, part.counts.received),
            (PartState::Delivering, 30_000, 0, 0)
        );
        for (gift, fen) in s.gifts.into_iter().zip([20_000, 10_000]) {
            let gift = house.pledge_of(gift);
            assert_eq!((gift.state, gift.paid_out_minor, gift.held_minor, gift.free_minor()), (PledgeState::Paid, 0, fen, 0));
            assert_eq!((gift.delivered_at, gift.standing().name), (None, "payout_open"), "it is not in custody either");
        }
        let (first, again) = (s.officers[0].clone(), new(&s.asked));
        assert_eq!(
            refused(house.attempt(move |tx| payout::prepare(tx, &first, &again, payout::Settings::default()))),
            "aid-payout-over"
        );
        assert_eq!((house.custody(house.county.id), house.fund(&s.asked)), (0, (0, 0)));
        let owed = format!("liabilities:missing:{}", s.asked.reference.id);
        assert_eq!((on(&house, "assets:missing:sandbox"), on(&house, &owed)), (30_000, 30_000));
        prove(&house);

        // Another officer states that it is back, neither the finder nor one of the two who paid.
        for (who, why) in
            [(&finder, "aid-payout-found-by"), (&s.officers[1], "aid-dispute-own-payout"), (&elsewhere, "web-forbidden")]
        {
            assert_eq!(refused(recover(&house, who, s.payout, Way::Returned)), why);
        }
        let mender = house.actor(Role::Officer, Some(&house.county));
        assert_eq!(recover(&house, &mender, s.payout, Way::Returned).unwrap().state, PayoutState::Failed);
        assert_eq!(refused(recover(&house, &mender, s.payout, Way::Returned)), "aid-state-not-now");
        assert_eq!((on(&house, "assets:missing:sandbox"), on(&house, &owed)), (0, 0));
        assert_eq!((house.custody(house.county.id), house.fund(&s.asked)), (30_000, (30_000, 0)));
        assert_eq!(house.find(&s.asked).state, RequestState::Pledged);

        // Whose word freed the money neither prepares nor approves that it leaves again; not even where they had prepared it before.
        for sought in [&finder, &mender] {
            let (officer, again) = (sought.clone(), new(&s.asked));
            assert_eq!(
                refused(house.attempt(move |tx| payout::prepare(tx, &officer, &again, payout::Settings::default()))),
                "aid-payout-sought"
            );
        }
        let (first, again) = (s.officers[0].clone(), new(&s.asked));
        let waiting = house.write(move |tx| payout::prepare(tx, &first, &again, payout::Settings::default())).reference();
        for sought in [&finder, &mender] {
            let officer = sought.clone();
            assert_eq!(
                refused(house.attempt(move |tx| payout::approve(tx, &officer, waiting, None, payout::Settings::default()))),
                "aid-payout-sought"
            );
        }
        let first = s.officers[0].clone();
        house.write(move |tx| payout::void(tx, &first, waiting, ""));

        let second = pay_out(&house, &s.asked, &s.officers).reference();
        confirm(&house, &s.family, second).unwrap();
        assert_eq!(house.find(&s.asked).state, RequestState::Met);
        for gift in s.gifts {
            assert_eq!(house.pledge_of(gift).state, PledgeState::Received);
        }
        assert_eq!((house.custody(house.county.id), house.fund(&s.asked)), (0, (0, 0)));
        prove(&house);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_reads_as_what_became_of_its_money() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
        let (person, donor) = house.person(Role::Donor, None);
        let gift = house.paid(&donor, &asked, 0, 30_000).reference();
        let on = &house.on;
        let reads = async |gift: PublicRef, state: &str, words: &str| {
            for path in [format!("/pledges/{gift}"), "/giving".to_owned()] {
                let page = on.get(path).session(&person.session).header("accept-language", "en").send().await.expect(200).text();
                assert!(page.contains(&format!("data-state=\"{state}\">{words}</span>")), "{words}: {page}");
            }
        };
        let told = async || on.get(format!("/api/v1/aid/pledges/{gift}")).token(&person.token).send().await.expect(200).json();
        reads(gift, "paid", "Paid, in custody").await;
        assert_eq!(told().await["standing"], "paid");
        let officers = [house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county))];
        let (first, some) = (officers[0].clone(), NewPayout { amount: Some(yuan(12_000)), ..new(&asked) });
        let prepared = house.write(move |tx| payout::prepare(tx, &first, &some, payout::Settings::default())).reference();
        reads(gift, "paid", "Paid, payout not finished").await;
        assert_eq!(
            (told().await["standing"].clone(), told().await["held"]["amount_minor"].clone()),
            (json!("payout_open"), json!(12_000))
        );
        let first = officers[0].clone();
        house.write(move |tx| payout::void(tx, &first, prepared, ""));
        let payout = pay_some_out(&house, &asked, &officers, Some(12_000)).reference();
        reads(gift, "paid", "Paid out in part").await;
        pay_out(&house, &asked, &officers);
        reads(gift, "paid_out", "Paid out").await;
        // Found missing in part, it is neither paid out whole nor in custody.
        let s = Sent { asked, gifts: [gift; 2], officers, family: house.family().1, payout };
        let finder = house.actor(Role::Officer, Some(&house.county));
        decide(&house, &finder, dispute(&house, &s), Outcome::Failed).unwrap();
        reads(gift, "paid", "Paid out in part").await;
        let json = told().await;
        assert_eq!((&json["state"], &json["standing"]), (&json!("paid"), &json!("partly_paid_out")));
        assert_eq!((&json["held"]["amount_minor"], &json["paid_out"]["amount_minor"]), (&json!(12_000), &json!(18_000)));

        // A request that is taken back takes no gift back that was paid, and says of no donor that they did.
        let other = house.request(&helper, &[(Gift::Money, 5_000)]);
        let (open, paid) = (house.money(&donor, &other, 0, 1_000).reference(), house.paid(&donor, &other, 0, 2_000).reference());
        let request = other.reference;
        house.write(move |tx| qianmo_aid::withdrawal::withdraw(tx, &helper, request, "mistake", "").map(drop));
        reads(open, "cancelled", "Cancelled").await;
        reads(paid, "refunding", "Being paid back").await;
    })
    .await;
}

/// Puts another bank card in.
fn change_card(house: &House, by: &Actor, card: &str) {
    let patch = HouseholdPatch { bank_card: Some(card.to_owned()), ..HouseholdPatch::default() };
    let (by, change, household) = (by.clone(), check::change(&patch).unwrap(), house.household);
    house.write(move |tx| command::change(tx, &by, household, None, &change));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_with_a_say_in_it_finds_a_payout_missing_or_its_money_back() {
    both(|house| async move {
        let s = sent(&house);
        // An officer who says as a witness that it did not arrive leaves it to another to find so.
        let (witness, payout) = (house.actor(Role::Officer, Some(&house.county)), s.payout);
        let by = witness.clone();
        let said = Dispute { kind: DisputeKind::NotArrived, note: "the family told me".into() };
        let dispute = house.write(move |tx| receipt::dispute_payout(tx, &by, payout, &said));
        assert_eq!(refused(decide(&house, &witness, dispute, Outcome::Failed)), "aid-dispute-opener");
        assert_eq!(refused(decide(&house, &witness, dispute, Outcome::Arrived)), "aid-dispute-opener");
        // Nor does whoever put the card in that the next payout goes to.
        let changer = house.actor(Role::Officer, Some(&house.county));
        change_card(&house, &changer, "27-301 5512 0001");
        assert_eq!(refused(decide(&house, &changer, dispute, Outcome::Failed)), "aid-payout-card-changed");
        let finder = house.actor(Role::Officer, Some(&house.county));
        decide(&house, &finder, dispute, Outcome::Failed).unwrap();
        assert_eq!(refused(recover(&house, &changer, s.payout, Way::Returned)), "aid-payout-card-changed");
        recover(&house, &witness, s.payout, Way::Returned).unwrap();
        prove(&house);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_family_reads_that_its_money_was_found_missing_and_may_say_that_it_came_after_all() {
    both(|house| async move {
        let s = sent(&house);
        let person = house.family().0;
        let read = async || {
            let ask = house.on.get(format!("/payouts/{}/receipt", s.payout)).session(&person.session);
            ask.header("accept-language", "en").send().await.expect(200).text()
        };
        let dispute = dispute(&house, &s);
        let disputed = read().await;
        assert!(disputed.contains("the passbook shows nothing") && disputed.contains("An officer looks into it"), "{disputed}");
        decide(&house, &house.actor(Role::Officer, Some(&house.county)), dispute, Outcome::Failed).unwrap();
        let missing = read().await;
        assert!(missing.contains("that this money did not arrive") && missing.contains("the passbook shows nothing"), "{missing}");
        assert!(missing.contains("It has arrived after all") && !missing.contains("An officer looks into it"), "{missing}");
        confirm(&house, &s.family, s.payout).unwrap();
        let done = read().await;
        assert!(done.contains("The receipt is confirmed") && !done.contains("did not arrive"), "{done}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_its_preparer_freed_by_their_word_nobody_approves() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
        let gifts = [house.paid(&house.donor(), &asked, 0, 20_000).reference(); 2];
        let officers = [house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county))];
        let payout = pay_out(&house, &asked, &officers).reference();
        let s = Sent { asked, gifts, officers, family: house.family().1, payout };
        house.paid(&house.donor(), &s.asked, 0, 10_000);
        // Prepared before anything was missing, by the officer who finds so afterwards.
        let (finder, second) = (house.actor(Role::Officer, Some(&house.county)), new(&s.asked));
        let by = finder.clone();
        let waiting = house.write(move |tx| payout::prepare(tx, &by, &second, payout::Settings::default())).reference();
        let dispute = dispute(&house, &s);
        decide(&house, &finder, dispute, Outcome::Failed).unwrap();
        let officer = s.officers[1].clone();
        assert_eq!(
            refused(house.attempt(move |tx| payout::approve(tx, &officer, waiting, None, payout::Settings::default()))),
            "aid-payout-sought"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_providers_word_needs_no_officer_before_or_after_the_finding() {
    both(|house| async move {
        for before in [true, false] {
            let s = sent(&house);
            let dispute = dispute(&house, &s);
            if before {
                provider_takes_back(&house, s.payout);
            }
            let finder = house.actor(Role::Officer, Some(&house.county));
            decide(&house, &finder, dispute, Outcome::Failed).unwrap();
            if !before {
                assert_eq!(state(&house, s.payout), PayoutState::Missing);
                provider_takes_back(&house, s.payout);
            }
            let at = s.payout;
            let ended = house.write(move |tx| payout::require(tx, at));
            assert_eq!((ended.state, ended.reason.as_str()), (PayoutState::Failed, "provider"));
            assert_eq!(house.fund(&s.asked), (30_000, 0));
            provider_takes_back(&house, s.payout);
            assert_eq!(house.fund(&s.asked), (30_000, 0), "said again, nothing happens");
            let second = pay_out(&house, &s.asked, &s.officers).reference();
            confirm(&house, &s.family, second).unwrap();
            assert_eq!(house.find(&s.asked).state, RequestState::Met);
            prove(&house);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_replaced_on_a_request_that_has_ended_goes_back_to_its_donors() {
    both(|house| async move {
        let s = sent(&house);
        let dispute = dispute(&house, &s);
        let finder = house.actor(Role::Officer, Some(&house.county));
        decide(&house, &finder, dispute, Outcome::Failed).unwrap();
        let (request, closer) = (s.asked.reference, finder.clone());
        house.write(move |tx| qianmo_aid::closure::close(tx, &closer, request, "unreachable", ""));
        house.pass().await;
        assert_eq!(house.pledge_of(s.gifts[0]).refunded_minor, 0, "nothing of it is there to go back");
        let (person, mender) = house.person(Role::Officer, Some(&house.county));
        let form = [("way", "replaced"), ("evidence", "The county's own account, 3 May.")];
        let path = format!("/payouts/{}/recovery", s.payout);
        let stated = house.on.post(&path).session(&person.session).form(&form).send().await.expect(303);
        assert_eq!(stated.cookie("qm_said").as_deref(), Some("aid-payout-recovered-ended"), "no other payout can be prepared");
        house.pass().await;
        for gift in s.gifts {
            assert_eq!(house.pledge_of(gift).state, PledgeState::Refunded);
        }
        assert_eq!((house.custody(house.county.id), house.fund(&s.asked)), (0, (0, 0)));
        // What the county put in is its own, and the provider still owes it.
        assert_eq!((on(&house, "equity:replacements"), on(&house, "assets:missing:sandbox")), (30_000, 30_000));
        prove(&house);
        // It gives it back by a transfer that names no order: a second officer's word ends the claim, and the county has its own.
        for (who, why) in [(&mender, "aid-payout-replaced-by"), (&finder, "aid-payout-found-by")] {
            assert_eq!(refused(recover(&house, who, s.payout, Way::Returned)), why);
        }
        let second = house.actor(Role::Officer, Some(&house.county));
        assert_eq!(refused(recover(&house, &second, s.payout, Way::Replaced)), "aid-state-not-now");
        assert_eq!(recover(&house, &second, s.payout, Way::Returned).unwrap().state, PayoutState::Failed);
        assert_eq!((on(&house, "equity:replacements"), on(&house, "assets:missing:sandbox")), (30_000, 0));
        assert_eq!((house.custody(house.county.id), house.fund(&s.asked)), (30_000, (0, 0)));
        assert_eq!(refused(recover(&house, &second, s.payout, Way::Returned)), "aid-state-not-now");
        let printed = format!("{:?}", Recovery { way: Way::Returned, evidence: "Line 7".into() });
        assert!(!printed.contains("Line 7"), "{printed}");
        prove(&house);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_turns_up_after_all_is_confirmed() {
    both(|house| async move {
        let s = sent(&house);
        let dispute = dispute(&house, &s);
        let finder = house.actor(Role::Officer, Some(&house.county));
        decide(&house, &finder, dispute, Outcome::Failed).unwrap();
        let reader = s.family.clone();
        let awaited = house.write(move |tx| receipt::deliveries_for(tx, &reader, qianmo_kernel::Locale::En));
        assert_eq!(awaited.len(), 1, "it is still on the household's list");
        // No witness overrules the finding, and none is asked to.
        let witness = house.actor(Role::Helper, Some(&house.village));
        assert_eq!(refused(confirm(&house, &witness, s.payout)), "aid-receipt-household-only");
        let awaited = house.write(move |tx| receipt::deliveries_for(tx, &witness, qianmo_kernel::Locale::En));
        assert_eq!(awaited.len(), 0);
        assert_eq!(state(&house, s.payout), PayoutState::Missing);
        assert_eq!(confirm(&house, &s.family, s.payout).unwrap().state, PayoutState::Received);
        assert_eq!(house.find(&s.asked).state, RequestState::Met);
        for (gift, fen) in s.gifts.into_iter().zip([20_000, 10_000]) {
            let gift = house.pledge_of(gift);
            assert_eq!((gift.state, gift.paid_out_minor, gift.received, gift.held_minor), (PledgeState::Received, fen, fen, 0));
        }
        assert_eq!((on(&house, "assets:missing:sandbox"), house.fund(&s.asked)), (0, (0, 0)));
        let mender = house.actor(Role::Officer, Some(&house.county));
        assert_eq!(refused(recover(&house, &mender, s.payout, Way::Returned)), "aid-state-not-now");
        prove(&house);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_its_way_over_pages_and_api() {
    both(|house| async move {
        let s = sent(&house);
        let dispute = dispute(&house, &s);
        let [finder, mender] = [(); 2].map(|()| house.person(Role::Officer, Some(&house.county)).0);
        let list = house.on.get("/disputes").session(&finder.session).send().await.expect(200).text();
        assert!(list.contains("value=\"failed\""), "a payout can be found missing");
        let form = [("outcome", "failed"), ("reason", "asked the bank")];
        house.on.post(format!("/disputes/{dispute}/decision")).session(&finder.session).form(&form).send().await.expect(303);
        let (page, api) = (format!("/payouts/{}", s.payout), format!("/api/v1/aid/payouts/{}", s.payout));
        let shown = house.on.get(&api).token(&finder.token).send().await.expect(200).json();
        assert!(shown["state"] == "missing" && shown["found_missing_at"].is_string(), "{shown}");
        let recovery = format!("{page}/recovery");
        // It waits on a list: of those who may state that its money is back, and counted on their desk.
        let title = "Missing payouts";
        let list = house.on.get("/payouts").session(&mender.session).send().await.expect(200).text();
        assert!(list.contains(title), "{list}");
        assert!(!house.on.get("/payouts").session(&finder.session).send().await.expect(200).text().contains(title));
        let desk = house.on.get("/desk").session(&mender.session).send().await.expect(200).text();
        assert!(desk.contains(&format!("{title} <span class=\"count\">1</span>")), "{desk}");
        assert!(!house.on.get(&page).session(&finder.session).send().await.expect(200).text().contains(&recovery));
        assert!(house.on.get(&page).session(&mender.session).send().await.expect(200).text().contains(&recovery));
        let bare = house.on.post(&recovery).session(&mender.session).form(&[("way", ""), ("evidence", "")]).send().await;
        assert!(bare.expect(422).text().contains("is-invalid"));
        let body = json!({"way": "replaced", "evidence": "The county's own account, 3 May."});
        let own =
            house.on.post(format!("{api}/recovery")).token(&finder.token).key("r0").json(&body).send().await.expect(409).json();
        assert_eq!(own["type"], "/problems/aid-payout-found-by");
        let form = [("way", "replaced"), ("evidence", "The county's own account, 3 May.")];
        let stated = house.on.post(&recovery).session(&mender.session).form(&form).send().await.expect(303);
        assert_eq!(stated.cookie("qm_said").as_deref(), Some("aid-payout-recovered"));
        assert!(!house.on.get("/payouts").session(&mender.session).send().await.expect(200).text().contains(title));
        let told = house.on.get(&page).session(&mender.session).send().await.expect(200).text();
        assert!(told.contains("own account, 3 May"), "those who answer for it read why");
        let late =
            house.on.post(format!("{api}/recovery")).token(&mender.token).key("r1").json(&body).send().await.expect(409).json();
        assert_eq!(late["type"], "/problems/aid-state-not-now");
        // What the provider still owes another officer may say to be given back, and the page says what that means.
        assert!(!told.contains(&recovery), "not the one who said that it was replaced");
        let third = house.person(Role::Officer, Some(&house.county)).0;
        let asked = house.on.get(&page).session(&third.session).send().await.expect(200).text();
        assert!(asked.contains(&recovery) && asked.contains("still owes it") && !asked.contains("value=\"replaced\""), "{asked}");
        let form = [("way", "returned"), ("evidence", "Line 9 of the statement.")];
        let stated = house.on.post(&recovery).session(&third.session).form(&form).send().await.expect(303);
        assert_eq!(stated.cookie("qm_said").as_deref(), Some("aid-payout-repaid"));
        let told = house.on.get(&page).session(&third.session).send().await.expect(200).text();
        assert!(told.contains("Line 9 of the statement.") && !told.contains(&recovery), "{told}");
        let ended = house.on.get(&api).token(&mender.token).send().await.expect(200).json();
        assert_eq!((&ended["state"], &ended["reason"]), (&json!("failed"), &json!("replaced")));
        // Everybody who may see the request reads what happened to it.
        let story = house.on.get(format!("/requests/{}", s.asked.reference)).send().await.expect(200).text();
        assert!(story.contains("being traced") && story.contains("in custody again"), "{story}");
    })
    .await;
}
