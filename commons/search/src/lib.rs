//! Finding words in any script.
//!
//! One function, [`cut`], decides what the words of a text are; SQLite's FTS5 and PostgreSQL's `tsvector` both index
//! exactly those cuts, so that a search finds the same on either engine. Words of alphabets are folded and matched from
//! their beginning (`scho` finds "Schools"); scripts that write no blanks between words are cut into overlapping pairs and
//! single characters, and a run of them is matched as a phrase, so that any part of a sentence finds it.
//!
//! What is indexed is an [`Entry`]: a thing of some kind, its public words, a number to order by (newest first), and
//! [`Facet`]s such as the areas it lies in or its state. A [`Query`] asks for words and facets together, so that the index
//! alone answers. Sealed text is never handed to this crate: people are found by blind index only.
//!
//! ```ignore
//! search::index(tx, &Entry::new("request", reference, opened.0, "A desk and a lamp").facets([Facet::new("state", "open")]))?;
//! let hits = search::find(tx, "request", &Query::words("lamp").must(Facet::new("state", "open")).limit(20))?;
//! ```

mod cut;
mod entry;
mod facet;
mod fold;
mod query;
mod store;

pub use cut::{MAX_CUTS, cut};
pub use entry::{Entry, end_filling, index, remove, set_facets};
pub use facet::Facet;
pub use query::{Hit, MAX_LIMIT, MAX_TERMS, Mark, Query, find};

use qianmo_web::Module;

/// The tables of the index. It has no pages: those belong to what is found.
pub fn module() -> Module {
    Module::new("search").migrations(qianmo_db::migrations!["0001_search"])
}
