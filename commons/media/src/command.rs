//! What is done with photos, each inside the caller's unit of work.

use crate::decide::{self, Access, Decision, Reader};
use crate::owner::OwnerHook;
use crate::recusal::RecusalHook;
use crate::store::{self, NewMedia, Photo, State};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Id, Kind, Millis, PlacePath, PublicRef, Refused, Res, text};
use qianmo_web::inventory;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The job that removes a photo's files.
pub const REMOVE_FILES: &str = "media.remove-files";
/// How long the files of a refused photo are kept, so that a mistaken refusal can be appealed.
const KEEP_REFUSED: i64 = 30 * Millis::DAY;

/// What [`REMOVE_FILES`] is given.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemoveFiles {
    /// Where the files lie.
    pub key: String,
}

/// Records a photo whose files are kept; it is held until a reviewer has looked, or for good when it is for staff only.
pub fn add(tx: &mut Tx<'_>, new: &NewMedia) -> Res<PublicRef> {
    let alt = text::tidy(&new.alt);
    if alt.is_empty() {
        return Err(Refused::field("alt", "media-alt-needed").into());
    }
    if text::length(&alt) > 200 {
        return Err(Refused::field("alt", "media-alt-long").into());
    }
    if new.shows_people && !new.consent {
        return Err(Refused::field("consent", "media-consent-needed").into());
    }
    let kept = &new.kept;
    let reference = kept.reference;
    let there = of(tx, reference.county, new.owner_kind, new.owner)?;
    let standing = || there.iter().filter(|p| matches!(p.state, State::Held | State::Shown));
    if standing().count() >= new.at_most {
        return Err(Refused::new(Kind::Conflict, "media-too-many").arg("most", new.at_most).into());
    }
    if standing().any(|p| p.hash == kept.hash) {
        return Err(Refused::new(Kind::Conflict, "media-same-photo").into());
    }
    let now = tx.now();
    tx.execute(
        store::INSERT,
        params![
            reference.county,
            reference.id,
            new.owner_kind,
            new.owner,
            &new.place,
            &kept.key,
            kept.width,
            kept.height,
            kept.bytes,
            &kept.hash,
            &alt,
            new.shows_people,
            new.consent,
            new.uploaded_by,
            now,
            new.staff_only
        ],
    )?;
    Ok(reference)
}

/// Whether and how this person gets a photo. Whose it is asks the [`OwnerHook`] of what it belongs to, and only where that
/// matters: a household that asks for what is held.
///
/// # Errors
/// 404 when it is none of theirs to see.
pub fn access(tx: &mut Tx<'_>, photo: &Photo, actor: Option<&Actor>) -> Res<Access> {
    let known = decide::access(photo, actor, Reader::Other);
    match actor {
        Some(actor) if known.is_err() && photo.state == State::Held && actor.household.is_some() => {
            for hook in
                inventory::iter::<OwnerHook>.into_iter().filter(|hook| hook.owner_kinds.contains(&photo.owner_kind.as_str()))
            {
                if (hook.is_own)(tx, actor, photo)? {
                    return decide::access(photo, Some(actor), Reader::Owner);
                }
            }
            known
        }
        _ => known,
    }
}

/// One photo, whatever its state.
pub fn require(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Photo> {
    store::find(tx, reference)?.ok_or_else(|| Refused::not_found().into())
}

/// The photos of one thing, oldest first, without deleted ones. Show strangers only those that are [`State::Shown`].
pub fn of(tx: &mut Tx<'_>, county: Id, owner_kind: &str, owner: Id) -> Res<Vec<Photo>> {
    tx.query(store::OF_OWNER, params![county, owner_kind, owner], store::photo)
}

/// The photos of one thing that everybody may see, oldest first.
pub fn shown(tx: &mut Tx<'_>, county: Id, owner_kind: &str, owner: Id) -> Res<Vec<Photo>> {
    let mut photos = of(tx, county, owner_kind, owner)?;
    photos.retain(|p| p.state == State::Shown);
    Ok(photos)
}

/// Which things of a kind, from one id to another, have a photo that everybody sees, or saw before it was held again: for figures.
pub fn with_photo(tx: &mut Tx<'_>, county: Id, owner_kind: &str, from: Id, to: Id) -> Res<BTreeSet<Id>> {
    Ok(tx.query(store::WITH_PHOTO, params![county, owner_kind, from, to], |row| row.id(0))?.into_iter().collect())
}

/// Photos under a place that wait for a decision, the oldest first, after the photo `after`, at most `limit`.
pub fn held(tx: &mut Tx<'_>, place: &PlacePath, after: Id, limit: i64) -> Res<Vec<Photo>> {
    let (from, to) = place.range();
    tx.query(store::HELD, params![&from, &to, after, limit], store::photo)
}

/// One photo, and those of the same thing that wait for a decision, oldest first: for somebody who decides there.
///
/// # Errors
/// 404 when it is none of theirs to decide on.
pub(crate) fn waiting_with(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<(Photo, Vec<Photo>)> {
    let one = require(tx, reference)?;
    if one.staff_only || !actor.may(&decide::REVIEW, &one.place) {
        return Err(Refused::not_found().into());
    }
    let mut photos = of(tx, reference.county, &one.owner_kind, one.owner)?;
    photos.retain(Photo::waits);
    Ok((one, photos))
}

/// How many photos wait for a decision under a place.
pub fn count_held(tx: &mut Tx<'_>, place: &PlacePath) -> Res<i64> {
    let (from, to) = place.range();
    tx.one(store::COUNT_HELD, params![&from, &to], |row| row.i64(0))
}

/// A reviewer's decision. Refused photos are kept for 30 days and then removed.
///
/// # Errors
/// As [`decide::decide`]; 403 with the reason of the [`RecusalHook`] of what the photo belongs to.
pub fn review(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, decision: Decision) -> Res<Photo> {
    let found = require(tx, reference)?;
    let state = decide::decide(&found, actor, decision)?;
    for hook in inventory::iter::<RecusalHook>.into_iter().filter(|hook| hook.owner_kinds.contains(&found.owner_kind.as_str())) {
        if let Some(reason) = (hook.recused)(tx, actor, &found)? {
            return Err(Refused::new(Kind::Forbidden, reason).into());
        }
    }
    let reason = match decision {
        Decision::Show => "",
        Decision::Refuse(reason) => reason.code(),
    };
    store::save(tx, &found, state, actor.account, reason)?;
    if state == State::Refused {
        let due = tx.now() + KEEP_REFUSED;
        tx.enqueue(REMOVE_FILES, reference.county, due, &RemoveFiles { key: found.key.clone() })?;
    }
    Ok(Photo { state, version: found.version + 1, reason: reason.to_owned(), ..found })
}

/// Takes a photo away; its files follow at once.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<()> {
    let found = require(tx, reference)?;
    if found.state == State::Deleted {
        return Ok(());
    }
    decide::may_remove(&found, actor)?;
    delete(tx, &found, actor.account)
}

/// What is shown of one thing is held again until a reviewer has looked; how many photos that were. The caller has checked
/// who asks.
pub fn hold_again(tx: &mut Tx<'_>, by: Id, county: Id, owner_kind: &str, owner: Id) -> Res<usize> {
    let photos = shown(tx, county, owner_kind, owner)?;
    for photo in &photos {
        store::save(tx, photo, State::Held, by, "")?;
    }
    Ok(photos.len())
}

/// The thing is over (`over`), or asked for again: whether its photos wait for a decision follows it. Each stays visible to whom it
/// was. The caller has checked who asks.
pub fn rest(tx: &mut Tx<'_>, county: Id, owner_kind: &str, owner: Id, over: bool) -> Res<()> {
    // Most things have no photo, and asking costs less than a change that might be of several rows.
    match tx.first(store::RESTS_OTHERWISE, params![over, county, owner_kind, owner], |row| row.i64(0))? {
        Some(_) => tx.execute(store::REST, params![over, county, owner_kind, owner]).map(drop),
        None => Ok(()),
    }
}

/// Takes away all photos of one thing, for example when a household asks to be forgotten. The caller has checked who asks.
pub fn remove_all(tx: &mut Tx<'_>, by: Id, county: Id, owner_kind: &str, owner: Id) -> Res<usize> {
    let photos = of(tx, county, owner_kind, owner)?;
    for photo in &photos {
        delete(tx, photo, by)?;
    }
    Ok(photos.len())
}

fn delete(tx: &mut Tx<'_>, found: &Photo, by: Id) -> Res<()> {
    store::save(tx, found, State::Deleted, by, "")?;
    let now = tx.now();
    tx.enqueue(REMOVE_FILES, found.reference.county, now, &RemoveFiles { key: found.key.clone() })
}

/// The thing has moved: its photos are decided on where it is now.
pub fn moved(tx: &mut Tx<'_>, county: Id, owner_kind: &str, owner: Id, to: &PlacePath) -> Res<()> {
    tx.execute(store::MOVE, params![to, county, owner_kind, owner]).map(|_| ())
}

/// Photos follow a place that ended to the one that stands for it. Doing it again changes nothing.
pub(crate) fn follow(tx: &mut Tx<'_>, moved: &qianmo_places::Moved) -> Res<()> {
    for step in moved.today(tx)? {
        let (from, to) = PlacePath::from_stored(&*step.old_path).range();
        tx.execute(store::FOLLOW, params![&step.new_path, step.old_path.len() + 1, &from, &to])?;
    }
    Ok(())
}
