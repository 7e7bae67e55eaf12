//! What a provider of payments can do for us. The sandbox is one; WeChat Pay and others stand behind the same trait.
//!
//! Rules that every provider keeps: the order's [`Order::provider_key`] makes each call idempotent on its side; a call never runs inside a
//! unit of work; whatever is not certain is [`Outcome::Unknown`], never a guess.

use crate::callback::Notice;
use crate::mandate::Mandates;
use crate::order::Order;
use crate::order::decide::Outcome;
use crate::payee::Payee;
use futures::future::BoxFuture;
use http::HeaderMap;
use qianmo_kernel::{Id, Kind, Millis, Money, PublicRef, Refused, Res};
use std::sync::Arc;

/// What a provider answers about an order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// What became of it.
    pub outcome: Outcome,
    /// What the provider calls it; empty when it did not say.
    pub provider_ref: String,
    /// Why it failed: a word; empty when it did not.
    pub reason: String,
}

impl Answer {
    /// An answer without more to say.
    pub fn new(outcome: Outcome) -> Self {
        Answer { outcome, provider_ref: String::new(), reason: String::new() }
    }
}

/// How a payment begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Started {
    /// The person pays on the provider's page, at this address or path.
    Redirect {
        /// Where.
        to: String,
        /// What the provider calls it.
        provider_ref: String,
    },
    /// It is known already what became of it.
    Known(Answer),
}

/// A line of a provider's statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementLine {
    /// The order that it is about.
    pub order: PublicRef,
    /// Whether the money left us (payouts and refunds).
    pub outgoing: bool,
    /// How much.
    pub amount: Money,
    /// When, by the provider's clock.
    pub at: Millis,
}

/// A provider of payments.
pub trait Provider: Send + Sync {
    /// Its name: in orders, in accounts' codes, in the address of its callbacks. Small letters, digits and `-`.
    fn name(&self) -> &'static str;

    /// Begins a payment.
    fn start<'a>(&'a self, order: &'a Order) -> BoxFuture<'a, Res<Started>>;

    /// Sends a payout to that account. What it is told of the payee is for the transfer alone: neither kept in the clear nor logged.
    fn pay_out<'a>(&'a self, order: &'a Order, payee: &'a Payee) -> BoxFuture<'a, Res<Answer>>;

    /// Gives a payment back, whole or in part, the way it came.
    fn refund<'a>(&'a self, refund: &'a Order, payment: &'a Order) -> BoxFuture<'a, Res<Answer>>;

    /// Asks what became of an order.
    fn query<'a>(&'a self, order: &'a Order) -> BoxFuture<'a, Res<Answer>>;

    /// Reads a callback after checking its signature; refused (403, `payments-bad-signature`) when it is not the provider's.
    fn read_callback(&self, headers: &HeaderMap, body: &[u8]) -> Res<Notice>;

    /// What it can do that charges without the person, by a mandate they agreed to once; a provider that cannot is paid by hand.
    fn mandates(&self) -> Option<&dyn Mandates> {
        None
    }

    /// Its statement of a county's orders whose money moved in that span, the end not included.
    fn statement(&self, county: Id, from: Millis, to: Millis) -> BoxFuture<'_, Res<Vec<StatementLine>>>;
}

/// The refusal of a callback that is not the provider's.
pub(crate) fn bad_signature() -> Refused {
    Refused::new(Kind::Forbidden, "payments-bad-signature")
}

/// All providers that are configured; a service, registered at start.
#[derive(Clone, Default)]
pub struct Providers(Vec<Arc<dyn Provider>>);

impl Providers {
    /// These; the first one is offered where nobody chooses.
    pub fn new(providers: Vec<Arc<dyn Provider>>) -> Self {
        Providers(providers)
    }

    /// The provider of that name; refused (409, `payments-no-provider`) when it is not configured.
    pub fn get(&self, name: &str) -> Res<Arc<dyn Provider>> {
        self.0.iter().find(|p| p.name() == name).cloned().ok_or_else(|| Refused::new(Kind::Conflict, "payments-no-provider").into())
    }

    /// The name of the one that is offered where nobody chooses.
    pub fn usual(&self) -> Res<&'static str> {
        self.0.first().map(|p| p.name()).ok_or_else(|| Refused::new(Kind::Conflict, "payments-no-provider").into())
    }

    /// Every one.
    pub fn all(&self) -> impl Iterator<Item = &Arc<dyn Provider>> {
        self.0.iter()
    }
}
