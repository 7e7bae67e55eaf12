//! Pledges of a run: the requests to which they matter most now, and one unit of work for each.

use super::model::{Key, Line, LineState, Run, RunState, State};
use super::split::split;
use super::{LEASE, LINES, store};
use crate::board::{self, Only, Wish};
use crate::lifecycle::Gift as Kind;
use crate::pledge::{self, Ground, NewPledge, Quantity, SMALLEST, Slots};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Currency, Fail, Id, PublicRef, Refused, Res};
use qianmo_web::App;
use qianmo_web::i18n::I18n;

/// Requests of the board that are looked at for one run.
const LOOKED_AT: usize = 40;
/// Pledges that may be refused until a run gives up.
const REFUSED: usize = 20;

/// The account as one who gives; `None` when it is gone.
pub(super) fn giver(tx: &mut Tx<'_>, account: Id) -> Res<Option<Actor>> {
    let Some(found) = qianmo_identity::account::find(tx, account)?.filter(|found| !found.erased) else { return Ok(None) };
    let mut actor = Actor::on_behalf(account, qianmo_identity::grant::list(tx, account)?);
    actor.household = found.household;
    Ok(Some(actor))
}

/// The requests that the board names first for this wish.
pub(crate) async fn candidates(app: &App, purpose: Option<String>, place: Option<Id>) -> Res<Vec<PublicRef>> {
    let only = Only { purpose: purpose.clone(), place, goods: false };
    board::order(app, &Wish { purpose, place }, &only, LOOKED_AT).await
}

/// The parts of these requests on which this donor can pledge money of that currency, in their order, without those that were tried.
pub(crate) fn rooms(tx: &mut Tx<'_>, actor: &Actor, of: &[PublicRef], currency: Currency, tried: &[Id]) -> Res<Vec<Ground>> {
    let (now, mut rooms) = (tx.now(), Vec::new());
    for request in of {
        let open = pledge::grounds(tx, *request)?.into_iter().filter(|g| {
            g.gift == Kind::Money && g.currency == currency && g.left() > 0 && g.takes_pledges(now) && !tried.contains(&g.part)
        });
        let own = |g: &Ground| g.publisher == actor.account || actor.household == Some(g.household);
        rooms.extend(open.filter(|g| !own(g) && actor.may(&pledge::GIVE, &g.path)));
    }
    Ok(rooms)
}

/// What came of trying to pledge.
enum Tried {
    Made(Box<Run>),
    /// Somebody else has gone on with the run, or its gift is not active any more.
    Over,
}

/// Makes the pledges of a run, as far as there is room for them, and hands it on to be charged or waited for. Taken up again after an
/// interruption it goes on with what is left. Answers the run, or `None` when somebody else has gone on with it.
pub async fn place(app: &App, run: Run) -> Res<Option<Run>> {
    let mut run = run;
    let key = run.key;
    let order = candidates(app, run.purpose.clone(), run.place).await?;
    let made = app.db.read(move |tx| store::lines(tx, key)).await?;
    let mut tried: Vec<Id> = made.iter().map(|line| line.part).collect();
    let (mut count, mut refused, mut note) = (made.len(), 0, "aid-standing-note-none");
    'again: while count < LINES && run.not_placed() > 0 && refused < REFUSED {
        let (of, skip, currency) = (order.clone(), tried.clone(), run.currency);
        let rooms = app
            .db
            .read(move |tx| match giver(tx, key.account)? {
                Some(actor) => rooms(tx, &actor, &of, currency, &skip),
                None => Ok(Vec::new()),
            })
            .await?;
        let left: Vec<i64> = rooms.iter().map(Ground::left).collect();
        let plan = split(run.not_placed(), &left, SMALLEST, LINES - count);
        if plan.is_empty() {
            break;
        }
        for (at, amount) in plan {
            let Some(room) = rooms.get(at) else { continue };
            let (request, part, seen) = (room.request_ref(), room.part, run.clone());
            tried.push(part);
            match app.db.write(move |tx| one(tx, seen.clone(), request, part, amount)).await {
                Ok(Tried::Made(now)) => {
                    run = *now;
                    count += 1;
                }
                Ok(Tried::Over) => return Ok(None),
                Err(Fail::Refused(reason)) => {
                    refused += 1;
                    if pledge::unpaid::refuses(&reason) {
                        // It would be no other for the next one.
                        note = "aid-standing-note-unpaid";
                        break 'again;
                    }
                    note = "aid-standing-note-refused";
                    // What was planned for the others was planned with this one.
                    continue 'again;
                }
                Err(other) => return Err(other),
            }
        }
    }
    let words = app.i18n.clone();
    app.db.write(move |tx| placed(tx, &words, run.clone(), note)).await
}

/// One pledge of a run, with its line; guarded by the run's version, and by its gift being active.
fn one(tx: &mut Tx<'_>, mut run: Run, request: PublicRef, part: Id, amount: i64) -> Res<Tried> {
    let key = run.key;
    if !is_ours(tx, &run)? || !is_active(tx, key)? {
        return Ok(Tried::Over);
    }
    let actor = giver(tx, key.account)?.ok_or_else(Refused::forbidden)?;
    run.placed += amount;
    run.work_at = Some(tx.now() + LEASE);
    store::save_run(tx, &mut run)?;
    let quantity = Quantity::Amount(run.money(amount));
    let new = NewPledge { part, quantity, anonymous: run.anonymous, message: String::new() };
    let slots = if run.mandate.is_some() { Slots::Charged } else { Slots::Standing };
    let pledge = pledge::make_in(tx, &actor, request, &new, slots)?;
    let pos = 1 + i64::try_from(store::lines(tx, key)?.len()).unwrap_or(i64::MAX);
    let line = Line {
        key,
        pos,
        county: request.county,
        request: request.id,
        part,
        pledge: pledge.id,
        amount,
        state: LineState::Made,
        payment: None,
    };
    store::add_line(tx, &line)?;
    Ok(Tried::Made(Box::new(run)))
}

/// Whether the run stands where we left it.
pub(super) fn is_ours(tx: &mut Tx<'_>, run: &Run) -> Res<bool> {
    Ok(store::find_run(tx, run.key)?.is_some_and(|now| now.version == run.version && now.state == run.state))
}

/// Whether its donor still wants what is due. One that has run its course is over and wants its last run all the same.
pub(super) fn is_active(tx: &mut Tx<'_>, key: Key) -> Res<bool> {
    let gift = store::require(tx, key.account, key.gift)?;
    Ok(gift.state == State::Active || (gift.state == State::Ended && gift.reason == "done"))
}

/// Everything is pledged that could be: the run goes on, and what found no place goes with the gift to its next due day, once.
/// Whoever has to pay by hand is told so.
fn placed(tx: &mut Tx<'_>, words: &I18n, mut run: Run, note: &str) -> Res<Option<Run>> {
    if !is_ours(tx, &run)? {
        return Ok(None);
    }
    let now = tx.now();
    let mut gift = store::require(tx, run.key.account, run.key.gift)?;
    if gift.state == State::Active && gift.last == Some(run.key.day) {
        // What was carried into this run is not carried again.
        run.carried_out = run.not_placed().min(run.amount);
        gift.carried = run.carried_out;
        store::save(tx, &mut gift)?;
    }
    if run.not_placed() > 0 {
        note.clone_into(&mut run.note);
    }
    run.state = if run.placed > 0 && run.mandate.is_some() { RunState::Charging } else { RunState::Waiting };
    run.work_at = Some(now + LEASE);
    store::save_run(tx, &mut run)?;
    if run.placed > 0 && run.mandate.is_none() {
        qianmo_identity::account::tell(tx, words, run.key.account, "aid-standing-notice-waits")?;
    }
    Ok(Some(run))
}
