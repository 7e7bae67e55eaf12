//! Units of work that change the tree.

use super::CHANGE;
use super::decide;
use super::moved::Moved;
use crate::import::put_name;
use crate::level::Level;
use crate::name::fold;
use crate::place::{FOREVER, Place};
use crate::{store, tree};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Fail, Id, Millis, PlacePath, Refused, Res};

/// A place to be added.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPlace {
    /// What it lies in; [`Id::NONE`] at the top.
    pub parent: Id,
    /// Its code, which no place in force may bear.
    pub code: String,
    /// Its level's name: one that the installation has, below the parent's.
    pub level: String,
    /// Its name.
    pub name: String,
    /// The name's language.
    pub language: String,
}

/// One place that takes over from others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Succession {
    /// Those that end.
    pub old: Vec<Id>,
    /// The one that stands for them.
    pub new: Id,
    /// From when on; not in the future.
    pub at: Millis,
}

/// Gives a place a new name in its own language; the name it had stays known. `seen` is the version the editor saw.
pub fn rename(tx: &mut Tx<'_>, actor: &Actor, id: Id, seen: Option<i64>, name: &str) -> Res<Place> {
    let place = tree::require(tx, id)?;
    actor.require(&CHANGE, &place.path)?;
    decide::in_force(&place)?;
    decide::unchanged(&place, seen)?;
    if place.name == name {
        return Err(Refused::field("name", "places-same-name").into());
    }
    let now = tx.now();
    store::keep_former_name(tx, &place, now)?;
    let folded = fold(name);
    if tx.execute(store::RENAME, params![name, &folded, &place.language, place.id, place.version])? == 0 {
        return Err(Fail::Race);
    }
    store::add_event(tx, id, "renamed", actor, &[("from", place.name.as_str()), ("to", name)])?;
    tx.emit("places.renamed", Id::NONE, &id)?;
    Ok(Place { name: name.to_owned(), version: place.version + 1, ..place })
}

/// Gives a place its name in another language than its own.
pub fn set_name(tx: &mut Tx<'_>, actor: &Actor, id: Id, language: &str, name: &str) -> Res<()> {
    let place = tree::require(tx, id)?;
    actor.require(&CHANGE, &place.path)?;
    decide::in_force(&place)?;
    if place.language == language {
        return Err(Refused::field("language", "places-own-language").into());
    }
    // The place's own row is touched, so that two editors at once do not leave two names in one language.
    if tx.execute(store::TOUCH, params![place.id, place.version])? == 0 {
        return Err(Fail::Race);
    }
    if put_name(tx, &place, language, name)? {
        store::add_event(tx, id, "named", actor, &[("language", language), ("name", name)])?;
        tx.emit("places.renamed", Id::NONE, &id)?;
    }
    Ok(())
}

/// Adds a place.
pub fn add(tx: &mut Tx<'_>, actor: &Actor, new: &NewPlace) -> Res<Place> {
    let parent = if new.parent == Id::NONE { None } else { Some(tree::require(tx, new.parent)?) };
    let above = parent.as_ref().map_or_else(PlacePath::root, |p| p.path.clone());
    actor.require(&CHANGE, &above)?;
    let levels = tree::levels(tx)?;
    let rule = levels.iter().find(|(level, _)| level.name() == new.level);
    let bearer = tree::by_code(tx, &new.code)?;
    let level: Level = decide::may_add(rule.map(|(level, _)| *level), parent.as_ref(), bearer.as_ref())?;
    let id = tx.new_id();
    let place = Place {
        id,
        code: new.code.clone(),
        parent: new.parent,
        path: above.child(id),
        level,
        name: new.name.clone(),
        language: new.language.clone(),
        keeps_books: rule.is_some_and(|(_, books)| *books),
        from: tx.now(),
        until: FOREVER,
        location: None,
        version: 1,
    };
    store::add(tx, &place)?;
    store::add_event(tx, id, "added", actor, &[("code", new.code.as_str()), ("name", new.name.as_str())])?;
    Ok(place)
}

/// Ends places and lets another stand for them. What lies under them moves under it and keeps its id.
pub fn succeed(tx: &mut Tx<'_>, actor: &Actor, change: &Succession) -> Res<()> {
    if change.old.is_empty() {
        return Err(Refused::field("old", "web-field-required").into());
    }
    for old in &change.old {
        succeed_one(tx, actor, *old, change.new, change.at)?;
    }
    Ok(())
}

/// Whether [`succeed`] would do it for one place: refuses as it does, and writes nothing.
pub(crate) fn check(tx: &mut Tx<'_>, actor: &Actor, old: Id, new: Id, at: Millis) -> Res<(Place, Place, Vec<Place>)> {
    let (old, new) = (tree::require(tx, old)?, tree::require(tx, new)?);
    actor.require(&CHANGE, &old.path)?;
    actor.require(&CHANGE, &new.path)?;
    let now = tx.now();
    decide::may_succeed(&old, &new, at, now)?;
    let children = tree::children(tx, old.id)?;
    children.iter().try_for_each(|child| decide::may_take(&new, child))?;
    Ok((old, new, children))
}

/// Lets a place stand for another from a day on. It is in force by then, also where it was added later; and its row is
/// touched, so that nobody ends it at the same moment.
pub(super) fn take_over(tx: &mut Tx<'_>, old: &Place, new: &Place, at: Millis) -> Res<()> {
    if tx.execute(store::TAKE_OVER, params![new.from.min(at), new.id, new.version])? == 0 {
        return Err(Fail::Race);
    }
    tx.execute(store::ADD_SUCCESSOR, params![old.id, new.id, at]).map(|_| ())
}

fn succeed_one(tx: &mut Tx<'_>, actor: &Actor, old: Id, new: Id, at: Millis) -> Res<()> {
    let (old, new, children) = check(tx, actor, old, new, at)?;
    if tx.execute(store::END, params![at, old.id, old.version])? == 0 {
        return Err(Fail::Race);
    }
    take_over(tx, &old, &new, at)?;
    if !children.is_empty() {
        tx.execute(store::MOVE_CHILDREN, params![new.id, old.id, FOREVER])?;
        let (from, to) = old.path.range();
        tx.execute(store::MOVE_PATHS, params![&new.path, old.path.as_str().len() + 1, &from, &to])?;
    }
    let moved = Moved { old: old.id, new: new.id, old_path: old.path.as_str().to_owned(), new_path: new.path.as_str().to_owned() };
    store::add_event(tx, old.id, "succeeded", actor, &moved)?;
    store::add_event(tx, new.id, "took-over", actor, &moved)?;
    tx.emit("places.succeeded", Id::NONE, &moved)
}
