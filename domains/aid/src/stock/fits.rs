//! Requests for goods that open while an offer stands: those that may fit are noted with the offer, and stand on its donor's pages as new
//! until they have looked. The sweep ends offers whose time is over.

use super::model::State;
use super::score::Profile;
use super::{index, store};
use crate::lifecycle::Gift;
use crate::request::Request;
use qianmo_db::{JobRow, Tx, params};
use qianmo_kernel::{Fail, Id, Millis, PublicRef, Res};
use qianmo_web::{App, worker};
use std::pin::Pin;

qianmo_db::sql! {
    const NOTE = "INSERT INTO aid_offer_fit (offer_county, offer, county, request, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (offer_county, offer, county, request) DO NOTHING";
    const OF = "SELECT county, request FROM aid_offer_fit WHERE offer_county = $1 AND offer = $2 ORDER BY county, request LIMIT $3";
    const SEEN = "DELETE FROM aid_offer_fit WHERE offer_county = $1 AND offer = $2";
    const CLOSED = "DELETE FROM aid_offer_fit WHERE county = $1 AND request = $2";
}

/// The job that notes what fits a request that has opened.
pub(super) const NOTES: &str = "aid.offer-fits";

/// The sweep's name among the jobs.
pub(super) const SWEEP: &str = "aid.offer-sweep";

/// Offers that one sweep ends; what is left comes at once with the next one.
const AT_ONCE: i64 = 200;

/// New fits that an offer keeps until its donor looks; further ones are found when they do.
pub(super) const FITS_MOST: i64 = 50;

/// A request moves: from when it asks for goods on, offers that fit are looked for; from when it asks no more on, it fits nothing.
pub(crate) fn opened_or_closed(tx: &mut Tx<'_>, before: &Request, after: &Request) -> Res<()> {
    let (asked, asks) = (before.state.takes_pledges(), after.state.takes_pledges());
    // A file that is being filled has no offers.
    if asked == asks || after.goods.parts == 0 || tx.is_filling() {
        return Ok(());
    }
    if asks {
        let now = tx.now();
        return tx.enqueue(NOTES, after.reference.county, now, &after.reference);
    }
    tx.execute(CLOSED, params![after.reference.county, after.reference.id]).map(drop)
}

/// The notes as a job.
pub(super) fn notes(app: App, job: JobRow) -> Pin<Box<dyn Future<Output = Res<()>> + Send>> {
    Box::pin(async move {
        let request: PublicRef = job.payload()?;
        app.db.write(move |tx| note(tx, request).map(drop)).await
    })
}

/// Notes an open request with the offers that it may fit; says with how many. Done again, it finds them noted.
pub fn note(tx: &mut Tx<'_>, request: PublicRef) -> Res<i64> {
    let now = tx.now();
    let mut noted = 0;
    for part in crate::pledge::grounds(tx, request)? {
        if part.gift != Gift::Goods || part.left() < 1 || !part.takes_pledges(now) {
            continue;
        }
        let asked = Profile::asked(&part.label);
        for reference in index::near(tx, &asked, &part.path)? {
            let Some(offer) = store::find(tx, reference)? else { continue };
            let open = offer.state_at(now) == State::Standing && offer.rest > 0 && offer.account != part.publisher;
            let fits = Profile::offered(&offer.label, &offer.kind, &offer.sizes).fits(&asked).is_some();
            if !open || !fits || of(tx, reference)?.len() as i64 >= FITS_MOST {
                continue;
            }
            let values = params![reference.county, reference.id, request.county, request.id, now];
            noted += i64::from(tx.execute(NOTE, values)? > 0);
        }
    }
    Ok(noted)
}

/// The requests that were noted with an offer since its donor looked last.
pub(super) fn of(tx: &mut Tx<'_>, offer: PublicRef) -> Res<Vec<PublicRef>> {
    let values = params![offer.county, offer.id, FITS_MOST];
    tx.query(OF, values, |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))
}

/// Its donor has looked, or it does not stand any more: nothing is new.
pub(super) fn seen(tx: &mut Tx<'_>, offer: PublicRef) -> Res<()> {
    tx.execute(SEEN, params![offer.county, offer.id]).map(drop)
}

/// Ends offers whose time is over, each in a unit of work of its own.
pub async fn sweep(app: &App) -> Res<()> {
    let found = app.db.read(|tx| store::due(tx, AT_ONCE)).await?;
    let (full, mut ended) = (found.len() as i64 >= AT_ONCE, 0);
    for reference in found {
        match app.db.write(move |tx| end(tx, reference)).await {
            Ok(done) => ended += i64::from(done),
            Err(fail) => tracing::warn!(offer = %reference, error = %fail, "an offer could not end; the next sweep tries again"),
        }
    }
    // Where nothing is left but what stumbles, it is tried again at the regular time.
    if full && ended > 0 { worker::again(app, SWEEP).await } else { Ok(()) }
}

/// The sweep as a job.
pub(super) fn job(app: App, _job: JobRow) -> Pin<Box<dyn Future<Output = Res<()>> + Send>> {
    Box::pin(async move { sweep(&app).await })
}

fn end(tx: &mut Tx<'_>, reference: PublicRef) -> Res<bool> {
    let Some(offer) = store::find(tx, reference)? else { return Ok(false) };
    if offer.state_at(tx.now()) != State::Ended || offer.state == State::Ended {
        return Ok(false);
    }
    store::save_state(tx, &offer, State::Ended)?;
    forget(tx, reference)?;
    Ok(true)
}

/// Nothing is looked for on behalf of this offer any more.
pub(super) fn forget(tx: &mut Tx<'_>, offer: PublicRef) -> Res<()> {
    index::remove(tx, offer)?;
    seen(tx, offer)
}

/// How often the sweep runs.
pub(super) const EVERY: i64 = 10 * Millis::MINUTE;

/// Offers of an account go with it: from the index, and what was noted with them.
pub(super) fn erase(tx: &mut Tx<'_>, account: Id) -> Result<(), Fail> {
    for offer in store::erase(tx, account)? {
        forget(tx, offer)?;
    }
    Ok(())
}
