//! The one place that changes what a part counts; the request's state follows from its parts (`request::settle`).

use super::store::Ground;
use crate::lifecycle::{Counts, Gift, PartState, RequestState, next, part_state};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Fail, Kind, Money, Refused, Res};

qianmo_db::sql! {
    // The sum is guarded here, in the statement, and once more by the table: what was read may be old, this is not.
    const SHIFT = "UPDATE aid_part SET version = version + 1, pledged = pledged + $1, sent = sent + $2, delivered = delivered + $3, \
         received = received + $4, state = $5 WHERE county = $6 AND id = $7 AND version = $8 AND pledged + $1 <= asked";
    const FAIL = "UPDATE aid_part SET version = version + 1, state = $1 WHERE county = $2 AND id = $3 AND version = $4";
    const END_REASON = "UPDATE aid_request SET end_reason = $1 WHERE county = $2 AND id = $3";
}

/// How the counts of a part change; any of them may be negative.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Shift {
    /// Promised.
    pub pledged: i64,
    /// On its way or further.
    pub sent: i64,
    /// There.
    pub delivered: i64,
    /// Confirmed.
    pub received: i64,
}

/// The counts after a shift, or why they cannot be so: a pledge for which there is no room (409 `aid-pledge-over`, which
/// says what is left), or counts that make no sense (409 `aid-room-bounds`).
pub fn shifted(counts: Counts, by: Shift) -> Result<Counts, Refused> {
    let left = counts.asked - counts.pledged;
    if by.pledged > left {
        return Err(Refused::new(Kind::Conflict, "aid-pledge-over").arg("left", left));
    }
    let after = Counts {
        asked: counts.asked,
        pledged: counts.pledged + by.pledged,
        sent: counts.sent + by.sent,
        delivered: counts.delivered + by.delivered,
        received: counts.received + by.received,
    };
    let ordered =
        0 <= after.received && after.received <= after.delivered && after.delivered <= after.sent && after.sent <= after.pledged;
    if ordered { Ok(after) } else { Err(Refused::new(Kind::Conflict, "aid-room-bounds")) }
}

/// Changes a part's counts and lets part and request follow. `ground` was read in the same unit of work and is brought up
/// to date; a lost race runs the unit again.
pub fn shift(tx: &mut Tx<'_>, ground: &mut Ground, by: Shift) -> Res<()> {
    let after = shifted(ground.counts, by).map_err(|refused| in_units(refused, ground))?;
    let to = if ground.part_state == PartState::Failed { PartState::Failed } else { part_state(after) };
    if to != ground.part_state {
        next(ground.part_state, to)?;
    }
    let changed = tx.execute(
        SHIFT,
        params![by.pledged, by.sent, by.delivered, by.received, to.name(), ground.county, ground.part, ground.part_version],
    )?;
    if changed != 1 {
        return Err(Fail::Race);
    }
    ground.counts = after;
    ground.part_state = to;
    ground.part_version += 1;
    ground.state = crate::request::settle(tx, ground.request_ref())?.state;
    Ok(())
}

/// An officer found that a part cannot be delivered: it fails and the request follows. What was promised on it is the
/// caller's to give back first.
pub fn fail_part(tx: &mut Tx<'_>, ground: &mut Ground, reason: &str) -> Res<()> {
    let to = next(ground.part_state, PartState::Failed)?;
    if tx.execute(FAIL, params![to.name(), ground.county, ground.part, ground.part_version])? != 1 {
        return Err(Fail::Race);
    }
    ground.part_state = to;
    ground.part_version += 1;
    ground.state = crate::request::settle(tx, ground.request_ref())?.state;
    if ground.state == RequestState::Failed {
        tx.execute(END_REASON, params![reason, ground.county, ground.request])?;
    }
    Ok(())
}

/// Says what is left as a person reads it, "1200.00 CNY" or a number of items with their unit, beside the field it was typed into.
fn in_units(refused: Refused, ground: &Ground) -> Refused {
    if refused.message != "aid-pledge-over" {
        return refused;
    }
    let over = Refused::new(Kind::Conflict, "aid-pledge-over");
    match ground.gift {
        Gift::Money => {
            let left = format!("{} {}", Money::new(ground.left(), ground.currency).to_major(), ground.currency);
            over.arg("left", left).beside("amount")
        }
        Gift::Goods => {
            let mut over = over.arg("left", ground.left()).beside("count");
            if let Some(field) = over.fields.first_mut().filter(|_| !ground.unit.is_empty()) {
                field.message = "aid-pledge-over-goods";
                field.args.push(("unit", ground.unit.clone()));
            }
            over
        }
    }
}
