//! The account that is paid: the household's bank card as it stands when the second officer approves, never an older one.
//!
//! Whoever prepares a payout sees no account; what it was prepared for is noted as a stamp that shows nothing. The approver is shown the
//! account's end, who gave or changed it, and whether it changed since, each time with a look that the household can read. Approved is what was shown: when the
//! account changes in between, the approval is refused and the page shows the new one.

use super::Settings;
use super::card::{self, Changed};
use super::command::{apart, approver, passes};
use super::store::{self, Payout};
use crate::lifecycle::PayoutState;
use crate::pledge::{self, Ground};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Fail, Kind, PublicRef, Refused, Res, Role};
use qianmo_payments::Payee;
use qianmo_registry::PayTo;

/// The account that a payout would go to, as far as its approver needs to see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// The first letter of the head's name.
    pub name: String,
    /// The end of the number: `••••1234`.
    pub ending: String,
    /// Names this account in the approval; shows nothing of it.
    pub stamp: String,
    /// Whether it is another one than the payout was prepared for.
    pub changed: bool,
    /// Who gave or changed it, the last one first.
    pub changes: Vec<Changed>,
}

/// What an approver is told of it: the account, or why nothing can be paid, as the key of a message.
pub type Told = Result<Shown, &'static str>;

/// Notes which account a payout is prepared for, without showing it to anybody.
///
/// # Errors
/// 409 `registry-no-bank-card` when the household has none, `registry-not-registered` or 410 `registry-erased` when it receives nothing
/// any more.
pub(super) fn noted(tx: &mut Tx<'_>, ground: &Ground) -> Res<String> {
    qianmo_registry::payout_stamp(tx, ground.household)
}

/// Opens the account, with a look.
fn open(tx: &mut Tx<'_>, actor: &Actor, payout: &Payout, ground: &Ground) -> Res<PayTo> {
    qianmo_registry::for_payout(tx, actor, Role::Officer, ground.household, &payout.request_ref().to_string())
}

/// The account as it is now, for the order; `seen` names the one that the approver was shown, `None` the one it was prepared for.
///
/// # Errors
/// As [`noted`]; 409 `aid-payout-account-changed` when that is not the present one.
pub(super) fn present(tx: &mut Tx<'_>, actor: &Actor, payout: &mut Payout, ground: &Ground, seen: Option<&str>) -> Res<Payee> {
    let to = open(tx, actor, payout, ground)?;
    if seen.unwrap_or(&payout.account_stamp) != to.stamp {
        return Err(Refused::new(Kind::Conflict, "aid-payout-account-changed").into());
    }
    payout.account_stamp = to.stamp;
    Ok(Payee { name: to.name, account: to.account })
}

/// What an officer who may approve this payout now is shown of its account; `None` for everybody else. The look is written.
pub(super) fn shown(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, settings: Settings) -> Res<Option<Told>> {
    let payout = store::require(tx, reference)?;
    let ground = pledge::ground_of(tx, payout.county, payout.part)?;
    if payout.state != PayoutState::Prepared || !passes(approver(tx, actor, &payout, &ground))? {
        return Ok(None);
    }
    // Nobody's account needs to be opened to say that it cannot be paid now.
    match apart(tx, &payout, &ground).and_then(|()| card::rested(tx, &ground, settings)) {
        Ok(()) => {}
        Err(Fail::Refused(refused)) => return Ok(Some(Err(refused.message))),
        Err(other) => return Err(other),
    }
    match open(tx, actor, &payout, &ground) {
        Ok(to) => {
            let changed = to.stamp != payout.account_stamp;
            let changes = card::told(tx, ground.household)?;
            Ok(Some(Ok(Shown { name: to.hint(), ending: to.ending(), stamp: to.stamp, changed, changes })))
        }
        Err(Fail::Refused(refused)) => Ok(Some(Err(refused.message))),
        Err(other) => Err(other),
    }
}
