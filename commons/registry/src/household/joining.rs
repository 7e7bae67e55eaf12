//! A member of a household comes in by the household's phone.
//!
//! Whoever signs in with the phone that is on record for a household says one thing more that a member knows: the last four
//! characters of a member's identity document, or the full name and the day of birth of a member without one. Then their account is
//! the household's own, as the one that a printed card opens. A phone alone is not enough: several households may share one, and
//! numbers change hands. What is said wrongly is counted, and answered alike whether or not the phone is registered.

use super::command::tell;
use super::store::{self, PersonRow, purpose};
use crate::birth::Birth;
use crate::looks::{self, NewLook, Purpose};
use crate::number;
use crate::phones;
use crate::words::{Act, Status, Task};
use qianmo_db::Tx;
use qianmo_identity::{account, limit};
use qianmo_kernel::{Actor, Fail, Kind, Millis, PublicRef, Refused, Res, Role, text};
use qianmo_notify::{Address, Channel};
use qianmo_web::RawForm;
use qianmo_web::i18n::I18n;
use unicode_normalization::UnicodeNormalization;

/// How often in a day it may be tried: by an account, with a phone, at a household.
const TRIES: i64 = 5;
/// How many characters of a document's number are asked for.
const ENDING: usize = 4;
/// Of a number that is hardly longer than its end, the end is no secret.
const SHORTEST: usize = 6;

/// What somebody says to show that they are of a household.
#[derive(Clone, PartialEq, Eq)]
pub enum Proof {
    /// The last four characters of a member's identity document.
    Document(String),
    /// A member without a document: the full name and the day of birth.
    Person {
        /// As it was typed.
        name: String,
        /// A whole day.
        born: Birth,
    },
}

impl Proof {
    /// Reads the form: the document, or else name and birth. `today` as year, month, day.
    pub fn read(form: &RawForm, today: (i16, i8, i8)) -> Res<Proof> {
        let typed = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
        let no = |field: &str, message: &'static str| -> Res<Proof> { Err(Refused::field(field, message).into()) };
        let (document, name, birth) = (typed("document"), text::tidy(&typed("name")), typed("birth"));
        if !document.is_empty() {
            let end: String = number::plain(&document).chars().filter(|c| c.is_alphanumeric()).collect();
            return if end.chars().count() == ENDING { Ok(Proof::Document(end)) } else { no("document", "registry-join-four") };
        }
        if folded(&name).is_empty() {
            let field = if birth.is_empty() { "document" } else { "name" };
            return no(field, "registry-join-needed");
        }
        match Birth::parse(&birth, today) {
            Some(born @ Birth::Day(..)) => Ok(Proof::Person { name, born }),
            _ => no("birth", "registry-join-birth"),
        }
    }

    /// The refusal of one that fits nobody, beside the field that it was typed into.
    pub fn wrong(&self) -> Refused {
        let field = match self {
            Proof::Document(_) => "document",
            Proof::Person { .. } => "name",
        };
        Refused::field(field, "registry-join-wrong")
    }
}

/// Makes the actor's account the household's own whose member they show to be; `None` when what was said fits nobody of a household
/// with their phone, or there is no such household. `country` is the calling code of numbers that are kept without one. The caller
/// lets the unit of work be committed in either case, and refuses afterwards: the try is counted in it.
///
/// # Errors
/// 409 `registry-join-has` for an account that is a household's, `registry-join-phone` when it was not one phone alone that signed
/// the actor in, `registry-join-rests` when others than the household put its phone in only lately (told to nobody but who shows to be a
/// member), `identity-grant-incompatible` beside a role that must be kept apart; 429 `registry-join-often` after five tries in a
/// day.
pub fn join(tx: &mut Tx<'_>, words: &I18n, country: &str, actor: &Actor, proof: &Proof) -> Res<Option<PublicRef>> {
    if actor.household.is_some() {
        return Err(Refused::new(Kind::Conflict, "registry-join-has").into());
    }
    let Some(phone) = account::phone_of_session(tx, actor)? else {
        return Err(Refused::new(Kind::Conflict, "registry-join-phone").into());
    };
    // By the phone as well: who makes one account after the other has no more tries than who has one.
    for what in [format!("registry.join-account:{}", actor.account), format!("registry.join-phone:{}", phone.key())] {
        limit::count(tx, &what, TRIES, Millis::DAY).map_err(often)?;
    }
    for household in of_phone(tx, country, &phone)? {
        match limit::count(tx, &format!("registry.join-household:{household}"), TRIES, Millis::DAY) {
            Ok(()) => {}
            // Told apart, this would say that the phone is registered.
            Err(Fail::Refused(_)) => continue,
            Err(other) => return Err(other),
        }
        if has_member(tx, household, proof)? {
            come_in(tx, words, actor, household)?;
            return Ok(Some(household));
        }
    }
    Ok(None)
}

/// The same refusal in the words of this form.
fn often(fail: Fail) -> Fail {
    match fail {
        Fail::Refused(refused) if refused.kind == Kind::TooOften => {
            let wait = refused.retry_after.unwrap_or(60);
            Refused::new(Kind::TooOften, "registry-join-often").retry_after(wait).into()
        }
        other => other,
    }
}

/// The registered households that have exactly this phone on record. Opens sealed data inside the unit of work only.
fn of_phone(tx: &mut Tx<'_>, country: &str, phone: &Address) -> Res<Vec<PublicRef>> {
    let mut out = Vec::new();
    for household in store::of_phone(tx, phone.key())? {
        // One that is being read in from a file is not there yet.
        if store::brief_of(tx, household)?.is_none_or(|brief| brief.status != Status::Registered) {
            continue;
        }
        let row = store::require(tx, household)?;
        let kept = tx.vault().open_text(purpose::PHONE, household.id, &row.phone)?;
        if Address::read(&kept, country).is_ok_and(|kept| kept.channel() == Channel::Sms && kept.key() == phone.key()) {
            out.push(household);
        }
    }
    Ok(out)
}

/// Whether what was said fits a member. Opens sealed data inside the unit of work only; no person sees it, so no look.
fn has_member(tx: &mut Tx<'_>, household: PublicRef, proof: &Proof) -> Res<bool> {
    for person in store::persons(tx, household)? {
        if person.left.is_none() && fits(tx, &person, proof)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn fits(tx: &Tx<'_>, person: &PersonRow, proof: &Proof) -> Res<bool> {
    let number = tx.vault().open_text(purpose::NUMBER, person.id, &person.number)?;
    match proof {
        Proof::Document(end) => Ok(number.chars().count() >= SHORTEST && number.ends_with(end.as_str())),
        // Whoever has a document is known by it: names and birthdays are known to a whole village.
        Proof::Person { .. } if !number.is_empty() => Ok(false),
        Proof::Person { name, born } => {
            let sealed = store::open_names(tx.vault(), person)?;
            let named = sealed.names.iter().any(|known| folded(&known.text) == folded(name));
            Ok(named && sealed.born == born.to_string())
        }
    }
}

/// A name as it is compared: without blanks, marks and capitals, in one form of each letter.
pub(super) fn folded(name: &str) -> String {
    name.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

/// The account becomes the household's own: the household sees it in its list of looks, and everybody who signs in for it is told.
fn come_in(tx: &mut Tx<'_>, words: &I18n, actor: &Actor, household: PublicRef) -> Res<()> {
    let row = store::require(tx, household)?;
    let mut told = account::of_household(tx, household)?;
    phones::rested(&row, &told, tx.now())?;
    phones::joined(tx, &row, actor.account)?;
    account::join_household(tx, actor.account, household, row.place)?;
    told.push(actor.account);
    let purpose = Purpose::of(Task::Registration);
    let role = Role::Household.name();
    looks::write(tx, actor, &NewLook { household, role, act: Act::Joined, purpose: &purpose, fields: "", card_shown: false })?;
    for account in told {
        qianmo_identity::account::tell(tx, words, account, "registry-joined-notice")?;
    }
    tell(tx, "registry.joined", household, row.place, &row.path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: (i16, i8, i8) = (2025, 11, 1);

    fn read(typed: &str) -> Result<Proof, (String, &'static str)> {
        match Proof::read(&RawForm::parse(typed.as_bytes()), TODAY) {
            Ok(proof) => Ok(proof),
            Err(Fail::Refused(refused)) => {
                let first = refused.fields.first().unwrap();
                Err((first.field.clone(), first.message))
            }
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn four_characters_of_a_document_or_a_name_with_a_day() {
        assert!(read("document=+12%203x") == Ok(Proof::Document("123X".into())));
        for wrong in ["document=123", "document=110105194912310021"] {
            assert!(read(wrong) == Err(("document".into(), "registry-join-four")), "{wrong}");
        }
        assert!(read("name=&birth=") == Err(("document".into(), "registry-join-needed")));
        assert!(read("birth=2012-03-02") == Err(("name".into(), "registry-join-needed")));
        for birth in ["", "2012", "2012-03", "soon"] {
            assert!(read(&format!("name=A+B&birth={birth}")) == Err(("birth".into(), "registry-join-birth")), "{birth}");
        }
        assert!(read("name=A+B&birth=2012-3-2").is_ok());
    }

    #[test]
    fn a_name_is_compared_as_people_write_it() {
        assert_eq!(folded("Ｗang  Xiù-ying"), folded("wang xiùying"));
        assert_ne!(folded("王秀英"), folded("王秀"));
        assert_eq!(folded(" - "), "");
    }
}
