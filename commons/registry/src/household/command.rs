//! What is done with households, each as one unit of work: load, check who and in which state, save, log the look.
//! Members are in [`super::members`], moves and erasures in [`super::closing`], leaving and coming back in [`super::leaving`], and two
//! records that become one in [`super::merging`].

pub use super::closing::{Erasing, ErasingHook, ask_erasure, decline_erasure, erase, relocate, take_back_erasure};
pub(crate) use super::closing::{erasure_view, has_open, may_ask_erasure};
pub(crate) use super::leaving::return_view;
pub use super::leaving::{End, leave, take_in_again};
pub use super::members::{add_member, edit_member, member_left};
pub use super::merging::{Merged, Merging, decline_merge, merge};
pub(crate) use super::merging::{lapses_at, merge_view, proposed_since};
use super::store::{self, HouseholdRow, purpose};
use crate::bank;
use crate::check::{Change, NewHousehold, NewMember};
use crate::import;
use crate::looks::{self, NewLook, Purpose};
use crate::masked;
use crate::permit;
use crate::phones;
use crate::words::{Act, IdKind, Relation, Status, Task};
use qianmo_db::{Tx, params};
use qianmo_identity::limit::{self, Waits};
use qianmo_kernel::{Actor, Fail, Id, Kind, Millis, Permission, PlacePath, PublicRef, Refused, Res, Via};
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
    /// When it happened: whoever hears of it late can tell what came after it.
    at: Millis,
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

/// What an account that is told again and again that a number is registered waits for: the answer is true for the whole nation,
/// and so must not be asked for at will.
const TOLD_TAKEN: Waits = Waits { every: 20, first: Millis::HOUR, longest: Millis::HOUR };

fn asker(actor: &Actor) -> String {
    format!("registry.number-taken:{}", actor.account)
}

/// Whether it is the operator at the machine, who has the database and its keys: an answer that is withheld from them protects nobody.
fn is_operator(actor: &Actor) -> bool {
    actor.via == Via::System && actor.account == Id::NONE
}

/// Refuses (429) an account that was told too often that a number is registered.
pub(crate) fn may_ask_numbers(tx: &mut Tx<'_>, actor: &Actor) -> Res<()> {
    if is_operator(actor) { Ok(()) } else { limit::require_open(tx, &asker(actor)) }
}

/// The numbers that would be claimed for these people.
pub(crate) fn numbers_of(members: &[NewMember]) -> Vec<(IdKind, String)> {
    members.iter().filter(|m| !m.id_number.is_empty()).map(|m| (m.id_kind, m.id_number.clone())).collect()
}

/// Notes that the actor was told that one of these numbers is registered: the household that has it, wherever it lives, sees who
/// asked, and the answer is counted. In a unit of work of its own, since the refusal undoes the one that it came from. Gives the household
/// if it counts as left and the actor may take it in again: they find it in their own places, and nobody else is told more than before.
pub(crate) fn note_taken(tx: &mut Tx<'_>, actor: &Actor, numbers: &[(IdKind, String)]) -> Res<Option<PublicRef>> {
    let mut counts = !is_operator(actor);
    let mut left = None;
    for (kind, number) in numbers {
        let blind = store::number_blind(tx.vault(), *kind, number);
        let holder = tx.first(store::CLAIMED, params![blind], |r| Ok(PublicRef::new(r.id(0)?, r.id(1)?)))?;
        let Some(holder) = holder else { continue };
        // Of what the account brought itself, in a file that is not through, it is told nothing new.
        counts = counts && !import::store::is_own_hidden(tx, actor, holder)?;
        if let Some(brief) = store::brief_of(tx, holder)? {
            let purpose = Purpose::of(Task::Registration);
            log(tx, actor, &permit::REGISTER, &brief.path, holder, Act::Probed, &purpose, "number")?;
            if brief.status == Status::Left && actor.may(&permit::CLOSE, &brief.path) {
                left = Some(holder);
            }
        }
        // Only the first one was told.
        break;
    }
    if counts {
        limit::failed(tx, &asker(actor), TOLD_TAKEN)?;
    }
    Ok(left)
}

/// A number of a file and the line in which it stands.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct InLine {
    pub line: u64,
    pub kind: IdKind,
    pub number: String,
}

/// Whether any of these numbers is registered. Who is told of it is noted by [`note_each`] first.
///
/// # Errors
/// 429 for an account that was told too often that a number is registered.
pub(crate) fn any_taken(tx: &mut Tx<'_>, actor: &Actor, numbers: &[InLine]) -> Res<bool> {
    may_ask_numbers(tx, actor)?;
    for one in numbers {
        let blind = store::number_blind(tx.vault(), one.kind, &one.number);
        if tx.first(store::CLAIMED, params![blind], |_| Ok(()))?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What an account is told about the numbers of a file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Answered {
    /// The lines whose number is registered, each noted as [`note_taken`] does.
    pub taken: Vec<u64>,
    /// The line from which on nothing is told, since the account was told too often; it may be registered or not.
    pub silent_from: Option<u64>,
}

/// Looks numbers up one after the other, as if each were typed, and notes each that is registered. Once the account has been
/// told as often as it may, nothing is said of those that follow: not that they are registered, nor that they are not.
pub(crate) fn note_each(tx: &mut Tx<'_>, actor: &Actor, numbers: &[InLine]) -> Res<Answered> {
    let mut told = Answered::default();
    let mut may = may_still_ask(tx, actor)?;
    for one in numbers {
        if !may {
            told.silent_from = Some(one.line);
            break;
        }
        let blind = store::number_blind(tx.vault(), one.kind, &one.number);
        if tx.first(store::CLAIMED, params![blind], |_| Ok(()))?.is_some() {
            note_taken(tx, actor, &[(one.kind, one.number.clone())])?;
            told.taken.push(one.line);
            may = may_still_ask(tx, actor)?;
        }
    }
    Ok(told)
}

fn may_still_ask(tx: &mut Tx<'_>, actor: &Actor) -> Res<bool> {
    match may_ask_numbers(tx, actor) {
        Ok(()) => Ok(true),
        Err(Fail::Refused(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

/// Registers a household where it lives.
pub fn register(tx: &mut Tx<'_>, actor: &Actor, new: &NewHousehold) -> Res<PublicRef> {
    if new.members.iter().any(|m| !m.id_number.is_empty()) {
        may_ask_numbers(tx, actor)?;
    }
    let spot = spot(tx, new.place)?;
    register_at(tx, actor, &spot, new, Source::Typed)
}

/// The same for people of whom nobody has said that they are others than those on record: refuses (422 `registry-alike` beside
/// `other_people`) a household that may be registered already, and names it.
pub fn register_asking(tx: &mut Tx<'_>, actor: &Actor, new: &NewHousehold, other_people: bool) -> Res<PublicRef> {
    let spot = spot(tx, new.place)?;
    actor.require(&permit::REGISTER, &spot.path)?;
    if !other_people {
        super::alike::refuse(tx, actor, &spot.path, new)?;
    }
    register(tx, actor, new)
}

/// Notes that the actor was told of households that these people may be: in a unit of work of its own, since the refusal undoes the one
/// that it came from.
pub(crate) fn note_alike(tx: &mut Tx<'_>, actor: &Actor, new: &NewHousehold) -> Res<()> {
    let spot = spot(tx, new.place)?;
    let found = super::alike::alike(tx, actor, &spot.path, new)?;
    super::alike::note(tx, actor, &found)
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
    // Who brings a bank card in has no say in what is paid to it, no less than who changes it later.
    let bank_by = if new.bank_card.is_empty() { Id::NONE } else { actor.account };
    let (phone_by, phone_at) = if new.phone.is_empty() { (Id::NONE, Millis(0)) } else { (actor.account, now) };
    let cause = |at: usize| new.causes.get(at).map_or("", |c| c.name());
    let (import, hidden) = match source {
        Source::Typed => (Id::NONE, false),
        Source::Import(import) => (import, true),
    };
    tx.execute(
        store::INSERT,
        params![
            spot.county,
            id,
            spot.place,
            &spot.path,
            new.members.len(),
            cause(0),
            cause(1),
            cause(2),
            &new.language,
            !new.phone.is_empty(),
            title.name(),
            &initial,
            address,
            phone,
            bank,
            import,
            hidden,
            bank_by,
            now,
            actor.account,
            now,
            phone_by,
            phone_at
        ],
    )?;
    if !new.bank_card.is_empty() {
        bank::given(tx, reference, actor.account)?;
    }
    for (at, member) in new.members.iter().enumerate() {
        insert_person(tx, reference, at, member, &format!("members.{at}."), now)?;
    }
    store::index_phone(tx, reference, &new.phone)?;
    log(tx, actor, &permit::REGISTER, &spot.path, reference, Act::Registered, &Purpose::of(Task::Registration), "all")?;
    if source == Source::Typed {
        tell(tx, "registry.registered", reference, spot.place, &spot.path)?;
    }
    Ok(reference)
}

/// Writes a person, on record `since` then, and claims their number for the nation. A number that somebody has already is refused; neither
/// who nor where they are is told.
pub(super) fn insert_person(
    tx: &mut Tx<'_>,
    household: PublicRef,
    position: usize,
    new: &NewMember,
    prefix: &str,
    since: Millis,
) -> Res<Id> {
    let (id, now) = (tx.new_id(), tx.now());
    let vault = tx.vault();
    let names = store::seal_names(vault, id, &new.names, new.birth)?;
    let number = vault.seal_text(purpose::NUMBER, id, &new.id_number)?;
    let health = store::seal_health(vault, id, &new.health, new.disability)?;
    claim(tx, household, id, new.id_kind, &new.id_number, prefix)?;
    tx.execute(
        store::INSERT_PERSON,
        params![
            household.county,
            id,
            household.id,
            position,
            new.relation.name(),
            new.sex.name(),
            new.birth.year().unwrap_or(0),
            new.id_kind.name(),
            new.labour.name(),
            names,
            number,
            health,
            now,
            since
        ],
    )?;
    Ok(id)
}

pub(super) fn claim(tx: &mut Tx<'_>, household: PublicRef, person: Id, kind: IdKind, number: &str, prefix: &str) -> Res<()> {
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
pub(super) fn log(
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

pub(super) fn tell(tx: &mut Tx<'_>, topic: &'static str, household: PublicRef, place: Id, path: &PlacePath) -> Res<()> {
    let at = tx.now();
    tx.emit(topic, household.county, &Told { household, place, path: path.as_str().to_owned(), at })
}

/// Loads a household that is to be changed: it must still be registered, and as the one who changes it has read it.
pub(super) fn for_change(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>) -> Res<HouseholdRow> {
    let row = store::require(tx, household)?;
    permit::staff_or_own(actor, &permit::EDIT, &row.path, household)?;
    still_registered(&row, seen)?;
    Ok(row)
}

pub(super) fn still_registered(row: &HouseholdRow, seen: Option<i64>) -> Res<()> {
    if row.status != Status::Erased && seen.is_some_and(|seen| seen != row.version) {
        return Err(Refused::new(Kind::Changed, "web-changed").into());
    }
    match row.status {
        Status::Registered => Ok(()),
        Status::Left | Status::Merged => Err(Refused::new(Kind::Conflict, "registry-not-registered").into()),
        Status::Erased => Err(Refused::new(Kind::Gone, "registry-erased").into()),
    }
}

/// Changes what a household has told of itself. Causes are for its helper and the officers to state. By a printed card alone
/// neither phone nor bank card is changed (403 `registry-card-not-enough`): whoever printed it has read its PIN, and could send the
/// household's money and messages elsewhere. The phone that was on record is told of another one ([`crate::phones`]).
/// What is handed in as it is on record is no change: the log names what became different, and where nothing did, nothing is
/// written and the version stays.
pub fn change(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>, change: &Change) -> Res<i64> {
    let mut row = for_change(tx, actor, household, seen)?;
    if actor.card_issued_by.is_some() && (change.phone.is_some() || change.bank_card.is_some()) {
        return Err(Refused::new(Kind::Forbidden, "registry-card-not-enough").into());
    }
    let mut fields = Vec::new();
    if let Some(address) = &change.address {
        let old = tx.vault().open_text(purpose::ADDRESS, household.id, &row.address)?;
        if *address != old {
            row.address = tx.vault().seal_text(purpose::ADDRESS, household.id, address)?;
            fields.push("address");
        }
    }
    if let Some(phone) = &change.phone {
        let old = tx.vault().open_text(purpose::PHONE, household.id, &row.phone)?;
        // The same number once more is no change, however it is written: whoever put it in remains who did.
        if !store::same_phone(tx.vault(), phone, &old) {
            store::drop_phone(tx, household, &old)?;
            store::index_phone(tx, household, phone)?;
            let sealed = tx.vault().seal_text(purpose::PHONE, household.id, phone)?;
            let was = std::mem::replace(&mut row.phone, sealed);
            row.has_phone = !phone.is_empty();
            (row.phone_by, row.phone_at) = (actor.account, tx.now());
            phones::put_in(tx, actor, household)?;
            if !old.is_empty() {
                phones::changed(tx, household, was)?;
            }
            fields.push("phone");
        }
    }
    if let Some(bank) = &change.bank_card {
        let old = tx.vault().open_text(purpose::BANK, household.id, &row.bank)?;
        // The same number once more is no change: whoever put it in remains who did.
        if *bank != old {
            row.bank = tx.vault().seal_text(purpose::BANK, household.id, bank)?;
            row.bank_by = actor.account;
            phones::put_in(tx, actor, household)?;
            bank::changed(tx, household, actor.account, !old.is_empty())?;
            fields.push("bank_card");
        }
    }
    if let Some(language) = &change.language
        && *language != row.language
    {
        row.language.clone_from(language);
        fields.push("language");
    }
    if let Some(causes) = &change.causes {
        actor.require(&permit::EDIT, &row.path)?;
        if *causes != row.causes {
            row.causes.clone_from(causes);
            fields.push("causes");
        }
    }
    if fields.is_empty() {
        return Ok(row.version);
    }
    store::save(tx, &row)?;
    let purpose = Purpose::of(Task::Correction);
    log(tx, actor, &permit::EDIT, &row.path, household, Act::Changed, &purpose, &fields.join(","))?;
    Ok(row.version + 1)
}

/// [`change`], and the key of what its page says of it: where another phone is on record now, that the earlier one is told.
pub(crate) fn change_saying(
    tx: &mut Tx<'_>,
    actor: &Actor,
    household: PublicRef,
    seen: Option<i64>,
    new: &Change,
) -> Res<&'static str> {
    let before = store::require(tx, household)?;
    change(tx, actor, household, seen, new)?;
    // A phone is sealed anew only where it is another one.
    let told = before.has_phone && store::require(tx, household)?.phone != before.phone;
    Ok(if told { "registry-saved-phone" } else { "registry-saved" })
}

/// Until when nobody comes in by the phone of a household; `None`: it does not rest.
pub(crate) fn phone_rests(tx: &mut Tx<'_>, household: PublicRef) -> Res<Option<Millis>> {
    let row = store::require(tx, household)?;
    let own = qianmo_identity::account::of_household(tx, household)?;
    Ok(phones::rests_until(&row, &own, tx.now()))
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
        if actor.may(&permit::OPEN, &brief.path) && brief.status != Status::Erased {
            let purpose = Purpose::of(Task::Visit);
            log(tx, actor, &permit::OPEN, &brief.path, household, Act::Searched, &purpose, "number")?;
            seen.push(household);
        }
    }
    Ok(seen)
}
