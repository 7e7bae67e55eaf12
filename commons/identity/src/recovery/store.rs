//! Recoveries in the database.

use super::{Recovery, State, WaitingKey};
use crate::account::contact;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Fail, Id, Millis, PlacePath, Res};

pub(crate) const SHOWN: &str = "identity.recovery.shown";
pub(crate) const REASON: &str = "identity.recovery.reason";

qianmo_db::sql! {
    /// A new recovery.
    const INSERT = "INSERT INTO recovery (account, id, path, channel, shown_sealed, lost, reason_sealed, state, asked_by, asked_at, \
        consent_by, consent_at, ready_at, ended_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $9, 0, 0, 0, 0, 1)";
    /// One recovery.
    const FIND = "SELECT account, id, path, channel, shown_sealed, lost, reason_sealed, state, asked_by, asked_at, consent_by, ready_at, \
        version FROM recovery WHERE account = $1 AND id = $2";
    /// An account's recoveries.
    const OF_ACCOUNT = "SELECT account, id, path, channel, shown_sealed, lost, reason_sealed, state, asked_by, asked_at, consent_by, ready_at, \
        version FROM recovery WHERE account = $1 ORDER BY id DESC LIMIT 20";
    /// A page of those that wait for consent at or under a place.
    const WAITING = "SELECT account, id, path, channel, shown_sealed, lost, reason_sealed, state, asked_by, asked_at, consent_by, ready_at, \
        version FROM recovery WHERE state = 'asked' AND path >= $1 AND path < $2 AND (path, id) > ($3, $4) AND asked_at >= $5 \
        ORDER BY path, id LIMIT $6";
    /// How many wait for the consent of another than this one at or under a place.
    const COUNT = "SELECT COUNT(*) FROM recovery WHERE state = 'asked' AND path >= $1 AND path < $2 AND asked_at >= $3 AND asked_by <> $4";
    /// Who asked for what was put into an account.
    const PUT_IN_BY = "SELECT DISTINCT asked_by FROM recovery WHERE account = $1 AND state = 'done' ORDER BY asked_by";
    /// Another state.
    const SAVE = "UPDATE recovery SET state = $1, consent_by = $2, consent_at = CASE WHEN $3 = 1 THEN $4 ELSE consent_at END, ready_at = $5, \
        ended_at = CASE WHEN $6 = 1 THEN $4 ELSE 0 END, version = version + 1 WHERE account = $7 AND id = $8 AND version = $9";
    /// Nobody consented in time.
    const LAPSE = "UPDATE recovery SET state = 'lapsed', version = version + 1 WHERE state = 'asked' AND asked_at < $1";
    /// The account is being erased.
    const REMOVE_ALL = "DELETE FROM recovery WHERE account = $1";
}

pub(super) fn insert(tx: &mut Tx<'_>, recovery: &Recovery) -> Res<()> {
    let shown = tx.vault().seal_text(SHOWN, recovery.id, recovery.address.shown())?;
    let reason = tx.vault().seal_text(REASON, recovery.id, &recovery.reason)?;
    let channel = recovery.address.channel().name();
    let values = params![
        recovery.account,
        recovery.id,
        &recovery.path,
        channel,
        shown,
        recovery.lost,
        reason,
        recovery.asked_by,
        recovery.asked_at
    ];
    tx.execute(INSERT, values)?;
    Ok(())
}

/// A row before its sealed columns are opened.
struct Closed {
    account: Id,
    id: Id,
    path: PlacePath,
    channel: String,
    shown: Vec<u8>,
    lost: bool,
    reason: Vec<u8>,
    state: String,
    asked_by: Id,
    asked_at: Millis,
    consent_by: Id,
    ready_at: Millis,
    version: i64,
}

fn read(row: &Row<'_>) -> Res<Closed> {
    Ok(Closed {
        account: row.id(0)?,
        id: row.id(1)?,
        path: row.path(2)?,
        channel: row.text(3)?,
        shown: row.blob(4)?,
        lost: row.flag(5)?,
        reason: row.blob(6)?,
        state: row.text(7)?,
        asked_by: row.id(8)?,
        asked_at: row.millis(9)?,
        consent_by: row.id(10)?,
        ready_at: row.millis(11)?,
        version: row.i64(12)?,
    })
}

impl Closed {
    fn open(self, tx: &Tx<'_>) -> Res<Recovery> {
        let shown = tx.vault().open_text(SHOWN, self.id, &self.shown)?;
        Ok(Recovery {
            account: self.account,
            id: self.id,
            path: self.path,
            address: contact::kept(&self.channel, &shown)?,
            lost: self.lost,
            reason: tx.vault().open_text(REASON, self.id, &self.reason)?,
            state: State::from_name(&self.state).ok_or_else(|| Error::new("a recovery has a state of an unknown name"))?,
            asked_by: self.asked_by,
            asked_at: self.asked_at,
            consent_by: self.consent_by,
            ready_at: self.ready_at,
            version: self.version,
        })
    }
}

pub(super) fn find(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<Option<Recovery>> {
    let row = tx.first(FIND, params![account, id], read)?;
    row.map(|closed| closed.open(tx)).transpose()
}

pub(super) fn of_account(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Recovery>> {
    let rows = tx.query(OF_ACCOUNT, params![account], read)?;
    rows.into_iter().map(|closed| closed.open(tx)).collect()
}

/// Who asked for what was put into an account, however many recoveries it had.
pub(super) fn put_in_by(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Id>> {
    tx.query(PUT_IN_BY, params![account], |row| row.id(0))
}

/// Those that were asked for at that moment or later, and come after the key.
pub(super) fn waiting(
    tx: &mut Tx<'_>,
    under: &PlacePath,
    since: Millis,
    after: Option<&WaitingKey>,
    limit: usize,
) -> Res<Vec<Recovery>> {
    let (from, to) = under.range();
    let (path, id) = after.map_or(("", Id::NONE), |key| (key.path.as_str(), key.id));
    let rows = tx.query(WAITING, params![from, to, path, id, since, limit], read)?;
    rows.into_iter().map(|closed| closed.open(tx)).collect()
}

/// How many were asked for at that moment or later, by another officer than this one.
pub(super) fn count(tx: &mut Tx<'_>, under: &PlacePath, since: Millis, but_by: Id) -> Res<i64> {
    let (from, to) = under.range();
    tx.one(COUNT, params![from, to, since, but_by], |row| row.i64(0))
}

pub(super) fn save(tx: &mut Tx<'_>, recovery: &Recovery) -> Res<()> {
    let now = tx.now();
    let decided = matches!(recovery.state, State::Consented | State::Refused);
    let ended = !recovery.state.is_open();
    let values = params![
        recovery.state.name(),
        recovery.consent_by,
        decided,
        now,
        recovery.ready_at,
        ended,
        recovery.account,
        recovery.id,
        recovery.version
    ];
    if tx.execute(SAVE, values)? == 0 { Err(Fail::Race) } else { Ok(()) }
}

pub(super) fn lapse(tx: &mut Tx<'_>, before: Millis) -> Res<()> {
    tx.execute(LAPSE, params![before])?;
    Ok(())
}

/// Drops an account's recoveries: it is being erased.
pub(crate) fn remove_all(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    tx.execute(REMOVE_ALL, params![account])?;
    Ok(())
}
