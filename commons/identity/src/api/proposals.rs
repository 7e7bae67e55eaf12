//! Roles that one officer proposed, for the second officer who confirms or refuses them.

use super::accounts::RoleName;
use crate::grant;
use crate::proposal::{self, Proposal};
use qianmo_kernel::{Id, Millis};
// Under another name: the description's macro takes what is called `Path` for a struct of parameters.
use qianmo_web::Path as At;
use qianmo_web::schema::IdSchema;
use qianmo_web::{Answer, Body, Cx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A role that was proposed for an account.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = RoleProposal)]
pub(super) struct ProposalJson {
    /// The proposal.
    #[schema(value_type = IdSchema)]
    id: Id,
    /// The account.
    #[schema(value_type = IdSchema)]
    account: Id,
    /// The role's name.
    #[schema(value_type = RoleName)]
    role: String,
    /// The place; null at the root.
    #[schema(value_type = Option<IdSchema>)]
    place: Option<Id>,
    /// `proposed`, `confirmed`, `withdrawn`, `refused` or `lapsed`. Only a confirmed role gives anything.
    state: String,
    /// The officer who proposed it.
    #[schema(value_type = IdSchema)]
    proposed_by: Id,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    proposed_at: Millis,
    /// When it lapses without a second officer's word.
    #[schema(value_type = String, format = DateTime)]
    lapses_at: Millis,
    /// Why it was withdrawn or refused; else empty.
    reason: String,
}

impl From<&Proposal> for ProposalJson {
    fn from(p: &Proposal) -> Self {
        ProposalJson {
            id: p.id,
            account: p.account,
            role: p.grant.role.name().to_owned(),
            place: (p.grant.place != Id::NONE).then_some(p.grant.place),
            state: p.state.name().to_owned(),
            proposed_by: p.proposed_by,
            proposed_at: p.proposed_at,
            lapses_at: p.proposed_at + proposal::LAPSES,
            reason: p.reason.clone(),
        }
    }
}

/// What is decided on a proposed role.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RoleDecision)]
pub(super) enum DecisionWord {
    /// The role is held from now on.
    Confirm,
    /// It is not given, and a reason is needed. Whoever proposed it withdraws it so.
    Refuse,
}

/// The decision on a proposed role.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoleProposalDecision)]
pub(super) struct DecideJson {
    /// Confirm or refuse.
    decision: DecisionWord,
    /// Why it is refused or withdrawn.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: String,
}

/// Confirms, refuses or withdraws a proposed role. Who confirms is another officer than the one who proposed it, of the same
/// place or above it, and neither of the two owes the office to the other.
#[utoipa::path(post, path = "/accounts/{id}/proposals/{proposal}/decision", tag = "identity", request_body = DecideJson,
    params(("id" = IdSchema, Path, description = "The account"), ("proposal" = IdSchema, Path, description = "The proposal")),
    responses((status = 200, description = "The proposal, decided", body = ProposalJson)))]
pub(super) async fn decide(cx: Cx, At((id, proposed)): At<(Id, Id)>, body: Body<DecideJson>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("identity.proposals.decide", &body.bytes)?;
    let DecideJson { decision, reason } = body.value;
    let words = cx.app.i18n.clone();
    let decided = cx
        .write(move |tx| {
            call.once(tx, Id::NONE, |tx| {
                grant::require_sight(tx, &actor, id)?;
                match decision {
                    DecisionWord::Confirm => proposal::confirm(tx, &words, &actor, id, proposed)?,
                    DecisionWord::Refuse => proposal::refuse(tx, &words, &actor, id, proposed, &reason)?,
                }
                Ok(ProposalJson::from(&proposal::require(tx, id, proposed)?))
            })
        })
        .await?;
    cx.json(&decided)
}
