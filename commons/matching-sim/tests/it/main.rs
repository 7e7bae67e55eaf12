//! The simulator, the reader of traces and the conversation, each as its users meet it.
#![allow(clippy::unwrap_used)] // helpers of tests

mod allocate;
mod any_instance;
mod bounds;
mod brute_force;
mod figures;
mod nudges;
mod reports;
mod same_slates;
mod traces;
