//! Cursors of keyset pages: opaque to clients, a few numbers and texts to us.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use qianmo_kernel::{Kind, Refused, Res};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Where a page ended: the sort key of its last row.
pub struct Cursor;

impl Cursor {
    /// Writes the last row's key.
    pub fn encode(key: &impl Serialize) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
    }

    /// Reads what [`Cursor::encode`] wrote; anything else is refused (400).
    pub fn decode<T: DeserializeOwned>(text: &str) -> Res<T> {
        URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .ok_or_else(|| Refused::new(Kind::Malformed, "web-bad-cursor").into())
    }

    /// How many rows a page shall have: 1 to 100, 20 when nothing is said; anything else is refused (400).
    pub fn limit(asked: Option<i64>) -> Res<i64> {
        match asked {
            None => Ok(20),
            Some(n @ 1..=100) => Ok(n),
            Some(_) => Err(Refused::new(Kind::Malformed, "web-bad-limit").into()),
        }
    }
}

/// Which page of a list the API is asked for.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Where the page begins: the `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub limit: Option<i64>,
}

/// A page of a list in the API.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Listed<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last one.
    pub next: Option<String>,
}
