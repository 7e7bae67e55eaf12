//! Who is paid: the name and the account that a payout goes to. They lie sealed beside the order and are opened only to be handed to
//! its provider; an order itself names nobody, so that it can be listed and logged.

mod store;

use crate::order::Order;
use qianmo_db::Tx;
use qianmo_kernel::{Error, PublicRef, Res};
use qianmo_web::SealedColumn;
use std::fmt;

pub(crate) use store::find as open;

/// Why a payout failed that nobody can be paid by: its order was written down before orders named accounts.
pub(crate) const NOBODY: &str = "no-account";

/// What `keys rotate` seals anew.
pub(crate) const SEALED: &[SealedColumn] =
    &[SealedColumn { table: "payment_payee", column: "payee_sealed", keys: &["county", "payment"], purpose: store::PURPOSE }];

/// Who is paid, and where.
#[derive(Clone, PartialEq, Eq)]
pub struct Payee {
    /// Whose account it is, as the bank knows the name.
    pub name: String,
    /// The number of the account or card, in plain form: digits and capital letters.
    pub account: String,
}

/// Neither name nor number: what is printed for a developer ends up in a log.
impl fmt::Debug for Payee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Payee(sealed)")
    }
}

/// Keeps who is paid with an order that was written down in this very unit.
pub(crate) fn keep(tx: &mut Tx<'_>, order: &Order, payee: &Payee) -> Res<()> {
    if payee.account.is_empty() || payee.account.contains('\n') {
        return Err(Error::new(format!("payout {} goes to no account", order.reference())).into());
    }
    store::insert(tx, order, payee)
}

/// Wipes who was paid by an order: the household is forgotten, and the order stays for the books. Doing it again changes nothing.
pub fn forget_payee(tx: &mut Tx<'_>, order: PublicRef) -> Res<()> {
    store::delete(tx, order)
}
