//! What becomes of an offer, and how its items are divided among the parts that they fit. Pure.

use super::model::{Offer, State};
use qianmo_kernel::{Kind, Millis, Refused};

/// A part that an offer fits.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Want {
    /// Items that it still asks for.
    pub left: i64,
    /// The most that are to go there: what its donor pays to send, say.
    pub most: i64,
}

/// Divides `stock` whole items among parts, the one that comes first first. Parts that can be filled whole are filled before any gets
/// but some of what it asks for; no part gets more than it asks for or than is to go there, and no more is given than there is.
pub fn allocate(stock: i64, wants: &[Want]) -> Vec<i64> {
    let mut rest = stock.max(0);
    let mut given: Vec<i64> = Vec::with_capacity(wants.len());
    for want in wants {
        let whole = want.left > 0 && want.most >= want.left && want.left <= rest;
        let count = if whole { want.left } else { 0 };
        rest -= count;
        given.push(count);
    }
    for (want, count) in wants.iter().zip(given.iter_mut()).filter(|(_, count)| **count == 0) {
        *count = want.left.min(want.most).clamp(0, rest);
        rest -= *count;
    }
    given
}

/// How many items may be sent so that it costs no more than their donor pays; within the county they may bring them themselves.
pub fn most_carried(carry: Option<i64>, in_county: bool, shipping_each: i64) -> i64 {
    match carry {
        Some(carry) if !in_county && shipping_each > 0 => carry / shipping_each,
        _ => i64::MAX,
    }
}

/// Refuses (409) what cannot be done with an offer that does not stand: `aid-offer-paused`, `aid-offer-withdrawn`, `aid-offer-ended`.
pub fn stands(offer: &Offer, now: Millis) -> Result<(), Refused> {
    let message = match offer.state_at(now) {
        State::Standing => return Ok(()),
        State::Paused => "aid-offer-paused",
        State::Withdrawn => "aid-offer-withdrawn",
        State::Ended => "aid-offer-ended",
    };
    Err(Refused::new(Kind::Conflict, message))
}

/// Refuses (409) to change an offer whose time is over or that was taken back.
pub fn changeable(offer: &Offer, now: Millis) -> Result<(), Refused> {
    match stands(offer, now) {
        Err(refused) if offer.state_at(now) != State::Paused => Err(refused),
        _ => Ok(()),
    }
}

/// The state after its donor asked for `to`. Said twice it is done once; what was taken back, or whose time is over, stays so.
pub fn moved(offer: &Offer, to: State, now: Millis) -> Result<State, Refused> {
    if offer.state_at(now) == to {
        return Ok(to);
    }
    changeable(offer, now)?;
    match to {
        State::Standing | State::Paused | State::Withdrawn => Ok(to),
        State::Ended => Err(Refused::field("state", "web-field-choice")),
    }
}

/// What no pledge holds when there are `quantity` items in all; refuses beside the field when more than that are promised.
pub fn rest_of(offer: &Offer, quantity: i64) -> Result<i64, Refused> {
    let given = offer.given();
    if quantity >= given {
        return Ok(quantity - given);
    }
    let mut refused = Refused::field("count", "aid-offer-count-given");
    if let Some(field) = refused.fields.first_mut() {
        field.args.push(("given", given.to_string()));
    }
    Err(refused)
}

/// Refuses (409, beside the count) more items than no pledge holds.
pub fn enough(offer: &Offer, count: i64) -> Result<(), Refused> {
    if count <= offer.rest {
        return Ok(());
    }
    Err(Refused::new(Kind::Conflict, "aid-offer-rest").arg("left", offer.rest).beside("count"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn want(left: i64, most: i64) -> Want {
        Want { left, most }
    }

    #[test]
    fn whole_parts_come_before_pieces_and_the_first_before_the_next() {
        assert_eq!(allocate(30, &[want(40, 99), want(10, 99), want(15, 99)]), [5, 10, 15]);
        assert_eq!(allocate(30, &[want(20, 99), want(20, 99), want(5, 99)]), [20, 5, 5]);
        assert_eq!(allocate(5, &[want(3, 2), want(4, 99)]), [1, 4], "what cannot go whole is a piece");
        assert_eq!(allocate(0, &[want(3, 3)]), [0]);
        assert_eq!(allocate(9, &[want(3, 0), want(0, 9)]), [0, 0]);
    }

    #[test]
    fn a_donor_sends_what_they_pay_for_and_brings_the_rest_within_the_county() {
        assert_eq!(most_carried(Some(5_000), false, 600), 8);
        assert_eq!(most_carried(Some(0), false, 600), 0);
        assert_eq!(most_carried(Some(0), true, 600), i64::MAX);
        assert_eq!(most_carried(None, false, 600), i64::MAX);
    }

    #[test]
    fn an_offer_is_paused_and_goes_on_and_ends_once() {
        let now = Millis(1_000);
        let offer = |state| Offer { state, until_at: Millis(2_000), ..Offer::sample() };
        assert_eq!(moved(&offer(State::Standing), State::Paused, now), Ok(State::Paused));
        assert_eq!(moved(&offer(State::Paused), State::Standing, now), Ok(State::Standing));
        assert_eq!(moved(&offer(State::Paused), State::Withdrawn, now), Ok(State::Withdrawn));
        assert_eq!(moved(&offer(State::Withdrawn), State::Withdrawn, now), Ok(State::Withdrawn));
        assert_eq!(moved(&offer(State::Withdrawn), State::Standing, now).unwrap_err().message, "aid-offer-withdrawn");
        assert_eq!(moved(&offer(State::Standing), State::Paused, Millis(2_000)).unwrap_err().message, "aid-offer-ended");
        assert_eq!(moved(&offer(State::Standing), State::Ended, now).unwrap_err().fields[0].message, "web-field-choice");
        assert_eq!(stands(&offer(State::Paused), now).unwrap_err().message, "aid-offer-paused");
        assert!(changeable(&offer(State::Paused), now).is_ok() && stands(&offer(State::Standing), now).is_ok());
    }

    #[test]
    fn what_is_promised_stays_promised_when_the_number_changes() {
        let offer = Offer { quantity: 30, rest: 12, ..Offer::sample() };
        assert_eq!(rest_of(&offer, 18), Ok(0));
        assert_eq!(rest_of(&offer, 40), Ok(22));
        assert_eq!(rest_of(&offer, 17).unwrap_err().fields[0].args, [("given", "18".to_owned())]);
        assert!(enough(&offer, 12).is_ok());
        assert_eq!(enough(&offer, 13).unwrap_err().args, [("left", "12".to_owned())]);
    }

    proptest! {
        #[test]
        fn never_more_than_is_offered_or_asked(
            stock in -5i64..200,
            wants in prop::collection::vec((-3i64..60, -3i64..80).prop_map(|(left, most)| want(left, most)), 0..14),
        ) {
            let given = allocate(stock, &wants);
            prop_assert_eq!(&given, &allocate(stock, &wants), "the same every time");
            prop_assert_eq!(given.len(), wants.len());
            let sum: i64 = given.iter().sum();
            prop_assert!(sum <= stock.max(0));
            for (count, want) in given.iter().zip(&wants) {
                prop_assert!(*count >= 0 && *count <= want.left.max(0) && *count <= want.most.max(0));
            }
            // Nothing is kept back that could go somewhere.
            let open = given.iter().zip(&wants).any(|(count, want)| *count < want.left.min(want.most));
            prop_assert!(sum == stock.max(0) || !open);
            // Where a part got but a piece, no part that got nothing could have been filled whole by it.
            let pieces: i64 = given.iter().zip(&wants).filter(|(count, want)| **count < want.left).map(|(count, _)| *count).sum();
            for (count, want) in given.iter().zip(&wants).filter(|(_, want)| want.left > 0 && want.most >= want.left) {
                prop_assert!(*count == want.left || want.left > pieces + stock.max(0) - sum);
            }
        }
    }
}
