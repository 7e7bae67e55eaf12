//! A donor who wants to be forgotten: nothing of their interests stays.

use super::store;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Res};

qianmo_identity::erasure_hook!(qianmo_identity::ErasureHook { open, erase });

fn open(_: &mut Tx<'_>, _: Id) -> Res<Option<&'static str>> {
    Ok(None)
}

fn erase(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    tx.execute(store::FORGET, params![account])?;
    crate::nudge::forget(tx, account)?;
    crate::board::forget(tx, account)
}
