//! What the proof reads.

use super::chain::Seen;
use crate::account::{Account, Kind, Limit, Unit};
use crate::hold::{end_row, hold_row};
use crate::seal::canonical;
use crate::seal::{What, sums_of};
use crate::transfer;
use qianmo_db::{Row, Sql, Tx, params};
use qianmo_kernel::{Error, Id, Millis, Res};

qianmo_db::sql! {
    const KNOWN_HEAD = "SELECT head_seq, head_hash FROM ledger_verification WHERE county = $1 AND state = 'done' AND findings = 0 \
                        AND head_seq > 0 ORDER BY id DESC LIMIT 1";
    const COUNTY_AFTER = "SELECT COALESCE(MIN(x.county), -1) FROM ( \
                          SELECT MIN(county) AS county FROM ledger_book WHERE county > $1 UNION ALL \
                          SELECT MIN(county) FROM ledger_account WHERE county > $1 UNION ALL \
                          SELECT MIN(county) FROM ledger_transfer WHERE county > $1 UNION ALL \
                          SELECT MIN(county) FROM ledger_block WHERE county > $1 UNION ALL \
                          SELECT MIN(county) FROM ledger_verification WHERE county > $1 AND head_seq > 0) x";
    const LACKS_BOOK = "SELECT CASE WHEN EXISTS (SELECT 1 FROM ledger_book WHERE county = $1) THEN 0 \
                        WHEN EXISTS (SELECT 1 FROM ledger_account WHERE county = $1) THEN 1 \
                        WHEN EXISTS (SELECT 1 FROM ledger_transfer WHERE county = $1) THEN 1 \
                        WHEN EXISTS (SELECT 1 FROM ledger_block WHERE county = $1) THEN 1 \
                        WHEN EXISTS (SELECT 1 FROM ledger_verification WHERE county = $1 AND head_seq > 0) THEN 1 ELSE 0 END";
    const BEYOND = "SELECT block FROM ledger_block_entry WHERE county = $1 AND block > $2 UNION \
                    SELECT block FROM ledger_checkpoint WHERE county = $1 AND block > $2 ORDER BY 1 LIMIT $3";
    const OUT_OF_RANGE = "SELECT id, 0, amount FROM ledger_transfer WHERE county = $1 AND amount > $2 UNION ALL \
                          SELECT id, 0, amount FROM ledger_hold WHERE county = $1 AND amount > $2 UNION ALL \
                          SELECT 0, account, posted FROM ledger_balance WHERE county = $1 AND posted > $3 UNION ALL \
                          SELECT 0, account, CASE WHEN debits > credits THEN debits ELSE credits END FROM ledger_checkpoint \
                          WHERE county = $1 AND (debits > $3 OR credits > $3) LIMIT $4";
    const UNSEALABLE = "SELECT u.id, CASE WHEN d.id IS NULL THEN t.debit ELSE t.credit END FROM ledger_unsealed u \
                        JOIN ledger_transfer t ON t.county = u.county AND t.id = u.id \
                        LEFT JOIN ledger_account d ON d.county = t.county AND d.id = t.debit \
                        LEFT JOIN ledger_account c ON c.county = t.county AND c.id = t.credit \
                        WHERE u.county = $1 AND u.what = 1 AND (d.id IS NULL OR c.id IS NULL) UNION ALL \
                        SELECT u.id, CASE WHEN d.id IS NULL THEN h.debit ELSE h.credit END FROM ledger_unsealed u \
                        JOIN ledger_hold h ON h.county = u.county AND h.id = u.id \
                        LEFT JOIN ledger_account d ON d.county = h.county AND d.id = h.debit \
                        LEFT JOIN ledger_account c ON c.county = h.county AND c.id = h.credit \
                        WHERE u.county = $1 AND u.what = 2 AND (d.id IS NULL OR c.id IS NULL) LIMIT $2";
    const TRANSFERS = "SELECT t.id, t.key, t.debit, t.credit, t.amount, t.unit, t.currency, t.kind, t.business_ref, t.memo, t.hold, t.at, \
                       COALESCE(d.code, ''), COALESCE(d.limited, 1), COALESCE(d.unit, ''), COALESCE(d.currency, ''), \
                       COALESCE(c.code, ''), COALESCE(c.limited, 1), COALESCE(c.unit, ''), COALESCE(c.currency, '') \
                       FROM ledger_block_entry b JOIN ledger_transfer t ON t.county = b.county AND t.id = b.id \
                       LEFT JOIN ledger_account d ON d.county = t.county AND d.id = t.debit \
                       LEFT JOIN ledger_account c ON c.county = t.county AND c.id = t.credit \
                       WHERE b.county = $1 AND b.block = $2 AND b.what = 1";
    const HOLDS = "SELECT h.id, h.key, h.debit, h.credit, h.amount, h.unit, h.currency, h.kind, h.business_ref, h.memo, h.expires_at, h.at, \
                   COALESCE(d.code, ''), COALESCE(d.unit, ''), COALESCE(d.currency, ''), \
                   COALESCE(c.code, ''), COALESCE(c.unit, ''), COALESCE(c.currency, '') \
                   FROM ledger_block_entry b JOIN ledger_hold h ON h.county = b.county AND h.id = b.id \
                   LEFT JOIN ledger_account d ON d.county = h.county AND d.id = h.debit \
                   LEFT JOIN ledger_account c ON c.county = h.county AND c.id = h.credit \
                   WHERE b.county = $1 AND b.block = $2 AND b.what = 2";
    const ENDS = "SELECT e.hold, e.outcome, e.amount, e.transfer, e.at FROM ledger_block_entry b \
                  JOIN ledger_hold_end e ON e.county = b.county AND e.hold = b.id WHERE b.county = $1 AND b.block = $2 AND b.what = 3";
    const CHECKPOINTS = "SELECT account, debits, credits FROM ledger_checkpoint WHERE county = $1 AND block = $2";
    const ACCOUNTS = "SELECT a.id, a.code, a.kind, a.unit, a.currency, a.limited, \
                      COALESCE(b.posted, 0), COALESCE(b.held, 0), CASE WHEN b.account IS NULL THEN 0 ELSE 1 END, \
                      CASE WHEN b.account IS NULL THEN 0 ELSE CAST(COALESCE((SELECT SUM(t.amount) FROM ledger_transfer t WHERE t.county = a.county AND t.debit = a.id), 0) AS BIGINT) END, \
                      CASE WHEN b.account IS NULL THEN 0 ELSE CAST(COALESCE((SELECT SUM(t.amount) FROM ledger_transfer t WHERE t.county = a.county AND t.credit = a.id), 0) AS BIGINT) END, \
                      CASE WHEN b.account IS NULL THEN 0 ELSE CAST(COALESCE((SELECT SUM(h.amount) FROM ledger_hold h WHERE h.county = a.county AND h.debit = a.id AND NOT EXISTS \
                        (SELECT 1 FROM ledger_hold_end e WHERE e.county = h.county AND e.hold = h.id)), 0) AS BIGINT) END, \
                      CASE WHEN b.account IS NULL THEN 0 ELSE CAST(COALESCE((SELECT SUM(h.amount) FROM ledger_hold h WHERE h.county = a.county AND h.credit = a.id AND NOT EXISTS \
                        (SELECT 1 FROM ledger_hold_end e WHERE e.county = h.county AND e.hold = h.id)), 0) AS BIGINT) END \
                      FROM ledger_account a LEFT JOIN ledger_balance b ON b.county = a.county AND b.account = a.id \
                      WHERE a.county = $1 AND a.id > $2 ORDER BY a.id LIMIT $3";
    const LISTED_TRANSFERS = "SELECT t.id, \
                      CASE WHEN EXISTS (SELECT 1 FROM ledger_block_entry b WHERE b.county = t.county AND b.id = t.id AND b.what = 1) THEN 1 ELSE 0 END, \
                      CASE WHEN EXISTS (SELECT 1 FROM ledger_unsealed u WHERE u.county = t.county AND u.id = t.id AND u.what = 1) THEN 1 ELSE 0 END, \
                      CASE WHEN t.hold = 0 OR EXISTS (SELECT 1 FROM ledger_hold_end e WHERE e.county = t.county AND e.hold = t.hold AND e.transfer = t.id) THEN 1 ELSE 0 END \
                      FROM ledger_transfer t WHERE t.county = $1 AND t.id > $2 ORDER BY t.id LIMIT $3";
    const LISTED_HOLDS = "SELECT t.id, \
                      CASE WHEN EXISTS (SELECT 1 FROM ledger_block_entry b WHERE b.county = t.county AND b.id = t.id AND b.what = 2) THEN 1 ELSE 0 END, \
                      CASE WHEN EXISTS (SELECT 1 FROM ledger_unsealed u WHERE u.county = t.county AND u.id = t.id AND u.what = 2) THEN 1 ELSE 0 END, 1 \
                      FROM ledger_hold t WHERE t.county = $1 AND t.id > $2 ORDER BY t.id LIMIT $3";
    const LISTED_ENDS = "SELECT t.hold, \
                      CASE WHEN EXISTS (SELECT 1 FROM ledger_block_entry b WHERE b.county = t.county AND b.id = t.hold AND b.what = 3) THEN 1 ELSE 0 END, \
                      CASE WHEN EXISTS (SELECT 1 FROM ledger_unsealed u WHERE u.county = t.county AND u.id = t.hold AND u.what = 3) THEN 1 ELSE 0 END, 1 \
                      FROM ledger_hold_end t WHERE t.county = $1 AND t.hold > $2 ORDER BY t.hold LIMIT $3";
    const QUEUE = "SELECT u.id, u.what, COALESCE(t.at, h.at, e.at) FROM ledger_unsealed u \
                   LEFT JOIN ledger_transfer t ON u.what = 1 AND t.county = u.county AND t.id = u.id \
                   LEFT JOIN ledger_hold h ON u.what = 2 AND h.county = u.county AND h.id = u.id \
                   LEFT JOIN ledger_hold_end e ON u.what = 3 AND e.county = u.county AND e.hold = u.id \
                   WHERE u.county = $1 AND (u.id, u.what) > ($2, $3) ORDER BY u.id, u.what LIMIT $4";
    const CONTRADICTING = "SELECT e.hold FROM ledger_hold_end e WHERE e.county = $1 AND e.outcome = 'posted' AND NOT EXISTS \
                           (SELECT 1 FROM ledger_transfer t JOIN ledger_hold h ON h.county = t.county AND h.id = t.hold \
                            WHERE t.county = e.county AND t.id = e.transfer AND t.hold = e.hold AND t.amount = e.amount AND h.amount >= t.amount \
                            AND h.debit = t.debit AND h.credit = t.credit) ORDER BY e.hold LIMIT $2";
    const SUMS = "SELECT x.unit, x.currency, CAST(SUM(x.v) AS BIGINT) FROM ( \
                  SELECT a.unit AS unit, a.currency AS currency, CASE WHEN a.kind IN ('asset', 'expense') THEN b.posted ELSE -b.posted END AS v \
                  FROM ledger_balance b JOIN ledger_account a ON a.county = b.county AND a.id = b.account WHERE b.county = $1 \
                  UNION ALL \
                  SELECT a.unit, a.currency, p.debits - p.credits FROM ledger_checkpoint p JOIN ledger_account a ON a.county = p.county AND a.id = p.account \
                  WHERE p.county = $1 AND p.block = (SELECT MAX(q.block) FROM ledger_checkpoint q WHERE q.county = p.county AND q.account = p.account) \
                  UNION ALL \
                  SELECT a.unit, a.currency, t.amount FROM ledger_unsealed u JOIN ledger_transfer t ON t.county = u.county AND t.id = u.id \
                  JOIN ledger_account a ON a.county = t.county AND a.id = t.debit WHERE u.county = $1 AND u.what = 1 AND a.limited = 0 \
                  UNION ALL \
                  SELECT a.unit, a.currency, -t.amount FROM ledger_unsealed u JOIN ledger_transfer t ON t.county = u.county AND t.id = u.id \
                  JOIN ledger_account a ON a.county = t.county AND a.id = t.credit WHERE u.county = $1 AND u.what = 1 AND a.limited = 0 \
                  ) x GROUP BY x.unit, x.currency";
}

/// The newest block of the last proof that held: its number and its hash in hexadecimal.
pub(super) fn known_head(tx: &mut Tx<'_>, county: Id) -> Res<Option<(i64, String)>> {
    tx.first(KNOWN_HEAD, params![county], |row| Ok((row.i64(0)?, row.text(1)?)))
}

/// The county after that one in which anything of the books is left; `None` when there is none.
pub(super) fn county_after(tx: &mut Tx<'_>, after: Option<Id>) -> Res<Option<Id>> {
    // System-wide books would carry the county 0; nothing lies below it.
    let next = tx.one(COUNTY_AFTER, params![after.unwrap_or(Id::from_i64(-1))], |row| row.i64(0))?;
    Ok((next >= 0).then(|| Id::from_i64(next)))
}

/// Whether a county's books are there, or were proved once, and their line in the list of books is not.
pub(super) fn lacks_book(tx: &mut Tx<'_>, county: Id) -> Res<bool> {
    tx.one(LACKS_BOOK, params![county], |row| row.flag(0))
}

/// Numbers of blocks above `head` of which something is left.
pub(super) fn beyond(tx: &mut Tx<'_>, county: Id, head: i64, limit: i64) -> Res<Vec<i64>> {
    tx.query(BEYOND, params![county, head, limit], |row| row.i64(0))
}

/// Amounts of records above `most` and of accounts above `sum_most`: the record or [`Id::NONE`], the account or [`Id::NONE`], how much.
pub(super) fn out_of_range(tx: &mut Tx<'_>, county: Id, most: i64, sum_most: i64, limit: i64) -> Res<Vec<(Id, Id, i64)>> {
    tx.query(OUT_OF_RANGE, params![county, most, sum_most, limit], |row| Ok((row.id(0)?, row.id(1)?, row.i64(2)?)))
}

/// What waits for the sealer and names an account that is not there: the record and the account.
pub(super) fn unsealable(tx: &mut Tx<'_>, county: Id, limit: i64) -> Res<Vec<(Id, Id)>> {
    tx.query(UNSEALABLE, params![county, limit], |row| Ok((row.id(0)?, row.id(1)?)))
}

/// The records of a block as they stand now.
pub(super) fn sealed(tx: &mut Tx<'_>, county: Id, block: i64, what: What) -> Res<Vec<Seen>> {
    match what {
        What::Transfer => tx.query(TRANSFERS, params![county, block], |row| transfer_seen(county, row)),
        What::Hold => tx.query(HOLDS, params![county, block], |row| hold_seen(county, row)),
        What::HoldEnd => tx.query(ENDS, params![county, block], |row| {
            let hash =
                end_row(row).ok().map(|(hold, end, at)| canonical::sha256(canonical::hold_end(county, hold, &end, at).as_bytes()));
            Ok(Seen { id: row.id(0)?, hash, account_missing: None, units_agree: true, sums: Vec::new() })
        }),
    }
}

fn missing(accounts: [(Id, &str); 2]) -> Option<Id> {
    accounts.into_iter().find(|(_, code)| code.is_empty()).map(|(id, _)| id)
}

fn transfer_seen(county: Id, row: &Row<'_>) -> Res<Seen> {
    let (debit, credit, amount) = (row.id(2)?, row.id(3)?, row.i64(4)?);
    let (debit_code, credit_code) = (row.text(12)?, row.text(16)?);
    let own = (row.text(5)?, row.text(6)?);
    // What a forger left may not even read as a transfer: then it has no hash, and differs.
    let hash =
        transfer::row(row).ok().map(|t| canonical::sha256(canonical::transfer(county, &t, &debit_code, &credit_code).as_bytes()));
    Ok(Seen {
        id: row.id(0)?,
        hash,
        account_missing: missing([(debit, &debit_code), (credit, &credit_code)]),
        units_agree: own == (row.text(14)?, row.text(15)?) && own == (row.text(18)?, row.text(19)?),
        sums: sums_of((debit, row.flag(13)?), (credit, row.flag(17)?), amount),
    })
}

fn hold_seen(county: Id, row: &Row<'_>) -> Res<Seen> {
    let (debit_code, credit_code) = (row.text(12)?, row.text(15)?);
    let own = (row.text(5)?, row.text(6)?);
    let hash = hold_row(row).ok().map(|h| canonical::sha256(canonical::hold(county, &h, &debit_code, &credit_code).as_bytes()));
    Ok(Seen {
        id: row.id(0)?,
        hash,
        account_missing: missing([(row.id(2)?, &debit_code), (row.id(3)?, &credit_code)]),
        units_agree: own == (row.text(13)?, row.text(14)?) && own == (row.text(16)?, row.text(17)?),
        sums: Vec::new(),
    })
}

/// The checkpoints of a block: account, debits, credits.
pub(super) fn checkpoints(tx: &mut Tx<'_>, county: Id, block: i64) -> Res<Vec<(Id, i64, i64)>> {
    tx.query(CHECKPOINTS, params![county, block], |row| Ok((row.id(0)?, row.i64(1)?, row.i64(2)?)))
}

/// An account and what its transfers and open holds come to.
pub(super) struct AccountSums {
    pub(super) account: Account,
    /// Posted and held of its balance row, if it has one.
    pub(super) guarded: Option<(i64, i64)>,
    pub(super) debits: i64,
    pub(super) credits: i64,
    pub(super) held_debit: i64,
    pub(super) held_credit: i64,
}

pub(super) fn accounts(tx: &mut Tx<'_>, county: Id, after: Id, limit: i64) -> Res<Vec<AccountSums>> {
    let strange = || Error::new("the database holds a strange account");
    tx.query(ACCOUNTS, params![county, after, limit], |row| {
        let account = Account {
            county,
            id: row.id(0)?,
            code: row.text(1)?,
            kind: Kind::from_name(&row.text(2)?).ok_or_else(strange)?,
            unit: Unit::from_name(&row.text(3)?).ok_or_else(strange)?,
            currency: row.currency(4)?,
            limit: if row.flag(5)? { Limit::NoOverdraft } else { Limit::Unlimited },
        };
        Ok(AccountSums {
            account,
            guarded: if row.flag(8)? { Some((row.i64(6)?, row.i64(7)?)) } else { None },
            debits: row.i64(9)?,
            credits: row.i64(10)?,
            held_debit: row.i64(11)?,
            held_credit: row.i64(12)?,
        })
    })
}

/// Where a record is listed.
pub(super) struct Listed {
    pub(super) id: Id,
    pub(super) sealed: bool,
    pub(super) waiting: bool,
    /// Whether the hold that a transfer names names the transfer.
    pub(super) hold_agrees: bool,
}

pub(super) fn listed(tx: &mut Tx<'_>, county: Id, what: What, after: Id, limit: i64) -> Res<Vec<Listed>> {
    let sql: Sql = match what {
        What::Transfer => LISTED_TRANSFERS,
        What::Hold => LISTED_HOLDS,
        What::HoldEnd => LISTED_ENDS,
    };
    tx.query(sql, params![county, after, limit], |row| {
        Ok(Listed { id: row.id(0)?, sealed: row.flag(1)?, waiting: row.flag(2)?, hold_agrees: row.flag(3)? })
    })
}

/// The sealer's queue: record, number of its kind, and when it was made; `None` when it is not there.
pub(super) fn queue(tx: &mut Tx<'_>, county: Id, after: (Id, i64), limit: i64) -> Res<Vec<(Id, i64, Option<Millis>)>> {
    tx.query(QUEUE, params![county, after.0, after.1, limit], |row| Ok((row.id(0)?, row.i64(1)?, row.opt_millis(2)?)))
}

pub(super) fn contradicting_ends(tx: &mut Tx<'_>, county: Id, limit: i64) -> Res<Vec<Id>> {
    tx.query(CONTRADICTING, params![county, limit], |row| row.id(0))
}

/// What all accounts of each unit and currency come to together, debits less credits.
pub(super) fn sums(tx: &mut Tx<'_>, county: Id) -> Res<Vec<(String, i64)>> {
    tx.query(SUMS, params![county], |row| Ok((format!("{} {}", row.text(1)?, row.text(0)?), row.i64(2)?)))
}
