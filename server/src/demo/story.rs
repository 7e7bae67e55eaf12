//! The year is told: every deed of every life, in the order of time, through the commands that pages and API use.
//!
//! Some deeds make a unit of work, and some units are committed together. A unit may run again, so it changes nothing but the
//! database and what it learned (references of what was made). A deed that is refused, which a plan cannot always foresee,
//! ends its own life where it stands, and its unit runs again without it.

use super::World;
use super::acts;
use super::cast::{Cast, CountyCast, TownshipCast, VillageCast};
use super::flight;
use super::homes::{self, Home};
use super::plan::{Deed, Life};
use super::progress::Stage;
use qianmo_aid::{pledge, sweep};
use qianmo_db::Tx;
use qianmo_kernel::{Error, Fail, Id, ManualClock, Millis, PublicRef, Refused, Res};
use qianmo_payments::Settlers;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Deeds in one unit of work.
const TOGETHER: usize = 30;
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
    let teller = Teller {
        story: story.clone(),
        turns: Arc::new(turns(&story.lives)),
        made: Arc::new(RwLock::new(vec![Made::default(); story.lives.len()])),
    };
    let mut told = Told::default();
    let mut sealed = teller.turns.first().map_or(world.now, |t| t.at);
    while told.deeds < teller.turns.len() {
        let done = teller.fly(world, told.deeds, &mut told.refused)?;
        told.deeds += done;
        stage.advance(done as u64);
        let at = teller.turns.get(told.deeds).map_or(world.now, |t| t.at);
        if at.0 - sealed.0 > SEALED_EVERY {
            sealed = at;
            seal(world, &story.cast)?;
        }
    }
    world.clock.set(world.now);
    keep_time(world)?;
    seal(world, &story.cast)?;
    let cut = told.refused.values().sum::<usize>();
    if cut > 3 + story.lives.len() * CUT_SHORT / 1_000 {
        return Err(Error::new(format!("too much of the invented story was refused: {:?}", told.refused)).into());
    }
    told.made = std::mem::take(&mut *teller.made.write().unwrap_or_else(PoisonError::into_inner));
    Ok(told)
}

/// What a unit of work learned, by life.
type Changed = BTreeMap<u32, Made>;

/// What the units of one flight learned, each in its own place; empty while a unit has not come to its end. Later units read
/// what earlier ones wrote. A unit that runs again writes its place again.
type Slots = Arc<Vec<Mutex<Option<Changed>>>>;

#[derive(Clone)]
struct Teller {
    story: Arc<Story>,
    turns: Arc<Vec<Turn>>,
    /// What is known and committed.
    made: Arc<RwLock<Vec<Made>>>,
}

impl Teller {
    /// Does the next turns in small units that are committed together; how many were done. When a deed is refused, its life is
    /// cut short, and what came after it in this flight is done anew.
    fn fly(&self, world: &World, from: usize, refusals: &mut BTreeMap<String, usize>) -> Res<usize> {
        let spans: Vec<(usize, usize)> = (0..flight::UNITS)
            .map(|unit| (from + unit * TOGETHER, (from + (unit + 1) * TOGETHER).min(self.turns.len())))
            .filter(|(first, end)| first < end)
            .collect();
        let slots: Slots = Arc::new(spans.iter().map(|_| Mutex::new(None)).collect());
        let reached = Arc::new(AtomicUsize::new(from));
        let units: Vec<_> = spans
            .iter()
            .enumerate()
            .map(|(unit, span)| {
                let (teller, slots, reached, span) = (self.clone(), slots.clone(), reached.clone(), *span);
                move |tx: &mut Tx<'_>| teller.unit(tx, unit, span, &slots, &reached)
            })
            .collect();
        let answers = flight::fly(&world.app.db, units);
        let mut done = 0;
        for ((unit, (first, end)), answer) in spans.into_iter().enumerate().zip(answers) {
            if answer.is_ok() {
                self.learn(slots.get(unit));
                done += end - first;
                continue;
            }
            let turn = self.turns.get(reached.load(Ordering::SeqCst)).copied();
            return match (answer, turn) {
                (Err(Fail::Refused(refused)), Some(turn)) => {
                    tracing::debug!(message = refused.message, deed = ?turn.deed, life = turn.life, at = ?turn.at, "a deed of the story was refused");
                    *refusals.entry(format!("{} {}", name(turn.deed), what(&refused))).or_default() += 1;
                    if let Some(made) = self.made.write().unwrap_or_else(PoisonError::into_inner).get_mut(turn.life as usize) {
                        made.cut = true;
                    }
                    Ok(done)
                }
                (Err(fail), Some(turn)) => Err(Error::because(format!("{:?} of life {}", turn.deed, turn.life), fail).into()),
                (Err(fail), None) => Err(fail),
                (Ok(()), _) => Ok(done),
            };
        }
        Ok(done)
    }

    /// One unit of work. It shares nothing that it changes but its own slot, so that it may run again.
    fn unit(&self, tx: &mut Tx<'_>, unit: usize, (first, end): (usize, usize), slots: &Slots, reached: &AtomicUsize) -> Res<()> {
        let known = self.made.read().unwrap_or_else(PoisonError::into_inner);
        let mut earlier = Vec::with_capacity(unit);
        for slot in slots.iter().take(unit) {
            let slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
            if slot.is_none() {
                // An earlier unit was refused: this one comes again after it.
                return Err(Refused::not_found().into());
            }
            earlier.push(slot);
        }
        let mut changed = Changed::new();
        for (place, turn) in self.turns.iter().enumerate().take(end).skip(first) {
            reached.store(place, Ordering::SeqCst);
            let before = changed
                .get(&turn.life)
                .or_else(|| earlier.iter().rev().find_map(|slot| slot.as_ref().and_then(|c| c.get(&turn.life))))
                .or_else(|| known.get(turn.life as usize));
            let mut one = before.cloned().unwrap_or_default();
            if one.cut {
                continue;
            }
            self.story.clock.set(turn.at);
            acts::perform(tx, &self.story.scene(turn.life)?, &mut one, turn.deed)?;
            changed.insert(turn.life, one);
        }
        if let Some(slot) = slots.get(unit) {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(changed);
        }
        Ok(())
    }

    /// Takes over what a committed unit learned.
    fn learn(&self, slot: Option<&Mutex<Option<Changed>>>) {
        let changed = slot.and_then(|s| s.lock().unwrap_or_else(PoisonError::into_inner).take());
        let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
        for (number, one) in changed.into_iter().flatten() {
            if let Some(place) = made.get_mut(number as usize) {
                *place = one;
            }
        }
    }
}

/// Ends whatever is due at the present and was not ended at its own time, by the commands of the jobs that would do it: a life
/// that was cut short has no deeds left for it. Nobody is to find anything that a running installation would not show either.
fn keep_time(world: &World) -> Res<()> {
    let db = &world.app.db;
    for late in db.read_now(|tx| pledge::due(tx, i64::MAX))? {
        ended(db.write_now(move |tx| pledge::lapse(tx, late)))?;
    }
    for late in db.read_now(|tx| sweep::due(tx, i64::MAX))? {
        ended(db.write_now(move |tx| sweep::expire(tx, late)))?;
    }
    Ok(())
}

/// One that cannot be ended is left to the running program, which would meet with the same refusal.
fn ended(done: Res<bool>) -> Res<()> {
    match done {
        Err(Fail::Refused(refused)) => {
            tracing::warn!(message = refused.message, "something that is due could not be ended");
            Ok(())
        }
        other => other.map(drop),
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
