//! Anybody's own instance: `posts.csv`, `donors.csv`, `sessions.csv` and `model.json` in one folder, in the columns of the issue.

use crate::choice::Model;
use crate::instance::{Donor, Instance, NONE, Post, Session};
use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::Path;

/// Why a trace cannot be read: the file, and what is wrong in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub file: &'static str,
    pub what: String,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.file, self.what)
    }
}

impl std::error::Error for Unreadable {}

#[derive(serde::Deserialize)]
struct PostRow {
    id: u64,
    arrive_day: f64,
    expire_day: f64,
    purpose: u32,
    area: u32,
    household: u64,
    amount_minor: i64,
    weight: f64,
}

#[derive(serde::Deserialize)]
struct DonorRow {
    id: u64,
    purpose: Option<u32>,
    area: Option<u32>,
    budget_minor: Option<i64>,
}

#[derive(serde::Deserialize)]
struct SessionRow {
    day: f64,
    donor: u64,
}

/// The largest purpose or area that a trace may name, so that tables by number stay small.
const MOST: u32 = 100_000;

/// Reads the four files of a folder.
///
/// # Errors
/// [`Unreadable`] where a file is missing or a line is not what its column says; lines are counted as in an editor.
pub fn read(folder: &Path) -> Result<Instance, Unreadable> {
    let open = |file: &'static str| {
        std::fs::File::open(folder.join(file)).map(std::io::BufReader::new).map_err(|e| Unreadable { file, what: e.to_string() })
    };
    parse(open("posts.csv")?, open("donors.csv")?, open("sessions.csv")?, open("model.json")?)
}

/// Reads the four texts.
///
/// # Errors
/// As [`read`].
pub fn parse(posts: impl Read, donors: impl Read, sessions: impl Read, model: impl Read) -> Result<Instance, Unreadable> {
    let model = read_model(model)?;
    let posts = read_posts(posts)?;
    let donors = read_donors(donors)?;
    let numbers: HashMap<u64, u32> = donors.iter().map(|d| d.id).zip(0u32..).collect();
    let mut all: Vec<Session> = rows("sessions.csv", sessions, |row: SessionRow| {
        let donor = *numbers.get(&row.donor).ok_or_else(|| format!("donor {} is not in donors.csv", row.donor))?;
        (row.day.is_finite() && row.day >= 0.0)
            .then_some(Session { day: row.day, donor })
            .ok_or_else(|| "the day is not a number from 0".to_owned())
    })?;
    all.sort_by(|a, b| a.day.total_cmp(&b.day));
    Ok(Instance { posts, donors, sessions: all, model })
}

fn read_model(from: impl Read) -> Result<Model, Unreadable> {
    let wrong = |what: String| Unreadable { file: "model.json", what };
    let model: Model = serde_json::from_reader(from).map_err(|e| wrong(e.to_string()))?;
    let finite = [model.base, model.taste_purpose, model.taste_area].iter().all(|n| n.is_finite());
    let fits = model.k >= 1 && model.k <= 1000 && model.base > 0.0 && (0.0..=1.0).contains(&model.no_show);
    if finite && fits { Ok(model) } else { Err(wrong("k is 1 to 1000, base over 0, no_show 0 to 1, all finite".to_owned())) }
}

fn read_posts(from: impl Read) -> Result<Vec<Post>, Unreadable> {
    let mut seen = HashSet::new();
    let mut posts = rows("posts.csv", from, |row: PostRow| {
        let days = row.arrive_day >= 0.0 && row.expire_day > row.arrive_day && row.expire_day.is_finite();
        let named = row.purpose < MOST && row.area < MOST;
        let sized = row.amount_minor > 0 && row.weight >= 1e-6 && row.weight <= 1e6;
        if !(days && named && sized) {
            return Err("a day, purpose, area, amount or weight is out of range".to_owned());
        }
        if !seen.insert(row.id) {
            return Err(format!("the id {} occurs twice", row.id));
        }
        Ok(Post {
            id: row.id,
            arrive: row.arrive_day,
            expire: row.expire_day,
            purpose: row.purpose,
            area: row.area,
            household: row.household,
            amount: row.amount_minor,
            weight: row.weight,
        })
    })?;
    posts.sort_by(|a, b| a.arrive.total_cmp(&b.arrive).then(a.id.cmp(&b.id)));
    Ok(posts)
}

fn read_donors(from: impl Read) -> Result<Vec<Donor>, Unreadable> {
    let mut seen = HashSet::new();
    rows("donors.csv", from, |row: DonorRow| {
        if row.budget_minor.is_some_and(|b| b < 0) || [row.purpose, row.area].iter().flatten().any(|n| *n >= MOST) {
            return Err("a purpose, area or budget is out of range".to_owned());
        }
        if !seen.insert(row.id) {
            return Err(format!("the id {} occurs twice", row.id));
        }
        let (purpose, area) = (row.purpose.unwrap_or(NONE), row.area.unwrap_or(NONE));
        Ok(Donor { id: row.id, purpose, area, budget: row.budget_minor })
    })
}

/// All rows of a table, each turned by `turn`.
fn rows<R: serde::de::DeserializeOwned, T>(
    file: &'static str,
    from: impl Read,
    mut turn: impl FnMut(R) -> Result<T, String>,
) -> Result<Vec<T>, Unreadable> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(from);
    let turned = reader.deserialize::<R>().zip(2u64..).map(|(row, line)| {
        let row = row.map_err(|e| Unreadable { file, what: e.to_string() })?;
        turn(row).map_err(|what| Unreadable { file, what: format!("line {line}: {what}") })
    });
    turned.collect()
}
