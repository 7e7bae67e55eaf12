//! Anybody's own instance: `posts.csv`, `donors.csv`, `sessions.csv` and `model.json` in one folder.
//!
//! Everything that is wrong is told, row by row, before anything runs. `docs/domains/matching.md` has the format.

mod model;
mod problems;
mod table;

pub use problems::{MOST_TOLD, Problem, Problems};

use crate::instance::{Donor, Instance, NONE, Post, Session};
use crate::names::{Name, Names};
use qianmo_matching::MOST_PLACES;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use table::Table;

/// An instance, and what its purposes and areas are called, by number.
#[derive(Debug, Clone)]
pub struct Trace {
    /// Posts by arrival, sessions by day.
    pub instance: Instance,
    /// Those of posts come first.
    pub purposes: Vec<String>,
    /// Those of posts come first.
    pub areas: Vec<String>,
}

/// Numbers for names, and the names for the numbers.
#[derive(Default)]
struct Called {
    numbers: Names,
    names: Vec<String>,
}

impl Called {
    fn number(&mut self, cell: &str) -> u32 {
        let number = self.numbers.number(&Name::of_cell(cell));
        if number as usize == self.names.len() {
            self.names.push(cell.to_owned());
        }
        number
    }
}

/// Reads the four files of a folder.
///
/// # Errors
/// [`Problems`]: files that cannot be read, and all rows that are not what their columns say.
pub fn read(folder: &Path) -> Result<Trace, Problems> {
    let open = |file: &'static str| File::open(folder.join(file)).map_err(|error| (file, error.to_string()));
    parse_each(open("posts.csv"), open("donors.csv"), open("sessions.csv"), open("model.json"))
}

/// Reads the four texts.
///
/// # Errors
/// As [`read`].
pub fn parse(posts: impl Read, donors: impl Read, sessions: impl Read, model: impl Read) -> Result<Trace, Problems> {
    parse_each(Ok(posts), Ok(donors), Ok(sessions), Ok(model))
}

/// A file that was opened, or its name and why it could not be.
type Opened<R> = Result<R, (&'static str, String)>;

fn parse_each(
    posts: Opened<impl Read>,
    donors: Opened<impl Read>,
    sessions: Opened<impl Read>,
    model: Opened<impl Read>,
) -> Result<Trace, Problems> {
    let mut problems = Problems::default();
    let (mut purposes, mut areas) = (Called::default(), Called::default());
    let posts = there(posts, &mut problems).and_then(|from| read_posts(from, &mut purposes, &mut areas, &mut problems));
    let donors = there(donors, &mut problems).and_then(|from| read_donors(from, &mut purposes, &mut areas, &mut problems));
    let ids = donors.as_ref().map(|(_, ids)| ids);
    let sessions = there(sessions, &mut problems).and_then(|from| read_sessions(from, ids, &mut problems));
    let model = there(model, &mut problems).and_then(|from| model::read(from, &mut problems));
    match (posts, donors, sessions, model) {
        (Some(posts), Some((donors, _)), Some(sessions), Some(mut model)) if problems.count() == 0 => {
            // A slate cannot have more posts than there are, and is never longer than the allocator's longest.
            model.k = model.k.min(posts.len()).clamp(1, MOST_PLACES);
            let instance = Instance { posts, donors, sessions, model };
            Ok(Trace { instance, purposes: purposes.names, areas: areas.names })
        }
        _ => Err(problems),
    }
}

fn there<R: Read>(opened: Opened<R>, problems: &mut Problems) -> Option<BufReader<R>> {
    match opened {
        Ok(file) => Some(BufReader::with_capacity(1 << 16, file)),
        Err((file, error)) => {
            problems.add(file, None, None, format!("it cannot be opened: {error}"));
            None
        }
    }
}

/// Whether the id of a row is new; an empty or a repeated one is noted.
fn is_new<const N: usize>(row: &table::Row<'_, N>, ids: &mut Names, problems: &mut Problems) -> Option<u32> {
    let id = row.filled(0, problems)?;
    let number = ids.count();
    if ids.number(&Name::of_cell(id)) == number {
        return Some(number);
    }
    row.wrong(0, format!("the id {} occurs again", problems::quoted(id)), problems);
    None
}

fn read_posts(
    from: impl std::io::BufRead,
    purposes: &mut Called,
    areas: &mut Called,
    problems: &mut Problems,
) -> Option<Vec<Post>> {
    let columns = ["id", "arrive_day", "expire_day", "purpose", "area", "household", "amount_minor", "weight"];
    let (mut ids, mut households, mut posts) = (Names::default(), Names::default(), Vec::new());
    Table::open("posts.csv", from, columns, problems)?.rows(problems, |row, problems| {
        let id = is_new(row, &mut ids, problems);
        let (arrive, expire) = (row.day(1, problems), row.day(2, problems));
        if let (Some(arrive), Some(expire)) = (arrive, expire)
            && expire <= arrive
        {
            row.wrong(2, format!("{expire} is not after arrive_day, {arrive}"), problems);
        }
        let purpose = row.filled(3, problems).map(|cell| purposes.number(cell));
        let area = row.filled(4, problems).map(|cell| areas.number(cell));
        let [.., household, _, _] = row.cells;
        // A post that names none is a household of its own, beyond the numbers of those that are named.
        let household = match (household, id) {
            ("", id) => (1 << 32) + u64::from(id.unwrap_or_default()),
            (cell, _) => u64::from(households.number(&Name::of_cell(cell))),
        };
        let (amount, weight) = (row.minor(6, 1, problems), row.weight(7, problems));
        if let (Some(id), Some(arrive), Some(expire), Some(purpose), Some(area), Some(amount), Some(weight)) =
            (id, arrive, expire, purpose, area, amount, weight)
        {
            posts.push(Post { id: u64::from(id), arrive, expire, purpose, area, household, amount, weight });
        }
    });
    posts.sort_by(|a, b| a.arrive.total_cmp(&b.arrive));
    Some(posts)
}

/// The donors, and their numbers by id.
fn read_donors(
    from: impl std::io::BufRead,
    purposes: &mut Called,
    areas: &mut Called,
    problems: &mut Problems,
) -> Option<(Vec<Donor>, Names)> {
    let (mut ids, mut donors) = (Names::default(), Vec::new());
    Table::open("donors.csv", from, ["id", "purpose", "area", "budget_minor"], problems)?.rows(problems, |row, problems| {
        let id = is_new(row, &mut ids, problems);
        let [_, purpose, area, budget] = row.cells;
        let wish = |cell: &str, called: &mut Called| if cell.is_empty() { NONE } else { called.number(cell) };
        let (purpose, area) = (wish(purpose, purposes), wish(area, areas));
        let budget = if budget.is_empty() { Some(None) } else { row.minor(3, 0, problems).map(Some) };
        if let (Some(id), Some(budget)) = (id, budget) {
            donors.push(Donor { id: u64::from(id), purpose, area, budget });
        }
    });
    Some((donors, ids))
}

/// The sessions by day; on the same day in the order of their rows. Where the donors are not known, theirs are not looked up.
fn read_sessions(from: impl std::io::BufRead, donors: Option<&Names>, problems: &mut Problems) -> Option<Vec<Session>> {
    let mut sessions = Vec::new();
    Table::open("sessions.csv", from, ["day", "donor"], problems)?.rows(problems, |row, problems| {
        let day = row.day(0, problems);
        let Some(cell) = row.filled(1, problems) else { return };
        let donor = donors.map_or(Some(0), |donors| donors.find(&Name::of_cell(cell)));
        if donor.is_none() {
            row.wrong(1, format!("{} is not the id of a donor in donors.csv", problems::quoted(cell)), problems);
        }
        if let (Some(day), Some(donor)) = (day, donor) {
            sessions.push(Session { day, donor });
        }
    });
    sessions.sort_by(|a, b| a.day.total_cmp(&b.day));
    Some(sessions)
}
