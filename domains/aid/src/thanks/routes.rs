//! Telling over HTTP.

use super::command::{self, PostKind};
use super::json::{NewPostJson, PostJson};
use super::page::{self, TellPage};
use super::{MODERATE, TELL, form, photo, store};
use qianmo_kernel::Fail;
use qianmo_web::prelude::*;

/// Posts a minute from one account: nobody finds out a household's names by trying words.
const PER_MINUTE: u32 = 20;

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    let permit = Access::Permit(&TELL);
    module
        .page(Method::GET, "/requests/{reference}/thanks", permit, thanks_page)
        .page(Method::POST, "/requests/{reference}/thanks", permit, thanks_form)
        .page(Method::GET, "/requests/{reference}/updates", permit, update_page)
        .page(Method::POST, "/requests/{reference}/updates", permit, update_form)
        .page(Method::GET, "/requests/{reference}/story", permit, story_page)
        .page(Method::POST, "/requests/{reference}/story", permit, story_form)
        .page(Method::POST, "/posts/{reference}/consent", permit, consent_form)
        .page(Method::POST, "/posts/{reference}/decision", Access::Permit(&MODERATE), decide_form)
        .api_idempotent(permit, routes!(thanks_json))
        .api_idempotent(permit, routes!(update_json))
}

async fn thanks_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    show(cx, reference, PostKind::Thanks).await
}

async fn update_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    show(cx, reference, PostKind::Update).await
}

async fn story_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    show(cx, reference, PostKind::Story).await
}

async fn thanks_form(cx: Cx, Path(reference): Path<PublicRef>, upload: Upload) -> Answer {
    tell(cx, reference, PostKind::Thanks, upload).await
}

async fn update_form(cx: Cx, Path(reference): Path<PublicRef>, upload: Upload) -> Answer {
    tell(cx, reference, PostKind::Update, upload).await
}

async fn story_form(cx: Cx, Path(reference): Path<PublicRef>, upload: Upload) -> Answer {
    tell(cx, reference, PostKind::Story, upload).await
}

/// The stories that this actor's own household decides on, for a request that they may tell of.
async fn stories(cx: &Cx, reference: PublicRef, kind: PostKind) -> Res<Vec<store::Post>> {
    let actor = cx.actor_owned()?;
    cx.read(move |tx| {
        let request = crate::request::require(tx, reference)?;
        let household = actor.household == Some(request.household);
        if request.opened_at.is_none() {
            return Err(Refused::not_found().into());
        }
        if !(household || request.is_written_by(&actor)) {
            return Err(Refused::forbidden().into());
        }
        command::told(&request)?;
        if household && kind == PostKind::Story { page::own_stories(tx, reference) } else { Ok(Vec::new()) }
    })
    .await
}

async fn show(cx: Cx, reference: PublicRef, kind: PostKind) -> Answer {
    let stories = stories(&cx, reference, kind).await?;
    let form = FormView::empty(&cx);
    cx.page(page::title_of(kind), &TellPage::new(&cx, form, reference, kind, stories))
}

async fn tell(cx: Cx, reference: PublicRef, kind: PostKind, upload: Upload) -> Answer {
    let actor = cx.actor_owned()?;
    cx.limit("aid.post", &actor.account.to_string(), PER_MINUTE)?;
    let stories = stories(&cx, reference, kind).await?;
    let raw = upload.form.clone();
    let with_photo = upload.file("photo").is_some();
    let call = cx.call("aid.post", &crate::request::form_bytes(&raw))?;
    // The files are written before the unit of work begins; the row that names them is written in it.
    let told = match photo::keep(&cx, &upload, reference.county).await.and_then(|kept| form::read(&raw, kind, kept)) {
        Ok(new) => {
            cx.write(move |tx| {
                let made = call.once(tx, reference.county, |tx| command::post(tx, &actor, reference, &new).map(|p| p.reference))?;
                store::require(tx, made)
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match told {
        Ok(post) => {
            let said = match (post.waits(), with_photo) {
                (true, _) => "aid-post-waits",
                (false, true) => "aid-post-told-photo",
                (false, false) => "aid-post-told",
            };
            Ok(cx.see_other_saying(&format!("/requests/{reference}"), said))
        }
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let status = status_again(&refused);
            let form = FormView::failed(&cx, &raw, &refused);
            cx.page_status(status, page::title_of(kind), &TellPage::new(&cx, form, reference, kind, stories))
        }
        Err(other) => Err(other.into()),
    }
}

async fn consent_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let agreed = raw.get("agree") == Some("1");
    let post = cx.write(move |tx| command::consent(tx, &actor, reference, agreed)).await?;
    Ok(cx.see_other_saying(&format!("/requests/{}", PublicRef::new(reference.county, post.request)), "aid-story-decided"))
}

async fn decide_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let show = match raw.get("show") {
        Some("1") => true,
        Some("0") => false,
        _ => return Err(Refused::field("show", "aid-choose").into()),
    };
    let post = cx.write(move |tx| command::moderate(tx, &actor, reference, show)).await?;
    let said = if show { "aid-post-back" } else { "aid-post-off" };
    Ok(cx.see_other_saying(&format!("/requests/{}", PublicRef::new(reference.county, post.request)), said))
}

async fn post_json(cx: Cx, reference: PublicRef, kind: PostKind, said: Body<NewPostJson>) -> Answer {
    let actor = cx.actor_owned()?;
    cx.limit("aid.post", &actor.account.to_string(), PER_MINUTE)?;
    let call = cx.call(kind.label(), &said.bytes)?;
    let new = said.value.read(kind)?;
    let post = cx
        .write(move |tx| {
            let made = call.once(tx, reference.county, |tx| command::post(tx, &actor, reference, &new).map(|p| p.reference))?;
            store::require(tx, made)
        })
        .await?;
    cx.created(&format!("/api/v1/aid/requests/{reference}"), &PostJson::from(&post))
}

/// Thank those who gave.
///
/// By the household or the publisher, once something was paid or sent.
#[utoipa::path(post, path = "/aid/requests/{ref}/thanks", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference")), request_body = NewPostJson,
    responses((status = 201, description = "The thanks", body = PostJson),
        (status = 429, description = "Too often", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
async fn thanks_json(cx: Cx, Path(reference): Path<PublicRef>, said: Body<NewPostJson>) -> Answer {
    post_json(cx, reference, PostKind::Thanks, said).await
}

/// Tell how things go on.
///
/// By the household or the publisher.
#[utoipa::path(post, path = "/aid/requests/{ref}/updates", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference")), request_body = NewPostJson,
    responses((status = 201, description = "The update", body = PostJson),
        (status = 429, description = "Too often", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
async fn update_json(cx: Cx, Path(reference): Path<PublicRef>, said: Body<NewPostJson>) -> Answer {
    post_json(cx, reference, PostKind::Update, said).await
}
