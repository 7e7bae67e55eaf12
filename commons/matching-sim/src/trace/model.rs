//! `model.json`: the numbers by which the donors of a trace choose.

use super::problems::Problems;
use crate::choice::{Model, NUDGE_ANSWER};
use serde_json::{Map, Value};
use std::io::Read;

const FILE: &str = "model.json";
/// The most that is read of it, in bytes.
const LONGEST: u64 = 1 << 20;
/// Every value v of a post for a donor lies between this and its inverse.
const LEAST_VALUE: f64 = 1e-12;

/// Reads it. None, and why is noted, where a number is missing or out of its range. Keys that are not known are passed over.
pub fn read(from: impl Read, problems: &mut Problems) -> Option<Model> {
    let mut text = String::new();
    if let Err(error) = from.take(LONGEST + 1).read_to_string(&mut text) {
        problems.add(FILE, None, None, format!("it cannot be read: {error}"));
        return None;
    }
    if text.len() as u64 > LONGEST {
        problems.add(FILE, None, None, format!("it is longer than {LONGEST} bytes"));
        return None;
    }
    match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(Value::Object(keys)) => model(&keys, problems),
        Ok(_) => {
            problems.add(FILE, None, None, "it is not a JSON object");
            None
        }
        Err(error) => {
            let said = error.to_string();
            let what = said.split(" at line ").next().unwrap_or_default().to_owned();
            problems.add(FILE, Some(error.line() as u64).filter(|line| *line > 0), None, what);
            None
        }
    }
}

fn model(keys: &Map<String, Value>, problems: &mut Problems) -> Option<Model> {
    let mut numbers = Numbers { keys, problems };
    let k = numbers.needed("k", "a whole number from 1", |k| k.fract() == 0.0 && k >= 1.0);
    let base = numbers.needed("base", "a number above 0", |base| base > 0.0);
    let taste_purpose = numbers.needed("taste_purpose", "a number", f64::is_finite);
    let taste_area = numbers.needed("taste_area", "a number", f64::is_finite);
    let no_show = numbers.optional("no_show", 0.0, "a share from 0 to 1", |share| (0.0..=1.0).contains(&share));
    let nudges_per_donor = numbers.optional("nudges_per_donor", 0.0, "a number from 0 to 1,000,000", |n| (0.0..=1e6).contains(&n));
    let share = |share: f64| (0.0..=1.0).contains(&share);
    let nudge_answer = numbers.optional("nudge_answer", NUDGE_ANSWER, "a share from 0 to 1", share);
    let split_cash = match keys.get("split_cash") {
        Some(Value::Bool(split)) => Some(if *split { 0.5 } else { 1.0 }),
        _ => numbers.optional("split_cash", 1.0, "true, false, or a share above 0 up to 1", |share| share > 0.0 && share <= 1.0),
    };
    let (base, taste_purpose, taste_area) = (base?, taste_purpose?, taste_area?);
    let values = [0.0, taste_purpose, taste_area, taste_purpose + taste_area].map(|taste| base * taste.exp());
    if values.iter().any(|v| !(LEAST_VALUE..=1.0 / LEAST_VALUE).contains(v)) {
        problems.add(FILE, None, Some("base"), "base times e to the power of the tastes must lie between 10^-12 and 10^12");
        return None;
    }
    // Beyond what an index can be, every number of places is as good as another.
    let k = k?.min(1e15) as usize;
    Some(Model {
        k,
        base,
        taste_purpose,
        taste_area,
        no_show: no_show?,
        nudges_per_donor: nudges_per_donor?,
        nudge_answer: nudge_answer?,
        split_cash: split_cash?,
    })
}

struct Numbers<'a> {
    keys: &'a Map<String, Value>,
    problems: &'a mut Problems,
}

impl Numbers<'_> {
    fn needed(&mut self, key: &'static str, what: &str, fits: impl Fn(f64) -> bool) -> Option<f64> {
        match self.keys.get(key) {
            None | Some(Value::Null) => {
                self.problems.add(FILE, None, Some(key), "it is missing");
                None
            }
            Some(value) => self.number(key, value, what, fits),
        }
    }

    fn optional(&mut self, key: &'static str, otherwise: f64, what: &str, fits: impl Fn(f64) -> bool) -> Option<f64> {
        match self.keys.get(key) {
            None | Some(Value::Null) => Some(otherwise),
            Some(value) => self.number(key, value, what, fits),
        }
    }

    fn number(&mut self, key: &'static str, value: &Value, what: &str, fits: impl Fn(f64) -> bool) -> Option<f64> {
        let number = value.as_f64().filter(|number| fits(*number));
        if number.is_none() {
            let given: String = value.to_string().chars().take(40).collect();
            self.problems.add(FILE, None, Some(key), format!("{given} is not {what}"));
        }
        number
    }
}
