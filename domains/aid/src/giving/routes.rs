//! My giving over HTTP.

use super::json::{GiftJson, GiftsJson, TotalJson};
use super::page::{self, GivingPage, ReceiptsPage};
use super::store;
use crate::pledge::GIVE;
use qianmo_web::cursor::PageQuery;
use qianmo_web::prelude::*;

/// Gifts on a page, and on a printed list.
const PAGE: i64 = 20;
const PRINT: i64 = 500;

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::GET, "/giving", Access::Permit(&GIVE), list_page)
        .page(Method::GET, "/giving/receipts", Access::Permit(&GIVE), receipts_page)
        .api(Access::Permit(&GIVE), routes!(gifts_json))
        .nav(NavItem { key: "aid-nav-giving", href: "/giving", for_roles: &[Role::Donor, Role::Partner], order: 20 })
        .nav(NavItem { key: "aid-nav-deliveries", href: "/deliveries", for_roles: crate::receipt::CONFIRM.roles, order: 40 })
        .nav(NavItem { key: "aid-nav-payouts", href: "/payouts", for_roles: crate::payout::SEE.roles, order: 50 })
        .nav(NavItem { key: "aid-nav-disputes", href: "/disputes", for_roles: &[Role::Officer], order: 51 })
}

async fn list_page(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    let before = query.cursor.as_deref().map(Cursor::decode::<Id>).transpose()?;
    let locale = cx.locale;
    let (totals, mut gifts) =
        cx.read(move |tx| Ok((store::totals(tx, actor.account)?, page::read(tx, &actor, before, PAGE + 1, locale)?))).await?;
    let shown = usize::try_from(PAGE).unwrap_or(20);
    let more = gifts.len() > shown;
    gifts.truncate(shown);
    let next = if more { gifts.last().map(|g| Cursor::encode(&g.id())) } else { None };
    cx.page("aid-giving-title", &GivingPage::new(&cx, &totals, gifts, next))
}

async fn receipts_page(cx: Cx) -> Answer {
    let actor = cx.actor_owned()?;
    let locale = cx.locale;
    let (totals, gifts) =
        cx.read(move |tx| Ok((store::totals(tx, actor.account)?, page::read(tx, &actor, None, PRINT, locale)?))).await?;
    cx.page("aid-receipts-title", &ReceiptsPage::new(&cx, &totals, gifts))
}

/// Your gifts, the newest first, with totals over all counties.
///
/// Money and goods are counted apart.
#[utoipa::path(get, path = "/aid/gifts", tag = "aid", params(PageQuery),
    responses((status = 200, description = "Your gifts", body = GiftsJson)))]
async fn gifts_json(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    let limit = Cursor::limit(query.limit)?;
    let before = query.cursor.as_deref().map(Cursor::decode::<Id>).transpose()?;
    let (totals, gifts) =
        cx.read(move |tx| Ok((store::totals(tx, actor.account)?, store::page(tx, actor.account, before, limit + 1)?))).await?;
    let rows = usize::try_from(limit).unwrap_or(20);
    let next = gifts.get(rows).and(gifts.get(rows.saturating_sub(1))).map(|g| Cursor::encode(&g.pledge.id));
    cx.json(&GiftsJson {
        items: gifts.iter().take(rows).map(GiftJson::from).collect(),
        totals: totals.iter().map(TotalJson::from).collect(),
        next,
    })
}
