//! Giving a fund's money on: by the board's order, each pledge made and paid in one unit of work.

use super::store::{self, Fund, FundPledge, State};
use crate::lifecycle::{Gift as Kind, PledgeEvent, next_pledge};
use crate::payment::books;
use crate::pledge::{self, Ground, NewPledge, Pledge, Quantity, SMALLEST, Slots};
use crate::standing_gift::{self, LINES, split};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Error, Fail, Grant, Id, Millis, PlacePath, PublicRef, Res, Role};
use qianmo_ledger::Transfer;
use qianmo_web::{App, Module, worker};

/// The job's name.
const JOB: &str = "aid.funds";
/// Funds that one run of the job looks after; what is left follows at once.
const BATCH: i64 = 50;
/// How often a fund is looked after that has money left.
const EVERY: i64 = 5 * Millis::MINUTE;

/// Adds the job.
pub(super) fn add(module: Module) -> Module {
    module.job(JOB, |app, _| Box::pin(async move { sweep(&app).await })).every(JOB, 2 * Millis::MINUTE)
}

/// Gives on what funds have, each for itself so that one that stumbles does not keep the others.
pub async fn sweep(app: &App) -> Res<()> {
    let due = app.db.read(|tx| store::due(tx, BATCH)).await?;
    let mut done = 0;
    for fund in &due {
        match work(app, *fund).await {
            Ok(()) => done += 1,
            Err(fail) => tracing::warn!(fund = %fund, error = %fail, "a fund could not be given on; it comes again"),
        }
    }
    if due.len() as i64 >= BATCH && done > 0 { worker::again(app, JOB).await } else { Ok(()) }
}

/// The fund as one who gives: everywhere, as donors do; what it may give to is narrowed before.
fn giver(fund: &Fund) -> Actor {
    Actor::on_behalf(fund.id, vec![Grant { role: Role::Donor, place: Id::NONE, path: PlacePath::root() }])
}

/// What lies on a fund's account, which is there from its first gift on.
pub(super) fn left(tx: &mut Tx<'_>, fund: &Fund) -> Res<i64> {
    match qianmo_ledger::find_account(tx, fund.county, &fund.code(), qianmo_ledger::Unit::Money, fund.currency)? {
        Some(account) => Ok(qianmo_ledger::balance(tx, &account)?.posted),
        None => Ok(0),
    }
}

/// Takes a fund that is due; others find its next turn in the future. `None` when it is not due, or has nothing to give.
fn claim(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Option<(Fund, i64)>> {
    let now = tx.now();
    let mut fund = store::require(tx, reference)?;
    if !fund.state.is_public() || fund.next_at.is_none_or(|at| at > now) {
        return Ok(None);
    }
    let left = left(tx, &fund)?;
    // A fund with nothing left is woken by the next gift, or by what comes back.
    fund.next_at = (left > 0).then_some(now + EVERY);
    store::save(tx, &mut fund)?;
    Ok((left > 0).then_some((fund, left)))
}

/// Gives on what a fund has, to at most five parts of requests.
pub async fn work(app: &App, reference: PublicRef) -> Res<()> {
    let Some((fund, left)) = app.db.write(move |tx| claim(tx, reference)).await? else { return Ok(()) };
    let place = fund.place;
    let Some(place) = app.db.read(move |tx| standing_gift::lasting(tx, place)).await? else { return Ok(()) };
    let order = standing_gift::candidates(app, fund.purpose.clone(), Some(place)).await?;
    let (of, actor) = (fund.clone(), giver(&fund));
    let rooms = app
        .db
        .read(move |tx| {
            let here: Vec<PublicRef> = order.iter().copied().filter(|request| request.county == of.county).collect();
            standing_gift::rooms(tx, &actor, &here, of.currency, &[])
        })
        .await?;
    let plan = split(left, &rooms.iter().map(Ground::left).collect::<Vec<_>>(), SMALLEST, LINES);
    for (at, amount) in plan {
        let Some(room) = rooms.get(at) else { continue };
        let (request, part) = (room.request_ref(), room.part);
        match app.db.write(move |tx| allot(tx, reference, request, part, amount)).await {
            Ok(_) => {}
            // Others were faster; the next round looks again.
            Err(Fail::Refused(refused)) => {
                tracing::info!(fund = %reference, reason = refused.message, "a fund's pledge was refused")
            }
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

/// One pledge of a fund: made, paid from its account, and booked in one unit of work. Nothing when the fund gives no more.
///
/// # Errors
/// What refuses a pledge; 409 `ledger-overdraft` when the fund has less.
pub fn allot(tx: &mut Tx<'_>, reference: PublicRef, request: PublicRef, part: Id, amount: i64) -> Res<Option<PublicRef>> {
    let fund = store::require(tx, reference)?;
    if !matches!(fund.state, State::Open | State::Closing) || request.county != fund.county {
        return Ok(None);
    }
    let new = NewPledge { part, quantity: Quantity::Amount(fund.money(amount)), anonymous: true, message: String::new() };
    let mut pledge = pledge::make_in(tx, &giver(&fund), request, &new, Slots::Charged)?;
    let now = tx.now();
    pledge.state = next_pledge(Kind::Money, pledge.state, PledgeEvent::Pay)?;
    pledge.paid_minor = amount;
    pledge.paid_at = Some(now);
    pledge.due_at = None;
    pledge::save(tx, &mut pledge)?;
    let (from, to) = (fund.account(tx)?, books::fund(tx, request, fund.currency)?);
    let (key, about) = (format!("aid.fund-pledge/{}", pledge.id), format!("aid.pledge {}", pledge.reference()));
    let transfer = Transfer {
        key: &key,
        debit: &from,
        credit: &to,
        amount: fund.money(amount),
        kind: "aid.fund-pledge",
        business_ref: &about,
        memo: "aid-book-fund-pledge",
    };
    qianmo_ledger::transfer(tx, &transfer)?;
    let row = FundPledge { county: fund.county, pledge: pledge.id, fund: fund.id, request: request.id, amount, back: 0, at: now };
    store::add_pledge(tx, &row)?;
    Ok(Some(pledge.reference()))
}

/// What comes back of a fund's pledge lies on the fund's account again, at once. The books come last, as they do when it is made.
pub(crate) fn take_back(tx: &mut Tx<'_>, pledge: &Pledge, amount: i64) -> Res<()> {
    let none = || Error::new("a paid gift names neither a payment nor a fund");
    let row = store::find_pledge(tx, pledge.reference())?.ok_or_else(none)?;
    let fund = store::require(tx, PublicRef::new(row.county, row.fund))?;
    store::give_back(tx, pledge.reference(), amount)?;
    let (from, to) = (books::fund(tx, pledge.request_ref(), fund.currency)?, fund.account(tx)?);
    let key = format!("aid.fund-back/{}/{}", pledge.id, pledge.version);
    let about = format!("aid.pledge {}", pledge.reference());
    let transfer = Transfer {
        key: &key,
        debit: &from,
        credit: &to,
        amount: fund.money(amount),
        kind: "aid.fund-back",
        business_ref: &about,
        memo: "aid-book-fund-back",
    };
    qianmo_ledger::transfer(tx, &transfer)?;
    let now = tx.now();
    store::wake(tx, fund.reference(), now)
}

/// By whom the money of a fund's pledge is kept; `None` when no fund pledged it.
pub(crate) fn provider_of(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<Option<String>> {
    match store::find_pledge(tx, pledge.reference())? {
        Some(row) => Ok(Some(store::require(tx, PublicRef::new(row.county, row.fund))?.provider)),
        None => Ok(None),
    }
}

/// The officers behind a fund's pledge: they count as those who paid it. Empty when no fund pledged it.
pub(crate) fn runners(tx: &mut Tx<'_>, pledge: PublicRef) -> Res<Vec<Id>> {
    let Some(row) = store::find_pledge(tx, pledge)? else { return Ok(Vec::new()) };
    let fund = store::require(tx, PublicRef::new(row.county, row.fund))?;
    Ok(fund.opened_by.into_iter().chain([fund.steward]).collect())
}
