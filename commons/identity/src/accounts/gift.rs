//! Giving a role to whoever has an address: to the account that it signs in, or to a new one.

use crate::account::{self, NewAccount, contact};
use crate::grant::{self, Given};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Locale, Refused, Res, Role};
use qianmo_notify::Address;
use qianmo_web::i18n::I18n;

/// A role for somebody who is known by an address.
pub(crate) struct Gift<'a> {
    /// What signs them in.
    pub address: &'a Address,
    /// An address of the other kind that the giver vouches for: a new account's second factor, which counts at once.
    pub second: Option<&'a Address>,
    /// How a new account is called.
    pub name: &'a str,
    /// The language of a new account.
    pub locale: Locale,
    /// The role.
    pub role: Role,
    /// Where; [`Id::NONE`] is the root.
    pub place: Id,
}

/// Gives the role, and makes the account if nobody has the address yet. Who has an account already is told at every
/// contact; whoever gives learns nothing of it but its id. Returns the account, and whether it holds the role or a second
/// officer is to confirm it.
pub(crate) fn give(tx: &mut Tx<'_>, words: &I18n, actor: &Actor, gift: &Gift<'_>) -> Res<(Id, Given)> {
    if gift.second.is_some_and(|second| second.channel() == gift.address.channel()) {
        return Err(Refused::field("second_login", "identity-second-login-kind").into());
    }
    if let Some(account) = contact::account_of(tx, gift.address)? {
        // Else whoever gives somebody a role could put a contact of their own into that account.
        if gift.second.is_some() {
            return Err(Refused::field("second_login", "identity-second-login-known").into());
        }
        let given = grant::give_and_tell(tx, words, actor, account, gift.role, gift.place)?;
        return Ok((account, given));
    }
    let contacts: Vec<Address> = [Some(gift.address), gift.second].into_iter().flatten().cloned().collect();
    let new = NewAccount { name: gift.name, locale: gift.locale, contacts: &contacts, household: None, donor: true };
    let account = account::create(tx, &new)?;
    let given = grant::give(tx, actor, account, gift.role, gift.place)?;
    Ok((account, given))
}
