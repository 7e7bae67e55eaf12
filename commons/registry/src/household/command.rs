//! What is done with households, each as one unit of work: load, check who and in which state, save, log the look.

use super::store::{self, HouseholdRow, PersonRow, purpose};
use crate::check::{Change, MOST_MEMBERS, NewHousehold, NewMember};
use crate::looks::{self, NewLook, Purpose};
use crate::masked::{self, Title};
use crate::permit;
use crate::words::{Act, IdKind, Leaving, Relation, Status, Task};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Id, Kind, Permission, PlacePath, PublicRef, Refused, Res};
use qianmo_places as places;
use serde::Serialize;

/// Where a household is registered: a place below its county.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spot {
    /// The village, or the township where villages are not listed.
    pub place: Id,
    /// That place's path.
    pub path: PlacePath,
    /// The county that keeps its records.
    pub county: Id,
}

/// How a registration came in.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// One by one.
    Typed,
    /// With others, under this import; hidden until all of them are there.
    Import(Id),
}

/// The payload of the registry's events: which household, and where it lives now.
#[derive(Debug, Serialize)]
struct Told {
    household: PublicRef,
    place: Id,
    path: String,
}

/// Finds out where a household would be registered. Refuses a county or anything above it: a household lives below.
pub fn spot(tx: &mut Tx<'_>, place: Id) -> Res<Spot> {
    let Some(found) = places::find(tx, place)? else {
        return Err(Refused::field("place", "registry-place-needed").into());
    };
    let county = places::county_of(tx, &found.path)?;
    if county.id == found.id {
        return Err(Refused::field("place", "registry-place-high").into());
    }
    Ok(Spot { place: found.id, path: found.path, county: county.id })
}

/// Registers a household where it lives.
pub fn register(tx: &mut Tx<'_>, actor: &Actor, new: &NewHousehold) -> Res<PublicRef> {
    let spot = spot(tx, new.place)?;
    register_at(tx, actor, &spot, new, Source::Typed)
}

/// [`register`] for a caller that knows the place already and registers many.
pub fn register_at(tx: &mut Tx<'_>, actor: &Actor, spot: &Spot, new: &NewHousehold, source: Source) -> Res<PublicRef> {
    actor.require(&permit::REGISTER, &spot.path)?;
    let (id, now) = (tx.new_id(), tx.now());
    let reference = PublicRef::new(spot.county, id);
    let Some(head) = new.members.iter().find(|m| m.relation == Relation::Head) else {
        return Err(Refused::field("members.0.relation", "registry-head-missing").into());
    };
    let name = head.names.first().map_or("", |n| n.text.as_str());
    let (title, initial) = masked::mask_of(name, head.sex, head.birth, now.date_at(0));
    let vault = tx.vault();
    let address = vault.seal_text(purpose::ADDRESS, id, &new.address)?;
    let phone = vault.seal_text(purpose::PHONE, id, &new.phone)?;
    let bank = vault.seal_text(purpose::BANK, id, &new.bank_card)?;
    let cause = |at: usize| new.causes.get(at).map_or("", |c| c.name());
    let (import, hidden) = match source {
        Source::Typed => (Id::NONE, false),
        Source::Import(import) => (import, true),
    };
    tx.execute(
        store::INSERT,
        params![
            spot.county, id, spot.place, &spot.path, new.members.len(), cause(0), cause(1), cause(2), &new.language,
            !new.phone.is_empty(), title.name(), &initial, address, phone, bank, import, hidden, now, actor.account, now
        ],
    )?;
    for (at, member) in new.members.iter().enumerate() {
        insert_person(tx, reference, at, member, &format!("members.{at}."))?;
    }
    store::index_phone(tx, reference, &new.phone)?;
    log(tx, actor, &permit::REGISTER, &spot.path, reference, Act::Registered, &Purpose::of(Task::Registration), "all")?;
    if source == Source::Typed {
        tell(tx, "registry.registered", reference, spot.place, &spot.path)?;
    }
    Ok(reference)
}

/// Writes a person and claims their number for the nation. A number that somebody has already is refused; neither who
/// nor where they are is told.
fn insert_person(tx: &mut Tx<'_>, household: PublicRef, position: usize, new: &NewMember, prefix: &str) -> Res<Id> {
    let (id, now) = (tx.new_id(), tx.now());
    let vault = tx.vault();
    let names = store::seal_names(vault, id, &new.names, new.birth)?;
    let number = vault.seal_text(purpose::NUMBER, id, &new.id_number)?;
    let health = store::seal_health(vault, id, &new.health, new.disability)?;
    claim(tx, household, id, new.id_kind, &new.id_number, prefix)?;
    tx.execute(
        store::INSERT_PERSON,
        params![
            household.county, id, household.id, position, new.relation.name(), new.sex.name(), new.birth.year().unwrap_or(0),
            new.id_kind.name(), new.labour.name(), names, number, health, now
        ],
    )?;
    Ok(id)
}

fn claim(tx: &mut Tx<'_>, household: PublicRef, person: Id, kind: IdKind, number: &str, prefix: &str) -> Res<()> {
    if number.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    let blind = store::number_blind(tx.vault(), kind, number);
    let claimed = tx.execute(store::CLAIM, params![blind, household.county, person, household.id, now])?;
    if claimed == 0 {
        return Err(Refused::field(format!("{prefix}id_number"), "registry-number-taken").into());
    }
    Ok(())
}

#[allow(clippy::too_many_arguments)]
fn log(
    tx: &mut Tx<'_>,
    actor: &Actor,
    permission: &Permission,
    at: &PlacePath,
    household: PublicRef,
    act: Act,
    purpose: &Purpose,
    fields: &str,
) -> Res<()> {
    let role = permit::role_for(actor, permission, at, household);
    let own = Purpose::of(Task::Own);
    let purpose = if permit::is_own(actor, permission, household) { &own } else { purpose };
    looks::write(tx, actor, &NewLook { household, role, act, purpose, fields, card_shown: false })
}

fn tell(tx: &mut Tx<'_>, topic: &'static str, household: PublicRef, place: Id, path: &PlacePath) -> Res<()> {
    tx.emit(topic, household.county, &Told { household, place, path: path.as_str().to_owned() })
}

/// Loads a household that is to be changed: it must still be registered, and as the one who changes it has read it.
fn for_change(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>) -> Res<HouseholdRow> {
    let row = store::require(tx, household)?;
    permit::staff_or_own(actor, &permit::EDIT, &row.path, household)?;
    still_registered(&row, seen)?;
    Ok(row)
}

fn still_registered(row: &HouseholdRow, seen: Option<i64>) -> Res<()> {
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Refused::new(Kind::Changed, "web-changed").into());
    }
    match row.status {
        Status::Registered => Ok(()),
        Status::Left | Status::Merged => Err(Refused::new(Kind::Conflict, "registry-not-registered").into()),
        Status::Erased => Err(Refused::new(Kind::Gone, "registry-erased").into()),
    }
}

/// Changes what a household has told of itself. Causes are for its helper and the officers to state.
pub fn change(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>, change: &Change) -> Res<i64> {
    let mut row = for_change(tx, actor, household, seen)?;
    let mut fields = Vec::new();
    if let Some(address) = &change.address {
        row.address = tx.vault().seal_text(purpose::ADDRESS, household.id, address)?;
        fields.push("address");
    }
    if let Some(phone) = &change.phone {
        let old = tx.vault().open_text(purpose::PHONE, household.id, &row.phone)?;
        store::drop_phone(tx, household, &old)?;
        store::index_phone(tx, household, phone)?;
        row.phone = tx.vault().seal_text(purpose::PHONE, household.id, phone)?;
        row.has_phone = !phone.is_empty();
        fields.push("phone");
    }
    if let Some(bank) = &change.bank_card {
        row.bank = tx.vault().seal_text(purpose::BANK, household.id, bank)?;
        fields.push("bank_card");
    }
    if let Some(language) = &change.language {
        row.language.clone_from(language);
        fields.push("language");
    }
    if let Some(causes) = &change.causes {
        actor.require(&permit::EDIT, &row.path)?;
        row.causes.clone_from(causes);
        fields.push("causes");
    }
    store::save(tx, &row)?;
    let purpose = Purpose::of(Task::Correction);
    log(tx, actor, &permit::EDIT, &row.path, household, Act::Changed, &purpose, &fields.join(","))?;
    Ok(row.version + 1)
}

/// Adds a member. Returns the person and the household's new version.
pub fn add_member(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>, new: &NewMember) -> Res<(Id, i64)> {
    let mut row = for_change(tx, actor, household, seen)?;
    actor.require(&permit::EDIT, &row.path)?;
    let persons = store::persons(tx, household)?;
    if persons.iter().filter(|p| p.left.is_none()).count() >= MOST_MEMBERS {
        return Err(Refused::field("members", "registry-members-number").into());
    }
    if new.relation == Relation::Head {
        return Err(Refused::field("relation", "registry-head-twice").into());
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
    actor.require(&permit::EDIT, &row.path)?;
    let (mut found, _) = member_of(store::persons(tx, household)?, person)?;
    match (found.relation, new.relation) {
        (Relation::Head, Relation::Head) => {}
        (Relation::Head, _) => return Err(Refused::field("relation", "registry-head-missing").into()),
        (_, Relation::Head) => return Err(Refused::field("relation", "registry-head-twice").into()),
        _ => {}
    }
    let old_number = tx.vault().open_text(purpose::NUMBER, person, &found.number)?;
    if (found.id_kind, old_number.as_str()) != (new.id_kind, new.id_number.as_str()) {
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
/// others stay, `successor` becomes the head; when nobody stays, the household counts as left.
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
    actor.require(&permit::EDIT, &row.path)?;
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
    wipe_person(tx, household.county, &mut found, reason)?;
    row.size = i64::try_from(others.len()).unwrap_or_default();
    if others.is_empty() {
        row.status = Status::Left;
    }
    store::save(tx, &row)?;
    log(tx, actor, &permit::EDIT, &row.path, household, Act::Changed, &Purpose::of(Task::Correction), "members")?;
    Ok(row.version + 1)
}

fn wipe_person(tx: &mut Tx<'_>, county: Id, person: &mut PersonRow, reason: Leaving) -> Res<()> {
    let number = tx.vault().open_text(purpose::NUMBER, person.id, &person.number)?;
    store::release(tx, county, person.id, person.id_kind, &number)?;
    person.names = store::seal_names(tx.vault(), person.id, &[], crate::birth::Birth::Unknown)?;
    person.number = tx.vault().seal_text(purpose::NUMBER, person.id, "")?;
    person.health = store::seal_health(tx.vault(), person.id, "", crate::words::Disability::None)?;
    person.id_kind = IdKind::None;
    person.left = Some(reason);
    store::save_person(tx, county, person)
}

/// A household lives somewhere else now. Its reference stays; whoever works where it lived no longer opens it.
pub fn relocate(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>, to: Id) -> Res<i64> {
    let mut row = for_change(tx, actor, household, seen)?;
    actor.require(&permit::EDIT, &row.path)?;
    let spot = spot(tx, to)?;
    if spot.place == row.place {
        return Err(Refused::field("place", "registry-place-same").into());
    }
    let (id, now) = (tx.new_id(), tx.now());
    tx.execute(store::MOVED, params![household.county, id, household.id, row.place, spot.place, now, actor.account])?;
    log(tx, actor, &permit::EDIT, &row.path, household, Act::Changed, &Purpose::of(Task::Correction), "place")?;
    row.place = spot.place;
    row.moved_to = if spot.county == household.county { Id::NONE } else { spot.county };
    row.path = spot.path;
    // The old address is of the old place.
    row.address = tx.vault().seal_text(purpose::ADDRESS, household.id, "")?;
    store::save(tx, &row)?;
    tell(tx, "registry.moved", household, row.place, &row.path)?;
    Ok(row.version + 1)
}

/// The household left the area or the programme.
pub fn leave(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>) -> Res<i64> {
    let mut row = for_change(tx, actor, household, seen)?;
    actor.require(&permit::EDIT, &row.path)?;
    row.status = Status::Left;
    store::save(tx, &row)?;
    log(tx, actor, &permit::EDIT, &row.path, household, Act::Changed, &Purpose::of(Task::Correction), "status")?;
    tell(tx, "registry.left", household, row.place, &row.path)?;
    Ok(row.version + 1)
}

/// Two records are one household: `household` lives on in `into`. Its members' numbers become free, to be entered there.
pub fn merge(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>, into: PublicRef) -> Res<i64> {
    let mut row = store::require(tx, household)?;
    actor.require(&permit::CLOSE, &row.path)?;
    still_registered(&row, seen)?;
    let other = store::require(tx, into)?;
    actor.require(&permit::CLOSE, &other.path)?;
    if into == household || other.status != Status::Registered {
        return Err(Refused::field("into", "registry-merge-wrong").into());
    }
    for mut person in store::persons(tx, household)? {
        wipe_person(tx, household.county, &mut person, Leaving::Mistake)?;
    }
    wipe_contact(tx, &mut row)?;
    row.status = Status::Merged;
    row.merged_into = Some(into);
    row.size = 0;
    store::save(tx, &row)?;
    let purpose = Purpose::of(Task::Correction);
    log(tx, actor, &permit::CLOSE, &row.path, household, Act::Changed, &purpose, "status")?;
    log(tx, actor, &permit::CLOSE, &other.path, into, Act::Changed, &purpose, "merged")?;
    tell(tx, "registry.merged", household, row.place, &row.path)?;
    Ok(row.version + 1)
}

fn wipe_contact(tx: &mut Tx<'_>, row: &mut HouseholdRow) -> Res<()> {
    let id = row.reference.id;
    let phone = tx.vault().open_text(purpose::PHONE, id, &row.phone)?;
    store::drop_phone(tx, row.reference, &phone)?;
    row.address = tx.vault().seal_text(purpose::ADDRESS, id, "")?;
    row.phone = tx.vault().seal_text(purpose::PHONE, id, "")?;
    row.bank = tx.vault().seal_text(purpose::BANK, id, "")?;
    row.has_phone = false;
    Ok(())
}

/// A household asks to be forgotten; an officer of its place does it.
pub fn ask_erasure(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef) -> Res<()> {
    let mut row = store::require(tx, household)?;
    if !permit::is_own(actor, &permit::OWN, household) {
        return Err(Refused::forbidden().into());
    }
    still_registered(&row, None)?;
    row.erasure_asked_at = tx.now();
    store::save(tx, &row)?;
    log(tx, actor, &permit::OWN, &row.path, household, Act::Changed, &Purpose::of(Task::Own), "erasure")
}

/// Forgets a household: everything sealed is wiped, numbers and phones are free again, stated relatives are dropped.
/// The number of the household stays, so that books and figures hold.
pub fn erase(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>) -> Res<()> {
    let mut row = store::require(tx, household)?;
    actor.require(&permit::CLOSE, &row.path)?;
    if row.status == Status::Erased {
        return Ok(());
    }
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Refused::new(Kind::Changed, "web-changed").into());
    }
    for mut person in store::persons(tx, household)? {
        if person.left.is_none() {
            wipe_person(tx, household.county, &mut person, Leaving::MovedOut)?;
        }
        person.birth_year = None;
        person.sex = crate::words::Sex::Unknown;
        store::save_person(tx, household.county, &person)?;
    }
    wipe_contact(tx, &mut row)?;
    crate::link::forget(tx, household)?;
    crate::own::forget(tx, household)?;
    tx.execute(store::FORGET_MOVES, params![household.county, household.id])?;
    row.status = Status::Erased;
    row.size = 0;
    row.causes.clear();
    (row.title, row.initial) = (Title::Family, String::new());
    store::save(tx, &row)?;
    log(tx, actor, &permit::CLOSE, &row.path, household, Act::Changed, &Purpose::of(Task::Own), "erasure")?;
    tell(tx, "registry.erased", household, row.place, &row.path)
}

/// Finds the household of an identity number or a phone in the actor's places, and logs that it was looked for. A number
/// that belongs to a household elsewhere is not found: nothing is told of other places.
pub fn find_by_number(tx: &mut Tx<'_>, actor: &Actor, typed: &str) -> Res<Vec<PublicRef>> {
    let mut found: Vec<PublicRef> = Vec::new();
    let numbers = [(IdKind::Resident, Some(crate::number::plain(typed))), (IdKind::Other, crate::number::other_id(typed))];
    for (kind, number) in numbers {
        let Some(number) = number else { continue };
        let blind = store::number_blind(tx.vault(), kind, &number);
        found.extend(tx.first(store::CLAIMED, params![blind], |r| Ok(PublicRef::new(r.id(0)?, r.id(1)?)))?);
    }
    if let Some(phone) = crate::number::phone(typed) {
        let blind = store::phone_blind(tx.vault(), &phone);
        found.extend(tx.query(store::BY_PHONE, params![blind], |r| Ok(PublicRef::new(r.id(0)?, r.id(1)?)))?);
    }
    found.sort();
    found.dedup();
    let mut seen = Vec::new();
    for household in found {
        let Some(brief) = store::brief_of(tx, household)? else { continue };
        if actor.may(&permit::LIST, &brief.path) && brief.status != Status::Erased {
            let purpose = Purpose::of(Task::Visit);
            log(tx, actor, &permit::LIST, &brief.path, household, Act::Searched, &purpose, "number")?;
            seen.push(household);
        }
    }
    Ok(seen)
}
