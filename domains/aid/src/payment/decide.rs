//! What money that came in is. Pure.

use crate::lifecycle::PledgeState;

/// What becomes of money that came in for a pledge.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Incoming {
    /// It pays the pledge.
    Pays,
    /// It pays a pledge that had lapsed and for which there is still room.
    Revives,
    /// It goes back: the pledge had ended.
    Ended(&'static str),
    /// It goes back: the pledge was paid before.
    Twice,
}

/// Decides by the pledge's state, and for a lapsed one by whether the request still takes pledges and has room for it.
pub const fn incoming(state: PledgeState, room: bool) -> Incoming {
    match state {
        PledgeState::Pledged | PledgeState::Paying => Incoming::Pays,
        PledgeState::Lapsed if room => Incoming::Revives,
        PledgeState::Lapsed => Incoming::Ended("pledge-lapsed"),
        PledgeState::Cancelled => Incoming::Ended("pledge-cancelled"),
        _ => Incoming::Twice,
    }
}
