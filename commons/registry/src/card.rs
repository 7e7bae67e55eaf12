//! The printed card of a household without a phone: a number and a PIN, shown once, and an account that they open.
//!
//! Whoever makes a card reads its PIN, so a card must never open an account that the household reaches by itself, and
//! whoever made one cannot make it anew: a card in force is replaced by an officer, and the household is told.

use crate::household::store::{self as households, HouseholdRow};
use crate::looks::{self, NewLook, Purpose};
use crate::notice;
use crate::permit;
use crate::words::{Act, Status, Task};
use qianmo_db::Tx;
use qianmo_identity as identity;
use qianmo_kernel::{Actor, Id, Kind, Locale, PublicRef, Refused, Res};
use qianmo_web::i18n::I18n;
use serde::{Deserialize, Serialize};

/// The event of a card that was made; its payload is [`Made`].
pub(crate) const MADE: &str = "registry.card-made";

/// What is printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    /// The number, as it is typed.
    pub number: String,
    /// The PIN.
    pub pin: String,
}

/// The payload of [`MADE`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Made {
    household: PublicRef,
}

/// Refuses unless this actor may make a card for the household now; gives its row and its accounts.
///
/// # Errors
/// 404 elsewhere; 409 `registry-not-registered`; 409 `registry-card-not-needed` when the household signs in by itself;
/// 409 `registry-card-in-force` when there is a card and the actor is no officer or is who made it.
pub fn may_issue(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef) -> Res<(HouseholdRow, Vec<Id>)> {
    let row = households::require(tx, household)?;
    permit::require(actor, &permit::CARD, &row.path)?;
    if row.status != Status::Registered {
        return Err(Refused::new(Kind::Conflict, "registry-not-registered").into());
    }
    let accounts = identity::account::of_household(tx, household)?;
    let (mut in_force, mut made_it) = (false, false);
    for account in &accounts {
        if identity::card::has_other_way(tx, *account)? {
            return Err(Refused::new(Kind::Conflict, "registry-card-not-needed").into());
        }
        // Asked of the card and not of the looks: an account that came from another record brought its card along.
        let issuer = identity::card::issuer(tx, *account)?;
        in_force |= issuer.is_some();
        made_it |= issuer == Some(actor.account);
    }
    if in_force && (made_it || !actor.may(&permit::REPLACE_CARD, &row.path)) {
        return Err(Refused::new(Kind::Conflict, "registry-card-in-force").into());
    }
    Ok((row, accounts))
}

/// The language of a household's card and of the account that it opens, unless another one is chosen: the household's own where the
/// program speaks it, else that of whoever prints it.
pub(crate) fn language(row: &HouseholdRow, printer: Locale) -> Locale {
    Locale::from_tag(&row.language).unwrap_or(printer)
}

/// Makes a card for a household, and its account (in that language) if it has none. An earlier card stops working, and what was signed in
/// with it is signed out. What the card opens is the household's own view; who made it and when stands in the list of
/// looks, and a household with a phone on record is told there as well.
///
/// # Errors
/// As [`may_issue`] says.
pub fn issue(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, locale: Locale) -> Res<Card> {
    let (row, accounts) = may_issue(tx, actor, household)?;
    for account in &accounts {
        identity::card::void(tx, *account)?;
    }
    let account = match accounts.first() {
        Some(account) => *account,
        None => {
            // The account is called by the masked letter: its name is not sealed by the registry's keys.
            let name = if row.initial.is_empty() { household.id.to_string() } else { format!("{}.", row.initial) };
            let new =
                identity::account::NewAccount { name: &name, locale, contacts: &[], household: Some(household), donor: false };
            let account = identity::account::create(tx, &new)?;
            identity::grant::give_household(tx, account, row.place, actor.account)?;
            account
        }
    };
    let (number, pin) = identity::card::issue(tx, account, actor.account)?;
    let role = permit::role_for(actor, &permit::CARD, &row.path, household);
    let purpose = Purpose::of(Task::Registration);
    looks::write(tx, actor, &NewLook { household, role, act: Act::Card, purpose: &purpose, fields: "", card_shown: false })?;
    tx.emit(MADE, household.county, &Made { household })?;
    Ok(Card { number, pin })
}

/// Tells a household with a phone on record that a card was made for it.
pub(crate) fn tell(tx: &mut Tx<'_>, words: &I18n, country: &str, made: &Made) -> Res<()> {
    notice::tell(tx, words, country, made.household, "registry-card-notice")
}
