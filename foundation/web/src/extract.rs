//! Extractors whose refusals are ours: a bad path is "not found", a bad query or form is told plainly.

use crate::answer::WebError;
use crate::app::App;
use axum::extract::{FromRequest, FromRequestParts, Request};
use http::header;
use http::request::Parts;
use qianmo_kernel::{Kind, Refused};
use serde::de::DeserializeOwned;

/// Parameters of the path. What does not parse names nothing, so it is "not found".
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        axum::extract::Path::<T>::from_request_parts(parts, app).await.map(|p| Path(p.0)).map_err(|_| Refused::not_found().into())
    }
}

/// The query as a struct. An unknown value is told (400); unknown names are passed over.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Query<T> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        axum::extract::Query::<T>::from_request_parts(parts, app)
            .await
            .map(|q| Query(q.0))
            .map_err(|_| Refused::new(Kind::Malformed, "web-bad-query").into())
    }
}

/// A form as it was typed: names and values, in order, a name may come several times.
#[derive(Clone, Debug, Default)]
pub struct RawForm(pub Vec<(String, String)>);

impl RawForm {
    /// Reads `application/x-www-form-urlencoded`.
    pub fn parse(bytes: &[u8]) -> Self {
        RawForm(url::form_urlencoded::parse(bytes).take(2_000).map(|(k, v)| (k.into_owned(), v.into_owned())).collect())
    }

    /// The first value of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    /// Every value of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(k, _)| k == name).map(|(_, v)| v.as_str())
    }
}

/// The largest form without files.
const FORM_LIMIT: usize = 512 * 1024;

/// A form sent by a page.
pub struct Form(pub RawForm);

impl FromRequest<App> for Form {
    type Rejection = WebError;

    async fn from_request(request: Request, _: &App) -> Result<Self, WebError> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !kind.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Refused::new(Kind::WrongType, "web-wrong-type").into());
        }
        let bytes = axum::body::to_bytes(request.into_body(), FORM_LIMIT)
            .await
            .map_err(|_| Refused::new(Kind::TooLarge, "web-too-large"))?;
        Ok(Form(RawForm::parse(&bytes)))
    }
}

/// Percent-encodes text for a query value.
pub fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
