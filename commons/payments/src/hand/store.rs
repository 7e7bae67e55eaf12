//! Proposals in the database; one that was confirmed stays as the record of why.

use super::{Proposal, Verdict};
use crate::order::Order;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Error, Fail, Id, Millis, Res};

qianmo_db::sql! {
    const OPEN = "SELECT verdict, evidence, proposed_by, proposed_at FROM payment_hand \
                  WHERE county = $1 AND payment = $2 AND version = $3 AND confirmed_by = 0";
    const PUT = "INSERT INTO payment_hand (county, payment, version, verdict, evidence, proposed_by, proposed_at, confirmed_by, confirmed_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0) ON CONFLICT (county, payment, version) DO UPDATE SET verdict = excluded.verdict, \
                 evidence = excluded.evidence, proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at";
    const CONFIRM = "UPDATE payment_hand SET confirmed_by = $1, confirmed_at = $2 \
                     WHERE county = $3 AND payment = $4 AND version = $5 AND confirmed_by = 0 AND proposed_at = $6";
}

pub(super) fn open(tx: &mut Tx<'_>, order: &Order) -> Res<Option<Proposal>> {
    tx.first(OPEN, params![order.county, order.id, order.version], |row| {
        let verdict = Verdict::from_name(&row.text(0)?).ok_or_else(|| Error::new("the database holds a strange verdict"))?;
        Ok(Proposal { verdict, evidence: row.text(1)?, by: row.id(2)?, at: row.millis(3)? })
    })
}

/// A proposal for the order as it stands. Once it is confirmed the order stands otherwise, so a confirmed one is never replaced.
pub(super) fn put(tx: &mut Tx<'_>, order: &Order, verdict: Verdict, evidence: &str, by: Id) -> Res<()> {
    let now = tx.now();
    tx.execute(PUT, params![order.county, order.id, order.version, verdict.name(), evidence, by, now])?;
    Ok(())
}

pub(super) fn confirm(tx: &mut Tx<'_>, order: &Order, by: Id, proposed: Millis) -> Res<()> {
    let now = tx.now();
    let changed = tx.execute(CONFIRM, params![by, now, order.county, order.id, order.version, proposed])?;
    if changed == 1 { Ok(()) } else { Err(Fail::Race) }
}
