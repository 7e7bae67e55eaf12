//! The form in which a request is written, and the page on which it is looked over and handed in.

use super::form::MOST_PARTS;
use super::model::{Kind, PURPOSES, Part, REASONS, RELATIONSHIPS, Request};
use super::page::PartView;
use askama::Template;
use qianmo_kernel::{Money, Refused};
use qianmo_registry::{Choosable, Masked};
use qianmo_web::{Cx, FormView, RawForm, View};

/// A value and its words.
pub type Choice = (String, String);

/// A row of the parts.
pub struct RowView {
    /// Its number as people count.
    pub number: usize,
    kind: String,
    label: String,
    amount: String,
    quantity: String,
    unit: String,
    value: String,
}

impl RowView {
    fn at(at: usize) -> Self {
        let name = |field: &str| format!("parts.{at}.{field}");
        RowView {
            number: at + 1,
            kind: name("kind"),
            label: name("label"),
            amount: name("amount"),
            quantity: name("quantity"),
            unit: name("unit"),
            value: name("value"),
        }
    }
}

/// The form of a request.
#[derive(Template)]
#[template(path = "request/edit.html")]
pub struct EditPage {
    v: View,
    f: FormView,
    /// Where it is sent.
    action: String,
    heading: &'static str,
    version: Option<i64>,
    household_fixed: bool,
    /// The household in words, where it is named and not chosen or typed.
    named: Option<String>,
    /// The households to choose from; empty: its reference is typed.
    households: Vec<Choice>,
    relationships: Vec<Choice>,
    purposes: Vec<Choice>,
    reasons: Vec<Choice>,
    kinds: Vec<Choice>,
    rows: Vec<RowView>,
    can_add: bool,
}

impl EditPage {
    /// A form with so many rows for parts; for a new request, or for one that is there.
    pub fn new(cx: &Cx, f: FormView, request: Option<&Request>, rows: usize) -> Self {
        EditPage::of(cx.view(), f, request, rows)
    }

    /// With households to choose from. Where the one that was named is not among them, its reference is typed instead.
    #[must_use]
    pub fn choosing(mut self, households: &[Choosable]) -> Self {
        let named = self.f.value("household");
        if households.is_empty() || !(named.is_empty() || households.iter().any(|one| one.who.reference.to_string() == named)) {
            return self;
        }
        if named.is_empty() {
            // There is no reference to give: the household is chosen.
            self.f = self.f.saying("household", "aid-household-choose-first");
        }
        self.households = vec![(String::new(), self.v.t("aid-choose-one"))];
        // Many families of a village are masked alike.
        let said = |one: &Choosable| {
            let when = self.v.date(one.registered);
            let apart = self.v.t2("aid-household-apart", "end", one.ending(), "when", when);
            (one.who.reference.to_string(), format!("{} · {} · {apart}", one.who.say(&self.v), one.village))
        };
        self.households.extend(households.iter().map(said));
        self
    }

    /// With a household that is named already: a person reads who it is, not its reference.
    #[must_use]
    pub fn naming(mut self, who: Option<&Masked>) -> Self {
        if self.households.is_empty() {
            self.named = who.map(|who| who.say(&self.v));
        }
        self
    }

    fn of(v: View, f: FormView, request: Option<&Request>, rows: usize) -> Self {
        let rows = rows.clamp(1, MOST_PARTS);
        let family = |family: &str, names: &[&str]| choices(&v, family, names);
        EditPage {
            action: request.map_or_else(|| "/requests/new".to_owned(), |r| format!("/requests/{}/edit", r.reference)),
            heading: if request.is_some() { "aid-edit-title" } else { "aid-new-title" },
            version: request.map(|r| r.version),
            household_fixed: request.is_some(),
            named: None,
            households: Vec::new(),
            relationships: family("aid-relationship", RELATIONSHIPS),
            purposes: family("aid-purpose", PURPOSES),
            reasons: family("aid-reason", REASONS),
            kinds: Kind::ALL.iter().map(|k| (k.name().to_owned(), v.t(k.label()))).collect(),
            rows: (0..rows).map(RowView::at).collect(),
            can_add: rows < MOST_PARTS,
            v,
            f,
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let f = FormView::sample(v.clone());
        let registered = v.now;
        EditPage::of(v, f, None, 2).choosing(&[Choosable { who: Masked::sample(), village: "Shaping Village".into(), registered }])
    }
}

/// Names of a family with their words, after an empty first choice.
pub fn choices(v: &View, family: &str, names: &[&str]) -> Vec<Choice> {
    let mut out = vec![(String::new(), v.t("aid-choose-one"))];
    out.extend(names.iter().map(|name| ((*name).to_owned(), v.family(family, name))));
    out
}

/// How many rows for parts a sent form had.
pub fn rows(raw: &RawForm) -> usize {
    (0..MOST_PARTS).rev().find(|at| raw.get(&format!("parts.{at}.label")).is_some()).map_or(1, |at| at + 1)
}

/// A request as the values of its form.
pub fn values(request: &Request, parts: &[Part], address: Option<String>) -> Vec<(String, String)> {
    let mut values: Vec<(String, String)> = [
        ("household", request.household.to_string()),
        ("relationship", request.relationship.clone()),
        ("purpose", request.purpose.clone()),
        ("reason", request.reason.clone()),
        ("title", request.title.clone()),
        ("story", request.story.clone()),
        ("language", request.language.clone()),
        ("address", address.unwrap_or_default()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let major = |minor: i64| Money::new(minor, request.currency).to_major();
    for (at, part) in parts.iter().enumerate() {
        let mut put = |name: &str, value: String| values.push((format!("parts.{at}.{name}"), value));
        put("kind", part.kind.name().to_owned());
        put("label", part.label.clone());
        match part.kind {
            Kind::Money => put("amount", major(part.counts.asked)),
            Kind::Goods => {
                put("quantity", part.counts.asked.to_string());
                put("unit", part.unit.clone());
                if part.unit_value_minor > 0 {
                    put("value", major(part.unit_value_minor));
                }
            }
        }
    }
    values
}

/// A field that has to be mended before the request can be handed in.
struct Mend {
    /// The field, in words.
    field: String,
    /// What is wrong with it.
    error: String,
    /// The field in the form.
    href: String,
}

/// A field of the form in the words that stand above it.
fn field_words(v: &View, field: &str) -> String {
    if let Some((at, name)) = field.strip_prefix("parts.").and_then(|rest| rest.split_once('.')) {
        let part = v.t1("aid-part-n", "n", at.parse::<usize>().map_or(1, |at| at + 1));
        let words = v.t(if name == "unit" { "aid-unit-label" } else { "aid-label-label" });
        return format!("{part} · {words}");
    }
    v.t(match field {
        "title" => "aid-title-label",
        "story" => "aid-why-label",
        "address" => "aid-address-label",
        "relationship" => "aid-relationship-label",
        _ => "aid-what-is-asked",
    })
}

/// The page on which a request is looked over and handed in.
#[derive(Template)]
#[template(path = "request/submit.html")]
pub struct SubmitPage {
    v: View,
    f: FormView,
    href: String,
    action: String,
    title: String,
    language: String,
    story_text: String,
    purpose: String,
    reason: String,
    who: String,
    place: String,
    has_address: bool,
    /// Whether the reader acts for the household: then its card may have been shown.
    for_others: bool,
    parts: Vec<PartView>,
    mend: Vec<Mend>,
    /// How many fields that are, in words.
    mend_title: String,
}

impl SubmitPage {
    /// The page of this request.
    pub fn new(cx: &Cx, f: FormView, request: &Request, parts: &[Part]) -> Self {
        let for_others = cx.actor.as_deref().is_some_and(|actor| actor.household != Some(request.household));
        SubmitPage::of(cx.view(), f, request, parts, for_others)
    }

    fn of(v: View, f: FormView, request: &Request, parts: &[Part], for_others: bool) -> Self {
        SubmitPage {
            href: super::card::href(request.reference),
            action: format!("{}/submission", super::card::href(request.reference)),
            title: request.title.clone(),
            language: request.language.clone(),
            story_text: request.story.clone(),
            purpose: v.family("aid-purpose", &request.purpose),
            reason: v.family("aid-reason", &request.reason),
            who: super::card::who(&v, request),
            place: super::card::place(&v, &request.masked),
            has_address: request.has_address,
            for_others,
            parts: parts.iter().map(|p| PartView::new(&v, request, p, false)).collect(),
            mend: Vec::new(),
            mend_title: String::new(),
            v,
            f,
        }
    }

    /// With the fields that were refused, each leading to its place in the form. `failed` has the errors in words.
    #[must_use]
    pub fn mending(mut self, failed: &FormView, refused: &Refused) -> Self {
        let edit = format!("{}/edit", self.href);
        self.mend = refused
            .fields
            .iter()
            .map(|error| Mend {
                field: field_words(&self.v, &error.field),
                error: failed.error(&error.field).unwrap_or_default().to_owned(),
                href: format!("{edit}#{}", error.field),
            })
            .collect();
        self.mend_title = self.v.t1("web-form-errors", "n", self.mend.len());
        self
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let f = FormView::sample(v.clone());
        let mut page = SubmitPage::of(v, f, &super::model::sample_request(), &super::model::sample_parts(), true);
        page.mend_title = page.v.t1("web-form-errors", "n", 1_i64);
        page.mend.push(Mend {
            field: field_words(&page.v, "parts.0.label"),
            error: page.v.t("aid-needed"),
            href: "/requests/x/edit#parts.0.label".into(),
        });
        page
    }
}

qianmo_web::sample!(EditPage, SubmitPage);
