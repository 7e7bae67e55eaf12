use super::decide::{Promise, decide};
use super::room::{Shift, shifted};
use super::store::Ground;
use super::{GOODS_COUNTDOWN, MONEY_COUNTDOWN, Quantity};
use crate::lifecycle::{Counts, Gift, PartState, RequestState};
use proptest::prelude::*;
use qianmo_kernel::{Actor, Currency, Grant, Id, Millis, Money, PlacePath, PublicRef, Role, Via};

const NOW: Millis = Millis(1_591_012_800_000);

fn ground(gift: Gift, asked: i64, pledged: i64) -> Ground {
    let county = Id::from_i64(1);
    Ground {
        county,
        part: Id::from_i64(20),
        part_version: 1,
        position: 0,
        gift,
        label: "lamp".into(),
        unit: "pieces".into(),
        counts: Counts { asked, pledged, ..Counts::default() },
        unit_value_minor: 5_000,
        part_state: PartState::Open,
        request: Id::from_i64(10),
        household: PublicRef::new(county, Id::from_i64(77)),
        publisher: Id::from_i64(5),
        path: PlacePath::root().child(county),
        title: "A lamp".into(),
        currency: Currency::CNY,
        state: RequestState::Open,
        expires_at: Some(NOW + Millis::DAY),
    }
}

fn donor(account: i64) -> Actor {
    Actor {
        account: Id::from_i64(account),
        grants: vec![Grant { role: Role::Donor, place: Id::NONE, path: PlacePath::root() }],
        household: None,
        via: Via::Session,
        session: Id::from_i64(1),
        second_factor: false,
        scopes: None,
        card_issued_by: None,
    }
}

fn says(ground: &Ground, actor: &Actor, quantity: Quantity) -> Result<Promise, &'static str> {
    decide(ground, actor, quantity, NOW).map_err(|r| r.fields.first().map_or(r.message, |f| f.message))
}

#[test]
fn a_pledge_of_money_has_half_an_hour_and_one_of_goods_a_week() {
    let money = says(&ground(Gift::Money, 10_000, 0), &donor(9), Quantity::Amount(Money::new(3_000, Currency::CNY))).unwrap();
    assert_eq!(money, Promise { quantity: 3_000, value_minor: 0, due_at: NOW + MONEY_COUNTDOWN });
    let goods = says(&ground(Gift::Goods, 4, 1), &donor(9), Quantity::Count(2)).unwrap();
    assert_eq!(goods, Promise { quantity: 2, value_minor: 10_000, due_at: NOW + GOODS_COUNTDOWN });
}

#[test]
fn what_cannot_be_pledged_is_told_with_its_reason() {
    let yuan = |fen| Quantity::Amount(Money::new(fen, Currency::CNY));
    let money = ground(Gift::Money, 10_000, 0);
    assert_eq!(says(&money, &donor(5), yuan(100)), Err("aid-pledge-own"));
    let own = Actor { household: Some(money.household), ..donor(9) };
    assert_eq!(says(&money, &own, yuan(100)), Err("aid-pledge-own"));
    assert_eq!(says(&money, &donor(9), Quantity::Count(1)), Err("aid-pledge-amount-needed"));
    assert_eq!(says(&money, &donor(9), yuan(0)), Err("aid-pledge-nothing"));
    assert_eq!(says(&money, &donor(9), yuan(99)), Err("aid-pledge-too-small"));
    assert_eq!(says(&money, &donor(9), Quantity::Amount(Money::new(100, "USD".parse().unwrap()))), Err("aid-pledge-currency"));
    assert!(says(&ground(Gift::Money, 10_000, 9_950), &donor(9), yuan(50)).is_ok(), "the last bit may be small");
    assert_eq!(says(&ground(Gift::Goods, 2, 0), &donor(9), yuan(100)), Err("aid-pledge-count-needed"));
    let late = Ground { expires_at: Some(NOW), ..money.clone() };
    assert_eq!(says(&late, &donor(9), yuan(100)), Err("aid-pledge-closed"));
    let closed = Ground { state: RequestState::Pledged, ..money.clone() };
    assert_eq!(says(&closed, &donor(9), yuan(100)), Err("aid-pledge-closed"));
    let failed = Ground { part_state: PartState::Failed, ..money };
    assert_eq!(says(&failed, &donor(9), yuan(100)), Err("aid-pledge-closed"));
}

#[test]
fn too_much_is_refused_with_what_is_left() {
    let counts = Counts { asked: 10, pledged: 7, ..Counts::default() };
    let refused = shifted(counts, Shift { pledged: 4, ..Shift::default() }).unwrap_err();
    assert_eq!(refused.message, "aid-pledge-over");
    assert_eq!(refused.args, [("left", "3".to_owned())]);
}

proptest! {
    /// Whatever is asked of a part, in whatever order: what is pledged never exceeds what is asked, and no count exceeds
    /// the one before it.
    #[test]
    fn a_part_never_holds_more_than_is_asked(asked in 1i64..50, moves in prop::collection::vec((-9i64..10, -9i64..10, -9i64..10, -9i64..10), 0..80)) {
        let mut counts = Counts { asked, ..Counts::default() };
        for (pledged, sent, delivered, received) in moves {
            if let Ok(after) = shifted(counts, Shift { pledged, sent, delivered, received }) {
                counts = after;
            }
            prop_assert!(counts.pledged <= counts.asked && counts.sent <= counts.pledged);
            prop_assert!(counts.delivered <= counts.sent && counts.received <= counts.delivered && counts.received >= 0);
        }
    }
}
