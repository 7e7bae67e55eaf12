//! The database as the rest of the program sees it: `read` and `write` take a unit of work.

use crate::env::Env;
use crate::migrate::{self, Migration};
use crate::tx::Tx;
use crate::{fill, jobs, pg, sqlite};
use crossbeam_channel::{Sender, TrySendError};
use qianmo_kernel::{Error, Fail, Kind, Refused, Res};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tokio::sync::oneshot;

/// Which engine a database runs on.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Engine {
    /// Embedded SQLite: one writing process.
    Sqlite,
    /// PostgreSQL 15 or later, or Citus.
    Postgres,
}

/// Where the database is.
#[derive(Clone, Debug)]
pub enum Config {
    /// A file of SQLite.
    Sqlite {
        /// The file; made when it is not there.
        path: PathBuf,
        /// Reading threads.
        readers: usize,
    },
    /// A new file of SQLite that is filled without waiting for the disk: whoever fills it throws it away unless they came to
    /// the end and called [`crate::settle_on_disk`].
    SqliteFilling {
        /// The file; made when it is not there.
        path: PathBuf,
        /// Whether a unit that wrote can be undone. Being able to costs a quarter of the time; whoever cannot is told
        /// by [`Db::lost`] that everything has to be filled in anew.
        undoing: bool,
    },
    /// A server of PostgreSQL.
    Postgres {
        /// `postgres://user:password@host/database?sslmode=…&sslrootcert=…`
        url: String,
        /// Threads, each with a connection of its own.
        threads: usize,
    },
}

/// Units of work that may wait at once; more are told to try again (503) instead of piling up.
const QUEUE: usize = 8_192;
/// How often a unit whose race was lost is run again before it gives up.
pub(crate) const RERUNS: usize = 50;

/// What the engine does with a unit that has run.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Flow {
    /// Commit.
    Keep,
    /// Roll back; the answer stands.
    Undo,
    /// Roll back and run again: a race was lost.
    Again,
}

/// A unit of work on its way through a queue.
pub(crate) trait Unit: Send {
    /// Runs it, remembers its answer.
    fn run(&mut self, tx: &mut Tx<'_>) -> Flow;
    /// Sends the answer; `outcome` is that of the transaction around it.
    fn settle(self: Box<Self>, outcome: Res<()>);
}

struct Work<T, F> {
    run: F,
    answer: Option<Res<T>>,
    reply: oneshot::Sender<Res<T>>,
    statements: Arc<AtomicU64>,
    /// Counts the unit once it is committed; `None` for one that only reads.
    committed: Option<Arc<AtomicU64>>,
}

impl<T: Send, F: Fn(&mut Tx<'_>) -> Res<T> + Send> Unit for Work<T, F> {
    fn run(&mut self, tx: &mut Tx<'_>) -> Flow {
        let before = Tx::statements_on_this_thread();
        let answer =
            catch_unwind(AssertUnwindSafe(|| (self.run)(tx))).unwrap_or_else(|_| Err(Error::new("a unit of work panicked").into()));
        self.statements.fetch_add(Tx::statements_on_this_thread() - before, Ordering::Relaxed);
        let flow = match &answer {
            Ok(_) => Flow::Keep,
            Err(Fail::Race) => Flow::Again,
            Err(_) => Flow::Undo,
        };
        self.answer = Some(answer);
        flow
    }

    fn settle(self: Box<Self>, outcome: Res<()>) {
        if let (Ok(()), Some(Ok(_)), Some(committed)) = (&outcome, &self.answer, &self.committed) {
            committed.fetch_add(1, Ordering::Relaxed);
        }
        let answer = match (outcome, self.answer) {
            (Ok(()), Some(Err(Fail::Race))) => Err(Refused::new(Kind::Conflict, "web-race").into()),
            (Ok(()), Some(answer)) => answer,
            // A refusal is the unit's own and true whatever became of the (empty) transaction.
            (Err(_), Some(Err(Fail::Refused(refused)))) => Err(Fail::Refused(refused)),
            (Ok(()), None) => Err(Error::new("a unit of work was never run").into()),
            (Err(fail), _) => Err(fail),
        };
        // Whoever asked may have gone; what was committed stays committed.
        let _ = self.reply.send(answer);
    }
}

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    read: Sender<Box<dyn Unit>>,
    write: Sender<Box<dyn Unit>>,
    engine: Engine,
    env: Env,
    statements: Arc<AtomicU64>,
    committed: Arc<AtomicU64>,
    lost: Arc<AtomicBool>,
}

impl Db {
    /// Opens the database and starts its threads. Migrations are applied by [`Db::migrate`].
    pub fn open(config: &Config, env: Env) -> Res<Db> {
        let env = Env { filling: matches!(config, Config::SqliteFilling { .. }), ..env };
        let lost = Arc::new(AtomicBool::new(false));
        let (read, write, engine) = match config {
            Config::Sqlite { path, readers } => {
                let threads = sqlite::start(path, (*readers).max(1), QUEUE, &env)?;
                (threads.read, threads.write, Engine::Sqlite)
            }
            Config::SqliteFilling { path, undoing } => {
                let threads = fill::start(path, QUEUE, &env, (!undoing).then(|| lost.clone()))?;
                (threads.read, threads.write, Engine::Sqlite)
            }
            Config::Postgres { url, threads } => {
                let work = pg::start(url, (*threads).max(1), QUEUE, &env)?;
                (work.read, work.write, Engine::Postgres)
            }
        };
        Ok(Db { read, write, engine, env, statements: Arc::default(), committed: Arc::default(), lost })
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The environment its units run in.
    pub fn env(&self) -> &Env {
        &self.env
    }

    /// Statements run so far by all units of work.
    pub fn statements_run(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Units of work given to [`Db::write`] that were committed so far. A unit that was refused, failed or only read does not
    /// count; one that wrote nothing does. Many of them may have shared one fsync.
    pub fn units_committed(&self) -> u64 {
        self.committed.load(Ordering::Relaxed)
    }

    /// Whether a unit had to be undone that could not be: [`Config::SqliteFilling`] without `undoing`. Nothing is taken any
    /// more, and the file is good for nothing.
    pub fn lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    /// Runs a unit of work that only reads, in one snapshot.
    pub async fn read<T, F>(&self, unit: F) -> Res<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Res<T> + Send + 'static,
    {
        self.send(&self.read, None, unit)?.await.unwrap_or_else(|_| Err(gone()))
    }

    /// Runs a unit of work that may write. When it answers `Ok`, what it wrote is on the disk.
    pub async fn write<T, F>(&self, unit: F) -> Res<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Res<T> + Send + 'static,
    {
        self.send(&self.write, Some(self.committed.clone()), unit)?.await.unwrap_or_else(|_| Err(gone()))
    }

    /// [`Db::read`] for threads that may wait: the command line.
    pub fn read_now<T, F>(&self, unit: F) -> Res<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Res<T> + Send + 'static,
    {
        wait(self.send(&self.read, None, unit)?)
    }

    /// [`Db::write`] for threads that may wait: the command line and the demo world.
    pub fn write_now<T, F>(&self, unit: F) -> Res<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Res<T> + Send + 'static,
    {
        wait(self.send(&self.write, Some(self.committed.clone()), unit)?)
    }

    fn send<T, F>(&self, queue: &Sender<Box<dyn Unit>>, committed: Option<Arc<AtomicU64>>, run: F) -> Res<oneshot::Receiver<Res<T>>>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Res<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let work = Box::new(Work { run, answer: None, reply, statements: self.statements.clone(), committed });
        match queue.try_send(work) {
            Ok(()) => Ok(answer),
            Err(TrySendError::Full(_)) => Err(Refused::new(Kind::Busy, "web-busy").retry_after(2).into()),
            Err(TrySendError::Disconnected(_)) => Err(gone()),
        }
    }

    /// Applies what is missing of these migrations, under a lock, and leases a node number for new ids.
    /// Returns the names of those it applied.
    pub fn migrate(&self, migrations: &[Migration]) -> Res<Vec<String>> {
        let mut all = vec![jobs::MIGRATION, jobs::KEY_CHECK];
        all.extend_from_slice(migrations);
        let applied = self.write_now(move |tx| migrate::apply(tx, &all))?;
        let node = self.write_now(jobs::lease_node)?;
        self.env.ids.set_node(node);
        Ok(applied)
    }
}

fn gone() -> Fail {
    Refused::new(Kind::Busy, "web-database-away").retry_after(5).into()
}

/// Waits for the answer on whichever thread this is, a runtime's own included.
fn wait<T: Send>(answer: oneshot::Receiver<Res<T>>) -> Res<T> {
    let waited = if tokio::runtime::Handle::try_current().is_ok() {
        tokio::task::block_in_place(|| answer.blocking_recv_anywhere())
    } else {
        answer.blocking_recv().map_err(|_| ())
    };
    waited.unwrap_or_else(|()| Err(gone()))
}

/// `blocking_recv` refuses to run where a runtime is entered; inside `block_in_place` polling by hand is allowed.
trait RecvAnywhere<T> {
    fn blocking_recv_anywhere(self) -> Result<T, ()>;
}

impl<T> RecvAnywhere<T> for oneshot::Receiver<T> {
    fn blocking_recv_anywhere(self) -> Result<T, ()> {
        tokio::runtime::Handle::current().block_on(self).map_err(|_| ())
    }
}
