//! Payment orders in the database.

use super::{Direction, Order, State};
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Fail, Id, Millis, Money, PublicRef, Res};

qianmo_db::sql! {
    const INSERT = "INSERT INTO payment_order (county, id, key, direction, state, amount, currency, business_kind, business_ref, provider, provider_ref, \
                    owner, parent, hold, return_to, reason, round, attempts, refund_asked, refund_done, created_at, expires_at, settled_at, check_at, trouble, version) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) \
                    ON CONFLICT (county, key) DO NOTHING";
    const BY_ID = "SELECT county, id, direction, state, amount, currency, business_kind, business_ref, provider, provider_ref, owner, parent, hold, \
                   return_to, reason, round, attempts, refund_asked, refund_done, created_at, expires_at, settled_at, check_at, trouble, version \
                   FROM payment_order WHERE county = $1 AND id = $2";
    const BY_KEY = "SELECT county, id, direction, state, amount, currency, business_kind, business_ref, provider, provider_ref, owner, parent, hold, \
                    return_to, reason, round, attempts, refund_asked, refund_done, created_at, expires_at, settled_at, check_at, trouble, version \
                    FROM payment_order WHERE county = $1 AND key = $2";
    const BY_BUSINESS = "SELECT county, id, direction, state, amount, currency, business_kind, business_ref, provider, provider_ref, owner, parent, hold, \
                         return_to, reason, round, attempts, refund_asked, refund_done, created_at, expires_at, settled_at, check_at, trouble, version \
                         FROM payment_order WHERE county = $1 AND business_kind = $2 AND business_ref = $3 ORDER BY id";
    const SETTLED = "SELECT county, id, direction, state, amount, currency, business_kind, business_ref, provider, provider_ref, owner, parent, hold, \
                     return_to, reason, round, attempts, refund_asked, refund_done, created_at, expires_at, settled_at, check_at, trouble, version \
                     FROM payment_order WHERE county = $1 AND settled_at > 0 AND settled_at >= $2 AND settled_at < $3 AND provider = $4 ORDER BY settled_at, id";
    const TROUBLED = "SELECT county, id, direction, state, amount, currency, business_kind, business_ref, provider, provider_ref, owner, parent, hold, \
                      return_to, reason, round, attempts, refund_asked, refund_done, created_at, expires_at, settled_at, check_at, trouble, version \
                      FROM payment_order WHERE county = $1 AND trouble = 1 ORDER BY id DESC LIMIT $2";
    const SAVE = "UPDATE payment_order SET state = $1, provider_ref = $2, reason = $3, round = $4, attempts = $5, refund_done = $6, settled_at = $7, \
                  check_at = $8, trouble = $9, version = version + 1 WHERE county = $10 AND id = $11 AND version = $12";
    const ASK_REFUND = "UPDATE payment_order SET refund_asked = refund_asked + $1, version = version + 1 \
                        WHERE county = $2 AND id = $3 AND refund_asked + $1 <= amount";
    const DUE = "SELECT county, id FROM payment_order WHERE check_at > 0 AND check_at <= $1 ORDER BY check_at LIMIT $2";
}

fn some(id: Id) -> Option<Id> {
    (id != Id::NONE).then_some(id)
}

fn moment(at: Millis) -> Option<Millis> {
    (at != Millis(0)).then_some(at)
}

fn from_row(row: &Row<'_>) -> Res<Order> {
    let strange = |what: &str| Error::new(format!("the database holds a strange {what} of a payment order"));
    Ok(Order {
        county: row.id(0)?,
        id: row.id(1)?,
        direction: Direction::from_name(&row.text(2)?).ok_or_else(|| strange("direction"))?,
        state: State::from_name(&row.text(3)?).ok_or_else(|| strange("state"))?,
        amount: Money::new(row.i64(4)?, row.currency(5)?),
        business_kind: row.text(6)?,
        business_ref: row.text(7)?,
        provider: row.text(8)?,
        provider_ref: row.text(9)?,
        owner: some(row.id(10)?),
        parent: some(row.id(11)?),
        hold: some(row.id(12)?),
        return_to: row.text(13)?,
        reason: row.text(14)?,
        round: row.i64(15)?,
        attempts: row.i64(16)?,
        refund_asked: row.i64(17)?,
        refund_done: row.i64(18)?,
        created_at: row.millis(19)?,
        expires_at: moment(row.millis(20)?),
        settled_at: moment(row.millis(21)?),
        check_at: moment(row.millis(22)?),
        trouble: row.flag(23)?,
        version: row.i64(24)?,
    })
}

/// Whether it was written; not, when the key is there already.
pub(super) fn insert(tx: &mut Tx<'_>, key: &str, o: &Order) -> Res<bool> {
    let values = params![
        o.county,
        o.id,
        key,
        o.direction.name(),
        o.state.name(),
        o.amount.amount_minor,
        o.amount.currency,
        &o.business_kind,
        &o.business_ref,
        &o.provider,
        &o.provider_ref,
        o.owner.unwrap_or_default(),
        o.parent.unwrap_or_default(),
        o.hold.unwrap_or_default(),
        &o.return_to,
        &o.reason,
        o.round,
        o.attempts,
        o.refund_asked,
        o.refund_done,
        o.created_at,
        o.expires_at.unwrap_or_default(),
        o.settled_at.unwrap_or_default(),
        o.check_at.unwrap_or_default(),
        o.trouble,
        o.version
    ];
    Ok(tx.execute(INSERT, values)? == 1)
}

pub(crate) fn by_id(tx: &mut Tx<'_>, county: Id, id: Id) -> Res<Option<Order>> {
    tx.first(BY_ID, params![county, id], from_row)
}

pub(super) fn by_key(tx: &mut Tx<'_>, county: Id, key: &str) -> Res<Option<Order>> {
    tx.first(BY_KEY, params![county, key], from_row)
}

pub(super) fn by_business(tx: &mut Tx<'_>, county: Id, kind: &str, reference: &str) -> Res<Vec<Order>> {
    tx.query(BY_BUSINESS, params![county, kind, reference], from_row)
}

pub(super) fn settled(tx: &mut Tx<'_>, county: Id, provider: &str, from: Millis, to: Millis) -> Res<Vec<Order>> {
    tx.query(SETTLED, params![county, from, to, provider], from_row)
}

pub(super) fn troubled(tx: &mut Tx<'_>, county: Id, limit: i64) -> Res<Vec<Order>> {
    tx.query(TROUBLED, params![county, limit], from_row)
}

/// Saves what may change, if nobody else has changed it since it was read.
pub(crate) fn save(tx: &mut Tx<'_>, o: &mut Order) -> Res<()> {
    let values = params![
        o.state.name(),
        &o.provider_ref,
        &o.reason,
        o.round,
        o.attempts,
        o.refund_done,
        o.settled_at.unwrap_or_default(),
        o.check_at.unwrap_or_default(),
        o.trouble,
        o.county,
        o.id,
        o.version
    ];
    if tx.execute(SAVE, values)? == 0 {
        return Err(Fail::Race);
    }
    o.version += 1;
    Ok(())
}

/// Whether that much more of a payment may be ordered back; if so, it is noted.
pub(super) fn ask_refund(tx: &mut Tx<'_>, county: Id, id: Id, amount: i64) -> Res<bool> {
    Ok(tx.execute(ASK_REFUND, params![amount, county, id])? == 1)
}

/// Orders whose provider is to be asked now.
pub(crate) fn due(tx: &mut Tx<'_>, limit: i64) -> Res<Vec<PublicRef>> {
    let now = tx.now();
    tx.query(DUE, params![now, limit], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))
}
