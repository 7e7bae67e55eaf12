//! Expiry: requests that asked long enough, and returned ones that nobody mended, end by themselves.

use crate::lifecycle::{RequestEvent, can};
use crate::request::story::{Shown, tell};
use crate::request::{self, Ended, enter};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Millis, PublicRef, Res};
use qianmo_web::{App, Module, worker};

qianmo_db::sql! {
    /// Requests whose time is over, the longest over first.
    pub const DUE = "SELECT county, id FROM aid_request WHERE expires_at IS NOT NULL AND expires_at <= $1 ORDER BY expires_at LIMIT $2";
}

/// How many are ended in one run; the rest follows at once in the next.
const BATCH: i64 = 200;
/// The job.
const JOB: &str = "aid.expiry-sweep";

/// Adds the sweep.
pub fn routes(module: Module) -> Module {
    module.job(JOB, |app, _| Box::pin(async move { sweep(&app, BATCH).await })).every(JOB, 5 * Millis::MINUTE)
}

/// Ends up to `most` requests whose time is over, each in a unit of work of its own so that one that stumbles does not keep the
/// others. When there may be more, the job goes on at once.
pub async fn sweep(app: &App, most: i64) -> Res<()> {
    let found = app.db.read(move |tx| due(tx, most)).await?;
    let (full, mut ended) = (found.len() as i64 >= most, 0);
    for reference in found {
        match app.db.write(move |tx| expire(tx, reference)).await {
            Ok(done) => ended += i64::from(done),
            Err(fail) => {
                tracing::warn!(request = %reference, error = %fail, "a request could not expire; the next sweep tries again")
            }
        }
    }
    // Where nothing is left but what stumbles, it is tried again at the regular time.
    if full && ended > 0 { worker::again(app, JOB).await } else { Ok(()) }
}

/// Up to `most` requests whose time is over and that nobody has ended yet, the longest over first.
pub fn due(tx: &mut Tx<'_>, most: i64) -> Res<Vec<PublicRef>> {
    let now = tx.now();
    tx.query(DUE, params![now, most], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))
}

/// Ends one request whose time is over, and says whether it did; does nothing when it has moved on meanwhile.
pub fn expire(tx: &mut Tx<'_>, reference: PublicRef) -> Res<bool> {
    let request = request::require(tx, reference)?;
    let over = request.expires_at.is_some_and(|at| at <= tx.now());
    if !over || !can(request.state, RequestEvent::Expire) {
        return Ok(false);
    }
    if request.opened_at.is_some() {
        crate::payout::refund_all(tx, reference, "expired")?;
    }
    // Releasing pledges has moved it.
    let request = request::require(tx, reference)?;
    enter(tx, &request, RequestEvent::Expire, Ended::default())?;
    tell(tx, reference, "expired", "system", &[], Shown::Everyone)?;
    Ok(true)
}
