//! The command line: a file per command.

mod account;
mod allocate;
mod backup;
mod common;
mod demo;
mod export;
mod import;
mod keys;
mod ledger;
mod payout;
mod restore;
mod serve;
mod simulate;

use clap::{Args, Parser, Subcommand};
use common::Stop;
use std::path::PathBuf;

/// What the exit codes say, for every command.
const EXIT_CODES: &str = "Exit codes:
  0  done
  1  refused, or something was found
  2  wrong use, or a setting that cannot be
  3  the data folder or the address is in use
  4  an error of ours, or of what the program stands on: the disk, the database, the key file";

/// Qianmo: the network that joins donors to families in need.
#[derive(Parser)]
#[command(name = "qianmo", version, about, long_about = None, propagate_version = true, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    place: Where,
}

impl Arguments {
    /// Whether a script reads what is answered.
    pub fn wants_json(&self) -> bool {
        self.place.json
    }
}

/// Where the data is: the same for every command.
#[derive(Args, Clone)]
pub struct Where {
    /// The data folder: database, files, keys
    #[arg(long, global = true, default_value = "data", env = "QIANMO_DATA", value_name = "DIR")]
    pub data: PathBuf,
    /// The settings file, instead of qianmo.toml in the data folder
    #[arg(long, global = true, env = "QIANMO_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// A PostgreSQL address, instead of the embedded SQLite
    #[arg(long, global = true, env = "QIANMO_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// A file of authorities (PEM) that may have signed PostgreSQL's certificate, beside the public ones
    #[arg(long, global = true, env = "QIANMO_DATABASE_CA", value_name = "FILE")]
    pub database_ca: Option<PathBuf>,
    /// Answer in JSON, for scripts
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Start everything on one machine, with an invented world if the data folder is new
    Demo(demo::Demo),
    /// Serve pages and API (on SQLite the worker runs inside)
    Serve(serve::Serve),
    /// Run jobs only: for PostgreSQL, as many as are needed
    Worker(serve::WorkerOnly),
    /// Bring the tables up to date and stop
    Migrate,
    /// Read places, what became of them, or households from files
    #[command(subcommand)]
    Import(import::Import),
    /// Write what is public to files: the area tree, and requests with their households masked
    #[command(subcommand)]
    Export(export::Export),
    /// Prove, seal and export the books
    #[command(subcommand)]
    Ledger(ledger::Ledger),
    /// List payouts, prepare one on behalf of an officer, decide on one with an officer's token
    #[command(subcommand)]
    Payout(payout::Payout),
    /// Print the API's description (OpenAPI 3.1)
    Openapi,
    /// Copy database and files to one archive, while serving; the keys stay behind
    Backup(backup::Backup),
    /// Put an archive back on an empty data folder
    Restore(restore::Restore),
    /// Look after the keys of sealed columns
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Make accounts
    #[command(subcommand)]
    Account(account::Account),
    /// Compare who is shown what on invented or anybody's own donors and posts
    #[command(subcommand)]
    Simulate(simulate::Simulate),
    /// Choose what donors are shown, for anybody's own simulator: events in, slates out, as JSON lines
    Allocate(allocate::Allocate),
}

/// Runs what was asked for.
pub fn run(arguments: Arguments) -> Result<(), Stop> {
    let place = arguments.place;
    common::end_with_the_reader();
    common::check_logs()?;
    match arguments.command {
        Command::Demo(c) => c.run(&place),
        Command::Serve(c) => c.run(&place),
        Command::Worker(c) => c.run(&place),
        Command::Migrate => serve::migrate(&place),
        Command::Import(c) => c.run(&place),
        Command::Export(c) => c.run(&place),
        Command::Ledger(c) => c.run(&place),
        Command::Payout(c) => c.run(&place),
        Command::Openapi => serve::openapi(&place),
        Command::Backup(c) => c.run(&place),
        Command::Restore(c) => c.run(&place),
        Command::Keys(c) => c.run(&place),
        Command::Account(c) => c.run(&place),
        Command::Simulate(c) => c.run(&place),
        Command::Allocate(c) => c.run(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Arguments::command().debug_assert();
    }
}
