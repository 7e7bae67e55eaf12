//! The table of a pledge: goods go from hand to hand, money through custody.

use super::names::{Gift, PledgeEvent, PledgeState};
use super::{Stage, Step, Who, not_now};
use qianmo_kernel::Refused;

const DONOR: Who = &["donor"];
const SENDER: Who = &["donor"];
const PROVIDER: Who = &["provider"];
const SYSTEM: Who = &["system"];
const OFFICERS: Who = &["officer"];
const RECEIVERS: Who = &["household", "witness"];
/// `system`: a donor whose goods this very household has confirmed before is accepted at once.
const ACCEPTERS: Who = &["household", "helper", "officer", "system"];
const NOT_THERE: Who = &["donor", "helper", "officer"];
const ENDERS: Who = &["system", "officer", "household", "publisher"];

const fn any(from: PledgeState, event: PledgeEvent, to: PledgeState, who: Who) -> Step<PledgeState> {
    Step { from, event, to, who, only: None }
}

const fn money(from: PledgeState, event: PledgeEvent, to: PledgeState, who: Who) -> Step<PledgeState> {
    Step { from, event, to, who, only: Some(Gift::Money) }
}

const fn goods(from: PledgeState, event: PledgeEvent, to: PledgeState, who: Who) -> Step<PledgeState> {
    Step { from, event, to, who, only: Some(Gift::Goods) }
}

impl Stage for PledgeState {
    type Event = PledgeEvent;
    const NAME: &'static str = "pledge";
    const STATES: &'static [Self] = PledgeState::ALL;
    const FIRST: Self = PledgeState::Pledged;
    const TABLE: &'static [Step<Self>] = {
        use PledgeEvent as E;
        use PledgeState as S;
        &[
            any(S::Pledged, E::Lapse, S::Lapsed, SYSTEM),
            any(S::Pledged, E::Cancel, S::Cancelled, DONOR),
            any(S::Pledged, E::Release, S::Cancelled, ENDERS),
            // Money.
            money(S::Pledged, E::StartPayment, S::Paying, DONOR),
            money(S::Pledged, E::Pay, S::Paid, PROVIDER),
            money(S::Paying, E::StartPayment, S::Paying, DONOR),
            money(S::Paying, E::FailPayment, S::Pledged, PROVIDER),
            money(S::Paying, E::Pay, S::Paid, PROVIDER),
            money(S::Paying, E::Lapse, S::Lapsed, SYSTEM),
            money(S::Paying, E::Cancel, S::Cancelled, DONOR),
            money(S::Paying, E::Release, S::Cancelled, ENDERS),
            money(S::Lapsed, E::Revive, S::Paid, PROVIDER),
            money(S::Lapsed, E::Refund, S::Refunding, SYSTEM),
            money(S::Cancelled, E::Refund, S::Refunding, SYSTEM),
            money(S::Paid, E::PayOut, S::PaidOut, PROVIDER),
            money(S::Paid, E::Refund, S::Refunding, ENDERS),
            money(S::Refunding, E::Refund, S::Refunding, OFFICERS),
            money(S::Refunding, E::FinishRefund, S::Refunded, PROVIDER),
            money(S::Refunding, E::FinishRefundOfRest, S::Paid, PROVIDER),
            money(S::PaidOut, E::Confirm, S::Received, RECEIVERS),
            money(S::PaidOut, E::LosePayout, S::Paid, OFFICERS),
            // Goods. Acceptance is a mark on the pledge and no state of its own; without it nothing is dispatched.
            goods(S::Pledged, E::Accept, S::Pledged, ACCEPTERS),
            goods(S::Pledged, E::Dispatch, S::Dispatched, SENDER),
            goods(S::Dispatched, E::Dispatch, S::Dispatched, SENDER),
            goods(S::Dispatched, E::Deliver, S::Delivered, SENDER),
            goods(S::Dispatched, E::FailDelivery, S::Failed, NOT_THERE),
            goods(S::Dispatched, E::Dispute, S::Disputed, RECEIVERS),
            goods(S::Dispatched, E::ConfirmSome, S::Dispatched, RECEIVERS),
            goods(S::Dispatched, E::Confirm, S::Received, RECEIVERS),
            goods(S::Dispatched, E::CloseRest, S::Received, OFFICERS),
            goods(S::Delivered, E::FailDelivery, S::Failed, OFFICERS),
            goods(S::Delivered, E::Dispute, S::Disputed, RECEIVERS),
            goods(S::Delivered, E::ConfirmSome, S::Delivered, RECEIVERS),
            goods(S::Delivered, E::Confirm, S::Received, RECEIVERS),
            goods(S::Delivered, E::CloseRest, S::Received, OFFICERS),
            goods(S::Disputed, E::Dispatch, S::Dispatched, SENDER),
            goods(S::Disputed, E::SettleDispute, S::Delivered, OFFICERS),
            goods(S::Disputed, E::FailDelivery, S::Failed, OFFICERS),
            goods(S::Disputed, E::ConfirmSome, S::Disputed, RECEIVERS),
            goods(S::Disputed, E::Confirm, S::Received, RECEIVERS),
            goods(S::Disputed, E::CloseRest, S::Received, OFFICERS),
        ]
    };

    fn state_name(self) -> &'static str {
        self.name()
    }

    fn event_name(event: PledgeEvent) -> &'static str {
        event.name()
    }
}

/// The state of a pledge of that kind after `event`; refuses what the table does not hold for that kind.
pub fn next_pledge(gift: Gift, state: PledgeState, event: PledgeEvent) -> Result<PledgeState, Refused> {
    PledgeState::TABLE
        .iter()
        .find(|step| step.from == state && step.event == event && step.only.is_none_or(|only| only == gift))
        .map(|step| step.to)
        .ok_or_else(|| not_now(state, event))
}

impl PledgeState {
    /// Whether it takes room on its part.
    pub const fn holds_room(self) -> bool {
        !matches!(
            self,
            PledgeState::Lapsed | PledgeState::Cancelled | PledgeState::Failed | PledgeState::Refunding | PledgeState::Refunded
        )
    }

    /// Whether its countdown runs.
    pub const fn is_counting_down(self) -> bool {
        matches!(self, PledgeState::Pledged | PledgeState::Paying)
    }

    /// Whether the address may still be needed: from the pledge until the receipt. Its donor sees it once accepted
    /// ([`crate::pledge::Pledge::shows_address`]).
    pub const fn needs_address(self) -> bool {
        matches!(self, PledgeState::Pledged | PledgeState::Dispatched | PledgeState::Delivered | PledgeState::Disputed)
    }
}
