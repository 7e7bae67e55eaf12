//! From what was typed or sent to a draft, parsed once: a form and JSON come to the same [`Draft`] and the same errors.

use super::model::{Kind, PURPOSES, REASONS, RELATIONSHIPS};
use qianmo_kernel::{Currency, Fail, FieldError, Id, Money, PublicRef, Refused, Res, text};
use qianmo_web::RawForm;
use qianmo_web::schema::MoneySchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most parts a request has.
pub const MOST_PARTS: usize = 8;
/// The most money one part may ask, and the most that one thing may be worth, in minor units: a slip of the keyboard stops here, the caps
/// are lower.
pub const MOST_MINOR: i64 = 10_000_000;
/// The most units one part may ask.
pub const MOST_UNITS: i64 = 999;

/// A request as its writer states it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// For whom.
    pub household: PublicRef,
    /// Who the writer is to the household.
    pub relationship: String,
    /// What it is for.
    pub purpose: String,
    /// Why it is needed.
    pub reason: String,
    /// One sentence, 2 to 80 characters.
    pub title: String,
    /// Why, at more length, 10 to 2,000 characters.
    pub story: String,
    /// BCP 47 tag.
    pub language: String,
    /// Where goods go; only the accepted donor ever sees it.
    pub address: Option<String>,
    /// What is asked, 1 to 8 parts.
    pub parts: Vec<PartDraft>,
}

/// A part as its writer states it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartDraft {
    /// The part of the request that this was before, if it is one of them.
    pub id: Option<Id>,
    /// Money or goods.
    pub kind: Kind,
    /// What it is.
    pub label: String,
    /// Goods: the unit.
    pub unit: String,
    /// Minor units, or units.
    pub asked: i64,
    /// Goods: the estimated value of one unit, minor units.
    pub unit_value_minor: i64,
}

impl Draft {
    /// Money asked.
    pub fn asked_minor(&self) -> i64 {
        self.parts.iter().filter(|p| p.kind == Kind::Money).map(|p| p.asked).sum()
    }

    /// How many parts ask for goods.
    pub fn goods_parts(&self) -> usize {
        self.parts.iter().filter(|p| p.kind == Kind::Goods).count()
    }

    /// The estimated value of goods asked.
    pub fn goods_value_minor(&self) -> i64 {
        self.parts.iter().filter(|p| p.kind == Kind::Goods).map(|p| p.asked * p.unit_value_minor).sum()
    }
}

/// A draft in the API.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftBody {
    /// The household's reference.
    #[schema(pattern = "^[0-7][0-9A-HJKMNP-TV-Z]{12}-[0-7][0-9A-HJKMNP-TV-Z]{12}$", example = "01HN6XJ4C0800-01HN6XJ4C0801")]
    pub household: String,
    /// Who the writer is to the household.
    #[schema(pattern = "^(self|helper|spouse|child|parent|sibling|relative|neighbour|friend)$", example = "helper")]
    pub relationship: String,
    /// What it is for.
    #[schema(pattern = "^(education|health|housing|goods|livelihood|other)$", example = "education")]
    pub purpose: String,
    /// Why it is needed.
    #[schema(
        pattern = "^(low-income|illness|disability|schooling|old-age|disaster|bereavement|unsafe-home|lost-work|care|other)$",
        example = "low-income"
    )]
    pub reason: String,
    /// One sentence.
    #[schema(min_length = 2, max_length = 80, example = "A desk and a lamp for homework")]
    pub title: String,
    /// Why, at more length. No names, numbers or addresses.
    #[schema(min_length = 10, max_length = 2000, example = "Two children share one table and there is no light after dark.")]
    pub story: String,
    /// The language it is written in, a BCP 47 tag; the reader's own when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$", example = "en")]
    pub language: Option<String>,
    /// Where goods go. Needed before a request for goods is handed in; never public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 300)]
    pub address: Option<String>,
    /// What is asked.
    #[schema(min_items = 1, max_items = 8)]
    pub parts: Vec<PartBody>,
}

/// Changes of a draft in the API: what is left out stays as it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DraftChange {
    /// Who the writer is to the household.
    pub relationship: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
    /// Why it is needed.
    pub reason: Option<String>,
    /// One sentence.
    pub title: Option<String>,
    /// Why, at more length.
    pub story: Option<String>,
    /// The language it is written in.
    pub language: Option<String>,
    /// Where goods go.
    pub address: Option<String>,
    /// What is asked; replaces all parts. One that carries the id of a part that was there keeps it.
    pub parts: Option<Vec<PartBody>>,
}

/// A part in the API.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartBody {
    /// In a change: the part that this was before, which keeps its id. Left out for a new part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, pattern = "^[0-7][0-9A-HJKMNP-TV-Z]{12}$")]
    pub id: Option<Id>,
    /// `money` or `goods`.
    #[schema(pattern = "^(money|goods)$", example = "money")]
    pub kind: String,
    /// What it is.
    #[schema(min_length = 1, max_length = 60, example = "School fees, one year")]
    pub label: String,
    /// Money: how much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = MoneySchema)]
    pub amount: Option<Money>,
    /// Goods: how many units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 999)]
    pub quantity: Option<i64>,
    /// Goods: the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20)]
    pub unit: Option<String>,
    /// Goods: what one unit is worth, by estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = MoneySchema)]
    pub unit_value: Option<Money>,
}

/// A number as it came: not there, not readable, or read.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Typed {
    Missing,
    Bad,
    Is(i64),
}

struct Raw<'a> {
    /// In which the request asks.
    currency: Currency,
    household: &'a str,
    relationship: &'a str,
    purpose: &'a str,
    reason: &'a str,
    title: &'a str,
    story: &'a str,
    language: &'a str,
    address: &'a str,
    /// Whether goods without an address are told of at once: whoever fills a form in would otherwise be told on another page.
    asks_address: bool,
    parts: Vec<RawPart<'a>>,
}

struct RawPart<'a> {
    /// Its number as the writer sees it.
    at: usize,
    id: Option<Id>,
    kind: &'a str,
    label: &'a str,
    unit: &'a str,
    amount: Typed,
    quantity: Typed,
    value: Typed,
}

impl DraftBody {
    /// The draft, or every field that is not right.
    pub fn parse(&self, currency: Currency, language: &str) -> Res<Draft> {
        let money = |money: &Option<Money>| match money {
            None => Typed::Missing,
            Some(m) if m.currency == currency => Typed::Is(m.amount_minor),
            Some(_) => Typed::Bad,
        };
        check(&Raw {
            currency,
            household: &self.household,
            relationship: &self.relationship,
            purpose: &self.purpose,
            reason: &self.reason,
            title: &self.title,
            story: &self.story,
            language: self.language.as_deref().unwrap_or(language),
            address: self.address.as_deref().unwrap_or_default(),
            asks_address: false,
            parts: self
                .parts
                .iter()
                .enumerate()
                .map(|(at, p)| RawPart {
                    at,
                    id: p.id,
                    kind: &p.kind,
                    label: &p.label,
                    unit: p.unit.as_deref().unwrap_or_default(),
                    amount: money(&p.amount),
                    quantity: p.quantity.map_or(Typed::Missing, Typed::Is),
                    value: money(&p.unit_value),
                })
                .collect(),
        })
    }
}

/// The rows of a form that are parts; those left blank are none.
fn filled(form: &RawForm) -> impl Iterator<Item = usize> {
    (0..MOST_PARTS).filter(move |at| {
        let typed = |name: &str| !form.get(&format!("parts.{at}.{name}")).unwrap_or_default().trim().is_empty();
        typed("label") || typed("amount") || typed("quantity")
    })
}

/// What was refused of a form's draft, beside the rows of the form: a draft counts its parts without the rows left blank.
pub fn beside_rows(form: &RawForm, fail: Fail) -> Fail {
    match fail {
        Fail::Refused(mut refused) => {
            let rows: Vec<usize> = filled(form).collect();
            for error in &mut refused.fields {
                let told = error.field.strip_prefix("parts.").and_then(|rest| rest.split_once('.'));
                let row = told.and_then(|(at, name)| Some((*rows.get(at.parse::<usize>().ok()?)?, name)));
                if let Some((row, name)) = row {
                    error.field = format!("parts.{row}.{name}");
                }
            }
            Fail::Refused(refused)
        }
        other => other,
    }
}

/// The draft of a form: fields as in the API, those of parts named `parts.0.label` and so on. Rows left blank are no parts.
pub fn from_form(form: &RawForm, currency: Currency, language: &str) -> Res<Draft> {
    let get = |name: &str| form.get(name).unwrap_or_default();
    let mut parts = Vec::new();
    for at in filled(form) {
        let field = |name: &str| form.get(&format!("parts.{at}.{name}")).unwrap_or_default();
        let (label, amount, quantity) = (field("label"), field("amount"), field("quantity"));
        let major = |typed: &str| match typed.trim() {
            "" => Typed::Missing,
            typed => Money::parse_major(typed, currency).map_or(Typed::Bad, |m| Typed::Is(m.amount_minor)),
        };
        parts.push(RawPart {
            at,
            id: None,
            kind: field("kind"),
            label,
            unit: field("unit"),
            amount: major(amount),
            quantity: match quantity.trim() {
                "" => Typed::Missing,
                typed => whole(typed).map_or(Typed::Bad, Typed::Is),
            },
            value: major(field("value")),
        });
    }
    check(&Raw {
        currency,
        household: get("household"),
        relationship: get("relationship"),
        purpose: get("purpose"),
        reason: get("reason"),
        title: get("title"),
        story: get("story"),
        language: Some(get("language")).filter(|l| !l.is_empty()).unwrap_or(language),
        address: get("address"),
        asks_address: true,
        parts,
    })
}

/// A whole number in any script's digits.
fn whole(typed: &str) -> Option<i64> {
    // JPY has no decimals: its reader takes whole numbers only, in every script that amounts are read in.
    let whole: Currency = "JPY".parse().ok()?;
    Money::parse_major(typed, whole).map(|m| m.amount_minor)
}

fn check(raw: &Raw<'_>) -> Res<Draft> {
    let mut errors: Vec<FieldError> = Vec::new();
    let mut no = |field: String, message: &'static str, args: Vec<(&'static str, String)>| {
        errors.push(FieldError { field, message, args });
    };
    let mut one_of = |field: &str, value: &str, list: &[&str]| {
        if !list.contains(&value) {
            no(field.to_owned(), "aid-choose", Vec::new());
        }
        value.to_owned()
    };
    let relationship = one_of("relationship", raw.relationship, RELATIONSHIPS);
    let purpose = one_of("purpose", raw.purpose, PURPOSES);
    let reason = one_of("reason", raw.reason, REASONS);
    let household = raw.household.trim().parse::<PublicRef>();
    if household.is_err() {
        no("household".into(), "aid-household-needed", Vec::new());
    }
    let mut words = |field: String, typed: &str, least: usize, most: usize| {
        let tidy = text::tidy(typed);
        let length = text::length(&tidy);
        if length < least {
            no(field, if length == 0 { "aid-needed" } else { "aid-too-short" }, vec![("least", least.to_string())]);
        } else if length > most {
            no(field, "aid-too-long", vec![("most", most.to_string())]);
        }
        tidy
    };
    let title = words("title".into(), raw.title, 2, 80).replace('\n', " ");
    let story = words("story".into(), raw.story, 10, 2_000);
    let address = words("address".into(), raw.address, 0, 300);
    if raw.asks_address && address.is_empty() && raw.parts.iter().any(|part| part.kind == Kind::Goods.name()) {
        no("address".into(), "aid-address-needed", Vec::new());
    }
    let language = raw.language.trim().to_owned();
    if !is_tag(&language) {
        no("language".into(), "aid-language-tag", Vec::new());
    }
    if raw.parts.is_empty() {
        no("parts".into(), "aid-parts-needed", Vec::new());
    }
    if raw.parts.len() > MOST_PARTS {
        no("parts".into(), "aid-parts-many", vec![("most", MOST_PARTS.to_string())]);
    }
    let parts: Vec<PartDraft> = raw.parts.iter().take(MOST_PARTS).map(|part| check_part(part, raw.currency, &mut errors)).collect();
    match household {
        Ok(household) if errors.is_empty() => Ok(Draft {
            household,
            relationship,
            purpose,
            reason,
            title,
            story,
            language,
            address: (!address.is_empty()).then_some(address),
            parts,
        }),
        _ => Err(Refused::invalid(errors).into()),
    }
}

fn check_part(part: &RawPart<'_>, currency: Currency, errors: &mut Vec<FieldError>) -> PartDraft {
    let most = || vec![("most", format!("{} {currency}", Money::new(MOST_MINOR, currency).to_major()))];
    let mut no = |name: &str, message: &'static str, args: Vec<(&'static str, String)>| {
        errors.push(FieldError { field: format!("parts.{}.{name}", part.at), message, args });
    };
    let mut words = |name: &str, typed: &str, most: usize, needed: bool| {
        let tidy = text::tidy(typed).replace('\n', " ");
        if tidy.is_empty() && needed {
            no(name, "aid-needed", Vec::new());
        } else if text::length(&tidy) > most {
            no(name, "aid-too-long", vec![("most", most.to_string())]);
        }
        tidy
    };
    let label = words("label", part.label, 60, true);
    match Kind::from_name(part.kind) {
        Some(Kind::Money) => {
            let asked = match part.amount {
                Typed::Is(minor @ 1..=MOST_MINOR) => minor,
                Typed::Missing => {
                    no("amount", "aid-amount-needed", Vec::new());
                    0
                }
                Typed::Is(minor) if minor > MOST_MINOR => {
                    no("amount", "aid-amount-large", most());
                    0
                }
                _ => {
                    no("amount", "aid-amount-bad", Vec::new());
                    0
                }
            };
            PartDraft { id: part.id, kind: Kind::Money, label, unit: String::new(), asked, unit_value_minor: 0 }
        }
        Some(Kind::Goods) => {
            let unit = words("unit", part.unit, 20, true);
            let asked = match part.quantity {
                Typed::Is(units @ 1..=MOST_UNITS) => units,
                Typed::Missing => {
                    no("quantity", "aid-quantity-needed", Vec::new());
                    0
                }
                _ => {
                    no("quantity", "aid-quantity-bad", vec![("most", MOST_UNITS.to_string())]);
                    0
                }
            };
            let unit_value_minor = match part.value {
                Typed::Is(minor @ 0..=MOST_MINOR) => minor,
                Typed::Missing => 0,
                Typed::Is(minor) if minor > MOST_MINOR => {
                    no("value", "aid-value-large", most());
                    0
                }
                _ => {
                    no("value", "aid-amount-bad", Vec::new());
                    0
                }
            };
            PartDraft { id: part.id, kind: Kind::Goods, label, unit, asked, unit_value_minor }
        }
        None => {
            no("kind", "aid-choose", Vec::new());
            PartDraft { id: part.id, kind: Kind::Money, label, unit: String::new(), asked: 0, unit_value_minor: 0 }
        }
    }
}

fn is_tag(tag: &str) -> bool {
    let mut pieces = tag.split('-');
    let first = pieces.next().unwrap_or_default();
    (2..=8).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_alphabetic())
        && tag.len() <= 35
        && pieces.all(|p| (1..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// A form's content as bytes, for the key against doing a thing twice.
pub fn bytes(form: &RawForm) -> Vec<u8> {
    let pairs: Vec<String> =
        form.0.iter().map(|(k, v)| format!("{}={}", qianmo_web::extract::encode(k), qianmo_web::extract::encode(v))).collect();
    pairs.join("&").into_bytes()
}
