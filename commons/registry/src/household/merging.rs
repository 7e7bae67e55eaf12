//! Two records of one family become one.
//!
//! The record that ends is wiped, and what was asked for in it is closed: done to a family that is another one, this would be an
//! erasure that it never asked for. So the two records must hold a member, or a phone, in common; nobody who is close to either decides;
//! and it takes two officers. The first proposes it, and both households are told at their phones; another one carries it out or declines
//! it, which both are told as well. A proposal lapses after thirty days, and as soon as either record has changed: what is carried out is what was proposed.
//!
//! Whoever signed in for the record that ends signs in for the other one from then on, with whoever is behind them, and beside those who
//! sign in for that one. The phone and the bank card of the record that ends go over to one that has none, with whoever has a hand in them;
//! where it has its own, those stay, and both households are told so.

use super::closing::wipe_contact;
use super::command::{log, still_registered};
use super::joining::folded;
use super::members::wipe_person;
use super::page::MergeView;
use super::store::{self, HouseholdRow, PersonRow, purpose};
use crate::birth::Birth;
use crate::check::NewMember;
use crate::looks::Purpose;
use crate::name::Name;
use crate::notice;
use crate::number::phone_key;
use crate::permit;
use crate::words::{Act, IdKind, Leaving, Status, Task};
use qianmo_db::{Tx, Vault, params};
use qianmo_kernel::{Actor, Fail, Id, Kind, Millis, PublicRef, Refused, Res};
use qianmo_web::i18n::I18n;
use serde::{Deserialize, Serialize};

/// The event of a merger that was proposed; its payload is [`Proposed`].
pub(crate) const PROPOSED: &str = "registry.merge-proposed";

/// The event of a merger that was carried out, for telling the family; its payload is [`CarriedOut`].
pub(crate) const CARRIED_OUT: &str = "registry.merge-carried-out";

/// How long a proposal stands.
const LAPSES: i64 = 30 * Millis::DAY;

/// What is opened of both records to compare them, as the log names it.
const COMPARED: &str = "names,birth,id_number,phone";

qianmo_db::sql! {
    /// A proposal; it takes the place of an earlier one about the same household.
    const PROPOSE = "INSERT INTO household_merge (county, id, version, kept_county, kept_id, kept_version, proposed_at, proposed_by) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (county, id) DO UPDATE SET version = excluded.version, \
        kept_county = excluded.kept_county, kept_id = excluded.kept_id, kept_version = excluded.kept_version, \
        proposed_at = excluded.proposed_at, proposed_by = excluded.proposed_by";
    /// The last proposal about a household.
    const FIND = "SELECT version, kept_county, kept_id, kept_version, proposed_at, proposed_by FROM household_merge \
        WHERE county = $1 AND id = $2";
    /// A proposal is over.
    const OVER = "DELETE FROM household_merge WHERE county = $1 AND id = $2";
    /// Those that others be merged into a household.
    const INTO = "SELECT county, id FROM household_merge WHERE kept_county = $1 AND kept_id = $2 ORDER BY county, id LIMIT 50";
    /// Proposals to merge others into a household are over.
    const OVER_INTO = "DELETE FROM household_merge WHERE kept_county = $1 AND kept_id = $2";
}

/// How far a merger is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Merging {
    /// One officer proposed it; another one carries it out.
    Proposed,
    /// It is done.
    Done,
    /// The records hold nothing by which they would be of one family. Both were opened to find that out, which their households see; so
    /// the unit of work is to be committed, and the caller refuses afterwards.
    Unlike,
}

/// The payload of `registry.merged`: which record ended and which one lives on. The other fields are those of every event
/// of the registry, about the record that ended.
#[derive(Debug, Serialize, Deserialize)]
pub struct Merged {
    /// The record that ended.
    pub from: PublicRef,
    /// The one that lives on.
    pub into: PublicRef,
    /// The same as `from`.
    pub household: PublicRef,
    /// Where the record that ended was.
    pub place: Id,
    /// That place's path.
    pub path: String,
}

/// The payload of [`PROPOSED`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Proposed {
    /// Whose record would end.
    household: PublicRef,
    /// In which it would live on; `None` in what was written before both were told.
    into: Option<PublicRef>,
}

/// The payload of [`CARRIED_OUT`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CarriedOut {
    household: PublicRef,
    into: PublicRef,
    /// The phone of the record that ended, sealed as it was there; `None`: the other one has the same now.
    was: Option<Vec<u8>>,
}

/// A proposal that stands.
struct Proposal {
    version: i64,
    into: PublicRef,
    into_version: i64,
    at: Millis,
    by: Id,
}

/// Two records are one household: `household` lives on in `into`. Its members' numbers become free, to be entered there.
/// Whoever was close to the one is close to the other, its accounts are the other's own, and what domains keep of the one follows the event.
/// The first call proposes it, the same call of another officer does it; a proposal of another merger takes the place of the one before.
///
/// # Errors
/// 403 or 404 where the record is elsewhere; 422 at `into` where the other one is, as for one that is none to merge with; 409
/// `registry-merge-close` for those who are of either household or its relatives,
/// `registry-merge-second` for whoever proposed it, `identity-grant-incompatible` when one of the accounts that would follow holds a role
/// that is kept apart from a household's where it lives on; 412 when the household has changed. That the two are not of one family is
/// answered and not refused: [`Merging::Unlike`].
pub fn merge(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>, into: PublicRef) -> Res<Merging> {
    let row = store::require(tx, household)?;
    permit::require(actor, &permit::CLOSE, &row.path)?;
    still_registered(&row, seen)?;
    let Some(other) = mergeable(tx, actor, household, into)? else {
        return Err(Refused::field("into", "registry-merge-wrong").into());
    };
    not_close(tx, actor, [household, into])?;
    let purpose = Purpose::of(Task::Correction);
    for one in [&row, &other] {
        log(tx, actor, &permit::CLOSE, &one.path, one.reference, Act::Opened, &purpose, COMPARED)?;
    }
    if !of_one_family(tx, &row, &other)? {
        return Ok(Merging::Unlike);
    }
    match proposal(tx, &row)?.filter(|proposal| proposal.into == into) {
        Some(proposal) if proposal.by == actor.account => Err(Refused::new(Kind::Conflict, "registry-merge-second").into()),
        Some(_) => carry_out(tx, actor, row, &other),
        None => propose(tx, actor, &row, &other),
    }
}

/// The record to merge with. `None` for one that there is not, that is not registered, and that lives where this officer decides nothing: all
/// are answered alike, so that a reference tells nothing of households elsewhere.
fn mergeable(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, into: PublicRef) -> Res<Option<HouseholdRow>> {
    let found = store::brief_of(tx, into)?
        .filter(|other| into != household && other.status == Status::Registered && actor.may(&permit::CLOSE, &other.path));
    if found.is_some() { store::require(tx, into).map(Some) } else { Ok(None) }
}

fn propose(tx: &mut Tx<'_>, actor: &Actor, row: &HouseholdRow, other: &HouseholdRow) -> Res<Merging> {
    let (household, into, now) = (row.reference, other.reference, tx.now());
    // The family of a record that was to be the one reads that it is another now.
    if let Some(earlier) = proposal(tx, row)? {
        let other = store::require(tx, earlier.into)?;
        log_both(tx, actor, row, &other, Act::MergeOver)?;
    }
    tx.execute(
        PROPOSE,
        params![household.county, household.id, row.version, into.county, into.id, other.version, now, actor.account],
    )?;
    log_both(tx, actor, row, other, Act::MergeProposed)?;
    tx.emit(PROPOSED, household.county, &Proposed { household, into: Some(into) })?;
    Ok(Merging::Proposed)
}

fn carry_out(tx: &mut Tx<'_>, actor: &Actor, mut row: HouseholdRow, other: &HouseholdRow) -> Res<Merging> {
    let (household, into) = (row.reference, other.reference);
    // Declined at the same moment: then it is looked at anew.
    if tx.execute(OVER, params![household.county, household.id])? == 0 {
        return Err(Fail::Race);
    }
    let mut other = other.clone();
    let taken = take_over(tx, &row, &mut other)?;
    let other = &other;
    let was = if share_a_phone(tx, &row, other)? { None } else { Some(row.phone.clone()) };
    for mut person in store::persons(tx, household)? {
        wipe_person(tx, household.county, &mut person, Leaving::Mistake)?;
    }
    wipe_contact(tx, &mut row)?;
    crate::link::follow(tx, household, into)?;
    crate::phones::follow(tx, &row, other)?;
    qianmo_identity::account::follow_household(tx, household, into, other.place, actor.account)?;
    row.status = Status::Merged;
    row.merged_into = Some(into);
    row.size = 0;
    store::save(tx, &row)?;
    // The record that lives on is saved as it was read: had it ended or changed meanwhile, all of this would be looked at anew.
    store::save(tx, other)?;
    forget(tx, household)?;
    let purpose = Purpose::of(Task::Correction);
    log(tx, actor, &permit::CLOSE, &row.path, household, Act::Merged, &purpose, "status")?;
    log(tx, actor, &permit::CLOSE, &other.path, into, Act::Merged, &purpose, &taken)?;
    tx.emit(CARRIED_OUT, household.county, &CarriedOut { household, into, was })?;
    let path = row.path.as_str().to_owned();
    tx.emit("registry.merged", household.county, &Merged { from: household, into, household, place: row.place, path })?;
    Ok(Merging::Done)
}

/// Gives the record that lives on the phone and the bank card of the one that ends, where it has none itself; tells what it took, for its
/// list of looks. Whoever put either in keeps their hand in it, and a card rests there as one that was changed.
fn take_over(tx: &mut Tx<'_>, row: &HouseholdRow, other: &mut HouseholdRow) -> Res<String> {
    let (from, into) = (row.reference, other.reference);
    let mut taken = String::from("merged");
    let phone = tx.vault().open_text(purpose::PHONE, from.id, &row.phone)?;
    if row.has_phone && !other.has_phone && !phone.is_empty() {
        other.phone = tx.vault().seal_text(purpose::PHONE, into.id, &phone)?;
        store::index_phone(tx, into, &phone)?;
        other.has_phone = true;
        // Of the phone of a registration whoever registered it answers for it: there that is somebody else.
        other.phone_by = if row.phone_by == Id::NONE { row.created_by } else { row.phone_by };
        other.phone_at = Millis(row.phone_at.0.max(other.created_at.0 + 1));
        taken.push_str(",phone");
    }
    let card = tx.vault().open_text(purpose::BANK, from.id, &row.bank)?;
    let has = tx.vault().open_text(purpose::BANK, into.id, &other.bank)?;
    if !card.is_empty() && has.is_empty() {
        other.bank = tx.vault().seal_text(purpose::BANK, into.id, &card)?;
        other.bank_by = row.bank_by;
        crate::bank::follow(tx, from, into)?;
        taken.push_str(",bank_card");
    }
    Ok(taken)
}

/// An officer does not have a merger carried out that was proposed; whoever proposed it takes it back in the same way.
///
/// # Errors
/// 403 or 404 elsewhere; 409 `registry-merge-none` when no proposal stands, `registry-merge-close` for those who are of either household
/// or its relatives; 412 when the household has changed.
pub fn decline_merge(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>) -> Res<()> {
    let row = store::require(tx, household)?;
    permit::require(actor, &permit::CLOSE, &row.path)?;
    still_registered(&row, seen)?;
    let Some(proposal) = proposal(tx, &row)? else {
        return Err(Refused::new(Kind::Conflict, "registry-merge-none").into());
    };
    not_close(tx, actor, [household, proposal.into])?;
    let other = store::require(tx, proposal.into)?;
    tx.execute(OVER, params![household.county, household.id])?;
    log_both(tx, actor, &row, &other, Act::MergeOver)
}

/// The merger that is proposed for a household, as an officer sees it; `None`: none is.
pub(crate) fn merge_view(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef) -> Res<Option<MergeView>> {
    let row = store::require(tx, household)?;
    let Some(proposal) = proposal(tx, &row)? else { return Ok(None) };
    Ok(Some(MergeView {
        into: proposal.into,
        at: proposal.at,
        proposed_by: qianmo_identity::account::display_name(tx, proposal.by)?,
        by_reader: proposal.by == actor.account,
    }))
}

/// Since when it is proposed to merge a household with another one, whichever of the two would stay; `None`: no proposal stands.
pub(crate) fn proposed_since(tx: &mut Tx<'_>, household: PublicRef) -> Res<Option<Millis>> {
    let others = tx.query(INTO, params![household.county, household.id], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))?;
    for one in std::iter::once(household).chain(others) {
        let row = store::require(tx, one)?;
        if let Some(proposal) = proposal(tx, &row)? {
            return Ok(Some(proposal.at));
        }
    }
    Ok(None)
}

/// When a proposal lapses by itself that was made then.
pub(crate) fn lapses_at(proposed: Millis) -> Millis {
    Millis(proposed.0 + LAPSES)
}

/// Proposals about a household, or to merge others into it, are over.
pub(super) fn forget(tx: &mut Tx<'_>, household: PublicRef) -> Res<()> {
    tx.execute(OVER, params![household.county, household.id])?;
    tx.execute(OVER_INTO, params![household.county, household.id])?;
    Ok(())
}

/// Tells both households, if they have a phone on record, that their records are to be one: the one would lose its record, the other one
/// would have other people sign in for it. Once where they have the same phone.
pub(crate) fn tell(tx: &mut Tx<'_>, words: &I18n, country: &str, proposed: &Proposed) -> Res<()> {
    let key = "registry-merge-notice";
    notice::tell(tx, words, country, proposed.household, key)?;
    let Some(into) = proposed.into else { return Ok(()) };
    let (one, other) = (store::require(tx, proposed.household)?, store::require(tx, into)?);
    if share_a_phone(tx, &one, &other)? { Ok(()) } else { notice::tell(tx, words, country, into, key) }
}

/// Tells whoever is behind both records that they are one now: at the phone of either, once where it is the same. A phone of the record that
/// ended which is not the other one's is on record nowhere any more, and is told so.
pub(crate) fn tell_done(tx: &mut Tx<'_>, words: &I18n, country: &str, done: &CarriedOut) -> Res<()> {
    let key = "registry-merged-notice";
    notice::tell(tx, words, country, done.into, key)?;
    let Some(was) = &done.was else { return Ok(()) };
    notice::tell_at(tx, words, country, done.household, was, "registry-merged-away-notice")
}

/// The proposal that stands for a household. One that is too old, or was made about records that have changed since, does not.
fn proposal(tx: &mut Tx<'_>, row: &HouseholdRow) -> Res<Option<Proposal>> {
    let household = row.reference;
    let found = tx.first(FIND, params![household.county, household.id], |row| {
        Ok(Proposal {
            version: row.i64(0)?,
            into: PublicRef::new(row.id(1)?, row.id(2)?),
            into_version: row.i64(3)?,
            at: row.millis(4)?,
            by: row.id(5)?,
        })
    })?;
    let Some(found) = found else { return Ok(None) };
    let kept = store::brief_of(tx, found.into)?;
    let stands = row.status == Status::Registered
        && row.version == found.version
        && kept.is_some_and(|kept| kept.status == Status::Registered && kept.version == found.into_version)
        && tx.now().0 - found.at.0 < LAPSES;
    Ok(stands.then_some(found))
}

fn not_close(tx: &mut Tx<'_>, actor: &Actor, households: [PublicRef; 2]) -> Res<()> {
    for household in households {
        if crate::link::is_member_or_relative(tx, actor.account, household)? {
            return Err(Refused::new(Kind::Conflict, "registry-merge-close").into());
        }
    }
    Ok(())
}

fn log_both(tx: &mut Tx<'_>, actor: &Actor, row: &HouseholdRow, other: &HouseholdRow, act: Act) -> Res<()> {
    let purpose = Purpose::of(Task::Correction);
    log(tx, actor, &permit::CLOSE, &row.path, row.reference, act, &purpose, "status")?;
    log(tx, actor, &permit::CLOSE, &other.path, other.reference, act, &purpose, "merged")
}

/// What one person is told from another by. Never printed.
pub(super) struct Known {
    /// Folded for comparing.
    names: Vec<String>,
    birth: Birth,
    kind: IdKind,
    number: String,
}

impl Known {
    /// Somebody who is to be registered.
    pub(super) fn of_new(new: &NewMember) -> Known {
        Known { names: folded_names(&new.names), birth: new.birth, kind: new.id_kind, number: new.id_number.clone() }
    }

    /// A person by what is sealed of them.
    pub(super) fn opened(vault: &Vault, person: Id, kind: IdKind, names: &[u8], number: &[u8], today: (i16, i8, i8)) -> Res<Known> {
        let sealed = store::names_of(vault, person, names)?;
        Ok(Known {
            names: folded_names(&sealed.names),
            birth: Birth::parse(&sealed.born, today).unwrap_or_default(),
            kind,
            number: vault.open_text(purpose::NUMBER, person, number)?,
        })
    }

    fn of(vault: &Vault, person: &PersonRow, today: (i16, i8, i8)) -> Res<Known> {
        Known::opened(vault, person.id, person.id_kind, &person.names, &person.number, today)
    }

    /// The names, folded.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether no document tells the two: with one each they are the same person or are not, and a name says nothing of it.
    pub(super) fn is_undocumented_with(&self, other: &Known) -> bool {
        self.number.is_empty() || other.number.is_empty()
    }

    /// Whether they have a name in common.
    pub(super) fn is_called_as(&self, other: &Known) -> bool {
        self.names.iter().any(|name| other.names.contains(name))
    }

    /// Whether they have a name in common and a birth that agrees.
    pub(super) fn is_called_and_born_as(&self, other: &Known) -> bool {
        self.is_called_as(other) && self.birth.agrees_with_birth(other.birth)
    }

    /// Whether both may be one person: by the number of a document, or by a name and the birth.
    fn may_be(&self, other: &Known) -> bool {
        if !self.number.is_empty() && self.number == other.number {
            return true;
        }
        // A resident has one number for life: whoever has another one is another person of that name.
        if self.kind == IdKind::Resident && other.kind == IdKind::Resident {
            return false;
        }
        self.is_called_and_born_as(other)
    }
}

fn folded_names(names: &[Name]) -> Vec<String> {
    names.iter().map(|name| folded(&name.text)).filter(|name| !name.is_empty()).collect()
}

/// Whether two records may be of one family: they have a phone or a member in common. Opens sealed data inside the unit of work; which of
/// it agreed, or did not, nobody is told. The look is the caller's.
fn of_one_family(tx: &mut Tx<'_>, one: &HouseholdRow, other: &HouseholdRow) -> Res<bool> {
    if share_a_phone(tx, one, other)? {
        return Ok(true);
    }
    let (ours, theirs) = (members(tx, one.reference)?, members(tx, other.reference)?);
    Ok(ours.iter().any(|our| theirs.iter().any(|their| our.may_be(their))))
}

/// Whether both have the same phone on record.
fn share_a_phone(tx: &Tx<'_>, one: &HouseholdRow, other: &HouseholdRow) -> Res<bool> {
    let first = tx.vault().open_text(purpose::PHONE, one.reference.id, &one.phone)?;
    let second = tx.vault().open_text(purpose::PHONE, other.reference.id, &other.phone)?;
    Ok(!first.is_empty() && !second.is_empty() && phone_key(&first) == phone_key(&second))
}

/// The members of a household, opened inside the unit of work.
pub(super) fn members(tx: &mut Tx<'_>, household: PublicRef) -> Res<Vec<Known>> {
    let today = tx.now().date_at(0);
    let persons = store::persons(tx, household)?;
    persons.iter().filter(|person| person.left.is_none()).map(|person| Known::of(tx.vault(), person, today)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str, birth: Birth, kind: IdKind, number: &str) -> Known {
        Known { names: vec![folded(name)], birth, kind, number: number.to_owned() }
    }

    #[test]
    fn one_person_is_known_by_a_number_or_by_a_name_and_a_birth() {
        let mother = known("Wang Xiuying", Birth::Day(1950, 5, 17), IdKind::Resident, "A");
        assert!(mother.may_be(&known("王秀英", Birth::Unknown, IdKind::Other, "A")), "a number, whatever it was entered as");
        assert!(mother.may_be(&known("wang  xiuying", Birth::Year(1950), IdKind::None, "")));
        assert!(!mother.may_be(&known("Wang Xiuying", Birth::Year(1950), IdKind::Resident, "B")), "a resident has one number");
        assert!(!mother.may_be(&known("Wang Xiuying", Birth::Year(1951), IdKind::None, "")));
        assert!(!mother.may_be(&known("Wang Xiuying", Birth::Unknown, IdKind::None, "")), "of many of that name");
        assert!(!mother.may_be(&known("Li Xiuying", Birth::Day(1950, 5, 17), IdKind::None, "")));
        let nobody = || Known { names: Vec::new(), birth: Birth::Year(1950), kind: IdKind::None, number: String::new() };
        assert!(!nobody().may_be(&nobody()), "what is not known is not the same");
    }
}
