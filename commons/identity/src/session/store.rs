//! Sessions in the database.

use super::{BY_CARD, IDLE, LONGEST, Session};
use crate::factor::Factor;
use crate::secret::{self, Bearer};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Error, Id, Millis, Res};

qianmo_db::sql! {
    /// A new session.
    const INSERT = "INSERT INTO session (account, id, secret, device, factor, card_by, second_at, made_at, used_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)";
    /// An account's sessions.
    const LIST = "SELECT id, device, factor, second_at, made_at, used_at, expires_at FROM session WHERE account = $1";
    /// A second factor and a new secret.
    const STRENGTHEN = "UPDATE session SET second_at = $1, secret = $2, used_at = $1 WHERE account = $3 AND id = $4";
    /// It was used.
    const TOUCH = "UPDATE session SET used_at = $1 WHERE account = $2 AND id = $3 AND used_at < $1";
    /// Ends one.
    const REMOVE = "DELETE FROM session WHERE account = $1 AND id = $2";
    /// Ends all but one.
    const REMOVE_OTHERS = "DELETE FROM session WHERE account = $1 AND id <> $2";
    /// Drops those that ended.
    const SWEEP = "DELETE FROM session WHERE used_at < $1";
}

pub(super) fn insert(tx: &mut Tx<'_>, bearer: &Bearer, factor: Factor, both: bool, card_by: Id, device: &str) -> Res<()> {
    let now = tx.now();
    let second = if both { now } else { Millis(0) };
    let lasts = if factor == Factor::Card { BY_CARD } else { LONGEST };
    let secret = secret::hash(&bearer.secret);
    tx.execute(INSERT, params![bearer.account, bearer.id, secret, device, factor.name(), card_by, second, now, now + lasts])?;
    Ok(())
}

pub(super) fn list(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Session>> {
    tx.query(LIST, params![account], |row| {
        Ok(Session {
            id: row.id(0)?,
            device: row.text(1)?,
            factor: Factor::from_name(&row.text(2)?).ok_or_else(|| Error::new("a session has a factor of an unknown name"))?,
            second_at: row.millis(3)?,
            made_at: row.millis(4)?,
            used_at: row.millis(5)?,
            expires_at: row.millis(6)?,
        })
    })
}

pub(super) fn strengthen(tx: &mut Tx<'_>, bearer: &Bearer) -> Res<bool> {
    let now = tx.now();
    let secret = secret::hash(&bearer.secret);
    Ok(tx.execute(STRENGTHEN, params![now, secret, bearer.account, bearer.id])? == 1)
}

/// Notes that a session was used.
pub(crate) fn touch(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<()> {
    let now = tx.now();
    tx.execute(TOUCH, params![now, account, id])?;
    Ok(())
}

pub(super) fn remove(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<bool> {
    Ok(tx.execute(REMOVE, params![account, id])? == 1)
}

/// Ends every session of an account but one.
pub(crate) fn remove_others(tx: &mut Tx<'_>, account: Id, keep: Id) -> Res<u64> {
    tx.execute(REMOVE_OTHERS, params![account, keep])
}

/// Ends every session of an account.
pub(crate) fn remove_all(tx: &mut Tx<'_>, account: Id) -> Res<u64> {
    remove_others(tx, account, Id::NONE)
}

/// Drops sessions that ended by themselves.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Res<()> {
    let now = tx.now();
    tx.execute(SWEEP, params![now - IDLE])?;
    Ok(())
}
