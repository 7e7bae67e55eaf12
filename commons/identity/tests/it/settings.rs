//! One's own account: name, contacts, sessions, tokens.

use crate::both;
use qianmo_identity::testing;
use qianmo_kernel::{Id, Millis, Role};

const PHONE: &str = "+8613800001234";

/// The ids that stand in the addresses of a page's forms.
fn ids(page: &str, before: &str, after: &str) -> Vec<String> {
    page.split(before)
        .skip(1)
        .filter_map(|rest| rest.split_once(after).map(|(id, _)| id.to_owned()))
        .filter(|id| id.len() == 13)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_and_a_language_are_saved_and_strangers_are_sent_to_sign_in() {
    both(|house| async move {
        house.on.get("/settings").send().await.expect(303);
        let lin = house.somebody("Lin", Some(PHONE), &[], false);
        let saved = house
            .on
            .post("/settings")
            .session(&lin.session)
            .form(&[("name", " 林 晓 "), ("locale", "ar")])
            .send()
            .await
            .expect(303);
        assert_eq!(saved.cookie("qm_lang").as_deref(), Some("ar"));
        let page = house.on.get("/settings").session(&lin.session).send().await.expect(200).text();
        assert!(page.contains("lang=\"ar\" dir=\"rtl\"") && page.contains("林 晓"));
        for bad in ["", "   ", &"长".repeat(61)] {
            house.on.post("/settings").session(&lin.session).form(&[("name", bad), ("locale", "en")]).send().await.expect(422);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_tells_nobody_how_to_reach_somebody() {
    both(|house| async move {
        let lin = house.somebody("Lin", Some(PHONE), &[], false);
        for told in ["骗子家 13800138000", "林 weixin abc", "Lin, QQ 12345678", "www.evil.example", "林 @evil telegram"] {
            let page = house.on.post("/settings").session(&lin.session).form(&[("name", told), ("locale", "en")]);
            let page = page.send().await.expect(422).text();
            assert!(page.contains("name-error"), "{told}: {page}");
        }
        // One that was kept before there was this rule is shown to its owner, who mends it, and to nobody else.
        let account = lin.account;
        let called = || house.write(move |tx| qianmo_identity::account::display_name(tx, account));
        assert_eq!(called(), "Lin");
        house.write(move |tx| testing::call(tx, account, "林 QQ 12345678"));
        assert_eq!(called(), "");
        let page = house.on.get("/settings").session(&lin.session).send().await.expect(200).text();
        assert!(page.contains("林 QQ 12345678"), "{page}");
        house.on.post("/settings").session(&lin.session).form(&[("name", "Weixin Lin"), ("locale", "en")]).send().await.expect(303);
        assert_eq!(called(), "Weixin Lin");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_are_added_by_code_and_the_last_way_stays() {
    both(|house| async move {
        let lin = house.somebody("Lin", Some(PHONE), &[], false);
        house.somebody("Wang", Some("wang@example.org"), &[], false);
        let page = house.on.get("/settings").session(&lin.session).send().await.expect(200).text();
        let only = &ids(&page, "/settings/contacts/", "/remove")[0];
        house.on.post(format!("/settings/contacts/{only}/remove")).session(&lin.session).form(&[]).send().await.expect(409);
        // An address of somebody else's is not told to be one before its code was typed, and is not taken then.
        let taken = house
            .on
            .post("/settings/contacts")
            .session(&lin.session)
            .form(&[("login", "wang@example.org")])
            .send()
            .await
            .expect(303);
        let code = house.code_for("wang@example.org").await;
        house.type_code(&taken.cookie("qm_step").unwrap(), &lin.session, &code).await.expect(409);
        let asked =
            house.on.post("/settings/contacts").session(&lin.session).form(&[("login", "林@例子.中国")]).send().await.expect(303);
        let code = house.code_for("林@例子.中国").await;
        let added = house.type_code(&asked.cookie("qm_step").unwrap(), &lin.session, &code).await.expect(303);
        let session = added.cookie("qm_session").unwrap();
        house.on.post(format!("/settings/contacts/{only}/remove")).session(&session).form(&[]).send().await.expect(303);
        assert!(house.was_told(PHONE, "was removed").await);
        // The freed number may sign somebody else in: it leads to a new account now.
        let step = house.ask(PHONE).await;
        let code = house.code_for(PHONE).await;
        assert_eq!(house.type_code(&step, "", &code).await.header("location"), "/sign-up/name");
        house.on.post("/settings/contacts/0000000000001/remove").session(&session).form(&[]).send().await.expect(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_ended_one_by_one_or_all_and_end_by_themselves() {
    both(|house| async move {
        let lin = house.somebody("Lin", Some(PHONE), &[], false);
        let second = house.sign_in(PHONE, PHONE).await;
        house.on.on.clock.advance(61_000);
        let third = house.sign_in(PHONE, PHONE).await;
        let listed = house.on.get("/api/v1/sessions").session(&third).send().await.expect(200).json();
        assert_eq!(listed["items"].as_array().unwrap().len(), 3);
        assert_eq!(listed["items"].as_array().unwrap().iter().filter(|s| s["current"] == true).count(), 1);
        let page = house.on.get("/settings").session(&third).send().await.expect(200).text();
        assert!(page.contains("this one"));
        let id = second.split_once('-').unwrap().1.split('.').next().unwrap().to_owned();
        house.on.post(format!("/settings/sessions/{id}/end")).session(&third).form(&[]).send().await.expect(303);
        house.on.get("/api/v1/me").session(&second).send().await.expect(401);
        house.on.post("/settings/sessions/end-others").session(&third).form(&[]).send().await.expect(303);
        house.on.get("/api/v1/me").session(&lin.session).send().await.expect(401);
        house.on.get("/api/v1/me").session(&third).send().await.expect(200);
        // Nobody ends a stranger's.
        let other = house.somebody("Wang", None, &[], false);
        let id = third.split_once('-').unwrap().1.split('.').next().unwrap().to_owned();
        house.on.ask(http::Method::DELETE, format!("/api/v1/sessions/{id}")).session(&other.session).send().await.expect(404);
        house.on.post("/sign-out").session(&other.session).form(&[]).send().await.expect(303);
        house.on.get("/api/v1/me").session(&other.session).send().await.expect(401);
        house.on.on.clock.advance(30 * Millis::DAY);
        house.on.get("/api/v1/me").session(&third).send().await.expect(401);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tampered_cookie_is_nobody() {
    both(|house| async move {
        let lin = house.somebody("Lin", None, &[], false);
        let other = house.somebody("Wang", None, &[], false);
        let (ids, _) = lin.session.split_once('.').unwrap();
        let (_, secret) = other.session.split_once('.').unwrap();
        for cookie in [format!("{ids}.{secret}"), ids.to_owned(), String::new(), "x".into(), format!("{ids}.")] {
            house.on.get("/api/v1/me").session(&cookie).send().await.expect(401);
        }
        house.on.get("/api/v1/me").token("qm_nonsense").send().await.expect(401);
        house.on.get("/places").token("qm_nonsense").send().await.expect(401);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_made_shown_once_limited_and_revoked() {
    both(|house| async move {
        let lin = house.somebody("Lin", None, &[], false);
        let fields = [("label", "Import"), ("scopes", "places.* identity.own"), ("days", "30")];
        let made = house.on.post("/settings/tokens").session(&lin.session).form(&fields).send().await.expect(201).text();
        let token = made.split("data-copy=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert!(token.starts_with("qm_"));
        let page = house.on.get("/settings/tokens").session(&lin.session).send().await.expect(200).text();
        assert!(page.contains("Import") && !page.contains(&token));
        let me = house.on.get("/api/v1/me").token(&token).send().await.expect(200).json();
        assert_eq!(me["via"], "token");
        assert_eq!(me["scopes"][0], "places.*");
        for bad in [
            [("label", ""), ("scopes", "*"), ("days", "30")],
            [("label", "a"), ("scopes", "a b*"), ("days", "30")],
            [("label", "a"), ("scopes", "*"), ("days", "400")],
        ] {
            house.on.post("/settings/tokens").session(&lin.session).form(&bad).send().await.expect(422);
        }
        // What no permission is called is told beside the field; nothing stands in it before something was typed.
        assert!(page.contains("name=\"scopes\"") && !page.contains("value=\"*\""), "{page}");
        let fields = [("label", "a"), ("scopes", "places.foo"), ("days", "30")];
        let unknown = house.on.post("/settings/tokens").session(&lin.session).form(&fields).send().await.expect(422).text();
        assert!(unknown.contains("id=\"scopes-error\"") && unknown.contains("no permission \u{2068}places.foo"), "{unknown}");
        // Ways to sign in are not changed by a token, whatever its scopes.
        house.on.post("/settings/contacts").token(&token).form(&[("login", PHONE)]).send().await.expect(403);
        house.on.get("/settings").token(&token).send().await.expect(403);
        let id = ids(&page, "/settings/tokens/", "/revoke")[0].clone();
        house.on.post(format!("/settings/tokens/{id}/revoke")).session(&lin.session).form(&[]).send().await.expect(303);
        house.on.get("/api/v1/me").token(&token).send().await.expect(401);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_somebody_else_gave_is_given_back() {
    both(|house| async move {
        let tree = house.tree();
        let officer = house.person(&[(Role::Officer, tree.county.id)]);
        let lin = house.somebody("Lin", Some(PHONE), &[(Role::Donor, Id::NONE)], false);
        let gift = [("login", PHONE), ("name", ""), ("role", "helper"), ("place", "611026")];
        house.on.post("/accounts").session(&officer.session).form(&gift).send().await.expect(303);
        assert!(house.was_told(PHONE, "given a role").await);
        house.on.post("/settings/erase").session(&lin.session).form(&[("sure", "1")]).send().await.expect(409);
        let page = house.on.get("/settings").session(&lin.session).send().await.expect(200).text();
        assert_eq!(page.matches("action=\"/settings/roles/take\"").count(), 1);
        let county = tree.county.id.to_string();
        let give_back = |role: &'static str, place: String| {
            let session = lin.session.clone();
            let house = &house;
            async move {
                house.on.post("/settings/roles/take").session(&session).form(&[("role", role), ("place", &place)]).send().await
            }
        };
        give_back("donor", Id::NONE.to_string()).await.expect(422);
        give_back("partner", county.clone()).await.expect(404);
        // Nobody gives back a stranger's role.
        let held = [("role", "officer"), ("place", &*county)];
        house.on.post("/settings/roles/take").session(&lin.session).form(&held).send().await.expect(404);
        house.on.post("/settings/roles/take").token(&lin.token).form(&held).send().await.expect(403);
        give_back("helper", county).await.expect(303);
        house.on.post("/settings/erase").session(&lin.session).form(&[("sure", "1")]).send().await.expect(303);
    })
    .await;
}
