//! Proposing a fund, opening it, saying no to it, closing it to gifts: one unit of work each, two officers between the first two.

use super::RUN;
use super::store::{self, Fund, State};
use crate::request::PURPOSES;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Currency, FieldError, Id, Kind, PublicRef, Refused, Res};
use qianmo_places::Level;

/// A fund's names: Chinese, English, Arabic.
pub type Names = [String; 3];

/// A fund as it is proposed: already read and well-formed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewFund {
    /// Where it gives: a county or a place below it, no deeper than a township.
    pub place: Id,
    /// For what; `None`: for anything.
    pub purpose: Option<String>,
    /// Its names; one at least.
    pub names: Names,
}

/// Proposes a fund; its proposer becomes its steward.
///
/// # Errors
/// 403 outside the officer's place; 422 for a place above a county or below a township, an unknown purpose, and names that are missing or tell
/// how to reach somebody.
pub fn propose(tx: &mut Tx<'_>, actor: &Actor, new: &NewFund, currency: Currency, provider: &str) -> Res<Fund> {
    let place = qianmo_places::require(tx, new.place).map_err(|_| Refused::field("place", "web-field-choice"))?;
    actor.require(&RUN, &place.path)?;
    if place.level.is_wider_than(Level::COUNTY) || Level::TOWNSHIP.is_wider_than(place.level) || !place.is_current() {
        return Err(Refused::field("place", "aid-fund-place").into());
    }
    let mut wrong = Vec::new();
    let mut fail = |field: &str, message| wrong.push(FieldError { field: field.to_owned(), message, args: Vec::new() });
    if new.purpose.as_deref().is_some_and(|purpose| !PURPOSES.contains(&purpose)) {
        fail("purpose", "aid-choose");
    }
    if new.names.iter().all(String::is_empty) {
        fail("name_zh", "aid-fund-name-needed");
    }
    if !wrong.is_empty() {
        return Err(Refused::invalid(wrong).into());
    }
    for (field, name) in ["name_zh", "name_en", "name_ar"].into_iter().zip(&new.names) {
        crate::thanks::screen_giver(field, name)?;
    }
    let county = qianmo_places::county_of(tx, &place.path)?;
    let fund = Fund {
        county: county.id,
        id: tx.new_id(),
        version: 1,
        place: place.id,
        path: place.path,
        purpose: new.purpose.clone(),
        currency,
        names: new.names.clone(),
        provider: provider.to_owned(),
        state: State::Proposed,
        steward: actor.account,
        opened_by: None,
        reason: String::new(),
        proposed_at: tx.now(),
        opened_at: None,
        ended_at: None,
        next_at: None,
    };
    store::insert(tx, &fund)?;
    Ok(fund)
}

/// A fund that this officer may decide on.
fn own(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<Fund> {
    let fund = store::require(tx, reference)?;
    let place = qianmo_places::require(tx, fund.place)?;
    qianmo_places::require_at(tx, actor, &RUN, &place)?;
    Ok(fund)
}

fn not_now(fund: &Fund) -> Refused {
    Refused::new(Kind::Conflict, "aid-fund-not-now").arg("state", fund.state.name())
}

/// Another officer opens a proposed fund: from now on it takes gifts.
///
/// # Errors
/// 404 when there is none, 403 outside the officer's place; 409 `aid-fund-same-person` for who proposed it, `aid-fund-not-now` when it
/// is not proposed any more.
pub fn open(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<Fund> {
    let mut fund = own(tx, actor, reference)?;
    if fund.state != State::Proposed {
        return Err(not_now(&fund).into());
    }
    if fund.steward == actor.account {
        return Err(Refused::new(Kind::Conflict, "aid-fund-same-person").into());
    }
    let now = tx.now();
    fund.state = State::Open;
    fund.opened_by = Some(actor.account);
    fund.opened_at = Some(now);
    fund.next_at = Some(now);
    store::save(tx, &mut fund)?;
    Ok(fund)
}

/// An officer says no to a proposed fund, or its proposer takes it back, with a reason.
///
/// # Errors
/// As [`open`], but for who proposed it.
pub fn reject(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, reason: &str) -> Res<Fund> {
    end(tx, actor, reference, State::Rejected, reason)
}

/// An officer closes a fund to gifts, with a reason. What is left goes on being given.
///
/// # Errors
/// As [`open`]; 409 `aid-fund-not-now` when it is not open.
pub fn close(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, reason: &str) -> Res<Fund> {
    end(tx, actor, reference, State::Closing, reason)
}

fn end(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, to: State, reason: &str) -> Res<Fund> {
    let mut fund = own(tx, actor, reference)?;
    let from = if to == State::Rejected { State::Proposed } else { State::Open };
    if fund.state != from {
        return Err(not_now(&fund).into());
    }
    if reason.trim().is_empty() {
        return Err(Refused::field("reason", "web-field-required").into());
    }
    fund.state = to;
    reason.clone_into(&mut fund.reason);
    fund.ended_at = Some(tx.now());
    store::save(tx, &mut fund)?;
    Ok(fund)
}
