//! A row as it stands in a file, and why a row is not taken.

use crate::place::Location;
use qianmo_kernel::Millis;
use std::fmt;
use std::sync::Arc;

/// A place as a file states it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Raw {
    /// The file it stands in, as reports name it.
    pub file: Arc<str>,
    /// The line it stands on, from 1, the header counted.
    pub line: u64,
    /// Its code.
    pub code: String,
    /// Its parent's code; empty at the top.
    pub parent: String,
    /// Its level's name; empty where the levels' order gives it: one below its parent's.
    pub level: String,
    /// Its name.
    pub name: String,
    /// The name's language; empty for the import's own.
    pub language: String,
    /// Whether the books are kept there; `None` where its level decides.
    pub keeps_books: Option<bool>,
    /// Where it lies.
    pub location: Option<Location>,
    /// In force since the beginning (UTC) of a day; `None` where that is not known.
    pub from: Option<Millis>,
    /// The beginning (UTC) of the first day on which it is no more; `None` while it is in force.
    pub until: Option<Millis>,
}

/// A day, `YYYY-MM-DD`, as its beginning in UTC.
pub(super) fn day(text: &str) -> Option<Millis> {
    let mut parts = text.split('-');
    let day = Millis::from_date(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    day.filter(|_| parts.next().is_none())
}

/// A row that is not taken: where, which, why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadRow {
    /// The file.
    pub file: Arc<str>,
    /// The line in it, from 1.
    pub line: u64,
    /// The code, as far as it could be read.
    pub code: String,
    /// Why.
    pub reason: Reason,
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {:?}: {}", self.file, self.line, self.code, self.reason)
    }
}

/// Why a row is not taken.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Reason {
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// Fewer columns than the header names.
    ShortRow,
    /// No code.
    NoCode,
    /// A code longer than 64 bytes or with blanks inside.
    BadCode,
    /// No name.
    NoName,
    /// A name longer than 200 characters.
    LongName,
    /// Something that is no language tag.
    BadLanguage,
    /// Coordinates that are no place on Earth.
    BadLocation,
    /// `keeps_books` that is neither yes nor no.
    BadFlag,
    /// A day that is none, lies ahead, or an end that is not after the beginning.
    BadDate,
    /// The code stands on an earlier line already.
    Duplicate,
    /// The parent is neither in the file nor known.
    MissingParent,
    /// The parent is in the file but was not taken.
    ParentNotTaken,
    /// The place is its own ancestor.
    Cycle,
    /// The level is none of those given.
    UnknownLevel,
    /// The level is not below the parent's.
    NotBelowParent,
    /// The level is deeper than any may be.
    TooDeep,
    /// The place is known, but under another parent. A successor must be named.
    OtherParent,
    /// The place is known, but of another level.
    OtherLevel,
    /// The place has ended. Its successors stand for it.
    Ended,
    /// The parent has ended, but the place has not.
    ParentEnded,
    /// No place bears the code, or the one that bears it has ended.
    UnknownPlace,
    /// The one place cannot stand for the other.
    NoSuccessor,
}

impl Reason {
    /// A short name for scripts.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::NotUtf8 => "not-utf8",
            Reason::ShortRow => "short-row",
            Reason::NoCode => "no-code",
            Reason::BadCode => "bad-code",
            Reason::NoName => "no-name",
            Reason::LongName => "long-name",
            Reason::BadLanguage => "bad-language",
            Reason::BadLocation => "bad-location",
            Reason::BadFlag => "bad-flag",
            Reason::BadDate => "bad-date",
            Reason::Duplicate => "duplicate",
            Reason::MissingParent => "missing-parent",
            Reason::ParentNotTaken => "parent-not-taken",
            Reason::Cycle => "cycle",
            Reason::UnknownLevel => "unknown-level",
            Reason::NotBelowParent => "not-below-parent",
            Reason::TooDeep => "too-deep",
            Reason::OtherParent => "other-parent",
            Reason::OtherLevel => "other-level",
            Reason::Ended => "ended",
            Reason::ParentEnded => "parent-ended",
            Reason::UnknownPlace => "unknown-place",
            Reason::NoSuccessor => "no-successor",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::NotUtf8 => "the text is not UTF-8",
            Reason::ShortRow => "the row has fewer columns than the header",
            Reason::NoCode => "the code is missing",
            Reason::BadCode => "the code is too long or has blanks in it",
            Reason::NoName => "the name is missing",
            Reason::LongName => "the name is longer than 200 characters",
            Reason::BadLanguage => "the language is not a language tag such as zh-Hans",
            Reason::BadLocation => "the coordinates are not degrees of latitude and longitude",
            Reason::BadFlag => "keeps_books is neither 1 nor 0",
            Reason::BadDate => "a day is not written as 2020-01-31, lies ahead, or is the end before the beginning",
            Reason::Duplicate => "the code stands on an earlier line already",
            Reason::MissingParent => "the parent is neither in the file nor known",
            Reason::ParentNotTaken => "the parent's own row was not taken",
            Reason::Cycle => "the place is its own ancestor",
            Reason::UnknownLevel => "the level is not one of the levels given",
            Reason::NotBelowParent => "the level is not below the parent's level",
            Reason::TooDeep => "the level is deeper than any may be",
            Reason::OtherParent => "the place is known under another parent; name its successor instead",
            Reason::OtherLevel => "the place is known with another level; name its successor instead",
            Reason::Ended => "the place has ended; its successors stand for it",
            Reason::ParentEnded => "the parent has ended, but the place has not",
            Reason::UnknownPlace => "no place in force bears the code",
            Reason::NoSuccessor => "the one cannot stand for the other: one lies within the other, the new one is too narrow, or the day is not after the old one's beginning",
        })
    }
}
