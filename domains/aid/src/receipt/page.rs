//! Deliveries to confirm, and the disputes an officer decides on.

use super::CONFIRM;
use super::decide::Bond;
use super::store::{DisputeRow, awaited_payouts, awaited_payouts_of, awaited_pledges_of};
use crate::lifecycle::{PayoutState, PledgeState};
use crate::payout::{self, Payout};
use crate::pledge::{self, Pledge, Wish, WishLine, items};
use crate::request::{self, CardView, card};
use askama::Template;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Fail, Id, Locale, Millis, PublicRef, Res};
use qianmo_web::{Cx, FormView, View};

/// Lines of a list.
const LIMIT: i64 = 50;

/// Something on its way or there that its household or a witness may confirm.
#[derive(Clone, Debug)]
pub struct Awaited {
    request: request::Request,
    what: What,
    part: String,
    unit: String,
    /// Why this reader is not the one who confirms it, as a message key.
    stop: Option<&'static str>,
    /// Whether this reader may say that something is wrong with it now.
    disputable: bool,
    /// Who has to do with it.
    bond: Bond,
}

/// What is confirmed or disputed.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// A pledge of goods.
    Goods(Pledge),
    /// A payout.
    Money(Payout),
}

impl Awaited {
    /// The request that it is for.
    pub const fn request(&self) -> PublicRef {
        self.request.reference
    }

    /// Where it is confirmed; for somebody who is not to confirm it, nowhere.
    pub fn href(&self) -> Option<String> {
        self.stop.is_none().then(|| self.page())
    }

    /// Whether this actor, for whom it was read, is to confirm it, also as far as it depends on who gave them their role.
    pub fn is_for(&self, tx: &mut Tx<'_>, actor: &Actor) -> Res<bool> {
        if self.stop.is_some() {
            return Ok(false);
        }
        match super::command::part_in(tx, actor, &self.bond) {
            Ok(_) => Ok(true),
            Err(Fail::Refused(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Where somebody who is not to confirm it says that something is wrong with it, if they may.
    pub fn wrong(&self) -> Option<String> {
        (self.stop.is_some() && self.disputable).then(|| self.page())
    }

    fn page(&self) -> String {
        match &self.what {
            What::Goods(p) => format!("/pledges/{}/receipt", p.reference()),
            What::Money(p) => format!("/payouts/{}/receipt", p.reference()),
        }
    }
}

impl What {
    /// Whether it is in a state in which it can be disputed.
    const fn disputable(&self) -> bool {
        match self {
            What::Goods(p) => matches!(p.state, PledgeState::Dispatched | PledgeState::Delivered),
            What::Money(p) => matches!(p.state, PayoutState::PaidOut),
        }
    }
}

/// What this actor may confirm: the household its own, a witness what goes to the places of the role. For the helper's
/// desk and the household's own page.
pub fn deliveries_for(tx: &mut Tx<'_>, actor: &Actor, locale: Locale) -> Res<Vec<Awaited>> {
    let mut pledges: Vec<Pledge> = Vec::new();
    let mut payouts: Vec<Payout> = Vec::new();
    if let Some(household) = actor.household {
        pledges = awaited_pledges_of(tx, household, LIMIT)?;
        payouts = awaited_payouts_of(tx, household, LIMIT)?;
    } else {
        for grant in actor.places_for(&CONFIRM) {
            pledges.extend(crate::pledge::store::awaited(tx, &grant.path, LIMIT)?);
            payouts.extend(awaited_payouts(tx, &grant.path, LIMIT)?);
        }
    }
    pledges.sort_by_key(|p| p.id);
    pledges.dedup_by_key(|p| p.id);
    payouts.sort_by_key(|p| p.id);
    payouts.dedup_by_key(|p| p.id);
    let mut lines = Vec::new();
    for payout in payouts {
        lines.push(line(tx, actor, payout.county, payout.part, What::Money(payout.clone()))?);
    }
    for pledge in pledges {
        lines.push(line(tx, actor, pledge.county, pledge.part, What::Goods(pledge.clone()))?);
    }
    let mut requests: Vec<_> = lines.iter().map(|l| l.request.clone()).collect();
    request::relabel(tx, &mut requests, locale)?;
    lines.iter_mut().zip(requests).for_each(|(line, shown)| line.request = shown);
    // What this reader can do something about comes first.
    lines.sort_by_key(|line| line.stop.is_some());
    Ok(lines)
}

fn line(tx: &mut Tx<'_>, actor: &Actor, county: Id, part: Id, what: What) -> Res<Awaited> {
    let ground = pledge::ground_of(tx, county, part)?;
    let request = request::require(tx, ground.request_ref())?;
    let bond = match &what {
        What::Goods(pledge) => super::command::bond_of_pledge(tx, pledge, &ground)?,
        What::Money(payout) => super::command::bond_of_payout(tx, payout, &ground)?,
    };
    let stop = super::who_confirms(actor, &bond).err().map(|refused| refused.message);
    let disputable = what.disputable() && super::decide::who_disputes(actor, &bond).is_ok();
    Ok(Awaited { request, what, part: ground.label, unit: ground.unit, stop, disputable, bond })
}

/// A line of the list of deliveries, in words.
#[derive(Clone, Debug)]
pub struct DeliveryLine {
    /// Where it is confirmed; for somebody who is not to confirm it, nowhere.
    pub href: Option<String>,
    /// Why the reader is not the one who confirms it.
    pub stop: Option<String>,
    /// Where a reader who is not to confirm it says that something is wrong, if they may.
    pub wrong: Option<String>,
    /// The request's page.
    pub page: String,
    /// The request.
    pub title: String,
    /// The part.
    pub part: String,
    /// Who and where, masked.
    pub who: String,
    /// How much.
    pub quantity: String,
    /// The state's name.
    pub state: &'static str,
    /// The state in words.
    pub state_text: String,
    /// Since when.
    pub since: Option<(String, String)>,
}

impl DeliveryLine {
    /// The line of something that is awaited.
    pub fn new(v: &View, awaited: Awaited) -> Self {
        let href = awaited.href();
        let wrong = awaited.wrong();
        let Awaited { request, what, part, unit, stop, .. } = awaited;
        let card = card(v, &request);
        let since = |at: Option<Millis>| at.map(|at| (at.to_string(), v.date(at)));
        let (quantity, state, label, since) = match what {
            What::Goods(p) => {
                (items(v, p.quantity - p.received, &unit), p.state.name(), p.state.label(), since(p.delivered_at.or(p.sent_at)))
            }
            What::Money(p) => (v.money(p.amount()), p.state.name(), p.state.label(), since(p.paid_out_at)),
        };
        DeliveryLine {
            href,
            stop: stop.map(|key| v.t(key)),
            wrong,
            page: card.href.clone(),
            title: request.title,
            part,
            who: format!("{} · {}", card.who, card.place),
            quantity,
            state,
            state_text: v.t(label),
            since,
        }
    }

    /// An invented line.
    pub fn sample(v: &View) -> Self {
        DeliveryLine {
            href: Some("/pledges/x/receipt".into()),
            stop: None,
            wrong: None,
            page: "/requests/x".into(),
            title: "A desk and a lamp".into(),
            part: "Lamp".into(),
            who: "Mrs W.".into(),
            quantity: items(v, 2, "pieces"),
            state: PledgeState::Dispatched.name(),
            state_text: v.t(PledgeState::Dispatched.label()),
            since: Some((v.now.to_string(), v.date(v.now))),
        }
    }
}

/// Deliveries that the reader confirms, or that others confirm, all for the same reason.
struct DeliveryGroup {
    /// The reason, in words.
    stop: Option<String>,
    lines: Vec<DeliveryLine>,
}

/// What is awaited, by why the reader does not confirm it: a reason is said once, not in every line.
fn grouped(v: &View, awaited: Vec<Awaited>) -> Vec<DeliveryGroup> {
    let mut groups: Vec<DeliveryGroup> = Vec::new();
    for line in awaited.into_iter().map(|a| DeliveryLine::new(v, a)) {
        match groups.iter_mut().find(|group| group.stop == line.stop) {
            Some(group) => group.lines.push(line),
            None => groups.push(DeliveryGroup { stop: line.stop.clone(), lines: vec![line] }),
        }
    }
    groups
}

/// The list of deliveries to confirm.
#[derive(Template)]
#[template(path = "receipt/list.html")]
pub struct DeliveriesPage {
    v: View,
    wishes: Vec<WishLine>,
    groups: Vec<DeliveryGroup>,
}

/// The same as a piece of another page.
#[derive(Template)]
#[template(path = "receipt/lines.html")]
pub struct DeliveriesFragment {
    v: View,
    groups: Vec<DeliveryGroup>,
}

impl DeliveriesPage {
    /// The page of what is awaited, and of donors who wait to be accepted.
    pub fn new(cx: &Cx, awaited: Vec<Awaited>, wishes: &[Wish]) -> Self {
        let v = cx.view();
        DeliveriesPage { wishes: wishes.iter().map(|w| WishLine::new(&v, w)).collect(), groups: grouped(&v, awaited), v }
    }

    fn sample(v: View) -> Self {
        let mine = DeliveryGroup { stop: None, lines: vec![DeliveryLine::sample(&v)] };
        let stop = Some(v.t("aid-witness-publisher"));
        let other = DeliveryLine { href: None, wrong: Some("/pledges/x/receipt".into()), ..DeliveryLine::sample(&v) };
        let others = DeliveryGroup { stop, lines: vec![other] };
        DeliveriesPage { wishes: vec![WishLine::sample(&v)], groups: vec![mine, others], v }
    }
}

impl DeliveriesFragment {
    /// The fragment of what is awaited.
    pub fn new(v: View, awaited: Vec<Awaited>) -> Self {
        DeliveriesFragment { groups: grouped(&v, awaited), v }
    }

    fn sample(v: View) -> Self {
        DeliveriesFragment { groups: Vec::new(), v }
    }
}

/// A dispute with what it is about.
#[derive(Clone, Debug)]
pub struct Questioned {
    row: DisputeRow,
    request: request::Request,
    part: String,
    unit: String,
    what: What,
    /// Who gave the goods; empty when the name stays out of sight, and for a payout.
    donor: String,
    /// The tracking number that the goods were sent with last.
    tracking: String,
    /// Why the reader has no say in it, as a message key.
    stop: Option<&'static str>,
}

impl Questioned {
    /// The dispute's id: where a page ends.
    pub const fn id(&self) -> Id {
        self.row.reference.id
    }
}

/// Reads what disputes are about, and whether this actor has a say in them: the household stays masked, and a donor who gave unnamed has no
/// name here either.
pub fn questioned(tx: &mut Tx<'_>, actor: &Actor, rows: Vec<DisputeRow>, locale: Locale) -> Res<Vec<Questioned>> {
    let mut found = Vec::with_capacity(rows.len());
    for row in super::dispute::readable(tx, actor, rows)? {
        let stop = super::dispute::stopped(tx, actor, &row)?;
        let (what, part, donor, tracking) = if row.payout == Id::NONE {
            let pledge = pledge::require(tx, PublicRef::new(row.reference.county, row.pledge))?;
            let donor = pledge::giver_name(tx, &pledge)?;
            let sent = crate::delivery::store::of_pledge(tx, pledge.reference())?.pop();
            let part = pledge.part;
            (What::Goods(pledge), part, donor, sent.map(|s| s.how.tracking).unwrap_or_default())
        } else {
            let payout = payout::require(tx, PublicRef::new(row.reference.county, row.payout))?;
            let part = payout.part;
            (What::Money(payout), part, String::new(), String::new())
        };
        let ground = pledge::ground_of(tx, row.reference.county, part)?;
        let request = request::require_shown(tx, ground.request_ref(), locale)?;
        found.push(Questioned { row, request, part: ground.label, unit: ground.unit, what, donor, tracking, stop });
    }
    Ok(found)
}

/// A dispute in words, with the form to decide on it.
struct DisputeView {
    reference: PublicRef,
    action: String,
    /// What was typed as the reason, when it was refused.
    typed: String,
    /// What was wrong with that.
    error: Option<String>,
    /// The question how many came, where only some may have.
    how_many: Option<String>,
    /// The number that was typed, and what was wrong with it.
    count: (String, Option<String>),
    /// Whether the decision on this one was refused.
    refused: bool,
    /// Why others than the reader decide on it.
    stop: Option<String>,
    card: CardView,
    part: String,
    quantity: String,
    /// Who gave the goods, in words; nobody for a payout.
    donor: Option<String>,
    tracking: String,
    kind: String,
    note: String,
    money: bool,
    at: String,
    at_machine: String,
}

impl DisputeView {
    /// The input's id: the one that the summary of errors leads to, when it is this one that was refused.
    fn id(&self) -> String {
        if self.error.is_some() { "reason".to_owned() } else { format!("reason-{}", self.reference.id) }
    }

    /// The same of the number.
    fn count_id(&self) -> String {
        if self.count.1.is_some() { "count".to_owned() } else { format!("count-{}", self.reference.id) }
    }
}

/// The disputes that wait for an officer.
#[derive(Template)]
#[template(path = "receipt/disputes.html")]
pub struct DisputesPage {
    v: View,
    f: FormView,
    disputes: Vec<DisputeView>,
    next: Option<String>,
}

impl DisputesPage {
    /// The page of these disputes.
    pub fn new(cx: &Cx, form: FormView, rows: &[Questioned], next: Option<String>) -> Self {
        DisputesPage::with(cx.view(), form, rows, next)
    }

    /// Keeps what was typed with the dispute whose decision was refused, and says there what is wrong.
    #[must_use]
    pub fn refused(mut self, reference: PublicRef) -> Self {
        if let Some(d) = self.disputes.iter_mut().find(|d| d.reference == reference) {
            self.f.value("reason").clone_into(&mut d.typed);
            d.error = self.f.error("reason").map(str::to_owned);
            d.count = (self.f.value("count").to_owned(), self.f.error("count").map(str::to_owned));
            d.refused = true;
        }
        self
    }

    fn with(v: View, f: FormView, rows: &[Questioned], next: Option<String>) -> Self {
        let disputes = rows.iter().map(|q| dispute_view(&v, q)).collect();
        DisputesPage { v, f, disputes, next }
    }

    fn sample(v: View) -> Self {
        let row = DisputeRow {
            reference: PublicRef::new(Id::from_i64(1), Id::from_i64(2)),
            version: 1,
            request: Id::from_i64(3),
            pledge: Id::from_i64(4),
            payout: Id::NONE,
            path: qianmo_kernel::PlacePath::root(),
            kind: "not_arrived".into(),
            note: "Nothing came.".into(),
            by: Id::NONE,
            by_role: "household".into(),
            at: v.now,
            state: "open".into(),
        };
        let reference = row.reference;
        let mut page =
            DisputesPage { v: v.clone(), f: FormView::sample(v.clone()), disputes: Vec::new(), next: Some("next".into()) };
        let about = |row: &DisputeRow, quantity: String, money: bool| DisputeView {
            reference: row.reference,
            typed: String::new(),
            error: None,
            how_many: (!money).then(|| v.t1("aid-dispute-count", "of", 2)),
            count: (String::new(), (!money).then(|| v.t("aid-dispute-count-range"))),
            refused: false,
            stop: None,
            action: "/disputes/x/decision".into(),
            card: CardView::sample(&v),
            part: "Lamp".into(),
            quantity,
            donor: (!money).then(|| "Dora".into()),
            tracking: if money { String::new() } else { "EE123456789CN".into() },
            kind: v.family("aid-dispute", &row.kind),
            note: row.note.clone(),
            money,
            at: v.datetime(row.at),
            at_machine: row.at.to_string(),
        };
        page.disputes.push(about(&row, items(&v, 2, "pieces"), false));
        page.disputes.push(about(&row, "¥360".into(), true));
        page.disputes.push(DisputeView { stop: Some(v.t("aid-dispute-own-payout")), ..about(&row, "¥360".into(), true) });
        page.refused(reference)
    }
}

fn dispute_view(v: &View, q: &Questioned) -> DisputeView {
    let (quantity, donor, awaited) = match &q.what {
        What::Goods(p) => {
            let donor = if q.donor.is_empty() { v.t("aid-donor-unnamed") } else { q.donor.clone() };
            let awaited = p.quantity - p.received;
            (items(v, awaited, &q.unit), Some(donor), awaited)
        }
        What::Money(p) => (v.money(p.amount()), None, 0),
    };
    let d = &q.row;
    DisputeView {
        reference: d.reference,
        typed: String::new(),
        error: None,
        // Of one thing no part can have come.
        how_many: (awaited > 1).then(|| v.t1("aid-dispute-count", "of", awaited)),
        count: (String::new(), None),
        refused: false,
        stop: q.stop.map(|key| v.t(key)),
        action: format!("/disputes/{}/decision", d.reference),
        card: card(v, &q.request),
        part: q.part.clone(),
        quantity,
        donor,
        tracking: q.tracking.clone(),
        kind: v.family("aid-dispute", &d.kind),
        note: d.note.clone(),
        money: d.payout != Id::NONE,
        at: v.datetime(d.at),
        at_machine: d.at.to_string(),
    }
}

qianmo_web::sample!(DeliveriesPage, DeliveriesFragment, DisputesPage);
