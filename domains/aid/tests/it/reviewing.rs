//! Reviewing: who, in which order, with which reasons; stops and reports by officers.

use crate::house::{House, both, codes, problem};
use qianmo_db::params;
use qianmo_identity::testing::{self, Person};
use qianmo_kernel::Role;
use qianmo_registry::Tie;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_about_their_own() {
    both(|house: House| async move {
        let approve = json!({"decision": "approve"});
        let reference = house.submitted(&house.money(480)).await;
        let (township, village, other) = (house.tree.township.id, house.tree.village.id, house.tree.other.id);
        // A stranger, a wrong role, a right role at a wrong place, a level that is too low.
        house.on.post(format!("/api/v1/aid/requests/{reference}/review")).json(&approve).send().await.expect(401);
        house.act(&house.helper, &reference, "review", &approve).await.expect(403);
        house.act(&house.officer, &reference, "review", &approve).await.expect(403);
        house.act(&house.person(Role::Reviewer, other), &reference, "review", &approve).await.expect(403);
        let low = house.act(&house.person(Role::Reviewer, village), &reference, "review", &approve).await.expect(403);
        assert_eq!(problem(&low), "procedures-level-too-low");
        // Also a helper here, a relative, the household itself.
        let both_roles = house.write(move |tx| testing::person(tx, &[(Role::Reviewer, township), (Role::Helper, village)]));
        let refused = house.act(&both_roles, &reference, "review", &approve).await.expect(403);
        assert_eq!(problem(&refused), "aid-recused-helper");
        let (home, cousin) = (house.household, house.person(Role::Reviewer, township));
        let account = cousin.account;
        house.write(move |tx| qianmo_registry::state(tx, &qianmo_kernel::Actor::system(), home, account, Tie::Relative));
        let refused = house.act(&cousin, &reference, "review", &approve).await.expect(403);
        assert_eq!(problem(&refused), "aid-recused-relative");
        assert_eq!(house.state(&reference).await, "submitted");
        house.act(&house.reviewer, &reference, "review", &approve).await.expect(200);
        let late = house.act(&house.county_reviewer, &reference, "review", &approve).await.expect(409);
        assert_eq!(problem(&late), "aid-state-not-now");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_does_not_keep_everybody_from_its_request_by_calling_them_relatives() {
    both(|house: House| async move {
        let approve = json!({"decision": "approve"});
        let reference = house.submitted(&house.money(480)).await;
        let township = house.tree.township.id;
        let named: Vec<Person> = (0..3).map(|_| house.person(Role::Reviewer, township)).collect();
        for account in named.iter().map(|one| one.account).chain([house.reviewer.account]) {
            let number = account.to_string();
            let fields = [("account", number.as_str()), ("tie", "relative")];
            house.on.post("/my-household/ties").session(&house.family.session).form(&fields).send().await.expect(303);
        }
        for one in &named {
            let refused = house.act(one, &reference, "review", &approve).await.expect(403);
            assert_eq!(problem(&refused), "aid-recused-relative");
        }
        house.act(&house.reviewer, &reference, "review", &approve).await.expect(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn large_amounts_need_a_second_person_at_the_county() {
    both(|house: House| async move {
        let approve = json!({"decision": "approve"});
        let reference = house.submitted(&house.money(2_001)).await;
        let first = house.act(&house.county_reviewer, &reference, "review", &approve).await.expect(200);
        assert_eq!(first.json()["state"], "submitted");
        let same = house.act(&house.county_reviewer, &reference, "review", &approve).await.expect(403);
        assert_eq!(problem(&same), "procedures-ruled-before");
        let low = house.act(&house.reviewer, &reference, "review", &approve).await.expect(403);
        assert_eq!(problem(&low), "procedures-level-too-low");
        let second = house.act(&house.city_reviewer, &reference, "review", &approve).await.expect(200);
        assert_eq!(second.json()["state"], "open");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_returned_comes_back_mended() {
    both(|house: House| async move {
        let reference = house.submitted(&house.money(480)).await;
        let bare = house.act(&house.reviewer, &reference, "review", &json!({"decision": "return"})).await.expect(422);
        assert_eq!(codes(&bare), [("reasons".into(), "procedures-reason-needed".into())]);
        let wrong = json!({"decision": "return", "reasons": ["not-a-need"]});
        house.act(&house.reviewer, &reference, "review", &wrong).await.expect(422);
        for decision in ["return", "refuse"] {
            let silent = json!({"decision": decision, "reasons": ["other"], "note": " "});
            let silent = house.act(&house.reviewer, &reference, "review", &silent).await.expect(422);
            assert_eq!(codes(&silent), [("note".into(), "aid-review-note-needed".into())]);
        }
        assert_eq!(house.state(&reference).await, "submitted");
        let back = json!({"decision": "return", "reasons": ["unclear", "price-high"], "note": "For which school?"});
        let returned = house.act(&house.reviewer, &reference, "review", &back).await.expect(200).json();
        assert_eq!(returned["state"], "returned");
        // Its writers read why; nobody else even sees it.
        let path = format!("/requests/{reference}");
        let page = house.on.get(path.clone()).session(&house.helper.session).send().await.expect(200).text();
        assert!(page.contains("For which school?") && page.contains("price is too high"));
        house.on.get(path).session(&house.donor.session).send().await.expect(404);
        let version = returned["version"].as_i64().unwrap();
        house
            .on
            .ask(axum::http::Method::PATCH, format!("/api/v1/aid/requests/{reference}"))
            .token(&house.helper.token)
            .header("if-match", format!("\"{version}\""))
            .json(&json!({"story": "The school in the township asks for it in advance."}))
            .send()
            .await
            .expect(200);
        house.act(&house.helper, &reference, "submission", &json!({})).await.expect(200);
        let edit = format!("/requests/{reference}/edit");
        house.on.get(edit).session(&house.helper.session).send().await.expect(409);
        house.approve(&reference).await;
        assert_eq!(house.state(&reference).await, "open");
        // Once it is public, why it had been sent back stays between those concerned.
        let page = house.on.get(format!("/requests/{reference}")).send().await.expect(200).text();
        assert!(!page.contains("price is too high") && page.contains("Checked and opened"));
        let handed_in = |page: &str| (page.matches("Handed in<").count(), page.matches("Handed in again<").count());
        assert_eq!(handed_in(&page), (1, 1), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_often_it_went_to_and_fro_is_told_to_those_concerned() {
    both(|house: House| async move {
        let reference = house.submitted(&house.money(480)).await;
        let back = json!({"decision": "return", "reasons": ["unclear"], "note": "For which school?"});
        for _ in 0..2 {
            house.act(&house.reviewer, &reference, "review", &back).await.expect(200);
            house.act(&house.helper, &reference, "submission", &json!({})).await.expect(200);
        }
        house.approve(&reference).await;
        let path = format!("/requests/{reference}");
        let public = house.on.get(path.clone()).send().await.expect(200).text();
        let own = house.on.get(path).session(&house.helper.session).send().await.expect(200).text();
        let again = |page: &str| (page.matches("Handed in<").count(), page.matches("Handed in again<").count());
        assert_eq!((again(&public), again(&own)), ((1, 1), (1, 2)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn why_it_came_back_is_told_to_those_concerned_alone() {
    both(|house: House| async move {
        let reference = house.submitted(&house.money(2_001)).await;
        let path = format!("/aid/requests/{reference}");
        let seen = |who: &Person| {
            let (house, path, token) = (&house, path.clone(), who.token.clone());
            async move { house.on.get(format!("/api/v1{path}")).token(&token).send().await }
        };
        assert!(seen(&house.helper).await.expect(200).json()["review"].is_null(), "nobody has ruled");
        let first = seen(&house.helper).await.header("etag").to_owned();
        let checked = json!({"decision": "approve", "reasons": ["need-seen"], "note": "Seen at home."});
        house.act(&house.reviewer, &reference, "review", &checked).await.expect(200);
        // It is still in review, and yet another text.
        let looked = seen(&house.helper).await.expect(200);
        assert_ne!(looked.header("etag"), first);
        assert_eq!(looked.json()["review"]["decision"], "approve");
        let back = json!({"decision": "return", "reasons": ["unclear"], "note": "For which school?"});
        let told = house.act(&house.county_reviewer, &reference, "review", &back).await.expect(200).json();
        assert_eq!(told["review"]["note"], "For which school?");
        for who in [&house.helper, &house.family, &house.reviewer, &house.county_reviewer, &house.officer] {
            let review = seen(who).await.expect(200).json()["review"].clone();
            assert_eq!((&review["decision"], &review["reasons"]), (&json!("return"), &json!(["unclear"])));
            assert_eq!((&review["note"], &review["level"]), (&json!("For which school?"), &json!("county")));
            assert!(review["at"].is_string());
        }
        seen(&house.donor).await.expect(404);
        // Once it is public, everybody reads it, and nobody else reads what was ruled.
        house.act(&house.helper, &reference, "submission", &json!({})).await.expect(200);
        house.approve(&reference).await;
        assert!(seen(&house.donor).await.expect(200).json()["review"].is_null());
        let list = house.get(&house.officer, "/aid/requests").await.expect(200).json();
        assert!(list["items"][0]["review"].is_null());
        assert_eq!(seen(&house.officer).await.expect(200).json()["review"]["decision"], "approve");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_and_reviewers_find_what_is_theirs_without_being_told_its_name() {
    both(|house: House| async move {
        let draft = house.draft(&house.money(10)).await;
        let returned = house.submitted(&house.money(20)).await;
        let back = json!({"decision": "return", "reasons": ["unclear"]});
        house.act(&house.reviewer, &returned, "review", &back).await.expect(200);
        let waits = house.submitted(&house.money(2_500)).await;
        let list = |who: &Person, path: &str| {
            let (house, path, token) = (&house, format!("/api/v1{path}"), who.token.clone());
            async move { house.on.get(path).token(&token).send().await.expect(200).json() }
        };
        let names = |page: &serde_json::Value| -> Vec<(String, String)> {
            let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
            page["items"].as_array().unwrap().iter().map(|r| (text(&r["ref"]), text(&r["state"]))).collect()
        };
        let all = [(waits.clone(), "submitted".to_owned()), (returned.clone(), "returned".into()), (draft.clone(), "draft".into())];
        for who in [&house.helper, &house.family] {
            assert_eq!(names(&list(who, "/aid/requests/mine").await), all);
        }
        assert!(names(&list(&house.donor, "/aid/requests/mine").await).is_empty());
        house.get(&house.officer, "/aid/requests/mine").await.expect(403);
        // Page by page; why one came back stands beside it.
        let (mut seen, mut path) = (Vec::new(), "/aid/requests/mine?limit=1".to_owned());
        loop {
            let page = list(&house.helper, &path).await;
            seen.extend(names(&page));
            if names(&page)[0].0 == returned {
                assert_eq!(page["items"][0]["review"]["reasons"], json!(["unclear"]));
            }
            match page["next"].as_str() {
                Some(next) => path = format!("/aid/requests/mine?limit=1&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen, all);

        let queue = |page: &serde_json::Value| -> Vec<(String, String)> {
            let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
            page["items"].as_array().unwrap().iter().map(|c| (text(&c["request"]["ref"]), text(&c["step"]))).collect()
        };
        let page = list(&house.reviewer, "/aid/reviews").await;
        assert_eq!(queue(&page), [(waits.clone(), "need".to_owned())]);
        assert!(page["items"][0]["since"].is_string() && page["items"][0]["due_at"].is_string() && page["next"].is_null());
        house.act(&house.reviewer, &waits, "review", &json!({"decision": "approve"})).await.expect(200);
        assert!(queue(&list(&house.reviewer, "/aid/reviews").await).is_empty(), "the second step is the county's");
        let page = list(&house.county_reviewer, "/aid/reviews?limit=1").await;
        assert_eq!(queue(&page), [(waits.clone(), "amount".to_owned())]);
        assert_eq!(page["items"][0]["request"]["review"]["level"], "township");
        let elsewhere = house.person(Role::Reviewer, house.tree.other.id);
        assert!(queue(&list(&elsewhere, "/aid/reviews").await).is_empty());
        house.get(&house.helper, "/aid/reviews").await.expect(403);
        house.get(&house.reviewer, "/aid/reviews?cursor=nonsense").await.expect(400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_opens_the_delivery_address_to_write_is_noted() {
    both(|house: House| async move {
        let reference = house.draft(&house.money(480)).await;
        let looks = || {
            let house = &house;
            async move { house.get(&house.family, &format!("/households/{}/looks", house.household)).await.expect(200).text() }
        };
        assert!(!looks().await.contains("request.address"));
        let page =
            house.on.get(format!("/requests/{reference}/edit")).session(&house.helper.session).send().await.expect(200).text();
        assert!(page.contains("behind the mill"));
        assert!(looks().await.contains("request.address"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_shows_what_one_may_decide_and_its_form_keeps_what_was_typed() {
    both(|house: House| async move {
        let small = house.submitted(&house.money(480)).await;
        let large = house.submitted(&house.money(2_500)).await;
        house.act(&house.reviewer, &large, "review", &json!({"decision": "approve"})).await.expect(200);
        let queue = |session: String| house.on.get("/desk/reviews").session(&session).send();
        let own = queue(house.reviewer.session.clone()).await.expect(200).text();
        assert!(own.contains(&small) && !own.contains(&large), "the second step is the county's");
        let county = queue(house.county_reviewer.session.clone()).await.expect(200).text();
        assert!(county.contains(&small) && county.contains(&large));
        queue(house.donor.session.clone()).await.expect(403);
        let path = format!("/desk/reviews/{small}");
        let session = &house.reviewer.session;
        let page = house.on.get(path.clone()).session(session).send().await.expect(200).text();
        assert!(page.contains("need-seen") && page.contains("name=\"decision\""));
        let half = [("decision", "approve"), ("checks", "need-seen"), ("note", "almost")];
        let again = house.on.post(path.clone()).session(session).form(&half).send().await.expect(422).text();
        assert!(again.contains("almost") && again.contains("checks-error"));
        let whole = [
            ("decision", "approve"),
            ("checks", "need-seen"),
            ("checks", "fits-need"),
            ("checks", "fair-price"),
            ("checks", "not-covered"),
            ("checks", "dignified"),
        ];
        house.on.post(path.clone()).session(session).form(&whole).send().await.expect(303);
        assert_eq!(house.state(&small).await, "open");
        let late = house.on.get(path).session(session).send().await.expect(200).text();
        assert!(late.contains("decided already"));
        // What was looked at is told to its writers in words.
        let told = house.on.get(format!("/requests/{small}")).session(&house.helper.session).send().await.expect(200).text();
        assert!(told.contains("The need was seen or verified") && !told.contains("aid-review-reason"), "{told}");
    })
    .await;
}

qianmo_db::sql! {
    /// A text that was saved before its household's names were what they are.
    const SAVED = "UPDATE aid_request SET story = $1 WHERE county = $2 AND id = $3";
}

#[tokio::test(flavor = "multi_thread")]
async fn what_names_the_household_is_not_opened_whenever_it_was_saved() {
    both(|house: House| async move {
        let reference = house.submitted(&house.money(480)).await;
        let request: qianmo_kernel::PublicRef = reference.parse().unwrap();
        house.write(move |tx| tx.execute(SAVED, params!["王秀英家的屋顶漏雨。", request.county, request.id]));
        let refused = house.act(&house.reviewer, &reference, "review", &json!({"decision": "approve"})).await.expect(422);
        assert_eq!(codes(&refused), [("decision".into(), "aid-review-names".into())]);
        assert_eq!(house.state(&reference).await, "submitted");
        let back = json!({"decision": "return", "reasons": ["private-words"], "note": "Without the name, please."});
        house.act(&house.reviewer, &reference, "review", &back).await.expect(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_reviewers_at_once_make_one_decision() {
    both(|house: House| async move {
        let reference = house.submitted(&house.money(480)).await;
        let second = house.person(Role::Reviewer, house.tree.township.id);
        let (yes, no) = (json!({"decision": "approve"}), json!({"decision": "refuse", "reasons": ["duplicate"]}));
        let (a, b) =
            tokio::join!(house.act(&house.reviewer, &reference, "review", &yes), house.act(&second, &reference, "review", &no));
        let mut statuses = [a.status.as_u16(), b.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_stops_a_request_of_the_place_with_a_reason() {
    both(|house: House| async move {
        let reference = house.open(&house.money(480)).await;
        let stop = json!({"reason": "not-true"});
        house.act(&house.reviewer, &reference, "closure", &stop).await.expect(403);
        house.act(&house.person(Role::Officer, house.tree.other.id), &reference, "closure", &stop).await.expect(403);
        house.act(&house.officer, &reference, "closure", &json!({"reason": "whim"})).await.expect(422);
        let page = format!("/requests/{reference}/closure");
        house.on.get(page.clone()).session(&house.officer.session).send().await.expect(200);
        house.on.post(page.clone()).session(&house.officer.session).form(&[("reason", "")]).send().await.expect(422);
        house.on.post(page).session(&house.officer.session).form(&[("reason", "not-true")]).send().await.expect(303);
        assert_eq!(house.state(&reference).await, "closed");
        house.act(&house.officer, &reference, "closure", &stop).await.expect(409);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_reports_and_an_officer_decides() {
    both(|house: House| async move {
        let hidden = house.submitted(&house.money(10)).await;
        house.on.get(format!("/requests/{hidden}/reports")).send().await.expect(404);
        let reference = house.open(&house.money(480)).await;
        let path = format!("/requests/{reference}/reports");
        house.on.get(path.clone()).send().await.expect(200);
        house.on.post(path.clone()).form(&[("reason", "x")]).send().await.expect(422);
        let told = [("reason", "not-true"), ("note", "The roof is new."), ("_key", "r1")];
        house.on.post(path.clone()).form(&told).send().await.expect(303);
        let body = json!({"reason": "private-data"});
        house.act(&house.donor, &reference, "reports", &body).await.expect(201);
        house.on.get("/desk/reports").session(&house.reviewer.session).send().await.expect(403);
        let list = house.on.get("/desk/reports").session(&house.officer.session).send().await.expect(200).text();
        assert!(list.contains("The roof is new."));
        let action = list.split("action=\"/desk/reports/").nth(1).and_then(|t| t.split('"').next()).unwrap().to_owned();
        let decide = |session: String| {
            house.on.post(format!("/desk/reports/{action}")).session(&session).form(&[("decision", "uphold")]).send()
        };
        let elsewhere = house.person(Role::Officer, house.tree.other.id);
        decide(elsewhere.session).await.expect(403);
        decide(house.officer.session.clone()).await.expect(303);
        decide(house.officer.session.clone()).await.expect(409);
        let desk = house.on.get("/desk").session(&house.officer.session).send().await.expect(200).text();
        assert!(desk.contains("/desk/reports"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_names_somebody_is_taken_off_at_once_and_decided_on_by_an_officer() {
    both(|house: House| async move {
        let reference = house.open(&house.money(480)).await;
        house.act(&house.helper, &reference, "updates", &json!({"body": "The lamp is up."})).await.expect(201);
        let path = format!("/requests/{reference}");
        let seen = |session: String| {
            let (house, path) = (&house, path.clone());
            async move { house.on.get(path).session(&session).send().await.expect(200).text() }
        };
        assert!(seen(house.donor.session.clone()).await.contains("The lamp is up."));
        let told = house.act(&house.donor, &reference, "reports", &json!({"reason": "private-data"})).await.expect(201).json();
        let report = format!("/desk/reports/{}", told["ref"].as_str().unwrap());
        house.on.post(report).session(&house.officer.session).form(&[("decision", "uphold")]).send().await.expect(303);
        assert!(!seen(house.donor.session.clone()).await.contains("The lamp is up."));
        let office = seen(house.officer.session.clone()).await;
        assert!(office.contains("The lamp is up.") && office.contains("Show again"));
        let action = office.split("action=\"/posts/").nth(1).and_then(|t| t.split('"').next()).unwrap().to_owned();
        let decide = |session: String, show: &'static str| {
            house.on.post(format!("/posts/{action}")).session(&session).form(&[("show", show)]).send()
        };
        decide(house.helper.session.clone(), "1").await.expect(403);
        let elsewhere = house.person(Role::Officer, house.tree.other.id);
        decide(elsewhere.session, "1").await.expect(403);
        decide(house.officer.session.clone(), "x").await.expect(422);
        decide(house.officer.session.clone(), "1").await.expect(303);
        assert!(seen(house.donor.session.clone()).await.contains("The lamp is up."));
        decide(house.officer.session.clone(), "0").await.expect(303);
        decide(house.officer.session.clone(), "1").await.expect(409);
        assert!(!seen(house.officer.session.clone()).await.contains("The lamp is up."));
    })
    .await;
}
