//! SQL of requests and parts.

use super::model::{GoodsParts, Kind, Part, Request};
use crate::lifecycle::{Counts, PartState, RequestState, VERSION};
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Fail, Id, PlacePath, PublicRef, Refused, Res};

qianmo_db::sql! {
    /// A new draft.
    pub const INSERT = "INSERT INTO aid_request (county, id, version, lifecycle_version, household_county, household, publisher,
        relationship, place, place_path, purpose, reason_code, title, story, language, masked, currency, state, asked_minor,
        pledged_minor, received_minor, goods_value_minor, parts, parts_pledged, parts_met, address_sealed, review_case, created_at,
        submitted_at, opened_at, expires_at, met_at, ended_at, end_reason, goods_parts, goods_pledged, goods_partly, goods_met)
        VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'draft', $17,
        0, 0, $18, $19, 0, 0, $20, 0, $21, NULL, NULL, NULL, NULL, NULL, '', $22, 0, 0, 0)";
    /// One request.
    pub const FIND = "SELECT county, id, version, household_county, household, publisher, relationship, place, place_path, purpose,
        reason_code, title, story, language, masked, currency, state, asked_minor, pledged_minor, received_minor, goods_value_minor,
        parts, parts_pledged, parts_met, CASE WHEN LENGTH(address_sealed) > 0 THEN 1 ELSE 0 END, review_case, created_at, submitted_at,
        opened_at, expires_at, met_at, ended_at, end_reason, goods_parts, goods_pledged, goods_partly, goods_met
        FROM aid_request WHERE county = $1 AND id = $2";
    /// What its writers may change, as long as it is with them.
    pub const EDIT = "UPDATE aid_request SET version = version + 1, purpose = $1, reason_code = $2, title = $3, story = $4,
        language = $5, masked = $6, place = $7, place_path = $8, asked_minor = $9, goods_value_minor = $10, parts = $11,
        address_sealed = $12, relationship = $13, goods_parts = $14 WHERE county = $15 AND id = $16 AND version = $17";
    /// Its state and everything that goes with it. When it was handed in first stays as it was.
    pub const SAVE = "UPDATE aid_request SET version = version + 1, lifecycle_version = $1, state = $2, pledged_minor = $3,
        received_minor = $4, parts_pledged = $5, parts_met = $6, review_case = $7, submitted_at = $8,
        first_submitted_at = COALESCE(first_submitted_at, $8), opened_at = $9, expires_at = $10, met_at = $11, ended_at = $12,
        end_reason = $13, goods_parts = $14, goods_pledged = $15, goods_partly = $16, goods_met = $17
        WHERE county = $18 AND id = $19 AND version = $20";
    /// A new version of what is the same in all else.
    pub const TOUCH = "UPDATE aid_request SET version = version + 1 WHERE county = $1 AND id = $2 AND version = $3";
    /// The sealed delivery address.
    pub const ADDRESS = "SELECT address_sealed FROM aid_request WHERE county = $1 AND id = $2";
    /// The parts of a request in order.
    pub const PARTS = "SELECT county, id, request, version, position, kind, label, unit, asked, pledged, sent, delivered, received,
        unit_value_minor, state FROM aid_part WHERE county = $1 AND request = $2 ORDER BY position";
    /// A new part.
    pub const ADD_PART = "INSERT INTO aid_part (county, id, request, version, position, kind, label, unit, asked, pledged, sent,
        delivered, received, unit_value_minor, state) VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, 0, 0, 0, 0, $9, 'open')";
    /// Drops the parts of a draft.
    pub const DROP_PARTS = "DELETE FROM aid_part WHERE county = $1 AND request = $2";
    /// What one publisher wrote, newest first.
    pub const BY_PUBLISHER = "SELECT county, id FROM aid_request WHERE publisher = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    /// The requests of one household in the two counties where they may lie, newest first.
    pub const BY_HOUSEHOLD = "SELECT county, id FROM aid_request WHERE county IN ($1, $2) AND household_county = $1 AND household = $3
        ORDER BY id DESC LIMIT $4";
    /// Where a request belongs now, and its household as the public may see it.
    pub const RELOCATE = "UPDATE aid_request SET version = version + 1, place = $1, place_path = $2, masked = $3
        WHERE county = $4 AND id = $5 AND version = $6";
    /// Gifts of a request.
    pub const RELOCATE_PLEDGES = "UPDATE aid_pledge SET place_path = $1 WHERE county = $2 AND request = $3";
    /// Payouts of a request.
    pub const RELOCATE_PAYOUTS = "UPDATE aid_payout SET place_path = $1 WHERE county = $2 AND request = $3";
    /// Disputes about a request.
    pub const RELOCATE_DISPUTES = "UPDATE aid_dispute SET place_path = $1 WHERE county = $2 AND request = $3";
    /// Posts about a request.
    pub const RELOCATE_POSTS = "UPDATE aid_post SET place_path = $1 WHERE county = $2 AND request = $3";
    /// Reports about a request.
    pub const RELOCATE_REPORTS = "UPDATE aid_report SET place_path = $1 WHERE county = $2 AND request = $3";
    /// Wipes the delivery address.
    pub const FORGET_ADDRESS = "UPDATE aid_request SET address_sealed = $1 WHERE county = $2 AND id = $3";
}

/// The request of that reference.
pub fn load(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Option<Request>> {
    tx.first(FIND, params![reference.county, reference.id], |row| request(row, 0))
}

/// The request of that reference, or "not found".
pub fn require(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Request> {
    load(tx, reference)?.ok_or_else(|| Refused::not_found().into())
}

/// Its parts in order.
pub fn parts(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Vec<Part>> {
    tx.query(PARTS, params![reference.county, reference.id], |row| part(row, 0))
}

/// The delivery address, opened; `None` when none was given. Whoever calls this has checked that the reader may see it.
pub fn address(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Option<String>> {
    let sealed = tx.first(ADDRESS, params![reference.county, reference.id], |row| row.blob(0))?;
    match sealed {
        Some(sealed) if !sealed.is_empty() => Ok(Some(tx.vault().open_text(super::household::ADDRESS, reference.id, &sealed)?)),
        _ => Ok(None),
    }
}

/// What a publisher wrote, newest first; `before` is the last id seen.
pub fn by_publisher(tx: &mut Tx<'_>, publisher: Id, before: Option<Id>, limit: usize) -> Res<Vec<Request>> {
    let before = before.unwrap_or(Id::from_i64(i64::MAX));
    let found = tx.query(BY_PUBLISHER, params![publisher, before, limit], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))?;
    found.into_iter().map(|reference| require(tx, reference)).collect()
}

/// The requests of a household, newest first. They lie in the county where it lived when they were written: the one of its
/// reference, or the one it lives in now.
pub fn by_household(tx: &mut Tx<'_>, household: PublicRef, limit: usize) -> Res<Vec<Request>> {
    let now = present_county(tx, household)?;
    let values = params![household.county, now, household.id, limit];
    let found = tx.query(BY_HOUSEHOLD, values, |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))?;
    found.into_iter().map(|reference| require(tx, reference)).collect()
}

/// The county that a household lives in now.
pub fn present_county(tx: &mut Tx<'_>, household: PublicRef) -> Res<Id> {
    Ok(qianmo_registry::standing(tx, household)?.county)
}

/// Puts a request and all that hangs on it at a place; `masked` is its household as the public may see it, in JSON. A lost
/// race reruns the unit.
pub(crate) fn relocate(tx: &mut Tx<'_>, request: &Request, place: Id, path: &PlacePath, masked: &str) -> Res<()> {
    let (county, id) = (request.reference.county, request.reference.id);
    if tx.execute(RELOCATE, params![place, path, masked, county, id, request.version])? == 0 {
        return Err(Fail::Race);
    }
    for sql in [RELOCATE_PLEDGES, RELOCATE_PAYOUTS, RELOCATE_DISPUTES, RELOCATE_POSTS, RELOCATE_REPORTS] {
        tx.execute(sql, params![path, county, id])?;
    }
    Ok(())
}

/// Wipes the delivery address of a request.
pub(crate) fn forget_address(tx: &mut Tx<'_>, reference: PublicRef) -> Res<()> {
    tx.execute(FORGET_ADDRESS, params![Vec::<u8>::new(), reference.county, reference.id]).map(|_| ())
}

/// Saves state, sums and times by compare-and-set.
pub(crate) fn save(tx: &mut Tx<'_>, request: &Request) -> Res<()> {
    let changed = tx.execute(
        SAVE,
        params![
            i64::from(VERSION),
            request.state.name(),
            request.pledged_minor,
            request.received_minor,
            request.parts_pledged,
            request.parts_met,
            request.review_case.unwrap_or(Id::NONE),
            request.submitted_at,
            request.opened_at,
            request.expires_at,
            request.met_at,
            request.ended_at,
            &request.end_reason,
            request.goods.parts,
            request.goods.pledged,
            request.goods.partly,
            request.goods.met,
            request.reference.county,
            request.reference.id,
            request.version
        ],
    )?;
    if changed == 0 { Err(Fail::Race) } else { Ok(()) }
}

/// Raises the version of a request of which more is told than before, so that nobody takes what they have read for the newest. A
/// lost race reruns the unit.
pub(crate) fn touch(tx: &mut Tx<'_>, request: &Request) -> Res<()> {
    let (county, id) = (request.reference.county, request.reference.id);
    if tx.execute(TOUCH, params![county, id, request.version])? == 0 { Err(Fail::Race) } else { Ok(()) }
}

/// Reads a request from the columns of [`FIND`], beginning at column `at`.
pub(crate) fn request(row: &Row<'_>, at: usize) -> Res<Request> {
    let masked = row.text(at + 14)?;
    let case = row.id(at + 25)?;
    Ok(Request {
        reference: PublicRef::new(row.id(at)?, row.id(at + 1)?),
        version: row.i64(at + 2)?,
        household: PublicRef::new(row.id(at + 3)?, row.id(at + 4)?),
        publisher: row.id(at + 5)?,
        relationship: row.text(at + 6)?,
        place: row.id(at + 7)?,
        path: row.path(at + 8)?,
        purpose: row.text(at + 9)?,
        reason: row.text(at + 10)?,
        title: row.text(at + 11)?,
        story: row.text(at + 12)?,
        language: row.text(at + 13)?,
        masked: serde_json::from_str(&masked).map_err(|e| Fail::from(Error::because("a kept masked household", e)))?,
        currency: row.currency(at + 15)?,
        state: RequestState::stored(&row.text(at + 16)?)?,
        asked_minor: row.i64(at + 17)?,
        pledged_minor: row.i64(at + 18)?,
        received_minor: row.i64(at + 19)?,
        goods_value_minor: row.i64(at + 20)?,
        parts: row.i64(at + 21)?,
        parts_pledged: row.i64(at + 22)?,
        parts_met: row.i64(at + 23)?,
        has_address: row.flag(at + 24)?,
        review_case: (case != Id::NONE).then_some(case),
        created_at: row.millis(at + 26)?,
        submitted_at: row.opt_millis(at + 27)?,
        opened_at: row.opt_millis(at + 28)?,
        expires_at: row.opt_millis(at + 29)?,
        met_at: row.opt_millis(at + 30)?,
        ended_at: row.opt_millis(at + 31)?,
        end_reason: row.text(at + 32)?,
        goods: GoodsParts {
            parts: row.i64(at + 33)?,
            pledged: row.i64(at + 34)?,
            partly: row.i64(at + 35)?,
            met: row.i64(at + 36)?,
        },
    })
}

/// Reads a part from the columns of [`PARTS`], beginning at column `at`.
pub(crate) fn part(row: &Row<'_>, at: usize) -> Res<Part> {
    Ok(Part {
        id: row.id(at + 1)?,
        request: PublicRef::new(row.id(at)?, row.id(at + 2)?),
        version: row.i64(at + 3)?,
        position: row.i64(at + 4)?,
        kind: Kind::stored(&row.text(at + 5)?)?,
        label: row.text(at + 6)?,
        unit: row.text(at + 7)?,
        counts: Counts {
            asked: row.i64(at + 8)?,
            pledged: row.i64(at + 9)?,
            sent: row.i64(at + 10)?,
            delivered: row.i64(at + 11)?,
            received: row.i64(at + 12)?,
        },
        unit_value_minor: row.i64(at + 13)?,
        state: PartState::stored(&row.text(at + 14)?)?,
    })
}
