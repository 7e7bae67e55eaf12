//! The small world loads, holds, and comes out the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::places;
use super::plan::{self, Course, Deed, Scope};
use super::progress::Progress;
use super::{AccountLine, Size, World, load_watched};
use crate::assemble::{self, Assembled};
use crate::config::Settings;
use crate::data_dir::DataDir;
use qianmo_kernel::{Chance, Clock, ManualClock, Millis, Role};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::sync::Arc;
use tempfile::TempDir;

/// Noon in China on 23 November 2020.
const NOW: Millis = Millis(1_606_104_000_000);

struct Made {
    folder: TempDir,
    assembled: Assembled,
    lines: Vec<AccountLine>,
}

fn make(seed: u64) -> Made {
    make_with(seed, false)
}

fn make_with(seed: u64, undoing: bool) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::open(folder.path()).unwrap();
    let settings = Settings::default();
    let clock = Arc::new(ManualClock::at(NOW));
    let as_clock: Arc<dyn Clock> = clock.clone();
    let db = assemble::open_to_fill(&settings, &data, as_clock, Arc::new(Chance::seeded(seed)), undoing).unwrap();
    let assembled = assemble::with_database(&settings, data, "http://localhost", db, true).unwrap();
    let world = World { app: assembled.app.clone(), clock, size: Size::Small, seed, now: NOW };
    let lines = load_watched(&world, &mut Progress::quiet()).unwrap();
    // What was filled in last is committed a moment later.
    qianmo_db::settle_on_disk(&folder.path().join("qianmo.db")).unwrap();
    Made { folder, assembled, lines }
}

fn column(made: &Made, sql: &str) -> Vec<String> {
    let conn = Connection::open(made.folder.path().join("qianmo.db")).unwrap();
    let mut statement = conn.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let cells: Vec<String> = (0..columns)
            .map(|at| match row.get_ref(at).unwrap() {
                rusqlite::types::ValueRef::Integer(n) => n.to_string(),
                rusqlite::types::ValueRef::Text(t) => String::from_utf8_lossy(t).into_owned(),
                other => format!("{other:?}"),
            })
            .collect();
        Ok(cells.join("|"))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn number(made: &Made, sql: &str) -> i64 {
    column(made, sql)[0].parse().unwrap()
}

/// What of a world does not depend on its keys.
fn outline(made: &Made) -> Vec<String> {
    [
        "SELECT county, id, household, publisher, purpose, title, state, asked_minor, pledged_minor, received_minor, opened_at, met_at FROM aid_request ORDER BY county, id",
        "SELECT county, id, request, donor, quantity, state, created_at FROM aid_pledge ORDER BY county, id",
        "SELECT county, id, amount_minor, state FROM aid_payout ORDER BY county, id",
        "SELECT county, id, debit, credit, amount, at FROM ledger_transfer ORDER BY county, id",
        "SELECT county, id, place, size, cause_main, language FROM household ORDER BY county, id",
        "SELECT id, locale, made_at FROM account ORDER BY id",
    ]
    .into_iter()
    .flat_map(|sql| column(made, sql))
    .collect()
}

#[test]
fn the_small_world_loads_holds_and_comes_out_the_same() {
    // Told for good, and told as one who can take things back: the same.
    let (once, again) = (make(5), make_with(5, true));
    assert_eq!(outline(&once), outline(&again));
    assert_eq!(once.lines, again.lines);

    // Every state that a person may meet is there.
    let states: BTreeSet<String> = column(&once, "SELECT DISTINCT state FROM aid_request").into_iter().collect();
    for state in [
        "draft",
        "submitted",
        "returned",
        "refused",
        "appealed",
        "open",
        "partly_pledged",
        "pledged",
        "delivering",
        "delivered",
        "met",
        "expired",
        "withdrawn",
        "failed",
        "closed",
    ] {
        assert!(states.contains(state), "no request is {state}: {states:?}");
    }
    for (what, sql) in [
        ("a pledge that counts down", "SELECT COUNT(*) FROM aid_pledge WHERE due_at > 1606104000000"),
        ("a payout to approve", "SELECT COUNT(*) FROM aid_payout WHERE state = 'prepared'"),
        ("a payout to confirm", "SELECT COUNT(*) FROM aid_payout WHERE state = 'paid_out'"),
        ("a delivery to confirm", "SELECT COUNT(*) FROM aid_pledge WHERE state = 'delivered'"),
        ("a dispute to decide", "SELECT COUNT(*) FROM aid_dispute WHERE state = 'open'"),
        ("a report to decide", "SELECT COUNT(*) FROM aid_report WHERE state = 'new'"),
        ("a review to make", "SELECT COUNT(*) FROM procedure_case WHERE state = 'running'"),
        ("a refund", "SELECT COUNT(*) FROM aid_pledge WHERE state = 'refunded'"),
        ("a lapsed or cancelled pledge", "SELECT COUNT(*) FROM aid_pledge WHERE state IN ('lapsed', 'cancelled')"),
        ("thanks", "SELECT COUNT(*) FROM aid_post WHERE kind = 'thanks'"),
        ("a household with a card", "SELECT COUNT(*) FROM card"),
        ("a photo that waits", "SELECT COUNT(*) FROM media WHERE state = 'held'"),
        ("a photo that is shown", "SELECT COUNT(*) FROM media WHERE state = 'shown'"),
        ("an open request with time left", "SELECT COUNT(*) FROM aid_request WHERE state = 'open' AND expires_at > 1606104000000"),
    ] {
        assert!(number(&once, sql) > 0, "there is not {what}");
    }
    assert_eq!(number(&once, "SELECT COUNT(*) FROM aid_pledge WHERE created_at > 1606104000000"), 0, "nothing lies ahead");
    assert_eq!(number(&once, "SELECT COUNT(*) FROM aid_request WHERE expires_at <= 1606104000000"), 0, "nothing is overdue");
    assert_eq!(number(&once, "SELECT COUNT(*) FROM aid_pledge WHERE due_at <= 1606104000000"), 0, "nothing is overdue");

    // What was indexed while the file was filled is found.
    let open = number(&once, "SELECT COUNT(*) FROM search_entry");
    assert!(open > 0);
    assert_eq!(number(&once, "SELECT COUNT(*) FROM search_text WHERE search_text MATCH 'kind_aid_request'"), open);

    // Everybody reads in their own language where it all happens: the trial's provinces, cities and counties.
    let cities: Vec<String> = places::CITIES.iter().map(|city| format!("'{}'", city.code)).collect();
    let provinces: Vec<String> = places::PROVINCES.iter().map(|code| format!("'{code}'")).collect();
    let (cities, provinces) = (cities.join(", "), provinces.join(", "));
    let shown = format!(
        "((level = 'county' AND SUBSTR(code, 1, 4) IN ({cities})) OR (level = 'city' AND code IN ({cities})) \
         OR (level = 'province' AND code IN ({provinces})))"
    );
    assert_eq!(number(&once, &format!("SELECT COUNT(*) FROM place WHERE language = 'zh-Hans' AND {shown}")), 107 + 11 + 6);
    let unnamed = format!(
        "SELECT code, name FROM place WHERE {shown} AND (SELECT COUNT(DISTINCT n.language) FROM place_name n \
         WHERE n.place = place.id AND n.language IN ('en', 'ar')) < 2"
    );
    assert_eq!(column(&once, &unnamed), [""; 0]);

    // The books hold.
    for report in qianmo_ledger::verify_all(&once.assembled.app.db, &mut |_| {}).unwrap() {
        assert!(report.holds(), "{report:?}");
        assert_eq!(report.unsealed, 0);
    }

    // Every role has a login with a token.
    for role in Role::ALL {
        assert!(once.lines.iter().any(|l| l.role == role.name() && l.token.starts_with("qm_")), "{role:?}");
    }
    assert!(once.lines.iter().any(|l| l.pin.is_some()));
    assert!(once.lines.iter().filter(|l| l.role == "officer" && l.place == "611026").count() >= 2);
}

#[test]
fn tenfold_is_ten_trials() {
    let (one, ten) = (Size::Trial.numbers(), Size::Tenfold.numbers());
    assert_eq!((ten.households, ten.donors, ten.requests), (10 * one.households, 10 * one.donors, 10 * one.requests));
    // Both tell the same year.
    assert_eq!(ten.days, one.days);
}

/// Draws a world's lives without telling them.
fn scope(requests: usize) -> Scope {
    Scope { seed: 2_017, now: NOW, requests, households: requests * 4 / 5, donors: requests * 2, days: 365, met_in_thousand: 200 }
}

#[test]
fn a_fifth_of_what_was_opened_is_met_and_nothing_happens_after_the_present() {
    let lives = plan::lives(&scope(20_000), &[]);
    assert_eq!(lives.len(), 20_000);
    let mut by_household = std::collections::BTreeMap::new();
    lives.iter().for_each(|l| *by_household.entry(l.household).or_insert(0) += 1);
    assert_eq!(by_household.values().max(), Some(&4), "nobody asks for ever");
    let did = |life: &plan::Life, wanted: fn(Deed) -> bool| life.deeds.iter().any(|(_, d)| wanted(*d));
    let opened = lives.iter().filter(|l| did(l, |d| matches!(d, Deed::Look(plan::Verdict::Approve)))).count();
    let met = lives.iter().filter(|l| plan::ends_met(l)).count();
    let share = met * 1_000 / opened;
    assert!((190..=210).contains(&share), "{met} of {opened}");
    for life in &lives {
        assert!(life.deeds.is_sorted_by_key(|(at, _)| *at));
        assert!(life.deeds.iter().all(|(at, _)| *at <= NOW));
    }
    for wanted in [
        |d: Deed| matches!(d, Deed::Lapse(_)),
        |d: Deed| matches!(d, Deed::Mend),
        |d: Deed| matches!(d, Deed::Judge { .. }),
        |d: Deed| matches!(d, Deed::SecondLook),
        |d: Deed| matches!(d, Deed::GiveAtSecondTry(_)),
        |d: Deed| matches!(d, Deed::Dispute(_)),
    ] {
        assert!(lives.iter().any(|l| did(l, wanted)));
    }
}

#[test]
fn what_nobody_met_or_mended_is_ended_right_after_its_time() {
    let lives = plan::lives(&scope(20_000), &[]);
    let (mut open, mut returned) = (0, 0);
    for life in &lives {
        let Some((ended, _)) = life.deeds.iter().find(|(_, d)| *d == Deed::Expire) else { continue };
        let (since, last) = life.deeds.iter().rev().find(|(_, d)| matches!(d, Deed::Look(_) | Deed::SecondLook)).unwrap();
        let (counted, time) = match last {
            Deed::Look(plan::Verdict::Return) => (&mut returned, qianmo_aid::request::RETURNED_FOR),
            _ => (&mut open, qianmo_aid::request::OPEN_FOR),
        };
        *counted += 1;
        // A look at the household's record puts the decision off by two and a half minutes.
        let late = ended.0 - since.0 - time;
        assert!((3 * Millis::MINUTE..10 * Millis::MINUTE).contains(&late), "{late}");
    }
    assert!(open > 1_000 && returned > 10, "{open} {returned}");
}

#[test]
fn gifts_of_a_met_request_come_to_exactly_what_is_asked() {
    let lives = plan::lives(&scope(3_000), &[]);
    let mut checked = 0;
    for life in lives.iter().filter(|l| plan::ends_met(l)) {
        for (at, part) in life.told.parts.iter().enumerate() {
            let given: i64 = life.gifts.iter().filter(|g| usize::from(g.part) == at && !g.idle).map(|g| g.quantity).sum();
            assert_eq!(given, part.asked);
            checked += 1;
        }
    }
    assert!(checked > 300);
    // Some of the goods is not all of them.
    let many = |l: &&plan::Life| l.gifts.iter().filter(|g| !g.idle && !l.told.parts[usize::from(g.part)].money).count() > 1;
    let mut life = lives.iter().filter(|l| plan::ends_met(l)).find(many).unwrap().clone();
    let last = life.deeds.iter().rposition(|(_, d)| matches!(d, Deed::Receive(_))).unwrap();
    life.deeds.remove(last);
    assert!(!plan::ends_met(&life));
    assert_ne!(Course::Met, Course::Unmet);
}
