//! An offer as it is kept.

use super::ship::Weight;
use qianmo_kernel::{Currency, Id, Millis, Money, PlacePath, PublicRef};

/// Kinds of goods. Stable names; the words are `aid-good-<name>`.
pub const KINDS: &[&str] = &[
    "clothing",
    "shoes",
    "bedding",
    "food",
    "school",
    "books",
    "electronics",
    "furniture",
    "household",
    "hygiene",
    "medical",
    "tools",
    "toys",
    "other",
];

/// In what state goods are. Stable names; the words are `aid-offer-quality-<name>`.
pub const QUALITIES: &[&str] = &["new", "used"];

/// The most items of one offer.
pub const QUANTITY_MOST: i64 = 100_000;

/// How long an offer stands at most.
pub const STANDS_FOR: i64 = 180 * Millis::DAY;

/// Where an offer stands.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// What fits is suggested, and can be pledged from it.
    Standing,
    /// Its donor lets it rest.
    Paused,
    /// Its donor took it back.
    Withdrawn,
    /// Its time is over.
    Ended,
}

impl State {
    /// The stable name in the database and the API.
    pub const fn name(self) -> &'static str {
        match self {
            State::Standing => "standing",
            State::Paused => "paused",
            State::Withdrawn => "withdrawn",
            State::Ended => "ended",
        }
    }

    /// What a donor can bring it to.
    pub const ASKED: &'static [&'static str] = &["standing", "paused", "withdrawn"];

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<State> {
        [State::Standing, State::Paused, State::Withdrawn, State::Ended].into_iter().find(|s| s.name() == name)
    }

    /// The badge that has its colour.
    pub const fn badge(self) -> &'static str {
        match self {
            State::Standing => "open",
            State::Paused => "held",
            State::Withdrawn => "withdrawn",
            State::Ended => "expired",
        }
    }
}

/// An offer as its donor states it: already read and well-formed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// What it is, in the donor's words.
    pub label: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// Sizes or the like; may be empty.
    pub sizes: String,
    /// More about it; may be empty.
    pub details: String,
    /// One of [`QUALITIES`].
    pub quality: String,
    /// The class of weight of one item.
    pub weight: Weight,
    /// Whole items, 1 to [`QUANTITY_MOST`].
    pub quantity: i64,
    /// What one item is worth, minor units.
    pub unit_value_minor: i64,
    /// The most that the donor pays to send to one family, minor units; `None`: no bound.
    pub carry_minor: Option<i64>,
    /// The place where it lies; a county is made of it.
    pub place: Id,
    /// Until when it stands.
    pub until_at: Millis,
}

/// An offer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// County and id.
    pub reference: PublicRef,
    /// For compare-and-set. What is pledged of it and comes back does not count.
    pub version: i64,
    /// Whose it is.
    pub account: Id,
    /// The county where it lies now.
    pub place: Id,
    /// The same as a path.
    pub path: PlacePath,
    /// What it is.
    pub label: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// Sizes or the like.
    pub sizes: String,
    /// More about it.
    pub details: String,
    /// One of [`QUALITIES`].
    pub quality: String,
    /// The class of weight of one item.
    pub weight: Weight,
    /// Whole items.
    pub quantity: i64,
    /// Of these, how many no pledge holds.
    pub rest: i64,
    /// What one item is worth, minor units.
    pub unit_value_minor: i64,
    /// Of its amounts.
    pub currency: Currency,
    /// The most that its donor pays to send to one family; `None`: no bound.
    pub carry_minor: Option<i64>,
    /// Until when it stands.
    pub until_at: Millis,
    /// As it was stored: its time may be over meanwhile, see [`Offer::state_at`].
    pub state: State,
    /// When it was made.
    pub created_at: Millis,
}

impl Offer {
    /// Where it stands at that moment.
    pub fn state_at(&self, now: Millis) -> State {
        match self.state {
            State::Standing | State::Paused if self.until_at <= now => State::Ended,
            state => state,
        }
    }

    /// How many items pledges hold.
    pub const fn given(&self) -> i64 {
        self.quantity - self.rest
    }

    /// What one item is worth.
    pub const fn unit_value(&self) -> Money {
        Money::new(self.unit_value_minor, self.currency)
    }

    /// An invented one.
    pub fn sample() -> Offer {
        let (county, id) = (Id::from_i64(1 << 40), Id::from_i64(1 << 41));
        Offer {
            reference: PublicRef::new(county, id),
            version: 2,
            account: id,
            place: county,
            path: PlacePath::root().child(county),
            label: "Winter coats".into(),
            kind: "clothing".into(),
            sizes: "110–150".into(),
            details: "Warm, with hoods".into(),
            quality: "new".into(),
            weight: Weight::Medium,
            quantity: 30,
            rest: 12,
            unit_value_minor: 12_000,
            currency: Currency::CNY,
            carry_minor: Some(5_000),
            until_at: Millis(1_600_000_000_000),
            state: State::Standing,
            created_at: Millis(1_590_000_000_000),
        }
    }
}
