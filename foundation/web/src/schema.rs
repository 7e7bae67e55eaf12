//! How the words of the kernel look in the API's description.

use utoipa::ToSchema;

/// An amount of money: whole minor units (fen, cents) and an ISO 4217 code.
#[derive(ToSchema)]
#[schema(as = Money)]
pub struct MoneySchema {
    /// Minor units.
    #[schema(example = 12000)]
    pub amount_minor: i64,
    /// Three capital letters.
    #[schema(example = "CNY", pattern = "^[A-Z]{3}$")]
    pub currency: String,
}

/// The name of one row: its county and its id, 13 letters of Crockford base 32 each.
#[derive(ToSchema)]
#[schema(as = Reference, value_type = String, pattern = "^[0-7][0-9A-HJKMNP-TV-Z]{12}-[0-7][0-9A-HJKMNP-TV-Z]{12}$", example = "01HN6XJ4C0800-01HN6XJ4C0801")]
pub struct RefSchema(pub String);

/// An id: 13 letters of Crockford base 32.
#[derive(ToSchema)]
#[schema(as = Id, value_type = String, pattern = "^[0-7][0-9A-HJKMNP-TV-Z]{12}$", example = "01HN6XJ4C0800")]
pub struct IdSchema(pub String);
