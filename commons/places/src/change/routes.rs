//! `/places/{id}/edit` and what its forms are sent to.

use super::page::EditPage;
use super::{CHANGE, command, form};
use crate::browse::Shown;
use crate::place::Place;
use crate::{browse, name, tree};
use http::StatusCode;
use qianmo_kernel::{Fail, Refused, Res};
use qianmo_web::{Answer, Cx, Form, FormView, Path, RawForm};

/// `GET /places/{id}/edit`.
pub(crate) async fn edit(cx: Cx, Path(text): Path<String>) -> Answer {
    let place = editable(&cx, &text).await?;
    show(&cx, &place, StatusCode::OK, None).await
}

/// `POST /places/{id}/name`: a new name.
pub(crate) async fn rename_form(cx: Cx, Path(text): Path<String>, Form(raw): Form) -> Answer {
    let place = editable(&cx, &text).await?;
    let (actor, id) = (cx.actor_owned()?, place.id);
    let outcome = match form::new_name(&raw) {
        Ok((seen, name)) => cx.write(move |tx| command::rename(tx, &actor, id, seen, &name)).await.map(|_| ()),
        Err(fail) => Err(fail),
    };
    done(&cx, &place, outcome, &raw, "rename").await
}

/// `POST /places/{id}/names`: a name in another language.
pub(crate) async fn name_form(cx: Cx, Path(text): Path<String>, Form(raw): Form) -> Answer {
    let place = editable(&cx, &text).await?;
    let (actor, id) = (cx.actor_owned()?, place.id);
    let outcome = match form::other_name(&raw) {
        Ok((language, name)) => cx.write(move |tx| command::set_name(tx, &actor, id, &language, &name)).await,
        Err(fail) => Err(fail),
    };
    done(&cx, &place, outcome, &raw, "other").await
}

/// `POST /places/{id}/children`: a new place under it.
pub(crate) async fn add_form(cx: Cx, Path(text): Path<String>, Form(raw): Form) -> Answer {
    let place = editable(&cx, &text).await?;
    let actor = cx.actor_owned()?;
    let outcome = match form::new_place(&raw, place.id) {
        Ok(new) => cx.write(move |tx| command::add(tx, &actor, &new)).await.map(|_| ()),
        Err(fail) => Err(fail),
    };
    done(&cx, &place, outcome, &raw, "add").await
}

/// `POST /places/{id}/successor`: another place stands for it from a day on.
pub(crate) async fn succeed_form(cx: Cx, Path(text): Path<String>, Form(raw): Form) -> Answer {
    let place = editable(&cx, &text).await?;
    let actor = cx.actor_owned()?;
    let outcome = match form::succession(&raw, place.id, cx.app.config.utc_offset_minutes) {
        Ok((new, change)) => {
            cx.write(move |tx| {
                let new = tree::by_id_or_code(tx, &new).map_err(|_| Refused::field("new", "places-succeed-unknown"))?;
                command::succeed(tx, &actor, &command::Succession { new: new.id, ..change.clone() })
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    done(&cx, &place, outcome, &raw, "succeed").await
}

/// The place, if whoever asks may change it there.
async fn editable(cx: &Cx, text: &str) -> Res<Place> {
    let text = text.to_owned();
    let place = cx.read(move |tx| tree::by_id_or_code(tx, &text)).await?;
    cx.actor()?.require(&CHANGE, &place.path)?;
    Ok(place)
}

/// Back to the place, or the editor again with what was typed.
async fn done(cx: &Cx, place: &Place, outcome: Res<()>, raw: &RawForm, which: &'static str) -> Answer {
    match outcome {
        // By its id: its code may stand for another place now.
        Ok(()) => Ok(cx.see_other_saying(&format!("/places/{}", place.id), "places-changed")),
        Err(Fail::Refused(refused)) => {
            let status = StatusCode::from_u16(refused.kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            show(cx, place, status, Some((which, FormView::failed(cx, raw, &refused)))).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn show(cx: &Cx, place: &Place, status: StatusCode, failed: Option<(&'static str, FormView)>) -> Answer {
    let (depth, id, locale) = (place.level, place.id, cx.locale);
    let (levels, label) = cx.read(move |tx| Ok((tree::levels(tx)?, name::label(tx, id, locale)?))).await?;
    let v = cx.view();
    let levels = levels
        .into_iter()
        .filter(|(level, _)| depth.is_wider_than(*level))
        .map(|(level, _)| (level.name().to_owned(), browse::level_word(&v, level)))
        .collect();
    let form = |which: &str, values: &[(&str, &str)]| match &failed {
        Some((name, view)) if *name == which => view.clone(),
        _ => FormView::with(cx, values.iter().copied()),
    };
    let page = EditPage {
        name: label.map_or_else(|| Shown::own(place, locale), |label| Shown::new(&label, locale)),
        href: place.href(),
        version: place.version,
        levels,
        rename: form("rename", &[("name", &place.name)]),
        other: form("other", &[]),
        add: form("add", &[("new_language", &place.language)]),
        succeed: form("succeed", &[]),
        v,
    };
    cx.page_status(status, "places-edit-title", &page)
}
