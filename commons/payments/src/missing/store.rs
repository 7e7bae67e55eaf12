//! Missing payouts in the database.

use super::{Missing, Way};
use crate::order::Order;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Currency, Error, Fail, Id, Millis, PublicRef, Res};

qianmo_db::sql! {
    const INSERT = "INSERT INTO payment_missing (county, payment, request, provider, amount, currency, found_at, way, evidence_sealed, stated_by, \
                    ended_at, into_custody, claimed) VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, 0, 0, 0, 1)";
    const FIND = "SELECT request, found_at, way, evidence_sealed, claimed, stated_by FROM payment_missing WHERE county = $1 AND payment = $2";
    const END = "UPDATE payment_missing SET way = $1, evidence_sealed = $2, stated_by = $3, ended_at = $4, into_custody = $5, claimed = $6 \
                 WHERE county = $7 AND payment = $8 AND way = ''";
    const PAID = "UPDATE payment_missing SET into_custody = into_custody + amount, claimed = 0 \
                  WHERE county = $1 AND payment = $2 AND claimed = 1 AND way <> ''";
    const FORGET = "UPDATE payment_missing SET evidence_sealed = $1 WHERE county = $2 AND payment = $3";
    const REPAID = "INSERT INTO payment_missing_claim (county, payment, evidence_sealed, stated_by, stated_at) VALUES ($1, $2, $3, $4, $5)";
    const FIND_REPAID = "SELECT evidence_sealed FROM payment_missing_claim WHERE county = $1 AND payment = $2";
    const FORGET_REPAID = "UPDATE payment_missing_claim SET evidence_sealed = $1 WHERE county = $2 AND payment = $3";
    const LIST = "INSERT INTO payment_return (county, payment, day_from) VALUES ($1, $2, $3) ON CONFLICT (county, payment) DO NOTHING";
    const LISTED = "SELECT day_from FROM payment_return WHERE county = $1 AND payment = $2";
    const UNLISTED = "SELECT m.payment, m.amount FROM payment_missing m WHERE m.county = $1 AND m.provider = $2 AND m.currency = $3 \
                      AND m.way IN ('returned', 'replaced') AND m.ended_at < $4 \
                      AND NOT EXISTS (SELECT 1 FROM payment_return r WHERE r.county = m.county AND r.payment = m.payment) ORDER BY m.payment";
    const PUT_BACK = "SELECT CAST(COALESCE(SUM(into_custody), 0) AS BIGINT) FROM payment_missing \
                      WHERE county = $1 AND provider = $2 AND currency = $3";
}

/// What the evidence is sealed for; the row is the order.
pub(super) const EVIDENCE: &str = "payments.missing.evidence";
/// What the evidence is sealed for that a claim was paid; the row is the order.
pub(super) const CLAIM: &str = "payments.missing.claim";

pub(super) fn insert(tx: &mut Tx<'_>, order: &Order, request: Id) -> Res<()> {
    let now = tx.now();
    let values = params![
        order.county,
        order.id,
        request,
        &order.provider,
        order.amount.amount_minor,
        order.amount.currency,
        now,
        Vec::<u8>::new()
    ];
    tx.execute(INSERT, values)?;
    Ok(())
}

pub(super) fn find(tx: &mut Tx<'_>, order: PublicRef) -> Res<Option<Missing>> {
    let found = tx.first(FIND, params![order.county, order.id], |row| {
        let way = match row.text(2)?.as_str() {
            "" => None,
            name => Some(Way::from_name(name).ok_or_else(|| Error::new("the database holds a strange end of a missing payout"))?),
        };
        let missing = Missing {
            order,
            request: row.id(0)?,
            found_at: row.millis(1)?,
            way,
            stated_by: row.id(5)?,
            evidence: String::new(),
            claimed: row.flag(4)?,
            repaid: String::new(),
        };
        Ok((missing, row.blob(3)?))
    })?;
    let Some((missing, sealed)) = found else { return Ok(None) };
    let paid = tx.first(FIND_REPAID, params![order.county, order.id], |row| row.blob(0))?.unwrap_or_default();
    let open = |purpose: &str, sealed: &[u8]| -> Res<String> {
        if sealed.is_empty() { Ok(String::new()) } else { tx.vault().open_text(purpose, order.id, sealed) }
    };
    Ok(Some(Missing { evidence: open(EVIDENCE, &sealed)?, repaid: open(CLAIM, &paid)?, ..missing }))
}

/// It is not missing any more: how, who stated it with what evidence, what came into custody, and whether the provider still owes it.
pub(super) fn end(
    tx: &mut Tx<'_>,
    order: &Order,
    way: Way,
    stated: Option<(Id, &str)>,
    into_custody: i64,
    claimed: bool,
) -> Res<()> {
    let now = tx.now();
    let (by, sealed) = match stated {
        Some((by, evidence)) => (by, tx.vault().seal_text(EVIDENCE, order.id, evidence)?),
        None => (Id::NONE, Vec::new()),
    };
    let changed = tx.execute(END, params![way.name(), sealed, by, now, into_custody, claimed, order.county, order.id])?;
    if changed == 1 { Ok(()) } else { Err(Fail::Race) }
}

/// The provider paid what it still owed for a payout that had been replaced.
pub(super) fn paid(tx: &mut Tx<'_>, order: &Order) -> Res<()> {
    if tx.execute(PAID, params![order.county, order.id])? == 1 { Ok(()) } else { Err(Fail::Race) }
}

/// Who stated that the provider paid what it still owed, and what shows it.
pub(super) fn repaid(tx: &mut Tx<'_>, order: &Order, by: Id, evidence: &str) -> Res<()> {
    let (now, sealed) = (tx.now(), tx.vault().seal_text(CLAIM, order.id, evidence)?);
    tx.execute(REPAID, params![order.county, order.id, sealed, by, now])?;
    Ok(())
}

pub(super) fn forget(tx: &mut Tx<'_>, order: PublicRef) -> Res<()> {
    for sql in [FORGET, FORGET_REPAID] {
        tx.execute(sql, params![Vec::<u8>::new(), order.county, order.id])?;
    }
    Ok(())
}

/// Notes that the statement of a day lists a payout as come back. Answers whether that is the first day on which one does: a line of another
/// day is about other money.
pub(crate) fn listed(tx: &mut Tx<'_>, order: PublicRef, day: Millis) -> Res<bool> {
    tx.execute(LIST, params![order.county, order.id, day])?;
    Ok(tx.one(LISTED, params![order.county, order.id], |row| row.millis(0))? == day)
}

/// Payouts of which officers stated before a moment that their amount is in custody again, and no statement lists that it came in: the orders
/// and their amounts in minor units.
pub(crate) fn unlisted(tx: &mut Tx<'_>, county: Id, provider: &str, currency: Currency, before: Millis) -> Res<Vec<(Id, i64)>> {
    tx.query(UNLISTED, params![county, provider, currency, before], |row| Ok((row.id(0)?, row.i64(1)?)))
}

/// What came into a provider's custody for missing payouts, in minor units: by no order of its own.
pub(crate) fn put_back(tx: &mut Tx<'_>, county: Id, provider: &str, currency: Currency) -> Res<i64> {
    tx.one(PUT_BACK, params![county, provider, currency], |row| row.i64(0))
}
