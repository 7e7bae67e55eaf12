//! A payout that did not arrive: found by an officer who had no hand in it, sought at the provider, and in the end paid out anew.
//!
//! While it is missing every gift keeps its share held: the money is neither with the household nor free. It becomes free again when the
//! payments say that the amount stands in custody ([`back`]): because the provider said so, or because another officer than the finder
//! shows it ([`recover`]). Then a new payout can be prepared; if the request has ended meanwhile, the money goes back to its donors. The
//! household may still say that it arrived after all ([`turned_up`]).

use super::card::own_card;
use super::command::{give_up, goes_on, passes};
use super::refund::standing;
use super::store::{self, Payout};
use super::{PAY, Recovery};
use crate::lifecycle::{PayoutEvent, PayoutState, PledgeEvent, PledgeState, next, next_pledge};
use crate::pledge;
use crate::pledge::room::{self, Shift};
use crate::request::story::{Shown, tell};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Error, Id, Kind, PublicRef, Refused, Res};
use qianmo_payments::{Order, Way};

/// Refuses whoever prepared or approved a payout (409 `aid-dispute-own-payout`), whoever registered the household (409
/// `aid-payout-conflict`), and whoever has a hand in the account that it or the next one goes to (409 `aid-payout-card-changed`): they do
/// not say what became of it.
pub(crate) fn no_hand(tx: &mut Tx<'_>, actor: &Actor, payout: &Payout) -> Res<()> {
    if actor.account != Id::NONE && [payout.prepared_by, payout.decided_by].contains(&actor.account) {
        return Err(Refused::new(Kind::Conflict, "aid-dispute-own-payout").into());
    }
    let ground = pledge::ground_of(tx, payout.county, payout.part)?;
    if qianmo_registry::registered_by(tx, ground.household)? == Some(actor.account) {
        return Err(Refused::new(Kind::Conflict, "aid-payout-conflict").into());
    }
    own_card(tx, actor.account, ground.household)
}

/// Refuses (409 `aid-payout-sought`) for whoever found a payout of this request missing, or stated that its money is back: what they freed by
/// their word others pay out. Else two officers could free money that is not there, and pay it to whom they like.
pub(super) fn unsought(tx: &mut Tx<'_>, account: Id, request: PublicRef) -> Res<()> {
    if account == Id::NONE {
        return Ok(());
    }
    for payout in store::of_request(tx, request)? {
        let stated_by = known(tx, &payout)?.map_or(Id::NONE, |missing| missing.stated_by);
        if [payout.found_by, stated_by].contains(&account) {
            return Err(Refused::new(Kind::Conflict, "aid-payout-sought").into());
        }
    }
    Ok(())
}

/// An officer found that a disputed payout did not arrive; that they may is the dispute's to know. What was given counts as there no more.
pub(crate) fn find_missing(tx: &mut Tx<'_>, actor: &Actor, mut payout: Payout) -> Res<()> {
    payout.state = next(payout.state, PayoutEvent::FindMissing)?;
    payout.found_by = actor.account;
    payout.found_at = Some(tx.now());
    store::save(tx, &mut payout)?;
    for (id, share) in store::shares_of(tx, payout.reference())? {
        let mut pledge = pledge::require(tx, PublicRef::new(payout.county, id))?;
        pledge.paid_out_minor -= share;
        pledge.held_minor += share;
        if pledge.state == PledgeState::PaidOut {
            pledge.state = next_pledge(pledge.gift, pledge.state, PledgeEvent::LosePayout)?;
            pledge.delivered_at = None;
        }
        pledge::save(tx, &mut pledge)?;
    }
    tell(tx, payout.request_ref(), "payout-missing", "officer", &[], Shown::Everyone)?;
    let mut ground = pledge::ground_of(tx, payout.county, payout.part)?;
    room::shift(tx, &mut ground, Shift { delivered: -payout.amount_minor, ..Shift::default() })?;
    let mut order = order_of(tx, &payout)?;
    if qianmo_payments::miss(tx, &mut order, payout.request)? {
        back(tx, payout.reference(), Way::Provider)?;
    }
    Ok(())
}

/// The amount of a missing payout stands in custody again, and the books are posted: its gifts' shares are free. Said twice, it is done once.
pub(crate) fn back(tx: &mut Tx<'_>, reference: PublicRef, way: Way) -> Res<()> {
    let mut payout = store::require(tx, reference)?;
    if payout.state == PayoutState::Failed {
        return Ok(());
    }
    let officer = payout.decided_by;
    tell(tx, payout.request_ref(), "payout-back", "system", &[], Shown::Everyone)?;
    give_up(tx, &mut payout, PayoutEvent::ComeBack, officer, way.name())
}

/// An officer states with evidence that the amount of a missing payout stands in custody again; or, of one whose amount the county had
/// replaced, that its provider gave it back in the end: that is the county's own then, and nothing becomes of the payout.
///
/// # Errors
/// 403 elsewhere, and as in disputes for writers, relatives and helpers there; 409 `aid-dispute-own-payout` for whoever prepared or
/// approved it, `aid-payout-conflict` for whoever registered the household, `aid-payout-card-changed` for whoever has a hand in its bank
/// card, `aid-payout-found-by` for whoever found it
/// missing, `aid-payout-replaced-by` for whoever stated that it was replaced, `aid-state-not-now` when it is neither missing nor owed.
pub fn recover(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, said: &Recovery) -> Res<Payout> {
    let payout = store::require(tx, reference)?;
    may_recover(tx, actor, &payout)?;
    if said.way == Way::Returned
        && let Some(stated_by) = replaced_by(tx, &payout)?
    {
        if actor.account == stated_by {
            return Err(Refused::new(Kind::Conflict, "aid-payout-replaced-by").into());
        }
        let mut order = order_of(tx, &payout)?;
        qianmo_payments::repaid(tx, actor, &mut order, &said.evidence)?;
        return store::require(tx, reference);
    }
    next(payout.state, PayoutEvent::ComeBack)?;
    let mut order = order_of(tx, &payout)?;
    qianmo_payments::recover(tx, actor, &mut order, said.way, &said.evidence)?;
    back(tx, reference, said.way)?;
    store::require(tx, reference)
}

/// Who stated that the county replaced this payout's money, while its provider still owes it; `None`: nothing is owed.
pub(super) fn replaced_by(tx: &mut Tx<'_>, payout: &Payout) -> Res<Option<Id>> {
    let owed = known(tx, payout)?.filter(|missing| missing.way == Some(Way::Replaced) && missing.claimed);
    Ok(owed.map(|missing| missing.stated_by))
}

/// What an officer is told who has just stated that a payout's money is back: what follows from it.
pub(super) fn follows(tx: &mut Tx<'_>, reference: PublicRef) -> Res<&'static str> {
    let payout = store::require(tx, reference)?;
    if known(tx, &payout)?.is_some_and(|missing| missing.way == Some(Way::Replaced) && !missing.claimed) {
        return Ok("aid-payout-repaid");
    }
    let ground = pledge::ground_of(tx, payout.county, payout.part)?;
    Ok(if goes_on(&ground) { "aid-payout-recovered" } else { "aid-payout-recovered-ended" })
}

/// Refuses whoever may not state that this payout's money is back, whatever state it is in.
pub(super) fn may_recover(tx: &mut Tx<'_>, actor: &Actor, payout: &Payout) -> Res<()> {
    actor.require(&PAY, &payout.path)?;
    let request = crate::request::require(tx, payout.request_ref())?;
    if let Some(reason) = crate::review::recused(tx, actor, &request)? {
        return Err(Refused::new(Kind::Forbidden, reason).into());
    }
    no_hand(tx, actor, payout)?;
    if actor.account != Id::NONE && actor.account == payout.found_by {
        return Err(Refused::new(Kind::Conflict, "aid-payout-found-by").into());
    }
    Ok(())
}

/// Missing payouts of which this officer may state that their money is back, the oldest first; at most as many of each place as `limit` says.
pub(super) fn recoverable(tx: &mut Tx<'_>, actor: &Actor, limit: i64) -> Res<Vec<Payout>> {
    let mut found = Vec::new();
    for payout in store::missing_at(tx, actor, limit)? {
        if passes(may_recover(tx, actor, &payout))? {
            found.push(payout);
        }
    }
    Ok(found)
}

/// A missing payout arrived after all, as the household confirms: its gifts' shares are paid out again, and the books claim
/// nothing. What it counts is the confirmation's to say.
pub(crate) fn turned_up(tx: &mut Tx<'_>, payout: &Payout) -> Res<()> {
    let order = order_of(tx, payout)?;
    qianmo_payments::arrived(tx, &order)?;
    for (id, share) in store::shares_of(tx, payout.reference())? {
        let mut pledge = pledge::require(tx, PublicRef::new(payout.county, id))?;
        pledge.held_minor -= share;
        pledge.paid_out_minor += share;
        standing(&mut pledge, payout.received_at)?;
        pledge::save(tx, &mut pledge)?;
    }
    Ok(())
}

/// What became of the money, for officers and auditors: how, and what shows it.
pub(super) fn known(tx: &mut Tx<'_>, payout: &Payout) -> Res<Option<qianmo_payments::Missing>> {
    if payout.found_at.is_none() {
        return Ok(None);
    }
    qianmo_payments::missing(tx, PublicRef::new(payout.county, payout.payment))
}

fn order_of(tx: &mut Tx<'_>, payout: &Payout) -> Res<Order> {
    qianmo_payments::find_order(tx, payout.county, payout.payment)?
        .ok_or_else(|| Error::new(format!("payout {} has no order", payout.reference())).into())
}
