//! What tests stand on: a database of either engine, a clock to turn, an application without sockets.
//!
//! Tests run on both engines, always: [`both`] runs a story on SQLite in a temporary folder and on PostgreSQL in a schema
//! of its own. PostgreSQL comes from the variable `QIANMO_TEST_POSTGRES`, which `scripts/with-postgres` sets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod client;
pub mod database;

pub use client::{Answered, Ask, TestApp};
pub use database::{TestDb, both, postgres_url, sqlite};
