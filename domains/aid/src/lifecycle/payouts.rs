//! The table of a payout: prepared by one, approved by another, paid by the provider, confirmed by the household, or found missing.

use super::names::{PayoutEvent, PayoutState};
use super::{Stage, Step, Who};

const OFFICERS: Who = &["officer"];
const PROVIDER: Who = &["provider"];
const FINDERS: Who = &["officer", "provider"];
const RECEIVERS: Who = &["household", "witness"];
/// What an officer found missing nobody else can say to have arrived: no witness sees into the household's account.
const HOUSEHOLD: Who = &["household"];

const fn step(from: PayoutState, event: PayoutEvent, to: PayoutState, who: Who) -> Step<PayoutState> {
    Step { from, event, to, who, only: None }
}

impl Stage for PayoutState {
    type Event = PayoutEvent;
    const NAME: &'static str = "payout";
    const STATES: &'static [Self] = PayoutState::ALL;
    const FIRST: Self = PayoutState::Prepared;
    const TABLE: &'static [Step<Self>] = {
        use PayoutEvent as E;
        use PayoutState as S;
        &[
            step(S::Prepared, E::Approve, S::Approved, OFFICERS),
            step(S::Prepared, E::Reject, S::Rejected, OFFICERS),
            step(S::Prepared, E::Void, S::Voided, OFFICERS),
            step(S::Approved, E::PayOut, S::PaidOut, PROVIDER),
            step(S::Approved, E::Fail, S::Failed, PROVIDER),
            step(S::PaidOut, E::Confirm, S::Received, RECEIVERS),
            step(S::PaidOut, E::Dispute, S::Disputed, RECEIVERS),
            step(S::Disputed, E::Confirm, S::Received, RECEIVERS),
            step(S::Disputed, E::SettleDispute, S::PaidOut, OFFICERS),
            step(S::Disputed, E::FindMissing, S::Missing, OFFICERS),
            step(S::Missing, E::Confirm, S::Received, HOUSEHOLD),
            step(S::Missing, E::ComeBack, S::Failed, FINDERS),
        ]
    };

    fn state_name(self) -> &'static str {
        self.name()
    }

    fn event_name(event: PayoutEvent) -> &'static str {
        event.name()
    }
}
