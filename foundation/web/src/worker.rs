//! The worker: takes jobs that are due and runs them, at least once, with retries; and puts regular ones on the list.

use crate::app::App;
use crate::module::{JobFn, Module};
use crate::once;
use futures::FutureExt;
use qianmo_db::{JobRow, jobs, params};
use qianmo_kernel::{Fail, Id, Millis, Res};
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

qianmo_db::sql! {
    const WAITING = "SELECT 1 FROM job WHERE county = 0 AND kind = $1 AND dead = 0 LIMIT 1";
}

const BATCH: i64 = 32;
const LEASE: i64 = 5 * Millis::MINUTE;

/// Puts a regular job on the list again at once: it has done as much as it takes in one run and there is more, and whatever
/// else is due has its turn in between.
pub async fn again(app: &App, kind: &'static str) -> Res<()> {
    app.db
        .write(move |tx| {
            let due = tx.now();
            tx.enqueue(kind, Id::NONE, due, &serde_json::Value::Null)
        })
        .await
}

/// What the worker knows to do.
#[derive(Clone)]
pub struct Worker {
    jobs: Arc<HashMap<&'static str, JobFn>>,
    schedules: Arc<Vec<(&'static str, i64)>>,
}

impl Worker {
    /// The jobs of these modules.
    pub fn new(modules: &[Module]) -> Self {
        let jobs = modules.iter().flat_map(|m| m.jobs.iter().cloned()).collect();
        let schedules = modules.iter().flat_map(|m| m.schedules.iter().copied()).collect();
        Worker { jobs: Arc::new(jobs), schedules: Arc::new(schedules) }
    }

    /// Works until told to stop.
    pub async fn run(&self, app: &App, mut stop: watch::Receiver<bool>) {
        let mut swept = i64::MIN;
        loop {
            if let Err(error) = self.schedule(app).await {
                tracing::error!(%error, "regular jobs could not be put on the list");
            }
            let now = app.clock.now().0;
            if now.saturating_sub(swept) > Millis::HOUR {
                swept = now;
                if let Err(error) = app.db.write(once::forget_old).await {
                    tracing::error!(%error, "kept answers could not be tidied");
                }
            }
            let worked = match self.turn(app).await {
                Ok(n) => n,
                Err(error) => {
                    tracing::error!(%error, "the list of jobs could not be read");
                    0
                }
            };
            if worked == 0 {
                tokio::select! {
                    _ = stop.changed() => return,
                    () = tokio::time::sleep(Duration::from_millis(500)) => {}
                }
            }
            if *stop.borrow() {
                return;
            }
        }
    }

    /// Puts every regular job on the list that is not on it: after it ran, it is put there again for its next time, unless it
    /// has put itself there, for having more to do ([`again`]).
    pub async fn schedule(&self, app: &App) -> Res<()> {
        let schedules = self.schedules.clone();
        app.db
            .write(move |tx| {
                for (kind, _) in schedules.iter() {
                    if tx.first(WAITING, params![kind], |_| Ok(()))?.is_none() {
                        let due = tx.now();
                        tx.enqueue(kind, Id::NONE, due, &serde_json::Value::Null)?;
                    }
                }
                Ok(())
            })
            .await
    }

    /// Runs what is due now, once through; returns how many jobs that were.
    pub async fn turn(&self, app: &App) -> Res<usize> {
        let claimed = app.db.write(|tx| jobs::claim(tx, BATCH, LEASE)).await?;
        let count = claimed.len();
        for job in claimed {
            self.one(app, job).await?;
        }
        Ok(count)
    }

    /// Runs everything that is due until nothing is: for tests and the demo world.
    pub async fn drain(&self, app: &App) -> Res<usize> {
        let mut total = 0;
        loop {
            match self.turn(app).await? {
                0 => return Ok(total),
                n => total += n,
            }
        }
    }

    async fn one(&self, app: &App, job: JobRow) -> Res<()> {
        let outcome = match self.jobs.get(job.kind.as_str()) {
            Some(run) => AssertUnwindSafe(run(app.clone(), job.clone()))
                .catch_unwind()
                .await
                .unwrap_or_else(|_| Err(qianmo_kernel::Error::new("the job panicked").into())),
            None => Err(qianmo_kernel::Error::new("nobody knows this kind of job").into()),
        };
        let regular = self.schedules.iter().find(|(kind, _)| *kind == job.kind && job.county == Id::NONE).copied();
        match outcome {
            Ok(()) => {
                app.db
                    .write(move |tx| {
                        jobs::done(tx, &job)?;
                        // One that found more to do than it takes at once has put itself on the list already.
                        if let Some((kind, every)) = regular
                            && tx.first(WAITING, params![kind], |_| Ok(()))?.is_none()
                        {
                            let due = tx.now() + every;
                            tx.enqueue(kind, Id::NONE, due, &serde_json::Value::Null)?;
                        }
                        Ok(())
                    })
                    .await
            }
            Err(fail) => {
                let text = match &fail {
                    Fail::Refused(refused) => format!("refused: {}", refused.message),
                    other => other.to_string(),
                };
                tracing::warn!(kind = %job.kind, attempts = job.attempts, error = %text, "a job failed and will come again");
                metrics::counter!("qianmo_jobs_failed_total").increment(1);
                app.db.write(move |tx| jobs::failed(tx, &job, &text)).await
            }
        }
    }
}
