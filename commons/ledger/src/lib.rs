//! The double-entry ledger: accounts, transfers, holds, limits, sealed blocks.
//!
//! Everything here runs in the caller's own unit of work, so that the books change together with what they are about:
//! ```text
//! let custody = ledger::account(tx, county, "assets:custody:sandbox", currency, Limit::Unlimited)?;
//! let request = ledger::account(tx, county, "liabilities:request:0H7X…", currency, Limit::NoOverdraft)?;
//! ledger::transfer(tx, &Transfer { key: "gift/…", debit: &custody, credit: &request, amount, kind: "aid.gift", … })?;
//! ```
//! A gift lies on a liability account until it is paid out; a payout is held first ([`hold()`]) and posted when the money has
//! left. `docs/guide/ledger.md` tells of the account plan, the sealing and the proof.

pub mod account;
pub mod export;
pub mod hold;
pub mod pages;
pub mod seal;
mod shelf;
pub mod statement;
pub mod transfer;
pub mod verify;

use qianmo_kernel::{Millis, Permission, Role};
use qianmo_web::Module;

pub use account::{Account, Limit, Unit, account, account_by_id, find_account, goods_account};
pub use export::export_hledger;
pub use hold::{NewHold, expire, find_hold, hold, post, void};
pub use seal::seal_all;
pub use statement::{Balance, balance, balance_sheet, statement};
pub use transfer::{Between, Booked, Transfer, bare, between, find_transfer, transfer, transfer_by_key, transfers_about};
pub use verify::{Finding, Flaw, Progress, Report, held_against, verify_all, verify_county};

/// Reads the books of a county.
pub const READ: Permission = Permission { name: "ledger.books.read", roles: &[Role::Auditor, Role::Officer] };
/// Asks for the proof of a county's books.
pub const VERIFY: Permission = Permission { name: "ledger.books.verify", roles: &[Role::Auditor, Role::Officer] };

/// What the ledger contributes to the program.
pub fn module() -> Module {
    let module = Module::new("ledger")
        .migrations(qianmo_db::migrations!["0001_books"])
        .locales(qianmo_web::locales!())
        .job(seal::SEAL, |app, _| Box::pin(async move { seal::run(&app.db).await }))
        .every(seal::SEAL, seal::EVERY)
        .job(hold::EXPIRY, |app, job| {
            Box::pin(async move {
                let (county, of) = (job.county, job.payload::<hold::ExpiryOf>()?);
                app.db.write(move |tx| expire(tx, county, of.hold)).await
            })
        })
        .job(verify::run::ONE, |app, job| {
            Box::pin(async move { verify::run::carry_out(&app.db, job.county, job.payload()?).await })
        })
        .job(verify::run::ALL, |app, _| Box::pin(async move { verify::run::ask_all(&app.db).await }))
        .every(verify::run::ALL, Millis::DAY)
        .on("places.succeeded", "ledger.places-succeeded", |app, job| {
            Box::pin(async move {
                let moved: qianmo_places::Moved = job.payload()?;
                app.db.write(move |tx| shelf::follow(tx, &moved)).await
            })
        });
    pages::add(module)
}
