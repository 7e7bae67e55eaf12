//! One line of the conversation: JSON to a typed event, or a sentence that says what is wrong with it.

use crate::limits::{AMOUNTS, DAYS, LAST_DAY, MOST_MINOR, WEIGHTS, is_weight};
use crate::names::Name;
use serde_json::value::RawValue;

/// The longest id or name, in bytes as it is written: names are kept, lines are not.
const LONGEST_NAME: usize = 200;

/// What a caller tells. Names borrow from the line.
#[derive(Debug, PartialEq)]
pub enum Event<'a> {
    Donor {
        id: Name<'a>,
        purpose: Option<Name<'a>>,
        area: Option<Name<'a>>,
        /// What they give in all, in minor units; none: no limit.
        budget: Option<i64>,
    },
    Post {
        id: Name<'a>,
        /// The id as it was written, and as slates give it back.
        written: &'a str,
        day: f64,
        expire: f64,
        purpose: Name<'a>,
        area: Name<'a>,
        household: Option<Name<'a>>,
        amount: i64,
        weight: f64,
    },
    Session {
        id: Name<'a>,
        written: &'a str,
        day: f64,
        donor: Name<'a>,
        k: usize,
    },
    Choice {
        session: Name<'a>,
        post: Option<Name<'a>>,
    },
    Lapse {
        post: Name<'a>,
        day: f64,
    },
    Close {
        post: Name<'a>,
    },
    End,
}

/// All fields of all events. What is not among them is passed over, so that callers may note more.
#[derive(Default, serde::Deserialize)]
struct Fields<'a> {
    #[serde(rename = "type", borrow, default, deserialize_with = "raw")]
    kind: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "raw")]
    id: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "raw")]
    purpose: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "raw")]
    area: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "raw")]
    budget_minor: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "raw")]
    day: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "raw")]
    expire: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "raw")]
    household: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "raw")]
    amount_minor: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "raw")]
    weight: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "raw")]
    donor: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "raw")]
    k: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "raw")]
    session: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "raw")]
    post: Option<&'a str>,
}

/// A value as it was written, `null` too: in a choice it means something that a missing field does not.
fn raw<'de: 'a, 'a, D: serde::Deserializer<'de>>(from: D) -> Result<Option<&'a str>, D::Error> {
    <&'a RawValue as serde::Deserialize>::deserialize(from).map(|value| Some(value.get()))
}

/// Reads one line.
///
/// # Errors
/// A sentence for people.
pub fn parse(line: &[u8]) -> Result<Event<'_>, String> {
    let text = std::str::from_utf8(line).map_err(|_| "the line is not UTF-8 text".to_owned())?;
    // A list would be taken for the fields in their order.
    if !text.trim_start().starts_with('{') {
        return Err("the line is not a JSON object".to_owned());
    }
    let fields: Fields<'_> = serde_json::from_str(text).map_err(|error| broken(&error))?;
    let kind = fields.kind.ok_or_else(|| missing("type"))?;
    Ok(match kind {
        "\"donor\"" => Event::Donor {
            id: name("id", fields.id)?,
            purpose: wish("purpose", fields.purpose)?,
            area: wish("area", fields.area)?,
            budget: given(fields.budget_minor).map(|budget| whole("budget_minor", budget, 0)).transpose()?,
        },
        "\"post\"" => Event::Post {
            id: name("id", fields.id)?,
            written: fields.id.unwrap_or_default(),
            day: day("day", fields.day)?,
            expire: day("expire", fields.expire)?,
            purpose: wish("purpose", fields.purpose)?.ok_or_else(|| missing("purpose"))?,
            area: wish("area", fields.area)?.ok_or_else(|| missing("area"))?,
            household: wish("household", fields.household)?,
            amount: whole("amount_minor", given(fields.amount_minor).ok_or_else(|| missing("amount_minor"))?, 1)?,
            weight: weight(fields.weight)?,
        },
        "\"session\"" => Event::Session {
            id: name("id", fields.id)?,
            written: fields.id.unwrap_or_default(),
            day: day("day", fields.day)?,
            donor: name("donor", fields.donor)?,
            k: whole("k", given(fields.k).ok_or_else(|| missing("k"))?, 1).map(|k| usize::try_from(k).unwrap_or(usize::MAX))?,
        },
        "\"choice\"" => Event::Choice {
            session: name("session", fields.session)?,
            post: match fields.post {
                None => return Err(format!("{}: a post of the slate, or null", missing("post"))),
                Some("null") => None,
                post => Some(name("post", post)?),
            },
        },
        "\"lapse\"" => Event::Lapse { post: name("post", fields.post)?, day: day("day", fields.day)? },
        "\"close\"" => Event::Close { post: name("post", fields.post)? },
        "\"end\"" => Event::End,
        other => {
            return Err(format!("the type {} is none of donor, post, session, choice, lapse, close, end", short(other)));
        }
    })
}

/// As much of a value as fits into a sentence.
pub fn short(raw: &str) -> String {
    const MOST: usize = 40;
    match raw.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", raw.get(..end).unwrap_or_default()),
        None => raw.to_owned(),
    }
}

fn broken(error: &serde_json::Error) -> String {
    // Its own place is in line 1, whichever line of the conversation it is.
    let said = error.to_string();
    let what = said.split(" at line ").next().unwrap_or_default();
    format!("the line is broken at column {}: {what}", error.column())
}

fn missing(field: &str) -> String {
    format!("{field} is missing")
}

/// None where the field is missing or null.
fn given(raw: Option<&str>) -> Option<&str> {
    raw.filter(|raw| *raw != "null")
}

fn name<'a>(field: &str, raw: Option<&'a str>) -> Result<Name<'a>, String> {
    let raw = given(raw).ok_or_else(|| missing(field))?;
    if raw.len() > LONGEST_NAME {
        return Err(format!("{field} is {}: it is longer than {LONGEST_NAME} bytes", short(raw)));
    }
    Name::of_json(raw).ok_or_else(|| format!("{field} is {}: it must be a number or a string", short(raw)))
}

/// Null, missing and the empty string, which is how tables write it, are no preference.
fn wish<'a>(field: &str, raw: Option<&'a str>) -> Result<Option<Name<'a>>, String> {
    match given(raw) {
        None | Some("\"\"") => Ok(None),
        raw => name(field, raw).map(Some),
    }
}

fn number(field: &str, raw: &str) -> Result<f64, String> {
    let number = raw.as_bytes().first().is_some_and(|b| *b == b'-' || b.is_ascii_digit());
    raw.parse().ok().filter(|_| number).ok_or_else(|| format!("{field} is {}: it must be a number", short(raw)))
}

fn day(field: &str, raw: Option<&str>) -> Result<f64, String> {
    let raw = given(raw).ok_or_else(|| missing(field))?;
    let day = number(field, raw)?;
    if (0.0..=LAST_DAY).contains(&day) { Ok(day) } else { Err(format!("{field} is {}: it must be {DAYS}", short(raw))) }
}

fn whole(field: &str, raw: &str, least: i64) -> Result<i64, String> {
    let value = number(field, raw)?;
    // Amounts stay below the bound up to which every whole number is a floating point number.
    if value.fract() == 0.0 && value >= least as f64 && value <= MOST_MINOR as f64 {
        return Ok(value as i64);
    }
    Err(format!("{field} is {}: it must be a whole number from {least} to {AMOUNTS}", short(raw)))
}

fn weight(raw: Option<&str>) -> Result<f64, String> {
    let Some(raw) = given(raw) else { return Ok(1.0) };
    let weight = number("weight", raw)?;
    if is_weight(weight) { Ok(weight) } else { Err(format!("weight is {}: it must be {WEIGHTS}", short(raw))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    #[test]
    fn the_examples_of_the_page_are_read() {
        let donor = parse(br#"{"type":"donor","id":9,"purpose":3,"area":"x","budget_minor":null}"#).unwrap();
        let text = Name::Text(Cow::Borrowed("x"));
        assert_eq!(donor, Event::Donor { id: Name::Whole(9), purpose: Some(Name::Whole(3)), area: Some(text), budget: None });
        let post = br#" {"type":"post","id":"p1","day":0.12,"expire":60.1,"purpose":3,"area":7,"household":55,"amount_minor":5e4,"more":[]} "#;
        let Event::Post { written, amount, weight, household, .. } = parse(post).unwrap() else { panic!("a post") };
        assert_eq!((written, amount, weight, household), ("\"p1\"", 50_000, 1.0, Some(Name::Whole(55))));
        assert_eq!(
            parse(br#"{"type":"choice","session":77,"post":null}"#).unwrap(),
            Event::Choice { session: Name::Whole(77), post: None }
        );
        assert_eq!(parse(br#"{"type":"end"}"#).unwrap(), Event::End);
    }

    #[test]
    fn what_is_wrong_is_told_in_a_sentence() {
        let told = |line: &str| parse(line.as_bytes()).unwrap_err();
        assert_eq!(told("[1]"), "the line is not a JSON object");
        assert_eq!(told("{\"type\":\"end\""), "the line is broken at column 13: EOF while parsing an object");
        assert!(told(r#"{"type":"end","day":NaN}"#).starts_with("the line is broken at column 21"));
        assert!(told(r#"{"type":"end","id":1,"id":2}"#).contains("duplicate field"));
        assert_eq!(told(r#"{"id":1}"#), "type is missing");
        assert_eq!(told(r#"{"type":7}"#), "the type 7 is none of donor, post, session, choice, lapse, close, end");
        assert_eq!(told(r#"{"type":"choice","session":1}"#), "post is missing: a post of the slate, or null");
        assert_eq!(told(r#"{"type":"session","id":1,"day":1,"donor":[2],"k":1}"#), "donor is [2]: it must be a number or a string");
        assert_eq!(told(r#"{"type":"session","id":1,"day":"1","donor":2,"k":1}"#), "day is \"1\": it must be a number");
        assert!(told(r#"{"type":"session","id":1,"day":1e999,"donor":2,"k":1}"#).starts_with("day is 1e999: it must be"));
        assert!(told(r#"{"type":"session","id":1,"day":1,"donor":2,"k":1.5}"#).starts_with("k is 1.5: it must be a whole number"));
        assert!(told(&format!(r#"{{"type":"{}"}}"#, "x".repeat(9999))).len() < 200);
        let long = told(&format!(r#"{{"type":"close","post":"{}"}}"#, "x".repeat(200)));
        assert!(long.ends_with("it is longer than 200 bytes"), "{long}");
        assert_eq!(parse(b"{\"type\":\"\xff\"}").unwrap_err(), "the line is not UTF-8 text");
    }
}
