//! API tokens, as pages. A new token's text is shown once.

use super::page::{TokenLine, TokensPage};
use crate::token::{self, NewToken};
use crate::web;
use qianmo_kernel::{Id, Res};
use qianmo_web::{Answer, Cx, Form, FormView, Path, RawForm, Reader};

async fn page(cx: &Cx, form: FormView, fresh: Option<String>) -> Res<TokensPage> {
    let account = web::seated(cx)?.account;
    let tokens = cx.read(move |tx| token::list(tx, account)).await?;
    let now = cx.app.clock.now();
    let tokens = tokens
        .into_iter()
        .map(|t| TokenLine {
            id: t.id.to_string(),
            ended: t.expires_at <= now,
            label: t.label,
            scopes: t.scopes.join(" "),
            expires_at: t.expires_at,
            used_at: t.used_at,
        })
        .collect();
    Ok(TokensPage { v: cx.view(), f: form, tokens, known: cx.app.scopes.clone(), fresh })
}

fn empty(cx: &Cx) -> FormView {
    // What a token may do is for its owner to say: what stands there already is left standing.
    FormView::with(cx, [("days", "90")])
}

/// The list, and the form for a new one.
pub(super) async fn list(cx: Cx) -> Answer {
    cx.page("identity-tokens-title", &page(&cx, empty(&cx), None).await?)
}

/// Makes a token and shows it, this once.
pub(super) async fn make(cx: Cx, Form(raw): Form) -> Answer {
    let actor = web::seated(&cx)?;
    let made = match read(&raw).and_then(|new| token::require_known(&new.scopes, &cx.app.scopes).map(|()| new)) {
        Ok(new) => cx.write(move |tx| token::make(tx, &actor, &new)).await,
        Err(fail) => Err(fail),
    };
    match made {
        Ok((_, text)) => {
            cx.page_status(http::StatusCode::CREATED, "identity-tokens-title", &page(&cx, empty(&cx), Some(text)).await?)
        }
        Err(fail) => {
            let (status, refused) = web::failed_again(fail)?;
            cx.page_status(status, "identity-tokens-title", &page(&cx, FormView::failed(&cx, &raw, &refused), None).await?)
        }
    }
}

fn read(raw: &RawForm) -> Res<NewToken> {
    let mut read = Reader::form(raw);
    let label = read.text("label", 1, token::LONGEST_LABEL);
    let scopes = read.text("scopes", 1, 1_000);
    let days = read.int("days", 1, token::LONGEST_DAYS);
    read.finish()?;
    Ok(NewToken {
        label,
        scopes: scopes.split([' ', ',', '\n', '，', '、', '،']).filter(|s| !s.is_empty()).map(str::to_owned).collect(),
        days,
    })
}

/// Revokes a token.
pub(super) async fn revoke(cx: Cx, Path(id): Path<Id>) -> Answer {
    let account = web::seated(&cx)?.account;
    cx.write(move |tx| token::revoke(tx, account, id)).await?;
    Ok(cx.see_other_saying("/settings/tokens", "identity-token-revoked"))
}
