//! The page on which what came is confirmed, or said to be wrong: what was given, what was said of it and found so far, and what its reader
//! can say now.

use super::page::What;
use super::store::{self, DisputeRow, Receipt};
use crate::delivery::store::Sent;
use crate::lifecycle::{PayoutState, PledgeState};
use crate::payout;
use crate::pledge::{self, Ground, items};
use crate::request::{self, CardView, card};
use askama::Template;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Locale, PublicRef, Res};
use qianmo_web::{Cx, FormView, View};

/// What the page shows of a pledge or a payout.
pub struct Subject {
    request: request::Request,
    part: String,
    unit: String,
    what: What,
    sent: Vec<Sent>,
    /// What was said to be wrong with it, as long as it is; the words only where they are this reader's to know.
    dispute: Option<DisputeRow>,
    /// What of it was confirmed.
    receipts: Vec<Receipt>,
}

impl Subject {
    /// How many items may be confirmed; `None` for a payout.
    pub fn most(&self) -> Option<i64> {
        match &self.what {
            What::Goods(p) => Some(p.quantity - p.received),
            What::Money(_) => None,
        }
    }
}

/// Reads a pledge of goods for whoever may confirm it.
pub fn subject_of_pledge(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, locale: Locale) -> Res<Subject> {
    let pledge = pledge::require(tx, reference)?;
    let ground = pledge::ground(tx, &pledge)?;
    super::decide::who_disputes(actor, &super::command::bond_of_pledge(tx, &pledge, &ground)?)?;
    let sent = crate::delivery::store::of_pledge(tx, reference)?;
    subject(tx, actor, ground, What::Goods(pledge), sent, locale)
}

/// Reads a payout for whoever may confirm it.
pub fn subject_of_payout(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, locale: Locale) -> Res<Subject> {
    let payout = payout::require(tx, reference)?;
    let ground = pledge::ground_of(tx, payout.county, payout.part)?;
    super::decide::who_disputes(actor, &super::command::bond_of_payout(tx, &payout, &ground)?)?;
    subject(tx, actor, ground, What::Money(payout), Vec::new(), locale)
}

fn subject(tx: &mut Tx<'_>, actor: &Actor, ground: Ground, what: What, sent: Vec<Sent>, locale: Locale) -> Res<Subject> {
    let reference = ground.request_ref();
    let request = request::require_shown(tx, reference, locale)?;
    let (pledge, payout, wrong) = match &what {
        What::Goods(p) => (p.id, Id::NONE, p.state == PledgeState::Disputed),
        What::Money(p) => (Id::NONE, p.id, matches!(p.state, PayoutState::Disputed | PayoutState::Missing)),
    };
    let mut dispute = if wrong { store::last(tx, reference, pledge, payout)? } else { None };
    // The household reads its own words; another witness does not.
    if let Some(row) = &mut dispute
        && actor.household != Some(ground.household)
        && !super::dispute::reads_words(tx, actor, row)?
    {
        row.note.clear();
    }
    let mut receipts = store::of_request(tx, reference)?;
    receipts.retain(|r| r.pledge == pledge && r.payout == payout);
    Ok(Subject { request, part: ground.label, unit: ground.unit, what, sent, dispute, receipts })
}

/// A way of sending, in words.
struct SentView {
    way: String,
    company: String,
    tracking: String,
    contact: String,
    planned: Option<String>,
}

/// A confirmation in words.
pub struct ReceiptLine {
    /// By whom, as a message key.
    pub role: &'static str,
    /// When, for machines and for people.
    pub at: (String, String),
    /// How much.
    pub quantity: String,
    /// What was said of it; may be empty.
    pub note: String,
}

impl ReceiptLine {
    /// The line of a confirmation of so much.
    pub fn new(v: &View, receipt: &Receipt, quantity: String) -> Self {
        let household = receipt.by_role == "household";
        ReceiptLine {
            role: if household { "aid-received-by-household" } else { "aid-received-by-witness" },
            at: (receipt.at.to_string(), v.datetime(receipt.at)),
            quantity,
            note: receipt.note.clone(),
        }
    }

    /// An invented line.
    pub fn sample(v: &View) -> Self {
        ReceiptLine {
            role: "aid-received-by-witness",
            at: (v.now.to_string(), v.datetime(v.now)),
            quantity: items(v, 1, "pieces"),
            note: "All there.".into(),
        }
    }
}

/// That something is wrong with it, as it was told.
struct Told {
    what: String,
    at: (String, String),
    by: String,
    words: String,
}

/// How far it has come, as far as the page differs by it.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Stands {
    /// It is awaited.
    Awaited,
    /// Somebody says that something is wrong with it, and an officer looks into it.
    Disputed,
    /// An officer found that the money did not arrive.
    Missing,
    /// All of it is confirmed.
    Confirmed,
    /// Nothing is awaited: it is not sent yet, or has come to nothing.
    Idle,
}

impl Stands {
    const fn of(what: &What) -> Self {
        match what {
            What::Goods(p) => match p.state {
                PledgeState::Dispatched | PledgeState::Delivered => Stands::Awaited,
                PledgeState::Disputed => Stands::Disputed,
                PledgeState::Received => Stands::Confirmed,
                _ => Stands::Idle,
            },
            What::Money(p) => match p.state {
                PayoutState::PaidOut => Stands::Awaited,
                PayoutState::Disputed => Stands::Disputed,
                PayoutState::Missing => Stands::Missing,
                PayoutState::Received => Stands::Confirmed,
                _ => Stands::Idle,
            },
        }
    }
}

/// The page to confirm or to dispute.
#[derive(Template)]
#[template(path = "receipt/confirm.html")]
pub struct ConfirmPage {
    v: View,
    f: FormView,
    d: FormView,
    confirm_action: String,
    dispute_action: String,
    card: CardView,
    part: String,
    quantity: String,
    state: &'static str,
    state_text: String,
    goods: bool,
    confirmable: bool,
    /// Whether confirming it says that it has come after all.
    after_all: bool,
    disputable: bool,
    done: bool,
    /// Whether the reader is a witness: then the household's card may have been shown.
    witness: bool,
    told: Option<Told>,
    /// Whether an officer looks into it.
    looked_into: bool,
    /// When an officer found that the money did not arrive.
    missing: Option<String>,
    /// What of the goods did not arrive, as it was found.
    lost: Option<String>,
    receipts: Vec<ReceiptLine>,
    sent: Vec<SentView>,
    kinds: Vec<(String, String)>,
}

impl ConfirmPage {
    /// The page of a subject with a form to confirm (`f`) and one to dispute (`d`).
    pub fn new(cx: &Cx, base: String, subject: &Subject, f: FormView, d: FormView) -> Self {
        let v = cx.view();
        let witness = cx.actor.as_deref().is_some_and(|actor| actor.household != Some(subject.request.household));
        let stands = Stands::of(&subject.what);
        // What was found missing only the household confirms.
        let confirmable = matches!(stands, Stands::Awaited | Stands::Disputed) || (stands == Stands::Missing && !witness);
        let (quantity, state, label) = match &subject.what {
            What::Goods(p) => {
                let shown = if confirmable { p.quantity - p.received } else { p.given() };
                (items(&v, shown, &subject.unit), p.state.name(), p.state.label())
            }
            What::Money(p) => (v.money(p.amount()), p.state.name(), p.state.label()),
        };
        let (lost, missing) = match &subject.what {
            What::Goods(p) => (pledge::lost(&v, p), None),
            What::Money(p) => (None, p.found_at.filter(|_| stands == Stands::Missing).map(|at| v.datetime(at))),
        };
        ConfirmPage {
            f,
            d,
            confirm_action: format!("{base}/receipt"),
            dispute_action: format!("{base}/dispute"),
            card: card(&v, &subject.request),
            part: subject.part.clone(),
            quantity,
            state,
            state_text: v.t(label),
            goods: matches!(subject.what, What::Goods(_)),
            confirmable,
            after_all: matches!(stands, Stands::Disputed | Stands::Missing),
            disputable: stands == Stands::Awaited,
            done: stands == Stands::Confirmed,
            witness,
            told: subject.dispute.as_ref().map(|row| told(&v, row)),
            looked_into: stands == Stands::Disputed,
            missing,
            lost,
            receipts: receipts(&v, subject),
            sent: subject.sent.iter().map(|s| sent(&v, s)).collect(),
            kinds: kinds(&v),
            v,
        }
    }

    fn sample(v: View) -> Self {
        ConfirmPage {
            f: FormView::sample(v.clone()),
            d: FormView::sample(v.clone()),
            confirm_action: "/pledges/x/receipt".into(),
            dispute_action: "/pledges/x/dispute".into(),
            card: CardView::sample(&v),
            part: "Lamp".into(),
            quantity: items(&v, 2, ""),
            state: PledgeState::Disputed.name(),
            state_text: v.t(PledgeState::Disputed.label()),
            goods: true,
            confirmable: true,
            after_all: true,
            disputable: true,
            done: true,
            witness: true,
            told: Some(Told {
                what: v.t("aid-dispute-not-arrived"),
                at: (v.now.to_string(), v.datetime(v.now)),
                by: v.t("aid-actor-household"),
                words: "Nothing came.".into(),
            }),
            looked_into: true,
            missing: Some(v.datetime(v.now)),
            lost: Some(v.t3("aid-pledge-lost", "given", 16_i64, "arrived", 12_i64, "lost", 4_i64)),
            receipts: vec![ReceiptLine::sample(&v)],
            sent: vec![SentView {
                way: v.t("aid-way-in-person"),
                company: "Post".into(),
                tracking: "EE12".into(),
                contact: "Zhang".into(),
                planned: Some(v.date(v.now)),
            }],
            kinds: kinds(&v),
            v,
        }
    }
}

fn told(v: &View, row: &DisputeRow) -> Told {
    Told {
        what: v.family("aid-dispute", &row.kind),
        at: (row.at.to_string(), v.datetime(row.at)),
        by: v.family("aid-actor", &row.by_role),
        words: row.note.clone(),
    }
}

fn receipts(v: &View, subject: &Subject) -> Vec<ReceiptLine> {
    let quantity = |n: i64| match &subject.what {
        What::Goods(_) => items(v, n, &subject.unit),
        What::Money(p) => v.amount(n, p.currency),
    };
    subject.receipts.iter().map(|r| ReceiptLine::new(v, r, quantity(r.quantity))).collect()
}

fn sent(v: &View, sent: &Sent) -> SentView {
    SentView {
        way: v.t(sent.how.way.label()),
        company: sent.how.company.clone(),
        tracking: sent.how.tracking.clone(),
        contact: sent.how.contact.clone(),
        planned: sent.how.planned_at.map(|at| v.date(at)),
    }
}

fn kinds(v: &View) -> Vec<(String, String)> {
    vec![
        ("not_arrived".to_owned(), v.t("aid-dispute-not-arrived")),
        ("not_as_promised".to_owned(), v.t("aid-dispute-not-as-promised")),
    ]
}

qianmo_web::sample!(ConfirmPage);
