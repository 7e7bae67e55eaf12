//! A pledge in the API.

use super::command::{NewPledge, Quantity};
use super::store::Pledge;
use crate::lifecycle::Gift;
use qianmo_kernel::{Id, Millis, Money, PublicRef, Refused, Res, text};
use qianmo_web::schema::MoneySchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A pledge.
#[derive(Serialize, ToSchema)]
pub struct PledgeJson {
    /// Its name.
    #[serde(rename = "ref")]
    #[schema(value_type = String)]
    pub reference: PublicRef,
    /// The request it is on.
    #[schema(value_type = String)]
    pub request: PublicRef,
    /// The part of the request.
    #[schema(value_type = String)]
    pub part: Id,
    /// `money` or `goods`.
    pub gift: &'static str,
    /// The amount, for money.
    #[schema(value_type = Option<MoneySchema>)]
    pub amount: Option<Money>,
    /// The number of items, for goods; once some of them came and the rest was given up, those that came.
    pub count: Option<i64>,
    /// The number of items, for goods, that the pledge was made for, whatever became of them: `received_count` of these arrived,
    /// `not_arrived_count` did not, and of the others nobody has said yet.
    pub given_count: Option<i64>,
    /// How many items, for goods, were found not to have arrived and were given up; what they were for is open again.
    pub not_arrived_count: Option<i64>,
    /// The estimated value of the items, for goods; never added to money.
    #[schema(value_type = Option<MoneySchema>)]
    pub value: Option<Money>,
    /// Where it stands, as `GET /aid/lifecycle` tells.
    pub state: &'static str,
    /// The same, but finer for money that is `paid`: `payout_open` as long as a payout holds some of it and nothing was paid out, also
    /// while that is sought; `partly_paid_out` when some of it was paid out. Then not all of it is in custody.
    #[schema(example = "partly_paid_out")]
    pub standing: &'static str,
    /// When the countdown ends, while one runs.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Millis>,
    /// Goods: when the household, or whoever serves it, accepted the donor. Before that there is no address and no dispatch.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub accepted_at: Option<Millis>,
    /// Whether the donor's name stays out of sight: of the family, and of whoever reads the request's page.
    pub anonymous: bool,
    /// Words to the family.
    pub message: String,
    /// What came in, for money.
    #[schema(value_type = Option<MoneySchema>)]
    pub paid: Option<Money>,
    /// What a payout holds that is not finished, for money; also what was found missing, until it is back.
    #[schema(value_type = Option<MoneySchema>)]
    pub held: Option<Money>,
    /// What was paid out to the household, for money.
    #[schema(value_type = Option<MoneySchema>)]
    pub paid_out: Option<Money>,
    /// What went or goes back to the donor, for money.
    #[schema(value_type = Option<MoneySchema>)]
    pub refunded: Option<Money>,
    /// What was confirmed, for money.
    #[schema(value_type = Option<MoneySchema>)]
    pub received: Option<Money>,
    /// How many items were confirmed, for goods.
    pub received_count: Option<i64>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Millis,
    /// When it was paid.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub paid_at: Option<Millis>,
    /// When the goods were sent.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<Millis>,
    /// When the last of it was confirmed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub received_at: Option<Millis>,
}

impl From<&Pledge> for PledgeJson {
    fn from(p: &Pledge) -> Self {
        let money = |minor: i64| (p.gift == Gift::Money).then(|| p.money(minor));
        PledgeJson {
            reference: p.reference(),
            request: p.request_ref(),
            part: p.part,
            gift: p.gift.name(),
            amount: money(p.quantity),
            count: (p.gift == Gift::Goods).then_some(p.quantity),
            given_count: (p.gift == Gift::Goods).then(|| p.given()),
            not_arrived_count: (p.gift == Gift::Goods).then(|| p.not_arrived()),
            value: (p.gift == Gift::Goods).then(|| p.money(p.value_minor)),
            state: p.state.name(),
            standing: p.standing().name,
            due_at: p.due_at,
            accepted_at: p.accepted_at,
            anonymous: p.anonymous,
            message: p.message.clone(),
            paid: money(p.paid_minor),
            held: money(p.held_minor),
            paid_out: money(p.paid_out_minor),
            refunded: money(p.refunded_minor),
            received: money(p.received),
            received_count: (p.gift == Gift::Goods).then_some(p.received),
            created_at: p.created_at,
            paid_at: p.paid_at,
            sent_at: p.sent_at,
            received_at: p.received_at,
        }
    }
}

/// A pledge to be made: `amount` on a part that asks for money, `count` on one that asks for goods.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPledgeJson {
    /// The part of the request.
    #[schema(value_type = String, min_length = 13, max_length = 13)]
    pub part: Id,
    /// The amount, for a part that asks for money.
    #[serde(default)]
    #[schema(value_type = Option<MoneySchema>)]
    pub amount: Option<Money>,
    /// The number of items, for a part that asks for goods.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub count: Option<i64>,
    /// Whether the donor's name stays out of sight: of the family, and of whoever reads the request's page. It does unless `false`
    /// is said.
    #[serde(default = "unsaid")]
    #[schema(default = true)]
    pub anonymous: bool,
    /// A few words to the family, without names and numbers.
    #[serde(default)]
    #[schema(max_length = 300)]
    pub message: String,
}

/// Nobody's name is shown who has not said so.
const fn unsaid() -> bool {
    true
}

impl NewPledgeJson {
    /// The pledge as the command takes it.
    pub fn read(&self) -> Res<NewPledge> {
        let quantity = match (self.amount, self.count) {
            (Some(amount), None) => Quantity::Amount(amount),
            (None, Some(count)) => Quantity::Count(count),
            _ => return Err(Refused::field("amount", "aid-pledge-one-of-two").into()),
        };
        let message = text::tidy(&self.message);
        if text::length(&message) > super::MESSAGE_MAX {
            return Err(Refused::field("message", "aid-message-too-long").into());
        }
        Ok(NewPledge { part: self.part, quantity, anonymous: self.anonymous, message })
    }
}
