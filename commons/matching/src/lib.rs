//! Which posts a donor is shown, so that as many needs as possible are met in time, and the worst-served are served as well as
//! possible.
//!
//! Pure: no IO, no clock, no database; the same events and the same seed give the same slates. It is told what a platform knows
//! ([`input`]): donors as they declared themselves, posts, sessions, choices, lapses, closings. It never sees by which numbers
//! donors choose and learns them ([`taste`]), counts who comes how often ([`flow`]), and prices every open post by what it is
//! expected to bring yet ([`price`]). A slate holds what gains most over its price for this donor ([`pick`]). All of this is done
//! for types of donors and cells of posts: its cost does not grow with people.
//!
//! `docs/domains/matching.md` has the method, its sources, what was measured, and the limits.
//! ```
//! use qianmo_matching::{Allocator, Donor, Post, Session, Settings};
//! let mut allocator = Allocator::new(Settings::default());
//! allocator.donor(Donor { id: 9, purpose: Some(3), ..Donor::default() })?;
//! let post = Post { id: 1, purpose: 3, area: 7, household: 55, amount: 50_000, weight: 1.0, expire: 60.1, group: 0 };
//! allocator.post(0.12, post)?;
//! assert_eq!(allocator.session(Session { id: 77, day: 1.5, donor: 9, k: 10 })?, [1]);
//! allocator.choice(77, Some(1), None)?;
//! # Ok::<(), qianmo_matching::Refusal>(())
//! ```

mod allocator;
pub mod cells;
pub mod demand;
pub mod floors;
pub mod flow;
mod ids;
pub mod input;
pub mod pick;
pub mod price;
pub mod rank;
mod reason;
mod stock;
pub mod taste;

pub use allocator::{Allocator, MOST_PLACES, Settings};
pub use floors::Pull;
pub use input::{Donor, Post, Refusal, Session};
pub use reason::Reason;
