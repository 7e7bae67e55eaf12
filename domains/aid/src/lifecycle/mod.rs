//! The life of a request, its parts, the pledges on them and the payouts: one state machine as data, for every client.
//!
//! A household's request is written (`draft`), handed in, checked and opened. Its *parts* are then pledged, sent, delivered
//! and received, each in its own time; what the request is at any moment follows from its parts ([`derive`]), never the
//! other way round, and a part that is met does not make a request that is met.
//!
//! Tables, not code, say what may happen: (from, event, to, who may). [`next`] looks an event up and refuses what is not
//! there. The names are stable: the database, the API and `GET /api/v1/aid/lifecycle` use the same words, and
//! [`VERSION`] grows whenever a table changes. `docs/domains/aid-lifecycle.md` is printed from the same tables.

mod derive;
mod diagram;
mod names;
mod payouts;
mod pledges;
mod requests;
mod routes;
#[cfg(test)]
mod tests;

pub use derive::{Counts, derive, part_state, request_event};
pub use diagram::document;
pub use names::{Gift, PartState, PayoutEvent, PayoutState, PledgeEvent, PledgeState, RequestEvent, RequestState};
pub use pledges::next_pledge;
pub use routes::{published, routes};

use qianmo_kernel::{Kind, Refused};

/// The version of the tables. A client that knows an older one asks again.
pub const VERSION: u32 = 3;

/// Who may cause a step. Kernel roles by their names, and four parts that are not roles: `publisher` (wrote the request),
/// `witness` (saw the thing arrive and is neither publisher, nor sender, nor payer), `provider` (the payment provider's
/// callback) and `system` (a countdown, or what follows from the parts).
pub type Who = &'static [&'static str];

/// One row of a table.
#[derive(Copy, Clone, Debug)]
pub struct Step<S: Stage> {
    /// The state in which it may happen.
    pub from: S,
    /// What happens.
    pub event: S::Event,
    /// The state after it.
    pub to: S,
    /// Who may cause it.
    pub who: Who,
    /// The kind of gift it is for; `None`: any.
    pub only: Option<Gift>,
}

/// A thing with a life: its states, its events, its table.
pub trait Stage: Copy + Eq + std::fmt::Debug + 'static {
    /// What may happen to it.
    type Event: Copy + Eq + std::fmt::Debug + 'static;
    /// What it is called in the API and the docs.
    const NAME: &'static str;
    /// Every state, in the order of a life that goes well, then the exits.
    const STATES: &'static [Self];
    /// Where a life begins.
    const FIRST: Self;
    /// Every step there is. A pair (from, event) stands in it at most once.
    const TABLE: &'static [Step<Self>];

    /// The state's stable name.
    fn state_name(self) -> &'static str;
    /// The event's stable name.
    fn event_name(event: Self::Event) -> &'static str;

    /// Whether nothing more can happen.
    fn is_final(self) -> bool {
        Self::TABLE.iter().all(|step| step.from != self)
    }
}

/// The state after `event`, or a refusal that names the present state (409 `aid-state-not-now`).
pub fn next<S: Stage>(state: S, event: S::Event) -> Result<S, Refused> {
    S::TABLE.iter().find(|step| step.from == state && step.event == event).map(|step| step.to).ok_or_else(|| not_now(state, event))
}

/// Whether `event` may happen now.
pub fn can<S: Stage>(state: S, event: S::Event) -> bool {
    S::TABLE.iter().any(|step| step.from == state && step.event == event)
}

fn not_now<S: Stage>(state: S, event: S::Event) -> Refused {
    Refused::new(Kind::Conflict, "aid-state-not-now").arg("state", state.state_name()).arg("event", S::event_name(event))
}
