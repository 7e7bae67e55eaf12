//! Rows of payouts, their shares, and refunds.

use crate::lifecycle::PayoutState;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Actor, Currency, Fail, Id, Millis, Money, Permission, PlacePath, PublicRef, Refused, Res};

qianmo_db::sql! {
    const INSERT = "INSERT INTO aid_payout (county, id, version, request, part, place_path, amount_minor, currency, state, \
         evidence_sealed, prepared_by, prepared_at, decided_by, reason, hold, payment, account_stamp) \
         VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, '', $12, 0, $13)";
    const FIND = "SELECT county, id, version, request, part, place_path, amount_minor, currency, state, evidence_sealed, prepared_by, \
         prepared_at, decided_by, decided_at, reason, hold, payment, paid_out_at, received_at, account_stamp, found_by, found_at FROM aid_payout \
         WHERE county = $1 AND id = $2";
    const OF_REQUEST = "SELECT county, id, version, request, part, place_path, amount_minor, currency, state, evidence_sealed, prepared_by, \
         prepared_at, decided_by, decided_at, reason, hold, payment, paid_out_at, received_at, account_stamp, found_by, found_at FROM aid_payout \
         WHERE county = $1 AND request = $2 ORDER BY id";
    const AT_PLACE = "SELECT county, id, version, request, part, place_path, amount_minor, currency, state, evidence_sealed, prepared_by, \
         prepared_at, decided_by, decided_at, reason, hold, payment, paid_out_at, received_at, account_stamp, found_by, found_at FROM aid_payout \
         WHERE place_path >= $1 AND place_path < $2 AND id < $3 ORDER BY id DESC LIMIT $4";
    const PREPARED = "SELECT COUNT(*) FROM aid_payout WHERE state = 'prepared' AND place_path >= $1 AND place_path < $2";
    const MISSING = "SELECT COUNT(*) FROM aid_payout WHERE state = 'missing' AND place_path >= $1 AND place_path < $2";
    const MISSING_AT = "SELECT county, id, version, request, part, place_path, amount_minor, currency, state, evidence_sealed, prepared_by, \
         prepared_at, decided_by, decided_at, reason, hold, payment, paid_out_at, received_at, account_stamp, found_by, found_at FROM aid_payout \
         WHERE state = 'missing' AND place_path >= $1 AND place_path < $2 ORDER BY place_path, id LIMIT $3";
    const SAVE = "UPDATE aid_payout SET version = version + 1, state = $1, decided_by = $2, decided_at = $3, reason = $4, payment = $5, \
         paid_out_at = $6, received_at = $7, account_stamp = $8, found_by = $9, found_at = $10 \
         WHERE county = $11 AND id = $12 AND version = $13";
    const FORGET = "UPDATE aid_payout SET evidence_sealed = $1, account_stamp = '' WHERE county = $2 AND request = $3";
    const SHARE = "INSERT INTO aid_payout_share (county, payout, pledge, amount_minor) VALUES ($1, $2, $3, $4)";
    const SHARES = "SELECT pledge, amount_minor FROM aid_payout_share WHERE county = $1 AND payout = $2 ORDER BY pledge";
    const SHARES_WITH = "SELECT s.payout, s.amount_minor, p.state, p.paid_out_at, p.received_at, p.found_at FROM aid_payout_share s \
         JOIN aid_payout p ON p.county = s.county AND p.id = s.payout WHERE s.county = $1 AND s.pledge = $2 ORDER BY s.payout";
}

/// What the evidence is sealed for.
pub const EVIDENCE: &str = "aid.payout.evidence";

/// A payout as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payout {
    /// The request's county.
    pub county: Id,
    /// The payout.
    pub id: Id,
    /// For compare-and-set.
    pub version: i64,
    /// The request.
    pub request: Id,
    /// The part of it.
    pub part: Id,
    /// Where.
    pub path: PlacePath,
    /// How much, in minor units.
    pub amount_minor: i64,
    /// The request's currency.
    pub currency: Currency,
    /// Where it stands.
    pub state: PayoutState,
    /// What the first officer saw; empty unless it was read with [`require_open`] or [`opened`].
    pub evidence: String,
    /// The same, sealed.
    pub(crate) sealed: Vec<u8>,
    /// Which account it was prepared for, and once it is approved, which it goes to; shows nothing of it. Empty: not noted, or forgotten.
    pub account_stamp: String,
    /// The first officer.
    pub prepared_by: Id,
    /// When it was prepared.
    pub prepared_at: Millis,
    /// Who approved, rejected or took it back; [`Id::NONE`] before.
    pub decided_by: Id,
    /// When.
    pub decided_at: Option<Millis>,
    /// Why it was rejected or taken back, or why it failed.
    pub reason: String,
    /// The hold in the ledger.
    pub hold: Id,
    /// The order at the provider; [`Id::NONE`] before approval.
    pub payment: Id,
    /// When the provider paid it.
    pub paid_out_at: Option<Millis>,
    /// When it was confirmed.
    pub received_at: Option<Millis>,
    /// Who found that it did not arrive; [`Id::NONE`]: nobody.
    pub found_by: Id,
    /// When.
    pub found_at: Option<Millis>,
}

impl Payout {
    fn from_row(row: &Row<'_>) -> Res<Payout> {
        Ok(Payout {
            county: row.id(0)?,
            id: row.id(1)?,
            version: row.i64(2)?,
            request: row.id(3)?,
            part: row.id(4)?,
            path: row.path(5)?,
            amount_minor: row.i64(6)?,
            currency: row.currency(7)?,
            state: PayoutState::stored(&row.text(8)?)?,
            evidence: String::new(),
            sealed: row.blob(9)?,
            prepared_by: row.id(10)?,
            prepared_at: row.millis(11)?,
            decided_by: row.id(12)?,
            decided_at: row.opt_millis(13)?,
            reason: row.text(14)?,
            hold: row.id(15)?,
            payment: row.id(16)?,
            paid_out_at: row.opt_millis(17)?,
            received_at: row.opt_millis(18)?,
            account_stamp: row.text(19)?,
            found_by: row.id(20)?,
            found_at: row.opt_millis(21)?,
        })
    }

    /// Its public name.
    pub const fn reference(&self) -> PublicRef {
        PublicRef::new(self.county, self.id)
    }

    /// The request's public name.
    pub const fn request_ref(&self) -> PublicRef {
        PublicRef::new(self.county, self.request)
    }

    /// Whether it waits for this officer's decision: prepared by somebody else, at a place of theirs.
    pub fn awaits(&self, actor: &Actor) -> bool {
        self.state == PayoutState::Prepared && actor.account != self.prepared_by && actor.may(&super::PAY, &self.path)
    }

    /// How much.
    pub const fn amount(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }
}

pub(super) fn insert(tx: &mut Tx<'_>, p: &Payout, shares: &[(Id, i64)]) -> Res<()> {
    let sealed = tx.vault().seal_text(EVIDENCE, p.id, &p.evidence)?;
    tx.execute(
        INSERT,
        params![
            p.county,
            p.id,
            p.request,
            p.part,
            &p.path,
            p.amount_minor,
            p.currency,
            p.state.name(),
            sealed,
            p.prepared_by,
            p.prepared_at,
            p.hold,
            &p.account_stamp
        ],
    )?;
    for (pledge, amount) in shares {
        tx.execute(SHARE, params![p.county, p.id, pledge, amount])?;
    }
    Ok(())
}

/// The payout of that name; refuses (404) when there is none.
pub fn require(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Payout> {
    tx.first(FIND, params![reference.county, reference.id], Payout::from_row)?.ok_or_else(|| Refused::not_found().into())
}

/// The same with its evidence, for officers and auditors.
pub(super) fn require_open(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Payout> {
    let payout = require(tx, reference)?;
    opened(tx, payout)
}

/// A payout with its evidence, for officers and auditors.
pub(super) fn opened(tx: &mut Tx<'_>, payout: Payout) -> Res<Payout> {
    if payout.sealed.is_empty() {
        return Ok(payout);
    }
    Ok(Payout { evidence: tx.vault().open_text(EVIDENCE, payout.id, &payout.sealed)?, ..payout })
}

/// Wipes the evidence of a request's payouts, who was paid, and what was said of those that did not arrive.
pub(crate) fn forget_words(tx: &mut Tx<'_>, request: PublicRef) -> Res<()> {
    for payout in of_request(tx, request)? {
        if payout.payment != Id::NONE {
            let order = PublicRef::new(payout.county, payout.payment);
            qianmo_payments::forget_payee(tx, order)?;
            qianmo_payments::forget_missing(tx, order)?;
        }
    }
    tx.execute(FORGET, params![Vec::<u8>::new(), request.county, request.id]).map(|_| ())
}

/// All payouts of a request, the oldest first.
pub fn of_request(tx: &mut Tx<'_>, request: PublicRef) -> Res<Vec<Payout>> {
    tx.query(OF_REQUEST, params![request.county, request.id], Payout::from_row)
}

/// Payouts at the places where this actor has the permission, the newest first, before a given one.
pub fn at_places(
    tx: &mut Tx<'_>,
    actor: &Actor,
    permission: &'static Permission,
    before: Option<Id>,
    limit: i64,
) -> Res<Vec<Payout>> {
    let before = before.unwrap_or(Id::from_i64(i64::MAX));
    let mut found = Vec::new();
    for grant in actor.places_for(permission) {
        let (from, to) = grant.path.range();
        found.extend(tx.query(AT_PLACE, params![from, to, before, limit], Payout::from_row)?);
    }
    found.sort_by_key(|p: &Payout| std::cmp::Reverse(p.id));
    found.dedup_by_key(|p| p.id);
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(found)
}

/// How many payouts under a place wait for a second officer.
pub fn prepared(tx: &mut Tx<'_>, place: &PlacePath) -> Res<i64> {
    let (from, to) = place.range();
    tx.one(PREPARED, params![from, to], |row| row.i64(0))
}

/// How many payouts under a place were found not to have arrived, and nobody has stated that their money is back.
pub fn count_missing(tx: &mut Tx<'_>, place: &PlacePath) -> Res<i64> {
    let (from, to) = place.range();
    tx.one(MISSING, params![from, to], |row| row.i64(0))
}

/// Those at this officer's places, the oldest first; whether this officer has a say in them is not looked at.
pub(super) fn missing_at(tx: &mut Tx<'_>, actor: &Actor, limit: i64) -> Res<Vec<Payout>> {
    let mut found = Vec::new();
    for grant in actor.places_for(&super::PAY) {
        let (from, to) = grant.path.range();
        found.extend(tx.query(MISSING_AT, params![from, to, limit], Payout::from_row)?);
    }
    found.sort_by_key(|p: &Payout| p.id);
    found.dedup_by_key(|p| p.id);
    Ok(found)
}

/// Saves what may change of a payout and brings its version up to date; a race when it was changed meanwhile.
pub fn save(tx: &mut Tx<'_>, p: &mut Payout) -> Res<()> {
    let changed = tx.execute(
        SAVE,
        params![
            p.state.name(),
            p.decided_by,
            p.decided_at,
            &p.reason,
            p.payment,
            p.paid_out_at,
            p.received_at,
            &p.account_stamp,
            p.found_by,
            p.found_at,
            p.county,
            p.id,
            p.version
        ],
    )?;
    if changed != 1 {
        return Err(Fail::Race);
    }
    p.version += 1;
    Ok(())
}

/// Which gifts a payout is made of, and how much of each.
pub fn shares_of(tx: &mut Tx<'_>, payout: PublicRef) -> Res<Vec<(Id, i64)>> {
    tx.query(SHARES, params![payout.county, payout.id], |row| Ok((row.id(0)?, row.i64(1)?)))
}

/// A gift's share in a payout.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShareOf {
    /// The payout.
    pub payout: Id,
    /// How much.
    pub amount_minor: i64,
    /// Where the payout stands.
    pub state: PayoutState,
    /// When it was paid.
    pub paid_out_at: Option<Millis>,
    /// When it was confirmed.
    pub received_at: Option<Millis>,
    /// When an officer found that it did not arrive.
    pub found_at: Option<Millis>,
}

/// A gift's shares in all payouts, the oldest first.
pub fn shares_with(tx: &mut Tx<'_>, pledge: PublicRef) -> Res<Vec<ShareOf>> {
    tx.query(SHARES_WITH, params![pledge.county, pledge.id], |row| {
        Ok(ShareOf {
            payout: row.id(0)?,
            amount_minor: row.i64(1)?,
            state: PayoutState::stored(&row.text(2)?)?,
            paid_out_at: row.opt_millis(3)?,
            received_at: row.opt_millis(4)?,
            found_at: row.opt_millis(5)?,
        })
    })
}

qianmo_db::sql! {
    const CONFIRMED = "SELECT MAX(p.decided_at) FROM aid_request r JOIN aid_payout p ON p.county = r.county AND p.request = r.id \
         WHERE r.county IN ($1, $2) AND r.household_county = $1 AND r.household = $3 AND p.state = 'received'";
}

/// When the last payout to a household that was confirmed had been approved; `None`: none was.
pub(super) fn confirmed(tx: &mut Tx<'_>, household: PublicRef) -> Res<Option<Millis>> {
    let now = crate::request::store::present_county(tx, household)?;
    tx.one(CONFIRMED, params![household.county, now, household.id], |row| row.opt_millis(0))
}
