//! Counting looks at public requests without a write per look: they gather here and go to the database together.
//!
//! What a stopped program had not written yet is lost; the fair order only needs to be roughly right. Nothing is kept of who
//! looked.

use super::listing::looked;
use super::model::Request;
use qianmo_kernel::{Millis, PublicRef};
use qianmo_web::Cx;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// How long looks gather.
const EVERY: i64 = 30 * Millis::SECOND;
/// The most requests whose looks gather.
const MOST: usize = 2_000;

struct Gathered {
    since: Option<Millis>,
    looks: BTreeMap<PublicRef, i64>,
}

static GATHERED: Mutex<Gathered> = Mutex::new(Gathered { since: None, looks: BTreeMap::new() });

/// Notes a look at a request that asks for help, and writes what has gathered when it is time.
pub(super) async fn saw(cx: &Cx, request: &Request) {
    let own = cx.actor.as_deref().is_some_and(|actor| request.is_open_to(actor));
    if own || !request.state.takes_pledges() {
        return;
    }
    let due = note(request.reference, cx.app.clock.now());
    if due.is_empty() {
        return;
    }
    let written = cx.write(move |tx| due.iter().try_for_each(|(reference, times)| looked(tx, *reference, *times))).await;
    if let Err(error) = written {
        // Nobody is kept from reading because counting failed.
        tracing::warn!(%error, "looks were not counted");
    }
}

fn note(reference: PublicRef, now: Millis) -> BTreeMap<PublicRef, i64> {
    let mut gathered = GATHERED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let since = *gathered.since.get_or_insert(now);
    *gathered.looks.entry(reference).or_insert(0) += 1;
    if now.0 - since.0 < EVERY && now >= since && gathered.looks.len() < MOST {
        return BTreeMap::new();
    }
    gathered.since = None;
    std::mem::take(&mut gathered.looks)
}
