//! Recovery: a way back for somebody who lost every way to sign in.
//!
//! Who still has another factor needs none of this: they sign in with it and change their contacts in the settings.
//! Otherwise an officer at whose counter the person stands asks for a new phone number or address to be put in; a second
//! officer consents; then 24 hours pass, during which every old contact has been told and the owner may stop it.

mod store;

use crate::account::{self, contact};
use crate::grant::{self, MANAGE};
use crate::{card, notice, passkey, session, token};
use qianmo_db::{JobRow, Tx};
use qianmo_kernel::text::{length, tidy};
use qianmo_kernel::{Actor, Fail, Id, Kind, Millis, PlacePath, Refused, Res};
use qianmo_notify::Address;
use qianmo_web::App;
use qianmo_web::i18n::I18n;
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::Pin;

pub(crate) use store::{REASON, SHOWN, remove_all};

/// How long after the second officer's consent nothing happens yet.
pub const WAIT: i64 = 24 * Millis::HOUR;
/// How long a request waits for consent.
pub const LAPSES: i64 = 7 * Millis::DAY;
/// The job at the end of the wait.
pub(crate) const FINISH: &str = "identity.recovery";

/// How far a recovery is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// An officer asked for it; a second one is to consent.
    Asked,
    /// A second officer consented; the wait is running.
    Consented,
    /// The new contact is in.
    Done,
    /// The owner or the first officer stopped it.
    Cancelled,
    /// The second officer did not consent.
    Refused,
    /// Nobody consented in time, or the new contact signs in another account by now.
    Lapsed,
}

impl State {
    const ALL: [State; 6] = [State::Asked, State::Consented, State::Done, State::Cancelled, State::Refused, State::Lapsed];

    /// Its name in the database and in message keys (`identity-recovery-asked`).
    pub const fn name(self) -> &'static str {
        match self {
            State::Asked => "asked",
            State::Consented => "consented",
            State::Done => "done",
            State::Cancelled => "cancelled",
            State::Refused => "refused",
            State::Lapsed => "lapsed",
        }
    }

    fn from_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.name() == name)
    }

    /// Whether it still goes on.
    pub const fn is_open(self) -> bool {
        matches!(self, State::Asked | State::Consented)
    }
}

/// A recovery.
#[derive(Clone, Debug)]
pub struct Recovery {
    /// The account.
    pub account: Id,
    /// Its id.
    pub id: Id,
    /// The place whose officers decide on it.
    pub path: PlacePath,
    /// The new contact.
    pub address: Address,
    /// Whether all old ways to sign in are lost and will be withdrawn.
    pub lost: bool,
    /// Why, in the first officer's words.
    pub reason: String,
    /// How far it is.
    pub state: State,
    /// The first officer.
    pub asked_by: Id,
    /// When.
    pub asked_at: Millis,
    /// The second officer; `Id::NONE` before.
    pub consent_by: Id,
    /// When the wait ends; 0 before the consent.
    pub ready_at: Millis,
    version: i64,
}

/// After which waiting recovery a page goes on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WaitingKey {
    /// The place's path.
    pub path: String,
    /// The recovery.
    pub id: Id,
}

impl Recovery {
    /// The key of this row among those that wait.
    pub fn key(&self) -> WaitingKey {
        WaitingKey { path: self.path.as_str().to_owned(), id: self.id }
    }
}

/// A recovery that an officer asks for.
pub struct Ask<'a> {
    /// The account.
    pub account: Id,
    /// The new contact.
    pub address: &'a Address,
    /// Whether all old ways to sign in are lost and are to be withdrawn.
    pub lost: bool,
    /// Why, and how the person was recognised.
    pub reason: &'a str,
}

#[derive(Serialize, Deserialize)]
struct Finish {
    account: Id,
    id: Id,
}

/// Refuses unless the actor's office covers every seat of the account: nobody helps to recover an account above them.
///
/// A seat that one of the two officers gave (`asked_by` is the first, once there is one), or that is new, brings nobody
/// under an office: else two officers could give a role to any donor of the nation whose phone they know, and take the
/// account over. With no other seat the account is the root's. Returns the widest place that decides.
fn require_cover(tx: &mut Tx<'_>, actor: &Actor, account: Id, asked_by: Id) -> Res<PlacePath> {
    if actor.account == account {
        return Err(Refused::new(Kind::Forbidden, "identity-recovery-self").into());
    }
    let seats = grant::seats(&grant::list(tx, account)?);
    if !seats.iter().all(|seat| actor.may(&MANAGE, seat)) {
        return Err(Refused::forbidden().into());
    }
    if !grant::is_settled(tx, account, &[actor.account, asked_by])? {
        let root = PlacePath::root();
        if !actor.may(&MANAGE, &root) {
            return Err(Refused::new(Kind::Forbidden, "identity-recovery-unsettled").into());
        }
        return Ok(root);
    }
    Ok(seats.into_iter().min_by_key(|seat| seat.as_str().len()).unwrap_or_default())
}

/// The first officer's part.
pub fn ask(tx: &mut Tx<'_>, words: &I18n, actor: &Actor, ask: &Ask<'_>) -> Res<Id> {
    let target = account::active(tx, ask.account)?;
    let path = require_cover(tx, actor, ask.account, Id::NONE)?;
    let reason = tidy(ask.reason);
    if reason.is_empty() || length(&reason) > 500 {
        return Err(Refused::field("reason", "identity-recovery-reason").into());
    }
    if contact::account_of(tx, ask.address)?.is_some_and(|owner| owner != ask.account) {
        return Err(Refused::new(Kind::Conflict, "identity-contact-taken").into());
    }
    if store::of_account(tx, ask.account)?.iter().any(|r| r.state.is_open()) {
        return Err(Refused::new(Kind::Conflict, "identity-recovery-open").into());
    }
    account::touch(tx, &target)?;
    let recovery = Recovery {
        account: ask.account,
        id: tx.new_id(),
        path,
        address: ask.address.clone(),
        lost: ask.lost,
        reason,
        state: State::Asked,
        asked_by: actor.account,
        asked_at: tx.now(),
        consent_by: Id::NONE,
        ready_at: Millis(0),
        version: 1,
    };
    store::insert(tx, &recovery)?;
    notice::tell(tx, words, ask.account, "identity-notice-recovery-asked", &[])?;
    Ok(recovery.id)
}

/// The second officer's part: consents, and the wait begins; or refuses.
pub fn decide(tx: &mut Tx<'_>, words: &I18n, actor: &Actor, account: Id, id: Id, consent: bool) -> Res<()> {
    let mut recovery = require(tx, account, id)?;
    require_cover(tx, actor, account, recovery.asked_by)?;
    if recovery.asked_by == actor.account {
        return Err(Refused::new(Kind::Forbidden, "identity-recovery-second").into());
    }
    if recovery.state != State::Asked {
        return Err(over().into());
    }
    let now = tx.now();
    recovery.consent_by = actor.account;
    if consent {
        recovery.state = State::Consented;
        recovery.ready_at = now + WAIT;
        tx.enqueue(FINISH, Id::NONE, recovery.ready_at, &Finish { account, id })?;
        notice::tell(tx, words, account, "identity-notice-recovery-consented", &[])?;
    } else {
        recovery.state = State::Refused;
    }
    store::save(tx, &recovery)
}

/// Stops a recovery: the owner, or the officer who asked for it.
pub fn cancel(tx: &mut Tx<'_>, words: &I18n, actor: &Actor, account: Id, id: Id) -> Res<()> {
    let mut recovery = require(tx, account, id)?;
    if actor.account != account && actor.account != recovery.asked_by {
        return Err(Refused::forbidden().into());
    }
    if !recovery.state.is_open() {
        return Err(over().into());
    }
    recovery.state = State::Cancelled;
    store::save(tx, &recovery)?;
    notice::tell(tx, words, account, "identity-notice-recovery-cancelled", &[])
}

/// The end of the wait: the new contact comes in; if the old ways are lost, they go.
fn finish(tx: &mut Tx<'_>, words: &I18n, account: Id, id: Id) -> Res<()> {
    let Some(mut recovery) = store::find(tx, account, id)? else { return Ok(()) };
    if recovery.state != State::Consented || tx.now() < recovery.ready_at {
        return Ok(());
    }
    let before: Vec<Address> = contact::list(tx, account)?.into_iter().map(|c| c.address).collect();
    if contact::account_of(tx, &recovery.address)?.is_some_and(|owner| owner != account) {
        recovery.state = State::Lapsed;
        return store::save(tx, &recovery);
    }
    if recovery.lost {
        contact::remove_all(tx, account)?;
        passkey::remove_all(tx, account)?;
        card::withdraw(tx, account)?;
        token::remove_all(tx, account)?;
        session::remove_all(tx, account)?;
    }
    match contact::claim(tx, account, &recovery.address) {
        // With all places for contacts taken the recovery cannot end well; its officers see why.
        Err(Fail::Refused(_)) => recovery.state = State::Lapsed,
        other => {
            other?;
            recovery.state = State::Done;
        }
    }
    store::save(tx, &recovery)?;
    notice::tell_these(tx, words, account, &before, "identity-notice-recovery-done", &[])?;
    notice::tell_these(tx, words, account, &[recovery.address], "identity-notice-recovery-done", &[])
}

/// The job at the end of the wait.
pub(crate) fn finish_job(app: App, job: JobRow) -> Pin<Box<dyn Future<Output = Res<()>> + Send>> {
    Box::pin(async move {
        let Finish { account, id } = job.payload()?;
        let words = app.i18n.clone();
        app.db.write(move |tx| finish(tx, &words, account, id)).await
    })
}

/// Lets requests lapse that nobody consented to in time.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Res<()> {
    store::lapse(tx, tx.now() - LAPSES)
}

/// The recovery; not found when there is none.
fn require(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<Recovery> {
    store::find(tx, account, id)?.ok_or_else(|| Refused::not_found().into())
}

fn over() -> Refused {
    Refused::new(Kind::Conflict, "identity-recovery-over")
}

/// The recovery of an account that goes on, if there is one.
pub fn open_of(tx: &mut Tx<'_>, account: Id) -> Res<Option<Recovery>> {
    Ok(store::of_account(tx, account)?.into_iter().find(|r| r.state.is_open()))
}

/// An account's recoveries, the newest first.
pub fn of_account(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Recovery>> {
    store::of_account(tx, account)
}

/// The officers at whose word a phone number or an address was put into an account. For rules about what is done by it: whoever had it
/// put in may be who has it.
pub fn put_in_by(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Id>> {
    store::put_in_by(tx, account)
}

/// Recoveries that wait for a second officer's consent at or under these places, a page at a time in the order of path and id.
pub fn waiting(tx: &mut Tx<'_>, under: &[PlacePath], after: Option<&WaitingKey>, limit: usize) -> Res<Vec<Recovery>> {
    let since = tx.now() - LAPSES;
    let mut found = Vec::new();
    for place in under {
        found.extend(store::waiting(tx, place, since, after, limit)?);
    }
    found.sort_by(|a, b| (a.path.as_str(), a.id).cmp(&(b.path.as_str(), b.id)));
    found.dedup_by_key(|recovery| recovery.id);
    found.truncate(limit);
    Ok(found)
}

/// How many recoveries wait at or under a place for the consent of another officer than the one who asked, for this officer's eyes:
/// their own are not theirs to consent to.
pub fn count_waiting(tx: &mut Tx<'_>, actor: &Actor, under: &PlacePath) -> Res<i64> {
    let since = tx.now() - LAPSES;
    store::count(tx, under, since, actor.account)
}
