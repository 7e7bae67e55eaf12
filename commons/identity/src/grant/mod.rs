//! Roles at places: who gives them, who may not hold which together, and the history of all that.
//!
//! A role is given by somebody who holds an office at a place that covers it, never to oneself, and never beside a role
//! that it must be kept apart from. One that answers for others' data or money is only proposed so, and held when a second
//! officer confirms it (see [`crate::proposal`]). Every giving and taking is kept for good.

mod moved;
pub mod rules;
mod store;

use crate::{account, notice, proposal};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Grant, Id, Kind, Millis, Permission, PlacePath, Refused, Res, Role};
use qianmo_places as places;
use qianmo_web::i18n::I18n;
use serde::Serialize;

pub(crate) use moved::follow_places;
pub use store::{Holder, HolderKey};
pub(crate) use store::{grant as read, make_donor, remove_all};

/// The offices by which one appoints others.
const OFFICES: [Role; 2] = [Role::Officer, Role::Administrator];

/// Seeing accounts at one's place, giving and taking their roles, helping to recover them.
pub static MANAGE: Permission = Permission { name: "identity.accounts", roles: &OFFICES };

/// How long a role is held before it says where its holder belongs: a role that was given yesterday proves nothing about
/// the person it was given to.
pub const SETTLED: i64 = 30 * Millis::DAY;

/// The roles that their holder may give back. Giving goes with every account, and a household's own role with the household.
pub(crate) const GIVEN_BACK: [Role; 6] =
    [Role::Helper, Role::Reviewer, Role::Officer, Role::Partner, Role::Auditor, Role::Administrator];

/// The payload of `identity.role-given` and `identity.role-taken`.
#[derive(Serialize)]
struct Said {
    account: Id,
    role: &'static str,
    place: Id,
}

/// What came of giving a role.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Given {
    /// It is held: from now on, or since before.
    Held,
    /// It is proposed, and gives nothing until a second officer confirms it.
    Proposed(Id),
}

/// One line of the history of an account's roles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// Whether the role was given; otherwise it was taken.
    pub given: bool,
    /// Which role.
    pub role: Role,
    /// Where.
    pub place: Id,
    /// The path that the place had then.
    pub path: PlacePath,
    /// By whom, which is who proposed it when a second officer confirmed it; `Id::NONE` for the operator or the account itself
    /// when it signed up.
    pub by: Id,
    /// When.
    pub at: Millis,
    /// Which second officer confirmed it; `Id::NONE` when it needed none, or when it was taken.
    pub confirmed_by: Id,
}

/// The path of a place; [`Id::NONE`] is the root above all.
pub(crate) fn path_of(tx: &mut Tx<'_>, place: Id) -> Res<PlacePath> {
    if place == Id::NONE { Ok(PlacePath::root()) } else { Ok(places::require(tx, place)?.path) }
}

/// An account's roles.
pub fn list(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Grant>> {
    store::list(tx, account)
}

/// The history of an account's roles, the newest first.
pub fn history(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Event>> {
    store::history(tx, account)
}

/// Gives an account a role at a place ([`Id::NONE`]: the root). Nothing happens when it holds it already. A role that answers
/// for others' data or money is only proposed, unless the operator gives it at the machine.
///
/// # Errors
/// 403 elsewhere, `identity-grant-self`, `identity-grant-above` when it is not the actor's to give; 404 without such an
/// account or place, 410 when the account is erased; 409 `identity-grant-no-household`, `identity-grant-with-household`,
/// `identity-grant-incompatible`, `identity-proposal-open` when it is proposed already.
pub fn give(tx: &mut Tx<'_>, actor: &Actor, account: Id, role: Role, place: Id) -> Res<Given> {
    let path = path_of(tx, place)?;
    may_decide(actor, account, role, &path)?;
    let target = account::active(tx, account)?;
    // Without a household there is nothing that the role could be about.
    if role == Role::Household && target.household.is_none() {
        return Err(Refused::new(Kind::Conflict, "identity-grant-no-household").into());
    }
    let grant = Grant { role, place, path };
    if !lacks(tx, account, &grant)? {
        return Ok(Given::Held);
    }
    // Where the family lives is not for whoever gives roles to say. The operator puts back what an account has lost.
    if role == Role::Household && actor.account != Id::NONE {
        return Err(with_household().into());
    }
    // Two officers who give roles at the same moment must see each other's.
    account::touch(tx, &target)?;
    if actor.account != Id::NONE && proposal::needs_second_officer(role) {
        return Ok(Given::Proposed(proposal::propose(tx, actor, account, grant)?));
    }
    put(tx, account, &grant, actor.account, Id::NONE)?;
    Ok(Given::Held)
}

/// The refusal to give or take by itself what a household's own account holds because it is that.
fn with_household() -> Refused {
    Refused::new(Kind::Conflict, "identity-grant-with-household")
}

/// Whether an account lacks a role and may hold it; refuses one beside a role that it must be kept apart from.
pub(crate) fn lacks(tx: &mut Tx<'_>, account: Id, grant: &Grant) -> Res<bool> {
    let held = store::list(tx, account)?;
    if held.iter().any(|g| g.role == grant.role && g.place == grant.place) {
        return Ok(false);
    }
    if let Some(other) = rules::forbidden_beside(grant.role, &grant.path, &held) {
        return Err(Refused::new(Kind::Conflict, "identity-grant-incompatible")
            .arg("held", other.name())
            .arg("role", grant.role.name())
            .into());
    }
    Ok(true)
}

/// Puts a role in that was found to be right, as given by somebody and confirmed by somebody else ([`Id::NONE`]: by nobody);
/// notes it and tells of it.
pub(crate) fn put(tx: &mut Tx<'_>, account: Id, grant: &Grant, by: Id, confirmed_by: Id) -> Res<()> {
    store::insert(tx, account, grant, by)?;
    store::record_given(tx, account, grant, by, confirmed_by)?;
    tx.emit("identity.role-given", Id::NONE, &Said { account, role: grant.role.name(), place: grant.place })
}

/// Gives a household's own account its role where the household lives. That it is the household's own was shown and not chosen by
/// anybody: the role counts as given by nobody, and only the history names whose doing it was.
///
/// # Errors
/// 409 `identity-grant-no-household`, `identity-grant-incompatible`; 404 without such an account or place, 410 when it is erased.
pub fn give_household(tx: &mut Tx<'_>, account: Id, place: Id, by: Id) -> Res<()> {
    let path = path_of(tx, place)?;
    let target = account::active(tx, account)?;
    if target.household.is_none() {
        return Err(Refused::new(Kind::Conflict, "identity-grant-no-household").into());
    }
    let grant = Grant { role: Role::Household, place, path };
    if !lacks(tx, account, &grant)? {
        return Ok(());
    }
    account::touch(tx, &target)?;
    store::insert(tx, account, &grant, Id::NONE)?;
    store::record_given(tx, account, &grant, by, Id::NONE)?;
    tx.emit("identity.role-given", Id::NONE, &Said { account, role: grant.role.name(), place })
}

/// Takes the role of a household's own account, wherever it is held.
pub(crate) fn take_household(tx: &mut Tx<'_>, account: Id, by: Id) -> Res<()> {
    take_household_but(tx, account, None, by)
}

/// The role of a household's own account is held at another place from now on. Nothing happens where it is held nowhere: somebody took it.
///
/// # Errors
/// As [`give_household`].
pub(crate) fn move_household(tx: &mut Tx<'_>, account: Id, place: Id, by: Id) -> Res<()> {
    if !store::list(tx, account)?.iter().any(|g| g.role == Role::Household) {
        return Ok(());
    }
    give_household(tx, account, place, by)?;
    take_household_but(tx, account, Some(place), by)
}

/// Takes the role of a household's own account, but not at that place.
fn take_household_but(tx: &mut Tx<'_>, account: Id, stays: Option<Id>, by: Id) -> Res<()> {
    for grant in store::list(tx, account)?.into_iter().filter(|g| g.role == Role::Household && Some(g.place) != stays) {
        store::remove(tx, account, grant.role, grant.place)?;
        store::record_taken(tx, account, &grant, by)?;
        tx.emit("identity.role-taken", Id::NONE, &Said { account, role: grant.role.name(), place: grant.place })?;
    }
    Ok(())
}

/// Gives a role as [`give`] does, and tells its holder at every contact: nobody is given a role behind their back, nor is one
/// proposed.
pub(crate) fn give_and_tell(tx: &mut Tx<'_>, words: &I18n, actor: &Actor, account: Id, role: Role, place: Id) -> Res<Given> {
    let held = store::list(tx, account)?.iter().any(|g| g.role == role && g.place == place);
    let given = give(tx, actor, account, role, place)?;
    match given {
        Given::Held if held => {}
        Given::Held => notice::tell(tx, words, account, "identity-notice-role-given", &[])?,
        Given::Proposed(_) => notice::tell(tx, words, account, "identity-notice-role-proposed", &[])?,
    }
    Ok(given)
}

/// Of an account's roles those that the actor may know of: all of their own; of others those where their office reaches.
pub(crate) fn list_seen(tx: &mut Tx<'_>, actor: &Actor, account: Id) -> Res<Vec<Grant>> {
    let mut grants = store::list(tx, account)?;
    grants.retain(|g| actor.account == account || actor.may(&MANAGE, &g.path));
    Ok(grants)
}

/// The same of the history.
pub(crate) fn history_seen(tx: &mut Tx<'_>, actor: &Actor, account: Id) -> Res<Vec<Event>> {
    let mut events = store::history(tx, account)?;
    events.retain(|e| actor.account == account || actor.may(&MANAGE, &e.path));
    Ok(events)
}

/// Puts a role in without asking any rule: for tests, which make what the rules forbid, too. It counts as held for long.
pub(crate) fn force(tx: &mut Tx<'_>, account: Id, grant: &Grant) -> Res<()> {
    let at = tx.now() - 2 * SETTLED;
    store::insert_as_of(tx, account, grant, Id::NONE, at)
}

/// Takes a role from an account. The role of a household's own account ends with that only ([`account::leave_household`]): who
/// could take it would shut a family out of its own page, and since the account has no place any more, nobody there could undo it.
///
/// # Errors
/// 404 when the account does not hold it; 403 as [`give`] says; 409 `identity-grant-with-household`.
pub fn take(tx: &mut Tx<'_>, actor: &Actor, account: Id, role: Role, place: Id) -> Res<()> {
    let held = store::list(tx, account)?;
    let grant = held.into_iter().find(|g| g.role == role && g.place == place).ok_or_else(Refused::not_found)?;
    let own = actor.account == account && actor.account != Id::NONE;
    if !own {
        may_decide(actor, account, role, &grant.path)?;
    }
    if role == Role::Household && account::find(tx, account)?.is_some_and(|a| a.household.is_some()) {
        return Err(with_household().into());
    }
    if !store::remove(tx, account, role, place)? {
        return Err(Refused::not_found().into());
    }
    store::record_taken(tx, account, &grant, actor.account)?;
    tx.emit("identity.role-taken", Id::NONE, &Said { account, role: role.name(), place })
}

/// Whether the actor may give (or propose) or take that role at that place to or from that account.
pub(crate) fn may_decide(actor: &Actor, account: Id, role: Role, path: &PlacePath) -> Res<()> {
    if actor.account == account && account != Id::NONE {
        return Err(Refused::new(Kind::Forbidden, "identity-grant-self").into());
    }
    actor.require(&MANAGE, path)?;
    // Whoever runs a place does not choose who checks requests at that same place: an officer above it does.
    let above = || actor.grants.iter().any(|g| g.role == Role::Officer && g.path != *path && g.path.covers(path));
    let by_officer = rules::OFFICER_GIVES.contains(&role) && (role != Role::Reviewer || above());
    let administrator = actor.grants.iter().any(|g| g.role == Role::Administrator && g.path.covers(path));
    if by_officer || administrator { Ok(()) } else { Err(Refused::new(Kind::Forbidden, "identity-grant-above").into()) }
}

/// The places that decide who may see and help an account: those of its roles but giving; the root when it has none.
pub(crate) fn seats(grants: &[Grant]) -> Vec<PlacePath> {
    let seats: Vec<PlacePath> = grants.iter().filter(|g| g.role != Role::Donor).map(|g| g.path.clone()).collect();
    if seats.is_empty() { vec![PlacePath::root()] } else { seats }
}

/// An account's roles with who gave each, or proposed it when a second officer confirmed it; [`Id::NONE`]: the operator, or a
/// household's own with its card. For rules that ask whether somebody is independent of whoever appointed them.
pub fn givers(tx: &mut Tx<'_>, account: Id) -> Res<Vec<(Grant, Id)>> {
    Ok(store::list_given(tx, account)?.into_iter().map(|(grant, by, _)| (grant, by)).collect())
}

/// Every role that an account was ever given, those that were taken again among them, with who gave or proposed it and when. For rules
/// about what somebody did in a role that they may have lost since.
pub fn ever_given(tx: &mut Tx<'_>, account: Id) -> Res<Vec<(Grant, Id, Millis)>> {
    store::ever_given(tx, account)
}

/// Who gave an account the offices by which it appoints others at a place; [`Id::NONE`]: the operator.
pub(crate) fn office_givers_at(tx: &mut Tx<'_>, account: Id, at: &PlacePath) -> Res<Vec<Id>> {
    let mut given = store::list_given(tx, account)?;
    given.retain(|(grant, ..)| OFFICES.contains(&grant.role) && grant.path.covers(at));
    Ok(given.into_iter().map(|(_, by, _)| by).collect())
}

/// Who gave an account such offices anywhere: those that it holds, or else those that it held. Somebody who made another an
/// officer and gave the own office back since is still who made them.
pub(crate) fn office_givers_ever(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Id>> {
    let mut given = store::list_given(tx, account)?;
    given.retain(|(grant, ..)| OFFICES.contains(&grant.role));
    if !given.is_empty() {
        return Ok(given.into_iter().map(|(_, by, _)| by).collect());
    }
    // Not out of the history as it is shown, which ends somewhere: who gave and took other roles often enough would push the
    // giving of the office out of it.
    store::givers_ever(tx, account, OFFICES)
}

/// Whether one of the account's roles (giving aside) was held for [`SETTLED`] and was given by somebody else than these.
pub(crate) fn is_settled(tx: &mut Tx<'_>, account: Id, but_by: &[Id]) -> Res<bool> {
    let since = tx.now() - SETTLED;
    let given = store::list_given(tx, account)?;
    Ok(given.iter().any(|(grant, by, at)| grant.role != Role::Donor && *at <= since && (*by == Id::NONE || !but_by.contains(by))))
}

/// Refuses unless the actor's office covers one of the account's seats, or a place at which a role is proposed for it: who is to
/// confirm that must see whom it is about.
pub(crate) fn require_sight(tx: &mut Tx<'_>, actor: &Actor, account: Id) -> Res<()> {
    let mut seats = seats(&store::list(tx, account)?);
    seats.extend(proposal::open_of(tx, account)?.into_iter().map(|p| p.grant.path));
    // Not found rather than forbidden: who is an account elsewhere is nobody's business.
    if seats.iter().any(|seat| actor.may(&MANAGE, seat)) { Ok(()) } else { Err(Refused::not_found().into()) }
}

/// Accounts with roles at or under a place, a page at a time in the order of path, account and role.
pub fn holders(
    tx: &mut Tx<'_>,
    actor: &Actor,
    under: &PlacePath,
    role: Option<Role>,
    after: Option<&HolderKey>,
    limit: usize,
) -> Res<Vec<Holder>> {
    actor.require(&MANAGE, under)?;
    store::holders(tx, under, role, after, limit)
}
