//! Making a pledge and taking it back: one unit of work each.

use super::store::{self, Pledge};
use super::{GIVE, GOODS_COUNTDOWN, Slots, UNSENT_FIRST, UNSENT_MOST, decide, ended, room, unpaid, unsent};
use crate::lifecycle::{Gift, PledgeEvent, PledgeState, next_pledge};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, PublicRef, Refused, Res};
use serde::{Deserialize, Serialize};

pub use decide::Quantity;

/// A pledge as it was asked for: already read and well-formed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPledge {
    /// The part of the request.
    pub part: Id,
    /// How much.
    pub quantity: Quantity,
    /// Whether the donor's name stays out of sight: of the family, and of whoever reads the request's page.
    pub anonymous: bool,
    /// Words to the family, may be empty.
    pub message: String,
}

/// What was made; kept as the answer for a repeated request.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Made {
    /// The pledge.
    pub pledge: PublicRef,
}

/// Makes a pledge on a part of `request`.
///
/// # Errors
/// 404 when the request has no such part or was never open; 410 `aid-pledge-gone` when it was and has ended; 403 without the
/// permission there; what [`decide::decide`] refuses; 409
/// `aid-pledge-over` when there is not that much left, `aid-pledge-many-open` for a donor with too many goods unsent, which says when the
/// next is taken; what [`unpaid::look`] refuses to a donor with too much money unpaid; 422
/// `aid-message-personal` when the words to the family hold
/// somebody's name or number.
pub fn make(tx: &mut Tx<'_>, actor: &Actor, request: PublicRef, new: &NewPledge) -> Res<Pledge> {
    make_in(tx, actor, request, new, Slots::ByHand)
}

/// The same for what is pledged in other slots than those of pledges by hand.
pub(crate) fn make_in(tx: &mut Tx<'_>, actor: &Actor, request: PublicRef, new: &NewPledge, slots: Slots) -> Res<Pledge> {
    make_noting(tx, actor, request, new, slots).map(|made| made.0)
}

/// The same, noting whether its donor, who has never paid, had left several unpaid before.
pub(super) fn make_noting(
    tx: &mut Tx<'_>,
    actor: &Actor,
    request: PublicRef,
    new: &NewPledge,
    which: Slots,
) -> Res<(Pledge, bool)> {
    let mut ground = store::ground(tx, request.county, new.part)?;
    if ground.request != request.id {
        return Err(Refused::not_found().into());
    }
    if !ground.state.is_public() {
        return Err(ended::refusal(tx, request)?.into());
    }
    actor.require(&GIVE, &ground.path)?;
    let now = tx.now();
    let promise = decide::decide(&ground, actor, new.quantity, now)?;
    crate::thanks::screen_giver("message", &new.message)?;
    let known = match ground.gift {
        Gift::Goods => known_donor(tx, actor.account, ground.household)?,
        Gift::Money => false,
    };
    // Refused before anything is written: what wrote has to be undone, and on SQLite with it whatever is committed together.
    let slots = match ground.gift {
        Gift::Money => Some(unpaid::look(tx, actor.account, which)?),
        Gift::Goods => None,
    };
    room::shift(tx, &mut ground, room::Shift { pledged: promise.quantity, ..Default::default() })?;
    let pledge = Pledge {
        county: request.county,
        id: tx.new_id(),
        version: 1,
        request: request.id,
        part: new.part,
        gift: ground.gift,
        donor: actor.account,
        quantity: promise.quantity,
        lost: 0,
        currency: ground.currency,
        value_minor: promise.value_minor,
        state: PledgeState::Pledged,
        received: 0,
        paid_minor: 0,
        held_minor: 0,
        paid_out_minor: 0,
        refunded_minor: 0,
        payment: Id::NONE,
        anonymous: new.anonymous,
        message: new.message.clone(),
        created_at: now,
        due_at: Some(promise.due_at),
        accepted_at: known.then_some(now),
        paid_at: None,
        sent_at: None,
        delivered_at: None,
        received_at: None,
        ended_at: None,
    };
    let idle = slots.map_or(Ok(false), |slots| unpaid::take(tx, &pledge, &slots))?;
    store::insert(tx, &pledge, &ground.path)?;
    Ok((pledge, idle))
}

/// Whether a donor of goods is accepted without being asked about: goods of theirs were confirmed for this very household, so
/// that the address is nothing new to them. What another household confirmed opens no door here.
/// Refuses whoever has promised much and sent nothing: what they hold is open to nobody else.
fn known_donor(tx: &mut Tx<'_>, donor: Id, household: PublicRef) -> Res<bool> {
    let since = tx.now() - GOODS_COUNTDOWN;
    let unsent = unsent::of(tx, donor, since)?;
    let most = if unsent.number() >= UNSENT_FIRST && store::has_given(tx, donor)? { UNSENT_MOST } else { UNSENT_FIRST };
    if unsent.number() >= most {
        return Err(unsent.refusal(most, tx.now()).into());
    }
    store::known_to(tx, donor, household)
}

/// The donor takes a pledge back, before it is paid or sent. A payment that comes in nevertheless is paid back.
///
/// # Errors
/// 404 when there is no such pledge or it is somebody else's; 409 `aid-state-not-now` when it is too late.
pub fn cancel(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<Pledge> {
    let mut pledge = own(tx, actor, reference)?;
    end(tx, &mut pledge, PledgeEvent::Cancel)?;
    Ok(pledge)
}

/// The actor's own pledge of that name. Somebody else's is "not found": that it exists is nobody's business.
pub(crate) fn own(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<Pledge> {
    let pledge = store::require(tx, reference)?;
    if pledge.donor != actor.account || !actor.in_scope(&GIVE) {
        return Err(Refused::not_found().into());
    }
    Ok(pledge)
}

/// Ends a pledge that was neither paid nor sent and gives its room back.
pub(crate) fn end(tx: &mut Tx<'_>, pledge: &mut Pledge, event: PledgeEvent) -> Res<()> {
    pledge.state = next_pledge(pledge.gift, pledge.state, event)?;
    pledge.due_at = None;
    pledge.ended_at = Some(tx.now());
    save(tx, pledge)?;
    let mut ground = store::ground(tx, pledge.county, pledge.part)?;
    room::shift(tx, &mut ground, room::Shift { pledged: -pledge.quantity, ..Default::default() })?;
    match (pledge.gift, event) {
        (Gift::Money, PledgeEvent::Cancel) => unpaid::taken_back(tx, pledge),
        (Gift::Money, PledgeEvent::Release) => unpaid::released(tx, pledge),
        // What lapses keeps its slot for as long as was written down when it was made.
        (Gift::Money, _) => Ok(()),
        (Gift::Goods, _) => crate::stock::follow(tx, pledge),
    }
}

/// Saves a pledge and brings its version up to date.
pub(crate) fn save(tx: &mut Tx<'_>, pledge: &mut Pledge) -> Res<()> {
    store::save(tx, pledge)?;
    pledge.version += 1;
    Ok(())
}

/// The part and request that a pledge stands on.
pub(crate) fn ground(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<store::Ground> {
    store::ground(tx, pledge.county, pledge.part)
}
