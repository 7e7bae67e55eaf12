//! The whole way over the API and the pages, as clients go it.

use super::support::both;
use http::Method;
use qianmo_aid::lifecycle::Gift;
use qianmo_kernel::{Millis, Role};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_of_money_goes_its_way_over_the_api() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
        let (donor, _) = house.person(Role::Donor, None);
        let (officer, _) = house.person(Role::Officer, Some(&house.county));
        let (other, _) = house.person(Role::Officer, Some(&house.county));
        let (family, _) = house.family();
        let (on, request, part) = (&house.on, asked.reference, asked.parts[0]);
        let pledges = format!("/api/v1/aid/requests/{request}/pledges");
        let body = json!({"part": part, "amount": {"amount_minor": 30_000, "currency": "CNY"}, "anonymous": true});

        let empty = on.get(format!("/requests/{request}/payout")).session(&officer.session).send().await.expect(303);
        assert_eq!(empty.header("location"), format!("/requests/{request}"), "nothing is in custody yet");
        let offered = on.get(format!("/requests/{request}")).session(&officer.session).send().await.expect(200).text();
        assert!(!offered.contains(&format!("/requests/{request}/payout")));

        on.post(&pledges).json(&body).send().await.expect(401);
        on.post(&pledges).token(&officer.token).key("k").json(&body).send().await.expect(403);
        on.post(&pledges).token(&donor.token).json(&body).send().await.expect(428);
        on.post(&pledges).token(&donor.token).key("k0").json(&json!({"part": part})).send().await.expect(422);
        let made = on.post(&pledges).token(&donor.token).key("k1").json(&body).send().await.expect(201);
        let pledge = made.json()["ref"].as_str().unwrap().to_owned();
        assert_eq!(made.header("location"), format!("/api/v1/aid/pledges/{pledge}"));
        let again = on.post(&pledges).token(&donor.token).key("k1").json(&body).send().await.expect(201);
        assert_eq!(again.json()["ref"], pledge.as_str(), "the same call makes one pledge");
        let over = on.post(&pledges).token(&donor.token).key("k2").json(&body).send().await.expect(409).json();
        assert_eq!(over["type"], "/problems/aid-pledge-closed");

        on.get(format!("/api/v1/aid/pledges/{pledge}")).token(&officer.token).send().await.expect(403);
        let at = format!("/api/v1/aid/pledges/{pledge}/payment");
        let begun = on.post(&at).token(&donor.token).key("p1").send().await.expect(201).json();
        assert!(begun["pay_at"].as_str().unwrap().starts_with("/sandbox/pay/"), "{begun}");
        let order: qianmo_kernel::PublicRef = begun["order"].as_str().unwrap().parse().unwrap();
        house.bank(order.county, order.id, qianmo_payments::sandbox::SandboxScript::Succeed);
        let paid = on.get(format!("/api/v1/aid/pledges/{pledge}")).token(&donor.token).send().await.expect(200).json();
        let offered = on.get(format!("/requests/{request}")).session(&officer.session).send().await.expect(200).text();
        assert!(offered.contains(&format!("/requests/{request}/payout")));
        assert_eq!(paid["state"], "paid");

        let new = json!({"request": request, "part": part, "evidence": "Seen at home."});
        on.post("/api/v1/aid/payouts").token(&donor.token).key("o0").json(&new).send().await.expect(403);
        let prepared = on.post("/api/v1/aid/payouts").token(&officer.token).key("o1").json(&new).send().await.expect(201).json();
        let payout = prepared["ref"].as_str().unwrap().to_owned();
        let approval = format!("/api/v1/aid/payouts/{payout}/approval");
        let yes = json!({"decision": "approve"});
        let own = on.post(&approval).token(&officer.token).key("a1").json(&yes).send().await.expect(409).json();
        assert_eq!(own["type"], "/problems/aid-payout-same-person");
        let approved = on.post(&approval).token(&other.token).key("a2").json(&yes).send().await.expect(200).json();
        assert!(["approved", "paid_out"].contains(&approved["state"].as_str().unwrap()), "{approved}");
        house.pass().await;
        let list = on.get("/api/v1/aid/payouts?limit=1").token(&officer.token).send().await.expect(200).json();
        assert_eq!(list["items"][0]["state"], "paid_out");
        on.post(format!("/api/v1/aid/payouts/{payout}/receipt"))
            .token(&other.token)
            .key("r0")
            .json(&json!({}))
            .send()
            .await
            .expect(409);
        let received = on
            .post(format!("/api/v1/aid/payouts/{payout}/receipt"))
            .token(&family.token)
            .key("r1")
            .json(&json!({}))
            .send()
            .await
            .expect(200);
        assert_eq!(received.json()["state"], "received");
        let met = on.get(format!("/api/v1/aid/requests/{request}")).send().await.expect(200).json();
        assert_eq!(met["state"], "met");
        let thanks = format!("/api/v1/aid/requests/{request}/thanks");
        on.post(&thanks).token(&family.token).key("t1").json(&json!({"body": "Thank you all."})).send().await.expect(201);
        let gifts = on.get("/api/v1/aid/gifts").token(&donor.token).send().await.expect(200).json();
        assert_eq!(gifts["items"][0]["pledge"]["state"], "received");
        assert_eq!(gifts["totals"][0]["received"]["amount_minor"], 30_000);

        for page in ["/giving".to_owned(), "/giving/receipts".into(), format!("/pledges/{pledge}")] {
            let shown = on.get(&page).session(&donor.session).send().await.expect(200).text();
            assert!(!shown.contains("王秀英") && !shown.contains("沙坪"), "{page} names the household");
        }
        on.get("/payouts").session(&officer.session).send().await.expect(200);
        on.get(format!("/payouts/{payout}")).session(&other.session).send().await.expect(200);
        on.get("/disputes").session(&officer.session).send().await.expect(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_of_goods_goes_its_way_over_the_pages() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 2)]);
        let (donor, _) = house.person(Role::Donor, None);
        let (family, _) = house.family();
        let (on, request, part) = (&house.on, asked.reference, asked.parts[0].to_string());
        on.get(format!("/requests/{request}/pledge")).session(&donor.session).send().await.expect(200);
        let to = format!("/requests/{request}/pledges");
        let wrong =
            on.post(&to).session(&donor.session).form(&[("part", &part), ("count", "7"), ("message", "kept words")]).send().await;
        assert!(wrong.expect(409).text().contains("kept words"), "what was typed is kept");
        let made =
            on.post(&to).session(&donor.session).form(&[("part", &part), ("count", "2"), ("_key", "f1")]).send().await.expect(303);
        let page = made.header("location").to_owned();
        let repeated =
            on.post(&to).session(&donor.session).form(&[("part", &part), ("count", "2"), ("_key", "f1")]).send().await.expect(303);
        assert_eq!(repeated.header("location"), page);
        let waits = on.get(&page).session(&donor.session).send().await.expect(200).text();
        assert!(!waits.contains("/address\""), "no address before somebody accepts");
        let early = on.get(format!("{page}/dispatch")).session(&donor.session).send().await.expect(200).text();
        assert!(early.contains("alert is-info") && !early.contains("name=\"tracking\""), "{early}");
        let wishes = on.get("/deliveries").session(&family.session).send().await.expect(200).text();
        assert!(wishes.contains(&format!("{page}/acceptance")));
        let (servant, _) = house.person(Role::Helper, Some(&house.village));
        for page in ["/desk".to_owned(), format!("/requests/{request}")] {
            let shown = on.get(&page).session(&servant.session).send().await.expect(200).text();
            assert!(shown.contains("href=\"/deliveries#wishes\""), "{page} tells that a donor waits");
        }
        on.post(format!("{page}/acceptance")).session(&donor.session).form(&[]).send().await.expect(403);
        on.post(format!("{page}/acceptance")).session(&family.session).form(&[]).send().await.expect(303);
        on.get(format!("{page}/dispatch")).session(&donor.session).send().await.expect(200);
        let bad =
            on.post(format!("{page}/dispatch")).session(&donor.session).form(&[("way", "courier")]).send().await.expect(422).text();
        assert!(bad.contains("company-error"), "{bad}");
        let sent = [("way", "courier"), ("company", "Post"), ("tracking", "EE123456789CN")];
        on.post(format!("{page}/dispatch")).session(&donor.session).form(&sent).send().await.expect(303);
        let address = on.post(format!("{page}/address")).session(&donor.session).form(&[]).send().await.expect(200).text();
        assert!(address.contains("The school gate"));
        let waiting = on.get("/deliveries").session(&family.session).send().await.expect(200).text();
        assert!(waiting.contains(&format!("{page}/receipt")));
        let own = on.get("/my-requests").session(&family.session).send().await.expect(200).text();
        assert!(own.contains(&format!("class=\"button\" href=\"{page}/receipt\"")), "the family's own requests lead there: {own}");
        let gift = on.get(&page).session(&donor.session).send().await.expect(200).text();
        assert!(gift.contains("/arrival\"><button class=\"button\""), "that it has arrived is what the donor says next: {gift}");
        // That it could not be delivered ends the gift: what follows is said, and asked about, first.
        let question = gift.split("<details>").nth(1).and_then(|rest| rest.split("</details>").next()).expect("a question");
        assert!(question.contains("/failure\"") && question.contains("is-danger"), "{question}");
        assert_eq!(gift.matches("/failure\"").count(), 1, "{gift}");
        on.get("/deliveries/fragment").session(&family.session).send().await.expect(200);
        on.get(format!("{page}/receipt")).session(&family.session).send().await.expect(200);
        on.get(format!("{page}/receipt")).session(&donor.session).send().await.expect(403);
        on.post(format!("{page}/receipt")).session(&family.session).upload(&[("count", "9")], &[]).send().await.expect(422);
        let blurred = [("photo", "p.jpg", b"no picture".as_slice())];
        let again = on.post(format!("{page}/receipt")).session(&family.session).upload(&[("note", "kept words")], &blurred);
        let again = again.send().await.expect(415).text();
        assert!(again.contains("kept words") && again.contains("photo-error"), "{again}");

        // A decision that says no reason is asked for again where it was made.
        let (officer, _) = house.person(Role::Officer, Some(&house.county));
        let doubt = [("kind", "not_arrived"), ("what", "Nothing came.")];
        on.post(format!("{page}/dispute")).session(&family.session).form(&doubt).send().await.expect(303);
        let desk = on.get("/desk").session(&officer.session).send().await.expect(200).text();
        assert!(desk.contains("href=\"/disputes\"") && desk.contains("href=\"/payouts\""), "{desk}");
        let waiting = on.get("/disputes").session(&officer.session).send().await.expect(200).text();
        assert!(waiting.contains("EE123456789CN") && waiting.contains("A desk and a lamp"), "what it is about: {waiting}");
        assert!(!waiting.contains("王秀英") && !waiting.contains("沙坪"), "the household stays masked");
        let from = waiting.find("/disputes/").unwrap();
        let decide = waiting[from..].split('"').next().unwrap().to_owned();
        let decided = |reason: &'static str| {
            on.post(&decide).session(&officer.session).form(&[("outcome", "arrived"), ("reason", reason)]).send()
        };
        let again = decided("x").await.expect(422).text();
        assert!(again.contains("id=\"reason\" name=\"reason\" dir=\"auto\" value=\"x\" aria-invalid"), "{again}");
        assert!(again.contains("href=\"#reason\"") && again.contains("id=\"reason-error\""), "{again}");
        on.get("/disputes?cursor=x").session(&officer.session).send().await.expect(400);
        decided("Seen at the house.").await.expect(303);
        on.post(format!("{page}/receipt")).session(&family.session).upload(&[("note", "all there")], &[]).send().await.expect(303);
        let shown = on.get(format!("/requests/{request}")).send().await.expect(200).text();
        assert!(shown.contains("data-state=\"met\""));
        let lifecycle = on.ask(Method::GET, "/api/v1/aid/lifecycle").send().await.expect(200).json();
        assert_eq!(lifecycle["machines"].as_array().unwrap().len(), 4);
        assert_eq!(lifecycle["goods_countdown_days"], 7);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn totals_count_what_was_given_and_nobody_counts_as_left_waiting_who_was_promised_something() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 4), (Gift::Money, 30_000)]);
        let (place, later) = (house.county.id, house.on.app.clock.now() + Millis::DAY);
        let left_waiting = || house.write(move |tx| qianmo_aid::find::unattended(tx, place, later, 8)).len();
        assert_eq!(left_waiting(), 1);
        let (person, donor) = house.person(Role::Donor, None);
        house.goods(&donor, &asked, 0, 1);
        assert_eq!(left_waiting(), 0, "one of four lamps is promised");
        house.money(&donor, &asked, 1, 10_000);
        house.paid(&donor, &asked, 1, 5_000);
        let gifts = house.on.get("/api/v1/aid/gifts").token(&person.token).send().await.expect(200).json();
        assert_eq!(gifts["items"].as_array().unwrap().len(), 3);
        let total = &gifts["totals"][0];
        assert_eq!((total["money_gifts"].as_i64(), total["goods_gifts"].as_i64()), (Some(1), Some(0)), "promised is not given");
        assert_eq!(total["given"]["amount_minor"], 5_000);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_was_begun_is_gone_on_with_and_one_that_failed_is_told() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
        let (person, donor) = house.person(Role::Donor, None);
        let pledge = house.money(&donor, &asked, 0, 30_000);
        let address = format!("/pledges/{}", pledge.reference());
        let page = || house.on.get(&address).session(&person.session).send();
        let pay = format!("action=\"{address}/payment\"");
        let fresh = page().await.expect(200).text();
        assert!(fresh.contains(&pay) && !fresh.contains("alert is-"), "{fresh}");
        let order = house.begin(&donor, &pledge);
        let begun = page().await.expect(200).text();
        assert!(begun.contains(&pay) && begun.contains("alert is-info"), "the same order is gone on with: {begun}");
        assert_eq!(house.begin(&donor, &pledge), order);
        house.bank(pledge.county, order, qianmo_payments::sandbox::SandboxScript::Fail);
        let failed = page().await.expect(200).text();
        assert!(failed.contains(&pay) && failed.contains("alert is-warn") && !failed.contains("alert is-info"), "{failed}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_may_show_a_photo_of_the_evidence_to_those_who_decide() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
        house.paid(&house.donor(), &asked, 0, 30_000);
        let (officer, _) = house.person(Role::Officer, Some(&house.county));
        let (other, _) = house.person(Role::Officer, Some(&house.county));
        let (auditor, _) = house.person(Role::Auditor, Some(&house.county));
        let (donor, _) = house.person(Role::Donor, None);
        let on = &house.on;
        let path = format!("/requests/{}/payout", asked.reference);
        let part = asked.parts[0].to_string();
        let fields = [("part", part.as_str()), ("amount", "100"), ("evidence", "The bill was seen.")];
        let bad = [("photo", "bill.png", b"no picture".as_slice())];
        on.post(&path).session(&officer.session).upload(&fields, &bad).send().await.expect(415);
        let bill = crate::looking_after::png();
        let files = [("photo", "bill.png", bill.as_slice())];
        let made = on.post(&path).session(&officer.session).upload(&fields, &files).send().await.expect(303);
        let shown = made.header("location").to_owned();
        let page = on.get(&shown).session(&other.session).send().await.expect(200).text();
        let at = page.find("/media/").expect("the photo is on the page");
        let src: String = page[at..].chars().take_while(|c| *c != '"').collect();
        on.get(&src).session(&other.session).send().await.expect(200);
        on.get(&src).session(&donor.session).send().await.expect(404);
        on.get(&src).send().await.expect(404);
        // Nobody is asked to show it, and nobody can.
        let photo = src.split('/').nth(2).unwrap().to_owned();
        assert!(!on.get("/photos").session(&other.session).send().await.expect(200).text().contains(&photo));
        let show = [("decision", "show"), ("version", "1")];
        on.post(format!("/photos/{photo}/decision")).session(&other.session).form(&show).send().await.expect(409);
        on.get(&src).send().await.expect(404);
        // An auditor sees the payout without the photo.
        assert!(!on.get(&shown).session(&auditor.session).send().await.expect(200).text().contains("/media/"));
        // Without a photo it is as before.
        on.post(&path).session(&other.session).upload(&fields, &[]).send().await.expect(303);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_is_told_beside_the_field_with_what_may_still_be_given() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 50_000), (Gift::Goods, 2)]);
        let (donor, _) = house.person(Role::Donor, None);
        let (on, request) = (&house.on, asked.reference);
        let pledges = format!("/api/v1/aid/requests/{request}/pledges");
        for (at, field, typed, what, left) in [
            (0, "amount", "600", json!({"amount": {"amount_minor": 60_000, "currency": "CNY"}}), "500"),
            (1, "count", "3", json!({"count": 3}), "pieces"),
        ] {
            let part = asked.parts[at].to_string();
            let fields = [("part", part.as_str()), (field, typed), ("_key", field)];
            let page = on.post(format!("/requests/{request}/pledges")).session(&donor.session).header("accept-language", "en");
            let page = page.form(&fields).send().await.expect(409).text();
            let error =
                page.split(&format!("id=\"{field}-error\">")).nth(1).unwrap_or_else(|| panic!("not beside the field: {page}"));
            let error = error.split("</p>").next().unwrap();
            assert!(error.contains(left) && page.contains(&format!("value=\"{typed}\"")), "{error}");

            let mut body = what;
            body["part"] = json!(part);
            let told = on.post(&pledges).token(&donor.token).key(field).header("accept-language", "en").json(&body);
            let told = told.send().await.expect(409).json();
            assert_eq!((&told["type"], &told["errors"][0]["field"]), (&json!("/problems/aid-pledge-over"), &json!(field)));
            assert!(told["errors"][0]["message"].as_str().unwrap().contains(left), "{told}");
        }
    })
    .await;
}
