//! Funds in the API.

use super::read::{Given, Sums};
use super::store::{Fund, FundGift};
use qianmo_kernel::{Id, Locale, Millis, Money, PublicRef};
use qianmo_web::schema::MoneySchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A fund that is to be proposed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFundBody {
    /// Where it gives: a county, or a township of it; a place's id.
    #[schema(value_type = String)]
    pub place: Id,
    /// For what; left out: for anything.
    #[serde(default)]
    pub purpose: Option<String>,
    /// Its name in Chinese.
    #[serde(default)]
    pub name_zh: String,
    /// Its name in English.
    #[serde(default)]
    pub name_en: String,
    /// Its name in Arabic.
    #[serde(default)]
    pub name_ar: String,
}

/// What an officer decides on a fund.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionBody {
    /// `open` or `reject` of a proposed one, `close` of an open one.
    #[schema(pattern = "^(open|reject|close)$")]
    pub decision: String,
    /// Why; needed to reject and to close.
    #[serde(default)]
    pub reason: String,
}

/// A gift to a fund.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FundGiftBody {
    /// How much.
    #[schema(value_type = MoneySchema)]
    pub amount: Money,
}

/// A gift to a fund that was begun.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FundGiftJson {
    /// The gift.
    #[serde(rename = "ref")]
    #[schema(value_type = String)]
    pub reference: PublicRef,
    /// How much.
    #[schema(value_type = MoneySchema)]
    pub amount: Money,
    /// `begun`, `paid`, `failed` or `back`.
    pub state: &'static str,
    /// Where you pay: a page of the provider; null when nothing is left to pay there.
    pub pay_at: Option<String>,
}

impl FundGiftJson {
    /// The gift, to be paid there.
    pub fn new(gift: &FundGift, fund: &Fund, pay_at: Option<String>) -> Self {
        FundGiftJson { reference: gift.reference(), amount: fund.money(gift.amount), state: gift.state.name(), pay_at }
    }
}

/// What a fund gave.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FundPledgeJson {
    /// The request.
    #[schema(value_type = String)]
    pub request: PublicRef,
    /// What it needs, in words; null of one that was taken back or stopped.
    pub title: Option<String>,
    /// How much.
    #[schema(value_type = MoneySchema)]
    pub amount: Money,
    /// What came back of it.
    #[schema(value_type = MoneySchema)]
    pub came_back: Money,
    /// Where the pledge stands, as `GET /aid/lifecycle` tells.
    pub state: &'static str,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Millis,
}

impl FundPledgeJson {
    pub(super) fn new(given: &Given, fund: &Fund) -> Self {
        FundPledgeJson {
            request: given.reference,
            title: given.request.as_ref().map(|request| request.title.clone()),
            amount: fund.money(given.row.amount),
            came_back: fund.money(given.row.back),
            state: given.state,
            at: given.row.at,
        }
    }
}

/// A fund.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FundJson {
    /// Its name among the rows.
    #[serde(rename = "ref")]
    #[schema(value_type = String)]
    pub reference: PublicRef,
    /// How it is called, in your language where it has a name in it.
    pub name: String,
    /// For what; null: for anything.
    pub purpose: Option<String>,
    /// Where it gives.
    #[schema(value_type = String)]
    pub place: Id,
    /// `proposed`, `open`, `closing` (no more gifts; what is left is given) or `rejected`.
    pub state: &'static str,
    /// How many gifts it was paid.
    pub gifts: i64,
    /// What they come to.
    #[schema(value_type = MoneySchema)]
    pub came_in: Money,
    /// How many pledges it made.
    pub pledges: i64,
    /// What they come to.
    #[schema(value_type = MoneySchema)]
    pub pledged: Money,
    /// What came back of them.
    #[schema(value_type = MoneySchema)]
    pub came_back: Money,
    /// What is left: what came in and came back, less what was pledged.
    #[schema(value_type = MoneySchema)]
    pub left: Money,
}

impl FundJson {
    /// The fund with its sums.
    pub fn new(fund: &Fund, sums: &Sums, locale: Locale) -> Self {
        FundJson {
            reference: fund.reference(),
            name: fund.name(locale).to_owned(),
            purpose: fund.purpose.clone(),
            place: fund.place,
            state: fund.state.name(),
            gifts: sums.gifts,
            came_in: fund.money(sums.came_in),
            pledges: sums.pledges,
            pledged: fund.money(sums.pledged),
            came_back: fund.money(sums.came_back),
            left: fund.money(sums.left),
        }
    }
}
