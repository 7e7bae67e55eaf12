//! Who is shown what: newest-first, random, greedy, Balance, and ours.

use crate::instance::Instance;
use crate::result::Outcome;
use crate::run::{Fault, Watch, run};
use qianmo_matching::{Pull, Settings};

mod books;
mod newest;
mod ours;
mod random;
mod ranked;

pub use newest::Newest;
pub use ours::Ours;
pub use random::Random;
pub use ranked::{Balance, Greedy, Ranked, Score};

/// What a run tells a policy and asks of it. Posts and donors are named by their index in the instance. A policy sees what a
/// platform sees: posts, declared preferences, outcomes. Only the yardsticks greedy and Balance are given the true tastes.
pub trait Policy {
    /// As results name it.
    fn name(&self) -> &str;
    /// A post is open from now.
    fn post(&mut self, day: f64, post: u32);
    /// Writes at most K open posts into the empty `slate`.
    fn slate(&mut self, day: f64, session: usize, donor: u32, slate: &mut Vec<u32>);
    /// What the donor did: a post and the gift in minor units, or nothing.
    fn outcome(&mut self, day: f64, session: usize, donor: u32, chosen: Option<(u32, i64)>);
    /// A pledge was not kept: the gift is open again.
    fn lapse(&mut self, day: f64, post: u32, donor: u32, gift: i64);
    /// The post ends unmet.
    fn close(&mut self, day: f64, post: u32);
    /// Donors may be nudged, each so many times: told once, before anything else.
    fn may_nudge(&mut self, _times: &[u32]) {}
    /// Whom to nudge now, at most so many, who are away and have nudges left; none: the policy does not care, and any are drawn.
    fn nudges(&mut self, _day: f64, _at_most: usize) -> Option<Vec<u32>> {
        None
    }
    /// How often it set prices so far.
    fn solved(&self) -> u64 {
        0
    }
}

/// A policy by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// [`Newest`].
    Newest,
    /// [`Random`].
    Random,
    /// [`Greedy`].
    Greedy,
    /// [`Balance`].
    Balance,
    /// [`Ours`], which results call qianmo.
    Ours,
}

impl Which {
    /// All of them, the simplest first.
    pub const ALL: [Which; 5] = [Which::Newest, Which::Random, Which::Greedy, Which::Balance, Which::Ours];

    /// As the command line and results name it.
    pub fn name(self) -> &'static str {
        match self {
            Which::Newest => "newest",
            Which::Random => "random",
            Which::Greedy => "greedy",
            Which::Balance => "balance",
            Which::Ours => "qianmo",
        }
    }

    /// Runs it over an instance. `floors` are for ours alone: the others have none. `seed` draws choices, and what the policy
    /// draws itself.
    ///
    /// # Errors
    /// As [`run`].
    pub fn run(
        self,
        instance: &Instance,
        floors: bool,
        seed: u64,
        watch: Option<Watch<'_>>,
        tick: &dyn Fn(f64),
    ) -> Result<Outcome, Fault> {
        match self {
            Which::Newest => run(instance, &mut Newest::new(instance), seed, watch, tick),
            Which::Random => run(instance, &mut Random::new(instance, seed), seed, watch, tick),
            Which::Greedy => run(instance, &mut Greedy::over(instance), seed, watch, tick),
            Which::Balance => run(instance, &mut Balance::over(instance), seed, watch, tick),
            Which::Ours => {
                let settings = Settings { seed, floors: floors.then(Pull::default), ..Settings::default() };
                run(instance, &mut Ours::new(instance, settings), seed, watch, tick)
            }
        }
    }
}
