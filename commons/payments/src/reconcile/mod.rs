//! The daily comparison: our orders of a day against the provider's statement of that day, county by county.
//!
//! A line of the statement whose order is still open here is not only told but asked about and settled, so that a payment
//! whose callback was lost is never lost itself. What differs is listed for the auditor; a later comparison of the same
//! day replaces the earlier one. With it the books are held against the orders: what is in a provider's custody is what all
//! settled orders come to, and what was put back for payouts that did not arrive; and what officers stated to have come back is told as long
//! as no statement lists it.

mod decide;
mod store;
#[cfg(test)]
mod tests;

use crate::books::custody_code;
use crate::missing;
use crate::order::{self, Direction, Order};
use crate::provider::{Answer, Provider, Providers, StatementLine};
use crate::run::{PATIENCE, answered};
use crate::settle::Settlers;
use crate::{Outcome, apply};
use decide::compare;
use qianmo_db::Tx;
use qianmo_kernel::{Currency, Id, Millis, Money, PlacePath, PublicRef, Res};
use qianmo_ledger::account::books;
use qianmo_ledger::{self as ledger, Unit};
use qianmo_web::App;
use std::collections::HashSet;
use std::sync::Arc;

pub use decide::{Difference, Divergence, Sums};
pub use store::Reconciliation;

/// How a difference is called.
pub(crate) const BACK: i64 = 2;

/// Compares the days that have ended since yesterday's beginning, for every county that keeps books and every provider. A county that
/// could not be compared does not keep the others from it; the first failure is answered in the end, so that the job is done again.
pub async fn yesterday(app: &App) -> Res<()> {
    let today = day_of(app.clock.now(), app.config.utc_offset_minutes);
    let (from, to) = PlacePath::root().range();
    let (mut after, mut outcome) = (String::new(), Ok(()));
    loop {
        let (a, b, last) = (from.clone(), to.clone(), after.clone());
        let page = app.db.read(move |tx| books(tx, (&a, &b), &last, 200)).await?;
        let Some((_, path)) = page.last() else { return outcome };
        after.clone_from(path);
        for (county, _) in page {
            for back in 1..=BACK {
                if let Err(fail) = day(app, county, today - back * Millis::DAY).await {
                    tracing::error!(county = %county, error = %fail, "a county's payments could not be compared");
                    outcome = outcome.and(Err(fail));
                }
            }
        }
    }
}

/// The beginning of the local day of a moment.
pub fn day_of(moment: Millis, offset_minutes: i32) -> Millis {
    let offset = i64::from(offset_minutes) * Millis::MINUTE;
    Millis((moment.0 + offset).div_euclid(Millis::DAY) * Millis::DAY - offset)
}

/// Compares one county's day, which begins at `from`, with every provider's statement of it, and the provider's custody with the orders.
/// Days without any payment on either side and without a difference leave no record.
///
/// # Errors
/// 503 `payments-provider-away` when a provider gives no statement.
pub async fn day(app: &App, county: Id, from: Millis) -> Res<()> {
    let providers = app.service::<Providers>()?;
    for provider in providers.all() {
        one(app, provider, county, from).await?;
    }
    Ok(())
}

async fn one(app: &App, provider: &Arc<dyn Provider>, county: Id, from: Millis) -> Res<()> {
    let to = from + Millis::DAY;
    let name = provider.name();
    let lines = answered(PATIENCE, provider.statement(county, from, to)).await?;
    let mut late = Vec::new();
    for line in &lines {
        if settle_late(app, name, line).await? {
            late.push(line.order);
        }
    }
    let currency = app.config.currency;
    app.db
        .write(move |tx| {
            let ours = order::settled(tx, county, name, from, to)?;
            let known = known(tx, &lines)?;
            let back = back(tx, &known, &lines, from)?;
            let (sums, mut differences) = compare(&ours, &known, &lines, &late, &back);
            differences.extend(custody(tx, county, name, currency)?);
            for (order, ours) in missing::unlisted(tx, county, name, currency, to)? {
                differences.push(Difference { what: Divergence::Unlisted, order, ours, theirs: 0 });
            }
            if sums == Sums::default() && differences.is_empty() {
                return store::forget(tx, county, name, from);
            }
            store::replace(tx, county, name, (from, to), currency, &sums, &differences)
        })
        .await
}

/// What the books say is in the provider's custody, if it is not what the settled orders come to. Both are read in one unit.
fn custody(tx: &mut Tx<'_>, county: Id, provider: &str, currency: Currency) -> Res<Option<Difference>> {
    let account = ledger::find_account(tx, county, &custody_code(provider), Unit::Money, currency)?;
    let booked = match account {
        Some(account) => ledger::balance(tx, &account)?.posted,
        None => 0,
    };
    let moved = store::moved(tx, county, provider, currency)? + missing::put_back(tx, county, provider, currency)?;
    Ok((booked != moved).then_some(Difference { what: Divergence::Custody, order: Id::NONE, ours: booked, theirs: moved }))
}

/// The orders that the lines are about.
fn known(tx: &mut Tx<'_>, lines: &[StatementLine]) -> Res<Vec<Order>> {
    let (mut known, mut seen) = (Vec::new(), HashSet::new());
    for line in lines.iter().filter(|line| seen.insert(line.order)) {
        known.extend(order::by_id(tx, line.order.county, line.order.id)?);
    }
    Ok(known)
}

/// The payouts among them of which the statement of this day lists that they came back, as is known here. That it lists it is noted, whether
/// it is known or not.
fn back(tx: &mut Tx<'_>, known: &[Order], lines: &[StatementLine], day: Millis) -> Res<Vec<PublicRef>> {
    let came_in: HashSet<(PublicRef, Money)> = lines.iter().filter(|l| !l.outgoing).map(|l| (l.order, l.amount)).collect();
    let mut back = Vec::new();
    for order in known.iter().filter(|o| o.direction == Direction::Out) {
        let reference = order.reference();
        if !came_in.contains(&(reference, order.amount)) || !missing::listed(tx, reference, day)? {
            continue;
        }
        // Of what the household has the provider cannot have anything back: that is for people to clear up.
        let returned = |m: missing::Missing| !m.claimed && m.way.is_some_and(|way| way != missing::Way::Arrived);
        if missing::missing(tx, reference)?.is_some_and(returned) {
            back.push(reference);
        }
    }
    Ok(back)
}

/// Settles an order that is open here and whose money has moved by the statement. Answers whether it did.
async fn settle_late(app: &App, provider: &'static str, line: &StatementLine) -> Res<bool> {
    let (at, settlers, line) = (line.order, app.service::<Settlers>()?, line.clone());
    let find = move |tx: &mut Tx<'_>| Ok(order::by_id(tx, at.county, at.id)?.filter(|o| unsettled(o) && o.provider == provider));
    if app.db.read(find).await?.is_none() {
        return Ok(false);
    }
    app.db
        .write(move |tx| {
            let Some(mut order) = find(tx)? else { return Ok(false) };
            let outcome = Outcome::Succeeded { amount: line.amount, at: line.at };
            apply(tx, &settlers, &mut order, &Answer::new(outcome))?;
            Ok(order.settled_at.is_some())
        })
        .await
}

fn unsettled(order: &Order) -> bool {
    order.settled_at.is_none()
}

/// The newest comparisons of a county.
pub fn of_county(tx: &mut Tx<'_>, county: Id, limit: i64) -> Res<Vec<Reconciliation>> {
    store::of_county(tx, county, limit)
}

/// What differed on a day.
pub fn differences(tx: &mut Tx<'_>, r: &Reconciliation) -> Res<Vec<Difference>> {
    store::differences(tx, r)
}

/// What a difference comes to, for the page.
pub(crate) fn money(r: &Reconciliation, amount: i64) -> Money {
    Money::new(amount, r.currency)
}

/// The order that a difference is about.
pub(crate) fn reference(r: &Reconciliation, d: &Difference) -> PublicRef {
    PublicRef::new(r.county, d.order)
}
