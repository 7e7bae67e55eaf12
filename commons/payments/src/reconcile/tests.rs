use super::decide::compare;
use super::*;
use crate::order::{Direction, State};
use qianmo_kernel::Currency;

fn order(id: i64, direction: Direction, amount: i64, settled: bool) -> Order {
    Order {
        county: Id::from_i64(1),
        id: Id::from_i64(id),
        direction,
        state: State::Paid,
        amount: Money::new(amount, Currency::CNY),
        business_kind: "test".into(),
        business_ref: "1".into(),
        provider: "sandbox".into(),
        provider_ref: String::new(),
        owner: None,
        parent: None,
        hold: None,
        return_to: "/".into(),
        reason: String::new(),
        round: 1,
        attempts: 0,
        refund_asked: 0,
        refund_done: 0,
        created_at: Millis(0),
        expires_at: None,
        settled_at: settled.then_some(Millis(5)),
        check_at: None,
        trouble: false,
        version: 1,
    }
}

fn line(id: i64, outgoing: bool, amount: i64) -> StatementLine {
    StatementLine {
        order: PublicRef::new(Id::from_i64(1), Id::from_i64(id)),
        outgoing,
        amount: Money::new(amount, Currency::CNY),
        at: Millis(5),
    }
}

#[test]
fn the_same_on_both_sides_is_no_difference() {
    let ours = [order(1, Direction::In, 50, true), order(2, Direction::Out, 20, true), order(3, Direction::Refund, 5, true)];
    let lines = [line(1, false, 50), line(2, true, 20), line(3, true, 5)];
    let (sums, differences) = compare(&ours, &ours, &lines, &[], &[]);
    assert!(differences.is_empty());
    assert_eq!((sums.ours_in, sums.ours_out, sums.theirs_in, sums.theirs_out), (50, 25, 50, 25));
}

#[test]
fn every_kind_of_difference_is_told() {
    let ours = [order(1, Direction::In, 50, true), order(4, Direction::In, 9, true), order(6, Direction::In, 3, true)];
    let known = [ours[0].clone(), order(2, Direction::In, 20, false), ours[2].clone()];
    let lines = [line(1, false, 51), line(2, false, 20), line(3, false, 7), line(6, false, 3)];
    let late = [PublicRef::new(Id::from_i64(1), Id::from_i64(6))];
    let (_, differences) = compare(&ours, &known, &lines, &late, &[]);
    let told: Vec<(Divergence, i64)> = differences.iter().map(|d| (d.what, d.order.get())).collect();
    assert_eq!(
        told,
        [
            (Divergence::Amount, 1),
            (Divergence::MissingHere, 2),
            (Divergence::MissingHere, 3),
            (Divergence::SettledLate, 6),
            (Divergence::MissingThere, 4)
        ]
    );
}

#[test]
fn money_that_went_the_other_way_is_not_the_same() {
    let ours = [order(1, Direction::In, 50, true)];
    let (_, differences) = compare(&ours, &ours, &[line(1, true, 50)], &[], &[]);
    assert_eq!(differences.len(), 1);
}

#[test]
fn a_local_day_begins_at_local_midnight() {
    let noon = Millis::parse("2020-06-01T12:00:00Z").unwrap();
    assert_eq!(day_of(noon, 480), Millis::parse("2020-05-31T16:00:00Z").unwrap());
    assert_eq!(day_of(noon, 0), Millis::parse("2020-06-01T00:00:00Z").unwrap());
    assert_eq!(day_of(Millis::parse("2020-06-01T17:00:00Z").unwrap(), 480), Millis::parse("2020-06-01T16:00:00Z").unwrap());
}

#[test]
fn money_that_moved_twice_there_is_told() {
    let ours = [order(1, Direction::Refund, 50, true)];
    let (_, differences) = compare(&ours, &ours, &[line(1, true, 50), line(1, true, 50)], &[], &[]);
    let told: Vec<_> = differences.iter().map(|d| (d.what, d.ours, d.theirs)).collect();
    assert_eq!(told, [(Divergence::MissingHere, 0, 50)]);
}

#[test]
fn a_payout_that_came_back_is_a_difference_only_while_nobody_knows_of_it() {
    let ours = [order(2, Direction::Out, 20, true)];
    let lines = [line(2, true, 20), line(2, false, 20)];
    let (_, told) = compare(&ours, &ours, &lines, &[], &[]);
    assert_eq!(told.iter().map(|d| d.what).collect::<Vec<_>>(), [Divergence::MissingHere]);
    let (sums, told) = compare(&ours, &ours, &lines, &[], &[ours[0].reference()]);
    assert!(told.is_empty());
    assert_eq!((sums.theirs_in, sums.theirs_out), (20, 20));
    // What came back once cannot come back twice.
    let twice = [line(2, true, 20), line(2, false, 20), line(2, false, 20)];
    let (_, told) = compare(&ours, &ours, &twice, &[], &[ours[0].reference()]);
    assert_eq!(told.iter().map(|d| (d.what, d.theirs)).collect::<Vec<_>>(), [(Divergence::MissingHere, 20)]);
}
