//! Opening a household: nothing sealed leaves the vault for a person's eyes without a look being written first.

use super::leaving::{self, End};
use super::store::{self, HouseholdRow, PersonRow, purpose};
use crate::birth::Birth;
use crate::looks::{self, Naming, NewLook, Purpose};
use crate::masked::{Masked, Title};
use crate::name::Name;
use crate::permit;
use crate::words::{Act, Cause, Disability, IdKind, Labour, Leaving, Relation, Sex, Status, Task};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, Locale, Millis, PlacePath, PublicRef, Refused, Res, Role};
use qianmo_places as places;
use std::collections::HashMap;

/// A household with everything its reader may see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HouseholdOpen {
    /// Its reference.
    pub reference: PublicRef,
    /// Counts its changes and its members'.
    pub version: i64,
    /// Where it stands.
    pub status: Status,
    /// Where it lives.
    pub place: Id,
    /// That place's path.
    pub path: PlacePath,
    /// How many members.
    pub size: i64,
    /// Main cause first.
    pub causes: Vec<Cause>,
    /// BCP 47.
    pub language: String,
    /// House, street, group.
    pub address: String,
    /// In plain form; only its end for the household itself when its card alone signed it in; empty: none.
    pub phone: String,
    /// For the household itself (unless by its card alone) and officers in full, for others only its end; empty: none.
    pub bank_card: String,
    /// Members, those who left included without what was wiped.
    pub members: Vec<MemberOpen>,
    /// When it was registered.
    pub created_at: Millis,
    /// When it last changed.
    pub changed_at: Millis,
    /// When it asked to be forgotten; 0: never.
    pub erasure_asked_at: Millis,
    /// The record in which it lives on.
    pub merged_into: Option<PublicRef>,
    /// How it came to count as left, where it does and that is known.
    pub end: Option<End>,
}

/// A member with everything their reader may see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemberOpen {
    /// The person.
    pub id: Id,
    /// What the person is to the head.
    pub relation: Relation,
    /// The official one first.
    pub names: Vec<Name>,
    /// Sex.
    pub sex: Sex,
    /// As far as it is known.
    pub birth: Birth,
    /// What kind of number.
    pub id_kind: IdKind,
    /// The number; empty: none.
    pub id_number: String,
    /// Facts in words.
    pub health: String,
    /// Disability.
    pub disability: Disability,
    /// Ability to work.
    pub labour: Labour,
    /// Why the person is no longer a member.
    pub left: Option<Leaving>,
}

impl HouseholdOpen {
    /// Whether it is registered: anything else takes neither changes nor requests.
    pub fn is_registered(&self) -> bool {
        self.status == Status::Registered
    }

    /// Since when it counts as left; `None`: it does not.
    pub fn left_since(&self) -> Option<Millis> {
        (self.status == Status::Left).then(|| self.end.as_ref().map_or(self.changed_at, |end| end.at))
    }

    /// Those who are members now.
    pub fn present(&self) -> impl Iterator<Item = &MemberOpen> {
        self.members.iter().filter(|m| m.left.is_none())
    }

    /// Leaves of every number its end only: a card may be in the hands of whoever printed it.
    fn hide_numbers(&mut self) {
        self.phone = crate::number::ending(&self.phone);
        self.bank_card = crate::number::ending(&self.bank_card);
        for member in &mut self.members {
            member.id_number = crate::number::ending(&member.id_number);
        }
    }

    /// The head, if there is one.
    pub fn head(&self) -> Option<&MemberOpen> {
        self.present().find(|m| m.relation == Relation::Head)
    }
}

/// The fields that an opening shows, as the log names them.
const ALL_FIELDS: &str = "names,birth,id_number,health,address,phone,bank_card";

/// Opens a household for a task, which the household will see. Staff need the place; the household itself needs nothing.
pub fn look(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, task: &str) -> Res<HouseholdOpen> {
    let own = permit::is_own(actor, &permit::OPEN_DOOR, household);
    let purpose = if own { Purpose::of(Task::Own) } else { Purpose::parse(task)? };
    open_for(tx, actor, household, &purpose)
}

/// [`look`] with the task read already.
pub(crate) fn open_for(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, purpose: &Purpose) -> Res<HouseholdOpen> {
    let row = store::require(tx, household)?;
    permit::staff_or_own(actor, &permit::OPEN, &row.path, household)?;
    let row = not_erased(row)?;
    let role = permit::role_for(actor, &permit::OPEN, &row.path, household);
    let new = NewLook { household, role, act: Act::Opened, purpose, fields: ALL_FIELDS, card_shown: false };
    looks::write(tx, actor, &new)?;
    let whole_card = role == Role::Officer.name() || role == Role::Household.name();
    let mut opened = open(tx, row, whole_card)?;
    if permit::is_own(actor, &permit::OPEN, household) && actor.card_issued_by.is_some() {
        opened.hide_numbers();
    }
    Ok(opened)
}

fn not_erased(row: HouseholdRow) -> Res<HouseholdRow> {
    if row.status == Status::Erased {
        return Err(Refused::new(Kind::Gone, "registry-erased").into());
    }
    Ok(row)
}

/// Only a household that is registered receives anything: one that left, or lives on in another record, does not.
fn receiving(row: HouseholdRow) -> Res<HouseholdRow> {
    let row = not_erased(row)?;
    if row.status != Status::Registered {
        return Err(Refused::new(Kind::Conflict, "registry-not-registered").into());
    }
    Ok(row)
}

/// Opens everything of a household whose look the caller has written in this unit of work.
pub(crate) fn open_logged(tx: &mut Tx<'_>, household: PublicRef) -> Res<HouseholdOpen> {
    let row = store::require(tx, household)?;
    open(tx, row, true)
}

fn open(tx: &mut Tx<'_>, row: HouseholdRow, whole_card: bool) -> Res<HouseholdOpen> {
    let persons = store::persons(tx, row.reference)?;
    let end = if row.status == Status::Left { leaving::end_of(tx, row.reference)? } else { None };
    let today = tx.now().date_at(0);
    let id = row.reference.id;
    let vault = tx.vault();
    let bank = vault.open_text(purpose::BANK, id, &row.bank)?;
    let members: Res<Vec<MemberOpen>> = persons.iter().map(|p| member(tx, p, today)).collect();
    Ok(HouseholdOpen {
        reference: row.reference,
        version: row.version,
        status: row.status,
        place: row.place,
        path: row.path,
        size: row.size,
        causes: row.causes,
        language: row.language,
        address: vault.open_text(purpose::ADDRESS, id, &row.address)?,
        phone: vault.open_text(purpose::PHONE, id, &row.phone)?,
        bank_card: if whole_card { bank } else { crate::number::ending(&bank) },
        members: members?,
        created_at: row.created_at,
        changed_at: row.changed_at,
        erasure_asked_at: row.erasure_asked_at,
        merged_into: row.merged_into,
        end,
    })
}

fn member(tx: &Tx<'_>, person: &PersonRow, today: (i16, i8, i8)) -> Res<MemberOpen> {
    let vault = tx.vault();
    let sealed = store::open_names(vault, person)?;
    let (health, disability) = store::open_health(vault, person)?;
    Ok(MemberOpen {
        id: person.id,
        relation: person.relation,
        names: sealed.names,
        sex: person.sex,
        birth: Birth::parse(&sealed.born, today).unwrap_or_default(),
        id_kind: person.id_kind,
        id_number: vault.open_text(purpose::NUMBER, person.id, &person.number)?,
        health,
        disability,
        labour: person.labour,
        left: person.left,
    })
}

/// What somebody who brings something needs, and nothing else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivery {
    /// To whom: the head's official name.
    pub name: String,
    /// House, street, group.
    pub address: String,
    /// In plain form; empty: none.
    pub phone: String,
    /// Where the household lives.
    pub place: Id,
}

/// Opens name, address and phone for somebody who brings something. Whether the actor may, and for how long, is for the
/// caller to know; the look is written here, and the household sees it, by name or, for whoever gives without one, without.
///
/// # Errors
/// 410 `registry-erased` and 409 `registry-not-registered` when the household is not (any more) one that receives.
pub fn for_delivery(
    tx: &mut Tx<'_>,
    actor: &Actor,
    role: Role,
    household: PublicRef,
    words: &str,
    naming: Naming,
) -> Res<Delivery> {
    let row = receiving(store::require(tx, household)?)?;
    let purpose = Purpose { task: Task::Delivery, words: words.to_owned() };
    let fields = "name,address,phone";
    let look = NewLook { household, role: role.name(), act: Act::Opened, purpose: &purpose, fields, card_shown: false };
    looks::write_as(tx, actor, &look, naming)?;
    let opened = open(tx, row, false)?;
    let name = opened.head().and_then(|h| h.names.first()).map(|n| n.text.clone()).unwrap_or_default();
    Ok(Delivery { name, address: opened.address, phone: opened.phone, place: opened.place })
}

/// The account that a payout goes to.
#[derive(Clone, PartialEq, Eq)]
pub struct PayTo {
    /// The head's official name.
    pub name: String,
    /// The bank card or account, in plain form.
    pub account: String,
    /// Tells one name and account from another without showing either ([`payout_stamp`]).
    pub stamp: String,
}

/// Neither name nor number: what is printed for a developer ends up in a log.
impl std::fmt::Debug for PayTo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PayTo(sealed)")
    }
}

impl PayTo {
    /// The name's first letter and no more: enough to see whose account it is for whoever knows the family.
    pub fn hint(&self) -> String {
        self.name.chars().next().map(|first| format!("{first}••")).unwrap_or_default()
    }

    /// The account's end: `••••1234`.
    pub fn ending(&self) -> String {
        crate::number::ending(&self.account)
    }
}

/// Opens the account a payout goes to: the head's official name and the whole bank card. As [`for_delivery`], the caller
/// knows that the actor may; it refuses as that one does.
///
/// # Errors
/// Besides, 409 `registry-no-bank-card` for a household that has none; then nothing was opened, and no look is written.
pub fn for_payout(tx: &mut Tx<'_>, actor: &Actor, role: Role, household: PublicRef, words: &str) -> Res<PayTo> {
    let row = receiving(store::require(tx, household)?)?;
    let to = pay_to(tx, row)?;
    let purpose = Purpose { task: Task::Payout, words: words.to_owned() };
    let fields = "name,bank_card";
    looks::write(
        tx,
        actor,
        &NewLook { household, role: role.name(), act: Act::Opened, purpose: &purpose, fields, card_shown: false },
    )?;
    Ok(to)
}

/// What tells the account that a payout would go to now from any other: a keyed hash of the head's official name and the bank card, in 32
/// letters, the same until one of them changes. Opens sealed data inside the unit of work only; no person sees it, so no look.
///
/// # Errors
/// As [`for_payout`].
pub fn payout_stamp(tx: &mut Tx<'_>, household: PublicRef) -> Res<String> {
    let row = receiving(store::require(tx, household)?)?;
    Ok(pay_to(tx, row)?.stamp)
}

/// Opens name and account; the look is the caller's.
fn pay_to(tx: &mut Tx<'_>, row: HouseholdRow) -> Res<PayTo> {
    let opened = open(tx, row, true)?;
    if opened.bank_card.is_empty() {
        return Err(Refused::new(Kind::Conflict, "registry-no-bank-card").into());
    }
    let name = opened.head().and_then(|h| h.names.first()).map(|n| n.text.clone()).unwrap_or_default();
    let blind = tx.vault().blind("registry.payout", &format!("{}\n{name}", opened.bank_card));
    let stamp = blind.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    Ok(PayTo { name, account: opened.bank_card, stamp })
}

/// Who registered a household: whoever brings a family in has no say in what it is paid. `None`: the operator did. 404 when there is no
/// such household.
pub fn registered_by(tx: &mut Tx<'_>, household: PublicRef) -> Res<Option<Id>> {
    let by = store::require(tx, household)?.created_by;
    Ok((by != Id::NONE).then_some(by))
}

/// Notes that somebody did or saw something on a household's behalf: what, and whether its card was shown.
pub fn proxy_act(tx: &mut Tx<'_>, actor: &Actor, role: Role, household: PublicRef, what: &Purpose, card_shown: bool) -> Res<()> {
    let look = NewLook { household, role: role.name(), act: Act::Proxy, purpose: what, fields: "", card_shown };
    looks::write(tx, actor, &look)
}

/// A household as everybody may see it, its county named as readers of `locale` know it. Refuses when there is none.
pub fn masked(tx: &mut Tx<'_>, household: PublicRef, locale: Locale) -> Res<Masked> {
    masked_all(tx, &[household], locale)?.remove(&household).ok_or_else(|| Refused::not_found().into())
}

/// Several households as everybody may see them; those that do not exist are left out.
pub fn masked_all(tx: &mut Tx<'_>, households: &[PublicRef], locale: Locale) -> Res<HashMap<PublicRef, Masked>> {
    let mut briefs = Vec::with_capacity(households.len());
    for household in households {
        briefs.extend(store::brief_of(tx, *household)?);
    }
    let masked = mask(tx, &briefs, locale)?;
    Ok(masked.into_iter().map(|m| (m.reference, m)).collect())
}

/// A household among those that one is chosen from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choosable {
    /// Masked.
    pub who: Masked,
    /// The name of its village.
    pub village: String,
    /// When it was registered.
    pub registered: Millis,
}

impl Choosable {
    /// The end of its reference: what is masked alike is told apart by it. The last four letters hardly ever would: they count
    /// within one millisecond, and are mostly the same.
    pub fn ending(&self) -> String {
        let reference = self.who.reference.to_string();
        reference.get(reference.len().saturating_sub(8)..).unwrap_or_default().to_owned()
    }
}

/// The households that live at these places, masked, each with the name of its village; for choosing one. `None` when there
/// are more than `most`.
pub fn choosable(tx: &mut Tx<'_>, places: &[PlacePath], most: i64, locale: Locale) -> Res<Option<Vec<Choosable>>> {
    let mut briefs = Vec::new();
    for place in places {
        briefs.extend(store::list(tx, place, &(String::new(), Id::NONE), most + 1)?);
        if briefs.len() as i64 > most {
            return Ok(None);
        }
    }
    briefs.retain(|b| b.status == Status::Registered);
    let villages = places::labels(tx, briefs.iter().map(|b| b.place), locale)?;
    let name_of = |place: Id| villages.get(&place).map(|label| label.text.clone()).unwrap_or_default();
    let told: Vec<(String, Millis)> = briefs.iter().map(|b| (name_of(b.place), b.created_at)).collect();
    let masked = mask(tx, &briefs, locale)?.into_iter().zip(told);
    Ok(Some(masked.map(|(who, (village, registered))| Choosable { who, village, registered }).collect()))
}

/// Households of a list, masked, in its order.
pub(crate) fn mask(tx: &mut Tx<'_>, briefs: &[store::Brief], locale: Locale) -> Res<Vec<Masked>> {
    let counties = places::labels(tx, briefs.iter().map(|b| b.county), locale)?;
    let name_of = |county: Id| counties.get(&county).map(|label| label.text.clone()).unwrap_or_default();
    Ok(briefs
        .iter()
        .map(|brief| Masked {
            reference: brief.reference,
            title: brief.title,
            initial: brief.initial.clone(),
            county: brief.county,
            county_name: name_of(brief.county),
            size: brief.size,
        })
        .collect())
}

/// Where a household lives now and whether requests may be made for it. No sealed data; no look.
pub fn standing(tx: &mut Tx<'_>, household: PublicRef) -> Res<store::Brief> {
    store::brief_of(tx, household)?.ok_or_else(|| Refused::not_found().into())
}

/// What is kept of a household when it asks for something, so that fairness can be measured without opening anything.
/// Coarse on purpose: nobody can be told from it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coarse {
    /// The head's age: `under_18`, `18_39`, `40_59`, `60_74`, `75_up`, `unknown`.
    pub age_band: &'static str,
    /// Whether the head is 70 or older.
    pub from_seventy: bool,
    /// The head's sex: `female`, `male`, `unknown`.
    pub sex: &'static str,
    /// The severest disability in the household: `none`, `some`, `severe`.
    pub disability: &'static str,
    /// The household's language, BCP 47 without region.
    pub language: String,
    /// `1`, `2`, `3_4`, `5_6`, `7_up`.
    pub size_band: &'static str,
}

/// The coarse row of a household. Opens sealed data inside the unit of work only; no person sees it, so no look.
pub fn stat_row(tx: &mut Tx<'_>, household: PublicRef) -> Res<Coarse> {
    let row = store::require(tx, household)?;
    let today = tx.now().date_at(0);
    let (mut age, mut sex, mut disability) = (None, Sex::Unknown, Disability::None);
    for person in store::persons(tx, household)?.iter().filter(|p| p.left.is_none()) {
        if person.relation == Relation::Head {
            age = person.birth_year.map(|y| today.0 - y);
            sex = person.sex;
        }
        disability = disability.max(store::open_health(tx.vault(), person)?.1);
    }
    Ok(Coarse {
        age_band: age_band(age),
        from_seventy: age.is_some_and(|age| age >= 70),
        sex: sex.name(),
        disability: disability.name(),
        language: row.language.split('-').next().unwrap_or("und").to_owned(),
        size_band: size_band(row.size),
    })
}

fn age_band(age: Option<i16>) -> &'static str {
    match age {
        None => "unknown",
        Some(..18) => "under_18",
        Some(18..40) => "18_39",
        Some(40..60) => "40_59",
        Some(60..75) => "60_74",
        Some(75..) => "75_up",
    }
}

fn size_band(size: i64) -> &'static str {
    match size {
        ..=1 => "1",
        2 => "2",
        3..=4 => "3_4",
        5..=6 => "5_6",
        7.. => "7_up",
    }
}

impl Masked {
    /// A masked household for samples of pages.
    pub fn sample() -> Masked {
        Masked {
            reference: PublicRef::new(Id::from_i64(1 << 40), Id::from_i64(1 << 41)),
            title: Title::Mrs,
            initial: "W".into(),
            county: Id::from_i64(1 << 40),
            county_name: "Zhashui County".into(),
            size: 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_cover_everybody() {
        for age in 0..120 {
            assert_ne!(age_band(Some(age)), "unknown");
        }
        assert_eq!((age_band(Some(17)), age_band(Some(18)), age_band(Some(75))), ("under_18", "18_39", "75_up"));
        assert_eq!((size_band(0), size_band(4), size_band(9)), ("1", "3_4", "7_up"));
    }
}
