//! What the bank does: takes charges, decides them when their time has come, sends callbacks until they are taken.

use super::charge::{Charge, Stage};
use super::script::SandboxScript;
use super::{NAME, Sandbox, account, store, wire};
use crate::callback::{self, Received};
use crate::order::decide::Outcome;
use crate::order::{self, Direction, Order};
use crate::payee;
use crate::provider::Answer;
use crate::settle::Settlers;
use http::HeaderMap;
use qianmo_db::Tx;
use qianmo_kernel::{Fail, Id, Millis, Refused, Res};
use qianmo_web::App;

/// Charges that are looked after in one round.
const ROUND: i64 = 64;
/// How long an inline callback has before the bank's own rounds send it.
const GRACE: i64 = 5 * Millis::SECOND;

/// How the bank treats what nobody chose a script for.
pub fn setting(tx: &mut Tx<'_>, direction: Direction) -> Res<SandboxScript> {
    Ok(store::setting(tx, direction)?.unwrap_or(SandboxScript::Succeed))
}

/// Chooses how the bank treats what nobody chose a script for, from now on.
pub fn set_setting(tx: &mut Tx<'_>, direction: Direction, script: SandboxScript) -> Res<()> {
    store::set(tx, direction, script)
}

/// A payout or a refund is asked for; `payable`: there can be an account to pay it to. The same order again is the same charge: the bank's
/// side of "never twice".
pub(super) fn asked(tx: &mut Tx<'_>, order: &Order, payable: bool) -> Res<Answer> {
    let script = if payable { setting(tx, order.direction)? } else { SandboxScript::Fail };
    let now = tx.now();
    let charge = Charge::new(order, script, now);
    if store::insert(tx, &charge)? {
        return Ok(charge.answer());
    }
    query(tx, order)
}

/// What became of an order.
pub(super) fn query(tx: &mut Tx<'_>, order: &Order) -> Res<Answer> {
    let Some(mut charge) = store::find(tx, order.county, order.id, order.round)? else { return Ok(Answer::new(Outcome::NotFound)) };
    let now = tx.now();
    if charge.decide(now) {
        store::decided(tx, &charge)?;
    }
    Ok(charge.answer())
}

/// Somebody pays at the bank's page. Paying twice is paying once.
pub(super) fn charge(tx: &mut Tx<'_>, county: Id, id: Id, script: SandboxScript) -> Res<Charge> {
    take(tx, county, id, script, |charge, now| {
        // The page sends the first callback itself; the rounds only step in when it could not.
        charge.next_at = charge.next_at.map(|at| if at <= now { now + GRACE } else { at });
    })
}

fn take(tx: &mut Tx<'_>, county: Id, id: Id, script: SandboxScript, adjust: impl FnOnce(&mut Charge, Millis)) -> Res<Charge> {
    let (order, before) = shown(tx, county, id)?;
    if let Some(before) = before {
        return Ok(before);
    }
    let now = tx.now();
    let mut charge = Charge::new(&order, script, now);
    adjust(&mut charge, now);
    if store::insert(tx, &charge)? { Ok(charge) } else { Err(Fail::Race) }
}

/// What the page shows: the order, and what the bank has of it already.
pub(super) fn shown(tx: &mut Tx<'_>, county: Id, id: Id) -> Res<(Order, Option<Charge>)> {
    let order = order::by_id(tx, county, id)?.filter(|o| o.provider == NAME && o.direction == Direction::In);
    let order = order.ok_or_else(Refused::not_found)?;
    let charge = store::find(tx, county, id, order.round)?;
    Ok((order, charge))
}

/// Carries out an order of any direction in one unit of work, bank and callback together: for the demo world, which makes
/// years in seconds. Only for scripts that are decided at once.
pub fn pay(tx: &mut Tx<'_>, settlers: &Settlers, county: Id, id: Id, script: SandboxScript) -> Res<Received> {
    let order = order::by_id(tx, county, id)?.filter(|o| o.provider == NAME).ok_or_else(Refused::not_found)?;
    let payable = match order.direction {
        Direction::Out => payee::open(tx, order.reference())?.is_some_and(|payee| account::can_be(&payee.account)),
        Direction::In | Direction::Refund => true,
    };
    let script = if payable { script } else { SandboxScript::Fail };
    let mut charge = Charge::new(&order, script, tx.now());
    (charge.callbacks_left, charge.next_at) = (0, None);
    store::insert(tx, &charge)?;
    tell(tx, settlers, &charge, charge.stage.name())
}

/// Takes back a payout that had succeeded, bank and callback in one unit of work, as a bank does whose transfer came back: it calls the order
/// failed from now on, and its statement lists that the money came in. Said twice, it is done once.
///
/// # Errors
/// 404 when the bank did not pay such an order.
pub fn take_back(tx: &mut Tx<'_>, settlers: &Settlers, county: Id, id: Id) -> Res<Received> {
    let order = order::by_id(tx, county, id)?.filter(|o| o.provider == NAME && o.direction == Direction::Out);
    let order = order.ok_or_else(Refused::not_found)?;
    let charge = store::find(tx, county, id, order.round)?.filter(|c| c.stage == Stage::Succeeded);
    let mut charge = charge.ok_or_else(Refused::not_found)?;
    store::take_back(tx, &charge)?;
    charge.returned_at = charge.returned_at.or(Some(tx.now()));
    tell(tx, settlers, &charge, "returned")
}

/// The callback about a charge, handed over in this very unit.
fn tell(tx: &mut Tx<'_>, settlers: &Settlers, charge: &Charge, event: &str) -> Res<Received> {
    let answer = charge.answer();
    let notice = callback::Notice {
        event: format!("{}-{event}", charge.reference()),
        order: qianmo_kernel::PublicRef::new(charge.county, charge.id),
        round: charge.round,
        provider_ref: answer.provider_ref,
        outcome: answer.outcome,
        reason: answer.reason,
    };
    callback::receive(tx, settlers, NAME, &notice)
}

/// Sends the callbacks of a charge that are due, through the door that every provider uses. What is not taken is sent again later.
pub(super) async fn deliver(app: &App, charge: &Charge) -> Res<()> {
    let sandbox = app.service::<Sandbox>()?;
    let body = wire::write(charge);
    let mut headers = HeaderMap::new();
    if let Ok(signature) = sandbox.sign(&body).parse() {
        headers.insert(wire::SIGNATURE, signature);
    }
    for _ in 0..charge.callbacks_left {
        let outcome = callback::accept(app, NAME, &headers, &body).await;
        let (charge, taken) = (charge.clone(), outcome.is_ok());
        app.db
            .write(move |tx| {
                if taken {
                    return store::sent(tx, &charge);
                }
                let at = tx.now() + (10 * Millis::SECOND).saturating_mul(1 << charge.tries.clamp(0, 10));
                store::later(tx, &charge, at)
            })
            .await?;
        if let Err(fail) = outcome {
            tracing::warn!(error = %fail, "the sandbox's callback was not taken; it will be sent again");
            return Ok(());
        }
    }
    Ok(())
}

/// One round of the bank's day: decides what is due, sends what is to be sent. Answers how many charges it looked after.
pub async fn work(app: &App) -> Res<usize> {
    if app.service::<Sandbox>().is_err() {
        return Ok(0);
    }
    if app.db.read(|tx| store::next(tx, 1)).await?.is_empty() {
        return Ok(0);
    }
    let due = app
        .db
        .write(|tx| {
            let mut due = store::next(tx, ROUND)?;
            let now = tx.now();
            for charge in &mut due {
                if charge.decide(now) {
                    store::decided(tx, charge)?;
                }
            }
            Ok(due)
        })
        .await?;
    for charge in &due {
        deliver(app, charge).await?;
    }
    Ok(due.len())
}
