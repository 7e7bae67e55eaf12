//! What can be said of a row by itself, and why a row waits in vain for its parent.

use super::row::{Raw, Reason};
use crate::name::is_language;
use crate::place::{ALWAYS, FOREVER};
use qianmo_kernel::{Millis, text};
use std::collections::{HashMap, HashSet};

/// Whether the row's own cells are right. A day that lies ahead is refused: whatever has an end is over.
pub(super) fn check(raw: &Raw, now: Millis) -> Result<(), Reason> {
    if raw.code.is_empty() {
        return Err(Reason::NoCode);
    }
    if raw.code.len() > 64 || raw.code.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(Reason::BadCode);
    }
    match text::length(&text::tidy(&raw.name)) {
        0 => return Err(Reason::NoName),
        1..=200 => {}
        _ => return Err(Reason::LongName),
    }
    let (from, until) = (raw.from.unwrap_or(ALWAYS), raw.until.unwrap_or(FOREVER));
    if from >= until || from > now || raw.until.is_some_and(|until| until > now) {
        return Err(Reason::BadDate);
    }
    if raw.language.is_empty() || is_language(&raw.language) { Ok(()) } else { Err(Reason::BadLanguage) }
}

/// Why the parent of a row that waited to the end never came.
pub(super) fn why_waiting(raw: &Raw, parent_of: &HashMap<&str, &str>, refused: &HashSet<String>) -> Reason {
    let mut at = raw.parent.as_str();
    for _ in 0..=parent_of.len() {
        if at == raw.code {
            return Reason::Cycle;
        }
        match parent_of.get(at) {
            Some(parent) => at = parent,
            None => break,
        }
    }
    if parent_of.contains_key(raw.parent.as_str()) || refused.contains(&raw.parent) {
        Reason::ParentNotTaken
    } else {
        Reason::MissingParent
    }
}
