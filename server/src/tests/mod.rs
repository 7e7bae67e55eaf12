//! The whole program under test: every statement, every template, every route, and the way from need to receipt.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(dead_code)] // The walk over every door offers more ways to knock than one test uses.

mod access;
mod contract;
mod forms;
mod pages;
mod sql_check;
mod story;
mod world;
