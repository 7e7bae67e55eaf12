//! The countdown: what was not paid or sent in time lapses, and the part is open again.

use super::command::end;
use super::store;
use crate::lifecycle::PledgeEvent;
use qianmo_db::{JobRow, Tx};
use qianmo_kernel::{PublicRef, Res};
use qianmo_web::{App, worker};
use serde::{Deserialize, Serialize};
use std::pin::Pin;

/// Said for every pledge that lapsed.
pub const LAPSED: &str = "aid.pledge-lapsed";

/// The sweep's name among the jobs.
pub(super) const SWEEP: &str = "aid.lapse-sweep";

/// Pledges that one sweep looks at; what is left comes at once with the next one.
const AT_ONCE: i64 = 200;

/// What [`LAPSED`] carries.
#[derive(Serialize, Deserialize)]
pub struct Lapsed {
    /// The pledge.
    pub pledge: PublicRef,
    /// The request that is open again.
    pub request: PublicRef,
}

/// Lets pledges lapse whose countdown is over, each in a unit of work of its own so that one that stumbles does not keep the
/// others. When there may be more than it takes at once, the job goes on at once.
pub async fn sweep(app: &App) -> Res<()> {
    let found = app.db.read(|tx| due(tx, AT_ONCE)).await?;
    let (full, mut ended) = (found.len() as i64 >= AT_ONCE, 0);
    for reference in found {
        match app.db.write(move |tx| lapse(tx, reference)).await {
            Ok(done) => ended += i64::from(done),
            Err(fail) => tracing::warn!(pledge = %reference, error = %fail, "a pledge could not lapse; the next sweep tries again"),
        }
    }
    // Where nothing is left but what stumbles, it is tried again at the regular time.
    if full && ended > 0 { worker::again(app, SWEEP).await } else { Ok(()) }
}

/// Up to `most` pledges whose countdown is over and that have not lapsed yet, the longest over first.
pub fn due(tx: &mut Tx<'_>, most: i64) -> Res<Vec<PublicRef>> {
    let now = tx.now();
    store::due(tx, now, most)
}

/// The sweep as a job.
pub(super) fn job(app: App, _job: JobRow) -> Pin<Box<dyn Future<Output = Res<()>> + Send>> {
    Box::pin(async move { sweep(&app).await })
}

/// Lets one pledge lapse if its countdown is really over, and says whether it did; does nothing otherwise.
pub fn lapse(tx: &mut Tx<'_>, reference: PublicRef) -> Res<bool> {
    let Some(mut pledge) = store::find(tx, reference)? else { return Ok(false) };
    let over = pledge.due_at.is_some_and(|due| due <= tx.now());
    if !over || !pledge.state.is_counting_down() {
        return Ok(false);
    }
    end(tx, &mut pledge, PledgeEvent::Lapse)?;
    tx.emit(LAPSED, pledge.county, &Lapsed { pledge: reference, request: pledge.request_ref() })?;
    Ok(true)
}
