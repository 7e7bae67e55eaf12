//! The presets: what is known of the 2017 network (100,000 donors, 50,000 posts, one in five met), with assumed tastes.

use crate::chance::{Alias, Chance, shuffled_zipf};
use crate::choice::{Model, NUDGE_ANSWER};
use crate::instance::{Donor, Instance, NONE, Post, Session};
use crate::run::newest_share;

/// Strength of tastes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    Weak,
    Medium,
}

impl Preset {
    /// By its name on the command line.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "weak" => Some(Preset::Weak),
            "medium" => Some(Preset::Medium),
            _ => None,
        }
    }

    fn tastes(self) -> (f64, f64) {
        match self {
            Preset::Weak => (1.0, 0.5),
            Preset::Medium => (1.4, 0.9),
        }
    }
}

const PURPOSES: usize = 17;
const AREAS: usize = 11;
const DAYS: f64 = 270.0;
const LIFE: f64 = 60.0;
const AMOUNT: i64 = 50_000;
/// Share of posts that newest-first meets: what the 2017 network reported.
const ANCHOR: f64 = 0.2;

/// How many of each, before scaling.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub donors: usize,
    pub posts: usize,
    pub sessions: usize,
    pub households: usize,
}

/// The network of 2017.
pub const TRIAL: Size = Size { donors: 100_000, posts: 50_000, sessions: 300_000, households: 40_000 };

impl Size {
    /// All counts times `scale`.
    pub fn times(self, scale: f64) -> Self {
        let by = |n: usize| ((n as f64) * scale).round().max(1.0) as usize;
        Size { donors: by(self.donors), posts: by(self.posts), sessions: by(self.sessions), households: by(self.households) }
    }
}

/// Draws an instance and finds `base` by bisection so that newest-first meets 20 %.
pub fn generate(preset: Preset, size: Size, seed: u64) -> Instance {
    let mut chance = Chance::new(seed, 1);
    let need_purpose = Alias::new(&shuffled_zipf(PURPOSES, 0.8, &mut chance));
    let need_area = Alias::new(&shuffled_zipf(AREAS, 0.5, &mut chance));
    let donor_purpose = Alias::new(&shuffled_zipf(PURPOSES, 0.8, &mut chance));
    let donor_area = Alias::new(&shuffled_zipf(AREAS, 0.8, &mut chance));

    let mut posts: Vec<Post> = (0..size.posts)
        .map(|_| {
            let arrive = chance.unit() * DAYS;
            Post {
                id: 0,
                arrive,
                expire: arrive + LIFE,
                purpose: need_purpose.draw(&mut chance) as u32,
                area: need_area.draw(&mut chance) as u32,
                household: chance.below(size.households) as u64,
                amount: AMOUNT,
                weight: 1.0,
            }
        })
        .collect();
    posts.sort_by(|a, b| a.arrive.total_cmp(&b.arrive));
    posts.iter_mut().zip(1u64..).for_each(|(post, id)| post.id = id);

    let donors: Vec<Donor> = (0..size.donors)
        .map(|i| Donor {
            id: i as u64 + 1,
            purpose: donor_purpose.draw(&mut chance) as u32,
            area: if chance.unit() < 0.4 { NONE } else { donor_area.draw(&mut chance) as u32 },
            budget: None,
        })
        .collect();

    let activity = Alias::new(&(0..size.donors).map(|_| (1.5 * chance.normal()).exp()).collect::<Vec<_>>());
    let mut sessions: Vec<Session> =
        (0..size.sessions).map(|_| Session { day: chance.unit() * DAYS, donor: activity.draw(&mut chance) as u32 }).collect();
    sessions.sort_by(|a, b| a.day.total_cmp(&b.day));

    let (taste_purpose, taste_area) = preset.tastes();
    let model = Model {
        k: 10,
        base: 0.0,
        taste_purpose,
        taste_area,
        no_show: 0.0,
        nudges_per_donor: 0.0,
        nudge_answer: NUDGE_ANSWER,
        split_cash: 1.0,
    };
    let mut instance = Instance { posts, donors, sessions, model };
    instance.model.base = if size.sessions > TRIAL.sessions {
        near(&mut instance, seed, generate(preset, TRIAL, seed).model.base)
    } else {
        bisect(&mut instance, seed)
    };
    instance
}

/// The share that newest-first meets grows with `base`; halved in the logarithm until it is known to a thousandth.
fn bisect(instance: &mut Instance, seed: u64) -> f64 {
    let (mut low, mut high) = (1e-6f64.ln(), 1f64.ln());
    for _ in 0..16 {
        let middle = 0.5 * (low + high);
        instance.model.base = middle.exp();
        if newest_share(instance, seed) < ANCHOR {
            low = middle;
        } else {
            high = middle;
        }
    }
    (0.5 * (low + high)).exp()
}

/// From the base of a smaller instance to that of a large one, whose runs take too long to halve sixteen times. While most slates
/// end without a choice the share grows about as `base` does, so that a few steps of its ratio to the anchor come as near as
/// halving.
fn near(instance: &mut Instance, seed: u64, base: f64) -> f64 {
    instance.model.base = base;
    for _ in 0..4 {
        let share = newest_share(instance, seed);
        if (share / ANCHOR - 1.0).abs() < 2e-4 || share <= 0.0 {
            break;
        }
        instance.model.base *= ANCHOR / share;
    }
    instance.model.base
}
