//! What was typed → a confirmation, a dispute, a decision.

use super::command::Confirm;
use super::dispute::{Dispute, DisputeKind, Outcome};
use qianmo_kernel::Res;
use qianmo_media::Kept;
use qianmo_web::{RawForm, Reader};

/// Reads a confirmation; `most`: how many items may be confirmed, `None` for a payout.
pub fn confirm(raw: &RawForm, most: Option<i64>, photo: Option<Kept>) -> Res<Confirm> {
    let mut r = Reader::form(raw);
    let count = most.and_then(|most| r.opt_int("count", 1, most.max(1)));
    let note = r.opt_text("note", super::NOTE_MAX).unwrap_or_default();
    let card_shown = r.flag("card_shown");
    let people = r.flag("people");
    r.finish()?;
    Ok(Confirm { count, note, photo, card_shown, people })
}

/// Reads a dispute.
pub fn dispute(raw: &RawForm) -> Res<Dispute> {
    let mut r = Reader::form(raw);
    let kind = DisputeKind::from_name(r.choice("kind", DisputeKind::NAMES)).unwrap_or(DisputeKind::NotArrived);
    let note = r.opt_text("what", super::NOTE_MAX).unwrap_or_default();
    r.finish()?;
    Ok(Dispute { kind, note })
}

/// Reads an officer's decision on a dispute; `most`: how many of the goods may have come when some of them did.
pub fn decision(raw: &RawForm, most: Option<i64>) -> Res<(Outcome, String)> {
    let mut r = Reader::form(raw);
    let name = r.choice("outcome", Outcome::NAMES);
    let count = if name == "partly" { r.int("count", 1, most.unwrap_or(1_000_000)) } else { 0 };
    let outcome = Outcome::from_name(name, count).unwrap_or(Outcome::Arrived);
    let reason = r.text("reason", 2, super::NOTE_MAX);
    r.finish()?;
    Ok((outcome, reason))
}
