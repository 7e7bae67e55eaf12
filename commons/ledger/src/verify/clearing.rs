//! Clearing accounts of two counties mirror each other: what one owes is what the other is owed.

use super::{Finding, Flaw};
use crate::account::{self, Unit};
use crate::{statement, transfer::CLEARING};
use qianmo_db::{Db, Tx};
use qianmo_kernel::{Id, PlacePath, Res};
use std::collections::BTreeMap;

/// Two counties (the smaller id first) and what is cleared between them.
type Pair = (Id, Id, Unit, String);

/// The pairs that do not come to zero together, named by the county with the smaller id. All are read in one snapshot.
pub fn clearing(db: &Db) -> Res<Vec<Finding>> {
    let sums = db.read_now(read)?;
    Ok(sums
        .into_iter()
        .filter(|(_, sum)| *sum != 0)
        .map(|((county, other, unit, currency), sum)| {
            let found = format!("{sum} {currency} {} ({other})", unit.name());
            Finding::new(county, Flaw::Clearing).but(0, found)
        })
        .collect())
}

fn read(tx: &mut Tx<'_>) -> Res<BTreeMap<Pair, i64>> {
    let mut sums: BTreeMap<Pair, i64> = BTreeMap::new();
    let (from, to) = PlacePath::root().range();
    let mut after = String::new();
    loop {
        let books = account::books(tx, (&from, &to), &after, 500)?;
        let Some((_, path)) = books.last() else { return Ok(sums) };
        after.clone_from(path);
        for (county, _) in books {
            let mut last = None;
            loop {
                let page = account::accounts(tx, county, &format!("{CLEARING}:"), last.as_ref(), 500)?;
                let Some(newest) = page.last().cloned() else { break };
                last = Some(newest);
                for account in page {
                    let Some(other) = account.code.rsplit(':').next().and_then(|id| id.parse::<Id>().ok()) else { continue };
                    let pair = (county.min(other), county.max(other), account.unit, account.currency.code().to_owned());
                    *sums.entry(pair).or_default() += statement::balance(tx, &account)?.posted;
                }
            }
        }
    }
}
