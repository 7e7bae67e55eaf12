//! Files of households: CSV or XLSX, one row per person, checked as a whole before anything is written.
//!
//! 1. [`table`] reads rows, guards against bombs and says where a row stands in the file; `sheet` does so for XLSX.
//! 2. [`columns`] knows the columns and the words people use in them.
//! 3. [`group`] joins the rows of a household and reads it as a form would be read.
//! 4. [`run`] checks every row of the file, also against what is registered. Only when nothing at all is wrong does it
//!    write, in batches of hidden rows under one import, and one last unit of work makes all of them visible at once.
//!    A number that is registered already is told, also by a check alone, only after it is noted as if it had been typed: as a
//!    look that the household sees, and as one of the few that an account may be told of.
//!    Whatever goes wrong before that is undone; an import that stopped half-way (the machine lost power) is undone by
//!    a job. So nothing is ever half-imported.
//! 5. [`report`] writes what was wrong, a line each, without repeating anybody's data.

pub mod columns;
pub mod group;
pub mod page;
pub mod report;
pub mod routes;
pub mod run;
mod sheet;
pub(crate) mod store;
pub mod table;

use qianmo_kernel::PublicRef;

/// Something in a file that is not right.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Problem {
    /// The line, from 1, as a spreadsheet counts.
    pub line: u64,
    /// The column's own name, e.g. `id_number`; empty when the whole row is meant.
    pub column: &'static str,
    /// The key of the reason.
    pub message: &'static str,
    /// What the reason mentions.
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    /// A problem of a line.
    pub fn new(line: u64, column: &'static str, message: &'static str) -> Self {
        Problem { line, column, message, args: Vec::new() }
    }
}

/// How far an import is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Reading and checking.
    Checking,
    /// Writing.
    Writing,
    /// Taking back what was written.
    Undoing,
}

/// How far an import is, in rows (people).
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Progress {
    /// What it does.
    pub stage: Stage,
    /// Rows done in this stage.
    pub done: u64,
    /// Rows of the whole file, once they are counted.
    pub total: Option<u64>,
}

/// What became of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Rows that were read.
    pub people: u64,
    /// Households they make.
    pub households: u64,
    /// How many things are wrong.
    pub wrong: u64,
    /// The first of them, at most [`run::MOST_PROBLEMS`].
    pub problems: Vec<Problem>,
    /// Whether everything was written. `false` after a dry run and when anything is wrong.
    pub written: bool,
    /// The import, under which its report is kept.
    pub import: PublicRef,
}
