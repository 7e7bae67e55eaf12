//! The countdown: what was not paid or sent in time lapses, and the part is open again.

use super::command::end;
use super::store;
use crate::lifecycle::PledgeEvent;
use qianmo_db::{JobRow, Tx};
use qianmo_kernel::{PublicRef, Res};
use qianmo_web::App;
use serde::{Deserialize, Serialize};
use std::pin::Pin;

/// Said for every pledge that lapsed.
pub const LAPSED: &str = "aid.pledge-lapsed";

/// The sweep's name among the jobs.
pub(super) const SWEEP: &str = "aid.lapse-sweep";

/// Pledges that one sweep looks at; what is left comes with the next one.
const AT_ONCE: i64 = 200;

/// What [`LAPSED`] carries.
#[derive(Serialize, Deserialize)]
pub struct Lapsed {
    /// The pledge.
    pub pledge: PublicRef,
    /// The request that is open again.
    pub request: PublicRef,
}

/// Lets every pledge lapse whose countdown is over, each in a unit of work of its own so that one that stumbles does not
/// keep the others.
pub async fn sweep(app: &App) -> Res<()> {
    let now = app.clock.now();
    let due = app.db.read(move |tx| store::due(tx, now, AT_ONCE)).await?;
    for reference in due {
        if let Err(fail) = app.db.write(move |tx| lapse(tx, reference)).await {
            tracing::warn!(pledge = %reference, error = %fail, "a pledge could not lapse; the next sweep tries again");
        }
    }
    Ok(())
}

/// The sweep as a job.
pub(super) fn job(app: App, _job: JobRow) -> Pin<Box<dyn Future<Output = Res<()>> + Send>> {
    Box::pin(async move { sweep(&app).await })
}

/// Lets one pledge lapse if its countdown is really over; does nothing otherwise.
pub fn lapse(tx: &mut Tx<'_>, reference: PublicRef) -> Res<()> {
    let Some(mut pledge) = store::find(tx, reference)? else { return Ok(()) };
    let over = pledge.due_at.is_some_and(|due| due <= tx.now());
    if !over || !pledge.state.is_counting_down() {
        return Ok(());
    }
    end(tx, &mut pledge, PledgeEvent::Lapse)?;
    tx.emit(LAPSED, pledge.county, &Lapsed { pledge: reference, request: pledge.request_ref() })
}
