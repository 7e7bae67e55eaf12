//! Who kept a form to pledge open is told what became of the request, and nothing is taken.

use super::support::{Asked, House, both};
use qianmo_aid::lifecycle::{Gift, RequestEvent};
use qianmo_aid::request::{self, Ended};
use qianmo_kernel::{Currency, Millis, Role};
use serde_json::json;

fn end(house: &House, asked: &Asked, event: RequestEvent) {
    let reference = asked.reference;
    house.write(move |tx| {
        let open = request::require(tx, reference)?;
        request::enter(tx, &open, event, Ended::default())
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_has_ended_is_gone_and_only_what_may_be_told_is_told() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let (donor, _) = house.person(Role::Donor, None);
        let on = &house.on;
        for (event, words, told) in [
            (RequestEvent::Expire, "Its time ran out", true),
            (RequestEvent::Withdraw, "withdrawn by those who asked", false),
            (RequestEvent::Close, "closed by those who answer", false),
        ] {
            let asked = house.request(&helper, &[(Gift::Money, 30_000), (Gift::Goods, 2)]);
            let (request, part) = (asked.reference, asked.parts[0].to_string());
            let (form, to) = (format!("/requests/{request}/pledge"), format!("/requests/{request}/pledges"));
            let open = || on.get(&form).session(&donor.session).header("accept-language", "en").send();
            let send = |key: &'static str, amount: &'static str| {
                let fields = [("part", part.as_str()), ("amount", amount), ("_key", key)];
                on.post(&to).session(&donor.session).header("accept-language", "en").form(&fields).send()
            };
            open().await.expect(200);
            end(&house, &asked, event);

            let seen = open().await.expect(410).text();
            // Also what could not be read is answered with what became of it.
            let (sent, unreadable) = (send("f1", "100").await.expect(410).text(), send("f2", "x").await.expect(410).text());
            for page in [&seen, &sent, &unreadable] {
                assert!(page.contains(words), "{page}");
                assert!(page.contains(&format!("/requests?place={}", request.county)), "requests nearby: {page}");
                assert_eq!(page.contains("A desk and a lamp"), told, "{page}");
                assert_eq!(page.contains("purpose=education"), told, "{page}");
                assert!(!page.contains("Homework") && !page.contains("name=\"amount\""), "{page}");
            }
            let nothing = "nothing was taken from you";
            assert!(sent.contains(nothing) && unreadable.contains(nothing) && !seen.contains(nothing));
            let body = json!({"part": part, "amount": {"amount_minor": 10_000, "currency": "CNY"}, "anonymous": true});
            let api = on.post(format!("/api/v1/aid/requests/{request}/pledges")).token(&donor.token).key("j1").json(&body);
            assert_eq!(api.send().await.expect(410).json()["type"], "/problems/aid-pledge-gone");
            on.get(&form).send().await.expect(303);
        }
        let gifts = on.get("/api/v1/aid/gifts").token(&donor.token).send().await.expect(200).json();
        assert_eq!(gifts["items"].as_array().unwrap().len(), 0, "no pledge was made: {gifts}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_gave_before_is_told_what_it_was() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
        let (person, donor) = house.person(Role::Donor, None);
        house.money(&donor, &asked, 0, 10_000);
        end(&house, &asked, RequestEvent::Withdraw);
        let page = house.on.get(format!("/requests/{}/pledge", asked.reference)).session(&person.session).send().await;
        assert!(page.expect(410).text().contains("A desk and a lamp"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_promised_meanwhile_may_open_again_and_is_no_form_to_show_again() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 2)]);
        let (person, _) = house.person(Role::Donor, None);
        let form = format!("/requests/{}/pledge", asked.reference);
        let part = asked.parts[0].to_string();
        let open = || house.on.get(&form).session(&person.session).header("accept-language", "en").send();
        house.goods(&house.donor(), &asked, 0, 2);
        assert!(open().await.expect(409).text().contains("Others have pledged all"));
        let fields = [("part", part.as_str()), ("count", "1"), ("_key", "f1")];
        let sent = house.on.post(format!("{form}s")).session(&person.session).header("accept-language", "en").form(&fields);
        let sent = sent.send().await.expect(409).text();
        assert!(sent.contains("Others have pledged all") && sent.contains("nothing was taken from you"), "{sent}");

        // Its time is over, though nothing has gone round to note it.
        let late = house.request(&helper, &[(Gift::Money, 30_000)]);
        house.on.on.clock.advance(120 * Millis::DAY);
        let person = house.person(Role::Donor, None).0;
        let form = format!("/requests/{}/pledge", late.reference);
        let page = house.on.get(&form).session(&person.session).header("accept-language", "en").send().await.expect(409).text();
        assert!(page.contains("Its time ran out"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_open_is_known_to_nobody() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let draft = house.draft(&[(Gift::Money, 30_000)]);
        let (reference, part) = house.write(move |tx| {
            let draft = request::create(tx, &helper, &draft, Currency::CNY)?;
            let gone = request::enter(tx, &draft, RequestEvent::Withdraw, Ended::default())?;
            let part = request::parts(tx, gone.reference)?.first().map(|p| p.id);
            Ok((gone.reference, part))
        });
        let part = part.unwrap().to_string();
        let (donor, _) = house.person(Role::Donor, None);
        house.on.get(format!("/requests/{reference}/pledge")).session(&donor.session).send().await.expect(404);
        for amount in ["100", "x"] {
            let fields = [("part", part.as_str()), ("amount", amount), ("_key", "f1")];
            let sent = house.on.post(format!("/requests/{reference}/pledges")).session(&donor.session).form(&fields);
            sent.send().await.expect(404);
        }
    })
    .await;
}
