//! Adding and removing ways to sign in, ending sessions, stopping a recovery.

use super::profile::show_with;
use crate::account::contact;
use crate::code::Purpose;
use crate::sign_in::{ask, location};
use crate::{card, notice, passkey, recovery, session, web};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Fail, Id, Kind, Refused, Res};
use qianmo_web::{Answer, Body, Cx, Form, FormView, Path};
use serde_json::Value;

/// Sends a code to a new contact.
pub(super) async fn add_contact(cx: Cx, Form(raw): Form) -> Answer {
    strong(&cx).await?;
    let sent = match web::address(&cx.app, "login", raw.get("login").unwrap_or_default()) {
        Ok(address) => ask(&cx, Purpose::Contact, address, "/settings").await,
        Err(fail) => Err(fail),
    };
    match sent {
        Ok(response) => Ok(response),
        Err(fail) => {
            let (status, refused) = web::failed_again(fail)?;
            show_with(&cx, None, Some((status, FormView::failed(&cx, &raw, &refused)))).await
        }
    }
}

/// Refuses when an account would be left without any way to sign in.
fn require_a_way(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    let left = !contact::list(tx, account)?.is_empty() || !passkey::list(tx, account)?.is_empty() || card::has(tx, account)?;
    if left { Ok(()) } else { Err(Refused::new(Kind::Conflict, "identity-last-way").into()) }
}

/// Removes a contact; its owner is told at every contact, the removed one included.
pub(super) async fn remove_contact(cx: Cx, Path(id): Path<Id>) -> Answer {
    let (actor, words) = (web::seated(&cx)?, cx.app.i18n.clone());
    cx.write(move |tx| {
        web::require_strength(tx, &actor)?;
        notice::tell(tx, &words, actor.account, "identity-notice-contact-removed", &[])?;
        if !contact::remove(tx, actor.account, id)? {
            return Err(Refused::not_found().into());
        }
        require_a_way(tx, actor.account)
    })
    .await?;
    Ok(cx.see_other_saying("/settings", "identity-contact-removed"))
}

/// The options for registering a passkey.
pub(super) async fn start_passkey(cx: Cx, Body { .. }: Body<Value>) -> Answer {
    let answer = match strong(&cx).await {
        Ok(actor) => passkey::start_registration(&cx.app, &actor).await,
        Err(fail) => Err(fail),
    };
    let answer = match answer {
        Ok(options) => cx.json(&options),
        Err(fail) => Err(fail.into()),
    };
    web::in_json(&cx, answer)
}

/// The browser's answer to them.
pub(super) async fn finish_passkey(cx: Cx, body: Body<Value>) -> Answer {
    let registered = match strong(&cx).await {
        Ok(actor) => passkey::finish_registration(&cx.app, &actor, body.value, &cx.device).await,
        Err(fail) => Err(fail),
    };
    let answer = registered.map_err(Into::into).map(|waits| {
        let mut response = location("/settings");
        cx.say(&mut response, if waits { "identity-second-waits" } else { "identity-passkey-added" });
        response
    });
    web::in_json(&cx, answer)
}

/// Who asks, if they may add a way to sign in.
async fn strong(cx: &Cx) -> Result<Actor, Fail> {
    let actor = web::seated(cx)?;
    let asked = actor.clone();
    let may = move |tx: &mut Tx<'_>| {
        session::require_more_than_card(tx, &asked)?;
        web::require_strength(tx, &asked)
    };
    cx.read(may).await?;
    Ok(actor)
}

/// Removes a passkey.
pub(super) async fn remove_passkey(cx: Cx, Path(id): Path<Id>) -> Answer {
    let (actor, words) = (web::seated(&cx)?, cx.app.i18n.clone());
    cx.write(move |tx| {
        web::require_strength(tx, &actor)?;
        if !passkey::remove(tx, actor.account, id)? {
            return Err(Refused::not_found().into());
        }
        require_a_way(tx, actor.account)?;
        notice::tell(tx, &words, actor.account, "identity-notice-passkey-removed", &[])
    })
    .await?;
    Ok(cx.see_other_saying("/settings", "identity-passkey-removed"))
}

/// Ends one session; one's own, too.
pub(super) async fn end_session(cx: Cx, Path(id): Path<Id>) -> Answer {
    let actor = web::seated(&cx)?;
    let own = actor.session == id;
    cx.write(move |tx| session::revoke(tx, actor.account, id)).await?;
    if own {
        return Ok(web::without_session(&cx, cx.see_other_saying("/", "identity-signed-out")));
    }
    Ok(cx.see_other_saying("/settings", "identity-session-revoked"))
}

/// Ends every session but this one.
pub(super) async fn end_other_sessions(cx: Cx) -> Answer {
    let actor = web::seated(&cx)?;
    cx.write(move |tx| session::remove_others(tx, actor.account, actor.session).map(|_| ())).await?;
    Ok(cx.see_other_saying("/settings", "identity-session-revoked"))
}

/// Stops a recovery that an officer asked for.
pub(super) async fn cancel_recovery(cx: Cx, Path(id): Path<Id>) -> Answer {
    let (actor, words) = (web::seated(&cx)?, cx.app.i18n.clone());
    cx.write(move |tx| recovery::cancel(tx, &words, &actor, actor.account, id)).await?;
    Ok(cx.see_other_saying("/settings", "identity-recovery-stopped"))
}
