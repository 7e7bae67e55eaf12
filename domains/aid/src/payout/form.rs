//! What was typed → a payout to be prepared.

use super::Recovery;
use super::command::NewPayout;
use crate::pledge::Ground;
use qianmo_kernel::{Id, PublicRef, Res};
use qianmo_payments::Way;
use qianmo_web::{RawForm, Reader};

/// Reads the form against the money parts of a request.
pub fn read(raw: &RawForm, request: PublicRef, grounds: &[Ground]) -> Res<NewPayout> {
    let mut r = Reader::form(raw);
    let chosen = match grounds {
        [only] => Some(only),
        _ => {
            let part = r.id("part");
            grounds.iter().find(|g| g.part == part)
        }
    };
    if chosen.is_none() && r.raw("part").parse::<Id>().is_ok() {
        r.fail("part", "web-field-choice");
    }
    let amount = match chosen {
        Some(ground) if !r.raw("amount").trim().is_empty() => Some(r.money("amount", ground.currency)),
        _ => None,
    };
    let evidence = r.text("evidence", 2, super::EVIDENCE_MAX);
    r.finish()?;
    let part = chosen.map_or(Id::NONE, |g| g.part);
    Ok(NewPayout { request, part, amount, evidence })
}

/// What a second officer decided.
pub enum Decision {
    /// The money may go, to the account that was shown under this stamp; `None`: to the one it was prepared for.
    Approve(Option<String>),
    /// It may not, and why.
    Reject(String),
}

/// Reads the decision of a second officer.
pub fn decision(raw: &RawForm) -> Res<Decision> {
    let mut r = Reader::form(raw);
    let approve = r.choice("decision", &["approve", "reject"]) == "approve";
    let reason = if approve { String::new() } else { r.text("reason", 2, 500) };
    let account = r.opt_text("account", super::STAMP_MAX);
    r.finish()?;
    Ok(if approve { Decision::Approve(account) } else { Decision::Reject(reason) })
}

/// Reads what an officer states of a missing payout.
pub fn recovery(raw: &RawForm) -> Res<Recovery> {
    let mut r = Reader::form(raw);
    let way = Way::from_name(r.choice("way", &Way::STATED.map(Way::name))).unwrap_or(Way::Returned);
    let evidence = r.text("evidence", 2, super::EVIDENCE_MAX);
    r.finish()?;
    Ok(Recovery { way, evidence })
}
