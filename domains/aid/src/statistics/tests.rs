//! Cohorts, rates and small cells.

use super::figure::{Cohort, Figure, cells, suppress, written};
use proptest::prelude::*;
use qianmo_kernel::Millis;

#[test]
fn a_cohort_is_a_run_of_months() {
    let year = Cohort::last_year(202_503);
    assert_eq!((year.from, year.to), (202_404, 202_503));
    assert_eq!(year.months().len(), 12);
    assert_eq!(Cohort::parse(Some("2024-12"), Some("2025-01"), 202_503).unwrap().months(), [202_412, 202_501]);
    assert_eq!(written(202_501), "2025-01");
    let usual = |from, to| Cohort { from, to }.is_usual(202_503);
    assert!(usual(202_404, 202_503) && usual(202_301, 202_412) && !usual(202_501, 202_503) && !usual(202_403, 202_502));
    for (from, to) in [("2025-02", "2025-01"), ("2025-13", ""), ("25-01", ""), ("x", ""), ("2001-01", "2025-01")] {
        assert!(Cohort::parse(Some(from), Some(to), 202_503).is_err(), "{from} {to}");
    }
}

#[test]
fn what_is_neither_met_nor_ended_goes_on() {
    let figure = Figure { submitted: 12, opened: 10, met: 4, ended: 2, wait_sum: 4 * 3 * Millis::DAY };
    assert_eq!((figure.going_on(), figure.mean_wait_days()), (4, Some(3)));
    assert_eq!(Figure::default().mean_wait_days(), None);
}

#[test]
fn small_cells_are_left_out_and_never_alone() {
    assert_eq!(suppress(&[10, 3, 20, 0]), [false, false, true, true]);
    assert_eq!(suppress(&[3, 4, 20]), [false, false, true]);
    assert_eq!(suppress(&[5, 0]), [true, true]);
    assert_eq!(suppress(&[3]), [false]);
    assert_eq!((cells(true, &[6, 0]), cells(false, &[6, 0])), (vec![true, true], vec![false, true]), "nothing adds up to it");
}

proptest! {
    #[test]
    fn no_small_cell_is_shown_or_can_be_worked_out(cells in proptest::collection::vec(0i64..30, 0..12)) {
        let shown = suppress(&cells);
        for (cell, shown) in cells.iter().zip(&shown) {
            prop_assert!(!*shown || *cell == 0 || *cell >= super::SMALL);
        }
        let hidden = shown.iter().filter(|s| !**s).count();
        let large = cells.iter().any(|c| *c >= super::SMALL);
        prop_assert!(hidden != 1 || !large);
    }
}
