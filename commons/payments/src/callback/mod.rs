//! Callbacks: a provider tells us what became of an order.
//!
//! The signature is checked before anything else. An event is taken once, however often it is sent. A callback for an order
//! that is not known is answered with 404 and not kept: an order is committed before its provider hears of it, so this can
//! only be a mistake or a database that was restored; the provider repeats, and the sweep asks by itself in any case.

mod store;

use crate::apply::{apply, contradiction, word};
use crate::order::decide::{EARLIER_TRY_SUCCEEDED, Outcome};
use crate::order::{self, State};
use crate::provider::{Answer, Providers};
use crate::settle::Settlers;
use http::HeaderMap;
use qianmo_db::Tx;
use qianmo_kernel::{Kind, PublicRef, Refused, Res};
use qianmo_web::App;

/// What a callback says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// The event's own id at the provider, at most 200 bytes.
    pub event: String,
    /// The order it is about.
    pub order: PublicRef,
    /// Which try of it.
    pub round: i64,
    /// What the provider calls the order.
    pub provider_ref: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it failed: a word.
    pub reason: String,
}

/// What a callback came to.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Received {
    /// Whether the event had been taken before.
    pub repeated: bool,
    /// The order's state now.
    pub state: State,
}

/// Takes a callback as it came over the network.
pub async fn accept(app: &App, provider: &str, headers: &HeaderMap, body: &[u8]) -> Res<Received> {
    let providers = app.service::<Providers>()?;
    let known = providers.get(provider).map_err(|_| Refused::not_found())?;
    let notice = known.read_callback(headers, body)?;
    let settlers = app.service::<Settlers>()?;
    let name = known.name();
    app.db.write(move |tx| receive(tx, &settlers, name, &notice)).await
}

/// Takes a callback whose signature was checked: the event, the order, the ledger and the business in one unit.
pub fn receive(tx: &mut Tx<'_>, settlers: &Settlers, provider: &str, notice: &Notice) -> Res<Received> {
    if notice.event.is_empty() || notice.event.len() > 200 {
        return Err(Refused::new(Kind::Malformed, "payments-bad-callback").into());
    }
    let at = notice.order;
    let order = order::by_id(tx, at.county, at.id)?.filter(|o| o.provider == provider);
    let mut order = order.ok_or_else(|| Refused::new(Kind::NotFound, "payments-order-unknown"))?;
    if !store::insert(tx, provider, notice, word(&notice.outcome))? {
        return Ok(Received { repeated: true, state: order.state });
    }
    // An event about a try that was given up says nothing about the one that is under way, unless its money has moved: then the other
    // must not move it again.
    if notice.round != order.round && matches!(notice.outcome, Outcome::Succeeded { .. }) {
        contradiction(tx, &mut order, EARLIER_TRY_SUCCEEDED)?;
    }
    if notice.round == order.round {
        let answer = Answer { outcome: notice.outcome, provider_ref: notice.provider_ref.clone(), reason: notice.reason.clone() };
        apply(tx, settlers, &mut order, &answer)?;
    }
    Ok(Received { repeated: false, state: order.state })
}
