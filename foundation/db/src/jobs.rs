//! Jobs: work that a worker does later, at least once, with retries, back-off and a list of those that died.

use crate::engine::Db;
use crate::migrate::Migration;
use crate::params;
use crate::tx::Tx;
use crate::value::Row;
use crate::vault::{KeyRing, key_number};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use qianmo_kernel::{Id, Millis, Res};

pub(crate) const MIGRATION: Migration =
    Migration { module: "qianmo-db", name: "0001_work", sql: include_str!("../migrations/0001_work.sql") };
/// What tells whether the keys are this database's.
pub(crate) const KEY_CHECK: Migration =
    Migration { module: "qianmo-db", name: "0002_key_check", sql: include_str!("../migrations/0002_key_check.sql") };

/// Attempts after which a job is put on the dead list for an operator to look at.
pub const ATTEMPTS: i64 = 12;

crate::sql! {
    const PUT = "INSERT INTO job (county, id, kind, payload, due_at, lease_until, attempts, dead, last_error, created_at) \
                 VALUES ($1, $2, $3, $4, $5, 0, 0, 0, '', $6)";
    const CLAIM = sqlite "UPDATE job SET lease_until = $1, attempts = attempts + 1 WHERE (county, id) IN \
            (SELECT county, id FROM job WHERE dead = 0 AND due_at <= $2 AND lease_until <= $2 ORDER BY due_at LIMIT $3) \
            RETURNING county, id, kind, payload, attempts"
        postgres "UPDATE job SET lease_until = $1, attempts = attempts + 1 WHERE (county, id) IN \
            (SELECT county, id FROM job WHERE dead = 0 AND due_at <= $2 AND lease_until <= $2 ORDER BY due_at LIMIT $3 \
             FOR UPDATE SKIP LOCKED) RETURNING county, id, kind, payload, attempts";
    const RELEASE = "UPDATE job SET lease_until = 0 WHERE lease_until > 0";
    const DONE = "DELETE FROM job WHERE county = $1 AND id = $2";
    const AGAIN = "UPDATE job SET due_at = $1, lease_until = 0, dead = $2, last_error = $3 WHERE county = $4 AND id = $5";
    const DEAD = "SELECT county, id, kind, payload, attempts, last_error FROM job WHERE dead = 1 ORDER BY due_at LIMIT $1";
    const REVIVE = "UPDATE job SET dead = 0, attempts = 0, due_at = $1, lease_until = 0 WHERE county = $2 AND id = $3 AND dead = 1";
    const WAITING = "SELECT COUNT(*) FROM job WHERE dead = 0 AND due_at <= $1";
    const DEAD_COUNT = "SELECT COUNT(*) FROM job WHERE dead = 1";
    const PAGE = "SELECT county, id, kind, payload, attempts, dead FROM job WHERE county > $1 OR (county = $1 AND id > $2) \
                  ORDER BY county, id LIMIT $3";
    const LAST_NODE = "SELECT COALESCE(MAX(node), -1) FROM node_lease";
    const FREE_NODE = "SELECT node FROM node_lease ORDER BY taken_at, node LIMIT 1";
    const TAKE_NEW = "INSERT INTO node_lease (node, taken_at) VALUES ($1, $2) ON CONFLICT (node) DO NOTHING";
    const TAKE_OLD = "UPDATE node_lease SET taken_at = $1 WHERE node = $2";
}

/// A job that a worker has claimed.
#[derive(Clone, Debug)]
pub struct JobRow {
    /// The county it belongs to, or `Id::NONE`.
    pub county: Id,
    /// The job.
    pub id: Id,
    /// What is to be done.
    pub kind: String,
    /// With what, as JSON.
    pub payload: String,
    /// How often it was tried, this time included.
    pub attempts: i64,
}

impl JobRow {
    fn from_row(row: &Row<'_>) -> Res<JobRow> {
        Ok(JobRow { county: row.id(0)?, id: row.id(1)?, kind: row.text(2)?, payload: row.text(3)?, attempts: row.i64(4)? })
    }

    /// The payload as the type that was put in.
    pub fn payload<T: serde::de::DeserializeOwned>(&self) -> Res<T> {
        serde_json::from_str(&self.payload)
            .map_err(|e| qianmo_kernel::Error::because(format!("payload of {}", self.kind), e).into())
    }
}

pub(crate) fn put(tx: &mut Tx<'_>, kind: &str, county: Id, due: Millis, payload: &str) -> Res<()> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.execute(PUT, params![county, id, kind, payload, due, now])?;
    Ok(())
}

/// Claims up to `limit` jobs that are due; nobody else gets them until the lease ends.
pub fn claim(tx: &mut Tx<'_>, limit: i64, lease_millis: i64) -> Res<Vec<JobRow>> {
    let now = tx.now();
    let mut claimed = tx.query(CLAIM, params![now + lease_millis, now, limit], JobRow::from_row)?;
    // Neither engine promises an order of what it returns; of two messages to a person the later one is to come later.
    claimed.sort_by_key(|job| job.id);
    Ok(claimed)
}

/// Frees every job that is leased. Only for a program that is alone with its database and has just started: whoever held
/// those leases is dead, and its jobs need not wait for their end.
pub fn release(tx: &mut Tx<'_>) -> Res<u64> {
    tx.execute(RELEASE, params![])
}

/// The job is done.
pub fn done(tx: &mut Tx<'_>, job: &JobRow) -> Res<()> {
    tx.execute(DONE, params![job.county, job.id]).map(|_| ())
}

/// The job failed: it comes again after a growing wait (10 s, 20 s, … up to 6 h), or goes to the dead list.
/// `error` is logged and kept; it must hold no personal data.
pub fn failed(tx: &mut Tx<'_>, job: &JobRow, error: &str) -> Res<()> {
    let wait = (10 * Millis::SECOND).saturating_mul(1 << job.attempts.clamp(1, 12).saturating_sub(1)).min(6 * Millis::HOUR);
    let due = tx.now() + wait;
    let dead = job.attempts >= ATTEMPTS;
    let error: String = error.chars().take(500).collect();
    tx.execute(AGAIN, params![due, dead, error, job.county, job.id]).map(|_| ())
}

/// Dead jobs with their last error, oldest first.
pub fn dead(tx: &mut Tx<'_>, limit: i64) -> Res<Vec<(JobRow, String)>> {
    tx.query(DEAD, params![limit], |row| Ok((JobRow::from_row(row)?, row.text(5)?)))
}

/// Puts a dead job back on the list.
pub fn revive(tx: &mut Tx<'_>, county: Id, id: Id) -> Res<bool> {
    let now = tx.now();
    Ok(tx.execute(REVIVE, params![now, county, id])? == 1)
}

/// How many jobs are due and how many are dead.
pub fn backlog(tx: &mut Tx<'_>) -> Res<(i64, i64)> {
    let now = tx.now();
    let due = tx.one(WAITING, params![now], |r| r.i64(0))?;
    let dead = tx.one(DEAD_COUNT, params![], |r| r.i64(0))?;
    Ok((due, dead))
}

/// How many jobs hold something that was sealed with another key than the one in use: those that are still to be done, and those that were
/// given up. What they hold is bound to what they are about, so nobody but they themselves can seal it anew.
pub fn under_old_keys(db: &Db) -> Res<(u64, u64)> {
    const AT_ONCE: usize = 500;
    let (mut waiting, mut dead, mut after) = (0, 0, (Id::from_i64(i64::MIN), Id::from_i64(i64::MIN)));
    loop {
        let page = db.read_now(move |tx| {
            tx.query(PAGE, params![after.0, after.1, AT_ONCE], |row| Ok((JobRow::from_row(row)?, row.flag(5)?)))
        })?;
        for (job, given_up) in &page {
            after = (job.county, job.id);
            if serde_json::from_str(&job.payload).is_ok_and(|payload| holds_old(&payload, db.env().vault.ring())) {
                *if *given_up { &mut dead } else { &mut waiting } += 1;
            }
        }
        if page.len() < AT_ONCE {
            return Ok((waiting, dead));
        }
    }
}

/// Whether a payload holds a seal of an old key, as text or as bytes.
fn holds_old(payload: &serde_json::Value, ring: &KeyRing) -> bool {
    let old = |sealed: &[u8]| key_number(sealed).is_some_and(|n| n != ring.current() && ring.numbers().contains(&n));
    match payload {
        serde_json::Value::String(text) => BASE64.decode(text).is_ok_and(|sealed| old(&sealed)),
        serde_json::Value::Array(items) => {
            let bytes: Option<Vec<u8>> = items.iter().map(|n| n.as_u64().and_then(|n| u8::try_from(n).ok())).collect();
            bytes.is_some_and(|sealed| old(&sealed)) || items.iter().any(|item| holds_old(item, ring))
        }
        serde_json::Value::Object(fields) => fields.values().any(|field| holds_old(field, ring)),
        _ => false,
    }
}

/// Takes a node number for new ids: a fresh one while there are any of the 1,024, then the one taken longest ago.
pub(crate) fn lease_node(tx: &mut Tx<'_>) -> Res<u16> {
    let now = tx.now();
    let next = tx.one(LAST_NODE, params![], |r| r.i64(0))? + 1;
    let node = if next < 1024 {
        if tx.execute(TAKE_NEW, params![next, now])? == 0 {
            return Err(qianmo_kernel::Fail::Race);
        }
        next
    } else {
        let node = tx.one(FREE_NODE, params![], |r| r.i64(0))?;
        tx.execute(TAKE_OLD, params![now, node])?;
        node
    };
    Ok(u16::try_from(node).unwrap_or_default())
}
