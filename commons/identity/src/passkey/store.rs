//! Passkeys and the state of their ceremonies in the database.

use super::{LASTS, Purpose};
use crate::secret::{self, Ticket};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Error, Id, Kind, Millis, Refused, Res};
use sha2::{Digest, Sha256};
use webauthn_rs::prelude::Passkey;

pub(crate) const KEY: &str = "identity.passkey.key";
pub(crate) const STATE: &str = "identity.ceremony.state";

qianmo_db::sql! {
    /// A new key.
    const INSERT = "INSERT INTO passkey (account, id, credential, label, key_sealed, made_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, 0) \
        ON CONFLICT (account, credential) DO NOTHING";
    /// An account's keys.
    const LOAD_ALL = "SELECT id, key_sealed FROM passkey WHERE account = $1 ORDER BY id";
    /// The key of a credential.
    const FIND = "SELECT id, key_sealed FROM passkey WHERE account = $1 AND credential = $2";
    /// What its owner sees.
    const LIST = "SELECT id, label, made_at, used_at FROM passkey WHERE account = $1 ORDER BY id";
    /// It was used.
    const USED = "UPDATE passkey SET used_at = $1 WHERE account = $2 AND id = $3";
    /// Its counter moved on.
    const RENEW = "UPDATE passkey SET key_sealed = $1 WHERE account = $2 AND id = $3";
    /// Removes one.
    const REMOVE = "DELETE FROM passkey WHERE account = $1 AND id = $2";
    /// Removes all.
    const REMOVE_ALL = "DELETE FROM passkey WHERE account = $1";
    /// A ceremony begins.
    const KEEP = "INSERT INTO ceremony (id, secret, purpose, account, state_sealed, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    /// A ceremony is used up.
    const TAKE = "DELETE FROM ceremony WHERE id = $1 AND secret = $2 AND purpose = $3 AND account = $4 AND expires_at > $5 \
        RETURNING state_sealed";
    /// Drops those that were not ended.
    const SWEEP = "DELETE FROM ceremony WHERE expires_at < $1";
}

/// A passkey as its owner sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Its id.
    pub id: Id,
    /// What its owner calls it.
    pub label: String,
    /// When it was registered.
    pub made_at: Millis,
    /// When it was last used; 0 if never.
    pub used_at: Millis,
}

fn of(credential: &[u8]) -> Vec<u8> {
    Sha256::digest(credential).to_vec()
}

fn seal(tx: &Tx<'_>, id: Id, key: &Passkey) -> Res<Vec<u8>> {
    let plain = serde_json::to_vec(key).map_err(|e| Error::because("a passkey", e))?;
    tx.vault().seal(KEY, id, &plain)
}

fn open(tx: &Tx<'_>, id: Id, sealed: &[u8]) -> Res<Passkey> {
    let plain = tx.vault().open(KEY, id, sealed)?;
    serde_json::from_slice(&plain).map_err(|e| Error::because("a kept passkey", e).into())
}

pub(super) fn insert(tx: &mut Tx<'_>, account: Id, label: &str, key: &Passkey) -> Res<()> {
    let (id, now) = (tx.new_id(), tx.now());
    let sealed = seal(tx, id, key)?;
    let credential = of(key.cred_id().as_ref());
    if tx.execute(INSERT, params![account, id, credential, label, sealed, now])? == 0 {
        return Err(Refused::new(Kind::Conflict, "identity-passkey-known").into());
    }
    Ok(())
}

pub(super) fn load_all(tx: &mut Tx<'_>, account: Id) -> Res<Vec<(Id, Passkey)>> {
    let rows = tx.query(LOAD_ALL, params![account], |row| Ok((row.id(0)?, row.blob(1)?)))?;
    rows.into_iter().map(|(id, sealed)| Ok((id, open(tx, id, &sealed)?))).collect()
}

pub(super) fn find(tx: &mut Tx<'_>, account: Id, credential: &[u8]) -> Res<Option<(Id, Passkey)>> {
    let row = tx.first(FIND, params![account, of(credential)], |row| Ok((row.id(0)?, row.blob(1)?)))?;
    row.map(|(id, sealed)| Ok((id, open(tx, id, &sealed)?))).transpose()
}

/// An account's passkeys.
pub(crate) fn list(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Listed>> {
    tx.query(LIST, params![account], |row| {
        Ok(Listed { id: row.id(0)?, label: row.text(1)?, made_at: row.millis(2)?, used_at: row.millis(3)? })
    })
}

/// Notes that a key was used; `false` when it was removed meanwhile.
pub(super) fn used(tx: &mut Tx<'_>, account: Id, id: Id, changed: Option<&Passkey>) -> Res<bool> {
    let now = tx.now();
    if tx.execute(USED, params![now, account, id])? != 1 {
        return Ok(false);
    }
    if let Some(key) = changed {
        let sealed = seal(tx, id, key)?;
        tx.execute(RENEW, params![sealed, account, id])?;
    }
    Ok(true)
}

/// Removes a passkey; `false` when the account has no such one.
pub(crate) fn remove(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<bool> {
    Ok(tx.execute(REMOVE, params![account, id])? == 1)
}

/// Removes every passkey of an account.
pub(crate) fn remove_all(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    tx.execute(REMOVE_ALL, params![account])?;
    Ok(())
}

pub(super) fn keep(tx: &mut Tx<'_>, ticket: &Ticket, purpose: Purpose, account: Id, state: &[u8]) -> Res<()> {
    let sealed = tx.vault().seal(STATE, ticket.id, state)?;
    let ends = tx.now() + LASTS;
    tx.execute(KEEP, params![ticket.id, secret::hash(&ticket.secret), purpose.name(), account, sealed, ends])?;
    Ok(())
}

pub(super) fn take(tx: &mut Tx<'_>, ticket: &Ticket, purpose: Purpose, account: Id) -> Res<Option<Vec<u8>>> {
    let now = tx.now();
    let secret = secret::hash(&ticket.secret);
    let sealed = tx.first(TAKE, params![ticket.id, secret, purpose.name(), account, now], |row| row.blob(0))?;
    sealed.map(|sealed| tx.vault().open(STATE, ticket.id, &sealed)).transpose()
}

/// Drops ceremonies that were not ended.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Res<()> {
    let now = tx.now();
    tx.execute(SWEEP, params![now])?;
    Ok(())
}
