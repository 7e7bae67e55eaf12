//! Contacts: the phone numbers and e-mail addresses that sign an account in. One address signs in one account.
//!
//! An address gets here only after its owner typed a code that was sent to it, or when an officer vouches for it.

use qianmo_db::{Tx, params};
use qianmo_kernel::{Error, Id, Kind, Millis, Refused, Res};
use qianmo_notify::{Address, Channel};

pub(crate) const SHOWN: &str = "identity.contact.shown";
const KEY: &str = "identity.contact.key";
/// How many contacts an account may have.
pub const MOST: usize = 6;

qianmo_db::sql! {
    /// Claims an address for an account; nothing happens when it is claimed.
    const CLAIM = "INSERT INTO contact_key (key, account) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
    /// Whose an address is.
    const OWNER = "SELECT account FROM contact_key WHERE key = $1";
    /// How many an account has.
    const COUNT = "SELECT COUNT(*) FROM contact WHERE account = $1";
    /// Keeps the address with its account.
    const INSERT = "INSERT INTO contact (account, id, channel, shown_sealed, key, added_at) VALUES ($1, $2, $3, $4, $5, $6)";
    /// An account's contacts.
    const LIST = "SELECT id, channel, shown_sealed, added_at FROM contact WHERE account = $1 ORDER BY id";
    /// Drops one, and tells its key.
    const REMOVE = "DELETE FROM contact WHERE account = $1 AND id = $2 RETURNING key";
    /// Drops all, and tells their keys.
    const REMOVE_ALL = "DELETE FROM contact WHERE account = $1 RETURNING key";
    /// Frees an address.
    const FREE = "DELETE FROM contact_key WHERE key = $1 AND account = $2";
}

/// One way to reach and to sign in an account.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Its id.
    pub id: Id,
    /// The address.
    pub address: Address,
    /// Since when.
    pub added_at: Millis,
}

/// What an address is looked up by.
pub(crate) fn key(tx: &Tx<'_>, address: &Address) -> Vec<u8> {
    tx.vault().blind(KEY, &format!("{}:{}", address.channel().name(), address.key()))
}

/// The account that an address signs in.
pub fn account_of(tx: &mut Tx<'_>, address: &Address) -> Res<Option<Id>> {
    let key = key(tx, address);
    tx.first(OWNER, params![key], |row| row.id(0))
}

/// The address as the account that it signs in has it. Two spellings of one key may be two mailboxes (`ｄ…` and `d…`): a code that
/// opens an account goes to the one that its owner proved, never to the one that somebody typed.
pub(crate) fn as_kept(tx: &mut Tx<'_>, address: &Address) -> Res<Option<Address>> {
    let Some(account) = account_of(tx, address)? else { return Ok(None) };
    let same = |kept: &Address| kept.channel() == address.channel() && kept.key() == address.key();
    Ok(list(tx, account)?.into_iter().map(|contact| contact.address).find(same))
}

/// Adds an address to an account. Nothing happens when it has it already; refuses one that signs in another account.
pub(crate) fn claim(tx: &mut Tx<'_>, account: Id, address: &Address) -> Res<()> {
    let taken = || Refused::new(Kind::Conflict, "identity-contact-taken");
    match account_of(tx, address)? {
        Some(owner) if owner == account => return Ok(()),
        Some(_) => return Err(taken().into()),
        None => {}
    }
    // Counted before anything is written: a caller may go on after this refusal, and an address that is claimed without
    // being listed would sign the account in for ever, seen by nobody.
    let has = tx.one(COUNT, params![account], |row| row.i64(0))?;
    if usize::try_from(has).unwrap_or(MOST) >= MOST {
        return Err(Refused::new(Kind::Conflict, "identity-contact-most").arg("most", MOST).into());
    }
    let key = key(tx, address);
    if tx.execute(CLAIM, params![&key, account])? == 0 {
        return Err(taken().into());
    }
    let id = tx.new_id();
    let sealed = tx.vault().seal_text(SHOWN, id, address.shown())?;
    let now = tx.now();
    tx.execute(INSERT, params![account, id, address.channel().name(), sealed, key, now])?;
    Ok(())
}

/// An account's contacts, the oldest first.
pub fn list(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Contact>> {
    let rows = tx.query(LIST, params![account], |row| Ok((row.id(0)?, row.text(1)?, row.blob(2)?, row.millis(3)?)))?;
    rows.into_iter()
        .map(|(id, channel, sealed, added_at)| {
            let shown = tx.vault().open_text(SHOWN, id, &sealed)?;
            Ok(Contact { id, address: kept(&channel, &shown)?, added_at })
        })
        .collect()
}

/// An address as the database keeps it.
pub(crate) fn kept(channel: &str, shown: &str) -> Res<Address> {
    Channel::from_name(channel)
        .and_then(|channel| Address::from_kept(channel, shown).ok())
        .ok_or_else(|| Error::new("a kept address is not well-formed").into())
}

/// Drops a contact; `false` when the account has no such one.
pub(crate) fn remove(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<bool> {
    let keys = tx.query(REMOVE, params![account, id], |row| row.blob(0))?;
    free(tx, account, &keys)?;
    Ok(!keys.is_empty())
}

/// Drops all contacts of an account.
pub(crate) fn remove_all(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    let keys = tx.query(REMOVE_ALL, params![account], |row| row.blob(0))?;
    free(tx, account, &keys)
}

fn free(tx: &mut Tx<'_>, account: Id, keys: &[Vec<u8>]) -> Res<()> {
    for key in keys {
        tx.execute(FREE, params![key, account])?;
    }
    Ok(())
}
