//! Payees in the database, sealed.

use super::Payee;
use crate::order::Order;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Error, PublicRef, Res};

qianmo_db::sql! {
    const INSERT = "INSERT INTO payment_payee (county, payment, payee_sealed) VALUES ($1, $2, $3)";
    const FIND = "SELECT payee_sealed FROM payment_payee WHERE county = $1 AND payment = $2";
    const DELETE = "DELETE FROM payment_payee WHERE county = $1 AND payment = $2";
}

/// What a payee is sealed for; the row is the order.
pub(super) const PURPOSE: &str = "payments.payee";

pub(super) fn insert(tx: &mut Tx<'_>, order: &Order, payee: &Payee) -> Res<()> {
    // An account has no line break; whatever a name holds comes after the first one.
    let sealed = tx.vault().seal_text(PURPOSE, order.id, &format!("{}\n{}", payee.account, payee.name))?;
    tx.execute(INSERT, params![order.county, order.id, sealed])?;
    Ok(())
}

/// Who is paid by an order; `None`: nobody is named.
pub(crate) fn find(tx: &mut Tx<'_>, order: PublicRef) -> Res<Option<Payee>> {
    let Some(sealed) = tx.first(FIND, params![order.county, order.id], |row| row.blob(0))? else { return Ok(None) };
    let plain = tx.vault().open_text(PURPOSE, order.id, &sealed)?;
    let (account, name) = plain.split_once('\n').ok_or_else(|| Error::new("a payee is sealed without an account"))?;
    Ok(Some(Payee { name: name.to_owned(), account: account.to_owned() }))
}

pub(super) fn delete(tx: &mut Tx<'_>, order: PublicRef) -> Res<()> {
    tx.execute(DELETE, params![order.county, order.id])?;
    Ok(())
}
