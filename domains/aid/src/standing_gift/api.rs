//! Standing gifts over HTTP: the API.

use super::calendar::Day;
use super::change::{Act, Here};
use super::json::{ActBody, AgreeJson, AgreementJson, GoesJson, PreviewJson, StandingGiftJson, StandingRunJson, TermsBody};
use super::model::Gift;
use super::routes::{agree, with_pledges};
use super::{change, mandate, preview, store};
use crate::pledge::GIVE;
use qianmo_payments::{Mandate, SetUp};
use qianmo_web::answer::Problem;
use qianmo_web::cursor::{Listed, PageQuery};
use qianmo_web::prelude::*;

/// Adds the operations.
pub(super) fn add(module: Module) -> Module {
    module
        .api(Access::Permit(&GIVE), routes!(list_json))
        .api_idempotent(Access::Permit(&GIVE), routes!(make_json))
        .api(Access::Permit(&GIVE), routes!(show_json))
        .api(Access::Permit(&GIVE), routes!(change_json))
        .api(Access::Permit(&GIVE), routes!(preview_json))
        .api(Access::Permit(&GIVE), routes!(runs_json))
        .api_idempotent(Access::Permit(&GIVE), routes!(act_json))
        .api_idempotent(Access::Permit(&GIVE), routes!(agree_json))
        .api(Access::Permit(&GIVE), routes!(revoke_json))
}

fn today(cx: &Cx) -> Day {
    Day::at(cx.app.clock.now(), cx.app.config.utc_offset_minutes)
}

async fn read(cx: &Cx, id: Id) -> Res<(Gift, Option<Mandate>)> {
    let account = cx.actor()?.account;
    cx.read(move |tx| {
        let gift = store::require(tx, account, id)?;
        let agreement = mandate::agreement(tx, &gift)?;
        Ok((gift, agreement))
    })
    .await
}

async fn told(cx: &Cx, id: Id) -> Answer {
    let (gift, agreement) = read(cx, id).await?;
    cx.json_etag(gift.version, &StandingGiftJson::new(&gift, agreement.as_ref()))
}

/// Your standing gifts, the newest first.
#[utoipa::path(get, path = "/aid/standing-gifts", tag = "aid", params(PageQuery),
    responses((status = 200, description = "A page of standing gifts", body = Listed<StandingGiftJson>)))]
async fn list_json(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    let account = cx.actor()?.account;
    let limit = Cursor::limit(query.limit)?;
    let before = query.cursor.as_deref().map(Cursor::decode::<Id>).transpose()?;
    let mut gifts = cx
        .read(move |tx| {
            let mut all = Vec::new();
            for gift in store::of_account(tx, account, before, limit + 1)? {
                let agreement = mandate::agreement(tx, &gift)?;
                all.push((gift, agreement));
            }
            Ok(all)
        })
        .await?;
    let rows = usize::try_from(limit).unwrap_or(20);
    let more = gifts.len() > rows;
    gifts.truncate(rows);
    let next = gifts.last().filter(|_| more).map(|(gift, _)| Cursor::encode(&gift.id));
    let items = gifts.iter().map(|(gift, agreement)| StandingGiftJson::new(gift, agreement.as_ref())).collect();
    cx.json(&Listed { items, next })
}

/// Begin a standing gift.
///
/// On each due day, at ten in the morning, pledges are made of it on the requests to which they matter most. Without an agreement
/// (`POST …/agreement`) you pay each of them by hand, within its countdown. 409 `/problems/aid-standing-many` with ten that have not ended.
#[utoipa::path(post, path = "/aid/standing-gifts", tag = "aid", request_body = TermsBody,
    responses((status = 201, description = "The standing gift", body = StandingGiftJson),
        (status = 409, description = "Too many of them", body = Problem, content_type = "application/problem+json")))]
async fn make_json(cx: Cx, body: Body<TermsBody>) -> Answer {
    let (actor, here) = (cx.actor_owned()?, Here::of(&cx.app));
    let call = cx.call("aid.standing-gift", &body.bytes)?;
    let terms = body.value.read(today(&cx))?;
    let id =
        cx.write(move |tx| call.once(tx, Id::NONE, |tx| change::create(tx, &actor, &here, &terms).map(|gift| gift.id))).await?;
    let (gift, agreement) = read(&cx, id).await?;
    cx.created(&format!("/api/v1/aid/standing-gifts/{id}"), &StandingGiftJson::new(&gift, agreement.as_ref()))
}

/// One of your standing gifts.
#[utoipa::path(get, path = "/aid/standing-gifts/{id}", tag = "aid",
    params(("id" = String, Path, description = "The gift's id")),
    responses((status = 200, description = "The standing gift", body = StandingGiftJson),
        (status = 304, description = "Not changed since the version named by If-None-Match")))]
async fn show_json(cx: Cx, Path(id): Path<Id>) -> Answer {
    told(&cx, id).await
}

/// Change a standing gift, from the next due day on.
///
/// Everything is named, as for a new one. The first day of one that has fallen due before stays. 409 `/problems/aid-standing-over` when
/// it has ended.
#[utoipa::path(put, path = "/aid/standing-gifts/{id}", tag = "aid",
    params(("id" = String, Path, description = "The gift's id")), request_body = TermsBody,
    responses((status = 200, description = "The standing gift as it is now", body = StandingGiftJson),
        (status = 409, description = "It has ended", body = Problem, content_type = "application/problem+json")))]
async fn change_json(cx: Cx, Path(id): Path<Id>, body: Body<TermsBody>) -> Answer {
    let (actor, here) = (cx.actor_owned()?, Here::of(&cx.app));
    let seen = cx.require_if_match()?;
    let (before, _) = read(&cx, id).await?;
    let terms = body.value.read(before.terms.rhythm.first)?;
    cx.write(move |tx| change::edit(tx, &actor, &here, id, seen, &terms)).await?;
    told(&cx, id).await
}

/// Where one of your standing gifts would go if it were due now.
///
/// It promises nothing: until the due day others give too.
#[utoipa::path(get, path = "/aid/standing-gifts/{id}/preview", tag = "aid",
    params(("id" = String, Path, description = "The gift's id")),
    responses((status = 200, description = "The requests", body = PreviewJson)))]
async fn preview_json(cx: Cx, Path(id): Path<Id>) -> Answer {
    let goes = preview::of_gift(&cx.app, cx.actor()?, id, cx.locale).await?;
    cx.json(&PreviewJson { items: goes.iter().map(GoesJson::from).collect(), next: None })
}

/// The due days of one of your standing gifts, the newest first, each with the pledges that were made.
#[utoipa::path(get, path = "/aid/standing-gifts/{id}/runs", tag = "aid",
    params(("id" = String, Path, description = "The gift's id"), PageQuery),
    responses((status = 200, description = "A page of due days", body = Listed<StandingRunJson>)))]
async fn runs_json(cx: Cx, Path(id): Path<Id>, Query(query): Query<PageQuery>) -> Answer {
    let account = cx.actor()?.account;
    let limit = Cursor::limit(query.limit)?;
    let before = query.cursor.as_deref().map(Cursor::decode::<i64>).transpose()?.and_then(Day::from_number);
    let mut runs = cx
        .read(move |tx| {
            store::require(tx, account, id)?;
            let runs = store::runs(tx, account, id, before, limit + 1)?;
            runs.into_iter().map(|run| with_pledges(tx, run)).collect::<Res<Vec<_>>>()
        })
        .await?;
    let rows = usize::try_from(limit).unwrap_or(20);
    let more = runs.len() > rows;
    runs.truncate(rows);
    let next = runs.last().filter(|_| more).map(|(run, _)| Cursor::encode(&run.key.day.number()));
    cx.json(&Listed { items: runs.iter().map(|(run, lines)| StandingRunJson::new(run, lines)).collect(), next })
}

/// Pause a standing gift, go on with it, or end it.
///
/// A pause and an end count at once: what was not charged before is given back. What fell into a pause is not made up for. 409
/// `/problems/aid-standing-over` when it has ended, or nothing is left of it to go on with.
#[utoipa::path(post, path = "/aid/standing-gifts/{id}/state", tag = "aid",
    params(("id" = String, Path, description = "The gift's id")), request_body = ActBody,
    responses((status = 200, description = "The standing gift as it is now", body = StandingGiftJson),
        (status = 409, description = "It has ended", body = Problem, content_type = "application/problem+json")))]
async fn act_json(cx: Cx, Path(id): Path<Id>, body: Body<ActBody>) -> Answer {
    let (actor, here) = (cx.actor_owned()?, Here::of(&cx.app));
    let call = cx.call("aid.standing-gift.act", &body.bytes)?;
    let act = Act::from_name(&body.value.act).ok_or_else(|| Refused::field("act", "aid-choose"))?;
    cx.write(move |tx| call.once(tx, Id::NONE, |tx| change::act(tx, &actor, &here, id, act).map(|gift| gift.id))).await?;
    told(&cx, id).await
}

/// Begin to agree that a standing gift is charged without you.
///
/// Answers where you agree, on the provider's page: to at most twice its amount each time, since what one due day cannot place the next
/// one may. 409 `/problems/payments-no-mandates` where the provider cannot do it, `/problems/aid-standing-agreed` when what you
/// agreed to covers it.
#[utoipa::path(post, path = "/aid/standing-gifts/{id}/agreement", tag = "aid",
    params(("id" = String, Path, description = "The gift's id")),
    responses((status = 201, description = "The agreement, begun", body = AgreeJson),
        (status = 409, description = "It cannot be agreed to", body = Problem, content_type = "application/problem+json")))]
async fn agree_json(cx: Cx, Path(id): Path<Id>) -> Answer {
    let call = cx.call("aid.standing-agreement", b"")?;
    let account = cx.actor()?.account;
    let (made, at) = agree(&cx, call, id).await?;
    let mandate =
        cx.read(move |tx| qianmo_payments::mandate::find(tx, account, made)?.ok_or_else(|| Refused::not_found().into())).await?;
    let agree_at = match at {
        SetUp::Redirect { to, .. } => Some(to),
        SetUp::Known(_) => None,
    };
    let answer = AgreeJson { agreement: AgreementJson::from(&mandate), agree_at };
    cx.created(&format!("/api/v1/aid/standing-gifts/{id}"), &answer)
}

/// Take the agreement back.
///
/// Nothing is charged by it from now on; you pay by hand. What was not charged yet is given back.
#[utoipa::path(delete, path = "/aid/standing-gifts/{id}/agreement", tag = "aid",
    params(("id" = String, Path, description = "The gift's id")),
    responses((status = 200, description = "The standing gift as it is now", body = StandingGiftJson)))]
async fn revoke_json(cx: Cx, Path(id): Path<Id>) -> Answer {
    let actor = cx.actor_owned()?;
    cx.write(move |tx| mandate::revoke(tx, &actor, id)).await?;
    told(&cx, id).await
}
