//! Notices to an account's own contacts: that a way to sign in was added or removed, that a recovery was asked for.

use crate::account::{self, contact};
use qianmo_db::Tx;
use qianmo_kernel::{Id, Res};
use qianmo_notify::{Address, Message};
use qianmo_web::i18n::{Arg, I18n};

/// Sends the message `key` to every contact of an account, in the language it chose. It is stored with the unit of work and handed over
/// afterwards; an account without contacts gets none.
///
/// # Errors
/// Only the database's own.
pub fn tell(tx: &mut Tx<'_>, words: &I18n, account: Id, key: &str, args: &[(&str, Arg)]) -> Res<()> {
    let addresses: Vec<Address> = contact::list(tx, account)?.into_iter().map(|c| c.address).collect();
    tell_these(tx, words, account, &addresses, key, args)
}

/// The same to addresses that are no longer its contacts, or not yet.
pub(crate) fn tell_these(
    tx: &mut Tx<'_>,
    words: &I18n,
    account: Id,
    addresses: &[Address],
    key: &str,
    args: &[(&str, Arg)],
) -> Res<()> {
    let locale = account::locale(tx, account)?;
    let text = words.plain(locale, key, args);
    for address in addresses {
        qianmo_notify::send(tx, &Message { county: Id::NONE, address, text: &text })?;
    }
    Ok(())
}
