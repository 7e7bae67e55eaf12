//! An offer as its donor sees it: what there is, what it fits and why, what was pledged of it, and what became of what was just sent.

use super::form;
use super::gifts::Outcome;
use super::model::{Offer, State};
use super::page::{Listed, OfferLine, with_county};
use super::score::Same;
use super::ship::Rates;
use super::suggest::{self, Suggestion};
use super::{own, store};
use crate::pledge::{self, Pledge, items, quantity};
use crate::request::{CardView, Request, card};
use askama::Template;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Locale, Millis, Money, PublicRef, Res};
use qianmo_web::{Cx, FormView, RawForm, View};

/// Pledges on the page.
pub const PLEDGES: i64 = 100;

/// Everything of one's own offer.
pub struct Found {
    /// The offer.
    pub listed: Listed,
    suggestions: Vec<(Suggestion, Request)>,
    pledges: Vec<(Pledge, pledge::Ground)>,
}

/// Reads everything of one's own offer; refuses (404) somebody else's.
pub fn read(
    tx: &mut Tx<'_>,
    actor: &Actor,
    reference: PublicRef,
    order: &[PublicRef],
    rates: &Rates,
    locale: Locale,
) -> Res<Found> {
    let offer = own(tx, actor, reference)?;
    let mut suggestions = Vec::new();
    for suggestion in suggest::read(tx, actor, &offer, order, rates)? {
        let request = crate::request::require_shown(tx, suggestion.ground.request_ref(), locale)?;
        suggestions.push((suggestion, request));
    }
    let mut pledges = Vec::new();
    for pledge in store::pledges(tx, reference, PLEDGES)? {
        let ground = pledge::ground_of(tx, pledge.county, pledge.part)?;
        pledges.push((pledge, ground));
    }
    Ok(Found { listed: with_county(tx, offer, locale)?, suggestions, pledges })
}

/// A part that the offer fits, in words; a row of the form.
struct Row {
    /// The field of the number, and those that say of what, by name and value.
    field: String,
    request: (String, String),
    part: (String, String),
    card: Option<CardView>,
    label: String,
    left: String,
    reasons: Vec<String>,
    warning: Option<&'static str>,
    new: bool,
    count: String,
    error: Option<String>,
}

impl Row {
    fn new(v: &View, f: &FormView, at: usize, offer: &Offer, (s, request): &(Suggestion, Request)) -> Self {
        let name = named(at, "count");
        let suggested = if s.count > 0 { s.count.to_string() } else { String::new() };
        let typed = f.is_failed().then(|| f.value(&name).to_owned());
        Row {
            request: (named(at, "request"), s.ground.request_ref().to_string()),
            part: (named(at, "part"), s.ground.part.to_string()),
            card: Some(card(v, request)),
            label: s.ground.label.clone(),
            left: v.t1("aid-offer-still-asked", "what", items(v, s.ground.left(), &s.ground.unit)),
            reasons: reasons(v, offer, s),
            warning: warning(s),
            new: s.new,
            count: typed.unwrap_or(suggested),
            error: f.error(&name).map(str::to_owned),
            field: name,
        }
    }

    /// A row that was sent and that nothing fits any more.
    fn gone(f: &FormView, at: usize) -> Self {
        let field = |name: &str| (named(at, name), f.value(&named(at, name)).to_owned());
        let (name, count) = field("count");
        Row {
            request: field("request"),
            part: field("part"),
            card: None,
            label: String::new(),
            left: String::new(),
            reasons: Vec::new(),
            warning: None,
            new: false,
            count,
            error: f.error(&name).map(str::to_owned),
            field: name,
        }
    }
}

/// The name of a field of a row.
fn named(at: usize, field: &str) -> String {
    format!("gifts.{at}.{field}")
}

/// What matched, how far it is, what sending is taken to cost.
fn reasons(v: &View, offer: &Offer, s: &Suggestion) -> Vec<String> {
    let same = match s.likeness.same {
        Same::Thing => "aid-offer-same-thing",
        Same::Kind => "aid-offer-same-kind",
        Same::Words => "aid-offer-same-words",
    };
    let mut said = vec![v.t(same)];
    match s.sizes_fit() {
        Some(true) => said.push(v.t("aid-offer-sizes-fit")),
        Some(false) => said.push(v.t("aid-offer-sizes-apart")),
        None => {}
    }
    said.push(v.family("aid-offer-distance", s.distance.name()));
    let count = s.count.max(1);
    let cost = v.money(Money::new(s.shipping(count), offer.currency));
    said.push(v.t2("aid-offer-shipping", "n", count, "cost", cost));
    if s.count > 0 {
        said.push(v.t2("aid-offer-part-of", "n", s.count, "left", s.ground.left()));
    }
    said
}

/// What is said plainly before anybody sends at a loss, or more than they meant to pay for.
const fn warning(s: &Suggestion) -> Option<&'static str> {
    match (s.worth, s.carried) {
        (false, _) => Some("aid-offer-not-worth"),
        (true, false) => Some("aid-offer-not-carried"),
        (true, true) => None,
    }
}

/// A pledge made of the offer, in words.
struct PledgeLine {
    href: String,
    title: String,
    part: String,
    quantity: String,
    state: &'static str,
    state_text: String,
}

impl PledgeLine {
    fn new(v: &View, (pledge, ground): &(Pledge, pledge::Ground)) -> Self {
        PledgeLine {
            href: format!("/pledges/{}", pledge.reference()),
            title: ground.title.clone(),
            part: ground.label.clone(),
            quantity: quantity(v, pledge, &ground.unit),
            state: pledge.state.name(),
            state_text: v.t(pledge.standing().label),
        }
    }
}

/// What became of one gift that was just sent, in words.
struct Told {
    count: String,
    /// The pledge's page, if it was made.
    href: Option<String>,
    /// The request's page.
    request: String,
    /// Why it was not made.
    why: String,
}

/// A donor's page of an offer.
#[derive(Template)]
#[template(path = "stock/show.html")]
pub struct ShowPage {
    v: View,
    f: FormView,
    base: String,
    /// Where the form is sent.
    action: String,
    line: OfferLine,
    sizes: String,
    details: String,
    quality: String,
    weight: String,
    value: String,
    carry: String,
    standing: bool,
    paused: bool,
    over: bool,
    all_given: bool,
    rows: Vec<Row>,
    pledges: Vec<PledgeLine>,
    told: Vec<Told>,
}

impl ShowPage {
    /// The page of what was read; `f` is the form of what is pledged, and `sent` what came in it when it is shown again.
    pub fn new(cx: &Cx, f: FormView, sent: Option<&RawForm>, found: &Found) -> Self {
        ShowPage::of(cx.view(), f, sent, found)
    }

    /// With what became of what was just sent.
    #[must_use]
    pub fn telling(mut self, cx: &Cx, outcomes: &[Outcome]) -> Self {
        let told = outcomes.iter().map(|(gift, outcome)| Told {
            count: items(&self.v, gift.count, ""),
            href: outcome.as_ref().ok().map(|pledge| format!("/pledges/{}", pledge.reference())),
            request: format!("/requests/{}", gift.request),
            why: outcome.as_ref().err().map(|refused| qianmo_web::answer::said(cx, refused)).unwrap_or_default(),
        });
        self.told = told.collect();
        self
    }

    fn of(v: View, f: FormView, sent: Option<&RawForm>, found: &Found) -> Self {
        let Found { listed, suggestions, pledges } = found;
        let offer = &listed.offer;
        let state = offer.state_at(v.now);
        let carry = match offer.carry_minor {
            None => v.t("aid-offer-carry-any"),
            Some(0) => v.t("aid-offer-carry-none"),
            Some(minor) => v.money(Money::new(minor, offer.currency)),
        };
        ShowPage {
            base: format!("/my-offers/{}", offer.reference),
            action: format!("/my-offers/{}/pledges", offer.reference),
            line: OfferLine::new(&v, listed),
            sizes: offer.sizes.clone(),
            details: offer.details.clone(),
            quality: v.family("aid-offer-quality", &offer.quality),
            weight: v.family("aid-offer-weight", offer.weight.name()),
            value: v.money(offer.unit_value()),
            carry,
            standing: state == State::Standing,
            paused: state == State::Paused,
            over: matches!(state, State::Withdrawn | State::Ended),
            all_given: offer.rest == 0,
            rows: rows(&v, &f, sent, offer, suggestions),
            pledges: pledges.iter().map(|pledge| PledgeLine::new(&v, pledge)).collect(),
            told: Vec::new(),
            f,
            v,
        }
    }

    fn sample(v: View) -> Self {
        let offer = Offer { until_at: v.now + 30 * Millis::DAY, ..Offer::sample() };
        let found = Found {
            listed: Listed { offer, county: "Zhashui County".into(), new: 1 },
            suggestions: Vec::new(),
            pledges: Vec::new(),
        };
        let mut page = ShowPage::of(v.clone(), FormView::sample(v.clone()), None, &found);
        let mut row = Row::gone(&page.f, 0);
        row.card = Some(CardView::sample(&v));
        row.label = "Winter coat, size 130".into();
        row.left = v.t1("aid-offer-still-asked", "what", items(&v, 4, "pieces"));
        row.reasons = ["aid-offer-same-thing", "aid-offer-same-kind", "aid-offer-same-words", "aid-offer-sizes-fit"]
            .into_iter()
            .chain(["aid-offer-sizes-apart", "aid-offer-distance-county", "aid-offer-distance-elsewhere"])
            .map(|key| v.t(key))
            .chain([v.t2("aid-offer-shipping", "n", 4, "cost", "¥24"), v.t2("aid-offer-part-of", "n", 4, "left", 9)])
            .collect();
        row.warning = Some("aid-offer-not-worth");
        row.new = true;
        let gone = Row::gone(&page.f, 1);
        let carried = Row { warning: Some("aid-offer-not-carried"), card: Some(CardView::sample(&v)), ..Row::gone(&page.f, 2) };
        page.rows = vec![row, gone, carried];
        page.pledges.push(PledgeLine {
            href: "/pledges/x".into(),
            title: "A coat for the winter".into(),
            part: "Coat".into(),
            quantity: items(&v, 2, "pieces"),
            state: "pledged",
            state_text: v.t("aid-pledge-state-pledged"),
        });
        let made = Some("/pledges/x".to_owned());
        page.told = vec![
            Told { count: items(&v, 2, ""), href: made, request: "/requests/x".into(), why: String::new() },
            Told { count: items(&v, 3, ""), href: None, request: "/requests/x".into(), why: v.t("aid-pledge-own") },
        ];
        page
    }
}

/// The rows of the form. One that was sent and is shown again keeps its place, so that what is wrong with it stands beside it.
fn rows(v: &View, f: &FormView, sent: Option<&RawForm>, offer: &Offer, suggestions: &[(Suggestion, Request)]) -> Vec<Row> {
    let typed: Vec<Option<Id>> = sent.map_or_else(Vec::new, |raw| {
        (0..form::rows(raw)).map(|at| raw.get(&named(at, "part")).and_then(|part| part.parse().ok())).collect()
    });
    let of = |part: Id| suggestions.iter().find(|(s, _)| s.ground.part == part);
    let mut rows: Vec<Row> = typed
        .iter()
        .enumerate()
        .map(|(at, part)| part.and_then(of).map_or_else(|| Row::gone(f, at), |found| Row::new(v, f, at, offer, found)))
        .collect();
    for found in suggestions.iter().filter(|(s, _)| !typed.contains(&Some(s.ground.part))) {
        let at = rows.len();
        rows.push(Row::new(v, f, at, offer, found));
    }
    rows
}

qianmo_web::sample!(ShowPage);
