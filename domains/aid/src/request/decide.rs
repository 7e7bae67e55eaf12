//! What handing in needs, decided without looking anywhere. Pure.

use super::form::Draft;
use super::model::{Kind, Part, Request};
use crate::lifecycle::RequestState;
use qianmo_kernel::{FieldError, Kind as RefusalKind, Refused};

/// Whether its writers may change what it says: as a draft, and when it was returned to them.
pub fn editable(state: RequestState) -> Result<(), Refused> {
    match state {
        RequestState::Draft | RequestState::Returned => Ok(()),
        state => Err(Refused::new(RefusalKind::Conflict, "aid-not-editable").arg("state", state.name())),
    }
}

/// Whether what it says is enough to be handed in: something is asked, and goods have somewhere to go.
pub fn ready(request: &Request, parts: &[Part]) -> Result<(), Refused> {
    let mut errors = Vec::new();
    if parts.is_empty() {
        errors.push(FieldError { field: "parts".into(), message: "aid-parts-needed", args: Vec::new() });
    }
    if parts.iter().any(|p| p.kind == Kind::Goods) && !request.has_address {
        errors.push(FieldError { field: "address".into(), message: "aid-address-needed", args: Vec::new() });
    }
    if errors.is_empty() { Ok(()) } else { Err(Refused::invalid(errors)) }
}

/// The public texts of a request, each with the name of its field.
pub fn public_texts<'a>(request: &'a Request, parts: &'a [Part]) -> Vec<(String, &'a str)> {
    texts(&request.title, &request.story, parts.iter().map(|part| (part.label.as_str(), part.unit.as_str())))
}

/// The same of a draft, before it is kept.
pub fn draft_texts(draft: &Draft) -> Vec<(String, &str)> {
    texts(&draft.title, &draft.story, draft.parts.iter().map(|part| (part.label.as_str(), part.unit.as_str())))
}

fn texts<'a>(title: &'a str, story: &'a str, parts: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, &'a str)> {
    let mut texts = vec![("title".to_owned(), title), ("story".to_owned(), story)];
    for (at, (label, unit)) in parts.enumerate() {
        texts.push((format!("parts.{at}.label"), label));
        texts.push((format!("parts.{at}.unit"), unit));
    }
    texts
}

/// The public texts that hold one of the household's own words, or what looks like a number of somebody's, as errors beside
/// their fields. `found` says which message a text deserves, if any.
pub fn private_words(texts: &[(String, &str)], found: impl Fn(&str) -> Option<&'static str>) -> Vec<FieldError> {
    texts
        .iter()
        .filter_map(|(field, text)| found(text).map(|message| FieldError { field: field.clone(), message, args: Vec::new() }))
        .collect()
}
