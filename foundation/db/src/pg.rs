//! PostgreSQL: threads that each own one blocking connection and take units of work from one bounded queue.

use crate::engine::{Flow, RERUNS, Unit};
use crate::env::Env;
use crate::sql::Sql;
use crate::sqlite::spawn;
use crate::tls;
use crate::tx::{Conn, Tx, first_line};
use crate::value::Value;
use crossbeam_channel::{Receiver, Sender, bounded};
use postgres::config::SslMode;
use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Client, NoTls, SimpleQueryMessage, Statement};
use qianmo_kernel::{Error, Fail, Kind, Refused, Res};
use std::collections::HashMap;
use std::time::Duration;

/// The oldest server that is talked to, as `server_version_num` has it.
const OLDEST: u32 = 150_000;
/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long what was sent may stay unacknowledged by the other machine.
const SILENCE: Duration = Duration::from_secs(30);

/// A connection and the statements it has prepared.
pub(crate) struct PgConn {
    client: Client,
    prepared: HashMap<(usize, usize), Statement>,
}

impl PgConn {
    fn connect(url: &str) -> Res<PgConn> {
        let (url, ca) = tls::split_ca(url);
        let mut config: postgres::Config = url.parse().map_err(|e| Error::because("the database address cannot be read", e))?;
        // A server that vanished without a word must not hold a thread for hours; what the address says itself stands.
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENCE);
        }
        if ca.is_some() && config.get_ssl_mode() == SslMode::Prefer {
            // Whoever names an authority does not want to talk in the clear.
            config.ssl_mode(SslMode::Require);
        }
        let client = match config.get_ssl_mode() {
            SslMode::Disable => config.connect(NoTls),
            mode => match config.connect(tls::connector(ca.as_deref())?) {
                // A distribution's own certificate is signed by nobody. Within one machine nobody listens in.
                Err(e) if mode == SslMode::Prefer && tls::untrusted(&e) && tls::stays_here(&config) => {
                    config.ssl_mode(SslMode::Disable);
                    config.connect(NoTls)
                }
                outcome => outcome,
            },
        };
        let mut client = client.map_err(|e| {
            let what = if tls::untrusted(&e) {
                "PostgreSQL's certificate is not trusted: name the authority that signed it with --database-ca"
            } else {
                "PostgreSQL cannot be reached"
            };
            Error::because(what, e)
        })?;
        let told = client
            .simple_query("SET default_transaction_isolation = 'read committed'; SET client_min_messages = warning; SET statement_timeout = '60s'; SET lock_timeout = '20s'; SHOW server_version_num; SHOW server_encoding")
            .map_err(|e| Error::because("the connection cannot be prepared", e))?;
        let mut shown = told.iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.try_get(0).ok().flatten(),
            _ => None,
        });
        new_enough(shown.next().and_then(|version| version.parse().ok()))?;
        holds_every_script(shown.next())?;
        Ok(PgConn { client, prepared: HashMap::new() })
    }

    pub(crate) fn prepare(&mut self, sql: Sql) -> Res<Statement> {
        let key = (sql.postgres.as_ptr() as usize, sql.postgres.len());
        if let Some(statement) = self.prepared.get(&key) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql.postgres).map_err(|e| fail(sql.name, e))?;
        self.prepared.insert(key, statement.clone());
        Ok(statement)
    }

    pub(crate) fn execute(&mut self, sql: Sql, params: &[Value<'_>]) -> Res<u64> {
        let statement = self.prepare(sql)?;
        self.client.execute(&statement, &dynamic(params)).map_err(|e| fail(sql.name, e))
    }

    pub(crate) fn query(&mut self, sql: Sql, params: &[Value<'_>]) -> Res<Vec<postgres::Row>> {
        let statement = self.prepare(sql)?;
        self.client.query(&statement, &dynamic(params)).map_err(|e| fail(sql.name, e))
    }

    pub(crate) fn batch(&mut self, text: &str) -> Res<()> {
        self.client.batch_execute(text).map_err(|e| fail(&first_line(text), e))
    }
}

/// Whether a server's version (`server_version_num`) is one that the statements are written for.
fn new_enough(version: Option<u32>) -> Res<()> {
    match version {
        Some(version) if version < OLDEST => {
            Err(Error::new(format!("this is PostgreSQL {}, and {} or newer is needed", version / 10_000, OLDEST / 10_000)).into())
        }
        _ => Ok(()),
    }
}

/// Whether a database (`server_encoding`) can hold a name in any script: in another encoding it would refuse the first Chinese one.
fn holds_every_script(encoding: Option<&str>) -> Res<()> {
    match encoding {
        Some(encoding) if encoding != "UTF8" => Err(Error::new(format!(
            "this database's encoding is {encoding}, and UTF8 is needed: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
        ))
        .into()),
        _ => Ok(()),
    }
}

fn dynamic<'a>(params: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params.iter().map(|p| p as &(dyn ToSql + Sync)).collect()
}

/// Two transactions that met in a way only a rerun can solve are a lost race; a server that is away is "try again".
fn fail(what: &str, error: postgres::Error) -> Fail {
    match error.code() {
        Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED) => Fail::Race,
        Some(&SqlState::DISK_FULL) => Refused::new(Kind::Busy, "web-storage-full").retry_after(60).into(),
        Some(&SqlState::LOCK_NOT_AVAILABLE | &SqlState::QUERY_CANCELED) => {
            Refused::new(Kind::Busy, "web-busy").retry_after(1).into()
        }
        Some(&SqlState::ADMIN_SHUTDOWN | &SqlState::CRASH_SHUTDOWN | &SqlState::CANNOT_CONNECT_NOW) => away(),
        None if error.is_closed() || broken(&error) => away(),
        // Only the server's message: its DETAIL line quotes the row, and errors are logged.
        _ => match error.as_db_error() {
            Some(db) => Error::new(format!("{what}: {} ({})", db.message(), db.code().code())).into(),
            None => Error::because(what.to_owned(), error).into(),
        },
    }
}

/// Whether the connection broke under the statement (reset, end of file, silence).
fn broken(error: &postgres::Error) -> bool {
    std::error::Error::source(error).is_some_and(|source| source.is::<std::io::Error>())
}

/// Whether a database has our tables already.
pub fn has_tables(url: &str) -> Res<bool> {
    let mut conn = PgConn::connect(url)?;
    let found = conn.client.query_one("SELECT to_regclass('schema_migration') IS NOT NULL", &[]);
    found.and_then(|row| row.try_get(0)).map_err(|e| fail("has_tables", e))
}

fn away() -> Fail {
    Refused::new(Kind::Busy, "web-database-away").retry_after(5).into()
}

/// Where units of work are put.
pub(crate) struct Queues {
    pub(crate) read: Sender<Box<dyn Unit>>,
    pub(crate) write: Sender<Box<dyn Unit>>,
}

/// Starts the threads; the first connection is made here, so that a wrong address is told at start.
pub(crate) fn start(url: &str, threads: usize, queue: usize, env: &Env) -> Res<Queues> {
    // Reads and writes have queues of their own and every thread serves both, so that a burst of one kind cannot
    // starve the other.
    let (read, reads) = bounded::<Box<dyn Unit>>(queue);
    let (write, writes) = bounded::<Box<dyn Unit>>(queue);
    // The blocking client must never be made or dropped where a runtime is entered: each thread makes its own.
    let (report, reached) = bounded::<Res<()>>(1);
    for n in 0..threads {
        let (url, env, reads, writes) = (url.to_owned(), env.clone(), reads.clone(), writes.clone());
        let report = (n == 0).then(|| report.clone());
        spawn(&format!("db-pg-{n}"), move || {
            let mut conn = None;
            if let Some(report) = report {
                let first = PgConn::connect(&url);
                let failed = first.is_err();
                let _ = report.send(first.map(|c| conn = Some(c)));
                if failed {
                    return;
                }
            }
            serve(&url, conn, &reads, &writes, &env);
        })?;
    }
    reached.recv().unwrap_or_else(|_| Err(away()))?;
    Ok(Queues { read, write })
}

fn serve(url: &str, mut conn: Option<PgConn>, reads: &Receiver<Box<dyn Unit>>, writes: &Receiver<Box<dyn Unit>>, env: &Env) {
    loop {
        let (unit, begin) = crossbeam_channel::select! {
            recv(reads) -> unit => (unit, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
            recv(writes) -> unit => (unit, "BEGIN"),
        };
        let Ok(mut unit) = unit else { return };
        let outcome = run(url, &mut conn, unit.as_mut(), begin, env);
        unit.settle(outcome);
    }
}

fn run(url: &str, slot: &mut Option<PgConn>, unit: &mut dyn Unit, begin: &str, env: &Env) -> Res<()> {
    let mut lost = 0;
    for attempt in 0..RERUNS {
        if slot.as_ref().is_some_and(|c| c.client.is_closed()) {
            *slot = None;
        }
        let mut conn = match slot.take() {
            Some(conn) => conn,
            None => PgConn::connect(url).map_err(|_| away())?,
        };
        if conn.batch(begin).is_err() {
            // The connection died while it was idle (the server was restarted): a new one, once or twice.
            lost += 1;
            if lost > 2 {
                return Err(away());
            }
            continue;
        }
        let flow = unit.run(&mut Tx { conn: Conn::Pg(&mut conn), env });
        if conn.client.is_closed() {
            // Nothing was committed; the unit may run again from the start on a new connection.
            lost += 1;
            if lost > 2 {
                return Err(away());
            }
            continue;
        }
        match flow {
            Flow::Keep => {
                let committed = conn.batch("COMMIT");
                if !conn.client.is_closed() {
                    *slot = Some(conn);
                }
                match committed {
                    Err(Fail::Race) => continue,
                    // The server may or may not have committed. The caller's idempotency key finds out on its next try.
                    other => return other,
                }
            }
            Flow::Undo | Flow::Again => {
                if conn.batch("ROLLBACK").is_ok() {
                    *slot = Some(conn);
                }
                if flow == Flow::Undo {
                    return Ok(());
                }
                // Let the one who won finish; a growing wait keeps many losers apart.
                std::thread::sleep(Duration::from_micros(200 * (attempt as u64 + 1)));
            }
        }
    }
    // Whatever the last run answered was not committed.
    Err(Refused::new(Kind::Conflict, "web-race").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_server_is_told_in_one_line() {
        assert!(new_enough(Some(150_008)).is_ok() && new_enough(Some(180_000)).is_ok() && new_enough(None).is_ok());
        let told = new_enough(Some(140_012)).unwrap_err().to_string();
        assert_eq!(told, "this is PostgreSQL 14, and 15 or newer is needed");
    }

    #[test]
    fn a_database_that_cannot_hold_every_script_is_told_in_one_line() {
        assert!(holds_every_script(Some("UTF8")).is_ok() && holds_every_script(None).is_ok());
        let told = holds_every_script(Some("LATIN1")).unwrap_err().to_string();
        assert!(told.starts_with("this database's encoding is LATIN1, and UTF8 is needed"), "{told}");
    }
}
