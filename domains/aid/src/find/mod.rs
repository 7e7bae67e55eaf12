//! Finding requests: public lists by area, purpose and state, by words, and near me, in the fair order; and the home page.
//!
//! The fair order puts first whoever has waited longest; a request that is half helped or was looked at often steps back
//! by a bounded time (see [`crate::request::rank`]). Donors may have what asks for help in their own order ([`crate::slate`]), everybody
//! the newest first. Lists page by `(stage, rank, request)` over one row per area.

mod filter;
mod home;
mod newest;
mod page;
mod routes;
mod store;
#[cfg(test)]
mod tests;

pub use filter::{Asked, Filter, Order, StateFilter, place_of};
pub use home::{MapView, map};
pub use routes::routes;
pub use store::{Page, find, find_in, parts_by, some, unattended};
