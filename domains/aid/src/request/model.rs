//! The request and its parts as they are kept.

use super::household::MaskedHousehold;
use crate::lifecycle::{Counts, Gift, PartState, RequestState};
use qianmo_kernel::{Actor, Currency, Id, Millis, Money, PlacePath, PublicRef, Role};

/// What a request is for. Stable names; the words are `aid-purpose-<name>`.
pub const PURPOSES: &[&str] = &["education", "health", "housing", "goods", "livelihood", "other"];

/// Why it is needed. Stable names; the words are `aid-reason-<name>`.
pub const REASONS: &[&str] = &[
    "low-income",
    "illness",
    "disability",
    "schooling",
    "old-age",
    "disaster",
    "bereavement",
    "unsafe-home",
    "lost-work",
    "care",
    "other",
];

/// Who the publisher is to the household: the registry's ties by their names; the words are `aid-relationship-<name>`.
pub const RELATIONSHIPS: &[&str] = &["self", "helper", "spouse", "child", "parent", "sibling", "relative", "neighbour", "friend"];

/// Money or goods.
pub type Kind = Gift;

/// A request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// County and id.
    pub reference: PublicRef,
    /// For compare-and-set, and the ETag.
    pub version: i64,
    /// The household it is for.
    pub household: PublicRef,
    /// Who wrote it.
    pub publisher: Id,
    /// Who the publisher is to the household.
    pub relationship: String,
    /// Where the household lived when it was written.
    pub place: Id,
    /// The same as a path.
    pub path: PlacePath,
    /// One of [`PURPOSES`].
    pub purpose: String,
    /// One of [`REASONS`].
    pub reason: String,
    /// One sentence.
    pub title: String,
    /// Why it is needed.
    pub story: String,
    /// BCP 47 tag of the language it is written in.
    pub language: String,
    /// The household as everyone may see it.
    pub masked: MaskedHousehold,
    /// Of its money.
    pub currency: Currency,
    /// Where it stands.
    pub state: RequestState,
    /// Money asked, minor units.
    pub asked_minor: i64,
    /// Of that, pledged.
    pub pledged_minor: i64,
    /// Of that, received and confirmed.
    pub received_minor: i64,
    /// Estimated value of the goods asked.
    pub goods_value_minor: i64,
    /// How many parts.
    pub parts: i64,
    /// Parts that are pledged whole.
    pub parts_pledged: i64,
    /// Parts that are met.
    pub parts_met: i64,
    /// Whether a delivery address was given.
    pub has_address: bool,
    /// The case in the procedures, if there is one.
    pub review_case: Option<Id>,
    /// When it was begun.
    pub created_at: Millis,
    /// When it was handed in last.
    pub submitted_at: Option<Millis>,
    /// When it became public first.
    pub opened_at: Option<Millis>,
    /// When it expires unless it is pledged.
    pub expires_at: Option<Millis>,
    /// When its receipt was confirmed.
    pub met_at: Option<Millis>,
    /// When it ended otherwise.
    pub ended_at: Option<Millis>,
    /// Why it ended; '' otherwise.
    pub end_reason: String,
    /// Of its parts, those that ask for goods.
    pub goods: GoodsParts,
}

/// The parts of a request that ask for goods, counted.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct GoodsParts {
    /// How many there are.
    pub parts: i64,
    /// Pledged whole.
    pub pledged: i64,
    /// Pledged in part.
    pub partly: i64,
    /// Met.
    pub met: i64,
}

impl GoodsParts {
    /// Counted anew.
    pub fn count(parts: &[Part]) -> Self {
        let mut goods = GoodsParts::default();
        for part in parts.iter().filter(|p| p.kind == Kind::Goods) {
            goods.parts += 1;
            goods.pledged += i64::from(part.left() == 0);
            goods.partly += i64::from(part.counts.pledged > 0 && part.left() > 0);
            goods.met += i64::from(part.state == PartState::Met);
        }
        goods
    }
}

impl Request {
    /// What is asked, money and the estimated value of goods together, in minor units.
    pub const fn worth_minor(&self) -> i64 {
        self.asked_minor.saturating_add(self.goods_value_minor)
    }

    /// Whether this actor may write it: the publisher, the household itself, or a helper of its place.
    pub fn is_written_by(&self, actor: &Actor) -> bool {
        actor.in_scope(&super::WRITE)
            && (actor.account == self.publisher
                || actor.household == Some(self.household)
                || actor.grants.iter().any(|g| g.role == Role::Helper && g.path.covers(&self.path)))
    }

    /// Whether this actor may see what is not public: its writers, and those who answer for its place.
    pub fn is_open_to(&self, actor: &Actor) -> bool {
        self.is_written_by(actor) || actor.account == self.publisher || actor.may(&super::INSPECT, &self.path)
    }

    /// Money asked.
    pub fn asked(&self) -> Money {
        Money::new(self.asked_minor, self.currency)
    }

    /// Money pledged.
    pub fn pledged(&self) -> Money {
        Money::new(self.pledged_minor, self.currency)
    }

    /// Money received and confirmed.
    pub fn received(&self) -> Money {
        Money::new(self.received_minor, self.currency)
    }

    /// Whether there is no more to tell than what is asked: nothing could be given yet, or nothing was before it was taken back
    /// or stopped.
    pub fn is_only_asked(&self) -> bool {
        let nothing = self.pledged_minor == 0 && self.goods.pledged == 0 && self.goods.partly == 0;
        self.opened_at.is_none() || (nothing && matches!(self.state, RequestState::Withdrawn | RequestState::Closed))
    }

    /// Whether its time to ask is over though nobody has noted it yet: nothing can be given for it any more.
    pub fn has_run_out(&self, now: Millis) -> bool {
        self.state.takes_pledges() && self.expires_at.is_some_and(|end| end <= now)
    }

    /// How much of it is pledged, in 1,000ths: money by amount and goods by parts, money counted when there is any.
    pub fn pledged_share(&self) -> i64 {
        if self.asked_minor > 0 {
            self.pledged_minor.saturating_mul(1_000) / self.asked_minor
        } else if self.parts > 0 {
            self.parts_pledged * 1_000 / self.parts
        } else {
            0
        }
    }
}

/// A part of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// The part; its county is the request's.
    pub id: Id,
    /// The request.
    pub request: PublicRef,
    /// For compare-and-set.
    pub version: i64,
    /// Its place in the list, from 0.
    pub position: i64,
    /// Money or goods.
    pub kind: Kind,
    /// What it is, in the writer's words.
    pub label: String,
    /// Goods: the unit in the writer's words. Money: ''.
    pub unit: String,
    /// Money: minor units; goods: units.
    pub counts: Counts,
    /// Goods: the estimated value of one unit.
    pub unit_value_minor: i64,
    /// Where it stands.
    pub state: PartState,
}

impl Part {
    /// What is still to be pledged.
    pub fn left(&self) -> i64 {
        (self.counts.asked - self.counts.pledged).max(0)
    }
}

/// An invented request, for the samples of pages.
pub fn sample_request() -> Request {
    let id = Id::from_i64(1 << 41);
    let county = Id::from_i64(1 << 40);
    Request {
        reference: PublicRef::new(county, id),
        version: 3,
        household: PublicRef::new(county, id),
        publisher: id,
        relationship: "helper".into(),
        place: county,
        path: PlacePath::root().child(county),
        purpose: "education".into(),
        reason: "schooling".into(),
        title: "A desk and a lamp for homework".into(),
        story: "Two children share one table.\nThere is no light after dark.".into(),
        language: "en".into(),
        masked: MaskedHousehold::sample(),
        currency: Currency::CNY,
        state: RequestState::PartlyPledged,
        asked_minor: 48_000,
        pledged_minor: 30_000,
        received_minor: 0,
        goods_value_minor: 12_000,
        parts: 2,
        parts_pledged: 1,
        parts_met: 0,
        has_address: true,
        review_case: Some(id),
        created_at: Millis(1_740_000_000_000),
        submitted_at: Some(Millis(1_740_050_000_000)),
        opened_at: Some(Millis(1_740_100_000_000)),
        expires_at: Some(Millis(1_747_900_000_000)),
        met_at: None,
        ended_at: None,
        end_reason: String::new(),
        goods: GoodsParts { parts: 1, pledged: 1, partly: 0, met: 0 },
    }
}

/// Invented parts of [`sample_request`].
pub fn sample_parts() -> Vec<Part> {
    let request = sample_request().reference;
    let part = |position, kind, label: &str, unit: &str, counts| Part {
        id: Id::from_i64((1 << 42) + position),
        request,
        version: 1,
        position,
        kind,
        label: label.into(),
        unit: unit.into(),
        counts,
        unit_value_minor: if kind == Kind::Goods { 12_000 } else { 0 },
        state: PartState::PartlyPledged,
    };
    vec![
        part(0, Kind::Money, "Books and fees", "", Counts { asked: 48_000, pledged: 30_000, ..Counts::default() }),
        part(1, Kind::Goods, "Desk lamp", "pieces", Counts { asked: 2, pledged: 2, sent: 2, delivered: 1, received: 1 }),
    ]
}
