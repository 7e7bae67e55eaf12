//! The allocator as its callers meet it.
#![allow(clippy::unwrap_used)] // helpers of tests

mod nudges;
mod reasons;
mod story;
mod years;
