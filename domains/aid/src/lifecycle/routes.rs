//! `GET /api/v1/aid/lifecycle`: the tables for every client, so that no two disagree on what a state means.

use super::names::{Gift, PartState, PayoutState, PledgeState, RequestState};
use super::{Stage, VERSION};
use crate::pledge::{GOODS_COUNTDOWN, MONEY_COUNTDOWN};
use crate::review;
use qianmo_kernel::Millis;
use qianmo_web::{Access, Answer, Cx, Module};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

/// The published lifecycle.
#[derive(Serialize, ToSchema)]
pub struct LifecycleJson {
    /// Grows with every change of a table.
    pub version: u32,
    /// Request, part, pledge, payout.
    pub machines: Vec<MachineJson>,
    /// Minutes from a pledge of money to its payment.
    pub money_countdown_minutes: i64,
    /// Days from a pledge of goods to its dispatch.
    pub goods_countdown_days: i64,
    /// The codes of the reasons that people state.
    pub reasons: ReasonsJson,
}

/// The codes that stand for a reason, by what is done for it.
#[derive(Serialize, ToSchema)]
pub struct ReasonsJson {
    /// What a ruling `approve` may state to have been checked.
    pub approve: Vec<&'static str>,
    /// Why a ruling is `return`.
    #[serde(rename = "return")]
    pub send_back: Vec<&'static str>,
    /// Why a ruling is `refuse`, in a review and on an appeal.
    pub refuse: Vec<&'static str>,
    /// Why its writers take a request back: `POST /aid/requests/{ref}/withdrawal`.
    pub withdrawal: Vec<&'static str>,
    /// Why an officer stops a request: `POST /aid/requests/{ref}/closure`.
    pub closure: Vec<&'static str>,
    /// Why a part cannot be met: `POST /aid/requests/{ref}/failure`.
    pub failure: Vec<&'static str>,
    /// What is wrong with a request: `POST /aid/requests/{ref}/reports`.
    pub report: Vec<&'static str>,
}

fn reasons() -> ReasonsJson {
    ReasonsJson {
        approve: review::CHECKS.to_vec(),
        send_back: review::RETURN_REASONS.to_vec(),
        refuse: review::REFUSE_REASONS.to_vec(),
        withdrawal: crate::withdrawal::REASONS.to_vec(),
        closure: crate::closure::REASONS.to_vec(),
        failure: crate::delivery::FAIL_REASONS.to_vec(),
        report: crate::report::REASONS.to_vec(),
    }
}

/// One thing with a life.
#[derive(Serialize, ToSchema)]
pub struct MachineJson {
    /// `request`, `part`, `pledge` or `payout`.
    pub name: &'static str,
    /// Where it begins.
    pub first: &'static str,
    /// Its states in the order of a life that goes well, then the exits.
    pub states: Vec<StateJson>,
    /// Every step there is.
    pub steps: Vec<StepJson>,
}

/// A state.
#[derive(Serialize, ToSchema)]
pub struct StateJson {
    /// Its stable name.
    pub name: &'static str,
    /// Whether nothing more can happen.
    pub is_final: bool,
}

/// A step from one state to another.
#[derive(Serialize, ToSchema)]
pub struct StepJson {
    /// The state before.
    pub from: &'static str,
    /// What happens.
    pub event: &'static str,
    /// The state after.
    pub to: &'static str,
    /// Who may cause it: role names, and `publisher`, `witness`, `provider`, `system`.
    pub who: Vec<&'static str>,
    /// `money` or `goods` when it is only for that kind of gift.
    pub gift: Option<&'static str>,
}

fn machine<S: Stage>() -> MachineJson {
    MachineJson {
        name: S::NAME,
        first: S::FIRST.state_name(),
        states: S::STATES.iter().map(|s| StateJson { name: s.state_name(), is_final: s.is_final() }).collect(),
        steps: S::TABLE
            .iter()
            .map(|step| StepJson {
                from: step.from.state_name(),
                event: S::event_name(step.event),
                to: step.to.state_name(),
                who: step.who.to_vec(),
                gift: step.only.map(Gift::name),
            })
            .collect(),
    }
}

/// The tables as they are published.
pub fn published() -> LifecycleJson {
    LifecycleJson {
        version: VERSION,
        machines: vec![machine::<RequestState>(), machine::<PartState>(), machine::<PledgeState>(), machine::<PayoutState>()],
        money_countdown_minutes: MONEY_COUNTDOWN / Millis::MINUTE,
        goods_countdown_days: GOODS_COUNTDOWN / Millis::DAY,
        reasons: reasons(),
    }
}

/// The life of requests, parts, pledges and payouts: states, events, who may cause what, and the codes of reasons.
#[utoipa::path(get, path = "/aid/lifecycle", tag = "aid", responses((status = 200, body = LifecycleJson)))]
async fn lifecycle_json(cx: Cx) -> Answer {
    cx.json(&published())
}

/// Adds this slice's route.
pub fn routes(module: Module) -> Module {
    module.api(Access::Public, routes!(lifecycle_json))
}
