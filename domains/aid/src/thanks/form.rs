//! What was typed → a post to be told.

use super::command::{NewPost, PostKind};
use qianmo_kernel::Res;
use qianmo_media::Kept;
use qianmo_web::{RawForm, Reader};

/// Reads the form; `photo` holds the files that came with it, already kept.
pub fn read(raw: &RawForm, kind: PostKind, photo: Option<Kept>) -> Res<NewPost> {
    let mut r = Reader::form(raw);
    let body = r.text("body", 2, super::BODY_MAX);
    let alt = r.opt_text("alt", 200).unwrap_or_default();
    if photo.is_some() && alt.is_empty() {
        r.fail("alt", "aid-photo-alt-needed");
    }
    let people = r.flag("people");
    r.finish()?;
    Ok(NewPost { kind, body, photo, alt, people })
}
