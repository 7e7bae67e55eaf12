//! The officer's pages of payouts.

use super::PAY;
use super::account::{Shown, Told};
use super::card::{By, Changed};
use super::command::passes;
use super::custody::Custody;
use super::store::Payout;
use crate::lifecycle::{Gift, PayoutState, PledgeState, Stage};
use crate::pledge::{self, Ground};
use crate::request::{self, CardView, card};
use askama::Template;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Locale, Millis, PublicRef, Refused, Res};
use qianmo_payments::Way;
use qianmo_web::{Cursor, Cx, FormView, View};

/// A money part and what is in custody for it that no payout holds.
#[derive(Clone, Debug)]
pub struct Ready {
    ground: Ground,
    free_minor: i64,
}

/// The money parts of a request with what may be paid out of them; for officers of the place.
pub fn ready(tx: &mut Tx<'_>, actor: &Actor, request: PublicRef) -> Res<Vec<Ready>> {
    let grounds = pledge::grounds(tx, request)?;
    let Some(first) = grounds.first() else { return Err(Refused::not_found().into()) };
    actor.require(&PAY, &first.path)?;
    let pledges = pledge::of_request(tx, request)?;
    Ok(grounds
        .into_iter()
        .filter(|g| g.gift == Gift::Money)
        .map(|ground| {
            let free_minor = pledges
                .iter()
                .filter(|p| p.part == ground.part && p.state == PledgeState::Paid)
                .map(pledge::Pledge::free_minor)
                .sum();
            Ready { ground, free_minor }
        })
        .filter(|r| r.free_minor > 0)
        .collect())
}

/// The parts alone, for the form.
pub fn grounds(ready: &[Ready]) -> Vec<Ground> {
    ready.iter().map(|r| r.ground.clone()).collect()
}

/// A payout in a list.
struct Line {
    href: String,
    title: String,
    amount: String,
    state: &'static str,
    state_text: String,
    at: String,
    at_machine: String,
}

fn line(v: &View, payout: &Payout, title: String) -> Line {
    Line {
        href: format!("/payouts/{}", payout.reference()),
        title,
        amount: v.money(payout.amount()),
        state: payout.state.name(),
        state_text: v.t(payout.state.label()),
        at: v.date(payout.prepared_at),
        at_machine: payout.prepared_at.to_string(),
    }
}

/// Payouts of the officer's places.
#[derive(Template)]
#[template(path = "payout/list.html")]
pub struct PayoutsPage {
    v: View,
    lines: Vec<Line>,
    /// Money that is ready to be paid out; `None` where there is none, and for those who do not pay.
    ready: Option<ReadyView>,
    /// Those whose money this officer may state to be back.
    missing: Vec<Line>,
    next: Option<String>,
}

/// A request with money in custody that waits to be paid out.
struct WaitingLine {
    href: String,
    title: String,
    reference: String,
    amount: String,
}

/// A page of money that is ready, in words.
struct ReadyView {
    lines: Vec<WaitingLine>,
    /// How many requests there are on all pages, and what their money comes to.
    sum: Option<String>,
    /// The request that was looked for, as it was typed.
    typed: String,
    /// Whether what was typed is no request's reference.
    unknown: bool,
    next: Option<String>,
}

/// What of the money in custody was asked for and found.
pub struct Sought {
    /// What was typed to find a request by.
    pub typed: String,
    /// Whether that is no request's reference.
    pub unknown: bool,
    /// What was found.
    pub custody: Custody,
}

fn ready_view(v: &View, sought: Sought) -> Option<ReadyView> {
    let Sought { typed, unknown, custody } = sought;
    if custody.waiting.is_empty() && typed.is_empty() {
        return None;
    }
    let sums: Vec<String> = custody.sums.iter().map(|sum| v.money(*sum)).collect();
    Some(ReadyView {
        sum: (custody.count > 0).then(|| v.t2("aid-payouts-ready-sum", "n", custody.count, "sum", sums.join(" · "))),
        lines: custody
            .waiting
            .into_iter()
            .map(|w| WaitingLine {
                href: format!("/requests/{}/payout", w.request),
                title: w.title,
                reference: w.request.to_string(),
                amount: v.money(w.free),
            })
            .collect(),
        typed,
        unknown,
        next: custody.next.map(|id| Cursor::encode(&id)),
    })
}

impl PayoutsPage {
    /// The page of these payouts, each with the title of its request; `missing`: those whose money the reader may state to be back.
    pub fn new(
        cx: &Cx,
        payouts: &[(Payout, String)],
        sought: Option<Sought>,
        missing: &[(Payout, String)],
        next: Option<String>,
    ) -> Self {
        let v = cx.view();
        let lines = |of: &[(Payout, String)]| -> Vec<Line> { of.iter().map(|(p, title)| line(&v, p, title.clone())).collect() };
        let (missing, payouts) = (lines(missing), lines(payouts));
        let ready = sought.and_then(|sought| ready_view(&v, sought));
        PayoutsPage { lines: payouts, ready, missing, next, v }
    }

    fn sample(v: View) -> Self {
        let payout = sample_payout(&v);
        PayoutsPage {
            lines: vec![line(&v, &payout, "A desk and a lamp".into())],
            ready: Some(ReadyView {
                lines: vec![WaitingLine {
                    href: "/requests/x/payout".into(),
                    title: "A desk".into(),
                    reference: payout.request_ref().to_string(),
                    amount: "¥300".into(),
                }],
                sum: Some(v.t2("aid-payouts-ready-sum", "n", 1, "sum", "¥300")),
                typed: "x".into(),
                unknown: true,
                next: Some("x".into()),
            }),
            missing: vec![line(&v, &Payout { state: PayoutState::Missing, ..payout }, "A desk and a lamp".into())],
            next: Some("x".into()),
            v,
        }
    }
}

/// The form to prepare a payout.
#[derive(Template)]
#[template(path = "payout/new.html")]
pub struct NewPage {
    v: View,
    f: FormView,
    action: String,
    title: String,
    parts: Vec<(String, String)>,
}

impl NewPage {
    /// The form for these parts.
    pub fn new(cx: &Cx, form: FormView, request: PublicRef, ready: &[Ready]) -> Self {
        let v = cx.view();
        NewPage {
            f: form,
            action: format!("/requests/{request}/payout"),
            title: ready.first().map(|r| r.ground.title.clone()).unwrap_or_default(),
            parts: ready
                .iter()
                .map(|r| {
                    let left = v.amount(r.free_minor, r.ground.currency);
                    (r.ground.part.to_string(), v.t2("aid-payout-part-free", "part", r.ground.label.as_str(), "left", left))
                })
                .collect(),
            v,
        }
    }

    fn sample(v: View) -> Self {
        NewPage {
            f: FormView::sample(v.clone()),
            action: "/requests/x/payout".into(),
            title: "A desk".into(),
            parts: vec![("1".into(), "Books".into()), ("2".into(), "Fees".into())],
            v,
        }
    }
}

/// What the page of one payout is made of.
pub struct Found {
    payout: Payout,
    request: request::Request,
    part: String,
    prepared_by: String,
    decided_by: String,
    shares: usize,
    photos: Vec<qianmo_media::Photo>,
    may: May,
    account: Option<Told>,
    found_by: String,
    missing: Option<qianmo_payments::Missing>,
}

impl Found {
    /// Whether it waits for this officer's decision.
    pub fn awaits(&self, actor: &Actor) -> bool {
        self.payout.awaits(actor)
    }

    /// The same with what its approver is shown of the account.
    #[must_use]
    pub fn with(self, account: Option<Told>) -> Self {
        Found { account, ..self }
    }
}

#[derive(Copy, Clone)]
struct May {
    decide: bool,
    /// Whether it is the reader's own and waits for another officer: then it can be taken back.
    own: bool,
    recover: bool,
    /// Whether what is to be stated is that the provider gave back what the county had replaced.
    repay: bool,
}

/// Reads a payout for officers and auditors of its place.
pub fn read(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, locale: Locale) -> Res<Found> {
    let payout = super::require(tx, reference)?;
    actor.require(&super::SEE, &payout.path)?;
    let payout = super::store::opened(tx, payout)?;
    let ground = pledge::ground_of(tx, payout.county, payout.part)?;
    let request = request::require_shown(tx, payout.request_ref(), locale)?;
    let mut name = |account: Id| -> Res<String> {
        if account == Id::NONE { Ok(String::new()) } else { qianmo_identity::account::display_name(tx, account) }
    };
    let (prepared_by, decided_by, found_by) = (name(payout.prepared_by)?, name(payout.decided_by)?, name(payout.found_by)?);
    let shares = super::shares_of(tx, reference)?.len();
    let photos = super::photo::seen_by(tx, actor, &payout)?;
    let officer = actor.may(&PAY, &payout.path) && payout.state == PayoutState::Prepared;
    let own = actor.account == payout.prepared_by;
    // What the county replaced its provider still owes: that it paid is for another officer to state.
    let replaced_by = super::missing::replaced_by(tx, &payout)?;
    let repay = replaced_by.is_some_and(|by| by != actor.account);
    let recover = (payout.state == PayoutState::Missing || repay) && passes(super::missing::may_recover(tx, actor, &payout))?;
    let may = May { decide: officer && !own, own: officer && own, recover, repay };
    let missing = super::missing::known(tx, &payout)?;
    Ok(Found {
        payout,
        request,
        part: ground.label,
        prepared_by,
        decided_by,
        shares,
        photos,
        may,
        account: None,
        found_by,
        missing,
    })
}

/// A photo of what was seen.
struct PhotoView {
    src: String,
    full: String,
    alt: String,
}

impl PhotoView {
    fn new(photo: &qianmo_media::Photo) -> Self {
        PhotoView {
            src: format!("/media/{}/320", photo.reference),
            full: format!("/media/{}/1280", photo.reference),
            alt: photo.alt.clone(),
        }
    }
}

/// A point of a payout's way: its words, when it was (for machines and for people), and who did it.
type Point = (&'static str, Option<(String, String)>, String);

/// One payout.
#[derive(Template)]
#[template(path = "payout/show.html")]
pub struct PayoutPage {
    v: View,
    f: FormView,
    base: String,
    approval: String,
    card: CardView,
    part: String,
    amount: String,
    state: &'static str,
    state_text: String,
    evidence: String,
    reason: String,
    steps: Vec<Point>,
    /// Whether it is disputed, and the reader sees the disputes.
    disputed: bool,
    shares: usize,
    photos: Vec<PhotoView>,
    may: May,
    account: Option<Shown>,
    /// Who gave or changed it, in words, the last one first.
    card_changes: Vec<String>,
    /// Why nothing can be paid, as a message key.
    unpayable: Option<&'static str>,
    recovery: String,
    /// Whether the money is sought, and others than this reader may state that it is back.
    others: bool,
    ways: Vec<(String, String)>,
    /// How the money of a missing payout came back, as a message key, and what shows it.
    back: Option<(&'static str, String)>,
    /// What shows that the provider gave back what had been replaced.
    repaid: String,
}

impl PayoutPage {
    /// The page of what was read, with a form to decide.
    pub fn new(cx: &Cx, form: FormView, found: Found) -> Self {
        let v = cx.view();
        let (account, unpayable) = match found.account {
            Some(Ok(account)) => (Some(account), None),
            Some(Err(why)) => (None, Some(why)),
            None => (None, None),
        };
        let p = &found.payout;
        let at = |at: Option<qianmo_kernel::Millis>| at.map(|at| (at.to_string(), v.datetime(at)));
        let decided = match p.state {
            PayoutState::Rejected => "aid-payout-rejected",
            PayoutState::Voided => "aid-payout-voided",
            _ => "aid-payout-approved",
        };
        let mut steps = vec![
            ("aid-payout-prepared", at(Some(p.prepared_at)), found.prepared_by.clone()),
            (decided, at(p.decided_at), found.decided_by.clone()),
            ("aid-payout-paid", at(p.paid_out_at), String::new()),
            ("aid-payout-received", at(p.received_at), String::new()),
        ];
        if p.found_at.is_some() {
            steps.insert(3, ("aid-payout-missing", at(p.found_at), found.found_by.clone()));
        }
        if p.state.is_final() {
            // What did not happen by now does not come any more.
            steps.retain(|(_, at, _)| at.is_some());
        }
        let back = found.missing.as_ref().and_then(|m| Some((m.way?.message(), m.evidence.clone())));
        // How it came back is told in words; any other reason is what somebody wrote, or the provider's word.
        let reason = match p.reason.as_str() {
            _ if back.is_some() => String::new(),
            "declined" if p.state == PayoutState::Failed => v.t("payments-reason-declined"),
            written => written.to_owned(),
        };
        PayoutPage {
            recovery: format!("/payouts/{}/recovery", p.reference()),
            others: p.state == PayoutState::Missing && !found.may.recover,
            ways: ways(&v, found.may.repay),
            back,
            repaid: found.missing.as_ref().map(|m| m.repaid.clone()).unwrap_or_default(),
            f: form,
            base: format!("/payouts/{}", p.reference()),
            approval: format!("/payouts/{}/approval", p.reference()),
            card: card(&v, &found.request),
            part: found.part,
            amount: v.money(p.amount()),
            state: p.state.name(),
            state_text: v.t(p.state.label()),
            evidence: p.evidence.clone(),
            reason,
            steps,
            disputed: p.state == PayoutState::Disputed
                && cx.actor.as_deref().is_some_and(|actor| actor.may_somewhere(&crate::receipt::DECIDE)),
            shares: found.shares,
            photos: found.photos.iter().map(PhotoView::new).collect(),
            may: found.may,
            card_changes: account.iter().flat_map(|a| a.changes.iter()).map(|change| change_words(&v, change)).collect(),
            account,
            unpayable,
            v,
        }
    }

    fn sample(v: View) -> Self {
        PayoutPage {
            f: FormView::sample(v.clone()),
            base: "/payouts/x".into(),
            approval: "/payouts/x/approval".into(),
            card: CardView::sample(&v),
            part: "Books".into(),
            amount: "¥300".into(),
            state: PayoutState::Prepared.name(),
            state_text: v.t(PayoutState::Prepared.label()),
            evidence: "Seen at home.".into(),
            reason: "No".into(),
            steps: vec![("aid-payout-prepared", Some((v.now.to_string(), v.datetime(v.now))), "Officer".into())],
            disputed: true,
            shares: 3,
            photos: vec![PhotoView { src: "/media/x/320".into(), full: "/media/x/1280".into(), alt: "A bill".into() }],
            may: May { decide: true, own: true, recover: true, repay: false },
            account: Some(Shown {
                name: "W••".into(),
                ending: "••••1234".into(),
                stamp: "0a".into(),
                changed: true,
                changes: Vec::new(),
            }),
            card_changes: [
                By::Account("Helper".into()),
                By::Household,
                By::LetIn(vec!["Helper".into(), "Officer".into()]),
                By::Account(String::new()),
                By::Operator,
            ]
            .into_iter()
            .map(|by| change_words(&v, &Changed { by, at: v.now - 5 * Millis::DAY }))
            .collect(),
            unpayable: Some("registry-no-bank-card"),
            recovery: "/payouts/x/recovery".into(),
            others: true,
            ways: ways(&v, false),
            repaid: "Line 9 of the statement.".into(),
            back: Some((Way::Replaced.message(), "Line 7 of the statement.".into())),
            v,
        }
    }
}

/// Who gave or changed a bank card, when, and how long ago that is.
fn change_words(v: &View, change: &Changed) -> String {
    let who = match &change.by {
        By::Household => v.t("aid-payout-card-household"),
        By::LetIn(names) if names.is_empty() => v.t1("aid-payout-card-let-in", "name", v.t("registry-someone")),
        By::LetIn(names) => v.t1("aid-payout-card-let-in", "name", names.join(&v.t("registry-and-comma"))),
        By::Operator => v.t("aid-payout-card-operator"),
        By::Account(name) if name.is_empty() => v.t("registry-someone"),
        By::Account(name) => name.clone(),
    };
    let days = (v.now.0 - change.at.0).max(0) / Millis::DAY;
    v.t3("aid-payout-card-change", "who", who, "date", v.date(change.at), "days", days)
}

/// What may be stated; `repay`: of money that had been replaced only that it came back.
fn ways(v: &View, repay: bool) -> Vec<(String, String)> {
    let stated = Way::STATED.into_iter().filter(|way| !repay || *way == Way::Returned);
    stated.map(|way| (way.name().to_owned(), v.t(way.message()))).collect()
}

fn sample_payout(v: &View) -> Payout {
    Payout {
        county: Id::from_i64(1),
        id: Id::from_i64(2),
        version: 1,
        request: Id::from_i64(3),
        part: Id::from_i64(4),
        path: qianmo_kernel::PlacePath::root(),
        amount_minor: 30_000,
        currency: qianmo_kernel::Currency::CNY,
        state: PayoutState::Prepared,
        evidence: String::new(),
        sealed: Vec::new(),
        account_stamp: String::new(),
        prepared_by: Id::NONE,
        prepared_at: v.now,
        decided_by: Id::NONE,
        decided_at: None,
        reason: String::new(),
        hold: Id::NONE,
        payment: Id::NONE,
        paid_out_at: None,
        received_at: None,
        found_by: Id::NONE,
        found_at: None,
    }
}

qianmo_web::sample!(PayoutsPage, NewPage, PayoutPage);
