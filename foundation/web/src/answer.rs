//! Answers: a page, JSON, a redirect, or a failure that becomes a page or a problem detail (RFC 9457).

use crate::cx::Cx;
use crate::i18n::Arg;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use qianmo_kernel::{Error, Fail, Kind, Millis, Money, Refused};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// What handlers return.
pub type Answer = Result<Response, WebError>;

/// A failure on its way out. It becomes a response without a body here; the guard, who knows the reader's language and
/// whether a page or JSON is wanted, writes it.
#[derive(Debug, Clone)]
pub struct WebError(pub(crate) Arc<Fail>);

impl<T: Into<Fail>> From<T> for WebError {
    fn from(fail: T) -> Self {
        WebError(Arc::new(fail.into()))
    }
}

impl WebError {
    /// The failure.
    pub fn fail(&self) -> &Fail {
        &self.0
    }

    /// The refusal, if it is one.
    pub fn refused(&self) -> Option<&Refused> {
        match self.0.as_ref() {
            Fail::Refused(refused) => Some(refused),
            Fail::Error(_) | Fail::Race => None,
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = status_of(&self.0).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

fn status_of(fail: &Fail) -> StatusCode {
    let code = match fail {
        Fail::Refused(refused) => refused.kind.status(),
        Fail::Error(_) => 500,
        Fail::Race => 409,
    };
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A problem detail (RFC 9457). `type` is stable and documented at that address.
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// The kind of problem, as a path on this server.
    #[serde(rename = "type")]
    #[schema(example = "/problems/web-not-found")]
    pub kind: String,
    /// What it is, in the reader's language.
    pub title: String,
    /// The HTTP status.
    #[schema(example = 404)]
    pub status: u16,
    /// What can be done about it, in the reader's language; the same as the title where there is no more to say.
    pub detail: String,
    /// The request's id, to be named when asking for help.
    pub instance: String,
    /// The fields that are not right.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldProblem>,
}

/// One field that is not right.
#[derive(Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field's name; nested ones with points.
    pub field: String,
    /// The message's key, stable.
    pub code: String,
    /// The message in the reader's language.
    pub message: String,
}

/// What a refusal mentions, as messages take it: a whole number counts; an amount of money, `1200.00 CNY`, and the day of a moment,
/// `2020-05-31T16:00:00Z`, are written as the reader's language writes them.
pub(crate) fn args(cx: &Cx, of: &[(&'static str, String)]) -> Vec<(&'static str, Arg)> {
    let formats = cx.app.i18n.formats(cx.locale);
    let arg = |value: &String| {
        if let Ok(number) = value.parse::<i64>() {
            Arg::Number(number)
        } else if let Some(money) = amount(value) {
            Arg::Text(formats.money(money))
        } else if let Some(moment) = Millis::parse(value) {
            Arg::Text(formats.date(moment, cx.app.config.utc_offset_minutes))
        } else {
            Arg::Text(value.clone())
        }
    };
    of.iter().map(|(name, value)| (*name, arg(value))).collect()
}

/// Reads [`Money::to_major`] followed by the currency.
fn amount(said: &str) -> Option<Money> {
    let (major, currency) = said.split_once(' ')?;
    let money = Money::new(major.replace('.', "").parse().ok()?, currency.parse().ok()?);
    (money.to_major() == major).then_some(money)
}

/// The message of a field error in a reader's language, for pages.
pub(crate) fn field_message(cx: &Cx, error: &qianmo_kernel::FieldError) -> String {
    cx.app.i18n.text(cx.locale, error.message, &args(cx, &error.args))
}

/// What a refusal says to its reader, of its first field where it names one: for a report of many things, some of which were refused.
pub fn said(cx: &Cx, refused: &Refused) -> String {
    let (message, of) = refused.fields.first().map_or((refused.message, &refused.args), |field| (field.message, &field.args));
    let args = args(cx, of);
    if cx.wants_json { cx.app.i18n.plain(cx.locale, message, &args) } else { cx.app.i18n.text(cx.locale, message, &args) }
}

/// Writes a failure as a page or a problem detail, and logs it if it is ours to mend.
pub(crate) fn write(cx: &Cx, error: &WebError) -> Response {
    let ours;
    let refused = match error.0.as_ref() {
        Fail::Refused(refused) => refused.as_ref(),
        Fail::Race => {
            ours = Refused::new(Kind::Conflict, "web-race");
            &ours
        }
        Fail::Error(e) => {
            log(cx, e);
            ours = Refused::new(Kind::Busy, "web-error");
            &ours
        }
    };
    written(cx, status_of(&error.0), refused)
}

/// An answer that no handler gave, in the reader's words: the router's own (405), a panic's, that of one who took too long.
pub(crate) fn bare(cx: &Cx, status: StatusCode) -> Response {
    let refused = match status.as_u16() {
        404 => Refused::not_found(),
        // 501: no address at all takes it.
        405 | 501 => Refused::new(Kind::Malformed, "web-method"),
        413 => Refused::new(Kind::TooLarge, "web-too-large"),
        503 => Refused::new(Kind::Busy, "web-busy").retry_after(AGAIN),
        _ => Refused::new(Kind::Busy, "web-error"),
    };
    written(cx, status, &refused)
}

/// Seconds after which whoever waited in vain may try again.
const AGAIN: u64 = 5;

/// Whether a form that was refused so is shown again, with what was typed and why it will not do. After other refusals there
/// is nothing to mend in it: whoever asks may not, or there is no such thing.
pub fn shown_again(refused: &Refused) -> bool {
    matches!(refused.kind, Kind::Invalid | Kind::Conflict | Kind::Changed | Kind::TooLarge | Kind::WrongType | Kind::TooOften)
}

fn written(cx: &Cx, status: StatusCode, refused: &Refused) -> Response {
    let title = cx.app.i18n.plain(cx.locale, refused.message, &args(cx, &refused.args));
    let mut response = if cx.wants_json {
        let detail_key = format!("{}-detail", refused.message);
        let detail = if cx.app.i18n.has(cx.locale, &detail_key) {
            cx.app.i18n.plain(cx.locale, &detail_key, &args(cx, &refused.args))
        } else {
            title.clone()
        };
        let problem = Problem {
            kind: format!("/problems/{}", refused.message),
            title,
            status: status.as_u16(),
            detail,
            instance: cx.request_id.clone(),
            errors: refused
                .fields
                .iter()
                .map(|f| FieldProblem {
                    field: f.field.clone(),
                    code: f.message.to_owned(),
                    message: cx.app.i18n.plain(cx.locale, f.message, &args(cx, &f.args)),
                })
                .collect(),
        };
        let body = serde_json::to_string(&problem).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")], body).into_response()
    } else if status == StatusCode::UNAUTHORIZED && cx.method == http::Method::GET && cx.header("authorization").is_none() {
        see_other(&format!("/sign-in?next={}", crate::extract::encode(&cx.path_and_query)))
    } else {
        crate::layout::error_page(cx, status, refused)
    };
    if let Some(seconds) = refused.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::UNAUTHORIZED && cx.wants_json {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn log(cx: &Cx, error: &Error) {
    let method = crate::server::method_name(&cx.method);
    tracing::error!(request = %cx.request_id, method, route = %cx.route, error = %error, "a request failed");
    metrics::counter!("qianmo_errors_total").increment(1);
}

/// Sends the browser on with GET. Only paths of our own are followed; anything else leads to the home page.
pub fn see_other(path: &str) -> Response {
    let path = own_path(path);
    let target = HeaderValue::from_str(&path).unwrap_or_else(|_| HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, target), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))])
        .into_response()
}

/// The path if it is one of our own, else `/`. `//host` and `/\host` would lead a browser elsewhere.
pub fn own_path(path: &str) -> String {
    let safe = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.chars().any(char::is_control);
    if !safe {
        return "/".to_owned();
    }
    // Paths that carry Chinese or Arabic words go out percent-encoded.
    path.chars().map(|c| if c.is_ascii_graphic() { c.to_string() } else { crate::extract::encode(&c.to_string()) }).collect()
}

/// The status of a page that shows a refused form again.
pub fn status_again(refused: &Refused) -> StatusCode {
    StatusCode::from_u16(refused.kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY)
}

#[cfg(test)]
mod tests {
    use super::{amount, own_path};
    use qianmo_kernel::{Currency, Money};

    #[test]
    fn what_a_refusal_says_of_money_is_read_back() {
        for minor in [0, 5, 30_000, -120_050] {
            let money = Money::new(minor, Currency::CNY);
            assert_eq!(amount(&format!("{} {}", money.to_major(), money.currency)), Some(money));
        }
        for other in ["", "3", "300 CNY", "3.00 cny", "three CNY", "Gansu CNY", "1,200.00 CNY"] {
            assert_eq!(amount(other), None, "{other}");
        }
    }

    #[test]
    fn a_redirect_never_leaves_the_house() {
        for away in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\nb"] {
            assert_eq!(own_path(away), "/", "{away}");
        }
        assert_eq!(own_path("/requests?q=a%20b"), "/requests?q=a%20b");
        assert_eq!(own_path("/requests?q=米"), "/requests?q=%E7%B1%B3");
    }
}
