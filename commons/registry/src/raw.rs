//! A household as it is typed: in a form, in a file or in JSON. All text, nothing checked yet.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A household to be registered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HouseholdRaw {
    /// The village (or the township where villages are not listed) it lives in: a place's id.
    #[schema(example = "00000000000G7")]
    pub place: String,
    /// House, street, group: what a courier needs. Sealed.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub address: String,
    /// A phone that reaches the household, if there is one. Sealed.
    #[serde(default)]
    pub phone: String,
    /// Bank card or passbook for payouts, if there is one. Sealed.
    #[serde(default)]
    pub bank_card: String,
    /// The language the household speaks, BCP 47.
    #[serde(default)]
    #[schema(example = "zh")]
    pub language: String,
    /// Why it is in need: the main cause first, up to two more.
    #[serde(default)]
    #[schema(max_items = 3, example = json!(["illness"]))]
    pub causes: Vec<String>,
    /// Its members; exactly one is the head.
    #[schema(min_items = 1, max_items = 30)]
    pub members: Vec<MemberRaw>,
}

/// A member of a household.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberRaw {
    /// What the member is to the head: `head`, `spouse`, `child` …
    #[schema(example = "head")]
    pub relation: String,
    /// The name as it is written in the person's own papers. Sealed.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// The language or script the name is written in, BCP 47; read off the letters when empty.
    #[serde(default)]
    pub name_language: String,
    /// The same name in another script or another name the person goes by. Sealed.
    #[serde(default)]
    pub other_name: String,
    /// `female`, `male` or `unknown`; from the resident ID when empty.
    #[serde(default)]
    pub sex: String,
    /// `1950`, `1950-03` or `1950-03-02` as far as it is known; from the resident ID when empty.
    #[serde(default)]
    pub birth: String,
    /// `resident`, `other` or `none`; `resident` when there is a number and this is empty.
    #[serde(default)]
    pub id_kind: String,
    /// The number. Sealed; unique in the nation.
    #[serde(default)]
    pub id_number: String,
    /// What is to be known about the person's health. Sealed.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub health: String,
    /// `none`, `some` or `severe`.
    #[serde(default)]
    pub disability: String,
    /// `full`, `reduced`, `none` or `unknown`.
    #[serde(default)]
    pub labour: String,
}

/// What is to be changed of a household; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HouseholdPatch {
    /// House, street, group.
    #[serde(default)]
    pub address: Option<String>,
    /// A phone; empty: none any more.
    #[serde(default)]
    pub phone: Option<String>,
    /// Bank card or passbook; empty: none any more.
    #[serde(default)]
    pub bank_card: Option<String>,
    /// The language the household speaks, BCP 47.
    #[serde(default)]
    pub language: Option<String>,
    /// Why it is in need: the main cause first, up to two more.
    #[serde(default)]
    #[schema(max_items = 3)]
    pub causes: Option<Vec<String>>,
}
