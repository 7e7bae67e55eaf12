//! Payouts in the API.

use super::Recovery;
use super::account::Told;
use super::card::{By, Changed};
use super::command::NewPayout;
use super::form::Decision;
use super::store::Payout;
use qianmo_kernel::{Id, Millis, Money, PublicRef, Refused, Res, text};
use qianmo_payments::Way;
use qianmo_web::schema::MoneySchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A payout to be prepared.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayoutJson {
    /// The request.
    #[schema(value_type = String)]
    pub request: PublicRef,
    /// The money part of it.
    #[schema(value_type = String, min_length = 13, max_length = 13)]
    pub part: Id,
    /// How much; left out: all that is in custody for the part.
    #[serde(default)]
    #[schema(value_type = Option<MoneySchema>)]
    pub amount: Option<Money>,
    /// What was seen that shows the need and the way it is paid.
    #[schema(min_length = 2, max_length = 1000)]
    pub evidence: String,
}

impl NewPayoutJson {
    /// The payout as the command takes it.
    pub fn read(&self) -> Res<NewPayout> {
        Ok(NewPayout { request: self.request, part: self.part, amount: self.amount, evidence: evidence(&self.evidence)? })
    }
}

fn evidence(typed: &str) -> Res<String> {
    let evidence = text::tidy(typed);
    if (2..=super::EVIDENCE_MAX).contains(&text::length(&evidence)) {
        Ok(evidence)
    } else {
        Err(Refused::field("evidence", "web-field-required").into())
    }
}

/// What a second officer decides.
#[derive(Copy, Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalWord {
    /// The money may go.
    Approve,
    /// It may not; a reason is needed.
    Reject,
}

/// A second officer's decision.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalJson {
    /// Approve or reject.
    pub decision: ApprovalWord,
    /// Why it is rejected.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub reason: String,
    /// Approving: the `stamp` of the account that you were shown. Needed when the account has changed since the payout was prepared.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub account: Option<String>,
}

impl ApprovalJson {
    /// The decision as the command takes it.
    pub fn read(&self) -> Res<Decision> {
        let reason = text::tidy(&self.reason);
        match self.decision {
            ApprovalWord::Approve => Ok(Decision::Approve(self.account.clone())),
            ApprovalWord::Reject if (2..=500).contains(&text::length(&reason)) => Ok(Decision::Reject(reason)),
            ApprovalWord::Reject => Err(Refused::field("reason", "web-field-required").into()),
        }
    }
}

/// How the money of a missing payout came to be in custody again.
#[derive(Copy, Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryWord {
    /// It came back to the provider's custody; after `replaced` by another officer: the provider gave back what it still owed.
    Returned,
    /// The county put the amount in from elsewhere; what the provider owes stays claimed.
    Replaced,
}

/// What an officer states of a missing payout.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecoveryJson {
    /// How.
    pub way: RecoveryWord,
    /// What shows it; nobody's name or number.
    #[schema(min_length = 2, max_length = 1000)]
    pub evidence: String,
}

impl RecoveryJson {
    /// The statement as the command takes it.
    pub fn read(&self) -> Res<Recovery> {
        let way = match self.way {
            RecoveryWord::Returned => Way::Returned,
            RecoveryWord::Replaced => Way::Replaced,
        };
        Ok(Recovery { way, evidence: evidence(&self.evidence)? })
    }
}

/// The account that a payout would go to, masked.
#[derive(Serialize, ToSchema)]
pub struct PayoutAccountJson {
    /// The first letter of the head's name.
    pub name: String,
    /// The end of the number, as `••••1234`.
    pub ending: String,
    /// Names this account when you approve; shows nothing of it.
    pub stamp: String,
    /// Whether it is another account than the payout was prepared for.
    pub changed: bool,
    /// Who gave or changed it since the household's last confirmed payout, the last one first.
    pub changes: Vec<PayoutCardChangeJson>,
}

/// That the account a payout would go to was given or changed.
#[derive(Serialize, ToSchema)]
pub struct PayoutCardChangeJson {
    /// `household`: the household itself; `let_in`: an account of the household that came in by a phone which `name` put on record;
    /// `operator`: at the machine; `account`: whoever `name` names.
    pub by: &'static str,
    /// How that account is called, or several with commas between; empty for the others, and for an account that was erased.
    pub name: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Millis,
}

impl From<Changed> for PayoutCardChangeJson {
    fn from(change: Changed) -> Self {
        let by = change.by.name();
        let name = match change.by {
            By::Account(name) => name,
            By::LetIn(names) => names.join(", "),
            By::Household | By::Operator => String::new(),
        };
        PayoutCardChangeJson { by, name, at: change.at }
    }
}

/// A payout.
#[derive(Serialize, ToSchema)]
pub struct PayoutJson {
    /// Its name.
    #[serde(rename = "ref")]
    #[schema(value_type = String)]
    pub reference: PublicRef,
    /// The request.
    #[schema(value_type = String)]
    pub request: PublicRef,
    /// The part of it.
    #[schema(value_type = String)]
    pub part: Id,
    /// How much.
    #[schema(value_type = MoneySchema)]
    pub amount: Money,
    /// Where it stands, as `GET /aid/lifecycle` tells.
    pub state: &'static str,
    /// What the first officer saw; only for officers and auditors.
    pub evidence: String,
    /// Why it was rejected, taken back or failed; of one that had been missing how its money came back: `provider`, `returned`, `replaced`.
    pub reason: String,
    /// When it was prepared.
    #[schema(value_type = String, format = DateTime)]
    pub prepared_at: Millis,
    /// When it was approved, rejected or taken back.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Millis>,
    /// When the provider paid it.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub paid_out_at: Option<Millis>,
    /// When it was confirmed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub received_at: Option<Millis>,
    /// When an officer found that it did not arrive.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub found_missing_at: Option<Millis>,
    /// The account it would go to: of one payout, for an officer who may approve it now, and null for everybody else or when there is none
    /// to pay to. The household sees each look.
    pub account: Option<PayoutAccountJson>,
}

impl PayoutJson {
    /// The payout with what its approver is shown of the account.
    pub(super) fn showing(p: &Payout, account: Option<Told>) -> Self {
        let account = account.and_then(Result::ok).map(|a| PayoutAccountJson {
            name: a.name,
            ending: a.ending,
            stamp: a.stamp,
            changed: a.changed,
            changes: a.changes.into_iter().map(PayoutCardChangeJson::from).collect(),
        });
        PayoutJson { account, ..PayoutJson::from(p) }
    }
}

impl From<&Payout> for PayoutJson {
    fn from(p: &Payout) -> Self {
        PayoutJson {
            reference: p.reference(),
            request: p.request_ref(),
            part: p.part,
            amount: p.amount(),
            state: p.state.name(),
            evidence: p.evidence.clone(),
            reason: p.reason.clone(),
            prepared_at: p.prepared_at,
            decided_at: p.decided_at,
            paid_out_at: p.paid_out_at,
            received_at: p.received_at,
            found_missing_at: p.found_at,
            account: None,
        }
    }
}
