//! Whose hands are on the account that is paid: who registered the household, who gave or changed its bank card, who gave those the
//! role by which they did, and who put in the phone by which those came in who changed it as the household, at whatever remove.
//!
//! A later change takes nobody's hand away, else a second account would wash the first one clean. What does is that money arrived: a
//! payout that was confirmed ends what was done before it was approved, but for the last change, whose card is still the one that is paid.

use super::Settings;
use super::store;
use crate::pledge::Ground;
use qianmo_db::Tx;
use qianmo_identity::grant::{self, SETTLED};
use qianmo_kernel::{Id, Kind, Millis, PublicRef, Refused, Res};
use qianmo_registry::CardChange;

/// That a bank card was given or changed, as an approver reads it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// By whom.
    pub by: By,
    /// When.
    pub at: Millis,
}

/// Who gave or changed a bank card.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum By {
    /// The household itself: its name is told elsewhere, with a look.
    Household,
    /// An account of the household that came in by a phone which people of these names had put on record. Nobody is named whose account
    /// was erased.
    LetIn(Vec<String>),
    /// The operator at the machine.
    Operator,
    /// Somebody of that name; empty when the account was erased.
    Account(String),
}

impl By {
    /// The name in the API.
    pub const fn name(&self) -> &'static str {
        match self {
            By::Household => "household",
            By::LetIn(_) => "let_in",
            By::Operator => "operator",
            By::Account(_) => "account",
        }
    }
}

/// The changes of a household's bank card that still count, the newest first.
fn counting(tx: &mut Tx<'_>, household: PublicRef) -> Res<Vec<CardChange>> {
    let confirmed = store::confirmed(tx, household)?;
    let all = qianmo_registry::card_changes(tx, household)?;
    // A card that is paid to again is still the one that somebody gave before: they count, and who took its household in again.
    let given = all.iter().position(|change| !change.again).unwrap_or(0);
    let counts = |(place, change): &(usize, CardChange)| *place <= given || confirmed.is_none_or(|approved| change.at > approved);
    Ok(all.into_iter().enumerate().filter(counts).map(|(_, change)| change).collect())
}

/// Whoever made a change, and whoever let them in to the household by a phone that they put on record: the two may be one person. The one
/// may have been erased since, the other stays.
fn hands(tx: &mut Tx<'_>, household: PublicRef, change: &CardChange) -> Res<Vec<Id>> {
    if change.by == Id::NONE {
        return Ok(Vec::new());
    }
    let mut hands = vec![change.by];
    hands.extend(qianmo_registry::let_in_by(tx, household, change.by)?);
    Ok(hands)
}

/// Who has a hand in whom money goes to: whoever registered the household, and those who gave or changed its bank card or let somebody in
/// who did.
pub(crate) fn keepers(tx: &mut Tx<'_>, household: PublicRef) -> Res<Vec<Id>> {
    let mut keepers = Vec::new();
    for change in counting(tx, household)? {
        keepers.extend(hands(tx, household, &change)?);
    }
    keepers.extend(qianmo_registry::registered_by(tx, household)?);
    Ok(keepers)
}

/// Refuses (409 `aid-payout-card-changed`) for an account that gave or changed the household's bank card, or let somebody in who did, or
/// that gave whoever did the role by which they did.
pub(super) fn own_card(tx: &mut Tx<'_>, account: Id, household: PublicRef) -> Res<()> {
    if account == Id::NONE {
        return Ok(());
    }
    for change in counting(tx, household)? {
        for by in hands(tx, household, &change)? {
            if by == account || appointed(tx, &CardChange { by, ..change }, account)? {
                return Err(Refused::new(Kind::Conflict, "aid-payout-card-changed").into());
            }
        }
    }
    Ok(())
}

/// Whether this account gave whoever made a change a role by which cards are changed, before they made it; whether they hold it still does
/// not matter. Who has served for a month stands for themselves where a household's first card is taken down, else no officer could pay
/// the families of the helpers that they appointed once.
fn appointed(tx: &mut Tx<'_>, change: &CardChange, account: Id) -> Res<bool> {
    if change.by == Id::NONE {
        return Ok(false);
    }
    let given = grant::ever_given(tx, change.by)?;
    Ok(given.iter().any(|(grant, by, at)| {
        let held = change.at.0 - at.0;
        let settled = change.first && held >= SETTLED;
        *by == account && held >= 0 && !settled && qianmo_registry::permit::EDIT_DOOR.roles.contains(&grant.role)
    }))
}

/// Refuses (409 `aid-payout-card-rests`) a bank card that was changed only lately: the household, which is told of it, is to have the time
/// to object. Its first card needs none when it was there before the request was handed in.
///
/// # Errors
/// Besides, as [`qianmo_registry::payout_stamp`] when there is no card to be paid to.
pub(super) fn rested(tx: &mut Tx<'_>, ground: &Ground, settings: Settings) -> Res<()> {
    qianmo_registry::payout_stamp(tx, ground.household)?;
    let Some(last) = qianmo_registry::card_changes(tx, ground.household)?.into_iter().next() else { return Ok(()) };
    let submitted = crate::request::require(tx, ground.request_ref())?.submitted_at;
    let there_before = last.first && submitted.is_some_and(|at| last.at <= at);
    if !there_before && tx.now().0 - last.at.0 < settings.bank_card_rest {
        return Err(Refused::new(Kind::Conflict, "aid-payout-card-rests").into());
    }
    Ok(())
}

/// The changes that still count as an approver reads them, the newest first.
pub(super) fn told(tx: &mut Tx<'_>, household: PublicRef) -> Res<Vec<Changed>> {
    let mut told = Vec::new();
    for change in counting(tx, household)? {
        let by = if change.by == Id::NONE {
            By::Operator
        } else if qianmo_registry::ever_own(tx, household, change.by)? {
            let behind = qianmo_registry::let_in_by(tx, household, change.by)?;
            if behind.is_empty() { By::Household } else { By::LetIn(names(tx, &behind)?) }
        } else {
            By::Account(qianmo_identity::account::display_name(tx, change.by)?)
        };
        told.push(Changed { by, at: change.at });
    }
    Ok(told)
}

/// How accounts are called, those left out that were erased.
fn names(tx: &mut Tx<'_>, accounts: &[Id]) -> Res<Vec<String>> {
    let mut names = Vec::with_capacity(accounts.len());
    for account in accounts {
        names.push(qianmo_identity::account::display_name(tx, *account)?);
    }
    names.retain(|name| !name.is_empty());
    Ok(names)
}
