//! Funds as everybody sees them: the list, one fund with all that came in and went out, and the officers' form.

use super::read::{Given, Sums};
use super::store::{Fund, FundGift, GiftState, State};
use crate::request::{Choice, PURPOSES, place_words, who};
use askama::Template;
use qianmo_kernel::Id;
use qianmo_places::PlacePicker;
use qianmo_web::{FormView, View};

/// A fund in words.
struct FundView {
    href: String,
    name: String,
    whereto: String,
    state: &'static str,
    state_text: String,
    came_in: String,
    gifts: i64,
    pledged: String,
    pledges: i64,
    came_back: Option<String>,
    left: String,
}

/// A fund with its sums and the name of its place.
pub struct Shown {
    /// The fund.
    pub fund: Fund,
    /// Its sums.
    pub sums: Sums,
    /// Where it gives, in words.
    pub place: String,
}

fn fund_view(v: &View, shown: &Shown) -> FundView {
    let Shown { fund, sums, place } = shown;
    let purpose = fund.purpose.as_deref().map_or_else(|| v.t("aid-standing-any-purpose"), |p| v.family("aid-purpose", p));
    let some = |minor: i64| v.money(fund.money(minor));
    FundView {
        href: format!("/funds/{}", fund.reference()),
        name: fund.name(v.locale).to_owned(),
        whereto: v.t2("aid-standing-whereto", "purpose", purpose, "place", place.as_str()),
        // As the badges' colours know the states.
        state: match fund.state {
            State::Proposed => "submitted",
            State::Open => "open",
            State::Closing => "delivering",
            State::Rejected => "refused",
        },
        state_text: v.family("aid-fund-state", fund.state.name()),
        came_in: some(sums.came_in),
        gifts: sums.gifts,
        pledged: some(sums.pledged),
        pledges: sums.pledges,
        came_back: (sums.came_back > 0).then(|| v.t1("aid-fund-came-back", "amount", some(sums.came_back))),
        left: some(sums.left),
    }
}

/// The funds that everybody may see, and those that wait for this officer.
#[derive(Template)]
#[template(path = "fund/list.html")]
pub struct ListPage {
    v: View,
    funds: Vec<FundView>,
    proposed: Vec<FundView>,
    may_propose: bool,
    next: Option<String>,
}

impl ListPage {
    /// The page of these funds.
    pub fn new(v: View, funds: &[Shown], proposed: &[Shown], may_propose: bool, next: Option<String>) -> Self {
        let view = |all: &[Shown]| all.iter().map(|fund| fund_view(&v, fund)).collect::<Vec<_>>();
        ListPage { funds: view(funds), proposed: view(proposed), may_propose, next, v }
    }

    fn sample(v: View) -> Self {
        ListPage { funds: vec![sample(&v)], proposed: vec![sample(&v)], may_propose: true, next: Some("x".into()), v }
    }
}

/// What a fund gave, in words.
struct GivenView {
    href: String,
    /// The request's sentence with its language; nothing of one that was taken back or stopped.
    title: Option<(String, String)>,
    household: String,
    amount: String,
    back: Option<String>,
    state: &'static str,
    state_text: String,
    at: (String, String),
}

fn given_view(v: &View, fund: &Fund, given: &Given) -> GivenView {
    let request = given.request.as_ref();
    GivenView {
        href: format!("/requests/{}", given.reference),
        title: request.map(|r| (r.title.clone(), r.language.clone())),
        household: request.map(|r| format!("{} · {}", who(v, r), place_words(v, &r.masked))).unwrap_or_default(),
        amount: v.money(fund.money(given.row.amount)),
        back: (given.row.back > 0).then(|| v.t1("aid-fund-came-back", "amount", v.money(fund.money(given.row.back)))),
        state: given.state,
        state_text: v.t(given.label),
        at: (given.row.at.to_string(), v.date(given.row.at)),
    }
}

/// One's own gift to a fund, in words.
struct OwnView {
    amount: String,
    state_text: String,
    at: (String, String),
    pay: Option<String>,
}

/// What the reader may do with a fund.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct May {
    /// Give to it.
    pub give: bool,
    /// Open it, or say no.
    pub decide: bool,
    /// Take it back that they proposed it.
    pub withdraw: bool,
    /// Close it to gifts.
    pub close: bool,
    /// Read why it was closed or rejected.
    pub read: bool,
}

/// One fund.
#[derive(Template)]
#[template(path = "fund/show.html")]
pub struct FundPage {
    v: View,
    f: FormView,
    fund: FundView,
    may: May,
    reason: String,
    given: Vec<GivenView>,
    own: Vec<OwnView>,
    next: Option<String>,
}

impl FundPage {
    /// The page.
    pub(super) fn new(
        v: View,
        f: FormView,
        shown: &Shown,
        may: May,
        (given, next): (&[Given], Option<String>),
        own: &[FundGift],
    ) -> Self {
        let fund = &shown.fund;
        let own = own.iter().filter(|gift| gift.fund == fund.id && gift.county == fund.county).map(|gift| OwnView {
            amount: v.money(fund.money(gift.amount)),
            state_text: v.family("aid-fund-gift-state", gift.state.name()),
            at: (gift.created_at.to_string(), v.date(gift.created_at)),
            pay: (gift.state == GiftState::Begun).then(|| format!("/payments/orders/{}-{}", gift.county, gift.payment)),
        });
        FundPage {
            f,
            fund: fund_view(&v, shown),
            may,
            reason: if may.read { fund.reason.clone() } else { String::new() },
            given: given.iter().map(|g| given_view(&v, fund, g)).collect(),
            own: own.collect(),
            next,
            v,
        }
    }

    fn sample(v: View) -> Self {
        let at = (v.now.to_string(), v.date(v.now));
        let given = GivenView {
            href: "/requests/x".into(),
            title: Some(("A desk and a lamp".into(), "en".into())),
            household: "Family W.".into(),
            amount: "¥50".into(),
            back: Some(v.t1("aid-fund-came-back", "amount", "¥10")),
            state: "paid",
            state_text: v.t("aid-pledge-state-paid"),
            at: at.clone(),
        };
        let stopped = GivenView { title: None, ..GivenView { at: at.clone(), back: None, ..sample_given(&v) } };
        let own = OwnView { amount: "¥80".into(), state_text: v.t("aid-fund-gift-state-begun"), at, pay: Some("/".into()) };
        FundPage {
            f: FormView::sample(v.clone()),
            fund: sample(&v),
            may: May { give: true, decide: true, withdraw: true, close: true, read: true },
            reason: "The flood is over.".into(),
            given: vec![given, stopped],
            own: vec![own],
            next: Some("x".into()),
            v,
        }
    }
}

fn sample_given(v: &View) -> GivenView {
    GivenView {
        href: "/requests/y".into(),
        title: None,
        household: String::new(),
        amount: "¥20".into(),
        back: None,
        state: "refunded",
        state_text: v.t("aid-pledge-state-refunded"),
        at: (v.now.to_string(), v.date(v.now)),
    }
}

/// The officers' form of a new fund.
#[derive(Template)]
#[template(path = "fund/new.html")]
pub struct NewPage {
    v: View,
    f: FormView,
    picker: PlacePicker,
    place: Option<(Id, String)>,
    purposes: Vec<Choice>,
}

impl NewPage {
    /// The form; without a place that was chosen only the choice of it.
    pub fn new(v: View, f: FormView, picker: PlacePicker, place: Option<(Id, String)>) -> Self {
        let mut purposes = vec![(String::new(), v.t("aid-standing-any-purpose"))];
        purposes.extend(PURPOSES.iter().map(|name| ((*name).to_owned(), v.family("aid-purpose", name))));
        NewPage { v, f, picker, place, purposes }
    }

    fn sample(v: View) -> Self {
        let (f, picker) = (FormView::sample(v.clone()), PlacePicker::sample(v.clone()));
        NewPage::new(v, f, picker, Some((Id::from_i64(1), "Zhashui County".into())))
    }
}

fn sample(v: &View) -> FundView {
    FundView {
        href: "/funds/x".into(),
        name: "Schooling in Zhashui".into(),
        whereto: v.t2("aid-standing-whereto", "purpose", v.t("aid-purpose-education"), "place", "Zhashui County"),
        state: "open",
        state_text: v.t("aid-fund-state-open"),
        came_in: "¥1,000".into(),
        gifts: 8,
        pledged: "¥900".into(),
        pledges: 5,
        came_back: Some(v.t1("aid-fund-came-back", "amount", "¥10")),
        left: "¥110".into(),
    }
}

qianmo_web::sample!(ListPage, FundPage, NewPage);
