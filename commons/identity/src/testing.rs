//! Accounts for the tests of other crates: a person with roles, signed in, in one call.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::account::{self, NewAccount};
use crate::factor::Factor;
use crate::{card, grant, proposal, session, token};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Grant, Id, Locale, PlacePath, PublicRef, Res, Role, Via};
use qianmo_notify::Address;
use qianmo_web::i18n::I18n;

/// A person that a test made.
#[derive(Clone, Debug)]
pub struct Person {
    /// The account.
    pub account: Id,
    /// The session cookie's value.
    pub session: String,
    /// An API token without limits; as strong as the session.
    pub token: String,
}

/// What a test's person is made of.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// How they are called.
    pub name: &'a str,
    /// Their roles, each at a place ([`Id::NONE`]: the root). No rule is checked: tests make what the rules forbid, too.
    pub roles: &'a [(Role, Id)],
    /// Whether they showed a second factor.
    pub second_factor: bool,
    /// A phone number or an e-mail address that signs them in.
    pub login: Option<&'a str>,
    /// The household whose own account it is.
    pub household: Option<PublicRef>,
}

impl Default for Wanted<'_> {
    fn default() -> Self {
        Wanted { name: "Test Person", roles: &[], second_factor: true, login: None, household: None }
    }
}

/// Makes a person with these roles, who has shown a second factor.
pub fn person(tx: &mut Tx<'_>, roles: &[(Role, Id)]) -> Res<Person> {
    make(tx, &Wanted { roles, ..Wanted::default() })
}

/// Makes a person.
pub fn make(tx: &mut Tx<'_>, wanted: &Wanted<'_>) -> Res<Person> {
    let contacts: Vec<Address> =
        wanted.login.iter().map(|login| Address::read(login, "86").expect("a well-formed address")).collect();
    let new = NewAccount { name: wanted.name, locale: Locale::En, contacts: &contacts, household: wanted.household, donor: false };
    let account = account::create(tx, &new)?;
    for (role, place) in wanted.roles {
        let path = grant::path_of(tx, *place)?;
        grant::force(tx, account, &Grant { role: *role, place: *place, path })?;
    }
    let factor = if wanted.second_factor { Factor::Passkey } else { Factor::Sms };
    let session = session::open(tx, account, factor, "")?.cookie();
    let token = token::issue(tx, account, "test", &["*"], wanted.second_factor)?;
    Ok(Person { account, session, token })
}

/// Calls an account something, whatever that is: a name that was kept before a rule knew of it.
pub fn call(tx: &mut Tx<'_>, account: Id, name: &str) -> Res<()> {
    let known = account::require(tx, account)?;
    account::save_name_and_locale(tx, &known, name, known.locale)
}

/// The same person once more: another session and another token.
pub fn again(tx: &mut Tx<'_>, account: Id) -> Res<Person> {
    let session = session::open(tx, account, Factor::Passkey, "")?.cookie();
    let token = token::issue(tx, account, "another", &["*"], true)?;
    Ok(Person { account, session, token })
}

/// Gives a role as two officers do: the first proposes it, the second confirms it. What needs no second is given by the first.
pub fn appoint(tx: &mut Tx<'_>, words: &I18n, [first, second]: [&Actor; 2], account: Id, role: Role, place: Id) -> Res<()> {
    match grant::give(tx, first, account, role, place)? {
        grant::Given::Held => Ok(()),
        grant::Given::Proposed(id) => proposal::confirm(tx, words, second, account, id),
    }
}

/// An actor as the guard would make it, without anything in the database; places are not looked up.
pub fn actor(account: Id, roles: &[(Role, Id, PlacePath)]) -> Actor {
    let grants = roles.iter().map(|(role, place, path)| Grant { role: *role, place: *place, path: path.clone() }).collect();
    Actor { via: Via::Session, session: Id::from_i64(1), ..Actor::on_behalf(account, grants) }
}

/// A household's account with a card that the operator issued: the account, the card's number and its PIN.
pub fn card_holder(tx: &mut Tx<'_>, household: Option<PublicRef>, place: Id) -> Res<(Id, String, String)> {
    let person = make(tx, &Wanted { roles: &[(Role::Household, place)], household, second_factor: false, ..Wanted::default() })?;
    let (number, pin) = card::issue(tx, person.account, Id::NONE)?;
    Ok((person.account, number, pin))
}

/// Takes every turn at checking a card's PIN: nobody's is checked until it is dropped.
pub async fn every_card_turn() -> Res<tokio::sync::SemaphorePermit<'static>> {
    card::every_turn().await
}

/// Adds a contact to an account, as if its owner had typed a code.
pub fn add_contact(tx: &mut Tx<'_>, account: Id, address: &Address) -> Res<()> {
    account::contact::claim(tx, account, address)
}
