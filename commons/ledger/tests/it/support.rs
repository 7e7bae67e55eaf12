//! Counties with books to try things on.

use qianmo_db::{Db, Engine, Migration, Sql, Tx, params};
use qianmo_kernel::{Currency, Fail, Id, Millis, Money, Res};
use qianmo_ledger::{self as ledger, Account, Limit, NewHold, Transfer};

/// The tables that the ledger needs.
pub fn tables() -> Vec<Migration> {
    let modules = [qianmo_places::module(), ledger::module()];
    modules.iter().flat_map(|m| m.migration_list().to_vec()).collect()
}

const PLACE: Sql = Sql::new(
    "test place",
    "INSERT INTO place (id, code, parent, path, level, depth, name, folded, language, keeps_books, from_at, until_at, version) \
     VALUES ($1, $2, 0, $3, 'county', 3, '柞水县', '柞水县', 'zh', 1, 0, 9223372036854775807, 1)",
);

/// A county of that number.
pub fn county(db: &Db, n: i64) -> Id {
    let id = Id::from_i64(n);
    db.write_now(move |tx| tx.execute(PLACE, params![id, format!("c{n}"), format!("{id}/")])).unwrap();
    id
}

pub fn yuan(fen: i64) -> Money {
    Money::new(fen, Currency::CNY)
}

/// What every county's books begin with here.
#[derive(Clone)]
pub struct Books {
    pub county: Id,
    /// Asset, unlimited.
    pub custody: Account,
    /// Liability, limited.
    pub request: Account,
    /// Liability, limited.
    pub other: Account,
    /// Equity, unlimited.
    pub equity: Account,
}

pub fn open(db: &Db, n: i64) -> Books {
    let county = county(db, n);
    db.write_now(move |tx| {
        let mut account = |code: &str, limit| ledger::account(tx, county, code, Currency::CNY, limit);
        Ok(Books {
            county,
            custody: account("assets:custody:sandbox", Limit::Unlimited)?,
            request: account("liabilities:request:1", Limit::NoOverdraft)?,
            other: account("liabilities:request:2", Limit::NoOverdraft)?,
            equity: account("equity:opening", Limit::Unlimited)?,
        })
    })
    .unwrap()
}

pub fn entry<'a>(key: &'a str, debit: &'a Account, credit: &'a Account, amount: i64) -> Transfer<'a> {
    Transfer { key, debit, credit, amount: Money::new(amount, debit.currency), kind: "test", business_ref: "test 1", memo: "test" }
}

pub fn book(tx: &mut Tx<'_>, key: &str, debit: &Account, credit: &Account, amount: i64) -> Res<Id> {
    ledger::transfer(tx, &entry(key, debit, credit, amount))
}

pub fn keep(tx: &mut Tx<'_>, key: &str, debit: &Account, credit: &Account, amount: i64, expires_at: Option<Millis>) -> Res<Id> {
    ledger::hold(tx, &NewHold { transfer: entry(key, debit, credit, amount), expires_at })
}

/// Gives an amount to the first request.
pub fn give(db: &Db, b: &Books, key: &str, amount: i64) -> Id {
    let (b, key) = (b.clone(), key.to_owned());
    db.write_now(move |tx| book(tx, &key, &b.custody, &b.request, amount)).unwrap()
}

pub fn balance(db: &Db, account: &Account) -> (i64, i64) {
    let account = account.clone();
    let balance = db.read_now(move |tx| ledger::balance(tx, &account)).unwrap();
    (balance.posted, balance.held)
}

/// The message of a refusal.
pub fn refused<T: std::fmt::Debug>(outcome: Res<T>) -> &'static str {
    match outcome {
        Err(Fail::Refused(refused)) => refused.message,
        other => panic!("must be refused: {other:?}"),
    }
}

/// Runs statements that are not the program's, as a forger at the database would: first of all, away with the triggers.
pub fn forge(db: &Db, statements: &[&'static str]) {
    let engine = db.engine();
    let all: Vec<Sql> = statements.iter().map(|text| Sql::new("forged", text)).collect();
    db.write_now(move |tx| {
        for sql in triggers(engine).iter().chain(&all) {
            tx.execute(*sql, params![])?;
        }
        Ok(())
    })
    .unwrap();
}

fn triggers(engine: Engine) -> Vec<Sql> {
    const LITE: [&str; 10] = [
        "DROP TRIGGER IF EXISTS ledger_transfer_no_update",
        "DROP TRIGGER IF EXISTS ledger_transfer_no_delete",
        "DROP TRIGGER IF EXISTS ledger_block_no_update",
        "DROP TRIGGER IF EXISTS ledger_block_entry_no_delete",
        "DROP TRIGGER IF EXISTS ledger_checkpoint_no_update",
        "DROP TRIGGER IF EXISTS ledger_account_no_update",
        "DROP TRIGGER IF EXISTS ledger_account_no_delete",
        "DROP TRIGGER IF EXISTS ledger_block_no_delete",
        "DROP TRIGGER IF EXISTS ledger_checkpoint_no_delete",
        "DROP TRIGGER IF EXISTS ledger_book_no_delete",
    ];
    const PG: [&str; 6] = [
        "DROP TRIGGER IF EXISTS ledger_transfer_fixed ON ledger_transfer",
        "DROP TRIGGER IF EXISTS ledger_block_fixed ON ledger_block",
        "DROP TRIGGER IF EXISTS ledger_block_entry_fixed ON ledger_block_entry",
        "DROP TRIGGER IF EXISTS ledger_checkpoint_fixed ON ledger_checkpoint",
        "DROP TRIGGER IF EXISTS ledger_account_fixed ON ledger_account",
        "DROP TRIGGER IF EXISTS ledger_book_stays ON ledger_book",
    ];
    let of = |all: &[&'static str]| all.iter().map(|text| Sql::new("forged", text)).collect();
    match engine {
        Engine::Sqlite => of(&LITE),
        Engine::Postgres => of(&PG),
    }
}
