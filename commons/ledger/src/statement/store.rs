//! Balances, lines and balance sheets in the database.

use super::{After, Balance, GroupSum};
use crate::account::{Account, Kind, Unit};
use crate::transfer::{self, Booked};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Error, Id, Res};

qianmo_db::sql! {
    const GUARDED = "SELECT posted, held FROM ledger_balance WHERE county = $1 AND account = $2";
    const TOTALS = "SELECT CAST(COALESCE((SELECT p.debits FROM ledger_checkpoint p WHERE p.county = $1 AND p.account = $2 ORDER BY p.block DESC LIMIT 1), 0) \
                    + COALESCE((SELECT SUM(t.amount) FROM ledger_unsealed u JOIN ledger_transfer t ON t.county = u.county AND t.id = u.id \
                                WHERE u.county = $1 AND u.what = 1 AND t.debit = $2), 0) AS BIGINT), \
                    CAST(COALESCE((SELECT p.credits FROM ledger_checkpoint p WHERE p.county = $1 AND p.account = $2 ORDER BY p.block DESC LIMIT 1), 0) \
                    + COALESCE((SELECT SUM(t.amount) FROM ledger_unsealed u JOIN ledger_transfer t ON t.county = u.county AND t.id = u.id \
                                WHERE u.county = $1 AND u.what = 1 AND t.credit = $2), 0) AS BIGINT)";
    const NEWER = "SELECT CAST(COALESCE((SELECT SUM(t.amount) FROM ledger_transfer t WHERE t.county = $1 AND t.debit = $2 AND (t.at, t.id) >= ($3, $4)), 0) AS BIGINT), \
                   CAST(COALESCE((SELECT SUM(t.amount) FROM ledger_transfer t WHERE t.county = $1 AND t.credit = $2 AND (t.at, t.id) >= ($3, $4)), 0) AS BIGINT)";
    const LINES = "SELECT x.id, x.key, x.debit, x.credit, x.amount, x.unit, x.currency, x.kind, x.business_ref, x.memo, x.hold, x.at, a.code FROM ( \
                   SELECT * FROM (SELECT t.*, t.credit AS other FROM ledger_transfer t WHERE t.county = $1 AND t.debit = $2 AND (t.at, t.id) < ($3, $4) \
                                  ORDER BY t.at DESC, t.id DESC LIMIT $5) d \
                   UNION ALL \
                   SELECT * FROM (SELECT t.*, t.debit AS other FROM ledger_transfer t WHERE t.county = $1 AND t.credit = $2 AND (t.at, t.id) < ($3, $4) \
                                  ORDER BY t.at DESC, t.id DESC LIMIT $5) c) x \
                   JOIN ledger_account a ON a.county = $1 AND a.id = x.other ORDER BY x.at DESC, x.id DESC LIMIT $5";
    const LIMITED_GROUPS = "SELECT a.grp, a.kind, a.unit, a.currency, CAST(SUM(b.posted) AS BIGINT), CAST(SUM(b.held) AS BIGINT), COUNT(*) \
                            FROM ledger_account a JOIN ledger_balance b ON b.county = a.county AND b.account = a.id \
                            WHERE a.county = $1 GROUP BY a.grp, a.kind, a.unit, a.currency";
    const UNLIMITED = "SELECT a.id, a.grp, a.kind, a.unit, a.currency, \
                       COALESCE((SELECT p.debits FROM ledger_checkpoint p WHERE p.county = a.county AND p.account = a.id ORDER BY p.block DESC LIMIT 1), 0), \
                       COALESCE((SELECT p.credits FROM ledger_checkpoint p WHERE p.county = a.county AND p.account = a.id ORDER BY p.block DESC LIMIT 1), 0) \
                       FROM ledger_account a WHERE a.county = $1 AND a.limited = 0";
    const UNSEALED = "SELECT t.debit, t.credit, t.amount FROM ledger_unsealed u JOIN ledger_transfer t ON t.county = u.county AND t.id = u.id \
                      WHERE u.county = $1 AND u.what = 1";
}

pub(super) fn guarded(tx: &mut Tx<'_>, account: &Account) -> Res<Balance> {
    tx.one(GUARDED, params![account.county, account.id], |row| Ok(Balance { posted: row.i64(0)?, held: row.i64(1)? }))
}

/// All debits and all credits of an account without a balance row.
pub(super) fn totals(tx: &mut Tx<'_>, account: &Account) -> Res<(i64, i64)> {
    tx.one(TOTALS, params![account.county, account.id], |row| Ok((row.i64(0)?, row.i64(1)?)))
}

/// Debits and credits from that line on to now.
pub(super) fn newer(tx: &mut Tx<'_>, account: &Account, after: After) -> Res<(i64, i64)> {
    tx.one(NEWER, params![account.county, account.id, after.0, after.1], |row| Ok((row.i64(0)?, row.i64(1)?)))
}

pub(super) fn lines(tx: &mut Tx<'_>, account: &Account, after: Option<After>, limit: i64) -> Res<Vec<(Booked, String)>> {
    let (at, id) = after.map_or((i64::MAX, Id::from_i64(i64::MAX)), |(at, id)| (at.0, id));
    tx.query(LINES, params![account.county, account.id, at, id, limit], |row| Ok((transfer::row(row)?, row.text(12)?)))
}

pub(super) fn groups(tx: &mut Tx<'_>, county: Id) -> Res<Vec<GroupSum>> {
    let strange = || Error::new("the database holds a strange account");
    let mut groups = tx.query(LIMITED_GROUPS, params![county], |row| {
        Ok(GroupSum {
            group: row.text(0)?,
            kind: Kind::from_name(&row.text(1)?).ok_or_else(strange)?,
            unit: Unit::from_name(&row.text(2)?).ok_or_else(strange)?,
            currency: row.currency(3)?,
            posted: row.i64(4)?,
            held: row.i64(5)?,
            accounts: row.i64(6)?,
        })
    })?;
    // Read in a reading unit, these two are one snapshot.
    let unlimited = tx.query(UNLIMITED, params![county], |row| {
        let kind = Kind::from_name(&row.text(2)?).ok_or_else(strange)?;
        let group = GroupSum {
            group: row.text(1)?,
            kind,
            unit: Unit::from_name(&row.text(3)?).ok_or_else(strange)?,
            currency: row.currency(4)?,
            posted: kind.balance(row.i64(5)?, row.i64(6)?),
            held: 0,
            accounts: 1,
        };
        Ok((row.id(0)?, group))
    })?;
    let mut unlimited: std::collections::BTreeMap<Id, GroupSum> = unlimited.into_iter().collect();
    for (debit, credit, amount) in tx.query(UNSEALED, params![county], |row| Ok((row.id(0)?, row.id(1)?, row.i64(2)?)))? {
        if let Some(group) = unlimited.get_mut(&debit) {
            group.posted += group.kind.balance(amount, 0);
        }
        if let Some(group) = unlimited.get_mut(&credit) {
            group.posted += group.kind.balance(0, amount);
        }
    }
    for one in unlimited.into_values() {
        let twin =
            groups.iter_mut().find(|g| (&g.group, g.kind, g.unit, g.currency) == (&one.group, one.kind, one.unit, one.currency));
        match twin {
            Some(group) => {
                group.posted += one.posted;
                group.accounts += 1;
            }
            None => groups.push(one),
        }
    }
    Ok(groups)
}
