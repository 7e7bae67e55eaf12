//! The desk over HTTP.

use super::page::{DeskPage, PostsPage, own_card};
use super::read;
use super::{DESK, OWN};
use crate::receipt::deliveries_for;
use crate::request::{WRITE, card, relabel, store};
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
    cx.page("aid-my-posts-title", &PostsPage::new(v, "aid-my-posts-title", cards, next))
}

async fn mine(cx: Cx) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let Some(household) = actor.household else { return Err(Refused::forbidden().into()) };
    let (requests, awaited) = cx
        .read(move |tx| {
            let mut found = store::by_household(tx, household, MINE)?;
            relabel(tx, &mut found, locale)?;
            Ok((found, deliveries_for(tx, &actor, locale)?))
        })
        .await?;
    let v = cx.view();
    let cards = requests.iter().map(|r| own_card(&v, r, &awaited)).collect();
    cx.page("aid-nav-mine", &PostsPage::new(v, "aid-nav-mine", cards, None))
}
