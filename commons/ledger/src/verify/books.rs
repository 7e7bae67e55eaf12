//! The books: every guarded balance and what it holds back, every account, every record's place, and the sum of all.

use super::{Finding, Flaw, Report, SEALED_WITHIN, clearing, store};
use crate::account::{Limit, kind_of};
use crate::seal::What;
use crate::transfer::MOST;
use qianmo_db::Db;
use qianmo_kernel::{Id, Res};

/// Rows that are read in one unit.
const STEP: i64 = 1_000;
/// No account comes to more than this.
const SUM_MOST: i64 = 100 * MOST;

pub(super) fn check(db: &Db, report: &mut Report) -> Res<()> {
    let county = report.county;
    if db.read_now(move |tx| store::lacks_book(tx, county))? {
        report.add(Finding::new(county, Flaw::BookMissing));
    }
    let countable = in_range(db, report)?;
    if countable {
        accounts(db, report)?;
    }
    for what in [What::Transfer, What::Hold, What::HoldEnd] {
        listed(db, report, what)?;
    }
    queue(db, report)?;
    unsealable(db, report)?;
    hold_ends(db, report)?;
    if countable {
        sums(db, report)?;
        clearing::check(db, report)?;
    }
    Ok(())
}

/// Whether every amount is one that can have been booked. One that is not would make the database's own sums overflow, which would be an
/// error and no finding; so nothing is added up then.
fn in_range(db: &Db, report: &mut Report) -> Res<bool> {
    let county = report.county;
    let strange = db.read_now(move |tx| store::out_of_range(tx, county, MOST, SUM_MOST, STEP))?;
    for (record, account, amount) in &strange {
        let most = if *record == Id::NONE { SUM_MOST } else { MOST };
        let finding = Finding::new(county, Flaw::AmountOutOfRange).but(format!("at most {most}"), amount);
        report.add(if *record == Id::NONE { finding.account(*account) } else { finding.record(*record) });
    }
    Ok(strange.is_empty())
}

/// What waits for the sealer and can never be sealed, because an account that it names is gone.
fn unsealable(db: &Db, report: &mut Report) -> Res<()> {
    let county = report.county;
    for (record, account) in db.read_now(move |tx| store::unsealable(tx, county, STEP))? {
        report.add(Finding::new(county, Flaw::AccountMissing).record(record).account(account));
    }
    Ok(())
}

/// Each account's kind and limit; each guarded balance against transfers and open holds, in one statement.
fn accounts(db: &Db, report: &mut Report) -> Res<()> {
    let (county, mut after) = (report.county, Id::from_i64(-1));
    loop {
        let page = db.read_now(move |tx| store::accounts(tx, county, after, STEP / 4))?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.account.id;
        for sums in &page {
            report.accounts += 1;
            let account = &sums.account;
            let find = |flaw| Finding::new(county, flaw).account(account.id);
            let guarded = account.limit == Limit::NoOverdraft;
            if kind_of(&account.code) != Some(account.kind) || sums.guarded.is_some() != guarded {
                report.add(find(Flaw::AccountChanged));
                continue;
            }
            let Some((posted, held)) = sums.guarded else { continue };
            let should = account.kind.balance(sums.debits, sums.credits);
            if posted != should {
                report.add(find(Flaw::Balance).but(should, posted));
            }
            let open = if account.kind.grows_by_debit() { sums.held_credit } else { sums.held_debit };
            if held != open {
                report.add(find(Flaw::Held).but(open, held));
            }
        }
    }
}

/// Each record is sealed or waits for it, and not both.
fn listed(db: &Db, report: &mut Report, what: What) -> Res<()> {
    let (county, mut after) = (report.county, Id::from_i64(-1));
    loop {
        let page = db.read_now(move |tx| store::listed(tx, county, what, after, STEP))?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id;
        for record in &page {
            if record.sealed == record.waiting {
                let found = if record.sealed { "sealed and waiting" } else { "neither sealed nor waiting" };
                report.add(Finding::new(county, Flaw::RecordUnlisted).record(record.id).but("sealed or waiting", found));
            }
            if !record.hold_agrees {
                report.add(Finding::new(county, Flaw::HoldEnd).record(record.id));
            }
        }
    }
}

/// What waits for the sealer, and for how long.
fn queue(db: &Db, report: &mut Report) -> Res<()> {
    let (county, mut after) = (report.county, (Id::from_i64(-1), 0));
    loop {
        let (page, now) = db.read_now(move |tx| Ok((store::queue(tx, county, after, STEP)?, tx.now())))?;
        let Some((id, what, _)) = page.last() else { return Ok(()) };
        after = (*id, *what);
        for (id, _, at) in &page {
            match at {
                None => report.add(Finding::new(county, Flaw::QueueOrphan).record(*id)),
                Some(at) => {
                    report.unsealed += 1;
                    report.unsealed_old += i64::from(*at < now - SEALED_WITHIN);
                }
            }
        }
    }
}

/// A hold that was posted has its transfer, of that amount and not of more than was held.
fn hold_ends(db: &Db, report: &mut Report) -> Res<()> {
    let county = report.county;
    for hold in db.read_now(move |tx| store::contradicting_ends(tx, county, STEP))? {
        report.add(Finding::new(county, Flaw::HoldEnd).record(hold));
    }
    Ok(())
}

/// All accounts of a unit and currency come to zero together, as the program itself counts their balances.
fn sums(db: &Db, report: &mut Report) -> Res<()> {
    let county = report.county;
    for (name, sum) in db.read_now(move |tx| store::sums(tx, county))? {
        if sum != 0 {
            report.add(Finding::new(county, Flaw::Sum).but(format!("0 {name}"), format!("{sum} {name}")));
        }
    }
    Ok(())
}
