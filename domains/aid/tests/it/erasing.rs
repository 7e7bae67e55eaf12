//! A household that wants to be forgotten, or is sent away, while something of it is open.

use crate::house::{House, both};
use qianmo_kernel::{Actor, Millis, PublicRef, Role};
use qianmo_registry::household::command;
use qianmo_registry::raw::HouseholdPatch;
use qianmo_registry::{Status, check};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_forgotten_while_a_request_lives() {
    both(|house: House| async move {
        let asked = house.submitted(&house.money(480)).await;
        house.on.post("/my-household/erasure").session(&house.family.session).form(&[]).send().await.expect(303);
        let second = house.person(Role::Officer, house.tree.county.id);
        let household: PublicRef = house.household;
        let erase = |session: String| {
            let ask = house.on.post(format!("/households/{household}/status")).session(&session);
            async move { ask.form(&[("do", "erase")]).send().await }
        };
        erase(house.officer.session.clone()).await.expect(409);
        house.act(&house.helper, &asked, "withdrawal", &json!({"reason": "no-longer-needed"})).await.expect(200);
        erase(house.officer.session.clone()).await.expect(303);
        // A request that came in between the two stops it again.
        let late = house.submitted(&house.money(20)).await;
        erase(second.session.clone()).await.expect(409);
        house.act(&house.helper, &late, "withdrawal", &json!({"reason": "no-longer-needed"})).await.expect(200);
        erase(second.session.clone()).await.expect(303);
        assert_eq!(house.write(move |tx| qianmo_registry::standing(tx, household)).status, Status::Erased);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helper_alone_ends_no_household_that_has_asked_for_something() {
    both(|house: House| async move {
        let asked = house.open(&house.money(480)).await;
        let household: PublicRef = house.household;
        let status = |session: &str, fields: &[(&str, &str)]| {
            house.on.post(format!("/households/{household}/status")).session(session).header("accept-language", "en").form(fields)
        };
        // It neither counts as left, nor is it sent where this helper has no say, nor is its last member taken away.
        let page = status(&house.helper.session, &[("do", "leave")]).send().await.expect(409).text();
        assert!(page.contains("Only an officer can end it"));
        status(&house.helper.session, &[("do", "move"), ("place", "611026101202")]).send().await.expect(409);
        let persons = house.write(move |tx| qianmo_registry::household::store::persons(tx, household));
        let last = format!("/households/{household}/members/{}", persons[0].id);
        let gone = house.on.post(last).session(&house.helper.session).form(&[("do", "leave"), ("reason", "moved_out")]);
        gone.send().await.expect(409);
        house.on.work().await;
        assert_eq!(house.write(move |tx| qianmo_registry::standing(tx, household)).status, Status::Registered);
        assert_eq!(house.state(&asked).await, "open");
        // An officer of its place does; and a helper, once nothing is open any more.
        status(&house.officer.session, &[("do", "move"), ("place", "611026101202")]).send().await.expect(303);
        let helper = house.person(Role::Helper, house.tree.township.id);
        status(&helper.session, &[("do", "leave")]).send().await.expect(409);
        house.act(&house.officer, &asked, "closure", &json!({"reason": "doubled"})).await.expect(200);
        status(&helper.session, &[("do", "leave"), ("why", "area")]).send().await.expect(303);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helper_does_not_put_somebody_invented_in_the_place_of_a_family_that_waits_for_something() {
    both(|house: House| async move {
        let asked = house.open(&house.money(480)).await;
        let household: PublicRef = house.household;
        house.on.on.clock.advance(Millis::HOUR);
        let member = json!({"relation": "child", "name": "赵无名", "birth": "1980"});
        let made = house.post(&house.helper, &format!("/households/{household}/members"), &member).await.expect(201).json();
        let invented = made["id"].as_str().unwrap().to_owned();
        let persons = house.write(move |tx| qianmo_registry::household::store::persons(tx, household));
        let family = format!("/households/{household}/members/{}", persons[0].id);
        let ask = |session: &str, path: &str, fields: &[(&str, &str)]| {
            house.on.post(path).session(session).header("accept-language", "en").form(fields)
        };
        let mistake = [("do", "leave"), ("reason", "mistake"), ("successor", invented.as_str())];
        let page = ask(&house.helper.session, &family, &mistake).send().await.expect(409).text();
        assert!(page.contains("nobody would be left who was on record when it was handed in"));
        // Nor is the family entered as somebody else.
        let other = [("relation", "head"), ("name", "赵无名"), ("birth", "1980")];
        ask(&house.helper.session, &family, &other).send().await.expect(409);
        // Who was entered since goes again, and what is put right of the family is put right.
        let away = format!("/households/{household}/members/{invented}");
        let same = [("relation", "head"), ("name", "王秀英"), ("other_name", "Wang Xiuying"), ("birth", "1951-02")];
        ask(&house.helper.session, &family, &same).send().await.expect(303);
        house.on.work().await;
        assert_eq!(house.write(move |tx| qianmo_registry::standing(tx, household)).status, Status::Registered);
        assert_eq!(house.state(&asked).await, "open");
        // With an officer it is the end of the household, and of what it asked for.
        ask(&house.officer.session, &family, &mistake).send().await.expect(303);
        house.on.work().await;
        assert_eq!(house.write(move |tx| qianmo_registry::standing(tx, household)).status, Status::Left);
        assert_eq!(house.state(&asked).await, "closed");
        ask(&house.helper.session, &away, &[("do", "leave"), ("reason", "mistake")]).send().await.expect(409);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printed_card_alone_takes_no_open_request_back_where_the_family_has_a_phone() {
    both(|house: House| async move {
        let (open, waiting) = (house.open(&house.money(480)).await, house.submitted(&house.money(20)).await);
        let (household, village) = (house.household, house.tree.village.id);
        let (_, number, pin) = house.write(move |tx| qianmo_identity::testing::card_holder(tx, Some(household), village));
        let entered = house.on.post("/sign-in/card").form(&[("number", &*number), ("pin", &*pin)]).send().await.expect(303);
        let session = entered.cookie("qm_session").unwrap();
        let get = |path: String| house.on.get(path).session(&session).header("accept-language", "en");
        let withdraw = |request: &str| {
            let ask = house.on.post(format!("/requests/{request}/withdrawal")).session(&session);
            ask.header("accept-language", "en").form(&[("reason", "mistake")])
        };
        let way = format!("/requests/{open}/withdrawal");
        assert!(!get(format!("/requests/{open}")).send().await.expect(200).text().contains(&way));
        get(way.clone()).send().await.expect(403);
        assert!(withdraw(&open).send().await.expect(403).text().contains("With the printed card alone"));
        assert_eq!(house.state(&open).await, "open");
        // What nobody has given for yet it takes back; and all where the card is its only way in.
        withdraw(&waiting).send().await.expect(303);
        let change = check::change(&HouseholdPatch { phone: Some(String::new()), ..HouseholdPatch::default() }).unwrap();
        house.write(move |tx| command::change(tx, &Actor::system(), household, None, &change));
        assert!(get(format!("/requests/{open}")).send().await.expect(200).text().contains(&way));
        withdraw(&open).send().await.expect(303);
        assert_eq!((house.state(&open).await, house.state(&waiting).await), ("withdrawn".into(), "withdrawn".into()));
    })
    .await;
}
