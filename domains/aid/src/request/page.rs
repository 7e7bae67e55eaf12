//! The public page of a request and what its writers see of it.

use super::card::{self, Crumb, Meter};
use super::may::May;
use super::model::{Kind, Part, Request};
use super::store;
use super::story::{self, Event, Shown};
use crate::lifecycle::{Gift, PartState, PledgeState, RequestState};
use crate::photo::PhotoView;
use crate::pledge::{GiftLine, items, items_out_of};
use crate::thanks::PostLine;
use askama::Template;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Millis, Money, PublicRef, Refused, Res};
use qianmo_media::{Photo, State};
use qianmo_web::{Cx, View};

pub use super::edit_page::{EditPage, SubmitPage, rows, values};

/// A request with everything around it that this reader may see.
pub struct Found {
    /// The request.
    pub request: Request,
    /// Whether this reader may see all that it says; otherwise a stub is all there is.
    pub whole: bool,
    parts: Vec<Part>,
    story: Vec<Event>,
    updates: Vec<PostLine>,
    photos: Vec<Photo>,
    gifts: Vec<GiftLine>,
    rulings: Vec<Ruling>,
    end_note: Option<String>,
    may: May,
}

/// What was ruled, for the writers and those who answer for the place.
struct Ruling {
    outcome: &'static str,
    reasons: Vec<String>,
    note: String,
    at: Millis,
}

/// A request for this reader, and whether it is whole: public once it was opened; before that, it only exists for those
/// concerned. What was taken back or stopped is whole for those concerned and its donors, for everybody else a stub.
pub fn visible(tx: &mut Tx<'_>, reference: PublicRef, actor: Option<&Actor>) -> Res<(Request, bool)> {
    let request = store::require(tx, reference)?;
    if actor.is_some_and(|a| request.is_open_to(a)) {
        return Ok((request, true));
    }
    if request.opened_at.is_none() {
        return Err(Refused::not_found().into());
    }
    let whole = request.state.is_told()
        || match actor {
            Some(actor) => crate::pledge::gave(tx, reference, actor.account)?,
            None => false,
        };
    Ok(if whole { (request, true) } else { (request.stub(), false) })
}

/// Reads a request with everything around it.
pub fn read(tx: &mut Tx<'_>, reference: PublicRef, actor: Option<&Actor>, locale: qianmo_kernel::Locale) -> Res<Found> {
    let (mut request, whole) = visible(tx, reference, actor)?;
    if !whole {
        return Ok(Found::stub(request));
    }
    super::household::relabel(tx, std::slice::from_mut(&mut request), locale)?;
    let concerned = actor.is_some_and(|a| request.is_open_to(a));
    let parts = store::parts(tx, reference)?;
    let story = story::read(tx, reference, if concerned { Shown::Concerned } else { Shown::Everyone })?;
    let may = May::of(&request, actor);
    let updates = if request.opened_at.is_some() {
        crate::thanks::section_for(tx, reference, may.moderate, crate::photo::reader_of(&request, actor))?
    } else {
        Vec::new()
    };
    let photos = crate::photo::of(tx, &request, actor)?;
    let gifts = if request.opened_at.is_some() { crate::pledge::section(tx, reference, request.household)? } else { Vec::new() };
    let mut rulings = Vec::new();
    if concerned {
        for past in qianmo_procedures::decisions_about(tx, reference.county, crate::review::SUBJECT, reference.id)? {
            rulings.push(Ruling { outcome: past.outcome.name(), reasons: past.reasons, note: past.note, at: past.at });
        }
    }
    let ended = matches!(request.state, RequestState::Closed | RequestState::Withdrawn);
    let end_note = if concerned && ended { super::end_note::read(tx, reference)? } else { None };
    let mut may = May::of(&request, actor);
    may.give = may.give && !request.has_run_out(tx.now());
    if let Some(actor) = actor.filter(|_| may.withdraw) {
        may.withdraw = !crate::withdrawal::by_card_alone(tx, actor, &request)?;
    }
    let own = actor.is_some_and(|a| a.household == Some(request.household));
    may.consent = own && request.opened_at.is_some() && request.state.is_told() && crate::thanks::story_waits(tx, reference)?;
    if may.office && request.pledged_minor > 0 {
        let pledges = crate::pledge::of_request(tx, reference)?;
        may.pay_out = pledges.iter().any(|p| p.state == PledgeState::Paid && p.free_minor() > 0);
    }
    if request.state.is_live() && actor.is_some_and(|actor| crate::pledge::may_accept(actor, &request)) {
        let pledges = crate::pledge::of_request(tx, reference)?;
        may.accept = pledges.iter().any(|p| p.gift == Gift::Goods && p.state == PledgeState::Pledged && p.accepted_at.is_none());
    }
    Ok(Found { request, whole, parts, story, updates, photos, gifts, rulings, end_note, may })
}

impl Found {
    fn stub(request: Request) -> Self {
        Found {
            request,
            whole: false,
            parts: Vec::new(),
            story: Vec::new(),
            updates: Vec::new(),
            photos: Vec::new(),
            gifts: Vec::new(),
            rulings: Vec::new(),
            end_note: None,
            may: May::default(),
        }
    }
}

/// A part as the page shows it.
#[derive(Clone, Debug)]
pub struct PartView {
    /// Its words.
    pub label: String,
    /// How much is asked.
    pub asked: String,
    /// Money or goods, in words.
    pub kind: String,
    /// Its state, by name and in words; none where nothing could be given yet, and for what was still open when it all ended.
    pub badge: Option<(&'static str, String)>,
    /// How far it is helped; none where there is no more to tell than what is asked.
    pub meter: Option<Meter>,
    /// Where to give for it, while it takes pledges.
    pub give: Option<String>,
    /// The estimated value of the goods, if one was given.
    pub value: Option<String>,
}

impl PartView {
    /// A part of this request.
    pub fn new(v: &View, request: &Request, part: &Part, give: bool) -> Self {
        let counts = part.counts;
        let say = |n: i64| match part.kind {
            Kind::Money => v.amount(n, request.currency),
            Kind::Goods => items(v, n, &part.unit),
        };
        let helped = match part.kind {
            Kind::Money => v.t2("aid-meter-money", "pledged", say(counts.pledged), "asked", say(counts.asked)),
            Kind::Goods => v.t3("aid-meter-part", "pledged", counts.pledged, "asked", counts.asked, "unit", part.unit.as_str()),
        };
        let only_asked = request.is_only_asked();
        let left_open = (request.state.is_over() || request.has_run_out(v.now)) && part.state == PartState::Open;
        let value = (part.kind == Kind::Goods && part.unit_value_minor > 0)
            .then(|| v.money(Money::new(part.unit_value_minor * counts.asked, request.currency)));
        PartView {
            label: part.label.clone(),
            asked: say(counts.asked),
            kind: v.t(part.kind.label()),
            badge: (!only_asked && !left_open).then(|| (part.state.name(), v.t(part.state.label()))),
            meter: (!only_asked).then(|| Meter {
                id: format!("p-{}", part.id),
                text: helped,
                value: counts.pledged,
                max: counts.asked.max(1),
                met: counts.received >= counts.asked,
            }),
            give: (give && part.left() > 0).then(|| format!("/requests/{}/pledge?part={}", request.reference, part.id)),
            value,
        }
    }
}

/// A line of the story or of what was ruled.
#[derive(Clone, Debug)]
pub struct StoryLine {
    /// What happened.
    pub what: String,
    /// When, for readers.
    pub when: String,
    /// When, for machines.
    pub at: Millis,
    /// Who, by role.
    pub who: String,
    /// A note.
    pub note: Option<String>,
    /// `is-done`, `is-now` or `is-stopped`.
    pub class: &'static str,
}

/// A gift as the page shows it.
#[derive(Clone, Debug)]
pub struct GiftView {
    donor: String,
    what: String,
    state: &'static str,
    state_text: String,
    message: String,
    when: String,
    at: Millis,
}

struct UpdateView {
    /// Where an officer decides on it.
    decide: Option<String>,
    held: bool,
    what: String,
    body: String,
    photo: Option<PhotoView>,
    when: String,
    at: Millis,
    who: String,
}

/// The page of a request.
#[derive(Template)]
#[template(path = "request/show.html")]
pub struct RequestPage {
    v: View,
    href: String,
    reference: String,
    crumbs: Vec<Crumb>,
    title: String,
    language: String,
    state: &'static str,
    state_text: String,
    purpose: String,
    icon: &'static str,
    reason: String,
    relationship: String,
    who: String,
    place: String,
    story_text: String,
    asked: String,
    meters: Vec<Meter>,
    parts: Vec<PartView>,
    timeline: Vec<StoryLine>,
    rulings: Vec<StoryLine>,
    updates: Vec<UpdateView>,
    photos: Vec<PhotoView>,
    photo_reasons: Vec<(&'static str, String)>,
    gifts: Vec<GiftView>,
    expires: Option<(String, Millis)>,
    end_reason: Option<String>,
    end_note: Option<String>,
    may: May,
}

impl RequestPage {
    /// The page in the reader's language.
    pub fn new(cx: &Cx, found: Found) -> Self {
        RequestPage::of(cx.view(), found)
    }

    fn of(v: View, found: Found) -> Self {
        let request = &found.request;
        let last = found.story.len().saturating_sub(1);
        let over = request.state.is_over() && request.state != RequestState::Met;
        let (state, state_text) = card::standing(&v, request);
        let timeline = found
            .story
            .iter()
            .enumerate()
            .map(|(at, event)| {
                line(
                    &v,
                    event,
                    if at < last {
                        "is-done"
                    } else if over {
                        "is-stopped"
                    } else {
                        "is-now"
                    },
                )
            })
            .collect();
        let rulings = found.rulings.iter().map(|r| ruling(&v, r)).collect();
        RequestPage {
            href: card::href(request.reference),
            reference: request.reference.to_string(),
            crumbs: card::crumbs(&request.masked),
            title: request.title.clone(),
            language: request.language.clone(),
            state,
            state_text,
            purpose: v.family("aid-purpose", &request.purpose),
            icon: card::icon(&request.purpose),
            reason: v.family("aid-reason", &request.reason),
            relationship: v.family("aid-relationship", &request.relationship),
            who: card::who(&v, request),
            place: card::place(&v, &request.masked),
            story_text: request.story.clone(),
            asked: v.t1("aid-asked", "what", card::asked(&v, request)),
            meters: card::meters(&v, request, "meter"),
            parts: found.parts.iter().map(|p| PartView::new(&v, request, p, found.may.give)).collect(),
            timeline,
            rulings,
            updates: found
                .updates
                .iter()
                .map(|u| UpdateView {
                    decide: found.may.moderate.then(|| format!("/posts/{}/decision", u.reference)),
                    held: u.held,
                    what: v.t(u.kind_label),
                    body: u.body.clone(),
                    photo: u.photo.as_ref().map(|photo| PhotoView::of(photo, 320)),
                    when: v.datetime(u.at),
                    at: u.at,
                    who: v.t(u.role_label),
                })
                .collect(),
            photos: found
                .photos
                .iter()
                .map(|p| PhotoView {
                    take_back: (found.may.take_back && p.state == State::Shown)
                        .then(|| (format!("/photos/{}/decision", p.reference), p.version)),
                    ..PhotoView::of(p, 320)
                })
                .collect(),
            photo_reasons: qianmo_media::Reason::ALL.into_iter().map(|reason| (reason.code(), v.t(reason.key()))).collect(),
            gifts: found.gifts.iter().map(|g| gift(&v, g, &found.parts)).collect(),
            expires: request.expires_at.filter(|at| request.state.takes_pledges() && *at > v.now).map(|at| (v.date(at), at)),
            end_reason: (!request.end_reason.is_empty()
                && matches!(request.state, RequestState::Closed | RequestState::Withdrawn | RequestState::Failed))
            .then(|| v.family("aid-end", &request.end_reason)),
            end_note: found.end_note,
            may: found.may,
            v,
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let request = super::model::sample_request();
        let event = |kind: &str| Event {
            id: request.reference.id,
            at: request.created_at,
            kind: kind.into(),
            actor_role: "helper".into(),
            args: [("reasons".to_owned(), "unclear".to_owned())].into(),
        };
        let parts = super::model::sample_parts();
        let given = |part: &Part| GiftLine {
            donor: None,
            part: part.id,
            gift: part.kind,
            amount: None,
            count: Some(1),
            state: PledgeState::Dispatched,
            state_label: PledgeState::Dispatched.label(),
            message: "Read well.".into(),
            at: request.created_at,
        };
        let found = Found {
            whole: true,
            gifts: parts.iter().filter(|part| part.kind == Kind::Goods).map(given).collect(),
            parts,
            story: vec![event("submitted"), event("returned"), event("approved")],
            updates: PostLine::samples(request.created_at),
            photos: Vec::new(),
            rulings: vec![Ruling {
                outcome: "return",
                reasons: vec!["unclear".into()],
                note: "Please say for whom.".into(),
                at: request.created_at,
            }],
            end_note: Some("They were helped by a cousin.".into()),
            may: May {
                edit: true,
                withdraw: true,
                add: true,
                update: true,
                give: true,
                report: true,
                moderate: true,
                ..May::default()
            },
            request,
        };
        RequestPage::of(v, found)
    }
}

fn line(v: &View, event: &Event, class: &'static str) -> StoryLine {
    let args: Vec<(&str, qianmo_web::i18n::Arg)> = event
        .args
        .iter()
        .map(|(name, value)| match name.as_str() {
            "reasons" => ("reasons", reasons(v, value.split(',')).into()),
            count @ ("n" | "of" | "missing") => (count, value.parse::<i64>().map_or_else(|_| value.as_str().into(), Into::into)),
            name => (name, value.as_str().into()),
        })
        .collect();
    StoryLine {
        what: v.t_args(&format!("aid-story-{}", event.kind), &args),
        when: v.datetime(event.at),
        at: event.at,
        who: v.family("aid-actor", &event.actor_role),
        note: None,
        class,
    }
}

fn ruling(v: &View, ruling: &Ruling) -> StoryLine {
    // An approval names what was looked at, the others what is wanting.
    let family = if ruling.outcome == "approve" { "aid-check" } else { "aid-review-reason" };
    let reasons = joined(v, family, ruling.reasons.iter().map(String::as_str));
    let what = v.family("aid-ruled", ruling.outcome);
    StoryLine {
        what: if reasons.is_empty() { what } else { v.t2("aid-ruled-because", "what", what, "reasons", reasons) },
        when: v.datetime(ruling.at),
        at: ruling.at,
        who: v.family("aid-actor", "reviewer"),
        note: (!ruling.note.is_empty()).then(|| ruling.note.clone()),
        class: "is-done",
    }
}

/// Reason codes in words, joined.
pub fn reasons<'a>(v: &View, codes: impl Iterator<Item = &'a str>) -> String {
    joined(v, "aid-review-reason", codes)
}

/// Codes in the words of a family of messages, joined.
fn joined<'a>(v: &View, family: &str, codes: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<String> = codes.filter(|c| !c.is_empty()).map(|c| v.family(family, c)).collect();
    words.join(match v.locale {
        qianmo_kernel::Locale::ZhHans => "；",
        qianmo_kernel::Locale::En => "; ",
        qianmo_kernel::Locale::Ar => "؛ ",
    })
}

fn gift(v: &View, line: &GiftLine, parts: &[Part]) -> GiftView {
    let part = parts.iter().find(|part| part.id == line.part);
    let what = match (line.amount, line.count, part) {
        (Some(amount), _, _) => v.money(amount),
        (None, Some(count), Some(part)) => items_out_of(v, count, part.counts.asked, &part.unit),
        (None, Some(count), None) => items(v, count, ""),
        (None, None, _) => String::new(),
    };
    GiftView {
        donor: line.donor.clone().unwrap_or_else(|| v.t("aid-donor-unnamed")),
        what,
        state: line.state.name(),
        state_text: v.t(line.state_label),
        message: line.message.clone(),
        when: v.date(line.at),
        at: line.at,
    }
}

qianmo_web::sample!(RequestPage);
