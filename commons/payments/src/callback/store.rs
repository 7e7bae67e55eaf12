//! Events that were taken, in the database.

use super::Notice;
use qianmo_db::{Tx, params};
use qianmo_kernel::Res;

qianmo_db::sql! {
    const INSERT = "INSERT INTO payment_callback (county, provider, event, payment, outcome, received_at) \
                    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (county, provider, event) DO NOTHING";
}

/// Whether it is new.
pub(super) fn insert(tx: &mut Tx<'_>, provider: &str, notice: &Notice, outcome: &str) -> Res<bool> {
    let now = tx.now();
    Ok(tx.execute(INSERT, params![notice.order.county, provider, &notice.event, notice.order.id, outcome, now])? == 1)
}
