//! Opening a household over HTTP, its card, and who states to be close to it.

use super::open;
use super::page::{self, CardPage, CardPrintPage, OpenPage, TaskPage};
use super::routes::unstored;
use crate::permit;
use crate::words::{Status, Tie};
use crate::{card, link, own};
use qianmo_kernel::{Actor, Fail, PlacePath, PublicRef, Refused, Role};
use qianmo_places as places;
use qianmo_web::{Answer, Cx, Form, FormView, Path, Query, RawForm, see_other};
use serde::Deserialize;

/// What a household is opened for.
#[derive(Debug, Default, Deserialize)]
pub struct TaskQuery {
    task: Option<String>,
    words: Option<String>,
}

impl TaskQuery {
    fn said(&self) -> Option<String> {
        let task = self.task.as_deref().map(str::trim).filter(|t| !t.is_empty())?;
        let words = self.words.as_deref().unwrap_or_default().trim();
        Some(if words.is_empty() { task.to_owned() } else { format!("{task}: {words}") })
    }
}

/// `GET /households/{reference}`: masked, until it is said what for.
pub async fn show(cx: Cx, Path(household): Path<PublicRef>, Query(query): Query<TaskQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    if actor.household == Some(household) {
        return Ok(see_other("/my-household"));
    }
    let Some(said) = query.said() else { return task_page(&cx, household, FormView::empty(&cx), 200).await };
    let task = said.clone();
    let locale = cx.locale;
    let opened = cx
        .write(move |tx| {
            let opened = open::look(tx, &actor, household, &task)?;
            let who = open::masked(tx, household, locale)?;
            let place = places::labels_along(tx, &opened.path, locale)?.into_iter().map(|l| l.text).collect::<Vec<_>>().join(" ");
            let may = (actor.may(&permit::EDIT, &opened.path), helps(&actor, &opened.path), actor.may(&permit::LOOKS, &opened.path));
            let mut corrections = own::list(tx, household)?;
            corrections.retain(|c| c.done_at.0 == 0);
            Ok((opened, who, place, may, corrections))
        })
        .await;
    match opened {
        Ok((h, who, place, (may_edit, may_ask, may_see_looks), corrections)) => {
            let body = OpenPage { v: cx.view(), who, h, place, task: said, corrections, may_edit, may_ask, may_see_looks };
            unstored(cx.page("registry-open-title", &body))
        }
        Err(Fail::Refused(refused)) if !refused.fields.is_empty() => {
            let typed = [("task", query.task.unwrap_or_default()), ("words", query.words.unwrap_or_default())];
            let raw = RawForm(typed.into_iter().map(|(k, v)| (k.to_owned(), v)).collect());
            task_page(&cx, household, FormView::failed(&cx, &raw, &refused), 422).await
        }
        Err(fail) => Err(fail.into()),
    }
}

/// Whether this is a helper of the place: they tell of the needs of its households.
fn helps(actor: &Actor, at: &PlacePath) -> bool {
    actor.grants.iter().any(|g| g.role == Role::Helper && g.path.covers(at))
}

async fn task_page(cx: &Cx, household: PublicRef, f: FormView, status: u16) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let (who, status_of, close, may_ask, may_see_looks) = cx
        .read(move |tx| {
            let brief = open::standing(tx, household)?;
            actor.require(&permit::OPEN, &brief.path)?;
            let close = link::is_member_or_relative(tx, actor.account, household)?;
            let may_see_looks = actor.may(&permit::LOOKS, &brief.path);
            Ok((open::masked(tx, household, locale)?, brief.status, close, helps(&actor, &brief.path), may_see_looks))
        })
        .await?;
    let v = cx.view();
    let (tasks, ties) = (page::tasks(&v), page::ties(&v));
    let status = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    let body = TaskPage { v, f, who, status: status_of, tasks, ties, close, may_ask, may_see_looks };
    cx.page_status(status, "registry-open-title", &body)
}

/// `POST /households/{reference}/ties`: somebody who works here states that they are related.
pub async fn state_tie(cx: Cx, Path(household): Path<PublicRef>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let tie = form.get("tie").and_then(Tie::from_name).filter(|t| !matches!(t, Tie::Own));
    let Some(tie) = tie else { return Err(Refused::field("tie", "registry-choice-unknown").into()) };
    cx.write(move |tx| {
        let brief = open::standing(tx, household)?;
        actor.require(&permit::OPEN, &brief.path)?;
        link::state(tx, &actor, household, actor.account, tie)
    })
    .await?;
    Ok(cx.see_other_saying(&format!("/households/{household}"), "registry-tie-stated"))
}

/// `GET /households/{reference}/card`
pub async fn card_page(cx: Cx, Path(household): Path<PublicRef>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let who = cx
        .read(move |tx| {
            let brief = open::standing(tx, household)?;
            actor.require(&permit::CARD, &brief.path)?;
            if brief.status != Status::Registered {
                return Err(Refused::new(qianmo_kernel::Kind::Conflict, "registry-not-registered").into());
            }
            open::masked(tx, household, locale)
        })
        .await?;
    cx.page("registry-card-title", &CardPage { v: cx.view(), f: FormView::empty(&cx), who })
}

/// `POST /households/{reference}/card`: makes it and shows it once.
pub async fn card_issue(cx: Cx, Path(household): Path<PublicRef>, Form(_): Form) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let card = cx.write(move |tx| card::issue(tx, &actor, household, locale)).await?;
    let address = cx.app.config.base_url.split("://").last().unwrap_or_default().to_owned();
    let body = CardPrintPage { v: cx.view(), household, card, address };
    unstored(cx.page("registry-card-title", &body))
}
