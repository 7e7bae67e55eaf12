//! Rows of caps.

use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Id, Millis, Money, PlacePath, Res};

/// A cap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cap {
    /// Where.
    pub place: Id,
    /// For what.
    pub purpose: String,
    /// In which year.
    pub year: i64,
    /// Counts its changes.
    pub version: i64,
    /// The most.
    pub amount: Money,
    /// When it was last set.
    pub changed_at: Millis,
}

qianmo_db::sql! {
    /// One cap.
    pub(crate) const FIND = "SELECT place, purpose, year, version, amount_minor, currency, changed_at FROM aid_cap
        WHERE place = $1 AND purpose = $2 AND year = $3";
    /// The caps of a place in a year.
    pub(crate) const AT = "SELECT place, purpose, year, version, amount_minor, currency, changed_at FROM aid_cap
        WHERE place = $1 AND year = $2 ORDER BY purpose";
    /// A new cap; nothing when it is there.
    pub(crate) const ADD = "INSERT INTO aid_cap (place, purpose, year, version, place_path, amount_minor, currency, changed_by, changed_at)
        VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8) ON CONFLICT (place, purpose, year) DO NOTHING";
    /// Changes a cap, if nobody else has meanwhile.
    pub(crate) const CHANGE = "UPDATE aid_cap SET version = version + 1, amount_minor = $1, currency = $2, changed_by = $3, changed_at = $4
        WHERE place = $5 AND purpose = $6 AND year = $7 AND version = $8";
}

fn cap(row: &Row<'_>) -> Res<Cap> {
    Ok(Cap {
        place: row.id(0)?,
        purpose: row.text(1)?,
        year: row.i64(2)?,
        version: row.i64(3)?,
        amount: Money::new(row.i64(4)?, row.currency(5)?),
        changed_at: row.millis(6)?,
    })
}

/// One cap.
pub fn find(tx: &mut Tx<'_>, place: Id, purpose: &str, year: i64) -> Res<Option<Cap>> {
    tx.first(FIND, params![place, purpose, year], cap)
}

/// The caps set at a place for a year.
pub fn at(tx: &mut Tx<'_>, place: Id, year: i64) -> Res<Vec<Cap>> {
    tx.query(AT, params![place, year], cap)
}

/// The caps that hold at a path: of the place itself first, then of what contains it.
pub fn along(tx: &mut Tx<'_>, path: &PlacePath, purpose: &str, year: i64) -> Res<Vec<Cap>> {
    let ids: Vec<Id> = path.ids().collect();
    let mut caps = Vec::new();
    for id in ids.into_iter().rev() {
        caps.extend(find(tx, id, purpose, year)?);
    }
    Ok(caps)
}

/// The one of these caps that counts: the lowest, so that a wider place that lowers its own lowers those below. Of caps in
/// several currencies it is the lowest in that of the nearest; requests then are refused ([`along`] tells).
pub fn lowest(caps: Vec<Cap>) -> Option<Cap> {
    let currency = caps.first()?.amount.currency;
    caps.into_iter().filter(|cap| cap.amount.currency == currency).min_by_key(|cap| cap.amount.amount_minor)
}

/// The cap that counts at a path; see [`lowest`].
pub fn effective(tx: &mut Tx<'_>, path: &PlacePath, purpose: &str, year: i64) -> Res<Option<Cap>> {
    Ok(lowest(along(tx, path, purpose, year)?))
}
