//! A photo of what the first officer saw: made safe before the unit of work, recorded inside it, for staff only. Officers and reviewers of
//! the place see it on the payout's page; nobody else ever does, and nobody is asked to show it.

use super::store::Payout;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Res};
use qianmo_media::{Kept, NewMedia, Photo, Reader};

/// What media calls the owner of these photos: the payout.
const OWNER: &str = "aid-payout"; // not a message

/// Records the photo that came with a payout which was prepared in this very unit.
pub(super) fn add(tx: &mut Tx<'_>, actor: &Actor, payout: &Payout, kept: &Kept) -> Res<()> {
    let new = NewMedia {
        kept: kept.clone(),
        owner_kind: OWNER,
        owner: payout.id,
        place: payout.path.clone(),
        uploaded_by: actor.account,
        alt: payout.evidence.chars().take(200).collect(),
        shows_people: false,
        consent: false,
        at_most: 1,
        staff_only: true,
    };
    qianmo_media::add(tx, &new).map(drop)
}

/// The photos of a payout that this reader may see.
pub(super) fn seen_by(tx: &mut Tx<'_>, actor: &Actor, payout: &Payout) -> Res<Vec<Photo>> {
    let mut photos = qianmo_media::of(tx, payout.county, OWNER, payout.id)?;
    photos.retain(|p| qianmo_media::decide::access(p, Some(actor), Reader::Other).is_ok());
    Ok(photos)
}
