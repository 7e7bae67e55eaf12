//! How attention and help are spread: what is counted, told, and to whom.

use crate::house::{House, both, problem};
use qianmo_aid::fairness::{self, AGED, DISABILITY, LANGUAGE};
use qianmo_aid::lifecycle::{Gift, RequestEvent};
use qianmo_aid::request::{self, Draft, Ended, PartDraft, month_of};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Currency, Id, Millis, PublicRef, Res, Role};
use qianmo_places::Place;
use qianmo_registry::{Birth, Disability, IdKind, Labour, Name, NewHousehold, NewMember, Relation, Sex};
use serde_json::Value;
use std::collections::BTreeMap;

qianmo_db::sql! {
    const STATE = "UPDATE aid_request SET state = $1, met_at = $2, ended_at = $3 WHERE county = $4 AND id = $5";
    const PROMISE = "INSERT INTO aid_pledge (county, id, version, request, part, gift, donor, place_path, quantity, currency, value_minor,
        state, received, paid_minor, held_minor, paid_out_minor, refunded_minor, payment, anonymous, message, created_at)
        VALUES ($1, $2, 1, $3, 0, 'money', 7, '', 100, 'CNY', 0, 'lapsed', 0, 0, 0, 0, 0, 0, 1, '', $4)";
    const LOOKED = "INSERT INTO aid_attention (county, request, looks) VALUES ($1, $2, $3)";
    const PHOTO = "INSERT INTO media (county, id, version, owner_kind, owner, place_path, state, file_key, width, height, bytes, hash, alt,
        shows_people, consent, uploaded_by, uploaded_at, decided_by, decided_at, reason, staff_only)
        VALUES ($1, $2, 1, 'aid.request', $3, '', $4, 'k', 1, 1, 1, 'h', 'a', 0, 0, 0, 0, 0, $5, '', 0)";
    const SHOWN = "INSERT INTO aid_shown (account, session, county, request, at, matched, why, taken) VALUES ($1, $2, $3, $4, $5, 0, $6, 0)";
    const UNSHOWN = "DELETE FROM aid_shown WHERE at < $1";
    const COUNTERS = "SELECT county, month, dimension, band, opened, looks, looks_sq, shown, pledged, met, ended, first_wait, first_wait_sq,
        met_wait, met_wait_sq, looks_0 + looks_1 + looks_2 + looks_4 + looks_8 + looks_16 + looks_32 + looks_64, books
        FROM aid_fairness ORDER BY county, month, dimension, band";
    const COARSE = "SELECT request, coarse_sealed FROM aid_coarse WHERE county = $1 ORDER BY request";
    const UNKEEP = "DELETE FROM aid_coarse WHERE county = $1";
}

/// Who asks, and what became of it.
#[derive(Clone)]
struct Who {
    reference: PublicRef,
    household: PublicRef,
    area: Id,
    purpose: &'static str,
    own: bool,
    photo: bool,
    age: &'static str,
    sex: &'static str,
    disability: &'static str,
    language: &'static str,
    looks: i64,
    opened: Millis,
    promised: Option<Millis>,
    met: Option<Millis>,
    ended: Option<Millis>,
}

const PURPOSES: [&str; 3] = ["education", "health", "housing"];

fn family(tx: &mut Tx<'_>, place: Id, year: Option<i16>, sex: Sex, disability: Disability, language: &str) -> Res<PublicRef> {
    let member = NewMember {
        relation: Relation::Head,
        names: vec![Name::new("王秀英")],
        sex,
        birth: year.map_or(Birth::Unknown, Birth::Year),
        id_kind: IdKind::None,
        id_number: String::new(),
        health: String::new(),
        disability,
        labour: Labour::Unknown,
    };
    let new = NewHousehold {
        place,
        address: "五组12号".into(),
        phone: String::new(),
        bank_card: String::new(),
        language: language.into(),
        causes: Vec::new(),
        members: vec![member],
    };
    qianmo_registry::register(tx, &Actor::system(), &new)
}

/// Opens a request of a household.
fn ask(tx: &mut Tx<'_>, household: PublicRef, purpose: &str, own: bool) -> Res<PublicRef> {
    let part =
        PartDraft { id: None, kind: Gift::Money, label: "Fees".into(), unit: String::new(), asked: 50_000, unit_value_minor: 0 };
    let draft = Draft {
        household,
        relationship: if own { "self" } else { "helper" }.into(),
        purpose: purpose.into(),
        reason: "schooling".into(),
        title: "A desk and a lamp".into(),
        story: "Homework is done in the dark.".into(),
        language: "en".into(),
        address: None,
        parts: vec![part],
    };
    let actor = Actor { household: own.then_some(household), ..Actor::system() };
    let draft = request::create(tx, &actor, &draft, Currency::CNY)?;
    let sent = request::enter(tx, &draft, RequestEvent::Submit, Ended::default())?;
    Ok(request::enter(tx, &sent, RequestEvent::Approve, Ended::default())?.reference)
}

/// A way to draw numbers that is the same every time.
struct Lot(u64);

impl Lot {
    fn draw(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.draw(of.len() as u64) as usize]
    }
}

/// So many requests at a place, opened now, each of somebody else.
fn open(house: &House, lot: &mut Lot, place: &Place, many: usize) -> Vec<Who> {
    let now = house.on.app.clock.now();
    let mut all = Vec::new();
    for _ in 0..many {
        let (year, age) = lot.of(&[
            (Some(1990), "18_39"),
            (Some(1970), "40_59"),
            (Some(1953), "60_69"),
            (Some(1948), "70_up"),
            (Some(1940), "70_up"),
            (None, "unknown"),
        ]);
        let (sex, named) = lot.of(&[(Sex::Female, "female"), (Sex::Male, "male")]);
        let (disability, how) = lot.of(&[
            (Disability::None, "none"),
            (Disability::None, "none"),
            (Disability::Some, "some"),
            (Disability::Severe, "severe"),
        ]);
        let language = lot.of(&["zh", "zh", "zh", "bo"]);
        let (purpose, own, photo, looks) = (lot.of(&PURPOSES), lot.draw(2) == 0, lot.draw(3) == 0, lot.draw(40) as i64);
        let at = place.id;
        let (reference, household) = house.write(move |tx| {
            let household = family(tx, at, year, sex, disability, language)?;
            let reference = ask(tx, household, purpose, own)?;
            tx.execute(LOOKED, params![reference.county, reference.id, looks])?;
            let id = tx.new_id();
            // One that was shown and is held again was there; one that nobody has looked at yet was not.
            let (state, decided) = if photo { ("held", 5) } else { ("held", 0) };
            tx.execute(PHOTO, params![reference.county, id, reference.id, state, decided])?;
            Ok((reference, household))
        });
        all.push(Who {
            reference,
            household,
            area: place.parent,
            purpose,
            own,
            photo,
            age,
            sex: named,
            disability: how,
            language,
            looks,
            opened: now,
            promised: None,
            met: None,
            ended: None,
        });
    }
    all
}

/// What becomes of some of them: a promise for every second, of which every second is met; every fifth ends otherwise.
fn go_on(house: &House, all: &mut [Who], after: i64) {
    for (at, who) in all.iter_mut().enumerate() {
        let days = |n: i64| Some(who.opened + after + n * Millis::DAY + (at as i64) * Millis::HOUR);
        who.promised = if at % 2 == 0 { days(1) } else { None };
        who.met = if at % 4 == 0 { days(3) } else { None };
        who.ended = if at % 5 == 1 { days(2) } else { None };
        let state = if who.met.is_some() {
            "met"
        } else if who.ended.is_some() {
            "withdrawn"
        } else {
            "open"
        };
        let (reference, promised, met, ended) = (who.reference, who.promised, who.met, who.ended);
        house.write(move |tx| {
            tx.execute(STATE, params![state, met, ended, reference.county, reference.id])?;
            if let Some(at) = promised {
                let id = tx.new_id();
                tx.execute(PROMISE, params![reference.county, id, reference.id, at])?;
            }
            Ok(())
        });
    }
}

type Row = (i64, i64, String, String, Vec<i64>);

fn counters(house: &House) -> Vec<Row> {
    house.write(|tx| {
        tx.query(COUNTERS, &[], |row| {
            let mut numbers = Vec::new();
            for at in 4..17 {
                numbers.push(row.i64(at)?);
            }
            Ok((row.i64(0)?, row.i64(1)?, row.text(2)?, row.text(3)?, numbers))
        })
    })
}

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

async fn tally(house: &House) {
    while fairness::tally(&house.on.app, 1).await.unwrap() {}
}

/// Requests of two counties over two months, and what became of them; the clock stands at the end of the second.
fn world(house: &House) -> Vec<Who> {
    let mut lot = Lot(7);
    let other = house.write(|tx| Ok(qianmo_places::by_code(tx, "611024100")?.expect("imported")));
    let mut all = Vec::new();
    for many in [24, 20, 16] {
        all.extend(open(house, &mut lot, &house.tree.village, many));
        all.extend(open(house, &mut lot, &other, many / 2));
        house.on.on.clock.advance(20 * Millis::DAY);
    }
    // The other county's households live in a township itself.
    for who in all.iter_mut().filter(|who| who.reference.county == house.tree.other.id) {
        who.area = other.id;
    }
    // To some of those that opened last it happens in the next month: who asks is not told of that yet.
    go_on(house, &mut all, 18 * Millis::DAY);
    all
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

async fn monitor(house: &House, who: &qianmo_identity::testing::Person, place: Id) -> Value {
    house.get(who, &format!("/aid/fairness?place={place}&year=2020")).await.expect(200).json()
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
            let page = house.on.get(format!("/desk/fairness/unattended?{bad}")).session(&house.officer.session).send().await;
            assert!(page.expect(422).text().contains(&format!("id=\"{field}-error\"")), "{bad}");
        }
        house.get(&house.officer, "/aid/fairness/unattended?cursor=x").await.expect(400);
        let page = house.on.get("/desk/fairness/unattended?days=7").session(&house.officer.session).send().await.expect(200).text();
        assert!(page.contains(&format!("href=\"/requests/{}\"", waiting[0].reference)));
    })
    .await;
}
