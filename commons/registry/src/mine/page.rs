//! The household's own page, the question before it is asked to be forgotten, and the way in for a member with a phone.

use crate::household::form::Options;
use crate::household::open::HouseholdOpen;
use crate::household::page::TieLine;
use crate::looks::page::Line;
use crate::own::{Answer, Correction, Ending};
use askama::Template;
use qianmo_kernel::{Id, Millis};
use qianmo_web::{FormView, View};

/// The household's own page.
#[derive(Template)]
#[template(path = "mine.html")]
pub struct MinePage {
    /// Words and formats.
    pub v: View,
    /// The household, opened by itself.
    pub h: HouseholdOpen,
    /// The merger with another record that is proposed: since when, and when that lapses.
    pub merger: Option<(Millis, Millis)>,
    /// Until when nobody comes in by its phone.
    pub phone_rests: Option<Millis>,
    /// Where it lives.
    pub place: String,
    /// The latest looks.
    pub looks: Vec<Line>,
    /// Whether there are more.
    pub more_looks: bool,
    /// Who is close.
    pub ties: Vec<TieLine>,
    /// What it asked to be corrected.
    pub corrections: Vec<Correction>,
    /// How its wish to be forgotten was answered last, if it was declined.
    pub erasure_declined: Option<Answer>,
    /// The form of contact data.
    pub f: FormView,
    /// What was typed, where somebody changed the record meanwhile: label and value.
    pub typed: Vec<(&'static str, String)>,
    /// The form of a correction.
    pub correction: FormView,
    /// The form of a tie.
    pub tie: FormView,
    /// Ties to choose from.
    pub tie_options: Vec<(String, String)>,
    /// Choices.
    pub o: Options,
    /// Whether its card alone signed the household in: numbers are neither shown in full nor changed.
    pub by_card: bool,
}

impl MinePage {
    /// With invented content.
    pub fn sample(v: View) -> Self {
        let (f, o) = (FormView::sample(v.clone()), Options::new(&v));
        let when = Millis(1_740_000_000_000);
        let looks = crate::looks::page::LooksPage::sample(v.clone()).lines;
        let correction = |done: i64, ending| Correction {
            id: Id::from_i64(9),
            asked_at: when,
            words: "The year".into(),
            done_at: Millis(done),
            ending,
            reason: if ending == Ending::Declined { "The paper says so.".into() } else { String::new() },
        };
        let declined = Answer { at: when, ending: Ending::Declined, reason: "A gift is on its way.".into() };
        let tie_options = crate::household::page::ties(&v);
        MinePage {
            v,
            h: crate::household::page::sample_household(),
            merger: Some((when, when)),
            phone_rests: Some(when),
            place: "Shaping Village".into(),
            looks,
            more_looks: true,
            ties: TieLine::samples(),
            corrections: vec![
                correction(0, Ending::Open),
                correction(when.0, Ending::Done),
                correction(when.0, Ending::Declined),
                correction(when.0, Ending::TakenBack),
            ],
            erasure_declined: Some(declined),
            correction: f.clone(),
            tie: f.clone(),
            f,
            typed: vec![("registry-column-address", "7 Mill Lane".to_owned())],
            tie_options,
            o,
            by_card: false,
        }
    }
}

/// Before a household asks to be forgotten: what goes, and what stays.
#[derive(Template)]
#[template(path = "forget.html")]
pub struct ForgetPage {
    /// Words and formats.
    pub v: View,
    /// Whether something is open that must be withdrawn or finished first.
    pub open: bool,
}

impl ForgetPage {
    /// With invented content.
    pub fn sample(v: View) -> Self {
        ForgetPage { v, open: true }
    }
}

/// The way in for somebody whose family is registered with the phone that signs them in.
#[derive(Template)]
#[template(path = "join.html")]
pub struct JoinPage {
    /// Words and formats.
    pub v: View,
    /// The form.
    pub f: FormView,
    /// Whether one phone alone signed them in: else nothing that is said here would count.
    pub by_phone: bool,
}

impl JoinPage {
    /// With invented content.
    pub fn sample(v: View) -> Self {
        JoinPage { f: FormView::sample(v.clone()), v, by_phone: true }
    }
}

qianmo_web::sample!(MinePage, ForgetPage, JoinPage);
