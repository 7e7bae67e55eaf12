//! The year is told: every deed of every life, in the order of time, through the commands that pages and API use.
//!
//! Some hundred deeds make a unit of work. A unit may run again, so it changes nothing but the database; what it learned
//! (references of what was made) is its answer. A deed that is refused, which a plan cannot always foresee, ends its own
//! life where it stands, and the unit runs again without it.

use super::World;
use super::acts;
use super::cast::{Cast, CountyCast, TownshipCast, VillageCast};
use super::homes::{self, Home};
use super::plan::{Deed, Life};
use super::progress::Stage;
use qianmo_db::Tx;
use qianmo_kernel::{Error, Fail, Id, ManualClock, Millis, PublicRef, Refused, Res};
use qianmo_payments::Settlers;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// Deeds in one unit of work.
const TOGETHER: usize = 700;
/// The books are sealed this often.
const SEALED_EVERY: i64 = 30 * Millis::DAY;
/// Of a thousand lives at most so many may be cut short by a refusal: more would be a mistake in the plan.
const CUT_SHORT: usize = 5;

/// Everything a deed may need to know.
pub struct Story {
    /// The seed.
    pub seed: u64,
    /// Who works.
    pub cast: Arc<Cast>,
    /// Households by number.
    pub homes: Vec<Home>,
    /// Donors by number.
    pub donors: Vec<Id>,
    /// What becomes of every request.
    pub lives: Vec<Life>,
    /// Who settles payments.
    pub settlers: Arc<Settlers>,
    /// The clock, which goes from deed to deed.
    pub clock: Arc<ManualClock>,
}

/// What is known of a request once it is in the database.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// The request.
    pub request: Option<PublicRef>,
    /// Its parts, in order.
    pub parts: Vec<Id>,
    /// Pledges by gift.
    pub pledges: BTreeMap<u8, PublicRef>,
    /// Payouts by part.
    pub payouts: BTreeMap<u8, PublicRef>,
    /// The report about it.
    pub report: Option<PublicRef>,
    /// Whether a deed was refused, after which nothing more is done.
    pub cut: bool,
}

/// A life's household, its people, and what it says.
pub struct Scene<'a> {
    /// The story.
    pub story: &'a Story,
    /// Its number.
    pub number: u32,
    /// The life.
    pub life: &'a Life,
    /// The household.
    pub home: &'a Home,
    /// People of its county.
    pub county: &'a CountyCast,
    /// People of its township.
    pub township: &'a TownshipCast,
    /// People of its village.
    pub village: &'a VillageCast,
}

impl Story {
    /// The people around a life.
    pub fn scene(&self, number: u32) -> Res<Scene<'_>> {
        let life = self.lives.get(number as usize).ok_or_else(|| Error::new("a life that was not planned"))?;
        let home = self.homes.get(life.household as usize).ok_or_else(|| Error::new("a household that was not registered"))?;
        let county = self.cast.counties.get(usize::from(home.seat.county)).ok_or_else(|| Error::new("a county without people"))?;
        let township =
            county.townships.get(usize::from(home.seat.township)).ok_or_else(|| Error::new("a township without people"))?;
        let village = homes::village(&self.cast, home.seat)?;
        Ok(Scene { story: self, number, life, home, county, township, village })
    }
}

/// One thing to be done.
#[derive(Copy, Clone, Debug)]
struct Turn {
    at: Millis,
    life: u32,
    deed: Deed,
}

/// What a story came to.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// What was made, by life.
    pub made: Vec<Made>,
    /// Deeds that were done.
    pub deeds: usize,
    /// Refusals that cut a life short, by message and deed.
    pub refused: BTreeMap<String, usize>,
}

/// All turns in the order of time; those of one life stay in their order.
fn turns(lives: &[Life]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::with_capacity(lives.iter().map(|l| l.deeds.len()).sum());
    for (number, life) in lives.iter().enumerate() {
        turns.extend(life.deeds.iter().map(|(at, deed)| Turn { at: *at, life: number as u32, deed: *deed }));
    }
    turns.sort_by_key(|t| (t.at, t.life));
    turns
}

/// How many deeds a story has.
pub fn length(lives: &[Life]) -> u64 {
    lives.iter().map(|l| l.deeds.len() as u64).sum()
}

/// Tells the story.
pub fn tell(world: &World, story: &Arc<Story>, stage: &mut Stage<'_>) -> Res<Told> {
    let turns = Arc::new(turns(&story.lives));
    let made = Arc::new(RwLock::new(vec![Made::default(); story.lives.len()]));
    let mut told = Told::default();
    let mut sealed = turns.first().map_or(world.now, |t| t.at);
    let mut from = 0;
    while from < turns.len() {
        let to = (from + TOGETHER).min(turns.len());
        let (changed, cut) = unit(world, story, &turns, &made, (from, to), &mut told.refused)?;
        {
            let mut all = made.write().unwrap_or_else(PoisonError::into_inner);
            for (number, one) in changed {
                if let Some(slot) = all.get_mut(number as usize) {
                    *slot = one;
                }
            }
            for number in cut {
                if let Some(slot) = all.get_mut(number as usize) {
                    slot.cut = true;
                }
            }
        }
        told.deeds += to - from;
        stage.advance((to - from) as u64);
        from = to;
        let at = turns.get(to - 1).map_or(world.now, |t| t.at);
        if at.0 - sealed.0 > SEALED_EVERY {
            sealed = at;
            seal(world, &story.cast)?;
        }
    }
    world.clock.set(world.now);
    seal(world, &story.cast)?;
    let cut = told.refused.values().sum::<usize>();
    if cut > 3 + story.lives.len() * CUT_SHORT / 1_000 {
        return Err(Error::new(format!("too much of the invented story was refused: {:?}", told.refused)).into());
    }
    told.made = std::mem::take(&mut *made.write().unwrap_or_else(PoisonError::into_inner));
    Ok(told)
}

type Changed = BTreeMap<u32, Made>;

/// Runs some turns in one unit of work; with lives that a refusal has cut short, runs it again without them.
fn unit(
    world: &World,
    story: &Arc<Story>,
    turns: &Arc<Vec<Turn>>,
    made: &Arc<RwLock<Vec<Made>>>,
    (from, to): (usize, usize),
    refusals: &mut BTreeMap<String, usize>,
) -> Res<(Changed, BTreeSet<u32>)> {
    let mut cut: BTreeSet<u32> = BTreeSet::new();
    loop {
        let (story, turns, made, without) = (story.clone(), turns.clone(), made.clone(), cut.clone());
        let reached = Arc::new(AtomicUsize::new(from));
        let at = reached.clone();
        let again = turns.clone();
        // A unit must be repeatable and shares nothing that it changes; the lock is only ever read in here.
        let answer = world.app.db.write_now(move |tx| {
            let known = made.read().unwrap_or_else(PoisonError::into_inner);
            let mut changed = Changed::new();
            for (place, turn) in turns.iter().enumerate().take(to).skip(from) {
                at.store(place, Ordering::Relaxed);
                let before = changed.get(&turn.life).or_else(|| known.get(turn.life as usize));
                let mut one = before.cloned().unwrap_or_default();
                if one.cut || without.contains(&turn.life) {
                    continue;
                }
                story.clock.set(turn.at);
                acts::perform(tx, &story.scene(turn.life)?, &mut one, turn.deed)?;
                changed.insert(turn.life, one);
            }
            Ok(changed)
        });
        let turn = again.get(reached.load(Ordering::Relaxed)).copied();
        match (answer, turn) {
            (Ok(changed), _) => return Ok((changed, cut)),
            (Err(Fail::Refused(refused)), Some(turn)) => {
                tracing::debug!(message = refused.message, deed = ?turn.deed, "a deed of the story was refused");
                *refusals.entry(format!("{} {}", name(turn.deed), what(&refused))).or_default() += 1;
                cut.insert(turn.life);
            }
            (Err(fail), Some(turn)) => return Err(Error::because(format!("{:?} of life {}", turn.deed, turn.life), fail).into()),
            (Err(fail), None) => return Err(fail),
        }
    }
}

fn name(deed: Deed) -> String {
    let whole = format!("{deed:?}");
    whole.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

/// A refusal's messages: its own, and those beside fields.
fn what(refused: &Refused) -> String {
    let fields: Vec<String> = refused.fields.iter().map(|f| format!("{}: {}", f.field, f.message)).collect();
    if fields.is_empty() { refused.message.to_owned() } else { fields.join(", ") }
}

/// Seals the books of all counties up to this moment.
fn seal(world: &World, cast: &Arc<Cast>) -> Res<()> {
    let cast = cast.clone();
    world.app.db.write_now(move |tx: &mut Tx<'_>| {
        for county in &cast.counties {
            while qianmo_ledger::seal::seal(tx, county.id)? == qianmo_ledger::seal::BLOCK {}
        }
        Ok(())
    })
}
