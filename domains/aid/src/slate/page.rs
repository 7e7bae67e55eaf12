//! A slate on a page, and the page that says why.

use super::{Mine, Slate};
use crate::board::{Shown, why};
use crate::request::{CardView, card};
use askama::Template;
use qianmo_kernel::{Millis, PublicRef};
use qianmo_web::View;

/// A donor's slate as the home page shows it.
pub struct MineView {
    /// Cards with the reason in one line and where it is told in full.
    pub cards: Vec<(CardView, String, String)>,
    /// They see the newest first.
    pub newest_first: bool,
}

impl MineView {
    /// The view of a slate.
    pub fn new(v: &View, slate: &Slate) -> Self {
        let line = |mine: &Mine| why_words(v, &mine.shown).into_iter().next().unwrap_or_default();
        let href = |mine: &Mine| format!("/requests/{}/why", mine.request.reference);
        let cards = slate.items.iter().map(|mine| (card(v, &mine.request), line(mine), href(mine))).collect();
        MineView { cards, newest_first: slate.newest_first }
    }
}

/// Why a request was shown, in sentences, the first the one that counts most for the donor.
pub fn why_words(v: &View, shown: &Shown) -> Vec<String> {
    let mut words = Vec::new();
    match shown.matched {
        3 => words.push(v.t("aid-why-purpose-place")),
        1 => words.push(v.t("aid-why-purpose")),
        2 => words.push(v.t("aid-why-place")),
        _ => {}
    }
    for (bit, key) in [(why::NEAR_SUM, "aid-why-near-sum"), (why::ENDS_SOON, "aid-why-ends-soon"), (why::LIFTED, "aid-why-lifted")]
    {
        if shown.why & bit != 0 {
            words.push(v.t(key));
        }
    }
    if words.is_empty() {
        words.push(v.t("aid-why-waits"));
    }
    words
}

/// Why a request was shown to this donor.
#[derive(Template)]
#[template(path = "slate/why.html")]
pub struct WhyPage {
    v: View,
    card: CardView,
    when: Option<String>,
    reasons: Vec<String>,
}

impl WhyPage {
    /// The page; `found`: when and why it was shown last, if it was.
    pub fn new(v: View, request: &crate::request::Request, found: Option<(Millis, Shown)>) -> Self {
        WhyPage {
            card: card(&v, request),
            when: found.map(|(at, _)| v.t1("aid-why-when", "time", v.datetime(at))),
            reasons: found.map(|(_, shown)| why_words(&v, &shown)).unwrap_or_default(),
            v,
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let request = crate::request::model::sample_request();
        let reference: PublicRef = request.reference;
        let shown = Shown { reference, matched: 3, why: why::NEAR_SUM | why::ENDS_SOON | why::LIFTED };
        WhyPage::new(v, &request, Some((request.created_at, shown)))
    }
}

qianmo_web::sample!(WhyPage);
