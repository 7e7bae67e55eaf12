//! Clearing accounts of two counties mirror each other: what one owes is what the other is owed.

use super::{Finding, Flaw, Report};
use crate::account::{self, Account};
use crate::{statement, transfer::CLEARING};
use qianmo_db::{Db, Tx};
use qianmo_kernel::{Id, Res};

/// Accounts that are read in one unit.
const STEP: i64 = 100;

/// Each clearing account of the county comes to zero together with its mirror in the other county's books. Both sides of a pair are
/// read in one snapshot; the proof of either county finds what does not hold.
pub(super) fn check(db: &Db, report: &mut Report) -> Res<()> {
    let (county, mut after) = (report.county, None);
    loop {
        let last: Option<Account> = after.clone();
        let pairs = db.read_now(move |tx| read(tx, county, last.as_ref()))?;
        let Some((newest, _, _)) = pairs.last() else { return Ok(()) };
        after = Some(newest.clone());
        for (account, other, sum) in pairs.iter().filter(|(_, _, sum)| *sum != 0) {
            let found = format!("{sum} {} {} ({other})", account.currency, account.unit.name());
            report.add(Finding::new(county, Flaw::Clearing).account(account.id).but(0, found));
        }
    }
}

/// Clearing accounts, the other county, and what the two sides come to together.
fn read(tx: &mut Tx<'_>, county: Id, after: Option<&Account>) -> Res<Vec<(Account, Id, i64)>> {
    let mut pairs = Vec::new();
    for account in account::accounts(tx, county, &format!("{CLEARING}:"), after, STEP)? {
        let mut sum = statement::balance(tx, &account)?.posted;
        let other = account.code.rsplit(':').next().and_then(|id| id.parse::<Id>().ok()).unwrap_or(Id::NONE);
        if let Some(mirror) = account::find_account(tx, other, &format!("{CLEARING}:{county}"), account.unit, account.currency)? {
            sum = sum.saturating_add(statement::balance(tx, &mirror)?.posted);
        }
        pairs.push((account, other, sum));
    }
    Ok(pairs)
}
