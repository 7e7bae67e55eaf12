//! What the export reads.

use crate::account::{Account, accounts as page};
use crate::transfer::{self, Booked};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Res};

qianmo_db::sql! {
    const HAS_BLOCK = "SELECT 1 FROM ledger_block WHERE county = $1 AND seq = $2";
    const SEALED = "SELECT t.id, t.key, t.debit, t.credit, t.amount, t.unit, t.currency, t.kind, t.business_ref, t.memo, t.hold, t.at \
                    FROM ledger_block_entry b JOIN ledger_transfer t ON t.county = b.county AND t.id = b.id \
                    WHERE b.county = $1 AND b.block = $2 AND b.what = 1 ORDER BY b.pos";
    const WAITING = "SELECT t.id, t.key, t.debit, t.credit, t.amount, t.unit, t.currency, t.kind, t.business_ref, t.memo, t.hold, t.at \
                     FROM ledger_unsealed u JOIN ledger_transfer t ON t.county = u.county AND t.id = u.id \
                     WHERE u.county = $1 AND u.what = 1 ORDER BY u.id";
    const HEAD = "SELECT COALESCE(MAX(seq), 0) FROM ledger_block WHERE county = $1";
}

pub(super) fn accounts(tx: &mut Tx<'_>, county: Id) -> Res<Vec<Account>> {
    let mut all: Vec<Account> = Vec::new();
    loop {
        let next = page(tx, county, "", all.last(), 1_000)?;
        if next.is_empty() {
            return Ok(all);
        }
        all.extend(next);
    }
}

/// The transfers of a block, in their order; `None` when there is no such block.
pub(super) fn sealed(tx: &mut Tx<'_>, county: Id, block: i64) -> Res<Option<Vec<Booked>>> {
    if tx.first(HAS_BLOCK, params![county, block], |_| Ok(()))?.is_none() {
        return Ok(None);
    }
    tx.query(SEALED, params![county, block], transfer::row).map(Some)
}

/// The newest block's number and the transfers that wait for the sealer, in one snapshot.
pub(super) fn waiting(tx: &mut Tx<'_>, county: Id) -> Res<(i64, Vec<Booked>)> {
    let head = tx.one(HEAD, params![county], |row| row.i64(0))?;
    Ok((head, tx.query(WAITING, params![county], transfer::row)?))
}
