//! Asking: words and facets in, the newest hits out.

use crate::cut::{Piece, pairs, pieces, without_article};
use crate::facet::Facet;
use crate::store;
use qianmo_db::{Engine, Tx, params};
use qianmo_kernel::{Id, PublicRef, Res};
use std::fmt;
use std::str::FromStr;

/// The most hits one search gives.
pub const MAX_LIMIT: usize = 200;
/// The most words (or runs) of a query that count.
pub const MAX_TERMS: usize = 12;
/// The most characters of one run that count.
const MAX_RUN: usize = 40;

/// What is looked for: all of the words, all of `must`, and at least one of each group of `any`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Query {
    /// What the person typed. Blank: no words are asked for, the facets alone decide.
    pub words: String,
    /// Facets that a hit must carry.
    pub must: Vec<Facet>,
    /// Groups of facets; a hit must carry at least one of each group. An empty group finds nothing.
    pub any: Vec<Vec<Facet>>,
    /// Only what comes after this hit of an earlier page.
    pub before: Option<Mark>,
    /// How many hits, 1 to [`MAX_LIMIT`].
    pub limit: usize,
}

impl Query {
    /// Asks for words, 20 hits.
    pub fn words(words: impl Into<String>) -> Self {
        Query { words: words.into(), must: Vec::new(), any: Vec::new(), before: None, limit: 20 }
    }

    /// Adds a facet that a hit must carry.
    #[must_use]
    pub fn must(mut self, facet: Facet) -> Self {
        self.must.push(facet);
        self
    }

    /// Adds a group of facets of which a hit must carry one.
    #[must_use]
    pub fn any(mut self, group: impl IntoIterator<Item = Facet>) -> Self {
        self.any.push(group.into_iter().collect());
        self
    }

    /// Goes on after this hit.
    #[must_use]
    pub fn before(mut self, mark: Option<Mark>) -> Self {
        self.before = mark;
        self
    }

    /// How many hits, brought to 1 to [`MAX_LIMIT`].
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }
}

/// Where a page of hits ended: hand the last hit's mark to the next query. Written `order.ID`.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The order of the hit as the index keeps it. On SQLite it may be a little above the one given at indexing, since no
    /// two entries share one there.
    pub order: i64,
    /// The hit.
    pub id: Id,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.order, self.id)
    }
}

/// What was given is not a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAMark;

impl fmt::Display for NotAMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a mark of a search")
    }
}

impl std::error::Error for NotAMark {}

impl FromStr for Mark {
    type Err = NotAMark;

    fn from_str(s: &str) -> Result<Self, NotAMark> {
        let (order, id) = s.split_once('.').ok_or(NotAMark)?;
        Ok(Mark { order: order.parse().map_err(|_| NotAMark)?, id: id.parse().map_err(|_| NotAMark)? })
    }
}

/// Something found.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// What was found.
    pub reference: PublicRef,
    /// Where it stands among the hits.
    pub mark: Mark,
}

/// Finds entries of a kind, newest (largest order) first. Words that hold no letter or digit find nothing.
pub fn find(tx: &mut Tx<'_>, kind: &'static str, query: &Query) -> Res<Vec<Hit>> {
    let Some(asked) = Asked::of(kind, query) else { return Ok(Vec::new()) };
    let engine = tx.engine();
    let text = match engine {
        Engine::Sqlite => asked.for_fts5(),
        Engine::Postgres => asked.for_tsquery(),
    };
    let from = query.before.unwrap_or(Mark { order: i64::MAX, id: Id::from_i64(i64::MAX) });
    let limit = query.limit.clamp(1, MAX_LIMIT);
    let mut hits = |statement| {
        tx.query(statement, params![&text, from.order, from.id, limit], |row| {
            let id = row.id(1)?;
            Ok(Hit { reference: PublicRef::new(row.id(0)?, id), mark: Mark { order: row.i64(2)?, id } })
        })
    };
    if engine == Engine::Postgres {
        let near = hits(store::FIND_AMONG_NEXT)?;
        if near.len() == limit {
            return Ok(near);
        }
    }
    hits(store::FIND)
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Term {
    /// A word from its beginning.
    Prefix(String),
    /// Pairs, one after another, or one cut alone.
    Phrase(Vec<String>),
}

/// A query, cut.
struct Asked {
    terms: Vec<Term>,
    groups: Vec<Vec<String>>,
}

impl Asked {
    fn of(kind: &str, query: &Query) -> Option<Asked> {
        let mut terms: Vec<Term> = Vec::new();
        for piece in pieces(&query.words) {
            let term = match piece {
                Piece::Word(word) => Term::Prefix(without_article(&word).map(str::to_owned).unwrap_or(word)),
                Piece::Run(run) if run.len() == 1 => Term::Phrase(vec![run.iter().collect()]),
                Piece::Run(run) => Term::Phrase(pairs(&run).take(MAX_RUN).collect()),
            };
            if terms.len() < MAX_TERMS && !terms.contains(&term) {
                terms.push(term);
            }
        }
        if terms.is_empty() && !query.words.trim().is_empty() {
            return None;
        }
        let must = query.must.iter().cloned().chain([Facet::kind(kind)]).map(|facet| vec![facet]);
        let groups: Vec<Vec<String>> = must
            .chain(query.any.iter().cloned())
            .map(|group| group.iter().map(|facet| facet.token().to_owned()).collect())
            .collect();
        groups.iter().all(|group| !group.is_empty()).then_some(Asked { terms, groups })
    }

    /// As an expression of FTS5. Cuts hold nothing but letters, digits and marks, so the quotes cannot be broken out of.
    fn for_fts5(&self) -> String {
        let words = self.terms.iter().map(|term| match term {
            Term::Prefix(word) => format!("\"{word}\" *"),
            Term::Phrase(cuts) => format!("\"{}\"", cuts.join(" ")),
        });
        let quoted = |group: &Vec<String>| group.iter().map(|f| format!("\"{f}\"")).collect::<Vec<_>>().join(" OR ");
        let facets = self.groups.iter().map(|group| format!("({})", quoted(group)));
        words.chain(facets).collect::<Vec<_>>().join(" AND ")
    }

    /// As the text of a PostgreSQL `tsquery`.
    fn for_tsquery(&self) -> String {
        let words = self.terms.iter().map(|term| match term {
            Term::Prefix(word) => format!("'{word}':*"),
            Term::Phrase(cuts) => {
                format!("({})", cuts.iter().map(|cut| format!("'{cut}'")).collect::<Vec<_>>().join(" <-> "))
            }
        });
        let quoted = |group: &Vec<String>| group.iter().map(|f| format!("'{f}'")).collect::<Vec<_>>().join(" | ");
        let facets = self.groups.iter().map(|group| format!("({})", quoted(group)));
        words.chain(facets).collect::<Vec<_>>().join(" & ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &Query) -> Asked {
        Asked::of("request", query).unwrap()
    }

    #[test]
    fn a_query_is_written_for_either_engine() {
        let query = Query::words("School 书桌椅 米")
            .must(Facet::new("state", "open"))
            .any([Facet::new("purpose", "health"), Facet::new("purpose", "goods")]);
        assert_eq!(
            asked(&query).for_fts5(),
            "\"school\" * AND \"书桌 桌椅\" AND \"米\" AND (\"state_open\") AND (\"kind_request\") \
             AND (\"purpose_health\" OR \"purpose_goods\")"
        );
        assert_eq!(
            asked(&query).for_tsquery(),
            "'school':* & ('书桌' <-> '桌椅') & ('米') & ('state_open') & ('kind_request') & ('purpose_health' | 'purpose_goods')"
        );
    }

    #[test]
    fn nothing_to_look_for_is_told_apart_from_no_words_asked() {
        assert_eq!(asked(&Query::words("  ")).for_fts5(), "(\"kind_request\")");
        assert!(Asked::of("request", &Query::words("?!")).is_none());
        assert!(Asked::of("request", &Query::words("米").any([])).is_none());
    }

    #[test]
    fn quotes_and_operators_are_taken_as_blanks() {
        assert_eq!(
            asked(&Query::words("a\" OR b* NEAR(c)")).for_fts5(),
            "\"a\" * AND \"or\" * AND \"b\" * AND \"near\" * AND \"c\" * AND (\"kind_request\")"
        );
        assert_eq!(asked(&Query::words("x' | y:* & !z")).for_tsquery(), "'x':* & 'y':* & 'z':* & ('kind_request')");
    }

    #[test]
    fn a_mark_survives_being_written_down() {
        let mark = Mark { order: -5, id: Id::from_i64(77) };
        assert_eq!(mark.to_string().parse(), Ok(mark));
        for bad in ["", "1", "1.", ".1", "x.0000000000000"] {
            assert_eq!(bad.parse::<Mark>(), Err(NotAMark), "{bad}");
        }
    }
}
