//! What is counted and kept.

use super::*;
use crate::house::{House, both};
use qianmo_aid::fairness::{AGED, DISABILITY, LANGUAGE};
use qianmo_aid::request::month_of;
use std::collections::BTreeMap;

/// The same counted here, by hand: from what is known of each.
fn by_hand(all: &[Who], until: Millis, groups_until: Millis) -> Vec<Row> {
    let mut sums: BTreeMap<(i64, i64, String, String), Vec<i64>> = BTreeMap::new();
    let mut add = |who: &Who, dimension: &str, band: &str, until: Millis| {
        let before = |at: Option<Millis>| at.filter(|at| *at < until);
        let hours = |at: Option<Millis>| at.map_or(0, |at| (at.0 - who.opened.0) / Millis::HOUR);
        let (promised, met) = (before(who.promised), before(who.met));
        let ended = who.met.is_none() && before(who.ended).is_some();
        let (first, wait) = (hours(promised), hours(met));
        let one = [
            1,
            who.looks,
            who.looks * who.looks,
            0,
            i64::from(promised.is_some()),
            i64::from(met.is_some()),
            i64::from(ended),
            first,
            first * first,
            wait,
            wait * wait,
            1,
        ];
        let key = (who.reference.county.get(), month_of(who.opened), dimension.to_owned(), band.to_owned());
        let sum = sums.entry(key).or_insert_with(|| vec![0; one.len()]);
        sum.iter_mut().zip(one).for_each(|(sum, n)| *sum += n);
    };
    for who in all {
        add(who, "all", "", until);
        add(who, "area", &who.area.to_string(), until);
        add(who, "purpose", who.purpose, until);
        add(who, "photo", if who.photo { "with" } else { "without" }, until);
        add(who, "writer", if who.own { "own" } else { "proxy" }, until);
        if who.opened < groups_until {
            add(who, "groups", "", groups_until);
            add(who, "age", who.age, groups_until);
            add(who, "sex", who.sex, groups_until);
            add(who, "disability", who.disability, groups_until);
            add(who, "language", who.language, groups_until);
        }
    }
    let row = |((county, month, dimension, band), mut numbers): ((i64, i64, String, String), Vec<i64>)| {
        numbers.push(county);
        (county, month, dimension, band, numbers)
    };
    sums.into_iter().map(row).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_are_what_one_would_count_by_hand_and_counting_again_changes_nothing() {
    both(|house: House| async move {
        let all = world(&house);
        house.on.on.clock.advance(14 * Millis::DAY);
        let now = house.on.app.clock.now();
        assert_eq!(month_of(now), 202_008);
        tally(&house).await;
        // Midnight of 1 August in the country's time.
        let month = Millis::from_date(2020, 8, 1).unwrap() - 8 * Millis::HOUR;
        let counted = counters(&house);
        let mut expected = by_hand(&all, now + 1, month);
        expected.sort();
        let mut sorted = counted.clone();
        sorted.sort();
        assert_eq!(sorted, expected);
        assert!(all.iter().any(|who| who.met.is_some_and(|at| at > month && at < now)), "something happened this month");
        // Again at once, and after six hours: the same.
        tally(&house).await;
        assert_eq!(counters(&house), counted);
        house.on.on.clock.advance(6 * Millis::HOUR);
        tally(&house).await;
        assert_eq!(counters(&house), counted);
        // What is missing is kept again: as for requests that opened before there was anything to keep.
        let kept = |house: &House| {
            let county = house.tree.county.id;
            house.write(move |tx| tx.query(COARSE, params![county], |row| row.id(0)))
        };
        let before = kept(&house);
        assert_eq!(before.len(), all.iter().filter(|who| who.reference.county == house.tree.county.id).count());
        let county = house.tree.county.id;
        house.write(move |tx| tx.execute(UNKEEP, params![county]));
        house.on.on.clock.advance(6 * Millis::HOUR);
        tally(&house).await;
        assert_eq!((kept(&house), counters(&house)), (before, counted));
        // In the next month who asks is counted as of its beginning: all that happened by then is told.
        house.on.on.clock.advance(30 * Millis::DAY);
        tally(&house).await;
        let mut expected = by_hand(&all, house.on.app.clock.now() + 1, Millis::from_date(2020, 9, 1).unwrap() - 8 * Millis::HOUR);
        expected.sort();
        let mut sorted = counters(&house);
        sorted.sort();
        assert_eq!(sorted, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_household_that_is_forgotten_nothing_is_kept_and_in_a_year_nothing_of_anybody() {
    both(|house: House| async move {
        let mut all = open(&house, &mut Lot(11), &house.tree.village, 14);
        go_on(&house, &mut all, 0);
        let gone = all.iter().position(|who| who.met.is_some() && who.age != "unknown").unwrap();
        let (household, reference, county) = (all[gone].household, all[gone].reference, house.tree.county.id);
        let kept = |house: &House| {
            let rows = house.write(move |tx| tx.query(COARSE, params![county], |row| Ok((row.id(0)?, row.blob(1)?))));
            rows.into_iter().map(|(id, sealed)| (id, sealed.len())).collect::<Vec<_>>()
        };
        let before = kept(&house);
        assert!(before.iter().any(|(id, _)| *id == reference.id));
        assert!(before.iter().all(|(_, length)| *length == before[0].1), "the length tells nothing");
        house.on.on.clock.advance(33 * Millis::DAY);
        tally(&house).await;
        let ages = |house: &House| -> BTreeMap<String, i64> {
            counters(house).into_iter().filter(|row| row.2 == "age").map(|row| (row.3, row.4[0])).collect()
        };
        let (known, age) = (ages(&house), all[gone].age);
        for account in [1, 2] {
            house.write(move |tx| {
                let own = Actor { household: Some(household), ..Actor::system() };
                qianmo_registry::household::command::ask_erasure(tx, &own, household)?;
                let officer = Actor { account: Id::from_i64(account), ..Actor::system() };
                qianmo_registry::household::command::erase(tx, &officer, household, None).map(|_| ())
            });
        }
        house.on.work().await;
        assert_eq!(kept(&house).len(), before.len() - 1);
        assert!(kept(&house).iter().all(|(id, _)| *id != reference.id));
        assert_eq!(house.write(move |tx| fairness::group_of(tx, reference)), 0);
        // No count brings it back; from the next month on the household counts among those of whom nothing is known.
        house.on.on.clock.advance(Millis::DAY);
        tally(&house).await;
        assert_eq!((kept(&house).len(), ages(&house)), (before.len() - 1, known.clone()));
        house.on.on.clock.advance(30 * Millis::DAY);
        tally(&house).await;
        let mut expected = known;
        *expected.get_mut(age).unwrap() -= 1;
        *expected.entry("unknown".to_owned()).or_default() += 1;
        expected.retain(|_, n| *n > 0);
        assert_eq!((kept(&house).len(), ages(&house)), (before.len() - 1, expected.clone()));
        // A year after its request ended a row goes, and what was counted stays.
        let ended = all.iter().enumerate().filter(|(at, who)| *at != gone && (who.met.is_some() || who.ended.is_some())).count();
        house.on.on.clock.advance(366 * Millis::DAY);
        tally(&house).await;
        assert_eq!(kept(&house).len(), before.len() - 1 - ended);
        assert_eq!(ages(&house), expected);
        let columns = qianmo_aid::module();
        assert!(columns.sealed_columns().iter().any(|c| c.table == "aid_coarse" && c.purpose == "aid.coarse"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_floors_are_told_the_rarest_watched_group_of_a_request() {
    both(|house: House| async move {
        let village = house.tree.village.id;
        let group = |year: i16, disability: Disability, language: &'static str| {
            house.write(move |tx| {
                let household = family(tx, village, Some(year), Sex::Male, disability, language)?;
                let reference = ask(tx, household, "health", false)?;
                fairness::group_of(tx, reference)
            })
        };
        assert_eq!(group(1980, Disability::None, "zh"), 0);
        assert_eq!(group(1950, Disability::None, "zh"), AGED, "seventy this year");
        assert_eq!(group(1951, Disability::None, "zh"), 0, "sixty-nine");
        assert_eq!(group(1980, Disability::Severe, "zh"), DISABILITY);
        assert_eq!(group(1980, Disability::None, "bo"), LANGUAGE, "the county's names are Chinese");
        assert_eq!(group(1940, Disability::Some, "bo"), LANGUAGE, "as long as nothing was counted");
        // Where most who ask speak Tibetan, that is the main language; and the old are the rarest then.
        for _ in 0..12 {
            group(1980, Disability::Some, "bo");
        }
        house.on.on.clock.advance(31 * Millis::DAY);
        tally(&house).await;
        assert_eq!(group(1980, Disability::None, "bo"), 0);
        assert_eq!(group(1980, Disability::None, "zh"), LANGUAGE);
        assert_eq!(group(1940, Disability::Some, "bo"), AGED, "two of them, and many with a disability");
        let nowhere = PublicRef::new(house.tree.county.id, Id::from_i64(5));
        assert_eq!(house.write(move |tx| fairness::group_of(tx, nowhere)), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_is_added_up_before_it_is_forgotten() {
    both(|house: House| async move {
        let all = open(&house, &mut Lot(5), &house.tree.village, 12);
        let show = |house: &House, account: i64, who: &Who, why: i64| {
            let reference = who.reference;
            house.write(move |tx| {
                let (now, session) = (tx.now(), tx.new_id());
                tx.execute(SHOWN, params![account, session, reference.county, reference.id, now, why])
            });
        };
        for account in 1..4 {
            all.iter().for_each(|who| show(&house, account, who, if account == 1 { 4 | 1 } else { 3 }));
            house.on.on.clock.advance(2 * Millis::HOUR);
        }
        tally(&house).await;
        let shown = |house: &House| counters(house).iter().find(|row| row.2 == "all").unwrap().4[3];
        assert_eq!(shown(&house), 36);
        let floors = monitor(&house, &house.officer, house.tree.county.id).await["floors"].clone();
        assert_eq!(floors, serde_json::json!({"places": 36, "lifted": 12, "instead": null}));
        let page =
            house.on.get("/desk/fairness?year=2020").session(&house.officer.session).header("accept-language", "en").send().await;
        let page = page.expect(200).text();
        assert!(
            page.contains("<dd>36</dd>") && page.contains("Not known"),
            "what would have been shown otherwise is not known: {page}"
        );
        // It is forgotten who was shown what; how often is not, and later showings come on top.
        house.on.on.clock.advance(31 * Millis::DAY);
        let now = house.on.app.clock.now();
        house.write(move |tx| tx.execute(UNSHOWN, params![now - 30 * Millis::DAY]));
        show(&house, 9, &all[0], 0);
        house.on.on.clock.advance(Millis::HOUR);
        tally(&house).await;
        assert_eq!(shown(&house), 37);
        let floors = monitor(&house, &house.officer, house.tree.county.id).await["floors"].clone();
        assert_eq!((floors["places"].as_i64(), floors["lifted"].as_i64()), (Some(1), Some(0)), "of the last 30 days");
    })
    .await;
}
