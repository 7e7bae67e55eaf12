//! Proofs that are asked for on a page or run each night: a job, its progress, and what it found.

mod store;

use super::{Finding, Flaw, Progress, Report, verify_county};
use crate::VERIFY;
use qianmo_db::{Db, Tx};
use qianmo_kernel::{Actor, Error, Id, Millis, Res};
use serde::{Deserialize, Serialize};

/// The job that proves one county's books.
pub const ONE: &str = "ledger.verify";
/// The job that asks for the proof of all books, each night.
pub const ALL: &str = "ledger.verify-all";
/// A proof that has not ended after this many milliseconds is not waited for any more: another may be asked for.
const PATIENCE: i64 = 10 * Millis::MINUTE;
/// How many blocks are done between two notes of how far a proof is.
const NOTE: i64 = 200;

/// What the job is told.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RunOf {
    run: Id,
}

/// How far a proof is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// Asked for.
    Waiting,
    /// At work.
    Running,
    /// Ended; its findings say what came of it.
    Done,
    /// It could not be carried through.
    Broken,
}

impl State {
    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Running => "running",
            State::Done => "done",
            State::Broken => "broken",
        }
    }

    fn from_name(name: &str) -> Option<State> {
        [State::Waiting, State::Running, State::Done, State::Broken].into_iter().find(|s| s.name() == name)
    }
}

/// A proof that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// The county whose books are proved.
    pub county: Id,
    /// The proof.
    pub id: Id,
    /// How far it is.
    pub state: State,
    /// Blocks done.
    pub blocks_done: i64,
    /// Blocks there were when it began.
    pub blocks_total: i64,
    /// Records computed again.
    pub entries: i64,
    /// Accounts added up again.
    pub accounts: i64,
    /// How many things do not hold.
    pub findings: i64,
    /// Records that waited for the sealer.
    pub unsealed: i64,
    /// Of these, how many for longer than they should.
    pub unsealed_old: i64,
    /// The newest block's number; 0 when there was none.
    pub head_seq: i64,
    /// The newest block's hash in hexadecimal.
    pub head_hash: String,
    /// When it was asked for.
    pub asked_at: Millis,
    /// When it ended.
    pub finished_at: Option<Millis>,
}

impl Run {
    /// Whether it is still on its way.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Waiting | State::Running)
    }
}

/// Asks for the proof of a county's books; answers the proof that runs already, if one does.
pub fn ask(tx: &mut Tx<'_>, actor: &Actor, county: Id) -> Res<Id> {
    let place = qianmo_places::require(tx, county)?;
    qianmo_places::require_at(tx, actor, &VERIFY, &place)?;
    put(tx, county)
}

fn put(tx: &mut Tx<'_>, county: Id) -> Res<Id> {
    let now = tx.now();
    if let Some(run) = last_run(tx, county)?.filter(|r| r.is_open() && r.asked_at > now - PATIENCE) {
        return Ok(run.id);
    }
    let run = tx.new_id();
    store::insert(tx, county, run)?;
    tx.enqueue(ONE, county, now, &RunOf { run })?;
    Ok(run)
}

/// Asks for the proof of all books.
pub(crate) async fn ask_all(db: &Db) -> Res<()> {
    let reader = db.clone();
    let counties = blocking(move || super::counties(&reader)).await?;
    for county in counties {
        db.write(move |tx| put(tx, county)).await?;
    }
    Ok(())
}

/// Does what was asked for. Doing it again after it ended changes nothing.
pub(crate) async fn carry_out(db: &Db, county: Id, of: RunOf) -> Res<()> {
    let run = of.run;
    let Some(found) = db.read(move |tx| run_by_id(tx, county, run)).await? else { return Ok(()) };
    if found.state == State::Done {
        return Ok(());
    }
    let worker = db.clone();
    let outcome = blocking(move || {
        let mut noted = -NOTE;
        let mut note = |p: Progress| {
            if p.done - noted >= NOTE {
                noted = p.done;
                // How far it is, is for the eye only: that it could not be written down stops nothing.
                let _ = worker.write_now(move |tx| store::note(tx, county, run, p.done, p.total));
            }
        };
        verify_county(&worker, county, &mut note)
    })
    .await;
    match outcome {
        Ok(report) => {
            if !report.holds() {
                tracing::error!(county = %county, findings = report.findings.len(), "the books do not hold");
            }
            db.write(move |tx| store::finish(tx, run, &report)).await
        }
        Err(fail) => {
            db.write(move |tx| store::broken(tx, county, run)).await?;
            Err(fail)
        }
    }
}

/// Keeps a proof that was carried out here and now, as if it had been asked for: the next one looks for its newest block.
pub fn keep(db: &Db, report: &Report) -> Res<()> {
    let report = report.clone();
    db.write_now(move |tx| {
        let run = tx.new_id();
        store::insert(tx, report.county, run)?;
        store::finish(tx, run, &report)
    })
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Res<T> + Send + 'static) -> Res<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|e| Err(Error::because("a proof ended early", e).into()))
}

/// The proof of a county's books that was asked for last.
pub fn last_run(tx: &mut Tx<'_>, county: Id) -> Res<Option<Run>> {
    store::last(tx, county)
}

/// A proof by its id.
pub fn run_by_id(tx: &mut Tx<'_>, county: Id, run: Id) -> Res<Option<Run>> {
    store::by_id(tx, county, run)
}

/// What a proof found.
pub fn run_findings(tx: &mut Tx<'_>, county: Id, run: Id, limit: i64) -> Res<Vec<Finding>> {
    store::findings(tx, county, run, limit)
}

fn flaw(name: &str) -> Res<Flaw> {
    Flaw::from_name(name).ok_or_else(|| Error::new("the database holds a strange finding").into())
}
