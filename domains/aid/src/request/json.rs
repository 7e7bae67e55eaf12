//! A request as the API tells of it. Every answer about a request has this shape.

use super::form::{DraftBody, DraftChange, PartBody};
use super::household::PlaceName;
use super::model::{Kind, Part, Request};
use crate::lifecycle::VERSION;
use qianmo_kernel::{Id, Millis, Money, PublicRef};
use qianmo_places::Level;
use qianmo_procedures::Past;
use qianmo_web::Cx;
use qianmo_web::schema::MoneySchema;
use serde::Serialize;
use utoipa::ToSchema;

/// A request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RequestJson {
    /// Its reference.
    #[serde(rename = "ref")]
    #[schema(value_type = String, example = "01HN6XJ4C0800-01HN6XJ4C0801")]
    pub reference: PublicRef,
    /// Grows with every change; also the ETag.
    pub version: i64,
    /// Where it stands; see `/aid/lifecycle`.
    pub state: &'static str,
    /// The version of the lifecycle that the state is of.
    pub lifecycle: u32,
    /// The household as everybody may see it.
    pub household: HouseholdJson,
    /// Where the household lives: county and what contains it, widest first.
    pub place: PlaceJson,
    /// Who the publisher is to the household.
    pub relationship: String,
    /// What it is for.
    pub purpose: String,
    /// Why it is needed.
    pub reason: String,
    /// One sentence.
    pub title: String,
    /// Why, at more length.
    pub story: String,
    /// The language it is written in.
    pub language: String,
    /// Money asked.
    #[schema(value_type = MoneySchema)]
    pub asked: Money,
    /// Of that, pledged.
    #[schema(value_type = MoneySchema)]
    pub pledged: Money,
    /// Of that, received and confirmed.
    #[schema(value_type = MoneySchema)]
    pub received: Money,
    /// Estimated value of the goods asked; never part of the money.
    #[schema(value_type = MoneySchema)]
    pub goods_value: Money,
    /// What is asked, part by part.
    pub parts: Vec<PartJson>,
    /// When it was begun.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Millis,
    /// When it was handed in last.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub submitted_at: Option<Millis>,
    /// When it became public.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub opened_at: Option<Millis>,
    /// When it expires unless it is pledged. From then on nothing can be pledged, though `state` follows a little later.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Millis>,
    /// When its receipt was confirmed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub met_at: Option<Millis>,
    /// When it ended otherwise.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Millis>,
    /// What was ruled last in its review or on its appeal, for its writers and those who answer for its place; null for everybody
    /// else, before anybody has ruled, and in the list of public requests.
    pub review: Option<RulingJson>,
}

/// A ruling of the review or on an appeal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RulingJson {
    /// `approve`, `return` or `refuse`.
    #[schema(example = "return")]
    pub decision: &'static str,
    /// Why, and for `approve` what was checked: codes as in `reasons` of `/aid/lifecycle`.
    #[schema(example = json!(["unclear"]))]
    pub reasons: Vec<String>,
    /// The reviewer's note to the writers; empty when there is none.
    pub note: String,
    /// When it was ruled.
    #[schema(value_type = String, format = DateTime)]
    pub at: Millis,
    /// The level of the place for which the reviewer ruled, such as `township`; null for the operator's own ruling.
    #[schema(example = "township")]
    pub level: Option<&'static str>,
}

impl From<Past> for RulingJson {
    fn from(past: Past) -> Self {
        RulingJson {
            decision: past.outcome.name(),
            reasons: past.reasons,
            note: past.note,
            at: past.at,
            level: past.level.map(Level::name),
        }
    }
}

/// A household as everybody may see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HouseholdJson {
    /// Its reference; only told to those concerned, so that nobody can put a household's requests together.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "01HN6XJ4C0800-01HN6XJ4C0801")]
    pub reference: Option<PublicRef>,
    /// In words, in the language asked for.
    #[schema(example = "Mrs W., village in Zhashui County, 3 people")]
    pub words: String,
    /// `mrs`, `mr` or `family`.
    pub title: &'static str,
    /// One letter, or nothing.
    pub initial: String,
    /// The county it lives in.
    #[schema(value_type = String, example = "01HN6XJ4C0800")]
    pub county: Id,
    /// How many people, at most 7, which stands for 7 or more.
    #[schema(minimum = 0, maximum = 7)]
    pub people: i64,
}

/// Where a household lives.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlaceJson {
    /// The county.
    #[schema(value_type = String, example = "01HN6XJ4C0800")]
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What contains it, widest first, and itself.
    pub within: Vec<PlaceName>,
}

/// A part of a request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartJson {
    /// The part; with the request's county it is a reference.
    #[schema(value_type = String, example = "01HN6XJ4C0800")]
    pub id: Id,
    /// `money` or `goods`.
    pub kind: &'static str,
    /// Where it stands; see `/aid/lifecycle`.
    pub state: &'static str,
    /// What it is.
    pub label: String,
    /// Money: how much is asked.
    #[schema(value_type = Option<MoneySchema>)]
    pub amount: Option<Money>,
    /// Money: of that, pledged.
    #[schema(value_type = Option<MoneySchema>)]
    pub pledged_amount: Option<Money>,
    /// Money: of that, received and confirmed.
    #[schema(value_type = Option<MoneySchema>)]
    pub received_amount: Option<Money>,
    /// Goods: how many units are asked.
    pub quantity: Option<i64>,
    /// Goods: of that, pledged.
    pub pledged_quantity: Option<i64>,
    /// Goods: of that, received and confirmed.
    pub received_quantity: Option<i64>,
    /// Goods: the unit.
    pub unit: Option<String>,
    /// Goods: the estimated value of one unit.
    #[schema(value_type = Option<MoneySchema>)]
    pub unit_value: Option<Money>,
}

impl RequestJson {
    /// Tells of a request in the reader's language; `concerned`: the reader writes it or answers for its place.
    pub fn new(cx: &Cx, request: &Request, parts: &[Part], concerned: bool) -> Self {
        let masked = request.masked.masked(request.household);
        let view = masked.view(|key, args| cx.app.i18n.plain(cx.locale, key, args));
        let household = HouseholdJson {
            reference: concerned.then_some(view.reference),
            words: view.words,
            title: view.title,
            initial: view.initial,
            county: view.county,
            people: view.people,
        };
        RequestJson {
            reference: request.reference,
            version: request.version,
            state: request.state.name(),
            lifecycle: VERSION,
            household,
            place: PlaceJson {
                id: request.masked.county,
                name: request.masked.county_name.clone(),
                within: request.masked.places.clone(),
            },
            relationship: request.relationship.clone(),
            purpose: request.purpose.clone(),
            reason: request.reason.clone(),
            title: request.title.clone(),
            story: request.story.clone(),
            language: request.language.clone(),
            asked: request.asked(),
            pledged: request.pledged(),
            received: request.received(),
            goods_value: Money::new(request.goods_value_minor, request.currency),
            parts: parts.iter().map(|part| PartJson::new(request, part)).collect(),
            created_at: request.created_at,
            submitted_at: request.submitted_at,
            opened_at: request.opened_at,
            expires_at: request.expires_at,
            met_at: request.met_at,
            ended_at: request.ended_at,
            review: None,
        }
    }

    /// With what was ruled last, for a reader who may know it.
    #[must_use]
    pub fn ruled(mut self, last: Option<Past>) -> Self {
        self.review = last.map(RulingJson::from);
        self
    }
}

impl PartJson {
    fn new(request: &Request, part: &Part) -> Self {
        let (goods, counts) = (part.kind == Kind::Goods, part.counts);
        let money = |minor: i64| (!goods).then(|| Money::new(minor, request.currency));
        let units = |units: i64| goods.then_some(units);
        PartJson {
            id: part.id,
            kind: part.kind.name(),
            state: part.state.name(),
            label: part.label.clone(),
            amount: money(counts.asked),
            pledged_amount: money(counts.pledged),
            received_amount: money(counts.received),
            quantity: units(counts.asked),
            pledged_quantity: units(counts.pledged),
            received_quantity: units(counts.received),
            unit: goods.then(|| part.unit.clone()),
            unit_value: goods.then(|| Money::new(part.unit_value_minor, request.currency)),
        }
    }
}

/// What a request says now with what a change says put over it: parsed as one, so that no edit escapes a rule.
pub fn changed(request: &Request, parts: &[Part], address: Option<String>, change: DraftChange) -> DraftBody {
    DraftBody {
        household: request.household.to_string(),
        relationship: change.relationship.unwrap_or_else(|| request.relationship.clone()),
        purpose: change.purpose.unwrap_or_else(|| request.purpose.clone()),
        reason: change.reason.unwrap_or_else(|| request.reason.clone()),
        title: change.title.unwrap_or_else(|| request.title.clone()),
        story: change.story.unwrap_or_else(|| request.story.clone()),
        language: Some(change.language.unwrap_or_else(|| request.language.clone())),
        address: change.address.or(address),
        parts: change.parts.unwrap_or_else(|| parts.iter().map(|part| body(request, part)).collect()),
    }
}

fn body(request: &Request, part: &Part) -> PartBody {
    let money = |minor: i64| Some(Money::new(minor, request.currency));
    match part.kind {
        Kind::Money => PartBody {
            id: Some(part.id),
            kind: "money".into(),
            label: part.label.clone(),
            amount: money(part.counts.asked),
            quantity: None,
            unit: None,
            unit_value: None,
        },
        Kind::Goods => PartBody {
            id: Some(part.id),
            kind: "goods".into(),
            label: part.label.clone(),
            amount: None,
            quantity: Some(part.counts.asked),
            unit: Some(part.unit.clone()),
            unit_value: money(part.unit_value_minor),
        },
    }
}
