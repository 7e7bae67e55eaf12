//! What an account comes to, and how it came there.
//!
//! A limited account's balance is its guarded row. The others are added up: the last checkpoint, and what the sealer has
//! not taken yet, in one statement, so that a block sealed at the same moment is neither missed nor counted twice.

mod store;

use crate::account::{Account, Unit};
use crate::transfer::Booked;
use qianmo_db::Tx;
use qianmo_kernel::{Currency, Id, Millis, Res};

/// What an account comes to, in minor units of its currency, counted on the side on which it grows.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Balance {
    /// All that is booked. Below zero only for an unlimited account.
    pub posted: i64,
    /// Of that, what open holds keep back. Always 0 for an unlimited account.
    pub held: i64,
}

impl Balance {
    /// What can still be spent.
    pub const fn available(&self) -> i64 {
        self.posted - self.held
    }
}

/// A line of a statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The transfer.
    pub transfer: Booked,
    /// The account on the other side.
    pub other: Id,
    /// Its code.
    pub other_code: String,
    /// What it added to the account (below zero: what it took), on the side on which the account grows.
    pub change: i64,
    /// What the account came to after it.
    pub balance: i64,
}

/// Where a page of a statement ended: the moment and the id of its last line.
pub type After = (Millis, Id);

/// A line of a county's balance sheet: what the accounts of a group come to together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroupSum {
    /// The first two words of the accounts' codes.
    pub group: String,
    /// On which side they grow.
    pub kind: crate::account::Kind,
    /// Money or goods.
    pub unit: Unit,
    /// The currency.
    pub currency: Currency,
    /// What they come to.
    pub posted: i64,
    /// Of that, what open holds keep back.
    pub held: i64,
    /// How many accounts there are.
    pub accounts: i64,
}

/// What an account comes to at this moment.
pub fn balance(tx: &mut Tx<'_>, account: &Account) -> Res<Balance> {
    if account.is_limited() {
        return store::guarded(tx, account);
    }
    let (debits, credits) = store::totals(tx, account)?;
    Ok(Balance { posted: account.kind.balance(debits, credits), held: 0 })
}

/// The lines of an account, newest first, with what it came to after each; `after` is where the page before ended.
pub fn statement(tx: &mut Tx<'_>, account: &Account, after: Option<After>, limit: i64) -> Res<Vec<Line>> {
    let mut running = balance(tx, account)?.posted;
    if let Some(after) = after {
        let (debits, credits) = store::newer(tx, account, after)?;
        running -= account.kind.balance(debits, credits);
    }
    let mut lines = Vec::new();
    for (transfer, other_code) in store::lines(tx, account, after, limit)? {
        let debited = transfer.debit == account.id;
        let amount = transfer.amount.amount_minor;
        let change = if debited { account.kind.balance(amount, 0) } else { account.kind.balance(0, amount) };
        let other = if debited { transfer.credit } else { transfer.debit };
        lines.push(Line { transfer, other, other_code, change, balance: running });
        running -= change;
    }
    Ok(lines)
}

/// A county's balance sheet: assets, liabilities, equity, income, expenses, each by the first two words of the codes.
pub fn balance_sheet(tx: &mut Tx<'_>, county: Id) -> Res<Vec<GroupSum>> {
    let mut groups = store::groups(tx, county)?;
    groups.sort_by(|a, b| (a.unit, a.currency, a.kind, &a.group).cmp(&(b.unit, b.currency, b.kind, &b.group)));
    Ok(groups)
}
