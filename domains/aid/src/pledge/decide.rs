//! Whether a pledge may be made, and what it becomes. Pure.

use super::store::Ground;
use super::{GOODS_COUNTDOWN, MONEY_COUNTDOWN, SMALLEST};
use crate::lifecycle::Gift;
use qianmo_kernel::{Actor, Kind, Millis, Money, Refused};

/// How much is promised, as it was asked for.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Quantity {
    /// An amount of money.
    Amount(Money),
    /// Whole items.
    Count(i64),
}

/// What a pledge becomes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Promise {
    /// Minor units or items.
    pub quantity: i64,
    /// Goods: their estimated value.
    pub value_minor: i64,
    /// When the countdown ends.
    pub due_at: Millis,
}

/// The promise, or why it cannot be made: the request takes none (409 `aid-pledge-closed`), it is one's own
/// (409 `aid-pledge-own`), it is too much (409 `aid-pledge-over`), too little or of the wrong kind (422).
pub fn decide(ground: &Ground, actor: &Actor, quantity: Quantity, now: Millis) -> Result<Promise, Refused> {
    if !ground.takes_pledges(now) {
        return Err(Refused::new(Kind::Conflict, "aid-pledge-closed").arg("state", ground.state.name()));
    }
    // Whoever wrote it or whose need it is would confirm their own gift.
    if actor.account == ground.publisher || actor.household == Some(ground.household) {
        return Err(Refused::new(Kind::Conflict, "aid-pledge-own"));
    }
    let left = ground.left();
    let (quantity, field) = match (ground.gift, quantity) {
        (Gift::Money, Quantity::Amount(money)) if money.currency == ground.currency => (money.amount_minor, "amount"),
        (Gift::Money, Quantity::Amount(_)) => return Err(Refused::field("amount", "aid-pledge-currency")),
        (Gift::Money, Quantity::Count(_)) => return Err(Refused::field("amount", "aid-pledge-amount-needed")),
        (Gift::Goods, Quantity::Count(count)) => (count, "count"),
        (Gift::Goods, Quantity::Amount(_)) => return Err(Refused::field("count", "aid-pledge-count-needed")),
    };
    if quantity < 1 {
        return Err(Refused::field(field, "aid-pledge-nothing"));
    }
    if ground.gift == Gift::Money && quantity < SMALLEST.min(left) {
        return Err(Refused::field(field, "aid-pledge-too-small"));
    }
    let (value_minor, countdown) = match ground.gift {
        Gift::Money => (0, MONEY_COUNTDOWN),
        Gift::Goods => (ground.unit_value_minor.saturating_mul(quantity), GOODS_COUNTDOWN),
    };
    Ok(Promise { quantity, value_minor, due_at: now + countdown })
}
