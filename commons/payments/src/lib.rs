//! The seam by which money comes in and goes out, and the sandbox provider behind it.
//!
//! A domain writes down an order ([`order()`], [`payout`], [`refund`]), sends the person to pay ([`start`]), and is told what
//! became of it by its [`Settle`]: in the very unit of work in which the order's state changes and the ledger is posted. Who
//! only wants to know listens to the events `payments.paid`, `payments.failed`, `payments.refunded`, `payments.paid-out`,
//! `payments.payout-failed` (payload: [`Happened`]). `docs/guide/ledger.md` tells the rest.

mod apply;
pub mod books;
pub mod callback;
pub mod hand;
pub mod mandate;
mod missing;
pub mod order;
pub mod pages;
mod payee;
mod provider;
pub mod reconcile;
mod run;
pub mod sandbox;
mod settle;

use qianmo_kernel::{Millis, Permission, Role};
use qianmo_web::Module;

pub use apply::{Happened, apply};
pub use callback::{Notice, accept, receive};
pub use mandate::{Mandate, Mandates, NewMandate, SetUp, Standing};
pub use missing::{Missing, Way, arrived, forget_missing, miss, missing, recover, repaid};
pub use order::decide::Outcome;
pub use order::{
    Direction, NewOrder, NewPayout, NewRefund, Order, State, find_order, order, orders_for, payout, refund, refunds_of,
};
pub use payee::{Payee, forget_payee};
pub use provider::{Answer, Provider, Providers, Started, StatementLine};
pub use run::{Next, run, start, sweep};
pub use settle::{Disposition, Settle, Settlers};

/// Reads payment orders and their comparison with the providers' statements.
pub const READ: Permission = Permission { name: "payments.orders.read", roles: &[Role::Auditor, Role::Officer] };
/// Sees and begins one's own payments; a token needs the scope.
pub const OWN: Permission = Permission { name: "payments.orders.own", roles: &Role::ALL };
/// Tries a refund again that definitely failed.
pub const RETRY: Permission = Permission { name: "payments.refunds.retry", roles: &[Role::Officer] };
/// Says or confirms what became of an order about which its provider contradicts itself or us; the two are never the same person.
pub const SETTLE: Permission = Permission { name: "payments.orders.settle", roles: &[Role::Officer] };
/// Looks at the counter of the sandbox: how payouts and refunds end.
pub const SANDBOX: Permission =
    Permission { name: "payments.sandbox.use", roles: &[Role::Officer, Role::Auditor, Role::Administrator] };
/// Chooses there how they end, for the whole installation: nobody who decides on payouts or audits them.
pub const CHOOSE: Permission = Permission { name: "payments.sandbox.choose", roles: &[Role::Administrator] };

/// The job that asks providers about open orders.
const SWEEP: &str = "payments.sweep";
/// The job that asks about mandates, and tells of those that were taken back.
const MANDATES: &str = "payments.mandates";
/// The job that compares with the providers' statements.
const RECONCILE: &str = "payments.reconcile";
/// The job in which the sandbox bank does its work.
const BANK: &str = "payments.sandbox";

/// What payments contribute to the program.
pub fn module() -> Module {
    let module = Module::new("payments")
        .migrations(qianmo_db::migrations![
            "0001_orders",
            "0002_sandbox",
            "0003_payees",
            "0004_missing",
            "0005_returns",
            "0006_mandates"
        ])
        .locales(qianmo_web::locales!())
        .locales(qianmo_web::locales!("mandates."))
        .sealed(payee::SEALED)
        .sealed(missing::SEALED)
        .permits(&[&OWN])
        .job(SWEEP, |app, _| Box::pin(async move { sweep(&app).await.map(|_| ()) }))
        .every(SWEEP, 5 * Millis::SECOND)
        .job(MANDATES, |app, _| Box::pin(async move { mandate::sweep(&app).await.map(|_| ()) }))
        .every(MANDATES, Millis::MINUTE)
        .job(RECONCILE, |app, _| Box::pin(async move { reconcile::yesterday(&app).await }))
        .every(RECONCILE, 6 * Millis::HOUR)
        .job(BANK, |app, _| Box::pin(async move { sandbox::work(&app).await.map(|_| ()) }))
        .every(BANK, 2 * Millis::SECOND);
    pages::add(module)
}
