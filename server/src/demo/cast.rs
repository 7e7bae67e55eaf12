//! Those who work in the demo world, each with an account and a role at a place: helpers in villages, reviewers in townships,
//! counties and cities, officers, auditors, partners, an administrator.

use super::World;
use super::names;
use super::places::County;
use super::progress::Stage;
use qianmo_db::Tx;
use qianmo_identity::account::{self, NewAccount};
use qianmo_identity::grant;
use qianmo_kernel::{Actor, Error, Grant, Id, Locale, Millis, PlacePath, PublicRef, Res, Role, Via};
use qianmo_notify::Address;
use std::sync::Arc;

/// Somebody with a role at a place.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who acts.
    pub actor: Arc<Actor>,
    /// What signs the account in.
    pub login: String,
    /// The role.
    pub role: Role,
    /// The place's code; empty: everywhere.
    pub place: String,
    /// Its name.
    pub place_name: String,
}

/// A village's helper.
#[derive(Clone, Debug)]
pub struct VillageCast {
    /// The place.
    pub place: Id,
    /// Its path.
    pub path: PlacePath,
    /// Who serves it.
    pub helper: Arc<Actor>,
}

/// A township's people.
#[derive(Clone, Debug)]
pub struct TownshipCast {
    /// Who reviews.
    pub reviewer: Arc<Actor>,
    /// Villages.
    pub villages: Vec<VillageCast>,
}

/// A county's people.
#[derive(Clone, Debug)]
pub struct CountyCast {
    /// The place.
    pub id: Id,
    /// Two who review.
    pub reviewers: [Arc<Actor>; 2],
    /// Two who pay out.
    pub officers: [Arc<Actor>; 2],
    /// One who does not, and prints cards: households confirm with them what the two have paid.
    pub clerk: Arc<Actor>,
    /// Townships.
    pub townships: Vec<TownshipCast>,
}

/// Everybody who works.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// In the order of the counties they were made for.
    pub counties: Vec<CountyCast>,
    /// Those whose logins are told, in order.
    pub told: Vec<Member>,
}

/// An actor as a browser session would make one.
pub fn actor(account: Id, grants: Vec<Grant>, household: Option<PublicRef>) -> Actor {
    Actor {
        account,
        grants,
        household,
        via: Via::Session,
        session: Id::NONE,
        second_factor: true,
        scopes: None,
        card_issued_by: None,
    }
}

/// A donor.
pub fn donor(account: Id) -> Actor {
    actor(account, vec![Grant { role: Role::Donor, place: Id::NONE, path: PlacePath::root() }], None)
}

/// An address that reaches nobody.
pub fn address(typed: &str) -> Res<Address> {
    Address::read(typed, "86").map_err(|e| Error::new(format!("an invented address is not well-formed: {e:?}: {typed}")).into())
}

/// Somebody to be made.
struct New<'a> {
    role: Role,
    /// Id, path, code and name.
    place: (Id, &'a PlacePath, &'a str, &'a str),
    logins: Vec<String>,
}

fn make(tx: &mut Tx<'_>, name: &str, new: New<'_>) -> Res<Member> {
    let contacts = new.logins.iter().map(|login| address(login)).collect::<Res<Vec<_>>>()?;
    let (place, path, code, place_name) = new.place;
    let donor = new.role == Role::Donor;
    let account = account::create(tx, &NewAccount { name, locale: Locale::ZhHans, contacts: &contacts, household: None, donor })?;
    if !donor {
        grant::give(tx, &Actor::system(), account, new.role, place)?;
    }
    let grants = vec![Grant { role: new.role, place, path: path.clone() }];
    Ok(Member {
        actor: Arc::new(actor(account, grants, None)),
        login: new.logins.into_iter().next().unwrap_or_default(),
        role: new.role,
        place: code.to_owned(),
        place_name: place_name.to_owned(),
    })
}

/// An e-mail and a phone, so that a second factor can be shown.
fn two_ways(role: &str, code: &str, number: usize) -> Vec<String> {
    vec![format!("{role}.{code}@example.org"), format!("+861001{number:07}")]
}

/// Makes everybody's account.
pub fn employ(world: &World, counties: &Arc<Vec<County>>, begins: Millis, stage: &mut Stage<'_>) -> Res<Cast> {
    let mut cast = Cast::default();
    let seed = world.seed;
    let clock = world.clock.clone();
    let top = world.app.db.write_now(move |tx| {
        clock.set(begins);
        everywhere(tx, seed)
    })?;
    cast.told.extend(top);
    let mut city = Id::NONE;
    let mut number = 100;
    for at in 0..counties.len() {
        let (counties, clock) = (counties.clone(), world.clock.clone());
        let Some(here) = counties.get(at) else { continue };
        let new_city = here.city.id != city;
        city = here.city.id;
        let people = here.townships.iter().map(|t| 1 + t.villages.len()).sum::<usize>() + 10;
        let first = number;
        number += people;
        let of = counties.clone();
        let (county, told) = world.app.db.write_now(move |tx| {
            clock.set(begins + at as i64 * Millis::HOUR);
            let Some(here) = of.get(at) else { return Err(Error::new("a county is gone").into()) };
            of_county(tx, seed, here, new_city, first)
        })?;
        cast.counties.push(county);
        cast.told.extend(told);
        stage.advance(1);
    }
    Ok(cast)
}

fn everywhere(tx: &mut Tx<'_>, seed: u64) -> Res<Vec<Member>> {
    let root = PlacePath::root();
    let mut made = Vec::new();
    for (at, (role, name)) in
        [(Role::Administrator, "administrator"), (Role::Auditor, "auditor"), (Role::Donor, "donor")].into_iter().enumerate()
    {
        let logins = vec![format!("{name}@example.org"), format!("+861001{at:07}")];
        made.push(make(tx, &names::staff(seed, at), New { role, place: (Id::NONE, &root, "", ""), logins })?);
    }
    Ok(made)
}

fn of_county(tx: &mut Tx<'_>, seed: u64, county: &County, new_city: bool, first: usize) -> Res<(CountyCast, Vec<Member>)> {
    let mut number = first;
    let mut next = || {
        number += 1;
        number
    };
    let mut told = Vec::new();
    if new_city {
        let city = &county.city;
        let n = next();
        let place = (city.id, &city.path, city.code.as_str(), city.name.as_str());
        told.push(make(
            tx,
            &names::staff(seed, n),
            New { role: Role::Reviewer, place, logins: two_ways("reviewer", &city.code, n) },
        )?);
    }
    let here = (county.place.id, &county.place.path, county.place.code.as_str(), county.place.name.as_str());
    let code = county.place.code.as_str();
    let mut at_county = |tx: &mut Tx<'_>, role: Role, word: &str| {
        let n = next();
        make(tx, &names::staff(seed, n), New { role, place: here, logins: two_ways(word, code, n) })
    };
    let reviewers = [at_county(tx, Role::Reviewer, "reviewer")?, at_county(tx, Role::Reviewer, "reviewer2")?];
    let officers = [at_county(tx, Role::Officer, "officer")?, at_county(tx, Role::Officer, "officer2")?];
    let auditor = at_county(tx, Role::Auditor, "auditor")?;
    let n = next();
    let logins = vec![format!("帮扶.{code}@例子.测试")];
    let partner = make(tx, &format!("{}帮扶单位", county.place.name), New { role: Role::Partner, place: here, logins })?;
    let mut townships = Vec::new();
    for (t, township) in county.townships.iter().enumerate() {
        let n = next();
        let place = (township.place.id, &township.place.path, township.place.code.as_str(), township.place.name.as_str());
        let logins = two_ways("reviewer", &township.place.code, n);
        let reviewer = make(tx, &names::staff(seed, n), New { role: Role::Reviewer, place, logins })?;
        let mut villages = Vec::new();
        for (v, village) in township.villages.iter().enumerate() {
            let n = next();
            let found = qianmo_places::require(tx, village.id)?;
            let place = (village.id, &village.path, found.code.as_str(), found.name.as_str());
            let helper =
                make(tx, &names::staff(seed, n), New { role: Role::Helper, place, logins: vec![format!("+861001{n:07}")] })?;
            villages.push(VillageCast { place: village.id, path: village.path.clone(), helper: helper.actor.clone() });
            if (t, v) == (0, 0) {
                told.push(helper);
            }
        }
        townships.push(TownshipCast { reviewer: reviewer.actor.clone(), villages });
        if t == 0 {
            told.push(reviewer);
        }
    }
    let _ = n;
    let n = next();
    let logins = two_ways("officer3", code, n);
    let clerk = make(tx, &names::staff(seed, n), New { role: Role::Officer, place: here, logins })?;
    let two = |pair: &[Member; 2]| [pair[0].actor.clone(), pair[1].actor.clone()];
    let cast = CountyCast {
        id: county.place.id,
        reviewers: two(&reviewers),
        officers: two(&officers),
        clerk: clerk.actor.clone(),
        townships,
    };
    told.extend(reviewers.into_iter().chain(officers).chain([auditor, partner, clerk]));
    Ok((cast, told))
}
