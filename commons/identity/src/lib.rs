//! Accounts, the ways to sign in, sessions, tokens, and roles held at places.
//!
//! An account is signed in by a code sent to its phone or e-mail, by a passkey, or by a household's printed card. Who
//! answers for others' data or money shows a second factor. Sessions and tokens are rows that their owner sees and ends.
//! Roles are given at places, by those whose office covers the place, and never beside a role they must be kept apart from;
//! those that answer for others' data or money by two officers.

pub mod account;
mod accounts;
mod api;
mod authenticate;
pub mod card;
pub mod code;
pub mod erasure;
mod factor;
pub mod grant;
mod households;
pub mod limit;
pub mod next;
mod notice;
pub mod passkey;
pub mod proposal;
pub mod recovery;
mod secret;
pub mod session;
mod settings;
mod sign_in;
#[doc(hidden)]
pub mod testing;
pub mod token;
mod web;

pub use authenticate::Authenticator;
pub use erasure::ErasureHook;
pub use factor::Factor;
pub use households::HouseholdNames;
pub use inventory;
pub use notice::tell;
pub use web::{OWN, Settings};

use qianmo_db::JobRow;
use qianmo_kernel::{Millis, Res};
use qianmo_web::{App, Module, SealedColumn};
use std::future::Future;
use std::pin::Pin;

/// The job that drops what has expired.
const SWEEP: &str = "identity.sweep";

/// What the server hangs in.
pub fn module() -> Module {
    let module = Module::new("identity")
        .migrations(qianmo_db::migrations!["0001_identity", "0002_proposals", "0003_confirmers"])
        .locales(qianmo_web::locales!())
        .locales(qianmo_web::locales!("sign_in."))
        .locales(qianmo_web::locales!("accounts."))
        .locales(qianmo_web::locales!("proposals."))
        .job(card::HARDEN, card::harden)
        .job(recovery::FINISH, recovery::finish_job)
        .on("places.succeeded", "identity.places-succeeded", grant::follow_places)
        .job(SWEEP, sweep)
        .every(SWEEP, 10 * Millis::MINUTE)
        .sealed(SEALED)
        .permits(&[&OWN]);
    api::routes(accounts::routes(settings::routes(sign_in::routes(module))))
}

/// Sealed columns, for the rotation of keys.
const SEALED: &[SealedColumn] = &[
    SealedColumn { table: "account", column: "name_sealed", keys: &["id"], purpose: account::NAME },
    SealedColumn { table: "contact", column: "shown_sealed", keys: &["account", "id"], purpose: account::contact::SHOWN },
    SealedColumn { table: "passkey", column: "key_sealed", keys: &["account", "id"], purpose: passkey::KEY },
    SealedColumn { table: "recovery", column: "shown_sealed", keys: &["account", "id"], purpose: recovery::SHOWN },
    SealedColumn { table: "recovery", column: "reason_sealed", keys: &["account", "id"], purpose: recovery::REASON },
    SealedColumn { table: "role_proposal", column: "reason_sealed", keys: &["account", "id"], purpose: proposal::REASON },
    SealedColumn { table: "one_time_code", column: "address_sealed", keys: &["id"], purpose: code::ADDRESS },
    SealedColumn { table: "ceremony", column: "state_sealed", keys: &["id"], purpose: passkey::STATE },
];

/// Drops what has expired.
fn sweep(app: App, _: JobRow) -> Pin<Box<dyn Future<Output = Res<()>> + Send>> {
    Box::pin(async move {
        app.db
            .write(|tx| {
                code::sweep(tx)?;
                passkey::sweep(tx)?;
                session::sweep(tx)?;
                token::sweep(tx)?;
                limit::sweep(tx)?;
                recovery::sweep(tx)?;
                proposal::sweep(tx)
            })
            .await
    })
}
