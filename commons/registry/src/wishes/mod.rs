//! What households wish of those who answer for their place: that something is corrected, or that they are forgotten.
//!
//! A wish waits until somebody does it or declines it with a reason that the household reads, or the household takes it back. Which
//! household waits, and since when, stands in its row, so that it moves with the household; what is wished is read where the
//! household is opened, with a look.

pub mod page;
pub mod routes;
mod store;

pub(crate) use store::note;
pub use store::{Wishing, count, list};
