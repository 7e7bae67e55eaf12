//! What a standing gift, a run of it and a pledge of a run are made of.

use super::calendar::{Day, Period, Rhythm};
use qianmo_kernel::{Currency, Id, Millis, Money, PublicRef};

macro_rules! names {
    ($(#[$about:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
        pub enum $name { $($(#[$each])* $variant),+ }

        impl $name {
            /// Its name in the database and in the API.
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            /// The one of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

names! {
    /// Where a standing gift stands.
    State {
        /// It falls due.
        Active = "active",
        /// It falls due no more until it is gone on with.
        Paused = "paused",
        /// It is over.
        Ended = "ended",
    }
}

names! {
    /// Where a run stands.
    RunState {
        /// Its pledges are being made.
        Placing = "placing",
        /// Its pledges are being charged.
        Charging = "charging",
        /// Some of its pledges may still be paid, or come to nothing.
        Waiting = "waiting",
        /// Each of its pledges is paid or over.
        Done = "done",
    }
}

names! {
    /// What became of a pledge of a run, as far as the run is concerned.
    LineState {
        /// Made.
        Made = "made",
        /// The provider was, or is about to be, asked for it.
        Charging = "charging",
        /// Paid.
        Paid = "paid",
        /// The charge failed; the pledge was given back.
        Failed = "failed",
        /// Given back, or taken back, without a charge.
        Released = "released",
        /// Nobody paid it in time.
        Lapsed = "lapsed",
    }
}

/// What is wished of a standing gift.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
    /// How much each time.
    pub amount: Money,
    /// For what; `None`: for anything.
    pub purpose: Option<String>,
    /// Where; `None`: anywhere.
    pub place: Option<Id>,
    /// Whether the donor's name stays out of sight.
    pub anonymous: bool,
    /// When.
    pub rhythm: Rhythm,
}

impl Terms {
    /// How often.
    pub const fn period(&self) -> Period {
        self.rhythm.period
    }
}

/// A standing gift.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gift {
    /// Whose it is.
    pub account: Id,
    /// The gift.
    pub id: Id,
    /// For compare-and-set.
    pub version: i64,
    /// What is wished.
    pub terms: Terms,
    /// Where it stands.
    pub state: State,
    /// Why it is paused or over, a word; empty while it is active.
    pub reason: String,
    /// How many due days there were.
    pub runs: i64,
    /// The last one.
    pub last: Option<Day>,
    /// How many runs have failed one after the other.
    pub failed: i64,
    /// What the last run could not place and the next one tries once more, in minor units.
    pub carried: i64,
    /// The mandate by which it is charged.
    pub mandate: Option<Id>,
    /// The next due day.
    pub next: Option<Day>,
    /// The moment on it.
    pub next_at: Option<Millis>,
    /// When it was made.
    pub created_at: Millis,
    /// When it was last changed by its donor.
    pub changed_at: Millis,
}

impl Gift {
    /// Reckons the next due day anew; a gift that has none left is over. Only what is active falls due.
    pub(super) fn schedule(&mut self, now: Millis, offset_minutes: i32) {
        let next = self.terms.rhythm.next(self.last, self.runs, Day::at(now, offset_minutes));
        self.next = next.filter(|_| self.state == State::Active);
        self.next_at = self.next.map(|day| day.due_at(offset_minutes));
    }

    /// Ends or pauses it.
    pub(super) fn stop(&mut self, state: State, reason: &str) {
        self.state = state;
        reason.clone_into(&mut self.reason);
        (self.next, self.next_at, self.carried) = (None, None, 0);
    }
}

/// Which run.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub struct Key {
    /// Whose gift.
    pub account: Id,
    /// The gift.
    pub gift: Id,
    /// The due day.
    pub day: Day,
}

/// A due day of a gift.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// Which.
    pub key: Key,
    /// For compare-and-set.
    pub version: i64,
    /// Where it stands.
    pub state: RunState,
    /// What was wished each time when it fell due, in minor units.
    pub amount: i64,
    /// What the run before could not place.
    pub carried_in: i64,
    /// Of both.
    pub currency: Currency,
    /// What it was for.
    pub purpose: Option<String>,
    /// Where.
    pub place: Option<Id>,
    /// Whether the donor's name stays out of sight.
    pub anonymous: bool,
    /// By what its pledges are charged; `None`: they are paid by hand.
    pub mandate: Option<Id>,
    /// What was pledged.
    pub placed: i64,
    /// What the next due day tries once more.
    pub carried_out: i64,
    /// What was paid of it.
    pub paid: i64,
    /// Why nothing more was placed, or charged: the key of a message; empty when there is nothing to say.
    pub note: String,
    /// Whether it failed: a charge did, or nobody paid any of it in time.
    pub failed: bool,
    /// When it was made.
    pub made_at: Millis,
    /// When it is to be worked on.
    pub work_at: Option<Millis>,
    /// When it ended.
    pub ended_at: Option<Millis>,
}

impl Run {
    /// What could be pledged on that day.
    pub const fn sum(&self) -> i64 {
        self.amount + self.carried_in
    }

    /// What found no place.
    pub const fn not_placed(&self) -> i64 {
        self.sum() - self.placed
    }

    /// An amount of its currency.
    pub const fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
}

/// A pledge that a run made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Of which run.
    pub key: Key,
    /// Its place among them, from 1.
    pub pos: i64,
    /// The county of request and pledge.
    pub county: Id,
    /// The request.
    pub request: Id,
    /// The part of it.
    pub part: Id,
    /// The pledge.
    pub pledge: Id,
    /// How much, in minor units.
    pub amount: i64,
    /// What became of it.
    pub state: LineState,
    /// The order by which it is charged.
    pub payment: Option<Id>,
}

impl Line {
    /// The pledge's public name.
    pub const fn pledge_ref(&self) -> PublicRef {
        PublicRef::new(self.county, self.pledge)
    }

    /// The request's public name.
    pub const fn request_ref(&self) -> PublicRef {
        PublicRef::new(self.county, self.request)
    }
}
