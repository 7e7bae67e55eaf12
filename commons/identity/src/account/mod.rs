//! An account: a person, or a household, that can sign in. It has a name by which it is shown to itself and to those who
//! work with it, a language, and roles held at places.

pub mod contact;
mod joining;
mod store;

use qianmo_db::Tx;
use qianmo_kernel::text::{length, tidy};
use qianmo_kernel::{Id, Kind, Locale, Millis, PublicRef, Refused, Res, Role};
use qianmo_notify::{Address, contacts};
use serde::Serialize;

pub use joining::{follow_household, is_household_only, join_household, leave_household, phone_of_session, tell};
pub(crate) use store::{NAME, erase, household, open_name, save_name_and_locale, second_from, touch};

/// Longest display name, in characters.
pub const LONGEST_NAME: usize = 60;

/// How long after it was added by its owner alone a first second factor of an account with an office does not count.
pub const NEW_SECOND: i64 = 24 * Millis::HOUR;

/// What an account is made of.
#[derive(Clone, Debug, Default)]
pub struct NewAccount<'a> {
    /// How it is called on pages.
    pub name: &'a str,
    /// The language of the program's words.
    pub locale: Locale,
    /// Phone numbers and e-mail addresses that sign it in.
    pub contacts: &'a [Address],
    /// The household whose own account it is.
    pub household: Option<PublicRef>,
    /// Whether it may give (the role of donor at the root).
    pub donor: bool,
}

/// An account as its owner and its officers see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// The account.
    pub id: Id,
    /// How it is called; empty when it was erased.
    pub name: String,
    /// The language of the program's words.
    pub locale: Locale,
    /// Whether it was erased: a pseudonym that only books and histories mention.
    pub erased: bool,
    /// The household whose own account it is.
    pub household: Option<PublicRef>,
    /// When it was made.
    pub made_at: Millis,
    /// Its version, for compare-and-set.
    pub version: i64,
}

/// The payload of `identity.account-made` and `identity.account-erased`.
#[derive(Serialize)]
struct Said {
    account: Id,
}

/// Makes an account. The caller answers for its contacts: either a code was typed, or an officer vouches for them (a code
/// will be needed to sign in anyway). Refuses a contact that signs in another account.
pub fn create(tx: &mut Tx<'_>, new: &NewAccount<'_>) -> Res<Id> {
    let name = tidy(new.name);
    check_name("name", &name)?;
    let id = tx.new_id();
    store::insert(tx, id, &name, new.locale, new.household)?;
    for address in new.contacts {
        contact::claim(tx, id, address)?;
    }
    if new.donor {
        crate::grant::make_donor(tx, id)?;
    }
    tx.emit("identity.account-made", Id::NONE, &Said { account: id })?;
    Ok(id)
}

/// Refuses a name that is empty or too long, or that tells how to reach somebody: strangers read it beside a gift. `field` is where
/// it was typed.
pub(crate) fn check_name(field: &'static str, name: &str) -> Res<()> {
    if name.is_empty() {
        return Err(Refused::field(field, "identity-name-empty").into());
    }
    if length(name) > LONGEST_NAME || name.contains('\n') {
        return Err(Refused::field(field, "identity-name-long").into());
    }
    if contacts::are_in(name) {
        return Err(Refused::field(field, "identity-name-contact").into());
    }
    Ok(())
}

/// The account; a refusal (not found) when there is none.
pub fn require(tx: &mut Tx<'_>, id: Id) -> Res<Account> {
    find(tx, id)?.ok_or_else(|| Refused::not_found().into())
}

/// The account, if there is one.
pub fn find(tx: &mut Tx<'_>, id: Id) -> Res<Option<Account>> {
    store::load(tx, id)
}

/// The account, unless it is gone or erased.
pub(crate) fn active(tx: &mut Tx<'_>, id: Id) -> Res<Account> {
    match find(tx, id)? {
        Some(account) if !account.erased => Ok(account),
        Some(_) => Err(Refused::new(Kind::Gone, "identity-account-erased").into()),
        None => Err(Refused::not_found().into()),
    }
}

/// Whether the account holds an office: a role that answers for others' data or money and needs a second factor.
pub(crate) fn holds_office(tx: &mut Tx<'_>, account: Id) -> Res<bool> {
    Ok(crate::grant::list(tx, account)?.iter().any(|g| g.role.needs_second_factor()))
}

/// Notes that a way to sign in was added in a session that had shown one factor only. For an office that is as good as no
/// second factor: whoever took a phone over could add an e-mail address of their own and be an officer. So no second
/// factor counts for [`NEW_SECOND`], in which the owner, who is told, can remove what is not theirs. Returns whether the
/// account has to wait.
pub(crate) fn added_by_one_factor(tx: &mut Tx<'_>, account: Id) -> Res<bool> {
    if !holds_office(tx, account)? {
        return Ok(false);
    }
    let from = tx.now() + NEW_SECOND;
    store::set_second_from(tx, account, from)?;
    Ok(true)
}

/// How an account is called to others; empty when it was erased or never was, and when its name is from before names were looked
/// through and tells how to reach somebody.
pub fn display_name(tx: &mut Tx<'_>, id: Id) -> Res<String> {
    Ok(find(tx, id)?.map(|a| a.name).filter(|name| !contacts::are_in(name)).unwrap_or_default())
}

/// The roles of a household's own account.
pub(crate) const OF_HOUSEHOLDS: [Role; 2] = [Role::Household, Role::Donor];

/// The household, if the account is a household's own and nothing else. Those who give roles are told its reference and not its
/// name: who is in need where is not to be read off the list of accounts, where no look is logged.
pub(crate) fn only_household(tx: &mut Tx<'_>, account: &Account) -> Res<Option<PublicRef>> {
    let Some(household) = account.household else { return Ok(None) };
    let staff = crate::grant::list(tx, account.id)?.iter().any(|g| !OF_HOUSEHOLDS.contains(&g.role));
    Ok((!staff).then_some(household))
}

/// The language an account chose; the default when it is not known.
pub fn locale(tx: &mut Tx<'_>, id: Id) -> Res<Locale> {
    Ok(find(tx, id)?.map(|a| a.locale).unwrap_or_default())
}

/// The accounts of a household's own.
pub fn of_household(tx: &mut Tx<'_>, household: PublicRef) -> Res<Vec<Id>> {
    store::of_household(tx, household)
}

/// Makes an account with a role at a place from the operator's command line; if the first of the contacts signs in an
/// account already, that one gets the role. The operator vouches for the contacts: with two kinds of them there is a second
/// factor at once. Returns the account.
pub fn create_by_operator(tx: &mut Tx<'_>, name: &str, locale: Locale, contacts: &[Address], role: Role, place: Id) -> Res<Id> {
    let known = match contacts.first() {
        Some(address) => contact::account_of(tx, address)?,
        None => None,
    };
    let account = match known {
        Some(account) => {
            for further in contacts {
                contact::claim(tx, account, further)?;
            }
            account
        }
        None => create(tx, &NewAccount { name, locale, contacts, household: None, donor: true })?,
    };
    crate::grant::give(tx, &qianmo_kernel::Actor::system(), account, role, place)?;
    Ok(account)
}
