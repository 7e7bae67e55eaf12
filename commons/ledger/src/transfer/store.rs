//! Transfers and guarded balances in the database.

use super::{Booked, Transfer};
use crate::account::Unit;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Id, Money, Res};

qianmo_db::sql! {
    const BY_KEY = "SELECT id, key, debit, credit, amount, unit, currency, kind, business_ref, memo, hold, at \
                    FROM ledger_transfer WHERE county = $1 AND key = $2";
    const BY_ID = "SELECT id, key, debit, credit, amount, unit, currency, kind, business_ref, memo, hold, at \
                   FROM ledger_transfer WHERE county = $1 AND id = $2";
    const BY_BUSINESS = "SELECT id, key, debit, credit, amount, unit, currency, kind, business_ref, memo, hold, at \
                         FROM ledger_transfer WHERE county = $1 AND business_ref = $2 ORDER BY at, id";
    const INSERT = "INSERT INTO ledger_transfer (county, id, key, debit, credit, amount, unit, currency, kind, business_ref, memo, hold, at) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (county, key) DO NOTHING";
    const GROW = "UPDATE ledger_balance SET posted = posted + $1 WHERE county = $2 AND account = $3";
    const SHRINK = "UPDATE ledger_balance SET posted = posted - $1 WHERE county = $2 AND account = $3 AND posted - held >= $1";
    const RESERVE = "UPDATE ledger_balance SET held = held + $1 WHERE county = $2 AND account = $3 AND posted - held >= $1";
    const RELEASE = "UPDATE ledger_balance SET held = held - $1, posted = posted - $2 \
                     WHERE county = $3 AND account = $4 AND held >= $1 AND posted >= $2";
}

/// A transfer from a row whose columns are `id, key, debit, credit, amount, unit, currency, kind, business_ref, memo,
/// hold, at`.
pub(crate) fn row(row: &Row<'_>) -> Res<Booked> {
    let hold = row.id(10)?;
    Ok(Booked {
        id: row.id(0)?,
        key: row.text(1)?,
        debit: row.id(2)?,
        credit: row.id(3)?,
        amount: Money::new(row.i64(4)?, row.currency(6)?),
        unit: Unit::from_name(&row.text(5)?).ok_or_else(|| Error::new("the database holds a strange unit of a transfer"))?,
        kind: row.text(7)?,
        business_ref: row.text(8)?,
        memo: row.text(9)?,
        hold: (hold != Id::NONE).then_some(hold),
        at: row.millis(11)?,
    })
}

pub(super) fn by_key(tx: &mut Tx<'_>, county: Id, key: &str) -> Res<Option<Booked>> {
    tx.first(BY_KEY, params![county, key], row)
}

pub(super) fn by_id(tx: &mut Tx<'_>, county: Id, id: Id) -> Res<Option<Booked>> {
    tx.first(BY_ID, params![county, id], row)
}

pub(super) fn by_business(tx: &mut Tx<'_>, county: Id, business_ref: &str) -> Res<Vec<Booked>> {
    tx.query(BY_BUSINESS, params![county, business_ref], row)
}

/// Whether it was written; not, when the key is there already.
pub(super) fn insert(tx: &mut Tx<'_>, id: Id, t: &Transfer<'_>, hold: Id) -> Res<bool> {
    let now = tx.now();
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
        hold,
        now
    ];
    Ok(tx.execute(INSERT, values)? == 1)
}

pub(super) fn grow(tx: &mut Tx<'_>, county: Id, account: Id, amount: i64) -> Res<bool> {
    Ok(tx.execute(GROW, params![amount, county, account])? == 1)
}

pub(super) fn shrink(tx: &mut Tx<'_>, county: Id, account: Id, amount: i64) -> Res<bool> {
    Ok(tx.execute(SHRINK, params![amount, county, account])? == 1)
}

pub(super) fn reserve(tx: &mut Tx<'_>, county: Id, account: Id, amount: i64) -> Res<bool> {
    Ok(tx.execute(RESERVE, params![amount, county, account])? == 1)
}

/// Ends a reservation of `held`, of which `spent` leaves the account.
pub(super) fn release(tx: &mut Tx<'_>, county: Id, account: Id, held: i64, spent: i64) -> Res<bool> {
    Ok(tx.execute(RELEASE, params![held, spent, county, account])? == 1)
}
