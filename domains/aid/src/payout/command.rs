//! Preparing, approving, refusing and paying a payout: one unit of work each.

use super::card::{self, own_card};
use super::missing::unsought;
use super::refund::standing;
use super::store::{self, Payout};
use super::{PAY, Settings, account, refund, shares};
use crate::lifecycle::{Gift, PartState, PayoutEvent, PayoutState, PledgeState, next};
use crate::payment::{PAYOUT, books};
use crate::pledge::room::{self, Shift};
use crate::pledge::{self, Ground, Pledge};
use crate::request::story::{Shown, tell};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Error, Fail, Id, Kind, Money, PublicRef, Refused, Res};
use qianmo_payments::NewPayout as NewOrder;

/// A payout to be prepared: already read and well-formed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPayout {
    /// The request.
    pub request: PublicRef,
    /// The part of it.
    pub part: Id,
    /// How much; `None`: all that is in custody for the part.
    pub amount: Option<Money>,
    /// What was seen that shows the need.
    pub evidence: String,
}

/// Prepares a payout; the ledger holds the money for it. It leaves by the provider that keeps it: where gifts came by several, the one of
/// the oldest gift that is free, and what the others keep is for another payout.
///
/// # Errors
/// 404 when there is no such part; 403 elsewhere than at the officer's places; 409 `aid-payout-conflict` for its writers, whoever
/// registered the household and its relatives, `aid-payout-ruled` for whoever reviewed the request, `aid-payout-sought` for whoever
/// found a payout of it missing or stated that its money is back, `aid-payout-card-changed` for whoever has a hand in its bank card,
/// `aid-payout-card-rests` when that was changed lately, `registry-no-bank-card` when it has none to be paid to, `aid-payout-over` on
/// `amount` when less is in custody, `aid-payout-goods` for goods, `aid-state-not-now` when the request has ended or the part has failed,
/// `aid-payout-unclear` while it is not clear whether an earlier payout left.
pub fn prepare(tx: &mut Tx<'_>, actor: &Actor, new: &NewPayout, settings: Settings) -> Res<Payout> {
    let ground = pledge::ground_of(tx, new.request.county, new.part)?;
    if ground.request != new.request.id {
        return Err(Refused::not_found().into());
    }
    may_prepare(tx, actor, &ground, settings)?;
    let account_stamp = account::noted(tx, &ground)?;
    let (mut provider, mut pledges) = (String::new(), Vec::new());
    for pledge in pledge::of_request(tx, new.request)? {
        if pledge.part != new.part || pledge.state != PledgeState::Paid || pledge.free_minor() <= 0 {
            continue;
        }
        let keeper = keeper(tx, &pledge)?;
        if provider.is_empty() {
            provider.clone_from(&keeper);
        }
        if keeper == provider {
            pledges.push(pledge);
        }
    }
    let free: Vec<(Id, i64)> = pledges.iter().map(|p| (p.id, p.free_minor())).collect();
    let total: i64 = free.iter().map(|f| f.1).sum();
    let amount = new.amount.unwrap_or(Money::new(total, ground.currency));
    if amount.currency != ground.currency {
        return Err(Refused::field("amount", "aid-pledge-currency").into());
    }
    let parts = shares(&free, amount.amount_minor).ok_or_else(|| {
        let left = format!("{} {}", Money::new(total, ground.currency).to_major(), ground.currency);
        Refused::new(Kind::Conflict, "aid-payout-over").arg("left", left).beside("amount")
    })?;
    let reference = PublicRef::new(new.request.county, tx.new_id());
    let hold = books::hold_payout(tx, new.request, reference, amount, &provider)?;
    let payout = Payout {
        county: reference.county,
        id: reference.id,
        version: 1,
        request: new.request.id,
        part: new.part,
        path: ground.path.clone(),
        amount_minor: amount.amount_minor,
        currency: amount.currency,
        state: PayoutState::Prepared,
        evidence: new.evidence.clone(),
        sealed: Vec::new(),
        account_stamp,
        prepared_by: actor.account,
        prepared_at: tx.now(),
        decided_by: Id::NONE,
        decided_at: None,
        reason: String::new(),
        hold,
        payment: Id::NONE,
        paid_out_at: None,
        received_at: None,
        found_by: Id::NONE,
        found_at: None,
    };
    store::insert(tx, &payout, &parts)?;
    for mut pledge in pledges {
        if let Some((_, share)) = parts.iter().find(|(id, _)| *id == pledge.id) {
            pledge.held_minor += share;
            pledge::save(tx, &mut pledge)?;
        }
    }
    Ok(payout)
}

/// Refuses whoever may not prepare a payout of this part now, whatever they fill in, as [`prepare`] says.
pub(super) fn may_prepare(tx: &mut Tx<'_>, actor: &Actor, ground: &Ground, settings: Settings) -> Res<()> {
    allowed(tx, actor, ground)?;
    unruled(tx, actor, ground)?;
    unsought(tx, actor.account, ground.request_ref())?;
    if ground.gift != Gift::Money {
        return Err(Refused::new(Kind::Conflict, "aid-payout-goods").into());
    }
    going_on(ground, "prepare")?;
    clear(tx, ground.request_ref())?;
    card::rested(tx, ground, settings)
}

/// The same when none of these parts may be paid out by them now.
pub(super) fn may_prepare_any(tx: &mut Tx<'_>, actor: &Actor, grounds: &[Ground], settings: Settings) -> Res<()> {
    let mut refused = Ok(());
    for ground in grounds {
        refused = may_prepare(tx, actor, ground, settings);
        if !matches!(refused, Err(Fail::Refused(_))) {
            break;
        }
    }
    refused
}

/// A second officer approves; the provider that keeps the money is asked to pay it to the household's account as it is now. `seen` names
/// the account that the officer was shown; `None`: the one that the payout was prepared for.
///
/// # Errors
/// 409 `aid-payout-same-person` for whoever prepared it; `aid-payout-conflict` for writers, whoever registered the household, and
/// relatives; `aid-payout-ruled` for whoever reviewed the request; `aid-payout-card-changed` when this officer, or the one who prepared it,
/// has a hand in the household's bank card, `aid-payout-card-rests` when that was changed lately, `aid-payout-sought` when one of the two
/// found a payout of the request missing or stated that its money is back; `aid-state-not-now` when it was decided, the request has ended
/// or the part has failed: it can still be rejected or taken back, which gives the money back; `aid-payout-unclear` while it is not clear
/// whether an earlier payout left; `registry-no-bank-card` when there is no account, `aid-payout-account-changed` when it is not the one
/// that was seen.
pub fn approve(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, seen: Option<&str>, settings: Settings) -> Res<Payout> {
    let (mut payout, mut ground) = second(tx, actor, reference)?;
    unruled(tx, actor, &ground)?;
    unsought(tx, actor.account, payout.request_ref())?;
    apart(tx, &payout, &ground)?;
    going_on(&ground, "approve")?;
    clear(tx, payout.request_ref())?;
    payout.state = next(payout.state, PayoutEvent::Approve)?;
    card::rested(tx, &ground, settings)?;
    let payee = account::present(tx, actor, &mut payout, &ground, seen)?;
    payout.decided_by = actor.account;
    payout.decided_at = Some(tx.now());
    // The hold of the preparation becomes that of the order: never both, never neither.
    qianmo_ledger::void(tx, payout.county, payout.hold)?;
    let shares = store::shares_of(tx, reference)?;
    let (gift, _) = shares.first().ok_or_else(|| Error::new("a payout is made of no gift"))?;
    let gift = pledge::require(tx, PublicRef::new(payout.county, *gift))?;
    let provider = keeper(tx, &gift)?;
    let from = books::fund(tx, payout.request_ref(), payout.currency)?;
    let (key, about) = (format!("{PAYOUT}/{}", payout.id), reference.to_string());
    let order = qianmo_payments::payout(
        tx,
        &NewOrder {
            key: &key,
            from: &from,
            amount: payout.amount(),
            business_kind: PAYOUT,
            business_ref: &about,
            provider: &provider,
            payee: &payee,
            owner: None,
        },
    )?;
    payout.payment = order.id;
    store::save(tx, &mut payout)?;
    room::shift(tx, &mut ground, Shift { sent: payout.amount_minor, ..Shift::default() })?;
    Ok(payout)
}

/// A second officer refuses; the money is free again.
pub fn reject(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, reason: &str) -> Res<Payout> {
    let (mut payout, ground) = second(tx, actor, reference)?;
    free(tx, &mut payout, PayoutEvent::Reject, actor.account, reason)?;
    qianmo_ledger::void(tx, payout.county, payout.hold)?;
    after(tx, &payout, &ground)?;
    Ok(payout)
}

/// The officer who prepared it takes it back before it is approved; nobody who wrote the request, has a hand in the household's bank card or
/// is close to the household. Another officer who does not want it paid rejects it, and says why.
///
/// # Errors
/// 409 `aid-payout-conflict` for writers, whoever registered the household, and relatives, `aid-payout-card-changed` for whoever has a
/// hand in the bank card, `aid-payout-not-prepared` for any other officer than the one who prepared it, `aid-state-not-now` when it was
/// decided.
pub fn void(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, reason: &str) -> Res<Payout> {
    let mut payout = store::require(tx, reference)?;
    let ground = pledge::ground_of(tx, payout.county, payout.part)?;
    allowed(tx, actor, &ground)?;
    if actor.account != payout.prepared_by {
        return Err(Refused::new(Kind::Conflict, "aid-payout-not-prepared").into());
    }
    free(tx, &mut payout, PayoutEvent::Void, actor.account, reason)?;
    qianmo_ledger::void(tx, payout.county, payout.hold)?;
    after(tx, &payout, &ground)?;
    Ok(payout)
}

/// The provider paid, and the books are posted: every gift's share is paid out. Said twice, it is done once.
pub fn paid(tx: &mut Tx<'_>, reference: PublicRef) -> Res<()> {
    let mut payout = store::require(tx, reference)?;
    if payout.paid_out_at.is_some() {
        return Ok(());
    }
    payout.state = next(payout.state, PayoutEvent::PayOut)?;
    payout.paid_out_at = Some(tx.now());
    store::save(tx, &mut payout)?;
    for (id, share) in store::shares_of(tx, reference)? {
        let mut pledge = pledge::require(tx, PublicRef::new(payout.county, id))?;
        pledge.held_minor -= share;
        pledge.paid_out_minor += share;
        standing(&mut pledge, payout.paid_out_at)?;
        pledge::save(tx, &mut pledge)?;
    }
    let mut ground = pledge::ground_of(tx, payout.county, payout.part)?;
    tell(tx, payout.request_ref(), "paid-out", "system", &[], Shown::Everyone)?;
    room::shift(tx, &mut ground, Shift { delivered: payout.amount_minor, ..Shift::default() })
}

/// The provider could not pay: the money is free again; if the request has ended or the part has failed meanwhile it goes back to its donors.
/// Said twice, it is done once.
pub fn failed(tx: &mut Tx<'_>, reference: PublicRef, reason: &str) -> Res<()> {
    let mut payout = store::require(tx, reference)?;
    if payout.state == PayoutState::Failed {
        return Ok(());
    }
    let officer = payout.decided_by;
    give_up(tx, &mut payout, PayoutEvent::Fail, officer, reason)
}

/// Ends a payout that had been approved and whose money is in custody: it is free, and goes back to its donors if the request has ended or
/// the part has failed.
pub(super) fn give_up(tx: &mut Tx<'_>, payout: &mut Payout, event: PayoutEvent, by: Id, reason: &str) -> Res<()> {
    free(tx, payout, event, by, reason)?;
    let mut ground = pledge::ground_of(tx, payout.county, payout.part)?;
    room::shift(tx, &mut ground, Shift { sent: -payout.amount_minor, ..Shift::default() })?;
    if !ground.state.is_live() {
        // The household's cap counted it as on its way.
        let request = crate::request::require(tx, payout.request_ref())?;
        crate::request::give_back(tx, &request)?;
    }
    after(tx, payout, &ground)
}

/// Ends a payout that was not paid: every gift's share is free again. The hold in the books is the caller's to end.
pub(super) fn free(tx: &mut Tx<'_>, payout: &mut Payout, event: PayoutEvent, by: Id, reason: &str) -> Res<()> {
    payout.state = next(payout.state, event)?;
    payout.decided_by = by;
    payout.decided_at = payout.decided_at.or(Some(tx.now()));
    payout.reason = reason.to_owned();
    store::save(tx, payout)?;
    for (id, share) in store::shares_of(tx, payout.reference())? {
        let mut pledge = pledge::require(tx, PublicRef::new(payout.county, id))?;
        pledge.held_minor -= share;
        pledge::save(tx, &mut pledge)?;
    }
    Ok(())
}

/// Money that came free on a request that has ended, or on a part that has failed, goes back: nobody would ask for it any more.
fn after(tx: &mut Tx<'_>, payout: &Payout, ground: &Ground) -> Res<()> {
    if goes_on(ground) { Ok(()) } else { refund::give_back(tx, payout.request_ref(), Some(payout.part), "ended", false) }
}

/// Whether what is in custody for the part is still to reach the household.
pub(super) fn goes_on(ground: &Ground) -> bool {
    ground.state.is_live() && ground.part_state != PartState::Failed
}

fn going_on(ground: &Ground, event: &'static str) -> Res<()> {
    if goes_on(ground) {
        return Ok(());
    }
    let state = if ground.state.is_live() { ground.part_state.name() } else { ground.state.name() };
    Err(Refused::new(Kind::Conflict, "aid-state-not-now").arg("state", state).arg("event", event).into())
}

/// Nothing more is paid for a request while a provider says of one of its payouts that it left after all: what came free for it then is
/// not there.
fn clear(tx: &mut Tx<'_>, request: PublicRef) -> Res<()> {
    for payout in store::of_request(tx, request)? {
        if payout.state != PayoutState::Failed {
            continue;
        }
        let order = qianmo_payments::find_order(tx, payout.county, payout.payment)?;
        if order.is_some_and(|o| o.trouble) {
            return Err(Refused::new(Kind::Conflict, "aid-payout-unclear").into());
        }
    }
    Ok(())
}

/// The provider that keeps a paid gift: the one it came by, or that of the fund it was paid from.
fn keeper(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<String> {
    if pledge.payment == Id::NONE
        && let Some(provider) = crate::fund::provider_of(tx, pledge)?
    {
        return Ok(provider);
    }
    let payment = qianmo_payments::find_order(tx, pledge.county, pledge.payment)?;
    payment.map(|order| order.provider).ok_or_else(|| Error::new("a paid gift names no payment").into())
}

/// An officer of the place who neither wrote the request, nor brought the household in, nor is close to it, nor has a hand in the account
/// that the money goes to: whoever does any of that has a say in who is paid.
fn allowed(tx: &mut Tx<'_>, actor: &Actor, ground: &Ground) -> Res<()> {
    actor.require(&PAY, &ground.path)?;
    let close = crate::request::writers(tx, ground.request_ref(), ground.publisher)?.contains(&actor.account)
        || qianmo_registry::registered_by(tx, ground.household)? == Some(actor.account)
        || qianmo_registry::is_member_or_relative(tx, actor.account, ground.household)?;
    if close {
        return Err(Refused::new(Kind::Conflict, "aid-payout-conflict").into());
    }
    own_card(tx, actor.account, ground.household)
}

/// Whoever found that a need is real does not also hand the money out: three people see each fen on its way.
fn unruled(tx: &mut Tx<'_>, actor: &Actor, ground: &Ground) -> Res<()> {
    let ruled = qianmo_procedures::has_ruled(tx, ground.county, crate::review::SUBJECT, ground.request, actor.account)?;
    if ruled { Err(Refused::new(Kind::Conflict, "aid-payout-ruled").into()) } else { Ok(()) }
}

fn second(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<(Payout, Ground)> {
    let payout = store::require(tx, reference)?;
    let ground = pledge::ground_of(tx, payout.county, payout.part)?;
    another(tx, actor, &payout, &ground)?;
    Ok((payout, ground))
}

fn another(tx: &mut Tx<'_>, actor: &Actor, payout: &Payout, ground: &Ground) -> Res<()> {
    allowed(tx, actor, ground)?;
    if actor.account == payout.prepared_by {
        return Err(Refused::new(Kind::Conflict, "aid-payout-same-person").into());
    }
    Ok(())
}

/// Whether something is allowed; what refuses it is told when it is tried.
pub(super) fn passes(outcome: Res<()>) -> Res<bool> {
    match outcome {
        Ok(()) => Ok(true),
        Err(Fail::Refused(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

/// Refuses everybody's approval of a payout whose first officer has a hand by now in the account that it goes to, or freed money of its
/// request by their word: the second officer would be the only one to answer for whom it pays, and out of what.
pub(super) fn apart(tx: &mut Tx<'_>, payout: &Payout, ground: &Ground) -> Res<()> {
    own_card(tx, payout.prepared_by, ground.household)?;
    unsought(tx, payout.prepared_by, payout.request_ref())
}

/// Refuses whoever may not approve this payout, whatever state it is in.
pub(super) fn approver(tx: &mut Tx<'_>, actor: &Actor, payout: &Payout, ground: &Ground) -> Res<()> {
    another(tx, actor, payout, ground)?;
    unruled(tx, actor, ground)?;
    unsought(tx, actor.account, payout.request_ref())
}
