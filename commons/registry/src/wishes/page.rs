//! The page of wishes, and a household's wishes beside the form in which they are seen to.

use crate::masked::Masked;
use crate::own::Correction;
use askama::Template;
use qianmo_kernel::{Id, Millis};
use qianmo_web::{FormView, View};

/// A household that waits for an answer.
pub struct WishLine {
    /// Masked.
    pub who: Masked,
    /// The village's name, for those who work there.
    pub place: String,
    /// Since when its oldest wish waits.
    pub since: Millis,
    /// For how many whole days.
    pub days: i64,
    /// How many corrections it waits for.
    pub corrections: i64,
    /// Whether it asked to be forgotten.
    pub erasure: bool,
    /// Whether an officer proposed that, and another one is waited for.
    pub proposed: bool,
}

/// The households of the reader's places that wait for an answer.
#[derive(Template)]
#[template(path = "wishes.html")]
pub struct WishesPage {
    /// Words and formats.
    pub v: View,
    /// The rows, the longest waiting first.
    pub lines: Vec<WishLine>,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl WishesPage {
    /// With invented content.
    pub fn sample(v: View) -> Self {
        let line = |corrections, erasure, proposed| WishLine {
            who: Masked::sample(),
            place: "Shaping Village".into(),
            since: Millis(1_740_000_000_000),
            days: 12,
            corrections,
            erasure,
            proposed,
        };
        WishesPage { v, lines: vec![line(2, false, false), line(0, true, true)], next: Some("x".into()) }
    }
}

/// A correction beside the form in which it is made, with what was wrong with the reason for declining it.
pub struct CorrectionView {
    /// The correction.
    pub wish: Correction,
    /// What was wrong with the reason.
    pub error: Option<String>,
    /// The reason that was typed.
    pub typed: String,
}

impl CorrectionView {
    /// A correction; `failed`: the refused form of one of them.
    pub fn new(wish: Correction, failed: Option<(Id, &FormView)>) -> Self {
        let form = failed.filter(|(id, _)| *id == wish.id).map(|(_, form)| form);
        CorrectionView {
            error: form.and_then(|f| f.error("reason").or_else(|| f.error(""))).map(str::to_owned),
            typed: form.map(|f| f.value("reason").to_owned()).unwrap_or_default(),
            wish,
        }
    }
}

/// The wish to be forgotten, as an officer sees it.
pub struct ErasureView {
    /// When it was asked for.
    pub asked_at: Millis,
    /// For how many whole days it waits.
    pub days: i64,
    /// By whose card alone it was asked for; `None`: by something that the household alone has.
    pub by_card: Option<Printer>,
    /// Whether the reader printed that card.
    pub printed_by_reader: bool,
    /// How the officer is called who proposed it; `None`: nobody has.
    pub proposed_by: Option<String>,
    /// Whether the reader is that officer.
    pub by_reader: bool,
}

/// Whoever printed a card, and so could say what was said by it.
pub struct Printer {
    /// How they are called; empty when it is not known, or their account was erased.
    pub name: String,
    /// The key of the role in which they did; `None`: it is not known.
    pub role: Option<String>,
}

impl Printer {
    /// That they printed it, in words.
    pub fn say(&self, v: &View) -> String {
        if self.name.is_empty() {
            return v.t("registry-erase-by-card-unknown");
        }
        let role = v.t(self.role.as_deref().unwrap_or("registry-unknown"));
        v.t2("registry-erase-by-card", "who", self.name.as_str(), "role", role)
    }
}

/// Whole days between two moments.
pub fn days(since: Millis, now: Millis) -> i64 {
    ((now.0 - since.0) / Millis::DAY).max(0)
}

qianmo_web::sample!(WishesPage);
