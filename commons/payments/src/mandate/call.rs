//! Talking to providers about mandates. No call runs inside a unit of work; whoever dies in between leaves something that is found again.

use super::{Mandate, SetUp, Standing, learn, not_agreed, store};
use crate::order::decide::{Outcome, next_check};
use crate::order::{self, Direction, Order, State};
use crate::provider::{Provider, Providers};
use crate::run::{PATIENCE, answered, patiently, settle};
use qianmo_db::Tx;
use qianmo_kernel::{Fail, Id, Kind, Millis, PublicRef, Refused, Res};
use qianmo_web::App;
use std::sync::Arc;

/// Mandates that a sweep takes up.
const SWEEP: i64 = 64;
/// Minutes between one try and the next, ever longer.
const WAITS: [i64; 6] = [1, 5, 15, 60, 240, 720];

fn provider_of(app: &App, name: &str) -> Res<Arc<dyn Provider>> {
    app.service::<Providers>()?.get(name)
}

fn no_mandates() -> Fail {
    Refused::new(Kind::Conflict, "payments-no-mandates").into()
}

async fn load(app: &App, account: Id, id: Id) -> Res<Mandate> {
    app.db.read(move |tx| store::by_id(tx, account, id)?.ok_or_else(|| Refused::not_found().into())).await
}

/// Begins, or goes on with, a mandate: answers where the person agrees to it. A provider that does not answer is "try again" (503).
///
/// # Errors
/// 409 `payments-no-mandates` of a provider that cannot charge without the person.
pub async fn set_up(app: &App, account: Id, id: Id) -> Res<SetUp> {
    let mandate = load(app, account, id).await?;
    if mandate.state != Standing::Asked {
        return Ok(SetUp::Known(mandate.state));
    }
    let provider = provider_of(app, &mandate.provider)?;
    let mandates = provider.mandates().ok_or_else(no_mandates)?;
    match answered(PATIENCE, mandates.set_up(&mandate)).await? {
        SetUp::Known(standing) => app.db.write(move |tx| learn(tx, account, id, standing)).await.map(SetUp::Known),
        SetUp::Redirect { to, provider_ref } => {
            if provider_ref != mandate.provider_ref {
                let named = provider_ref.clone();
                app.db.write(move |tx| name(tx, account, id, &named)).await?;
            }
            Ok(SetUp::Redirect { to, provider_ref })
        }
    }
}

fn name(tx: &mut Tx<'_>, account: Id, id: Id, provider_ref: &str) -> Res<()> {
    let Some(mut mandate) = store::by_id(tx, account, id)? else { return Ok(()) };
    provider_ref.clone_into(&mut mandate.provider_ref);
    store::save(tx, &mut mandate)
}

/// Asks the provider where a mandate stands, unless it has ended; answers where it does. A provider that does not answer leaves it as it
/// was known.
pub async fn refresh(app: &App, account: Id, id: Id) -> Res<Standing> {
    let mandate = load(app, account, id).await?;
    if mandate.state.is_over() {
        return Ok(mandate.state);
    }
    let provider = provider_of(app, &mandate.provider)?;
    let mandates = provider.mandates().ok_or_else(no_mandates)?;
    match answered(PATIENCE, mandates.standing(&mandate)).await {
        Ok(standing) => app.db.write(move |tx| learn(tx, account, id, standing)).await,
        Err(Fail::Refused(refused)) if refused.kind == Kind::Busy => Ok(mandate.state),
        Err(other) => Err(other),
    }
}

/// Charges an order by a mandate of its owner's; answers the order's state afterwards. However often it is called, it is one charge: the
/// order's key is the provider's. An outcome that is not known leaves the order open; it is asked about like any other.
///
/// # Errors
/// 409 `payments-mandate-not-agreed` when the mandate does not stand, is somebody else's or another provider's, or does not cover the
/// amount: nothing was charged then. 409 `payments-order-over` for an order that failed or expired.
pub async fn charge(app: &App, order: PublicRef, mandate: Id) -> Res<State> {
    let begun = app.db.write(move |tx| begin(tx, order, mandate)).await?;
    let (order, mandate) = match begun {
        Ok(both) => both,
        Err(state) => return Ok(state),
    };
    let provider = provider_of(app, &order.provider)?;
    let mandates = provider.mandates().ok_or_else(no_mandates)?;
    let answer = patiently(mandates.charge(&order, &mandate)).await;
    let failed = answer.outcome == Outcome::Failed;
    let (settled, _) = settle(app, order.county, order.id, answer).await?;
    if failed {
        // It may have been taken back at the provider: the next charge need not be tried to find that out.
        refresh(app, mandate.account, mandate.id).await?;
    }
    Ok(settled.state)
}

/// Notes that the provider is about to hear of it. `Err`: nothing is left to charge, and this is the order's state.
fn begin(tx: &mut Tx<'_>, at: PublicRef, mandate: Id) -> Res<Result<(Order, Mandate), State>> {
    let mut order = order::by_id(tx, at.county, at.id)?.ok_or_else(Refused::not_found)?;
    if order.direction != Direction::In {
        return Err(Refused::not_found().into());
    }
    match order.state {
        State::Created | State::Started | State::Unknown => {}
        State::Paid | State::Refunded | State::PaidOut => return Ok(Err(order.state)),
        State::Failed | State::Expired => return Err(Refused::new(Kind::Conflict, "payments-order-over").into()),
    }
    let owner = order.owner.ok_or_else(not_agreed)?;
    let mandate = store::by_id(tx, owner, mandate)?.filter(|m| m.provider == order.provider && m.covers(order.amount));
    let mandate = mandate.ok_or_else(not_agreed)?;
    if order.state == State::Created {
        let now = tx.now();
        order.state = State::Started;
        order.check_at = next_check(&order, now);
        order::save(tx, &mut order)?;
    }
    Ok(Ok((order, mandate)))
}

/// Looks after every mandate that is due: asks about those that wait for their owner, tells of those that were taken back. Answers how
/// many.
pub async fn sweep(app: &App) -> Res<usize> {
    let due = app.db.read(|tx| store::due(tx, SWEEP)).await?;
    for at in &due {
        if let Err(fail) = one(app, at.county, at.id).await {
            tracing::warn!(error = %fail, "a mandate could not be looked after; it comes again");
        }
    }
    Ok(due.len())
}

async fn one(app: &App, account: Id, id: Id) -> Res<()> {
    let mandate = app.db.write(move |tx| claim(tx, account, id)).await?;
    let Some(mandate) = mandate else { return Ok(()) };
    if !mandate.state.is_over() {
        return refresh(app, account, id).await.map(drop);
    }
    let provider = provider_of(app, &mandate.provider)?;
    let mandates = provider.mandates().ok_or_else(no_mandates)?;
    answered(PATIENCE, mandates.revoke(&mandate)).await?;
    app.db.write(move |tx| told(tx, account, id)).await
}

/// Takes a mandate to work on; others find its next turn in the future.
fn claim(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<Option<Mandate>> {
    let now = tx.now();
    let Some(mut mandate) = store::by_id(tx, account, id)?.filter(|m| m.check_at.is_some_and(|at| at <= now)) else {
        return Ok(None);
    };
    let step = usize::try_from(mandate.attempts).unwrap_or(usize::MAX).min(WAITS.len() - 1);
    mandate.attempts += 1;
    mandate.check_at = WAITS.get(step).map(|minutes| now + minutes * Millis::MINUTE);
    store::save(tx, &mut mandate)?;
    Ok(Some(mandate))
}

fn told(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<()> {
    let Some(mut mandate) = store::by_id(tx, account, id)? else { return Ok(()) };
    mandate.check_at = None;
    store::save(tx, &mut mandate)
}
