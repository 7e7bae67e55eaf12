//! The job: every six hours, and at once where nothing was counted yet, county by county.

use super::coarse::{self, After};
use super::{count, shown};
use crate::request::{month_of, month_start};
use crate::statistics::{Cohort, back};
use qianmo_kernel::{Id, Millis, Res};
use qianmo_web::{App, Module, worker};

/// The job.
const JOB: &str = "aid.fairness-tally";
/// How often.
const EVERY: i64 = 6 * Millis::HOUR;
/// Counties of one run; the rest follows at once in the next.
const COUNTIES: usize = 200;
/// The months that are counted anew, the present one included: of a request that opened later than eleven months ago nothing that is kept
/// of who asks has been deleted for its age.
const MONTHS: i64 = 12;

/// Adds the job.
pub(super) fn job(module: Module) -> Module {
    module.job(JOB, |app, _| Box::pin(async move { run(&app).await })).every(JOB, EVERY).sealed(coarse::SEALED)
}

async fn run(app: &App) -> Res<()> {
    if tally(app, COUNTIES).await? { worker::again(app, JOB).await } else { Ok(()) }
}

/// Counts anew the counties that were not counted for nearly six hours, up to `most` of them; says whether there may be more. Units of work
/// are of one month of one county; run twice, it counts the same.
pub async fn tally(app: &App, most: usize) -> Res<bool> {
    while app.db.write(shown::step).await? {}
    let due = app.clock.now() - EVERY + EVERY / 12;
    let counties = app.db.read(move |tx| super::store::due(tx, due, most)).await?;
    for county in &counties {
        whole(app, *county).await?;
    }
    Ok(counties.len() >= most)
}

/// One county: what is missing is kept, what is over is deleted, the months are counted.
async fn whole(app: &App, county: Id) -> Res<()> {
    let this_month = month_of(app.clock.now());
    let months = Cohort { from: back(this_month, MONTHS - 1), to: this_month };
    let mut after: Option<After> = Some((month_start(months.from), Id::NONE));
    while let Some(from) = after {
        after = app.db.write(move |tx| coarse::fill(tx, county, from)).await?;
    }
    while app.db.write(move |tx| coarse::sweep(tx, county)).await? {}
    // Who asks is counted once a month: what is told of it changes on no other day.
    let groups = app.db.read(move |tx| super::store::groups_month(tx, county)).await? != Some(this_month);
    let until = groups.then(|| month_start(this_month));
    for month in months.months() {
        app.db.write(move |tx| count::month(tx, county, month, until)).await?;
    }
    app.db.write(move |tx| super::store::counted(tx, county, this_month)).await
}
