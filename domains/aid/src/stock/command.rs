//! Offering, changing what is offered, and pledging from it: one unit of work each.

use super::model::{Draft, Offer, State};
use super::{STANDING_MOST, decide, fits, index, store};
use crate::pledge::{self, GIVE, NewPledge, Pledge, Quantity};
use crate::thanks::screen_giver;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Currency, Id, Kind, PublicRef, Refused, Res};

/// What is to be pledged from an offer: already read and well-formed.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Gift {
    /// The request.
    pub request: PublicRef,
    /// The part of it.
    pub part: Id,
    /// Whole items.
    pub count: i64,
}

/// What is said with all that is pledged at a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Saying {
    /// Whether the donor's name stays out of sight.
    pub anonymous: bool,
    /// Words to the families, may be empty.
    pub message: String,
}

/// Offers goods.
///
/// # Errors
/// 403 without the permission; 404 when there is no such place; 422 beside `place` for one that lies in no county, or is over; 422
/// `aid-message-personal` beside words that tell how to reach somebody; 409 `aid-offer-many` for whoever has [`STANDING_MOST`] offers that stand.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, draft: &Draft, currency: Currency) -> Res<Offer> {
    if !actor.may_somewhere(&GIVE) {
        return Err(Refused::forbidden().into());
    }
    screen(draft)?;
    let place = county(tx, draft.place)?;
    let slot = store::free_slot(tx, actor.account, STANDING_MOST)?;
    let Some(slot) = slot else {
        return Err(Refused::new(Kind::Conflict, "aid-offer-many").arg("most", STANDING_MOST).into());
    };
    let offer = Offer {
        reference: PublicRef::new(place.id, tx.new_id()),
        version: 1,
        account: actor.account,
        place: place.id,
        path: place.path,
        label: draft.label.clone(),
        kind: draft.kind.clone(),
        sizes: draft.sizes.clone(),
        details: draft.details.clone(),
        quality: draft.quality.clone(),
        weight: draft.weight,
        quantity: draft.quantity,
        rest: draft.quantity,
        unit_value_minor: draft.unit_value_minor,
        currency,
        carry_minor: draft.carry_minor,
        until_at: draft.until_at,
        state: State::Standing,
        created_at: tx.now(),
    };
    store::take_slot(tx, slot, &offer)?;
    store::insert(tx, &offer)?;
    index::put(tx, &offer)?;
    Ok(offer)
}

/// Words of an offer tell nobody how to reach anybody, as those of a pledge do not.
fn screen(draft: &Draft) -> Res<()> {
    for (field, words) in [("label", &draft.label), ("sizes", &draft.sizes), ("details", &draft.details)] {
        screen_giver(field, words)?;
    }
    Ok(())
}

/// The county around a place, which is all that is kept of where goods lie.
fn county(tx: &mut Tx<'_>, place: Id) -> Res<qianmo_places::Place> {
    let place = qianmo_places::require(tx, place)?;
    if !place.is_current() {
        return Err(Refused::field("place", "aid-offer-place-over").into());
    }
    match qianmo_places::county_of(tx, &place.path) {
        Err(qianmo_kernel::Fail::Refused(_)) => Err(Refused::field("place", "aid-offer-place-county").into()),
        found => found,
    }
}

/// The actor's own offer of that name. Somebody else's is "not found": that it exists is nobody's business.
pub fn own(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<Offer> {
    let offer = store::require(tx, reference)?;
    if offer.account != actor.account || !actor.in_scope(&GIVE) {
        return Err(Refused::not_found().into());
    }
    Ok(offer)
}

/// Refuses (412) when an offer was changed since `seen` was read.
pub fn unchanged(offer: &Offer, seen: Option<i64>) -> Result<(), Refused> {
    if seen.is_none_or(|seen| seen == offer.version) { Ok(()) } else { Err(Refused::new(Kind::Changed, "web-changed")) }
}

/// Changes what an offer says. What is pledged of it stays pledged.
///
/// # Errors
/// 404 for somebody else's; 412 when it was changed since it was read; 409 `aid-offer-withdrawn`, `aid-offer-ended` when it does not stand
/// any more; 422 beside `count` when more than that are promised; else as [`create`].
pub fn change(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, draft: &Draft, seen: Option<i64>) -> Res<Offer> {
    let before = own(tx, actor, reference)?;
    unchanged(&before, seen)?;
    decide::changeable(&before, tx.now())?;
    screen(draft)?;
    let place = county(tx, draft.place)?;
    let rest = decide::rest_of(&before, draft.quantity)?;
    let mut offer = Offer {
        place: place.id,
        path: place.path,
        label: draft.label.clone(),
        kind: draft.kind.clone(),
        sizes: draft.sizes.clone(),
        details: draft.details.clone(),
        quality: draft.quality.clone(),
        weight: draft.weight,
        quantity: draft.quantity,
        rest,
        unit_value_minor: draft.unit_value_minor,
        carry_minor: draft.carry_minor,
        until_at: draft.until_at,
        ..before
    };
    store::change(tx, &offer)?;
    offer.version += 1;
    let until = offer.until_at;
    store::keep_slot(tx, &offer, until)?;
    if offer.state == State::Standing {
        index::put(tx, &offer)?;
    }
    // What was new fitted what it said before.
    fits::seen(tx, reference)?;
    Ok(offer)
}

/// Lets an offer rest, stand again, or takes it back for good. Said twice, it is done once.
///
/// # Errors
/// 404 for somebody else's; 412 when it was changed since it was read; 409 `aid-offer-withdrawn`, `aid-offer-ended` when it does not stand
/// any more.
pub fn set_state(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, to: State, seen: Option<i64>) -> Res<Offer> {
    let mut offer = own(tx, actor, reference)?;
    unchanged(&offer, seen)?;
    let now = tx.now();
    let to = decide::moved(&offer, to, now)?;
    if to == offer.state_at(now) {
        return Ok(offer);
    }
    store::save_state(tx, &offer, to)?;
    offer.version += 1;
    offer.state = to;
    match to {
        State::Standing => index::put(tx, &offer)?,
        State::Paused => fits::forget(tx, reference)?,
        State::Withdrawn | State::Ended => {
            fits::forget(tx, reference)?;
            store::keep_slot(tx, &offer, now)?;
        }
    }
    Ok(offer)
}

/// Makes a pledge on a part from an offer, by the pledge's own command: the offer's rest goes down with it, or nothing happens at all.
///
/// # Errors
/// 404 for somebody else's offer; 409 `aid-offer-paused`, `aid-offer-withdrawn`, `aid-offer-ended` when it does not stand, `aid-offer-rest` (beside
/// `count`) when there are not that many left; and whatever [`pledge::make`] refuses.
pub fn pledge_of(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, gift: Gift, saying: &Saying) -> Res<Pledge> {
    let offer = own(tx, actor, reference)?;
    decide::stands(&offer, tx.now())?;
    // Looked at before anything is written; what others take meanwhile is caught by the counter itself.
    decide::enough(&offer, gift.count)?;
    let new = NewPledge {
        part: gift.part,
        quantity: Quantity::Count(gift.count),
        anonymous: saying.anonymous,
        message: saying.message.clone(),
    };
    let pledge = pledge::make(tx, actor, gift.request, &new)?;
    store::take(tx, reference, &pledge)?;
    Ok(pledge)
}
