//! The live allocator of this process: fed with what is open, asked for slates and orders, told what was taken.
//!
//! It lives in memory behind a lock that is held for microseconds. It is built of `aid_board` when it is asked for first, catches up
//! before it answers when something may have changed, and is built anew once a day. What it names is read from the database before it is
//! shown or pledged on, so two processes need not agree, and a board that lags shows nothing wrong. `docs/domains/aid-matching.md`
//! tells what goes in and what never does.

mod feed;
mod live;
mod past;

pub(crate) use feed::{MOVED, follow, put};
pub use live::{Looker, Shown, Visit, why};
pub(crate) use past::forget;

use live::Live;
use qianmo_db::Tx;
use qianmo_kernel::{Id, Millis, PublicRef, Res};
use qianmo_web::{App, Module, worker};
use std::sync::{Mutex, PoisonError};

/// The job that keeps the tables of the board short.
const SWEEP: &str = "aid.board-sweep";
/// How far back changes are read again: a unit of work may commit after one that began later.
const AGAIN: i64 = 15 * Millis::SECOND;
/// Changes of other processes are looked for as often.
const LAG: i64 = Millis::SECOND;
/// How long a board lives until it is built anew.
const REBUILT: i64 = Millis::DAY;

/// What somebody cares for: a wish, not a limit.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wish {
    /// One of the purposes; `None`: any.
    pub purpose: Option<String>,
    /// A place, of any level; `None`: anywhere.
    pub place: Option<Id>,
}

/// What alone is asked for: a limit.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Only {
    /// One of the purposes; `None`: any.
    pub purpose: Option<String>,
    /// In this place; `None`: anywhere.
    pub place: Option<Id>,
    /// Only requests with an open part that asks for goods.
    pub goods: bool,
}

/// The board of a process.
#[derive(Default)]
struct Board {
    live: Mutex<Option<Live>>,
    /// One at a time reads what has changed.
    turn: tokio::sync::Mutex<()>,
}

impl Board {
    fn with<T>(&self, work: impl FnOnce(&mut Live) -> T) -> Option<T> {
        let mut live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        live.as_mut().map(work)
    }

    fn put(&self, live: Live) {
        *self.live.lock().unwrap_or_else(PoisonError::into_inner) = Some(live);
    }
}

/// Adds the sweep.
pub fn routes(module: Module) -> Module {
    module.job(SWEEP, |app, _| Box::pin(async move { sweep(&app).await })).every(SWEEP, 10 * Millis::MINUTE)
}

/// Enters what was open before there was a board, drops what is long over, and forgets what was shown more than 30 days ago.
pub async fn sweep(app: &App) -> Res<()> {
    let entered = app
        .db
        .write(|tx| {
            past::sweep(tx)?;
            feed::sweep(tx)
        })
        .await?;
    if entered > 0 { worker::again(app, SWEEP).await } else { Ok(()) }
}

/// Brings the board up to what was committed before this call by this process, and about a second ago by others.
async fn caught_up(app: &App) -> Res<std::sync::Arc<Board>> {
    let board = app.held::<Board>();
    let (now, commits) = (app.clock.now(), app.db.units_committed());
    let fresh = |live: &mut Live| {
        let age = now.0 - live.looked.0.0;
        live.looked.1 == commits && (0..LAG).contains(&age)
    };
    if board.with(fresh).unwrap_or(false) {
        return Ok(board);
    }
    let waits = board.clone();
    let _turn = waits.turn.lock().await;
    if board.with(fresh).unwrap_or(false) {
        return Ok(board);
    }
    let since =
        board.with(|live| (live.seen, now.0 - live.built.0)).filter(|(_, age)| (0..REBUILT).contains(age)).map(|(seen, _)| seen);
    let Some(since) = since else {
        let (entries, past) = app.db.read(|tx| Ok((feed::all(tx)?, past::read(tx)?))).await?;
        let mut live = Live::build(entries, past, now);
        live.looked = (now, commits);
        board.put(live);
        return Ok(board);
    };
    let changed = app.db.read(move |tx| feed::changed(tx, since - AGAIN)).await?;
    board.with(|live| {
        changed.into_iter().for_each(|entry| live.apply(entry, now));
        live.looked = (now, commits);
    });
    Ok(board)
}

/// Open requests in the order of the allocator's prices (what gains most by a gift now comes first: near the end, near the sum, in
/// areas and groups that are behind), at most `most`. It may lag by a second: whoever pledges checks by the pledge itself.
///
/// # Errors
/// Only the database's own. A place that is not there finds nothing.
pub async fn order(app: &App, wish: &Wish, only: &Only, most: usize) -> Res<Vec<PublicRef>> {
    let inside = match only.place {
        None => None,
        Some(place) => match app.db.read(move |tx| qianmo_places::find(tx, place)).await? {
            Some(place) => Some(place.path),
            None => return Ok(Vec::new()),
        },
    };
    let board = caught_up(app).await?;
    let now = app.clock.now();
    Ok(board.with(|live| live.order(wish, only, inside.as_ref(), most, now)).unwrap_or_default())
}

/// What a donor is shown, best first: the slate of their visit, which lasts half an hour, or a new one, which is kept for 30 days.
///
/// # Errors
/// Only the database's own.
pub async fn slate(app: &App, looker: &Looker, most: usize) -> Res<Visit> {
    let board = caught_up(app).await?;
    let now = app.clock.now();
    let Some((visit, new)) = board.with(|live| live.visit(looker, most, now)) else {
        return Err(qianmo_kernel::Error::new("the board was not built").into());
    };
    // Newest first has no reasons, and teaches nothing about who wants what.
    if new && !looker.newest_first && !visit.shown.is_empty() {
        let (account, kept) = (looker.account, visit.clone());
        app.db.write(move |tx| past::keep(tx, account, &kept)).await?;
    }
    Ok(visit)
}

/// Whom to write to of those who agreed and are away, the best first. With each stands how many messages are left to them.
///
/// # Errors
/// Only the database's own.
pub async fn nudges(app: &App, away: Vec<(Looker, u32)>, most: usize) -> Res<Vec<Id>> {
    let board = caught_up(app).await?;
    let now = app.clock.now();
    Ok(board.with(|live| live.nudges(&away, most, now)).unwrap_or_default())
}

/// A donor pledged on a request by whatever way: what they had been shown is learnt from.
pub async fn took(app: &App, account: Id, reference: PublicRef) {
    let board = app.held::<Board>();
    let done = async {
        let request = app.db.read(move |tx| crate::request::require(tx, reference)).await?;
        let answered = board.with(|live| live.took(account, reference, feed::share(&request))).flatten();
        app.db.write(move |tx| past::took(tx, account, &request, answered.map(|(session, _)| session))).await
    };
    if let Err(error) = done.await {
        // Nobody's gift fails because nothing was learnt from it.
        tracing::warn!(%error, "a gift was not learnt from");
    }
}

/// The reason for which a request was shown to a donor last, and when; `None` where it was not, in the last 30 days.
///
/// # Errors
/// Only the database's own.
pub fn last_shown(tx: &mut Tx<'_>, account: Id, reference: PublicRef) -> Res<Option<(Millis, Shown)>> {
    past::last(tx, account, reference)
}
