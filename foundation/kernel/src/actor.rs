//! Who is acting, what they may do, and where.

use crate::fail::{Refused, Res};
use crate::ids::{Id, PublicRef};
use std::fmt;

/// A role, always held at a place: it covers that place and everything under it.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Gives (爱心人士). Held at the root of the tree.
    Donor,
    /// A household's own account (农户).
    Household,
    /// Registers households and posts on their behalf (村级信息员).
    Helper,
    /// Checks requests (审核员), at township, county, city or province.
    Reviewer,
    /// Runs a county, city or province: caps, closures, payouts, consent to recoveries.
    Officer,
    /// A company, charity or agency (帮扶单位).
    Partner,
    /// Reads the books and the logs, changes nothing.
    Auditor,
    /// Runs the installation: places, roles, settings.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 8] = [
        Role::Donor,
        Role::Household,
        Role::Helper,
        Role::Reviewer,
        Role::Officer,
        Role::Partner,
        Role::Auditor,
        Role::Administrator,
    ];

    /// Its name in the database, in the API and in message keys (`role-helper`).
    pub const fn name(self) -> &'static str {
        match self {
            Role::Donor => "donor",
            Role::Household => "household",
            Role::Helper => "helper",
            Role::Reviewer => "reviewer",
            Role::Officer => "officer",
            Role::Partner => "partner",
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|r| r.name() == name)
    }

    /// Whether its holders answer for others' data or money and so need a second factor.
    pub const fn needs_second_factor(self) -> bool {
        matches!(self, Role::Reviewer | Role::Officer | Role::Auditor | Role::Administrator)
    }
}

/// The way from the root of the area tree to a place: the ids of its ancestors and itself, each followed by `/`.
/// One path is a prefix of another exactly when its place contains the other's, so a range over the text is a subtree.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct PlacePath(String);

impl PlacePath {
    /// The whole world: the path above every root.
    pub const fn root() -> Self {
        PlacePath(String::new())
    }

    /// Takes a path as the database keeps it.
    pub fn from_stored(text: impl Into<String>) -> Self {
        PlacePath(text.into())
    }

    /// The path of a child.
    #[must_use]
    pub fn child(&self, id: Id) -> Self {
        PlacePath(format!("{}{id}/", self.0))
    }

    /// The path as the database keeps it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `other` is this place or lies under it.
    pub fn covers(&self, other: &PlacePath) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The ids along the way, the root's first.
    pub fn ids(&self) -> impl Iterator<Item = Id> + '_ {
        self.0.split('/').filter_map(|part| part.parse().ok())
    }

    /// The bounds `[from, to)` between which, in byte order, exactly the paths of this subtree lie.
    pub fn range(&self) -> (String, String) {
        // '0' follows '/' in byte order; above the root nothing but letters and digits can start a path.
        let mut to = self.0.clone();
        if to.pop().is_some() {
            to.push('0')
        } else {
            to.push('~')
        }
        (self.0.clone(), to)
    }
}

impl fmt::Display for PlacePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A role at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The place.
    pub place: Id,
    /// The place's path.
    pub path: PlacePath,
}

/// A thing that may be done, and the roles that may do it. Declared as a constant beside the route that needs it.
#[derive(PartialEq, Eq, Debug)]
pub struct Permission {
    /// `domain.thing.verb`, e.g. `aid.request.review`; also the scope that an API token must carry.
    pub name: &'static str,
    /// The roles that have it.
    pub roles: &'static [Role],
}

/// How the actor came in.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Via {
    /// A browser session.
    Session,
    /// An API token.
    Token,
    /// The command line or the worker on the operator's behalf.
    System,
}

/// Somebody who acts: an account with its roles, as it came in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    /// The account.
    pub account: Id,
    /// Its roles.
    pub grants: Vec<Grant>,
    /// The household whose own account this is, if it is one.
    pub household: Option<PublicRef>,
    /// How it came in.
    pub via: Via,
    /// The session's or token's id.
    pub session: Id,
    /// Whether a second factor was shown (a token counts as its owner's session did when the token was made).
    pub second_factor: bool,
    /// What an API token is limited to: permission names, or a prefix that ends in `.*`. `None`: no limit.
    pub scopes: Option<Vec<String>>,
    /// Who issued the household's card that alone opened this session, or for which alone this token stands; `Id::NONE` when that
    /// is not known. `None`: the session was opened, or strengthened, by something that nobody else has held.
    pub card_issued_by: Option<Id>,
}

impl Actor {
    /// The operator at the machine itself: may do anything, everywhere. For commands and jobs, never for requests.
    pub fn system() -> Self {
        let grants = Role::ALL.into_iter().map(|role| Grant { role, place: Id::NONE, path: PlacePath::root() }).collect();
        Actor::on_behalf(Id::NONE, grants)
    }

    /// An account with these roles, in whose name the operator acts at the machine: it has shown all that it could.
    pub fn on_behalf(account: Id, grants: Vec<Grant>) -> Self {
        Actor {
            account,
            grants,
            household: None,
            via: Via::System,
            session: Id::NONE,
            second_factor: true,
            scopes: None,
            card_issued_by: None,
        }
    }

    /// Whether this actor holds a role, anywhere.
    pub fn is(&self, role: Role) -> bool {
        self.grants.iter().any(|g| g.role == role)
    }

    /// Whether the token's scopes (if it is a token) allow `permission`.
    pub fn in_scope(&self, permission: &Permission) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| {
            scopes.iter().any(|scope| match scope.strip_suffix('*') {
                Some(prefix) => permission.name.starts_with(prefix),
                None => scope == permission.name,
            })
        })
    }

    fn granting<'a>(&'a self, permission: &'a Permission) -> impl Iterator<Item = &'a Grant> {
        self.grants
            .iter()
            .filter(move |g| permission.roles.contains(&g.role) && (self.second_factor || !g.role.needs_second_factor()))
    }

    /// Whether this actor has the permission at some place or other.
    pub fn may_somewhere(&self, permission: &Permission) -> bool {
        self.in_scope(permission) && self.granting(permission).next().is_some()
    }

    /// Whether this actor has the permission at that place.
    pub fn may(&self, permission: &Permission, at: &PlacePath) -> bool {
        self.in_scope(permission) && self.granting(permission).any(|g| g.path.covers(at))
    }

    /// Refuses unless this actor has the permission at that place.
    pub fn require(&self, permission: &Permission, at: &PlacePath) -> Res<()> {
        if self.may(permission, at) { Ok(()) } else { Err(Refused::forbidden().into()) }
    }

    /// The places, widest first, at which this actor has the permission.
    pub fn places_for<'a>(&'a self, permission: &'a Permission) -> Vec<&'a Grant> {
        let mut grants: Vec<&Grant> = if self.in_scope(permission) { self.granting(permission).collect() } else { Vec::new() };
        grants.sort_by_key(|g| g.path.as_str().len());
        grants
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REVIEW: Permission = Permission { name: "aid.request.review", roles: &[Role::Reviewer] };

    fn reviewer(path: &PlacePath, second_factor: bool, scopes: Option<Vec<String>>) -> Actor {
        Actor {
            account: Id::from_i64(9),
            grants: vec![Grant { role: Role::Reviewer, place: Id::from_i64(2), path: path.clone() }],
            household: None,
            via: Via::Session,
            session: Id::from_i64(1),
            second_factor,
            scopes,
            card_issued_by: None,
        }
    }

    #[test]
    fn a_role_covers_its_place_and_all_below_and_nothing_else() {
        let county = PlacePath::root().child(Id::from_i64(1)).child(Id::from_i64(2));
        let village = county.child(Id::from_i64(3));
        let other = PlacePath::root().child(Id::from_i64(1)).child(Id::from_i64(4));
        let actor = reviewer(&county, true, None);
        assert!(actor.may(&REVIEW, &county) && actor.may(&REVIEW, &village));
        assert!(!actor.may(&REVIEW, &other) && !actor.may(&REVIEW, &PlacePath::root()));
        let (from, to) = county.range();
        assert!(village.as_str() >= from.as_str() && village.as_str() < to.as_str());
        assert!(!(other.as_str() >= from.as_str() && other.as_str() < to.as_str()));
    }

    #[test]
    fn a_reviewer_without_second_factor_or_scope_may_nothing() {
        let county = PlacePath::root().child(Id::from_i64(1));
        assert!(!reviewer(&county, false, None).may_somewhere(&REVIEW));
        assert!(!reviewer(&county, true, Some(vec!["ledger.*".into()])).may(&REVIEW, &county));
        assert!(reviewer(&county, true, Some(vec!["aid.*".into()])).may(&REVIEW, &county));
    }
}
