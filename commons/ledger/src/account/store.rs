//! Accounts and books in the database.

use super::{Account, Kind, Limit, Unit, group_of};
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Currency, Error, Id, Res};

qianmo_db::sql! {
    const BY_CODE = "SELECT county, id, code, kind, unit, currency, limited FROM ledger_account \
                     WHERE county = $1 AND code = $2 AND unit = $3 AND currency = $4";
    const BY_ID = "SELECT county, id, code, kind, unit, currency, limited FROM ledger_account WHERE county = $1 AND id = $2";
    const INSERT = "INSERT INTO ledger_account (county, id, code, grp, kind, unit, currency, limited, opened_at) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (county, code, unit, currency) DO NOTHING";
    const INSERT_BALANCE = "INSERT INTO ledger_balance (county, account, posted, held) VALUES ($1, $2, 0, 0)";
    const PAGE = "SELECT county, id, code, kind, unit, currency, limited FROM ledger_account \
                  WHERE county = $1 AND code >= $2 AND code < $3 AND (code, unit, currency) > ($4, $5, $6) \
                  ORDER BY code, unit, currency LIMIT $7";
    const HAS_BOOK = "SELECT 1 FROM ledger_book WHERE county = $1";
    const OPEN_BOOK = "INSERT INTO ledger_book (county, path, opened_at) VALUES ($1, $2, $3) ON CONFLICT (county) DO NOTHING";
    const BOOKS = "SELECT county, path FROM ledger_book WHERE path >= $1 AND path < $2 AND path > $3 ORDER BY path LIMIT $4";
}

fn from_row(row: &Row<'_>) -> Res<Account> {
    let strange = |what: &str| Error::new(format!("the database holds a strange {what} of an account"));
    Ok(Account {
        county: row.id(0)?,
        id: row.id(1)?,
        code: row.text(2)?,
        kind: Kind::from_name(&row.text(3)?).ok_or_else(|| strange("kind"))?,
        unit: Unit::from_name(&row.text(4)?).ok_or_else(|| strange("unit"))?,
        currency: row.currency(5)?,
        limit: if row.flag(6)? { Limit::NoOverdraft } else { Limit::Unlimited },
    })
}

pub(super) fn by_code(tx: &mut Tx<'_>, county: Id, code: &str, unit: Unit, currency: Currency) -> Res<Option<Account>> {
    tx.first(BY_CODE, params![county, code, unit.name(), currency], from_row)
}

pub(super) fn by_id(tx: &mut Tx<'_>, county: Id, id: Id) -> Res<Option<Account>> {
    tx.first(BY_ID, params![county, id], from_row)
}

/// Whether it was inserted; not, when one of that code is there already.
pub(super) fn insert(tx: &mut Tx<'_>, account: &Account) -> Res<bool> {
    let now = tx.now();
    let values = params![
        account.county,
        account.id,
        &account.code,
        group_of(&account.code),
        account.kind.name(),
        account.unit.name(),
        account.currency,
        account.is_limited(),
        now
    ];
    if tx.execute(INSERT, values)? == 0 {
        return Ok(false);
    }
    if account.is_limited() {
        tx.execute(INSERT_BALANCE, params![account.county, account.id])?;
    }
    Ok(true)
}

/// Opens the county's books with its first account.
pub(super) fn book(tx: &mut Tx<'_>, county: Id) -> Res<()> {
    if tx.first(HAS_BOOK, params![county], |_| Ok(()))?.is_some() {
        return Ok(());
    }
    let place = qianmo_places::require(tx, county)?;
    let now = tx.now();
    let path = crate::shelf::of(tx, &place)?;
    tx.execute(OPEN_BOOK, params![county, &path, now])?;
    Ok(())
}

pub(super) fn books(tx: &mut Tx<'_>, range: (&str, &str), after: &str, limit: i64) -> Res<Vec<(Id, String)>> {
    tx.query(BOOKS, params![range.0, range.1, after, limit], |row| Ok((row.id(0)?, row.text(1)?)))
}

pub(super) fn page(tx: &mut Tx<'_>, county: Id, prefix: &str, after: Option<&Account>, limit: i64) -> Res<Vec<Account>> {
    // The last character that there is stands above everything a code can go on with.
    let end = format!("{prefix}\u{10ffff}");
    let (code, unit, currency) = after.map_or(("", "", ""), |a| (a.code.as_str(), a.unit.name(), a.currency.code()));
    tx.query(PAGE, params![county, prefix, &end, code, unit, currency, limit], from_row)
}
