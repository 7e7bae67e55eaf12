//! Where a gift stands as its donor and everybody are told: its state, and finer where the state alone would not be true.

use super::store::Pledge;
use crate::lifecycle::PledgeState;

/// Where a gift stands.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The stable name, for the API.
    pub name: &'static str,
    /// The message that says it to a person.
    pub label: &'static str,
}

impl Pledge {
    /// Where it stands, from what is kept with it. Money that was paid stands in custody only as long as no payout was begun of it: what a
    /// payout holds may be on its way, or be sought, and what was paid out is with the household.
    pub const fn standing(&self) -> Standing {
        match self.state {
            PledgeState::Paid if self.paid_out_minor > 0 => {
                Standing { name: "partly_paid_out", label: "aid-pledge-state-partly-paid-out" }
            }
            PledgeState::Paid if self.held_minor > 0 => Standing { name: "payout_open", label: "aid-pledge-state-payout-open" },
            state => Standing { name: state.name(), label: state.label() },
        }
    }
}
