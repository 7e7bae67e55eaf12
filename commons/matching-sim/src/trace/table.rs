//! A table of a trace: CSV with a header, each record one line, so that a quote that is never closed spoils that line and no
//! other.

use super::problems::{Problems, quoted};
use crate::limits::{AMOUNTS, DAYS, LAST_DAY, MOST_MINOR, WEIGHTS, is_weight};
use crate::lines::{LONGEST, Line, Lines};
use std::io::BufRead;

/// A table whose header has been read.
pub struct Table<R, const N: usize> {
    file: &'static str,
    lines: Lines<R>,
    columns: [&'static str; N],
    /// Where each wanted column stands in a line.
    places: [usize; N],
    width: usize,
    cells: Cells,
}

/// One line of a table, its cells in the order in which columns were asked for.
pub struct Row<'a, const N: usize> {
    pub cells: [&'a str; N],
    columns: [&'static str; N],
    file: &'static str,
    line: u64,
}

/// The cells of a line: their text, and where each ends.
#[derive(Default)]
struct Cells {
    text: String,
    ends: Vec<usize>,
}

impl<R: BufRead, const N: usize> Table<R, N> {
    /// Reads the header. None, and why is noted, where it lacks a column.
    pub fn open(file: &'static str, from: R, columns: [&'static str; N], problems: &mut Problems) -> Option<Self> {
        let mut table = Table { file, lines: Lines::new(from), columns, places: [0; N], width: 0, cells: Cells::default() };
        let before = problems.count();
        if !table.step(problems)? {
            problems.add(file, None, None, "the file is empty");
        }
        if problems.count() > before {
            return None;
        }
        table.width = table.cells.ends.len();
        let line = Some(table.lines.number());
        for (place, column) in table.places.iter_mut().zip(columns) {
            let mut found = (0..table.width).filter(|i| table.cells.get(*i) == column);
            match (found.next(), found.next()) {
                (Some(at), None) => *place = at,
                (None, _) => problems.add(file, line, Some(column), "the column is missing"),
                (Some(_), Some(_)) => problems.add(file, line, Some(column), "the column occurs twice"),
            }
        }
        (problems.count() == before).then_some(table)
    }

    /// Every row that has as many cells as the header; the others are noted.
    pub fn rows(mut self, problems: &mut Problems, mut take: impl FnMut(&Row<'_, N>, &mut Problems)) {
        let (mut any, before) = (false, problems.count());
        while let Some(true) = self.step(problems) {
            any = true;
            let (line, width) = (self.lines.number(), self.cells.ends.len());
            if width != self.width {
                problems.add(self.file, Some(line), None, format!("it has {width} cells, the header has {}", self.width));
                continue;
            }
            let cells = self.places.map(|place| self.cells.get(place));
            take(&Row { cells, columns: self.columns, file: self.file, line }, problems);
        }
        if !any && problems.count() == before {
            problems.add(self.file, None, None, "the file has no rows");
        }
    }

    /// Reads the next line that has something, into the cells; false at the end, none where the file cannot be read on.
    fn step(&mut self, problems: &mut Problems) -> Option<bool> {
        loop {
            let line = match self.lines.read() {
                Ok(Some(line)) => line,
                Ok(None) => return Some(false),
                Err(error) => {
                    problems.add(self.file, None, None, format!("it cannot be read: {error}"));
                    return None;
                }
            };
            let wrong = match line {
                Line::TooLong => format!("the line is longer than {LONGEST} bytes"),
                Line::Whole(line) => match std::str::from_utf8(line) {
                    Ok(text) if text.trim().is_empty() => continue,
                    Ok(text) => match self.cells.split(text) {
                        Ok(()) => return Some(true),
                        Err(why) => why.to_owned(),
                    },
                    Err(_) => "the line is not UTF-8 text".to_owned(),
                },
            };
            problems.add(self.file, Some(self.lines.number()), None, wrong);
        }
    }
}

impl Cells {
    fn get(&self, number: usize) -> &str {
        let from = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(number).and_then(|to| self.text.get(from..*to)).unwrap_or_default().trim()
    }

    /// RFC 4180 within a line: a cell in quotes may have commas, and two quotes stand for one.
    fn split(&mut self, line: &str) -> Result<(), &'static str> {
        self.text.clear();
        self.ends.clear();
        let mut rest = line;
        loop {
            let unquoted = rest.trim_start_matches([' ', '\t']);
            if let Some(quoted) = unquoted.strip_prefix('"') {
                rest = self.quoted(quoted)?.trim_start_matches([' ', '\t']);
                if !rest.is_empty() && !rest.starts_with(',') {
                    return Err("there is text after a closing quote");
                }
            } else {
                let end = rest.find(',').unwrap_or(rest.len());
                let (cell, after) = rest.split_at(end);
                self.text.push_str(cell);
                rest = after;
            }
            self.ends.push(self.text.len());
            match rest.strip_prefix(',') {
                Some(after) => rest = after,
                None => return Ok(()),
            }
        }
    }

    /// Takes what stands in quotes; gives what follows the closing one.
    fn quoted<'a>(&mut self, mut rest: &'a str) -> Result<&'a str, &'static str> {
        loop {
            let (cell, after) = rest.split_once('"').ok_or("a quote is opened and not closed on this line")?;
            self.text.push_str(cell);
            match after.strip_prefix('"') {
                Some(after) => {
                    self.text.push('"');
                    rest = after;
                }
                None => return Ok(after),
            }
        }
    }
}

impl<const N: usize> Row<'_, N> {
    /// Notes what is wrong with a cell.
    pub fn wrong(&self, at: usize, reason: impl Into<String>, problems: &mut Problems) {
        problems.add(self.file, Some(self.line), self.columns.get(at).copied(), reason);
    }

    /// A cell that must not be empty.
    pub fn filled(&self, at: usize, problems: &mut Problems) -> Option<&str> {
        let cell = self.cells.get(at).copied().unwrap_or_default();
        if cell.is_empty() {
            self.wrong(at, "it is empty", problems);
        }
        Some(cell).filter(|cell| !cell.is_empty())
    }

    /// A day.
    pub fn day(&self, at: usize, problems: &mut Problems) -> Option<f64> {
        let cell = self.filled(at, problems)?;
        self.fits(at, cell.parse().ok().filter(|day| (0.0..=LAST_DAY).contains(day)), DAYS, problems)
    }

    /// Minor units from `least` on.
    pub fn minor(&self, at: usize, least: i64, problems: &mut Problems) -> Option<i64> {
        let cell = self.filled(at, problems)?;
        // Programs that know only floating point numbers write 500 as 500.0.
        let whole = |n: &f64| n.fract() == 0.0 && *n >= least as f64 && *n <= MOST_MINOR as f64;
        let number = cell.parse().ok().filter(whole).map(|n| n as i64);
        self.fits(at, number, &format!("a whole number from {least} to {AMOUNTS}"), problems)
    }

    /// A weight; an empty cell is 1.
    pub fn weight(&self, at: usize, problems: &mut Problems) -> Option<f64> {
        let cell = self.cells.get(at).copied().unwrap_or_default();
        if cell.is_empty() {
            return Some(1.0);
        }
        self.fits(at, cell.parse().ok().filter(|weight| is_weight(*weight)), WEIGHTS, problems)
    }

    fn fits<T>(&self, at: usize, value: Option<T>, what: &str, problems: &mut Problems) -> Option<T> {
        if value.is_none() {
            let cell = quoted(self.cells.get(at).copied().unwrap_or_default());
            self.wrong(at, format!("{cell} is not {what}"), problems);
        }
        value
    }
}
