//! Caps and the duplicate window, also for two at once.

use crate::house::{House, both, codes, problem};
use axum::http::Method;
use qianmo_kernel::{Millis, Role};
use serde_json::json;

impl House {
    async fn cap(&self, place: qianmo_kernel::Id, purpose: &str, yuan: i64, seen: &str, who: &str) -> qianmo_testkit::Answered {
        let body = json!({"amount": {"amount_minor": yuan * 100, "currency": "CNY"}});
        self.on
            .ask(Method::PUT, format!("/api/v1/aid/caps/{place}/{purpose}/2020"))
            .token(who)
            .header("if-match", seen)
            .json(&body)
            .send()
            .await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_of_a_kind_in_ninety_days() {
    both(|house: House| async move {
        for _ in 0..3 {
            house.submitted(&house.money(10)).await;
        }
        let fourth = house.draft(&house.money(10)).await;
        let full = house.act(&house.helper, &fourth, "submission", &json!({})).await.expect(409);
        assert_eq!(problem(&full), "aid-window-full");
        assert!(full.text().contains("90"), "{}", full.text());
        // Another purpose and another household have windows of their own.
        let mut other = house.money(10);
        other["purpose"] = json!("health");
        house.submitted(&other).await;
        other = house.money(10);
        other["household"] = json!(house.household("李大山").to_string());
        house.submitted(&other).await;
        house.on.on.clock.advance(91 * Millis::DAY);
        house.act(&house.helper, &fourth, "submission", &json!({})).await.expect(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_hands_in_and_takes_back_keeps_no_family_from_asking() {
    both(|house: House| async move {
        let (back, nothing) = (json!({"decision": "return", "reasons": ["unclear"], "note": "Which fees?"}), json!({}));
        for _ in 0..3 {
            // Taken back before anybody has ruled, and after it was returned; stopped by an officer.
            let early = house.submitted(&house.money(10)).await;
            house.act(&house.helper, &early, "withdrawal", &nothing).await.expect(200);
            let returned = house.submitted(&house.money(10)).await;
            house.act(&house.reviewer, &returned, "review", &back).await.expect(200);
            house.act(&house.helper, &returned, "withdrawal", &nothing).await.expect(200);
            let stopped = house.submitted(&house.money(10)).await;
            house.act(&house.officer, &stopped, "closure", &json!({"reason": "doubled"})).await.expect(200);
        }
        // One that comes again for another purpose leaves the slot that it had.
        let other = house.submitted(&house.money(10)).await;
        let returned = house.act(&house.reviewer, &other, "review", &back).await.expect(200).json();
        let change = house.on.ask(Method::PATCH, format!("/api/v1/aid/requests/{other}")).token(&house.helper.token);
        let change = change.header("if-match", format!("\"{}\"", returned["version"])).json(&json!({"purpose": "livelihood"}));
        change.send().await.expect(200);
        house.act(&house.helper, &other, "submission", &nothing).await.expect(200);
        // So the family hands in what is its own, as often as it may.
        let mut own = house.money(10);
        own["relationship"] = json!("self");
        for _ in 0..3 {
            let made = house.post(&house.family, "/aid/requests", &own).await.expect(201).json();
            house.act(&house.family, made["ref"].as_str().unwrap(), "submission", &nothing).await.expect(200);
        }
        let fourth = house.draft(&house.money(10)).await;
        let full = house.act(&house.helper, &fourth, "submission", &nothing).await.expect(409);
        assert_eq!(problem(&full), "aid-window-full");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_or_opened_keeps_its_slot_and_what_lies_returned_gives_it_back_in_the_end() {
    both(|house: House| async move {
        let (nothing, grounds) = (json!({}), json!({"note": "The report of the inspection is at the office."}));
        let no = json!({"decision": "refuse", "reasons": ["beyond-need"]});
        let mut refused = Vec::new();
        for _ in 0..3 {
            let reference = house.submitted(&house.money(10)).await;
            house.act(&house.reviewer, &reference, "review", &no).await.expect(200);
            refused.push(reference);
        }
        let fourth = house.draft(&house.money(10)).await;
        let full = async || {
            let full = house.act(&house.helper, &fourth, "submission", &nothing).await.expect(409);
            assert_eq!(problem(&full), "aid-window-full");
        };
        full().await;
        // Also when an appeal is taken back, and when what an appeal opened is.
        for (reference, granted) in [(&refused[0], false), (&refused[1], true)] {
            house.act(&house.helper, reference, "appeal", &grounds).await.expect(200);
            if granted {
                let yes = json!({"decision": "approve"});
                let open = house.act(&house.county_reviewer, reference, "review", &yes).await.expect(200).json();
                assert_eq!(open["state"], "open");
            }
            house.act(&house.helper, reference, "withdrawal", &nothing).await.expect(200);
            full().await;
        }
        let back = json!({"decision": "return", "reasons": ["unclear"], "note": "Which fees?"});
        let mut left = house.money(10);
        left["purpose"] = json!("housing");
        for _ in 0..3 {
            let reference = house.submitted(&left).await;
            house.act(&house.reviewer, &reference, "review", &back).await.expect(200);
        }
        house.on.on.clock.advance(qianmo_aid::request::RETURNED_FOR + 1);
        qianmo_aid::sweep::sweep(&house.on.app, 100).await.unwrap();
        house.submitted(&left).await;
        full().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nearest_cap_counts_and_what_is_not_received_is_given_back() {
    both(|house: House| async move {
        let (county, province) = (house.tree.county.id, house.tree.province.id);
        let officer = house.officer.token.clone();
        house.cap(province, "education", 5_000, "\"0\"", &officer).await.expect(403);
        let wide = house.person(Role::Officer, province);
        house.cap(province, "education", 5_000, "\"0\"", &wide.token).await.expect(200);
        let above = house.cap(county, "education", 6_000, "\"0\"", &officer).await.expect(422);
        assert_eq!(codes(&above), [("amount".into(), "aid-cap-above".into())]);
        let set = house.cap(county, "education", 1_000, "\"0\"", &officer).await.expect(200);
        assert!(set.header("etag").starts_with("\"1-"), "{}", set.header("etag"));
        house.cap(county, "education", 900, "\"0\"", &officer).await.expect(412);
        house.cap(county, "wealth", 900, "\"0\"", &officer).await.expect(422);
        let listed =
            house.on.get(format!("/api/v1/aid/caps?place={}&year=2020", house.tree.village.code)).send().await.expect(200).json();
        assert_eq!(listed["items"][0]["amount"]["amount_minor"], 100_000);

        let first = house.submitted(&house.money(700)).await;
        // Whoever reviews reads how much of it is used, and by what.
        let review =
            house.on.get(format!("/desk/reviews/{first}")).session(&house.reviewer.session).header("accept-language", "en");
        let review = review.send().await.expect(200).text();
        assert!(review.contains("¥700") && review.contains("¥1,000") && review.contains("this request included"), "{review}");
        let second = house.draft(&house.money(301)).await;
        let over = house.act(&house.helper, &second, "submission", &json!({})).await.expect(422);
        assert_eq!(codes(&over), [("parts".into(), "aid-cap-exceeded".into())]);
        assert!(over.text().contains("¥300"), "{}", over.text());
        house.act(&house.helper, &first, "withdrawal", &json!({})).await.expect(200);
        house.act(&house.helper, &second, "submission", &json!({})).await.expect(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wider_cap_that_is_lowered_counts_below_and_another_currency_is_refused() {
    both(|house: House| async move {
        let (county, province) = (house.tree.county.id, house.tree.province.id);
        let wide = house.person(Role::Officer, province);
        house.cap(county, "education", 1_000, "\"0\"", &house.officer.token).await.expect(200);
        house.cap(province, "education", 400, "\"0\"", &wide.token).await.expect(200);
        let over = house.draft(&house.money(401)).await;
        let over = house.act(&house.helper, &over, "submission", &json!({})).await.expect(422);
        assert_eq!(codes(&over), [("parts".into(), "aid-cap-exceeded".into())]);
        let listed = house.on.get("/api/v1/aid/caps?place=611026&year=2020").send().await.expect(200).json();
        assert_eq!(listed["items"][0]["amount"]["amount_minor"], 40_000);
        house.submitted(&house.money(400)).await;
        // A cap that cannot be compared is no licence.
        let officer = house.officer.account;
        house.write(move |tx| {
            let actor = qianmo_kernel::Actor { account: officer, ..qianmo_kernel::Actor::system() };
            let amount = qianmo_kernel::Money::new(1, "USD".parse().unwrap());
            qianmo_aid::cap::set(tx, &actor, county, "health", 2020, amount, None)
        });
        let mut body = house.money(10);
        body["purpose"] = json!("health");
        let foreign = house.draft(&body).await;
        let refused = house.act(&house.helper, &foreign, "submission", &json!({})).await.expect(422);
        assert_eq!(codes(&refused), [("parts".into(), "aid-cap-currency".into())]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_do_not_both_slip_under_the_cap() {
    both(|house: House| async move {
        house.cap(house.tree.county.id, "education", 1_000, "\"0\"", &house.officer.token).await.expect(200);
        let (a, b) = (house.draft(&house.money(600)).await, house.draft(&house.money(600)).await);
        let nothing = json!({});
        let (x, y) = tokio::join!(
            house.act(&house.helper, &a, "submission", &nothing),
            house.act(&house.family, &b, "submission", &nothing)
        );
        let mut statuses = [x.status.as_u16(), y.status.as_u16()];
        statuses.sort_unstable();
        // The second is helped by nobody: the helper wrote both, and the family may hand in what is for it.
        assert_eq!(statuses, [200, 422]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_sets_caps_on_a_page() {
    both(|house: House| async move {
        let session = &house.officer.session;
        let page = house.on.get("/desk/caps").session(session).send().await.expect(200).text();
        assert!(page.contains("amount-education"));
        house.on.get("/desk/caps").session(&house.reviewer.session).send().await.expect(403);
        let place = house.tree.county.id.to_string();
        let fields = |amount: &'static str, version: &'static str| {
            vec![
                ("place".to_owned(), place.clone()),
                ("purpose".into(), "health".into()),
                ("year".into(), "2020".into()),
                ("amount".into(), amount.to_owned()),
                ("version".into(), version.to_owned()),
            ]
        };
        let send = |fields: Vec<(String, String)>| {
            let pairs: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            house.on.post("/desk/caps").session(session).form(&pairs).send()
        };
        send(fields("x", "0")).await.expect(422);
        send(fields("800", "0")).await.expect(303);
        send(fields("900", "0")).await.expect(412);
        let page = house.on.get("/desk/caps?year=2020").session(session).send().await.expect(200).text();
        assert!(page.contains("¥800"));
    })
    .await;
}
