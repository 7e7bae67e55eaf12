//! Who is shown what: newest-first, random, greedy, Balance, and ours.

mod newest;
mod ours;
mod random;
mod ranked;

pub use newest::Newest;
pub use ours::Ours;
pub use random::Random;
pub use ranked::{Balance, Greedy, Ranked, Score};

/// What a run tells a policy and asks of it. Posts and donors are named by their index in the instance. A policy sees what a platform
/// sees: posts, declared preferences, outcomes. Only the yardsticks greedy and Balance are given the true tastes.
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
}
