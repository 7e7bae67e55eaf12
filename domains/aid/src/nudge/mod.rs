//! A word to a donor who is away: only to those who agreed to it, as seldom as they said, never by night, and where it matters most.
//!
//! The allocator names whose slate would now gain most over what its requests are expected to bring anyway
//! ([`qianmo_matching::Allocator::nudges`]). The message says that requests wait and where they are; nothing of a family, and nothing of the donor,
//! stands in it.

mod store;

use crate::board;
use crate::interest;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Millis, PlacePath, Res, Role};
use qianmo_web::i18n::{Arg, I18n};
use qianmo_web::{App, Module};

/// How often in 30 days a donor may agree to be written to; the first is never.
pub const CHOICES: [i64; 4] = [0, 1, 2, 4];
/// The days over which they are counted.
pub const COUNTED: i64 = 30 * Millis::DAY;
/// So long nobody is written to after a visit or a message.
pub const QUIET: i64 = 7 * Millis::DAY;
/// The hours of the place, from and to, in which messages are sent.
pub const HOURS: (i64, i64) = (9, 20);
/// So many are written to in an hour at most.
const AT_ONCE: usize = 200;
/// So many who agreed are looked at in an hour, those first who were written to longest ago.
const LOOKED_AT: usize = 20_000;

/// The job.
const JOB: &str = "aid.nudge";

/// Adds the job.
pub fn routes(module: Module) -> Module {
    module.job(JOB, |app, _| Box::pin(async move { run(&app).await.map(|_| ()) })).every(JOB, Millis::HOUR)
}

/// Writes to those for whom it matters most now, and says to how many.
///
/// # Errors
/// Only the database's own; who could not be written to is tried again the next hour.
pub async fn run(app: &App) -> Res<usize> {
    let now = app.clock.now();
    let hour = (now.0 + i64::from(app.config.utc_offset_minutes) * Millis::MINUTE).rem_euclid(Millis::DAY) / Millis::HOUR;
    if !(HOURS.0..HOURS.1).contains(&hour) {
        return Ok(0);
    }
    app.db.write(move |tx| store::sweep(tx, now - 2 * COUNTED)).await?;
    let away = app.db.read(away).await?;
    if away.is_empty() {
        return Ok(0);
    }
    let named = board::nudges(app, away, AT_ONCE).await?;
    let mut sent = 0;
    for account in named {
        let (words, base) = (app.i18n.clone(), app.config.base_url.clone());
        match app.db.write(move |tx| tell(tx, &words, &base, account)).await {
            Ok(done) => sent += usize::from(done),
            Err(error) => tracing::warn!(%error, "a donor was not written to; the next hour tries again"),
        }
    }
    Ok(sent)
}

/// Who agreed, is away, and has messages left, as the board is told of them.
fn away(tx: &mut Tx<'_>) -> Res<Vec<(board::Looker, u32)>> {
    let now = tx.now();
    let mut away = Vec::new();
    for one in store::agreed(tx, now - COUNTED, now - QUIET, LOOKED_AT)? {
        let Some(account) = qianmo_identity::account::find(tx, one.account)?.filter(|account| !account.erased) else { continue };
        let grants = qianmo_identity::grant::list(tx, one.account)?;
        if !grants.iter().any(|grant| crate::pledge::GIVE.roles.contains(&grant.role)) {
            continue;
        }
        let actor = Actor {
            account: one.account,
            grants: vec![qianmo_kernel::Grant { role: Role::Donor, place: Id::NONE, path: PlacePath::root() }],
            household: account.household,
            ..Actor::system()
        };
        let looker = interest::looker(tx, &actor)?;
        if !looker.newest_first {
            away.push((looker, u32::try_from(one.left).unwrap_or(0)));
        }
    }
    Ok(away)
}

/// Writes to one donor, unless they said otherwise or were written to meanwhile.
fn tell(tx: &mut Tx<'_>, words: &I18n, base: &str, account: Id) -> Res<bool> {
    let now = tx.now();
    if !store::take(tx, account, now - COUNTED, now - QUIET)? {
        return Ok(false);
    }
    let args = [("home", Arg::from(format!("{base}/"))), ("choice", Arg::from(format!("{base}/my-interests")))];
    qianmo_identity::tell(tx, words, account, "aid-nudge-message", &args)?;
    Ok(true)
}

/// Forgets when a donor was written to.
pub(crate) fn forget(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    store::forget(tx, account)
}
