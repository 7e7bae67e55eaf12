//! The ledger on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod holds;
mod journal;
mod pages;
mod proof;
mod races;
mod random;
mod support;
mod transfers;
