//! The pages of the desk.

use super::read::{Desk, HelperPart, OfficerPart, ReviewerPart};
use crate::receipt::{Awaited, DeliveryLine};
use crate::request::{CardView, Request, card};
use askama::Template;
use qianmo_kernel::Millis;
use qianmo_web::View;

/// A bar of a count.
pub struct CountBar {
    name: String,
    count: String,
    percent: i64,
}

fn bars(v: &View, cells: impl IntoIterator<Item = (String, i64)>) -> Vec<CountBar> {
    let cells: Vec<(String, i64)> = cells.into_iter().collect();
    let most = cells.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    cells.into_iter().map(|(name, n)| CountBar { name, count: v.number(n), percent: n * 100 / most }).collect()
}

struct ReviewerView {
    waiting: i64,
    oldest: Option<(String, Millis)>,
}

struct OfficerView {
    place: String,
    list: String,
    figures: String,
    /// Of a county or wider place only: how help is spread there, and who was left waiting.
    fairness: Option<String>,
    waiting: Option<String>,
    ages: Vec<CountBar>,
    appeals: i64,
    purposes: Vec<CountBar>,
    unattended: Vec<CardView>,
    reports: i64,
    disputes: i64,
    payouts: i64,
    missing: i64,
    photos: i64,
    recoveries: i64,
    offices: i64,
    households: i64,
}

struct HelperView {
    to_mend: Vec<CardView>,
    posts: Vec<CardView>,
    deliveries: Vec<DeliveryLine>,
    wishes: i64,
}

/// The desk.
#[derive(Template)]
#[template(path = "desk/desk.html")]
pub struct DeskPage {
    v: View,
    reviewer: Option<ReviewerView>,
    offices: Vec<OfficerView>,
    helper: Option<HelperView>,
}

impl DeskPage {
    /// The desk as it was read.
    pub fn new(v: View, desk: &Desk) -> Self {
        DeskPage {
            reviewer: desk
                .reviewer
                .as_ref()
                .map(|part| ReviewerView { waiting: part.waiting, oldest: part.oldest.map(|at| (v.date(at), at)) }),
            offices: desk.officer.iter().map(|part| officer(&v, part)).collect(),
            helper: desk.helper.as_ref().map(|part| HelperView {
                to_mend: part.to_mend.iter().map(|r| card(&v, r)).collect(),
                posts: part.posts.iter().map(|r| card(&v, r)).collect(),
                deliveries: part.deliveries.iter().map(|a| DeliveryLine::new(&v, a.clone())).collect(),
                wishes: part.wishes,
            }),
            v,
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let request = crate::request::model::sample_request();
        let desk = Desk {
            reviewer: Some(ReviewerPart { waiting: 12, oldest: Some(request.created_at) }),
            officer: vec![OfficerPart {
                place: "Zhashui County".into(),
                place_id: request.place,
                spread: true,
                ages: vec![3, 2, 1, 0],
                appeals: 1,
                by_purpose: vec![("education", 4), ("health", 0)],
                unattended: vec![request.clone()],
                reports: 2,
                disputes: 1,
                payouts: 3,
                missing: 1,
                photos: 0,
                recoveries: 1,
                offices: 1,
                households: 2,
            }],
            helper: Some(HelperPart { to_mend: vec![request.clone()], posts: vec![request], deliveries: Vec::new(), wishes: 2 }),
        };
        let mut page = DeskPage::new(v.clone(), &desk);
        page.helper.iter_mut().for_each(|part| part.deliveries.push(DeliveryLine::sample(&v)));
        page
    }
}

fn officer(v: &View, part: &OfficerPart) -> OfficerView {
    let spans = ["aid-age-0", "aid-age-3", "aid-age-7", "aid-age-14"];
    OfficerView {
        place: part.place.clone(),
        list: format!("/requests?place={}", part.place_id),
        figures: format!("/figures?place={}", part.place_id),
        fairness: part.spread.then(|| format!("/desk/fairness?place={}", part.place_id)),
        waiting: part.spread.then(|| format!("/desk/fairness/unattended?place={}", part.place_id)),
        ages: bars(v, spans.iter().zip(&part.ages).map(|(key, n)| (v.t(key), *n))),
        appeals: part.appeals,
        purposes: bars(v, part.by_purpose.iter().map(|(name, n)| (v.family("aid-purpose", name), *n))),
        unattended: part.unattended.iter().map(|r| card(v, r)).collect(),
        reports: part.reports,
        disputes: part.disputes,
        payouts: part.payouts,
        missing: part.missing,
        photos: part.photos,
        recoveries: part.recoveries,
        offices: part.offices,
        households: part.households,
    }
}

/// The card of a household's own request, with where it confirms what has come of it.
pub fn own_card(v: &View, request: &Request, awaited: &[Awaited]) -> CardView {
    let mut at = awaited.iter().filter(|one| one.request() == request.reference).filter_map(Awaited::href);
    // Where several wait, they are on the list.
    let confirm = at.next().map(|first| if at.next().is_some() { "/deliveries".to_owned() } else { first });
    CardView { confirm, ..card(v, request) }
}

/// What somebody wrote, page by page.
#[derive(Template)]
#[template(path = "desk/posts.html")]
pub struct PostsPage {
    v: View,
    heading: &'static str,
    cards: Vec<CardView>,
    next: Option<String>,
    ask: bool,
}

impl PostsPage {
    /// A page of posts; `ask`: whether its reader may post another.
    pub fn new(v: View, heading: &'static str, cards: Vec<CardView>, next: Option<String>, ask: bool) -> Self {
        PostsPage { v, heading, cards, next, ask }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let draft = Request { opened_at: None, ..crate::request::model::sample_request() };
        let confirm = Some("/deliveries".to_owned());
        let cards = vec![CardView { confirm, ..CardView::sample(&v) }, card(&v, &draft)];
        PostsPage::new(v, "aid-my-posts-title", cards, Some("next".into()), true)
    }
}

qianmo_web::sample!(DeskPage, PostsPage);
