//! The program `qianmo`: the whole network as one binary.
//!
//! It starts with no server to install: `qianmo demo` for a world to look at, `qianmo serve` for a real one. Everything
//! an operator does is a command with `--help`; commands for scripts take `--json` and their exit codes tell:
//! 0 done, 1 refused or something was found, 2 wrong use or a wrong setting, 3 the data folder or the address is in use, 4 an error of ours.

mod assemble;
mod cli;
mod config;
mod data_dir;
mod demo;
mod modules;
mod serve;

#[cfg(test)]
mod tests;

use clap::Parser;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Memory for Rust and for the embedded SQLite alike: a unit of work asks for many small pieces, on the database's own threads.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    let json = arguments.wants_json();
    match cli::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            stop.say(json);
            ExitCode::from(stop.code)
        }
    }
}
