//! Proposals in the database.

use super::{Proposal, State, WaitingKey};
use crate::grant;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Fail, Grant, Id, Millis, PlacePath, Res};
use qianmo_places::Moved;

pub(crate) const REASON: &str = "identity.proposal.reason";

qianmo_db::sql! {
    /// A new proposal.
    const INSERT = "INSERT INTO role_proposal (account, id, role, place, path, state, proposed_by, proposed_at, decided_by, decided_at, \
        reason_sealed, version) VALUES ($1, $2, $3, $4, $5, 'proposed', $6, $7, 0, 0, $8, 1)";
    /// One proposal.
    const FIND = "SELECT role, place, path, account, id, state, proposed_by, proposed_at, decided_by, decided_at, reason_sealed, version \
        FROM role_proposal WHERE account = $1 AND id = $2";
    /// The newest of an account's that are over.
    const PAST_OF = "SELECT role, place, path, account, id, state, proposed_by, proposed_at, decided_by, decided_at, reason_sealed, version \
        FROM role_proposal WHERE account = $1 AND state <> 'proposed' ORDER BY id DESC LIMIT 20";
    /// Those of an account that nobody decided yet.
    const OPEN_OF = "SELECT role, place, path, account, id, state, proposed_by, proposed_at, decided_by, decided_at, reason_sealed, version \
        FROM role_proposal WHERE account = $1 AND state = 'proposed' ORDER BY id DESC";
    /// A page of those that wait for a second officer at or under a place.
    const WAITING = "SELECT role, place, path, account, id, state, proposed_by, proposed_at, decided_by, decided_at, reason_sealed, version \
        FROM role_proposal WHERE state = 'proposed' AND path >= $1 AND path < $2 AND (path, id) > ($3, $4) AND proposed_at >= $5 \
        ORDER BY path, id LIMIT $6";
    /// How many wait for a second officer at or under a place, other than those that this account proposed.
    const COUNT_WAITING = "SELECT COUNT(*) FROM role_proposal WHERE state = 'proposed' AND path >= $1 AND path < $2 AND proposed_at >= $3 \
        AND proposed_by <> $4";
    /// Somebody decided.
    const SAVE = "UPDATE role_proposal SET state = $1, decided_by = $2, decided_at = $3, reason_sealed = $4, version = version + 1 \
        WHERE account = $5 AND id = $6 AND version = $7";
    /// Nobody decided in time.
    const LAPSE = "UPDATE role_proposal SET state = 'lapsed', version = version + 1 WHERE state = 'proposed' AND proposed_at < $1";
    /// Where those are to be held that wait at or under a place.
    const UNDER = "SELECT account, id, place, path FROM role_proposal WHERE state = 'proposed' AND path >= $1 AND path < $2 \
        ORDER BY account, id";
    /// The place lies elsewhere now, or another stands for it.
    const FOLLOW = "UPDATE role_proposal SET place = $1, path = $2, version = version + 1 WHERE account = $3 AND id = $4";
    /// The account is being erased.
    const REMOVE_ALL = "DELETE FROM role_proposal WHERE account = $1";
}

pub(super) fn insert(tx: &mut Tx<'_>, proposal: &Proposal) -> Res<()> {
    let reason = tx.vault().seal_text(REASON, proposal.id, &proposal.reason)?;
    let grant = &proposal.grant;
    let values = params![
        proposal.account,
        proposal.id,
        grant.role.name(),
        grant.place,
        &grant.path,
        proposal.proposed_by,
        proposal.proposed_at,
        reason
    ];
    tx.execute(INSERT, values)?;
    Ok(())
}

/// A row before its sealed column is opened.
struct Closed {
    grant: Grant,
    account: Id,
    id: Id,
    state: String,
    proposed_by: Id,
    proposed_at: Millis,
    decided_by: Id,
    decided_at: Millis,
    reason: Vec<u8>,
    version: i64,
}

fn read(row: &Row<'_>) -> Res<Closed> {
    Ok(Closed {
        grant: grant::read(row)?,
        account: row.id(3)?,
        id: row.id(4)?,
        state: row.text(5)?,
        proposed_by: row.id(6)?,
        proposed_at: row.millis(7)?,
        decided_by: row.id(8)?,
        decided_at: row.millis(9)?,
        reason: row.blob(10)?,
        version: row.i64(11)?,
    })
}

impl Closed {
    fn open(self, tx: &Tx<'_>) -> Res<Proposal> {
        Ok(Proposal {
            account: self.account,
            id: self.id,
            grant: self.grant,
            state: State::from_name(&self.state).ok_or_else(|| Error::new("a proposal has a state of an unknown name"))?,
            proposed_by: self.proposed_by,
            proposed_at: self.proposed_at,
            decided_by: self.decided_by,
            decided_at: self.decided_at,
            reason: tx.vault().open_text(REASON, self.id, &self.reason)?,
            version: self.version,
        })
    }
}

pub(super) fn find(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<Option<Proposal>> {
    let row = tx.first(FIND, params![account, id], read)?;
    row.map(|closed| closed.open(tx)).transpose()
}

pub(super) fn count_waiting(tx: &mut Tx<'_>, under: &PlacePath, since: Millis, by: Id) -> Res<i64> {
    let (from, to) = under.range();
    tx.one(COUNT_WAITING, params![&from, &to, since, by], |row| row.i64(0))
}

pub(super) fn past_of(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Proposal>> {
    let rows = tx.query(PAST_OF, params![account], read)?;
    rows.into_iter().map(|closed| closed.open(tx)).collect()
}

pub(super) fn open_of(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Proposal>> {
    let rows = tx.query(OPEN_OF, params![account], read)?;
    rows.into_iter().map(|closed| closed.open(tx)).collect()
}

/// Those that were proposed at that moment or later, and come after the key.
pub(super) fn waiting(
    tx: &mut Tx<'_>,
    under: &PlacePath,
    since: Millis,
    after: Option<&WaitingKey>,
    limit: usize,
) -> Res<Vec<Proposal>> {
    let (from, to) = under.range();
    let (path, id) = after.map_or(("", Id::NONE), |key| (key.path.as_str(), key.id));
    let rows = tx.query(WAITING, params![from, to, path, id, since, limit], read)?;
    rows.into_iter().map(|closed| closed.open(tx)).collect()
}

pub(super) fn save(tx: &mut Tx<'_>, proposal: &Proposal) -> Res<()> {
    let reason = tx.vault().seal_text(REASON, proposal.id, &proposal.reason)?;
    let values = params![
        proposal.state.name(),
        proposal.decided_by,
        proposal.decided_at,
        reason,
        proposal.account,
        proposal.id,
        proposal.version
    ];
    if tx.execute(SAVE, values)? == 0 { Err(Fail::Race) } else { Ok(()) }
}

pub(super) fn lapse(tx: &mut Tx<'_>, before: Millis) -> Res<()> {
    tx.execute(LAPSE, params![before])?;
    Ok(())
}

/// Open proposals follow when a place lies elsewhere in the tree, or another stands for it.
pub(crate) fn follow(tx: &mut Tx<'_>, step: &Moved) -> Res<()> {
    let (from, to) = PlacePath::from_stored(step.old_path.clone()).range();
    let open = tx.query(UNDER, params![from, to], |row| Ok((row.id(0)?, row.id(1)?, row.id(2)?, row.path(3)?)))?;
    for (account, id, place, path) in open {
        let rest = path.as_str().get(step.old_path.len()..).unwrap_or_default();
        let path = PlacePath::from_stored(format!("{}{rest}", step.new_path));
        let place = if place == step.old { step.new } else { place };
        tx.execute(FOLLOW, params![place, &path, account, id])?;
    }
    Ok(())
}

/// Drops an account's proposals: it is being erased.
pub(crate) fn remove_all(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    tx.execute(REMOVE_ALL, params![account])?;
    Ok(())
}
