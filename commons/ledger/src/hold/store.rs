//! Holds and their ends in the database.

use super::{Hold, NewHold, Outcome};
use crate::account::Unit;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Id, Millis, Money, Res};

qianmo_db::sql! {
    const BY_KEY = "SELECT id, key, debit, credit, amount, unit, currency, kind, business_ref, memo, expires_at, at \
                    FROM ledger_hold WHERE county = $1 AND key = $2";
    const BY_ID = "SELECT id, key, debit, credit, amount, unit, currency, kind, business_ref, memo, expires_at, at \
                   FROM ledger_hold WHERE county = $1 AND id = $2";
    /// Each side goes through its own index in the order of ids, so that a page ends as soon as it is full.
    const OPEN_DEBITS = "SELECT h.id, h.key, h.debit, h.credit, h.amount, h.unit, h.currency, h.kind, h.business_ref, h.memo, h.expires_at, h.at \
                         FROM ledger_hold h WHERE h.county = $1 AND h.debit = $2 AND h.id > $3 AND NOT EXISTS \
                         (SELECT 1 FROM ledger_hold_end e WHERE e.county = h.county AND e.hold = h.id) ORDER BY h.id LIMIT $4";
    const OPEN_CREDITS = "SELECT h.id, h.key, h.debit, h.credit, h.amount, h.unit, h.currency, h.kind, h.business_ref, h.memo, h.expires_at, h.at \
                          FROM ledger_hold h WHERE h.county = $1 AND h.credit = $2 AND h.id > $3 AND NOT EXISTS \
                          (SELECT 1 FROM ledger_hold_end e WHERE e.county = h.county AND e.hold = h.id) ORDER BY h.id LIMIT $4";
    const INSERT = "INSERT INTO ledger_hold (county, id, key, debit, credit, amount, unit, currency, kind, business_ref, memo, expires_at, at) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (county, key) DO NOTHING";
    const END = "SELECT hold, outcome, amount, transfer, at FROM ledger_hold_end WHERE county = $1 AND hold = $2";
    const INSERT_END = "INSERT INTO ledger_hold_end (county, hold, outcome, amount, transfer, at) \
                        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (county, hold) DO NOTHING";
}

/// How a hold ended: the amount and the transfer are only there when it was posted.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Ended {
    pub(crate) outcome: Outcome,
    pub(crate) amount: i64,
    pub(crate) transfer: Id,
}

/// A hold from a row whose columns are `id, key, debit, credit, amount, unit, currency, kind, business_ref, memo,
/// expires_at, at`.
pub(crate) fn hold_row(row: &Row<'_>) -> Res<Hold> {
    let expires_at = row.millis(10)?;
    Ok(Hold {
        id: row.id(0)?,
        key: row.text(1)?,
        debit: row.id(2)?,
        credit: row.id(3)?,
        amount: Money::new(row.i64(4)?, row.currency(6)?),
        unit: Unit::from_name(&row.text(5)?).ok_or_else(|| Error::new("the database holds a strange unit of a hold"))?,
        kind: row.text(7)?,
        business_ref: row.text(8)?,
        memo: row.text(9)?,
        expires_at: (expires_at != Millis(0)).then_some(expires_at),
        at: row.millis(11)?,
        outcome: None,
    })
}

/// The end of a hold from a row whose columns are `hold, outcome, amount, transfer, at`.
pub(crate) fn end_row(row: &Row<'_>) -> Res<(Id, Ended, Millis)> {
    let outcome = Outcome::from_name(&row.text(1)?).ok_or_else(|| Error::new("the database holds a strange end of a hold"))?;
    Ok((row.id(0)?, Ended { outcome, amount: row.i64(2)?, transfer: row.id(3)? }, row.millis(4)?))
}

pub(super) fn by_key(tx: &mut Tx<'_>, county: Id, key: &str) -> Res<Option<Hold>> {
    tx.first(BY_KEY, params![county, key], hold_row)
}

pub(super) fn by_id(tx: &mut Tx<'_>, county: Id, id: Id) -> Res<Option<Hold>> {
    tx.first(BY_ID, params![county, id], hold_row)
}

pub(super) fn open_on(tx: &mut Tx<'_>, county: Id, account: Id, after: Id, limit: i64) -> Res<Vec<Hold>> {
    let mut holds = tx.query(OPEN_DEBITS, params![county, account, after, limit], hold_row)?;
    holds.extend(tx.query(OPEN_CREDITS, params![county, account, after, limit], hold_row)?);
    holds.sort_unstable_by_key(|hold| hold.id);
    holds.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(holds)
}

/// Whether it was written; not, when the key is there already.
pub(super) fn insert(tx: &mut Tx<'_>, id: Id, new: &NewHold<'_>) -> Res<bool> {
    let (t, now) = (&new.transfer, tx.now());
    let values = params![
        t.debit.county,
        id,
        t.key,
        t.debit.id,
        t.credit.id,
        t.amount.amount_minor,
        t.debit.unit.name(),
        t.amount.currency,
        t.kind,
        t.business_ref,
        t.memo,
        new.expires_at.unwrap_or(Millis(0)),
        now
    ];
    Ok(tx.execute(INSERT, values)? == 1)
}

pub(super) fn end(tx: &mut Tx<'_>, county: Id, hold: Id) -> Res<Option<Ended>> {
    Ok(tx.first(END, params![county, hold], end_row)?.map(|(_, end, _)| end))
}

/// Whether it was written; not, when the hold has ended already.
pub(super) fn insert_end(tx: &mut Tx<'_>, county: Id, hold: Id, end: &Ended) -> Res<bool> {
    let now = tx.now();
    let values = params![county, hold, end.outcome.name(), end.amount, end.transfer, now];
    Ok(tx.execute(INSERT_END, values)? == 1)
}
