//! What is told of it, and to whom.

use super::*;
use crate::house::{House, both, problem};
use qianmo_kernel::Role;
use std::collections::BTreeMap;

/// Every figure of an answer: direction, band, how many opened; none where it is left out.
fn told(answer: &Value) -> BTreeMap<(String, String), Option<i64>> {
    let mut all = BTreeMap::new();
    all.insert(("all".to_owned(), String::new()), answer["total"]["opened"].as_i64());
    for dimension in answer["dimensions"].as_array().unwrap() {
        for group in dimension["groups"].as_array().unwrap() {
            let key = (dimension["dimension"].as_str().unwrap().to_owned(), group["band"].as_str().unwrap().to_owned());
            assert_eq!(group["suppressed"], group["figures"].is_null());
            all.insert(key, group["figures"]["opened"].as_i64());
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_small_is_told_nor_follows_from_a_place_and_those_under_it() {
    both(|house: House| async move {
        let all = world(&house);
        house.on.on.clock.advance(40 * Millis::DAY);
        tally(&house).await;
        let officer = house.person(Role::Officer, house.tree.province.id);
        let (county, other) = (house.tree.county.id, house.tree.other.id);
        let mut answers = Vec::new();
        for place in [house.tree.province.id, house.tree.city.id, county, other] {
            let answer = monitor(&house, &officer, place).await;
            let cells = told(&answer);
            assert!(cells.values().flatten().all(|n| *n == 0 || *n >= fairness::SMALL), "{cells:?}");
            answers.push(cells);
        }
        let key = |dimension: &str, band: &str| (dimension.to_owned(), band.to_owned());
        assert_eq!(answers[1][&key("all", "")], Some(all.len() as i64));
        let of =
            |place: Id, is: &dyn Fn(&Who) -> bool| all.iter().filter(|who| who.reference.county == place && is(who)).count() as i64;
        // The smaller county has few of some ages; whatever is told of one and of both together leaves no few over.
        assert!((1..fairness::SMALL).contains(&of(other, &|who| who.age == "40_59")));
        let mut compared = 0;
        for (cell, of_both) in &answers[1] {
            for one in [&answers[2], &answers[3]] {
                if let (Some(both), Some(Some(one))) = (of_both, one.get(cell)) {
                    let rest = both - one;
                    assert!(rest == 0 || rest >= fairness::SMALL, "{cell:?}: {both} less {one}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 6, "there is something to compare: {compared}");
        assert_eq!(answers[2][&key("sex", "female")], Some(of(county, &|who| who.sex == "female")));
        // The page and the file tell the same.
        let page =
            house.on.get(format!("/desk/fairness?place={other}&year=2020&tables=open")).session(&officer.session).send().await;
        let page = page.expect(200).text();
        assert!(page.contains("id=\"by-age\"") && page.contains("<details class=\"data\" open>"), "{page}");
        let file = house.on.get(format!("/desk/fairness.csv?place={other}&year=2020")).session(&officer.session).send().await;
        let file = file.expect(200);
        assert!(file.header("content-type").starts_with("text/csv") && file.header("content-disposition").contains("fairness.csv"));
        let rows: Vec<String> = file.text().lines().map(str::to_owned).collect();
        for row in rows.iter().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            let known = &answers[3][&key(cells[0], cells[1])];
            assert_eq!(cells[4].parse::<i64>().ok(), *known, "{row}");
            assert_eq!(cells[3], if known.is_some() { "0" } else { "1" });
        }
        assert_eq!(rows.len(), answers[3].len() + 1);
        // The worst served stand first, and before those that are left out.
        let answer = monitor(&house, &officer, house.tree.city.id).await;
        for dimension in answer["dimensions"].as_array().unwrap() {
            let groups = dimension["groups"].as_array().unwrap();
            let met: Vec<_> = groups.iter().map(|g| g["figures"]["met_share"]["per_mille"].as_i64()).collect();
            let shown: Vec<i64> = met.iter().copied().flatten().collect();
            assert!(shown.is_sorted() && met.iter().take(shown.len()).all(Option::is_some), "{met:?}");
        }
        assert!(answer["worst_group"]["band"].is_string() && answer["worst_area"]["band"].is_string());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_for_officers_of_the_place_and_of_a_county_or_wider() {
    both(|house: House| async move {
        let (county, township) = (house.tree.county.id, house.tree.township.id);
        let elsewhere = house.person(Role::Officer, house.tree.other.id);
        let below = house.person(Role::Officer, township);
        let pages = [
            "/desk/fairness",
            "/desk/fairness.csv",
            "/desk/fairness/unattended",
            "/api/v1/aid/fairness",
            "/api/v1/aid/fairness/unattended",
        ];
        for path in pages {
            let at = |place: String, token: String| house.on.get(format!("{path}?place={place}")).token(&token).send();
            at(county.to_string(), house.officer.token.clone()).await.expect(200);
            at(county.to_string(), elsewhere.token.clone()).await.expect(403);
            at(house.tree.city.id.to_string(), house.officer.token.clone()).await.expect(403);
            for person in [&house.helper, &house.reviewer, &house.donor, &house.family] {
                at(county.to_string(), person.token.clone()).await.expect(403);
            }
            // An officer of a township alone is told nothing; nor is anybody told of a township.
            house.on.get(path).token(&below.token).send().await.expect(403);
            let status = if path.starts_with("/api") || path.ends_with("csv") { 400 } else { 422 };
            at(township.to_string(), house.officer.token.clone()).await.expect(status);
            at("999".into(), house.officer.token.clone()).await.expect(status);
            house.on.get(path).token(&house.officer.token).send().await.expect(200);
        }
        let refused = house.get(&house.officer, &format!("/aid/fairness?place={township}")).await.expect(400);
        assert_eq!(problem(&refused), "aid-fairness-below");
        for year in ["1999", "2021", "next"] {
            let refused = house.get(&house.officer, &format!("/aid/fairness?year={year}")).await.expect(400);
            assert_eq!(problem(&refused), "aid-fairness-year");
            let page = house.on.get(format!("/desk/fairness?year={year}")).session(&house.officer.session).send().await;
            let page = page.expect(422).text();
            assert!(page.contains("id=\"year-error\"") && page.contains(&format!("value=\"{year}\"")), "{page}");
        }
        let desk = house.on.get("/desk").session(&house.officer.session).send().await.expect(200).text();
        assert!(desk.contains(&format!("/desk/fairness?place={county}")));
        let desk = house.on.get("/desk").session(&below.session).send().await.expect(200).text();
        assert!(!desk.contains("/desk/fairness"));
        // Before anything was counted that is said, and no figure is shown.
        let page = house.on.get("/desk/fairness").session(&house.officer.session).header("accept-language", "en").send().await;
        let page = page.expect(200).text();
        assert!(page.contains("Nothing was counted yet") && page.contains("Not known"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_called_like_a_formula_is_none_in_the_file() {
    both(|house: House| async move {
        let township = house.tree.township.id;
        house.write(move |tx| qianmo_places::rename(tx, &Actor::system(), township, None, "=1+1").map(|_| ()));
        open(&house, &mut Lot(3), &house.tree.village, 12);
        house.on.on.clock.advance(Millis::HOUR);
        tally(&house).await;
        let file = house.on.get("/desk/fairness.csv?year=2020").token(&house.officer.token).send().await.expect(200).text();
        assert!(file.contains(&format!("area,{township},'=1+1,0,12,")), "{file}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn those_left_waiting_are_listed_by_how_long_and_how_little_they_were_seen() {
    both(|house: House| async move {
        let mut all = Vec::new();
        for _ in 0..3 {
            all.extend(open(&house, &mut Lot(all.len() as u64), &house.tree.village, 4));
            house.on.on.clock.advance(10 * Millis::DAY);
        }
        // What somebody promised for, and what ended, waits no more.
        let (helped, over) = (all[1].reference, all[2].reference);
        house.write(move |tx| {
            tx.execute(STATE, params!["partly_pledged", None::<i64>, None::<i64>, helped.county, helped.id])?;
            let open = request::require(tx, over)?;
            request::enter(tx, &open, RequestEvent::Close, Ended { reason: "doubled", case: None }).map(|_| ())
        });
        let now = house.on.app.clock.now();
        let waiting: Vec<&Who> = all.iter().filter(|who| who.reference != helped && who.reference != over).collect();
        let refs = |list: &Value| -> Vec<String> {
            list["items"].as_array().unwrap().iter().map(|item| item["ref"].as_str().unwrap().to_owned()).collect()
        };
        let list = |query: String| {
            let house = &house;
            async move { house.get(&house.officer, &format!("/aid/fairness/unattended?{query}")).await.expect(200).json() }
        };
        let whole = list("limit=100".into()).await;
        let mut sorted = refs(&whole);
        sorted.sort();
        let mut expected: Vec<String> = waiting.iter().map(|who| who.reference.to_string()).collect();
        expected.sort();
        assert_eq!(sorted, expected);
        assert_eq!(whole["items"][0]["days_open"], 30);
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = list(format!("limit=3{cursor}")).await;
            paged.extend(refs(&page));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(paged, refs(&whole));
        for (query, is) in [
            ("days=20", Box::new(|who: &Who| now.0 - who.opened.0 >= 20 * Millis::DAY) as Box<dyn Fn(&Who) -> bool>),
            ("looks=9", Box::new(|who: &Who| who.looks <= 9)),
            ("purpose=health", Box::new(|who: &Who| who.purpose == "health")),
            (
                "purpose=health&looks=15&days=10",
                Box::new(|who: &Who| who.purpose == "health" && who.looks <= 15 && now.0 - who.opened.0 >= 10 * Millis::DAY),
            ),
        ] {
            let mut found = refs(&list(format!("{query}&limit=100")).await);
            found.sort();
            let mut expected: Vec<String> = waiting.iter().filter(|who| is(who)).map(|who| who.reference.to_string()).collect();
            expected.sort();
            assert_eq!(found, expected, "{query}");
        }
        for (bad, field) in [("days=x", "days"), ("looks=-1", "looks"), ("purpose=wealth", "purpose")] {
            house.get(&house.officer, &format!("/aid/fairness/unattended?{bad}")).await.expect(400);
            let page = house.on.get(format!("/desk/fairness/unattended?{bad}")).token(&house.officer.token).send().await;
            assert!(page.expect(422).text().contains(&format!("id=\"{field}-error\"")), "{bad}");
        }
        house.get(&house.officer, "/aid/fairness/unattended?cursor=x").await.expect(400);
        let page = house.on.get("/desk/fairness/unattended?days=7").token(&house.officer.token).send().await.expect(200).text();
        assert!(page.contains(&format!("href=\"/requests/{}\"", waiting[0].reference)));
    })
    .await;
}
