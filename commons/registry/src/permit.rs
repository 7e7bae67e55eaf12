//! Who may do what in the registry.

use qianmo_kernel::{Actor, Permission, PlacePath, PublicRef, Refused, Res, Role};

/// Registers households.
pub const REGISTER: Permission = Permission { name: "registry.household.register", roles: &[Role::Helper, Role::Officer] };
/// Sees the masked list of a place's households. Auditors do, to find the looks at one of them; they open none.
pub const LIST: Permission =
    Permission { name: "registry.household.list", roles: &[Role::Helper, Role::Reviewer, Role::Officer, Role::Auditor] };
/// Opens a household of their place, saying what for.
pub const OPEN: Permission = Permission { name: "registry.household.open", roles: &[Role::Helper, Role::Reviewer, Role::Officer] };
/// Changes a household of their place.
pub const EDIT: Permission = Permission { name: "registry.household.edit", roles: &[Role::Helper, Role::Officer] };
/// The door of what staff and the household itself may open; behind it the command asks which of the two it is.
pub const OPEN_DOOR: Permission =
    Permission { name: "registry.household.open", roles: &[Role::Helper, Role::Reviewer, Role::Officer, Role::Household] };
/// The door of what staff and the household itself may change.
pub const EDIT_DOOR: Permission =
    Permission { name: "registry.household.edit", roles: &[Role::Helper, Role::Officer, Role::Household] };
/// Sees who looked at a household.
pub const LOOKS: Permission = Permission { name: "registry.looks.read", roles: &[Role::Helper, Role::Officer, Role::Auditor] };
/// The door of the list of looks: the household itself as well.
pub const LOOKS_DOOR: Permission =
    Permission { name: "registry.looks.read", roles: &[Role::Helper, Role::Officer, Role::Auditor, Role::Household] };
/// Is told of every look by whom it was, also of donors who gave to the household without a name.
pub const LOOKERS: Permission = Permission { name: "registry.looks.read", roles: &[Role::Officer, Role::Auditor] };
/// Reads in files of households.
pub const IMPORT: Permission = Permission { name: "registry.household.import", roles: &[Role::Helper, Role::Officer] };
/// Takes a file of households out.
pub const EXPORT: Permission = Permission { name: "registry.household.export", roles: &[Role::Officer] };
/// Joins two records of one household, takes one in again that left, forgets one that asked for it, and ends what was stated of others, or
/// agrees to it.
pub const CLOSE: Permission = Permission { name: "registry.household.close", roles: &[Role::Officer] };
/// Prints a card with a code for a household without a phone.
pub const CARD: Permission = Permission { name: "registry.household.card", roles: &[Role::Helper, Role::Officer] };
/// Replaces a card that is in force: never whoever made it.
pub const REPLACE_CARD: Permission = Permission { name: "registry.household.card", roles: &[Role::Officer] };
/// The household's own page.
pub const OWN: Permission = Permission { name: "registry.household.own", roles: &[Role::Household] };

/// Whether this account is the household's own. A token needs the scope for it.
pub fn is_own(actor: &Actor, permission: &Permission, household: PublicRef) -> bool {
    actor.household == Some(household) && actor.in_scope(permission)
}

/// Refuses unless the actor has the permission where a household lives: 403 for those who see the households of that place, 404
/// as if there were none for everybody else.
pub fn require(actor: &Actor, permission: &Permission, at: &PlacePath) -> Res<()> {
    if actor.may(permission, at) {
        return Ok(());
    }
    let sees = [&LIST, &OPEN, &LOOKS].into_iter().any(|seeing| actor.may(seeing, at));
    Err(if sees { Refused::forbidden() } else { Refused::not_found() }.into())
}

/// The same, unless the actor is the household itself.
pub fn staff_or_own(actor: &Actor, permission: &Permission, at: &PlacePath, household: PublicRef) -> Res<()> {
    if is_own(actor, permission, household) { Ok(()) } else { require(actor, permission, at) }
}

/// The role in which the actor does this there, for the log: the household's own, or the widest grant that allows it.
pub fn role_for(actor: &Actor, permission: &Permission, at: &PlacePath, household: PublicRef) -> &'static str {
    if is_own(actor, permission, household) {
        return Role::Household.name();
    }
    actor
        .places_for(permission)
        .into_iter()
        .find(|g| g.path.covers(at))
        .or_else(|| actor.grants.first())
        .map_or(Role::Donor.name(), |g| g.role.name())
}
