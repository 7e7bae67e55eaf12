//! Rows of receipts and disputes.

use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Actor, Fail, Id, Millis, PlacePath, PublicRef, Refused, Res};

qianmo_db::sql! {
    const INSERT = "INSERT INTO aid_receipt (county, id, request, pledge, payout, quantity, by_account, by_role, note_sealed, photo, \
         at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    const OF_REQUEST = "SELECT id, pledge, payout, quantity, by_role, note_sealed, at FROM aid_receipt \
         WHERE county = $1 AND request = $2 ORDER BY id";
    const OPEN = "INSERT INTO aid_dispute (county, id, version, request, pledge, payout, place_path, kind, note_sealed, by_account, \
         by_role, at, state, reason_sealed, decided_by, there_at) \
         VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', $12, 0, $13)";
    const FIND = "SELECT county, id, version, request, pledge, payout, place_path, kind, note_sealed, by_role, at, state, by_account \
         FROM aid_dispute \
         WHERE county = $1 AND id = $2";
    const LAST = "SELECT county, id, version, request, pledge, payout, place_path, kind, note_sealed, by_role, at, state, by_account \
         FROM aid_dispute \
         WHERE county = $1 AND request = $2 AND pledge = $3 AND payout = $4 ORDER BY id DESC LIMIT 1";
    const ABOUT = "SELECT at, there_at, state, decided_at FROM aid_dispute \
         WHERE county = $1 AND request = $2 AND (pledge = $3 OR payout = $3) ORDER BY id";
    const CAME = "SELECT quantity, at FROM aid_receipt WHERE county = $1 AND request = $2 AND pledge = $3 ORDER BY id";
    const WAITING = "SELECT county, id, version, request, pledge, payout, place_path, kind, note_sealed, by_role, at, state, by_account \
         FROM aid_dispute \
         WHERE state = 'open' AND place_path >= $1 AND place_path < $2 AND id > $3 ORDER BY id LIMIT $4";
    const COUNT = "SELECT COUNT(*) FROM aid_dispute WHERE state = 'open' AND place_path >= $1 AND place_path < $2";
    const DECIDE = "UPDATE aid_dispute SET version = version + 1, state = $1, reason_sealed = $2, decided_by = $3, decided_at = $4 \
         WHERE county = $5 AND id = $6 AND version = $7 AND state = 'open'";
    const FORGET_RECEIPTS = "UPDATE aid_receipt SET note_sealed = $1 WHERE county = $2 AND request = $3";
    const FORGET_DISPUTES = "UPDATE aid_dispute SET note_sealed = $1, reason_sealed = $1 WHERE county = $2 AND request = $3";
    const CLOSE_OF_PLEDGE = "UPDATE aid_dispute SET version = version + 1, state = $1, decided_by = $2, decided_at = $3 \
         WHERE county = $4 AND request = $5 AND pledge = $6 AND state = 'open'";
    const OPEN_OF_PLEDGE = "SELECT 1 FROM aid_dispute WHERE county = $1 AND request = $2 AND pledge = $3 AND state = 'open' LIMIT 1";
    const CLOSE_OF_PAYOUT = "UPDATE aid_dispute SET version = version + 1, state = $1, decided_by = $2, decided_at = $3 \
         WHERE county = $4 AND request = $5 AND payout = $6 AND state = 'open'";
}

/// What the note of a receipt is sealed for.
pub const RECEIPT_NOTE: &str = "aid.receipt.note";
/// What the note of a dispute is sealed for.
pub const DISPUTE_NOTE: &str = "aid.dispute.note";
/// What an officer's reason is sealed for.
pub const DISPUTE_REASON: &str = "aid.dispute.reason";

/// Words sealed for a row; nothing for no words.
fn seal(tx: &Tx<'_>, purpose: &str, id: Id, words: &str) -> Res<Vec<u8>> {
    if words.is_empty() { Ok(Vec::new()) } else { tx.vault().seal_text(purpose, id, words) }
}

fn open_words(tx: &Tx<'_>, purpose: &str, id: Id, sealed: &[u8]) -> Res<String> {
    if sealed.is_empty() { Ok(String::new()) } else { tx.vault().open_text(purpose, id, sealed) }
}

/// A receipt as it is stored; the note is opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// The receipt.
    pub id: Id,
    /// The pledge of goods, or [`Id::NONE`].
    pub pledge: Id,
    /// The payout, or [`Id::NONE`].
    pub payout: Id,
    /// Items, or minor units.
    pub quantity: i64,
    /// `household` or `witness`.
    pub by_role: String,
    /// What was said.
    pub note: String,
    /// When.
    pub at: Millis,
}

/// A receipt to be stored.
pub(super) struct NewReceipt<'a> {
    pub(super) county: Id,
    pub(super) request: Id,
    pub(super) pledge: Id,
    pub(super) payout: Id,
    pub(super) quantity: i64,
    pub(super) by: Id,
    pub(super) role: &'static str,
    pub(super) note: &'a str,
    pub(super) photo: Id,
}

pub(super) fn insert(tx: &mut Tx<'_>, new: &NewReceipt<'_>) -> Res<Id> {
    let (id, now) = (tx.new_id(), tx.now());
    let note = seal(tx, RECEIPT_NOTE, id, new.note)?;
    tx.execute(
        INSERT,
        params![new.county, id, new.request, new.pledge, new.payout, new.quantity, new.by, new.role, note, new.photo, now],
    )?;
    Ok(id)
}

/// All receipts of a request, the oldest first.
pub fn of_request(tx: &mut Tx<'_>, request: PublicRef) -> Res<Vec<Receipt>> {
    let rows = tx.query(OF_REQUEST, params![request.county, request.id], |row| {
        let receipt = Receipt {
            id: row.id(0)?,
            pledge: row.id(1)?,
            payout: row.id(2)?,
            quantity: row.i64(3)?,
            by_role: row.text(4)?,
            note: String::new(),
            at: row.millis(6)?,
        };
        Ok((receipt, row.blob(5)?))
    })?;
    rows.into_iter()
        .map(|(receipt, sealed)| Ok(Receipt { note: open_words(tx, RECEIPT_NOTE, receipt.id, &sealed)?, ..receipt }))
        .collect()
}

/// A dispute as it is stored; the note is opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DisputeRow {
    /// Its name.
    pub reference: PublicRef,
    /// For compare-and-set.
    pub version: i64,
    /// The request.
    pub request: Id,
    /// The pledge of goods, or [`Id::NONE`].
    pub pledge: Id,
    /// The payout, or [`Id::NONE`].
    pub payout: Id,
    /// Where.
    pub path: PlacePath,
    /// `not_arrived` or `not_as_promised`.
    pub kind: String,
    /// What was said.
    pub note: String,
    /// Who said so.
    pub by: Id,
    /// `household` or `witness`.
    pub by_role: String,
    /// When.
    pub at: Millis,
    /// `open`, or how it was decided.
    pub state: String,
}

fn read(row: &Row<'_>) -> Res<(DisputeRow, Vec<u8>)> {
    let dispute = DisputeRow {
        reference: PublicRef::new(row.id(0)?, row.id(1)?),
        version: row.i64(2)?,
        request: row.id(3)?,
        pledge: row.id(4)?,
        payout: row.id(5)?,
        path: row.path(6)?,
        kind: row.text(7)?,
        note: String::new(),
        by: row.id(12)?,
        by_role: row.text(9)?,
        at: row.millis(10)?,
        state: row.text(11)?,
    };
    Ok((dispute, row.blob(8)?))
}

fn opened(tx: &Tx<'_>, (dispute, sealed): (DisputeRow, Vec<u8>)) -> Res<DisputeRow> {
    Ok(DisputeRow { note: open_words(tx, DISPUTE_NOTE, dispute.reference.id, &sealed)?, ..dispute })
}

/// What is disputed, and by whom.
pub(super) struct NewDispute<'a> {
    pub(super) county: Id,
    pub(super) request: Id,
    pub(super) pledge: Id,
    pub(super) payout: Id,
    pub(super) path: &'a PlacePath,
    pub(super) kind: &'static str,
    pub(super) note: &'a str,
    pub(super) by: Id,
    pub(super) role: &'static str,
    /// When the goods were said to be there, if they were.
    pub(super) there_at: Option<Millis>,
}

pub(super) fn open(tx: &mut Tx<'_>, new: &NewDispute<'_>) -> Res<PublicRef> {
    let (id, now) = (tx.new_id(), tx.now());
    let note = seal(tx, DISPUTE_NOTE, id, new.note)?;
    let nothing: Vec<u8> = Vec::new();
    tx.execute(
        OPEN,
        params![
            new.county,
            id,
            new.request,
            new.pledge,
            new.payout,
            new.path,
            new.kind,
            note,
            new.by,
            new.role,
            now,
            nothing,
            new.there_at
        ],
    )?;
    Ok(PublicRef::new(new.county, id))
}

pub(super) fn require(tx: &mut Tx<'_>, reference: PublicRef) -> Res<DisputeRow> {
    match tx.first(FIND, params![reference.county, reference.id], read)? {
        Some(found) => opened(tx, found),
        None => Err(Refused::not_found().into()),
    }
}

/// What was said last to be wrong with a pledge of goods, or with a payout (the other is [`Id::NONE`]), whatever became of it.
pub(super) fn last(tx: &mut Tx<'_>, request: PublicRef, pledge: Id, payout: Id) -> Res<Option<DisputeRow>> {
    let found = tx.first(LAST, params![request.county, request.id, pledge, payout], read)?;
    found.map(|found| opened(tx, found)).transpose()
}

/// That something was disputed and how that ended, without what was said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Questioned {
    /// The pledge of goods, or the payout.
    pub about: Id,
    /// When it was disputed.
    pub at: Millis,
    /// When the goods had been said to be there, if they had.
    pub there_at: Option<Millis>,
    /// `open`, or how it ended.
    pub state: String,
    /// When it ended.
    pub decided_at: Option<Millis>,
}

impl Questioned {
    /// Whether it waits for an officer still.
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }
}

/// Every dispute about a pledge of goods or a payout, the oldest first.
pub(crate) fn about(tx: &mut Tx<'_>, request: PublicRef, about: Id) -> Res<Vec<Questioned>> {
    tx.query(ABOUT, params![request.county, request.id, about], |row| {
        Ok(Questioned {
            about,
            at: row.millis(0)?,
            there_at: row.opt_millis(1)?,
            state: row.text(2)?,
            decided_at: row.opt_millis(3)?,
        })
    })
}

/// How many of the goods of a pledge were confirmed, and when, the oldest first.
pub(crate) fn came(tx: &mut Tx<'_>, request: PublicRef, pledge: Id) -> Res<Vec<(i64, Millis)>> {
    tx.query(CAME, params![request.county, request.id, pledge], |row| Ok((row.i64(0)?, row.millis(1)?)))
}

/// Open disputes at the places where this actor decides, the oldest first, after a given one.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor, after: Id, limit: i64) -> Res<Vec<DisputeRow>> {
    let mut found = Vec::new();
    for grant in actor.places_for(&super::DECIDE) {
        let (from, to) = grant.path.range();
        for row in tx.query(WAITING, params![from, to, after, limit], read)? {
            found.push(opened(tx, row)?);
        }
    }
    found.sort_by_key(|d| d.reference.id);
    found.dedup_by_key(|d| d.reference);
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(found)
}

/// How many disputes wait under a place.
pub fn count(tx: &mut Tx<'_>, place: &PlacePath) -> Res<i64> {
    let (from, to) = place.range();
    tx.one(COUNT, params![from, to], |row| row.i64(0))
}

pub(super) fn decide(tx: &mut Tx<'_>, row: &DisputeRow, state: &str, reason: &str, by: Id) -> Res<()> {
    let now = tx.now();
    let reason = seal(tx, DISPUTE_REASON, row.reference.id, reason)?;
    let changed = tx.execute(DECIDE, params![state, reason, by, now, row.reference.county, row.reference.id, row.version])?;
    if changed == 1 { Ok(()) } else { Err(Fail::Race) }
}

/// Wipes what was said about what arrived on a request and what did not.
pub(crate) fn forget_words(tx: &mut Tx<'_>, request: PublicRef) -> Res<()> {
    for sql in [FORGET_RECEIPTS, FORGET_DISPUTES] {
        tx.execute(sql, params![Vec::<u8>::new(), request.county, request.id])?;
    }
    Ok(())
}

/// Ends the open disputes on a pledge (given its request).
pub(super) fn close_of_pledge(tx: &mut Tx<'_>, county: Id, request: Id, pledge: Id, state: &str, by: Id) -> Res<()> {
    // Few have one, and asking costs less than a change that might be of several rows.
    if tx.first(OPEN_OF_PLEDGE, params![county, request, pledge], |row| row.i64(0))?.is_none() {
        return Ok(());
    }
    let now = tx.now();
    tx.execute(CLOSE_OF_PLEDGE, params![state, by, now, county, request, pledge]).map(|_| ())
}

/// Ends the open disputes on a payout (given its request).
pub(super) fn close_of_payout(tx: &mut Tx<'_>, county: Id, request: Id, payout: Id, state: &str, by: Id) -> Res<()> {
    let now = tx.now();
    tx.execute(CLOSE_OF_PAYOUT, params![state, by, now, county, request, payout]).map(|_| ())
}

qianmo_db::sql! {
    const PLEDGES_OF = "SELECT p.county, p.id FROM aid_request r JOIN aid_pledge p ON p.county = r.county AND p.request = r.id \
         WHERE r.county IN ($1, $2) AND r.household_county = $1 AND r.household = $3 \
         AND p.state IN ('dispatched', 'delivered', 'disputed') ORDER BY p.id LIMIT $4";
    const PAYOUTS_OF = "SELECT p.county, p.id FROM aid_request r JOIN aid_payout p ON p.county = r.county AND p.request = r.id \
         WHERE r.county IN ($1, $2) AND r.household_county = $1 AND r.household = $3 \
         AND p.state IN ('paid_out', 'disputed', 'missing') \
         ORDER BY p.id LIMIT $4";
    const PAYOUTS_AT = "SELECT county, id FROM aid_payout WHERE state IN ('paid_out', 'disputed') AND place_path >= $1 \
         AND place_path < $2 ORDER BY place_path, id LIMIT $3";
}

fn reference(row: &Row<'_>) -> Res<PublicRef> {
    Ok(PublicRef::new(row.id(0)?, row.id(1)?))
}

/// Goods under way to a household.
pub(super) fn awaited_pledges_of(tx: &mut Tx<'_>, household: PublicRef, limit: i64) -> Res<Vec<crate::pledge::Pledge>> {
    let now = crate::request::store::present_county(tx, household)?;
    let found = tx.query(PLEDGES_OF, params![household.county, now, household.id, limit], reference)?;
    found.into_iter().map(|r| crate::pledge::require(tx, r)).collect()
}

/// Payouts that a household has yet to confirm.
pub(super) fn awaited_payouts_of(tx: &mut Tx<'_>, household: PublicRef, limit: i64) -> Res<Vec<crate::payout::Payout>> {
    let now = crate::request::store::present_county(tx, household)?;
    let found = tx.query(PAYOUTS_OF, params![household.county, now, household.id, limit], reference)?;
    found.into_iter().map(|r| crate::payout::require(tx, r)).collect()
}

/// Payouts at a place and below it that a witness may confirm; what was found missing only its household may.
pub(super) fn awaited_payouts(tx: &mut Tx<'_>, path: &PlacePath, limit: i64) -> Res<Vec<crate::payout::Payout>> {
    let (from, to) = path.range();
    let found = tx.query(PAYOUTS_AT, params![from, to, limit], reference)?;
    found.into_iter().map(|r| crate::payout::require(tx, r)).collect()
}
