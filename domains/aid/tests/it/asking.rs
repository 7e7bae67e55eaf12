//! Writing a request, handing it in, changing it, taking it back.

use crate::house::{House, both, codes, problem};
use qianmo_db::params;
use qianmo_identity::testing::{self, Wanted};
use qianmo_kernel::{Id, Role};
use qianmo_registry::Tie;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_need_is_written_handed_in_checked_and_public() {
    both(|house: House| async move {
        let made = house.post(&house.helper, "/aid/requests", &house.money(480)).await.expect(201);
        let draft = made.json();
        let reference = draft["ref"].as_str().unwrap().to_owned();
        assert_eq!(made.header("location"), format!("/api/v1/aid/requests/{reference}"));
        assert_eq!((draft["state"].as_str(), draft["asked"]["amount_minor"].as_i64()), (Some("draft"), Some(48_000)));
        assert_eq!(draft["household"]["title"], "mrs");
        let path = format!("/aid/requests/{reference}");
        // A draft exists for those concerned only.
        house.get(&house.donor, &path).await.expect(404);
        house.on.get(format!("/api/v1{path}")).send().await.expect(404);
        house.on.get(format!("/requests/{reference}")).send().await.expect(404);
        house.get(&house.family, &path).await.expect(200);
        house.get(&house.reviewer, &path).await.expect(200);

        house.act(&house.donor, &reference, "submission", &json!({})).await.expect(404);
        let submitted = house.act(&house.helper, &reference, "submission", &json!({})).await.expect(200);
        assert_eq!(submitted.json()["state"], "submitted");
        house.act(&house.helper, &reference, "submission", &json!({})).await.expect(409);
        house.approve(&reference).await;

        let open = house.on.get(format!("/api/v1{path}")).send().await.expect(200);
        let tag = open.header("etag").to_owned();
        assert_eq!(open.json()["state"], "open");
        let words = open.text();
        let household = house.household.to_string();
        for private in ["王秀英", "Wang", "13912345678", "五组", "mill", household.as_str()] {
            assert!(!words.contains(private), "{private}");
        }
        house.on.get(format!("/api/v1{path}")).header("if-none-match", tag).send().await.expect(304);
        let page = house.on.get(format!("/requests/{reference}")).send().await.expect(200).text();
        assert!(page.contains("A desk and a lamp") && page.contains("Mrs") && !page.contains("mill") && !page.contains("秀英"));
        // The household sees what was done for it.
        let looks = house.get(&house.family, &format!("/households/{}/looks", house.household)).await.expect(200).text();
        assert!(looks.contains("request.submit"), "{looks}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_keep_their_names_through_a_change() {
    both(|house: House| async move {
        let fees = json!({"kind": "money", "label": "Fees", "amount": {"amount_minor": 48_000, "currency": "CNY"}});
        let lamp = json!({"kind": "goods", "label": "Lamp", "quantity": 2, "unit": "pieces"});
        let reference = house.draft(&house.asking(json!([fees, lamp]))).await;
        let path = format!("/api/v1/aid/requests/{reference}");
        let ids = |request: &serde_json::Value| -> Vec<String> {
            request["parts"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap().to_owned()).collect()
        };
        let change = |tag: &str, body: serde_json::Value| {
            let ask = house.on.ask(axum::http::Method::PATCH, path.clone()).token(&house.helper.token);
            ask.header("if-match", tag).json(&body).send()
        };
        let before = ids(&house.get(&house.helper, &format!("/aid/requests/{reference}")).await.expect(200).json());
        // What is left out stays as it is.
        let renamed = change("\"1\"", json!({"title": "A lamp for homework"})).await.expect(200).json();
        assert_eq!(ids(&renamed), before);
        // Named ones stay in whatever order; one that names nothing is new.
        let with = |part: &serde_json::Value, id: &str| {
            let mut part = part.clone();
            part["id"] = json!(id);
            part
        };
        let parts = json!([with(&lamp, &before[1]), fees, with(&fees, &before[0])]);
        let changed = ids(&change("\"2\"", json!({"parts": parts})).await.expect(200).json());
        assert_eq!((&changed[0], &changed[2], changed.len()), (&before[1], &before[0], 3));
        assert!(!before.contains(&changed[1]));
        // Nobody names a part of another request, nor one twice.
        let other = house.draft(&house.money(10)).await;
        let other = ids(&house.get(&house.helper, &format!("/aid/requests/{other}")).await.expect(200).json());
        for parts in [json!([with(&fees, &other[0])]), json!([with(&fees, &before[0]), with(&fees, &before[0])])] {
            let at = format!("parts.{}.id", parts.as_array().unwrap().len() - 1);
            let refused = change("\"3\"", json!({"parts": parts})).await.expect(422);
            assert_eq!(codes(&refused), [(at, "aid-part-unknown".to_owned())]);
        }
        // Whoever does not mind what it has become meanwhile says so; whoever does is told in the one way there is.
        change("*", json!({"title": "A lamp to read by"})).await.expect(200);
        assert_eq!(problem(&change("\"3\"", json!({"title": "A lamp"})).await.expect(412)), "web-changed");
        let mut new = house.money(10);
        new["parts"][0]["id"] = json!(other[0]);
        house.post(&house.helper, "/aid/requests", &new).await.expect(422);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_write_for_a_household() {
    both(|house: House| async move {
        let elsewhere = house.person(Role::Helper, house.tree.other.id);
        house.post(&elsewhere, "/aid/requests", &house.money(10)).await.expect(403);
        house.post(&house.reviewer, "/aid/requests", &house.money(10)).await.expect(403);
        house.post(&house.donor, "/aid/requests", &house.money(10)).await.expect(403);
        house.on.post("/api/v1/aid/requests").key("x").json(&house.money(10)).send().await.expect(401);
        // The household itself, and its son in the city, who says so.
        let with = |relationship: &str| {
            let mut body = house.money(10);
            body["relationship"] = json!(relationship);
            body
        };
        house.post(&house.family, "/aid/requests", &with("self")).await.expect(201);
        let home = house.household;
        let son = house.write(move |tx| {
            let son = testing::make(tx, &Wanted { name: "Son", roles: &[(Role::Donor, Id::NONE)], ..Wanted::default() })?;
            qianmo_registry::state(tx, &qianmo_kernel::Actor::system(), home, son.account, Tie::Child)?;
            Ok(son)
        });
        house.post(&son, "/aid/requests", &with("child")).await.expect(201);
        // A helper who says that they are a relative is one from then on, in whatever role they come later.
        let (helper, home) = (house.helper.account, house.household);
        assert!(!house.write(move |tx| qianmo_registry::is_member_or_relative(tx, helper, home)));
        house.post(&house.helper, "/aid/requests", &with("neighbour")).await.expect(201);
        assert!(!house.write(move |tx| qianmo_registry::is_member_or_relative(tx, helper, home)));
        house.post(&house.helper, "/aid/requests", &with("sibling")).await.expect(201);
        assert!(house.write(move |tx| qianmo_registry::is_member_or_relative(tx, helper, home)));
        let wrong = house.post(&son, "/aid/requests", &with("self")).await.expect(422);
        assert_eq!(codes(&wrong), [("relationship".into(), "aid-relationship-not-yours".into())]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_changed_by_version_and_fixed_once_handed_in() {
    both(|house: House| async move {
        let reference = house.draft(&house.money(480)).await;
        let path = format!("/api/v1/aid/requests/{reference}");
        let patch = |body: serde_json::Value, tag: Option<&str>| {
            let ask = house.on.ask(axum::http::Method::PATCH, path.clone()).token(&house.helper.token).json(&body);
            match tag {
                Some(tag) => ask.header("if-match", tag),
                None => ask,
            }
        };
        patch(json!({"title": "A lamp"}), None).send().await.expect(428);
        patch(json!({"title": "A lamp"}), Some("\"9\"")).send().await.expect(412);
        patch(json!({"titel": "A lamp"}), Some("\"1\"")).send().await.expect(422);
        patch(json!({"title": "x"}), Some("\"1\"")).send().await.expect(422);
        let parts = json!([{"kind": "goods", "label": "Lamp", "quantity": 2, "unit": "pieces"}]);
        let changed = patch(json!({"title": "A lamp", "parts": parts}), Some("\"1\"")).send().await.expect(200);
        assert!(changed.header("etag").starts_with("\"2-"), "{}", changed.header("etag"));
        assert_eq!(changed.json()["parts"][0]["quantity"], 2);
        assert_eq!(changed.json()["asked"]["amount_minor"], 0);
        house.act(&house.helper, &reference, "submission", &json!({})).await.expect(200);
        patch(json!({"title": "Two lamps"}), Some("\"3\"")).send().await.expect(409);
    })
    .await;
}

qianmo_db::sql! {
    /// A title that was saved before its household's names were what they are.
    const SAVED = "UPDATE aid_request SET title = $1 WHERE county = $2 AND id = $3";
}

#[tokio::test(flavor = "multi_thread")]
async fn public_text_never_names_the_household_and_goods_need_an_address() {
    both(|house: House| async move {
        let mut body = house.asking(json!([{"kind": "goods", "label": "给秀英的床", "quantity": 1, "unit": "张"}]));
        body["title"] = json!("A bed for Grandma Xiuying");
        body["story"] = json!("Call 139-1234-5678 at any time, please.");
        let refused = house.post(&house.helper, "/aid/requests", &body).await.expect(422);
        let fields: Vec<String> = codes(&refused).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["title", "story", "parts.0.label"]);
        assert!(!refused.text().contains("Wang"), "what was found is not told");
        // Nor the township and the village, nor a name as it sounds; the county stands beside every request anyway.
        let mut body = house.asking(json!([{"kind": "goods", "label": "柞水县学校的书桌", "quantity": 1, "unit": "张"}]));
        body["title"] = json!("营盘镇的一张书桌");
        body["story"] = json!("秦丰的孩子在饭桌上写作业。");
        let refused = house.post(&house.helper, "/aid/requests", &body).await.expect(422);
        let address = || "registry-found-address".to_owned();
        assert_eq!(codes(&refused), [("title".into(), address()), ("story".into(), address())]);
        body["title"] = json!("A desk for Yulan Zhao");
        body["story"] = json!("Ask for zhào yù lán, or write to wx_zhao88.");
        body["household"] = json!(house.household("赵玉兰").to_string());
        let refused = house.post(&house.helper, "/aid/requests", &body).await.expect(422);
        let name = || "registry-found-name".to_owned();
        assert_eq!(codes(&refused), [("title".into(), name()), ("story".into(), name())]);
        // Nor when it is changed.
        let reference = house.draft(&house.money(20)).await;
        let change = house.on.ask(axum::http::Method::PATCH, format!("/api/v1/aid/requests/{reference}"));
        let change = change.token(&house.helper.token).header("if-match", "\"1\"").json(&json!({"title": "Fees for Xiuying"}));
        assert_eq!(codes(&change.send().await.expect(422)), [("title".into(), "registry-found-name".into())]);
        // What was saved before is found when it is handed in, where the field is named and leads to the form.
        let request: qianmo_kernel::PublicRef = reference.parse().unwrap();
        house.write(move |tx| tx.execute(SAVED, params!["Fees for Xiuying", request.county, request.id]));
        let refused = house.act(&house.helper, &reference, "submission", &json!({})).await.expect(422);
        assert_eq!(codes(&refused), [("title".into(), "registry-found-name".into())]);
        let page = house.on.post(format!("/requests/{reference}/submission")).session(&house.helper.session).form(&[]);
        let page = page.header("accept-language", "en").send().await.expect(422).text();
        assert!(page.contains(&format!("href=\"/requests/{reference}/edit#title\"")) && page.contains("Leave it out"), "{page}");
        let mut body = house.asking(json!([{"kind": "goods", "label": "A bed", "quantity": 1, "unit": "piece"}]));
        body["address"] = json!("");
        let reference = house.draft(&body).await;
        let refused = house.act(&house.helper, &reference, "submission", &json!({})).await.expect(422);
        assert_eq!(codes(&refused), [("address".into(), "aid-address-needed".into())]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn public_text_says_of_nobody_how_to_reach_them() {
    both(|house: House| async move {
        for told in ["加QQ 12345678", "www.evil.example 有图", "vx: abcd", "telegram @evil", "واتساب 050123456"] {
            let mut body = house.money(20);
            body["story"] = json!(format!("天黑后没有灯。{told}"));
            let refused = house.post(&house.helper, "/aid/requests", &body).await.expect(422);
            assert_eq!(codes(&refused), [("story".into(), "registry-found-contact".to_owned())], "{told}");
        }
        // Words that people also use otherwise are no way to reach anybody.
        let mut body = house.money(20);
        body["story"] = json!("孩子用QQ上网课，微信里也说过。The line was long, and 12.5 kg of rice are left.");
        house.post(&house.helper, "/aid/requests", &body).await.expect(201);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_fills_the_form_in_is_told_there_what_must_not_be_public_and_what_goods_need() {
    both(|house: House| async move {
        let home = house.household.to_string();
        let mut fields = vec![
            ("household", home.as_str()),
            ("relationship", "helper"),
            ("purpose", "goods"),
            ("reason", "low-income"),
            ("title", "A bed"),
            ("story", "Call 139-1234-5678 at any time, please."),
            ("language", "en"),
            ("address", ""),
            // The first row was left blank.
            ("parts.0.label", ""),
            ("parts.1.kind", "goods"),
            ("parts.1.label", "A bed for Xiuying"),
            ("parts.1.quantity", "1"),
            ("parts.1.unit", "piece"),
            ("_key", "words-1"),
        ];
        let send = async |fields: &[(&str, &str)], status: u16| {
            let sent = house.on.post("/requests/new").session(&house.helper.session).header("accept-language", "en").form(fields);
            sent.send().await.expect(status).text()
        };
        let bare = send(&fields[..], 422).await;
        assert!(bare.contains("id=\"address-error\"") && bare.contains("give an address to deliver them to"), "{bare}");
        fields[7] = ("address", "Third house behind the mill");
        let named = send(&fields[..], 422).await;
        for field in ["story", "parts.1.label"] {
            assert!(named.contains(&format!("id=\"{field}-error\"")), "{field}: {named}");
        }
        assert!(
            named.contains("value=\"A bed for Xiuying\"") && named.contains("Call 139-1234-5678"),
            "typed text is kept: {named}"
        );
        assert!(named.contains("Leave it out"), "it says what to do: {named}");
        (fields[5], fields[10]) = (("story", "Three sleep in one bed."), ("parts.1.label", "A bed"));
        send(&fields[..], 303).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_left_empty_is_told_field_by_field_in_the_order_of_the_form() {
    both(|house: House| async move {
        let fields = [
            ("household", ""),
            ("relationship", "helper"),
            ("purpose", "education"),
            ("reason", "schooling"),
            ("title", ""),
            ("story", ""),
            ("language", "en"),
            ("address", "Third house behind the mill"),
            ("parts.0.kind", "goods"),
            ("parts.0.label", "Lamp"),
            ("parts.0.quantity", "1"),
            ("parts.1.kind", "goods"),
            ("parts.1.label", "Desk"),
            ("parts.1.quantity", "1"),
        ];
        let sent = house.on.post("/requests/new").session(&house.helper.session).header("accept-language", "en").form(&fields);
        let page = sent.send().await.expect(422).text().replace(['\u{2068}', '\u{2069}'], "");
        let list = page.split("class=\"alert is-error\"").nth(1).unwrap().split("</ul>").next().unwrap();
        let lines: Vec<&str> = list.split("\">").skip(2).map(|line| line.split('<').next().unwrap()).collect();
        let wanted = [
            "For which household: Choose the household.",
            "Title, in one line: Please fill this in.",
            "Why: Please fill this in.",
            "Part 1: Things: unit: Please fill this in.",
            "Part 2: Things: unit: Please fill this in.",
        ];
        assert_eq!(lines, wanted, "{list}");
        assert!(page.contains("id=\"household-error\">Choose the household.<"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_call_twice_makes_one_draft() {
    both(|house: House| async move {
        let body = house.money(20);
        let call = || house.on.post("/api/v1/aid/requests").token(&house.helper.token).key("same").json(&body);
        let first = call().send().await.expect(201).json();
        let second = call().send().await.expect(201).json();
        assert_eq!(first["ref"], second["ref"]);
        let other = house.money(30);
        house.on.post("/api/v1/aid/requests").token(&house.helper.token).key("same").json(&other).send().await.expect(422);
        house.on.post("/api/v1/aid/requests").token(&house.helper.token).json(&body).send().await.expect(428);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_written_on_pages_without_javascript() {
    both(|house: House| async move {
        let session = &house.helper.session;
        let home = house.household.to_string();
        let page = house.on.get(format!("/requests/new?household={home}")).session(session).send().await.expect(200).text();
        assert!(page.contains(&home) && page.contains("parts.0.label"));
        let chosen = format!("<option value=\"{home}\" selected>");
        assert!(page.contains(&chosen), "a helper chooses among the households of the village: {page}");
        let typed = house.on.get("/requests/new").session(&house.family.session).send().await.expect(200).text();
        assert!(typed.contains("village in") && typed.contains(&format!("name=\"household\" value=\"{home}\"")));
        assert!(
            !typed.contains("id=\"household\"") && !typed.contains(&format!("<option value=\"{home}\"")),
            "the family reads who it is"
        );
        let ending = &home[home.len() - 8..];
        let told = page.split(&format!("<option value=\"{home}\"")).nth(1).unwrap().split("</option>").next().unwrap();
        assert!(told.contains(ending) && told.contains("registered"), "those that are masked alike are told apart: {told}");
        let mut fields = vec![
            ("household", home.as_str()),
            ("relationship", "helper"),
            ("purpose", "education"),
            ("reason", "schooling"),
            ("title", "A desk"),
            ("story", "Two children share one table."),
            ("language", "en"),
            ("address", ""),
            ("parts.0.kind", "money"),
            ("parts.0.label", "Fees"),
            ("parts.0.amount", "abc"),
            ("_key", "form-1"),
        ];
        let again = house.on.post("/requests/new").session(session).form(&fields).send().await.expect(422).text();
        assert!(again.contains("value=\"abc\"") && again.contains("parts.0.amount-error"), "typed text is kept, with its error");
        fields.push(("do", "more"));
        let more = house.on.post("/requests/new").session(session).form(&fields).send().await.expect(200).text();
        assert!(more.contains("parts.1.label") && more.contains("value=\"abc\""));
        fields.pop();
        fields[10] = ("parts.0.amount", "480");
        let made = house.on.post("/requests/new").session(session).form(&fields).send().await.expect(303);
        let twice = house.on.post("/requests/new").session(session).form(&fields).send().await.expect(303);
        assert_eq!(made.header("location"), twice.header("location"));
        let submission = made.header("location").to_owned();
        house.on.get(submission.clone()).session(session).send().await.expect(200);
        let edit = submission.replace("submission", "edit");
        let page = house.on.get(edit.clone()).session(session).send().await.expect(200).text();
        assert!(page.contains("value=\"480.00\""));
        let looks = house.get(&house.family, &format!("/households/{home}/looks")).await.expect(200).text();
        assert!(!looks.contains("request.address"), "there is no address to be opened");
        fields[4] = ("title", "A desk and a lamp");
        fields.push(("version", "1"));
        house.on.post(edit.clone()).session(session).form(&fields).send().await.expect(303);
        house.on.post(edit).session(session).form(&fields).send().await.expect(412);
        house.on.post(submission.clone()).session(session).form(&[]).send().await.expect(303);
        house.on.post(submission).session(session).form(&[]).send().await.expect(409);
        let desk = house.on.get("/desk").session(session).send().await.expect(200).text();
        assert!(desk.contains("A desk and a lamp"));
        house.on.get("/desk/posts").session(session).send().await.expect(200);
        let own = house.on.get("/my-requests").session(&house.family.session).send().await.expect(200).text();
        assert!(own.contains("A desk and a lamp"));
        house.on.get("/my-requests").session(session).send().await.expect(403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_taken_back_by_its_writers_only() {
    both(|house: House| async move {
        let reference = house.open(&house.money(480)).await;
        house.act(&house.donor, &reference, "withdrawal", &json!({})).await.expect(403);
        house.act(&house.reviewer, &reference, "withdrawal", &json!({})).await.expect(403);
        let refused = house.act(&house.family, &reference, "withdrawal", &json!({"reason": "whim"})).await.expect(422);
        assert_eq!(codes(&refused)[0].0, "reason");
        let said = json!({"reason": "helped-otherwise", "note": "A cousin brought one."});
        let done = house.act(&house.helper, &reference, "withdrawal", &said).await.expect(200);
        assert_eq!(done.json()["state"], "withdrawn");
        let again = house.act(&house.family, &reference, "withdrawal", &json!({})).await.expect(409);
        assert_eq!(problem(&again), "aid-state-not-now");
        // It is on no list any more, and its page tells what became of it.
        let list = house.on.get("/api/v1/aid/requests").send().await.expect(200).json();
        assert_eq!(list["items"].as_array().unwrap().len(), 0);
        let own = house.on.get(format!("/requests/{reference}")).session(&house.family.session).send().await.expect(200).text();
        assert!(own.contains("Helped otherwise") && own.contains("A desk and a lamp") && own.contains("A cousin brought one."));
        let looks = house.get(&house.family, &format!("/households/{}/looks", house.household)).await.expect(200).text();
        assert!(looks.contains("request.withdraw"), "what the helper did for the household is told to it: {looks}");
        // To everybody else it says no more than that it was taken back.
        for reader in [None, Some(&house.donor)] {
            let ask = |path: String| {
                let ask = house.on.get(path);
                match reader {
                    Some(person) => ask.session(&person.session),
                    None => ask,
                }
            };
            let page = ask(format!("/requests/{reference}")).send().await.expect(200).text();
            assert!(page.contains("data-state=\"withdrawn\"") && !page.contains("A desk and a lamp") && !page.contains("Helped"));
        }
        let stub = house.on.get(format!("/api/v1/aid/requests/{reference}")).send().await.expect(200).json();
        assert_eq!(
            (stub["state"].as_str(), stub["title"].as_str(), stub["story"].as_str()),
            (Some("withdrawn"), Some(""), Some(""))
        );
        assert!(stub["parts"].as_array().unwrap().is_empty() && stub["household"]["ref"].is_null());
        let update = house.act(&house.helper, &reference, "updates", &json!({"body": "One more word."})).await.expect(409);
        assert_eq!(problem(&update), "aid-state-not-now");
    })
    .await;
}

qianmo_db::sql! {
    const KEPT = "SELECT id FROM aid_stat_row";
    const JOINED = "SELECT COUNT(*) FROM aid_stat_row s JOIN aid_request r ON r.county = s.county AND r.id = s.id";
}

#[tokio::test(flavor = "multi_thread")]
async fn one_unnamed_row_is_kept_of_a_request_however_often_it_is_handed_in() {
    both(|house: House| async move {
        let reference = house.submitted(&house.money(480)).await;
        let back = json!({"decision": "return", "reasons": ["unclear"], "note": "Which fees?"});
        house.act(&house.reviewer, &reference, "review", &back).await.expect(200);
        house.act(&house.helper, &reference, "submission", &json!({})).await.expect(200);
        let kept = house.write(|tx| tx.query(KEPT, &[], |row| row.id(0)));
        assert_eq!(kept.len(), 1);
        // Nothing leads from the row to the request: neither its id nor a time in it.
        let request: qianmo_kernel::PublicRef = reference.parse().unwrap();
        assert_ne!(kept[0], request.id);
        assert_eq!(house.write(|tx| tx.one(JOINED, &[], |row| row.i64(0))), 0);
        house.submitted(&house.money(20)).await;
        assert_eq!(house.write(|tx| tx.query(KEPT, &[], |row| row.id(0))).len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_household_reads_whether_its_card_was_shown() {
    both(|house: House| async move {
        let path = format!("/households/{}/looks", house.household);
        let shown = |looks: serde_json::Value| looks["items"][0]["card_shown"].clone();
        let reference = house.draft(&house.money(480)).await;
        let page = format!("/requests/{reference}/submission");
        let form = house.on.get(&*page).session(&house.helper.session).send().await.expect(200).text();
        assert!(form.contains("name=\"card_shown\""));
        house.on.post(&*page).session(&house.helper.session).form(&[("card_shown", "1")]).send().await.expect(303);
        assert_eq!(shown(house.get(&house.family, &path).await.expect(200).json()), true);
        let plain = house.submitted(&house.money(20)).await;
        assert_eq!(shown(house.get(&house.family, &path).await.expect(200).json()), false);
        house.act(&house.helper, &plain, "withdrawal", &json!({"reason": "no-longer-needed"})).await.expect(200);
        let said = house.draft(&house.money(30)).await;
        house.act(&house.helper, &said, "submission?card_shown=true", &json!({})).await.expect(200);
        assert_eq!(shown(house.get(&house.family, &path).await.expect(200).json()), true);
        // The household itself is not asked about its card.
        let mut own = house.money(40);
        own["relationship"] = json!("self");
        own["purpose"] = json!("health");
        let own = house.post(&house.family, "/aid/requests", &own).await.expect(201).json();
        let page = format!("/requests/{}/submission", own["ref"].as_str().unwrap());
        let form = house.on.get(&*page).session(&house.family.session).send().await.expect(200).text();
        assert!(!form.contains("name=\"card_shown\""));
    })
    .await;
}
