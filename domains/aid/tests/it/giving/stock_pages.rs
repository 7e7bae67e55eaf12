//! Offers as donors meet them: the pages and the API.

use super::stock::{asks, coats, found, give, offer, try_offer};
use super::support::{House, both};
use http::Method;
use qianmo_aid::stock::{self, Draft, Offer};
use qianmo_kernel::{Millis, Role};
use serde_json::{Value, json};

fn body(house: &House) -> Value {
    json!({
        "label": "Winter coats", "kind": "clothing", "sizes": "110–150", "quality": "new", "count": 6,
        "unit_value": {"amount_minor": 12_000, "currency": "CNY"}, "place": house.county.id,
        "until": day(house, 60),
    })
}

fn day(house: &House, ahead: i64) -> String {
    let (y, m, d) = (house.on.app.clock.now() + ahead * Millis::DAY).date_at(house.on.app.config.utc_offset_minutes);
    format!("{y:04}-{m:02}-{d:02}")
}

/// Without the marks that keep a text of another direction apart.
fn plain(page: &str) -> String {
    page.replace(['\u{2068}', '\u{2069}'], "")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_goes_its_way_over_the_api() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = asks(&house, &helper, &[("冬季棉衣130码", 4), ("Winter coat", 9)]);
        let (donor, _) = house.person(Role::Donor, None);
        let (other, _) = house.person(Role::Donor, None);
        let (officer, _) = house.person(Role::Officer, Some(&house.county));
        let (on, offers) = (&house.on, "/api/v1/aid/offers");

        on.post(offers).json(&body(&house)).send().await.expect(401);
        on.post(offers).token(&officer.token).key("k").json(&body(&house)).send().await.expect(403);
        on.post(offers).token(&donor.token).json(&body(&house)).send().await.expect(428);
        let mut strange = body(&house);
        strange["count"] = json!(0);
        let wrong = on.post(offers).token(&donor.token).key("k0").json(&strange).send().await.expect(422).json();
        assert_eq!(wrong["errors"][0]["field"], "count");
        let made = on.post(offers).token(&donor.token).key("k1").json(&body(&house)).send().await.expect(201);
        let reference = made.json()["ref"].as_str().unwrap().to_owned();
        let at = format!("{offers}/{reference}");
        assert_eq!((made.header("location"), &made.json()["left"]), (format!("/api/v1{}", &at[7..]).as_str(), &json!(6)));
        let again = on.post(offers).token(&donor.token).key("k1").json(&body(&house)).send().await.expect(201);
        assert_eq!(again.json()["ref"], reference.as_str(), "the same call makes one offer");

        on.get(&at).token(&other.token).send().await.expect(404);
        let whole = on.get(&at).token(&donor.token).send().await.expect(200).json();
        let said = whole["suggestions"].as_array().unwrap();
        assert_eq!(said.len(), 2, "{whole}");
        let first = &said[0];
        assert_eq!((&first["part"], &first["count"]), (&json!(asked.parts[0]), &json!(4)), "whole before pieces: {whole}");
        assert_eq!((&first["same"], &first["sizes_fit"], &first["distance"]), (&json!("thing"), &json!(true), &json!("county")));
        assert_eq!((&said[1]["count"], &first["worth_shipping"]), (&json!(2), &json!(true)));

        let pledges = format!("{at}/pledges");
        let gift = |at: usize, count: i64| json!({"request": asked.reference, "part": asked.parts[at], "count": count});
        let gifts = json!({"gifts": [gift(0, 4), gift(1, 5)], "message": "Stay warm"});
        on.post(&pledges).token(&other.token).key("p0").json(&gifts).send().await.expect(404);
        let outcome = on.post(&pledges).token(&donor.token).key("p1").json(&gifts).send().await.expect(200).json();
        assert_eq!(outcome["gifts"][0]["pledge"]["count"], 4, "{outcome}");
        assert_eq!(
            (&outcome["gifts"][1]["pledge"], &outcome["gifts"][1]["problem"]),
            (&Value::Null, &json!("/problems/aid-offer-rest"))
        );
        assert!(outcome["gifts"][1]["detail"].as_str().is_some_and(|words| words.contains('2')), "{outcome}");
        assert_eq!(outcome["offer"]["left"], 2);
        let repeated = on.post(&pledges).token(&donor.token).key("p1").json(&gifts).send().await.expect(200).json();
        assert_eq!(repeated["gifts"][0]["pledge"]["ref"], outcome["gifts"][0]["pledge"]["ref"]);
        assert_eq!(repeated["offer"]["left"], 2, "nothing is pledged twice");
        let reused = json!({"gifts": [gift(1, 1)]});
        let reused = on.post(&pledges).token(&donor.token).key("p1").json(&reused).send().await.expect(422).json();
        assert_eq!(reused["type"], "/problems/web-key-reused");
        for wrong in [json!({"gifts": []}), json!({"gifts": [gift(1, 1), gift(1, 1)]})] {
            on.post(&pledges).token(&donor.token).key("p2").json(&wrong).send().await.expect(422);
        }
        let named = json!({"gifts": [gift(1, 1)], "message": "call 13912345678"});
        let named = on.post(&pledges).token(&donor.token).key("p3").json(&named).send().await.expect(200).json();
        assert_eq!(named["gifts"][0]["problem"], "/problems/web-invalid");

        let whole = on.get(&at).token(&donor.token).send().await.expect(200).json();
        assert_eq!((whole["pledges"][0]["state"].as_str(), whole["offer"]["version"].as_i64()), (Some("pledged"), Some(1)));
        let patch = |body: Value, version: &'static str| {
            on.ask(Method::PATCH, &at).token(&donor.token).header("if-match", version).json(&body)
        };
        on.ask(Method::PATCH, &at).token(&donor.token).json(&json!({"count": 9})).send().await.expect(428);
        patch(json!({"count": 9}), "\"7\"").send().await.expect(412);
        assert_eq!(
            patch(json!({"count": 3}), "\"1\"").send().await.expect(422).json()["errors"][0]["code"],
            "aid-offer-count-given"
        );
        let more = patch(json!({"count": 9, "carry": {"amount_minor": 0, "currency": "CNY"}}), "\"1\"").send().await.expect(200);
        assert_eq!(
            (more.header("etag"), &more.json()["left"], &more.json()["carry"]["amount_minor"]),
            ("\"2-en\"", &json!(5), &json!(0))
        );
        let free = patch(json!({"carry": null, "state": "paused"}), "\"2\"").send().await.expect(200).json();
        assert_eq!((&free["carry"], &free["state"]), (&Value::Null, &json!("paused")));
        let paused = on.post(&pledges).token(&donor.token).key("p4").json(&json!({"gifts": [gift(1, 1)]})).send().await.expect(409);
        assert_eq!(paused.json()["type"], "/problems/aid-offer-paused");
        patch(json!({"state": "ended"}), "*").send().await.expect(422);
        patch(json!({"state": "withdrawn"}), "*").send().await.expect(200);
        assert_eq!(
            patch(json!({"state": "standing"}), "*").send().await.expect(409).json()["type"],
            "/problems/aid-offer-withdrawn"
        );

        on.post(offers).token(&donor.token).key("k2").json(&body(&house)).send().await.expect(201);
        let page = on.get(format!("{offers}?limit=1")).token(&donor.token).send().await.expect(200).json();
        let next = format!("{offers}?limit=1&cursor={}", page["next"].as_str().unwrap());
        let rest = on.get(&next).token(&donor.token).send().await.expect(200).json();
        assert_eq!((&rest["items"][0]["ref"], &rest["next"]), (&json!(reference), &Value::Null));
        let theirs = on.get(offers).token(&other.token).send().await.expect(200).json();
        assert_eq!(theirs["items"], json!([]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_goes_its_way_over_the_pages() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = asks(&house, &helper, &[("冬季棉衣130码", 4), ("Winter coat", 9)]);
        let (donor, _) = house.person(Role::Donor, None);
        let on = &house.on;
        let get = async |path: &str| {
            let page = on.get(path).session(&donor.session).header("accept-language", "en").send().await.expect(200).text();
            plain(&page)
        };
        assert!(get("/my-offers").await.contains("/my-offers/new"));
        let pick = get("/my-offers/new").await;
        assert!(!pick.contains("name=\"label\""), "first where it lies");
        let county = house.county.id.to_string();
        let form = get(&format!("/my-offers/new?place={county}")).await;
        assert!(form.contains("name=\"label\"") && form.contains(&format!("name=\"place\" value=\"{county}\"")), "{form}");
        let until = day(&house, 60);
        let fields = [
            ("label", "Winter coats"),
            ("kind", "clothing"),
            ("sizes", "110–150"),
            ("quality", "new"),
            ("count", "6"),
            ("unit_value", "120"),
            ("place", county.as_str()),
            ("until", until.as_str()),
            ("_key", "new"),
        ];
        let mut wrong = fields;
        wrong[4].1 = "six";
        let shown = on.post("/my-offers").session(&donor.session).form(&wrong).send().await.expect(422).text();
        assert!(shown.contains("id=\"count-error\"") && shown.contains("110–150"), "what was typed is kept: {shown}");
        let made = on.post("/my-offers").session(&donor.session).form(&fields).send().await.expect(303);
        let page = made.header("location").to_owned();
        let twice = on.post("/my-offers").session(&donor.session).form(&fields).send().await.expect(303);
        assert_eq!(twice.header("location"), page, "pressed twice, made once");

        let shown = get(&page).await;
        for said in [
            "冬季棉衣130码",
            "The same thing is asked for",
            "The sizes go together",
            "In the same county",
            "Sending 4 items costs about",
        ] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        assert!(!shown.contains("王秀英") && !shown.contains("沙坪"), "the household stays masked");
        let pledges = format!("{page}/pledges");
        let (request, one, two) = (asked.reference.to_string(), asked.parts[0].to_string(), asked.parts[1].to_string());
        let gifts = |first: &'static str, second: &'static str| {
            [
                ("gifts.0.request", request.clone()),
                ("gifts.0.part", one.clone()),
                ("gifts.0.count", first.to_owned()),
                ("gifts.1.request", request.clone()),
                ("gifts.1.part", two.clone()),
                ("gifts.1.count", second.to_owned()),
                ("message", "Stay warm".to_owned()),
            ]
        };
        let send = async |fields: &[(&str, String)]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            on.post(&pledges).session(&donor.session).header("accept-language", "en").form(&fields).send().await
        };
        let none = plain(&send(&gifts("", "")).await.expect(422).text());
        assert!(none.contains("Say for at least one how many go there") && none.contains("Stay warm"), "{none}");
        let letters = send(&gifts("four", "1")).await.expect(422).text();
        assert!(letters.contains("id=\"gifts.0.count-error\"") && letters.contains("value=\"four\""), "{letters}");
        let some = plain(&send(&gifts("4", "5")).await.expect(200).text());
        for said in [
            "Not everything could be pledged",
            "Pledged: 4 items",
            "Not pledged: 5 items",
            "Only 2 of this offer are left",
            "Stay warm",
        ] {
            assert!(some.contains(said), "{said}: {some}");
        }
        let nothing = send(&gifts("1", "5")).await.expect(409).text();
        assert!(nothing.contains("id=\"told\""), "{nothing}");
        send(&gifts("", "2")).await.expect(303);
        let given = get(&page).await;
        assert!(given.contains("Everything of this offer is pledged") && given.contains("/pledges/"), "{given}");

        let edit = get(&format!("{page}/edit")).await;
        assert!(edit.contains("value=\"Winter coats\"") && edit.contains("value=\"120.00\""), "{edit}");
        let mut fewer = fields;
        fewer[4].1 = "5";
        let shown = plain(
            &on.post(format!("{page}/edit"))
                .session(&donor.session)
                .header("accept-language", "en")
                .form(&fewer)
                .send()
                .await
                .expect(422)
                .text(),
        );
        assert!(shown.contains("6 are pledged already"), "{shown}");
        fewer[4].1 = "7";
        on.post(format!("{page}/edit")).session(&donor.session).form(&fewer).send().await.expect(303);
        let state = async |to: &str| on.post(format!("{page}/state")).session(&donor.session).form(&[("to", to)]).send().await;
        state("elsewhere").await.expect(422);
        state("paused").await.expect(303);
        assert!(get(&page).await.contains("value=\"standing\""));
        state("standing").await.expect(303);
        state("withdrawn").await.expect(303);
        state("standing").await.expect(409);
        let (stranger, _) = house.person(Role::Donor, None);
        for path in [page.clone(), format!("{page}/edit")] {
            on.get(path).session(&stranger.session).send().await.expect(404);
        }
        let giving = get("/giving").await;
        assert!(giving.contains("href=\"/my-offers\""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_opens_is_new_until_its_donor_looked_or_it_asks_no_more() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let (person, donor) = house.person(Role::Donor, None);
        let coats = offer(&house, &donor, 9);
        let lamps = Draft { label: "Desk lamps".into(), kind: "household".into(), sizes: String::new(), ..coats_of(&house) };
        let lamps = try_offer(&house, &donor, &lamps).unwrap();
        let new = async |of: &Offer| {
            let at = format!("/api/v1/aid/offers/{}", of.reference);
            house.on.get(at).token(&person.token).send().await.expect(200).json()["offer"]["new_fits"].as_i64().unwrap()
        };
        let asked = asks(&house, &helper, &[("冬季棉衣", 2), ("A desk", 1)]);
        house.on.work().await;
        assert_eq!((new(&coats).await, new(&lamps).await), (1, 0), "a desk is no lamp");
        let again = asked.reference;
        assert_eq!(house.write(move |tx| stock::note(tx, again)), 0, "told twice, noted once");
        let list = house.on.get("/my-offers").session(&person.session).header("accept-language", "en").send().await.expect(200);
        assert!(plain(&list.text()).contains("1 new request may fit"));
        let page = format!("/my-offers/{}", coats.reference);
        let first = house.on.get(&page).session(&person.session).header("accept-language", "en").send().await.expect(200).text();
        assert!(first.contains("badge is-active"), "{first}");
        assert_eq!(new(&coats).await, 0);
        let second = house.on.get(&page).session(&person.session).send().await.expect(200).text();
        assert!(!second.contains("badge is-active"));

        // One that is pledged whole is nothing to look at; when that comes to nothing it is again.
        let more = asks(&house, &helper, &[("Winter coat", 2)]);
        house.on.work().await;
        assert_eq!(new(&coats).await, 1);
        let other = house.donor();
        let theirs = offer(&house, &other, 2);
        give(&house, &other, &theirs, &more, 0, 2).unwrap();
        assert_eq!(new(&coats).await, 0);
        house.on.on.clock.advance(qianmo_aid::pledge::GOODS_COUNTDOWN);
        qianmo_aid::pledge::sweep(&house.on.app).await.unwrap();
        house.on.work().await;
        assert_eq!(new(&coats).await, 1, "it asks again");
        assert_eq!(found(&house, &theirs).rest, 2);
    })
    .await;
}

fn coats_of(house: &House) -> Draft {
    coats(house, 5)
}
