//! Comparisons and their differences in the database.

use super::{Difference, Divergence, Sums};
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Currency, Error, Id, Millis, Res};

qianmo_db::sql! {
    const FORGET = "DELETE FROM payment_divergence WHERE county = $1 AND provider = $2 AND day_from = $3";
    const FORGET_DAY = "DELETE FROM payment_reconciliation WHERE county = $1 AND provider = $2 AND day_from = $3";
    const MOVED = "SELECT CAST(COALESCE(SUM(CASE WHEN direction = 'in' THEN amount ELSE -amount END), 0) AS BIGINT) FROM payment_order \
                   WHERE county = $1 AND settled_at > 0 AND provider = $2 AND currency = $3";
    const PUT = "INSERT INTO payment_reconciliation (county, provider, day_from, day_to, currency, ours_count, ours_in, ours_out, theirs_count, theirs_in, theirs_out, differences, made_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (county, provider, day_from) DO UPDATE SET \
                 ours_count = excluded.ours_count, ours_in = excluded.ours_in, ours_out = excluded.ours_out, theirs_count = excluded.theirs_count, \
                 theirs_in = excluded.theirs_in, theirs_out = excluded.theirs_out, differences = excluded.differences, made_at = excluded.made_at";
    const DIFFERS = "INSERT INTO payment_divergence (county, provider, day_from, pos, what, payment, ours, theirs) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    const OF_COUNTY = "SELECT county, provider, day_from, day_to, currency, ours_count, ours_in, ours_out, theirs_count, theirs_in, theirs_out, differences, made_at \
                       FROM payment_reconciliation WHERE county = $1 ORDER BY day_from DESC, provider LIMIT $2";
    const DIFFERENCES = "SELECT what, payment, ours, theirs FROM payment_divergence WHERE county = $1 AND provider = $2 AND day_from = $3 ORDER BY pos LIMIT 200";
}

/// The comparison of one county's day with one provider's statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reconciliation {
    /// The county.
    pub county: Id,
    /// The provider.
    pub provider: String,
    /// The beginning of the day.
    pub from: Millis,
    /// Its end, not included.
    pub to: Millis,
    /// The currency.
    pub currency: Currency,
    /// What each side lists.
    pub sums: Sums,
    /// How many differences there are.
    pub differences: i64,
    /// When it was made.
    pub made_at: Millis,
}

/// What all settled orders of a provider come to in a county: came in, less what went out and back.
pub(super) fn moved(tx: &mut Tx<'_>, county: Id, provider: &str, currency: Currency) -> Res<i64> {
    tx.one(MOVED, params![county, provider, currency], |row| row.i64(0))
}

/// What an earlier comparison of the day said is no longer so, and there is nothing else to say of it.
pub(super) fn forget(tx: &mut Tx<'_>, county: Id, provider: &str, from: Millis) -> Res<()> {
    tx.execute(FORGET, params![county, provider, from])?;
    tx.execute(FORGET_DAY, params![county, provider, from])?;
    Ok(())
}

pub(super) fn replace(
    tx: &mut Tx<'_>,
    county: Id,
    provider: &str,
    day: (Millis, Millis),
    currency: Currency,
    s: &Sums,
    differences: &[Difference],
) -> Res<()> {
    let now = tx.now();
    tx.execute(FORGET, params![county, provider, day.0])?;
    let values = params![
        county,
        provider,
        day.0,
        day.1,
        currency,
        s.ours_count,
        s.ours_in,
        s.ours_out,
        s.theirs_count,
        s.theirs_in,
        s.theirs_out,
        differences.len(),
        now
    ];
    tx.execute(PUT, values)?;
    for (pos, d) in (1i64..).zip(differences) {
        tx.execute(DIFFERS, params![county, provider, day.0, pos, d.what.name(), d.order, d.ours, d.theirs])?;
    }
    Ok(())
}

fn from_row(row: &Row<'_>) -> Res<Reconciliation> {
    Ok(Reconciliation {
        county: row.id(0)?,
        provider: row.text(1)?,
        from: row.millis(2)?,
        to: row.millis(3)?,
        currency: row.currency(4)?,
        sums: Sums {
            ours_count: row.i64(5)?,
            ours_in: row.i64(6)?,
            ours_out: row.i64(7)?,
            theirs_count: row.i64(8)?,
            theirs_in: row.i64(9)?,
            theirs_out: row.i64(10)?,
        },
        differences: row.i64(11)?,
        made_at: row.millis(12)?,
    })
}

pub(super) fn of_county(tx: &mut Tx<'_>, county: Id, limit: i64) -> Res<Vec<Reconciliation>> {
    tx.query(OF_COUNTY, params![county, limit], from_row)
}

pub(super) fn differences(tx: &mut Tx<'_>, r: &Reconciliation) -> Res<Vec<Difference>> {
    tx.query(DIFFERENCES, params![r.county, &r.provider, r.from], |row| {
        let what = Divergence::from_name(&row.text(0)?).ok_or_else(|| Error::new("the database holds a strange difference"))?;
        Ok(Difference { what, order: row.id(1)?, ours: row.i64(2)?, theirs: row.i64(3)? })
    })
}
