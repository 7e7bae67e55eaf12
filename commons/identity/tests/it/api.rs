//! The same as JSON.

use crate::{House, both};
use http::Method;
use qianmo_kernel::{Millis, Role};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_token_makes_no_wider_and_no_longer_one_than_itself() {
    both(|house| async move {
        let lin = house.somebody("Lin", None, &[], false);
        let wide = json!({"label": "a", "scopes": ["places.*", "identity.own"], "days": 10});
        house.on.post("/api/v1/tokens").session(&lin.session).json(&wide).send().await.expect(428);
        let made = house.on.post("/api/v1/tokens").session(&lin.session).key("k1").json(&wide).send().await.expect(201).json();
        // Asked again under the same key, the same token is answered without its text; with another body it is refused.
        let again = house.on.post("/api/v1/tokens").session(&lin.session).key("k1").json(&wide).send().await.expect(201).json();
        assert_eq!(made["id"], again["id"]);
        assert!(made["token"].is_string() && again.get("token").is_none());
        let other = json!({"label": "b", "scopes": ["*"], "days": 10});
        house.on.post("/api/v1/tokens").session(&lin.session).key("k1").json(&other).send().await.expect(422);
        let token = made["token"].as_str().unwrap();
        house.on.post("/api/v1/tokens").token(token).key("k2").json(&other).send().await.expect(403);
        let narrow = json!({"label": "c", "scopes": ["places.place.change"], "days": 300});
        let child = house.on.post("/api/v1/tokens").token(token).key("k3").json(&narrow).send().await.expect(201).json();
        assert_eq!(child["expires_at"], made["expires_at"]);
        // Without the scope for one's own account nothing of it is told but who asks.
        let child = child["token"].as_str().unwrap();
        house.on.get("/api/v1/me").token(child).send().await.expect(200);
        house.on.get("/api/v1/tokens").token(child).send().await.expect(403);
        house.on.get("/api/v1/sessions").token(child).send().await.expect(403);
        let listed = house.on.get("/api/v1/tokens").session(&lin.session).send().await.expect(200).json();
        assert!(listed["items"].as_array().unwrap().iter().all(|t| t.get("token").is_none()));
        let id = made["id"].as_str().unwrap();
        house.on.ask(Method::DELETE, format!("/api/v1/tokens/{id}")).session(&lin.session).send().await.expect(204);
        house.on.ask(Method::DELETE, format!("/api/v1/tokens/{id}")).session(&lin.session).send().await.expect(404);
        house.on.get("/api/v1/me").token(token).send().await.expect(401);
        house.on.on.clock.advance(11 * Millis::DAY);
        house.on.get("/api/v1/me").token(child).send().await.expect(401);
        for bad in [
            json!({"label": "", "scopes": ["*"], "days": 1}),
            json!({"label": "x", "scopes": [], "days": 1}),
            json!({"label": "x", "scopes": ["places.foo"], "days": 1}),
            json!({"label": "x", "scopes": ["*"], "days": 0}),
            json!({"label": "x"}),
            json!({"label": "x", "scopes": ["*"], "days": 1, "more": 1}),
        ] {
            house.on.post("/api/v1/tokens").session(&lin.session).key("bad").json(&bad).send().await.expect(422);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_are_listed_by_place_and_by_pages() {
    both(|house| async move {
        let tree = house.tree();
        let officer = house.person(&[(Role::Officer, tree.county.id)]);
        for n in 0..5 {
            house.somebody(&format!("Helper {n}"), None, &[(Role::Helper, tree.township.id)], false);
        }
        house.somebody("Elsewhere", None, &[(Role::Helper, tree.other.id)], false);
        let (mut names, mut next) = (Vec::new(), String::new());
        loop {
            let page = format!("/api/v1/accounts?place={}&role=helper&limit=2{next}", tree.county.id);
            let page = house.on.get(page).token(&officer.token).send().await.expect(200).json();
            names.extend(page["items"].as_array().unwrap().iter().map(|i| i["name"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        names.sort();
        assert_eq!(names, ["Helper 0", "Helper 1", "Helper 2", "Helper 3", "Helper 4"]);
        house.on.get("/api/v1/accounts").token(&officer.token).send().await.expect(403);
        house.on.get(format!("/api/v1/accounts?place={}", tree.other.id)).token(&officer.token).send().await.expect(403);
        for bad in ["limit=0", "limit=x", "role=king", "cursor=%25", "place=x"] {
            house
                .on
                .get(format!("/api/v1/accounts?place={}&{bad}", tree.county.id).replace("place=x", ""))
                .token(&officer.token)
                .send()
                .await;
            house.on.get(format!("/api/v1/accounts?{bad}")).token(&officer.token).send().await.expect(400);
        }
        house.on.get("/api/v1/accounts?place=0000000000009").token(&officer.token).send().await.expect(400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_made_with_a_role_and_the_role_taken_again() {
    both(|house| async move {
        let tree = house.tree();
        let officer = house.person(&[(Role::Officer, tree.county.id)]);
        let new = json!({"login": "+8613800001234", "name": "林晓", "role": "helper", "place": tree.township.id});
        let made = house.on.post("/api/v1/accounts").token(&officer.token).key("a").json(&new).send().await.expect(201).json();
        let id = made["account"].as_str().unwrap().to_owned();
        assert_eq!(made, json!({"account": id, "role": "helper", "place": tree.township.id}));
        assert!(!house.was_told("+8613800001234", "given a role").await);
        let grants = format!("/api/v1/accounts/{id}/grants");
        let same = json!({"login": "13800001234", "name": "", "role": "helper", "place": tree.county.id});
        let given = house.on.post("/api/v1/accounts").token(&officer.token).key("b").json(&same).send().await.expect(201).json();
        // Of somebody who has an account nothing is answered but which one it is, and they are told.
        assert_eq!(given, json!({"account": id, "role": "helper", "place": tree.county.id}));
        assert!(house.was_told("+8613800001234", "given a role").await);
        let review = json!({"role": "reviewer", "place": tree.township.id});
        let apart = house.on.post(&*grants).token(&officer.token).key("c").json(&review).send().await.expect(409).json();
        assert_eq!(apart["type"], "/problems/identity-grant-incompatible");
        let role = format!("{grants}/helper/{}", tree.township.id);
        house.on.ask(Method::DELETE, &*role).token(&officer.token).send().await.expect(204);
        house.on.ask(Method::DELETE, &*role).token(&officer.token).send().await.expect(404);
        assert_eq!(
            house.on.get(&*grants).token(&officer.token).send().await.expect(200).json()["roles"].as_array().unwrap().len(),
            1
        );
        for (bad, status) in [
            (json!({"login": "12", "name": "x", "role": "helper", "place": tree.county.id}), 422),
            (json!({"login": "13900001234", "name": "", "role": "helper", "place": tree.county.id}), 422),
            (json!({"login": "13900001234", "name": "x", "role": "king", "place": tree.county.id}), 422),
            (json!({"login": "13900001234", "second_login": "13900005678", "name": "x", "role": "helper", "place": tree.county.id}), 422),
            (json!({"login": "13800001234", "second_login": "x@example.org", "name": "", "role": "partner", "place": tree.county.id}), 422),
            (json!({"login": "13900001234", "name": "x", "role": "helper", "place": "0000000000009"}), 404),
            (json!({"login": "13900001234", "name": "x", "role": "helper", "place": tree.other.id}), 403),
            (json!({"login": "13900001234", "name": "x", "role": "helper", "place": null}), 403),
            (json!({"login": "13900001234", "name": "x", "role": "officer", "place": tree.county.id}), 403),
        ] {
            house.on.post("/api/v1/accounts").token(&officer.token).key("bad").json(&bad).send().await.expect(status);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_wrong_roles_and_right_roles_elsewhere_are_refused() {
    both(|house| async move {
        let tree = house.tree();
        let helper = house.somebody("Helper", Some("+8613800001234"), &[(Role::Helper, tree.township.id)], false);
        let wrong = house.person(&[(Role::Reviewer, tree.county.id)]);
        let elsewhere = house.person(&[(Role::Officer, tree.other.id)]);
        let weak = house.somebody("Weak", None, &[(Role::Officer, tree.county.id)], false);
        let grants = format!("/api/v1/accounts/{}/grants", helper.account);
        let give = json!({"role": "helper", "place": tree.county.id});
        let (page, take) = (format!("/accounts/{}", helper.account), format!("{grants}/helper/{}", tree.township.id));
        let place = tree.township.id.to_string();
        for (who, reading) in [("", 401), (&*wrong.token, 403), (&*weak.token, 403), (&*elsewhere.token, 404)] {
            house.on.get(&*grants).token(who).send().await.expect(reading);
            house.on.post(&*grants).token(who).key("k").json(&give).send().await.expect(reading);
            house.on.ask(Method::DELETE, &*take).token(who).send().await.expect(reading);
            if who.is_empty() {
                continue;
            }
            house.on.get(&*page).token(who).send().await.expect(reading);
            house
                .on
                .post(format!("{page}/grants"))
                .token(who)
                .form(&[("role", "helper"), ("place", &place)])
                .send()
                .await
                .expect(reading);
            house
                .on
                .post(format!("{page}/grants/take"))
                .token(who)
                .form(&[("role", "helper"), ("place", &place)])
                .send()
                .await
                .expect(reading);
            let recovery = [("login", "13900001234"), ("reason", "lost")];
            house.on.post(format!("{page}/recovery")).token(who).form(&recovery).send().await.expect(reading);
            house
                .on
                .post(format!("{page}/recovery/{place}/decide"))
                .token(who)
                .form(&[("do", "consent")])
                .send()
                .await
                .expect(reading);
            house.on.post(format!("{page}/recovery/{place}/cancel")).token(who).form(&[]).send().await.expect(reading);
        }
        house.on.get(format!("/accounts?place={place}")).token(&elsewhere.token).send().await.expect(403);
        house.on.get("/accounts").token(&wrong.token).send().await.expect(403);
        house.on.get("/accounts").send().await.expect(303);
    })
    .await;
}

#[test]
fn the_description_refers_to_nothing_that_is_not_there() {
    let house = House::new(qianmo_db::Engine::Sqlite);
    let text = house.on.description.to_string();
    let refs: std::collections::BTreeSet<&str> =
        text.split("\"$ref\":\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for name in refs {
        assert!(house.on.description["components"]["schemas"].get(name).is_some(), "{name}");
    }
    for (path, method) in
        [("/api/v1/me", "get"), ("/api/v1/tokens", "post"), ("/api/v1/accounts/{id}/grants/{role}/{place}", "delete")]
    {
        assert!(house.on.description["paths"][path].get(method).is_some(), "{path}");
    }
    for (path, item) in house.on.description["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            let answers = operation["responses"].as_object().unwrap().values();
            assert!(!path.starts_with("/api/v1/accounts") || answers.into_iter().all(|a| a["description"].is_string()), "{path}");
        }
    }
}
