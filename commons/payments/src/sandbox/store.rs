//! The bank's own book in the database.

use super::charge::{Charge, Stage};
use super::script::SandboxScript;
use crate::order::Direction;
use crate::provider::StatementLine;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Fail, Id, Millis, Money, PublicRef, Res};

qianmo_db::sql! {
    const INSERT = "INSERT INTO sandbox_charge (county, id, round, direction, amount, currency, script, state, asked_at, due_at, settled_at, callbacks_left, tries, next_at) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (county, id, round) DO NOTHING";
    const FIND = "SELECT county, id, round, direction, amount, currency, script, state, asked_at, due_at, settled_at, callbacks_left, tries, next_at, returned_at \
                  FROM sandbox_charge WHERE county = $1 AND id = $2 AND round = $3";
    const NEXT = "SELECT county, id, round, direction, amount, currency, script, state, asked_at, due_at, settled_at, callbacks_left, tries, next_at, returned_at \
                  FROM sandbox_charge WHERE next_at > 0 AND next_at <= $1 ORDER BY next_at LIMIT $2";
    const SAVE = "UPDATE sandbox_charge SET state = $1, settled_at = $2, callbacks_left = $3, next_at = $4 \
                  WHERE county = $5 AND id = $6 AND round = $7 AND state = 'pending'";
    const SENT = "UPDATE sandbox_charge SET callbacks_left = callbacks_left - 1, tries = 0, next_at = CASE WHEN callbacks_left > 1 THEN CAST($1 AS BIGINT) ELSE 0 END \
                  WHERE county = $2 AND id = $3 AND round = $4 AND callbacks_left > 0";
    const LATER = "UPDATE sandbox_charge SET tries = tries + 1, next_at = $1 WHERE county = $2 AND id = $3 AND round = $4 AND next_at > 0";
    const STATEMENT = "SELECT id, direction, amount, currency, settled_at FROM sandbox_charge \
                       WHERE county = $1 AND settled_at > 0 AND settled_at >= $2 AND settled_at < $3 AND state = 'succeeded' ORDER BY settled_at, id";
    const TAKE_BACK = "UPDATE sandbox_charge SET returned_at = $1 \
                       WHERE county = $2 AND id = $3 AND round = $4 AND state = 'succeeded' AND returned_at = 0";
    const RETURNED = "SELECT id, amount, currency, returned_at FROM sandbox_charge \
                      WHERE county = $1 AND returned_at > 0 AND returned_at >= $2 AND returned_at < $3 ORDER BY returned_at, id";
    const SETTING = "SELECT script FROM sandbox_setting WHERE direction = $1";
    const SET = "INSERT INTO sandbox_setting (direction, script) VALUES ($1, $2) ON CONFLICT (direction) DO UPDATE SET script = excluded.script";
}

fn strange(what: &str) -> Error {
    Error::new(format!("the database holds a strange {what} of a charge"))
}

fn from_row(row: &Row<'_>) -> Res<Charge> {
    let some = |at: Millis| (at != Millis(0)).then_some(at);
    Ok(Charge {
        county: row.id(0)?,
        id: row.id(1)?,
        round: row.i64(2)?,
        direction: Direction::from_name(&row.text(3)?).ok_or_else(|| strange("direction"))?,
        amount: Money::new(row.i64(4)?, row.currency(5)?),
        script: SandboxScript::parse(&row.text(6)?).ok_or_else(|| strange("script"))?,
        stage: Stage::from_name(&row.text(7)?).ok_or_else(|| strange("state"))?,
        asked_at: row.millis(8)?,
        due_at: row.millis(9)?,
        settled_at: some(row.millis(10)?),
        callbacks_left: row.i64(11)?,
        tries: row.i64(12)?,
        next_at: some(row.millis(13)?),
        returned_at: some(row.millis(14)?),
    })
}

/// Whether it is new.
pub(super) fn insert(tx: &mut Tx<'_>, c: &Charge) -> Res<bool> {
    let values = params![
        c.county,
        c.id,
        c.round,
        c.direction.name(),
        c.amount.amount_minor,
        c.amount.currency,
        c.script.text(),
        c.stage.name(),
        c.asked_at,
        c.due_at,
        c.settled_at.unwrap_or_default(),
        c.callbacks_left,
        c.tries,
        c.next_at.unwrap_or_default()
    ];
    Ok(tx.execute(INSERT, values)? == 1)
}

pub(super) fn find(tx: &mut Tx<'_>, county: Id, id: Id, round: i64) -> Res<Option<Charge>> {
    tx.first(FIND, params![county, id, round], from_row)
}

/// Charges with which there is something to be done now.
pub(super) fn next(tx: &mut Tx<'_>, limit: i64) -> Res<Vec<Charge>> {
    let now = tx.now();
    tx.query(NEXT, params![now, limit], from_row)
}

/// Saves that it was decided.
pub(super) fn decided(tx: &mut Tx<'_>, c: &Charge) -> Res<()> {
    let values = params![
        c.stage.name(),
        c.settled_at.unwrap_or_default(),
        c.callbacks_left,
        c.next_at.unwrap_or_default(),
        c.county,
        c.id,
        c.round
    ];
    if tx.execute(SAVE, values)? == 0 { Err(Fail::Race) } else { Ok(()) }
}

/// A callback was taken.
pub(super) fn sent(tx: &mut Tx<'_>, c: &Charge) -> Res<()> {
    let now = tx.now();
    tx.execute(SENT, params![now, c.county, c.id, c.round])?;
    Ok(())
}

/// There is something to be done with it only later.
pub(super) fn later(tx: &mut Tx<'_>, c: &Charge, at: Millis) -> Res<()> {
    tx.execute(LATER, params![at, c.county, c.id, c.round])?;
    Ok(())
}

/// The bank took it back after it had succeeded.
pub(super) fn take_back(tx: &mut Tx<'_>, c: &Charge) -> Res<()> {
    let now = tx.now();
    tx.execute(TAKE_BACK, params![now, c.county, c.id, c.round])?;
    Ok(())
}

/// What moved in the span, and what came back of it; in the order in which it did.
pub(super) fn statement(tx: &mut Tx<'_>, county: Id, from: Millis, to: Millis) -> Res<Vec<StatementLine>> {
    let mut lines = tx.query(STATEMENT, params![county, from, to], |row| {
        let direction = Direction::from_name(&row.text(1)?).ok_or_else(|| strange("direction"))?;
        Ok(StatementLine {
            order: PublicRef::new(county, row.id(0)?),
            outgoing: direction != Direction::In,
            amount: Money::new(row.i64(2)?, row.currency(3)?),
            at: row.millis(4)?,
        })
    })?;
    lines.extend(tx.query(RETURNED, params![county, from, to], |row| {
        Ok(StatementLine {
            order: PublicRef::new(county, row.id(0)?),
            outgoing: false,
            amount: Money::new(row.i64(1)?, row.currency(2)?),
            at: row.millis(3)?,
        })
    })?);
    // A stable sort: what left at the same moment at which it came back is listed first.
    lines.sort_by_key(|line| line.at);
    Ok(lines)
}

pub(super) fn setting(tx: &mut Tx<'_>, direction: Direction) -> Res<Option<SandboxScript>> {
    Ok(tx.first(SETTING, params![direction.name()], |row| row.text(0))?.and_then(|text| SandboxScript::parse(&text)))
}

pub(super) fn set(tx: &mut Tx<'_>, direction: Direction, script: SandboxScript) -> Res<()> {
    tx.execute(SET, params![direction.name(), script.text()])?;
    Ok(())
}
