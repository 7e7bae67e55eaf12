//! A transaction in the hands of a unit of work.

use crate::engine::Engine;
use crate::env::Env;
use crate::pg::PgConn;
use crate::sql::Sql;
use crate::value::{Inner, Row, Value};
use crate::vault::Vault;
use crate::{jobs, planner, sqlite};
use qianmo_kernel::{Error, Fail, Id, Kind, Millis, Refused, Res, Rng};
use serde::Serialize;
use std::cell::Cell;

thread_local! {
    /// Statements run by units of work on this thread since it started; for tests that count queries per request.
    static STATEMENTS: Cell<u64> = const { Cell::new(0) };
    /// Texts run by [`Tx::batch`] on this thread: what they change SQLite does not count.
    static BATCHES: Cell<u64> = const { Cell::new(0) };
}

pub(crate) enum Conn<'a> {
    Lite(&'a rusqlite::Connection),
    Pg(&'a mut PgConn),
}

/// A transaction and the environment of the unit of work that runs in it.
pub struct Tx<'a> {
    pub(crate) conn: Conn<'a>,
    pub(crate) env: &'a Env,
}

impl Tx<'_> {
    /// Counts the statement, and refuses a text with a zero character: PostgreSQL takes none, and nobody types one.
    fn begin(params: &[Value<'_>]) -> Res<()> {
        STATEMENTS.with(|n| n.set(n.get() + 1));
        if params.iter().any(|p| matches!(p, Value::Text(t) if t.contains('\0'))) {
            return Err(Refused::new(Kind::Malformed, "web-bad-text").into());
        }
        Ok(())
    }

    pub(crate) fn statements_on_this_thread() -> u64 {
        STATEMENTS.with(Cell::get)
    }

    /// What units of work on this thread may have changed so far: a unit that leaves it as it was changed nothing.
    pub(crate) fn touched(conn: &rusqlite::Connection) -> (u64, u64) {
        (conn.total_changes(), BATCHES.with(Cell::get))
    }

    /// Runs a statement that answers nothing; returns how many rows it changed.
    pub fn execute(&mut self, sql: Sql, params: &[Value<'_>]) -> Res<u64> {
        Self::begin(params)?;
        match &mut self.conn {
            Conn::Lite(conn) => {
                let mut statement = sqlite::prepare(conn, sql)?;
                if statement.column_count() == 0 {
                    return Ok(statement.execute(rusqlite::params_from_iter(params)).map_err(|e| sqlite::fail(sql, e))? as u64);
                }
                // A statement with RETURNING whose rows nobody asked for: as many were changed as it returns.
                let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(|e| sqlite::fail(sql, e))?;
                let mut changed = 0;
                while rows.next().map_err(|e| sqlite::fail(sql, e))?.is_some() {
                    changed += 1;
                }
                Ok(changed)
            }
            Conn::Pg(conn) => conn.execute(sql, params),
        }
    }

    /// Runs a statement and maps every row of its answer.
    pub fn query<T>(&mut self, sql: Sql, params: &[Value<'_>], mut map: impl FnMut(&Row<'_>) -> Res<T>) -> Res<Vec<T>> {
        Self::begin(params)?;
        let mut out = Vec::new();
        match &mut self.conn {
            Conn::Lite(conn) => {
                let mut statement = sqlite::prepare(conn, sql)?;
                let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(|e| sqlite::fail(sql, e))?;
                while let Some(row) = rows.next().map_err(|e| sqlite::fail(sql, e))? {
                    out.push(map(&Row(Inner::Lite(row))).map_err(|e| named(sql, e))?);
                }
            }
            Conn::Pg(conn) => {
                for row in conn.query(sql, params)? {
                    out.push(map(&Row(Inner::Pg(&row))).map_err(|e| named(sql, e))?);
                }
            }
        }
        Ok(out)
    }

    /// Runs a statement and maps the first row of its answer, if there is one.
    pub fn first<T>(&mut self, sql: Sql, params: &[Value<'_>], map: impl FnMut(&Row<'_>) -> Res<T>) -> Res<Option<T>> {
        Ok(self.query(sql, params, map)?.into_iter().next())
    }

    /// Runs a statement whose answer must have a row. That it has none is an error, not a refusal.
    pub fn one<T>(&mut self, sql: Sql, params: &[Value<'_>], map: impl FnMut(&Row<'_>) -> Res<T>) -> Res<T> {
        self.first(sql, params, map)?.ok_or_else(|| Error::new(format!("{} answered no row", sql.name)).into())
    }

    /// The present moment, as the program's clock has it.
    pub fn now(&self) -> Millis {
        self.env.clock.now()
    }

    /// A new id.
    pub fn new_id(&self) -> Id {
        self.env.ids.make()
    }

    /// Chance.
    pub fn rng(&self) -> &dyn Rng {
        self.env.rng.as_ref()
    }

    /// Whether a new file is being filled that nobody reads before it is full: what follows from other rows alone may then be
    /// written at the end, all at once.
    pub fn is_filling(&self) -> bool {
        self.env.filling
    }

    /// Sealing and opening.
    pub fn vault(&self) -> &Vault {
        &self.env.vault
    }

    /// Which engine this is. Only for full-text search and what else truly differs.
    pub fn engine(&self) -> Engine {
        match self.conn {
            Conn::Lite(_) => Engine::Sqlite,
            Conn::Pg(_) => Engine::Postgres,
        }
    }

    /// Says that something happened: a job for each handler that listens, in this transaction. Handlers run at least
    /// once and must be idempotent. Never put personal data into the payload.
    pub fn emit(&mut self, topic: &'static str, county: Id, payload: &impl Serialize) -> Res<()> {
        let Some(kinds) = self.env.listeners.get(topic) else { return Ok(()) };
        for kind in kinds.iter().copied() {
            self.enqueue(kind, county, self.now(), payload)?;
        }
        Ok(())
    }

    /// Puts a job on the list, to be run by a worker at `due` or later, at least once.
    pub fn enqueue(&mut self, kind: &'static str, county: Id, due: Millis, payload: &impl Serialize) -> Res<()> {
        let payload = serde_json::to_string(payload).map_err(|e| Error::because("a job's payload", e))?;
        jobs::put(self, kind, county, due, &payload)
    }

    /// Runs SQL that is not a constant: only migrations and tests do.
    pub(crate) fn batch(&mut self, text: &str) -> Res<()> {
        BATCHES.with(|n| n.set(n.get() + 1));
        match &mut self.conn {
            Conn::Lite(conn) => conn.execute_batch(text).map_err(|e| Error::because(first_line(text), e).into()),
            Conn::Pg(conn) => conn.batch(text),
        }
    }

    /// Tells SQLite's planner what tables of this program look like when they have grown. PostgreSQL finds it out by itself.
    pub(crate) fn tell_planner(&mut self) -> Res<()> {
        match &self.conn {
            Conn::Lite(conn) => planner::tell(conn),
            Conn::Pg(_) => Ok(()),
        }
    }

    /// How SQLite would carry a statement out, a line for each table that it reads; nothing on PostgreSQL, which decides anew
    /// each time.
    pub fn plan(&mut self, sql: Sql) -> Res<Vec<String>> {
        match &self.conn {
            Conn::Lite(conn) => planner::plan(conn, sql),
            Conn::Pg(_) => Ok(Vec::new()),
        }
    }

    /// Prepares a statement without running it: the check that every constant is valid on this engine.
    pub fn check(&mut self, sql: Sql) -> Res<()> {
        match &mut self.conn {
            Conn::Lite(conn) => sqlite::prepare(conn, sql).map(|_| ()),
            Conn::Pg(conn) => conn.prepare(sql).map(|_| ()),
        }
    }
}

fn named(sql: Sql, fail: Fail) -> Fail {
    match fail {
        Fail::Error(e) => Error::because(sql.name, e).into(),
        other => other,
    }
}

pub(crate) fn first_line(text: &str) -> String {
    text.trim().lines().next().unwrap_or_default().chars().take(120).collect()
}
