//! Erasure on request: what is personal is destroyed, the account stays as a pseudonym so that books and histories hold.
//!
//! Other crates register a [`ErasureHook`] each: it says whether something is still open (a pledge to be delivered, a
//! payout to be confirmed), and destroys what that crate keeps about the account.

use crate::account::{self, Account, contact};
use crate::{card, grant, notice, passkey, proposal, recovery, session, token};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, Refused, Res, Role};
use qianmo_web::i18n::I18n;
use serde::Serialize;

/// What another crate has to say when an account is to be erased.
pub struct ErasureHook {
    /// The message of why it cannot be erased yet (a refusal's key), or `None` when nothing is open.
    pub open: fn(&mut Tx<'_>, Id) -> Res<Option<&'static str>>,
    /// Destroys what the crate keeps about the account, in the same unit of work.
    pub erase: fn(&mut Tx<'_>, Id) -> Res<()>,
}

inventory::collect!(ErasureHook);

/// Registers a crate's [`ErasureHook`]: `qianmo_identity::erasure_hook!(ErasureHook { open, erase });`
#[macro_export]
macro_rules! erasure_hook {
    ($hook:expr) => {
        $crate::inventory::submit! { $hook }
    };
}

/// The payload of `identity.account-erased`.
#[derive(Serialize)]
struct Said {
    account: Id,
}

/// The first thing that stands against erasing an account, as a message's key.
pub fn obstacle(tx: &mut Tx<'_>, account: Id) -> Res<Option<&'static str>> {
    // An office is handed over first: what it decided must stay somebody's.
    let offices = grant::list(tx, account)?;
    if offices.iter().any(|g| g.role.needs_second_factor() || g.role == Role::Helper) {
        return Ok(Some("identity-erase-office"));
    }
    for hook in inventory::iter::<ErasureHook> {
        if let Some(message) = (hook.open)(tx, account)? {
            return Ok(Some(message));
        }
    }
    Ok(None)
}

/// Erases the actor's own account.
pub fn erase(tx: &mut Tx<'_>, words: &I18n, actor: &Actor) -> Res<()> {
    let id = actor.account;
    let found = account::active(tx, id)?;
    if let Some(message) = obstacle(tx, id)? {
        return Err(Refused::new(Kind::Conflict, message).into());
    }
    notice::tell(tx, words, id, "identity-notice-erased", &[])?;
    destroy(tx, &found)
}

/// Erases an account because what it stands for is erased (a household that is forgotten): its sessions, tokens, card and
/// other ways to sign in end, its name and its roles go. Whoever calls answers for it that nothing is open. Nothing happens
/// when it is erased already, or is none.
pub fn erase_for(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    match account::find(tx, account)? {
        Some(found) if !found.erased => destroy(tx, &found),
        _ => Ok(()),
    }
}

fn destroy(tx: &mut Tx<'_>, found: &Account) -> Res<()> {
    let id = found.id;
    for hook in inventory::iter::<ErasureHook> {
        (hook.erase)(tx, id)?;
    }
    account::erase(tx, found)?;
    contact::remove_all(tx, id)?;
    passkey::remove_all(tx, id)?;
    card::withdraw(tx, id)?;
    token::remove_all(tx, id)?;
    session::remove_all(tx, id)?;
    grant::remove_all(tx, id)?;
    recovery::remove_all(tx, id)?;
    proposal::remove_all(tx, id)?;
    tx.emit("identity.account-erased", Id::NONE, &Said { account: id })
}
