//! A slate over HTTP.

use super::page::WhyPage;
use super::{MOST, of};
use crate::board::{self, Shown, why};
use crate::pledge::GIVE;
use crate::request::{RequestJson, require_shown};
use qianmo_web::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::GET, "/requests/{reference}/why", Access::Permit(&GIVE), why_page)
        .api(Access::Permit(&GIVE), routes!(slate_json))
        .api(Access::Permit(&GIVE), routes!(why_json))
}

async fn why_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let (request, found) = cx
        .read(move |tx| {
            let request = require_shown(tx, reference, locale)?;
            if !request.state.is_public() {
                return Err(Refused::not_found().into());
            }
            Ok((request, board::last_shown(tx, actor.account, reference)?))
        })
        .await?;
    cx.page("aid-why-title", &WhyPage::new(cx.view(), &request, found))
}

/// Why a request was shown.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct ReasonJson {
    /// It is of a purpose that you care for.
    purpose: bool,
    /// It lies in the place that you care for.
    place: bool,
    /// A gift of the usual size completes it.
    near_sum: bool,
    /// It stops asking soon.
    ends_soon: bool,
    /// Its area, or a group that it belongs to, is helped less than the others.
    lifted: bool,
}

impl From<&Shown> for ReasonJson {
    fn from(shown: &Shown) -> Self {
        ReasonJson {
            purpose: shown.matched & 1 != 0,
            place: shown.matched & 2 != 0,
            near_sum: shown.why & why::NEAR_SUM != 0,
            ends_soon: shown.why & why::ENDS_SOON != 0,
            lifted: shown.why & why::LIFTED != 0,
        }
    }
}

/// A request of your slate.
#[derive(Serialize, ToSchema)]
struct MineJson {
    /// The request.
    request: RequestJson,
    /// Why it is here; null where you see the newest first.
    why: Option<ReasonJson>,
}

/// Your slate.
#[derive(Serialize, ToSchema)]
struct SlateJson {
    /// The newest first, as you chose; false: your own order.
    newest_first: bool,
    /// Best first, at most 20. The same for half an hour, less what no longer asks.
    items: Vec<MineJson>,
    /// Always null.
    next: Option<String>,
}

/// Requests in your own order, with the reasons.
#[utoipa::path(get, path = "/aid/slate", tag = "aid",
    responses((status = 200, description = "Your slate", body = SlateJson)))]
async fn slate_json(cx: Cx) -> Answer {
    let actor = cx.actor_owned()?;
    let slate = of(&cx, &actor, MOST).await?;
    let wanted: Vec<PublicRef> = slate.items.iter().map(|mine| mine.request.reference).collect();
    let all = cx.read(move |tx| crate::find::parts_by(tx, &wanted)).await?;
    let items = slate.items.iter().zip(&all).map(|(mine, parts)| MineJson {
        request: RequestJson::new(&cx, &mine.request, parts, mine.request.is_open_to(&actor)),
        why: (!slate.newest_first).then(|| ReasonJson::from(&mine.shown)),
    });
    cx.json(&SlateJson { newest_first: slate.newest_first, items: items.collect(), next: None })
}

/// When and why a request was shown to you.
#[derive(Serialize, ToSchema)]
struct WhyJson {
    /// When it was shown last, in the last 30 days; null: it was not, or you wish nothing to be kept.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Millis>,
    /// Why; null likewise.
    why: Option<ReasonJson>,
}

/// Why a request was shown to you.
#[utoipa::path(get, path = "/aid/requests/{ref}/why", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference")),
    responses((status = 200, description = "When and why", body = WhyJson)))]
async fn why_json(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    let found = cx
        .read(move |tx| {
            let request = crate::request::require(tx, reference)?;
            if !request.state.is_public() {
                return Err(Refused::not_found().into());
            }
            board::last_shown(tx, actor.account, reference)
        })
        .await?;
    let json = WhyJson { at: found.as_ref().map(|(at, _)| *at), why: found.as_ref().map(|(_, shown)| ReasonJson::from(shown)) };
    cx.json(&json)
}
