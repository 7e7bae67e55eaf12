//! The form to say how goods are sent, and the address they go to.

use super::command::{Address, FAIL_REASONS, Way};
use crate::pledge::Ground;
use crate::request::{Choice, choices};
use askama::Template;
use qianmo_kernel::PublicRef;
use qianmo_web::{Cx, FormView, View};

/// The form to say how goods are sent.
#[derive(Template)]
#[template(path = "delivery/dispatch.html")]
pub struct DispatchPage {
    v: View,
    f: FormView,
    action: String,
    base: String,
    title: String,
    ways: Vec<(String, String)>,
    waits: bool,
}

impl DispatchPage {
    /// The form for a pledge on this part; as long as its donor waits to be accepted (`waits`), that instead of a form.
    pub fn new(cx: &Cx, form: FormView, pledge: PublicRef, ground: &Ground, waits: bool) -> Self {
        let title = format!("{} · {}", ground.title, ground.label);
        DispatchPage { waits, ..DispatchPage::with(cx.view(), form, format!("/pledges/{pledge}"), title) }
    }

    fn with(v: View, f: FormView, base: String, title: String) -> Self {
        let ways = [Way::Courier, Way::InPerson].iter().map(|w| (w.name().to_owned(), v.t(w.label()))).collect();
        DispatchPage { v, f, action: format!("{base}/dispatch"), base, title, ways, waits: false }
    }

    fn sample(v: View) -> Self {
        DispatchPage::with(v.clone(), FormView::sample(v), "/pledges/x".into(), "Desk lamp".into())
    }
}

/// Where goods are to be brought.
#[derive(Template)]
#[template(path = "delivery/address.html")]
pub struct AddressPage {
    v: View,
    base: String,
    to: Address,
    /// Whether the place is written otherwise where it is.
    local: bool,
}

impl AddressPage {
    /// The page with the address, for the donor of this pledge.
    pub fn new(cx: &Cx, pledge: PublicRef, to: Address) -> Self {
        AddressPage { v: cx.view(), base: format!("/pledges/{pledge}"), local: to.place != to.place_local, to }
    }

    fn sample(v: View) -> Self {
        let to = Address {
            name: "Wang".into(),
            address: "12 Willow Lane".into(),
            place: "Qinfeng, Yingpan".into(),
            place_local: "营盘镇秦丰村".into(),
            language: "zh-Hans".into(),
            phone: "000".into(),
            unnamed: true,
        };
        AddressPage { v, base: "/pledges/x".into(), local: true, to }
    }
}

/// The form to find that a part cannot be delivered.
#[derive(Template)]
#[template(path = "delivery/fail.html")]
pub struct FailPage {
    v: View,
    f: FormView,
    action: String,
    back: String,
    title: String,
    parts: Vec<(String, String)>,
    reasons: Vec<Choice>,
}

impl FailPage {
    /// The form for the parts of a request.
    pub fn new(cx: &Cx, form: FormView, request: PublicRef, grounds: &[Ground]) -> Self {
        let v = cx.view();
        FailPage {
            reasons: choices(&v, "aid-end", FAIL_REASONS),
            v,
            f: form,
            action: format!("/requests/{request}/failure"),
            back: format!("/requests/{request}"),
            title: grounds.first().map(|g| g.title.clone()).unwrap_or_default(),
            parts: grounds.iter().map(|g| (g.part.to_string(), g.label.clone())).collect(),
        }
    }

    fn sample(v: View) -> Self {
        FailPage {
            f: FormView::sample(v.clone()),
            action: "/requests/x/failure".into(),
            back: "/requests/x".into(),
            title: "A desk and a lamp".into(),
            parts: vec![("1".into(), "Lamp".into())],
            reasons: choices(&v, "aid-end", FAIL_REASONS),
            v,
        }
    }
}

qianmo_web::sample!(DispatchPage, AddressPage, FailPage);
