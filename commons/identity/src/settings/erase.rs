//! Erasing one's account: what goes, what stays, and whether something is still open.

use super::page::ErasePage;
use crate::{erasure, session, web};
use qianmo_kernel::Refused;
use qianmo_web::{Answer, Cx, Form, FormView, Reader};

async fn page(cx: &Cx, form: FormView) -> Result<ErasePage, qianmo_web::WebError> {
    let account = web::seated(cx)?.account;
    let obstacle = cx.read(move |tx| erasure::obstacle(tx, account)).await?;
    Ok(ErasePage { v: cx.view(), f: form, obstacle: obstacle.map(|key| cx.t(key)) })
}

/// What will happen.
pub(super) async fn confirm(cx: Cx) -> Answer {
    cx.page("identity-erase-title", &page(&cx, FormView::empty(&cx)).await?)
}

/// Erases.
pub(super) async fn erase(cx: Cx, Form(raw): Form) -> Answer {
    let (actor, words) = (web::seated(&cx)?, cx.app.i18n.clone());
    let mut read = Reader::form(&raw);
    if !read.flag("sure") {
        read.fail("sure", "identity-erase-sure-needed");
    }
    let erased = match read.finish() {
        Ok(()) => {
            cx.write(move |tx| {
                session::require_more_than_card(tx, &actor)?;
                web::require_strength(tx, &actor)?;
                erasure::erase(tx, &words, &actor)
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match erased {
        Ok(()) => Ok(web::without_session(&cx, cx.see_other_saying("/", "identity-erased"))),
        Err(fail) => {
            let (status, refused): (_, Refused) = web::failed_again(fail)?;
            cx.page_status(status, "identity-erase-title", &page(&cx, FormView::failed(&cx, &raw, &refused)).await?)
        }
    }
}
