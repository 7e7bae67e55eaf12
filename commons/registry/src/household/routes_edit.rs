//! Changing a household over HTTP.

use super::command;
use super::form::{self, Options};
use super::open;
use super::page::{self, EditPage};
use super::routes::{for_form, unstored, version_in};
use crate::check;
use crate::own;
use crate::permit;
use crate::wishes::page::CorrectionView;
use crate::words::Departure;
use axum::http::StatusCode;
use qianmo_kernel::{Fail, Id, Kind, PublicRef, Refused};
use qianmo_places as places;
use qianmo_web::{Answer, Cx, Form, FormView, Path, RawForm, shown_again, status_again};

/// `GET /households/{reference}/edit`: opens it for a correction, which is logged as a look. What the household asked for stands
/// beside the form.
pub async fn edit(cx: Cx, Path(household): Path<PublicRef>) -> Answer {
    edit_page(&cx, household, Failed::None).await
}

/// Two records that are not of one family.
const UNLIKE: &str = "registry-merge-unlike";

/// Which of the page's forms was refused.
enum Failed {
    None,
    /// What is held.
    Held(RawForm, Refused),
    /// The move and its like.
    Other(RawForm, Refused),
    /// The answer to this correction.
    Wish(Id, RawForm, Refused),
}

async fn edit_page(cx: &Cx, household: PublicRef, failed: Failed) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let ((h, phone_rests), who, may_close, corrections, erasure, (merge, left)) = cx
        .write(move |tx| {
            let at = open::standing(tx, household)?.path;
            permit::require(&actor, &permit::EDIT, &at)?;
            let opened = open::look(tx, &actor, household, "correction")?;
            let who = open::masked(tx, household, locale)?;
            let corrections = own::list_open(tx, household)?;
            let erasure = command::erasure_view(tx, &actor, household)?;
            let ends = (command::merge_view(tx, &actor, household)?, command::return_view(tx, &actor, household)?);
            let opened = (opened, command::phone_rests(tx, household)?);
            Ok((opened, who, actor.may(&permit::CLOSE, &at), corrections, erasure, ends))
        })
        .await?;
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
    let held = || FormView::with(cx, values.clone());
    let empty = || FormView::empty(cx);
    let (status, f, other, wish) = match &failed {
        Failed::None => (StatusCode::OK, held(), empty(), None),
        // Somebody changed it meanwhile: what is on record now, or the next save would write their correction away.
        Failed::Held(_, refused) if matches!(refused.kind, Kind::Changed) => {
            (status_again(refused), FormView::failed(cx, &form::raw_of(&values), refused), empty(), None)
        }
        Failed::Held(raw, refused) => (status_again(refused), FormView::failed(cx, raw, refused), empty(), None),
        Failed::Other(raw, refused) => (status_again(refused), held(), FormView::failed(cx, raw, refused), None),
        Failed::Wish(id, raw, refused) => (status_again(refused), held(), empty(), Some((*id, FormView::failed(cx, raw, refused)))),
    };
    let refused = wish.as_ref().map(|(id, form)| (*id, form));
    let corrections = corrections.into_iter().map(|wish| CorrectionView::new(wish, refused)).collect();
    let v = cx.view();
    let o = Options::new(&v).with_language(f.value("language"));
    let typed = match &failed {
        Failed::Held(raw, refused) if matches!(refused.kind, Kind::Changed) => form::typed_apart(&v, &o, raw, &f),
        _ => Vec::new(),
    };
    let departures = page::departures(&v);
    let body = EditPage { v, f, typed, other, who, h, phone_rests, o, corrections, erasure, merge, left, departures, may_close };
    unstored(cx.page_status(status, "registry-edit-title", &body))
}

/// `POST /households/{reference}/edit`
pub async fn save(cx: Cx, Path(household): Path<PublicRef>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let seen = version_in(&form);
    let done = match check::change(&form::change(&form)) {
        Ok(change) => {
            cx.write(move |tx| {
                let at = open::standing(tx, household)?.path;
                permit::require(&actor, &permit::EDIT, &at)?;
                command::change_saying(tx, &actor, household, seen, &change)
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(said) => Ok(cx.see_other_saying(&format!("/households/{household}/edit"), said)),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            edit_page(&cx, household, Failed::Held(form, for_form(*refused))).await
        }
        Err(fail) => Err(fail.into()),
    }
}

/// `POST /households/{reference}/status`: moved, left, merged or forgotten, or not merged, or not forgotten for a reason.
pub async fn status(cx: Cx, Path(household): Path<PublicRef>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let seen = version_in(&form);
    let asked = form.get("do").unwrap_or_default().to_owned();
    let to = qianmo_kernel::text::tidy(form.get("place").unwrap_or_default());
    let reason = form.get("reason").unwrap_or_default().to_owned();
    let why = form.get("why").and_then(Departure::from_name);
    let note = form.get("note").unwrap_or_default().to_owned();
    let into = form.get("into").unwrap_or_default().trim().parse::<PublicRef>().ok();
    let done = cx
        .write(move |tx| match asked.as_str() {
            "move" => {
                let place = places::by_id_or_code(tx, &to).map_err(|_| Refused::field("place", "registry-import-place-unknown"))?;
                command::relocate(tx, &actor, household, seen, place.id).map(|_| "registry-moved")
            }
            "leave" => command::leave(tx, &actor, household, seen, why, &note).map(|_| "registry-left"),
            "merge" => match into {
                Some(into) => command::merge(tx, &actor, household, seen, into).map(|how| match how {
                    command::Merging::Proposed => "registry-merge-proposed",
                    command::Merging::Done => "registry-merged",
                    command::Merging::Unlike => UNLIKE,
                }),
                None => Err(Refused::field("into", "registry-merge-wrong").into()),
            },
            "merge-decline" => command::decline_merge(tx, &actor, household, seen).map(|()| "registry-merge-declined"),
            "erase" => command::erase(tx, &actor, household, seen).map(|how| match how {
                command::Erasing::Proposed => "registry-erase-proposed",
                command::Erasing::Done => "registry-forgotten",
            }),
            "keep" => command::decline_erasure(tx, &actor, household, seen, &reason).map(|()| "registry-wish-declined"),
            _ => Err(Refused::field("do", "registry-choice-unknown").into()),
        })
        .await;
    // Refused only now: the looks at both records are to stay.
    let done = match done {
        Ok(UNLIKE) => Err(Fail::from(Refused::field("into", UNLIKE))),
        done => done,
    };
    match done {
        Ok(said) => {
            let next = match (said, into) {
                // It may live where the reader works no more.
                ("registry-moved", _) => "/households".to_owned(),
                ("registry-merged", Some(into)) => format!("/households/{into}"),
                ("registry-left" | "registry-forgotten", _) => format!("/households/{household}"),
                _ => format!("/households/{household}/edit"),
            };
            Ok(cx.see_other_saying(&next, said))
        }
        Err(Fail::Refused(refused)) if shown_again(&refused) => edit_page(&cx, household, Failed::Other(form, *refused)).await,
        Err(fail) => Err(fail.into()),
    }
}

/// `POST /households/{reference}/return`: one that left is registered again.
pub async fn take_in(cx: Cx, Path(household): Path<PublicRef>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let seen = version_in(&form);
    match cx.write(move |tx| command::take_in_again(tx, &actor, household, seen)).await {
        Ok(_) => Ok(cx.see_other_saying(&format!("/households/{household}/edit"), "registry-returned")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => edit_page(&cx, household, Failed::Other(form, *refused)).await,
        Err(fail) => Err(fail.into()),
    }
}

/// `POST /households/{reference}/corrections/{correction}`: what the household asked for is done, or is not for a reason.
pub async fn correction_answer(cx: Cx, Path((household, correction)): Path<(PublicRef, Id)>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let decline = form.get("do") == Some("decline");
    let reason = form.get("reason").unwrap_or_default().to_owned();
    let done = cx
        .write(move |tx| match decline {
            true => own::decline(tx, &actor, household, correction, &reason).map(|()| "registry-wish-declined"),
            false => own::done(tx, &actor, household, correction).map(|()| "registry-correction-done"),
        })
        .await;
    match done {
        Ok(said) => Ok(cx.see_other_saying(&format!("/households/{household}"), said)),
        Err(Fail::Refused(refused)) if !refused.fields.is_empty() => {
            edit_page(&cx, household, Failed::Wish(correction, form, *refused)).await
        }
        Err(fail) => Err(fail.into()),
    }
}
