//! Asking and helping, as people meet it: whole stories over HTTP, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod appeals;
mod asking;
mod erasing;
mod fairness;
mod finding;
mod giving;
mod house;
mod limits;
mod looking_after;
mod own_order;
mod own_photos;
mod reviewing;
mod samples;
