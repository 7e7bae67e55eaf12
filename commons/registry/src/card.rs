//! The printed card of a household without a phone: a number and a PIN, shown once, and an account that they open.

use crate::household::store as households;
use crate::looks::{self, NewLook, Purpose};
use crate::permit;
use crate::words::{Act, Status, Task};
use qianmo_db::Tx;
use qianmo_identity as identity;
use qianmo_kernel::{Actor, Kind, Locale, PublicRef, Refused, Res, Role};

/// What is printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    /// The number, as it is typed.
    pub number: String,
    /// The PIN.
    pub pin: String,
}

/// Makes a card for a household, and its account if it has none. An earlier card stops working. What the card opens is
/// the household's own view; who made it and when stands in the list of looks.
pub fn issue(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, locale: Locale) -> Res<Card> {
    let row = households::require(tx, household)?;
    actor.require(&permit::CARD, &row.path)?;
    if row.status != Status::Registered {
        return Err(Refused::new(Kind::Conflict, "registry-not-registered").into());
    }
    let account = match identity::account::of_household(tx, household)?.first() {
        Some(account) => *account,
        None => {
            // The account is called by the masked letter: its name is not sealed by the registry's keys.
            let name = if row.initial.is_empty() { household.id.to_string() } else { format!("{}.", row.initial) };
            let new =
                identity::account::NewAccount { name: &name, locale, contacts: &[], household: Some(household), donor: false };
            let account = identity::account::create(tx, &new)?;
            identity::grant::give(tx, &Actor::system(), account, Role::Household, row.place)?;
            account
        }
    };
    let (number, pin) = identity::card::issue(tx, account)?;
    let role = permit::role_for(actor, &permit::CARD, &row.path, household);
    let purpose = Purpose::of(Task::Registration);
    looks::write(tx, actor, &NewLook { household, role, act: Act::Card, purpose: &purpose, fields: "", card_shown: false })?;
    Ok(Card { number, pin })
}
