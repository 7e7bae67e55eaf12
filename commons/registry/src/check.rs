//! From what was typed to what is registered: every field is read once, and everything that is wrong is said at once.
//! Forms, files and the API all come through here.

use crate::birth::Birth;
use crate::name::Name;
use crate::number;
use crate::raw::{HouseholdPatch, HouseholdRaw, MemberRaw};
use crate::resident;
use crate::words::{Cause, Disability, IdKind, Labour, Relation, Sex};
use qianmo_kernel::{FieldError, Id, Refused, Res, text};

/// The most members a household has.
pub const MOST_MEMBERS: usize = 30;

/// A household that may be registered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewHousehold {
    /// Where it lives.
    pub place: Id,
    /// House, street, group; may be empty.
    pub address: String,
    /// A phone in plain form; empty: none.
    pub phone: String,
    /// Bank card or passbook in plain form; empty: none.
    pub bank_card: String,
    /// BCP 47.
    pub language: String,
    /// The main cause first; none to three.
    pub causes: Vec<Cause>,
    /// One to [`MOST_MEMBERS`], exactly one head.
    pub members: Vec<NewMember>,
}

/// A member that may be registered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewMember {
    /// What the member is to the head.
    pub relation: Relation,
    /// One or two names; the first is the official one.
    pub names: Vec<Name>,
    /// Sex.
    pub sex: Sex,
    /// Date of birth as far as it is known.
    pub birth: Birth,
    /// What kind of number.
    pub id_kind: IdKind,
    /// The number in plain form; empty exactly when the kind is [`IdKind::None`].
    pub id_number: String,
    /// Health facts; may be empty.
    pub health: String,
    /// Disability.
    pub disability: Disability,
    /// Ability to work.
    pub labour: Labour,
}

/// What is to be changed, read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Change {
    /// A new address.
    pub address: Option<String>,
    /// A new phone; empty: none any more.
    pub phone: Option<String>,
    /// A new bank card; empty: none any more.
    pub bank_card: Option<String>,
    /// A new language.
    pub language: Option<String>,
    /// New causes.
    pub causes: Option<Vec<Cause>>,
}

/// The fields of a member in the order in which the form asks for them.
const IN_A_ROW: [&str; 11] =
    ["relation", "name", "name_language", "other_name", "id_kind", "id_number", "sex", "birth", "disability", "labour", "health"];

/// Collects what is wrong.
#[derive(Default)]
struct Wrong(Vec<FieldError>);

impl Wrong {
    fn say(&mut self, field: &str, message: &'static str) {
        self.0.push(FieldError { field: field.to_owned(), message, args: Vec::new() });
    }

    fn say_most(&mut self, field: &str, most: usize) {
        self.0.push(FieldError { field: field.to_owned(), message: "registry-too-long", args: vec![("most", most.to_string())] });
    }

    /// Tidied text of at most so many characters.
    fn text(&mut self, field: &str, typed: &str, most: usize) -> String {
        let tidy = text::tidy(typed);
        if text::length(&tidy) > most {
            self.say_most(field, most);
        }
        tidy
    }

    /// In the order in which the form asks: where, then person after person, then what is of the whole household.
    fn in_order(mut self) -> Self {
        self.0.sort_by_key(|wrong| {
            let mut parts = wrong.field.strip_prefix("members.").unwrap_or_default().split('.');
            let person = parts.next().and_then(|at| at.parse::<usize>().ok());
            match person {
                Some(person) => {
                    let field = parts.next().unwrap_or_default();
                    (1, person, IN_A_ROW.iter().position(|name| *name == field).unwrap_or(IN_A_ROW.len()))
                }
                None if wrong.field == "place" || wrong.field == "members" => (0, 0, 0),
                None => (2, 0, 0),
            }
        });
        self
    }

    fn done(self) -> Res<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Refused::invalid(self.0).into()) }
    }
}

/// Reads a household. Fields of members are named `members.0.name`, from 0. `today` as year, month, day.
pub fn household(raw: &HouseholdRaw, today: (i16, i8, i8)) -> Res<NewHousehold> {
    let mut wrong = Wrong::default();
    let place = raw.place.trim().parse().unwrap_or_else(|_| {
        wrong.say("place", "registry-place-needed");
        Id::NONE
    });
    let address = wrong.text("address", &raw.address, 200);
    let phone = read_phone(&mut wrong, &raw.phone);
    let bank_card = read_bank(&mut wrong, &raw.bank_card);
    let language = read_language(&mut wrong, "language", &raw.language).unwrap_or_else(|| "und".to_owned());
    let causes = read_causes(&mut wrong, &raw.causes);

    if raw.members.is_empty() || raw.members.len() > MOST_MEMBERS {
        wrong.say("members", "registry-members-number");
    }
    let members: Vec<NewMember> = raw
        .members
        .iter()
        .take(MOST_MEMBERS)
        .enumerate()
        .map(|(at, member)| read_member(&mut wrong, &format!("members.{at}."), member, today))
        .collect();
    let heads: Vec<usize> = (0..members.len()).filter(|&at| members[at].relation == Relation::Head).collect();
    match heads.as_slice() {
        [_] => {}
        [] if members.is_empty() => {}
        // Where what somebody is to the head could not be read, it is that which is to be put right.
        [] if wrong.0.iter().any(|f| f.message == "registry-relation-needed") => {}
        [] => wrong.say("members.0.relation", "registry-head-missing"),
        [_, second, ..] => wrong.say(&format!("members.{second}.relation"), "registry-head-twice"),
    }
    for (at, member) in members.iter().enumerate() {
        let before = &members[..at];
        if !member.id_number.is_empty() && before.iter().any(|m| (m.id_kind, &m.id_number) == (member.id_kind, &member.id_number)) {
            wrong.say(&format!("members.{at}.id_number"), "registry-number-twice");
        }
    }
    wrong.in_order().done()?;
    Ok(NewHousehold { place, address, phone, bank_card, language, causes, members })
}

/// Reads one member; its fields are named without a prefix.
pub fn member(raw: &MemberRaw, today: (i16, i8, i8)) -> Res<NewMember> {
    let mut wrong = Wrong::default();
    let member = read_member(&mut wrong, "", raw, today);
    wrong.done()?;
    Ok(member)
}

/// Reads a change.
pub fn change(raw: &HouseholdPatch) -> Res<Change> {
    let mut wrong = Wrong::default();
    let change = Change {
        address: raw.address.as_ref().map(|a| wrong.text("address", a, 200)),
        phone: raw.phone.as_ref().map(|p| read_phone(&mut wrong, p)),
        bank_card: raw.bank_card.as_ref().map(|b| read_bank(&mut wrong, b)),
        language: raw.language.as_ref().map(|l| read_language(&mut wrong, "language", l).unwrap_or_else(|| "und".to_owned())),
        causes: raw.causes.as_ref().map(|c| read_causes(&mut wrong, c)),
    };
    wrong.done()?;
    Ok(change)
}

fn read_phone(wrong: &mut Wrong, typed: &str) -> String {
    if typed.trim().is_empty() {
        return String::new();
    }
    number::phone(typed).unwrap_or_else(|| {
        wrong.say("phone", "registry-phone-wrong");
        String::new()
    })
}

fn read_bank(wrong: &mut Wrong, typed: &str) -> String {
    if typed.trim().is_empty() {
        return String::new();
    }
    number::bank(typed).unwrap_or_else(|| {
        wrong.say("bank_card", "registry-bank-wrong");
        String::new()
    })
}

/// A BCP 47 tag in its usual case. `None` when empty.
fn read_language(wrong: &mut Wrong, field: &str, typed: &str) -> Option<String> {
    let tag = typed.trim().replace('_', "-");
    if tag.is_empty() {
        return None;
    }
    let mut parts = tag.split('-');
    let first = parts.next().is_some_and(|p| (2..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()));
    let rest = parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    if !first || !rest || tag.len() > 35 {
        wrong.say(field, "registry-language-wrong");
        return None;
    }
    let cased: Vec<String> = tag
        .split('-')
        .enumerate()
        .map(|(at, part)| match (at, part.len()) {
            (1.., 4) if part.bytes().all(|b| b.is_ascii_alphabetic()) => {
                let lower = part.to_ascii_lowercase();
                format!("{}{}", lower[..1].to_ascii_uppercase(), &lower[1..])
            }
            (1.., 2) => part.to_ascii_uppercase(),
            _ => part.to_ascii_lowercase(),
        })
        .collect();
    Some(cased.join("-"))
}

fn read_causes(wrong: &mut Wrong, typed: &[String]) -> Vec<Cause> {
    let mut causes = Vec::new();
    for (at, name) in typed.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).enumerate() {
        match Cause::from_name(name) {
            Some(cause) if causes.contains(&cause) => wrong.say(&format!("causes.{at}"), "registry-cause-twice"),
            Some(cause) => causes.push(cause),
            None => wrong.say(&format!("causes.{at}"), "registry-cause-unknown"),
        }
    }
    if causes.len() > 3 {
        wrong.say("causes", "registry-causes-many");
        causes.truncate(3);
    }
    causes
}

/// One of a closed list; the default when nothing was typed.
fn choice<T: Copy>(wrong: &mut Wrong, field: &str, typed: &str, from: fn(&str) -> Option<T>, none: T) -> T {
    let typed = typed.trim();
    if typed.is_empty() {
        return none;
    }
    from(typed).unwrap_or_else(|| {
        wrong.say(field, "registry-choice-unknown");
        none
    })
}

fn read_member(wrong: &mut Wrong, prefix: &str, raw: &MemberRaw, today: (i16, i8, i8)) -> NewMember {
    let field = |name: &str| format!("{prefix}{name}");
    let relation = Relation::from_name(raw.relation.trim()).unwrap_or_else(|| {
        wrong.say(&field("relation"), "registry-relation-needed");
        Relation::Relative
    });
    let names = read_names(wrong, prefix, raw);
    let mut sex = choice(wrong, &field("sex"), &raw.sex, Sex::from_name, Sex::Unknown);
    let mut birth = Birth::parse(&raw.birth, today).unwrap_or_else(|| {
        wrong.say(&field("birth"), "registry-birth-wrong");
        Birth::Unknown
    });

    let typed_number = raw.id_number.trim();
    let assumed = if typed_number.is_empty() { IdKind::None } else { IdKind::Resident };
    let mut id_kind = choice(wrong, &field("id_kind"), &raw.id_kind, IdKind::from_name, assumed);
    let mut id_number = String::new();
    match (id_kind, typed_number.is_empty()) {
        (IdKind::None, true) => {}
        (IdKind::None, false) => wrong.say(&field("id_kind"), "registry-id-kind-none"),
        (_, true) => {
            wrong.say(&field("id_number"), "registry-number-needed");
            id_kind = IdKind::None;
        }
        (IdKind::Other, false) => match number::other_id(typed_number) {
            // Another kind has another blind index: the same person would be registered twice.
            Some(number) if resident::is_shaped(&number) => wrong.say(&field("id_kind"), "registry-number-resident"),
            Some(number) => id_number = number,
            None => wrong.say(&field("id_number"), "registry-number-other"),
        },
        (IdKind::Resident, false) => match resident::parse(typed_number, today) {
            Err(bad) => wrong.say(&field("id_number"), bad.key()),
            Ok(id) => {
                if !birth.agrees_with(id.born) {
                    wrong.say(&field("birth"), "registry-birth-differs");
                }
                if sex != Sex::Unknown && sex != id.sex {
                    wrong.say(&field("sex"), "registry-sex-differs");
                }
                birth = Birth::Day(id.born.0, id.born.1, id.born.2);
                sex = id.sex;
                id_number = id.number;
            }
        },
    }
    NewMember {
        relation,
        names,
        sex,
        birth,
        id_kind,
        id_number,
        health: wrong.text(&field("health"), &raw.health, 500),
        disability: choice(wrong, &field("disability"), &raw.disability, Disability::from_name, Disability::None),
        labour: choice(wrong, &field("labour"), &raw.labour, Labour::from_name, Labour::Unknown),
    }
}

fn read_names(wrong: &mut Wrong, prefix: &str, raw: &MemberRaw) -> Vec<Name> {
    let field = format!("{prefix}name");
    let text = wrong.text(&field, &raw.name, 100);
    if text.is_empty() {
        wrong.say(&field, "registry-name-needed");
    } else if !text.chars().any(char::is_alphabetic) {
        wrong.say(&field, "registry-name-wrong");
    }
    let tag = read_language(wrong, &format!("{prefix}name_language"), &raw.name_language).unwrap_or_default();
    let mut names = vec![Name::tagged(&text, &tag)];
    let other = wrong.text(&format!("{prefix}other_name"), &raw.other_name, 100);
    if !other.is_empty() && other != text {
        names.push(Name::new(&other));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use qianmo_kernel::Fail;

    const TODAY: (i16, i8, i8) = (2025, 11, 1);

    fn person(relation: &str, name: &str) -> MemberRaw {
        MemberRaw { relation: relation.into(), name: name.into(), ..MemberRaw::default() }
    }

    fn family(members: Vec<MemberRaw>) -> HouseholdRaw {
        HouseholdRaw { place: Id::from_i64(7).to_string(), members, ..HouseholdRaw::default() }
    }

    fn problems(raw: &HouseholdRaw) -> Vec<(String, &'static str)> {
        match household(raw, TODAY) {
            Ok(_) => Vec::new(),
            Err(Fail::Refused(r)) => r.fields.into_iter().map(|f| (f.field, f.message)).collect(),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn the_least_that_is_known_is_enough() {
        let read = household(&family(vec![person("head", "王秀英")]), TODAY).unwrap();
        let head = &read.members[0];
        assert_eq!((head.birth, head.sex, head.id_kind), (Birth::Unknown, Sex::Unknown, IdKind::None));
        assert_eq!((read.language.as_str(), read.phone.as_str()), ("und", ""));
    }

    #[test]
    fn a_resident_id_fills_birth_and_sex_and_must_agree_with_them() {
        let id = MemberRaw { id_number: "11010519491231002x".into(), ..person("head", "A Fa") };
        let head = household(&family(vec![id.clone()]), TODAY).unwrap().members.remove(0);
        assert_eq!((head.birth, head.sex), (Birth::Day(1949, 12, 31), Sex::Female));
        let odd = MemberRaw { sex: "male".into(), birth: "1950".into(), ..id };
        assert_eq!(
            problems(&family(vec![odd])),
            [("members.0.sex".to_owned(), "registry-sex-differs"), ("members.0.birth".to_owned(), "registry-birth-differs")]
        );
    }

    #[test]
    fn everything_wrong_is_said_at_once_beside_its_field() {
        let raw = HouseholdRaw {
            place: "here".into(),
            phone: "call".into(),
            bank_card: "1".into(),
            language: "中文".into(),
            causes: vec!["illness".into(), "illness".into(), "luck".into()],
            members: vec![
                MemberRaw { birth: "soon".into(), id_kind: "other".into(), ..person("head", " ") },
                MemberRaw { id_number: "110105194912310021".into(), ..person("head", "B C") },
                person("boss", "123"),
            ],
            ..HouseholdRaw::default()
        };
        let found = problems(&raw);
        for field in [
            "place",
            "phone",
            "bank_card",
            "language",
            "causes.1",
            "causes.2",
            "members.0.name",
            "members.0.birth",
            "members.0.id_number",
            "members.1.id_number",
            "members.1.relation",
            "members.2.relation",
            "members.2.name",
        ] {
            assert!(found.iter().any(|(f, _)| f == field), "{field} in {found:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_in_the_order_of_the_form() {
        let members = vec![person("head", ""), person("", "")];
        let raw = HouseholdRaw { phone: "call".into(), bank_card: "1".into(), ..family(members) };
        let fields: Vec<String> = problems(&raw).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["members.0.name", "members.1.relation", "members.1.name", "phone", "bank_card"]);
    }

    #[test]
    fn one_head_and_no_number_twice() {
        assert_eq!(problems(&family(vec![person("child", "A B")]))[0].1, "registry-head-missing");
        assert_eq!(problems(&family(vec![]))[0].1, "registry-members-number");
        let same = |relation| MemberRaw { id_kind: "other".into(), id_number: "E 1234567".into(), ..person(relation, "A B") };
        assert_eq!(
            problems(&family(vec![same("head"), same("spouse")])),
            [("members.1.id_number".to_owned(), "registry-number-twice")]
        );
        let resident = MemberRaw { id_kind: "other".into(), id_number: "110105 19491231 002x".into(), ..person("head", "A B") };
        assert_eq!(problems(&family(vec![resident])), [("members.0.id_kind".to_owned(), "registry-number-resident")]);
        let none = MemberRaw { id_kind: "none".into(), id_number: "1".into(), ..person("head", "A B") };
        assert_eq!(problems(&family(vec![none]))[0].1, "registry-id-kind-none");
    }

    #[test]
    fn languages_are_written_in_their_usual_case() {
        let mut wrong = Wrong::default();
        assert_eq!(read_language(&mut wrong, "l", "UG_arab-cn").as_deref(), Some("ug-Arab-CN"));
        assert_eq!(read_language(&mut wrong, "l", " "), None);
        assert!(wrong.0.is_empty());
    }
}
