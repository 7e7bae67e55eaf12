//! A standing gift (长期捐): "¥50 a month to schooling in Yunnan". Its donor says how much, how often, for what and where; on every due
//! day real pledges are made of it, and paid.
//!
//! On a due day a *run* is written down, one for each gift and day, with what is wished on that day ([`open`]). It asks the board for the
//! requests to which a gift matters most now, divides the sum over at most [`LINES`] of them ([`split`]) and pledges as the donor
//! would ([`place`]): what refuses a pledge refuses it here too, and then the next request is tried. What finds no place is
//! carried to the next due day, once, and is never charged. Each pledge is then charged by a mandate that the donor agreed to
//! ([`charge`]), or waits for the donor to pay as any other does. The run ends when each of its pledges is paid or over
//! ([`close`]). A charge that fails gives the run's unpaid pledges back; after [`FAILURES`] runs that failed one after the other the gift
//! pauses.
//!
//! Every step is a unit of work of its own, guarded by the run's version: whoever dies in between leaves a run that is taken up again
//! where it stood, and two who work on one cannot both go on. A change counts from the next due day on. A pause counts at once: what
//! was not charged before is given back.
//!
//! Pledges that a mandate pays take none of the slots for unpaid pledges, and those that wait to be paid by hand have slots of
//! their own ([`crate::pledge::Slots`]): a standing gift neither locks its donor out nor is locked out.

mod api;
pub mod calendar;
mod change;
mod charge;
mod close;
mod decide;
mod erasure;
mod form;
mod json;
mod mandate;
pub mod model;
mod open;
mod page;
mod place;
mod preview;
mod routes;
mod split;
pub mod store;
mod sweep;
#[cfg(test)]
mod tests;

pub use change::{Act, Here, act, create, edit};
pub use charge::charge;
pub use close::close;
pub use mandate::{agreement, ask as ask_mandate, revoke as revoke_mandate};
pub use model::{Gift, Key, Line, LineState, Run, RunState, State, Terms};
pub(crate) use open::lasting;
pub use open::{due, open};
pub use place::place;
pub(crate) use place::{candidates, rooms};
pub use preview::{Goes, preview};
pub use routes::routes;
pub use split::split;
pub use sweep::{sweep, work};

use qianmo_kernel::Millis;
use qianmo_web::App;

/// Pledges that one run makes at the most.
pub const LINES: usize = 5;

/// Standing gifts of one account that have not ended.
pub const MOST_GIFTS: i64 = 10;

/// Runs that fail one after the other until a gift pauses.
pub const FAILURES: i64 = 3;

/// How long whoever works on a run has it for themselves.
const LEASE: i64 = 2 * Millis::MINUTE;

/// What an installation decides for itself.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The most that is given each time, in minor units.
    pub most: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { most: 500_000 }
    }
}

impl Settings {
    /// What this installation has set, else what is usual.
    pub fn of(app: &App) -> Self {
        app.service::<Settings>().map_or_else(|_| Settings::default(), |set| *set)
    }
}
