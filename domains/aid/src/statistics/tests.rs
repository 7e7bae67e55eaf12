//! Cohorts, rates, and what is left out.

use super::SMALL;
use super::figure::{Cohort, Figure, written};
use super::told::{Table, is_safe, left_out};
use proptest::prelude::*;
use qianmo_kernel::{Id, Millis, PlacePath};

#[test]
fn a_cohort_is_a_run_of_months() {
    let year = Cohort::parse(None, None, 202_503).unwrap();
    assert_eq!((year.from, year.to), (202_404, 202_503));
    assert_eq!(year.months().len(), 12);
    assert_eq!(Cohort::parse(Some("2024-12"), Some("2025-01"), 202_503).unwrap().months(), [202_412, 202_501]);
    assert_eq!(written(202_501), "2025-01");
    assert_eq!(Cohort::year_of(202_409, 202_503), Cohort { from: 202_401, to: 202_412 });
    assert_eq!(Cohort::year_of(202_501, 202_503), Cohort { from: 202_501, to: 202_503 });
    for (from, to) in [("2025-02", "2025-01"), ("2025-13", ""), ("25-01", ""), ("x", ""), ("2001-01", "2025-01")] {
        assert!(Cohort::parse(Some(from), Some(to), 202_503).is_err(), "{from} {to}");
    }
    let why = |from, to| match Cohort::parse(Some(from), Some(to), 202_503) {
        Err(qianmo_kernel::Fail::Refused(refused)) => refused.message,
        _ => "not refused",
    };
    assert_eq!((why("2025-02", "2025-01"), why("2001-01", "2025-01")), ("aid-months-reversed", "aid-bad-month"));
}

#[test]
fn what_is_neither_met_nor_ended_goes_on() {
    let figure = Figure { submitted: 12, opened: 10, met: 4, ended: 2, wait_sum: 4 * 3 * Millis::DAY };
    assert_eq!((figure.going_on(), figure.mean_wait_days()), (4, Some(3)));
    assert_eq!(Figure::default().mean_wait_days(), None);
}

fn of(opened: i64, submitted: i64) -> Figure {
    Figure { opened, submitted, ..Figure::default() }
}

#[test]
fn small_parts_are_left_out_and_never_alone() {
    let told = |opened: &[i64]| left_out(&opened.iter().map(|n| of(*n, *n)).collect::<Vec<_>>());
    assert_eq!(told(&[10, 3, 20, 0]), Some(vec![false, false, true, true]));
    assert_eq!(told(&[3, 4, 20]), Some(vec![false, false, true]));
    assert_eq!(told(&[1, 1, 9, 20]), Some(vec![false, false, false, true]), "two of one are no more hidden than one");
    assert_eq!(told(&[5, 0]), Some(vec![true, true]));
    assert_eq!(told(&[]), Some(vec![]));
    assert_eq!(told(&[1, 1, 1, 1, 1, 0]), None, "each of them could only be one");
    // Nothing was opened in the first, but a few were handed in.
    assert_eq!(left_out(&[of(0, 2), of(9, 9), of(30, 30)]), Some(vec![false, false, true]));
}

fn county(province: i64, county: i64) -> PlacePath {
    PlacePath::root().child(Id::from_i64(1 + province)).child(Id::from_i64(10 + 10 * province + county))
}

/// A table of requests that were handed in and opened in one month each: place, purpose, month, how many.
fn table(counted: &[(PlacePath, usize, i64, Figure)]) -> Table {
    let purposes = counted.iter().map(|(path, purpose, _, figure)| (path.clone(), format!("p{purpose}"), *figure)).collect();
    let months = counted.iter().map(|(path, _, month, figure)| (path.clone(), *month, *figure)).collect();
    Table::new(purposes, months)
}

#[test]
fn what_is_left_out_above_is_told_nowhere_below() {
    let many = |path| (path, 0, 1, of(50, 50));
    let (small, beside, large) = (county(0, 0), county(0, 1), county(1, 0));
    let found =
        table(&[(small.clone(), 0, 1, of(2, 2)), (beside.clone(), 0, 1, of(9, 9)), many(county(0, 2)), many(large.clone())]);
    let province = PlacePath::root().child(Id::from_i64(1));
    let cells: Vec<Option<i64>> =
        found.by_place(&province, "").unwrap().into_iter().map(|(_, cell)| cell.map(|figure| figure.opened)).collect();
    assert_eq!(cells, [None, None, Some(50)]);
    for path in [&small, &beside] {
        assert!(found.total(path, "").is_none() && found.total(path, "p0").is_none());
        assert!(found.by_purpose(path).is_none() && found.by_month(path).is_none());
    }
    // Nor by purpose, since one of the counties could not be told of.
    assert!(found.by_place(&province, "p0").is_none() && found.total(&county(0, 2), "p0").is_none());
    assert_eq!(found.total(&large, "p0").map(|figure| figure.opened), Some(50));
    assert_eq!(found.total(&county(1, 7), "").map(|figure| figure.opened), Some(0), "where there is nothing, that is told");
    // Of very few in all the sum is told, and not where they are nor where they are not.
    let few = table(&[(small.clone(), 0, 1, of(1, 1))]);
    assert_eq!(few.total(&PlacePath::root(), "").map(|figure| figure.opened), Some(1));
    assert!(few.total(&small, "").is_none() && few.total(&large, "").is_none());
    assert!(few.by_purpose(&PlacePath::root()).is_none() && few.by_month(&PlacePath::root()).is_none());
}

/// The numbers that can be worked out from others by adding and taking away any multiples of them. Reckoned in the remainders of
/// a large prime: what holds for fractions holds there too.
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

/// The requests of a county, purpose and month.
type Atom = (PlacePath, String, i64);

/// Which of them a cell is about: a place, and a purpose and a month if it names any.
fn about(atoms: &[Atom], place: &PlacePath, purpose: Option<&str>, month: Option<i64>) -> Vec<i64> {
    let within = |(path, its_purpose, its_month): &Atom| {
        place.covers(path) && purpose.is_none_or(|p| p == its_purpose) && month.is_none_or(|m| m == *its_month)
    };
    atoms.iter().map(|atom| i64::from(within(atom))).collect()
}

/// Everything that is told, with what it is about.
fn all_told(found: &Table, places: &[PlacePath], atoms: &[Atom]) -> Vec<(Vec<i64>, Figure)> {
    let mut told = Vec::new();
    let mut say = |about: Vec<i64>, cell: Option<Figure>| told.extend(cell.map(|figure| (about, figure)));
    for place in places {
        say(about(atoms, place, None, None), found.total(place, ""));
        for purpose in ["p0", "p1", "p2"] {
            say(about(atoms, place, Some(purpose), None), found.total(place, purpose));
            for (id, cell) in found.by_place(place, purpose).unwrap_or_default() {
                assert_eq!(cell, found.total(&place.child(id), purpose), "the same on its own page");
            }
        }
        for (purpose, cell) in found.by_purpose(place).unwrap_or_default() {
            assert_eq!(cell, found.total(place, &purpose), "the same with a filter");
        }
        if let Some(months) = found.by_month(place) {
            for month in 0..3 {
                let cell = months.iter().find(|(its, _)| *its == month).map_or(Some(Figure::default()), |(_, cell)| *cell);
                say(about(atoms, place, None, Some(month)), cell);
            }
        }
        for (id, cell) in found.by_place(place, "").unwrap_or_default() {
            assert_eq!(cell, found.total(&place.child(id), ""), "the same on its own page");
            say(about(atoms, &place.child(id), None, None), cell);
        }
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_small_can_be_worked_out_from_all_that_is_told(
        drawn in proptest::collection::vec((0i64..3, 0i64..3, 0usize..3, 0i64..3, 0i64..6, 0i64..3), 0..40),
        times in prop_oneof![Just(1i64), Just(2), Just(9)],
    ) {
        let counted: Vec<(PlacePath, usize, i64, Figure)> = drawn
            .into_iter()
            .map(|(p, c, purpose, month, opened, more)| (county(p, c), purpose, month, of(opened * times, opened * times + more * (times / 2))))
            .collect();
        let found = table(&counted);
        let mut counties: Vec<PlacePath> = counted.iter().map(|(path, ..)| path.clone()).collect();
        counties.sort();
        counties.dedup();
        let mut places = vec![PlacePath::root()];
        places.extend((0..3).map(|p| PlacePath::root().child(Id::from_i64(1 + p))).filter(|p| counties.iter().any(|c| p.covers(c))));
        places.extend(counties.iter().cloned());
        let mut atoms: Vec<Atom> = Vec::new();
        for path in &counties {
            for purpose in 0..3 {
                atoms.extend((0..3).map(|month| (path.clone(), format!("p{purpose}"), month)));
            }
        }
        let told = all_told(&found, &places, &atoms);
        let sum = counted.iter().fold(Figure::default(), |mut sum, one| { sum += one.3; sum });
        if !is_safe(&sum) {
            prop_assert_eq!(told.len(), 1, "only the sum over everything");
            return Ok(());
        }
        let measures: [fn(&Figure) -> i64; 2] = [|figure| figure.opened, |figure| figure.submitted];
        for measure in measures {
            let mut known = Known::default();
            for (cell, figure) in &told {
                let n = measure(figure);
                prop_assert!(n == 0 || n >= SMALL, "{n} is told");
                known.tell(cell);
                // Where there is nothing, there is nothing in any part of it.
                for at in (0..cell.len()).filter(|at| n == 0 && cell[*at] == 1) {
                    let mut one = vec![0; cell.len()];
                    one[at] = 1;
                    known.tell(&one);
                }
            }
            for place in &places {
                for purpose in [None, Some("p0"), Some("p1"), Some("p2")] {
                    for month in [None, Some(0), Some(1), Some(2)] {
                        let n: i64 = counted
                            .iter()
                            .filter(|(path, p, m, _)| {
                                place.covers(path) && purpose.is_none_or(|name| name == format!("p{p}")) && month.is_none_or(|at| at == *m)
                            })
                            .map(|(.., figure)| measure(figure))
                            .sum();
                        if (1..SMALL).contains(&n) {
                            let cell = about(&atoms, place, purpose, month);
                            prop_assert!(!known.gives(&cell), "{n} at {place} {purpose:?} {month:?} can be worked out");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_left_out_could_be_more_than_one_number(cells in proptest::collection::vec((0i64..12, 0i64..12), 0..14)) {
        let cells: Vec<Figure> = cells.into_iter().map(|(opened, submitted)| of(opened, submitted)).collect();
        if let Some(told) = left_out(&cells) {
            let hidden: Vec<&Figure> = cells.iter().zip(&told).filter(|(_, told)| !**told).map(|(cell, _)| cell).collect();
            prop_assert!(cells.iter().zip(&told).all(|(cell, told)| !*told || is_safe(cell)));
            prop_assert!(hidden.len() != 1);
            for sum in [hidden.iter().map(|f| f.opened).sum::<i64>(), hidden.iter().map(|f| f.submitted).sum()] {
                // Each holds from one to what is left when each of the others holds one: more than one number.
                prop_assert!(sum == 0 || (sum >= SMALL && sum > hidden.len() as i64));
            }
        }
    }
}
