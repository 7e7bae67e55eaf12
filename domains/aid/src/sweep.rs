//! Expiry: requests that asked long enough, and returned ones that nobody mended, end by themselves.

use crate::lifecycle::{RequestEvent, can};
use crate::request::story::{Shown, tell};
use crate::request::{self, Ended, enter};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Millis, PublicRef, Res};
use qianmo_web::Module;

qianmo_db::sql! {
    /// Requests whose time is over, the longest over first.
    pub const DUE = "SELECT county, id FROM aid_request WHERE expires_at IS NOT NULL AND expires_at <= $1 ORDER BY expires_at LIMIT $2";
}

/// How many are ended in one run; the rest follows in the next.
const BATCH: i64 = 200;
/// The job.
const JOB: &str = "aid.expiry-sweep";

/// Adds the sweep.
pub fn routes(module: Module) -> Module {
    module
        .job(JOB, |app, _| {
            Box::pin(async move {
                let due = app.db.read(|tx| {
                    let now = tx.now();
                    tx.query(DUE, params![now, BATCH], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))
                });
                let mut last = Ok(());
                for reference in due.await? {
                    // One that stumbles does not keep the others; the job comes again for it.
                    let done = app.db.write(move |tx| expire(tx, reference)).await;
                    last = last.and(done);
                }
                last
            })
        })
        .every(JOB, 5 * Millis::MINUTE)
}

/// Ends one request whose time is over; does nothing when it has moved on meanwhile.
pub fn expire(tx: &mut Tx<'_>, reference: PublicRef) -> Res<()> {
    let request = request::require(tx, reference)?;
    let over = request.expires_at.is_some_and(|at| at <= tx.now());
    if !over || !can(request.state, RequestEvent::Expire) {
        return Ok(());
    }
    if request.opened_at.is_some() {
        crate::payout::refund_all(tx, reference, "expired")?;
    }
    // Releasing pledges has moved it.
    let request = request::require(tx, reference)?;
    enter(tx, &request, RequestEvent::Expire, Ended::default())?;
    tell(tx, reference, "expired", "system", &[], Shown::Everyone)
}
