//! Payment orders as JSON.

use super::load;
use crate::order::Order;
use qianmo_web::prelude::*;
use qianmo_web::schema::{MoneySchema, RefSchema};
use serde::Serialize;
use utoipa::ToSchema;

/// A payment order.
#[derive(Serialize, ToSchema)]
#[schema(as = PaymentOrder)]
pub(super) struct OrderJson {
    /// The order's name.
    #[serde(rename = "ref")]
    #[schema(value_type = RefSchema)]
    reference: PublicRef,
    /// `in`: to us; `out`: to a household; `refund`: back to whoever paid.
    #[schema(example = "in")]
    direction: &'static str,
    /// `created`, `started`, `unknown`, `paid`, `failed`, `expired`, `refunded` or `paid_out`.
    #[schema(example = "paid")]
    state: &'static str,
    /// How much.
    #[schema(value_type = MoneySchema)]
    amount: Money,
    /// How much of a payment has gone back.
    #[schema(value_type = MoneySchema)]
    refunded: Money,
    /// What kind of business it is for.
    business_kind: String,
    /// What it is for.
    business_ref: String,
    /// Who moves the money.
    provider: String,
    /// The payment that a refund gives back.
    #[schema(value_type = Option<RefSchema>)]
    payment: Option<PublicRef>,
    /// When it was written down.
    #[schema(value_type = String, format = DateTime)]
    created_at: Millis,
    /// Until when it is to be paid.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Millis>,
    /// When the money moved.
    #[schema(value_type = Option<String>, format = DateTime)]
    settled_at: Option<Millis>,
}

impl From<&Order> for OrderJson {
    fn from(o: &Order) -> Self {
        OrderJson {
            reference: o.reference(),
            direction: o.direction.name(),
            state: o.state.name(),
            amount: o.amount,
            refunded: Money::new(o.refund_done, o.amount.currency),
            business_kind: o.business_kind.clone(),
            business_ref: o.business_ref.clone(),
            provider: o.provider.clone(),
            payment: o.parent.map(|parent| PublicRef::new(o.county, parent)),
            created_at: o.created_at,
            expires_at: o.expires_at,
            settled_at: o.settled_at,
        }
    }
}

/// One payment order, for its owner and for those who read the county's orders.
#[utoipa::path(get, path = "/payments/orders/{ref}", tag = "payments", params(("ref" = RefSchema, Path, description = "The order")),
    responses((status = 200, body = OrderJson)))]
pub(super) async fn get_order(cx: Cx, Path(at): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    let (order, _) = cx.read(move |tx| load::order(tx, &actor, at)).await?;
    cx.json(&OrderJson::from(&order))
}
