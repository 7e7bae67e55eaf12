//! Forms of households: what was typed becomes a [`HouseholdRaw`], and back again for the next showing.

use crate::raw::{HouseholdPatch, HouseholdRaw, MemberRaw};
use crate::words::{Cause, Disability, IdKind, Labour, Leaving, Relation, Sex};
use qianmo_kernel::LANGUAGES;
use qianmo_web::{FormView, RawForm, View};

/// The most member rows a form shows.
const MOST_ROWS: usize = crate::check::MOST_MEMBERS;

fn text(form: &RawForm, name: &str) -> String {
    form.get(name).unwrap_or_default().to_owned()
}

/// Reads the form of a new household. Rows of members that are left quite empty are passed over.
pub fn household(form: &RawForm) -> HouseholdRaw {
    let rows = form.get("rows").and_then(|r| r.parse::<usize>().ok()).unwrap_or(1).clamp(1, MOST_ROWS);
    let members = (0..rows).map(|at| member(form, &format!("members.{at}."))).collect();
    HouseholdRaw {
        place: text(form, "place"),
        address: text(form, "address"),
        phone: text(form, "phone"),
        bank_card: text(form, "bank_card"),
        language: text(form, "language"),
        causes: ["cause_main", "cause_second", "cause_third"].map(|name| text(form, name)).to_vec(),
        members,
    }
}

/// Reads the form of one member; `prefix` stands before its fields' names.
pub fn member(form: &RawForm, prefix: &str) -> MemberRaw {
    let of = |name: &str| text(form, &format!("{prefix}{name}"));
    MemberRaw {
        relation: of("relation"),
        name: of("name"),
        name_language: of("name_language"),
        other_name: of("other_name"),
        sex: of("sex"),
        birth: of("birth"),
        id_kind: of("id_kind"),
        id_number: of("id_number"),
        health: of("health"),
        disability: of("disability"),
        labour: of("labour"),
    }
}

/// Reads the form of a change. A bank card that is left empty stays as it is, since the form does not show it.
pub fn change(form: &RawForm) -> HouseholdPatch {
    let given = |name: &str| form.get(name).map(str::to_owned);
    let causes =
        form.get("cause_main").map(|_| ["cause_main", "cause_second", "cause_third"].map(|name| text(form, name)).to_vec());
    let bank = match (form.get("bank_card_none"), form.get("bank_card").map(str::trim)) {
        (Some(_), _) => Some(String::new()),
        (None, Some(typed)) if !typed.is_empty() => Some(typed.to_owned()),
        _ => None,
    };
    HouseholdPatch { address: given("address"), phone: given("phone"), bank_card: bank, language: given("language"), causes }
}

/// The fields of a household as pairs for a form.
pub fn pairs(raw: &HouseholdRaw) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = vec![
        ("place".into(), raw.place.clone()),
        ("address".into(), raw.address.clone()),
        ("phone".into(), raw.phone.clone()),
        ("bank_card".into(), raw.bank_card.clone()),
        ("language".into(), raw.language.clone()),
        ("rows".into(), raw.members.len().to_string()),
    ];
    for (name, cause) in ["cause_main", "cause_second", "cause_third"].into_iter().zip(&raw.causes) {
        out.push((name.into(), cause.clone()));
    }
    for (at, member) in raw.members.iter().enumerate() {
        out.extend(member_pairs(member, &format!("members.{at}.")));
    }
    out
}

/// The fields of a member as pairs for a form.
pub fn member_pairs(member: &MemberRaw, prefix: &str) -> Vec<(String, String)> {
    [
        ("relation", &member.relation),
        ("name", &member.name),
        ("name_language", &member.name_language),
        ("other_name", &member.other_name),
        ("sex", &member.sex),
        ("birth", &member.birth),
        ("id_kind", &member.id_kind),
        ("id_number", &member.id_number),
        ("health", &member.health),
        ("disability", &member.disability),
        ("labour", &member.labour),
    ]
    .into_iter()
    .map(|(name, value)| (format!("{prefix}{name}"), value.clone()))
    .collect()
}

/// What a button of the form of a new household asks for, besides registering.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Rows {
    /// One more member.
    Add,
    /// One less.
    Remove(usize),
}

/// The button that was pressed, if it was one of the rows'.
pub fn rows_asked(form: &RawForm) -> Option<Rows> {
    match form.get("do").unwrap_or_default() {
        "add" => Some(Rows::Add),
        other => other.strip_prefix("remove-").and_then(|at| at.parse().ok()).map(Rows::Remove),
    }
}

/// Adds or removes a row of members.
pub fn change_rows(raw: &mut HouseholdRaw, rows: Rows) {
    match rows {
        Rows::Add if raw.members.len() < MOST_ROWS => raw.members.push(MemberRaw::default()),
        Rows::Add => {}
        Rows::Remove(at) => {
            if raw.members.len() > 1 && at < raw.members.len() {
                raw.members.remove(at);
            }
        }
    }
}

/// Fields of a household's form, and the messages that label them.
const LABELS: [(&str, &str); 7] = [
    ("address", "registry-column-address"),
    ("phone", "registry-column-phone"),
    ("bank_card", "registry-column-bank-card"),
    ("language", "registry-column-language"),
    ("cause_main", "registry-column-cause-main"),
    ("cause_second", "registry-column-cause-second"),
    ("cause_third", "registry-column-cause-third"),
];

/// Values as if they had been typed.
pub fn raw_of(values: &[(&'static str, String)]) -> RawForm {
    RawForm(values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

/// What was typed in `raw` where the form that is shown instead says something else: label and value, in words.
pub fn typed_apart(v: &View, o: &Options, raw: &RawForm, shown: &FormView) -> Vec<(&'static str, String)> {
    let mut apart = Vec::new();
    for (name, label) in LABELS {
        let Some(typed) = raw.get(name).map(str::trim) else { continue };
        if typed == shown.value(name) {
            continue;
        }
        let choices: &[(String, String)] = match name {
            "language" => &o.languages,
            "cause_main" | "cause_second" | "cause_third" => &o.causes,
            _ => &[],
        };
        let said =
            choices.iter().find(|(choice, _)| !typed.is_empty() && choice == typed).map_or(typed, |(_, words)| words.as_str());
        apart.push((label, if said.is_empty() { "–".to_owned() } else { said.to_owned() }));
    }
    if raw.get("bank_card_none").is_some() {
        apart.push(("registry-column-bank-card", v.t("registry-bank-none")));
    }
    apart
}

/// The cause field's name in the form for a field of the check (`causes.1`).
pub fn field_in_form(field: &str) -> &str {
    match field {
        "causes" | "causes.0" => "cause_main",
        "causes.1" => "cause_second",
        "causes.2" => "cause_third",
        other => other,
    }
}

/// The choices of drop-downs, in the reader's language.
#[derive(Clone, Default)]
pub struct Options {
    /// What a member is to the head.
    pub relations: Vec<(String, String)>,
    /// Sex.
    pub sexes: Vec<(String, String)>,
    /// Kinds of numbers.
    pub id_kinds: Vec<(String, String)>,
    /// Disability.
    pub disabilities: Vec<(String, String)>,
    /// Ability to work.
    pub labours: Vec<(String, String)>,
    /// Causes, with an empty one first.
    pub causes: Vec<(String, String)>,
    /// Languages by their own names, with an empty one first.
    pub languages: Vec<(String, String)>,
    /// Why a member leaves.
    pub leavings: Vec<(String, String)>,
}

impl Options {
    /// In the language of `v`.
    pub fn new(v: &View) -> Options {
        let say = |name: &str, key: &str| (name.to_owned(), v.t(key));
        let none = || (String::new(), v.t("registry-choose"));
        let mut causes = vec![none()];
        causes.extend(Cause::ALL.iter().map(|c| say(c.name(), c.key())));
        let mut languages = vec![none()];
        languages.extend(LANGUAGES.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())));
        let mut sexes = vec![none()];
        sexes.extend(Sex::ALL.iter().map(|s| say(s.name(), s.key())));
        let mut id_kinds = vec![none()];
        id_kinds.extend(IdKind::ALL.iter().map(|k| say(k.name(), k.key())));
        let mut relations = vec![none()];
        relations.extend(Relation::ALL.iter().map(|r| say(r.name(), r.key())));
        Options {
            relations,
            sexes,
            id_kinds,
            disabilities: Disability::ALL.iter().map(|d| say(d.name(), d.key())).collect(),
            labours: Labour::ALL.iter().map(|l| say(l.name(), l.key())).collect(),
            causes,
            languages,
            leavings: Leaving::ALL.iter().map(|l| say(l.name(), l.key())).collect(),
        }
    }

    /// The languages with one more, when a household speaks one that is not offered.
    #[must_use]
    pub fn with_language(mut self, tag: &str) -> Options {
        if !tag.is_empty() && !self.languages.iter().any(|(t, _)| t == tag) {
            self.languages.push((tag.to_owned(), tag.to_owned()));
        }
        self
    }
}

/// A row of the form of members: its number and the names of its fields.
pub struct MemberRow {
    /// Its number, from 1.
    pub number: usize,
    /// Its number, from 0, in names of fields.
    pub at: usize,
}

impl MemberRow {
    /// The name of a field of this row.
    pub fn name(&self, field: &str) -> String {
        format!("members.{}.{field}", self.at)
    }
}

/// The rows of members a form holds.
pub fn rows(form: &FormView) -> Vec<MemberRow> {
    let count = form.value("rows").parse::<usize>().unwrap_or(1).clamp(1, MOST_ROWS);
    (0..count).map(|at| MemberRow { number: at + 1, at }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_shown_again_as_it_was_typed() {
        let typed =
            "place=P&address=a+b&cause_main=illness&rows=2&members.0.name=A&members.0.relation=head&members.1.name=B&do=add";
        let form = RawForm::parse(typed.as_bytes());
        let mut raw = household(&form);
        assert_eq!((raw.members.len(), raw.causes[0].as_str()), (2, "illness"));
        assert_eq!(household(&RawForm(pairs(&raw))), raw);
        change_rows(&mut raw, Rows::Add);
        assert_eq!(raw.members.len(), 3);
        change_rows(&mut raw, Rows::Remove(0));
        assert_eq!(raw.members[0].name, "B");
        assert_eq!(rows_asked(&form), Some(Rows::Add));
        assert_eq!(rows_asked(&RawForm::parse(b"do=remove-7")), Some(Rows::Remove(7)));
        assert_eq!(rows_asked(&RawForm::parse(b"do=save")), None);
    }

    #[test]
    fn a_bank_card_that_is_not_shown_is_not_lost() {
        assert_eq!(change(&RawForm::parse(b"address=x&bank_card=")).bank_card, None);
        assert_eq!(change(&RawForm::parse(b"bank_card_none=1&bank_card=")).bank_card, Some(String::new()));
        assert_eq!(change(&RawForm::parse(b"address=x")).causes, None);
    }
}
