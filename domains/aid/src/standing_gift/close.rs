//! The end of a run: each of its pledges is paid or over.

use super::charge::give_back;
use super::model::{Line, LineState, Run, RunState, State};
use super::place::is_ours;
use super::{FAILURES, store};
use crate::lifecycle::PledgeState;
use crate::pledge;
use qianmo_db::Tx;
use qianmo_kernel::{Id, Millis, Res};
use qianmo_web::i18n::I18n;

/// How often it is looked whether a run has come to its end.
const LOOK: i64 = 5 * Millis::MINUTE;

/// Looks what became of the pledges of a run that waits, and ends it when all of it is known: then the gift counts whether it failed, and
/// pauses after [`FAILURES`] that did. Its donor is told when there is something to do. Answers whether it ended.
pub fn close(tx: &mut Tx<'_>, words: &I18n, run: Run) -> Res<bool> {
    let mut run = run;
    if run.state != RunState::Waiting || !is_ours(tx, &run)? {
        return Ok(false);
    }
    let (now, mut open, mut lapsed, mut changed) = (tx.now(), 0, false, Vec::new());
    let mut paid = 0;
    for mut line in store::lines(tx, run.key)? {
        let state = outcome(tx, &line)?;
        match state {
            None => open += 1,
            Some(LineState::Paid) => paid += line.amount,
            Some(LineState::Failed) => run.failed = true,
            Some(LineState::Lapsed) => lapsed = true,
            Some(_) => {}
        }
        if let Some(state) = state.filter(|state| *state != line.state) {
            line.state = state;
            changed.push(line);
        }
    }
    run.paid = paid;
    if open == 0 {
        run.failed = run.failed || (paid == 0 && lapsed);
        (run.state, run.ended_at, run.work_at) = (RunState::Done, Some(now), None);
        // The gift before the run: everybody locks them in this order.
        count(tx, words, &run)?;
        retire(tx, &run)?;
    } else {
        // What nobody knows for long is looked at ever more seldom.
        run.work_at = Some(now + LOOK.max((now.0 - run.made_at.0) / 8));
    }
    store::save_run(tx, &mut run)?;
    for line in &changed {
        store::save_line(tx, line)?;
        if line.state == LineState::Failed {
            give_back(tx, line)?;
        }
    }
    Ok(open == 0)
}

/// What became of a pledge of a run; `None` while it may still be paid.
fn outcome(tx: &mut Tx<'_>, line: &Line) -> Res<Option<LineState>> {
    // What failed or was given back once stays so, even where money came later: it went back.
    if matches!(line.state, LineState::Failed | LineState::Released) {
        return Ok(Some(line.state));
    }
    let pledge = pledge::require(tx, line.pledge_ref())?;
    Ok(match pledge.state {
        PledgeState::Pledged | PledgeState::Paying | PledgeState::Lapsed if line.state == LineState::Charging => {
            let order = match line.payment {
                Some(order) => qianmo_payments::find_order(tx, line.county, order)?,
                None => None,
            };
            // As long as the provider has not said what became of it, it may come: then the pledge lives again, or it goes back.
            (!order.is_some_and(|order| order.state.is_open())).then_some(LineState::Failed)
        }
        PledgeState::Pledged | PledgeState::Paying => None,
        PledgeState::Lapsed => Some(LineState::Lapsed),
        PledgeState::Cancelled => Some(LineState::Released),
        _ => Some(LineState::Paid),
    })
}

/// Counts a run that ended for its gift.
fn count(tx: &mut Tx<'_>, words: &I18n, run: &Run) -> Res<()> {
    let account = run.key.account;
    let mut gift = store::require(tx, account, run.key.gift)?;
    if !run.failed {
        if run.paid > 0 && gift.failed > 0 {
            gift.failed = 0;
            store::save(tx, &mut gift)?;
        }
        return Ok(());
    }
    gift.failed += 1;
    let pauses = gift.state == State::Active && gift.failed >= FAILURES;
    if pauses {
        gift.stop(State::Paused, "failed");
    }
    store::save(tx, &mut gift)?;
    tell(tx, words, account, if pauses { "aid-standing-notice-paused" } else { "aid-standing-notice-failed" })
}

/// With the last run of a gift that has run its course its agreement ends.
fn retire(tx: &mut Tx<'_>, run: &Run) -> Res<()> {
    let gift = store::require(tx, run.key.account, run.key.gift)?;
    if gift.state == State::Ended && gift.last == Some(run.key.day) { super::mandate::drop_of(tx, &gift) } else { Ok(()) }
}

fn tell(tx: &mut Tx<'_>, words: &I18n, account: Id, key: &str) -> Res<()> {
    qianmo_identity::account::tell(tx, words, account, key)
}
