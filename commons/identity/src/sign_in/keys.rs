//! The two halves of signing in with a passkey, and of showing one as a second factor; JSON for the page's script.

use crate::{next, passkey, web};
use axum::response::Response;
use qianmo_kernel::Res;
use qianmo_web::{Answer, Body, Cx};
use serde_json::{Value, json};

/// The options for a sign-in.
pub(super) async fn start(cx: Cx, Body { .. }: Body<Value>) -> Answer {
    let answer = match passkey::start_sign_in(&cx.app, &cx.client).await {
        Ok(options) => cx.json(&options),
        Err(fail) => Err(fail.into()),
    };
    web::in_json(&cx, answer)
}

/// The browser's answer to them.
pub(super) async fn finish(cx: Cx, body: Body<Value>) -> Answer {
    let answer = signed_in(&cx, body.value).await.map_err(Into::into);
    web::in_json(&cx, answer)
}

async fn signed_in(cx: &Cx, answer: Value) -> Res<Response> {
    let next = wanted(&answer);
    let bearer = passkey::finish_sign_in(&cx.app, answer, &cx.device).await?;
    let response = location(&next);
    Ok(web::with_session(cx, response, &bearer))
}

/// The options for a second factor.
pub(super) async fn start_second(cx: Cx, Body { .. }: Body<Value>) -> Answer {
    let answer = match web::seated(&cx) {
        Ok(actor) => passkey::start_second(&cx.app, &actor).await,
        Err(fail) => Err(fail),
    };
    let answer = match answer {
        Ok(options) => cx.json(&options),
        Err(fail) => Err(fail.into()),
    };
    web::in_json(&cx, answer)
}

/// The browser's answer to them.
pub(super) async fn finish_second(cx: Cx, body: Body<Value>) -> Answer {
    let answer = strengthened(&cx, body.value).await.map_err(Into::into);
    web::in_json(&cx, answer)
}

async fn strengthened(cx: &Cx, answer: Value) -> Res<Response> {
    let actor = web::seated(cx)?;
    let next = wanted(&answer);
    let bearer = passkey::finish_second(&cx.app, &actor, answer).await?;
    let response = location(&next);
    Ok(web::with_session(cx, response, &bearer))
}

fn wanted(answer: &Value) -> String {
    next::safe(answer.get("next").and_then(Value::as_str).unwrap_or_default()).to_owned()
}

/// The answer that the script follows.
pub(crate) fn location(to: &str) -> Response {
    use axum::response::IntoResponse as _;
    let headers = [(http::header::CONTENT_TYPE, "application/json"), (http::header::CACHE_CONTROL, "no-store")];
    (headers, json!({ "location": to }).to_string()).into_response()
}
