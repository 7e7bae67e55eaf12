//! Confirming and disputing in the API.

use super::command::Confirm;
use super::dispute::{Dispute, DisputeKind, Outcome};
use super::store::DisputeRow;
use qianmo_kernel::{Id, Millis, PublicRef, Refused, Res, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A confirmation of what arrived.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptJson {
    /// How many items arrived; left out: all that is awaited. Not for payouts.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub count: Option<i64>,
    /// What is to be said of it. A witness who was not shown the household's card says here how they know.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub note: String,
    /// Whether a witness was shown the household's card; the household reads it.
    #[serde(default)]
    pub card_shown: bool,
}

impl ReceiptJson {
    /// The confirmation as the command takes it.
    pub fn read(&self) -> Res<Confirm> {
        let note = note("note", &self.note)?;
        Ok(Confirm { count: self.count, note, photo: None, card_shown: self.card_shown, people: false })
    }
}

/// What is wrong with what was sent or paid.
#[derive(Copy, Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisputeKindJson {
    /// Nothing came.
    NotArrived,
    /// Something else came, or it was broken.
    NotAsPromised,
}

/// A dispute.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDisputeJson {
    /// What is wrong.
    pub kind: DisputeKindJson,
    /// In words.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub note: String,
}

impl NewDisputeJson {
    /// The dispute as the command takes it.
    pub fn read(&self) -> Res<Dispute> {
        let kind = match self.kind {
            DisputeKindJson::NotArrived => DisputeKind::NotArrived,
            DisputeKindJson::NotAsPromised => DisputeKind::NotAsPromised,
        };
        Ok(Dispute { kind, note: note("note", &self.note)? })
    }
}

/// How an officer decides on a dispute.
#[derive(Copy, Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeJson {
    /// It did arrive as promised; the confirmation is awaited again.
    Arrived,
    /// `count` of the goods came: they are confirmed by you as a witness, with the reason as the note that the donor reads; the rest is
    /// given up and the part opens again. Not for payouts.
    Partly,
    /// It did not: what goods were not received is given up and the part opens again; a payout is `missing`, and its money is sought.
    Failed,
}

/// A decision on a dispute.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionJson {
    /// How.
    pub outcome: OutcomeJson,
    /// How many of the goods came; needed for `partly`.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub count: Option<i64>,
    /// Why.
    #[schema(min_length = 2, max_length = 500)]
    pub reason: String,
}

impl DecisionJson {
    /// The decision as the command takes it.
    pub fn read(&self) -> Res<(Outcome, String)> {
        let outcome = match self.outcome {
            OutcomeJson::Arrived => Outcome::Arrived,
            OutcomeJson::Partly => Outcome::Partly(self.count.ok_or_else(|| Refused::field("count", "web-field-required"))?),
            OutcomeJson::Failed => Outcome::Failed,
        };
        let reason = note("reason", &self.reason)?;
        if text::length(&reason) < 2 { Err(Refused::field("reason", "web-field-required").into()) } else { Ok((outcome, reason)) }
    }
}

fn note(field: &str, typed: &str) -> Res<String> {
    let note = text::tidy(typed);
    if text::length(&note) > super::NOTE_MAX { Err(Refused::field(field, "aid-message-too-long").into()) } else { Ok(note) }
}

/// A dispute that waits for an officer.
#[derive(Serialize, ToSchema)]
pub struct DisputeJson {
    /// Its name.
    #[serde(rename = "ref")]
    #[schema(value_type = String)]
    pub reference: PublicRef,
    /// The request.
    #[schema(value_type = String)]
    pub request: PublicRef,
    /// The pledge of goods, if it is about one.
    #[schema(value_type = Option<String>)]
    pub pledge: Option<PublicRef>,
    /// The payout, if it is about one.
    #[schema(value_type = Option<String>)]
    pub payout: Option<PublicRef>,
    /// `not_arrived` or `not_as_promised`.
    pub kind: String,
    /// What was said.
    pub note: String,
    /// `household` or `witness`.
    pub by_role: String,
    /// `open`, or how it was decided.
    pub state: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Millis,
}

impl From<&DisputeRow> for DisputeJson {
    fn from(d: &DisputeRow) -> Self {
        let county = d.reference.county;
        let there = |id: Id| (id != Id::NONE).then(|| PublicRef::new(county, id));
        DisputeJson {
            reference: d.reference,
            request: PublicRef::new(county, d.request),
            pledge: there(d.pledge),
            payout: there(d.payout),
            kind: d.kind.clone(),
            note: d.note.clone(),
            by_role: d.by_role.clone(),
            state: d.state.clone(),
            at: d.at,
        }
    }
}
