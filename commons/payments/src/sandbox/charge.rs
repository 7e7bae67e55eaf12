//! A charge in the bank's own book.

use super::script::SandboxScript;
use crate::order::decide::Outcome;
use crate::order::{Direction, Order};
use crate::provider::Answer;
use qianmo_kernel::{Id, Millis, Money};

/// How far a charge is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Not decided.
    Pending,
    /// The money moved.
    Succeeded,
    /// It did not.
    Failed,
}

impl Stage {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Stage::Pending => "pending",
            Stage::Succeeded => "succeeded",
            Stage::Failed => "failed",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Stage> {
        [Stage::Pending, Stage::Succeeded, Stage::Failed].into_iter().find(|s| s.name() == name)
    }
}

/// A charge: money that the bank moved, moves or failed to move.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Charge {
    /// The county of the order, as the bank was told.
    pub county: Id,
    /// The order.
    pub id: Id,
    /// Which try of it.
    pub round: i64,
    /// Which way the money goes, seen from us.
    pub direction: Direction,
    /// How much.
    pub amount: Money,
    /// What is to become of it.
    pub script: SandboxScript,
    /// How far it is.
    pub stage: Stage,
    /// When the bank was asked.
    pub asked_at: Millis,
    /// When it is decided.
    pub due_at: Millis,
    /// When the money moved or failed to.
    pub settled_at: Option<Millis>,
    /// When the bank took it back after it had succeeded.
    pub returned_at: Option<Millis>,
    /// Callbacks that are still to be sent.
    pub callbacks_left: i64,
    /// How often a callback was sent in vain.
    pub tries: i64,
    /// When there is something to be done with it.
    pub next_at: Option<Millis>,
}

impl Charge {
    /// A charge that the bank was asked for at this moment; decided at once if its script says so.
    pub(super) fn new(order: &Order, script: SandboxScript, now: Millis) -> Self {
        let due_at = now + script.wait();
        let mut charge = Charge {
            county: order.county,
            id: order.id,
            round: order.round,
            direction: order.direction,
            amount: order.amount,
            script,
            stage: Stage::Pending,
            asked_at: now,
            due_at,
            settled_at: None,
            returned_at: None,
            callbacks_left: 0,
            tries: 0,
            next_at: Some(due_at),
        };
        charge.decide(now);
        charge
    }

    /// Decides it if its time has come; answers whether it did.
    pub(super) fn decide(&mut self, now: Millis) -> bool {
        if self.stage != Stage::Pending || now < self.due_at {
            return false;
        }
        self.stage = if self.script.succeeds() { Stage::Succeeded } else { Stage::Failed };
        self.settled_at = Some(self.due_at.max(self.asked_at));
        self.callbacks_left = self.script.callbacks();
        self.next_at = (self.callbacks_left > 0).then_some(now);
        true
    }

    /// What the bank says when it is asked.
    pub(super) fn answer(&self) -> Answer {
        let outcome = match (self.stage, self.settled_at) {
            (Stage::Succeeded, _) if self.returned_at.is_some() => Outcome::Failed,
            (Stage::Succeeded, Some(at)) => Outcome::Succeeded { amount: self.amount, at },
            (Stage::Failed, _) => Outcome::Failed,
            _ if self.script.is_secretive() => Outcome::Unknown,
            _ => Outcome::Pending,
        };
        let reason = if outcome == Outcome::Failed { "declined".to_owned() } else { String::new() };
        Answer { outcome, provider_ref: self.reference(), reason }
    }

    /// What the bank calls it.
    pub(super) fn reference(&self) -> String {
        format!("SB-{}-{}", self.id, self.round)
    }
}
