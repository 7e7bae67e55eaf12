//! What became of places: former names, predecessors and successors, so that figures of an old place are found from the new.

use crate::place::{FOREVER, Place};
use crate::store;
use crate::tree;
use qianmo_db::{Sql, Tx, Value, params};
use qianmo_kernel::{Actor, Id, Millis, Permission, Refused, Res};
use std::collections::HashSet;

/// A name in another language, or one that a place had before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OtherName {
    /// Its language (BCP 47).
    pub language: String,
    /// The name.
    pub name: String,
    /// In force since.
    pub from: Millis,
    /// In force until; [`FOREVER`] while it is.
    pub until: Millis,
}

impl OtherName {
    /// Whether it is in force.
    pub fn is_current(&self) -> bool {
        self.until == FOREVER
    }
}

/// A place's names in other languages and its former names, those in force first.
pub fn names(tx: &mut Tx<'_>, id: Id) -> Res<Vec<OtherName>> {
    tx.query(store::NAMES, params![id], |row| {
        Ok(OtherName { language: row.text(0)?, name: row.text(1)?, from: row.millis(2)?, until: row.millis(3)? })
    })
}

/// Those of some places that took over from others.
pub fn heirs(tx: &mut Tx<'_>, places: &[Place]) -> Res<Vec<Id>> {
    let mut heirs = Vec::new();
    for some in places.chunks(store::ALONG_AT_ONCE) {
        heirs.extend(tx.query(store::HEIRS, &ids_of(some), |row| row.id(0))?);
    }
    Ok(heirs)
}

fn ids_of(some: &[Place]) -> [Value<'static>; store::ALONG_AT_ONCE] {
    std::array::from_fn(|at| Value::from(some.get(at).map_or(Id::NONE, |place| place.id)))
}

/// Everything that some places are called beside their names: in other languages, and formerly.
pub fn names_of(tx: &mut Tx<'_>, places: &[Place]) -> Res<Vec<String>> {
    let mut names = Vec::new();
    for some in places.chunks(store::ALONG_AT_ONCE) {
        names.extend(tx.query(store::NAMES_OF_SOME, &ids_of(some), |row| row.text(0))?);
    }
    Ok(names)
}

/// The places that this one took over from, directly.
pub fn predecessors(tx: &mut Tx<'_>, id: Id) -> Res<Vec<Place>> {
    neighbours(tx, store::PREDECESSORS, id)
}

/// The places that took over from this one, directly.
pub fn successors(tx: &mut Tx<'_>, id: Id) -> Res<Vec<Place>> {
    neighbours(tx, store::SUCCESSORS, id)
}

/// The place and all that it took over from, directly or through others: the place first. What was counted at any of them
/// counts for it; rows that kept an old path lie in the range of an old place's path.
pub fn lineage(tx: &mut Tx<'_>, id: Id) -> Res<Vec<Place>> {
    follow(tx, store::PREDECESSORS, id)
}

/// The places in force that stand where this one stood: itself while it has not ended, else its last successors.
pub fn standing(tx: &mut Tx<'_>, id: Id) -> Res<Vec<Place>> {
    Ok(follow(tx, store::SUCCESSORS, id)?.into_iter().filter(Place::is_current).collect())
}

/// Whether an actor has a permission at a place, or, once it has ended, at one of those that stand for it: what was begun in
/// a county that is no more is finished by those who answer for its people now.
pub fn may_at(tx: &mut Tx<'_>, actor: &Actor, permission: &Permission, place: &Place) -> Res<bool> {
    if place.is_current() {
        return Ok(actor.may(permission, &place.path));
    }
    let standing = standing(tx, place.id)?;
    Ok(if standing.is_empty() {
        actor.may(permission, &place.path)
    } else {
        standing.iter().any(|standing| actor.may(permission, &standing.path))
    })
}

/// Refuses (403) unless [`may_at`] says yes.
pub fn require_at(tx: &mut Tx<'_>, actor: &Actor, permission: &Permission, place: &Place) -> Res<()> {
    if may_at(tx, actor, permission, place)? { Ok(()) } else { Err(Refused::forbidden().into()) }
}

fn neighbours(tx: &mut Tx<'_>, sql: Sql, id: Id) -> Res<Vec<Place>> {
    let ids = tx.query(sql, params![id], |row| row.id(0))?;
    let mut places = Vec::with_capacity(ids.len());
    for id in ids {
        places.extend(tree::find(tx, id)?);
    }
    Ok(places)
}

fn follow(tx: &mut Tx<'_>, sql: Sql, id: Id) -> Res<Vec<Place>> {
    let mut found: Vec<Place> = tree::find(tx, id)?.into_iter().collect();
    let mut seen: HashSet<Id> = found.iter().map(|p| p.id).collect();
    let mut at = 0;
    while let Some(place) = found.get(at) {
        for next in neighbours(tx, sql, place.id)? {
            if seen.insert(next.id) {
                found.push(next);
            }
        }
        at += 1;
    }
    Ok(found)
}
