//! Households and donors come into the world: the one registered by their villages' helpers, the other by signing up.

use super::World;
use super::cast::{self, Cast, VillageCast};
use super::dice::Dice;
use super::flight;
use super::names;
use super::people::{self, Family};
use super::places::County;
use super::progress::Stage;
use super::stages::{self, Own};
use qianmo_db::Tx;
use qianmo_identity::account::{self, NewAccount};
use qianmo_identity::grant;
use qianmo_kernel::{Actor, Error, Grant, Id, Locale, Millis, PublicRef, Res, Role};
use qianmo_registry::check::NewHousehold;
use qianmo_registry::{self as registry, Source, Spot, Tie};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

/// Households or donors in one unit of work.
const TOGETHER: usize = 25;
/// Where a household lives, by the numbers of county, township and village.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Seat {
    /// The county's number.
    pub county: u16,
    /// The township's within it.
    pub township: u16,
    /// The village's within that.
    pub village: u16,
    /// How it signs in.
    pub own: Own,
}

/// A household of the world.
#[derive(Clone, Debug)]
pub struct Home {
    /// Its reference.
    pub reference: PublicRef,
    /// Where it lives.
    pub seat: Seat,
    /// Its own account, if it has one.
    pub own: Option<Arc<Actor>>,
    /// A grown child who lives elsewhere and writes for it, if there is one.
    pub child: Option<Arc<Actor>>,
    /// What its own account signs in with.
    pub login: String,
}

/// Gives every household number a village. Those with a staged life live in the first village of a county that is shown.
pub fn seats(world: &World, counties: &[County], households: usize) -> (Vec<Seat>, Vec<Vec<u32>>) {
    let weights: Vec<u32> = counties.iter().map(|c| c.weight).collect();
    let (mut seats, mut staged) = (Vec::with_capacity(households), Vec::new());
    for (at, _) in counties.iter().enumerate().filter(|(_, c)| c.named) {
        let first = seats.len();
        for stage in 0..stages::STAGED.min(households.saturating_sub(first)) {
            seats.push(Seat { county: at as u16, township: 0, village: 0, own: stages::own_of(stage) });
        }
        staged.push((first as u32..seats.len() as u32).collect());
    }
    for number in seats.len()..households {
        let mut dice = Dice::of(world.seed, "seat", number as u64);
        let at = dice.weighed(&weights);
        let Some(county) = counties.get(at) else { continue };
        let township = dice.below(county.townships.len());
        let village = county.townships.get(township).map_or(0, |t| dice.below(t.villages.len()));
        seats.push(Seat { county: at as u16, township: township as u16, village: village as u16, own: Own::Any });
    }
    (seats, staged)
}

/// A household that is ready to be registered.
struct Ready {
    number: usize,
    seat: Seat,
    new: NewHousehold,
    phone: String,
    called: String,
    child: Option<String>,
}

/// Registers all households between two moments. They are thought up on a thread of their own while the database works.
pub fn register(
    world: &World,
    counties: &[County],
    cast: &Arc<Cast>,
    seats: &[Seat],
    span: (Millis, Millis),
    stage: &mut Stage<'_>,
) -> Res<Vec<Home>> {
    let step = (span.1.0 - span.0.0) / seats.len().max(1) as i64;
    std::thread::scope(|threads| {
        let (sender, ready) = sync_channel(3);
        threads.spawn(move || {
            for (chunk, part) in seats.chunks(TOGETHER * flight::UNITS).enumerate() {
                let batch: Res<Vec<Ready>> = part
                    .iter()
                    .enumerate()
                    .map(|(at, seat)| think_up(world, counties, chunk * TOGETHER * flight::UNITS + at, *seat, span.0))
                    .collect();
                // Nobody listens any more: the database refused something, and says so itself.
                if sender.send(batch).is_err() {
                    return;
                }
            }
        });
        let mut homes = Vec::with_capacity(seats.len());
        for batch in ready {
            let batch = Arc::new(batch?);
            let units: Vec<_> = (0..batch.len())
                .step_by(TOGETHER)
                .map(|first| {
                    let (batch, cast, clock) = (batch.clone(), cast.clone(), world.clock.clone());
                    move |tx: &mut Tx<'_>| {
                        let mut made = Vec::with_capacity(TOGETHER);
                        for ready in batch.iter().skip(first).take(TOGETHER) {
                            clock.set(span.0 + ready.number as i64 * step);
                            made.push(settle(tx, &cast, ready)?);
                        }
                        Ok(made)
                    }
                })
                .collect();
            let many = batch.len() as u64;
            homes.extend(flight::fly_all(&world.app.db, units)?.into_iter().flatten());
            stage.advance(many);
        }
        Ok(homes)
    })
}

fn think_up(world: &World, counties: &[County], number: usize, seat: Seat, at: Millis) -> Res<Ready> {
    let county = counties.get(usize::from(seat.county)).ok_or_else(|| Error::new("a household without a county"))?;
    let township = county.townships.get(usize::from(seat.township));
    let village = township
        .and_then(|t| t.villages.get(usize::from(seat.village)))
        .ok_or_else(|| Error::new("a household without a village"))?;
    let today = people::day_of(at);
    let Family { raw, phone, called } = people::family(world.seed, number, village.id, &county.province, today, seat.own);
    let new = registry::check::household(&raw, today)?;
    let child = Dice::of(world.seed, "child", number as u64).in_thousand(40).then(|| called.clone());
    Ok(Ready { number, seat, new, phone, called, child })
}

/// The village's people at a seat.
pub fn village(cast: &Cast, seat: Seat) -> Res<&VillageCast> {
    let county = cast.counties.get(usize::from(seat.county));
    let township = county.and_then(|c| c.townships.get(usize::from(seat.township)));
    township
        .and_then(|t| t.villages.get(usize::from(seat.village)))
        .ok_or_else(|| Error::new("nobody works at a household's village").into())
}

fn settle(tx: &mut Tx<'_>, cast: &Cast, ready: &Ready) -> Res<Home> {
    let here = village(cast, ready.seat)?;
    let county = cast.counties.get(usize::from(ready.seat.county)).map_or(Id::NONE, |c| c.id);
    let spot = Spot { place: here.place, path: here.path.clone(), county };
    let reference = registry::register_at(tx, &here.helper, &spot, &ready.new, Source::Typed)?;
    let own = if ready.phone.is_empty() { None } else { Some(Arc::new(own_account(tx, ready, here, reference)?)) };
    let child = match &ready.child {
        Some(_) => Some(Arc::new(child_account(tx, ready, here, reference)?)),
        None => None,
    };
    Ok(Home { reference, seat: ready.seat, own, child, login: ready.phone.clone() })
}

fn own_account(tx: &mut Tx<'_>, ready: &Ready, here: &VillageCast, reference: PublicRef) -> Res<Actor> {
    let contacts = [cast::address(&ready.phone)?];
    let new =
        NewAccount { name: &ready.called, locale: Locale::ZhHans, contacts: &contacts, household: Some(reference), donor: false };
    let account = account::create(tx, &new)?;
    grant::give(tx, &Actor::system(), account, Role::Household, here.place)?;
    let grants = vec![Grant { role: Role::Household, place: here.place, path: here.path.clone() }];
    Ok(cast::actor(account, grants, Some(reference)))
}

/// A grown child who works elsewhere: a donor's account, and a tie that the helper states.
fn child_account(tx: &mut Tx<'_>, ready: &Ready, here: &VillageCast, reference: PublicRef) -> Res<Actor> {
    let contacts = [cast::address(&format!("+861003{:07}", ready.number))?];
    let family: String = ready.called.chars().take(1).collect();
    let name = format!("{family}家在外的孩子");
    let account = account::create(
        tx,
        &NewAccount { name: &name, locale: Locale::ZhHans, contacts: &contacts, household: None, donor: true },
    )?;
    registry::link::state(tx, &here.helper, reference, account, Tie::Child)?;
    Ok(cast::donor(account))
}

/// Donors sign up between two moments; the accounts in order.
pub fn sign_up(world: &World, donors: usize, span: (Millis, Millis), stage: &mut Stage<'_>) -> Res<Vec<Id>> {
    let step = (span.1.0 - span.0.0) / donors.max(1) as i64;
    let mut accounts = Vec::with_capacity(donors);
    let all: Vec<usize> = (0..donors).step_by(TOGETHER).collect();
    for flight in all.chunks(flight::UNITS) {
        let units: Vec<_> = flight
            .iter()
            .map(|&first| {
                let (clock, seed) = (world.clock.clone(), world.seed);
                move |tx: &mut Tx<'_>| {
                    let numbers = first..(first + TOGETHER).min(donors);
                    numbers
                        .map(|number| {
                            clock.set(span.0 + number as i64 * step);
                            donor(tx, seed, number)
                        })
                        .collect::<Res<Vec<Id>>>()
                }
            })
            .collect();
        let made: Vec<Id> = flight::fly_all(&world.app.db, units)?.into_iter().flatten().collect();
        stage.advance(made.len() as u64);
        accounts.extend(made);
    }
    Ok(accounts)
}

fn donor(tx: &mut Tx<'_>, seed: u64, number: usize) -> Res<Id> {
    let mut dice = Dice::of(seed, "donor", number as u64);
    let login = match dice.below(100) {
        0..68 => format!("+861002{number:07}"),
        68..94 => format!("donor{number}@example.org"),
        _ => format!("爱心{number}@例子.测试"),
    };
    let locale = match dice.below(100) {
        0..93 => Locale::ZhHans,
        93..98 => Locale::En,
        _ => Locale::Ar,
    };
    let name = names::pen(&mut dice, number);
    let contacts = [cast::address(&login)?];
    account::create(tx, &NewAccount { name: &name, locale, contacts: &contacts, household: None, donor: true })
}
