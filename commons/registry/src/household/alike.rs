//! A household that is registered already: told by its people where no document tells it.
//!
//! A document is unique in the nation. Of people without one it is only likely that they are the same: the head's name and birth are those
//! of somebody in the same village, or the name and the phone are those of a household. So it is asked back, beside the record that is
//! meant, and whoever says that these are other people registers them: namesakes and twins exist. Only records of places where the one who
//! asks registers households themselves are compared, and those whose people agree stand in the answer and see that they were opened for it.

use super::command::log;
use super::merging::Known;
use super::store::{self, purpose};
use crate::check::{NewHousehold, NewMember};
use crate::looks::Purpose;
use crate::number::phone_key;
use crate::permit;
use crate::words::{Act, IdKind, Relation, Status, Task};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, FieldError, PlacePath, PublicRef, Refused, Res};

/// The refusal of a household that may be one that is registered.
pub(crate) const ALIKE: &str = "registry-alike";
/// The field in which it is said that these are other people.
pub(crate) const OTHER_PEOPLE: &str = "other_people";

/// What is opened of a record to compare it, as the log names it.
const COMPARED: &str = "names,birth,phone";

qianmo_db::sql! {
    /// The people of a village who were born in a year.
    const BORN_THERE = "SELECT h.county, h.id, p.id, p.id_kind, p.names_sealed, p.number_sealed FROM household h \
        JOIN person p ON p.county = h.county AND p.household = h.id \
        WHERE h.hidden = 0 AND h.place_path = $1 AND h.status = 'registered' AND p.present = 1 AND p.birth_year = $2 ORDER BY h.id";
}

/// The head of a household that is to be registered.
fn head(new: &NewHousehold) -> Option<&NewMember> {
    new.members.iter().find(|member| member.relation == Relation::Head)
}

/// The registered households that these people may be, of places where the actor registers.
pub(crate) fn alike(tx: &mut Tx<'_>, actor: &Actor, path: &PlacePath, new: &NewHousehold) -> Res<Vec<PublicRef>> {
    let Some(head) = head(new) else { return Ok(Vec::new()) };
    let (today, one) = (tx.now().date_at(0), Known::of_new(head));
    let mut found = Vec::new();
    if let Some(year) = head.birth.year() {
        let there = tx.query(BORN_THERE, params![path, i64::from(year)], |row| {
            let kind = IdKind::from_name(&row.text(3)?).unwrap_or(IdKind::Other);
            Ok((PublicRef::new(row.id(0)?, row.id(1)?), row.id(2)?, kind, row.blob(4)?, row.blob(5)?))
        })?;
        for (household, person, kind, names, number) in there {
            let other = Known::opened(tx.vault(), person, kind, &names, &number, today)?;
            if !found.contains(&household) && one.is_undocumented_with(&other) && one.is_called_and_born_as(&other) {
                found.push(household);
            }
        }
    }
    if !new.phone.is_empty() {
        for household in store::of_phone(tx, &new.phone)? {
            let brief = store::brief_of(tx, household)?.filter(|brief| brief.status == Status::Registered);
            let theirs = brief.is_some_and(|brief| actor.may(&permit::REGISTER, &brief.path));
            if theirs && !found.contains(&household) && has_namesake(tx, household, &new.phone, &one)? {
                found.push(household);
            }
        }
    }
    Ok(found)
}

/// Whether a household has this phone on record, and a member of this name.
fn has_namesake(tx: &mut Tx<'_>, household: PublicRef, phone: &str, one: &Known) -> Res<bool> {
    let row = store::require(tx, household)?;
    let kept = tx.vault().open_text(purpose::PHONE, household.id, &row.phone)?;
    if phone_key(&kept) != phone_key(phone) {
        return Ok(false);
    }
    let others = super::merging::members(tx, household)?;
    Ok(others.iter().any(|other| one.is_undocumented_with(other) && one.is_called_as(other)))
}

/// Refuses (422 `registry-alike` beside `other_people`) a household that may be one that is registered, naming that. The caller notes with
/// [`note`], in a unit of work of its own, that it was told.
pub(crate) fn refuse(tx: &mut Tx<'_>, actor: &Actor, path: &PlacePath, new: &NewHousehold) -> Res<()> {
    let found = alike(tx, actor, path, new)?;
    if found.is_empty() {
        return Ok(());
    }
    let args = vec![("reference", named(&found))];
    Err(Refused::invalid(vec![FieldError { field: OTHER_PEOPLE.to_owned(), message: ALIKE, args }]).into())
}

/// Households by their references.
pub(crate) fn named(found: &[PublicRef]) -> String {
    found.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Notes among the looks of these households that they were compared with people who were to be registered, and told of.
pub(crate) fn note(tx: &mut Tx<'_>, actor: &Actor, found: &[PublicRef]) -> Res<()> {
    for household in found {
        if let Some(brief) = store::brief_of(tx, *household)? {
            let purpose = Purpose::of(Task::Registration);
            log(tx, actor, &permit::REGISTER, &brief.path, *household, Act::Opened, &purpose, COMPARED)?;
        }
    }
    Ok(())
}

/// By what a household of a file is told from others of the same file: its head's name with the birth and the place, and with the phone;
/// and whether a document tells it apart as well.
pub(crate) fn keys(new: &NewHousehold, place: &str) -> (Vec<String>, bool) {
    let Some(head) = head(new) else { return (Vec::new(), false) };
    let mut keys = Vec::new();
    for name in Known::of_new(head).names() {
        if head.birth.year().is_some() {
            keys.push(format!("{place}/{name}/{}", head.birth));
        }
        if !new.phone.is_empty() {
            keys.push(format!("{}/{name}", phone_key(&new.phone)));
        }
    }
    (keys, !head.id_number.is_empty())
}
