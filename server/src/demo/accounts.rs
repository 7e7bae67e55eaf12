//! The logins of the demo world, printed and written to `accounts.json` for scripts: one for every role and place.

use super::World;
use super::cast::Member;
use super::homes::Home;
use super::places::County;
use super::stages::Own;
use crate::data_dir::DataDir;
use qianmo_identity::token;
use qianmo_kernel::{Actor, Error, Id, Locale, Res, Role};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// A login.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountLine {
    /// What signs in: a phone, an e-mail, or a card's number.
    pub login: String,
    /// The role's name.
    pub role: String,
    /// The place's code; empty: everywhere.
    pub place: String,
    /// The place's name.
    pub place_name: String,
    /// An API token with everything the role may do, a second factor shown.
    pub token: String,
    /// A card's PIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
}

/// Everybody of whom a login is told.
pub struct Cast<'a> {
    /// Who works, and the donor.
    pub told: &'a [Member],
    /// The counties of the demo.
    pub counties: &'a [County],
    /// All households.
    pub homes: &'a [Home],
    /// For each card that is printed: the household's number and the officer who prints it.
    pub cards: &'a [(u32, Arc<Actor>)],
}

fn line(login: &str, role: Role, place: (&str, &str)) -> AccountLine {
    AccountLine {
        login: login.to_owned(),
        role: role.name().to_owned(),
        place: place.0.to_owned(),
        place_name: place.1.to_owned(),
        token: String::new(),
        pin: None,
    }
}

/// Gives every account that is told a token, and some households a card; the lines in order.
pub fn lines(world: &World, cast: &Cast<'_>) -> Res<Vec<AccountLine>> {
    let mut wanted: Vec<(Id, AccountLine)> =
        cast.told.iter().map(|m| (m.actor.account, line(&m.login, m.role, (&m.place, &m.place_name)))).collect();
    // A household of each county with an account of its own; where everything is shown, the one that waits for something.
    for (at, county) in cast.counties.iter().enumerate() {
        let here = cast.homes.iter().filter(|h| usize::from(h.seat.county) == at && h.own.is_some());
        let home = here.clone().find(|h| h.seat.own == Own::Phone).or_else(|| here.clone().next());
        if let Some((home, own)) = home.and_then(|h| h.own.as_ref().map(|own| (h, own))) {
            wanted.push((own.account, line(&home.login, Role::Household, (&county.place.code, &county.place.name))));
        }
    }
    let mut lines = world.app.db.write_now(move |tx| {
        let mut lines = Vec::with_capacity(wanted.len());
        for (account, line) in &wanted {
            let token = token::issue(tx, *account, "demo", &["*"], true)?;
            lines.push(AccountLine { token, ..line.clone() });
        }
        Ok(lines)
    })?;
    lines.extend(cards(world, cast)?);
    Ok(lines)
}

/// Prints a card for some households without a phone: number and PIN open their own view.
fn cards(world: &World, cast: &Cast<'_>) -> Res<Vec<AccountLine>> {
    let mut asked = Vec::new();
    for (number, officer) in cast.cards {
        let Some(home) = cast.homes.get(*number as usize) else { continue };
        let Some(county) = cast.counties.get(usize::from(home.seat.county)) else { continue };
        let place = (county.place.code.as_str(), county.place.name.as_str());
        asked.push((home.reference, officer.clone(), line("", Role::Household, place)));
    }
    world.app.db.write_now(move |tx| {
        let mut lines = Vec::with_capacity(asked.len());
        for (household, officer, line) in &asked {
            let card = qianmo_registry::card::issue(tx, officer, *household, Locale::ZhHans)?;
            let account = qianmo_identity::account::of_household(tx, *household)?.first().copied().unwrap_or(Id::NONE);
            let token = token::issue(tx, account, "demo", &["*"], false)?;
            lines.push(AccountLine { login: card.number, token, pin: Some(card.pin), ..line.clone() });
        }
        Ok(lines)
    })
}

fn file(folder: &DataDir) -> PathBuf {
    folder.path().join("accounts.json")
}

/// Writes `accounts.json`.
pub fn write_accounts(folder: &DataDir, lines: &[AccountLine]) -> Res<()> {
    let text = serde_json::to_string_pretty(lines).map_err(|e| Error::because("accounts.json", e))?;
    DataDir::write_private(&file(folder), &text).map_err(|e| Error::because("accounts.json cannot be written", e).into())
}

/// Reads `accounts.json`.
pub fn accounts(folder: &DataDir) -> Res<Vec<AccountLine>> {
    let text = fs::read_to_string(file(folder)).map_err(|e| Error::because("accounts.json cannot be read", e))?;
    serde_json::from_str(&text).map_err(|e| Error::because("accounts.json", e).into())
}

/// A login as the console shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// What signs in.
    pub login: String,
    /// The role's name.
    pub role: String,
    /// The place in words.
    pub place: String,
}

/// One login for each role, in the order of the roles, in the county where there is most to see; and one of a household
/// that signs in with a card.
pub fn one_per_role(lines: &[AccountLine]) -> Vec<Shown> {
    let card = lines.iter().find(|l| l.pin.is_some());
    let home = card.map_or("", |l| l.place.as_str());
    let first = |role: Role| {
        let mut these = lines.iter().filter(|l| l.role == role.name() && l.pin.is_none());
        let there = these.clone().find(|l| l.place == home).or_else(|| these.clone().find(|l| l.place.starts_with(home)));
        there.or_else(|| these.next())
    };
    let show = |line: &AccountLine| Shown {
        login: match &line.pin {
            Some(pin) => format!("{} (card, PIN {pin})", line.login),
            None => line.login.clone(),
        },
        role: line.role.clone(),
        place: if line.place_name.is_empty() { "everywhere".to_owned() } else { line.place_name.clone() },
    };
    Role::ALL.into_iter().filter_map(first).chain(card).map(show).collect()
}
