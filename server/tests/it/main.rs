//! The whole program as its operators meet it: started, killed, starved of disk, cut off from its database, saved and
//! restored, and told what to do from the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::disallowed_methods)] // These tests live beside real processes: their time is the machine's.

mod account_and_keys;
mod archive;
mod command_line;
mod database_gone;
mod disk_full;
mod http;
mod imports;
mod load;
mod matching;
mod operating;
mod program;
mod providers;
mod sudden_death;
mod truth;
mod world;
