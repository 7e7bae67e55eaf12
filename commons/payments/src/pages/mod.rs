//! What people and programs see of payments: an order, for its owner; the comparison with the providers' statements, for
//! auditors; and the door for callbacks.

mod api;
mod hand;
mod load;
mod page;
mod routes;

use crate::{READ, RETRY, SETTLE, sandbox};
use qianmo_web::prelude::*;

/// Adds the routes of payments.
pub(crate) fn add(module: Module) -> Module {
    let module = module
        .page(Method::POST, "/payments/callback/{provider}", Access::Public, routes::callback)
        .page(Method::GET, "/payments/orders/{reference}", Access::SignedIn, routes::order)
        .page(Method::POST, "/payments/orders/{reference}/start", Access::SignedIn, routes::start)
        .page(Method::POST, "/payments/orders/{reference}/retry", Access::Permit(&RETRY), routes::retry)
        .page(Method::GET, "/payments/orders/{reference}/settlement", Access::Permit(&SETTLE), hand::show)
        .page(Method::POST, "/payments/orders/{reference}/settlement", Access::Permit(&SETTLE), hand::propose)
        .page(Method::POST, "/payments/orders/{reference}/settlement/confirmation", Access::Permit(&SETTLE), hand::confirm)
        .page(Method::GET, "/payments/reconciliation", Access::Permit(&READ), routes::reconciliation)
        .page(Method::GET, "/payments/reconciliation/{county}", Access::Permit(&READ), routes::reconciliation_of)
        .page(Method::POST, "/payments/reconciliation/{county}", Access::Permit(&READ), routes::compare)
        .api(Access::SignedIn, routes!(api::get_order))
        .nav(NavItem { key: "payments-nav", href: "/payments/reconciliation", for_roles: READ.roles, order: 81 });
    sandbox::add(module)
}
