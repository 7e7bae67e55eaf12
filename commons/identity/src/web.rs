//! What the slices' routes share: the session behind a request, cookies on an answer, addresses as typed, JSON refusals.

use crate::account::{self, contact};
use crate::secret::{Bearer, Ticket};
use crate::session::cookie::Cookie;
use crate::{passkey, session};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Fail, Kind, Permission, Refused, Res, Role, Via};
use qianmo_notify::Address;
use qianmo_web::{Answer, App, Cx, WebError};

/// One's own account: name, contacts, sessions, tokens. Everybody who is signed in has it; a token needs the scope.
pub static OWN: Permission = Permission { name: "identity.own", roles: &Role::ALL };

/// What an installation sets for accounts. A service of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The calling code of phone numbers that are typed without one; digits only, such as `86`.
    pub country_code: String,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { country_code: "86".into() }
    }
}

/// Reads an address as it was typed into `field`.
pub(crate) fn address(app: &App, field: &'static str, typed: &str) -> Res<Address> {
    let code = app.service::<Settings>().map_or_else(|_| Settings::default().country_code, |s| s.country_code.clone());
    Address::read(typed, &code).map_err(|e| Refused::field(field, e.message()).into())
}

/// Who asks, if it is about their own account: a session, or a token with the scope `identity.own`.
pub(crate) fn own(cx: &Cx) -> Res<Actor> {
    let actor = cx.actor_owned()?;
    if actor.in_scope(&OWN) { Ok(actor) } else { Err(Refused::forbidden().into()) }
}

/// Who asks, if they sit before a browser: ways to sign in are not changed by tokens.
pub(crate) fn seated(cx: &Cx) -> Res<Actor> {
    let actor = cx.actor_owned()?;
    if actor.via == Via::Session { Ok(actor) } else { Err(Refused::new(Kind::Forbidden, "identity-session-needed").into()) }
}

/// Refuses to change the ways to sign in of an account that answers for others, unless a second factor was shown; as long
/// as it has no second one that counts, the first must do: its owner removes what somebody else added.
pub(crate) fn require_strength(tx: &mut Tx<'_>, actor: &Actor) -> Res<()> {
    if actor.second_factor || !account::holds_office(tx, actor.account)? || !session::second_opens(tx, actor.account)? {
        return Ok(());
    }
    let contacts = contact::list(tx, actor.account)?;
    let kinds =
        qianmo_notify::Channel::ALL.into_iter().filter(|kind| contacts.iter().any(|c| c.address.channel() == *kind)).count();
    if kinds < 2 && passkey::list(tx, actor.account)?.is_empty() {
        return Ok(());
    }
    Err(Refused::new(Kind::Forbidden, "web-second-factor-needed").into())
}

/// Whether the installation is reached by https.
pub(crate) fn secure(app: &App) -> bool {
    app.config.base_url.starts_with("https://")
}

fn set(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Puts a session into the answer's cookie and drops the step before it.
pub(crate) fn with_session(cx: &Cx, mut response: Response, bearer: &Bearer) -> Response {
    set(&mut response, &Cookie::Session.set(secure(&cx.app), &bearer.cookie()));
    without_step(cx, response)
}

/// The same for a session that a card opened: the browser forgets it when it ends.
pub(crate) fn with_card_session(cx: &Cx, mut response: Response, bearer: &Bearer) -> Response {
    set(&mut response, &Cookie::Session.set_for(secure(&cx.app), &bearer.cookie(), session::BY_CARD));
    without_step(cx, response)
}

/// Drops the session's cookie.
pub(crate) fn without_session(cx: &Cx, mut response: Response) -> Response {
    set(&mut response, &Cookie::Session.clear(secure(&cx.app)));
    without_step(cx, response)
}

/// Puts a code's ticket into the answer's cookie.
pub(crate) fn with_step(cx: &Cx, mut response: Response, ticket: &Ticket) -> Response {
    set(&mut response, &Cookie::Step.set(secure(&cx.app), &ticket.text()));
    response
}

/// Drops a code's ticket.
pub(crate) fn without_step(cx: &Cx, mut response: Response) -> Response {
    set(&mut response, &Cookie::Step.clear(secure(&cx.app)));
    response
}

/// Keeps the language of this browser in step with the account's.
pub(crate) fn with_language(cx: &Cx, mut response: Response, locale: qianmo_kernel::Locale) -> Response {
    set(&mut response, &format!("qm_lang={}; Path=/; Max-Age=31536000; SameSite=Lax{}", locale.tag(), cx.secure()));
    response
}

/// The ticket of the code that this browser is typing.
pub(crate) fn step(cx: &Cx) -> Option<Ticket> {
    cx.cookie(Cookie::Step.name(secure(&cx.app))).and_then(Ticket::read)
}

/// A refusal as the passkey script reads it: a problem with `detail` in the person's language. Anything else stays as it is.
pub(crate) fn in_json(cx: &Cx, answer: Answer) -> Answer {
    let error = match answer {
        Ok(response) => return Ok(response),
        Err(error) => error,
    };
    let Some(refused) = error.refused() else { return Err(error) };
    let args: Vec<_> = refused.args.iter().map(|(name, value)| (*name, qianmo_web::i18n::Arg::Text(value.clone()))).collect();
    let title = cx.app.i18n.plain(cx.locale, refused.message, &args);
    let status = StatusCode::from_u16(refused.kind.status()).unwrap_or(StatusCode::CONFLICT);
    let body = serde_json::json!({
        "type": format!("/problems/{}", refused.message), "title": title, "status": status.as_u16(), "detail": title, "instance": cx.request_id,
    });
    let mut response =
        (status, [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")], body.to_string())
            .into_response();
    if let Some(seconds) = refused.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

/// The refusal inside an error, if the form is to be shown again with it: a field that is not right, a conflict, a lock.
pub(crate) fn shown_again(error: &WebError) -> Option<(StatusCode, Refused)> {
    let refused = error.refused()?;
    qianmo_web::shown_again(refused).then(|| (qianmo_web::status_again(refused), refused.clone()))
}

/// The same for what a unit of work answers.
pub(crate) fn failed_again(fail: Fail) -> Result<(StatusCode, Refused), WebError> {
    let error = WebError::from(fail);
    shown_again(&error).ok_or(error)
}

/// Where somebody goes who has just signed in: on, or first to the second factor if their roles need one.
pub(crate) fn onward(tx: &mut Tx<'_>, bearer: &Bearer, next: &str) -> Res<String> {
    let next = crate::next::safe(next);
    let needs = account::holds_office(tx, bearer.account)?;
    let now = tx.now();
    let shown = session::find(tx, bearer.account, bearer.id)?.is_some_and(|s| s.has_second(now));
    Ok(if needs && !shown { format!("/sign-in/second?next={}", crate::next::query(next)) } else { next.to_owned() })
}
