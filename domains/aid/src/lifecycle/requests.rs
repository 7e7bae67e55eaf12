//! The tables of a request and of its parts.

use super::names::{PartState, RequestEvent, RequestState};
use super::{Stage, Step, Who};

const WRITERS: Who = &["household", "helper", "publisher"];
const REVIEWERS: Who = &["reviewer"];
const OFFICERS: Who = &["officer"];
const SYSTEM: Who = &["system"];

const fn step(from: RequestState, event: RequestEvent, to: RequestState, who: Who) -> Step<RequestState> {
    Step { from, event, to, who, only: None }
}

impl Stage for RequestState {
    type Event = RequestEvent;
    const NAME: &'static str = "request";
    const STATES: &'static [Self] = RequestState::ALL;
    const FIRST: Self = RequestState::Draft;
    const TABLE: &'static [Step<Self>] = {
        use RequestEvent as E;
        use RequestState as S;
        &[
            step(S::Draft, E::Submit, S::Submitted, WRITERS),
            step(S::Draft, E::Withdraw, S::Withdrawn, WRITERS),
            step(S::Submitted, E::Return, S::Returned, REVIEWERS),
            step(S::Submitted, E::Refuse, S::Refused, REVIEWERS),
            step(S::Submitted, E::Approve, S::Open, REVIEWERS),
            step(S::Submitted, E::Withdraw, S::Withdrawn, WRITERS),
            step(S::Submitted, E::Close, S::Closed, OFFICERS),
            step(S::Returned, E::Submit, S::Submitted, WRITERS),
            step(S::Returned, E::Withdraw, S::Withdrawn, WRITERS),
            step(S::Returned, E::Expire, S::Expired, SYSTEM),
            step(S::Refused, E::Appeal, S::Appealed, WRITERS),
            step(S::Appealed, E::Grant, S::Open, REVIEWERS),
            step(S::Appealed, E::Dismiss, S::Refused, REVIEWERS),
            step(S::Appealed, E::Withdraw, S::Withdrawn, WRITERS),
            // What follows from the parts.
            step(S::Open, E::PartsPartlyPledged, S::PartlyPledged, SYSTEM),
            step(S::Open, E::PartsPledged, S::Pledged, SYSTEM),
            step(S::Open, E::PartsFailed, S::Failed, SYSTEM),
            step(S::PartlyPledged, E::PartsOpen, S::Open, SYSTEM),
            step(S::PartlyPledged, E::PartsPledged, S::Pledged, SYSTEM),
            step(S::PartlyPledged, E::PartsDelivering, S::Delivering, SYSTEM),
            step(S::PartlyPledged, E::PartsDelivered, S::Delivered, SYSTEM),
            step(S::PartlyPledged, E::PartsFailed, S::Failed, SYSTEM),
            step(S::Pledged, E::PartsOpen, S::Open, SYSTEM),
            step(S::Pledged, E::PartsPartlyPledged, S::PartlyPledged, SYSTEM),
            step(S::Pledged, E::PartsDelivering, S::Delivering, SYSTEM),
            step(S::Pledged, E::PartsFailed, S::Failed, SYSTEM),
            step(S::Delivering, E::PartsOpen, S::Open, SYSTEM),
            step(S::Delivering, E::PartsPartlyPledged, S::PartlyPledged, SYSTEM),
            step(S::Delivering, E::PartsPledged, S::Pledged, SYSTEM),
            step(S::Delivering, E::PartsDelivered, S::Delivered, SYSTEM),
            step(S::Delivering, E::PartsMet, S::Met, SYSTEM),
            step(S::Delivering, E::PartsFailed, S::Failed, SYSTEM),
            step(S::Delivered, E::PartsOpen, S::Open, SYSTEM),
            step(S::Delivered, E::PartsPartlyPledged, S::PartlyPledged, SYSTEM),
            step(S::Delivered, E::PartsPledged, S::Pledged, SYSTEM),
            step(S::Delivered, E::PartsDelivering, S::Delivering, SYSTEM),
            step(S::Delivered, E::PartsMet, S::Met, SYSTEM),
            step(S::Delivered, E::PartsFailed, S::Failed, SYSTEM),
            // The exits of a public request. What was paid and not paid out goes back the way it came.
            step(S::Open, E::Withdraw, S::Withdrawn, WRITERS),
            step(S::PartlyPledged, E::Withdraw, S::Withdrawn, WRITERS),
            step(S::Pledged, E::Withdraw, S::Withdrawn, WRITERS),
            step(S::Open, E::Expire, S::Expired, SYSTEM),
            step(S::PartlyPledged, E::Expire, S::Expired, SYSTEM),
            step(S::Open, E::Close, S::Closed, OFFICERS),
            step(S::PartlyPledged, E::Close, S::Closed, OFFICERS),
            step(S::Pledged, E::Close, S::Closed, OFFICERS),
            step(S::Delivering, E::Close, S::Closed, OFFICERS),
            step(S::Delivered, E::Close, S::Closed, OFFICERS),
        ]
    };

    fn state_name(self) -> &'static str {
        self.name()
    }

    fn event_name(event: RequestEvent) -> &'static str {
        event.name()
    }
}

impl RequestState {
    /// Whether pledges may be made on it.
    pub const fn takes_pledges(self) -> bool {
        matches!(self, RequestState::Open | RequestState::PartlyPledged)
    }

    /// Whether it follows from the parts: everything between being opened and its end.
    pub const fn is_live(self) -> bool {
        matches!(
            self,
            RequestState::Open
                | RequestState::PartlyPledged
                | RequestState::Pledged
                | RequestState::Delivering
                | RequestState::Delivered
        )
    }

    /// Whether something may still come of it in public: live, met, or failed.
    pub const fn is_public(self) -> bool {
        self.is_live() || matches!(self, RequestState::Met | RequestState::Failed)
    }

    /// Whether everybody may read what it says once it was opened. Of what was taken back or stopped only a stub is left: its
    /// household no longer wants it read, or it should not have been.
    pub const fn is_told(self) -> bool {
        self.is_public() || matches!(self, RequestState::Expired)
    }
}

const fn part(from: PartState, event: PartState, to: PartState, who: Who) -> Step<PartState> {
    Step { from, event, to, who, only: None }
}

/// A part's events are named by the state it comes to: what is pledged on it is counted again and says where it stands.
impl Stage for PartState {
    type Event = PartState;
    const NAME: &'static str = "part";
    const STATES: &'static [Self] = PartState::ALL;
    const FIRST: Self = PartState::Open;
    const TABLE: &'static [Step<Self>] = {
        use PartState as S;
        &[
            part(S::Open, S::PartlyPledged, S::PartlyPledged, SYSTEM),
            part(S::Open, S::Pledged, S::Pledged, SYSTEM),
            part(S::Open, S::Failed, S::Failed, OFFICERS),
            part(S::PartlyPledged, S::Open, S::Open, SYSTEM),
            part(S::PartlyPledged, S::Pledged, S::Pledged, SYSTEM),
            part(S::PartlyPledged, S::Delivering, S::Delivering, SYSTEM),
            part(S::PartlyPledged, S::Failed, S::Failed, OFFICERS),
            part(S::Pledged, S::Open, S::Open, SYSTEM),
            part(S::Pledged, S::PartlyPledged, S::PartlyPledged, SYSTEM),
            part(S::Pledged, S::Delivering, S::Delivering, SYSTEM),
            part(S::Pledged, S::Failed, S::Failed, OFFICERS),
            part(S::Delivering, S::Open, S::Open, SYSTEM),
            part(S::Delivering, S::PartlyPledged, S::PartlyPledged, SYSTEM),
            part(S::Delivering, S::Pledged, S::Pledged, SYSTEM),
            part(S::Delivering, S::Delivered, S::Delivered, SYSTEM),
            part(S::Delivering, S::Met, S::Met, SYSTEM),
            part(S::Delivering, S::Failed, S::Failed, OFFICERS),
            part(S::Delivered, S::Open, S::Open, SYSTEM),
            part(S::Delivered, S::PartlyPledged, S::PartlyPledged, SYSTEM),
            part(S::Delivered, S::Pledged, S::Pledged, SYSTEM),
            part(S::Delivered, S::Delivering, S::Delivering, SYSTEM),
            part(S::Delivered, S::Met, S::Met, SYSTEM),
            part(S::Delivered, S::Failed, S::Failed, OFFICERS),
        ]
    };

    fn state_name(self) -> &'static str {
        self.name()
    }

    fn event_name(event: PartState) -> &'static str {
        event.name()
    }
}
