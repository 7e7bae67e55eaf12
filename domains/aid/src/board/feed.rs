//! What the live allocator is fed with: a row per request that asks, kept in step with every change of it.

use crate::fairness::Watched;
use crate::request::{ASKING, MET, Request, UNDER_WAY, books, stage_of};
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Id, Millis, PlacePath, PublicRef, Res};

qianmo_db::sql! {
    /// Enters a request, or what has changed of it.
    const PUT = "INSERT INTO aid_board (county, request, area_path, household_county, household, publisher, purpose, asks, goods,
        share, opened_at, expires_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (county, request) DO UPDATE SET area_path = excluded.area_path, household_county = excluded.household_county, household = excluded.household, purpose = excluded.purpose,
        asks = excluded.asks, goods = excluded.goods, share = excluded.share, opened_at = excluded.opened_at,
        expires_at = excluded.expires_at, changed_at = excluded.changed_at";
    /// Everything, the earliest opened first.
    const ALL = "SELECT county, request, area_path, household_county, household, publisher, purpose, asks, goods, share, opened_at,
        expires_at, changed_at FROM aid_board WHERE (opened_at, request) > ($1, $2) ORDER BY opened_at, request LIMIT $3";
    /// What has changed since, in the order of changes.
    const CHANGED = "SELECT county, request, area_path, household_county, household, publisher, purpose, asks, goods, share,
        opened_at, expires_at, changed_at FROM aid_board WHERE changed_at >= $1 ORDER BY changed_at, request LIMIT $2";
    /// What asks and was never entered.
    const MISSING = "SELECT l.county, l.request FROM aid_listing l WHERE l.area = 0 AND l.stage = 1 AND NOT EXISTS (SELECT 1
        FROM aid_board b WHERE b.county = l.county AND b.request = l.request) LIMIT $1";
    /// What has not asked for long.
    const PAST = "DELETE FROM aid_board WHERE asks = 0 AND changed_at < $1";
    /// Requests under a place that ended lie under the one that stands for it.
    pub(crate) const MOVED = "UPDATE aid_board SET area_path = $1 || SUBSTR(area_path, CAST($2 AS INTEGER)), changed_at = $3
        WHERE area_path >= $4 AND area_path < $5";
}

/// How long a row of what no longer asks is kept: floors look at how each area has fared for about as long as a request asks.
const KEPT: i64 = 90 * Millis::DAY;
/// How many are entered in one unit of work.
const BATCH: usize = 200;
/// How many are read at once.
pub(super) const AT_ONCE: usize = 5_000;

/// A row of the board.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    /// The request.
    pub reference: PublicRef,
    /// The way to the county whose books it is in.
    pub area: PlacePath,
    /// Whose need it is.
    pub household: PublicRef,
    /// Who wrote it.
    pub publisher: Id,
    /// For what.
    pub purpose: String,
    /// Whether it takes pledges.
    pub asks: bool,
    /// Whether a part that asks for goods is open.
    pub goods: bool,
    /// How much of it is pledged, in thousandths: below 1,000 as long as it asks.
    pub share: i64,
    /// When it opened first.
    pub opened_at: Millis,
    /// When it stops asking.
    pub expires_at: Millis,
    /// When the row was written.
    pub changed_at: Millis,
    /// The watched group that its household is of, 0 for none: in memory alone.
    pub group: u32,
}

/// What of a request is pledged, in thousandths: every part counts alike, goods that are pledged in part count half.
pub(super) fn share(request: &Request) -> i64 {
    let money = (request.parts - request.goods.parts).max(0);
    let of_money = if request.asked_minor > 0 { request.pledged_minor.saturating_mul(1_000) / request.asked_minor } else { 0 };
    let of_goods = request.goods.pledged * 1_000 + request.goods.partly * 500;
    ((money * of_money + of_goods) / request.parts.max(1)).clamp(0, 1_000)
}

/// What the board is told of a request; `None` as long as it never opened.
fn told(request: &Request) -> Option<(bool, bool, i64, Millis, Millis)> {
    let opened = request.opened_at?;
    let stage = stage_of(request.state);
    let asks = stage == Some(ASKING);
    let goods = asks && request.goods.pledged < request.goods.parts;
    let share = if matches!(stage, Some(UNDER_WAY | MET)) { 1_000 } else { share(request).min(999) };
    Some((asks, goods, share, opened, request.expires_at.unwrap_or(Millis(0))))
}

/// Keeps the board in step with a change of a request.
pub(crate) fn follow(tx: &mut Tx<'_>, before: &Request, after: &Request) -> Res<()> {
    let (was, is) = (told(before), told(after));
    let ever_asked = was.is_some_and(|w| w.0) || is.is_some_and(|i| i.0);
    if ever_asked && (was != is || before.path != after.path) { put(tx, after) } else { Ok(()) }
}

/// Enters a request as it is.
pub(crate) fn put(tx: &mut Tx<'_>, request: &Request) -> Res<()> {
    let Some((asks, goods, share, opened, expires)) = told(request) else { return Ok(()) };
    let (_, area_path) = books(tx, request)?;
    let now = tx.now();
    tx.execute(
        PUT,
        params![
            request.reference.county,
            request.reference.id,
            &area_path,
            request.household.county,
            request.household.id,
            request.publisher,
            &request.purpose,
            asks,
            goods,
            share,
            opened,
            expires,
            now
        ],
    )?;
    Ok(())
}

fn entry(row: &Row<'_>) -> Res<Entry> {
    Ok(Entry {
        reference: PublicRef::new(row.id(0)?, row.id(1)?),
        area: row.path(2)?,
        household: PublicRef::new(row.id(3)?, row.id(4)?),
        publisher: row.id(5)?,
        purpose: row.text(6)?,
        asks: row.flag(7)?,
        goods: row.flag(8)?,
        share: row.i64(9)?,
        opened_at: row.millis(10)?,
        expires_at: row.millis(11)?,
        changed_at: row.millis(12)?,
        group: 0,
    })
}

/// Everything on the board, in the order in which it opened.
pub(super) fn all(tx: &mut Tx<'_>) -> Res<Vec<Entry>> {
    let mut found: Vec<Entry> = Vec::new();
    let mut after = (Millis(i64::MIN), Id::NONE);
    loop {
        let some = tx.query(ALL, params![after.0, after.1, AT_ONCE], entry)?;
        let more = some.len() >= AT_ONCE;
        after = some.last().map_or(after, |e| (e.opened_at, e.reference.id));
        found.extend(some);
        if !more {
            return grouped(tx, found);
        }
    }
}

/// What was written since `since`, the earliest first, up to [`AT_ONCE`].
pub(super) fn changed(tx: &mut Tx<'_>, since: Millis) -> Res<Vec<Entry>> {
    let found = tx.query(CHANGED, params![since, AT_ONCE], entry)?;
    grouped(tx, found)
}

/// Tells of what asks which group its household is of.
fn grouped(tx: &mut Tx<'_>, mut entries: Vec<Entry>) -> Res<Vec<Entry>> {
    let mut watched = Watched::default();
    for entry in entries.iter_mut().filter(|entry| entry.asks) {
        entry.group = watched.group_of(tx, entry.reference)?;
    }
    Ok(entries)
}

/// Enters what was open before there was a board, and says how many; takes out what has not asked for long.
pub(super) fn sweep(tx: &mut Tx<'_>) -> Res<usize> {
    let now = tx.now();
    tx.execute(PAST, params![now - KEPT])?;
    let missing = tx.query(MISSING, params![BATCH], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))?;
    for reference in &missing {
        let request = crate::request::require(tx, *reference)?;
        put(tx, &request)?;
    }
    Ok(missing.len())
}
