//! What became of a request on which nothing can be pledged now, for somebody who kept its form open.
//!
//! Of what was taken back or stopped nobody but those concerned and its donors is told more than that: no title, no purpose.

use crate::lifecycle::RequestState;
use crate::request::{self, Request};
use askama::Template;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Kind, Millis, PublicRef, Refused, Res};
use qianmo_web::{Cx, View};

/// Why nothing can be pledged on what is not public: 410 `aid-pledge-gone` when it was open once and has ended, 404 when it never
/// was: nobody else knows of it.
pub(super) fn refusal(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Refused> {
    let request = request::require(tx, reference)?;
    Ok(if request.opened_at.is_some() { Refused::new(Kind::Gone, "aid-pledge-gone") } else { Refused::not_found() })
}

/// Whether this refusal is about a request that takes no pledges, and so has a page of its own.
pub(super) fn is_told(refused: &Refused) -> bool {
    matches!(refused.message, "aid-pledge-gone" | "aid-pledge-closed")
}

/// The request as far as this reader may see it, and whether that is all of it.
///
/// # Errors
/// 404 when it was never open.
pub(super) fn read(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<(Request, bool)> {
    let (request, whole) = request::visible(tx, reference, Some(actor))?;
    if request.opened_at.is_none() {
        return Err(Refused::not_found().into());
    }
    Ok((request, whole))
}

/// What became of it, as a message key.
fn what_became(request: &Request, now: Millis) -> &'static str {
    match request.state {
        RequestState::Withdrawn => "aid-pledge-ended-withdrawn",
        RequestState::Closed => "aid-pledge-ended-closed",
        RequestState::Failed => "aid-pledge-ended-failed",
        RequestState::Met => "aid-pledge-ended-met",
        RequestState::Expired => "aid-pledge-ended-expired",
        // Its time is over and nobody has written it down yet.
        _ if request.has_run_out(now) => "aid-pledge-ended-expired",
        _ => "aid-pledge-ended-promised",
    }
}

/// The page that stands where the form to pledge was.
#[derive(Template)]
#[template(path = "pledge/ended.html")]
pub struct EndedPage {
    v: View,
    /// The request's sentence with its language; of a stub nothing.
    title: Option<(String, String)>,
    state: &'static str,
    state_text: String,
    became: &'static str,
    /// Whether a form was sent: then it is said that nothing came of it.
    sent: bool,
    href: String,
    /// Requests that are open near it: of the same purpose where that may be told.
    nearby: String,
    nearby_text: String,
}

impl EndedPage {
    /// The page of this request; `whole`: all that it says may be told.
    pub fn new(cx: &Cx, request: &Request, whole: bool, sent: bool) -> Self {
        EndedPage::of(cx.view(), request, whole, sent)
    }

    fn of(v: View, request: &Request, whole: bool, sent: bool) -> Self {
        let county = request.reference.county;
        let (nearby, words) = if whole {
            (format!("/requests?place={county}&purpose={}&near=1", request.purpose), "aid-pledge-ended-similar")
        } else {
            (format!("/requests?place={county}&near=1"), "aid-pledge-ended-nearby")
        };
        let (state, state_text) = request::standing(&v, request);
        EndedPage {
            title: whole.then(|| (request.title.clone(), request.language.clone())),
            state,
            state_text,
            became: what_became(request, v.now),
            sent,
            href: format!("/requests/{}", request.reference),
            nearby,
            nearby_text: v.t(words),
            v,
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        EndedPage::of(v, &request::model::sample_request(), true, true)
    }
}

qianmo_web::sample!(EndedPage);
