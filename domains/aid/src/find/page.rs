//! The public list.

use super::filter::{Filter, Order, StateFilter};
use super::store::Page;
use crate::lifecycle::RequestState;
use crate::request::{CardView, Choice, Crumb, PURPOSES, card, choices, list_href};
use askama::Template;
use qianmo_kernel::Id;
use qianmo_web::View;
use qianmo_web::extract::encode;

/// A place to go to, with its name.
pub struct Nearby {
    href: String,
    name: String,
}

/// The list of requests.
#[derive(Template)]
#[template(path = "find/list.html")]
pub struct ListPage {
    v: View,
    heading: Option<String>,
    crumbs: Vec<Crumb>,
    below: Vec<Nearby>,
    words: String,
    place: String,
    near: bool,
    near_here: Option<String>,
    near_choose: bool,
    purpose: String,
    purposes: Vec<Choice>,
    state: &'static str,
    states: Vec<Choice>,
    order: &'static str,
    orders: Vec<Choice>,
    cards: Vec<CardView>,
    count: usize,
    next: Option<String>,
    unknown_place: bool,
    all_states: Option<String>,
    wrong: Option<String>,
}

/// Names around the list's place, in the reader's language.
#[derive(Default)]
pub struct Around {
    /// From the widest to the place itself.
    pub along: Vec<(Id, String)>,
    /// Right under it.
    pub below: Vec<(Id, String)>,
    /// The reader's own place, for "near me".
    pub own: Option<Id>,
    /// Whether the reader has an order of their own.
    pub gives: bool,
}

/// States that the list can be narrowed to.
const STATES: [RequestState; 8] = [
    RequestState::Open,
    RequestState::PartlyPledged,
    RequestState::Pledged,
    RequestState::Delivering,
    RequestState::Delivered,
    RequestState::Met,
    RequestState::Expired,
    RequestState::Failed,
];

impl ListPage {
    /// The page of what was found; `wrong`: what of the query could not be meant, as a message key.
    pub fn new(v: View, filter: &Filter, page: &Page, around: &Around, wrong: Option<&'static str>) -> Self {
        let mut states = vec![("asking".to_owned(), v.t("aid-state-asking")), ("all".to_owned(), v.t("aid-all"))];
        states.extend(STATES.iter().map(|s| (s.name().to_owned(), v.t(s.label()))));
        let state = match filter.state {
            StateFilter::Asking => "asking",
            StateFilter::All => "all",
            StateFilter::One(state) => state.name(),
        };
        let place = page.place.as_ref().map(|p| p.id);
        let mut crumbs: Vec<Crumb> =
            around.along.iter().map(|(id, name)| Crumb { href: list_href(*id), name: name.clone() }).collect();
        // The nearest are not those of the place alone.
        let heading = if filter.near { "aid-requests-near" } else { "aid-requests-in" };
        let heading = crumbs.pop().map(|last| v.t1(heading, "place", last.name));
        let query = |state: &str| {
            let mut query = format!(
                "/requests?place={}&purpose={}&state={state}&q={}",
                place.map(|p| p.to_string()).unwrap_or_default(),
                filter.purpose.unwrap_or_default(),
                encode(&filter.words)
            );
            if filter.near {
                query.push_str("&near=1");
            }
            if filter.order() != Order::Fair {
                query.push_str("&order=");
                query.push_str(filter.order().name());
            }
            query
        };
        // Nobody who looks for words knows that only what still asks for help was searched.
        let missed = page.requests.is_empty() && !filter.words.is_empty() && filter.state == StateFilter::Asking;
        ListPage {
            heading,
            crumbs,
            below: around.below.iter().map(|(id, name)| Nearby { href: list_href(*id), name: name.clone() }).collect(),
            words: filter.words.clone(),
            place: place.map(|p| p.to_string()).unwrap_or_default(),
            near: filter.near,
            near_choose: around.own.is_none() && place.is_none() && !around.below.is_empty(),
            near_here: around.own.map(|own| format!("/requests?place={own}&near=1")),
            purpose: filter.purpose.unwrap_or_default().to_owned(),
            purposes: choices(&v, "aid-purpose", PURPOSES),
            state,
            states,
            order: filter.order().name(),
            orders: Order::ALL
                .into_iter()
                .filter(|order| around.gives || *order != Order::Personal)
                .map(|order| (order.name().to_owned(), v.family("aid-order", order.name())))
                .collect(),
            count: page.requests.len(),
            cards: page.requests.iter().map(|r| card(&v, r)).collect(),
            next: page.next.as_deref().map(|cursor| format!("{}&cursor={}", query(state), encode(cursor))),
            all_states: missed.then(|| query("all")),
            wrong: wrong.map(|key| v.t(key)),
            unknown_place: page.place.is_none() && !filter.place.is_empty(),
            v,
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let filter = Filter {
            place: String::new(),
            purpose: Some("education"),
            state: StateFilter::Asking,
            words: "desk".into(),
            near: true,
            order: Order::Fair,
            cursor: None,
            limit: 20,
        };
        let page = Page {
            place: None,
            requests: vec![crate::request::model::sample_request()],
            parts: vec![crate::request::model::sample_parts()],
            next: Some("next".into()),
        };
        let id = Id::from_i64(1 << 40);
        let around = Around {
            along: vec![(id, "Shaanxi".into()), (id, "Shangluo".into())],
            below: vec![(id, "Zhashui County".into())],
            own: Some(id),
            gives: true,
        };
        ListPage::new(v, &filter, &page, &around, Some("aid-unknown-purpose"))
    }
}

qianmo_web::sample!(ListPage);
