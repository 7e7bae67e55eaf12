//! A place that ends and whose parts go to several others.
//!
//! What lies under it goes where it is told to, with its people, requests and roles. What was counted of the old place itself
//! cannot be taken apart: it is found from each of the new ones, as of the old place as a whole (see [`crate::lineage`]). Roles
//! held at the old place itself go to nobody by themselves.

use super::command::take_over;
use super::moved::Moved;
use super::{CHANGE, decide};
use crate::place::Place;
use crate::{store, tree};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Fail, Id, Kind, Millis, Refused, Res};

/// One place whose parts go to several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Split {
    /// The one that ends.
    pub old: Id,
    /// Those that stand for it, each with what it takes of what lies right under the old one.
    pub new: Vec<(Id, Vec<Id>)>,
    /// From when on; not in the future.
    pub at: Millis,
}

/// What a split comes to: the place that ends, and those that stand for it with what they take.
type Plan = (Place, Vec<(Place, Vec<Place>)>);

/// Ends a place and lets several stand for it, each with its part of what lay under it. Ids stay.
///
/// # Errors
/// 409 `places-split-two` when there are not two or more new ones, `places-split-children` when something that lies under the
/// old place goes to none or to two of them, and whatever [`super::succeed`] refuses.
pub fn split(tx: &mut Tx<'_>, actor: &Actor, change: &Split) -> Res<()> {
    let (old, new) = plan(tx, actor, change)?;
    if tx.execute(store::END, params![change.at, old.id, old.version])? == 0 {
        return Err(Fail::Race);
    }
    for (new, takes) in &new {
        take_over(tx, &old, new, change.at)?;
        store::add_event(tx, new.id, "took-over", actor, &[("old", old.id), ("new", new.id)])?;
        for child in takes {
            let path = new.path.child(child.id);
            let (from, to) = child.path.range();
            tx.execute(store::MOVE_CHILD, params![new.id, &path, child.id])?;
            tx.execute(store::MOVE_PATHS, params![&path, child.path.as_str().len() + 1, &from, &to])?;
            let moved = Moved { old: child.id, new: child.id, old_path: from, new_path: path.as_str().to_owned() };
            tx.emit("places.succeeded", Id::NONE, &moved)?;
        }
    }
    let told: Vec<Id> = new.iter().map(|(place, _)| place.id).collect();
    store::add_event(tx, old.id, "split", actor, &told)
}

/// Whether [`split`] would do it, and what it would do; writes nothing.
pub(crate) fn plan(tx: &mut Tx<'_>, actor: &Actor, change: &Split) -> Res<Plan> {
    let old = tree::require(tx, change.old)?;
    actor.require(&CHANGE, &old.path)?;
    let mut places: Vec<Id> = change.new.iter().map(|(id, _)| *id).collect();
    places.sort_unstable();
    places.dedup();
    if places.len() < 2 || places.len() < change.new.len() {
        return Err(Refused::new(Kind::Conflict, "places-split-two").into());
    }
    let mut left = tree::children(tx, old.id)?;
    let mut planned = Vec::new();
    for (id, takes) in &change.new {
        let new = tree::require(tx, *id)?;
        actor.require(&CHANGE, &new.path)?;
        decide::may_succeed(&old, &new, change.at, tx.now())?;
        let mut taken = Vec::new();
        for child in takes {
            let at = left.iter().position(|c| c.id == *child).ok_or_else(|| not_told(&old))?;
            let child = left.swap_remove(at);
            decide::may_take(&new, &child)?;
            taken.push(child);
        }
        planned.push((new, taken));
    }
    match left.first() {
        Some(child) => Err(not_told(child).into()),
        None => Ok((old, planned)),
    }
}

fn not_told(place: &Place) -> Refused {
    Refused::new(Kind::Conflict, "places-split-children").arg("name", &place.name)
}
