//! A request in the hands of a handler: who asks, in which language, for a page or for JSON.

use crate::answer::{Answer, WebError, see_other};
use crate::app::App;
use crate::i18n::Arg;
use crate::layout;
use crate::once::{Asked, Call};
use crate::summary;
use crate::view::View;
use askama::Template;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Error, Kind, Locale, Refused, Res};
use serde::Serialize;
use std::sync::Arc;

/// A request as handlers see it. Cheap to clone.
#[derive(Clone)]
pub struct Cx {
    /// The running program.
    pub app: App,
    /// Who asks, if somebody is signed in.
    pub actor: Option<Arc<Actor>>,
    /// How the page greets them.
    pub name: Arc<str>,
    /// The language of the answer.
    pub locale: Locale,
    /// The request's id, in logs and in problem details.
    pub request_id: String,
    /// Whether this is the API: JSON and problem details instead of pages.
    pub wants_json: bool,
    /// The method.
    pub method: Method,
    /// The route's pattern, without anybody's data; for logs and metrics.
    pub route: Arc<str>,
    /// The path and query as asked.
    pub path_and_query: String,
    /// The client's network address, as far as it is known; for limits only, never stored as it is.
    pub client: Arc<str>,
    /// The device's own words about itself (User-Agent), shortened.
    pub device: Arc<str>,
    pub(crate) headers: Arc<HeaderMap>,
}

impl FromRequestParts<App> for Cx {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, WebError> {
        parts.extensions.get::<Cx>().cloned().ok_or_else(|| Error::new("a route is not guarded").into())
    }
}

impl Cx {
    /// Who asks; refused (401) when nobody is signed in.
    pub fn actor(&self) -> Res<&Actor> {
        self.actor.as_deref().ok_or_else(|| Refused::new(Kind::SignInNeeded, "web-sign-in-needed").into())
    }

    /// A copy of who asks, to take into a unit of work; refused (401) when nobody is signed in.
    pub fn actor_owned(&self) -> Res<Actor> {
        self.actor().cloned()
    }

    /// Runs a reading unit of work.
    pub async fn read<T, F>(&self, unit: F) -> Res<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Res<T> + Send + 'static,
    {
        self.app.db.read(unit).await
    }

    /// Runs a writing unit of work.
    pub async fn write<T, F>(&self, unit: F) -> Res<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Res<T> + Send + 'static,
    {
        self.app.db.write(unit).await
    }

    /// The message, for HTML.
    pub fn t(&self, key: &str) -> String {
        self.app.i18n.text(self.locale, key, &[])
    }

    /// The message, told some things, for HTML.
    pub fn t_args(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.app.i18n.text(self.locale, key, args)
    }

    /// What templates get.
    pub fn view(&self) -> View {
        View {
            i18n: self.app.i18n.clone(),
            locale: self.locale,
            offset: self.app.config.utc_offset_minutes,
            now: self.app.clock.now(),
            demo: self.app.config.demo,
            currency: self.app.config.currency,
        }
    }

    /// A header's value, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        cookie(&self.headers, name)
    }

    /// A page: the body template in the layout, under the title that the message `title` gives.
    pub fn page(&self, title: &str, body: &impl Template) -> Answer {
        self.page_status(StatusCode::OK, title, body)
    }

    /// A page with a status of its own.
    pub fn page_status(&self, status: StatusCode, title: &str, body: &impl Template) -> Answer {
        let title = self.app.i18n.plain(self.locale, title, &[]);
        self.page_titled(status, &title, body)
    }

    /// A page whose title is a text, not a message.
    pub fn page_titled(&self, status: StatusCode, title: &str, body: &impl Template) -> Answer {
        let body = body.render().map_err(|e| Error::because("a template", e))?;
        let body = if body.contains(summary::NAME) { summary::named(&body, self.view().colon()) } else { body };
        Ok(layout::page(self, status, title, &body))
    }

    /// A piece of a page without the layout.
    pub fn fragment(&self, body: &impl Template) -> Answer {
        let body = body.render().map_err(|e| Error::because("a template", e))?;
        Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "private, no-cache")], body)
            .into_response())
    }

    /// JSON.
    pub fn json(&self, value: &impl Serialize) -> Answer {
        self.json_status(StatusCode::OK, value)
    }

    /// JSON with a status of its own.
    pub fn json_status(&self, status: StatusCode, value: &impl Serialize) -> Answer {
        let body = serde_json::to_vec(value).map_err(|e| Error::because("an answer", e))?;
        let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, self.caching()), (header::VARY, VARY)];
        Ok((status, headers, body).into_response())
    }

    /// JSON of something just made: 201 with its address.
    pub fn created(&self, location: &str, value: &impl Serialize) -> Answer {
        let mut response = self.json_status(StatusCode::CREATED, value)?;
        if let Ok(location) = HeaderValue::from_str(location) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        Ok(response)
    }

    /// JSON of something that is edited, with its version as `ETag`; 304 when the reader has that version. The answer holds
    /// words in the reader's language, so the tag names it too: `"7-en"`.
    pub fn json_etag(&self, version: i64, value: &impl Serialize) -> Answer {
        let tag = self.tag_of(version);
        let has = self.header("if-none-match").is_some_and(|v| v.split(',').any(|t| t.trim().trim_start_matches("W/") == tag));
        let mut response = if has && self.method == Method::GET {
            (StatusCode::NOT_MODIFIED, [(header::VARY, VARY)]).into_response()
        } else {
            self.json(value)?
        };
        self.tag(&mut response, version);
        Ok(response)
    }

    /// Names the version of what an answer holds, as its `ETag`.
    pub fn tag(&self, response: &mut Response, version: i64) {
        if let Ok(tag) = HeaderValue::from_str(&self.tag_of(version)) {
            response.headers_mut().insert(header::ETAG, tag);
        }
    }

    fn tag_of(&self, version: i64) -> String {
        format!("\"{version}-{}\"", self.locale.tag())
    }

    /// How long an answer may be kept: public ones are asked about again, personal ones are never shared.
    pub(crate) fn caching(&self) -> &'static str {
        if self.actor.is_some() { "private, no-store" } else { "no-cache" }
    }

    /// The version that `If-Match` names, if the header is there; none for `*`, which takes whatever is there (RFC 9110). An
    /// unreadable one is refused (412). What the tag says of the language does not matter to whoever writes.
    pub fn if_match(&self) -> Res<Option<i64>> {
        match self.header("if-match").map(str::trim) {
            None | Some("*") => Ok(None),
            Some(tag) => {
                let tag = tag.trim_matches('"');
                // A fingerprint may be below zero: its sign does not end it.
                let end = tag.char_indices().skip(1).find(|(_, c)| *c == '-').map_or(tag.len(), |(at, _)| at);
                tag[..end].parse().map(Some).map_err(|_| Refused::new(Kind::Changed, "web-changed").into())
            }
        }
    }

    /// As [`Cx::if_match`]; without the header it is refused (428).
    pub fn require_if_match(&self) -> Res<Option<i64>> {
        if self.header("if-match").is_none() {
            return Err(Refused::new(Kind::HeaderNeeded, "web-if-match-needed").into());
        }
        self.if_match()
    }

    /// The call as idempotency knows it: who, which route, the client's key, and what is asked: method, address and body. `body`
    /// is the bytes as they came, or for forms their text; whatever the path names need not be in it. In the API the
    /// `Idempotency-Key` header is required (428).
    pub fn call(&self, route: &'static str, body: &[u8]) -> Res<Call> {
        let form_key = || crate::extract::RawForm::parse(body).get("_key").map(str::to_owned);
        let key = match self.header("idempotency-key") {
            Some(key) => Some(key.to_owned()),
            None if self.wants_json => None,
            None => form_key(),
        };
        let account = self.actor.as_ref().map(|a| a.account);
        let path = self.path_and_query.split('?').next().unwrap_or("/");
        let asked = Asked { method: self.method.as_str(), path, body };
        match key {
            Some(key) if !key.is_empty() && key.len() <= 200 => Ok(Call::new(account, route, Some(key), asked)),
            Some(_) => Err(Refused::new(Kind::Malformed, "web-bad-key").into()),
            None if self.wants_json => Err(Refused::new(Kind::HeaderNeeded, "web-key-needed").into()),
            None => Ok(Call::new(account, route, None, asked)),
        }
    }

    /// Sends the browser on, with a sentence for the next page.
    pub fn see_other_saying(&self, path: &str, message: &'static str) -> Response {
        let mut response = see_other(path);
        self.say(&mut response, message);
        response
    }

    /// Adds a sentence that the next page shows once.
    pub fn say(&self, response: &mut Response, message: &'static str) {
        if let Ok(cookie) =
            HeaderValue::from_str(&format!("qm_said={message}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax{}", self.secure()))
        {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }

    /// `; Secure` when the installation is reached by https.
    pub fn secure(&self) -> &'static str {
        if self.app.config.base_url.starts_with("https://") { "; Secure" } else { "" }
    }

    /// Refuses when one sort of thing was done too often from one source: `per_minute` evenly, with bursts of that size.
    pub fn limit(&self, what: &'static str, who: &str, per_minute: u32) -> Res<()> {
        self.app.limiter.take(what, who, per_minute)
    }

    /// Refuses when [`Cx::limit`] would, and counts nothing: for what is only counted once it is known how it ended.
    pub fn within_limit(&self, what: &'static str, who: &str) -> Res<()> {
        self.app.limiter.look(what, who)
    }
}

/// What an answer of the API depends on beside its address.
const VARY: &str = "Accept-Language, Cookie, Authorization";

pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(k, _)| *k == name)
        .map(|(_, v)| v)
}
