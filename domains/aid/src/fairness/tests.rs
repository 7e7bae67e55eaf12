//! What is counted, how it stands beside the whole, and what is left out.

use super::SMALL;
use super::bands::{AGES, Coarse, Dimension};
use super::figure::{Good, NUMBERS, Sum, Tally, Told, Verdict, average, bounds, class, share, wilson};
use super::read::{Group, Read, Section};
use super::told::{Counted, Tree, left_out};
use proptest::prelude::*;
use qianmo_kernel::{Id, Locale, Millis, PlacePath};
use qianmo_web::View;
use qianmo_web::i18n::I18n;
use std::sync::Arc;

#[test]
fn what_is_sealed_of_who_asks_has_always_the_same_length() {
    let mut lengths = Vec::new();
    for age in AGES {
        for (sex, disability, language) in [("female", "none", "zh"), ("unknown", "severe", "und"), ("male", "some", "abcdefgh")] {
            let coarse = Coarse { age, sex, disability, language: language.to_owned() };
            let bytes = coarse.bytes();
            assert_eq!(Coarse::read(&bytes).unwrap(), coarse);
            lengths.push(bytes.len());
        }
    }
    lengths.dedup();
    assert_eq!(lengths, [16]);
    let unknown = Coarse::unknown();
    assert_eq!(Coarse::read(&unknown.bytes()).unwrap(), unknown);
    for strange in [&[][..], &[2; 16], &[1, 9, 0, 0], &[1, 0, 0, 0, 0xff]] {
        assert!(Coarse::read(strange).is_err(), "{strange:?}");
    }
}

#[test]
fn the_registrys_bands_are_parted_at_seventy() {
    let of = |age_band, from_seventy, language: &str| {
        Coarse::of(&qianmo_registry::Coarse {
            age_band,
            from_seventy,
            sex: "male",
            disability: "some",
            language: language.to_owned(),
            size_band: "1",
        })
    };
    assert_eq!(
        [of("60_74", false, "zh").age, of("60_74", true, "zh").age, of("75_up", true, "zh").age],
        ["60_69", "70_up", "70_up"]
    );
    assert_eq!([of("18_39", false, "zh").age, of("unknown", false, "zh").age], ["18_39", "unknown"]);
    assert_eq!([of("18_39", false, "BO").language, of("18_39", false, "").language], ["bo", "und"]);
}

#[test]
fn looks_are_counted_in_classes() {
    assert_eq!([-1, 0, 1, 2, 3, 4, 7, 8, 63, 64, 100_000].map(class), [0, 0, 1, 2, 2, 3, 3, 4, 6, 7, 7]);
    for looks in 0..200 {
        let (low, high) = bounds(class(looks));
        assert!(low <= looks && high.is_none_or(|high| looks <= high), "{looks}");
    }
    let of = |looks: &[i64]| {
        let mut tally = Tally { opened: looks.len() as i64, ..Tally::default() };
        looks.iter().for_each(|n| tally.classes[class(*n)] += 1);
        tally.median_looks()
    };
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[0, 1, 5, 90, 100]), Some((4, Some(7))));
    assert_eq!(of(&[0, 0, 90, 100]), Some((0, Some(0))), "of two in the middle the lower one");
    assert_eq!(of(&[70]), Some((64, None)));
}

#[test]
fn a_tally_is_kept_number_by_number() {
    let mut numbers = [0; NUMBERS];
    numbers.iter_mut().zip(1..).for_each(|(n, at)| *n = at);
    let tally = Tally::from_numbers(numbers);
    assert_eq!(tally.numbers(), numbers);
    assert_eq!((tally.opened, tally.looks, tally.classes[7], tally.shown), (1, Sum { of: 2, squares: 3 }, 11, 12));
    assert_eq!((tally.ended, tally.first_wait.of, tally.met_wait.squares), (15, 16, 19));
    let mut twice = tally;
    twice += tally;
    assert_eq!(twice.numbers(), numbers.map(|n| n * 2));
}

#[test]
fn shares_have_wilsons_interval() {
    // Computed apart, for z = 1.959964.
    for (k, n, low, high) in
        [(0, 10, 0.0, 0.277_53), (5, 10, 0.236_59, 0.763_41), (10, 10, 0.722_47, 1.0), (81, 263, 0.255_28, 0.366_21)]
    {
        let (value, from, to) = wilson(k, n);
        assert!((value - k as f64 / n as f64).abs() < 1e-12);
        assert!((from - low).abs() < 1e-4 && (to - high).abs() < 1e-4, "{k} of {n}: {from} to {to}");
    }
}

#[test]
fn what_chance_explains_is_not_read_as_unfairness() {
    let verdict = |k, n, good| share((k, n), (500, 1_000), good).unwrap().verdict;
    assert_eq!(verdict(3, 10, Good::More), Verdict::Level, "three of ten, where five are usual");
    assert_eq!(verdict(30, 100, Good::More), Verdict::Behind, "thirty of a hundred");
    assert_eq!(verdict(70, 100, Good::More), Verdict::Ahead);
    assert_eq!(verdict(70, 100, Good::Less), Verdict::Behind, "where less is better");
    assert_eq!(verdict(30, 100, Good::Less), Verdict::Ahead);
    let nothing = share((0, 40), (0, 90), Good::More).unwrap();
    assert_eq!((nothing.verdict, nothing.against(nothing.value)), (Verdict::Level, None), "where nobody was, nobody is behind");
    assert_eq!(share((0, 0), (5, 10), Good::More), None);
    let beside = share((30, 100), (500, 1_000), Good::More).unwrap();
    assert_eq!(beside.against(beside.value), Some(600), "six tenths of the whole's");
    // Twelve that waited 100 hours each, where 40 are usual: no spread, no chance. With nine nothing is told.
    let sum = |n: i64, each: i64| (Sum { of: n * each, squares: n * each * each }, n);
    let behind = average(sum(12, 100), sum(50, 40), Good::Less).unwrap();
    assert_eq!((behind.verdict, behind.value), (Verdict::Behind, 100.0));
    assert_eq!(average(sum(SMALL - 1, 100), sum(50, 40), Good::Less), None);
    // Half of them were not looked at, half twenty times: the mean may lie anywhere around what is usual.
    let spread = (Sum { of: 100, squares: 5 * 400 }, 10);
    assert_eq!(average(spread, sum(50, 8), Good::More).unwrap().verdict, Verdict::Level);
}

#[test]
fn small_parts_are_left_out_and_never_alone() {
    assert_eq!(left_out(&[40, 3, 20, 0]), Some(vec![true, false, false, true]));
    assert_eq!(left_out(&[4, 4, 20]), Some(vec![false, false, false]), "eight together are too few as well");
    assert_eq!(left_out(&[6, 7, 20]), Some(vec![false, false, true]));
    assert_eq!(left_out(&[10, 0]), Some(vec![true, true]));
    assert_eq!(left_out(&[]), Some(vec![]));
    assert_eq!(left_out(&[3]), None, "the only part is the whole");
    assert_eq!(left_out(&[1; 10]), None, "each of them could only be one");
}

fn county(province: i64, county: i64) -> PlacePath {
    PlacePath::root().child(Id::from_i64(1 + province)).child(Id::from_i64(10 + 10 * province + county))
}

fn of(opened: i64) -> Tally {
    Tally { opened, ..Tally::default() }
}

const APART: [Dimension; 1] = [Dimension::Age];

/// A tree of requests by county and age.
fn tree(counted: &[(PlacePath, usize, i64)]) -> Tree {
    let rows = counted.iter().flat_map(|(county, age, opened)| {
        let row = |dimension, band: &str| Counted { county: county.clone(), dimension, band: band.to_owned(), tally: of(*opened) };
        [row(Dimension::Groups, ""), row(Dimension::Age, AGES[*age])]
    });
    Tree::new(rows.collect::<Vec<_>>(), Dimension::Groups, &APART)
}

/// What is told of a place by age: `None` not at all, or band by band.
fn ages(tree: &Tree, path: &PlacePath) -> Option<Vec<Option<i64>>> {
    let place = tree.place(path, &APART)?;
    let parts = place.bands[&Dimension::Age].clone()?;
    Some(AGES.iter().map(|age| parts.iter().find(|(band, _)| band == age).map_or(Some(0), |(_, c)| c.map(|t| t.opened))).collect())
}

#[test]
fn a_small_group_of_one_county_hides_it_at_the_counties_beside_it_and_not_more_than_needed() {
    let row = |at, cells: [i64; 3]| cells.into_iter().enumerate().map(move |(age, n)| (county(0, at), age, n));
    let many: Vec<_> = row(0, [40, 50, 60]).chain(row(1, [30, 3, 40])).chain(row(2, [20, 30, 25])).collect();
    let found = tree(&many);
    let province = PlacePath::root().child(Id::from_i64(1));
    assert_eq!(ages(&found, &province), Some(vec![Some(90), Some(83), Some(125), Some(0), Some(0), Some(0)]));
    // One county has three of an age. Alone it could be worked out from the province and the other two.
    assert_eq!(ages(&found, &county(0, 1)), None);
    assert_eq!(ages(&found, &county(0, 2)), None, "the smaller of the others hides it");
    assert_eq!(ages(&found, &county(0, 0)), Some(vec![Some(40), Some(50), Some(60), Some(0), Some(0), Some(0)]));
    let under = found.place(&province, &APART).unwrap().under.unwrap();
    assert!(under.iter().all(|(_, cell)| cell.is_some()), "their sums are told: {under:?}");
    // With two counties nothing would hide it but both: they are told by what is not rare.
    let two: Vec<_> = row(0, [40, 50, 60]).chain(row(1, [30, 3, 40])).collect();
    let found = tree(&two);
    assert_eq!(ages(&found, &county(0, 0)), Some(vec![None, None, Some(60), Some(0), Some(0), Some(0)]));
    assert_eq!(ages(&found, &county(0, 1)), Some(vec![None, None, Some(40), Some(0), Some(0), Some(0)]));
    // An age that is rare everywhere goes, with the rarest of the others, and the counties are told by the rest.
    let rare: Vec<_> = (0..4).flat_map(|at| row(at, [40, 3, 20])).chain((0..4).map(|at| (county(0, at), 3, 60))).collect();
    let found = tree(&rare);
    assert_eq!(ages(&found, &county(0, 0)), Some(vec![Some(40), None, None, Some(60), Some(0), Some(0)]));
}

#[test]
fn of_a_place_that_is_left_out_nothing_is_told_nor_below_it() {
    let rows = [(county(0, 0), 0, 40), (county(0, 1), 0, 4), (county(0, 2), 0, 30), (county(1, 0), 0, 60)];
    let found = tree(&rows);
    assert!(found.place(&county(0, 1), &APART).is_none() && found.place(&county(0, 2), &APART).is_none());
    assert_eq!(found.place(&county(0, 0), &APART).map(|place| place.total.opened), Some(40));
    assert_eq!(found.place(&county(1, 7), &APART).map(|place| place.total.opened), Some(0), "where there is nothing, that is told");
    let few = tree(&[(county(0, 0), 0, 9)]);
    assert!(few.place(&PlacePath::root(), &APART).is_none());
}

#[test]
fn the_places_under_a_county_are_told_by_their_sums() {
    let area = |id: i64, opened| Counted {
        county: county(0, 0),
        dimension: Dimension::Area,
        band: Id::from_i64(id).to_string(),
        tally: of(opened),
    };
    let all = Counted { county: county(0, 0), dimension: Dimension::All, band: String::new(), tally: of(52) };
    let found = Tree::new([all, area(100, 30), area(101, 4), area(102, 18)], Dimension::All, &[]);
    let place = found.place(&county(0, 0), &[]).unwrap();
    assert_eq!(place.total.opened, 52, "areas are no requests beside them");
    let cells: Vec<_> = place.under.unwrap().into_iter().map(|(id, cell)| (id.get(), cell.map(|t| t.opened))).collect();
    assert_eq!(cells, [(100, Some(30)), (101, None), (102, None)]);
    assert_eq!(found.place(&PlacePath::root(), &[]).unwrap().under.unwrap().len(), 1);
}

#[test]
fn no_cell_of_the_file_is_a_formula_and_what_is_left_out_has_no_numbers() {
    let whole = of(40);
    let group = |name: &str, told: bool| Group {
        band: "b".into(),
        name: Some(name.to_owned()),
        place: None,
        told: told.then(|| Told::new(&of(20), &whole)),
    };
    let groups =
        vec![group("=HYPERLINK(\"http://x\")", true), group("＝1+1", true), group("@SUM(1)", false), group("柞水, \"县\"", true)];
    let read = Read {
        place: (Id::from_i64(1), "-2+3".into()),
        places: Vec::new(),
        year: 2020,
        total: Some(Told::new(&whole, &whole)),
        groups: None,
        sections: vec![Section { dimension: Dimension::Area, whole, groups: Some(groups) }],
        counted_at: None,
        groups_month: None,
        floors: None,
    };
    let i18n = Arc::new(I18n::new(vec![(Locale::En, "a = A"), (Locale::ZhHans, "a = A"), (Locale::Ar, "a = A")]).unwrap());
    let view = View::new(i18n, Locale::En, 480, Millis(0), true);
    let file = super::csv::file(&view, &read);
    let rows: Vec<&str> = file.trim_start_matches('\u{feff}').trim_end().split("\r\n").collect();
    assert_eq!(rows.len(), 6);
    let columns = rows[0].split(',').count();
    for start in [
        "all,,'-2+3,0,40,",
        "area,b,\"'=HYPERLINK(\"\"http://x\"\")\",0,20,",
        "area,b,'＝1+1,0,20,",
        "area,b,\"柞水, \"\"县\"\"\",0,20,",
    ] {
        assert!(rows.iter().any(|row| row.starts_with(start)), "{start} in {rows:?}");
    }
    let out = rows.iter().find(|row| row.contains("@SUM")).unwrap();
    assert!(out.starts_with("area,b,'@SUM(1),1,,") && out.split(',').count() == columns, "{out}");
    assert!(out.split(',').skip(4).all(str::is_empty));
}

/// Sums that are told, as equations, and what follows from them by adding and taking away any multiples. Reckoned in the remainders of a
/// large prime: what holds for fractions holds there too.
#[derive(Default)]
struct Known {
    rows: Vec<(usize, Vec<i64>)>,
}

const PRIME: i64 = 1_000_000_007;

fn inverse(n: i64) -> i64 {
    let (mut base, mut power, mut out) = (n, PRIME - 2, 1);
    while power > 0 {
        if power % 2 == 1 {
            out = out * base % PRIME;
        }
        base = base * base % PRIME;
        power /= 2;
    }
    out
}

impl Known {
    fn rest(&self, of: &[i64]) -> Vec<i64> {
        let mut rest = of.to_vec();
        for (pivot, row) in &self.rows {
            let times = rest[*pivot];
            if times != 0 {
                rest.iter_mut().zip(row).for_each(|(cell, by)| *cell = (*cell - times * by % PRIME + PRIME) % PRIME);
            }
        }
        rest
    }

    fn tell(&mut self, of: &[i64]) {
        let mut rest = self.rest(of);
        let Some(pivot) = rest.iter().position(|cell| *cell != 0) else { return };
        let by = inverse(rest[pivot]);
        rest.iter_mut().for_each(|cell| *cell = *cell * by % PRIME);
        self.rows.push((pivot, rest));
    }

    fn gives(&self, of: &[i64]) -> bool {
        self.rest(of).iter().all(|cell| *cell == 0)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_small_can_be_worked_out_from_all_that_is_told(
        drawn in proptest::collection::vec((0i64..3, 0i64..4, 0usize..4, 0i64..9), 1..60),
        times in prop_oneof![Just(1i64), Just(3), Just(11)],
    ) {
        let mut counted: Vec<(PlacePath, usize, i64)> = Vec::new();
        for (province, at, age, n) in drawn {
            counted.push((county(province, at), age, n * times));
        }
        let found = tree(&counted);
        let mut counties: Vec<PlacePath> = counted.iter().map(|(path, ..)| path.clone()).collect();
        counties.sort();
        counties.dedup();
        let mut places = vec![PlacePath::root()];
        places.extend((0..3).map(|p| PlacePath::root().child(Id::from_i64(1 + p))).filter(|p| counties.iter().any(|c| p.covers(c))));
        places.extend(counties.iter().cloned());
        let atoms: Vec<(PlacePath, usize)> = counties.iter().flat_map(|c| (0..4).map(|age| (c.clone(), age))).collect();
        let about = |place: &PlacePath, age: Option<usize>| -> Vec<i64> {
            atoms.iter().map(|(c, a)| i64::from(place.covers(c) && age.is_none_or(|age| age == *a))).collect()
        };
        let sum = |place: &PlacePath, age: Option<usize>| -> i64 {
            counted.iter().filter(|(c, a, _)| place.covers(c) && age.is_none_or(|age| age == *a)).map(|(.., n)| n).sum()
        };
        let mut known = Known::default();
        let mut tell = |cell: Vec<i64>, n: i64| {
            assert!(n == 0 || n >= SMALL, "{n} is told");
            known.tell(&cell);
            // Where there is nothing, there is nothing in any part of it.
            for at in (0..cell.len()).filter(|at| n == 0 && cell[*at] == 1) {
                let mut one = vec![0; cell.len()];
                one[at] = 1;
                known.tell(&one);
            }
        };
        for place in &places {
            let Some(told) = found.place(place, &APART) else { continue };
            prop_assert_eq!(told.total.opened, sum(place, None));
            tell(about(place, None), told.total.opened);
            for (id, cell) in told.under.iter().flatten() {
                if let Some(cell) = cell {
                    tell(about(&place.child(*id), None), cell.opened);
                }
            }
            for (band, cell) in told.bands[&Dimension::Age].iter().flatten() {
                let age = AGES.iter().position(|age| age == band);
                if let Some(cell) = cell {
                    prop_assert_eq!(cell.opened, sum(place, age));
                    tell(about(place, age), cell.opened);
                }
            }
        }
        for place in &places {
            for age in [None, Some(0), Some(1), Some(2), Some(3)] {
                let n = sum(place, age);
                if (1..SMALL).contains(&n) {
                    prop_assert!(!known.gives(&about(place, age)), "{n} at {place} {age:?} can be worked out");
                }
            }
            // Nor what is left when a place under one, or a group of it, is taken away from the rest.
            for beside in places.iter().filter(|other| *other != place && place.covers(other)) {
                for age in [None, Some(0), Some(1), Some(2), Some(3)] {
                    let n = sum(place, age) - sum(beside, age);
                    let rest: Vec<i64> = about(place, age).iter().zip(about(beside, age)).map(|(a, b)| a - b).collect();
                    prop_assert!(!(1..SMALL).contains(&n) || !known.gives(&rest), "{n} at {place} without {beside} {age:?}");
                }
            }
        }
    }
}
