//! The only room that names a database engine.
//!
//! A unit of work is a closure that runs from its first statement to its commit on one thread, without awaiting
//! anything: no network call can ever hold a transaction open. [`Db::read`] and [`Db::write`] hand it a [`Tx`], which
//! also carries the moment, new ids, chance and the vault, so that nothing in it depends on ambient state.
//!
//! Units are repeatable: a lost race, a serialisation failure or a failed group commit runs them again.

mod engine;
pub mod env;
mod fill;
pub mod jobs;
mod key_check;
pub mod migrate;
mod pg;
mod planner;
pub mod reseal;
mod sql;
mod sqlite;
mod tls;
mod tx;
mod value;
pub mod vault;

pub use engine::{Config, Db, Engine};
pub use env::Env;
pub use inventory;
pub use jobs::JobRow;
pub use key_check::{lacking_key, note_rotation, rotated_at};
pub use migrate::Migration;
pub use pg::has_tables as postgres_has_tables;
pub use reseal::SealedColumn;
pub use sql::{Sql, Statement, statements};
pub use sqlite::{copy as copy_sqlite, settle_on_disk};
pub use tls::{check_ca, with_ca as postgres_with_ca};
pub use tx::Tx;
pub use value::{Row, Value};
pub use vault::{KeyRing, Vault};
