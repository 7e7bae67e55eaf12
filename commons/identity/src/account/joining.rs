//! An account becomes a household's own, and stops being it. Whether it may is for the registry to know.

use super::{active, contact, store};
use crate::factor::Factor;
use crate::{card, grant, notice, session};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, PublicRef, Refused, Res, Role, Via};
use qianmo_notify::{Address, Channel};
use qianmo_web::i18n::I18n;

/// The phone whose code opened the actor's session, where that is beyond doubt: the session came by a code to a phone, and the
/// account has one phone only. An address may have been put in by an officer who vouched for it, so that an account has it is
/// no proof that whoever sits here does.
pub fn phone_of_session(tx: &mut Tx<'_>, actor: &Actor) -> Res<Option<Address>> {
    if actor.via != Via::Session {
        return Ok(None);
    }
    let by_phone = session::find(tx, actor.account, actor.session)?.is_some_and(|s| s.factor == Factor::Sms);
    if !by_phone {
        return Ok(None);
    }
    let contacts = contact::list(tx, actor.account)?;
    let mut phones = contacts.into_iter().map(|c| c.address).filter(|a| a.channel() == Channel::Sms);
    let (only, another) = (phones.next(), phones.next());
    Ok(if another.is_some() { None } else { only })
}

/// Makes an account a household's own, with the role that goes with it where the household lives.
///
/// # Errors
/// 409 `identity-household-other` when it is a household's already, `identity-grant-incompatible` beside a role that must be kept
/// apart from it; 410 when it is erased.
pub fn join_household(tx: &mut Tx<'_>, account: Id, household: PublicRef, place: Id) -> Res<()> {
    let found = active(tx, account)?;
    if found.household.is_some() {
        return Err(Refused::new(Kind::Conflict, "identity-household-other").into());
    }
    store::set_household(tx, &found, Some(household))?;
    grant::give_household(tx, account, place, account)
}

/// The accounts of a household that lives on in another one are that one's own from now on, with the role where it lives (`place`), unless
/// the role was taken from them. What signs them in, a card as well, stays as it is. `by`: whose doing it is.
///
/// # Errors
/// 409 `identity-grant-incompatible` where one of them holds a role there that must be kept apart from it.
pub fn follow_household(tx: &mut Tx<'_>, from: PublicRef, into: PublicRef, place: Id, by: Id) -> Res<()> {
    for account in store::of_household(tx, from)? {
        let found = active(tx, account)?;
        store::set_household(tx, &found, Some(into))?;
        grant::move_household(tx, account, place, by)?;
    }
    Ok(())
}

/// Whether an account is there for its household alone: it holds no other role, not even that of giving.
pub fn is_household_only(tx: &mut Tx<'_>, account: Id) -> Res<bool> {
    Ok(grant::list(tx, account)?.iter().all(|g| g.role == Role::Household))
}

/// Makes an account no household's any more: the role and the card go, everything else stays its owner's. `by`: whose doing it is.
pub fn leave_household(tx: &mut Tx<'_>, account: Id, by: Id) -> Res<()> {
    let found = active(tx, account)?;
    store::set_household(tx, &found, None)?;
    card::withdraw(tx, account)?;
    grant::take_household(tx, account, by)
}

/// Sends a message to every contact of an account, in the language it chose.
pub fn tell(tx: &mut Tx<'_>, words: &I18n, account: Id, key: &str) -> Res<()> {
    notice::tell(tx, words, account, key, &[])
}
