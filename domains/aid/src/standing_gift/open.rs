//! A gift falls due: its run is written down, and the next due day reckoned, in one unit of work.

use super::calendar::Day;
use super::model::{Gift, Key, Run, RunState, State};
use super::store;
use qianmo_db::Tx;
use qianmo_kernel::{Id, Res};
use qianmo_places::Place;

/// Up to `most` gifts that have fallen due, each with its account, the longest due first.
pub fn due(tx: &mut Tx<'_>, most: i64) -> Res<Vec<(Id, Id)>> {
    store::due(tx, most)
}

/// Writes the run of a gift down that has fallen due, and answers which it is; `None` when somebody else did, or it does not fall due any
/// more. However many due days a standstill has swallowed, it is one run.
pub fn open(tx: &mut Tx<'_>, account: Id, id: Id, offset_minutes: i32) -> Res<Option<Key>> {
    let now = tx.now();
    let Some(mut gift) = store::find(tx, account, id)? else { return Ok(None) };
    let Some(day) = gift.next.filter(|_| gift.state == State::Active && gift.next_at.is_some_and(|at| at <= now)) else {
        return Ok(None);
    };
    let run = new_run(tx, &gift, day)?;
    gift.runs += 1;
    gift.last = Some(day);
    gift.carried = 0;
    gift.schedule(now, offset_minutes);
    if gift.next.is_none() {
        gift.stop(State::Ended, "done");
    }
    store::save(tx, &mut gift)?;
    Ok(store::add_run(tx, &run)?.then_some(run.key))
}

fn new_run(tx: &mut Tx<'_>, gift: &Gift, day: Day) -> Res<Run> {
    let now = tx.now();
    let terms = &gift.terms;
    let place = match terms.place {
        Some(place) => lasting(tx, place)?,
        None => None,
    };
    let sum = qianmo_kernel::Money::new(terms.amount.amount_minor + gift.carried, terms.amount.currency);
    Ok(Run {
        key: Key { account: gift.account, gift: gift.id, day },
        version: 1,
        state: RunState::Placing,
        amount: terms.amount.amount_minor,
        carried_in: gift.carried,
        currency: terms.amount.currency,
        purpose: terms.purpose.clone(),
        place,
        anonymous: terms.anonymous,
        mandate: super::mandate::covering(tx, gift, sum)?,
        placed: 0,
        carried_out: 0,
        paid: 0,
        note: String::new(),
        failed: false,
        made_at: now,
        work_at: Some(now),
        ended_at: None,
    })
}

/// The place that stands today for one that may have ended: what it became, if that is one place, else what contains it.
pub(crate) fn lasting(tx: &mut Tx<'_>, place: Id) -> Res<Option<Id>> {
    let standing = qianmo_places::standing(tx, place)?;
    match standing.as_slice() {
        [only] => Ok(Some(only.id)),
        _ => {
            let ended = qianmo_places::require(tx, place)?;
            let around = qianmo_places::ancestors(tx, &ended.path)?;
            Ok(around.into_iter().rev().find(Place::is_current).map(|p| p.id))
        }
    }
}
