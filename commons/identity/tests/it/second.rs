//! Second factors: who needs one, what opens without it, what counts as one, and for how long.

use crate::{House, both};
use qianmo_kernel::{Millis, Role};

const PHONE: &str = "+8613800001234";
const MAIL: &str = "lin@example.org";

async fn officer(house: &House) -> (String, crate::Tree) {
    let tree = house.tree();
    house.somebody("Lin", Some(PHONE), &[(Role::Officer, tree.county.id)], false);
    let step = house.ask(PHONE).await;
    let code = house.code_for(PHONE).await;
    let answer = house.type_code(&step, "", &code).await.expect(303);
    // Officers are sent to the second factor first, with the way onward.
    assert_eq!(answer.header("location"), "/sign-in/second?next=%2Fplaces");
    (answer.cookie("qm_session").unwrap(), tree)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_has_no_powers_until_another_kind_of_proof_is_shown() {
    both(|house| async move {
        let (session, _) = officer(&house).await;
        let page = house.on.get("/accounts").session(&session).send().await.expect(403);
        assert!(page.text().contains("/sign-in/second"));
        house.on.get("/settings").session(&session).send().await.expect(200);
        // Without a second way there is a hint where to add one.
        let none = house.on.get("/sign-in/second").session(&session).send().await.expect(200);
        assert!(none.text().contains("/settings#contacts"));
        // An e-mail address that is added by the first factor alone counts a day later, and every contact is told.
        let asked = house.on.post("/settings/contacts").session(&session).form(&[("login", MAIL)]).send().await.expect(303);
        let code = house.code_for(MAIL).await;
        let added = house.type_code(&asked.cookie("qm_step").unwrap(), &session, &code).await.expect(303);
        assert!(added.cookie("qm_session").is_none());
        assert!(house.was_told(PHONE, "was added").await);
        house.on.get("/accounts").session(&session).send().await.expect(403);
        let page = house.on.get("/sign-in/second").session(&session).send().await.expect(200).text();
        assert!(page.contains("24 hours after it was added"));
        let fields = [("contact", first_contact(&page)), ("next", "/places".to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        house.on.post("/sign-in/second").session(&session).form(&fields).send().await.expect(409);
        // Nor the other way round: whoever added the address does not begin with it and go on with the phone.
        house.on.on.clock.advance(Millis::MINUTE + 1_000);
        let other = house.sign_in(MAIL, MAIL).await;
        let page = house.on.get("/sign-in/second").session(&other).send().await.expect(200).text();
        let contact = first_contact(&page);
        house.on.post("/sign-in/second").session(&other).form(&[("contact", &*contact)]).send().await.expect(409);
        house.on.on.clock.advance(Millis::DAY);
        let asked = house.on.post("/sign-in/second").session(&session).form(&fields).send().await.expect(303);
        let code = house.code_for(MAIL).await;
        let opened = house.type_code(&asked.cookie("qm_step").unwrap(), &session, &code).await.expect(303);
        let stronger = opened.cookie("qm_session").expect("a new secret");
        assert_ne!(stronger, session);
        house.on.get("/accounts").session(&stronger).send().await.expect(200);
        // The secret from before is worth nothing any more.
        house.on.get("/settings").session(&session).send().await.expect(303);
    })
    .await;
}

/// The first contact that the page of second factors offers.
fn first_contact(page: &str) -> String {
    page.split("name=\"contact\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn within_the_day_the_owner_removes_what_somebody_else_added() {
    both(|house| async move {
        let (session, _) = officer(&house).await;
        let asked = house.on.post("/settings/contacts").session(&session).form(&[("login", MAIL)]).send().await.expect(303);
        let code = house.code_for(MAIL).await;
        house.type_code(&asked.cookie("qm_step").unwrap(), &session, &code).await.expect(303);
        let page = house.on.get("/settings").session(&session).send().await.expect(200).text();
        let remove = page.split("action=\"/settings/contacts/").nth(2).unwrap().split('"').next().unwrap().to_owned();
        house.on.post(format!("/settings/contacts/{remove}")).session(&session).form(&[]).send().await.expect(303);
        house.on.on.clock.advance(Millis::DAY);
        let page = house.on.get("/sign-in/second").session(&session).send().await.expect(200).text();
        assert!(page.contains("/settings#contacts") && !page.contains("name=\"contact\""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_to_the_other_kind_of_contact_opens_the_office_for_twelve_hours() {
    both(|house| async move {
        let (session, _) = officer(&house).await;
        let account =
            house.on.get("/api/v1/me").session(&session).send().await.json()["account"].as_str().unwrap().parse().unwrap();
        house.write(move |tx| {
            let address = qianmo_notify::Address::read(MAIL, "86").unwrap();
            qianmo_identity::testing::add_contact(tx, account, &address)
        });
        let page = house.on.get("/sign-in/second?next=/places").session(&session).send().await.expect(200).text();
        // The contact is masked: whoever has only the first factor does not learn it.
        assert!(page.contains("l•••@example.org") && !page.contains(MAIL) && !page.contains("•••1234"));
        assert!(page.contains(" checked>"), "the only way is chosen already: {page}");
        let contact = first_contact(&page);
        house.on.post("/sign-in/second").session(&session).form(&[("contact", "0000000000000")]).send().await.expect(422);
        let asked = house
            .on
            .post("/sign-in/second")
            .session(&session)
            .form(&[("contact", &contact), ("next", "/places")])
            .send()
            .await
            .expect(303);
        let step = asked.cookie("qm_step").unwrap();
        let shown = house.on.get("/sign-in/code").header("cookie", format!("qm_step={step}")).send().await.expect(200).text();
        assert!(!shown.contains(MAIL));
        let code = house.code_for(MAIL).await;
        // Another session cannot use it.
        let stranger = house.somebody("Wang", None, &[], false);
        assert!(house.type_code(&step, &stranger.session, &code).await.cookie("qm_session").is_none());
        let opened = house.type_code(&step, &session, &code).await.expect(303);
        assert_eq!(opened.header("location"), "/places");
        let session = opened.cookie("qm_session").unwrap();
        house.on.get("/accounts").session(&session).send().await.expect(200);
        house.on.on.clock.advance(12 * Millis::HOUR);
        house.on.get("/accounts").session(&session).send().await.expect(403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_two_kinds_an_officers_ways_are_not_changed_by_the_first_alone() {
    both(|house| async move {
        let (session, _) = officer(&house).await;
        let account =
            house.on.get("/api/v1/me").session(&session).send().await.json()["account"].as_str().unwrap().parse().unwrap();
        house.write(move |tx| {
            let address = qianmo_notify::Address::read(MAIL, "86").unwrap();
            qianmo_identity::testing::add_contact(tx, account, &address)
        });
        house.on.post("/settings/contacts").session(&session).form(&[("login", "thief@example.org")]).send().await.expect(403);
        house.on.post("/settings/erase").session(&session).form(&[("sure", "1")]).send().await.expect(403);
        let page = house.on.get("/settings").session(&session).send().await.expect(200).text();
        let remove = page.split("action=\"/settings/contacts/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        house.on.post(format!("/settings/contacts/{remove}")).session(&session).form(&[]).send().await.expect(403);
    })
    .await;
}
