//! The API.

use crate::{House, both, family, id_number};
use qianmo_kernel::Role;
use serde_json::json;

fn body(house: &House) -> serde_json::Value {
    serde_json::to_value(family(&house.village)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_is_registered_once_per_key_opened_and_edited() {
    both(|house| async move {
        let helper = house.helper();
        let post = |key: &'static str, body: serde_json::Value| {
            house.on.post("/api/v1/households").token(&helper.token).key(key).json(&body)
        };
        house.on.post("/api/v1/households").token(&helper.token).json(&body(&house)).send().await.expect(428);
        let made = post("k1", body(&house)).send().await.expect(201);
        let reference = made.json()["ref"].as_str().unwrap().to_owned();
        assert_eq!(made.header("location"), format!("/api/v1/households/{reference}"));
        assert_eq!(post("k1", body(&house)).send().await.expect(201).json(), made.json());
        let mut other = body(&house);
        other["address"] = json!("elsewhere");
        post("k1", other.clone()).send().await.expect(422);
        let twice = post("k2", other).send().await.expect(422).json();
        assert_eq!(twice["errors"][0]["code"], "registry-number-taken");
        assert_eq!(twice["errors"][0]["field"], "members.0.id_number");
        post("k3", json!({"place": "x", "members": []})).send().await.expect(422);
        post("k4", json!({"place": "x", "members": [], "colour": "red"})).send().await.expect(422);
        house.on.post("/api/v1/households").token(&helper.token).key("k5").body("application/json", b"{").send().await.expect(400);
        house.on.post("/api/v1/households").token(&helper.token).key("k6").body("text/plain", b"x").send().await.expect(415);

        let one = format!("/api/v1/households/{reference}");
        let missing = house.on.get(&*one).token(&helper.token).send().await.expect(422).json();
        assert_eq!(missing["errors"][0]["code"], "registry-task-needed");
        for free in ["task=visit:roof", "task=other", "task=own"] {
            house.on.get(format!("{one}?{free}")).token(&helper.token).send().await.expect(422);
        }
        let worded = house.on.get(format!("{one}?task=other")).token(&helper.token);
        worded.header("look-reason", "%E7%9C%8B%E6%9C%9B%20the%20roof").send().await.expect(200);
        let looks = house.on.get(format!("{one}/looks?limit=1")).token(&helper.token).send().await.expect(200).json();
        assert_eq!((&looks["items"][0]["task"], &looks["items"][0]["words"]), (&json!("other"), &json!("看望 the roof")));
        let opened = house.on.get(format!("{one}?task=visit")).token(&helper.token).send().await.expect(200);
        let tag = opened.header("etag").to_owned();
        assert!(tag.starts_with("\"1-"), "{tag}");
        let opened = opened.json();
        assert_eq!(opened["members"][0]["names"][0], json!({"text": "王秀英", "language": "und-Hani"}));
        assert_eq!(opened["members"][0]["id_number"], id_number(1950, 2));
        house
            .on
            .get(format!("{one}?task=visit"))
            .token(&helper.token)
            .header("if-none-match", tag.clone())
            .send()
            .await
            .expect(304);
        // The same version in another language is another text.
        let read = house.on.get(format!("{one}?task=visit")).token(&helper.token).header("accept-language", "ar");
        let other = read.header("if-none-match", tag.clone()).send().await.expect(200);
        assert!(other.header("etag") == "\"1-ar\"" && other.header("vary").contains("Accept-Language"), "{:?}", other.headers);
        house.on.get("/api/v1/households/nobody?task=visit").token(&helper.token).send().await.expect(404);

        let patch = |version: Option<&str>, body: serde_json::Value| {
            let ask = house.on.ask(http::Method::PATCH, one.clone()).token(&helper.token).json(&body);
            match version {
                Some(version) => ask.header("if-match", version),
                None => ask,
            }
        };
        patch(None, json!({"language": "ug"})).send().await.expect(428);
        let changed = patch(Some(&tag), json!({"language": "ug_arab", "causes": ["disaster"]})).send().await.expect(200);
        assert!(changed.header("etag").starts_with("\"2-"), "{}", changed.header("etag"));
        patch(Some("\"1\""), json!({"language": "zh"})).send().await.expect(412);
        patch(Some("\"2\""), json!({"phone": "x"})).send().await.expect(422);

        let member = json!({"relation": "child", "name": "李明", "birth": "1980"});
        let members = format!("{one}/members");
        let added = house.on.post(&*members).token(&helper.token).key("m1").json(&member).send().await.expect(201).json();
        assert_eq!(added["version"], 3);
        house.on.post(&*members).token(&helper.token).key("m1").json(&member).send().await.expect(201);
        // Nobody is found under a cursor that was not made here.
        let forged = qianmo_web::Cursor::encode(&("\u{0}", "0000000000001"));
        house.on.get(format!("/api/v1/households?cursor={forged}")).token(&helper.token).send().await.expect(400);
        house.on.post(&*members).token(&helper.token).key("m2").header("if-match", "\"1\"").json(&member).send().await.expect(412);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_masked_and_go_page_by_page() {
    both(|house| async move {
        for at in 0..5 {
            let mut raw = family(if at % 2 == 0 { &house.village } else { &house.hamlet });
            raw.members[0].id_number = id_number(1950, at);
            raw.members[0].sex = String::new();
            house.register(&raw).unwrap();
        }
        house.register(&family(&house.other_village)).ok();
        let officer = house.person(&[(Role::Officer, house.county.id), (Role::Helper, house.village.id)]);
        let mut cursor = String::new();
        let mut seen = Vec::new();
        loop {
            let path = format!("/api/v1/households?limit=2{cursor}");
            let page = house.on.get(path).token(&officer.token).header("accept-language", "en").send().await.expect(200);
            assert!(!page.text().contains("王秀英") && !page.text().contains("13912345678"));
            let page = page.json();
            for item in page["items"].as_array().unwrap() {
                assert!(item["words"].as_str().unwrap().contains("village in Zhashui County, 2 people"));
                seen.push(item["ref"].as_str().unwrap().to_owned());
            }
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let unique: std::collections::HashSet<&String> = seen.iter().collect();
        assert_eq!((seen.len(), unique.len()), (5, 5));
        let only = format!("/api/v1/households?place={}", house.hamlet.id);
        let page = house.on.get(only).token(&officer.token).send().await.expect(200).json();
        assert_eq!(page["items"].as_array().unwrap().len(), 2);
        let other = format!("/api/v1/households?place={}", house.other_county.id);
        house.on.get(other).token(&officer.token).send().await.expect(403);
        let by_code = format!("/api/v1/households?place={}", house.hamlet.code);
        let page = house.on.get(by_code).token(&officer.token).send().await.expect(200).json();
        assert_eq!(page["items"].as_array().unwrap().len(), 2);
        let none = house.on.get("/api/v1/households?place=nowhere").token(&officer.token).send().await.expect(400).json();
        assert_eq!((&none["type"], &none["errors"][0]["field"]), (&json!("/problems/web-invalid"), &json!("place")));
        house.on.get("/api/v1/households?cursor=%21").token(&officer.token).send().await.expect(400);
        house.on.get("/api/v1/households?limit=0").token(&officer.token).send().await.expect(400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_reads_who_looked() {
    both(|house| async move {
        let household = house.family();
        let (helper, owner) = (house.helper(), house.owner(household));
        for _ in 0..3 {
            house.on.get(format!("/api/v1/households/{household}?task=visit")).token(&helper.token).send().await.expect(200);
        }
        let looks = format!("/api/v1/households/{household}/looks");
        let first = house.on.get(format!("{looks}?limit=2")).token(&owner.token).send().await.expect(200).json();
        assert_eq!((first["items"][0]["act"].as_str(), first["items"][0]["role"].as_str()), (Some("opened"), Some("helper")));
        assert_eq!(first["items"][0]["name"], "Test Person");
        let next = first["next"].as_str().unwrap();
        let second = house.on.get(format!("{looks}?limit=2&cursor={next}")).token(&owner.token).send().await.expect(200).json();
        assert_eq!(second["items"].as_array().unwrap().len(), 2);
        assert_eq!(second["next"], serde_json::Value::Null);
        let auditor = house.person(&[(Role::Auditor, house.county.id)]);
        house.on.get(&*looks).token(&auditor.token).send().await.expect(200);
        // An auditor finds the way there from the masked list, and opens nothing.
        let list = house.on.get("/households").session(&auditor.session).send().await.expect(200).text();
        assert!(list.contains(&format!("/households/{household}/looks")) && !list.contains("/households/find"), "{list}");
        let find = house.on.post("/households/find").session(&auditor.session).form(&[("number", "13800001111")]);
        find.send().await.expect(403);
        // The household opens itself without a reason, and changes what it has told but not why it is in need.
        let one = format!("/api/v1/households/{household}");
        let own = house.on.get(&*one).token(&owner.token).send().await.expect(200).json();
        assert_eq!(own["bank_card"], "2730155120001");
        let patch = |body: serde_json::Value| {
            house.on.ask(http::Method::PATCH, one.clone()).token(&owner.token).header("if-match", "\"1\"").json(&body)
        };
        patch(json!({"causes": ["water"]})).send().await.expect(403);
        patch(json!({"phone": "13800001111"})).send().await.expect(200);
        // Forgotten means gone, for every operation.
        house.forget(household, &owner);
        house.on.get(&*one).token(&owner.token).send().await.expect(401);
        house.on.get(format!("{one}?task=visit")).token(&helper.token).send().await.expect(410);
        let late = house.on.ask(http::Method::PATCH, one.clone()).token(&helper.token).header("if-match", "\"5\"");
        late.json(&json!({"phone": "13800001111"})).send().await.expect(410);
        let member = house.on.post(format!("{one}/members")).token(&helper.token).key("late");
        member.json(&json!({"relation": "child", "name": "A B"})).send().await.expect(410);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_for_numbers_is_seen_and_soon_waits() {
    both(|house| async move {
        let household = house.family();
        let (helper, elsewhere) = (house.helper(), house.person(&[(Role::Helper, house.other_village.id)]));
        let raw = serde_json::to_value(family(&house.other_village)).unwrap();
        let ask = |key: String| house.on.post("/api/v1/households").token(&elsewhere.token).key(&key).json(&raw);
        for at in 0..20 {
            let refused = ask(format!("n{at}")).send().await.expect(422).json();
            assert_eq!(refused["errors"][0]["code"], "registry-number-taken");
        }
        ask("n20".into()).send().await.expect(429);
        let looks = format!("/api/v1/households/{household}/looks?limit=1");
        let look = house.on.get(&*looks).token(&helper.token).send().await.expect(200).json()["items"][0].clone();
        assert_eq!((&look["act"], &look["account"]), (&json!("probed"), &json!(elsewhere.account)));
        house.on.on.clock.advance(qianmo_kernel::Millis::HOUR);
        ask("n21".into()).send().await.expect(422);
    })
    .await;
}
