//! Roles that wait for a second officer: on the list of those who give roles, on the page of the account, and the decision.

use super::detail::{self, Failed};
use crate::proposal::{self, Proposal, State, WaitingKey};
use crate::{account, grant, web};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Millis, PlacePath, PublicRef, Res};
use qianmo_web::{Answer, Cx, Form, FormView, Path, Reader, View};
use std::collections::HashMap;

/// A role that waits for a second officer, on the list.
pub(super) struct Waiting {
    pub(super) account: String,
    pub(super) name: String,
    /// In place of the name: the household whose own account it is.
    pub(super) household: Option<String>,
    pub(super) role: &'static str,
    pub(super) place: Option<String>,
    pub(super) proposed_at: Millis,
}

/// The same before its place has a name.
pub(super) struct Found {
    pub(super) proposal: Proposal,
    name: String,
    pub(super) household: Option<PublicRef>,
}

/// How many that wait are listed on a page.
const PAGE: usize = 30;

/// A page of what waits at or under a place, and after which row the next one goes on.
pub(super) fn waiting(tx: &mut Tx<'_>, under: &PlacePath, after: Option<&WaitingKey>) -> Res<(Vec<Found>, Option<WaitingKey>)> {
    let mut open = proposal::waiting(tx, under, after, PAGE + 1)?;
    let more = open.len() > PAGE;
    open.truncate(PAGE);
    let next = open.last().filter(|_| more).map(Proposal::key);
    let mut found = Vec::new();
    for proposal in open {
        let whose = account::require(tx, proposal.account)?;
        let household = account::only_household(tx, &whose)?;
        found.push(Found { proposal, name: whose.name, household });
    }
    Ok((found, next))
}

impl Waiting {
    /// `household`: how the household is called whose own account it is.
    pub(super) fn new(found: &Found, household: Option<String>, places: &HashMap<Id, String>) -> Self {
        let proposal = &found.proposal;
        Waiting {
            account: proposal.account.to_string(),
            name: if household.is_some() { String::new() } else { found.name.clone() },
            household,
            role: proposal.grant.role.name(),
            place: places.get(&proposal.grant.place).cloned(),
            proposed_at: proposal.proposed_at,
        }
    }

    pub(super) fn sample(now: Millis) -> Self {
        Waiting {
            account: "01HN6XJ4C0800".into(),
            name: "林晓".into(),
            household: None,
            role: "reviewer",
            place: Some("营盘镇".into()),
            proposed_at: now,
        }
    }
}

/// A proposal as the page of the account shows it.
pub(super) struct Proposed {
    pub(super) id: String,
    pub(super) state: &'static str,
    pub(super) role: &'static str,
    pub(super) place: Option<String>,
    pub(super) proposed_by: String,
    pub(super) proposed_at: Millis,
    /// Whether it waits for a second officer.
    pub(super) open: bool,
    /// When it lapses.
    pub(super) until: Millis,
    /// Who decided, and when; nobody did when it waits or has lapsed.
    pub(super) decided_by: Option<String>,
    pub(super) decided_at: Millis,
    pub(super) reason: String,
    /// Why whoever looks cannot confirm it; `None` when they can.
    pub(super) why_not: Option<String>,
    /// Whether whoever looks proposed it: they withdraw what others refuse.
    pub(super) own: bool,
    /// What was wrong with the decision, and the reason that was typed.
    pub(super) error: Option<String>,
    pub(super) typed: String,
}

/// What the page of an account needs to know of a proposal.
pub(super) struct Seen {
    pub(super) proposal: Proposal,
    open: bool,
    why_not: Option<&'static str>,
}

/// The proposals of an account that the actor may know of.
pub(super) fn of_account(tx: &mut Tx<'_>, actor: &Actor, id: Id) -> Res<Vec<Seen>> {
    let mut seen = Vec::new();
    for proposal in proposal::seen_of(tx, actor, id)? {
        let open = proposal.is_open(tx.now());
        let why_not = if open { proposal::obstacle(tx, actor, &proposal)? } else { None };
        seen.push(Seen { proposal, open, why_not });
    }
    Ok(seen)
}

impl Proposed {
    pub(super) fn new(
        v: &View,
        actor: &Actor,
        seen: &Seen,
        (places, people): (&HashMap<Id, String>, &HashMap<Id, String>),
        failed: Option<&FormView>,
    ) -> Self {
        let p = &seen.proposal;
        let person = |id: Id| people.get(&id).cloned().unwrap_or_default();
        // It lapses at its time, also while the job that writes that down has not come by.
        let state = if p.state == State::Proposed && !seen.open { State::Lapsed } else { p.state };
        Proposed {
            id: p.id.to_string(),
            state: state.name(),
            role: p.grant.role.name(),
            place: places.get(&p.grant.place).cloned(),
            proposed_by: person(p.proposed_by),
            proposed_at: p.proposed_at,
            open: seen.open,
            until: p.proposed_at + proposal::LAPSES,
            decided_by: (p.decided_by != Id::NONE).then(|| person(p.decided_by)),
            decided_at: p.decided_at,
            reason: p.reason.clone(),
            why_not: seen.why_not.map(|message| v.t(message)),
            own: p.proposed_by == actor.account,
            error: failed.and_then(|f| f.error("reason").or_else(|| f.error(""))).map(str::to_owned),
            typed: failed.map(|f| f.value("reason").to_owned()).unwrap_or_default(),
        }
    }

    /// One that waits, one that cannot be confirmed by whoever looks, one that was refused.
    pub(super) fn samples(v: &View) -> Vec<Self> {
        let waits = || Proposed {
            id: "01HN6XJ4C0802".into(),
            state: "proposed",
            role: "reviewer",
            place: Some("营盘镇".into()),
            proposed_by: "王敏".into(),
            proposed_at: v.now,
            open: true,
            until: v.now + proposal::LAPSES,
            decided_by: None,
            decided_at: Millis(0),
            reason: String::new(),
            why_not: None,
            own: false,
            error: None,
            typed: String::new(),
        };
        let own = Proposed {
            id: "01HN6XJ4C0803".into(),
            why_not: Some(v.t("identity-proposal-second")),
            own: true,
            error: Some(v.t("identity-proposal-reason")),
            ..waits()
        };
        let refused = Proposed {
            id: "01HN6XJ4C0804".into(),
            state: "refused",
            open: false,
            decided_by: Some("李强".into()),
            decided_at: v.now,
            reason: "…".into(),
            ..waits()
        };
        vec![waits(), own, refused]
    }
}

/// Confirms, refuses or withdraws a proposed role.
pub(super) async fn decide(cx: Cx, Path((id, proposed)): Path<(Id, Id)>, Form(raw): Form) -> Answer {
    let (actor, words) = (cx.actor_owned()?, cx.app.i18n.clone());
    let mut read = Reader::form(&raw);
    let confirm = read.choice("do", &["confirm", "refuse"]) == "confirm";
    read.finish()?;
    let reason = raw.get("reason").unwrap_or_default().to_owned();
    let decided = cx
        .write(move |tx| {
            grant::require_sight(tx, &actor, id)?;
            if confirm {
                proposal::confirm(tx, &words, &actor, id, proposed)
            } else {
                proposal::refuse(tx, &words, &actor, id, proposed, &reason)
            }
        })
        .await;
    match decided {
        Ok(()) if confirm => Ok(cx.see_other_saying(&format!("/accounts/{id}"), "identity-proposal-is-confirmed")),
        // With the proposal gone it may be nobody's of this place: its page could not be shown.
        Ok(()) => Ok(cx.see_other_saying("/accounts", "identity-proposal-is-ended")),
        Err(fail) => {
            let (status, refused) = web::failed_again(fail)?;
            let failed = Failed::Decide(proposed, FormView::failed(&cx, &raw, &refused));
            cx.page_status(status, "identity-account-title", &detail::page(&cx, id, "", Some(failed)).await?)
        }
    }
}
