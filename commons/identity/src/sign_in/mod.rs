//! Signing in and up, as pages: an address and a code, a household's card, a passkey; a second factor for those who answer
//! for others. Everything but the passkey works without scripts.

mod card;
mod code;
mod keys;
mod page;
mod second;
mod up;

pub(crate) use code::ask;
pub(crate) use keys::location;
pub(crate) use page::languages;

use http::Method;
use qianmo_web::{Access, Module};

/// Adds the routes.
pub(crate) fn routes(module: Module) -> Module {
    let (get, post) = (Method::GET, Method::POST);
    module
        .page(get.clone(), "/sign-in", Access::Public, code::address_form)
        .page(post.clone(), "/sign-in", Access::Public, code::send)
        .page(get.clone(), "/sign-in/code", Access::Public, code::code_form)
        .page(post.clone(), "/sign-in/code", Access::Public, code::check)
        .page(post.clone(), "/sign-in/again", Access::Public, code::again)
        .page(get.clone(), "/sign-in/second", Access::SignedIn, second::choose)
        .page(post.clone(), "/sign-in/second", Access::SignedIn, second::send)
        .page(post.clone(), "/sign-in/second/passkey/start", Access::SignedIn, keys::start_second)
        .page(post.clone(), "/sign-in/second/passkey/finish", Access::SignedIn, keys::finish_second)
        .page(get.clone(), "/sign-in/card", Access::Public, card::form)
        .page(post.clone(), "/sign-in/card", Access::Public, card::enter)
        .page(post.clone(), "/sign-in/passkey/start", Access::Public, keys::start)
        .page(post.clone(), "/sign-in/passkey/finish", Access::Public, keys::finish)
        .page(get.clone(), "/sign-up", Access::Public, up::address_form)
        .page(post.clone(), "/sign-up", Access::Public, up::send)
        .page(get, "/sign-up/name", Access::Public, up::name_form)
        .page(post.clone(), "/sign-up/name", Access::Public, up::finish)
        .page(post, "/sign-out", Access::Public, code::sign_out)
}

/// The query of pages that lead somewhere afterwards.
#[derive(serde::Deserialize, Default)]
#[serde(default)]
pub(crate) struct Next {
    /// A path of our own.
    pub next: String,
}
