//! Levels of the area tree. They are data: an installation names its own when it reads its places in.

use std::fmt;
use std::sync::{PoisonError, RwLock};

/// How deep a level name lies, as the places read so far have it. Begins with the five that roles and procedures are told in.
static KNOWN: RwLock<Vec<(&'static str, u8)>> = RwLock::new(Vec::new());

/// The levels an installation starts with, widest first.
const USUAL: [(&str, u8); 5] = [("province", 0), ("city", 1), ("county", 2), ("township", 3), ("village", 4)];

/// Level names that are remembered at most. Importing refuses trees deeper than [`Level::MAX_DEPTH`], so there are never so many.
const MOST: usize = 256;

/// A level of the area tree, such as `county`: a name, and how deep it lies among the levels (0 is the widest).
#[derive(Copy, Clone, PartialEq, Eq, Hash)]
pub struct Level(&'static str);

impl Level {
    /// Province, or what is like it: reviewers' widest level.
    pub const PROVINCE: Level = Level("province");
    /// City or prefecture.
    pub const CITY: Level = Level("city");
    /// County: keeps the books, where nothing else is said.
    pub const COUNTY: Level = Level("county");
    /// Township.
    pub const TOWNSHIP: Level = Level("township");
    /// Village.
    pub const VILLAGE: Level = Level("village");
    /// The deepest a level may lie.
    pub const MAX_DEPTH: u8 = 11;

    /// The level of that name: one of the usual five, or one that the places of this installation have.
    pub fn from_name(name: &str) -> Option<Level> {
        find(name).map(|(name, _)| Level(name))
    }

    /// The level of that name, which the database says lies at `depth`. An unknown name is learned.
    pub(crate) fn stored(name: &str, depth: u8) -> Level {
        if let Some((name, known)) = find(name)
            && known == depth
        {
            return Level(name);
        }
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = known.iter_mut().find(|(n, _)| *n == name) {
            entry.1 = depth;
            return Level(entry.0);
        }
        let usual = USUAL.iter().find(|(n, _)| *n == name).map(|(n, _)| *n);
        if known.len() >= MOST && usual.is_none() {
            return Level("");
        }
        // Names live as long as the program: there are a handful, and levels are copied about like numbers.
        let name = usual.unwrap_or_else(|| Box::leak(name.to_owned().into_boxed_str()));
        known.push((name, depth));
        Level(name)
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// How deep it lies: 0 is the widest.
    pub fn depth(self) -> u8 {
        find(self.0).map_or(Level::MAX_DEPTH, |(_, depth)| depth)
    }

    /// Whether places of this level hold those of the other.
    pub fn is_wider_than(self, other: Level) -> bool {
        self.depth() < other.depth()
    }

    /// The message that names it, for levels the program has a word for.
    pub fn message(self) -> Option<&'static str> {
        Some(match self.0 {
            "country" => "places-level-country",
            "region" => "places-level-region",
            "state" => "places-level-state",
            "province" => "places-level-province",
            "city" => "places-level-city",
            "district" => "places-level-district",
            "county" => "places-level-county",
            "municipality" => "places-level-municipality",
            "township" => "places-level-township",
            "village" => "places-level-village",
            _ => return None,
        })
    }
}

fn find(name: &str) -> Option<(&'static str, u8)> {
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    known.iter().chain(&USUAL).find(|(n, _)| *n == name).copied()
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_levels_are_known_from_the_start_and_others_are_learned() {
        assert_eq!(Level::from_name("county"), Some(Level::COUNTY));
        assert!(Level::PROVINCE.is_wider_than(Level::COUNTY) && !Level::VILLAGE.is_wider_than(Level::VILLAGE));
        assert_eq!(Level::from_name("canton"), None);
        let canton = Level::stored("canton", 1);
        assert_eq!((Level::from_name("canton"), canton.depth()), (Some(canton), 1));
        assert_eq!(Level::stored("canton", 2).depth(), 2);
    }
}
