use super::decide::{Outcome, Step, decide, next_check};
use super::*;
use proptest::prelude::*;
use qianmo_kernel::Currency;

fn yuan(n: i64) -> Money {
    Money::new(n, Currency::CNY)
}

fn order(direction: Direction, state: State) -> Order {
    Order {
        county: Id::from_i64(1),
        id: Id::from_i64(2),
        direction,
        state,
        amount: yuan(500),
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
        expires_at: Some(Millis(1_000)),
        settled_at: None,
        check_at: None,
        trouble: false,
        version: 1,
    }
}

const DONE: Outcome = Outcome::Succeeded { amount: Money::new(500, Currency::CNY), at: Millis(7) };

#[test]
fn money_that_came_in_late_is_still_money() {
    for state in [State::Created, State::Started, State::Unknown, State::Failed, State::Expired] {
        assert_eq!(decide(&order(Direction::In, state), &DONE, Millis(2_000)), Step::Settle(Millis(7)), "{state:?}");
    }
    for state in [State::Paid, State::Refunded] {
        assert_eq!(decide(&order(Direction::In, state), &DONE, Millis(0)), Step::Stay, "{state:?}");
    }
}

#[test]
fn money_that_went_out_after_it_failed_is_for_people_to_see() {
    for direction in [Direction::Out, Direction::Refund] {
        assert!(matches!(decide(&order(direction, State::Failed), &DONE, Millis(0)), Step::Contradiction(_)));
        assert_eq!(decide(&order(direction, State::Started), &DONE, Millis(0)), Step::Settle(Millis(7)));
    }
}

#[test]
fn another_amount_is_never_taken() {
    let other = Outcome::Succeeded { amount: yuan(499), at: Millis(7) };
    for direction in Direction::ALL {
        for state in State::ALL {
            assert!(matches!(decide(&order(direction, state), &other, Millis(0)), Step::Contradiction("amount-differs")));
        }
    }
}

#[test]
fn what_the_provider_never_heard_of_is_sent_again_but_only_what_goes_out() {
    assert_eq!(decide(&order(Direction::Out, State::Started), &Outcome::NotFound, Millis(0)), Step::Resend);
    assert_eq!(decide(&order(Direction::Refund, State::Unknown), &Outcome::NotFound, Millis(9_999)), Step::Resend);
    assert_eq!(decide(&order(Direction::In, State::Started), &Outcome::NotFound, Millis(0)), Step::Stay);
    assert_eq!(decide(&order(Direction::In, State::Started), &Outcome::NotFound, Millis(1_000)), Step::Move(State::Expired));
}

#[test]
fn nothing_expires_on_a_guess() {
    assert_eq!(decide(&order(Direction::In, State::Started), &Outcome::Unknown, Millis(9_999)), Step::Move(State::Unknown));
    assert_eq!(decide(&order(Direction::In, State::Unknown), &Outcome::Unknown, Millis(9_999)), Step::Stay);
}

#[test]
fn the_provider_is_asked_ever_more_seldom_and_when_time_is_over() {
    let mut o = order(Direction::In, State::Started);
    o.expires_at = Some(Millis(40_000));
    assert_eq!(next_check(&o, Millis(0)), Some(Millis(15_000)));
    o.attempts = 1;
    assert_eq!(next_check(&o, Millis(15_000)), Some(Millis(40_000)));
    o.attempts = 99;
    assert_eq!(next_check(&o, Millis(50_000)), Some(Millis(50_000 + 21_600_000)));
}

fn any_outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![Just(DONE), Just(Outcome::Failed), Just(Outcome::Pending), Just(Outcome::Unknown), Just(Outcome::NotFound)]
}

proptest! {
    /// Whatever a provider says, in whatever order: money moves at most once, and once it has moved nothing undoes it.
    #[test]
    fn money_moves_at_most_once(direction in 0usize..3, said in proptest::collection::vec((any_outcome(), 0i64..3_000), 0..40)) {
        let mut o = order(Direction::ALL[direction], State::Started);
        let mut moved = 0;
        for (outcome, now) in said {
            match decide(&o, &outcome, Millis(now)) {
                Step::Settle(_) => {
                    moved += 1;
                    o.state = match o.direction { Direction::In => State::Paid, Direction::Out => State::PaidOut, Direction::Refund => State::Refunded };
                }
                Step::Fail => o.state = State::Failed,
                Step::Move(state) => o.state = state,
                Step::Stay | Step::Contradiction(_) => {}
                Step::Resend => prop_assert!(o.direction != Direction::In && o.state.is_open()),
            }
            prop_assert!(moved <= 1);
            prop_assert!(moved == 0 || !o.state.is_open());
        }
    }
}
