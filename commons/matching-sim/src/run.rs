//! One run of a policy over an instance: time passes, posts come and go, donors are shown slates and choose.
//!
//! The run, not the policy, keeps the books, and refuses a slate that shows what must not be shown.

mod nudging;

use crate::chance::Chance;
use crate::choice::Values;
use crate::instance::{Instance, Post};
use crate::policy::{Newest, Policy};
use crate::result::{Closed, Outcome};
use nudging::Nudging;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Days as integers that sort like the days do; days are not negative, and −0 is 0.
pub(crate) fn sortable(day: f64) -> u64 {
    (day.max(0.0) + 0.0).to_bits()
}

/// What a policy did that it must not do. A fault of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    TooMany { session: usize },
    Twice { session: usize, post: usize },
    NotOpen { session: usize, post: usize },
    OverBudget { session: usize, post: usize },
    Nudged { donor: usize },
    Nudges,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Sessions and posts by their numbers in the order of time, from 0.
        match self {
            Fault::TooMany { session } => write!(f, "more posts than fit were shown in session {session}"),
            Fault::Twice { session, post } => write!(f, "post {post} was shown twice in session {session}"),
            Fault::NotOpen { session, post } => write!(f, "post {post}, which is not open, was shown in session {session}"),
            Fault::Nudged { donor } => write!(f, "donor {donor} was nudged, who is not away or has no nudge left"),
            Fault::Nudges => write!(f, "more donors were nudged than may be"),
            Fault::OverBudget { session, post } => write!(f, "post {post}, which is too dear, was shown in session {session}"),
        }
    }
}

impl std::error::Error for Fault {}

/// A stopwatch in seconds, handed in because time is not taken from the surroundings.
pub type Watch<'a> = &'a dyn Fn() -> f64;

#[derive(Clone, Copy, PartialEq)]
enum State {
    Unborn,
    Open,
    Gone,
}

struct Books<'a> {
    instance: &'a Instance,
    state: Vec<State>,
    /// What is not pledged yet, and what was pledged and not kept so far, per post in minor units.
    left: Vec<i64>,
    budget: Vec<i64>,
    met_day: Vec<f32>,
    expiries: BinaryHeap<Reverse<(u64, u32)>>,
    lapses: BinaryHeap<Reverse<(u64, u32, u32, i64)>>,
    /// Gifts of a post that stand, and those of them that will not be kept.
    standing: Vec<u32>,
    broken: Vec<u32>,
    born: usize,
    claims: u64,
}

/// Runs `policy`. `tick` hears the share of sessions that are done, for a bar of progress.
///
/// # Errors
/// [`Fault`] where the policy shows a post that is not open, one twice, more than K, or one beyond the donor's budget, or nudges
/// whom it must not.
pub fn run(
    instance: &Instance,
    policy: &mut dyn Policy,
    seed: u64,
    watch: Option<Watch<'_>>,
    tick: &dyn Fn(f64),
) -> Result<Outcome, Fault> {
    let mut run = Run {
        instance,
        chance: Chance::new(seed, 2),
        books: Books::new(instance),
        watch,
        values: instance.model.values(),
        slate: Vec::new(),
        shown: Vec::new(),
        seconds: Vec::new(),
        resolve: None,
    };
    let started = run.now();
    let mut nudging = Nudging::new(instance, seed);
    nudging.begin(policy);
    let every = (instance.sessions.len() / 1000).max(1);
    let (mut number, mut extra) = (0, instance.sessions.len());
    loop {
        let session = instance.sessions.get(number);
        // Days on which nudges are sent come before sessions of the same moment, those that they bring after.
        if let Some(day) = nudging.due(session.map_or(f64::INFINITY, |session| session.day)) {
            run.books.pass(day, policy);
            nudging.send(day, policy)?;
        } else if let Some((day, donor)) = nudging.comes(session.map_or(f64::INFINITY, |session| session.day)) {
            run.visit(extra, day, donor, policy)?;
            extra += 1;
        } else if let Some(session) = session {
            run.visit(number, session.day, session.donor, policy)?;
            nudging.heard(session.donor, session.day);
            if number % every == 0 {
                tick(number as f64 / instance.sessions.len() as f64);
            }
            number += 1;
        } else {
            break;
        }
    }
    let total = run.now() - started;
    Ok(run.books.outcome(policy.name(), total, run.seconds, run.resolve, nudging.sent()))
}

/// A run as it stands.
struct Run<'a> {
    instance: &'a Instance,
    chance: Chance,
    books: Books<'a>,
    watch: Option<Watch<'a>>,
    values: Values,
    slate: Vec<u32>,
    shown: Vec<&'a Post>,
    /// What slates took, and whether prices were set for them.
    seconds: Vec<(f32, bool)>,
    resolve: Option<f64>,
}

impl Run<'_> {
    fn now(&self) -> f64 {
        self.watch.map_or(0.0, |watch| watch())
    }

    /// A donor comes, is shown a slate and chooses.
    fn visit(&mut self, number: usize, day: f64, donor: u32, policy: &mut dyn Policy) -> Result<(), Fault> {
        self.books.pass(day, policy);
        self.slate.clear();
        let (before, solved) = (self.now(), policy.solved());
        policy.slate(day, number, donor, &mut self.slate);
        if self.watch.is_some() {
            let took = self.now() - before;
            self.seconds.push((took as f32, policy.solved() > solved));
            if policy.solved() > solved {
                self.resolve = Some(took.max(self.resolve.unwrap_or(0.0)));
            }
        }
        self.books.check(number, donor, &self.slate, self.instance.model.split_cash >= 1.0)?;
        self.shown.clear();
        self.shown.extend(self.slate.iter().filter_map(|p| self.instance.posts.get(*p as usize)));
        let known = &self.instance.donors[donor as usize];
        let chosen = self.values.choose(known, &self.shown, &mut self.chance).map(|i| self.slate[i]);
        let gift = chosen.map_or(0, |post| self.books.pledge(post, donor, day, &mut self.chance));
        policy.outcome(day, number, donor, chosen.map(|post| (post, gift)));
        Ok(())
    }
}

/// The share of posts that newest-first meets; for the bisection of `base`.
pub fn newest_share(instance: &Instance, seed: u64) -> f64 {
    let mut newest = Newest::new(instance);
    run(instance, &mut newest, seed, None, &|_| {}).map_or(1.0, |outcome| outcome.share)
}

impl<'a> Books<'a> {
    fn new(instance: &'a Instance) -> Self {
        Books {
            instance,
            state: vec![State::Unborn; instance.posts.len()],
            left: instance.posts.iter().map(|p| p.amount).collect(),
            budget: instance.donors.iter().map(|d| d.budget.unwrap_or(i64::MAX)).collect(),
            met_day: vec![f32::NAN; instance.posts.len()],
            expiries: BinaryHeap::new(),
            lapses: BinaryHeap::new(),
            standing: vec![0; instance.posts.len()],
            broken: vec![0; instance.posts.len()],
            born: 0,
            claims: 0,
        }
    }

    /// Everything that happens up to `day`, in the order of time.
    fn pass(&mut self, day: f64, policy: &mut dyn Policy) {
        let now = sortable(day);
        loop {
            let post = self.instance.posts.get(self.born).map_or(u64::MAX, |p| sortable(p.arrive));
            let expiry = self.expiries.peek().map_or(u64::MAX, |Reverse(e)| e.0);
            let lapse = self.lapses.peek().map_or(u64::MAX, |Reverse(l)| l.0);
            if post.min(expiry).min(lapse) > now {
                return;
            }
            if post <= expiry && post <= lapse {
                let (index, p) = (self.born as u32, &self.instance.posts[self.born]);
                self.state[self.born] = State::Open;
                self.expiries.push(Reverse((sortable(p.expire), index)));
                self.born += 1;
                policy.post(p.arrive, index);
            } else if lapse <= expiry {
                if let Some(Reverse((at, index, donor, gift))) = self.lapses.pop() {
                    self.lapse(f64::from_bits(at), index, donor, gift, policy);
                }
            } else if let Some(Reverse((at, index))) = self.expiries.pop()
                && self.state[index as usize] == State::Open
            {
                policy.close(f64::from_bits(at), index);
                self.state[index as usize] = State::Gone;
            }
        }
    }

    fn lapse(&mut self, day: f64, index: u32, donor: u32, gift: i64, policy: &mut dyn Policy) {
        let post = index as usize;
        self.standing[post] -= 1;
        self.broken[post] -= 1;
        if self.budget[donor as usize] != i64::MAX {
            self.budget[donor as usize] += gift;
        }
        self.left[post] += gift;
        self.met_day[post] = f32::NAN;
        policy.lapse(day, index, donor, gift);
    }

    fn check(&self, session: usize, donor: u32, slate: &[u32], whole: bool) -> Result<(), Fault> {
        if slate.len() > self.instance.model.k {
            return Err(Fault::TooMany { session });
        }
        for (i, post) in slate.iter().enumerate() {
            let index = *post as usize;
            if slate[..i].contains(post) {
                return Err(Fault::Twice { session, post: index });
            }
            if self.state.get(index) != Some(&State::Open) || self.left[index] <= 0 {
                return Err(Fault::NotOpen { session, post: index });
            }
            let budget = self.budget[donor as usize];
            if budget <= 0 || (whole && self.left[index] > budget) {
                return Err(Fault::OverBudget { session, post: index });
            }
        }
        Ok(())
    }

    /// Books a choice; gives the gift in minor units.
    fn pledge(&mut self, post: u32, donor: u32, day: f64, chance: &mut Chance) -> i64 {
        let (index, d) = (post as usize, donor as usize);
        let model = &self.instance.model;
        let part = (self.instance.posts[index].amount as f64 * model.split_cash).ceil() as i64;
        let gift = part.max(1).min(self.left[index]).min(self.budget[d]);
        self.claims += 1;
        self.standing[index] += 1;
        self.left[index] -= gift;
        if self.budget[d] != i64::MAX {
            self.budget[d] -= gift;
        }
        if model.no_show > 0.0 && chance.unit() < model.no_show {
            self.broken[index] += 1;
            self.lapses.push(Reverse((sortable(day + crate::choice::LAPSE_DAYS), post, donor, gift)));
        }
        if self.left[index] == 0 {
            self.met_day[index] = day as f32;
        }
        gift
    }

    fn outcome(self, name: &str, seconds: f64, slates: Vec<(f32, bool)>, resolve: Option<f64>, nudges: (u64, u64)) -> Outcome {
        let met = |i: usize| self.left[i] == 0 && self.broken[i] == 0 && self.met_day[i].is_finite();
        let met_day: Vec<Option<f32>> = (0..self.left.len()).map(|i| met(i).then_some(self.met_day[i])).collect();
        let counted = self.standing.iter().zip(&met_day).filter(|(_, day)| day.is_some()).map(|(gifts, _)| u64::from(*gifts)).sum();
        Outcome::new(name, self.instance, Closed { met_day, claims: self.claims, counted, nudges, seconds, slates, resolve })
    }
}
