//! Members of a household: they come, change, and leave. Whom the record lives on in is said in [`super::known`].

use super::closing::{ENDING, may_end};
use super::command::{claim, for_change, insert_person, log, may_ask_numbers};
use super::known::{is_another, lives_on};
use super::leaving::end;
use super::store::{self, PersonRow, purpose};
use crate::check::{MOST_MEMBERS, NewMember};
use crate::looks::Purpose;
use crate::masked;
use crate::notice;
use crate::permit;
use crate::words::{Act, Departure, IdKind, Leaving, Relation, Task};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, PublicRef, Refused, Res};
use qianmo_web::i18n::I18n;
use serde::{Deserialize, Serialize};

/// The event of a member who was taken off the record or made another person, or of another head; its payload is [`Changed`].
pub(crate) const CHANGED: &str = "registry.members-changed";

/// What a helper reads who would leave nobody on record but people entered since what is open was handed in.
const LATECOMERS: &str = "registry-end-members";

/// The payload of [`CHANGED`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Changed {
    household: PublicRef,
}

/// Notes that a household is to be told of what became of its members: what was sealed of them is destroyed.
fn changed(tx: &mut Tx<'_>, household: PublicRef) -> Res<()> {
    tx.emit(CHANGED, household.county, &Changed { household })
}

/// Tells a household with a phone on record that its members are others, or its head is.
pub(crate) fn tell(tx: &mut Tx<'_>, words: &I18n, country: &str, changed: &Changed) -> Res<()> {
    notice::tell(tx, words, country, changed.household, "registry-members-notice")
}

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
    let now = tx.now();
    let person = insert_person(tx, household, persons.len(), new, "", now)?;
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

/// Changes a member. The head stays the head; see [`member_left`] for how that passes on. One who is entered as somebody else is on record
/// since then, and the household is told.
///
/// # Errors
/// 403 or 404 elsewhere; 404 without such a member; 409 `registry-end-members` for a helper who would make another person of the last one
/// who was on record before what is open was handed in; 412 when the household has changed; 422 at `relation` and `id_number`.
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
    let (mut found, mut others) = member_of(store::persons(tx, household)?, person)?;
    match (found.relation, new.relation) {
        (Relation::Head, Relation::Head) => {}
        (Relation::Head, _) => return Err(Refused::field("relation", "registry-head-missing").into()),
        (_, Relation::Head) => return Err(Refused::field("relation", "registry-head-twice").into()),
        _ => {}
    }
    let old_number = tx.vault().open_text(purpose::NUMBER, person, &found.number)?;
    if is_another(&store::open_names(tx.vault(), &found)?.names, &old_number, new) {
        others.retain(|p| p.left.is_none());
        if !lives_on(tx, actor, &row, &others)? {
            may_end(tx, actor, &row, LATECOMERS)?;
        }
        found.known_since = tx.now();
        changed(tx, household)?;
    }
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

/// A member is no longer one: what was sealed of them is wiped and their number is free again, and the household is told at its phone. When
/// the head goes and others stay, `successor` becomes the head. When nobody stays, or only people who were entered since what is open was
/// handed in (or lately, where nothing is), the household counts as left in every way in which one that [`leave`]s does; the numbers of those
/// who are left are free then, so that they can be registered anew.
///
/// # Errors
/// 403 or 404 elsewhere; 404 without such a member; 409 `registry-end-officer` and `registry-end-members` for a helper who would end a
/// household so that has something open; 412 when it has changed; 422 at `successor`.
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
    let goes_on = lives_on(tx, actor, &row, &others)?;
    if !goes_on {
        may_end(tx, actor, &row, if others.is_empty() { ENDING } else { LATECOMERS })?;
    }
    let mut fields = vec!["members"];
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
        fields.push("head");
    }
    wipe_person(tx, household.county, &mut found, reason)?;
    row.size = i64::try_from(others.len()).unwrap_or_default();
    changed(tx, household)?;
    if goes_on {
        store::save(tx, &row)?;
        let purpose = Purpose::of(Task::Correction);
        log(tx, actor, &permit::EDIT, &row.path, household, Act::Changed, &purpose, &fields.join(","))?;
    } else {
        for other in &others {
            let number = tx.vault().open_text(purpose::NUMBER, other.id, &other.number)?;
            store::release(tx, household.county, other.id, other.id_kind, &number)?;
        }
        fields.push("status");
        end(tx, actor, &mut row, &fields.join(","), Departure::Members, "")?;
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
