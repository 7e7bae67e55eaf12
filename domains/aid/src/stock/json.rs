//! Offers in the API.

use super::form::{self, By};
use super::gifts::{self, Outcome};
use super::model::{Draft, Offer, State};
use super::suggest::Suggestion;
use super::{Gift, Saying};
use crate::pledge::{MESSAGE_MAX, PledgeJson};
use qianmo_kernel::{Currency, Id, Millis, Money, PublicRef, Refused, Res, text};
use qianmo_web::schema::MoneySchema;
use qianmo_web::{Cx, RawForm};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// An offer to be made.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferBody {
    /// What it is.
    #[schema(min_length = 2, max_length = 80, example = "Winter coats")]
    pub label: String,
    /// The kind of goods.
    #[schema(
        pattern = "^(clothing|shoes|bedding|food|school|books|electronics|furniture|household|hygiene|medical|tools|toys|other)$",
        example = "clothing"
    )]
    pub kind: String,
    /// Sizes or the like, parted by commas; ranges as 110–150.
    #[serde(default)]
    #[schema(max_length = 120, example = "110–150")]
    pub sizes: String,
    /// More about it. No names, numbers or addresses.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub details: String,
    /// `new`, or `used` and good.
    #[schema(pattern = "^(new|used)$", example = "new")]
    pub quality: String,
    /// What one item weighs: up to 1 kg, up to 5 kg, up to 20 kg, more. What is usual for its kind when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^(light|medium|heavy|bulky)$")]
    pub weight: Option<String>,
    /// How many there are: whole items.
    #[schema(minimum = 1, maximum = 100_000, example = 30)]
    pub count: i64,
    /// What one item is worth, as its donor estimates.
    #[schema(value_type = MoneySchema)]
    pub unit_value: Money,
    /// The most that its donor pays to send to one family; without bound when left out. Nothing at all: what lies in the same county they
    /// bring themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<MoneySchema>)]
    pub carry: Option<Money>,
    /// The place where it lies; only its county is kept.
    #[schema(pattern = "^[0-7][0-9A-HJKMNP-TV-Z]{12}$", example = "01HN6XJ4C0800")]
    pub place: String,
    /// The last day on which it stands, at most 180 days ahead.
    #[schema(format = Date, example = "2025-11-30")]
    pub until: String,
}

/// Changes of an offer: what is left out stays as it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OfferChange {
    /// What it is.
    pub label: Option<String>,
    /// The kind of goods.
    pub kind: Option<String>,
    /// Sizes or the like.
    pub sizes: Option<String>,
    /// More about it.
    pub details: Option<String>,
    /// `new` or `used`.
    pub quality: Option<String>,
    /// What one item weighs.
    pub weight: Option<String>,
    /// How many there are in all, those that are pledged included.
    pub count: Option<i64>,
    /// What one item is worth.
    #[schema(value_type = Option<MoneySchema>)]
    pub unit_value: Option<Money>,
    /// The most that its donor pays to send to one family; null: without bound.
    #[serde(deserialize_with = "said")]
    #[schema(value_type = Option<MoneySchema>)]
    pub carry: Option<Option<Money>>,
    /// The place where it lies.
    pub place: Option<String>,
    /// The last day on which it stands.
    pub until: Option<String>,
    /// `paused`, `standing` again, or `withdrawn` for good.
    #[schema(pattern = "^(standing|paused|withdrawn)$")]
    pub state: Option<String>,
}

/// Tells what is null from what is left out.
fn said<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Option<Money>>, D::Error> {
    Option::<Money>::deserialize(d).map(Some)
}

impl OfferChange {
    /// Whether anything but the state is to change.
    pub fn says_more(&self) -> bool {
        let texts = [&self.label, &self.kind, &self.sizes, &self.details, &self.quality, &self.weight, &self.place, &self.until];
        texts.iter().any(|text| text.is_some()) || self.count.is_some() || self.unit_value.is_some() || self.carry.is_some()
    }

    /// The state asked for, if one is.
    pub fn state(&self) -> Res<Option<State>> {
        match self.state.as_deref() {
            None => Ok(None),
            Some(name) if State::ASKED.contains(&name) => Ok(State::from_name(name)),
            Some(_) => Err(Refused::field("state", "web-field-choice").into()),
        }
    }

    /// The offer with these changes put over it, parsed as one.
    pub fn over(&self, offer: &Offer, by: By) -> Res<Draft> {
        let mut fields = form::values(offer, by.offset);
        let mut set = |name: &str, value: Option<String>| {
            if let (Some(value), Some(field)) = (value, fields.iter_mut().find(|(n, _)| n == name)) {
                field.1 = value;
            }
        };
        set("label", self.label.clone());
        set("kind", self.kind.clone());
        set("sizes", self.sizes.clone());
        set("details", self.details.clone());
        set("quality", self.quality.clone());
        set("weight", self.weight.clone());
        set("count", self.count.map(|count| count.to_string()));
        set("unit_value", self.unit_value.map(|money| major("unit_value", money, by.currency)).transpose()?);
        let carry = self.carry.map(|carry| carry.map_or(Ok(String::new()), |money| major("carry", money, by.currency)));
        set("carry", carry.transpose()?);
        set("place", self.place.clone());
        set("until", self.until.clone());
        form::read(&RawForm(fields), by)
    }
}

/// An amount as a person would type it. One of another currency is refused beside its field.
fn major(field: &str, money: Money, currency: Currency) -> Res<String> {
    if money.currency != currency || money.amount_minor < 0 {
        return Err(Refused::field(field, "aid-amount-bad").into());
    }
    Ok(if money.amount_minor == 0 { "0".to_owned() } else { money.to_major() })
}

impl OfferBody {
    /// The offer as the command takes it.
    pub fn read(&self, by: By) -> Res<Draft> {
        let carry = self.carry.map_or(Ok(String::new()), |money| major("carry", money, by.currency))?;
        let fields = [
            ("label", self.label.clone()),
            ("kind", self.kind.clone()),
            ("sizes", self.sizes.clone()),
            ("details", self.details.clone()),
            ("quality", self.quality.clone()),
            ("weight", self.weight.clone().unwrap_or_default()),
            ("count", self.count.to_string()),
            ("unit_value", major("unit_value", self.unit_value, by.currency)?),
            ("carry", carry),
            ("place", self.place.clone()),
            ("until", self.until.clone()),
        ];
        form::read(&RawForm(fields.map(|(name, value)| (name.to_owned(), value)).into()), by)
    }
}

/// An offer.
#[derive(Serialize, ToSchema)]
pub struct OfferJson {
    /// Its name.
    #[serde(rename = "ref")]
    #[schema(value_type = String)]
    pub reference: PublicRef,
    /// Counts what its donor changed; also the ETag, and what `If-Match` names.
    pub version: i64,
    /// `standing`, `paused`, `withdrawn`, or `ended` when its time is over.
    pub state: &'static str,
    /// What it is.
    pub label: String,
    /// The kind of goods.
    pub kind: String,
    /// Sizes or the like.
    pub sizes: String,
    /// More about it.
    pub details: String,
    /// `new` or `used`.
    pub quality: String,
    /// What one item weighs.
    pub weight: &'static str,
    /// How many there are in all.
    pub count: i64,
    /// Of these, how many no pledge holds.
    pub left: i64,
    /// What one item is worth.
    #[schema(value_type = MoneySchema)]
    pub unit_value: Money,
    /// The most that its donor pays to send to one family; null: without bound.
    #[schema(value_type = Option<MoneySchema>)]
    pub carry: Option<Money>,
    /// The county where it lies.
    #[schema(value_type = String, example = "01HN6XJ4C0800")]
    pub place: Id,
    /// Until when it stands.
    #[schema(value_type = String, format = DateTime)]
    pub until_at: Millis,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Millis,
    /// Requests that opened since its page was looked at last and may fit it, at most 50.
    pub new_fits: i64,
}

impl OfferJson {
    /// An offer at that moment.
    pub fn new(offer: &Offer, new_fits: i64, now: Millis) -> Self {
        OfferJson {
            reference: offer.reference,
            version: offer.version,
            state: offer.state_at(now).name(),
            label: offer.label.clone(),
            kind: offer.kind.clone(),
            sizes: offer.sizes.clone(),
            details: offer.details.clone(),
            quality: offer.quality.clone(),
            weight: offer.weight.name(),
            count: offer.quantity,
            left: offer.rest,
            unit_value: offer.unit_value(),
            carry: offer.carry_minor.map(|minor| Money::new(minor, offer.currency)),
            place: offer.place,
            until_at: offer.until_at,
            created_at: offer.created_at,
            new_fits,
        }
    }
}

/// A page of one's offers.
#[derive(Serialize, ToSchema)]
pub struct OffersJson {
    /// The offers, the newest first.
    pub items: Vec<OfferJson>,
    /// The cursor of the next page; null on the last one.
    pub next: Option<String>,
}

/// A part that an offer fits.
#[derive(Serialize, ToSchema)]
pub struct SuggestionJson {
    /// The request.
    #[schema(value_type = String)]
    pub request: PublicRef,
    /// The part of it.
    #[schema(value_type = String)]
    pub part: Id,
    /// What the request needs, in words.
    pub title: String,
    /// What is asked, in words.
    pub label: String,
    /// The unit, as the writer named it.
    pub unit: String,
    /// How many are still to be pledged.
    pub left: i64,
    /// How many are to go there, as the offer's items are divided.
    pub count: i64,
    /// How well it fits, 450 to 1,000.
    pub likeness: i64,
    /// In what it is alike: `thing`, `kind` or `words`.
    pub same: &'static str,
    /// Whether the sizes go together; null when one side says nothing of them.
    pub sizes_fit: Option<bool>,
    /// How far it is: in the same `county`, `city` or `province`, or `elsewhere`.
    pub distance: &'static str,
    /// What sending one item is taken to cost.
    #[schema(value_type = MoneySchema)]
    pub shipping_each: Money,
    /// Whether an item is worth what it costs to send.
    pub worth_shipping: bool,
    /// Whether `carry` allows for at least one item to be sent so far.
    pub carried: bool,
    /// Whether it opened since the offer's page was looked at last.
    pub new: bool,
}

impl SuggestionJson {
    /// A suggestion.
    pub fn new(offer: &Offer, s: &Suggestion) -> Self {
        SuggestionJson {
            request: s.ground.request_ref(),
            part: s.ground.part,
            title: s.ground.title.clone(),
            label: s.ground.label.clone(),
            unit: s.ground.unit.clone(),
            left: s.ground.left(),
            count: s.count,
            likeness: s.likeness.permille,
            same: s.likeness.same.name(),
            sizes_fit: s.sizes_fit(),
            distance: s.distance.name(),
            shipping_each: Money::new(s.shipping_each, offer.currency),
            worth_shipping: s.worth,
            carried: s.carried,
            new: s.new,
        }
    }
}

/// An offer with what fits it and what was pledged of it.
#[derive(Serialize, ToSchema)]
pub struct OfferWholeJson {
    /// The offer.
    pub offer: OfferJson,
    /// What fits it now, the best first, at most 12; nothing while it does not stand.
    pub suggestions: Vec<SuggestionJson>,
    /// The pledges made of it, the newest first, at most 100.
    pub pledges: Vec<PledgeJson>,
}

/// A part and how many items are to be pledged on it.
#[derive(Copy, Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiftBody {
    /// The request.
    #[schema(value_type = String)]
    pub request: PublicRef,
    /// The part of it.
    #[schema(value_type = String, min_length = 13, max_length = 13)]
    pub part: Id,
    /// Whole items.
    #[schema(minimum = 1, maximum = 100_000)]
    pub count: i64,
}

/// What is to be pledged from an offer.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiftsBody {
    /// The parts, each once.
    #[schema(min_items = 1, max_items = 20)]
    pub gifts: Vec<GiftBody>,
    /// Whether the donor's name stays out of sight. It does unless `false` is said.
    #[serde(default = "unsaid")]
    #[schema(default = true)]
    pub anonymous: bool,
    /// A few words to the families, without names and numbers.
    #[serde(default)]
    #[schema(max_length = 300)]
    pub message: String,
}

/// Nobody's name is shown who has not said so.
const fn unsaid() -> bool {
    true
}

impl GiftsBody {
    /// The gifts as they are made.
    pub fn read(&self) -> Res<(Vec<Gift>, Saying)> {
        let message = text::tidy(&self.message);
        if text::length(&message) > MESSAGE_MAX {
            return Err(Refused::field("message", "aid-message-too-long").into());
        }
        let all: Vec<Gift> = self.gifts.iter().map(|g| Gift { request: g.request, part: g.part, count: g.count }).collect();
        gifts::check(&all)?;
        Ok((all, Saying { anonymous: self.anonymous, message }))
    }
}

/// What became of one gift.
#[derive(Serialize, ToSchema)]
pub struct OutcomeJson {
    /// The request.
    #[schema(value_type = String)]
    pub request: PublicRef,
    /// The part of it.
    #[schema(value_type = String)]
    pub part: Id,
    /// How many items were to be pledged.
    pub count: i64,
    /// The pledge, if it was made.
    pub pledge: Option<PledgeJson>,
    /// Why it was not made: the type of the problem.
    #[schema(example = "/problems/aid-pledge-over")]
    pub problem: Option<String>,
    /// The same in words.
    pub detail: Option<String>,
}

/// What became of everything that was to be pledged.
#[derive(Serialize, ToSchema)]
pub struct OutcomesJson {
    /// The offer, with what is left of it.
    pub offer: OfferJson,
    /// Each gift in the order in which they were sent.
    pub gifts: Vec<OutcomeJson>,
}

impl OutcomeJson {
    /// What became of a gift, in the reader's language.
    pub fn new(cx: &Cx, (gift, outcome): &Outcome) -> Self {
        let refused = outcome.as_ref().err();
        OutcomeJson {
            request: gift.request,
            part: gift.part,
            count: gift.count,
            pledge: outcome.as_ref().ok().map(PledgeJson::from),
            problem: refused.map(|r| format!("/problems/{}", r.message)),
            detail: refused.map(|r| qianmo_web::answer::said(cx, r)),
        }
    }
}
