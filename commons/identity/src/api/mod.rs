//! The same as JSON: who am I, my sessions, my tokens; accounts and roles for those who give them.

mod accounts;
mod own;
mod proposals;

use crate::grant::MANAGE;
use qianmo_web::{Access, Module};
use utoipa_axum::routes;

/// Adds the operations.
pub(crate) fn routes(module: Module) -> Module {
    let (own, manage) = (Access::SignedIn, Access::Permit(&MANAGE));
    module
        .api(own, routes!(own::me))
        .api(own, routes!(own::sessions))
        .api(own, routes!(own::end_session))
        .api(own, routes!(own::tokens))
        .api_idempotent(own, routes!(own::make_token))
        .api(own, routes!(own::revoke_token))
        .api(manage, routes!(accounts::list))
        .api_idempotent(manage, routes!(accounts::create))
        .api(manage, routes!(accounts::grants))
        .api_idempotent(manage, routes!(accounts::give))
        .api(manage, routes!(accounts::take))
        .api_idempotent(manage, routes!(proposals::decide))
}
