//! Confirming what arrived: one unit of work each.

use super::decide::{Bond, Confirmer, how_many, independent, partial, who_confirms};
use super::store::{self, NewReceipt};
use crate::lifecycle::{PayoutEvent, PayoutState, PledgeEvent, next, next_pledge};
use crate::payment::books::{self, Goods};
use crate::payout::{self, Payout};
use crate::pledge::room::{self, Shift};
use crate::pledge::{self, Ground, Pledge};
use crate::request::story::{Shown, tell};
use crate::thanks::photo;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, PlacePath, PublicRef, Refused, Res, Role, text};
use qianmo_media::Kept;
use qianmo_registry::{Purpose, Task};

/// A confirmation: already read and well-formed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Confirm {
    /// How many items arrived; `None`: all that is awaited. Not for payouts.
    pub count: Option<i64>,
    /// What is to be said of it, may be empty.
    pub note: String,
    /// A photo as evidence; its files are kept.
    pub photo: Option<Kept>,
    /// Whether a witness says that the household's card was shown; the household reads it.
    pub card_shown: bool,
    /// Whether people are to be seen on it, who agreed.
    pub people: bool,
}

/// The household or a witness confirms goods, all of them or some.
///
/// # Errors
/// 403 and 409 as [`who_confirms`], [`independent`] and [`behind`] say; 409 `aid-state-not-now` when nothing was sent or all was
/// confirmed; 422 for a number that does not fit, for a note that holds the household's names or numbers (its donors read it),
/// and `aid-receipt-say-how` for a witness who neither says how they know nor was shown the household's card.
pub fn confirm(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, said: &Confirm) -> Res<Pledge> {
    let mut pledge = pledge::require(tx, reference)?;
    let mut ground = pledge::ground(tx, &pledge)?;
    let bond = bond_of_pledge(tx, &pledge, &ground)?;
    let role = part_in(tx, actor, &bond)?;
    next_pledge(pledge.gift, pledge.state, PledgeEvent::Confirm)?;
    crate::thanks::screen(tx, ground.household, "note", &said.note)?;
    let count = how_many(&pledge, said.count)?;
    vouched(role, said)?;
    let all = pledge.received + count == pledge.quantity;
    pledge.state = next_pledge(pledge.gift, pledge.state, if all { PledgeEvent::Confirm } else { PledgeEvent::ConfirmSome })?;
    let value = books::share_of_value(pledge.value_minor, pledge.quantity, pledge.received, count);
    let newly_there = if pledge.delivered_at.is_some() { 0 } else { count };
    pledge.received += count;
    if all {
        let now = tx.now();
        pledge.delivered_at = pledge.delivered_at.or(Some(now));
        pledge.received_at = Some(now);
    }
    pledge::save(tx, &mut pledge)?;
    let photo = evidence(tx, actor, pledge.request_ref(), said)?;
    let receipt = store::insert(
        tx,
        &NewReceipt {
            county: pledge.county,
            request: pledge.request,
            pledge: pledge.id,
            payout: Id::NONE,
            quantity: count,
            by: actor.account,
            role: role.name(),
            note: &said.note,
            photo,
        },
    )?;
    books::goods(tx, &pledge, Goods::Received, receipt, value)?;
    if all {
        store::close_of_pledge(tx, pledge.county, pledge.request, pledge.id, "arrived", actor.account)?;
    }
    note_witness(tx, actor, &ground, role, said.card_shown)?;
    // Whether something is missing is told with it: who reads that goods were received takes it for all of them.
    let rest = pledge.quantity - pledge.received;
    let counts = vec![("n", pledge.received.to_string()), ("of", pledge.quantity.to_string()), ("missing", rest.to_string())];
    let (kind, counts) = if all { ("goods-received", Vec::new()) } else { ("goods-received-some", counts) };
    tell(tx, pledge.request_ref(), kind, role.name(), &counts, Shown::Everyone)?;
    room::shift(tx, &mut ground, Shift { delivered: newly_there, received: count, ..Shift::default() })?;
    Ok(pledge)
}

/// The household or a witness confirms a payout. With it the gifts it was made of are received.
///
/// # Errors
/// As [`confirm`]; 409 `aid-receipt-household-only` for a witness once an officer has found that it did not arrive.
pub fn confirm_payout(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, said: &Confirm) -> Res<Payout> {
    let mut payout = payout::require(tx, reference)?;
    let mut ground = pledge::ground_of(tx, payout.county, payout.part)?;
    let bond = bond_of_payout(tx, &payout, &ground)?;
    let role = part_in(tx, actor, &bond)?;
    let was_missing = payout.state == PayoutState::Missing;
    payout.state = next(payout.state, PayoutEvent::Confirm)?;
    // The finding said otherwise, and the claim on the provider ends with this: the household itself answers for it.
    if was_missing && role != Confirmer::Household {
        return Err(Refused::new(Kind::Conflict, "aid-receipt-household-only").into());
    }
    crate::thanks::screen(tx, ground.household, "note", &said.note)?;
    vouched(role, said)?;
    payout.received_at = Some(tx.now());
    payout::save(tx, &mut payout)?;
    let photo = evidence(tx, actor, payout.request_ref(), said)?;
    store::insert(
        tx,
        &NewReceipt {
            county: payout.county,
            request: payout.request,
            pledge: Id::NONE,
            payout: payout.id,
            quantity: payout.amount_minor,
            by: actor.account,
            role: role.name(),
            note: &said.note,
            photo,
        },
    )?;
    store::close_of_payout(tx, payout.county, payout.request, payout.id, "arrived", actor.account)?;
    if was_missing {
        payout::turned_up(tx, &payout)?;
    }
    for (id, amount) in payout::shares_of(tx, reference)? {
        let mut pledge = pledge::require(tx, PublicRef::new(payout.county, id))?;
        pledge.received += amount;
        payout::standing(&mut pledge, payout.received_at)?;
        pledge::save(tx, &mut pledge)?;
    }
    note_witness(tx, actor, &ground, role, said.card_shown)?;
    tell(tx, payout.request_ref(), "payout-received", role.name(), &[], Shown::Everyone)?;
    // What was missing had ceased to count as there.
    let delivered = if was_missing { payout.amount_minor } else { 0 };
    room::shift(tx, &mut ground, Shift { delivered, received: payout.amount_minor, ..Shift::default() })?;
    Ok(payout)
}

/// In which part this actor confirms; neither a witness nor whoever may stand behind the household's account must owe their role to
/// those who have a hand in it.
pub(super) fn part_in(tx: &mut Tx<'_>, actor: &Actor, bond: &Bond) -> Res<Confirmer> {
    let part = who_confirms(actor, bond)?;
    if part == Confirmer::Witness {
        independent(&qianmo_identity::grant::givers(tx, actor.account)?, bond)?;
        return Ok(part);
    }
    match behind(tx, actor, bond)? {
        None => Ok(part),
        Some(By::Card) => Err(Refused::new(Kind::Conflict, "aid-witness-card").into()),
        Some(By::Phone) => Err(Refused::new(Kind::Conflict, "aid-witness-phone").into()),
    }
}

/// By what somebody with a hand in it may stand behind an account of the household.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum By {
    /// They printed the card that alone opened the session.
    Card,
    /// They put in the phone by which the account came in, or the one by which that came in which put that phone in.
    Phone,
}

/// Whether somebody who has a hand in it, or owes their role to those who have, may be who acts as the household here: whoever printed the
/// card has read its PIN, and whoever put another phone on record may hold it. They do not say for the household what they gain by.
pub(crate) fn behind(tx: &mut Tx<'_>, actor: &Actor, bond: &Bond) -> Res<Option<By>> {
    if let Some(issuer) = actor.card_issued_by.filter(|issuer| *issuer != Id::NONE)
        && is_partial(tx, issuer, bond)?
    {
        return Ok(Some(By::Card));
    }
    for by in qianmo_registry::let_in_by(tx, bond.household, actor.account)? {
        if is_partial(tx, by, bond)? {
            return Ok(Some(By::Phone));
        }
    }
    Ok(None)
}

fn is_partial(tx: &mut Tx<'_>, by: Id, bond: &Bond) -> Res<bool> {
    let given = qianmo_identity::grant::ever_given(tx, by)?;
    let given: Vec<_> = given.into_iter().map(|(grant, by, _)| (grant, by)).collect();
    Ok(partial(by, &given, bond))
}

/// A witness says how they know, in a word or two, or that the household showed its card: else a press of a button would do
/// for somebody who saw neither the household nor what came.
fn vouched(role: Confirmer, said: &Confirm) -> Result<(), Refused> {
    if role == Confirmer::Household || said.card_shown || text::length(&text::tidy(&said.note)) >= 2 {
        return Ok(());
    }
    Err(Refused::field("note", "aid-receipt-say-how"))
}

/// Records the photo that came with a confirmation.
fn evidence(tx: &mut Tx<'_>, actor: &Actor, request: PublicRef, said: &Confirm) -> Res<Id> {
    let Some(kept) = &said.photo else { return Ok(Id::NONE) };
    let request = crate::request::require(tx, request)?;
    let alt = if said.note.is_empty() { &request.title } else { &said.note };
    let alt: String = alt.chars().take(200).collect();
    photo::add(tx, kept, photo::RECEIPT, &request, actor, &alt, said.people)
}

pub(super) fn bond_of_pledge(tx: &mut Tx<'_>, pledge: &Pledge, ground: &Ground) -> Res<Bond> {
    let mut senders = vec![pledge.donor];
    senders.extend(crate::delivery::store::of_pledge(tx, pledge.reference())?.into_iter().map(|sent| sent.by));
    Ok(Bond {
        household: ground.household,
        path: ground.path.clone(),
        writers: crate::request::writers(tx, ground.request_ref(), ground.publisher)?,
        senders,
        payers: vec![pledge.donor],
        keepers: Vec::new(),
    })
}

pub(super) fn bond_of_payout(tx: &mut Tx<'_>, payout: &Payout, ground: &Ground) -> Res<Bond> {
    let mut senders = Vec::new();
    for (id, _) in payout::shares_of(tx, payout.reference())? {
        let pledge = PublicRef::new(payout.county, id);
        senders.push(pledge::require(tx, pledge)?.donor);
        // Whoever runs a fund gives what it gives.
        senders.extend(crate::fund::runners(tx, pledge)?);
    }
    Ok(Bond {
        household: ground.household,
        path: ground.path.clone(),
        writers: crate::request::writers(tx, ground.request_ref(), ground.publisher)?,
        senders,
        payers: vec![payout.prepared_by, payout.decided_by],
        keepers: payout::keepers(tx, ground.household)?,
    })
}

/// What a witness does for a household is noted where the household can see it.
pub(super) fn note_witness(tx: &mut Tx<'_>, actor: &Actor, ground: &Ground, role: Confirmer, card_shown: bool) -> Res<()> {
    if role == Confirmer::Household {
        return Ok(());
    }
    note(tx, actor, ground.household, &ground.path, Task::Delivery, ground.request_ref(), card_shown)
}

/// Notes where the household can see it that somebody did something on its behalf, in the role that they hold there, and
/// whether they say that its card was shown.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    household: PublicRef,
    path: &PlacePath,
    task: Task,
    request: PublicRef,
    card_shown: bool,
) -> Res<()> {
    let role = actor.grants.iter().find(|g| g.path.covers(path) && g.role != Role::Donor).map_or(Role::Donor, |g| g.role);
    qianmo_registry::proxy_act(tx, actor, role, household, &Purpose { task, words: request.to_string() }, card_shown)
}
