//! Standing gifts as their donor sees them: the list, the form, one gift with its due days.

use super::LINES;
use super::change::Here;
use super::model::{Gift, Line, Run, RunState, State};
use super::preview::Goes;
use crate::pledge::Pledge;
use crate::request::{CardView, Choice, PURPOSES, card};
use askama::Template;
use qianmo_kernel::{Id, Money};
use qianmo_payments::{Mandate, Standing};
use qianmo_places::PlacePicker;
use qianmo_web::{FormView, View};
use std::collections::HashMap;

/// The names of places by their ids.
pub type Names = HashMap<Id, String>;

/// A gift in words.
struct GiftView {
    href: String,
    /// How much and how often.
    what: String,
    /// For what and where.
    whereto: String,
    state: &'static str,
    state_text: String,
    /// When it falls due next, and in words.
    next: Option<(String, String)>,
    why: Option<String>,
}

fn gift_view(v: &View, gift: &Gift, names: &Names) -> GiftView {
    let terms = &gift.terms;
    let what = v.t1(period_key(terms.period().name()), "amount", v.money(terms.amount));
    let purpose = terms.purpose.as_deref().map_or_else(|| v.t("aid-standing-any-purpose"), |p| v.family("aid-purpose", p));
    let place = terms.place.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| v.t("aid-standing-anywhere"));
    GiftView {
        href: format!("/my-standing-gifts/{}", gift.id),
        what,
        whereto: v.t2("aid-standing-whereto", "purpose", purpose, "place", place),
        // As the badges' colours know the states.
        state: match gift.state {
            State::Active => "open",
            State::Paused => "returned",
            State::Ended => "closed",
        },
        state_text: v.family("aid-standing-state", gift.state.name()),
        next: gift.next_at.map(|at| (at.to_string(), v.date(at))),
        why: (!gift.reason.is_empty()).then(|| v.family("aid-standing-reason", &gift.reason)),
    }
}

fn period_key(period: &str) -> &'static str {
    match period {
        "monthly" => "aid-standing-each-month",
        "quarterly" => "aid-standing-each-quarter",
        _ => "aid-standing-each-once",
    }
}

/// One's own standing gifts.
#[derive(Template)]
#[template(path = "standing_gift/list.html")]
pub struct ListPage {
    v: View,
    gifts: Vec<GiftView>,
    next: Option<String>,
}

impl ListPage {
    /// The page of these gifts.
    pub fn new(v: View, gifts: &[Gift], names: &Names, next: Option<String>) -> Self {
        ListPage { gifts: gifts.iter().map(|gift| gift_view(&v, gift, names)).collect(), next, v }
    }

    fn sample(v: View) -> Self {
        ListPage { gifts: vec![sample_gift(&v)], next: Some("x".into()), v }
    }
}

/// A request that the gift would go to, in words.
struct GoesView {
    card: CardView,
    part: String,
    amount: String,
}

fn goes_view(v: &View, goes: &Goes) -> GoesView {
    GoesView { card: card(v, &goes.request), part: goes.part.clone(), amount: v.money(goes.amount) }
}

/// The form of a standing gift, new or to be changed.
#[derive(Template)]
#[template(path = "standing_gift/form.html")]
pub struct FormPage {
    v: View,
    f: FormView,
    action: String,
    title: &'static str,
    back: String,
    picker: PlacePicker,
    /// The place that was chosen, its id and its name; empty: anywhere.
    place: String,
    place_name: Option<String>,
    /// Whether it is one that exists: then its first day is not asked for once it has fallen due.
    changes: bool,
    asks_first: bool,
    periods: Vec<Choice>,
    purposes: Vec<Choice>,
    bounds: String,
    /// Where it would go now, when that was asked for.
    goes: Option<Vec<GoesView>>,
}

/// What the form is for.
pub struct FormFor<'a> {
    /// The gift that is to be changed; `None`: a new one.
    pub gift: Option<&'a Gift>,
    /// The choice of a place.
    pub picker: PlacePicker,
    /// The place that was chosen, with its name.
    pub place: Option<(Id, String)>,
    /// Where it would go now, when that was asked for.
    pub goes: Option<&'a [Goes]>,
}

impl FormPage {
    /// The form.
    pub fn new(v: View, f: FormView, here: &Here, of: FormFor<'_>) -> Self {
        let to = of.gift.map(|gift| format!("/my-standing-gifts/{}", gift.id));
        let mut purposes = vec![(String::new(), v.t("aid-standing-any-purpose"))];
        purposes.extend(PURPOSES.iter().map(|name| ((*name).to_owned(), v.family("aid-purpose", name))));
        let periods = super::form::PERIODS.iter().map(|name| ((*name).to_owned(), v.family("aid-standing-period", name)));
        let most = Money::new(here.settings.most, here.currency);
        let least = Money::new(crate::pledge::SMALLEST, here.currency);
        FormPage {
            f,
            title: if of.gift.is_some() { "aid-standing-edit-title" } else { "aid-standing-new-title" },
            action: to.clone().unwrap_or_else(|| "/my-standing-gifts".to_owned()),
            back: to.unwrap_or_else(|| "/my-standing-gifts".to_owned()),
            picker: of.picker,
            place: of.place.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default(),
            place_name: of.place.map(|(_, name)| name),
            changes: of.gift.is_some(),
            asks_first: of.gift.is_none_or(|gift| gift.runs == 0),
            periods: periods.collect(),
            purposes,
            bounds: v.t2("aid-standing-bounds", "least", v.money(least), "most", v.money(most)),
            goes: of.goes.map(|goes| goes.iter().map(|g| goes_view(&v, g)).collect()),
            v,
        }
    }

    fn sample(v: View) -> Self {
        let goes = [sample_goes()];
        let of = FormFor { gift: None, picker: PlacePicker::sample(v.clone()), place: None, goes: Some(&goes) };
        let settings = super::Settings::default();
        let here = Here { settings, currency: qianmo_kernel::Currency::CNY, offset_minutes: 480 };
        FormPage::new(v.clone(), FormView::sample(v), &here, of)
    }
}

/// A pledge of a due day, in words.
struct LineView {
    href: String,
    title: String,
    amount: String,
    state: &'static str,
    state_text: String,
    /// Whether its donor has to pay it now.
    pay: bool,
}

/// A due day, in words.
struct RunView {
    class: &'static str,
    day: (String, String),
    state_text: String,
    sum: String,
    carried: Option<String>,
    paid: Option<String>,
    not_placed: Option<String>,
    note: Option<String>,
    lines: Vec<LineView>,
}

fn run_view(v: &View, run: &Run, lines: &[(Line, Pledge, String)]) -> RunView {
    let by_hand = run.mandate.is_none();
    let (due, some) = (run.key.day.due_at(v.offset_minutes()), |minor: i64| v.money(run.money(minor)));
    let text = match run.state {
        RunState::Waiting if by_hand && run.placed > 0 => "aid-standing-run-pay",
        RunState::Done if run.failed => "aid-standing-run-failed",
        RunState::Done if run.placed == 0 => "aid-standing-run-nothing",
        RunState::Done => "aid-standing-run-done",
        RunState::Placing => "aid-standing-run-placing",
        RunState::Charging | RunState::Waiting => "aid-standing-run-charging",
    };
    let not_placed = (run.not_placed() > 0 && run.state != RunState::Placing).then(|| {
        let key = if run.carried_out > 0 { "aid-standing-not-placed-carried" } else { "aid-standing-not-placed" };
        v.t2(key, "amount", some(run.not_placed()), "carried", some(run.carried_out))
    });
    RunView {
        class: match run.state {
            RunState::Done if run.failed => "is-stopped",
            RunState::Done => "is-done",
            _ => "is-now",
        },
        day: (run.key.day.to_string(), v.date(due)),
        state_text: v.t(text),
        sum: some(run.sum()),
        carried: (run.carried_in > 0).then(|| v.t1("aid-standing-carried-in", "amount", some(run.carried_in))),
        paid: (run.paid > 0).then(|| v.t1("aid-standing-paid", "amount", some(run.paid))),
        not_placed,
        note: if run.note.is_empty() { None } else { v.known(&run.note) },
        lines: lines.iter().map(|line| line_view(v, run, line)).collect(),
    }
}

fn line_view(v: &View, run: &Run, (line, pledge, title): &(Line, Pledge, String)) -> LineView {
    LineView {
        href: format!("/pledges/{}", line.pledge_ref()),
        title: title.clone(),
        amount: v.money(run.money(line.amount)),
        state: pledge.state.name(),
        state_text: v.t(pledge.standing().label),
        pay: run.mandate.is_none() && pledge.state.is_counting_down(),
    }
}

/// A line of a run with its pledge and what the request is called.
pub type Placed = (Line, Pledge, String);

/// What a donor's page of one gift is made of.
pub struct Found {
    /// The gift.
    pub gift: Gift,
    /// By what it is charged.
    pub agreement: Option<Mandate>,
    /// Whether the provider can charge by itself.
    pub may_agree: bool,
    /// Its due days, the newest first, each with its pledges and the sentences of their requests.
    pub runs: Vec<(Run, Vec<Placed>)>,
    /// Where the next page of them begins.
    pub next: Option<String>,
    /// Where it would go now; `None` when it has ended.
    pub goes: Option<Vec<Goes>>,
    /// The names of places.
    pub names: Names,
}

/// One gift with its due days.
#[derive(Template)]
#[template(path = "standing_gift/show.html")]
pub struct GiftPage {
    v: View,
    gift: GiftView,
    base: String,
    key: String,
    named: bool,
    carried: Option<String>,
    /// Where the agreement stands, in words, and the most that may be charged at once.
    agreement: Option<(&'static str, String)>,
    /// Whether it covers what may fall due.
    short: bool,
    may_agree: bool,
    may_revoke: bool,
    may_pause: bool,
    may_resume: bool,
    is_over: bool,
    goes: Option<Vec<GoesView>>,
    most_lines: i64,
    runs: Vec<RunView>,
    next: Option<String>,
}

impl GiftPage {
    /// The page; `key` is that of its forms.
    pub fn new(v: View, key: String, found: &Found) -> Self {
        let gift = &found.gift;
        let stands = found.agreement.as_ref().filter(|m| m.state == Standing::Agreed);
        let due = Money::new(gift.terms.amount.amount_minor + gift.carried, gift.terms.amount.currency);
        let short = stands.is_some_and(|m| !m.covers(due));
        let live = gift.state != State::Ended;
        GiftPage {
            gift: gift_view(&v, gift, &found.names),
            base: format!("/my-standing-gifts/{}", gift.id),
            key,
            named: !gift.terms.anonymous,
            carried: (gift.carried > 0)
                .then(|| v.t1("aid-standing-carried", "amount", v.amount(gift.carried, gift.terms.amount.currency))),
            agreement: found.agreement.as_ref().map(|m| (m.state.message(), v.money(m.most))),
            short,
            may_agree: live && found.may_agree && (stands.is_none() || short),
            may_revoke: found.agreement.as_ref().is_some_and(|m| !m.state.is_over()),
            may_pause: gift.state == State::Active,
            may_resume: gift.state == State::Paused,
            is_over: !live,
            goes: found.goes.as_ref().map(|goes| goes.iter().map(|g| goes_view(&v, g)).collect()),
            most_lines: i64::try_from(LINES).unwrap_or(i64::MAX),
            runs: found.runs.iter().map(|(run, lines)| run_view(&v, run, lines)).collect(),
            next: found.next.clone(),
            v,
        }
    }

    fn sample(v: View) -> Self {
        let run = RunView {
            class: "is-now",
            day: ("2025-03-01".into(), v.date(v.now)),
            state_text: v.t("aid-standing-run-pay"),
            sum: "¥60".into(),
            carried: Some(v.t1("aid-standing-carried-in", "amount", "¥10")),
            paid: Some(v.t1("aid-standing-paid", "amount", "¥50")),
            not_placed: Some(v.t2("aid-standing-not-placed", "amount", "¥10", "carried", "¥0")),
            note: Some(v.t("aid-standing-note-none")),
            lines: vec![LineView {
                href: "/pledges/x".into(),
                title: "A desk and a lamp".into(),
                amount: "¥50".into(),
                state: "pledged",
                state_text: v.t("aid-pledge-state-pledged"),
                pay: true,
            }],
        };
        GiftPage {
            gift: sample_gift(&v),
            base: "/my-standing-gifts/x".into(),
            key: "k".into(),
            named: true,
            carried: Some(v.t1("aid-standing-carried", "amount", "¥10")),
            agreement: Some((Standing::Agreed.message(), "¥100".into())),
            short: true,
            may_agree: true,
            may_revoke: true,
            may_pause: true,
            may_resume: true,
            is_over: false,
            goes: Some(vec![goes_view(&v, &sample_goes())]),
            most_lines: 5,
            runs: vec![run],
            next: Some("x".into()),
            v,
        }
    }
}

fn sample_gift(v: &View) -> GiftView {
    GiftView {
        href: "/my-standing-gifts/x".into(),
        what: v.t1("aid-standing-each-month", "amount", "¥50"),
        whereto: v.t2("aid-standing-whereto", "purpose", v.t("aid-standing-any-purpose"), "place", v.t("aid-standing-anywhere")),
        state: "returned",
        state_text: v.t("aid-standing-state-paused"),
        next: Some((v.now.to_string(), v.date(v.now))),
        why: Some(v.t("aid-standing-reason-failed")),
    }
}

fn sample_goes() -> Goes {
    let request = crate::request::model::sample_request();
    Goes { request, part: "Books".into(), amount: Money::new(5_000, qianmo_kernel::Currency::CNY) }
}

qianmo_web::sample!(ListPage, FormPage, GiftPage);
