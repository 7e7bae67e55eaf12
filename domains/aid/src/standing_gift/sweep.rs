//! The job: what has fallen due is begun, and what was begun is gone on with.

use super::model::{Key, Run, RunState};
use super::{LEASE, charge, close, open, place, store};
use qianmo_db::Tx;
use qianmo_kernel::{Millis, Res};
use qianmo_web::{App, Module, worker};

/// Its name.
const JOB: &str = "aid.standing-gifts";
/// Gifts that are begun, and runs that are gone on with, in one run of the job; what is left follows at once.
const BATCH: i64 = 50;

/// Adds the job.
pub(super) fn add(module: Module) -> Module {
    module.job(JOB, |app, _| Box::pin(async move { sweep(&app).await })).every(JOB, 2 * Millis::MINUTE)
}

/// Begins the runs of gifts that have fallen due, and goes on with those that are to be worked on, each for itself so that one that
/// stumbles does not keep the others.
pub async fn sweep(app: &App) -> Res<()> {
    let offset = app.config.utc_offset_minutes;
    let due = app.db.read(|tx| open::due(tx, BATCH)).await?;
    let mut done = 0;
    for (account, gift) in &due {
        let (account, gift) = (*account, *gift);
        match app.db.write(move |tx| open::open(tx, account, gift, offset)).await {
            Ok(_) => done += 1,
            Err(fail) => tracing::warn!(gift = %gift, error = %fail, "a standing gift could not begin; it comes again"),
        }
    }
    let waiting = app.db.read(|tx| store::work(tx, BATCH)).await?;
    for key in &waiting {
        match work(app, *key).await {
            Ok(()) => done += 1,
            Err(fail) => tracing::warn!(gift = %key.gift, error = %fail, "a run could not go on; it comes again"),
        }
    }
    let full = [due.len(), waiting.len()].into_iter().any(|n| n as i64 >= BATCH);
    if full && done > 0 { worker::again(app, JOB).await } else { Ok(()) }
}

/// Goes on with one run, if it is due and nobody else does.
pub async fn work(app: &App, key: Key) -> Res<()> {
    let Some(mut run) = app.db.write(move |tx| claim(tx, key)).await? else { return Ok(()) };
    if run.state == RunState::Placing {
        let Some(placed) = place::place(app, run).await? else { return Ok(()) };
        run = placed;
    }
    if run.state == RunState::Charging {
        let Some(charged) = charge::charge(app, run).await? else { return Ok(()) };
        run = charged;
    }
    let words = app.i18n.clone();
    app.db.write(move |tx| close::close(tx, &words, run.clone())).await.map(drop)
}

/// Takes a run to work on; others find its next turn in the future, and whoever had it before finds it changed.
fn claim(tx: &mut Tx<'_>, key: Key) -> Res<Option<Run>> {
    let now = tx.now();
    let Some(mut run) = store::find_run(tx, key)?.filter(|run| run.work_at.is_some_and(|at| at <= now)) else { return Ok(None) };
    run.work_at = Some(now + LEASE);
    store::save_run(tx, &mut run)?;
    Ok(Some(run))
}
