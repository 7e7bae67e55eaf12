//! Rows of offers, of what was pledged of them, and of the slots that they stand in.

use super::model::{Offer, State};
use super::ship::Weight;
use crate::pledge::Pledge;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Fail, Id, Millis, PublicRef, Refused, Res};

qianmo_db::sql! {
    const INSERT = "INSERT INTO aid_offer (county, id, version, account, place, place_path, label, kind, sizes, details, quality, weight, \
         quantity, rest, unit_value_minor, currency, carry_minor, until_at, state, created_at, changed_at) \
         VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'standing', $18, $18)";
    const INDEX = "INSERT INTO aid_offer_index (account, offer, county) VALUES ($1, $2, $3)";
    const FIND = "SELECT county, id, version, account, place, place_path, label, kind, sizes, details, quality, weight, quantity, rest, \
         unit_value_minor, currency, carry_minor, until_at, state, created_at FROM aid_offer WHERE county = $1 AND id = $2";
    const PAGE = "SELECT county, offer FROM aid_offer_index WHERE account = $1 AND offer < $2 ORDER BY offer DESC LIMIT $3";
    // What pledges hold stays theirs: only what is beyond it follows the new number, and never below nothing.
    const CHANGE = "UPDATE aid_offer SET version = version + 1, place = $1, place_path = $2, label = $3, kind = $4, sizes = $5, details = $6, \
         quality = $7, weight = $8, rest = rest + $9 - quantity, quantity = $9, unit_value_minor = $10, carry_minor = $11, until_at = $12, \
         changed_at = $13 WHERE county = $14 AND id = $15 AND version = $16 AND rest + $9 - quantity >= 0";
    const MOVE = "UPDATE aid_offer SET version = version + 1, state = $1, changed_at = $2 WHERE county = $3 AND id = $4 AND version = $5";
    const TAKE = "UPDATE aid_offer SET rest = rest - $1 WHERE county = $2 AND id = $3 AND rest >= $1 AND state = 'standing' AND until_at > $4";
    const GIVE_BACK = "UPDATE aid_offer SET rest = rest + $1 WHERE county = $2 AND id = $3 AND rest + $1 <= quantity";
    const DUE = "SELECT county, id FROM aid_offer WHERE state IN ('standing', 'paused') AND until_at <= $1 ORDER BY until_at LIMIT $2";
    const ERASE = "DELETE FROM aid_offer WHERE county = $1 AND id = $2";
    const ERASE_INDEX = "DELETE FROM aid_offer_index WHERE account = $1";

    const LINK = "INSERT INTO aid_offer_pledge (county, pledge, offer_county, offer, held) VALUES ($1, $2, $3, $4, $5)";
    const LINK_OF = "SELECT offer_county, offer, held FROM aid_offer_pledge WHERE county = $1 AND pledge = $2";
    const HOLD = "UPDATE aid_offer_pledge SET held = $1 WHERE county = $2 AND pledge = $3 AND held = $4";
    const LINKS = "SELECT county, pledge FROM aid_offer_pledge WHERE offer_county = $1 AND offer = $2 ORDER BY pledge DESC LIMIT $3";
    const UNLINK = "DELETE FROM aid_offer_pledge WHERE offer_county = $1 AND offer = $2";

    const SLOTS = "SELECT slot, until_at FROM aid_offer_slot WHERE account = $1 ORDER BY slot";
    const TAKE_SLOT = "INSERT INTO aid_offer_slot (account, slot, county, offer, until_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (account, slot) DO UPDATE SET county = excluded.county, offer = excluded.offer, until_at = excluded.until_at
        WHERE aid_offer_slot.until_at <= $6";
    const SLOT_OF = "SELECT slot FROM aid_offer_slot WHERE account = $1 AND county = $2 AND offer = $3";
    const KEEP_SLOT = "UPDATE aid_offer_slot SET until_at = $1 WHERE account = $2 AND slot = $3 AND county = $4 AND offer = $5";
    const ERASE_SLOTS = "DELETE FROM aid_offer_slot WHERE account = $1";
}

fn offer(row: &Row<'_>) -> Res<Offer> {
    let (weight, state) = (row.text(11)?, row.text(18)?);
    Ok(Offer {
        reference: PublicRef::new(row.id(0)?, row.id(1)?),
        version: row.i64(2)?,
        account: row.id(3)?,
        place: row.id(4)?,
        path: row.path(5)?,
        label: row.text(6)?,
        kind: row.text(7)?,
        sizes: row.text(8)?,
        details: row.text(9)?,
        quality: row.text(10)?,
        weight: Weight::from_name(&weight).ok_or_else(|| Error::new("unknown weight of an offer in the database"))?,
        quantity: row.i64(12)?,
        rest: row.i64(13)?,
        unit_value_minor: row.i64(14)?,
        currency: row.currency(15)?,
        carry_minor: row.opt_i64(16)?,
        until_at: row.millis(17)?,
        state: State::from_name(&state).ok_or_else(|| Error::new("unknown state of an offer in the database"))?,
        created_at: row.millis(19)?,
    })
}

/// Stores a new offer and notes it in its donor's own list.
pub fn insert(tx: &mut Tx<'_>, offer: &Offer) -> Res<()> {
    let o = offer;
    tx.execute(
        INSERT,
        params![
            o.reference.county,
            o.reference.id,
            o.account,
            o.place,
            &o.path,
            &o.label,
            &o.kind,
            &o.sizes,
            &o.details,
            &o.quality,
            o.weight.name(),
            o.quantity,
            o.rest,
            o.unit_value_minor,
            o.currency,
            o.carry_minor,
            o.until_at,
            o.created_at
        ],
    )?;
    tx.execute(INDEX, params![o.account, o.reference.id, o.reference.county]).map(drop)
}

/// The offer of that name, if there is one.
pub fn find(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Option<Offer>> {
    tx.first(FIND, params![reference.county, reference.id], offer)
}

/// The offer of that name; refuses (404) when there is none.
pub fn require(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Offer> {
    find(tx, reference)?.ok_or_else(|| Refused::not_found().into())
}

/// An account's offers, the newest first, over all counties.
pub fn page(tx: &mut Tx<'_>, account: Id, before: Option<Id>, limit: i64) -> Res<Vec<Offer>> {
    let before = before.unwrap_or(Id::from_i64(i64::MAX));
    let found = tx.query(PAGE, params![account, before, limit], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))?;
    found.into_iter().map(|reference| require(tx, reference)).collect()
}

/// Saves what its donor changed; a race when it was changed, or pledged from, meanwhile.
pub fn change(tx: &mut Tx<'_>, offer: &Offer) -> Res<()> {
    let (o, now) = (offer, tx.now());
    let changed = tx.execute(
        CHANGE,
        params![
            o.place,
            &o.path,
            &o.label,
            &o.kind,
            &o.sizes,
            &o.details,
            &o.quality,
            o.weight.name(),
            o.quantity,
            o.unit_value_minor,
            o.carry_minor,
            o.until_at,
            now,
            o.reference.county,
            o.reference.id,
            o.version
        ],
    )?;
    if changed == 1 { Ok(()) } else { Err(Fail::Race) }
}

/// Saves a state; a race when it was changed meanwhile.
pub fn save_state(tx: &mut Tx<'_>, offer: &Offer, to: State) -> Res<()> {
    let now = tx.now();
    let values = params![to.name(), now, offer.reference.county, offer.reference.id, offer.version];
    if tx.execute(MOVE, values)? == 1 { Ok(()) } else { Err(Fail::Race) }
}

/// Takes items for a pledge out of an offer that stands, and notes which pledge they are for. The last thing that a unit of work locks,
/// after part and pledge, as when they come back ([`held`]). A race when that many are not there any more.
pub fn take(tx: &mut Tx<'_>, offer: PublicRef, pledge: &Pledge) -> Res<()> {
    tx.execute(LINK, params![pledge.county, pledge.id, offer.county, offer.id, pledge.quantity])?;
    let now = tx.now();
    let taken = tx.execute(TAKE, params![pledge.quantity, offer.county, offer.id, now])?;
    if taken == 1 { Ok(()) } else { Err(Fail::Race) }
}

/// The offer that a pledge was made of, and how many items it holds of it.
pub fn link_of(tx: &mut Tx<'_>, pledge: PublicRef) -> Res<Option<(PublicRef, i64)>> {
    tx.first(LINK_OF, params![pledge.county, pledge.id], |row| Ok((PublicRef::new(row.id(0)?, row.id(1)?), row.i64(2)?)))
}

/// A pledge holds fewer items than it did: those that it does not hold are back in the offer. Nothing is left to come back into where an
/// offer was erased.
pub fn held(tx: &mut Tx<'_>, pledge: PublicRef, offer: PublicRef, before: i64, after: i64) -> Res<()> {
    if tx.execute(HOLD, params![after, pledge.county, pledge.id, before])? != 1 {
        return Err(Fail::Race);
    }
    tx.execute(GIVE_BACK, params![before - after, offer.county, offer.id]).map(drop)
}

/// The pledges made of an offer, the newest first.
pub fn pledges(tx: &mut Tx<'_>, offer: PublicRef, limit: i64) -> Res<Vec<Pledge>> {
    let found = tx.query(LINKS, params![offer.county, offer.id, limit], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))?;
    found.into_iter().map(|reference| crate::pledge::require(tx, reference)).collect()
}

/// Offers whose time is over and that nobody has ended yet, the longest over first.
pub fn due(tx: &mut Tx<'_>, limit: i64) -> Res<Vec<PublicRef>> {
    let now = tx.now();
    tx.query(DUE, params![now, limit], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))
}

/// Whether a slot is free for one more offer of an account; the number of one that is.
pub fn free_slot(tx: &mut Tx<'_>, account: Id, most: i64) -> Res<Option<i64>> {
    let now = tx.now();
    let slots = tx.query(SLOTS, params![account], |row| Ok((row.i64(0)?, row.millis(1)?)))?;
    Ok((1..=most).find(|slot| !slots.iter().any(|(number, until)| number == slot && *until > now)))
}

/// Takes a slot that was free; a race when it is not any more.
pub fn take_slot(tx: &mut Tx<'_>, slot: i64, offer: &Offer) -> Res<()> {
    let (r, now) = (offer.reference, tx.now());
    let taken = tx.execute(TAKE_SLOT, params![offer.account, slot, r.county, r.id, offer.until_at, now])?;
    if taken == 1 { Ok(()) } else { Err(Fail::Race) }
}

/// Keeps an offer's slot until then; until now, when it is given back.
pub fn keep_slot(tx: &mut Tx<'_>, offer: &Offer, until: Millis) -> Res<()> {
    let r = offer.reference;
    let slot = tx.first(SLOT_OF, params![offer.account, r.county, r.id], |row| row.i64(0))?;
    let Some(slot) = slot else { return Ok(()) };
    tx.execute(KEEP_SLOT, params![until, offer.account, slot, r.county, r.id]).map(drop)
}

/// Everything of an account's offers goes. Pledges that were made of them stay what they are.
pub fn erase(tx: &mut Tx<'_>, account: Id) -> Res<Vec<PublicRef>> {
    let all = params![account, i64::MAX, i64::MAX];
    let offers = tx.query(PAGE, all, |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))?;
    for offer in &offers {
        tx.execute(UNLINK, params![offer.county, offer.id])?;
        tx.execute(ERASE, params![offer.county, offer.id])?;
    }
    tx.execute(ERASE_INDEX, params![account])?;
    tx.execute(ERASE_SLOTS, params![account])?;
    Ok(offers)
}
