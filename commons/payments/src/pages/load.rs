//! What the pages and the API read, after asking whether this reader may see it.

use crate::order::{self, Order};
use crate::reconcile::{self, Difference, Reconciliation};
use crate::{OWN, READ, RETRY, SETTLE};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, Locale, PublicRef, Refused, Res};
use qianmo_ledger::account::books;
use qianmo_places::Place;
use std::collections::BTreeMap;

/// Counties on a page.
const COUNTIES: i64 = 25;
/// Days on a page.
const DAYS: i64 = 31;

/// An order, for its owner and for those who may read the county's orders; for anybody else it is not there.
pub(super) fn order(tx: &mut Tx<'_>, actor: &Actor, at: PublicRef) -> Res<(Order, Vec<Order>)> {
    let order = order::by_id(tx, at.county, at.id)?.ok_or_else(Refused::not_found)?;
    if order.owner == Some(actor.account) {
        // One's own, but a token needs to be made for it.
        if !actor.in_scope(&OWN) {
            return Err(Refused::forbidden().into());
        }
    } else {
        let place = qianmo_places::find(tx, at.county)?.ok_or_else(Refused::not_found)?;
        if !qianmo_places::may_at(tx, actor, &READ, &place)? {
            return Err(Refused::not_found().into());
        }
    }
    let refunds = order::refunds_of(tx, &order)?;
    Ok((order, refunds))
}

/// Tries a refund again.
pub(super) fn retry(tx: &mut Tx<'_>, actor: &Actor, at: PublicRef) -> Res<Order> {
    let place = qianmo_places::find(tx, at.county)?.ok_or_else(Refused::not_found)?;
    qianmo_places::require_at(tx, actor, &RETRY, &place)?;
    let order = order::by_id(tx, at.county, at.id)?.ok_or_else(Refused::not_found)?;
    order::again(tx, &order)
}

/// An order, for whoever may settle it by hand.
pub(super) fn to_settle(tx: &mut Tx<'_>, actor: &Actor, at: PublicRef) -> Res<Order> {
    let place = qianmo_places::find(tx, at.county)?.ok_or_else(Refused::not_found)?;
    actor.require(&SETTLE, &place.path)?;
    order::by_id(tx, at.county, at.id)?.ok_or_else(|| Refused::not_found().into())
}

/// A county's newest comparison with its provider, if there is one.
pub(super) type Newest = (Place, Option<Reconciliation>);

fn named(tx: &mut Tx<'_>, mut place: Place, locale: Locale) -> Res<Place> {
    if let Some(label) = qianmo_places::label(tx, place.id, locale)? {
        (place.name, place.language) = (label.text, label.language);
    }
    Ok(place)
}

/// The counties whose payments this reader may see, under the names this reader knows them by, and the path to go on after.
pub(super) fn counties(tx: &mut Tx<'_>, actor: &Actor, locale: Locale, after: &str) -> Res<(Vec<Newest>, Option<String>)> {
    if after.chars().any(char::is_control) {
        return Err(Refused::new(Kind::Malformed, "web-bad-cursor").into());
    }
    let mut paths: BTreeMap<String, Id> = BTreeMap::new();
    for grant in actor.places_for(&READ) {
        let (from, to) = grant.path.range();
        paths.extend(books(tx, (&from, &to), after, COUNTIES + 1)?.into_iter().map(|(county, path)| (path, county)));
    }
    let more = paths.len() as i64 > COUNTIES;
    let shown: Vec<(String, Id)> = paths.into_iter().take(COUNTIES as usize).collect();
    let next = shown.last().filter(|_| more).map(|(path, _)| path.clone());
    let mut out = Vec::new();
    for (_, county) in shown {
        let Some(place) = qianmo_places::find(tx, county)? else { continue };
        let place = named(tx, place, locale)?;
        let newest = reconcile::of_county(tx, county, 1)?.into_iter().next();
        out.push((place, newest));
    }
    Ok((out, next))
}

/// A county's comparisons.
pub(super) struct Compared {
    pub(super) place: Place,
    pub(super) days: Vec<(Reconciliation, Vec<Difference>)>,
    pub(super) troubled: Vec<Order>,
    pub(super) may_retry: bool,
    pub(super) may_settle: bool,
}

/// The county's place, if this reader may see its payments; those of a county that ended are its successor's to see.
pub(super) fn county(tx: &mut Tx<'_>, actor: &Actor, county: Id) -> Res<Place> {
    let place = qianmo_places::find(tx, county)?.ok_or_else(Refused::not_found)?;
    qianmo_places::require_at(tx, actor, &READ, &place)?;
    Ok(place)
}

pub(super) fn compared(tx: &mut Tx<'_>, actor: &Actor, locale: Locale, id: Id) -> Res<Compared> {
    let place = county(tx, actor, id)?;
    let place = named(tx, place, locale)?;
    let mut days = Vec::new();
    for r in reconcile::of_county(tx, id, DAYS)? {
        let differences = if r.differences > 0 { reconcile::differences(tx, &r)? } else { Vec::new() };
        days.push((r, differences));
    }
    let may_retry = qianmo_places::may_at(tx, actor, &RETRY, &place)?;
    let may_settle = qianmo_places::may_at(tx, actor, &SETTLE, &place)?;
    Ok(Compared { troubled: order::troubled(tx, id, 50)?, may_retry, may_settle, place, days })
}
