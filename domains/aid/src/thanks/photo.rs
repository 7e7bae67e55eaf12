//! A photo that comes with a post or a receipt: made safe before the unit of work, recorded inside it, held until a
//! reviewer has looked.

use crate::request::Request;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Fail, Id, PublicRef, Res};
use qianmo_media::{Kept, MediaStore, NewMedia};
use qianmo_web::{Cx, Upload};

/// Photos of posts belong to the request under this name.
pub const POST: &str = "aid-post"; // not a message
/// Photos of receipts belong to the request under this name.
pub const RECEIPT: &str = "aid-receipt"; // not a message
/// Photos of one kind that a request may have.
const AT_MOST: usize = 20;

/// Makes the photo of an upload's field `photo` safe and keeps its files; `None` when there is none.
pub async fn keep(cx: &Cx, upload: &Upload, county: Id) -> Res<Option<Kept>> {
    upload.within_limit()?;
    let Some(file) = upload.file("photo") else { return Ok(None) };
    let by = cx.actor_owned()?.account;
    let store = cx.app.service::<MediaStore>()?;
    let processed = store.process(file.bytes.clone(), by).await.map_err(beside)?;
    let reference = PublicRef::new(county, cx.app.ids.make());
    let kept = store.keep(reference, &processed, cx.app.clock.now(), cx.app.rng.as_ref()).await?;
    Ok(Some(kept))
}

/// What is wrong with a photo is said beside the field it was chosen in.
pub fn beside(fail: Fail) -> Fail {
    match fail {
        Fail::Refused(refused) => refused.beside("photo").into(),
        other => other,
    }
}

/// Records a kept photo; answers its id.
pub fn add(tx: &mut Tx<'_>, kept: &Kept, kind: &'static str, request: &Request, actor: &Actor, alt: &str, people: bool) -> Res<Id> {
    let new = NewMedia {
        kept: kept.clone(),
        owner_kind: kind,
        owner: request.reference.id,
        place: request.path.clone(),
        uploaded_by: actor.account,
        alt: alt.to_owned(),
        shows_people: people,
        consent: people,
        at_most: AT_MOST,
        staff_only: false,
    };
    Ok(qianmo_media::add(tx, &new)?.id)
}
