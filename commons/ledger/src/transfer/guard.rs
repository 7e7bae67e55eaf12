//! What a transfer does to the balance rows of limited accounts. Each update carries its own condition, so that of two
//! spenders at one moment the second waits, sees what the first left, and is refused if that is too little.

use super::store;
use crate::account::Account;
use qianmo_db::Tx;
use qianmo_kernel::{Error, Kind, Refused, Res};

/// What an amount does to a limited account.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Change {
    Grows,
    Shrinks,
}

/// The limited accounts among the two and what happens to them, in the order of their ids: two transfers that meet on
/// the same two accounts then wait for each other in the same order and never in a circle.
fn changes<'a>(debit: &'a Account, credit: &'a Account) -> Vec<(&'a Account, Change)> {
    let change = |grows: bool| if grows { Change::Grows } else { Change::Shrinks };
    let both = [(debit, change(debit.kind.grows_by_debit())), (credit, change(!credit.kind.grows_by_debit()))];
    let mut limited: Vec<_> = both.into_iter().filter(|(account, _)| account.is_limited()).collect();
    limited.sort_by_key(|(account, _)| account.id);
    limited
}

fn overdraft() -> Refused {
    Refused::new(Kind::Conflict, "ledger-overdraft")
}

fn gone(account: &Account) -> Error {
    Error::new(format!("the balance row of account {} does not hold what its holds say", account.reference()))
}

/// Moves `amount` from one account to the other. A refusal leaves nothing changed, even if the caller goes on.
pub(crate) fn shift(tx: &mut Tx<'_>, debit: &Account, credit: &Account, amount: i64) -> Res<()> {
    let mut done: Vec<(&Account, Change)> = Vec::new();
    for (account, change) in changes(debit, credit) {
        let fits = match change {
            Change::Grows => store::grow(tx, account.county, account.id, amount)?,
            Change::Shrinks => store::shrink(tx, account.county, account.id, amount)?,
        };
        if !fits {
            for (account, change) in done {
                let back = if change == Change::Grows { -amount } else { amount };
                store::grow(tx, account.county, account.id, back)?;
            }
            return Err(if change == Change::Shrinks { overdraft().into() } else { gone(account).into() });
        }
        done.push((account, change));
    }
    Ok(())
}

/// Keeps `amount` back on the accounts that it will leave. A refusal leaves nothing changed.
pub(crate) fn reserve(tx: &mut Tx<'_>, debit: &Account, credit: &Account, amount: i64) -> Res<()> {
    let mut done: Vec<&Account> = Vec::new();
    for (account, change) in changes(debit, credit) {
        if change == Change::Grows {
            continue;
        }
        if !store::reserve(tx, account.county, account.id, amount)? {
            for account in done {
                store::release(tx, account.county, account.id, amount, 0)?;
            }
            return Err(overdraft().into());
        }
        done.push(account);
    }
    Ok(())
}

/// Ends what [`reserve`] kept back: `spent` (at most `held`) goes over, the rest is free again.
pub(crate) fn release(tx: &mut Tx<'_>, debit: &Account, credit: &Account, held: i64, spent: i64) -> Res<()> {
    for (account, change) in changes(debit, credit) {
        let done = match change {
            Change::Shrinks => store::release(tx, account.county, account.id, held, spent)?,
            Change::Grows if spent > 0 => store::grow(tx, account.county, account.id, spent)?,
            Change::Grows => true,
        };
        if !done {
            return Err(gone(account).into());
        }
    }
    Ok(())
}
