//! What a donor cares for: declared by themselves, or learnt from what they gave to, as long as they let it.
//!
//! Requests that match come first in their own order. They see what was learnt, delete it with one press, turn learning off, or turn
//! the whole order off and see the newest first. None of this is shown to anybody else, exported or counted by name.

mod command;
mod erasure;
mod page;
mod routes;
mod store;

pub use command::{forget, set};
pub use routes::routes;
pub use store::{Interest, Learnt, learnt, of};

use crate::board::{Looker, Wish};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Millis, Res};
use qianmo_places::Place;

/// Purposes that can be declared.
pub const MOST: usize = 3;

/// Who looks, as the board is told: what they declared, where several purposes take turns by the day; where they declared neither purpose
/// nor place, what they gave to most.
///
/// # Errors
/// Only the database's own.
pub fn looker(tx: &mut Tx<'_>, actor: &Actor) -> Res<Looker> {
    let interest = of(tx, actor.account)?;
    let wish = wish(tx, actor.account, &interest)?;
    Ok(Looker { account: actor.account, household: actor.household, wish, newest_first: !interest.personal })
}

/// What a donor is looked for now.
pub fn wish(tx: &mut Tx<'_>, account: Id, interest: &Interest) -> Res<Wish> {
    if interest.declares() {
        let day = usize::try_from(tx.now().0 / Millis::DAY).unwrap_or(0);
        let purpose = interest.purposes.get(day % interest.purposes.len().max(1)).cloned();
        return Ok(Wish { purpose, place: interest.place });
    }
    if !interest.learn {
        return Ok(Wish::default());
    }
    let learnt = learnt(tx, account)?;
    Ok(Wish {
        purpose: mostly(learnt.iter().map(|l| (&l.purpose, l.given))),
        place: mostly(learnt.iter().map(|l| (&l.area, l.given))),
    })
}

/// The place that can be cared for: itself, or the county around it, since a request tells its county and no less.
pub(crate) fn caring_for(tx: &mut Tx<'_>, place: Id) -> Res<Option<Place>> {
    let Some(place) = qianmo_places::find(tx, place)?.filter(Place::is_current) else { return Ok(None) };
    let along = qianmo_places::ancestors(tx, &place.path)?;
    Ok(along.into_iter().find(|wider| wider.keeps_books).or(Some(place)))
}

/// What at least two gifts, and at least half of them all, went to.
fn mostly<'a, T: Ord + Clone + 'a>(given: impl Iterator<Item = (&'a T, i64)>) -> Option<T> {
    let mut sums: std::collections::BTreeMap<&T, i64> = std::collections::BTreeMap::new();
    given.for_each(|(what, times)| *sums.entry(what).or_insert(0) += times);
    let all: i64 = sums.values().sum();
    let (what, most) = sums.into_iter().max_by_key(|(_, times)| *times)?;
    (most >= 2 && most * 2 >= all).then(|| what.clone())
}
