//! Lists, search, the home page and figures.

use crate::house::{House, both, problem};
use qianmo_kernel::{Millis, Role};
use serde_json::{Value, json};

async fn refs(house: &House, query: &str) -> Vec<String> {
    let list = house.on.get(format!("/api/v1/aid/requests{query}")).send().await.expect(200).json();
    items(&list)
}

fn items(list: &Value) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|r| r["ref"].as_str().unwrap().to_owned()).collect()
}

async fn with(house: &House, purpose: &str, title: &str) -> String {
    let mut body = house.money(100);
    body["purpose"] = json!(purpose);
    body["title"] = json!(title);
    body["household"] = json!(house.household("李大山").to_string());
    let reference = house.open(&body).await;
    house.on.on.clock.advance(Millis::HOUR);
    reference
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_narrowed_by_place_purpose_state_and_words_and_paged_without_gaps() {
    both(|house: House| async move {
        let mut all = Vec::new();
        for n in 0..7 {
            let purpose = if n % 2 == 0 { "education" } else { "health" };
            all.push(with(&house, purpose, &format!("第{n}张书桌 desk")).await);
        }
        assert_eq!(refs(&house, "").await, all, "the longest waiting first");
        let mut paged = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = house.on.get(format!("/api/v1/aid/requests?limit=3{cursor}")).send().await.expect(200).json();
            paged.extend(items(&page));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(paged, all);
        let health: Vec<String> = all.iter().skip(1).step_by(2).cloned().collect();
        assert_eq!(refs(&house, "?purpose=health").await, health);
        assert_eq!(refs(&house, &format!("?place={}", house.tree.township.code)).await, all);
        assert_eq!(refs(&house, &format!("?place={}&purpose=health&state=open", house.tree.city.id)).await, health);
        assert!(refs(&house, &format!("?place={}", house.tree.other.code)).await.is_empty());
        for (bad, parameter) in [("requests?place=999", "place"), ("statistics?place=999", "place"), ("caps?place=999", "place")] {
            let told = house.on.get(format!("/api/v1/aid/{bad}")).send().await.expect(400).json();
            assert_eq!((&told["type"], &told["errors"][0]["field"]), (&json!("/problems/web-invalid"), &json!(parameter)));
        }
        let long = |n: usize| house.on.get(format!("/api/v1/aid/requests?q={}", "a".repeat(n))).send();
        long(200).await.expect(200);
        assert_eq!(long(201).await.expect(400).json()["errors"][0]["field"], "q");
        assert!(refs(&house, "?state=met").await.is_empty());
        let mut found = refs(&house, "?q=书桌&limit=100").await;
        found.sort();
        let mut sorted = all.clone();
        sorted.sort();
        assert_eq!(found, sorted);
        assert_eq!(refs(&house, "?q=张书&purpose=health").await.len(), 3);
        assert_eq!(refs(&house, "?q=des&place=611026").await.len(), 7);
        assert!(refs(&house, "?q=bicycle").await.is_empty());
        let first = house.on.get("/api/v1/aid/requests?q=desk&limit=5").send().await.expect(200).json();
        let rest = refs(&house, &format!("?q=desk&limit=5&cursor={}", first["next"].as_str().unwrap())).await;
        assert_eq!(items(&first).len() + rest.len(), 7);
        for bad in ["?purpose=wealth", "?state=draft", "?limit=0", "?limit=101", "?cursor=x", "?limit=x", "?q=desk&cursor=!"] {
            house.on.get(format!("/api/v1/aid/requests{bad}")).send().await.expect(400);
        }
        let page = house
            .on
            .get(format!("/requests?place={}&purpose=health&q=%E4%B9%A6%E6%A1%8C", house.tree.county.id))
            .send()
            .await
            .expect(200)
            .text();
        assert!(page.contains("第1张书桌") && !page.contains("第0张书桌"));
        // Words that nothing has which still asks for help: the way to all the others.
        let none = house.on.get("/requests?q=roof&purpose=health").send().await.expect(200).text();
        assert!(none.contains("state=all&#38;q=roof") || none.contains("state=all&amp;q=roof"), "{none}");
        assert!(none.contains("href=\"#below\""), "a stranger is shown where to choose a place");
        let all = house.on.get("/requests?q=roof&state=all").send().await.expect(200).text();
        assert!(!all.contains("Look among all states"));
        // What cannot be meant is said on the page, which stays.
        for (bad, why) in [("purpose=wealth", "There is no such purpose"), ("purpose=health&cursor=x", "not one of ours")] {
            let page = house.on.get(format!("/requests?{bad}&q=desk")).send().await.expect(400).text();
            assert!(page.contains(why) && page.contains("第1张书桌"), "{page}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn near_me_goes_from_the_village_outwards() {
    both(|house: House| async move {
        let near = with(&house, "health", "A stove for coal").await;
        let far = {
            let (other, helper) = (house.tree.other.id, house.person(Role::Helper, house.tree.other.id));
            let village = house.write(move |tx| Ok(qianmo_places::children(tx, other)?.remove(0)));
            let home = house.write(move |tx| crate::house::register(tx, village.id, "赵小山", ""));
            let mut body = house.money(100);
            body["household"] = json!(home.to_string());
            body["title"] = json!("A box for coal");
            let made = house.post(&helper, "/aid/requests", &body).await.expect(201).json();
            let reference = made["ref"].as_str().unwrap().to_owned();
            house.act(&helper, &reference, "submission", &json!({})).await.expect(200);
            house.act(&house.city_reviewer, &reference, "review", &json!({"decision": "approve"})).await.expect(200);
            reference
        };
        let page = |place: qianmo_kernel::Id| house.on.get(format!("/requests?place={place}&near=1")).send();
        let (from_here, from_there) =
            (page(house.tree.village.id).await.expect(200).text(), page(house.tree.other.id).await.expect(200).text());
        let order = |text: &str| text.find(&near).zip(text.find(&far)).map(|(a, b)| a < b);
        assert_eq!((order(&from_here), order(&from_there)), (Some(true), Some(false)));
        assert!(from_here.contains("name=\"near\""), "whoever chose a place may see what is nearest to it first");
        // With words as well, page by page.
        let words =
            |place: qianmo_kernel::Id, rest: &str| house.on.get(format!("/requests?place={place}&near=1&q=coal{rest}")).send();
        let (from_here, from_there) =
            (words(house.tree.village.id, "").await.expect(200).text(), words(house.tree.other.id, "").await.expect(200).text());
        assert_eq!((order(&from_here), order(&from_there)), (Some(true), Some(false)));
        words(house.tree.village.id, "&cursor=x").await.expect(400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_list_tells_strangers_in_which_village_somebody_lives() {
    both(|house: House| async move {
        let here = with(&house, "health", "A stove").await;
        let there = {
            let village = house.write(|tx| qianmo_places::by_code(tx, "611026101202")).unwrap().id;
            let helper = house.person(Role::Helper, village);
            let home = house.write(move |tx| crate::house::register(tx, village, "赵小山", ""));
            let mut body = house.money(100);
            body["household"] = json!(home.to_string());
            let made = house.post(&helper, "/aid/requests", &body).await.expect(201).json();
            let reference = made["ref"].as_str().unwrap().to_owned();
            house.act(&helper, &reference, "submission", &json!({})).await.expect(200);
            house.approve(&reference).await;
            reference
        };
        let both = [here.clone(), there.clone()];
        assert_eq!(refs(&house, "?place=611026101201").await, both, "the township is all that is told");
        assert_eq!(refs(&house, "?place=611026101201&q=desk").await.len(), refs(&house, "?place=611026101&q=desk").await.len());
        let donor = house.get(&house.donor, "/aid/requests?place=611026101201").await.expect(200).json();
        assert_eq!(items(&donor), both);
        assert!(donor["items"][0]["household"]["ref"].is_null(), "nobody puts a household's requests together");
        let helper = house.get(&house.helper, "/aid/requests?place=611026101201").await.expect(200).json();
        assert_eq!(items(&helper), std::slice::from_ref(&here));
        assert!(helper["items"][0]["household"]["ref"].is_string());
        let page = house.on.get("/requests?place=611026101201").send().await.expect(200).text();
        assert!(!page.contains("秦丰村") && !page.contains("曹店村"), "no village is offered to strangers");
        // Nor does "nearest first": it begins at the county.
        let near = house.on.get("/requests?place=611026101202&near=1").send().await.expect(200).text();
        let order = near.find(&here).zip(near.find(&there)).map(|(a, b)| a < b);
        assert_eq!(order, Some(true), "who has waited longest, not who lives there");
        let desk = house.on.get("/requests?place=611026101").session(&house.officer.session).send().await.expect(200).text();
        assert!(desk.contains("秦丰村"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_looked_at_often_steps_back() {
    both(|house: House| async move {
        let first = with(&house, "health", "A stove").await;
        let second = with(&house, "health", "A bed").await;
        assert_eq!(refs(&house, "").await, [first.clone(), second.clone()]);
        let reference = first.parse().unwrap();
        house.write(move |tx| qianmo_aid::request::looked(tx, reference, 3));
        assert_eq!(refs(&house, "").await, [second, first]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_of_a_table_is_left_out_of_every_answer() {
    both(|house: House| async move {
        with(&house, "health", "A stove").await;
        with(&house, "education", "A desk").await;
        // Two in all: the sum is told, and neither where they are nor what they are for.
        let figures = house.on.get("/api/v1/aid/statistics").send().await.expect(200).json();
        assert_eq!(figures["total"]["opened"], 2);
        for parts in ["by_purpose", "by_month", "by_place"] {
            assert_eq!(figures[parts], json!([]), "{parts}");
        }
        let (county, empty) = (&house.tree.county.code, &house.tree.other.code);
        for place in [county, empty] {
            for filter in ["", "&purpose=health", "&from=2020-06&to=2020-06", "&purpose=health&from=2020-01&to=2020-12"] {
                let told = house.on.get(format!("/api/v1/aid/statistics?place={place}{filter}")).send().await.expect(200).json();
                assert_eq!((&told["total"]["opened"], &told["total"]["suppressed"]), (&json!(null), &json!(true)), "{told}");
                let page = house.on.get(format!("/figures?place={place}{filter}")).send().await.expect(200).text();
                assert!(
                    page.contains("too few to be shown")
                        && !page.contains("of \u{2068}1\u{2069}")
                        && !page.contains("of \u{2068}2\u{2069}"),
                    "{page}"
                );
            }
        }
        // The home page says no more.
        let home = house.on.get("/").send().await.expect(200).text();
        assert!(home.contains("too few to be shown") && home.contains("\u{2068}0\u{2069} of \u{2068}2\u{2069}"), "{home}");
        // Whoever answers for the county reads its requests, and is told.
        let own = house.get(&house.officer, &format!("/aid/statistics?place={county}&purpose=health")).await.expect(200).json();
        assert_eq!((own["total"]["opened"].as_i64(), own["by_month"].as_array().map(Vec::len)), (Some(1), Some(12)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_tell_numerator_denominator_and_cohort_and_no_small_cells() {
    both(|house: House| async move {
        for n in 0..6 {
            with(&house, "health", &format!("Stove {n}")).await;
        }
        with(&house, "education", "A desk").await;
        let figures = house.on.get("/api/v1/aid/statistics").send().await.expect(200).json();
        assert_eq!(figures["total"]["opened"], 7);
        assert_eq!(figures["total"]["met_rate"], json!({"numerator": 0, "denominator": 7, "per_mille": 0}));
        assert_eq!(figures["cohort"], json!({"from": "2020-01", "to": "2020-06"}));
        let by_purpose = figures["by_purpose"].as_array().unwrap();
        assert!(
            by_purpose.iter().all(|p| p["suppressed"] == true && p["opened"].is_null()),
            "one small cell hides the next as well"
        );
        let county = house
            .on
            .get(format!("/api/v1/aid/statistics?place={}&purpose=health", house.tree.county.code))
            .send()
            .await
            .expect(200)
            .json();
        assert!(county["total"]["opened"].is_null(), "the other purpose could be worked out: {county}");
        assert_eq!(county["total"]["suppressed"], true);
        assert!(county["by_month"].as_array().unwrap().iter().all(|m| m["opened"].is_null() || m["opened"] == 0));
        let officer =
            house.get(&house.officer, &format!("/aid/statistics?place={}", house.tree.county.code)).await.expect(200).json();
        assert_eq!((officer["total"]["opened"].as_i64(), officer["by_place"][0]["name"].as_str()), (Some(7), Some("营盘镇")));
        // Strangers are told of the county, those who answer for the village of it.
        let village = format!("/api/v1/aid/statistics?place={}", house.tree.village.id);
        let wide = house.on.get(village).send().await.expect(200).json();
        assert_eq!(
            (wide["total"]["opened"].as_i64(), wide["place"]["id"].as_str()),
            (Some(7), Some(house.tree.county.id.to_string().as_str()))
        );
        assert_eq!(wide["by_place"], json!([]));
        // Months that overlap could be held against each other: everybody is told of the whole year.
        let narrow = house.on.get("/api/v1/aid/statistics?from=2020-03&to=2020-06").send().await.expect(200).json();
        assert_eq!((&narrow["cohort"], &narrow["total"]), (&figures["cohort"], &figures["total"]));
        let months = format!("/aid/statistics?place={}&from=2020-06&to=2020-06&purpose=education", house.tree.county.code);
        let exactly = house.get(&house.officer, &months).await.expect(200).json();
        assert_eq!((exactly["total"]["opened"].as_i64(), exactly["by_purpose"][0]["opened"].as_i64()), (Some(1), Some(1)));
        assert_eq!(exactly["cohort"], json!({"from": "2020-06", "to": "2020-06"}));
        let village = format!("/aid/statistics?place={}", house.tree.village.id);
        let own = house.get(&house.helper, &village).await.expect(200).json();
        assert_eq!(
            (own["total"]["opened"].as_i64(), own["place"]["id"].as_str()),
            (Some(7), Some(house.tree.village.id.to_string().as_str()))
        );
        let before = house.on.get("/api/v1/aid/statistics?from=2019-01&to=2019-12").send().await.expect(200).json();
        assert_eq!((before["total"]["opened"].as_i64(), before["total"]["met_rate"].is_null()), (Some(0), true));
        for bad in ["?from=2020-13", "?from=2020-02&to=2020-01", "?purpose=x", "?place=nowhere"] {
            house.on.get(format!("/api/v1/aid/statistics{bad}")).send().await.expect(400);
        }
        // Nor is a small total of some purpose or months.
        for narrow in ["?purpose=education", "?purpose=education&from=2020-06&to=2020-06"] {
            let few = house.on.get(format!("/api/v1/aid/statistics{narrow}")).send().await.expect(200).json();
            assert_eq!((few["total"]["suppressed"].as_bool(), few["total"]["opened"].is_null()), (Some(true), true), "{few}");
        }
        // At the county the purposes are not taken apart, since they are not told of everywhere.
        let apart = house.on.get(format!("/figures?place={}", house.tree.county.code)).send().await.expect(200).text();
        assert!(apart.contains("Not broken down here"), "{apart}");
        let few = house.on.get("/figures?purpose=education").send().await.expect(200).text();
        assert!(few.contains("too few to be shown") && !few.contains("1 of 1"));
        // Months that cannot be meant are asked for again where they were typed.
        let again = house.on.get("/figures?from=2020-06&to=2020-01&purpose=health").send().await.expect(422).text();
        assert!(
            again.contains("id=\"from-error\"") && again.contains("value=\"2020-06\"") && !again.contains("stat-value"),
            "{again}"
        );
        assert!(again.contains("must not be after the last one"), "{again}");
        // Everybody is told of whole years: the filter says so, and keeps the months that were chosen.
        let kept = house.on.get("/figures?from=2020-01&to=2020-03").send().await.expect(200).text();
        assert!(kept.contains("id=\"months-hint\"") && kept.contains("You chose"), "{kept}");
        assert!(kept.contains("name=\"from\" value=\"2020-01\"") && kept.contains("name=\"to\" value=\"2020-03\""), "{kept}");
        let own = format!("/figures?place={}&from=2020-01&to=2020-03", house.tree.county.code);
        let own = house.on.get(own).session(&house.officer.session).send().await.expect(200).text();
        assert!(!own.contains("months-hint") && own.contains("name=\"to\" value=\"2020-03\""), "{own}");
        house.on.get("/figures?from=junk").send().await.expect(422);
        house.on.get("/figures?place=nowhere").send().await.expect(422);
        for page in [
            "/",
            "/figures",
            "/figures?place=611026",
            "/figures?place=611026101&purpose=health",
            "/requests?near=1&place=611026101201",
        ] {
            for language in ["en", "zh-CN", "ar"] {
                house.on.get(page).header("accept-language", language).send().await.expect(200);
            }
        }
        let none = house.on.get("/requests?place=nowhere").send().await.expect(200).text();
        assert!(none.contains("no such place"));
        assert_eq!(problem(&house.on.get("/api/v1/aid/requests?state=x").send().await), "aid-unknown-state");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_are_told_alike_only_what_still_holds() {
    both(|house: House| async move {
        let first = with(&house, "health", "A stove").await;
        let ran = || house.on.app.db.statements_run();
        let list = "/api/v1/aid/requests";
        for address in [list, "/requests", "/", "/figures", "/api/v1/aid/statistics"] {
            let once = house.on.get(address).send().await.expect(200);
            let before = ran();
            let again = house.on.get(address).send().await.expect(200);
            assert_eq!((ran() - before, &once.body), (0, &again.body), "{address}");
            assert_eq!(once.header("vary"), again.header("vary"));
            assert_ne!(once.header("x-request-id"), again.header("x-request-id"));
            // Another language, and another address, is another answer.
            let arabic = house.on.get(address).header("accept-language", "ar").send().await.expect(200);
            assert_ne!(arabic.body, once.body, "{address}");
        }
        // Who is signed in is greeted, and nobody after them.
        let own = house.on.get("/requests").session(&house.officer.session).send().await.expect(200);
        assert!(own.text().contains("/settings") && own.header("cache-control") == "private, no-store");
        let stranger = house.on.get("/requests").send().await.expect(200);
        assert!(!stranger.text().contains("/settings") && stranger.header("cache-control") == "no-cache");
        // A sentence that waits for somebody is shown to them alone.
        let said = house.on.get("/requests").header("cookie", "qm_said=aid-withdrawn").send().await.expect(200);
        assert!(said.cookie("qm_said").is_some());
        assert!(house.on.get("/requests").send().await.expect(200).cookie("qm_said").is_none());
        // Nothing that is refused is kept, and nothing that was taken back is shown a moment longer.
        for _ in 0..2 {
            house.on.get("/api/v1/aid/requests?cursor=x").send().await.expect(400);
        }
        let second = with(&house, "education", "A desk").await;
        assert_eq!(refs(&house, "").await, [first.clone(), second.clone()]);
        house.act(&house.officer, &first, "closure", &json!({"reason": "doubled"})).await.expect(200);
        assert_eq!(refs(&house, "").await, [second]);
        // Time alone ends what was told, too.
        house.on.on.clock.advance(Millis::SECOND);
        let before = ran();
        refs(&house, "").await;
        assert!(ran() > before);
    })
    .await;
}
