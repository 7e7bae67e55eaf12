//! In whom a household's record lives on: in those who were on it before what is open was asked for, and not in people entered since.
//!
//! A helper alone adds members and takes them off. If a record lived on in whoever is left, one person could enter somebody whom nobody
//! knows, take the family off as entered by mistake, and be left with a household that has the family's history, its request and what was
//! given for it. So a record ends with the last one who was on it before; whoever is left is registered anew.

use super::closing::{ever_open, open_since};
use super::joining::folded;
use super::store::{HouseholdRow, PersonRow};
use crate::check::NewMember;
use crate::name::Name;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Millis, Res};

/// How long somebody is on record before a household lives on in them where nothing is open.
const SETTLED: i64 = 30 * Millis::DAY;

/// Whether a household lives on in these of its members: one of them was on record before the oldest of what is open was handed in, or,
/// where nothing is open, for [`SETTLED`] or as long as the household. One that was entered within that time, and has never handed
/// anything in, is put right by whoever entered it.
pub(super) fn lives_on(tx: &mut Tx<'_>, actor: &Actor, row: &HouseholdRow, members: &[PersonRow]) -> Res<bool> {
    if members.is_empty() {
        return Ok(false);
    }
    let settled = tx.now() - SETTLED;
    let before = open_since(tx, row.reference)?.unwrap_or_else(|| row.created_at.max(settled));
    if members.iter().any(|member| member.known_since <= before) {
        return Ok(true);
    }
    let own_entry = row.created_by == actor.account && row.created_at > settled;
    Ok(own_entry && !ever_open(tx, row.reference)?)
}

/// Whether a member becomes somebody else by what is entered: another official name, or another number than the one on record. `names` and
/// `number` are what is on record. Either is enough: who changes the one today and the other tomorrow has changed the person.
pub(super) fn is_another(names: &[Name], number: &str, new: &NewMember) -> bool {
    let official = |names: &[Name]| names.first().map(|name| folded(&name.text));
    official(names) != official(&new.names) || (!number.is_empty() && number != new.id_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::birth::Birth;
    use crate::words::{Disability, IdKind, Labour, Relation, Sex};

    #[test]
    fn a_member_is_another_person_by_another_name_or_number() {
        let known = [Name::new("Wang Xiuying")];
        let entered = |name: &str, number: &str| NewMember {
            relation: Relation::Head,
            names: vec![Name::new(name), Name::new("王秀英")],
            sex: Sex::Female,
            birth: Birth::Unknown,
            id_kind: if number.is_empty() { IdKind::None } else { IdKind::Other },
            id_number: number.to_owned(),
            health: String::new(),
            disability: Disability::None,
            labour: Labour::Unknown,
        };
        assert!(!is_another(&known, "", &entered("wang  xiuying", "")), "a name is compared as people write it");
        assert!(!is_another(&known, "", &entered("Wang Xiuying", "A1")), "a document that was not known before");
        assert!(!is_another(&known, "A1", &entered("Wang Xiuying", "A1")));
        assert!(is_another(&known, "A1", &entered("Wang Xiuying", "A2")));
        assert!(is_another(&known, "A1", &entered("Li Yue'e", "A1")));
        assert!(is_another(&known, "", &entered("Li Yue'e", "")));
    }
}
