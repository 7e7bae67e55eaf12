//! What a part is, from what was pledged on it; what a request is, from its parts. Pure.

use super::names::{PartState, RequestEvent, RequestState};

/// What was pledged on a part and how far it came. Minor units or whole items; each later number is part of the one before:
/// `0 ≤ received ≤ delivered ≤ sent ≤ pledged ≤ asked`.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// What the household asks for; over 0.
    pub asked: i64,
    /// In pledges that hold room.
    pub pledged: i64,
    /// Of that, on its way or further: goods dispatched, money in an approved payout.
    pub sent: i64,
    /// Of that, there: goods delivered, money paid out.
    pub delivered: i64,
    /// Of that, confirmed.
    pub received: i64,
}

/// Where a part stands, from its counts (never `failed`, which is an officer's finding).
pub fn part_state(counts: Counts) -> PartState {
    if counts.pledged <= 0 {
        PartState::Open
    } else if counts.pledged < counts.asked {
        PartState::PartlyPledged
    } else if counts.received >= counts.asked {
        PartState::Met
    } else if counts.delivered >= counts.asked {
        PartState::Delivered
    } else if counts.sent > 0 {
        PartState::Delivering
    } else {
        PartState::Pledged
    }
}

/// Where an opened request stands, from its parts. `met` needs every part met; parts that failed are set aside until the
/// rest has come to its end, and then make the request `failed`, however much of it arrived.
pub fn derive(parts: &[PartState]) -> RequestState {
    let mut left = parts.iter().copied().filter(|&p| p != PartState::Failed).peekable();
    let any_failed = parts.contains(&PartState::Failed);
    if left.peek().is_none() {
        return if any_failed { RequestState::Failed } else { RequestState::Open };
    }
    let left: Vec<PartState> = left.collect();
    let all = |wanted: &[PartState]| left.iter().all(|p| wanted.contains(p));
    let any = |wanted: &[PartState]| left.iter().any(|p| wanted.contains(p));
    if all(&[PartState::Met]) {
        if any_failed { RequestState::Failed } else { RequestState::Met }
    } else if all(&[PartState::Met, PartState::Delivered]) {
        RequestState::Delivered
    } else if any(&[PartState::Open, PartState::PartlyPledged]) {
        if all(&[PartState::Open]) { RequestState::Open } else { RequestState::PartlyPledged }
    } else if any(&[PartState::Delivering, PartState::Delivered, PartState::Met]) {
        RequestState::Delivering
    } else {
        RequestState::Pledged
    }
}

/// The event that brings a request to what its parts say; `None` when that is no state that parts can lead to.
pub fn request_event(derived: RequestState) -> Option<RequestEvent> {
    Some(match derived {
        RequestState::Open => RequestEvent::PartsOpen,
        RequestState::PartlyPledged => RequestEvent::PartsPartlyPledged,
        RequestState::Pledged => RequestEvent::PartsPledged,
        RequestState::Delivering => RequestEvent::PartsDelivering,
        RequestState::Delivered => RequestEvent::PartsDelivered,
        RequestState::Met => RequestEvent::PartsMet,
        RequestState::Failed => RequestEvent::PartsFailed,
        _ => return None,
    })
}
