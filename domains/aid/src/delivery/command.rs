//! Sending, arriving and failing: one unit of work each.

use super::{FAIL, MEND, store};
use crate::lifecycle::{Gift, PledgeEvent, PledgeState, next_pledge};
use crate::payment::books::{self, Goods};
use crate::pledge::room::{self, Shift};
use crate::pledge::{self, Pledge};
use crate::request::story::{Shown, tell};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, Locale, Millis, PlacePath, PublicRef, Refused, Res, Role};
use qianmo_registry::Naming;

/// How goods travel.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Way {
    /// A courier carries them.
    Courier,
    /// Somebody brings them.
    InPerson,
}

impl Way {
    /// The names that forms and the API take.
    pub const NAMES: &'static [&'static str] = &["courier", "in_person"];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Way::Courier => "courier",
            Way::InPerson => "in_person",
        }
    }

    /// The key of the message that says it.
    pub const fn label(self) -> &'static str {
        match self {
            Way::Courier => "aid-way-courier",
            Way::InPerson => "aid-way-in-person",
        }
    }

    /// The way of that name.
    pub fn from_name(name: &str) -> Option<Way> {
        [Way::Courier, Way::InPerson].into_iter().find(|w| w.name() == name)
    }
}

/// How goods are sent: already read and well-formed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dispatch {
    /// By courier or in person.
    pub way: Way,
    /// The courier's company; empty when brought in person.
    pub company: String,
    /// The courier's tracking number; empty when brought in person.
    pub tracking: String,
    /// Whom to call; empty with a courier. Sealed at rest.
    pub contact: String,
    /// The day it is to be brought.
    pub planned_at: Option<Millis>,
}

/// To whom and where goods are brought.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    /// The name of the household's head.
    pub name: String,
    /// House, street, group; or what the request says.
    pub address: String,
    /// Where that lies: the place with all that it lies in, in the reader's language.
    pub place: String,
    /// The same as it is written there, for whoever carries it.
    pub place_local: String,
    /// The language of that (BCP 47).
    pub language: String,
    /// The household's telephone; empty when it has none.
    pub phone: String,
    /// Whether the household reads that a donor looked, and not which.
    pub unnamed: bool,
}

/// The donor says how the goods travel; the countdown ends with it. Said again it corrects what was said, or sends again
/// what did not arrive.
///
/// # Errors
/// 404 for somebody else's pledge; 409 `aid-state-not-now` for money, or when it has lapsed or was received,
/// `aid-address-not-accepted` before the household, or whoever serves it, has accepted the donor.
pub fn dispatch(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, how: &Dispatch) -> Res<Pledge> {
    let mut pledge = pledge::own(tx, actor, reference)?;
    pledge.state = next_pledge(pledge.gift, pledge.state, PledgeEvent::Dispatch)?;
    accepted(&pledge)?;
    let first = pledge.sent_at.is_none();
    pledge.due_at = None;
    if first {
        pledge.sent_at = Some(tx.now());
    } else {
        crate::receipt::answer_disputes(tx, &pledge)?;
    }
    pledge::save(tx, &mut pledge)?;
    store::insert(tx, &pledge, how, actor.account)?;
    if first {
        books::goods(tx, &pledge, Goods::Sent, pledge.id, pledge.value_minor)?;
        let mut ground = pledge::ground(tx, &pledge)?;
        room::shift(tx, &mut ground, Shift { sent: pledge.quantity, ..Shift::default() })?;
        tell(tx, pledge.request_ref(), "goods-sent", "donor", &[], Shown::Everyone)?;
    }
    Ok(pledge)
}

fn accepted(pledge: &Pledge) -> Result<(), Refused> {
    if pledge.accepted_at.is_some() { Ok(()) } else { Err(Refused::new(Kind::Conflict, "aid-address-not-accepted")) }
}

/// The donor says that the goods are there; the household's confirmation is what counts.
pub fn deliver(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<Pledge> {
    let mut pledge = pledge::own(tx, actor, reference)?;
    pledge.state = next_pledge(pledge.gift, pledge.state, PledgeEvent::Deliver)?;
    pledge.delivered_at = Some(tx.now());
    pledge::save(tx, &mut pledge)?;
    let mut ground = pledge::ground(tx, &pledge)?;
    room::shift(tx, &mut ground, Shift { delivered: pledge.quantity - pledge.received, ..Shift::default() })?;
    tell(tx, pledge.request_ref(), "goods-there", "donor", &[], Shown::Everyone)?;
    Ok(pledge)
}

/// Goods could not be delivered: what was not received gives its room back and the part opens again. Said by their donor,
/// or by a helper or officer of the place. Once they are said to be there, something of them was confirmed, or the household
/// disputes them, only by an officer who has no part in it: a dispute is not ended by those whom it is about.
///
/// # Errors
/// 404 for strangers; 403 for a helper, 409 `aid-state-not-now` for the donor, when it is an officer's to say.
pub fn fail(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<Pledge> {
    let mut pledge = pledge::require(tx, reference)?;
    let ground = pledge::ground(tx, &pledge)?;
    let theirs = pledge.donor == actor.account && actor.in_scope(&crate::pledge::GIVE);
    let serves = actor.may(&MEND, &ground.path);
    if !(theirs || serves) {
        return Err(Refused::not_found().into());
    }
    let early = pledge.state == PledgeState::Dispatched && pledge.received == 0;
    if !early {
        office(tx, actor, &pledge, &ground.path, theirs)?;
    }
    give_up(tx, &mut pledge)?;
    crate::receipt::close_disputes(tx, &pledge, actor.account, "failed")?;
    tell(tx, pledge.request_ref(), "goods-failed", if theirs { "donor" } else { "helper" }, &[], Shown::Everyone)?;
    Ok(pledge)
}

/// Refuses whoever is no officer of the place, or has a part in the gift or the request.
fn office(tx: &mut Tx<'_>, actor: &Actor, pledge: &Pledge, path: &PlacePath, theirs: bool) -> Res<()> {
    if theirs {
        return Err(Refused::new(Kind::Conflict, "aid-state-not-now")
            .arg("state", pledge.state.name())
            .arg("event", PledgeEvent::FailDelivery.name())
            .into());
    }
    actor.require(&FAIL, path)?;
    let request = crate::request::require(tx, pledge.request_ref())?;
    match crate::review::recused(tx, actor, &request)? {
        Some(reason) => Err(Refused::new(Kind::Forbidden, reason).into()),
        None => Ok(()),
    }
}

/// What is left of a pledge of goods is given up: received items stay received.
pub(crate) fn give_up(tx: &mut Tx<'_>, pledge: &mut Pledge) -> Res<()> {
    let event = if pledge.received > 0 { PledgeEvent::CloseRest } else { PledgeEvent::FailDelivery };
    pledge.state = next_pledge(pledge.gift, pledge.state, event)?;
    let (now, rest) = (tx.now(), pledge.quantity - pledge.received);
    let lost = books::share_of_value(pledge.value_minor, pledge.quantity, pledge.received, rest);
    let counted = if pledge.delivered_at.is_some() { rest } else { 0 };
    if pledge.received > 0 {
        pledge.value_minor -= lost;
        pledge.quantity = pledge.received;
        // Its donor is told of what was given, too, and of what became of it.
        pledge.lost += rest;
        pledge.delivered_at = pledge.delivered_at.or(Some(now));
        pledge.received_at = Some(now);
    } else {
        pledge.ended_at = Some(now);
    }
    pledge::save(tx, pledge)?;
    books::goods(tx, pledge, Goods::Lost, pledge.id, lost)?;
    let mut ground = pledge::ground(tx, pledge)?;
    room::shift(tx, &mut ground, Shift { pledged: -rest, sent: -rest, delivered: -counted, received: 0 })?;
    crate::stock::follow(tx, pledge)
}

/// Where the household wants goods to be brought, for the donor of a pledge that is under way. The look is logged for the
/// household before anything is shown: by name when the pledge has one, else as a donor's.
///
/// # Errors
/// 404 for somebody else's pledge; 409 `aid-address-closed` when it is not, or no longer, needed, and
/// `aid-address-not-accepted` as long as nobody has accepted the donor; 429 `aid-address-too-often` for whoever looked at
/// the addresses of [`super::HOUSEHOLDS_A_DAY`] other households within a day.
pub fn address(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, locale: Locale) -> Res<Address> {
    let pledge = pledge::own(tx, actor, reference)?;
    if pledge.gift != Gift::Goods || !pledge.state.needs_address() {
        return Err(Refused::new(Kind::Conflict, "aid-address-closed").into());
    }
    accepted(&pledge)?;
    let ground = pledge::ground(tx, &pledge)?;
    super::looks::take(tx, actor.account, ground.household)?;
    let words = pledge.request_ref().to_string();
    let naming = if pledge.anonymous { Naming::Unnamed } else { Naming::Named };
    let home = qianmo_registry::for_delivery(tx, actor, Role::Donor, ground.household, &words, naming)?;
    // The request may name another place to bring goods to than where the household lives.
    let stated = crate::request::store::address(tx, pledge.request_ref())?;
    let address = stated.unwrap_or(home.address);
    let path = qianmo_places::require(tx, home.place)?.path;
    let place = qianmo_places::whole_name(tx, &path, locale)?;
    let (place_local, language) = qianmo_places::own_whole_name(tx, &path)?;
    Ok(Address { name: home.name, address, place, place_local, language, phone: home.phone, unnamed: pledge.anonymous })
}

/// Why a part cannot be delivered; the words are `aid-end-<code>`. Codes, since everybody reads why a request failed.
pub const FAIL_REASONS: &[&str] = &["unreachable", "moved-away", "not-needed", "other"];

/// An officer finds that a part cannot be delivered at all: pledges that were neither paid nor sent are released, goods
/// under way are given up, money goes back, and the part is `failed`.
///
/// # Errors
/// 404 when the request has no such part; 403 outside the officer's place, or when they are recused; 409
/// `aid-state-not-now` when it is not live; 422 when the reason is none of [`FAIL_REASONS`].
pub fn fail_part(tx: &mut Tx<'_>, actor: &Actor, request: PublicRef, part: Id, reason: &str) -> Res<()> {
    let ground = pledge::ground_of(tx, request.county, part)?;
    if ground.request != request.id {
        return Err(Refused::not_found().into());
    }
    actor.require(&FAIL, &ground.path)?;
    if !FAIL_REASONS.contains(&reason) {
        return Err(Refused::field("reason", "aid-choose").into());
    }
    let whole = crate::request::require(tx, request)?;
    if let Some(reason) = crate::review::recused(tx, actor, &whole)? {
        return Err(Refused::new(Kind::Forbidden, reason).into());
    }
    if !ground.state.is_live() {
        return Err(Refused::new(Kind::Conflict, "aid-state-not-now")
            .arg("state", ground.state.name())
            .arg("event", "fail")
            .into());
    }
    crate::payout::give_back(tx, request, Some(part), reason, true)?;
    let mut ground = pledge::ground_of(tx, request.county, part)?;
    tell(tx, request, "part-failed", "officer", &[], Shown::Everyone)?;
    room::fail_part(tx, &mut ground, reason)
}
