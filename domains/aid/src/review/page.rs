//! The reviewer's pages: what waits, and one request with everything needed to decide.

use super::command::has_ruled;
use super::recusal::recused;
use super::{CHECKS, REFUSE_REASONS, RETURN_REASONS, REVIEW, SECOND_LOOK_ABOVE};
use crate::lifecycle::RequestState;
use crate::photo::PhotoView;
use crate::request::page_parts::{PartView, StoryLine};
use crate::request::{self, CardView, Choice, Part, Request, card};
use askama::Template;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Fail, Kind, Locale, Millis, Money, PublicRef, Refused, Res};
use qianmo_media::Photo;
use qianmo_procedures::{Past, Waiting};
use qianmo_web::{Cx, FormView, View};

/// A line of the queue.
pub struct QueueRow {
    card: CardView,
    href: String,
    step: String,
    since: String,
    since_at: Millis,
    late: bool,
}

/// What a case waits for: a look at the need, a second one at the amount, or a ruling on an appeal.
pub(super) fn step_of(request: &Request, waiting: &Waiting) -> &'static str {
    match (request.state, waiting.step) {
        (RequestState::Appealed, _) => "appeal",
        (_, 0) => "need",
        _ => "amount",
    }
}

impl QueueRow {
    /// A request that waits.
    pub fn new(v: &View, request: &Request, waiting: &Waiting) -> Self {
        QueueRow {
            card: card(v, request),
            href: format!("/desk/reviews/{}", request.reference),
            step: v.family("aid-step", step_of(request, waiting)),
            since: v.date(waiting.opened_at),
            since_at: waiting.opened_at,
            late: waiting.due_at.is_some_and(|due| due < v.now),
        }
    }
}

/// What waits for a reviewer.
#[derive(Template)]
#[template(path = "review/queue.html")]
pub struct QueuePage {
    v: View,
    rows: Vec<QueueRow>,
    next: Option<String>,
}

impl QueuePage {
    /// The page with these rows.
    pub fn new(v: View, rows: Vec<QueueRow>, next: Option<String>) -> Self {
        QueuePage { v, rows, next }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let row = QueueRow {
            card: CardView::sample(&v),
            href: "/desk/reviews/x".into(),
            step: v.t("aid-step-need"),
            since: v.date(v.now),
            since_at: v.now,
            late: true,
        };
        QueuePage { v, rows: vec![row], next: Some("next".into()) }
    }
}

/// What a decision is made on.
pub struct DecisionForm {
    request: Request,
    parts: Vec<Part>,
    past: Vec<Past>,
    recent: Vec<Request>,
    /// Those that this reader may see: of those that wait, whoever decides on photos there.
    photos: Vec<Photo>,
    /// The cap, what is used of it, and whether this request is in that.
    cap: Option<(Money, Money, bool)>,
    grounds: Option<String>,
    /// Why this reader must not decide, if so.
    stop: Option<Box<Refused>>,
}

impl DecisionForm {
    /// Reads what is needed; refused (403) outside the reader's places, 409 when nothing is to be decided.
    pub fn read(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, locale: Locale) -> Res<Self> {
        let mut request = request::require(tx, reference)?;
        actor.require(&REVIEW, &request.path)?;
        let Some(case) = request.review_case else {
            return Err(Refused::new(Kind::Conflict, "procedures-decided").into());
        };
        let case = qianmo_procedures::find(tx, PublicRef::new(reference.county, case))?;
        let mut stop = match qianmo_procedures::standing(tx, actor, &case) {
            Ok(_) => None,
            Err(Fail::Refused(refused)) => Some(refused),
            Err(other) => return Err(other),
        };
        if stop.is_none()
            && let Some(reason) = recused(tx, actor, &request)?
        {
            stop = Some(Box::new(Refused::new(Kind::Forbidden, reason)));
        }
        if stop.is_none() && request.state == RequestState::Appealed && has_ruled(tx, actor, &request)? {
            stop = Some(Box::new(Refused::new(Kind::Forbidden, "procedures-ruled-before")));
        }
        request::relabel(tx, std::slice::from_mut(&mut request), locale)?;
        let recent = request::store::by_household(tx, request.household, 10)?;
        let year = i64::from(qianmo_kernel::Millis::year_at(tx.now(), 480));
        let cap = crate::cap::effective(tx, &request.path, &request.purpose, year)?;
        let (used, included) = request::cap_used(tx, &request, year)?;
        let cap = cap.map(|cap| (cap.amount, Money::new(used, request.currency), included));
        Ok(DecisionForm {
            parts: request::parts(tx, reference)?,
            photos: crate::photo::of(tx, &request, Some(actor))?,
            past: qianmo_procedures::decisions_about(tx, reference.county, super::SUBJECT, reference.id)?,
            recent: recent.into_iter().filter(|r| r.reference != reference && r.submitted_at.is_some()).collect(),
            cap,
            grounds: crate::appeal::grounds(tx, reference)?,
            stop,
            request,
        })
    }
}

/// The page on which a request is decided.
#[derive(Template)]
#[template(path = "review/decide.html")]
pub struct DecisionPage {
    v: View,
    f: FormView,
    href: String,
    action: String,
    household: String,
    card: CardView,
    language: String,
    story_text: String,
    reason: String,
    relationship: String,
    parts: Vec<PartView>,
    goods_value: Option<String>,
    cap: Option<String>,
    grounds: Option<String>,
    second_look: bool,
    past: Vec<StoryLine>,
    recent: Vec<CardView>,
    photos: Vec<PhotoView>,
    /// How many of the photos nobody has looked at yet, in words.
    unseen: Option<String>,
    /// Where these are decided on.
    look: Option<String>,
    appealed: bool,
    decisions: Vec<Choice>,
    checks: Vec<Choice>,
    return_reasons: Vec<Choice>,
    refuse_reasons: Vec<Choice>,
    stop: Option<String>,
}

impl DecisionPage {
    /// The page in the reader's language.
    pub fn new(cx: &Cx, f: FormView, found: DecisionForm) -> Self {
        DecisionPage::of(cx.view(), f, found)
    }

    fn of(v: View, f: FormView, found: DecisionForm) -> Self {
        let request = &found.request;
        let appealed = request.state == RequestState::Appealed;
        let words = |family: &str, codes: &[&str]| -> Vec<Choice> {
            codes.iter().map(|code| ((*code).to_owned(), v.family(family, code))).collect()
        };
        let waiting = found.photos.iter().filter(|p| p.waits()).count();
        let decisions: &[&str] = if appealed { &["approve", "refuse"] } else { &["approve", "return", "refuse"] };
        DecisionPage {
            href: format!("/requests/{}", request.reference),
            action: format!("/desk/reviews/{}", request.reference),
            household: format!("/households/{}?task=review&about={}", request.household, request.reference),
            card: card(&v, request),
            language: request.language.clone(),
            story_text: request.story.clone(),
            reason: v.family("aid-reason", &request.reason),
            relationship: v.family("aid-relationship", &request.relationship),
            parts: found.parts.iter().map(|p| PartView::new(&v, request, p, false)).collect(),
            goods_value: (request.goods_value_minor > 0).then(|| v.amount(request.goods_value_minor, request.currency)),
            cap: found.cap.map(|(most, used, included)| {
                let words = if included { "aid-cap-used" } else { "aid-cap-used-without" };
                v.t2(words, "used", v.money(used), "most", v.money(most))
            }),
            grounds: found.grounds.clone(),
            second_look: request.worth_minor() > SECOND_LOOK_ABOVE,
            past: found.past.iter().map(|p| past(&v, p)).collect(),
            recent: found.recent.iter().map(|r| card(&v, r)).collect(),
            unseen: (waiting > 0).then(|| v.t1("aid-review-photos-wait", "n", waiting)),
            look: found.photos.iter().find(|p| p.waits()).map(|p| format!("/photos?with={}", p.reference)),
            photos: found.photos.iter().map(|photo| PhotoView::of(photo, 1280)).collect(),
            appealed,
            decisions: words("aid-decision", decisions),
            checks: words("aid-check", CHECKS),
            return_reasons: words("aid-review-reason", RETURN_REASONS),
            refuse_reasons: words("aid-review-reason", REFUSE_REASONS),
            stop: found.stop.as_ref().map(|refused| v.t(refused.message)),
            v,
            f,
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let request = request::model::sample_request();
        let f = FormView::sample(v.clone());
        let past = Past {
            step: 0,
            actor: request.publisher,
            level: None,
            outcome: qianmo_procedures::Outcome::Approve,
            reasons: vec!["need-seen".into()],
            note: "Seen at home.".into(),
            at: request.created_at,
        };
        let found = DecisionForm {
            parts: request::model::sample_parts(),
            past: vec![past],
            recent: vec![request.clone()],
            photos: Vec::new(),
            cap: Some((Money::new(800_000, request.currency), Money::new(320_000, request.currency), true)),
            grounds: Some("The roof was seen on Monday.".into()),
            stop: None,
            request,
        };
        let mut page = DecisionPage::of(v, f, found);
        page.photos.push(PhotoView::sample());
        (page.unseen, page.look) = (Some(page.v.t1("aid-review-photos-wait", "n", 1_i64)), Some("/photos?with=x".into()));
        page
    }
}

fn past(v: &View, past: &Past) -> StoryLine {
    let what = v.family("aid-ruled", past.outcome.name());
    let family = if past.outcome == qianmo_procedures::Outcome::Approve { "aid-check" } else { "aid-review-reason" };
    let words: Vec<String> = past.reasons.iter().map(|code| v.family(family, code)).collect();
    StoryLine {
        what: if words.is_empty() { what } else { v.t2("aid-ruled-because", "what", what, "reasons", words.join("; ")) },
        when: v.datetime(past.at),
        at: past.at,
        who: v.family("aid-actor", "reviewer"),
        note: (!past.note.is_empty()).then(|| past.note.clone()),
        class: "is-done",
    }
}

qianmo_web::sample!(QueuePage, DecisionPage);
