//! Rows of pledges and of the parts and requests they stand on.

use crate::lifecycle::{Counts, Gift, PartState, PledgeState, RequestState};
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Currency, Fail, Id, Millis, Money, PlacePath, PublicRef, Refused, Res};

qianmo_db::sql! {
    const INSERT = "INSERT INTO aid_pledge (county, id, version, request, part, gift, donor, quantity, currency, value_minor, state, \
         received, paid_minor, held_minor, paid_out_minor, refunded_minor, payment, anonymous, message, created_at, due_at, \
         place_path, accepted_at) VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0, 0, 0, 0, $11, $12, $13, $14, $15, $16)";
    const INDEX = "INSERT INTO aid_gift_index (account, pledge, county) VALUES ($1, $2, $3)";
    const FIND = "SELECT county, id, version, request, part, gift, donor, quantity, currency, value_minor, state, received, paid_minor, \
         held_minor, paid_out_minor, refunded_minor, payment, anonymous, message, created_at, due_at, paid_at, sent_at, delivered_at, \
         received_at, ended_at, accepted_at, lost FROM aid_pledge WHERE county = $1 AND id = $2";
    const OF_REQUEST = "SELECT county, id, version, request, part, gift, donor, quantity, currency, value_minor, state, received, \
         paid_minor, held_minor, paid_out_minor, refunded_minor, payment, anonymous, message, created_at, due_at, paid_at, sent_at, \
         delivered_at, received_at, ended_at, accepted_at, lost FROM aid_pledge WHERE county = $1 AND request = $2 ORDER BY id";
    const SAVE = "UPDATE aid_pledge SET version = version + 1, quantity = $1, state = $2, received = $3, paid_minor = $4, held_minor = $5, \
         paid_out_minor = $6, refunded_minor = $7, payment = $8, due_at = $9, paid_at = $10, sent_at = $11, delivered_at = $12, \
         received_at = $13, ended_at = $14, value_minor = $15, accepted_at = $16, lost = $17 \
         WHERE county = $18 AND id = $19 AND version = $20";
    const AWAITED = "SELECT county, id, version, request, part, gift, donor, quantity, currency, value_minor, state, received, \
         paid_minor, held_minor, paid_out_minor, refunded_minor, payment, anonymous, message, created_at, due_at, paid_at, sent_at, \
         delivered_at, received_at, ended_at, accepted_at, lost FROM aid_pledge \
         WHERE state IN ('dispatched', 'delivered', 'disputed') AND place_path >= $1 AND place_path < $2 ORDER BY place_path, id LIMIT $3";
    const WISHES = "SELECT county, id, version, request, part, gift, donor, quantity, currency, value_minor, state, received, \
         paid_minor, held_minor, paid_out_minor, refunded_minor, payment, anonymous, message, created_at, due_at, paid_at, sent_at, \
         delivered_at, received_at, ended_at, accepted_at, lost FROM aid_pledge WHERE state = 'pledged' AND gift = 'goods' \
         AND accepted_at IS NULL AND place_path >= $1 AND place_path < $2 ORDER BY place_path, id LIMIT $3";
    const COUNT_WISHES = "SELECT COUNT(*) FROM aid_pledge WHERE state = 'pledged' AND gift = 'goods' AND accepted_at IS NULL \
         AND place_path >= $1 AND place_path < $2";
    const WISHES_OF = "SELECT p.county, p.id FROM aid_request r JOIN aid_pledge p ON p.county = r.county AND p.request = r.id \
         WHERE r.county IN ($1, $2) AND r.household_county = $1 AND r.household = $3 AND p.state = 'pledged' AND p.gift = 'goods' \
         AND p.accepted_at IS NULL ORDER BY p.id LIMIT $4";
    const GAVE = "SELECT 1 FROM aid_pledge WHERE county = $1 AND request = $2 AND donor = $3 LIMIT 1";
    const COUNTIES = "SELECT DISTINCT county FROM aid_gift_index WHERE account = $1 ORDER BY county";
    // What has failed was said to be sent, and nothing of it was ever confirmed: else it would be received.
    const HAS_GIVEN = "SELECT 1 FROM aid_pledge WHERE county = $1 AND donor = $2 \
         AND (paid_at IS NOT NULL OR (sent_at IS NOT NULL AND state <> 'failed')) LIMIT 1";
    const KNOWN = "SELECT 1 FROM aid_pledge p JOIN aid_request r ON r.county = p.county AND r.id = p.request \
         WHERE p.county = $1 AND p.donor = $2 AND p.gift = 'goods' AND p.state = 'received' \
         AND r.household_county = $3 AND r.household = $4 LIMIT 1";
    const DUE = "SELECT county, id FROM aid_pledge WHERE due_at IS NOT NULL AND due_at <= $1 ORDER BY due_at LIMIT $2";
    const GROUND = "SELECT p.id, p.version, p.position, p.kind, p.label, p.unit, p.asked, p.pledged, p.sent, p.delivered, p.received, \
         p.unit_value_minor, p.state, r.id, r.household_county, r.household, r.publisher, r.place_path, r.title, r.currency, r.state, \
         r.expires_at FROM aid_part p JOIN aid_request r ON r.county = p.county AND r.id = p.request \
         WHERE p.county = $1 AND p.id = $2";
    const GROUNDS = "SELECT p.id, p.version, p.position, p.kind, p.label, p.unit, p.asked, p.pledged, p.sent, p.delivered, p.received, \
         p.unit_value_minor, p.state, r.id, r.household_county, r.household, r.publisher, r.place_path, r.title, r.currency, r.state, \
         r.expires_at FROM aid_part p JOIN aid_request r ON r.county = p.county AND r.id = p.request \
         WHERE p.county = $1 AND p.request = $2 ORDER BY p.position";
}

/// A pledge as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pledge {
    /// The request's county.
    pub county: Id,
    /// The pledge.
    pub id: Id,
    /// For compare-and-set.
    pub version: i64,
    /// The request.
    pub request: Id,
    /// The part of it.
    pub part: Id,
    /// Money or goods.
    pub gift: Gift,
    /// The account that gives.
    pub donor: Id,
    /// Minor units or whole items; of goods without those that were given up, when some of them came.
    pub quantity: i64,
    /// Goods of which some came: the items that did not, and were given up.
    pub lost: i64,
    /// The request's currency.
    pub currency: Currency,
    /// Goods: the estimated value of the whole pledge. Money: 0.
    pub value_minor: i64,
    /// Where it stands.
    pub state: PledgeState,
    /// What was confirmed of it.
    pub received: i64,
    /// Money: what came in.
    pub paid_minor: i64,
    /// Money: what a prepared or approved payout holds.
    pub held_minor: i64,
    /// Money: what was paid out.
    pub paid_out_minor: i64,
    /// Money: what went back or is on its way back.
    pub refunded_minor: i64,
    /// The payment order that was begun last; [`Id::NONE`] while there is none.
    pub payment: Id,
    /// Whether the donor's name stays out of sight.
    pub anonymous: bool,
    /// Words to the family.
    pub message: String,
    /// When it was made.
    pub created_at: Millis,
    /// When the countdown ends, while one runs.
    pub due_at: Option<Millis>,
    /// Goods: when the household, or whoever serves it, accepted the donor.
    pub accepted_at: Option<Millis>,
    /// When it was paid.
    pub paid_at: Option<Millis>,
    /// When the goods were sent.
    pub sent_at: Option<Millis>,
    /// When the goods arrived, or all of the money was paid out.
    pub delivered_at: Option<Millis>,
    /// When the last of it was confirmed.
    pub received_at: Option<Millis>,
    /// When it ended without arriving: lapsed, cancelled, failed, refunded.
    pub ended_at: Option<Millis>,
}

impl Pledge {
    fn from_row(row: &Row<'_>) -> Res<Pledge> {
        Ok(Pledge {
            county: row.id(0)?,
            id: row.id(1)?,
            version: row.i64(2)?,
            request: row.id(3)?,
            part: row.id(4)?,
            gift: Gift::stored(&row.text(5)?)?,
            donor: row.id(6)?,
            quantity: row.i64(7)?,
            currency: row.currency(8)?,
            value_minor: row.i64(9)?,
            state: PledgeState::stored(&row.text(10)?)?,
            received: row.i64(11)?,
            paid_minor: row.i64(12)?,
            held_minor: row.i64(13)?,
            paid_out_minor: row.i64(14)?,
            refunded_minor: row.i64(15)?,
            payment: row.id(16)?,
            anonymous: row.flag(17)?,
            message: row.text(18)?,
            created_at: row.millis(19)?,
            due_at: row.opt_millis(20)?,
            paid_at: row.opt_millis(21)?,
            sent_at: row.opt_millis(22)?,
            delivered_at: row.opt_millis(23)?,
            received_at: row.opt_millis(24)?,
            ended_at: row.opt_millis(25)?,
            accepted_at: row.opt_millis(26)?,
            lost: row.i64(27)?,
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

    /// Whether its donor may see where the household wants goods to be brought: accepted, and not yet received.
    pub const fn shows_address(&self) -> bool {
        matches!(self.gift, Gift::Goods) && self.state.needs_address() && self.accepted_at.is_some()
    }

    /// Money in custody that no payout holds and that is not on its way back.
    pub const fn free_minor(&self) -> i64 {
        self.paid_minor - self.held_minor - self.paid_out_minor - self.refunded_minor
    }

    /// What its donor gave, in minor units or items, whatever arrived of it.
    pub const fn given(&self) -> i64 {
        self.quantity + self.lost
    }

    /// How many items of goods were found not to have arrived.
    pub const fn not_arrived(&self) -> i64 {
        match self.state {
            PledgeState::Failed => self.quantity,
            _ => self.lost,
        }
    }

    /// What it takes of its part: the promise until it is paid, then what came in and stays.
    pub const fn room(&self) -> i64 {
        if self.state.is_counting_down() {
            return self.quantity;
        }
        match self.gift {
            Gift::Money => self.paid_minor - self.refunded_minor,
            Gift::Goods if self.state.holds_room() => self.quantity,
            Gift::Goods => 0,
        }
    }

    /// An amount of its currency.
    pub const fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
}

/// Stores a new pledge and notes it in its donor's own index.
pub fn insert(tx: &mut Tx<'_>, pledge: &Pledge, path: &PlacePath) -> Res<()> {
    let p = pledge;
    tx.execute(
        INSERT,
        params![
            p.county,
            p.id,
            p.request,
            p.part,
            p.gift.name(),
            p.donor,
            p.quantity,
            p.currency,
            p.value_minor,
            p.state.name(),
            p.anonymous,
            &p.message,
            p.created_at,
            p.due_at,
            path,
            p.accepted_at
        ],
    )?;
    tx.execute(INDEX, params![p.donor, p.id, p.county]).map(|_| ())
}

/// The pledge of that name, if there is one.
pub fn find(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Option<Pledge>> {
    tx.first(FIND, params![reference.county, reference.id], Pledge::from_row)
}

/// The pledge of that name; refuses (404) when there is none.
pub fn require(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Pledge> {
    find(tx, reference)?.ok_or_else(|| Refused::not_found().into())
}

/// All pledges on a request, the oldest first.
pub fn of_request(tx: &mut Tx<'_>, request: PublicRef) -> Res<Vec<Pledge>> {
    tx.query(OF_REQUEST, params![request.county, request.id], Pledge::from_row)
}

/// Goods under way to a place and all below it.
pub fn awaited(tx: &mut Tx<'_>, path: &PlacePath, limit: i64) -> Res<Vec<Pledge>> {
    let (from, to) = path.range();
    tx.query(AWAITED, params![from, to, limit], Pledge::from_row)
}

/// Pledges of goods to a place and all below it whose donors nobody has accepted yet.
pub fn wishes(tx: &mut Tx<'_>, path: &PlacePath, limit: i64) -> Res<Vec<Pledge>> {
    let (from, to) = path.range();
    tx.query(WISHES, params![from, to, limit], Pledge::from_row)
}

/// How many of these there are.
pub fn count_wishes(tx: &mut Tx<'_>, path: &PlacePath) -> Res<i64> {
    let (from, to) = path.range();
    tx.one(COUNT_WISHES, params![from, to], |row| row.i64(0))
}

/// Those that wait for one household's word.
pub fn wishes_of(tx: &mut Tx<'_>, household: PublicRef, limit: i64) -> Res<Vec<Pledge>> {
    let now = crate::request::store::present_county(tx, household)?;
    let values = params![household.county, now, household.id, limit];
    let found = tx.query(WISHES_OF, values, |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))?;
    found.into_iter().map(|reference| require(tx, reference)).collect()
}

/// Whether an account has pledged something on a request, whatever became of it.
pub fn gave(tx: &mut Tx<'_>, request: PublicRef, account: Id) -> Res<bool> {
    Ok(tx.first(GAVE, params![request.county, request.id, account], |_| Ok(()))?.is_some())
}

/// The counties where an account gave something.
pub fn counties_of(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Id>> {
    tx.query(COUNTIES, params![account], |row| row.id(0))
}

/// Whether a donor has ever paid anything, or sent something that was not lost on the way.
pub fn has_given(tx: &mut Tx<'_>, donor: Id) -> Res<bool> {
    for county in counties_of(tx, donor)? {
        if tx.first(HAS_GIVEN, params![county, donor], |_| Ok(()))?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether goods of this donor were received whole by this household before, in whichever county it lived then.
pub fn known_to(tx: &mut Tx<'_>, donor: Id, household: PublicRef) -> Res<bool> {
    for county in counties_of(tx, donor)? {
        if tx.first(KNOWN, params![county, donor, household.county, household.id], |_| Ok(()))?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Saves what may change of a pledge; a race when it was changed meanwhile.
pub fn save(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<()> {
    let p = pledge;
    let changed = tx.execute(
        SAVE,
        params![
            p.quantity,
            p.state.name(),
            p.received,
            p.paid_minor,
            p.held_minor,
            p.paid_out_minor,
            p.refunded_minor,
            p.payment,
            p.due_at,
            p.paid_at,
            p.sent_at,
            p.delivered_at,
            p.received_at,
            p.ended_at,
            p.value_minor,
            p.accepted_at,
            p.lost,
            p.county,
            p.id,
            p.version
        ],
    )?;
    if changed == 1 { Ok(()) } else { Err(Fail::Race) }
}

/// Pledges whose countdown is over, the longest overdue first.
pub fn due(tx: &mut Tx<'_>, now: Millis, limit: i64) -> Res<Vec<PublicRef>> {
    tx.query(DUE, params![now, limit], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))
}

/// A part and its request, as far as giving needs them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ground {
    /// The county of both.
    pub county: Id,
    /// The part.
    pub part: Id,
    /// The part's version.
    pub part_version: i64,
    /// Its place in the request, from 0.
    pub position: i64,
    /// Money or goods.
    pub gift: Gift,
    /// What is asked, in words.
    pub label: String,
    /// The unit of goods, as the writer named it.
    pub unit: String,
    /// How far it came.
    pub counts: Counts,
    /// Goods: the estimated value of one item.
    pub unit_value_minor: i64,
    /// Where the part stands.
    pub part_state: PartState,
    /// The request.
    pub request: Id,
    /// Whose need it is.
    pub household: PublicRef,
    /// Who wrote it.
    pub publisher: Id,
    /// Where.
    pub path: PlacePath,
    /// What is needed, in words.
    pub title: String,
    /// The request's currency.
    pub currency: Currency,
    /// Where the request stands.
    pub state: RequestState,
    /// When the request ends.
    pub expires_at: Option<Millis>,
}

impl Ground {
    fn from_row(county: Id, row: &Row<'_>) -> Res<Ground> {
        Ok(Ground {
            county,
            part: row.id(0)?,
            part_version: row.i64(1)?,
            position: row.i64(2)?,
            gift: Gift::stored(&row.text(3)?)?,
            label: row.text(4)?,
            unit: row.text(5)?,
            counts: Counts {
                asked: row.i64(6)?,
                pledged: row.i64(7)?,
                sent: row.i64(8)?,
                delivered: row.i64(9)?,
                received: row.i64(10)?,
            },
            unit_value_minor: row.i64(11)?,
            part_state: PartState::stored(&row.text(12)?)?,
            request: row.id(13)?,
            household: PublicRef::new(row.id(14)?, row.id(15)?),
            publisher: row.id(16)?,
            path: row.path(17)?,
            title: row.text(18)?,
            currency: row.currency(19)?,
            state: RequestState::stored(&row.text(20)?)?,
            expires_at: row.opt_millis(21)?,
        })
    }

    /// What is left to give.
    pub const fn left(&self) -> i64 {
        self.counts.asked - self.counts.pledged
    }

    /// Whether pledges may be made on it at that moment.
    pub fn takes_pledges(&self, now: Millis) -> bool {
        self.state.takes_pledges() && self.part_state != PartState::Failed && self.expires_at.is_none_or(|end| end > now)
    }

    /// The request's public name.
    pub const fn request_ref(&self) -> PublicRef {
        PublicRef::new(self.county, self.request)
    }
}

/// A part with its request; refuses (404) when there is none.
pub fn ground(tx: &mut Tx<'_>, county: Id, part: Id) -> Res<Ground> {
    tx.first(GROUND, params![county, part], |row| Ground::from_row(county, row))?.ok_or_else(|| Refused::not_found().into())
}

/// Every part of a request, each with its request, in order; empty when there is no such request.
pub fn grounds(tx: &mut Tx<'_>, request: PublicRef) -> Res<Vec<Ground>> {
    tx.query(GROUNDS, params![request.county, request.id], |row| Ground::from_row(request.county, row))
}
