//! A world to look at: real places, invented people, a year of asking and helping, made through the same commands that
//! pages and API use, the same for the same seed.
//!
//! | file | what it makes |
//! |---|---|
//! | `places` | the area tree, and where households live |
//! | `cast` | helpers, reviewers, officers, auditors, partners |
//! | `people`, `names`, `homes` | households and donors |
//! | `needs`, `texts` | what is asked, and the words for it |
//! | `plan`, `gifts`, `stages` | what becomes of every request, and when: drawn ahead |
//! | `story`, `acts`, `flight` | the year, deed after deed, in the order of time |
//! | `pictures`, `photos` | drawn pictures beside requests |
//! | `accounts` | the logins |

mod accounts;
mod acts;
mod cast;
mod dice;
mod flight;
mod gifts;
mod homes;
mod names;
mod needs;
mod people;
mod photos;
mod pictures;
mod places;
mod plan;
mod progress;
mod stages;
mod story;
#[cfg(test)]
mod tests;
mod texts;

pub use accounts::{AccountLine, accounts, one_per_role, write_accounts};

use progress::Progress;
use qianmo_kernel::{Actor, Currency, ManualClock, Millis, Money, Res, Role};
use qianmo_payments::Settlers;
use qianmo_web::App;
use std::sync::Arc;
use story::Story;

/// How large a world is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Size {
    /// Some hundred people in two counties.
    Small,
    /// The 2017 trial's own.
    Trial,
    /// Ten times the trial: for measuring what growth costs.
    Tenfold,
}

/// A world to be made.
pub struct World {
    /// The program, on an empty database whose clock is `clock`.
    pub app: App,
    /// The clock, which is moved through the year and left at `now`.
    pub clock: Arc<ManualClock>,
    /// How large.
    pub size: Size,
    /// The same seed, the same world.
    pub seed: u64,
    /// The world's present: the last day of its year.
    pub now: Millis,
}

/// How many there are of each.
struct Numbers {
    households: usize,
    donors: usize,
    requests: usize,
    days: i64,
    photos: usize,
}

impl Size {
    const fn numbers(self) -> Numbers {
        match self {
            Size::Small => Numbers { households: 120, donors: 300, requests: 150, days: 360, photos: 8 },
            Size::Trial => Numbers { households: 40_000, donors: 100_000, requests: 50_000, days: 365, photos: 60 },
            Size::Tenfold => Numbers { households: 400_000, donors: 1_000_000, requests: 500_000, days: 365, photos: 60 },
        }
    }
}

/// One in five of the requests that were opened was met in 2017; so it is here.
const MET_IN_THOUSAND: usize = 200;
/// The most one household may ask in money for one purpose in a year, in yuan.
const CAPS: [(&str, i64); 6] =
    [("education", 6_000), ("health", 8_000), ("housing", 10_000), ("goods", 3_000), ("livelihood", 8_000), ("other", 4_000)];

/// Makes the world; the logins to be written and shown.
pub fn load(world: &World) -> Res<Vec<AccountLine>> {
    load_watched(world, &mut Progress::start(6))
}

fn load_watched(world: &World, progress: &mut Progress) -> Res<Vec<AccountLine>> {
    let numbers = world.size.numbers();
    let back = |days: i64| world.now - days * Millis::DAY;

    world.clock.set(back(450));
    let mut stage = progress.stage("places", places::rows(world));
    places::import(world, &mut stage)?;
    let counties = Arc::new(places::counties(world)?);
    stage.done(&format!("{} counties of the demo", counties.len()));

    let mut stage = progress.stage("people who work", counties.len() as u64);
    let cast = Arc::new(cast::employ(world, &counties, back(440), &mut stage)?);
    caps(world, back(433))?;
    stage.done(&format!("{} logins", cast.told.len()));

    let mut stage = progress.stage("households", numbers.households as u64);
    let (seats, staged) = homes::seats(world, &counties, numbers.households);
    let homes = homes::register(world, &counties, &cast, &seats, (back(430), back(400)), &mut stage)?;
    stage.done(&format!("{} households", homes.len()));

    let mut stage = progress.stage("donors", numbers.donors as u64);
    let mut donors = homes::sign_up(world, numbers.donors.saturating_sub(1), (back(399), back(367)), &mut stage)?;
    // The donor whose login is told comes first: the first ones give most.
    donors.splice(0..0, cast.told.iter().filter(|m| m.role == Role::Donor).map(|m| m.actor.account));
    stage.done(&format!("{} donors", donors.len()));

    let scope = plan::Scope {
        seed: world.seed,
        now: world.now,
        requests: numbers.requests,
        households: homes.len(),
        donors: donors.len(),
        days: numbers.days,
        met_in_thousand: MET_IN_THOUSAND,
    };
    let lives = plan::lives(&scope, &staged);
    let mut stage = progress.stage("requests and gifts", story::length(&lives));
    let settlers = world.app.service::<Settlers>()?;
    let story =
        Arc::new(Story { seed: world.seed, cast: cast.clone(), homes, donors, lives, settlers, clock: world.clock.clone() });
    let told = story::tell(world, &story, &mut stage)?;
    let cut: usize = told.refused.values().sum();
    stage.done(&format!("{} requests, {} deeds, {cut} refused", told.made.len(), told.deeds));

    let mut stage = progress.stage("pictures and logins", numbers.photos as u64);
    photos::hang(world, &story, &told, numbers.photos, &mut stage)?;
    world.app.db.write_now(qianmo_search::end_filling)?;
    world.clock.set(world.now);
    let cards = with_card(&story, &staged);
    let lines =
        accounts::lines(world, &accounts::Cast { told: &cast.told, counties: &counties, homes: &story.homes, cards: &cards })?;
    stage.done(&format!("{} lines", lines.len()));
    Ok(lines)
}

/// The households that get a printed card, each with the officer who prints it: no village's helper, who registered the household and
/// gave its bank card, nor one of the two who pay it. With a card of theirs it could not confirm.
fn with_card(story: &Story, staged: &[Vec<u32>]) -> Vec<(u32, Arc<Actor>)> {
    let mut found = Vec::new();
    for number in staged.iter().flatten() {
        let home = story.homes.get(*number as usize).filter(|h| h.seat.own == stages::Own::Card);
        if let Some(county) = home.and_then(|h| story.cast.counties.get(usize::from(h.seat.county))) {
            found.push((*number, county.clerk.clone()));
        }
    }
    found
}

/// Caps of each province of the demo, for last year and this one.
fn caps(world: &World, at: Millis) -> Res<()> {
    let (clock, now) = (world.clock.clone(), world.now);
    world.app.db.write_now(move |tx| {
        clock.set(at);
        let last = i64::from(now.year_at(480));
        let first = i64::from((now - 370 * Millis::DAY).year_at(480));
        for province in places::PROVINCES {
            let Some(place) = qianmo_places::by_code(tx, province)? else { continue };
            for year in first..=last {
                for (purpose, yuan) in CAPS {
                    qianmo_aid::cap::set(
                        tx,
                        &Actor::system(),
                        place.id,
                        purpose,
                        year,
                        Money::new(yuan * 100, Currency::CNY),
                        None,
                    )?;
                }
            }
        }
        Ok(())
    })
}
