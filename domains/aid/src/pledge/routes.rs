//! Pledging over HTTP.

use super::ended::EndedPage;
use super::json::{NewPledgeJson, PledgeJson};
use super::page::{NewPage, PledgePage};
use super::{ACCEPT, GIVE, Made, NewPledge, Pledge, Quantity, Slots, accept, command, ended, form, lapse, page, store, unpaid};
use qianmo_kernel::Fail;
use qianmo_web::Call;
use qianmo_web::prelude::*;

/// Pledges with words a minute from one account: whoever pays for guesses, to see which of them are shown, does not make many.
const WORDS_PER_MINUTE: u32 = 30;

/// Refuses (429) one account that sends many words.
pub(crate) fn limit_words(cx: &Cx, actor: &Actor, message: &str) -> Res<()> {
    if message.is_empty() { Ok(()) } else { cx.limit("aid.words", &actor.account.to_string(), WORDS_PER_MINUTE) }
}

/// Pledges of money a minute that are refused to one account because it leaves too many unpaid; further ones are not looked at.
const UNPAID_PER_MINUTE: u32 = 10;
const UNPAID: &str = "aid.pledge.unpaid";

/// Pledges of money a minute, from one network, by accounts that have never paid one and leave several unpaid. What others of the
/// network do is not counted, however much it is.
const IDLE_PER_MINUTE: u32 = 20;
const IDLE: &str = "aid.pledge.idle";

/// Refuses (429) those who only press.
async fn limit_unpaid(cx: &Cx, account: Id) -> Res<()> {
    cx.within_limit(UNPAID, &account.to_string())?;
    if let Err(refused) = cx.within_limit(IDLE, &cx.client) {
        // Whoever pays is not kept out by others of the same network.
        if cx.read(move |tx| unpaid::is_idle(tx, account)).await? {
            return Err(refused);
        }
    }
    Ok(())
}

/// Makes a pledge, once however often it is sent, as often as one account and one network may.
async fn make(cx: &Cx, call: Call, reference: PublicRef, new: NewPledge) -> Res<Pledge> {
    let actor = cx.actor_owned()?;
    let account = actor.account;
    limit_words(cx, &actor, &new.message)?;
    if matches!(new.quantity, Quantity::Amount(_)) {
        limit_unpaid(cx, account).await?;
    }
    let outcome = cx
        .write(move |tx| {
            let mut fresh = None;
            let made = call.once(tx, reference.county, |tx| {
                let (pledge, idle) = command::make_noting(tx, &actor, reference, &new, Slots::ByHand)?;
                let made = Made { pledge: pledge.reference() };
                fresh = Some((pledge, idle));
                Ok(made)
            })?;
            match fresh {
                Some(fresh) => Ok(fresh),
                None => Ok((store::require(tx, made.pledge)?, false)),
            }
        })
        .await;
    match outcome {
        Ok((pledge, idle)) => {
            crate::board::took(&cx.app, account, reference).await;
            if idle {
                // It is made: the next one is refused.
                let _ = cx.limit(IDLE, &cx.client, IDLE_PER_MINUTE);
            }
            Ok(pledge)
        }
        Err(Fail::Refused(refused)) if unpaid::refuses(&refused) => {
            let _ = cx.limit(UNPAID, &account.to_string(), UNPAID_PER_MINUTE);
            Err(Fail::Refused(refused))
        }
        Err(other) => Err(other),
    }
}

/// Adds this slice's routes and its sweep.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::GET, "/requests/{reference}/pledge", Access::Permit(&GIVE), new_page)
        .page(Method::POST, "/requests/{reference}/pledges", Access::Permit(&GIVE), new_form)
        .page(Method::GET, "/pledges/{reference}", Access::Permit(&GIVE), show_page)
        .page(Method::POST, "/pledges/{reference}/cancellation", Access::Permit(&GIVE), cancel_form)
        .page(Method::POST, "/pledges/{reference}/acceptance", Access::Permit(&ACCEPT), accept_form)
        .api_idempotent(Access::Permit(&GIVE), routes!(make_json))
        .api(Access::Permit(&GIVE), routes!(show_json))
        .api_idempotent(Access::Permit(&GIVE), routes!(cancel_json))
        .api_idempotent(Access::Permit(&ACCEPT), routes!(accept_json))
        .job(lapse::SWEEP, lapse::job)
        .every(lapse::SWEEP, Millis::MINUTE)
}

#[derive(serde::Deserialize)]
struct NewQuery {
    part: Option<String>,
}

async fn new_page(cx: Cx, Path(reference): Path<PublicRef>, Query(query): Query<NewQuery>) -> Answer {
    let grounds = match cx.read(move |tx| page::open_parts(tx, reference)).await {
        Ok(grounds) => grounds,
        Err(fail) => return instead(&cx, reference, fail).await,
    };
    let part = query.part.and_then(|p| p.parse::<Id>().ok()).or_else(|| grounds.first().map(|g| g.part));
    let form = FormView::with(&cx, [("part", part.map(|p| p.to_string()).unwrap_or_default())]);
    cx.page("aid-pledge-title", &NewPage::new(&cx, form, reference, &grounds))
}

/// The page that stands where the form was, when nothing can be pledged on the request: what became of it, with the status of the
/// refusal. Other failures stay what they are.
async fn instead(cx: &Cx, reference: PublicRef, fail: Fail) -> Answer {
    let status = match &fail {
        Fail::Refused(refused) if ended::is_told(refused) => status_again(refused),
        _ => return Err(fail.into()),
    };
    let actor = cx.actor_owned()?;
    let (request, whole) = cx.read(move |tx| ended::read(tx, &actor, reference)).await?;
    cx.page_status(status, "aid-pledge-ended-title", &EndedPage::new(cx, &request, whole, cx.method == Method::POST))
}

async fn new_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let grounds = cx.read(move |tx| page::parts(tx, reference)).await?;
    let call = cx.call("aid.pledge", &crate::request::form_bytes(&raw))?;
    let made = match form::read(&raw, &grounds) {
        Ok(new) => make(&cx, call, reference, new).await,
        Err(fail) => Err(fail),
    };
    match made {
        Ok(pledge) => Ok(cx.see_other_saying(&format!("/pledges/{}", pledge.reference()), "aid-pledged")),
        Err(Fail::Refused(refused)) if shown_again(&refused) || ended::is_told(&refused) => {
            let status = status_again(&refused);
            // What is left may have changed since the page was shown; if nothing is, there is no form to show again.
            let grounds = match cx.read(move |tx| page::open_parts(tx, reference)).await {
                Ok(grounds) => grounds,
                Err(fail) => return instead(&cx, reference, fail).await,
            };
            let form = FormView::failed(&cx, &raw, &refused);
            cx.page_status(status, "aid-pledge-title", &NewPage::new(&cx, form, reference, &grounds))
        }
        Err(other) => Err(other.into()),
    }
}

async fn show_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    let locale = cx.locale;
    let found = cx.read(move |tx| page::read(tx, &actor, reference, locale)).await?;
    cx.page("aid-pledge-own-title", &PledgePage::new(&cx, found))
}

async fn cancel_form(cx: Cx, Path(reference): Path<PublicRef>, Form(_): Form) -> Answer {
    let actor = cx.actor_owned()?;
    cx.write(move |tx| command::cancel(tx, &actor, reference)).await?;
    Ok(cx.see_other_saying(&format!("/pledges/{reference}"), "aid-pledge-taken-back"))
}

async fn accept_form(cx: Cx, Path(reference): Path<PublicRef>, Form(_): Form) -> Answer {
    let actor = cx.actor_owned()?;
    cx.write(move |tx| accept::accept(tx, &actor, reference)).await?;
    Ok(cx.see_other_saying("/deliveries", "aid-accepted"))
}

/// Pledge on a part of a request.
///
/// An amount for a part that asks for money, a number of items for one that asks for goods. A countdown runs from now: see
/// `due_at`. 409 `/problems/aid-pledge-over` when there is not that much left, with how much there is on `amount` or `count`; 410
/// `/problems/aid-pledge-gone` when the request was open and has ended: expired, taken back or stopped. An account leaves few pledges of money unpaid: 409
/// `/problems/aid-pledge-many-unpaid` while one of them can still be paid, 429 `/problems/aid-pledge-lapsed-often` when they have
/// all come to nothing within a day; `Retry-After` says when the next is taken. So it does with 409 `/problems/aid-pledge-many-open`, when
/// too many pledges of goods are not sent, or lapsed or were taken back within a week.
#[utoipa::path(post, path = "/aid/requests/{ref}/pledges", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference")), request_body = NewPledgeJson,
    responses((status = 201, description = "The pledge", body = PledgeJson),
        (status = 410, description = "The request has ended", body = qianmo_web::answer::Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too often", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
async fn make_json(cx: Cx, Path(reference): Path<PublicRef>, body: Body<NewPledgeJson>) -> Answer {
    let call = cx.call("aid.pledge", &body.bytes)?;
    let new = body.value.read()?;
    let pledge = make(&cx, call, reference, new).await?;
    cx.created(&format!("/api/v1/aid/pledges/{}", pledge.reference()), &PledgeJson::from(&pledge))
}

/// One of your own pledges.
#[utoipa::path(get, path = "/aid/pledges/{ref}", tag = "aid",
    params(("ref" = String, Path, description = "The pledge's reference")),
    responses((status = 200, description = "The pledge", body = PledgeJson)))]
async fn show_json(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    let pledge = cx.read(move |tx| command::own(tx, &actor, reference)).await?;
    cx.json(&PledgeJson::from(&pledge))
}

/// Take a pledge back.
///
/// As long as it is neither paid nor sent. A payment that comes in nevertheless is paid back.
#[utoipa::path(post, path = "/aid/pledges/{ref}/cancellation", tag = "aid",
    params(("ref" = String, Path, description = "The pledge's reference")),
    responses((status = 200, description = "The pledge, taken back", body = PledgeJson)))]
async fn cancel_json(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.pledge.cancel", b"")?;
    let pledge = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| command::cancel(tx, &actor, reference).map(|p| p.reference()))?;
            store::require(tx, reference)
        })
        .await?;
    cx.json(&PledgeJson::from(&pledge))
}

/// Accept a donor of goods.
///
/// By the household, or a helper or officer of its place. From then on the donor may see the address and send; the countdown
/// begins anew. A donor whose goods this household confirmed before is accepted at once and needs no word.
#[utoipa::path(post, path = "/aid/pledges/{ref}/acceptance", tag = "aid",
    params(("ref" = String, Path, description = "The pledge's reference")),
    responses((status = 200, description = "The pledge, accepted", body = PledgeJson)))]
async fn accept_json(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.pledge.accept", b"")?;
    let pledge = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| accept::accept(tx, &actor, reference).map(|p| p.reference()))?;
            store::require(tx, reference)
        })
        .await?;
    cx.json(&PledgeJson::from(&pledge))
}
