//! The auditor's view: the books of the counties, a county's balance sheet, statements, transfers, the chain and its proof;
//! and the same as JSON.

mod api;
mod books;
mod load;
mod page;
mod routes;
mod words;

use crate::{READ, VERIFY};
use qianmo_web::prelude::*;

/// Adds the ledger's routes.
pub(crate) fn add(module: Module) -> Module {
    module
        .page(Method::GET, "/ledger", Access::Permit(&READ), routes::books)
        .page(Method::GET, "/ledger/{county}", Access::Permit(&READ), routes::county)
        .page(Method::GET, "/ledger/{county}/accounts", Access::Permit(&READ), routes::accounts)
        .page(Method::GET, "/ledger/{county}/proof", Access::Permit(&READ), routes::proof)
        .page(Method::POST, "/ledger/{county}/verifications", Access::Permit(&VERIFY), routes::verify)
        .page(Method::GET, "/ledger/accounts/{reference}", Access::Permit(&READ), routes::account)
        .page(Method::GET, "/ledger/transfers/{reference}", Access::Permit(&READ), routes::transfer)
        .page(Method::GET, "/ledger/blocks/{county}/{seq}", Access::Permit(&READ), routes::block)
        .api(Access::Permit(&READ), routes!(api::list_accounts))
        .api(Access::Permit(&READ), routes!(api::get_account))
        .api(Access::Permit(&READ), routes!(api::list_transfers))
        .api(Access::Permit(&READ), routes!(api::get_transfer))
        .nav(NavItem { key: "ledger-nav", href: "/ledger", for_roles: &[Role::Auditor, Role::Officer], order: 80 })
}
