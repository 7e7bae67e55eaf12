//! A donor's own order: what they are shown on the home page, and why.
//!
//! Whoever gives sees first what their gift would gain most: what they care for, what is near its sum, what ends soon, whose area or group
//! is behind. What the board names is read from the database before it is shown, and whatever is closed, run out, pledged whole or the
//! donor's own is left out. Strangers, and whoever may not give, see the fair order.

mod page;
mod routes;

pub use page::{MineView, why_words};
pub use routes::routes;

use crate::board::{self, Looker, Only, Shown};
use crate::interest;
use crate::pledge::GIVE;
use crate::request::{Request, relabel};
use qianmo_kernel::{Actor, Id, Locale, PublicRef, Res};
use qianmo_web::{App, Cx};

/// Requests on the home page.
pub const PLACES: usize = 6;
/// Requests on the longest slate that is given over the API, and so the slate that is made.
pub const MOST: usize = 20;

/// A request of a slate with the reason.
#[derive(Clone, Debug)]
pub struct Mine {
    /// The request as it is now.
    pub request: Request,
    /// Why it is here.
    pub shown: Shown,
}

impl Mine {
    /// With invented content.
    pub fn sample() -> Self {
        let request = crate::request::model::sample_request();
        let shown = Shown { reference: request.reference, matched: 1, why: 0 };
        Mine { request, shown }
    }
}

/// A donor's slate.
#[derive(Clone, Debug)]
pub struct Slate {
    /// They turned their own order off.
    pub newest_first: bool,
    /// Best first.
    pub items: Vec<Mine>,
}

/// Whether somebody has an order of their own: those who give.
pub fn has_own(actor: &Actor) -> bool {
    actor.may_somewhere(&GIVE)
}

/// The slate of this visit of a donor, as far as it is open still.
///
/// # Errors
/// Only the database's own.
pub async fn of(cx: &Cx, actor: &Actor, most: usize) -> Res<Slate> {
    let (reader, locale) = (actor.clone(), cx.locale);
    let looker = cx.read(move |tx| interest::looker(tx, &reader)).await?;
    let visit = board::slate(&cx.app, &looker, MOST).await?;
    let wanted: Vec<PublicRef> = visit.shown.iter().map(|shown| shown.reference).collect();
    let requests = read(&cx.app, wanted, looker.clone(), locale).await?;
    let items = visit.shown.iter().filter_map(|shown| {
        requests.iter().find(|r| r.reference == shown.reference).map(|r| Mine { request: r.clone(), shown: *shown })
    });
    Ok(Slate { newest_first: looker.newest_first, items: items.take(most).collect() })
}

/// Reads requests for this donor, leaving out what takes no pledges (any more) and what is their own.
async fn read(app: &App, wanted: Vec<PublicRef>, looker: Looker, locale: Locale) -> Res<Vec<Request>> {
    app.db
        .read(move |tx| {
            let now = tx.now();
            let mut found = crate::find::some(tx, &wanted)?;
            found.retain(|r| {
                let own = r.publisher == looker.account || looker.household == Some(r.household);
                r.state.takes_pledges() && !r.has_run_out(now) && !own
            });
            relabel(tx, &mut found, locale)?;
            Ok(found)
        })
        .await
}

/// Up to `most` open requests in the donor's own order, within a purpose and a place.
///
/// # Errors
/// Only the database's own.
pub async fn ordered(app: &App, actor: &Actor, purpose: Option<String>, place: Option<Id>, most: usize) -> Res<Vec<PublicRef>> {
    let reader = actor.clone();
    let looker = app.db.read(move |tx| interest::looker(tx, &reader)).await?;
    board::order(app, &looker.wish, &Only { purpose, place, goods: false }, most).await
}
