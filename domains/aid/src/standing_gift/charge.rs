//! Charging the pledges of a run, one after the other, by the mandate that their donor agreed to.
//!
//! Before the provider hears of a charge it is written down that it will ([`mark`]): in that unit it is seen that the gift is active and the
//! mandate stands. Whoever dies afterwards leaves a line that is charged again, under the same order, which is the same charge.

use super::model::{Line, LineState, Run, RunState};
use super::place::{giver, is_active, is_ours};
use super::{LEASE, store};
use crate::lifecycle::{PledgeEvent, PledgeState};
use crate::{payment, pledge};
use qianmo_db::Tx;
use qianmo_kernel::{Fail, Id, PublicRef, Refused, Res};
use qianmo_payments::{Mandate, Standing, State as Order, mandate};
use qianmo_web::App;

/// What is to be charged next.
enum Next {
    /// This line, by this order and mandate.
    Charge { run: Box<Run>, pos: i64, order: PublicRef, mandate: Id },
    /// Nothing is left to charge.
    Done(Box<Run>),
    /// Somebody else has gone on with the run.
    Over,
}

/// Charges what is left to charge of a run. Answers the run, or `None` when somebody else has gone on with it.
pub async fn charge(app: &App, run: Run) -> Res<Option<Run>> {
    let (mut run, mut after) = (run, 0);
    loop {
        let seen = run.clone();
        let next = app.db.write(move |tx| mark(tx, seen.clone(), after)).await?;
        let (marked, pos, order, by) = match next {
            Next::Charge { run, pos, order, mandate } => (*run, pos, order, mandate),
            Next::Done(run) => return Ok(Some(*run)),
            Next::Over => return Ok(None),
        };
        let refused = match mandate::charge(app, order, by).await {
            Ok(_) => false,
            Err(Fail::Refused(refused)) if refused.message == "payments-order-over" => false,
            // Nothing was charged, and nothing will be.
            Err(Fail::Refused(refused)) => {
                tracing::info!(order = %order, reason = refused.message, "a standing gift could not be charged");
                true
            }
            // It may have been: the order is asked about, and this run is taken up again.
            Err(other) => return Err(other),
        };
        let Some(noted) = app.db.write(move |tx| note(tx, marked.clone(), pos, refused)).await? else { return Ok(None) };
        (run, after) = (noted, pos);
    }
}

/// The mandate of a run, as long as it stands.
fn standing(tx: &mut Tx<'_>, run: &Run) -> Res<Option<Mandate>> {
    let Some(id) = run.mandate else { return Ok(None) };
    Ok(mandate::find(tx, run.key.account, id)?.filter(|m| m.state == Standing::Agreed))
}

/// Writes down that the next line is about to be charged: after this it may have been. When the gift was stopped, the mandate has ended
/// or a charge of this run has failed, what was not charged before is given back instead.
fn mark(tx: &mut Tx<'_>, mut run: Run, after: i64) -> Res<Next> {
    if !is_ours(tx, &run)? {
        return Ok(Next::Over);
    }
    let lines = store::lines(tx, run.key)?;
    let mandate = standing(tx, &run)?;
    let active = is_active(tx, run.key)?;
    let failed = lines.iter().any(|line| line.state == LineState::Failed);
    run.work_at = Some(tx.now() + LEASE);
    let (Some(mandate), true, false) = (mandate, active, failed) else {
        if !failed {
            run.note = if active { "aid-standing-note-mandate" } else { "aid-standing-note-stopped" }.to_owned();
            run.failed = run.failed || active;
        }
        return stop(tx, run, lines);
    };
    store::save_run(tx, &mut run)?;
    for mut line in lines.into_iter().filter(|line| line.pos > after) {
        let order = match line.state {
            LineState::Charging => line.payment,
            LineState::Made => begin(tx, &mut line, &mandate)?,
            _ => None,
        };
        if let Some(order) = order {
            let order = PublicRef::new(line.county, order);
            return Ok(Next::Charge { run: Box::new(run), pos: line.pos, order, mandate: mandate.id });
        }
    }
    wait(tx, run).map(|run| Next::Done(Box::new(run)))
}

/// The order by which a pledge is charged; `None` when there is nothing to charge any more.
fn begin(tx: &mut Tx<'_>, line: &mut Line, mandate: &Mandate) -> Res<Option<Id>> {
    let pledge = pledge::require(tx, line.pledge_ref())?;
    let in_time = pledge.due_at.is_some_and(|due| due > tx.now());
    match pledge.state {
        PledgeState::Pledged | PledgeState::Paying if in_time => {
            let actor = giver(tx, line.key.account)?.ok_or_else(Refused::forbidden)?;
            let order = payment::begin(tx, &actor, line.pledge_ref(), &mandate.provider)?.id;
            (line.state, line.payment) = (LineState::Charging, Some(order));
            store::save_line(tx, line)?;
            Ok(Some(order))
        }
        // Nobody came to charge it in its time: it lapses by itself.
        _ => Ok(None),
    }
}

/// Takes down what came of a charge. `refused`: nothing was charged.
fn note(tx: &mut Tx<'_>, mut run: Run, pos: i64, refused: bool) -> Res<Option<Run>> {
    if !is_ours(tx, &run)? {
        return Ok(None);
    }
    let Some(mut line) = store::lines(tx, run.key)?.into_iter().find(|line| line.pos == pos) else { return Ok(Some(run)) };
    let order = match line.payment {
        Some(order) => qianmo_payments::find_order(tx, line.county, order)?,
        None => None,
    };
    let state = order.map(|order| order.state);
    let failed = refused || matches!(state, Some(Order::Failed | Order::Expired));
    if failed {
        run.note = "aid-standing-note-failed".to_owned();
        run.failed = true;
    }
    run.work_at = Some(tx.now() + LEASE);
    store::save_run(tx, &mut run)?;
    if failed {
        line.state = LineState::Failed;
        store::save_line(tx, &line)?;
        give_back(tx, &line)?;
    } else if matches!(state, Some(Order::Paid | Order::Refunded)) {
        line.state = LineState::Paid;
        store::save_line(tx, &line)?;
    }
    Ok(Some(run))
}

/// Gives a pledge back that was not paid: what it held is open again.
pub(super) fn give_back(tx: &mut Tx<'_>, line: &Line) -> Res<()> {
    let mut pledge = pledge::require(tx, line.pledge_ref())?;
    if matches!(pledge.state, PledgeState::Pledged | PledgeState::Paying) {
        pledge::end(tx, &mut pledge, PledgeEvent::Release)?;
    }
    Ok(())
}

/// Gives back what was not charged, and waits for what was.
fn stop(tx: &mut Tx<'_>, mut run: Run, lines: Vec<Line>) -> Res<Next> {
    run.state = RunState::Waiting;
    store::save_run(tx, &mut run)?;
    release(tx, lines)?;
    Ok(Next::Done(Box::new(run)))
}

/// Gives back the pledges of these lines that nobody has begun to charge.
pub(super) fn release(tx: &mut Tx<'_>, lines: Vec<Line>) -> Res<()> {
    for mut line in lines.into_iter().filter(|line| line.state == LineState::Made) {
        line.state = LineState::Released;
        store::save_line(tx, &line)?;
        give_back(tx, &line)?;
    }
    Ok(())
}

/// Everything was charged that could be: what is open is waited for.
fn wait(tx: &mut Tx<'_>, mut run: Run) -> Res<Run> {
    run.state = RunState::Waiting;
    store::save_run(tx, &mut run)?;
    Ok(run)
}
