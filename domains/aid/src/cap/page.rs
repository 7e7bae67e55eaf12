//! The officer's page of caps.

use super::Cap;
use crate::request::{Choice, PURPOSES};
use askama::Template;
use qianmo_web::{FormView, View};

/// A purpose with its cap here and the one that counts.
pub struct Row {
    purpose: String,
    name: &'static str,
    own: Option<String>,
    own_major: String,
    counts: Option<String>,
    version: i64,
    error: Option<String>,
}

impl Row {
    /// A purpose's row: the cap set here, if any, and the one that counts.
    pub fn new(v: &View, name: &'static str, own: Option<&Cap>, counts: Option<&Cap>) -> Self {
        Row {
            purpose: v.family("aid-purpose", name),
            name,
            own: own.map(|cap| v.money(cap.amount)),
            own_major: own.map(|cap| cap.amount.to_major()).unwrap_or_default(),
            counts: counts.map(|cap| v.money(cap.amount)),
            version: own.map_or(0, |cap| cap.version),
            error: None,
        }
    }

    /// The input's id: the one that the summary of errors leads to, when it is this row that was refused.
    fn id(&self) -> String {
        if self.error.is_some() { "amount".to_owned() } else { format!("amount-{}", self.name) }
    }

    /// Keeps what was typed into the row that was refused, and says there what is wrong with it.
    pub fn refused(&mut self, f: &FormView) {
        if f.value("purpose") == self.name {
            f.value("amount").clone_into(&mut self.own_major);
            self.error = f.error("amount").map(str::to_owned);
        }
    }
}

/// Caps of one place and year, each with a small form.
#[derive(Template)]
#[template(path = "cap/list.html")]
pub struct CapsPage {
    v: View,
    f: FormView,
    place_name: String,
    place: String,
    year: i64,
    places: Vec<Choice>,
    rows: Vec<Row>,
}

impl CapsPage {
    /// The page of a place and year.
    pub fn new(v: View, f: FormView, place: (String, String), year: i64, places: Vec<Choice>, rows: Vec<Row>) -> Self {
        let (place, place_name) = place;
        CapsPage { v, f, place_name, place, year, places, rows }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let f = FormView::sample(v.clone());
        let rows = PURPOSES.iter().map(|name| Row::new(&v, name, None, None)).collect();
        let places = vec![("x".to_owned(), "Zhashui County".to_owned())];
        CapsPage::new(v, f, ("x".into(), "Zhashui County".into()), 2025, places, rows)
    }
}

qianmo_web::sample!(CapsPage);
