//! Payments on both engines, with the sandbox and with a provider that loses calls.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod by_hand;
mod coming_in;
mod doors;
mod going_out;
mod mandates;
mod missing;
mod races;
mod reconciling;
mod support;
