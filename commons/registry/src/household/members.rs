//! Members of a household: they come, change, and leave.

use super::closing::{end, may_end};
use super::command::{claim, for_change, insert_person, log, may_ask_numbers};
use super::store::{self, PersonRow, purpose};
use crate::check::{MOST_MEMBERS, NewMember};
use crate::looks::Purpose;
use crate::masked;
use crate::permit;
use crate::words::{Act, IdKind, Leaving, Relation, Task};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, PublicRef, Refused, Res};

/// Adds a member. Returns the person and the household's new version.
pub fn add_member(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>, new: &NewMember) -> Res<(Id, i64)> {
    let mut row = for_change(tx, actor, household, seen)?;
    permit::require(actor, &permit::EDIT, &row.path)?;
    let persons = store::persons(tx, household)?;
    if persons.iter().filter(|p| p.left.is_none()).count() >= MOST_MEMBERS {
        return Err(Refused::field("members", "registry-members-number").into());
    }
    if new.relation == Relation::Head {
        return Err(Refused::field("relation", "registry-head-twice").into());
    }
    if !new.id_number.is_empty() {
        may_ask_numbers(tx, actor)?;
    }
    let person = insert_person(tx, household, persons.len(), new, "")?;
    row.size += 1;
    store::save(tx, &row)?;
    log(tx, actor, &permit::EDIT, &row.path, household, Act::Changed, &Purpose::of(Task::Correction), "members")?;
    Ok((person, row.version + 1))
}

fn member_of(persons: Vec<PersonRow>, person: Id) -> Res<(PersonRow, Vec<PersonRow>)> {
    let (found, others): (Vec<_>, Vec<_>) = persons.into_iter().partition(|p| p.id == person);
    match found.into_iter().next() {
        Some(found) if found.left.is_none() => Ok((found, others)),
        _ => Err(Refused::not_found().into()),
    }
}

/// Changes a member. The head stays the head; see [`member_left`] for how that passes on.
pub fn edit_member(
    tx: &mut Tx<'_>,
    actor: &Actor,
    household: PublicRef,
    seen: Option<i64>,
    person: Id,
    new: &NewMember,
) -> Res<i64> {
    let mut row = for_change(tx, actor, household, seen)?;
    permit::require(actor, &permit::EDIT, &row.path)?;
    let (mut found, _) = member_of(store::persons(tx, household)?, person)?;
    match (found.relation, new.relation) {
        (Relation::Head, Relation::Head) => {}
        (Relation::Head, _) => return Err(Refused::field("relation", "registry-head-missing").into()),
        (_, Relation::Head) => return Err(Refused::field("relation", "registry-head-twice").into()),
        _ => {}
    }
    let old_number = tx.vault().open_text(purpose::NUMBER, person, &found.number)?;
    if (found.id_kind, old_number.as_str()) != (new.id_kind, new.id_number.as_str()) {
        may_ask_numbers(tx, actor)?;
        store::release(tx, household.county, person, found.id_kind, &old_number)?;
        claim(tx, household, person, new.id_kind, &new.id_number, "")?;
        found.number = tx.vault().seal_text(purpose::NUMBER, person, &new.id_number)?;
        found.id_kind = new.id_kind;
    }
    found.relation = new.relation;
    found.sex = new.sex;
    found.birth_year = new.birth.year();
    found.labour = new.labour;
    found.names = store::seal_names(tx.vault(), person, &new.names, new.birth)?;
    found.health = store::seal_health(tx.vault(), person, &new.health, new.disability)?;
    store::save_person(tx, household.county, &found)?;
    if found.relation == Relation::Head {
        let name = new.names.first().map_or("", |n| n.text.as_str());
        (row.title, row.initial) = masked::mask_of(name, new.sex, new.birth, tx.now().date_at(0));
    }
    store::save(tx, &row)?;
    log(tx, actor, &permit::EDIT, &row.path, household, Act::Changed, &Purpose::of(Task::Correction), "members")?;
    Ok(row.version + 1)
}

/// A member is no longer one: what was sealed of them is wiped and their number is free again. When the head goes and
/// others stay, `successor` becomes the head; when nobody stays, the household counts as left in every way in which one that [`leave`]s
/// does, which a helper alone does not bring about while something of it is open (409 `registry-end-officer`).
///
/// [`leave`]: super::command::leave
pub fn member_left(
    tx: &mut Tx<'_>,
    actor: &Actor,
    household: PublicRef,
    seen: Option<i64>,
    person: Id,
    reason: Leaving,
    successor: Option<Id>,
) -> Res<i64> {
    let mut row = for_change(tx, actor, household, seen)?;
    permit::require(actor, &permit::EDIT, &row.path)?;
    let (mut found, mut others) = member_of(store::persons(tx, household)?, person)?;
    others.retain(|p| p.left.is_none());
    if found.relation == Relation::Head && !others.is_empty() {
        let next = others.iter_mut().find(|p| Some(p.id) == successor);
        let Some(next) = next else {
            return Err(Refused::field("successor", "registry-successor-needed").into());
        };
        next.relation = Relation::Head;
        store::save_person(tx, household.county, next)?;
        let sealed = store::open_names(tx.vault(), next)?;
        let today = tx.now().date_at(0);
        let birth = crate::birth::Birth::parse(&sealed.born, today).unwrap_or_default();
        let name = sealed.names.first().map_or("", |n| n.text.as_str());
        (row.title, row.initial) = masked::mask_of(name, next.sex, birth, today);
    }
    if others.is_empty() {
        may_end(tx, actor, &row)?;
    }
    wipe_person(tx, household.county, &mut found, reason)?;
    row.size = i64::try_from(others.len()).unwrap_or_default();
    if others.is_empty() {
        end(tx, actor, &mut row, "members,status")?;
    } else {
        store::save(tx, &row)?;
        log(tx, actor, &permit::EDIT, &row.path, household, Act::Changed, &Purpose::of(Task::Correction), "members")?;
    }
    Ok(row.version + 1)
}

pub(super) fn wipe_person(tx: &mut Tx<'_>, county: Id, person: &mut PersonRow, reason: Leaving) -> Res<()> {
    let number = tx.vault().open_text(purpose::NUMBER, person.id, &person.number)?;
    store::release(tx, county, person.id, person.id_kind, &number)?;
    person.names = store::seal_names(tx.vault(), person.id, &[], crate::birth::Birth::Unknown)?;
    person.number = tx.vault().seal_text(purpose::NUMBER, person.id, "")?;
    person.health = store::seal_health(tx.vault(), person.id, "", crate::words::Disability::None)?;
    person.id_kind = IdKind::None;
    person.left = Some(reason);
    store::save_person(tx, county, person)
}
