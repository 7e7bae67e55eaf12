//! My giving in the API.

use super::store::{Given, Total};
use crate::pledge::PledgeJson;
use qianmo_kernel::Money;
use qianmo_web::schema::MoneySchema;
use serde::Serialize;
use utoipa::ToSchema;

/// A gift and what it was for.
#[derive(Serialize, ToSchema)]
pub struct GiftJson {
    /// The pledge.
    pub pledge: PledgeJson,
    /// What the request needs, in words.
    pub title: String,
    /// The part of it.
    pub part: String,
    /// Where the request stands.
    pub request_state: &'static str,
}

impl From<&Given> for GiftJson {
    fn from(g: &Given) -> Self {
        GiftJson {
            pledge: PledgeJson::from(&g.pledge),
            title: g.ground.title.clone(),
            part: g.ground.label.clone(),
            request_state: g.ground.state.name(),
        }
    }
}

/// What one gave in one currency; money and goods apart.
#[derive(Serialize, ToSchema)]
pub struct TotalJson {
    /// Gifts of money that were paid and did not go back whole.
    pub money_gifts: i64,
    /// What was paid and did not go back.
    #[schema(value_type = MoneySchema)]
    pub given: Money,
    /// Of that, what households confirmed.
    #[schema(value_type = MoneySchema)]
    pub received: Money,
    /// Gifts of goods that were sent and not given up.
    pub goods_gifts: i64,
    /// The estimated value of goods that were sent and not found lost; never added to money.
    #[schema(value_type = MoneySchema)]
    pub goods_value: Money,
    /// Gifts of either kind that were confirmed whole: nothing of them was found lost.
    pub confirmed: i64,
}

impl From<&Total> for TotalJson {
    fn from(t: &Total) -> Self {
        TotalJson {
            money_gifts: t.money_gifts,
            given: t.given(),
            received: t.received(),
            goods_gifts: t.goods_gifts,
            goods_value: t.goods_value(),
            confirmed: t.confirmed,
        }
    }
}

/// A page of one's gifts.
#[derive(Serialize, ToSchema)]
pub struct GiftsJson {
    /// The gifts, the newest first.
    pub items: Vec<GiftJson>,
    /// Sums over all of one's gifts, a row per currency.
    pub totals: Vec<TotalJson>,
    /// The cursor of the next page; null on the last one.
    pub next: Option<String>,
}
