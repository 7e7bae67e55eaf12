//! Offers in the API.

use super::fits;
use super::json::{
    GiftsBody, OfferBody, OfferChange, OfferJson, OfferWholeJson, OffersJson, OutcomeJson, OutcomesJson, SuggestionJson,
};
use super::routes::{by, make};
use super::{Settings, command, show, store, suggest};
use crate::pledge::{GIVE, PledgeJson};
use qianmo_db::Tx;
use qianmo_web::cursor::PageQuery;
use qianmo_web::prelude::*;

/// Adds the operations.
pub(super) fn routes(module: Module) -> Module {
    module
        .api(Access::Permit(&GIVE), routes!(list_json))
        .api_idempotent(Access::Permit(&GIVE), routes!(create_json))
        .api(Access::Permit(&GIVE), routes!(show_json))
        .api(Access::Permit(&GIVE), routes!(change_json))
        .api_idempotent(Access::Permit(&GIVE), routes!(gifts_json))
}

/// An offer of one's own as the API tells of it.
fn told(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<OfferJson> {
    let offer = command::own(tx, actor, reference)?;
    let new = i64::try_from(fits::of(tx, reference)?.len()).unwrap_or(0);
    Ok(OfferJson::new(&offer, new, tx.now()))
}

/// Your offers in kind, the newest first.
///
/// Whatever became of them: those whose time is over and those taken back as well.
#[utoipa::path(get, path = "/aid/offers", tag = "aid", params(PageQuery),
    responses((status = 200, description = "Your offers", body = OffersJson)))]
async fn list_json(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    let limit = Cursor::limit(query.limit)?;
    let before = query.cursor.as_deref().map(Cursor::decode::<Id>).transpose()?;
    let mut items = cx
        .read(move |tx| {
            let offers = store::page(tx, actor.account, before, limit + 1)?;
            offers.into_iter().map(|offer| told(tx, &actor, offer.reference)).collect::<Res<Vec<_>>>()
        })
        .await?;
    let rows = usize::try_from(limit).unwrap_or(20);
    let more = items.len() > rows;
    items.truncate(rows);
    let next = if more { items.last().map(|offer| Cursor::encode(&offer.reference.id)) } else { None };
    cx.json(&OffersJson { items, next })
}

/// Offer goods.
///
/// Whole items of one sort, and in which county they lie. At most 20 offers stand for one account at a time: 409
/// `/problems/aid-offer-many`. Words that tell how to reach somebody are refused beside their field.
#[utoipa::path(post, path = "/aid/offers", tag = "aid", request_body = OfferBody,
    responses((status = 201, description = "The offer", body = OfferJson),
        (status = 404, description = "There is no such place", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
async fn create_json(cx: Cx, body: Body<OfferBody>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.offer.create", &body.bytes)?;
    let by = by(&cx);
    let draft = body.value.read(by)?;
    let offer = cx
        .write(move |tx| {
            let made =
                call.once(tx, Id::NONE, |tx| command::create(tx, &actor, &draft, by.currency).map(|offer| offer.reference))?;
            told(tx, &actor, made)
        })
        .await?;
    cx.created(&format!("/api/v1/aid/offers/{}", offer.reference), &offer)
}

/// One of your own offers, with what fits it and what was pledged of it.
///
/// Suggested are open parts that ask for such goods, the best first: how well they fit, in the order of the board, less what sending
/// them there is taken to cost. What costs more to send than it is worth comes last. `count` divides what is left among them: parts are
/// filled whole before any gets a piece.
#[utoipa::path(get, path = "/aid/offers/{ref}", tag = "aid",
    params(("ref" = String, Path, description = "The offer's reference")),
    responses((status = 200, description = "The offer", body = OfferWholeJson)))]
async fn show_json(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    let order = suggest::order(&cx.app).await?;
    let rates = Settings::of(&cx.app).shipping;
    let whole = cx
        .read(move |tx| {
            let offer = command::own(tx, &actor, reference)?;
            let suggestions = suggest::read(tx, &actor, &offer, &order, &rates)?;
            let pledges = store::pledges(tx, reference, show::PLEDGES)?;
            Ok(OfferWholeJson {
                offer: told(tx, &actor, reference)?,
                suggestions: suggestions.iter().map(|s| SuggestionJson::new(&offer, s)).collect(),
                pledges: pledges.iter().map(PledgeJson::from).collect(),
            })
        })
        .await?;
    cx.json(&whole)
}

/// Change an offer, let it rest, or take it back.
///
/// What is left out stays. `If-Match` names the version that was read. What is pledged of it stays pledged: fewer items than that are
/// refused beside `count`. What was taken back, or whose time is over, changes no more: 409 `/problems/aid-offer-withdrawn`,
/// `/problems/aid-offer-ended`.
#[utoipa::path(patch, path = "/aid/offers/{ref}", tag = "aid",
    params(("ref" = String, Path, description = "The offer's reference")), request_body = OfferChange,
    responses((status = 200, description = "The offer as changed", body = OfferJson)))]
async fn change_json(cx: Cx, Path(reference): Path<PublicRef>, body: Body<OfferChange>) -> Answer {
    let actor = cx.actor_owned()?;
    let seen = cx.require_if_match()?;
    let (by, change) = (by(&cx), body.value);
    let to = change.state()?;
    let offer = cx
        .write(move |tx| {
            let before = command::own(tx, &actor, reference)?;
            command::unchanged(&before, seen)?;
            if change.says_more() {
                let draft = change.over(&before, by)?;
                command::change(tx, &actor, reference, &draft, None)?;
            }
            if let Some(to) = to {
                command::set_state(tx, &actor, reference, to, None)?;
            }
            told(tx, &actor, reference)
        })
        .await?;
    cx.json_etag(offer.version, &offer)
}

/// Pledge from an offer on one part or several.
///
/// Each gift is a pledge of its own, with all that a pledge can be refused: what one is refused keeps none of the others back, and is told
/// with it. The same call again makes no pledge twice, and tries again what was refused. 409 as a whole when the offer does not stand:
/// `/problems/aid-offer-paused`, `/problems/aid-offer-withdrawn`, `/problems/aid-offer-ended`.
#[utoipa::path(post, path = "/aid/offers/{ref}/pledges", tag = "aid",
    params(("ref" = String, Path, description = "The offer's reference")), request_body = GiftsBody,
    responses((status = 200, description = "What became of each gift", body = OutcomesJson)))]
async fn gifts_json(cx: Cx, Path(reference): Path<PublicRef>, body: Body<GiftsBody>) -> Answer {
    let actor = cx.actor_owned()?;
    let (gifts, saying) = body.value.read()?;
    let outcomes = make(&cx, reference, &body.bytes, gifts, saying).await?;
    let offer = cx.read(move |tx| told(tx, &actor, reference)).await?;
    let gifts = outcomes.iter().map(|outcome| OutcomeJson::new(&cx, outcome)).collect();
    cx.json(&OutcomesJson { offer, gifts })
}
