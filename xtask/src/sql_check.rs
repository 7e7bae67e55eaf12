//! `cargo xtask sql-check`: prepares every registered statement on both engines. The test that does it is `sql_check` in server/, which
//! alone knows every crate; here it is only started, with a PostgreSQL of its own where none is given.

use std::process::{Command, ExitCode};

use crate::files;
use crate::findings::{Res, broken};

const TEST: &[&str] = &["cargo", "nextest", "run", "--locked", "--package", "qianmo", "--no-tests=fail", "-E", "test(sql_check)"];

pub fn run() -> Res<ExitCode> {
    let root = files::root();
    let mut command = match std::env::var_os("QIANMO_TEST_POSTGRES") {
        Some(_) => Command::new(TEST[0]),
        None => {
            let mut with = Command::new(root.join("scripts/with-postgres"));
            with.arg(TEST[0]);
            with
        }
    };
    let status = command.args(&TEST[1..]).current_dir(root).status().map_err(broken("starting the check"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
