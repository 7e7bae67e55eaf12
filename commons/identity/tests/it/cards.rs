//! A household's printed card.

use crate::{House, both};
use qianmo_identity::{card, testing, token};
use qianmo_kernel::{Id, Millis, PublicRef, Role};

async fn enter(house: &House, number: &str, pin: &str) -> qianmo_testkit::Answered {
    house.on.post("/sign-in/card").form(&[("number", number), ("pin", pin), ("next", "/places")]).send().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_signs_in_before_and_after_its_pin_was_hashed_slowly() {
    both(|house| async move {
        let tree = house.tree();
        let place = tree.township.id;
        let (account, number, pin) = house.write(move |tx| testing::card_holder(tx, None, place));
        assert!(number.len() == 9 && number.contains('-') && pin.len() == 6);
        house.on.get("/sign-in/card").send().await.expect(200);
        for _ in 0..2 {
            let answer = enter(&house, &number.to_lowercase(), &pin).await.expect(303);
            assert_eq!(answer.header("location"), "/places");
            let me = house.on.get("/api/v1/me").session(&answer.cookie("qm_session").unwrap()).send().await.expect(200).json();
            assert_eq!(me["account"], account.to_string());
            assert_eq!(me["roles"][0]["role"], "household");
            house.on.work().await;
        }
        // Another card takes the place of the first.
        let (second, other_pin) = house.write(move |tx| card::issue(tx, account, Id::NONE));
        enter(&house, &number, &pin).await.expect(422);
        enter(&house, &second, &other_pin).await.expect(303);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_pins_lock_the_card_and_unknown_numbers_look_the_same() {
    both(|house| async move {
        let (_, number, pin) = house.write(|tx| testing::card_holder(tx, None, Id::NONE));
        let wrong = if pin == "000000" { "111111" } else { "000000" };
        for n in ["BBBB-BBBB", &number] {
            for _ in 0..5 {
                let page = enter(&house, n, wrong).await.expect(422).text();
                assert!(page.contains("do not belong together") && !page.contains(wrong));
            }
            enter(&house, n, wrong).await.expect(429);
        }
        enter(&house, &number, &pin).await.expect(429);
        house.on.on.clock.advance(61_000);
        enter(&house, &number, &pin).await.expect(303);
        // A right PIN forgets the wrong ones.
        for _ in 0..4 {
            enter(&house, &number, wrong).await.expect(422);
        }
        enter(&house, &number, &pin).await.expect(303);
        house.on.post("/sign-in/card").form(&[("number", ""), ("pin", "")]).send().await.expect(422);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_when_too_many_pins_are_checked_is_told_to_come_again_and_loses_no_try() {
    both(|house| async move {
        let (_, number, pin) = house.write(|tx| testing::card_holder(tx, None, Id::NONE));
        let turns = testing::every_card_turn().await.unwrap();
        // More than there are tries, of a card that exists and of one that does not.
        let comers = (0..12).map(|at| enter(&house, if at % 2 == 0 { number.as_str() } else { "BBBB-BBBB" }, &pin));
        for answer in futures::future::join_all(comers).await {
            let answer = answer.expect(503);
            assert_eq!(answer.header("retry-after"), "5");
            assert!(answer.text().contains("Try again in a few seconds"));
        }
        drop(turns);
        enter(&house, &number, &pin).await.expect(303);
        enter(&house, "BBBB-BBBB", &pin).await.expect(422);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_needs_no_second_factor() {
    both(|house| async move {
        let tree = house.tree();
        let place = tree.township.id;
        let (_, number, pin) = house.write(move |tx| testing::card_holder(tx, None, place));
        assert_eq!(enter(&house, &number, &pin).await.expect(303).header("location"), "/places");
        assert!(!Role::Household.needs_second_factor());
        // It is often somebody else's device: the session is short.
        let session = enter(&house, &number, &pin).await.cookie("qm_session").unwrap();
        house.on.on.clock.advance(119 * Millis::MINUTE);
        house.on.get("/api/v1/me").session(&session).send().await.expect(200);
        house.on.on.clock.advance(Millis::MINUTE);
        house.on.get("/api/v1/me").session(&session).send().await.expect(401);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_alone_makes_nothing_that_outlasts_its_two_hours() {
    both(|house| async move {
        let tree = house.tree();
        let place = tree.township.id;
        let (account, number, pin) = house.write(move |tx| testing::card_holder(tx, None, place));
        let session = enter(&house, &number, &pin).await.expect(303).cookie("qm_session").unwrap();
        let fields = [("label", "x"), ("scopes", "*"), ("days", "366")];
        house.on.post("/settings/tokens").session(&session).form(&fields).send().await.expect(403);
        let new = serde_json::json!({"label": "x", "scopes": ["*"], "days": 366});
        house.on.post("/api/v1/tokens").session(&session).key("k").json(&new).send().await.expect(403);
        house.on.post("/settings/passkeys/start").session(&session).json(&serde_json::json!({})).send().await.expect(403);
        house.on.post("/settings/erase").session(&session).form(&[("sure", "1")]).send().await.expect(403);
        assert!(!house.write(move |tx| qianmo_identity::account::require(tx, account)).erased);
        let settings = house.on.get("/settings").session(&session).send().await.expect(200).text();
        assert!(settings.contains("id=\"card\"") && !settings.contains("/settings/erase"), "what is refused is not offered");
        assert!(!settings.contains("action=\"/settings/contacts\"") && !settings.contains("data-passkey=\"register\""));
        // Nor a phone: whoever found the card would add their own and need the card no more.
        let phone = [("login", "+8613800001234")];
        house.on.post("/settings/contacts").session(&session).form(&phone).send().await.expect(403);
        // With the family's own phone beside it the card is as good as any way.
        house.write(move |tx| {
            let address = qianmo_notify::Address::read("+8613800001234", "86").unwrap();
            testing::add_contact(tx, account, &address)
        });
        let page = house.on.get("/sign-in/second").session(&session).send().await.expect(200).text();
        let contact = page.split("name=\"contact\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let asked = house.on.post("/sign-in/second").session(&session).form(&[("contact", &*contact)]).send().await.expect(303);
        let code = house.code_for("+8613800001234").await;
        let opened = house.type_code(&asked.cookie("qm_step").unwrap(), &session, &code).await.expect(303);
        let session = opened.cookie("qm_session").expect("a new secret");
        house.on.post("/settings/tokens").session(&session).form(&fields).send().await.expect(201);
        assert!(house.on.get("/settings").session(&session).send().await.expect(200).text().contains("/settings/erase"));
        let way = house.on.get("/sign-in/card?next=%2Fa%3Fb").send().await.expect(200).text();
        assert!(way.contains("href=\"/sign-in?next=%2Fa%3Fb\""), "another way leads to the same page");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_stands_for_a_card_makes_no_other() {
    both(|house| async move {
        let place = house.tree().township.id;
        let household = Some(PublicRef::new(Id::from_i64(7), Id::from_i64(9)));
        let (account, _, _) = house.write(move |tx| testing::card_holder(tx, household, place));
        let token = house.write(move |tx| token::issue(tx, account, "by hand", &["*"], false));
        let new = serde_json::json!({"label": "x", "scopes": ["*"], "days": 9});
        let make = |key: &'static str| house.on.post("/api/v1/tokens").token(&token).key(key).json(&new).send();
        let told = make("k1").await.expect(403).json();
        assert_eq!(told["type"], "/problems/identity-card-not-enough");
        house.on.get("/api/v1/me").token(&token).send().await.expect(200);
        // What the operator made as strong as a second factor is, and what a family with its own phone has, stands for more.
        let strong = house.write(move |tx| token::issue(tx, account, "by hand", &["*"], true));
        house.on.post("/api/v1/tokens").token(&strong).key("k2").json(&new).send().await.expect(201);
        house.write(move |tx| {
            let address = qianmo_notify::Address::read("+8613800001234", "86").unwrap();
            testing::add_contact(tx, account, &address)
        });
        make("k3").await.expect(201);
    })
    .await;
}
