//! What donors were shown and what they gave to: kept with their account, for the answer to "why was I shown this", for learning, and
//! deleted when they wish.

use super::Wish;
use super::live::{Past, Shown, Visit};
use crate::request::{Request, books};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Millis, PublicRef, Res};

qianmo_db::sql! {
    /// Keeps what was shown.
    const KEEP = "INSERT INTO aid_shown (account, session, county, request, at, matched, why, taken) VALUES
        ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT (account, session, county, request) DO NOTHING";
    /// Notes that it was given to.
    const TAKEN = "UPDATE aid_shown SET taken = 1 WHERE account = $1 AND session = $2 AND county = $3 AND request = $4";
    /// When and why it was shown last.
    const LAST = "SELECT at, matched, why FROM aid_shown WHERE account = $1 AND county = $2 AND request = $3 ORDER BY at DESC LIMIT 1";
    /// What was shown lately, the latest first, with what its donors declared.
    const LATELY = "SELECT s.account, s.session, s.at, s.matched, s.taken, COALESCE(i.purposes, ''), COALESCE(i.place, 0)
        FROM aid_shown s LEFT JOIN aid_interest i ON i.account = s.account WHERE s.at >= $1 ORDER BY s.at DESC, s.account LIMIT $2";
    /// What was shown too long ago.
    const PAST = "DELETE FROM aid_shown WHERE at < $1";
    /// Counts a gift to a purpose in an area; what lies back half a year counts half.
    const GAVE = "INSERT INTO aid_taste (account, purpose, area, shown, taken, changed_at) VALUES ($1, $2, $3, 0, 1, $4)
        ON CONFLICT (account, purpose, area) DO UPDATE SET
        taken = CASE WHEN aid_taste.changed_at < $5 THEN (aid_taste.taken + 1) / 2 ELSE aid_taste.taken END + 1,
        changed_at = excluded.changed_at";
    /// Whether this donor wants nothing learnt.
    const LEARNS = "SELECT learn FROM aid_interest WHERE account = $1";
    /// Forgets what a donor was shown.
    const FORGET_SHOWN = "DELETE FROM aid_shown WHERE account = $1";
    /// Forgets what a donor gave to.
    const FORGET_TASTE = "DELETE FROM aid_taste WHERE account = $1";
}

/// For so long it is kept what was shown.
pub(crate) const SHOWN_FOR: i64 = 30 * Millis::DAY;
/// So many of the latest are learnt from when a process starts.
const RECALLED: i64 = 100_000;
/// After so long a gift counts half.
const FADES: i64 = 182 * Millis::DAY;

/// Keeps what a donor was shown in a visit, unless they want nothing kept.
pub(super) fn keep(tx: &mut Tx<'_>, account: Id, visit: &Visit) -> Res<()> {
    if !learns(tx, account)? {
        return Ok(());
    }
    for shown in &visit.shown {
        let (county, request) = (shown.reference.county, shown.reference.id);
        tx.execute(KEEP, params![account, visit.session, county, request, visit.at, shown.matched, shown.why])?;
    }
    Ok(())
}

/// Whether what this donor does is learnt from: unless they said no.
pub(super) fn learns(tx: &mut Tx<'_>, account: Id) -> Res<bool> {
    Ok(tx.first(LEARNS, params![account], |row| row.flag(0))?.unwrap_or(true))
}

/// Notes what a donor gave to, and in which visit they had been shown it.
pub(super) fn took(tx: &mut Tx<'_>, account: Id, request: &Request, session: Option<Id>) -> Res<()> {
    let reference = request.reference;
    if let Some(session) = session {
        tx.execute(TAKEN, params![account, session, reference.county, reference.id])?;
    }
    if !learns(tx, account)? {
        return Ok(());
    }
    let (_, path) = books(tx, request)?;
    let area = path.ids().last().unwrap_or(reference.county);
    let now = tx.now();
    tx.execute(GAVE, params![account, &request.purpose, area, now, now - FADES])?;
    Ok(())
}

/// When and why a request was shown to a donor last.
pub(super) fn last(tx: &mut Tx<'_>, account: Id, reference: PublicRef) -> Res<Option<(Millis, Shown)>> {
    tx.first(LAST, params![account, reference.county, reference.id], |row| {
        Ok((row.millis(0)?, Shown { reference, matched: row.i64(1)?, why: row.i64(2)? }))
    })
}

/// The visits of the last 30 days, the earliest first, at most so many as were kept lately.
pub(super) fn read(tx: &mut Tx<'_>) -> Res<Vec<Past>> {
    let since = tx.now() - SHOWN_FOR;
    let rows = tx.query(LATELY, params![since, RECALLED], |row| {
        let matched = usize::try_from(row.i64(3)?).unwrap_or(0);
        Ok(((row.id(0)?, row.id(1)?), row.millis(2)?, matched, row.flag(4)?, row.text(5)?, row.id(6)?))
    })?;
    let mut past: Vec<((Id, Id), Past)> = Vec::new();
    for (visit, at, matched, taken, purposes, place) in rows {
        if past.last().is_none_or(|(last, _)| *last != visit) {
            let purpose = purposes.split(' ').next().filter(|p| !p.is_empty()).map(str::to_owned);
            let wish = Wish { purpose, place: (place != Id::NONE).then_some(place) };
            past.push((visit, Past { account: visit.0, at, wish, made_up: [0; 4], taken: None }));
        }
        if let Some((_, visit)) = past.last_mut() {
            if let Some(count) = visit.made_up.get_mut(matched) {
                *count = count.saturating_add(1);
            }
            if taken {
                visit.taken = Some(matched);
            }
        }
    }
    past.sort_by_key(|(_, visit)| visit.at);
    Ok(past.into_iter().map(|(_, visit)| visit).collect())
}

/// Drops what was shown too long ago.
pub(super) fn sweep(tx: &mut Tx<'_>) -> Res<()> {
    let now = tx.now();
    tx.execute(PAST, params![now - SHOWN_FOR])?;
    Ok(())
}

/// Forgets all that was learnt of a donor.
pub(crate) fn forget(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    tx.execute(FORGET_SHOWN, params![account])?;
    tx.execute(FORGET_TASTE, params![account])?;
    Ok(())
}
