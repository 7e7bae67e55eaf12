//! Changing a household over HTTP.

use super::command;
use super::form::{self, Options};
use super::open;
use super::page::EditPage;
use super::routes::{for_form, unstored, version_in};
use crate::check;
use crate::own;
use crate::permit;
use qianmo_kernel::{Fail, Id, PublicRef, Refused};
use qianmo_places as places;
use qianmo_web::{Answer, Cx, Form, FormView, Path, RawForm, shown_again, status_again};

/// `GET /households/{reference}/edit`: opens it for a correction, which is logged as a look.
pub async fn edit(cx: Cx, Path(household): Path<PublicRef>) -> Answer {
    edit_page(&cx, household, None, None).await
}

async fn edit_page(cx: &Cx, household: PublicRef, failed: Option<(RawForm, Refused)>, other: Option<(RawForm, Refused)>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let (h, who, may_close) = cx
        .write(move |tx| {
            let at = open::standing(tx, household)?.path;
            actor.require(&permit::EDIT, &at)?;
            let opened = open::look(tx, &actor, household, "correction")?;
            Ok((opened, open::masked(tx, household, locale)?, actor.may(&permit::CLOSE, &at)))
        })
        .await?;
    let status = failed.as_ref().or(other.as_ref()).map_or(axum::http::StatusCode::OK, |(_, refused)| status_again(refused));
    let f = match &failed {
        Some((raw, refused)) => FormView::failed(cx, raw, refused),
        None => {
            let cause = |at: usize| h.causes.get(at).map_or("", |c| c.name()).to_owned();
            let values = [
                ("version", h.version.to_string()),
                ("address", h.address.clone()),
                ("phone", h.phone.clone()),
                ("language", if h.language == "und" { String::new() } else { h.language.clone() }),
                ("cause_main", cause(0)),
                ("cause_second", cause(1)),
                ("cause_third", cause(2)),
            ];
            FormView::with(cx, values)
        }
    };
    let other = other.map_or_else(|| FormView::empty(cx), |(raw, refused)| FormView::failed(cx, &raw, &refused));
    let v = cx.view();
    let o = Options::new(&v).with_language(f.value("language"));
    unstored(cx.page_status(status, "registry-edit-title", &EditPage { v, f, other, who, h, o, may_close }))
}

/// `POST /households/{reference}/edit`
pub async fn save(cx: Cx, Path(household): Path<PublicRef>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let seen = version_in(&form);
    let done = match check::change(&form::change(&form)) {
        Ok(change) => {
            cx.write(move |tx| {
                let at = open::standing(tx, household)?.path;
                actor.require(&permit::EDIT, &at)?;
                command::change(tx, &actor, household, seen, &change)
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(_) => Ok(cx.see_other_saying(&format!("/households/{household}/edit"), "registry-saved")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            edit_page(&cx, household, Some((form, for_form(*refused))), None).await
        }
        Err(fail) => Err(fail.into()),
    }
}

/// `POST /households/{reference}/status`: moved, left, merged or forgotten.
pub async fn status(cx: Cx, Path(household): Path<PublicRef>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let seen = version_in(&form);
    let asked = form.get("do").unwrap_or_default().to_owned();
    let to = qianmo_kernel::text::tidy(form.get("place").unwrap_or_default());
    let into = form.get("into").unwrap_or_default().trim().parse::<PublicRef>().ok();
    let done = cx
        .write(move |tx| match asked.as_str() {
            "move" => {
                let place = places::by_id_or_code(tx, &to).map_err(|_| Refused::field("place", "registry-import-place-unknown"))?;
                command::relocate(tx, &actor, household, seen, place.id).map(|_| "registry-moved")
            }
            "leave" => command::leave(tx, &actor, household, seen).map(|_| "registry-left"),
            "merge" => match into {
                Some(into) => command::merge(tx, &actor, household, seen, into).map(|_| "registry-merged"),
                None => Err(Refused::field("into", "registry-merge-wrong").into()),
            },
            "erase" => command::erase(tx, &actor, household, seen).map(|how| match how {
                command::Erasing::Proposed => "registry-erase-proposed",
                command::Erasing::Done => "registry-forgotten",
            }),
            _ => Err(Refused::field("do", "registry-choice-unknown").into()),
        })
        .await;
    match done {
        Ok(said) => Ok(cx.see_other_saying("/households", said)),
        Err(Fail::Refused(refused)) if shown_again(&refused) => edit_page(&cx, household, None, Some((form, *refused))).await,
        Err(fail) => Err(fail.into()),
    }
}

/// `POST /households/{reference}/corrections/{correction}`: what the household asked for is done.
pub async fn correction_done(cx: Cx, Path((household, correction)): Path<(PublicRef, Id)>) -> Answer {
    let actor = cx.actor_owned()?;
    cx.write(move |tx| own::done(tx, &actor, household, correction)).await?;
    Ok(cx.see_other_saying(&format!("/households/{household}"), "registry-correction-done"))
}
