//! Places that end: requests, gifts, offers, payouts, disputes, posts, reports, caps and figures follow to the place that stands for them. Counties stay the keys of
//! rows; paths and lists are what moves. Names kept with a request stay as they were when it was written.

use qianmo_db::{Sql, Tx, params};
use qianmo_kernel::{Id, PlacePath, Res};
use qianmo_places::Moved;
use qianmo_web::Module;

qianmo_db::sql! {
    /// Requests. `$2` is the length of the old path and one.
    pub const REQUESTS = "UPDATE aid_request SET place_path = $1 || SUBSTR(place_path, CAST($2 AS INTEGER))
        WHERE place_path >= $3 AND place_path < $4";
    /// Reports.
    pub const REPORTS = "UPDATE aid_report SET place_path = $1 || SUBSTR(place_path, CAST($2 AS INTEGER))
        WHERE place_path >= $3 AND place_path < $4";
    /// Gifts: who may confirm them at the place.
    pub const PLEDGES = "UPDATE aid_pledge SET place_path = $1 || SUBSTR(place_path, CAST($2 AS INTEGER))
        WHERE place_path >= $3 AND place_path < $4";
    /// Offers: from where they are sent.
    pub const OFFERS = "UPDATE aid_offer SET place_path = $1 || SUBSTR(place_path, CAST($2 AS INTEGER))
        WHERE place_path >= $3 AND place_path < $4";
    /// Payouts: who may prepare, approve and confirm them at the place.
    pub const PAYOUTS = "UPDATE aid_payout SET place_path = $1 || SUBSTR(place_path, CAST($2 AS INTEGER))
        WHERE place_path >= $3 AND place_path < $4";
    /// Disputes: who decides on them.
    pub const DISPUTES = "UPDATE aid_dispute SET place_path = $1 || SUBSTR(place_path, CAST($2 AS INTEGER))
        WHERE place_path >= $3 AND place_path < $4";
    /// Thanks, updates and stories: who looks at them.
    pub const POSTS = "UPDATE aid_post SET place_path = $1 || SUBSTR(place_path, CAST($2 AS INTEGER))
        WHERE place_path >= $3 AND place_path < $4";
    /// Counters.
    pub const COHORTS = "UPDATE aid_cohort SET county_path = $1 || SUBSTR(county_path, CAST($2 AS INTEGER))
        WHERE county_path >= $3 AND county_path < $4";
    /// What is counted of requests that opened.
    pub const FAIRNESS = "UPDATE aid_fairness SET county_path = $1 || SUBSTR(county_path, CAST($2 AS INTEGER))
        WHERE county_path >= $3 AND county_path < $4";
    /// Lists an area's requests under another one as well.
    pub const RELIST = "INSERT INTO aid_listing (county, area, request, stage, purpose, rank)
        SELECT county, CAST($1 AS BIGINT), request, stage, purpose, rank FROM aid_listing WHERE area = $2
        ON CONFLICT (county, request, area) DO NOTHING";
    /// Takes an area's requests off another one's list.
    pub const UNLIST = "DELETE FROM aid_listing WHERE area = $1 AND request IN (SELECT request FROM aid_listing WHERE area = $2)";
    /// Caps of a place that ended count for the one that stands for it, where that has none of its own.
    pub const CAPS = "INSERT INTO aid_cap (place, purpose, year, version, place_path, amount_minor, currency, changed_by, changed_at)
        SELECT CAST($1 AS BIGINT), purpose, year, 1, $2, amount_minor, currency, changed_by, changed_at FROM aid_cap WHERE place = $3
        ON CONFLICT (place, purpose, year) DO NOTHING";
}

/// Listens to `places.succeeded`.
pub fn routes(module: Module) -> Module {
    module.on("places.succeeded", "aid.places-succeeded", |app, job| {
        Box::pin(async move {
            let moved: Moved = job.payload()?;
            app.db.write(move |tx| follow(tx, &moved)).await
        })
    })
}

/// What keeps the path of a place beside its rows.
const PATHS: [Sql; 9] = [REQUESTS, REPORTS, PLEDGES, OFFERS, PAYOUTS, DISPUTES, POSTS, COHORTS, FAIRNESS];

/// Moves what lay under a place that ended. Running it again finds nothing left to do.
fn follow(tx: &mut Tx<'_>, moved: &Moved) -> Res<()> {
    moved.today(tx)?.iter().try_for_each(|step| shift(tx, step))
}

fn shift(tx: &mut Tx<'_>, moved: &Moved) -> Res<()> {
    let (old, new) = (PlacePath::from_stored(moved.old_path.clone()), PlacePath::from_stored(moved.new_path.clone()));
    let (from, to) = old.range();
    let beyond = moved.old_path.len() + 1;
    for sql in PATHS {
        tx.execute(sql, params![new.as_str(), beyond, &from, &to])?;
    }
    let now = tx.now();
    tx.execute(crate::board::MOVED, params![new.as_str(), beyond, now, &from, &to])?;
    let (before, after): (Vec<Id>, Vec<Id>) = (old.ids().collect(), new.ids().collect());
    for area in after.iter().filter(|id| !before.contains(id)) {
        tx.execute(RELIST, params![*area, moved.old])?;
    }
    // What contained the old place and does not contain the new one no longer lists its requests; the old place itself does.
    for area in before.iter().filter(|id| !after.contains(id) && **id != moved.old) {
        tx.execute(UNLIST, params![*area, moved.old])?;
    }
    tx.execute(CAPS, params![moved.new, new.as_str(), moved.old]).map(|_| ())
}
