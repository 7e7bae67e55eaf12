//! Accounts: places where value stands, named by hierarchical codes such as `liabilities:request:0H7X…`.
//!
//! The first word of a code says what kind of account it is, so that kind and code cannot disagree. An account holds
//! one unit (money, or goods valued in money) of one currency, for ever. A *limited* account keeps a balance row whose
//! checks refuse an overdraft; the others are summed from sealed checkpoints and what is not sealed yet, so that one busy
//! account (a county's custody account above all) does not line up all transfers behind each other.

mod store;
#[cfg(test)]
mod tests;

use qianmo_db::Tx;
use qianmo_kernel::{Currency, Error, Id, Money, PublicRef, Res};

/// The longest code, in bytes.
const LONGEST: usize = 200;

/// What kind of account it is: on which side it grows.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// What is had: custody, claims. Grows by debits.
    Asset,
    /// What is owed, above all to the requests that were given for. Grows by credits.
    Liability,
    /// What is left over. Grows by credits.
    Equity,
    /// What came in for good. Grows by credits.
    Income,
    /// What was spent for good. Grows by debits.
    Expense,
}

impl Kind {
    /// Every kind, in the order of a balance sheet.
    pub const ALL: [Kind; 5] = [Kind::Asset, Kind::Liability, Kind::Equity, Kind::Income, Kind::Expense];

    /// Its name in the database and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Asset => "asset",
            Kind::Liability => "liability",
            Kind::Equity => "equity",
            Kind::Income => "income",
            Kind::Expense => "expense",
        }
    }

    /// The first word of its accounts' codes.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Asset => "assets",
            Kind::Liability => "liabilities",
            Kind::Equity => "equity",
            Kind::Income => "income",
            Kind::Expense => "expenses",
        }
    }

    /// The key of its name in every language.
    pub const fn message(self) -> &'static str {
        match self {
            Kind::Asset => "ledger-kind-asset",
            Kind::Liability => "ledger-kind-liability",
            Kind::Equity => "ledger-kind-equity",
            Kind::Income => "ledger-kind-income",
            Kind::Expense => "ledger-kind-expense",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.name() == name)
    }

    /// Whether debits make it grow.
    pub const fn grows_by_debit(self) -> bool {
        matches!(self, Kind::Asset | Kind::Expense)
    }

    /// What `debits` and `credits` come to on the side on which it grows.
    pub const fn balance(self, debits: i64, credits: i64) -> i64 {
        if self.grows_by_debit() { debits - credits } else { credits - debits }
    }
}

/// What is counted: money, or goods valued in money. The two never mix.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Unit {
    /// Money that can be paid.
    Money,
    /// Goods at their stated value.
    Goods,
}

impl Unit {
    /// Its name in the database and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Unit::Money => "money",
            Unit::Goods => "goods",
        }
    }

    /// The key of its name in every language.
    pub const fn message(self) -> &'static str {
        match self {
            Unit::Money => "ledger-unit-money",
            Unit::Goods => "ledger-unit-goods",
        }
    }

    /// The unit of that name.
    pub fn from_name(name: &str) -> Option<Unit> {
        [Unit::Money, Unit::Goods].into_iter().find(|u| u.name() == name)
    }
}

/// Whether an account may fall below zero.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Limit {
    /// It may: it is summed when it is asked for, and writers never wait for each other on it.
    Unlimited,
    /// It may not: the database itself refuses what would overdraw it, holds included.
    NoOverdraft,
}

/// An account. It never changes once it is open, so that one that was read before can be handed on safely.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Account {
    /// The county whose books it stands in.
    pub county: Id,
    /// The account.
    pub id: Id,
    /// Its code, unique among accounts of the same county, unit and currency.
    pub code: String,
    /// On which side it grows.
    pub kind: Kind,
    /// Money or goods.
    pub unit: Unit,
    /// The currency it is counted in.
    pub currency: Currency,
    /// Whether it may fall below zero.
    pub limit: Limit,
}

impl Account {
    /// How the world outside names it.
    pub fn reference(&self) -> PublicRef {
        PublicRef::new(self.county, self.id)
    }

    /// An amount in its currency.
    pub fn money(&self, amount_minor: i64) -> Money {
        Money::new(amount_minor, self.currency)
    }

    /// Whether the database guards its balance.
    pub fn is_limited(&self) -> bool {
        self.limit == Limit::NoOverdraft
    }
}

/// The kind that a code's first word names. `None` when the code is not one: one to eight parts of letters, digits,
/// `-`, `.` and `_` in any script, joined by `:`, and at most 200 bytes.
pub fn kind_of(code: &str) -> Option<Kind> {
    let parts: Vec<&str> = code.split(':').collect();
    let fine = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_'));
    if code.len() > LONGEST || parts.len() > 8 || parts.len() < 2 || !parts.iter().all(fine) {
        return None;
    }
    Kind::ALL.into_iter().find(|k| Some(&k.word()) == parts.first())
}

/// The first two words of a code: the line of the balance sheet it is summed into.
pub fn group_of(code: &str) -> &str {
    code.match_indices(':').nth(1).map_or(code, |(at, _)| &code[..at])
}

/// The money account of that code, opened if it is not there yet. A code that is none, or one whose account was opened
/// with another limit, is an error of the caller.
pub fn account(tx: &mut Tx<'_>, county: Id, code: &str, currency: Currency, limit: Limit) -> Res<Account> {
    open(tx, county, code, Unit::Money, currency, limit)
}

/// The goods account of that code, opened if it is not there yet. What it counts is value in `currency`, never money.
pub fn goods_account(tx: &mut Tx<'_>, county: Id, code: &str, currency: Currency, limit: Limit) -> Res<Account> {
    open(tx, county, code, Unit::Goods, currency, limit)
}

fn open(tx: &mut Tx<'_>, county: Id, code: &str, unit: Unit, currency: Currency, limit: Limit) -> Res<Account> {
    let kind = kind_of(code).ok_or_else(|| Error::new(format!("not an account code: {code}")))?;
    let account = match store::by_code(tx, county, code, unit, currency)? {
        Some(account) => account,
        None => {
            let account = Account { county, id: tx.new_id(), code: code.to_owned(), kind, unit, currency, limit };
            store::book(tx, county)?;
            if store::insert(tx, &account)? {
                return Ok(account);
            }
            // Somebody opened it at the same moment and has committed by now.
            store::by_code(tx, county, code, unit, currency)?.ok_or(qianmo_kernel::Fail::Race)?
        }
    };
    if account.limit != limit {
        return Err(Error::new(format!("account {code} was opened with another limit")).into());
    }
    Ok(account)
}

/// The account of that code, if it was opened.
pub fn find_account(tx: &mut Tx<'_>, county: Id, code: &str, unit: Unit, currency: Currency) -> Res<Option<Account>> {
    store::by_code(tx, county, code, unit, currency)
}

/// The account of that id.
pub fn account_by_id(tx: &mut Tx<'_>, county: Id, id: Id) -> Res<Option<Account>> {
    store::by_id(tx, county, id)
}

/// The accounts of a county whose codes begin with `prefix` (nothing: all), in the order of code, unit and currency,
/// after the one that the last page ended with.
pub fn accounts(tx: &mut Tx<'_>, county: Id, prefix: &str, after: Option<&Account>, limit: i64) -> Res<Vec<Account>> {
    store::page(tx, county, prefix, after, limit)
}

/// The counties that keep books, with the paths of their places, in the order of the paths, from `range.0` (included) to
/// `range.1`.
pub fn books(tx: &mut Tx<'_>, range: (&str, &str), after: &str, limit: i64) -> Res<Vec<(Id, String)>> {
    store::books(tx, range, after, limit)
}
