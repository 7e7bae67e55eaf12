//! The desk over HTTP.

use super::page::{DeskPage, PostsPage, own_card};
use super::read;
use super::{DESK, OWN};
use crate::receipt::deliveries_for;
use crate::request::{RequestJson, WRITE, card, relabel, store};
use crate::review::last_ruling;
use qianmo_web::cursor::{Listed, PageQuery};
use qianmo_web::prelude::*;
use serde::Deserialize;

/// Posts on a page.
const PAGE: usize = 20;
/// The most of a household's own requests that its page shows.
const MINE: usize = 60;

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::GET, "/desk", Access::Permit(&DESK), desk)
        .page(Method::GET, "/desk/posts", Access::Permit(&WRITE), posts)
        .page(Method::GET, "/my-requests", Access::Permit(&OWN), mine)
        .api(Access::Permit(&WRITE), routes!(written_json))
        .nav(NavItem { key: "aid-nav-mine", href: "/my-requests", for_roles: &[Role::Household], order: 32 })
        .nav(NavItem { key: "aid-nav-desk", href: "/desk", for_roles: &[Role::Helper, Role::Reviewer, Role::Officer], order: 25 })
}

async fn desk(cx: Cx) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let found = cx.read(move |tx| read::desk(tx, &actor, locale)).await?;
    cx.page("aid-desk-title", &DeskPage::new(cx.view(), &found))
}

#[derive(Deserialize)]
struct PostsQuery {
    cursor: Option<String>,
}

async fn posts(cx: Cx, Query(query): Query<PostsQuery>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let before: Option<Id> = query.cursor.as_deref().map(Cursor::decode).transpose()?;
    let (requests, more) = cx
        .read(move |tx| {
            let mut found = store::by_publisher(tx, actor.account, before, PAGE + 1)?;
            let more = found.len() > PAGE;
            found.truncate(PAGE);
            relabel(tx, &mut found, locale)?;
            Ok((found, more))
        })
        .await?;
    let next = more.then(|| requests.last().map(|r| Cursor::encode(&r.reference.id))).flatten();
    let v = cx.view();
    let cards = requests.iter().map(|r| card(&v, r)).collect();
    cx.page("aid-my-posts-title", &PostsPage::new(v, "aid-my-posts-title", cards, next, true))
}

/// The requests you wrote, in whatever state, the newest first.
///
/// Drafts, those in review and those that came back as well, each with what was ruled on it last. A household's own account is
/// also told of what others wrote for it.
#[utoipa::path(get, path = "/aid/requests/mine", tag = "aid", params(PageQuery),
    responses((status = 200, description = "A page of requests", body = Listed<RequestJson>)))]
async fn written_json(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let rows = usize::try_from(Cursor::limit(query.limit)?).unwrap_or(PAGE);
    let before: Option<Id> = query.cursor.as_deref().map(Cursor::decode).transpose()?;
    let (told, more) = cx
        .read(move |tx| {
            let mut found = read::written(tx, &actor, before, rows + 1)?;
            let more = found.len() > rows;
            found.truncate(rows);
            relabel(tx, &mut found, locale)?;
            let mut told = Vec::with_capacity(found.len());
            for request in found {
                let parts = store::parts(tx, request.reference)?;
                let last = last_ruling(tx, request.reference)?;
                told.push((request, parts, last));
            }
            Ok((told, more))
        })
        .await?;
    let next = more.then(|| told.last().map(|(request, ..)| Cursor::encode(&request.reference.id))).flatten();
    let items = told.into_iter().map(|(request, parts, last)| RequestJson::new(&cx, &request, &parts, true).ruled(last)).collect();
    cx.json(&Listed { items, next })
}

async fn mine(cx: Cx) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let Some(household) = actor.household else { return Err(Refused::forbidden().into()) };
    let (requests, awaited, ask) = cx
        .read(move |tx| {
            let mut found = store::by_household(tx, household, MINE)?;
            relabel(tx, &mut found, locale)?;
            // One that is not registered is refused.
            let ask = qianmo_registry::standing(tx, household)?.status == qianmo_registry::Status::Registered;
            Ok((found, deliveries_for(tx, &actor, locale)?, ask))
        })
        .await?;
    let v = cx.view();
    let cards = requests.iter().map(|r| own_card(&v, r, &awaited)).collect();
    cx.page("aid-nav-mine", &PostsPage::new(v, "aid-nav-mine", cards, None, ask))
}
