//! A small page on which one thing is done to a request, with a reason and a few words: appeal, withdrawal, closure, report.

use super::card::href;
use super::edit_page::{Choice, choices};
use super::model::Request;
use askama::Template;
use qianmo_kernel::{Fail, PublicRef, Refused};
use qianmo_web::{Answer, Cx, FormView, RawForm, Reader, View, WebError, shown_again, status_again};

/// What is done, in message keys.
#[derive(Copy, Clone, Debug)]
pub struct Act {
    /// The end of its address.
    pub path: &'static str,
    /// The heading.
    pub title: &'static str,
    /// What it means.
    pub lede: &'static str,
    /// The label of the reasons and the family of their words; `None`: no reasons.
    pub reasons: Option<(&'static str, &'static str, &'static [&'static str])>,
    /// The label of the few words.
    pub note: &'static str,
    /// What to write there.
    pub note_hint: &'static str,
    /// How many characters are needed at least.
    pub note_least: usize,
    /// The button.
    pub button: &'static str,
    /// Whether it cannot be undone.
    pub danger: bool,
}

/// What was stated.
#[derive(Clone, Debug)]
pub struct Stated {
    /// A reason code; '' where there are no reasons.
    pub reason: String,
    /// A few words.
    pub note: String,
}

impl Act {
    /// Reads what was stated in a form.
    pub fn read(&self, raw: &RawForm) -> Result<Stated, Fail> {
        let mut reader = Reader::form(raw);
        let reason = self.reasons.map_or("", |(_, _, codes)| reader.choice("reason", codes)).to_owned();
        let note = reader.text("note", self.note_least, 1_000);
        reader.finish()?;
        Ok(Stated { reason, note })
    }

    /// Checks what was stated in JSON.
    pub fn check(&self, reason: &str, note: &str) -> Result<Stated, Fail> {
        let raw = RawForm(vec![("reason".into(), reason.into()), ("note".into(), note.into())]);
        self.read(&raw)
    }

    /// The page.
    pub fn page(&self, cx: &Cx, f: FormView, request: &Request) -> Answer {
        cx.page(self.title, &ActPage::of(cx.view(), f, self, request))
    }

    /// The page again when what was stated will not do; other failures pass.
    pub fn refused(&self, cx: &Cx, raw: &RawForm, fail: Fail, request: &Request) -> Answer {
        match fail {
            Fail::Refused(refused) if shown_again(&refused) => self.again(cx, raw, &refused, request),
            other => Err(WebError::from(other)),
        }
    }

    fn again(&self, cx: &Cx, raw: &RawForm, refused: &Refused, request: &Request) -> Answer {
        let body = ActPage::of(cx.view(), FormView::failed(cx, raw, refused), self, request);
        cx.page_status(status_again(refused), self.title, &body)
    }
}

/// The page of an act.
#[derive(Template)]
#[template(path = "request/act.html")]
pub struct ActPage {
    v: View,
    f: FormView,
    act: Act,
    href: String,
    action: String,
    request_title: String,
    language: String,
    reasons: Vec<Choice>,
}

impl ActPage {
    fn of(v: View, f: FormView, act: &Act, request: &Request) -> Self {
        ActPage {
            href: href(request.reference),
            action: action(request.reference, act),
            request_title: request.title.clone(),
            language: request.language.clone(),
            reasons: act.reasons.map(|(_, family, codes)| choices(&v, family, codes)).unwrap_or_default(),
            act: *act,
            v,
            f,
        }
    }

    fn reason_label(&self) -> &'static str {
        self.act.reasons.map_or("", |(label, _, _)| label)
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let f = FormView::sample(v.clone());
        ActPage::of(v, f, &crate::withdrawal::WITHDRAW, &super::model::sample_request())
    }
}

fn action(reference: PublicRef, act: &Act) -> String {
    format!("{}/{}", href(reference), act.path)
}

qianmo_web::sample!(ActPage);
