//! What is left in public of a request that was taken back or stopped: that it was, and when.

use super::model::{GoodsParts, Request};
use askama::Template;
use qianmo_kernel::Millis;
use qianmo_web::{Cx, View};

impl Request {
    /// The request without what it says and without its household: reference, state, times and county stay.
    pub fn stub(&self) -> Request {
        let mut stub = self.clone();
        for words in [&mut stub.relationship, &mut stub.purpose, &mut stub.reason, &mut stub.title, &mut stub.story] {
            words.clear();
        }
        stub.end_reason.clear();
        stub.masked.title = "family".into();
        stub.masked.initial.clear();
        stub.masked.size = 0;
        (stub.asked_minor, stub.pledged_minor, stub.received_minor, stub.goods_value_minor) = (0, 0, 0, 0);
        (stub.parts, stub.parts_pledged, stub.parts_met) = (0, 0, 0);
        stub.goods = GoodsParts::default();
        stub
    }
}

/// The page of a stub.
#[derive(Template)]
#[template(path = "request/stub.html")]
pub struct StubPage {
    v: View,
    state: &'static str,
    state_text: String,
    when: String,
    at: Millis,
}

impl StubPage {
    /// The page of this stub.
    pub fn new(cx: &Cx, request: &Request) -> Self {
        StubPage::of(cx.view(), request)
    }

    fn of(v: View, request: &Request) -> Self {
        let at = request.ended_at.unwrap_or(request.created_at);
        StubPage { state: request.state.name(), state_text: v.t(request.state.label()), when: v.date(at), at, v }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        StubPage::of(v, &super::model::sample_request().stub())
    }
}

qianmo_web::sample!(StubPage);
