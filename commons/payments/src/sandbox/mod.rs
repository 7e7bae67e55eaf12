//! The sandbox: a provider that plays a bank, so that success, failure, delay, repeated callbacks and unknown outcomes are
//! all met before real money is.
//!
//! It has a book of its own, which the daily comparison reads as the bank's statement; it sends its callbacks signed, through the
//! same door as any provider; and what it does is chosen by whoever pays, or by its settings ([`set_setting`]). It knows of orders
//! only what it is told, declines a payout to what can be no account, and keeps no account.

mod account;
mod bank;
mod charge;
mod mandate;
mod routes;
mod script;
mod store;
mod wire;

use crate::callback::Notice;
use crate::order::Order;
use crate::payee::Payee;
use crate::provider::{Answer, Provider, Started, StatementLine};
use futures::FutureExt;
use futures::future::BoxFuture;
use http::HeaderMap;
use qianmo_db::{Db, Vault};
use qianmo_kernel::{Id, Millis, PublicRef, Res};

pub use bank::{pay, set_setting, setting, take_back, work};
pub use charge::Charge;
pub use mandate::{agree, revoke_at_bank};
pub(crate) use routes::add;
pub use script::SandboxScript;
pub use wire::SIGNATURE;

/// Its name: in orders, in accounts' codes, in the address of its callbacks.
pub const NAME: &str = "sandbox";

/// The provider. A service of its own besides being one of the [`crate::Providers`]: its pages look for it.
#[derive(Clone)]
pub struct Sandbox {
    db: Db,
    secret: Vec<u8>,
    /// What the addresses of its pages are made with.
    pages: Vec<u8>,
}

impl Sandbox {
    /// A sandbox whose book is in this database and whose callbacks are signed with a secret that the vault derives.
    pub fn new(db: Db, vault: &Vault) -> Self {
        let (secret, pages) =
            (vault.blind("payments.sandbox.callbacks", "secret"), vault.blind("payments.sandbox.pages", "secret"));
        Sandbox { db, secret, pages }
    }

    /// The page where an order is paid. An order's reference can be guessed: it is made of the time and a counter. So its page is
    /// found by a key of 256 bits beside it, which follows from the installation's keys; nothing need be kept for it.
    pub fn page_of(&self, order: PublicRef) -> String {
        format!("/sandbox/pay/{order}/{}", wire::sign(&self.pages, order.to_string().as_bytes()))
    }

    /// Whether this is the key to an order's page.
    fn opens(&self, order: PublicRef, key: &str) -> bool {
        wire::is_signed(&self.pages, order.to_string().as_bytes(), key)
    }

    /// The page where a mandate is agreed to, found by a key of its own.
    pub fn mandate_page_of(&self, mandate: PublicRef) -> String {
        format!("/sandbox/mandate/{mandate}/{}", wire::sign(&self.pages, format!("mandate/{mandate}").as_bytes()))
    }

    /// Whether this is the key to a mandate's page.
    fn opens_mandate(&self, mandate: PublicRef, key: &str) -> bool {
        wire::is_signed(&self.pages, format!("mandate/{mandate}").as_bytes(), key)
    }

    /// Signs a body as the bank does.
    pub fn sign(&self, body: &[u8]) -> String {
        wire::sign(&self.secret, body)
    }
}

impl Provider for Sandbox {
    fn name(&self) -> &'static str {
        NAME
    }

    fn start<'a>(&'a self, order: &'a Order) -> BoxFuture<'a, Res<Started>> {
        let started = Started::Redirect { to: self.page_of(order.reference()), provider_ref: String::new() };
        futures::future::ready(Ok(started)).boxed()
    }

    fn pay_out<'a>(&'a self, order: &'a Order, payee: &'a Payee) -> BoxFuture<'a, Res<Answer>> {
        let (order, payable) = (order.clone(), account::can_be(&payee.account));
        self.db.write(move |tx| bank::asked(tx, &order, payable)).boxed()
    }

    fn refund<'a>(&'a self, refund: &'a Order, _payment: &'a Order) -> BoxFuture<'a, Res<Answer>> {
        let order = refund.clone();
        self.db.write(move |tx| bank::asked(tx, &order, true)).boxed()
    }

    fn query<'a>(&'a self, order: &'a Order) -> BoxFuture<'a, Res<Answer>> {
        let order = order.clone();
        self.db.write(move |tx| bank::query(tx, &order)).boxed()
    }

    fn read_callback(&self, headers: &HeaderMap, body: &[u8]) -> Res<Notice> {
        wire::read(&self.secret, headers, body)
    }

    fn mandates(&self) -> Option<&dyn crate::mandate::Mandates> {
        Some(self)
    }

    fn statement(&self, county: Id, from: Millis, to: Millis) -> BoxFuture<'_, Res<Vec<StatementLine>>> {
        self.db.read(move |tx| store::statement(tx, county, from, to)).boxed()
    }
}
