//! Payouts on the pages of those who decide about them.

use super::payouts::{approve, prepare};
use super::support::{both, refused};
use qianmo_aid::lifecycle::{Gift, PayoutState};
use qianmo_aid::payout;
use qianmo_aid::receipt::{self, Dispute, DisputeKind};
use qianmo_identity::testing::Person;
use qianmo_kernel::{PublicRef, Role};
use qianmo_payments::sandbox::SandboxScript;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn more_than_is_in_custody_is_told_beside_the_amount() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
        house.paid(&house.donor(), &asked, 0, 20_000);
        let officer = house.person(Role::Officer, Some(&house.county)).0;
        let path = format!("/requests/{}/payout", asked.reference);
        let fields = [("amount", "9999"), ("evidence", "The bill was seen.")];
        let form = house.on.post(&path).session(&officer.session).header("accept-language", "en").upload(&fields, &[]);
        let page = form.send().await.expect(409).text();
        let error = page.split("id=\"amount-error\">").nth(1).unwrap_or_else(|| panic!("not beside the field: {page}"));
        assert!(error.split("</p>").next().unwrap().contains("¥200"), "{error}");
        assert!(page.contains("href=\"#amount\"") && page.contains("value=\"9999\""), "{page}");
        let new = json!({"request": asked.reference, "part": asked.parts[0], "evidence": "Seen at home.",
            "amount": {"amount_minor": 999_900, "currency": "CNY"}});
        let told = house.on.post("/api/v1/aid/payouts").token(&officer.token).key("k").json(&new).send().await.expect(409).json();
        assert_eq!((&told["type"], &told["errors"][0]["field"]), (&json!("/problems/aid-payout-over"), &json!("amount")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_whoever_prepared_a_payout_takes_it_back_and_nothing_of_it_is_told_as_coming() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        let (own, officer) = house.person(Role::Officer, Some(&house.county));
        let (other, second) = house.person(Role::Officer, Some(&house.county));
        let page = async |person: &Person, reference: PublicRef| {
            let page = house.on.get(format!("/payouts/{reference}")).session(&person.session).send().await;
            page.expect(200).text()
        };
        let reference = prepare(&house, &officer, &asked, Some(4_000)).unwrap().reference();
        assert!(page(&own, reference).await.contains("/cancellation\""));
        let theirs = page(&other, reference).await;
        assert!(theirs.contains("value=\"reject\"") && !theirs.contains("/cancellation\""), "{theirs}");
        let by = second.clone();
        assert_eq!(refused(house.attempt(move |tx| payout::void(tx, &by, reference, ""))), "aid-payout-not-prepared");
        let form = house.on.post(format!("/payouts/{reference}/cancellation")).session(&other.session).form(&[]);
        form.send().await.expect(409);
        let bare = house.on.post(format!("/payouts/{reference}/approval")).session(&other.session);
        bare.form(&[("decision", "reject")]).send().await.expect(422);
        assert_eq!(house.write(move |tx| payout::require(tx, reference)).state, PayoutState::Prepared);
        house.write(move |tx| payout::reject(tx, &second, reference, "the bill is another one"));
        let rejected = page(&own, reference).await;
        assert!(rejected.contains("the bill is another one") && !rejected.contains("is-next"), "{rejected}");
        let reference = prepare(&house, &officer, &asked, Some(4_000)).unwrap().reference();
        house.write(move |tx| payout::void(tx, &officer, reference, ""));
        let back = page(&own, reference).await;
        assert!(back.contains("data-state=\"voided\"") && !back.contains("is-next"), "{back}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dispute_is_offered_to_those_who_may_decide_on_it_and_the_others_read_who_may() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 10_000)]);
        house.paid(&house.donor(), &asked, 0, 10_000);
        let (own, officer) = house.person(Role::Officer, Some(&house.county));
        let (other, second) = house.person(Role::Officer, Some(&house.county));
        let third = house.person(Role::Officer, Some(&house.county)).0;
        let approved = approve(&house, &second, &prepare(&house, &officer, &asked, None).unwrap()).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Succeed);
        let (family, payout) = (house.family().1, approved.reference());
        let said = Dispute { kind: DisputeKind::NotArrived, note: "the passbook shows nothing".into() };
        let dispute = house.write(move |tx| receipt::dispute_payout(tx, &family, payout, &said));
        let decide = format!("/disputes/{dispute}/decision");
        for (person, may) in [(&own, false), (&other, false), (&third, true)] {
            let list = house.on.get("/disputes").session(&person.session).header("accept-language", "en").send().await;
            let list = list.expect(200).text();
            // Whoever paid reads that there is a dispute, and not what a family says of them.
            assert_eq!(list.contains("the passbook shows nothing"), may, "{list}");
            let told = house.on.get("/api/v1/aid/disputes").session(&person.session).send().await.expect(200).json();
            assert_eq!(told["items"][0]["note"] == "the passbook shows nothing", may, "{told}");
            assert_eq!((list.contains(&decide), list.contains("value=\"failed\"")), (may, may), "{list}");
            assert_eq!(list.contains("You prepared or approved this payout, so another officer decides"), !may, "{list}");
            let form = [("outcome", "failed"), ("reason", "asked the bank")];
            let status = if may { 303 } else { 409 };
            house.on.post(&decide).session(&person.session).form(&form).send().await.expect(status);
        }
    })
    .await;
}
