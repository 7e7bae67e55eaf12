//! My giving, and the same as a list to print.

use super::store::{Given, Total};
use super::timeline::{self, Moment};
use crate::lifecycle::Gift;
use crate::pledge::{items, lost, quantity};
use crate::request::{CardView, card};
use askama::Template;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Locale, Res};
use qianmo_web::{Cx, View};

/// A gift with everything that its line shows.
pub struct Traced {
    given: Given,
    request: crate::request::Request,
    moments: Vec<Moment>,
}

/// A page of one's own gifts, each traced to its receipt.
pub fn read(tx: &mut Tx<'_>, actor: &Actor, before: Option<Id>, limit: i64, locale: Locale) -> Res<Vec<Traced>> {
    let (mut gifts, mut requests) = (Vec::new(), Vec::new());
    for given in super::store::page(tx, actor.account, before, limit)? {
        requests.push(crate::request::require(tx, given.pledge.request_ref())?);
        let moments = timeline::read(tx, &given.pledge)?;
        gifts.push((given, moments));
    }
    crate::request::relabel(tx, &mut requests, locale)?;
    Ok(gifts.into_iter().zip(requests).map(|((given, moments), request)| Traced { given, request, moments }).collect())
}

impl Traced {
    /// The pledge's id: where a page ends.
    pub const fn id(&self) -> Id {
        self.given.pledge.id
    }
}

/// A gift in words.
struct GiftView {
    href: String,
    card: CardView,
    part: String,
    quantity: String,
    state: &'static str,
    state_text: String,
    at: (String, String),
    received: String,
    /// What of the goods did not arrive.
    lost: Option<String>,
    reference: String,
    moments: Vec<Moment>,
}

fn gift(v: &View, traced: Traced) -> GiftView {
    let Traced { given, request, moments } = traced;
    let p = &given.pledge;
    let received = match p.gift {
        _ if p.received == 0 => String::new(),
        Gift::Money => v.money(p.money(p.received)),
        Gift::Goods => items(v, p.received, &given.ground.unit),
    };
    GiftView {
        href: format!("/pledges/{}", p.reference()),
        card: card(v, &request),
        part: given.ground.label.clone(),
        quantity: quantity(v, p, &given.ground.unit),
        state: p.state.name(),
        state_text: v.t(p.standing().label),
        at: (p.created_at.to_string(), v.date(p.created_at)),
        received,
        lost: lost(v, p),
        reference: p.reference().to_string(),
        moments,
    }
}

/// Totals in words.
struct TotalView {
    given: String,
    received: String,
    share: String,
    money_gifts: i64,
    goods_gifts: i64,
    goods_value: String,
    confirmed: String,
    gifts: i64,
}

fn total(v: &View, t: &Total) -> TotalView {
    TotalView {
        given: v.money(t.given()),
        received: v.money(t.received()),
        share: v.percent(t.received_minor, t.given_minor.max(1)),
        money_gifts: t.money_gifts,
        goods_gifts: t.goods_gifts,
        goods_value: v.money(t.goods_value()),
        confirmed: v.number(t.confirmed),
        gifts: t.money_gifts + t.goods_gifts,
    }
}

/// My giving.
#[derive(Template)]
#[template(path = "giving/list.html")]
pub struct GivingPage {
    v: View,
    totals: Vec<TotalView>,
    gifts: Vec<GiftView>,
    next: Option<String>,
}

/// My gifts as a list to print.
#[derive(Template)]
#[template(path = "giving/receipts.html")]
pub struct ReceiptsPage {
    v: View,
    name: String,
    totals: Vec<TotalView>,
    gifts: Vec<GiftView>,
}

impl GivingPage {
    /// The page of these gifts.
    pub fn new(cx: &Cx, totals: &[Total], gifts: Vec<Traced>, next: Option<String>) -> Self {
        let v = cx.view();
        GivingPage {
            totals: totals.iter().map(|t| total(&v, t)).collect(),
            gifts: gifts.into_iter().map(|g| gift(&v, g)).collect(),
            next,
            v,
        }
    }

    fn sample(v: View) -> Self {
        GivingPage { totals: vec![sample_total(&v)], gifts: vec![sample_gift(&v)], next: Some("x".into()), v }
    }
}

impl ReceiptsPage {
    /// The list of these gifts, for a person of that name.
    pub fn new(cx: &Cx, totals: &[Total], gifts: Vec<Traced>) -> Self {
        let v = cx.view();
        ReceiptsPage {
            name: cx.name.to_string(),
            totals: totals.iter().map(|t| total(&v, t)).collect(),
            gifts: gifts.into_iter().map(|g| gift(&v, g)).collect(),
            v,
        }
    }

    fn sample(v: View) -> Self {
        ReceiptsPage { name: "Lin".into(), totals: vec![sample_total(&v)], gifts: vec![sample_gift(&v)], v }
    }
}

fn sample_total(v: &View) -> TotalView {
    let currency = qianmo_kernel::Currency::CNY;
    total(
        v,
        &Total {
            currency,
            money_gifts: 3,
            given_minor: 30_000,
            received_minor: 12_000,
            goods_gifts: 1,
            goods_value_minor: 9_900,
            confirmed: 2,
        },
    )
}

fn sample_gift(v: &View) -> GiftView {
    GiftView {
        href: "/pledges/x".into(),
        card: CardView::sample(v),
        part: "Lamp".into(),
        quantity: items(v, 2, "pieces"),
        state: "dispatched",
        state_text: v.t("aid-pledge-state-dispatched"),
        at: (v.now.to_string(), v.date(v.now)),
        received: items(v, 1, "pieces"),
        lost: Some(v.t3("aid-pledge-lost", "given", 16_i64, "arrived", 12_i64, "lost", 4_i64)),
        reference: "0-0".into(),
        moments: timeline::sample(v),
    }
}

qianmo_web::sample!(GivingPage, ReceiptsPage);
