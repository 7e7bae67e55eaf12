//! A donor's own order: what comes first, why, what is learnt, and how it is turned off.

use crate::house::{House, both, codes, problem};
use axum::http::Method;
use qianmo_identity::testing::Person;
use qianmo_kernel::{Id, Millis, Role};
use serde_json::{Value, json};

/// An open request of a household of its own.
async fn with(house: &House, purpose: &str, title: &str) -> String {
    let mut body = house.money(100);
    body["purpose"] = json!(purpose);
    body["title"] = json!(title);
    body["household"] = json!(house.household("李大山").to_string());
    let reference = house.open(&body).await;
    house.on.on.clock.advance(Millis::HOUR);
    reference
}

async fn slate(house: &House, who: &Person) -> Vec<(String, Value)> {
    let told = house.get(who, "/aid/slate").await.expect(200).json();
    let items = told["items"].as_array().unwrap().iter();
    items.map(|item| (item["request"]["ref"].as_str().unwrap().to_owned(), item["why"].clone())).collect()
}

async fn declare(house: &House, who: &Person, seen: &str, body: &Value) -> qianmo_testkit::Answered {
    house.on.ask(Method::PUT, "/api/v1/aid/interests").token(&who.token).header("if-match", seen).json(body).send().await
}

fn interest(purposes: &[&str], place: Option<Id>) -> Value {
    json!({"purposes": purposes, "place": place.map(|p| p.to_string()), "personal": true, "learn": true})
}

async fn give(house: &House, who: &Person, reference: &str, yuan: i64) {
    let request = house.on.get(format!("/api/v1/aid/requests/{reference}")).send().await.expect(200).json();
    let body = json!({"part": request["parts"][0]["id"], "amount": {"amount_minor": yuan * 100, "currency": "CNY"}});
    house.post(who, &format!("/aid/requests/{reference}/pledges"), &body).await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_donor_cares_for_comes_first_and_says_so() {
    both(|house: House| async move {
        let mut all = Vec::new();
        for n in 0..4 {
            all.push(with(&house, "education", &format!("Desk {n}")).await);
        }
        let health = with(&house, "health", "Glasses for reading").await;
        declare(&house, &house.donor, "\"0\"", &interest(&["health"], Some(house.tree.province.id))).await.expect(200);
        let shown = slate(&house, &house.donor).await;
        assert_eq!(shown.len(), 5);
        assert_eq!(shown[0].0, health, "{shown:?}");
        assert_eq!((&shown[0].1["purpose"], &shown[0].1["place"]), (&json!(true), &json!(true)), "a county lies in its province");
        assert_eq!((&shown[1].1["purpose"], &shown[1].1["place"]), (&json!(false), &json!(true)));
        let page = house.on.get("/").session(&house.donor.session).send().await.expect(200).text();
        let (mine, waiting) = (page.find("id=\"mine\"").unwrap(), page.find("id=\"waiting\"").unwrap());
        let first = page.find(&format!("/requests/{health}\"")).unwrap();
        assert!(mine < first && first < waiting, "what is for them stands before what waits longest");
        assert!(
            page.contains("of a purpose and in a place that you care for") && page.contains(&format!("/requests/{health}/why"))
        );
        let why = house.on.get(format!("/requests/{health}/why")).session(&house.donor.session).send().await.expect(200).text();
        assert!(why.contains("of a purpose and in a place that you care for") && why.contains("Nobody can pay"));
        let told = house.get(&house.donor, &format!("/aid/requests/{health}/why")).await.expect(200).json();
        assert_eq!(told["why"]["purpose"], json!(true));
        // Somebody else was not shown it, and strangers have no order of their own.
        let other = house.person(Role::Donor, Id::NONE);
        let told = house.get(&other, &format!("/aid/requests/{health}/why")).await.expect(200).json();
        assert_eq!((&told["at"], &told["why"]), (&Value::Null, &Value::Null));
        assert!(!house.on.get("/").send().await.expect(200).text().contains("id=\"mine\""));
        // The list in the same order; the newest first; strangers may have that too.
        let list = |query: &str, who: Option<&Person>| {
            let request = house.on.get(format!("/api/v1/aid/requests?state=asking&{query}"));
            let request = match who {
                Some(who) => request.token(&who.token),
                None => request,
            };
            async move {
                let told = request.send().await;
                if told.status != 200 {
                    return Err(told.status);
                }
                let told = told.json();
                let refs: Vec<String> =
                    told["items"].as_array().unwrap().iter().map(|r| r["ref"].as_str().unwrap().to_owned()).collect();
                Ok((refs, told["next"].as_str().map(str::to_owned)))
            }
        };
        let (own, _) = list("order=personal", Some(&house.donor)).await.unwrap();
        assert_eq!((own.len(), &own[0]), (5, &health));
        let (page, next) = list("order=personal&limit=2", Some(&house.donor)).await.unwrap();
        let (rest, _) = list(&format!("order=personal&limit=10&cursor={}", next.unwrap()), Some(&house.donor)).await.unwrap();
        assert_eq!([page, rest].concat(), own, "paged without gaps");
        let newest: Vec<String> = [health.clone()].into_iter().chain(all.iter().rev().cloned()).collect();
        let (found, _) = list("order=newest", None).await.unwrap();
        assert_eq!(found, newest);
        let (page, next) = list("order=newest&limit=2", None).await.unwrap();
        let (rest, _) = list(&format!("order=newest&limit=10&cursor={}", next.unwrap()), None).await.unwrap();
        assert_eq!([page, rest].concat(), newest);
        let (desks, _) = list(&format!("order=newest&purpose=education&place={}", house.tree.township.id), None).await.unwrap();
        assert_eq!(desks, newest[1..]);
        let (desks, _) =
            list(&format!("order=personal&purpose=education&place={}", house.tree.township.id), Some(&house.donor)).await.unwrap();
        assert_eq!(desks.len(), 4);
        let (none, _) = list(&format!("order=personal&place={}", house.tree.other.id), Some(&house.donor)).await.unwrap();
        assert!(none.is_empty());
        assert_eq!(list("order=personal", None).await.unwrap_err(), 401);
        assert_eq!(list("order=personal", Some(&house.officer)).await.unwrap_err(), 403);
        assert_eq!(list("order=best", None).await.unwrap_err(), 400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_longer_asks_or_is_ones_own_is_never_on_a_slate() {
    both(|house: House| async move {
        let (one, two) = (with(&house, "education", "A desk").await, with(&house, "education", "A lamp").await);
        assert_eq!(slate(&house, &house.donor).await.len(), 2);
        // Pledged whole by somebody else: gone from the same visit at once.
        let other = house.person(Role::Donor, Id::NONE);
        give(&house, &other, &one, 100).await;
        let shown: Vec<String> = slate(&house, &house.donor).await.into_iter().map(|s| s.0).collect();
        assert_eq!(shown, std::slice::from_ref(&two));
        // The pledge lapses: it asks again, and a later visit has it again.
        house.on.on.clock.advance(Millis::HOUR);
        house.on.round().await;
        house.on.on.clock.advance(Millis::HOUR);
        assert_eq!(house.state(&one).await, "open");
        assert_eq!(slate(&house, &house.donor).await.len(), 2);
        // The family's own: a donor who belongs to it is not shown it.
        let mut body = house.money(100);
        body["household"] = json!(house.household.to_string());
        body["purpose"] = json!("health");
        let own = house.open(&body).await;
        let (household, village) = (house.household, house.tree.village.id);
        let member = house.write(move |tx| {
            let roles = [(Role::Donor, Id::NONE), (Role::Household, village)];
            let wanted = qianmo_identity::testing::Wanted {
                name: "Member",
                roles: &roles,
                household: Some(household),
                ..Default::default()
            };
            qianmo_identity::testing::make(tx, &wanted)
        });
        let shown: Vec<String> = slate(&house, &member).await.into_iter().map(|s| s.0).collect();
        assert!(shown.len() == 2 && !shown.contains(&own), "{shown:?}");
        // Time runs out: whatever the board thinks, nothing of it is shown.
        house.on.on.clock.advance(91 * Millis::DAY);
        assert!(slate(&house, &house.donor).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_to_is_learnt_seen_and_forgotten() {
    both(|house: House| async move {
        let health = [with(&house, "health", "Glasses").await, with(&house, "health", "A stick").await];
        for n in 0..3 {
            with(&house, "education", &format!("Desk {n}")).await;
        }
        for reference in &health {
            slate(&house, &house.donor).await;
            give(&house, &house.donor, reference, 10).await;
            house.on.on.clock.advance(Millis::HOUR);
        }
        let told = house.get(&house.donor, "/aid/interests").await.expect(200).json();
        let county = house.tree.county.id.to_string();
        assert_eq!(told["learnt"], json!([{"purpose": "health", "county": county, "given": 2}]));
        let shown = slate(&house, &house.donor).await;
        assert!(health.contains(&shown[0].0) && shown[0].1["purpose"] == json!(true), "{shown:?}");
        let kept = |account: Id| {
            house.write(move |tx| tx.one(COUNT, qianmo_db::params![account], |row| Ok((row.i64(0)?, row.i64(1)?, row.i64(2)?))))
        };
        let (before, taken, _) = kept(house.donor.account);
        assert!(before >= 5 && taken == 2, "{before} {taken}");
        let gone =
            house.on.ask(Method::DELETE, "/api/v1/aid/interests/learnt").token(&house.donor.token).send().await.expect(200).json();
        assert_eq!(gone["learnt"], json!([]));
        assert_eq!(kept(house.donor.account), (0, 0, 0));
        // Off: nothing is kept any more.
        let mut off = interest(&[], None);
        off["learn"] = json!(false);
        declare(&house, &house.donor, "\"0\"", &off).await.expect(200);
        house.on.on.clock.advance(Millis::HOUR);
        slate(&house, &house.donor).await;
        give(&house, &house.donor, &health[0], 10).await;
        assert_eq!(kept(house.donor.account), (0, 0, 0));
        // The newest first, and no reasons.
        off["personal"] = json!(false);
        declare(&house, &house.donor, "\"1\"", &off).await.expect(200);
        let told = house.get(&house.donor, "/aid/slate").await.expect(200).json();
        assert_eq!((&told["newest_first"], &told["items"][0]["why"]), (&json!(true), &Value::Null));
        let first = told["items"][0]["request"]["title"].as_str().unwrap();
        assert_eq!(first, "Desk 2");
        let page = house.on.get("/").session(&house.donor.session).send().await.expect(200).text();
        assert!(page.contains("You chose to see the newest first") && !page.contains("/why\""));
    })
    .await;
}

qianmo_db::sql! {
    const COUNT = "SELECT (SELECT COUNT(*) FROM aid_shown WHERE account = $1), (SELECT COUNT(*) FROM aid_shown WHERE account = $1
        AND taken = 1), (SELECT COUNT(*) FROM aid_taste WHERE account = $1)";
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_interests_are_told_beside_the_field_and_kept() {
    both(|house: House| async move {
        let donor = &house.donor;
        let many = declare(&house, donor, "\"0\"", &interest(&["health", "education", "housing", "goods"], None)).await.expect(422);
        assert_eq!(codes(&many), [("purposes".into(), "aid-interest-many".into())]);
        let unknown = declare(&house, donor, "\"0\"", &interest(&["wealth"], None)).await.expect(422);
        assert_eq!(codes(&unknown), [("purposes".into(), "aid-unknown-purpose".into())]);
        let nowhere = declare(&house, donor, "\"0\"", &interest(&[], Some(Id::from_i64(77)))).await.expect(422);
        assert_eq!(codes(&nowhere), [("place".into(), "aid-interest-place".into())]);
        // A village is cared for as its county: a request tells no less.
        let told =
            declare(&house, donor, "\"0\"", &interest(&["health", "health"], Some(house.tree.village.id))).await.expect(200).json();
        assert_eq!((&told["place"], &told["purposes"]), (&json!(house.tree.county.id.to_string()), &json!(["health"])));
        assert_eq!(problem(&declare(&house, donor, "\"0\"", &interest(&[], None)).await.expect(412)), "web-changed");
        house.on.ask(Method::PUT, "/api/v1/aid/interests").token(&donor.token).json(&interest(&[], None)).send().await.expect(428);
        declare(&house, &house.officer, "\"0\"", &interest(&[], None)).await.expect(403);
        // The form keeps what was ticked.
        let form =
            [("purposes", "health"), ("purposes", "education"), ("purposes", "housing"), ("purposes", "goods"), ("version", "1")];
        let page = house.on.post("/my-interests").session(&donor.session).form(&form).send().await.expect(422).text();
        assert!(page.contains("Choose at most"), "{page}");
        assert_eq!(page.matches("aria-invalid=\"true\" checked").count(), 4, "{page}");
        let form = [("purposes", "goods"), ("personal", "1"), ("place", ""), ("version", "1")];
        house.on.post("/my-interests").session(&donor.session).form(&form).send().await.expect(303);
        let told = house.get(donor, "/aid/interests").await.expect(200).json();
        assert_eq!((&told["purposes"], &told["place"], &told["learn"]), (&json!(["goods"]), &Value::Null, &json!(false)));
        let page = house.on.get("/my-interests").session(&donor.session).send().await.expect(200).text();
        assert!(page.contains("Place: anywhere") && page.contains("learning is off"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_agreed_and_is_away_is_written_to_by_day_and_as_seldom_as_they_said() {
    both(|house: House| async move {
        let (agreed, silent) = (house.donor.account, house.person(Role::Donor, Id::NONE));
        let mut often = interest(&["education"], None);
        often["nudges"] = json!(2);
        declare(&house, &house.donor, "\"0\"", &often).await.expect(200);
        declare(&house, &silent, "\"0\"", &interest(&["education"], None)).await.expect(200);
        often["nudges"] = json!(3);
        assert_eq!(
            codes(&declare(&house, &house.donor, "\"1\"", &often).await.expect(422)),
            [("nudges".into(), "aid-choose".into())]
        );
        let app = house.on.app.clone();
        let noted = || house.write(move |tx| tx.query(NUDGES, &[], |row| Ok((row.id(0)?, row.millis(1)?))));
        // At noon of the place; the clock of the test stands anywhere in the day.
        let to_hour = |hour: i64| {
            let local = (app.clock.now().0 + 480 * Millis::MINUTE).rem_euclid(Millis::DAY);
            house.on.on.clock.advance((hour * Millis::HOUR - local).rem_euclid(Millis::DAY));
        };
        to_hour(12);
        assert_eq!(qianmo_aid::nudge::run(&app).await.unwrap(), 0, "nothing waits: nobody is written to");
        with(&house, "education", "A desk").await;
        to_hour(3);
        assert_eq!(qianmo_aid::nudge::run(&app).await.unwrap(), 0, "never by night");
        to_hour(12);
        assert_eq!(qianmo_aid::nudge::run(&app).await.unwrap(), 1);
        assert_eq!(noted().iter().map(|n| n.0).collect::<Vec<_>>(), [agreed]);
        assert_eq!(qianmo_aid::nudge::run(&app).await.unwrap(), 0, "not twice");
        house.on.on.clock.advance(8 * Millis::DAY);
        // Who was here lately is not away.
        slate(&house, &house.donor).await;
        assert_eq!(qianmo_aid::nudge::run(&app).await.unwrap(), 0);
        house.on.on.clock.advance(8 * Millis::DAY);
        assert_eq!(qianmo_aid::nudge::run(&app).await.unwrap(), 1);
        house.on.on.clock.advance(8 * Millis::DAY);
        assert_eq!(qianmo_aid::nudge::run(&app).await.unwrap(), 0, "two in 30 days, as agreed");
        house.on.on.clock.advance(23 * Millis::DAY);
        assert_eq!(qianmo_aid::nudge::run(&app).await.unwrap(), 1);
        house.on.on.clock.advance(8 * Millis::DAY);
        declare(&house, &house.donor, "\"1\"", &interest(&["education"], None)).await.expect(200);
        assert_eq!(qianmo_aid::nudge::run(&app).await.unwrap(), 0, "they withdrew it");
    })
    .await;
}

qianmo_db::sql! {
    const NUDGES = "SELECT account, at FROM aid_nudge ORDER BY at";
}
