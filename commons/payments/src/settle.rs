//! Who is told what became of an order: the domain that ordered it, inside the unit of work that changes the order.

use crate::order::Order;
use qianmo_db::Tx;
use qianmo_kernel::{Error, Res};
use std::sync::Arc;

/// What becomes of money that came in.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Disposition {
    /// It is wanted, and the domain has booked it ([`crate::books::receive`]).
    Taken,
    /// It is not wanted (any more), for this reason, a word: payments books it apart and orders it back.
    Refund(&'static str),
}

/// A domain that orders payments of one kind. Every method runs inside the unit in which the order's state changes, may run
/// again from the start (a lost race), and must not refuse for reasons of the business: the money has moved already.
pub trait Settle: Send + Sync {
    /// The kind of business it settles, as in [`crate::NewOrder::business_kind`].
    fn kind(&self) -> &'static str;

    /// Money came in, in time or late. To take it, book it here.
    fn paid(&self, tx: &mut Tx<'_>, order: &Order) -> Res<Disposition>;

    /// A payment failed, or was not made in time ([`crate::State::Expired`]).
    fn failed(&self, _tx: &mut Tx<'_>, _order: &Order) -> Res<()> {
        Ok(())
    }

    /// Money went back. The ledger is posted already.
    fn refunded(&self, _tx: &mut Tx<'_>, _refund: &Order, _payment: &Order) -> Res<()> {
        Ok(())
    }

    /// A payout went out. The ledger is posted already.
    fn paid_out(&self, _tx: &mut Tx<'_>, _order: &Order) -> Res<()> {
        Ok(())
    }

    /// The provider says that a payout which had left and was found missing ([`crate::miss`]) came back. The ledger is posted already: it is
    /// owed to its request again.
    fn came_back(&self, _tx: &mut Tx<'_>, _order: &Order) -> Res<()> {
        Ok(())
    }

    /// A payout definitely failed. What was held is free again.
    fn payout_failed(&self, _tx: &mut Tx<'_>, _order: &Order) -> Res<()> {
        Ok(())
    }
}

/// All who settle; a service, registered at start.
#[derive(Clone, Default)]
pub struct Settlers(Vec<Arc<dyn Settle>>);

impl Settlers {
    /// These.
    pub fn new(settlers: Vec<Arc<dyn Settle>>) -> Self {
        Settlers(settlers)
    }

    /// Who settles that kind of business. That nobody does is a mistake in the program's assembly.
    pub(crate) fn of(&self, kind: &str) -> Res<&dyn Settle> {
        self.0
            .iter()
            .find(|s| s.kind() == kind)
            .map(|s| s.as_ref())
            .ok_or_else(|| Error::new(format!("nobody settles payments of the kind {kind}")).into())
    }
}
