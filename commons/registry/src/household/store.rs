//! Rows of households and persons.

use crate::birth::Birth;
use crate::masked::Title;
use crate::name::Name;
use crate::words::{Cause, Disability, IdKind, Labour, Leaving, Relation, Sex, Status};
use qianmo_db::{Row, Sql, Tx, Vault, params};
use qianmo_kernel::{Error, Fail, Id, Millis, PlacePath, PublicRef, Refused, Res};
use serde::{Deserialize, Serialize};

/// What the seals of a household's and a person's columns are bound to.
pub mod purpose {
    /// Address.
    pub const ADDRESS: &str = "registry.household.address";
    /// Phone; also of its blind index.
    pub const PHONE: &str = "registry.household.phone";
    /// Bank card.
    pub const BANK: &str = "registry.household.bank";
    /// Names and the exact date of birth.
    pub const NAMES: &str = "registry.person.names";
    /// Identity number; also of its blind index.
    pub const NUMBER: &str = "registry.person.number";
    /// Health facts and disability.
    pub const HEALTH: &str = "registry.person.health";
}

qianmo_db::sql! {
    /// A new household.
    pub(crate) const INSERT = "INSERT INTO household (county, id, version, place, place_path, moved_to, merged_county, merged_id, status, \
        size, cause_main, cause_second, cause_third, language, has_phone, mask_title, mask_initial, address_sealed, phone_sealed, \
        bank_sealed, import_id, hidden, erasure_asked_at, erasure_by, bank_by, created_at, created_by, changed_at, phone_by, phone_at) \
        VALUES ($1, $2, 1, $3, $4, 0, 0, 0, 'registered', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, 0, $18, $19, $20, \
        $21, $22, $23)";
    /// One household, all columns.
    pub(crate) const FIND = "SELECT county, id, version, place, place_path, moved_to, merged_county, merged_id, status, size, cause_main, \
        cause_second, cause_third, language, has_phone, mask_title, mask_initial, address_sealed, phone_sealed, bank_sealed, \
        erasure_asked_at, created_at, created_by, changed_at, erasure_by, bank_by, phone_by, phone_at, erasure_card, erasure_card_by \
        FROM household WHERE county = $1 AND id = $2 AND hidden = 0";
    /// What the masked view needs.
    pub(crate) const BRIEF = "SELECT county, id, version, place, place_path, status, size, mask_title, mask_initial, has_phone, \
        cause_main, language, created_at, erasure_asked_at, moved_to FROM household WHERE county = $1 AND id = $2 AND hidden = 0";
    /// Households of a subtree, by place, oldest first.
    pub(crate) const LIST = "SELECT county, id, version, place, place_path, status, size, mask_title, mask_initial, has_phone, \
        cause_main, language, created_at, erasure_asked_at, moved_to FROM household \
        WHERE hidden = 0 AND place_path >= $1 AND place_path < $2 AND (place_path, id) > ($3, $4) ORDER BY place_path, id LIMIT $5";
    /// A new state of everything that may change, if nobody else has saved meanwhile.
    pub(crate) const SAVE = "UPDATE household SET version = version + 1, place = $1, place_path = $2, moved_to = $3, merged_county = $4, \
        merged_id = $5, status = $6, size = $7, cause_main = $8, cause_second = $9, cause_third = $10, language = $11, has_phone = $12, \
        mask_title = $13, mask_initial = $14, address_sealed = $15, phone_sealed = $16, bank_sealed = $17, erasure_asked_at = $18, \
        erasure_by = $19, bank_by = $20, changed_at = $21, phone_by = $22, phone_at = $23, erasure_card = $24, erasure_card_by = $25 \
        WHERE county = $26 AND id = $27 AND version = $28";
    /// A new person.
    pub(crate) const INSERT_PERSON = "INSERT INTO person (county, id, household, position, relation, sex, birth_year, id_kind, labour, \
        present, left_reason, names_sealed, number_sealed, health_sealed, changed_at, known_since) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, '', $10, $11, $12, $13, $14)";
    /// The persons of a household.
    pub(crate) const PERSONS = "SELECT county, id, position, relation, sex, birth_year, id_kind, labour, present, left_reason, \
        names_sealed, number_sealed, health_sealed, known_since FROM person WHERE county = $1 AND household = $2 ORDER BY position";
    /// A person's new state.
    pub(crate) const SAVE_PERSON = "UPDATE person SET relation = $1, sex = $2, birth_year = $3, id_kind = $4, labour = $5, present = $6, \
        left_reason = $7, names_sealed = $8, number_sealed = $9, health_sealed = $10, changed_at = $11, known_since = $12 \
        WHERE county = $13 AND id = $14";
    /// Claims an identity number; changes nothing when it is claimed already.
    pub(crate) const CLAIM = "INSERT INTO person_claim (blind, county, person, household, claimed_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (blind) DO NOTHING";
    /// Gives a person's claim up.
    pub(crate) const RELEASE = "DELETE FROM person_claim WHERE blind = $1 AND county = $2 AND person = $3";
    /// Whose an identity number is.
    pub(crate) const CLAIMED = "SELECT county, household FROM person_claim WHERE blind = $1";
    /// Indexes a phone.
    pub(crate) const PHONE = "INSERT INTO household_phone (blind, county, household) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    /// Takes a phone out of the index.
    pub(crate) const PHONE_GONE = "DELETE FROM household_phone WHERE blind = $1 AND county = $2 AND household = $3";
    /// The households of a phone.
    pub(crate) const BY_PHONE = "SELECT county, household FROM household_phone WHERE blind = $1 ORDER BY county, household LIMIT 50";
    /// A move.
    pub(crate) const MOVED = "INSERT INTO household_move (county, id, household, from_place, to_place, moved_at, moved_by) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Paths follow places that ended and whose successor lies elsewhere.
    pub(crate) const FOLLOW_PATHS = "UPDATE household SET place_path = $1 || SUBSTR(place_path, CAST($2 AS INTEGER)), version = version + 1 \
        WHERE place_path >= $3 AND place_path < $4";
    /// Households of a place that ended live in its successor.
    pub(crate) const FOLLOW_PLACE = "UPDATE household SET place = $1 WHERE place = $2 AND place_path >= $3 AND place_path < $4";
    /// Forgets where a household has lived.
    pub(crate) const FORGET_MOVES = "DELETE FROM household_move WHERE county = $1 AND household = $2";
}

/// A household's row.
#[derive(Clone, Debug)]
pub struct HouseholdRow {
    /// Its reference.
    pub reference: PublicRef,
    /// Counts its changes and its members'.
    pub version: i64,
    /// Where it lives.
    pub place: Id,
    /// That place's path.
    pub path: PlacePath,
    /// The county it lives in when that is not the one of its reference; otherwise `Id::NONE`.
    pub moved_to: Id,
    /// What it was merged into.
    pub merged_into: Option<PublicRef>,
    /// Where it stands.
    pub status: Status,
    /// How many members.
    pub size: i64,
    /// Main cause first.
    pub causes: Vec<Cause>,
    /// BCP 47.
    pub language: String,
    /// Whether it has a phone.
    pub has_phone: bool,
    /// How its head is spoken of.
    pub title: Title,
    /// One letter, or nothing.
    pub initial: String,
    pub(crate) address: Vec<u8>,
    pub(crate) phone: Vec<u8>,
    pub(crate) bank: Vec<u8>,
    /// When it asked to be forgotten; 0: never.
    pub erasure_asked_at: Millis,
    /// The officer who proposed to erase it; `Id::NONE`: nobody.
    pub erasure_by: Id,
    /// Who had printed the card by which alone it asked (`Id::NONE`: the operator, or not known); `None`: it did not ask so.
    pub erasure_card: Option<Id>,
    /// Who gave or changed its bank card last; `Id::NONE`: it has none, or the operator did.
    pub bank_by: Id,
    /// Who put its phone in, or took it away; `Id::NONE`: it never had one, the operator did, or it is not known.
    pub phone_by: Id,
    /// When; 0: it never had one, or it is not known.
    pub phone_at: Millis,
    /// When it was registered.
    pub created_at: Millis,
    /// By whom.
    pub created_by: Id,
    /// When it last changed.
    pub changed_at: Millis,
}

/// What lists show of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// Its reference.
    pub reference: PublicRef,
    /// Counts its changes.
    pub version: i64,
    /// Where it lives.
    pub place: Id,
    /// That place's path.
    pub path: PlacePath,
    /// Where it stands.
    pub status: Status,
    /// How many members.
    pub size: i64,
    /// How its head is spoken of.
    pub title: Title,
    /// One letter, or nothing.
    pub initial: String,
    /// Whether it has a phone.
    pub has_phone: bool,
    /// The main cause.
    pub cause: Option<Cause>,
    /// BCP 47.
    pub language: String,
    /// When it was registered.
    pub created_at: Millis,
    /// When it asked to be forgotten; 0: never.
    pub erasure_asked_at: Millis,
    /// The county it lives in.
    pub county: Id,
}

/// A person's row.
#[derive(Clone, Debug)]
pub struct PersonRow {
    /// The person.
    pub id: Id,
    /// Place in the order of the household.
    pub position: i64,
    /// What the person is to the head.
    pub relation: Relation,
    /// Sex.
    pub sex: Sex,
    /// Year of birth; `None`: not known.
    pub birth_year: Option<i16>,
    /// What kind of number the person has.
    pub id_kind: IdKind,
    /// Ability to work.
    pub labour: Labour,
    /// Whether the person is still a member, and if not why.
    pub left: Option<Leaving>,
    /// Since when this person is on record here; one who was made another person, since then.
    pub known_since: Millis,
    pub(crate) names: Vec<u8>,
    pub(crate) number: Vec<u8>,
    pub(crate) health: Vec<u8>,
}

/// What is sealed as a person's names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedNames {
    /// The official one first.
    #[serde(rename = "n")]
    pub names: Vec<Name>,
    /// The date of birth as far as it is known.
    #[serde(rename = "b")]
    pub born: String,
}

/// What is sealed as a person's health.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedHealth {
    /// Facts in words.
    #[serde(rename = "f")]
    pub facts: String,
    /// Disability's name.
    #[serde(rename = "d")]
    pub disability: String,
}

fn unknown(what: &str) -> Error {
    Error::new(format!("a row of the registry has an unknown {what}"))
}

fn cause(row: &Row<'_>, at: usize) -> Res<Option<Cause>> {
    let name = row.text(at)?;
    if name.is_empty() { Ok(None) } else { Cause::from_name(&name).map(Some).ok_or_else(|| unknown("cause").into()) }
}

fn status(row: &Row<'_>, at: usize) -> Res<Status> {
    Status::from_name(&row.text(at)?).ok_or_else(|| unknown("status").into())
}

fn household(row: &Row<'_>) -> Res<HouseholdRow> {
    let merged = PublicRef::new(row.id(6)?, row.id(7)?);
    let causes = [cause(row, 10)?, cause(row, 11)?, cause(row, 12)?];
    Ok(HouseholdRow {
        reference: PublicRef::new(row.id(0)?, row.id(1)?),
        version: row.i64(2)?,
        place: row.id(3)?,
        path: row.path(4)?,
        moved_to: row.id(5)?,
        merged_into: (merged.id != Id::NONE).then_some(merged),
        status: status(row, 8)?,
        size: row.i64(9)?,
        causes: causes.into_iter().flatten().collect(),
        language: row.text(13)?,
        has_phone: row.flag(14)?,
        title: Title::from_name(&row.text(15)?),
        initial: row.text(16)?,
        address: row.blob(17)?,
        phone: row.blob(18)?,
        bank: row.blob(19)?,
        erasure_asked_at: row.millis(20)?,
        created_at: row.millis(21)?,
        created_by: row.id(22)?,
        changed_at: row.millis(23)?,
        erasure_by: row.id(24)?,
        bank_by: row.id(25)?,
        phone_by: row.id(26)?,
        phone_at: row.millis(27)?,
        erasure_card: if row.flag(28)? { Some(row.id(29)?) } else { None },
    })
}

fn brief(row: &Row<'_>) -> Res<Brief> {
    let (reference, moved_to) = (PublicRef::new(row.id(0)?, row.id(1)?), row.id(14)?);
    Ok(Brief {
        reference,
        county: if moved_to == Id::NONE { reference.county } else { moved_to },
        version: row.i64(2)?,
        place: row.id(3)?,
        path: row.path(4)?,
        status: status(row, 5)?,
        size: row.i64(6)?,
        title: Title::from_name(&row.text(7)?),
        initial: row.text(8)?,
        has_phone: row.flag(9)?,
        cause: cause(row, 10)?,
        language: row.text(11)?,
        created_at: row.millis(12)?,
        erasure_asked_at: row.millis(13)?,
    })
}

fn person(row: &Row<'_>) -> Res<PersonRow> {
    let year = row.i64(5)?;
    let left = row.text(9)?;
    Ok(PersonRow {
        id: row.id(1)?,
        position: row.i64(2)?,
        relation: Relation::from_name(&row.text(3)?).ok_or_else(|| unknown("relation"))?,
        sex: Sex::from_name(&row.text(4)?).ok_or_else(|| unknown("sex"))?,
        birth_year: (year > 0).then(|| i16::try_from(year).unwrap_or_default()),
        id_kind: IdKind::from_name(&row.text(6)?).ok_or_else(|| unknown("kind of number"))?,
        labour: Labour::from_name(&row.text(7)?).ok_or_else(|| unknown("ability to work"))?,
        left: if row.flag(8)? { None } else { Some(Leaving::from_name(&left).ok_or_else(|| unknown("reason"))?) },
        names: row.blob(10)?,
        number: row.blob(11)?,
        health: row.blob(12)?,
        known_since: row.millis(13)?,
    })
}

/// One household. Refuses when there is none.
pub fn require(tx: &mut Tx<'_>, reference: PublicRef) -> Res<HouseholdRow> {
    tx.first(FIND, params![reference.county, reference.id], household)?.ok_or_else(|| Refused::not_found().into())
}

/// The households of a phone, whether or not they have it in exactly these digits: the index knows its last ten.
pub(crate) fn of_phone(tx: &mut Tx<'_>, phone: &str) -> Res<Vec<PublicRef>> {
    let blind = phone_blind(tx.vault(), phone);
    tx.query(BY_PHONE, params![blind], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))
}

/// What lists show of one household. `None` when there is none.
pub fn brief_of(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Option<Brief>> {
    tx.first(BRIEF, params![reference.county, reference.id], brief)
}

/// Households under a place, after `after` (a path and an id), at most `limit`, by place and age.
pub fn list(tx: &mut Tx<'_>, place: &PlacePath, after: &(String, Id), limit: i64) -> Res<Vec<Brief>> {
    let (from, to) = place.range();
    tx.query(LIST, params![&from, &to, &after.0, after.1, limit], brief)
}

/// The persons of a household, those who left included.
pub fn persons(tx: &mut Tx<'_>, household: PublicRef) -> Res<Vec<PersonRow>> {
    tx.query(PERSONS, params![household.county, household.id], person)
}

/// Saves a household's row; a lost race runs the unit of work again.
pub(crate) fn save(tx: &mut Tx<'_>, row: &HouseholdRow) -> Res<()> {
    let now = tx.now();
    let merged = row.merged_into.unwrap_or(PublicRef::new(Id::NONE, Id::NONE));
    let cause = |at: usize| row.causes.get(at).map_or("", |c| c.name());
    let changed = tx.execute(
        SAVE,
        params![
            row.place,
            &row.path,
            row.moved_to,
            merged.county,
            merged.id,
            row.status.name(),
            row.size,
            cause(0),
            cause(1),
            cause(2),
            &row.language,
            row.has_phone,
            row.title.name(),
            &row.initial,
            &row.address,
            &row.phone,
            &row.bank,
            row.erasure_asked_at,
            row.erasure_by,
            row.bank_by,
            now,
            row.phone_by,
            row.phone_at,
            row.erasure_card.is_some(),
            row.erasure_card.unwrap_or(Id::NONE),
            row.reference.county,
            row.reference.id,
            row.version
        ],
    )?;
    if changed == 0 { Err(Fail::Race) } else { Ok(()) }
}

/// Saves a person's row; the household's version guards it.
pub(crate) fn save_person(tx: &mut Tx<'_>, county: Id, row: &PersonRow) -> Res<()> {
    let now = tx.now();
    tx.execute(
        SAVE_PERSON,
        params![
            row.relation.name(),
            row.sex.name(),
            row.birth_year.unwrap_or(0),
            row.id_kind.name(),
            row.labour.name(),
            row.left.is_none(),
            row.left.map_or("", Leaving::name),
            &row.names,
            &row.number,
            &row.health,
            now,
            row.known_since,
            county,
            row.id
        ],
    )?;
    Ok(())
}

fn count(tx: &mut Tx<'_>, sql: Sql, blind: &[u8], county: Id, other: Id) -> Res<u64> {
    tx.execute(sql, params![blind, county, other])
}

/// Households follow a place that ended to the one that stands for it. Doing it again changes nothing.
pub(crate) fn follow(tx: &mut Tx<'_>, moved: &qianmo_places::Moved) -> Res<()> {
    for step in moved.today(tx)? {
        let (from, to) = PlacePath::from_stored(&*step.old_path).range();
        tx.execute(FOLLOW_PLACE, params![step.new, step.old, &from, &to])?;
        tx.execute(FOLLOW_PATHS, params![&step.new_path, step.old_path.len() + 1, &from, &to])?;
    }
    Ok(())
}

/// Takes a phone into the index.
pub(crate) fn index_phone(tx: &mut Tx<'_>, household: PublicRef, phone: &str) -> Res<()> {
    if phone.is_empty() {
        return Ok(());
    }
    let blind = phone_blind(tx.vault(), phone);
    count(tx, PHONE, &blind, household.county, household.id).map(|_| ())
}

/// Takes a phone out of the index.
pub(crate) fn drop_phone(tx: &mut Tx<'_>, household: PublicRef, phone: &str) -> Res<()> {
    if phone.is_empty() {
        return Ok(());
    }
    let blind = phone_blind(tx.vault(), phone);
    count(tx, PHONE_GONE, &blind, household.county, household.id).map(|_| ())
}

/// Gives a person's claim on a number up.
pub(crate) fn release(tx: &mut Tx<'_>, county: Id, person: Id, kind: IdKind, number: &str) -> Res<()> {
    if number.is_empty() {
        return Ok(());
    }
    let blind = number_blind(tx.vault(), kind, number);
    count(tx, RELEASE, &blind, county, person).map(|_| ())
}

/// Whether two phones are one, however they are written.
pub(crate) fn same_phone(vault: &Vault, one: &str, other: &str) -> bool {
    one == other || (!one.is_empty() && !other.is_empty() && phone_blind(vault, one) == phone_blind(vault, other))
}

/// The blind index of a phone: the same for all ways of writing it.
pub(crate) fn phone_blind(vault: &Vault, phone: &str) -> Vec<u8> {
    vault.blind(purpose::PHONE, crate::number::phone_key(phone))
}

/// The blind index of an identity number. Kinds are kept apart.
pub(crate) fn number_blind(vault: &Vault, kind: IdKind, number: &str) -> Vec<u8> {
    vault.blind(purpose::NUMBER, &format!("{}:{number}", kind.name()))
}

pub(crate) fn seal_names(vault: &Vault, id: Id, names: &[Name], birth: Birth) -> Res<Vec<u8>> {
    let plain = SealedNames { names: names.to_vec(), born: birth.to_string() };
    let json = serde_json::to_vec(&plain).map_err(|e| Error::because("names", e))?;
    vault.seal(purpose::NAMES, id, &json)
}

pub(crate) fn open_names(vault: &Vault, row: &PersonRow) -> Res<SealedNames> {
    names_of(vault, row.id, &row.names)
}

/// Opens a person's names by what is sealed.
pub(crate) fn names_of(vault: &Vault, person: Id, sealed: &[u8]) -> Res<SealedNames> {
    let plain = vault.open(purpose::NAMES, person, sealed)?;
    serde_json::from_slice(&plain).map_err(|_| Error::new("sealed names are not as they were written").into())
}

pub(crate) fn seal_health(vault: &Vault, id: Id, facts: &str, disability: Disability) -> Res<Vec<u8>> {
    let plain = SealedHealth { facts: facts.to_owned(), disability: disability.name().to_owned() };
    let json = serde_json::to_vec(&plain).map_err(|e| Error::because("health", e))?;
    vault.seal(purpose::HEALTH, id, &json)
}

pub(crate) fn open_health(vault: &Vault, row: &PersonRow) -> Res<(String, Disability)> {
    let plain = vault.open(purpose::HEALTH, row.id, &row.health)?;
    let sealed: SealedHealth =
        serde_json::from_slice(&plain).map_err(|_| Error::new("sealed health facts are not as they were written"))?;
    Ok((sealed.facts, Disability::from_name(&sealed.disability).unwrap_or(Disability::None)))
}
