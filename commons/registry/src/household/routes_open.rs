//! Opening a household over HTTP, its card, and who states to be close to it.

use super::open;
use super::page::{self, CardPage, CardPrintPage, OpenPage, TaskPage};
use super::routes::unstored;
use super::store;
use crate::looks::Purpose;
use crate::permit;
use crate::words::{Status, Tie};
use crate::{card, link, own};
use qianmo_kernel::{Actor, Fail, Id, Locale, PlacePath, PublicRef, Refused, Res, Role};
use qianmo_places as places;
use qianmo_web::{Answer, Cx, Form, FormView, Path, Query, RawForm, see_other};
use serde::Deserialize;

/// What a household is opened for, as a link says it: codes, never words.
#[derive(Debug, Default, Deserialize)]
pub struct TaskQuery {
    task: Option<String>,
    about: Option<PublicRef>,
}

/// `GET /households/{reference}`: masked, until it is said what for. A link may say it by a code (`?task=review`) and name
/// the request at hand (`&about=REF`).
pub async fn show(cx: Cx, Path(household): Path<PublicRef>, Query(query): Query<TaskQuery>) -> Answer {
    if cx.actor()?.household == Some(household) {
        return Ok(see_other("/my-household"));
    }
    let Some(task) = query.task.filter(|task| !task.trim().is_empty()) else {
        return task_page(&cx, household, FormView::empty(&cx), 200).await;
    };
    let purpose = Purpose::coded(&task, query.about);
    opened(&cx, household, purpose, RawForm(vec![("task".to_owned(), task)])).await
}

/// `POST /households/{reference}/look`: opens it for a task with words. By POST, so that the words are in no address and no
/// log; the household's page is the answer.
pub async fn look(cx: Cx, Path(household): Path<PublicRef>, Form(form): Form) -> Answer {
    let said = |name: &str| form.get(name).unwrap_or_default();
    let purpose = Purpose::said(said("task"), said("words"));
    opened(&cx, household, purpose, form).await
}

/// The household's page, or the question what for once more with what was typed.
async fn opened(cx: &Cx, household: PublicRef, purpose: Res<Purpose>, typed: RawForm) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let opened = match purpose {
        Ok(purpose) => {
            cx.write(move |tx| {
                let opened = open::open_for(tx, &actor, household, &purpose)?;
                let who = open::masked(tx, household, locale)?;
                let place = places::whole_name(tx, &opened.path, locale)?;
                let may =
                    (actor.may(&permit::EDIT, &opened.path), helps(&actor, &opened.path), actor.may(&permit::LOOKS, &opened.path));
                let corrections = own::list_open(tx, household)?;
                let ties = link::lines(tx, &actor, &opened.path, household)?;
                Ok((opened, who, place, purpose.clone(), may, corrections, ties))
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match opened {
        Ok((h, who, place, purpose, (may_edit, may_ask, may_see_looks), corrections, ties)) => {
            let v = cx.view();
            let task = purpose.in_words(&v);
            let body = OpenPage { v, who, h, place, task, corrections, ties, may_edit, may_ask, may_see_looks };
            unstored(cx.page("registry-open-title", &body))
        }
        Err(Fail::Refused(refused)) if !refused.fields.is_empty() => {
            task_page(cx, household, FormView::failed(cx, &typed, &refused), 422).await
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
    let (who, (status_of, merged_into), (close, asked, said), may_ask, may_see_looks) = cx
        .read(move |tx| {
            let row = store::require(tx, household)?;
            permit::require(&actor, &permit::OPEN, &row.path)?;
            let close = link::is_member_or_relative(tx, actor.account, household)?;
            let asked = !close && link::is_asked(tx, actor.account, household)?;
            let said = link::own_lines(tx, &actor, &row.path, household)?;
            let may_see_looks = actor.may(&permit::LOOKS, &row.path);
            // Nobody tells of a need of a household that is not registered: it would be refused.
            let may_ask = row.status == Status::Registered && helps(&actor, &row.path);
            let stands = (row.status, row.merged_into);
            Ok((open::masked(tx, household, locale)?, stands, (close, asked, said), may_ask, may_see_looks))
        })
        .await?;
    let v = cx.view();
    let (tasks, ties) = (page::tasks(&v), page::ties(&v));
    let status = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    let gone = matches!(status_of, Status::Erased | Status::Merged);
    let body =
        TaskPage { v, f, who, gone, status: status_of, merged_into, tasks, ties, said, close, asked, may_ask, may_see_looks };
    cx.page_status(status, "registry-open-title", &body)
}

/// `POST /households/{reference}/ties`: somebody who works here states that they are related.
pub async fn state_tie(cx: Cx, Path(household): Path<PublicRef>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let tie = form.get("tie").and_then(Tie::from_name).filter(|t| !matches!(t, Tie::Own));
    let Some(tie) = tie else { return Err(Refused::field("tie", "registry-choice-unknown").into()) };
    cx.write(move |tx| {
        let brief = open::standing(tx, household)?;
        permit::require(&actor, &permit::OPEN, &brief.path)?;
        link::state(tx, &actor, household, actor.account, tie)
    })
    .await?;
    Ok(cx.see_other_saying(&format!("/households/{household}"), "registry-tie-stated"))
}

/// `POST /households/{reference}/ties/{tie}/end`: an officer ends what somebody stated; whoever stated it of themselves asks for that.
pub async fn end_tie(cx: Cx, Path((household, tie)): Path<(PublicRef, Id)>) -> Answer {
    let actor = cx.actor_owned()?;
    let ended = cx.write(move |tx| link::end(tx, &actor, household, tie)).await?;
    Ok(cx.see_other_saying(&format!("/households/{household}"), ended.said()))
}

/// `POST /households/{reference}/ties/{tie}/agreement`: an officer agrees to what was stated of somebody else.
pub async fn agree_tie(cx: Cx, Path((household, tie)): Path<(PublicRef, Id)>) -> Answer {
    let actor = cx.actor_owned()?;
    cx.write(move |tx| link::agree(tx, &actor, household, tie)).await?;
    Ok(cx.see_other_saying(&format!("/households/{household}"), "registry-tie-agreed"))
}

/// `GET /households/{reference}/card`
pub async fn card_page(cx: Cx, Path(household): Path<PublicRef>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let (who, language) = cx
        .read(move |tx| {
            let (row, _) = card::may_issue(tx, &actor, household)?;
            Ok((open::masked(tx, household, locale)?, card::language(&row, locale)))
        })
        .await?;
    let f = FormView::with(&cx, [("language", language.tag())]);
    cx.page("registry-card-title", &CardPage { v: cx.view(), f, who, languages: page::locales() })
}

/// `POST /households/{reference}/card`: makes it and shows it once.
pub async fn card_issue(cx: Cx, Path(household): Path<PublicRef>, Form(form): Form) -> Answer {
    let (actor, printer) = (cx.actor_owned()?, cx.locale);
    let chosen = Locale::ALL.into_iter().find(|locale| form.get("language") == Some(locale.tag()));
    let (card, language) = cx
        .write(move |tx| {
            let (row, _) = card::may_issue(tx, &actor, household)?;
            let language = chosen.unwrap_or_else(|| card::language(&row, printer));
            Ok((card::issue(tx, &actor, household, language)?, language))
        })
        .await?;
    let address = cx.app.config.base_url.split("://").last().unwrap_or_default().to_owned();
    // What is handed over speaks to the household, and what stands around it to whoever prints it.
    let mut c = cx.view();
    c.locale = language;
    let body = CardPrintPage { v: cx.view(), c, household, card, address };
    unstored(cx.page("registry-card-title", &body))
}
