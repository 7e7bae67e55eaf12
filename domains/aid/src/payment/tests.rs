use super::books::share_of_value;
use super::{Incoming, incoming};
use crate::lifecycle::PledgeState;
use proptest::prelude::*;

#[test]
fn money_that_comes_in_is_taken_revives_or_goes_back() {
    assert_eq!(incoming(PledgeState::Pledged, false), Incoming::Pays);
    assert_eq!(incoming(PledgeState::Paying, true), Incoming::Pays);
    assert_eq!(incoming(PledgeState::Lapsed, true), Incoming::Revives);
    assert_eq!(incoming(PledgeState::Lapsed, false), Incoming::Ended("pledge-lapsed"));
    assert_eq!(incoming(PledgeState::Cancelled, true), Incoming::Ended("pledge-cancelled"));
    for state in [PledgeState::Paid, PledgeState::PaidOut, PledgeState::Received, PledgeState::Refunding, PledgeState::Refunded] {
        assert_eq!(incoming(state, true), Incoming::Twice, "{state:?}");
    }
}

proptest! {
    #[test]
    fn the_values_of_the_items_add_up_to_the_whole(value in 0i64..10_000_000, counts in prop::collection::vec(1i64..20, 1..12)) {
        let total: i64 = counts.iter().sum();
        let (mut done, mut sum) = (0, 0);
        for count in counts {
            let share = share_of_value(value, total, done, count);
            prop_assert!(share >= 0);
            sum += share;
            done += count;
        }
        prop_assert_eq!(sum, value);
    }
}
