//! Proofs and their findings in the database.

use super::{Run, State, flaw};
use crate::verify::{Finding, Report};
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Id, Millis, Res};

qianmo_db::sql! {
    const LAST = "SELECT county, id, state, blocks_done, blocks_total, entries, accounts, findings, unsealed, unsealed_old, head_seq, head_hash, asked_at, finished_at \
                  FROM ledger_verification WHERE county = $1 ORDER BY id DESC LIMIT 1";
    const BY_ID = "SELECT county, id, state, blocks_done, blocks_total, entries, accounts, findings, unsealed, unsealed_old, head_seq, head_hash, asked_at, finished_at \
                   FROM ledger_verification WHERE county = $1 AND id = $2";
    const INSERT = "INSERT INTO ledger_verification (county, id, state, blocks_done, blocks_total, entries, accounts, findings, unsealed, unsealed_old, head_seq, head_hash, asked_at, finished_at) \
                    VALUES ($1, $2, 'waiting', 0, 0, 0, 0, 0, 0, 0, 0, '', $3, 0)";
    const NOTE = "UPDATE ledger_verification SET state = 'running', blocks_done = $1, blocks_total = $2 WHERE county = $3 AND id = $4";
    const BROKEN = "UPDATE ledger_verification SET state = 'broken', finished_at = $1 WHERE county = $2 AND id = $3";
    const FINISH = "UPDATE ledger_verification SET state = 'done', blocks_done = $1, blocks_total = $1, entries = $2, accounts = $3, findings = $4, \
                    unsealed = $5, unsealed_old = $6, head_seq = $7, head_hash = $8, finished_at = $9 WHERE county = $10 AND id = $11";
    const FORGET = "DELETE FROM ledger_finding WHERE county = $1 AND verification = $2";
    const FIND = "INSERT INTO ledger_finding (county, verification, pos, what, block, record, account, expected, found) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    const FINDINGS = "SELECT what, block, record, account, expected, found FROM ledger_finding \
                      WHERE county = $1 AND verification = $2 ORDER BY pos LIMIT $3";
}

fn from_row(row: &Row<'_>) -> Res<Run> {
    let finished_at = row.millis(13)?;
    Ok(Run {
        county: row.id(0)?,
        id: row.id(1)?,
        state: State::from_name(&row.text(2)?).ok_or_else(|| Error::new("the database holds a strange state of a proof"))?,
        blocks_done: row.i64(3)?,
        blocks_total: row.i64(4)?,
        entries: row.i64(5)?,
        accounts: row.i64(6)?,
        findings: row.i64(7)?,
        unsealed: row.i64(8)?,
        unsealed_old: row.i64(9)?,
        head_seq: row.i64(10)?,
        head_hash: row.text(11)?,
        asked_at: row.millis(12)?,
        finished_at: (finished_at != Millis(0)).then_some(finished_at),
    })
}

pub(super) fn last(tx: &mut Tx<'_>, county: Id) -> Res<Option<Run>> {
    tx.first(LAST, params![county], from_row)
}

pub(super) fn by_id(tx: &mut Tx<'_>, county: Id, run: Id) -> Res<Option<Run>> {
    tx.first(BY_ID, params![county, run], from_row)
}

pub(super) fn insert(tx: &mut Tx<'_>, county: Id, run: Id) -> Res<()> {
    let now = tx.now();
    tx.execute(INSERT, params![county, run, now])?;
    Ok(())
}

pub(super) fn note(tx: &mut Tx<'_>, county: Id, run: Id, done: i64, total: i64) -> Res<()> {
    tx.execute(NOTE, params![done, total, county, run])?;
    Ok(())
}

pub(super) fn broken(tx: &mut Tx<'_>, county: Id, run: Id) -> Res<()> {
    let now = tx.now();
    tx.execute(BROKEN, params![now, county, run])?;
    Ok(())
}

pub(super) fn finish(tx: &mut Tx<'_>, run: Id, report: &Report) -> Res<()> {
    let (county, now) = (report.county, tx.now());
    // The job may run twice: what the first time found is written again, not beside it.
    tx.execute(FORGET, params![county, run])?;
    for (pos, f) in (1i64..).zip(&report.findings) {
        let values = params![
            county,
            run,
            pos,
            f.flaw.name(),
            f.block.unwrap_or_default(),
            f.record.unwrap_or_default(),
            f.account.unwrap_or_default(),
            &f.expected,
            &f.found
        ];
        tx.execute(FIND, values)?;
    }
    let (head_seq, head_hash) = report.head.clone().unwrap_or_default();
    let values = params![
        report.blocks,
        report.entries,
        report.accounts,
        report.findings.len(),
        report.unsealed,
        report.unsealed_old,
        head_seq,
        &head_hash,
        now,
        county,
        run
    ];
    tx.execute(FINISH, values)?;
    Ok(())
}

pub(super) fn findings(tx: &mut Tx<'_>, county: Id, run: Id, limit: i64) -> Res<Vec<Finding>> {
    let some = |id: Id| (id != Id::NONE).then_some(id);
    tx.query(FINDINGS, params![county, run, limit], |row| {
        let block = row.i64(1)?;
        Ok(Finding {
            county,
            flaw: flaw(&row.text(0)?)?,
            block: (block != 0).then_some(block),
            record: some(row.id(2)?),
            account: some(row.id(3)?),
            expected: row.text(4)?,
            found: row.text(5)?,
        })
    })
}
