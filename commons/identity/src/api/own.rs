//! One's own account.

use crate::{session, token, web};
use axum::response::IntoResponse as _;
use http::StatusCode;
use qianmo_kernel::{Grant, Id, Locale, Millis, Refused, Via};
// Under another name: the description's macro takes what is called `Path` for a struct of parameters.
use qianmo_web::Path as At;
use qianmo_web::cursor::Listed;
use qianmo_web::schema::{IdSchema, RefSchema};
use qianmo_web::{Answer, Body, Cx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A role at a place.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = RoleAtPlace)]
pub(super) struct RoleJson {
    /// The role's name.
    #[schema(example = "helper")]
    pub(super) role: String,
    /// The place; null at the root, above all places.
    #[schema(value_type = Option<IdSchema>)]
    pub(super) place: Option<Id>,
}

impl From<&Grant> for RoleJson {
    fn from(grant: &Grant) -> Self {
        RoleJson { role: grant.role.name().to_owned(), place: (grant.place != Id::NONE).then_some(grant.place) }
    }
}

/// Who is asking.
#[derive(Serialize, ToSchema)]
#[schema(as = Me)]
pub(super) struct MeJson {
    /// The account.
    #[schema(value_type = IdSchema)]
    account: Id,
    /// How it is called.
    name: String,
    /// The language of the answers (BCP 47).
    #[schema(example = "zh-Hans")]
    locale: String,
    /// The household whose own account this is.
    #[schema(value_type = Option<RefSchema>)]
    household: Option<qianmo_kernel::PublicRef>,
    /// Its roles.
    roles: Vec<RoleJson>,
    /// Whether a second factor counts at this moment.
    second_factor: bool,
    /// How the request came in: `session` or `token`.
    via: &'static str,
    /// What the token is limited to; null in a session.
    scopes: Option<Vec<String>>,
}

/// Who is asking, with which roles.
#[utoipa::path(get, path = "/me", tag = "identity", responses((status = 200, description = "Who is asking", body = MeJson)))]
pub(super) async fn me(cx: Cx) -> Answer {
    let actor = cx.actor()?;
    let locale: Locale = cx.locale;
    cx.json(&MeJson {
        account: actor.account,
        name: cx.name.to_string(),
        locale: locale.tag().to_owned(),
        household: actor.household,
        roles: actor.grants.iter().map(RoleJson::from).collect(),
        second_factor: actor.second_factor,
        via: if actor.via == Via::Token { "token" } else { "session" },
        scopes: actor.scopes.clone(),
    })
}

/// A session.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub(super) struct SessionJson {
    /// The session.
    #[schema(value_type = IdSchema)]
    id: Id,
    /// The device, coarsely; empty when it said nothing of itself.
    #[schema(example = "Firefox · Android")]
    device: String,
    /// How it was signed in: `sms`, `email`, `card` or `passkey`.
    factor: &'static str,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    made_at: Millis,
    /// When it was last used, to ten minutes.
    #[schema(value_type = String, format = DateTime)]
    used_at: Millis,
    /// When it ends at the latest.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Millis,
    /// Whether it is the one that asks.
    current: bool,
}

/// One's own sessions, the last used first.
#[utoipa::path(get, path = "/sessions", tag = "identity", responses((status = 200, description = "The sessions that are alive", body = Listed<SessionJson>)))]
pub(super) async fn sessions(cx: Cx) -> Answer {
    let actor = web::own(&cx)?;
    let (account, current) = (actor.account, actor.session);
    let items = cx.read(move |tx| session::list(tx, account)).await?;
    let items = items
        .into_iter()
        .map(|s| SessionJson {
            id: s.id,
            device: s.device,
            factor: s.factor.name(),
            made_at: s.made_at,
            used_at: s.used_at,
            expires_at: s.expires_at,
            current: s.id == current,
        })
        .collect();
    cx.json(&Listed { items, next: None })
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/sessions/{id}", tag = "identity", params(("id" = IdSchema, Path, description = "The session")),
    responses((status = 204, description = "It has ended.")))]
pub(super) async fn end_session(cx: Cx, At(id): At<Id>) -> Answer {
    let account = web::own(&cx)?.account;
    cx.write(move |tx| session::revoke(tx, account, id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A token; its text is only told when it is made.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = Token)]
pub(super) struct TokenJson {
    /// The token's id.
    #[schema(value_type = IdSchema)]
    id: Id,
    /// What its owner calls it.
    label: String,
    /// What it is limited to: names of permissions, families of them such as `aid.*`, or `*`.
    #[schema(example = json!(["aid.*"]))]
    scopes: Vec<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    made_at: Millis,
    /// The day on which it was last used; null if never.
    #[schema(value_type = Option<String>, format = DateTime)]
    used_at: Option<Millis>,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Millis,
    /// The token itself, `qm_…`: only in the answer that made it, and not when that is asked for again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    token: Option<String>,
}

impl TokenJson {
    fn of(token: token::Token, text: Option<String>) -> Self {
        TokenJson {
            id: token.id,
            label: token.label,
            scopes: token.scopes,
            made_at: token.made_at,
            used_at: (token.used_at.0 > 0).then_some(token.used_at),
            expires_at: token.expires_at,
            token: text,
        }
    }
}

/// One's own tokens, the newest first.
#[utoipa::path(get, path = "/tokens", tag = "identity", responses((status = 200, description = "The tokens", body = Listed<TokenJson>)))]
pub(super) async fn tokens(cx: Cx) -> Answer {
    let account = web::own(&cx)?.account;
    let items = cx.read(move |tx| token::list(tx, account)).await?;
    let items = items.into_iter().map(|t| TokenJson::of(t, None)).collect();
    cx.json(&Listed { items, next: None })
}

/// A token that is wanted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewToken)]
pub(super) struct NewTokenJson {
    /// What its owner calls it, 1 to 60 characters.
    #[schema(min_length = 1, max_length = 60)]
    label: String,
    /// What it is limited to, 1 to 30 scopes of permissions that there are; no wider than the token that makes it.
    #[schema(min_items = 1, max_items = 30, example = json!(["aid.*"]))]
    scopes: Vec<String>,
    /// For how many days.
    #[schema(minimum = 1, maximum = 366, example = 90)]
    days: i64,
}

/// Makes a token. One made by a token is no wider and lives no longer than that. Its text is told this once: the same call
/// again is answered the token without it.
#[utoipa::path(post, path = "/tokens", tag = "identity", request_body = NewTokenJson, responses((status = 201, description = "The token, with its text the first time", body = TokenJson)))]
pub(super) async fn make_token(cx: Cx, body: Body<NewTokenJson>) -> Answer {
    let actor = web::own(&cx)?;
    let call = cx.call("identity.tokens.make", &body.bytes)?;
    let new = token::NewToken { label: body.value.label, scopes: body.value.scopes, days: body.value.days };
    token::require_known(&new.scopes, &cx.app.scopes)?;
    let made = cx
        .write(move |tx| {
            // The text goes past the answer that is kept for a repeated call: it is kept nowhere.
            let mut text = None;
            let kept = call.once(tx, Id::NONE, |tx| {
                let (token, fresh) = token::make(tx, &actor, &new)?;
                text = Some(fresh);
                Ok(TokenJson::of(token, None))
            })?;
            Ok(TokenJson { token: text, ..kept })
        })
        .await?;
    cx.created("/api/v1/tokens", &made)
}

/// Revokes a token.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "identity", params(("id" = IdSchema, Path, description = "The token")),
    responses((status = 204, description = "It is revoked.")))]
pub(super) async fn revoke_token(cx: Cx, At(id): At<Id>) -> Answer {
    let account = web::own(&cx)?.account;
    if id == Id::NONE {
        return Err(Refused::not_found().into());
    }
    cx.write(move |tx| token::revoke(tx, account, id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
