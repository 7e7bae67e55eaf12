//! The repository's own checks and chores. Run as `cargo xtask COMMAND`.
//!
//! A check prints one line per finding, `path:line: what`, and ends with exit code 1 when there was any. It reads files and starts
//! nothing but git and cargo, so that it can run before anything is built.

mod deps;
mod files;
mod findings;
mod i18n;
mod layers;
mod licence;
mod new_domain;
mod rust_text;
mod sql_check;
mod tidy;

use std::process::ExitCode;

use findings::Findings;

const HELP: &str = "\
Usage: cargo xtask COMMAND

  tidy               house rules for every file: length, whitespace, words, SQL, migrations, lock files
  deps               who may know whom, and every licence against deny.toml
  i18n-scan          messages that are missing, unused, or differ between languages
  sql-check          prepares every SQL statement on both engines
  new-domain NAME [NOUN]
                     lays out domains/NAME with its first slice NOUN";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["tidy"] => tidy::run().map(|found| conclude("tidy", &found)),
        ["deps"] => deps::run().map(|found| conclude("deps", &found)),
        ["i18n-scan"] => i18n::run().map(|found| conclude("i18n-scan", &found)),
        ["sql-check"] => sql_check::run(),
        ["new-domain", name] => new_domain::run(name, None),
        ["new-domain", name, noun] => new_domain::run(name, Some(noun)),
        ["help" | "--help" | "-h"] | [] => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            eprintln!("{HELP}");
            Ok(ExitCode::from(2))
        }
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("xtask: {error}");
        ExitCode::from(2)
    })
}

fn conclude(name: &str, found: &Findings) -> ExitCode {
    found.print();
    match found.len() {
        0 => {
            println!("{name}: in order");
            ExitCode::SUCCESS
        }
        n => {
            println!("{name}: {n} found");
            ExitCode::FAILURE
        }
    }
}
