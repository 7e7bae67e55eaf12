//! Which roles one person may not hold at places that overlap, and who gives which.
//!
//! | role | must be kept apart from | because |
//! |---|---|---|
//! | reviewer | helper, household, partner | who posts, receives or pays for a request must not pass it |
//! | officer | helper, household, partner | who pays out and closes must not be the one who asks, receives or supplies |
//! | auditor | helper, household, partner, reviewer, officer, administrator | who audits must not have had a hand in it |
//!
//! Giving (donor) goes with every role. A helper may be a household elsewhere; at one place a household's own helper would
//! confirm what he received himself, so those two are kept apart as well.

use qianmo_kernel::{Grant, PlacePath, Role};

/// The pairs that are kept apart where their places overlap.
pub const APART: [(Role, Role); 13] = [
    (Role::Reviewer, Role::Helper),
    (Role::Reviewer, Role::Household),
    (Role::Reviewer, Role::Partner),
    (Role::Officer, Role::Helper),
    (Role::Officer, Role::Household),
    (Role::Officer, Role::Partner),
    (Role::Auditor, Role::Helper),
    (Role::Auditor, Role::Household),
    (Role::Auditor, Role::Partner),
    (Role::Auditor, Role::Reviewer),
    (Role::Auditor, Role::Officer),
    (Role::Auditor, Role::Administrator),
    (Role::Helper, Role::Household),
];

/// What an officer may give and take, reviewing only below the officer's own place; the rest only an administrator may. The role of a
/// household is among them for an account that holds it and is no household's: elsewhere it comes and goes with the household.
pub const OFFICER_GIVES: [Role; 5] = [Role::Donor, Role::Household, Role::Helper, Role::Reviewer, Role::Partner];

/// Whether two roles must be kept apart.
pub fn apart(a: Role, b: Role) -> bool {
    APART.iter().any(|&(x, y)| (x, y) == (a, b) || (x, y) == (b, a))
}

/// Whether one of two places lies within the other.
pub fn overlap(a: &PlacePath, b: &PlacePath) -> bool {
    a.covers(b) || b.covers(a)
}

/// The role already held that forbids `role` at `path`, if there is one.
pub fn forbidden_beside(role: Role, path: &PlacePath, held: &[Grant]) -> Option<Role> {
    held.iter().find(|g| apart(g.role, role) && overlap(&g.path, path)).map(|g| g.role)
}

#[cfg(test)]
mod tests {
    use super::*;
    use qianmo_kernel::Id;

    #[test]
    fn who_reviews_posts_nothing_there_and_may_elsewhere() {
        let county = PlacePath::root().child(Id::from_i64(1));
        let village = county.child(Id::from_i64(2));
        let other = PlacePath::root().child(Id::from_i64(3));
        let held = [Grant { role: Role::Helper, place: Id::from_i64(2), path: village.clone() }];
        assert_eq!(forbidden_beside(Role::Reviewer, &county, &held), Some(Role::Helper));
        assert_eq!(forbidden_beside(Role::Reviewer, &village, &held), Some(Role::Helper));
        assert_eq!(forbidden_beside(Role::Reviewer, &other, &held), None);
        assert_eq!(forbidden_beside(Role::Donor, &PlacePath::root(), &held), None);
    }

    #[test]
    fn the_table_reads_the_same_from_both_sides_and_keeps_auditors_apart_from_all_but_donors() {
        for a in Role::ALL {
            assert!(!apart(a, a), "{a:?}");
            assert!(!apart(a, Role::Donor));
            for b in Role::ALL {
                assert_eq!(apart(a, b), apart(b, a));
            }
            assert_eq!(apart(Role::Auditor, a), !matches!(a, Role::Auditor | Role::Donor));
        }
    }
}
