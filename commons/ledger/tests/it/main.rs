//! The ledger on both engines.

mod journal;
mod holds;
mod pages;
mod proof;
mod races;
mod random;
mod support;
mod transfers;
