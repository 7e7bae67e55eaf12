//! "It did not arrive", "it is not what was promised": said by the household or a witness, decided by an officer.

use super::command::{Confirm, bond_of_payout, bond_of_pledge, confirm, note_witness};
use super::decide::who_disputes;
use super::store::{self, NewDispute};
use super::{DECIDE, store::DisputeRow};
use crate::lifecycle::{PayoutEvent, PledgeEvent, next, next_pledge};
use crate::payout;
use crate::pledge::room::{self, Shift};
use crate::pledge::{self, Pledge};
use crate::request::story::{Shown, tell};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Fail, Id, Kind, PublicRef, Refused, Res};

/// What is wrong.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum DisputeKind {
    /// Nothing came.
    NotArrived,
    /// Something else came, or it was broken.
    NotAsPromised,
}

impl DisputeKind {
    /// The names that forms and the API take.
    pub const NAMES: &'static [&'static str] = &["not_arrived", "not_as_promised"];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            DisputeKind::NotArrived => "not_arrived",
            DisputeKind::NotAsPromised => "not_as_promised",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<DisputeKind> {
        [DisputeKind::NotArrived, DisputeKind::NotAsPromised].into_iter().find(|k| k.name() == name)
    }
}

/// A dispute: already read and well-formed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dispute {
    /// What is wrong.
    pub kind: DisputeKind,
    /// In words; may be empty.
    pub note: String,
}

/// How an officer decides.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It did arrive as promised; the confirmation is awaited again.
    Arrived,
    /// So many of the goods came. The officer confirms them as a witness; the rest is given up, and the part opens again.
    Partly(i64),
    /// It did not: what goods were not received is given up and the part opens again; a payout is missing, and its money is sought.
    Failed,
}

impl Outcome {
    /// The names that forms and the API take.
    pub const NAMES: &'static [&'static str] = &["arrived", "partly", "failed"];

    /// How the dispute is stored to have ended.
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Arrived => "arrived",
            Outcome::Partly(_) => "rest_closed",
            Outcome::Failed => "failed",
        }
    }

    /// The one that forms and the API call so; `count`: how many of the goods came, if some did.
    pub fn from_name(name: &str, count: i64) -> Option<Outcome> {
        match name {
            "arrived" => Some(Outcome::Arrived),
            "partly" => Some(Outcome::Partly(count)),
            "failed" => Some(Outcome::Failed),
            _ => None,
        }
    }
}

/// Disputes goods that are said to be on their way or there.
pub fn dispute(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, said: &Dispute) -> Res<PublicRef> {
    let mut pledge = pledge::require(tx, reference)?;
    let mut ground = pledge::ground(tx, &pledge)?;
    let role = who_disputes(actor, &bond_of_pledge(tx, &pledge, &ground)?)?;
    pledge.state = next_pledge(pledge.gift, pledge.state, PledgeEvent::Dispute)?;
    let there_at = pledge.delivered_at.take();
    pledge::save(tx, &mut pledge)?;
    if there_at.is_some() {
        room::shift(tx, &mut ground, Shift { delivered: pledge.received - pledge.quantity, ..Shift::default() })?;
    }
    let new = NewDispute {
        county: pledge.county,
        request: pledge.request,
        pledge: pledge.id,
        payout: Id::NONE,
        path: &ground.path,
        kind: said.kind.name(),
        note: &said.note,
        by: actor.account,
        role: role.name(),
        there_at,
    };
    note_witness(tx, actor, &ground, role, false)?;
    tell(tx, pledge.request_ref(), "disputed", role.name(), &[], Shown::Concerned)?;
    store::open(tx, &new)
}

/// Disputes a payout.
pub fn dispute_payout(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, said: &Dispute) -> Res<PublicRef> {
    let mut payout = payout::require(tx, reference)?;
    let ground = pledge::ground_of(tx, payout.county, payout.part)?;
    let role = who_disputes(actor, &bond_of_payout(tx, &payout, &ground)?)?;
    payout.state = next(payout.state, PayoutEvent::Dispute)?;
    payout::save(tx, &mut payout)?;
    let new = NewDispute {
        county: payout.county,
        request: payout.request,
        pledge: Id::NONE,
        payout: payout.id,
        path: &ground.path,
        kind: said.kind.name(),
        note: &said.note,
        by: actor.account,
        role: role.name(),
        there_at: None,
    };
    note_witness(tx, actor, &ground, role, false)?;
    tell(tx, payout.request_ref(), "disputed", role.name(), &[], Shown::Concerned)?;
    store::open(tx, &new)
}

/// Refuses whoever has no say in this dispute, however it is decided and whether or not it is open.
///
/// # Errors
/// 403 elsewhere, and when this officer wrote the request, is close to the household or is helper there; 409 `aid-dispute-own` about their
/// own gift; about a payout `aid-dispute-opener` when they opened the dispute, `aid-dispute-own-payout` when they prepared or approved it,
/// `aid-payout-conflict` when they registered the household, `aid-payout-card-changed` when they have a hand in its bank card.
pub(super) fn may_decide(tx: &mut Tx<'_>, actor: &Actor, row: &DisputeRow) -> Res<()> {
    actor.require(&DECIDE, &row.path)?;
    let county = row.reference.county;
    let request = crate::request::require(tx, PublicRef::new(county, row.request))?;
    if let Some(reason) = crate::review::recused(tx, actor, &request)? {
        return Err(Refused::new(Kind::Forbidden, reason).into());
    }
    if row.payout != Id::NONE {
        // Whoever says that it did not arrive does not also find so.
        if actor.account != Id::NONE && actor.account == row.by {
            return Err(Refused::new(Kind::Conflict, "aid-dispute-opener").into());
        }
        let payout = payout::require(tx, PublicRef::new(county, row.payout))?;
        return payout::no_hand(tx, actor, &payout);
    }
    let pledge = pledge::require(tx, PublicRef::new(county, row.pledge))?;
    if pledge.donor == actor.account {
        return Err(Refused::new(Kind::Conflict, "aid-dispute-own").into());
    }
    Ok(())
}

/// Whether what was said in a dispute is for this actor: for those who may decide on it, and whoever said it. Who paid, wrote or registered
/// reads that there is a dispute, and not what a family says of them.
pub(super) fn reads_words(tx: &mut Tx<'_>, actor: &Actor, row: &DisputeRow) -> Res<bool> {
    Ok(row.by == actor.account || stopped(tx, actor, row)?.is_none())
}

/// Disputes as this actor reads them.
pub(super) fn readable(tx: &mut Tx<'_>, actor: &Actor, mut rows: Vec<DisputeRow>) -> Res<Vec<DisputeRow>> {
    for row in &mut rows {
        if !reads_words(tx, actor, row)? {
            row.note.clear();
        }
    }
    Ok(rows)
}

/// Why this actor has no say in this dispute, as a message key; `None`: they have.
pub(super) fn stopped(tx: &mut Tx<'_>, actor: &Actor, row: &DisputeRow) -> Res<Option<&'static str>> {
    match may_decide(tx, actor, row) {
        Ok(()) => Ok(None),
        Err(Fail::Refused(refused)) => Ok(Some(refused.message)),
        Err(other) => Err(other),
    }
}

/// How many of disputed goods may have come when some of them did, for officers of the place; `None`: of one thing, or of a payout, no part
/// can have come.
pub(super) fn most_of_some(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<Option<i64>> {
    let row = store::require(tx, reference)?;
    actor.require(&DECIDE, &row.path)?;
    if row.payout != Id::NONE {
        return Ok(None);
    }
    let pledge = pledge::require(tx, PublicRef::new(reference.county, row.pledge))?;
    Ok(Some(pledge.quantity - pledge.received - 1).filter(|most| *most > 0))
}

/// An officer decides on a dispute.
///
/// # Errors
/// As [`may_decide`]; 409 `aid-dispute-decided` when it was decided before. That some came is refused as [`super::confirm`] refuses a
/// witness, and (422) when it is none or all of what is awaited.
pub fn decide_dispute(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, outcome: Outcome, reason: &str) -> Res<DisputeRow> {
    let row = store::require(tx, reference)?;
    actor.require(&DECIDE, &row.path)?;
    if row.state != "open" {
        return Err(Refused::new(Kind::Conflict, "aid-dispute-decided").into());
    }
    may_decide(tx, actor, &row)?;
    if row.payout != Id::NONE {
        decide_payout(tx, actor, &row, outcome)?;
    } else {
        let mut pledge = pledge::require(tx, PublicRef::new(reference.county, row.pledge))?;
        match outcome {
            Outcome::Arrived => {
                settle(tx, &mut pledge)?;
                tell_arrived(tx, pledge.request_ref())?;
            }
            Outcome::Partly(count) => partly(tx, actor, &pledge, count, reason)?,
            Outcome::Failed => {
                crate::delivery::give_up(tx, &mut pledge)?;
                tell(tx, pledge.request_ref(), "goods-failed", "officer", &[], Shown::Everyone)?;
            }
        }
    }
    store::decide(tx, &row, outcome.name(), reason, actor.account)?;
    Ok(row)
}

/// Some of it came: a receipt like any other, given by the officer as a witness; the rest is given up as when none came.
fn partly(tx: &mut Tx<'_>, actor: &Actor, pledge: &Pledge, count: i64, reason: &str) -> Res<()> {
    if !(1..pledge.quantity - pledge.received).contains(&count) {
        return Err(Refused::field("count", "aid-dispute-count-range").into());
    }
    let said = Confirm { count: Some(count), note: reason.to_owned(), photo: None, card_shown: false, people: false };
    let mut pledge = confirm(tx, actor, pledge.reference(), &said).map_err(about_reason)?;
    crate::delivery::give_up(tx, &mut pledge)
}

/// What is wrong with the note of the receipt is wrong with the reason that it is made of.
fn about_reason(fail: Fail) -> Fail {
    match fail {
        Fail::Refused(mut refused) => {
            refused.fields.iter_mut().filter(|f| f.field == "note").for_each(|f| f.field = "reason".to_owned());
            Fail::Refused(refused)
        }
        other => other,
    }
}

/// Those who read that something was disputed read that it was found to have arrived.
fn tell_arrived(tx: &mut Tx<'_>, request: PublicRef) -> Res<()> {
    tell(tx, request, "found-arrived", "officer", &[], Shown::Concerned)
}

fn settle(tx: &mut Tx<'_>, pledge: &mut Pledge) -> Res<()> {
    pledge.state = next_pledge(pledge.gift, pledge.state, PledgeEvent::SettleDispute)?;
    pledge.delivered_at = Some(tx.now());
    pledge::save(tx, pledge)?;
    let mut ground = pledge::ground(tx, pledge)?;
    room::shift(tx, &mut ground, Shift { delivered: pledge.quantity - pledge.received, ..Shift::default() })
}

fn decide_payout(tx: &mut Tx<'_>, actor: &Actor, row: &DisputeRow, outcome: Outcome) -> Res<()> {
    let mut payout = payout::require(tx, PublicRef::new(row.reference.county, row.payout))?;
    match outcome {
        Outcome::Arrived => {
            payout.state = next(payout.state, PayoutEvent::SettleDispute)?;
            payout::save(tx, &mut payout)?;
            tell_arrived(tx, payout.request_ref())
        }
        // A payout goes whole or not at all.
        Outcome::Partly(_) => Err(Refused::field("outcome", "web-field-choice").into()),
        Outcome::Failed => payout::find_missing(tx, actor, payout),
    }
}

/// The donor sends again: open disputes on the pledge are answered.
pub(crate) fn answer_disputes(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<()> {
    store::close_of_pledge(tx, pledge.county, pledge.request, pledge.id, "answered", pledge.donor)
}

/// Open disputes on a pledge end with what was found.
pub(crate) fn close_disputes(tx: &mut Tx<'_>, pledge: &Pledge, by: Id, state: &'static str) -> Res<()> {
    store::close_of_pledge(tx, pledge.county, pledge.request, pledge.id, state, by)
}
