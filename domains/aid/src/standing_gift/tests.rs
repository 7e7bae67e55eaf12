use super::calendar::{Day, Period, Rhythm};
use super::split::split;
use proptest::prelude::*;
use qianmo_kernel::Millis;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn rhythm(period: Period, of_month: i64, first: &str) -> Rhythm {
    Rhythm { period, day: of_month, first: day(first), until: None, times: None }
}

/// The due days from `today` on, one after the other, each done on its day.
fn days(rhythm: &Rhythm, today: &str, how_many: usize) -> Vec<String> {
    let (mut last, mut now, mut all) = (None, day(today), Vec::new());
    while all.len() < how_many {
        let Some(next) = rhythm.next(last, all.len() as i64, now) else { break };
        all.push(next.to_string());
        (last, now) = (Some(next), next);
    }
    all
}

#[test]
fn the_thirty_first_is_the_last_day_of_shorter_months() {
    let monthly = rhythm(Period::Monthly, 31, "2027-12-05");
    let expected = ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"];
    assert_eq!(days(&monthly, "2027-12-01", 5), expected);
    let quarterly = rhythm(Period::Quarterly, 30, "2026-11-30");
    assert_eq!(days(&quarterly, "2026-11-01", 3), ["2026-11-30", "2027-02-28", "2027-05-30"]);
    // One whose day lies before its first date begins a month later.
    assert_eq!(days(&rhythm(Period::Monthly, 3, "2026-01-05"), "2026-01-01", 2), ["2026-02-03", "2026-03-03"]);
}

#[test]
fn it_ends_by_its_date_or_its_number_and_once_is_once() {
    assert_eq!(days(&rhythm(Period::Once, 1, "2026-05-20"), "2026-05-01", 9), ["2026-05-20"]);
    let until = Rhythm { until: Some(day("2026-03-14")), ..rhythm(Period::Monthly, 15, "2026-01-01") };
    assert_eq!(days(&until, "2026-01-01", 9), ["2026-01-15", "2026-02-15"]);
    let times = Rhythm { times: Some(3), ..rhythm(Period::Monthly, 15, "2026-01-01") };
    assert_eq!(days(&times, "2026-01-01", 9).len(), 3);
}

#[test]
fn a_changed_day_makes_no_second_gift_of_a_month_and_a_pause_is_not_made_up_for() {
    let changed = rhythm(Period::Monthly, 20, "2026-01-01");
    let last = Some(day("2026-06-01"));
    assert_eq!(changed.next(last, 6, day("2026-06-05")).unwrap().to_string(), "2026-07-20");
    let paused = rhythm(Period::Monthly, 1, "2026-01-01");
    assert_eq!(paused.next(last, 6, day("2026-11-02")).unwrap().to_string(), "2026-12-01");
    assert_eq!(paused.next(None, 0, day("2026-11-01")).unwrap().to_string(), "2026-11-01");
    assert_eq!(rhythm(Period::Once, 1, "2026-05-20").next(None, 0, day("2026-06-02")).unwrap().to_string(), "2026-06-02");
}

#[test]
fn a_day_is_the_installations_own() {
    let moment = Millis::parse("2026-01-31T17:30:00Z").unwrap();
    assert_eq!((Day::at(moment, 480).to_string(), Day::at(moment, -300).to_string()), ("2026-02-01".into(), "2026-01-31".into()));
    assert_eq!(day("2026-02-01").due_at(480), Millis::parse("2026-02-01T02:00:00Z").unwrap());
    assert_eq!(day("2026-02-01").due_at(-300), Millis::parse("2026-02-01T15:00:00Z").unwrap());
    for text in ["2026-02-29", "2026-2", "2026-13-01", "x", "2026-01-01-01", "0000-01-01"] {
        assert_eq!(Day::parse(text), None, "{text}");
    }
    assert_eq!(Day::from_number(0), None);
    assert_eq!(Day::from_number(20_280_229), Some(day("2028-02-29")));
}

#[test]
fn what_a_sum_completes_comes_first_and_the_rest_goes_on_in_order() {
    assert_eq!(split(5_000, &[100_000, 3_000, 8_000], 100, 5), [(1, 3_000), (0, 2_000)]);
    assert_eq!(split(5_000, &[100_000], 100, 5), [(0, 5_000)]);
    assert_eq!(split(5_000, &[4_950, 40, 60], 100, 5), [(0, 4_950), (1, 40)], "ten are too few for the last");
    assert_eq!(split(500, &[100, 100, 100, 100, 100, 100], 100, 3).len(), 3);
    assert_eq!(split(99, &[1_000, 99], 100, 5), [(1, 99)]);
    assert_eq!(split(0, &[1_000], 100, 5), []);
}

proptest! {
    #[test]
    fn no_more_is_given_than_there_is_nor_less_than_makes_sense(
        sum in 0i64..2_000_000, left in prop::collection::vec(-5i64..400_000, 0..40), most in 0usize..7, smallest in 1i64..500,
    ) {
        let given = split(sum, &left, smallest, most);
        prop_assert!(given.iter().map(|g| g.1).sum::<i64>() <= sum);
        prop_assert!(given.len() <= most);
        for (at, part) in &given {
            prop_assert!(*part > 0 && *part <= left[*at]);
            prop_assert!(*part >= smallest || *part == left[*at]);
            prop_assert_eq!(given.iter().filter(|g| g.0 == *at).count(), 1);
        }
        prop_assert_eq!(&given, &split(sum, &left, smallest, most));
        // Nothing is kept back that would have found a place.
        let rest = sum - given.iter().map(|g| g.1).sum::<i64>();
        if given.len() < most {
            for (at, left) in left.iter().enumerate().filter(|(at, left)| **left > 0 && given.iter().all(|g| g.0 != *at)) {
                prop_assert!(rest < smallest.min(*left), "{} of {} fit at {}", rest, left, at);
            }
        }
    }

    #[test]
    fn due_days_only_go_forward(first in 0i64..2_000, of_month in 1i64..=31, quarterly: bool, skip in 0i64..400) {
        let start = Millis(1_767_225_600_000 + first * Millis::DAY);
        let period = if quarterly { Period::Quarterly } else { Period::Monthly };
        let rhythm = Rhythm { period, day: of_month, first: Day::at(start, 0), until: None, times: None };
        let one = rhythm.next(None, 0, Day::at(start, 0)).unwrap();
        let today = Day::at(start + skip * Millis::DAY, 0);
        let two = rhythm.next(Some(one), 1, today).unwrap();
        prop_assert!(one >= Day::at(start, 0) && two > one && two >= today);
        prop_assert_eq!(Day::from_number(two.number()), Some(two));
        prop_assert!(two.of_month() == of_month || two.of_month() >= 28);
    }
}
