//! The editor of one place.

use crate::browse::Shown;
use askama::Template;
use qianmo_web::{FormView, View};

/// Four forms about one place; the one that was refused keeps what was typed.
#[derive(Template)]
#[template(path = "edit.html")]
pub(crate) struct EditPage {
    pub v: View,
    pub name: Shown,
    pub href: String,
    pub version: i64,
    pub levels: Vec<(String, String)>,
    pub rename: FormView,
    pub other: FormView,
    pub add: FormView,
    pub succeed: FormView,
}

impl EditPage {
    /// Where a form is sent to.
    fn to(&self, what: &str) -> String {
        format!("{}/{what}", self.href)
    }

    fn sample(v: View) -> Self {
        EditPage {
            name: Shown { text: "柞水县".into(), lang: Some("zh-Hans".into()) },
            href: "/places/611026".into(),
            version: 3,
            levels: vec![("township".into(), "Township".into())],
            rename: FormView::sample(v.clone()),
            other: FormView::sample(v.clone()),
            add: FormView::sample(v.clone()),
            succeed: FormView::sample(v.clone()),
            v,
        }
    }
}

qianmo_web::sample!(EditPage);
