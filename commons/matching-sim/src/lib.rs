//! What the allocator is judged by: instances, donors' choices, other policies, and the bounds of what is possible at all.
//!
//! [`preset`] draws two instances of the size of 2017, [`trace`] reads anybody's own; [`run`] lets a policy ([`policy`]) run over
//! one and keeps the books; [`bound`] asks an existing solver what no online policy can pass; [`result`] is what is told.

pub mod allocate;
pub mod bound;
pub mod chance;
pub mod choice;
pub mod instance;
pub mod limits;
pub mod lines;
pub mod names;
pub mod plots;
pub mod policy;
pub mod preset;
pub mod report;
pub mod result;
mod run;
pub mod trace;

pub use run::{Fault, Watch, newest_share, run};
