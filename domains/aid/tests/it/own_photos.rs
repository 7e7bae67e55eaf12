//! Who sees a photo before anybody has looked at it.

use crate::house::{House, both};
use crate::looking_after::png;
use qianmo_identity::testing::{self, Person, Wanted};
use qianmo_kernel::{Actor, Fail, Grant, Id, PublicRef, Role, Via};
use qianmo_media::Access;
use serde_json::json;

/// A photo of that request, uploaded by its helper: its reference and its address.
async fn uploaded(house: &House, reference: &str, key: &str) -> (PublicRef, String) {
    let ask = house.on.post(format!("/api/v1/aid/requests/{reference}/photos")).token(&house.helper.token).key(key);
    let held = ask.upload(&[("alt", "A roof")], &[("photo", "x.png", &png())]).send().await.expect(201).json();
    (held["ref"].as_str().unwrap().parse().unwrap(), held["href"].as_str().unwrap().to_owned())
}

/// Another household of the village with an account of its own.
fn neighbour(house: &House) -> Person {
    let (home, village) = (house.household("李大山"), house.tree.village.id);
    house.write(move |tx| {
        let roles = [(Role::Household, village)];
        testing::make(tx, &Wanted { name: "Neighbour", roles: &roles, household: Some(home), ..Wanted::default() })
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_sees_its_own_photos_while_they_wait_and_nobody_else_does() {
    both(|house: House| async move {
        let reference = house.open(&house.money(480)).await;
        let (photo, href) = uploaded(&house, &reference, "p1").await;
        let (neighbour, servant) = (neighbour(&house), house.person(Role::Helper, house.tree.village.id));
        let page = format!("/requests/{reference}");
        for (who, status) in [
            (&house.family, 200),
            (&house.helper, 200),
            (&house.reviewer, 200),
            (&neighbour, 404),
            (&servant, 404),
            (&house.donor, 404),
        ] {
            let seen = house.on.get(&*href).session(&who.session).send().await.expect(status);
            house.on.get(&*href).token(&who.token).send().await.expect(status);
            let page = house.on.get(&*page).session(&who.session).header("accept-language", "en").send().await.expect(200).text();
            let list = house.on.get(format!("/api/v1/aid/requests/{reference}/photos")).token(&who.token).send().await.expect(200);
            if status == 200 {
                assert_eq!(seen.header("cache-control"), "private, no-store");
            }
            let sees = status == 200;
            assert_eq!(page.contains(&photo.to_string()), sees, "{page}");
            assert_eq!(page.contains("Waits for review"), sees, "it is marked: {page}");
            assert_eq!(list.json()["items"].as_array().unwrap().len(), usize::from(sees));
        }
        house.on.get(&*href).send().await.expect(404);
        // The household decides on nothing.
        let decide = house.on.post(format!("/api/v1/media/{photo}/decision")).token(&house.family.token);
        decide.json(&json!({"decision": "show"})).send().await.expect(403);
        // Once it is refused it is gone for the household as well.
        let refuse = house.on.post(format!("/api/v1/media/{photo}/decision")).token(&house.reviewer.token);
        refuse.json(&json!({"decision": "unclear"})).send().await.expect(200);
        house.on.get(&*href).session(&house.family.session).send().await.expect(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_a_card_alone_nor_a_token_for_something_else_opens_what_nobody_has_looked_at() {
    both(|house: House| async move {
        let reference = house.open(&house.money(480)).await;
        let (photo, _) = uploaded(&house, &reference, "p1").await;
        let place = &house.tree.village;
        let own = Actor {
            household: Some(house.household),
            via: Via::Session,
            ..Actor::on_behalf(
                house.family.account,
                vec![Grant { role: Role::Household, place: place.id, path: place.path.clone() }],
            )
        };
        let sees = |actor: Actor| {
            house.on.app.db.write_now(move |tx| {
                let photo = qianmo_media::require(tx, photo)?;
                qianmo_media::access(tx, &photo, Some(&actor))
            })
        };
        assert_eq!(sees(own.clone()).unwrap(), Access::Private);
        for other in [
            Actor { card_issued_by: Some(house.helper.account), ..own.clone() },
            Actor { card_issued_by: Some(Id::NONE), ..own.clone() },
            Actor { scopes: Some(vec!["ledger.*".into()]), ..own.clone() },
            Actor { household: Some(PublicRef::new(house.household.county, Id::from_i64(7))), ..own.clone() },
        ] {
            match sees(other) {
                Err(Fail::Refused(refused)) => assert_eq!(refused.message, "web-not-found"),
                other => panic!("{other:?}"),
            }
        }
        // What it uploaded itself it sees by its card as well.
        let card = Actor { account: house.helper.account, card_issued_by: Some(Id::NONE), ..own };
        assert_eq!(sees(card).unwrap(), Access::Private);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_picture_of_an_update_is_shown_to_its_household_first() {
    both(|house: House| async move {
        let reference = house.open(&house.money(480)).await;
        let fields = [("body", "The roof is done."), ("alt", "A new roof")];
        let told = house.on.post(format!("/requests/{reference}/updates")).session(&house.helper.session);
        told.upload(&fields, &[("photo", "x.png", &png())]).send().await.expect(303);
        let page = async |who: &Person| {
            house.on.get(format!("/requests/{reference}")).session(&who.session).send().await.expect(200).text()
        };
        let own = page(&house.family).await;
        assert!(
            own.contains("The roof is done.") && own.contains("alt=\"A new roof\"") && own.contains("Waits for review"),
            "{own}"
        );
        let at = own.find("/media/").unwrap();
        let src: String = own[at..].chars().take_while(|c| *c != '"').collect();
        house.on.get(&*src).session(&house.family.session).send().await.expect(200);
        for other in [&house.donor, &neighbour(&house)] {
            let seen = page(other).await;
            assert!(seen.contains("The roof is done.") && !seen.contains("/media/"), "{seen}");
            house.on.get(&*src).session(&other.session).send().await.expect(404);
        }
    })
    .await;
}

/// A page as somebody reads it in English.
async fn read(house: &House, who: &Person, path: &str) -> String {
    let page = house.on.get(path.to_owned()).session(&who.session).header("accept-language", "en");
    page.send().await.expect(200).text()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reviews_sees_the_photo_beside_the_request_and_the_request_beside_the_photo() {
    both(|house: House| async move {
        let reference = house.draft(&house.money(480)).await;
        let (photo, href) = uploaded(&house, &reference, "p1").await;
        house.act(&house.helper, &reference, "submission", &json!({})).await.expect(200);
        let (review, beside) = (format!("/desk/reviews/{reference}"), format!("/photos?with={photo}"));

        let page = read(&house, &house.reviewer, &review).await;
        assert!(page.contains(&href) && page.contains(&beside), "{page}");
        assert!(page.contains("has not been looked at yet"), "{page}");
        for path in ["/photos", &beside] {
            let queue = read(&house, &house.reviewer, path).await;
            assert!(queue.contains(&href) && queue.contains(&format!("href=\"{review}\"")), "{queue}");
            assert!(queue.contains("A desk and a lamp for homework"), "{queue}");
        }
        let officer = read(&house, &house.officer, &beside).await;
        assert!(
            officer.contains(&format!("href=\"/requests/{reference}\"")),
            "who does not review is led to the request: {officer}"
        );
        let elsewhere = house.person(Role::Reviewer, house.tree.other.id);
        house.on.get(beside.clone()).session(&elsewhere.session).send().await.expect(404);
        house.on.get("/photos?with=x").session(&house.reviewer.session).send().await.expect(404);

        // Who passes it with the photo unseen is told that it still waits.
        let mut fields = vec![("decision", "approve")];
        fields.extend(qianmo_aid::review::CHECKS.iter().map(|check| ("checks", *check)));
        let passed = house.on.post(review).session(&house.reviewer.session).form(&fields).send().await.expect(303);
        assert!(passed.header("set-cookie").contains("aid-review-passed-unseen"), "{}", passed.header("set-cookie"));

        let with = photo.to_string();
        let of_one = [("decision", "show"), ("with", with.as_str()), ("version", "1")];
        let decide = house.on.post(format!("/photos/{photo}/decision")).session(&house.reviewer.session).form(&of_one);
        assert_eq!(decide.send().await.expect(303).header("location"), beside);
        let done = read(&house, &house.reviewer, &beside).await;
        assert!(done.contains(&format!("href=\"/requests/{reference}\"")) && !done.contains("name=\"decision\""), "{done}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_of_a_request_that_is_over_wait_for_nobody() {
    both(|house: House| async move {
        let waits = async |photo: PublicRef| {
            let listed = read(&house, &house.reviewer, "/photos").await.contains(&photo.to_string());
            let place = house.tree.township.path.clone();
            let count = house.write(move |tx| qianmo_media::count_held(tx, &place));
            assert_eq!(listed, count > 0, "the desk counts what the queue lists");
            listed
        };
        // Refused, and back with the appeal.
        let reference = house.submitted(&house.money(480)).await;
        let (photo, href) = uploaded(&house, &reference, "p1").await;
        assert!(waits(photo).await);
        let no = json!({"decision": "refuse", "reasons": ["not-a-need"]});
        house.act(&house.reviewer, &reference, "review", &no).await.expect(200);
        assert!(!waits(photo).await);
        let page = read(&house, &house.helper, &format!("/requests/{reference}")).await;
        assert!(page.contains("Not shown: the request has ended") && !page.contains("Waits for review"), "{page}");
        house.on.get(&*href).session(&house.helper.session).send().await.expect(200);
        let grounds = json!({"note": "The roof was inspected on Monday; the report is at the office."});
        house.act(&house.helper, &reference, "appeal", &grounds).await.expect(200);
        assert!(waits(photo).await);
        house.act(&house.county_reviewer, &reference, "review", &no).await.expect(200);
        assert!(!waits(photo).await);

        // What everybody saw of an open request is held with its end, and waits for nobody either.
        let reference = house.open(&house.money(20)).await;
        let (photo, _) = uploaded(&house, &reference, "p2").await;
        let show = house.on.post(format!("/api/v1/media/{photo}/decision")).token(&house.reviewer.token);
        show.json(&json!({"decision": "show"})).send().await.expect(200);
        house.act(&house.helper, &reference, "withdrawal", &json!({"reason": "mistake"})).await.expect(200);
        assert_eq!(house.write(move |tx| qianmo_media::require(tx, photo)).state, qianmo_media::State::Held);
        assert!(!waits(photo).await);
    })
    .await;
}
