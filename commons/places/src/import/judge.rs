//! Whether a row is taken: its parent, its level, what is known of it, and whether it is wanted at all.

use super::LevelRule;
use super::check::check;
use super::row::{Raw, Reason};
use super::run::{NONE, Node, Outcome, Run};
use crate::level::Level;
use crate::place::Place;
use qianmo_kernel::Id;
use std::collections::HashMap;
use std::sync::Arc;

impl Run<'_> {
    pub(super) fn judge(&mut self, raw: &Raw, known: Option<&Arc<Place>>) -> Outcome {
        if let Err(reason) = check(raw, self.now) {
            return Outcome::Bad(reason);
        }
        let number = self.codes.find(&raw.code);
        if number.is_some_and(|n| self.nodes.get(n as usize).is_some_and(|node| node.seen)) {
            return Outcome::Bad(Reason::Duplicate);
        }
        let named = self.levels.iter().position(|l| l.name == raw.level);
        if let Some((rank, _)) = named.zip(self.deepest).filter(|(rank, deepest)| rank > deepest) {
            self.too_deep(raw, number, known, u8::try_from(rank).unwrap_or(Level::MAX_DEPTH));
            return Outcome::LeftOut;
        }
        let parent = match self.parent(raw) {
            Ok(Some(parent)) => parent,
            Ok(None) => return Outcome::Waits,
            Err(reason) => return Outcome::Bad(reason),
        };
        let above = self.nodes.get(parent as usize).copied();
        if above.is_some_and(|above| above.ended) && raw.until.is_none() {
            return Outcome::Bad(Reason::ParentEnded);
        }
        let rank = match self.rank(raw, named, above.map(|a| a.rank)) {
            Ok(rank) if self.deepest.is_some_and(|deepest| usize::from(rank) > deepest) => {
                self.too_deep(raw, number, known, rank);
                return Outcome::LeftOut;
            }
            Ok(rank) => rank,
            Err(reason) => return Outcome::Bad(reason),
        };
        let is_root = self.wanted.contains(&raw.code);
        let wanted = self.wanted.is_empty() || is_root || above.is_some_and(|a| a.wanted);
        if is_root && known.is_none() {
            self.wanted_left = self.wanted_left.saturating_sub(1);
        }
        if wanted && let Some(reason) = known.and_then(|place| self.contradiction(raw, place, above, rank)) {
            return Outcome::Bad(reason);
        }
        let id = known.map_or(Id::NONE, |place| place.id);
        let ended = known.map_or(raw.until.is_some(), |place| !place.is_current());
        let number = self.note(&raw.code, number, Node { id, parent, rank, seen: true, wanted, ended });
        if !wanted {
            if self.wanted_left > 0 {
                self.held.insert(number, (raw.clone(), known.cloned()));
            }
            return Outcome::LeftOut;
        }
        self.take_held(parent);
        self.take(number, raw, known);
        if self.wanted_left == 0 {
            self.held = HashMap::new();
        }
        Outcome::Taken
    }

    /// Remembers a row that lies too deep: what lies below it is left out as it is, and does not lack a parent.
    fn too_deep(&mut self, raw: &Raw, number: Option<u32>, known: Option<&Arc<Place>>, rank: u8) {
        let id = known.map_or(Id::NONE, |place| place.id);
        let ended = known.map_or(raw.until.is_some(), |place| !place.is_current());
        self.note(&raw.code, number, Node { id, parent: NONE, rank, seen: true, wanted: false, ended });
    }

    /// The parent's number; [`NONE`] at the top; `Ok(None)` while it has not come.
    fn parent(&mut self, raw: &Raw) -> Result<Option<u32>, Reason> {
        if raw.parent.is_empty() {
            return Ok(Some(NONE));
        }
        if raw.parent == raw.code {
            return Err(Reason::Cycle);
        }
        if let Some(number) = self.codes.find(&raw.parent) {
            return Ok(Some(number));
        }
        let Some(place) = self.parents.get(&raw.parent).cloned() else { return Ok(None) };
        let rank = self.levels.iter().position(|l| l.name == place.level.name()).unwrap_or(usize::from(place.level.depth()));
        let wanted = self.wanted.is_empty() || place.path.ids().any(|id| self.wanted_ids.contains(&id));
        let rank = u8::try_from(rank).unwrap_or(Level::MAX_DEPTH);
        let node = Node { id: place.id, parent: NONE, rank, seen: false, wanted, ended: false };
        let number = self.note(&raw.parent, None, node);
        self.paths.insert(number, place.path.clone());
        Ok(Some(number))
    }

    fn note(&mut self, code: &str, number: Option<u32>, node: Node) -> u32 {
        let number = number.unwrap_or_else(|| self.codes.add(code));
        match self.nodes.get_mut(number as usize) {
            Some(slot) => *slot = node,
            None => self.nodes.push(node),
        }
        number
    }

    fn rank(&mut self, raw: &Raw, named: Option<usize>, above: Option<u8>) -> Result<u8, Reason> {
        let rank = match named {
            Some(rank) => rank,
            // No level stated: one below the parent's.
            None if raw.level.is_empty() => {
                let rank = above.map_or(0, |rank| usize::from(rank) + 1);
                if rank >= self.levels.len() {
                    return Err(Reason::UnknownLevel);
                }
                rank
            }
            None if self.learns => {
                if self.levels.len() > usize::from(Level::MAX_DEPTH) {
                    return Err(Reason::TooDeep);
                }
                self.levels.push(LevelRule { name: raw.level.clone(), keeps_books: raw.level == "county" });
                if self.options.deepest.as_deref() == Some(raw.level.as_str()) {
                    self.deepest = Some(self.levels.len() - 1);
                }
                self.levels.len() - 1
            }
            None => return Err(Reason::UnknownLevel),
        };
        let rank = u8::try_from(rank).ok().filter(|rank| *rank <= Level::MAX_DEPTH).ok_or(Reason::TooDeep)?;
        if above.is_some_and(|above| above >= rank) { Err(Reason::NotBelowParent) } else { Ok(rank) }
    }

    /// Why a place that is known cannot be what the row says.
    fn contradiction(&self, raw: &Raw, place: &Place, above: Option<Node>, rank: u8) -> Option<Reason> {
        if !place.is_current() && raw.until != Some(place.until) {
            return Some(Reason::Ended);
        }
        if above.map_or(Id::NONE, |a| a.id) != place.parent {
            return Some(Reason::OtherParent);
        }
        let same = self.levels.get(usize::from(rank)).is_some_and(|l| l.name == place.level.name());
        (!same).then_some(Reason::OtherLevel)
    }
}
