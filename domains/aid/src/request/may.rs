//! What a reader may do with a request, for the buttons of its page. The commands decide again.

use super::model::Request;
use crate::lifecycle::{RequestEvent, RequestState, can};
use qianmo_kernel::{Actor, Role};

/// What this reader may do on the page.
#[derive(Copy, Clone, Default)]
pub struct May {
    /// Change it.
    pub edit: bool,
    /// Hand it in.
    pub submit: bool,
    /// Take it back.
    pub withdraw: bool,
    /// Appeal.
    pub appeal: bool,
    /// Add a photo.
    pub add: bool,
    /// Tell of progress.
    pub update: bool,
    /// Say thanks.
    pub thank: bool,
    /// Agree to a story, as the household: one waits. Told by whoever read the posts.
    pub consent: bool,
    /// Find that a part cannot be delivered.
    pub office: bool,
    /// Prepare a payout: there is something in custody. Told by whoever read the pledges.
    pub pay_out: bool,
    /// Accept donors of goods: some wait. Told by whoever read the pledges.
    pub accept: bool,
    /// Review it.
    pub review: bool,
    /// Stop it.
    pub close: bool,
    /// Take posts off, or show them again.
    pub moderate: bool,
    /// Take back photos that are shown.
    pub take_back: bool,
    /// Give.
    pub give: bool,
    /// Tell of abuse.
    pub report: bool,
}

impl May {
    /// What this reader may do with this request.
    pub fn of(request: &Request, actor: Option<&Actor>) -> Self {
        let state = request.state;
        let Some(actor) = actor else {
            return May { give: state.takes_pledges(), report: request.opened_at.is_some(), ..May::default() };
        };
        let writes = request.is_written_by(actor);
        let here = |role: Role| actor.grants.iter().any(|g| g.role == role && g.path.covers(&request.path));
        May {
            edit: writes && super::decide::editable(state).is_ok(),
            submit: writes && can(state, RequestEvent::Submit),
            withdraw: writes && can(state, RequestEvent::Withdraw),
            appeal: writes && can(state, RequestEvent::Appeal),
            // What was refused is looked at again only after an appeal: until then nobody would look at a photo.
            add: writes && !state.is_over() && state != RequestState::Refused,
            update: writes && request.opened_at.is_some() && state.is_told(),
            thank: writes && state.is_told() && (request.pledged_minor > 0 || request.parts_pledged > 0),
            office: here(Role::Officer) && state.is_live(),
            consent: false,
            pay_out: false,
            accept: false,
            review: here(Role::Reviewer) && matches!(state, RequestState::Submitted | RequestState::Appealed),
            close: here(Role::Officer) && can(state, RequestEvent::Close),
            moderate: actor.may(&crate::thanks::MODERATE, &request.path),
            take_back: !writes && actor.may(&qianmo_media::REVIEW, &request.path),
            give: state.takes_pledges() && !writes && actor.may_somewhere(&crate::pledge::GIVE),
            report: request.opened_at.is_some() && !writes,
        }
    }
}

impl RequestState {
    /// Whether nothing more comes of it.
    pub fn is_over(self) -> bool {
        !self.is_live()
            && !matches!(
                self,
                RequestState::Draft
                    | RequestState::Submitted
                    | RequestState::Returned
                    | RequestState::Refused
                    | RequestState::Appealed
            )
    }
}
