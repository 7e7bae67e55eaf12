//! What is told when a place ends, and what it means for those who keep paths beside their rows.

use crate::place::Place;
use crate::{history, store};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, PlacePath, Res};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The payload of `places.succeeded`: whoever keeps paths beside their rows writes `new_path` where `old_path` begins one, for
/// each of what [`Moved::today`] answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Moved {
    /// The place that ended.
    pub old: Id,
    /// The place that stands for it.
    pub new: Id,
    /// The path of what ended, as paths are stored.
    pub old_path: String,
    /// The path that takes its place.
    pub new_path: String,
}

impl Moved {
    /// What to rewrite now, in this order. Events are jobs that may overtake each other: the place that was told of may have
    /// ended itself by now, and so may have places below it, whose own events found nothing to move yet. So rows go to
    /// what is in force, and no row is left below a place that ended.
    pub fn today(&self, tx: &mut Tx<'_>) -> Res<Vec<Moved>> {
        let first = match in_force(tx, self.new)? {
            Some(place) => Moved { new: place.id, new_path: place.path.as_str().to_owned(), ..self.clone() },
            None => self.clone(),
        };
        let mut seen = HashSet::from([self.old]);
        let mut steps = vec![first];
        let mut at = 0;
        while let Some(step) = steps.get(at).cloned() {
            let (from, to) = PlacePath::from_stored(step.new_path).range();
            let ended = tx.query(store::ENDED_UNDER, params![&from, &to], |row| Ok((row.id(0)?, row.path(1)?)))?;
            for (old, path) in ended.into_iter().filter(|(old, _)| seen.insert(*old)) {
                if let Some(place) = in_force(tx, old)? {
                    let (old_path, new_path) = (path.as_str().to_owned(), place.path.as_str().to_owned());
                    steps.push(Moved { old, new: place.id, old_path, new_path });
                }
            }
            at += 1;
        }
        Ok(steps)
    }
}

/// The place in force that stands where this one stood, if there is just one.
fn in_force(tx: &mut Tx<'_>, id: Id) -> Res<Option<Place>> {
    let standing = history::standing(tx, id)?;
    Ok(if standing.len() == 1 { standing.into_iter().next() } else { None })
}
