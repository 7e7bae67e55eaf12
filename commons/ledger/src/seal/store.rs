//! The sealer's queue, the chain and the checkpoints in the database.

use super::canonical;
use super::{Block, Place, Ready, What, sums_of};
use crate::hold::{end_row, hold_row};
use crate::transfer;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Id, Res};

qianmo_db::sql! {
    const QUEUE = "INSERT INTO ledger_unsealed (county, id, what) VALUES ($1, $2, $3)";
    const NEXT_COUNTY = "SELECT county FROM ledger_unsealed WHERE county > $1 ORDER BY county LIMIT 1";
    const WAITING = "SELECT COUNT(*) FROM ledger_unsealed WHERE county = $1";
    const TRANSFERS = "SELECT t.id, t.key, t.debit, t.credit, t.amount, t.unit, t.currency, t.kind, t.business_ref, t.memo, t.hold, t.at, \
                       d.code, d.limited, c.code, c.limited FROM ledger_unsealed u \
                       JOIN ledger_transfer t ON t.county = u.county AND t.id = u.id \
                       JOIN ledger_account d ON d.county = t.county AND d.id = t.debit \
                       JOIN ledger_account c ON c.county = t.county AND c.id = t.credit \
                       WHERE u.county = $1 AND u.what = 1 ORDER BY u.id LIMIT $2";
    const HOLDS = "SELECT h.id, h.key, h.debit, h.credit, h.amount, h.unit, h.currency, h.kind, h.business_ref, h.memo, h.expires_at, h.at, \
                   d.code, c.code FROM ledger_unsealed u \
                   JOIN ledger_hold h ON h.county = u.county AND h.id = u.id \
                   JOIN ledger_account d ON d.county = h.county AND d.id = h.debit \
                   JOIN ledger_account c ON c.county = h.county AND c.id = h.credit \
                   WHERE u.county = $1 AND u.what = 2 ORDER BY u.id LIMIT $2";
    const ENDS = "SELECT e.hold, e.outcome, e.amount, e.transfer, e.at FROM ledger_unsealed u \
                  JOIN ledger_hold_end e ON e.county = u.county AND e.hold = u.id \
                  WHERE u.county = $1 AND u.what = 3 ORDER BY u.id LIMIT $2";
    const DEQUEUE = "DELETE FROM ledger_unsealed WHERE county = $1 AND id <= $2 AND EXISTS \
                     (SELECT 1 FROM ledger_block_entry b WHERE b.county = ledger_unsealed.county AND b.id = ledger_unsealed.id \
                      AND b.what = ledger_unsealed.what AND b.block = $3)";
    const INSERT_BLOCK = "INSERT INTO ledger_block (county, seq, prev, hash, entries, sealed_at) \
                          VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (county, seq) DO NOTHING";
    const INSERT_ENTRY = "INSERT INTO ledger_block_entry (county, block, pos, what, id, hash) VALUES ($1, $2, $3, $4, $5, $6)";
    const HEAD = "SELECT seq, prev, hash, entries, sealed_at FROM ledger_block WHERE county = $1 ORDER BY seq DESC LIMIT 1";
    const BLOCK = "SELECT seq, prev, hash, entries, sealed_at FROM ledger_block WHERE county = $1 AND seq = $2";
    const BLOCKS = "SELECT seq, prev, hash, entries, sealed_at FROM ledger_block WHERE county = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";
    const PLACES = "SELECT block, pos, what, id, hash FROM ledger_block_entry WHERE county = $1 AND block = $2 ORDER BY pos";
    const PLACE_OF = "SELECT block, pos, what, id, hash FROM ledger_block_entry WHERE county = $1 AND id = $2 AND what = $3";
    const CHECKPOINT = "SELECT debits, credits FROM ledger_checkpoint WHERE county = $1 AND account = $2 ORDER BY block DESC LIMIT 1";
    const INSERT_CHECKPOINT = "INSERT INTO ledger_checkpoint (county, account, block, debits, credits) VALUES ($1, $2, $3, $4, $5)";
}

/// Puts a record into the sealer's queue.
pub(crate) fn queue(tx: &mut Tx<'_>, county: Id, id: Id, what: What) -> Res<()> {
    tx.execute(QUEUE, params![county, id, what.number()])?;
    Ok(())
}

pub(super) fn next_county(tx: &mut Tx<'_>, after: Option<Id>) -> Res<Option<Id>> {
    // System-wide books would carry the county 0; nothing lies below it.
    let after = after.unwrap_or(Id::from_i64(-1));
    tx.first(NEXT_COUNTY, params![after], |row| row.id(0))
}

pub(super) fn count_waiting(tx: &mut Tx<'_>, county: Id) -> Res<i64> {
    tx.one(WAITING, params![county], |row| row.i64(0))
}

/// The oldest waiting records of each kind, at most `limit` of each.
pub(super) fn waiting(tx: &mut Tx<'_>, county: Id, limit: usize) -> Res<Vec<Ready>> {
    let mut ready = tx.query(TRANSFERS, params![county, limit], |row| {
        let t = transfer::row(row)?;
        let record = canonical::transfer(county, &t, &row.text(12)?, &row.text(14)?);
        let sums = sums_of((t.debit, row.flag(13)?), (t.credit, row.flag(15)?), t.amount.amount_minor);
        Ok(Ready { id: t.id, what: What::Transfer, hash: canonical::sha256(record.as_bytes()), sums })
    })?;
    ready.extend(tx.query(HOLDS, params![county, limit], |row| {
        let h = hold_row(row)?;
        let record = canonical::hold(county, &h, &row.text(12)?, &row.text(13)?);
        Ok(Ready { id: h.id, what: What::Hold, hash: canonical::sha256(record.as_bytes()), sums: Vec::new() })
    })?);
    ready.extend(tx.query(ENDS, params![county, limit], |row| {
        let (hold, end, at) = end_row(row)?;
        let record = canonical::hold_end(county, hold, &end, at);
        Ok(Ready { id: hold, what: What::HoldEnd, hash: canonical::sha256(record.as_bytes()), sums: Vec::new() })
    })?);
    Ok(ready)
}

pub(super) fn dequeue(tx: &mut Tx<'_>, county: Id, block: i64, last: Id) -> Res<u64> {
    tx.execute(DEQUEUE, params![county, last, block])
}

/// Whether it was written; not, when there is a block of that number already.
pub(super) fn insert_block(tx: &mut Tx<'_>, county: Id, b: &Block) -> Res<bool> {
    Ok(tx.execute(INSERT_BLOCK, params![county, b.seq, &b.prev, &b.hash, b.entries, b.sealed_at])? == 1)
}

pub(super) fn insert_entry(tx: &mut Tx<'_>, county: Id, block: i64, pos: i64, record: &Ready) -> Res<()> {
    tx.execute(INSERT_ENTRY, params![county, block, pos, record.what.number(), record.id, &record.hash])?;
    Ok(())
}

fn block_row(row: &Row<'_>) -> Res<Block> {
    Ok(Block { seq: row.i64(0)?, prev: row.blob(1)?, hash: row.blob(2)?, entries: row.i64(3)?, sealed_at: row.millis(4)? })
}

pub(super) fn head(tx: &mut Tx<'_>, county: Id) -> Res<Option<Block>> {
    tx.first(HEAD, params![county], block_row)
}

pub(super) fn block(tx: &mut Tx<'_>, county: Id, seq: i64) -> Res<Option<Block>> {
    tx.first(BLOCK, params![county, seq], block_row)
}

pub(super) fn blocks(tx: &mut Tx<'_>, county: Id, before: i64, limit: i64) -> Res<Vec<Block>> {
    tx.query(BLOCKS, params![county, before, limit], block_row)
}

fn place_row(row: &Row<'_>) -> Res<Place> {
    let what = What::from_number(row.i64(2)?).ok_or_else(|| Error::new("the database holds a strange kind of record"))?;
    Ok(Place { block: row.i64(0)?, pos: row.i64(1)?, what, id: row.id(3)?, hash: row.blob(4)? })
}

pub(super) fn places_in(tx: &mut Tx<'_>, county: Id, seq: i64) -> Res<Vec<Place>> {
    tx.query(PLACES, params![county, seq], place_row)
}

pub(super) fn place_of(tx: &mut Tx<'_>, county: Id, what: What, id: Id) -> Res<Option<Place>> {
    tx.first(PLACE_OF, params![county, id, what.number()], place_row)
}

/// Debits and credits of all that is sealed.
pub(super) fn checkpoint(tx: &mut Tx<'_>, county: Id, account: Id) -> Res<(i64, i64)> {
    Ok(tx.first(CHECKPOINT, params![county, account], |row| Ok((row.i64(0)?, row.i64(1)?)))?.unwrap_or_default())
}

pub(super) fn insert_checkpoint(tx: &mut Tx<'_>, county: Id, account: Id, block: i64, sums: (i64, i64)) -> Res<()> {
    tx.execute(INSERT_CHECKPOINT, params![county, account, block, sums.0, sums.1])?;
    Ok(())
}
