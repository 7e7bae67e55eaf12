//! One's own account, as pages: name and language, contacts, passkeys, sessions, tokens, a recovery that somebody asked
//! for, and erasing it all.

mod erase;
mod page;
mod profile;
mod tokens;
mod ways;

use http::Method;
use qianmo_web::{Access, Module};

/// Adds the routes.
pub(crate) fn routes(module: Module) -> Module {
    let (get, post, own) = (Method::GET, Method::POST, Access::SignedIn);
    module
        .page(get.clone(), "/settings", own, profile::show)
        .page(post.clone(), "/settings", own, profile::save)
        .page(post.clone(), "/settings/roles/take", own, profile::give_back)
        .page(post.clone(), "/settings/contacts", own, ways::add_contact)
        .page(post.clone(), "/settings/contacts/{id}/remove", own, ways::remove_contact)
        .page(post.clone(), "/settings/passkeys/start", own, ways::start_passkey)
        .page(post.clone(), "/settings/passkeys/finish", own, ways::finish_passkey)
        .page(post.clone(), "/settings/passkeys/{id}/remove", own, ways::remove_passkey)
        .page(post.clone(), "/settings/sessions/end-others", own, ways::end_other_sessions)
        .page(post.clone(), "/settings/sessions/{id}/end", own, ways::end_session)
        .page(post.clone(), "/settings/recovery/{id}/cancel", own, ways::cancel_recovery)
        .page(get.clone(), "/settings/tokens", own, tokens::list)
        .page(post.clone(), "/settings/tokens", own, tokens::make)
        .page(post.clone(), "/settings/tokens/{id}/revoke", own, tokens::revoke)
        .page(get, "/settings/erase", own, erase::confirm)
        .page(post, "/settings/erase", own, erase::erase)
}
