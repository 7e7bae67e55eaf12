//! The procedures of this domain as data.

use qianmo_procedures::{Definition, Outcome, Step};

/// The review's name.
pub const REVIEW_NAME: &str = "aid-review"; // not a message
/// The appeal's name.
pub const APPEAL: &str = "aid-appeal"; // not a message
/// What is asked, money and the estimated value of goods together, needs a second look at county level above this many minor
/// units.
pub const SECOND_LOOK_ABOVE: i64 = 200_000;

/// What a reviewer states to have checked when approving; the words are `aid-check-<code>`.
pub const CHECKS: &[&str] = &["need-seen", "fits-need", "fair-price", "not-covered", "dignified"];

/// Why a request is returned; the words are `aid-review-reason-<code>`.
pub const RETURN_REASONS: &[&str] =
    &["unclear", "incomplete", "wrong-purpose", "amount-unclear", "price-high", "private-words", "wording", "other"];

/// Why a request is refused; the words are `aid-review-reason-<code>`.
pub const REFUSE_REASONS: &[&str] =
    &["not-a-need", "beyond-need", "covered-elsewhere", "duplicate", "not-true", "not-this-household", "not-allowed", "other"];

/// The reason that says nothing without a note: its words send the writers there.
const OTHER: &str = "other";

/// Whether a return or a refusal for these reasons says nothing as long as its note is empty.
pub fn needs_note(outcome: Outcome, reasons: &[String]) -> bool {
    outcome != Outcome::Approve && reasons.iter().any(|reason| reason == OTHER)
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

/// The review of a request.
pub fn definition() -> Definition {
    let step = |key: &str, level: &str, above_minor, working_days| Step {
        key: key.into(),
        role: "reviewer".into(),
        level: level.into(),
        above_minor,
        outcomes: Outcome::ALL.to_vec(),
        working_days: Some(working_days),
    };
    Definition {
        name: REVIEW_NAME.into(),
        version: 1,
        steps: vec![step("need", "township", None, 3), step("amount", "county", Some(SECOND_LOOK_ABOVE), 5)],
        approve_reasons: owned(CHECKS),
        return_reasons: owned(RETURN_REASONS),
        refuse_reasons: owned(REFUSE_REASONS),
    }
}

/// The appeal against a refusal. At which level at least it is decided depends on who refused: the case says.
pub fn appeal_definition() -> Definition {
    Definition {
        name: APPEAL.into(),
        version: 1,
        steps: vec![Step {
            key: "appeal".into(),
            role: "reviewer".into(),
            level: "county".into(),
            above_minor: None,
            outcomes: vec![Outcome::Approve, Outcome::Refuse],
            working_days: Some(10),
        }],
        approve_reasons: owned(CHECKS),
        return_reasons: Vec::new(),
        refuse_reasons: owned(REFUSE_REASONS),
    }
}
