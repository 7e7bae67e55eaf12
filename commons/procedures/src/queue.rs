//! What waits for somebody, oldest first.

use crate::case::{RawCase, known, raw};
use crate::decide::levels;
use crate::definition::Definition;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Id, Millis, Permission, PlacePath, PublicRef, Res};
use qianmo_places::Level;
use std::collections::BTreeMap;

/// A case that waits, without its definition: enough for a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// The case.
    pub reference: PublicRef,
    /// What it is about, in the same county.
    pub subject: Id,
    /// The present step's number.
    pub step: usize,
    /// Since when.
    pub opened_at: Millis,
    /// When the present step should be ruled.
    pub due_at: Option<Millis>,
}

/// Rounds of reading that one page may take when much of what waits is for a wider level.
const ROUNDS: usize = 5;

qianmo_db::sql! {
    /// The oldest running cases of one procedure under a place for one role, that this account neither opened nor ruled on.
    pub const QUEUE = "SELECT county, id, version, definition, definition_version, subject_kind, subject, path, amount_minor,
        step, floor_level, state, opened_by, opened_at, due_at, closed_at FROM procedure_case
        WHERE state = 'running' AND definition = $1 AND path >= $2 AND path < $3 AND step_role = $4
        AND (opened_at, id) > ($5, $6) AND opened_by <> $7
        AND NOT EXISTS (SELECT 1 FROM procedure_decision d WHERE d.county = procedure_case.county AND d.case_id = procedure_case.id
        AND d.actor = $7)
        ORDER BY opened_at, id LIMIT $8";
    /// The oldest running cases of one procedure under a place, for those who look on.
    pub const RUNNING = "SELECT county, id, version, definition, definition_version, subject_kind, subject, path, amount_minor,
        step, floor_level, state, opened_by, opened_at, due_at, closed_at FROM procedure_case
        WHERE state = 'running' AND definition = $1 AND path >= $2 AND path < $3 AND (opened_at, id) > ($4, $5)
        ORDER BY opened_at, id LIMIT $6";
    /// How many run under a place for one role that this account neither opened nor ruled on, and since when the oldest, for each
    /// of what decides on the level.
    pub const COUNT = "SELECT definition_version, step, floor_level, COUNT(*), MIN(opened_at) FROM procedure_case
        WHERE state = 'running' AND definition = $1 AND path >= $2 AND path < $3 AND step_role = $4 AND opened_by <> $5
        AND NOT EXISTS (SELECT 1 FROM procedure_decision d WHERE d.county = procedure_case.county AND d.case_id = procedure_case.id
        AND d.actor = $5) GROUP BY definition_version, step, floor_level";
    /// How many opened within a span run under a place.
    pub const AGES = "SELECT COUNT(*) FROM procedure_case WHERE state = 'running' AND definition = $1 AND path >= $2 AND path < $3
        AND opened_at > $4 AND opened_at <= $5";
}

/// How many cases of a procedure run under a place, by age: one number for each span between two `edges` (ages in
/// milliseconds, rising) and one for those older than the last.
pub fn ages(tx: &mut Tx<'_>, definition: &str, place: &PlacePath, edges: &[i64]) -> Res<Vec<i64>> {
    let now = tx.now();
    let (low, high) = place.range();
    let mut spans = Vec::with_capacity(edges.len());
    for (at, edge) in edges.iter().enumerate() {
        let oldest = edges.get(at + 1).map_or(Millis(i64::MIN), |next| now - *next);
        let newest = if *edge == 0 { Millis(i64::MAX) } else { now - *edge };
        spans.push(tx.one(AGES, params![definition, &low, &high, oldest, newest], |row| row.i64(0))?);
    }
    Ok(spans)
}

/// The running cases of the named procedures that lie where the actor has `permission` and may rule at the present step's
/// level, oldest first, after `after` (opening time and id of the last one seen).
pub fn queue(
    tx: &mut Tx<'_>,
    actor: &Actor,
    permission: &'static Permission,
    definitions: &[&str],
    after: Option<(Millis, Id)>,
    limit: usize,
) -> Res<Vec<Waiting>> {
    let levels = levels(tx, actor)?;
    let mut rules: BTreeMap<(String, i64), Definition> = BTreeMap::new();
    let mut from = after.unwrap_or((Millis(i64::MIN), Id::NONE));
    let mut waiting = Vec::with_capacity(limit);
    for _ in 0..ROUNDS {
        let found = batch(tx, actor, permission, definitions, from, limit)?;
        let (Some(last), whole) = (found.last(), found.len() >= limit) else { break };
        from = (last.case.opened_at, last.case.reference.id);
        for one in found {
            let key = (one.name.clone(), one.definition_version);
            if !rules.contains_key(&key) {
                rules.insert(key.clone(), known(tx, &one.name, one.definition_version)?);
            }
            let Some(definition) = rules.get(&key) else { continue };
            if waiting.len() < limit && levels.suit(actor, definition, &one.case) {
                waiting.push(Waiting::from(one));
            }
        }
        if waiting.len() >= limit || !whole {
            break;
        }
    }
    Ok(waiting)
}

impl From<RawCase> for Waiting {
    fn from(one: RawCase) -> Self {
        Waiting {
            reference: one.case.reference,
            subject: one.case.subject,
            step: one.case.step,
            opened_at: one.case.opened_at,
            due_at: one.case.due_at,
        }
    }
}

/// The running cases of a procedure where the actor has `permission`, oldest first, after `after`, for somebody who looks on: at
/// whatever step, and also those that the actor could not rule on.
pub fn running(
    tx: &mut Tx<'_>,
    actor: &Actor,
    permission: &'static Permission,
    definition: &str,
    after: Option<(Millis, Id)>,
    limit: usize,
) -> Res<Vec<Waiting>> {
    let (at, id) = after.unwrap_or((Millis(i64::MIN), Id::NONE));
    let mut found: Vec<Waiting> = Vec::new();
    for grant in actor.places_for(permission) {
        let (low, high) = grant.path.range();
        found.extend(tx.query(RUNNING, params![definition, &low, &high, at, id, limit], raw)?.into_iter().map(Waiting::from));
    }
    found.sort_by_key(|w| (w.opened_at, w.reference.id));
    found.dedup_by_key(|w| w.reference);
    found.truncate(limit);
    Ok(found)
}

fn batch(
    tx: &mut Tx<'_>,
    actor: &Actor,
    permission: &'static Permission,
    definitions: &[&str],
    from: (Millis, Id),
    limit: usize,
) -> Res<Vec<RawCase>> {
    let mut found: Vec<RawCase> = Vec::new();
    for grant in actor.places_for(permission) {
        let (low, high) = grant.path.range();
        for definition in definitions {
            let rows =
                tx.query(QUEUE, params![*definition, &low, &high, grant.role.name(), from.0, from.1, actor.account, limit], raw)?;
            found.extend(rows);
        }
    }
    found.sort_by_key(|r| (r.case.opened_at, r.case.reference.id));
    found.dedup_by_key(|r| r.case.reference);
    found.truncate(limit);
    Ok(found)
}

/// How many running cases of a procedure lie where the actor has `permission` and may rule at the present step's level, as
/// [`queue`] lists them, and since when the oldest of them waits.
pub fn count(tx: &mut Tx<'_>, actor: &Actor, permission: &'static Permission, definition: &str) -> Res<(i64, Option<Millis>)> {
    let levels = levels(tx, actor)?;
    let (mut sum, mut oldest): (i64, Option<Millis>) = (0, None);
    let mut seen: Vec<(String, &str)> = Vec::new();
    for grant in actor.places_for(permission) {
        let (low, high) = grant.path.range();
        // Widest first: a place under one that was counted already adds nothing.
        if seen.iter().any(|(wider, role)| low.starts_with(wider.as_str()) && *role == grant.role.name()) {
            continue;
        }
        let groups = tx.query(COUNT, params![definition, &low, &high, grant.role.name(), actor.account], |row| {
            Ok((row.i64(0)?, row.i64(1)?, row.text(2)?, row.i64(3)?, row.millis(4)?))
        })?;
        for (version, step, floor, n, first) in groups {
            let rules = known(tx, definition, version)?;
            let step = usize::try_from(step).unwrap_or_default();
            if levels.suffices(actor, grant, &rules, step, Level::from_name(&floor)) {
                sum += n;
                oldest = Some(oldest.map_or(first, |before| before.min(first)));
            }
        }
        seen.push((low, grant.role.name()));
    }
    Ok((sum, oldest))
}
