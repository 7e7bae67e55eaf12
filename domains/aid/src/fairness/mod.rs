//! How donors' attention and help are spread, for officers: looks, promises and fulfilment by area and by who asks, and who was left
//! waiting.
//!
//! What is kept of who asks is one sealed row per request ([`keep_coarse`]), written when the request opens. A job ([`job`]) opens it,
//! counts ([`count`]) and keeps nothing but counters; no page reads anything else. What is told of the counters is decided for the whole
//! country at once ([`told`]), so that nothing about fewer than [`SMALL`] requests follows from any of it. Of who asks it is told what had
//! happened by the beginning of the month: then no single event shows in it on the day it happens.
//!
//! Every share stands beside that of the whole, with the interval in which chance alone would leave it ([`figure`]).

mod bands;
mod coarse;
mod count;
mod csv;
mod figure;
mod floors;
mod job;
mod json;
mod page;
mod read;
mod routes;
mod shown;
mod store;
#[cfg(test)]
mod tests;
mod told;
mod unattended;
mod watched;

pub use coarse::{forget as forget_coarse, keep as keep_coarse};
pub use floors::FloorsCost;
pub use job::tally;
pub(crate) use read::is_told_of;
pub use routes::routes;
pub use watched::{AGED, DISABILITY, LANGUAGE, Watched, group_of};

use qianmo_kernel::{Permission, Role};

/// Nothing is told of a group of fewer requests than this, nor can it be worked out.
pub const SMALL: i64 = 10;

/// Reads how help is spread: officers of a county and wider.
pub static FAIRNESS: Permission = Permission { name: "aid.fairness.read", roles: &[Role::Officer] };
