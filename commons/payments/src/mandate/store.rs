//! Mandates in the database.

use super::{Mandate, Standing};
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Fail, Id, Millis, Money, PublicRef, Res};

qianmo_db::sql! {
    const INSERT = "INSERT INTO payment_mandate (account, id, version, provider, provider_ref, state, most, currency, business_ref, \
                    return_to, created_at, agreed_at, ended_at, attempts, check_at) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    const BY_ID = "SELECT account, id, version, provider, provider_ref, state, most, currency, business_ref, return_to, created_at, \
                   agreed_at, ended_at, attempts, check_at FROM payment_mandate WHERE account = $1 AND id = $2";
    const OF_ACCOUNT = "SELECT account, id, version, provider, provider_ref, state, most, currency, business_ref, return_to, created_at, \
                        agreed_at, ended_at, attempts, check_at FROM payment_mandate WHERE account = $1 ORDER BY id";
    const SAVE = "UPDATE payment_mandate SET provider_ref = $1, state = $2, agreed_at = $3, ended_at = $4, attempts = $5, check_at = $6, \
                  version = version + 1 WHERE account = $7 AND id = $8 AND version = $9";
    const DUE = "SELECT account, id FROM payment_mandate WHERE check_at > 0 AND check_at <= $1 ORDER BY check_at LIMIT $2";
}

fn moment(at: Millis) -> Option<Millis> {
    (at != Millis(0)).then_some(at)
}

fn from_row(row: &Row<'_>) -> Res<Mandate> {
    let strange = || Error::new("the database holds a strange state of a mandate");
    Ok(Mandate {
        account: row.id(0)?,
        id: row.id(1)?,
        version: row.i64(2)?,
        provider: row.text(3)?,
        provider_ref: row.text(4)?,
        state: Standing::from_name(&row.text(5)?).ok_or_else(strange)?,
        most: Money::new(row.i64(6)?, row.currency(7)?),
        business_ref: row.text(8)?,
        return_to: row.text(9)?,
        created_at: row.millis(10)?,
        agreed_at: moment(row.millis(11)?),
        ended_at: moment(row.millis(12)?),
        attempts: row.i64(13)?,
        check_at: moment(row.millis(14)?),
    })
}

pub(super) fn insert(tx: &mut Tx<'_>, m: &Mandate) -> Res<()> {
    let values = params![
        m.account,
        m.id,
        m.version,
        &m.provider,
        &m.provider_ref,
        m.state.name(),
        m.most.amount_minor,
        m.most.currency,
        &m.business_ref,
        &m.return_to,
        m.created_at,
        m.agreed_at.unwrap_or_default(),
        m.ended_at.unwrap_or_default(),
        m.attempts,
        m.check_at.unwrap_or_default()
    ];
    tx.execute(INSERT, values).map(drop)
}

pub(super) fn by_id(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<Option<Mandate>> {
    tx.first(BY_ID, params![account, id], from_row)
}

pub(super) fn of_account(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Mandate>> {
    tx.query(OF_ACCOUNT, params![account], from_row)
}

/// Saves what may change, if nobody else has changed it since it was read.
pub(super) fn save(tx: &mut Tx<'_>, m: &mut Mandate) -> Res<()> {
    let values = params![
        &m.provider_ref,
        m.state.name(),
        m.agreed_at.unwrap_or_default(),
        m.ended_at.unwrap_or_default(),
        m.attempts,
        m.check_at.unwrap_or_default(),
        m.account,
        m.id,
        m.version
    ];
    if tx.execute(SAVE, values)? == 0 {
        return Err(Fail::Race);
    }
    m.version += 1;
    Ok(())
}

/// Mandates whose provider is to be asked or told now.
pub(super) fn due(tx: &mut Tx<'_>, limit: i64) -> Res<Vec<PublicRef>> {
    let now = tx.now();
    tx.query(DUE, params![now, limit], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))
}
