//! The form to pledge, and a pledge as its donor sees it.

use super::command::own;
use super::ended;
use super::store::{self, Ground, Pledge};
use crate::giving::{Moment, timeline};
use crate::lifecycle::{Gift, PledgeEvent, PledgeState, next_pledge};
use crate::receipt::ReceiptLine;
use crate::receipt::store::Receipt;
use crate::request::{CardView, card};
use askama::Template;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, Locale, PublicRef, Refused, Res};
use qianmo_payments::State as Order;
use qianmo_web::{Cx, FormView, View};

/// The parts of a request, whatever has become of it; refuses (404) when there is none. What a form says is read by them;
/// whether it may be done is the command's to decide.
pub fn parts(tx: &mut Tx<'_>, request: PublicRef) -> Res<Vec<Ground>> {
    let all = store::grounds(tx, request)?;
    if all.is_empty() { Err(Refused::not_found().into()) } else { Ok(all) }
}

/// Those that take pledges now. When there are none, refuses with 409 `aid-pledge-closed`; with 410 `aid-pledge-gone` when the
/// request has ended before it was helped, and with 404 when it never was open.
pub fn open_parts(tx: &mut Tx<'_>, request: PublicRef) -> Res<Vec<Ground>> {
    let all = parts(tx, request)?;
    let Some(state) = all.first().map(|g| g.state) else { return Err(Refused::not_found().into()) };
    if !state.is_public() {
        return Err(ended::refusal(tx, request)?.into());
    }
    let now = tx.now();
    let open: Vec<Ground> = all.into_iter().filter(|g| g.left() > 0 && g.takes_pledges(now)).collect();
    if open.is_empty() {
        return Err(Refused::new(Kind::Conflict, "aid-pledge-closed").arg("state", state.name()).into());
    }
    Ok(open)
}

/// A number of items with its unit.
pub fn items(v: &View, count: i64, unit: &str) -> String {
    if unit.is_empty() { v.t1("aid-items", "n", count) } else { v.t2("aid-items-of", "n", count, "unit", unit) }
}

/// A number of items of so many that are asked, with their unit: "1 of 3 quilts".
pub fn items_out_of(v: &View, count: i64, asked: i64, unit: &str) -> String {
    if count == asked || unit.is_empty() {
        return items(v, count, unit);
    }
    v.t3("aid-items-out-of", "n", count, "asked", asked, "unit", unit)
}

/// How much was promised with a pledge, in words, whatever became of it.
pub fn quantity(v: &View, pledge: &Pledge, unit: &str) -> String {
    match pledge.gift {
        Gift::Money => v.money(pledge.money(pledge.quantity)),
        Gift::Goods => items(v, pledge.given(), unit),
    }
}

/// What became of goods of which some came and the rest was given up, in words.
pub fn lost(v: &View, pledge: &Pledge) -> Option<String> {
    let (given, arrived, lost) = (pledge.given(), pledge.received, pledge.lost);
    (lost > 0).then(|| v.t3("aid-pledge-lost", "given", given, "arrived", arrived, "lost", lost))
}

/// The form to pledge.
#[derive(Template)]
#[template(path = "pledge/new.html")]
pub struct NewPage {
    v: View,
    f: FormView,
    action: String,
    back: String,
    title: String,
    parts: Vec<(String, String)>,
    money: bool,
    goods: bool,
    /// The parts that ask for money, and those that ask for goods: which field goes with which.
    money_parts: String,
    goods_parts: String,
}

impl NewPage {
    /// The form for these open parts.
    pub fn new(cx: &Cx, form: FormView, request: PublicRef, grounds: &[Ground]) -> Self {
        NewPage::with(cx.view(), form, request, grounds)
    }

    fn with(v: View, f: FormView, request: PublicRef, grounds: &[Ground]) -> Self {
        let parts = grounds
            .iter()
            .map(|g| {
                let left = match g.gift {
                    Gift::Money => v.amount(g.left(), g.currency),
                    Gift::Goods => items(&v, g.left(), &g.unit),
                };
                (g.part.to_string(), v.t2("aid-pledge-part-left", "part", g.label.as_str(), "left", left))
            })
            .collect();
        let of = |gift: Gift| {
            let ids: Vec<String> = grounds.iter().filter(|g| g.gift == gift).map(|g| g.part.to_string()).collect();
            ids.join(" ")
        };
        NewPage {
            f,
            action: format!("/requests/{request}/pledges"),
            back: format!("/requests/{request}"),
            title: grounds.first().map(|g| g.title.clone()).unwrap_or_default(),
            parts,
            money: grounds.iter().any(|g| g.gift == Gift::Money),
            goods: grounds.iter().any(|g| g.gift == Gift::Goods),
            money_parts: of(Gift::Money),
            goods_parts: of(Gift::Goods),
            v,
        }
    }

    fn sample(v: View) -> Self {
        let request = crate::request::model::sample_request();
        NewPage {
            f: FormView::sample(v.clone()),
            action: "/requests/x/pledges".into(),
            back: "/requests/x".into(),
            title: request.title,
            parts: vec![("1".into(), "Books".into()), ("2".into(), "Lamp".into())],
            money: true,
            goods: true,
            money_parts: "1".into(),
            goods_parts: "2".into(),
            v,
        }
    }
}

/// What a donor's page of a pledge is made of.
pub struct Found {
    pledge: Pledge,
    ground: Ground,
    card: crate::request::Request,
    sent: Vec<crate::delivery::store::Sent>,
    moments: Vec<Moment>,
    posts: Vec<crate::thanks::PostLine>,
    receipts: Vec<Receipt>,
    /// Where the payment stands that was begun last.
    order: Option<Order>,
}

/// Reads everything of one's own pledge.
pub fn read(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, locale: Locale) -> Res<Found> {
    let pledge = own(tx, actor, reference)?;
    let ground = store::ground(tx, pledge.county, pledge.part)?;
    let card = crate::request::require_shown(tx, pledge.request_ref(), locale)?;
    let sent = crate::delivery::store::of_pledge(tx, reference)?;
    let moments = timeline::read(tx, &pledge)?;
    let posts = crate::thanks::section(tx, pledge.request_ref())?;
    let receipts = receipts(tx, &pledge)?;
    let order = if pledge.payment == Id::NONE { None } else { qianmo_payments::find_order(tx, pledge.county, pledge.payment)? };
    let order = order.map(|order| order.state);
    Ok(Found { pledge, ground, card, sent, moments, posts, receipts, order })
}

/// The confirmations that this gift came to: its own, or those of the payouts it has a share in, each of that share and no more.
fn receipts(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<Vec<Receipt>> {
    if pledge.received == 0 {
        return Ok(Vec::new());
    }
    let shares = crate::payout::shares_with(tx, pledge.reference())?;
    let mut own = Vec::new();
    for receipt in crate::receipt::store::of_request(tx, pledge.request_ref())? {
        let share = shares.iter().find(|share| share.payout == receipt.payout);
        match share {
            // What others gave to the same payout is theirs.
            Some(share) => own.push(Receipt { quantity: share.amount_minor, ..receipt }),
            None if receipt.pledge == pledge.id => own.push(receipt),
            None => {}
        }
    }
    Ok(own)
}

/// Whether only the provider can say what became of the payment: nothing is to be pressed until it does.
fn awaited(pledge: &Pledge, order: Option<Order>) -> bool {
    pledge.state == PledgeState::Paying && order == Some(Order::Unknown)
}

/// How many items of goods are confirmed and how many are awaited, when it is some of each.
fn awaits_rest(v: &View, pledge: &Pledge) -> Option<String> {
    let rest = pledge.quantity - pledge.received;
    let some = pledge.gift == Gift::Goods && pledge.received > 0 && rest > 0;
    some.then(|| v.t3("aid-receipt-some", "n", pledge.received, "of", pledge.quantity, "missing", rest))
}

/// What is said of the payment that was begun last.
fn said_of(pledge: &Pledge, order: Option<Order>) -> Option<&'static str> {
    match (pledge.state, order) {
        (PledgeState::Pledged, Some(Order::Failed)) => Some("aid-pay-failed"),
        (PledgeState::Paying, Some(Order::Unknown)) => Some("aid-pay-unknown"),
        (PledgeState::Paying, Some(Order::Created | Order::Started)) => Some("aid-pay-begun"),
        _ => None,
    }
}

/// The words of the button to pay: a payment that was begun is gone on with, at the same order.
fn pay_button(pledge: &Pledge, order: Option<Order>) -> Option<&'static str> {
    if awaited(pledge, order) {
        return None;
    }
    let begun = pledge.state == PledgeState::Paying && order.is_some_and(Order::is_open);
    Some(if begun { "aid-pay-continue" } else { "aid-pay-button" })
}

/// What ends when a pledge's time is over: the time to pay, to be accepted, or to send.
fn due_label(pledge: &Pledge) -> &'static str {
    match pledge.gift {
        Gift::Money => "aid-pledge-pay-by",
        Gift::Goods if pledge.accepted_at.is_none() => "aid-pledge-accept-by",
        Gift::Goods => "aid-pledge-send-by",
    }
}

/// A way of sending, in words.
struct SentView {
    way: String,
    company: String,
    tracking: String,
    contact: String,
    planned: Option<String>,
}

/// A donor's page of a pledge.
#[derive(Template)]
#[template(path = "pledge/show.html")]
pub struct PledgePage {
    v: View,
    key: String,
    base: String,
    card: CardView,
    part: String,
    quantity: String,
    value: Option<String>,
    state: &'static str,
    state_text: String,
    message: String,
    anonymous: bool,
    /// What ends when its time is over, as a message key, and when that is.
    due: Option<(&'static str, String, String)>,
    moments: Vec<Moment>,
    sent: Vec<SentView>,
    posts: Vec<crate::thanks::PostLine>,
    receipts: Vec<ReceiptLine>,
    /// What is said of a payment that was begun, as a message key.
    payment: Option<&'static str>,
    /// The button to pay, or to go on with the payment that was begun.
    pay: Option<&'static str>,
    /// What of the goods is awaited still, or did not arrive.
    missing: Option<String>,
    may_cancel: bool,
    /// What is said before it is taken back, as a message key.
    cancel_hint: Option<&'static str>,
    may_dispatch: bool,
    may_deliver: bool,
    may_fail: bool,
    sees_address: bool,
    waits: bool,
    /// What came back or is on its way, as a message key, and how much.
    refunded: Option<(&'static str, String)>,
}

impl PledgePage {
    /// The page of what was read.
    pub fn new(cx: &Cx, found: Found) -> Self {
        PledgePage::with(cx.view(), FormView::empty(cx).key().to_owned(), found)
    }

    fn with(v: View, key: String, found: Found) -> Self {
        let Found { pledge, ground, card: request, sent, moments, posts, receipts, order } = found;
        let may = |event| next_pledge(pledge.gift, pledge.state, event).is_ok();
        let sent = sent
            .into_iter()
            .map(|s| SentView {
                way: v.t(s.how.way.label()),
                company: s.how.company,
                tracking: s.how.tracking,
                contact: s.how.contact,
                planned: s.how.planned_at.map(|at| v.date(at)),
            })
            .collect();
        PledgePage {
            key,
            base: format!("/pledges/{}", pledge.reference()),
            card: card(&v, &request),
            part: ground.label.clone(),
            quantity: quantity(&v, &pledge, &ground.unit),
            value: (pledge.gift == Gift::Goods && pledge.value_minor > 0).then(|| v.money(pledge.money(pledge.value_minor))),
            state: pledge.state.name(),
            state_text: v.t(pledge.standing().label),
            message: pledge.message.clone(),
            anonymous: pledge.anonymous,
            due: pledge.due_at.map(|due| (due_label(&pledge), due.to_string(), v.datetime(due))),
            moments,
            sent,
            posts,
            receipts: receipts
                .iter()
                .map(|r| {
                    let quantity = match pledge.gift {
                        Gift::Money => v.money(pledge.money(r.quantity)),
                        Gift::Goods => items(&v, r.quantity, &ground.unit),
                    };
                    ReceiptLine::new(&v, r, quantity)
                })
                .collect(),
            payment: said_of(&pledge, order),
            pay: may(PledgeEvent::StartPayment).then(|| pay_button(&pledge, order)).flatten(),
            missing: lost(&v, &pledge).or_else(|| awaits_rest(&v, &pledge)),
            may_cancel: may(PledgeEvent::Cancel) && !awaited(&pledge, order),
            cancel_hint: (pledge.gift == Gift::Goods).then_some("aid-pledge-cancel-goods"),
            may_dispatch: may(PledgeEvent::Dispatch) && pledge.accepted_at.is_some(),
            may_deliver: may(PledgeEvent::Deliver),
            may_fail: may(PledgeEvent::FailDelivery) && pledge.state == PledgeState::Dispatched && pledge.received == 0,
            sees_address: pledge.shows_address(),
            waits: may(PledgeEvent::Accept) && pledge.accepted_at.is_none(),
            refunded: (pledge.refunded_minor > 0).then(|| {
                let back = pledge.state != PledgeState::Refunding;
                let label = if back { "aid-pledge-refunded" } else { "aid-way-refunding" };
                (label, v.money(pledge.money(pledge.refunded_minor)))
            }),
            v,
        }
    }

    fn sample(v: View) -> Self {
        PledgePage {
            key: "sample".into(),
            base: "/pledges/x".into(),
            card: CardView::sample(&v),
            part: "Desk lamp".into(),
            quantity: items(&v, 2, "pieces"),
            value: Some("¥120".into()),
            state: PledgeState::Dispatched.name(),
            state_text: v.t(PledgeState::Dispatched.label()),
            message: "All the best for school".into(),
            anonymous: true,
            due: Some(("aid-pledge-send-by", v.now.to_string(), v.datetime(v.now))),
            moments: timeline::sample(&v),
            sent: vec![SentView {
                way: v.t("aid-way-courier"),
                company: "Post".into(),
                tracking: "EE123456789CN".into(),
                contact: "Zhang".into(),
                planned: Some(v.date(v.now)),
            }],
            posts: crate::thanks::PostLine::samples(v.now),
            receipts: vec![ReceiptLine::sample(&v)],
            payment: Some("aid-pay-failed"),
            pay: Some("aid-pay-button"),
            missing: Some(v.t3("aid-receipt-some", "n", 20_i64, "of", 23_i64, "missing", 3_i64)),
            may_cancel: true,
            cancel_hint: Some("aid-pledge-cancel-goods"),
            may_dispatch: true,
            may_deliver: true,
            may_fail: true,
            sees_address: true,
            waits: true,
            refunded: Some(("aid-pledge-refunded", "¥1".into())),
            v,
        }
    }
}

qianmo_web::sample!(NewPage, PledgePage);
