//! Rows that belong together become households, read exactly as a form would be.

use super::Problem;
use super::columns::Column;
use super::table::{Row, Rows, is_formula};
use crate::check::{self, NewHousehold};
use crate::raw::{HouseholdRaw, MemberRaw};
use qianmo_kernel::{Fail, Id, Res};
use std::collections::HashSet;

/// Where each column stands in the file.
pub struct Header {
    at: Vec<(Column, usize)>,
}

impl Header {
    /// Reads the first row. Says which needed columns are missing and which headings are not known or come twice.
    pub fn read(row: &Row) -> Result<Header, Vec<Problem>> {
        let mut at: Vec<(Column, usize)> = Vec::new();
        let mut problems = Vec::new();
        for (index, cell) in row.cells.iter().enumerate() {
            if cell.trim().is_empty() {
                continue;
            }
            match Column::from_heading(cell) {
                Some(column) if at.iter().any(|(c, _)| *c == column) => {
                    problems.push(Problem::new(row.line, column.name(), "registry-import-column-twice"));
                }
                Some(column) => at.push((column, index)),
                None => {
                    let mut problem = Problem::new(row.line, "", "registry-import-column-unknown");
                    problem.args.push(("number", (index + 1).to_string()));
                    problems.push(problem);
                }
            }
        }
        for column in super::columns::all().filter(|c| c.is_needed()) {
            if !at.iter().any(|(c, _)| *c == column) {
                problems.push(Problem::new(row.line, column.name(), "registry-import-column-missing"));
            }
        }
        if problems.is_empty() { Ok(Header { at }) } else { Err(problems) }
    }

    fn cell<'r>(&self, row: &'r Row, column: Column) -> &'r str {
        self.at.iter().find(|(c, _)| *c == column).and_then(|(_, at)| row.cells.get(*at)).map_or("", |cell| bare(cell.trim()))
    }
}

/// A cell without the apostrophe that keeps spreadsheets from taking it for a formula, as our own files have it.
fn bare(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

/// A household of a file, read.
#[derive(Clone, Debug)]
pub struct Read {
    /// The household; its place is not looked up yet.
    pub new: NewHousehold,
    /// The code of its place.
    pub place_code: String,
    /// The line of each member.
    pub lines: Vec<u64>,
    /// Whether the file says that these are other people than those on record.
    pub other_people: bool,
}

/// The households of a file, one after the other, each with what is wrong with it.
pub struct Groups {
    rows: Rows,
    header: Header,
    waiting: Option<(String, Vec<Row>)>,
    seen: HashSet<String>,
    today: (i16, i8, i8),
    over: bool,
}

/// What is wrong with a household's rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    /// All that can be told from the rows themselves.
    pub problems: Vec<Problem>,
    /// The line and the code of its place where one is given: whether there is such a place is told together with the rest.
    pub place: Option<(u64, String)>,
}

impl Wrong {
    fn one(problem: Problem) -> Wrong {
        Wrong { problems: vec![problem], place: None }
    }
}

/// A household, or what is wrong with its rows; and how many rows it was.
pub type Group = (usize, Result<Read, Wrong>);

impl Groups {
    /// Begins with the header. Refused problems of the header end the reading.
    pub fn new(mut rows: Rows, today: (i16, i8, i8)) -> Result<Groups, Vec<Problem>> {
        let first = match rows.next() {
            None => return Err(vec![Problem::new(1, "", "registry-import-empty")]),
            Some(Err(problem)) => return Err(vec![problem]),
            Some(Ok(row)) => row,
        };
        let header = Header::read(&first)?;
        Ok(Groups { rows, header, waiting: None, seen: HashSet::new(), today, over: false })
    }

    fn finish(&mut self, key: String, rows: Vec<Row>) -> Group {
        let count = rows.len();
        let line = rows.first().map_or(0, |r| r.line);
        if !self.seen.insert(key) {
            return (count, Err(Wrong::one(Problem::new(line, Column::Household.name(), "registry-import-scattered"))));
        }
        (count, read(&self.header, &rows, self.today))
    }
}

impl Iterator for Groups {
    type Item = Group;

    fn next(&mut self) -> Option<Group> {
        loop {
            if self.over {
                return None;
            }
            match self.rows.next() {
                None => {
                    self.over = true;
                    let (key, rows) = self.waiting.take()?;
                    return Some(self.finish(key, rows));
                }
                Some(Err(problem)) => return Some((1, Err(Wrong::one(problem)))),
                Some(Ok(row)) => {
                    let key = self.header.cell(&row, Column::Household).to_owned();
                    if key.is_empty() {
                        let problem = Problem::new(row.line, Column::Household.name(), "registry-import-key-needed");
                        return Some((1, Err(Wrong::one(problem))));
                    }
                    match &mut self.waiting {
                        Some((waiting, rows)) if *waiting == key => rows.push(row),
                        _ => {
                            if let Some((key, rows)) = self.waiting.replace((key, vec![row])) {
                                return Some(self.finish(key, rows));
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Reads the rows of one household.
fn read(header: &Header, rows: &[Row], today: (i16, i8, i8)) -> Result<Read, Wrong> {
    let mut problems = Vec::new();
    for row in rows {
        // What stands under no heading says something that nobody would read: most often a comma too many, and all cells behind
        // it are another column's.
        for (at, cell) in row.cells.iter().enumerate() {
            if !cell.trim().is_empty() && !header.at.iter().any(|(_, named)| *named == at) {
                let mut problem = Problem::new(row.line, "", "registry-import-cell-beyond");
                problem.args.push(("number", (at + 1).to_string()));
                problems.push(problem);
            }
        }
        for (column, at) in &header.at {
            let cell = row.cells.get(*at).map_or("", |c| c.trim());
            if is_formula(cell) {
                problems.push(Problem::new(row.line, column.name(), "registry-import-formula"));
            }
            if column.is_long_number() && row.spoiled.contains(at) {
                problems.push(Problem::new(row.line, column.name(), "registry-import-number-spoiled"));
            }
        }
    }
    // What is said of the household may stand in any of its rows, but not differently.
    let mut of_household = |column: Column| -> String {
        let mut said = String::new();
        for row in rows {
            let value = column.value(header.cell(row, column));
            if value.is_empty() || value == said {
                continue;
            }
            if said.is_empty() {
                said = value;
            } else {
                problems.push(Problem::new(row.line, column.name(), "registry-import-differs"));
            }
        }
        said
    };
    let place_code = of_household(Column::PlaceCode);
    let other_people = of_household(Column::OtherPeople);
    let causes = [Column::CauseMain, Column::CauseSecond, Column::CauseThird].map(&mut of_household);
    let mut raw = HouseholdRaw {
        // The place is looked up by its code later.
        place: Id::NONE.to_string(),
        address: of_household(Column::Address),
        phone: of_household(Column::Phone),
        bank_card: of_household(Column::BankCard),
        language: of_household(Column::Language),
        causes: causes.to_vec(),
        members: Vec::new(),
    };
    if !matches!(other_people.as_str(), "" | "yes" | "no") {
        let line = rows.iter().find(|row| !header.cell(row, Column::OtherPeople).is_empty()).map_or(0, |row| row.line);
        problems.push(Problem::new(line, Column::OtherPeople.name(), "registry-import-yes-no"));
    }
    if place_code.is_empty() {
        problems.push(Problem::new(rows.first().map_or(0, |r| r.line), Column::PlaceCode.name(), "registry-place-needed"));
    }
    raw.members = rows.iter().map(|row| member(header, row)).collect();
    let lines: Vec<u64> = rows.iter().map(|r| r.line).collect();
    match refusal(check::household(&raw, today)) {
        Ok(new) if problems.is_empty() => return Ok(Read { new, place_code, lines, other_people: other_people == "yes" }),
        Ok(_) => {}
        Err(fields) => {
            problems.extend(fields.into_iter().map(|f| to_problem(&f, &lines)));
            problems.sort();
            problems.dedup();
        }
    }
    let place = lines.first().filter(|_| !place_code.is_empty()).map(|line| (*line, place_code));
    Err(Wrong { problems, place })
}

fn member(header: &Header, row: &Row) -> MemberRaw {
    let value = |column: Column| column.value(header.cell(row, column));
    MemberRaw {
        relation: value(Column::Relation),
        name: value(Column::Name),
        name_language: value(Column::NameLanguage),
        other_name: value(Column::OtherName),
        sex: value(Column::Sex),
        birth: value(Column::Birth),
        id_kind: value(Column::IdKind),
        id_number: value(Column::IdNumber),
        health: value(Column::Health),
        disability: value(Column::Disability),
        labour: value(Column::Labour),
    }
}

fn refusal(result: Res<NewHousehold>) -> Result<NewHousehold, Vec<qianmo_kernel::FieldError>> {
    match result {
        Ok(new) => Ok(new),
        Err(Fail::Refused(refused)) if !refused.fields.is_empty() => Err(refused.fields),
        Err(_) => {
            Err(vec![qianmo_kernel::FieldError { field: String::new(), message: "registry-import-row-wrong", args: Vec::new() }])
        }
    }
}

/// `members.2.birth` of a household is the column `birth` in the line of its third member.
pub fn to_problem(field: &qianmo_kernel::FieldError, lines: &[u64]) -> Problem {
    let mut parts = field.field.split('.');
    let (line, name) = match (parts.next(), parts.next(), parts.next()) {
        (Some("members"), Some(at), Some(name)) => {
            let line = at.parse::<usize>().ok().and_then(|at| lines.get(at)).copied();
            (line, name.to_owned())
        }
        (Some("causes"), at, _) => {
            let name = match at {
                Some("1") => Column::CauseSecond,
                Some("2") => Column::CauseThird,
                _ => Column::CauseMain,
            };
            (None, name.name().to_owned())
        }
        (Some("place"), ..) => (None, Column::PlaceCode.name().to_owned()),
        (Some("members"), ..) => (None, Column::Household.name().to_owned()),
        (first, ..) => (None, first.unwrap_or_default().to_owned()),
    };
    let line = line.or_else(|| lines.first().copied()).unwrap_or_default();
    let column = super::columns::all().map(Column::name).find(|n| *n == name).unwrap_or("");
    Problem { line, column, message: field.message, args: field.args.clone() }
}
