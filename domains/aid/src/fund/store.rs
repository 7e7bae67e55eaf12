//! Rows of funds, of gifts to them, and of what they pledged.

use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Currency, Error, Fail, Id, Locale, Millis, Money, PlacePath, PublicRef, Refused, Res};
use qianmo_ledger::{Account, Limit};

qianmo_db::sql! {
    const INSERT = "INSERT INTO aid_fund (county, id, version, place, place_path, purpose, currency, name_zh, name_en, name_ar, provider, \
         state, steward, opened_by, reason, proposed_at, opened_at, ended_at, next_at) \
         VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, '', $13, 0, 0, 0)";
    const FIND = "SELECT county, id, version, place, place_path, purpose, currency, name_zh, name_en, name_ar, provider, state, steward, \
         opened_by, reason, proposed_at, opened_at, ended_at, next_at FROM aid_fund WHERE county = $1 AND id = $2";
    const LISTED = "SELECT county, id, version, place, place_path, purpose, currency, name_zh, name_en, name_ar, provider, state, steward, \
         opened_by, reason, proposed_at, opened_at, ended_at, next_at FROM aid_fund \
         WHERE state IN ('open', 'closing') AND id < $1 ORDER BY id DESC LIMIT $2";
    const AT_PLACE = "SELECT county, id, version, place, place_path, purpose, currency, name_zh, name_en, name_ar, provider, state, steward, \
         opened_by, reason, proposed_at, opened_at, ended_at, next_at FROM aid_fund \
         WHERE place_path >= $1 AND place_path < $2 AND state = 'proposed' ORDER BY place_path, id LIMIT $3";
    const SAVE = "UPDATE aid_fund SET version = version + 1, state = $1, opened_by = $2, reason = $3, opened_at = $4, ended_at = $5, \
         next_at = $6 WHERE county = $7 AND id = $8 AND version = $9";
    const DUE = "SELECT county, id FROM aid_fund WHERE next_at > 0 AND next_at <= $1 ORDER BY next_at LIMIT $2";
    const WAKE = "UPDATE aid_fund SET next_at = $1, version = version + 1 WHERE county = $2 AND id = $3 AND state IN ('open', 'closing')";
    const ADD_GIFT = "INSERT INTO aid_fund_gift (county, id, version, fund, donor, amount, state, payment, created_at, paid_at) \
         VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, 0)";
    const GIFT = "SELECT county, id, version, fund, donor, amount, state, payment, created_at, paid_at FROM aid_fund_gift \
         WHERE county = $1 AND id = $2";
    const OWN_GIFTS = "SELECT county, id, version, fund, donor, amount, state, payment, created_at, paid_at FROM aid_fund_gift \
         WHERE donor = $1 ORDER BY id DESC LIMIT $2";
    const SAVE_GIFT = "UPDATE aid_fund_gift SET version = version + 1, state = $1, payment = $2, paid_at = $3 \
         WHERE county = $4 AND id = $5 AND version = $6";
    const CAME_IN = "SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM aid_fund_gift \
         WHERE county = $1 AND fund = $2 AND state = 'paid'";
    const ADD_PLEDGE = "INSERT INTO aid_fund_pledge (county, pledge, fund, request, amount, back, at) VALUES ($1, $2, $3, $4, $5, 0, $6)";
    const PLEDGE = "SELECT county, pledge, fund, request, amount, back, at FROM aid_fund_pledge WHERE county = $1 AND pledge = $2";
    const PLEDGES = "SELECT county, pledge, fund, request, amount, back, at FROM aid_fund_pledge \
         WHERE county = $1 AND fund = $2 AND pledge < $3 ORDER BY pledge DESC LIMIT $4";
    const PLEDGED = "SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT), CAST(COALESCE(SUM(back), 0) AS BIGINT) \
         FROM aid_fund_pledge WHERE county = $1 AND fund = $2";
    const GIVE_BACK = "UPDATE aid_fund_pledge SET back = back + $1 WHERE county = $2 AND pledge = $3 AND back + $1 <= amount";
}

fn strange(what: &str) -> Error {
    Error::new(format!("the database holds a strange {what} of a fund"))
}

/// Where a fund stands.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum State {
    /// It waits for a second officer.
    Proposed,
    /// It takes gifts and gives them on.
    Open,
    /// It takes no more gifts, and gives on what is left.
    Closing,
    /// A second officer said no, or its steward took it back.
    Rejected,
}

impl State {
    /// Its name in the database and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            State::Proposed => "proposed",
            State::Open => "open",
            State::Closing => "closing",
            State::Rejected => "rejected",
        }
    }

    /// Whether everybody may see it.
    pub const fn is_public(self) -> bool {
        matches!(self, State::Open | State::Closing)
    }

    fn stored(name: &str) -> Res<State> {
        let all = [State::Proposed, State::Open, State::Closing, State::Rejected];
        all.into_iter().find(|s| s.name() == name).ok_or_else(|| strange("state").into())
    }
}

/// A fund.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fund {
    /// The county in whose books it is.
    pub county: Id,
    /// The fund.
    pub id: Id,
    /// For compare-and-set.
    pub version: i64,
    /// Where it gives.
    pub place: Id,
    /// The same as a path.
    pub path: PlacePath,
    /// For what; `None`: for anything.
    pub purpose: Option<String>,
    /// Its currency.
    pub currency: Currency,
    /// Its names: Chinese, English, Arabic; one at least.
    pub names: [String; 3],
    /// By whom its money is kept.
    pub provider: String,
    /// Where it stands.
    pub state: State,
    /// The officer who proposed it and looks after it.
    pub steward: Id,
    /// The officer who opened it.
    pub opened_by: Option<Id>,
    /// Why it was rejected or closed to gifts.
    pub reason: String,
    /// When it was proposed.
    pub proposed_at: Millis,
    /// When it was opened.
    pub opened_at: Option<Millis>,
    /// When it was rejected, or closed to gifts.
    pub ended_at: Option<Millis>,
    /// When its money is given on next.
    pub next_at: Option<Millis>,
}

impl Fund {
    /// Its public name.
    pub const fn reference(&self) -> PublicRef {
        PublicRef::new(self.county, self.id)
    }

    /// How it is called in a language, or in the first one that it has a name in.
    pub fn name(&self, locale: Locale) -> &str {
        let [zh, en, ar] = &self.names;
        let own = match locale {
            Locale::ZhHans => zh,
            Locale::En => en,
            Locale::Ar => ar,
        };
        [own, zh, en, ar].into_iter().find(|name| !name.is_empty()).map_or("", String::as_str)
    }

    /// An amount of its currency.
    pub const fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    /// The code of its account in the county's books.
    pub fn code(&self) -> String {
        format!("liabilities:fund:{}", self.id)
    }

    /// Its account in the county's books; made when it is not there yet.
    pub fn account(&self, tx: &mut Tx<'_>) -> Res<Account> {
        qianmo_ledger::account(tx, self.county, &self.code(), self.currency, Limit::NoOverdraft)
    }
}

fn some(id: Id) -> Option<Id> {
    (id != Id::NONE).then_some(id)
}

fn moment(at: Millis) -> Option<Millis> {
    (at != Millis(0)).then_some(at)
}

fn fund(row: &Row<'_>) -> Res<Fund> {
    let purpose = row.text(5)?;
    Ok(Fund {
        county: row.id(0)?,
        id: row.id(1)?,
        version: row.i64(2)?,
        place: row.id(3)?,
        path: row.path(4)?,
        purpose: (!purpose.is_empty()).then_some(purpose),
        currency: row.currency(6)?,
        names: [row.text(7)?, row.text(8)?, row.text(9)?],
        provider: row.text(10)?,
        state: State::stored(&row.text(11)?)?,
        steward: row.id(12)?,
        opened_by: some(row.id(13)?),
        reason: row.text(14)?,
        proposed_at: row.millis(15)?,
        opened_at: moment(row.millis(16)?),
        ended_at: moment(row.millis(17)?),
        next_at: moment(row.millis(18)?),
    })
}

/// Stores a new fund.
pub fn insert(tx: &mut Tx<'_>, f: &Fund) -> Res<()> {
    let [zh, en, ar] = &f.names;
    let values = params![
        f.county,
        f.id,
        f.place,
        &f.path,
        f.purpose.as_deref().unwrap_or_default(),
        f.currency,
        zh,
        en,
        ar,
        &f.provider,
        f.state.name(),
        f.steward,
        f.proposed_at
    ];
    tx.execute(INSERT, values).map(drop)
}

/// The fund of that name; refuses (404) when there is none.
pub fn require(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Fund> {
    tx.first(FIND, params![reference.county, reference.id], fund)?.ok_or_else(|| Refused::not_found().into())
}

/// Funds that everybody may see, the newest first, before the one the last page ended with.
pub fn listed(tx: &mut Tx<'_>, before: Option<Id>, limit: i64) -> Res<Vec<Fund>> {
    tx.query(LISTED, params![before.unwrap_or(Id::from_i64(i64::MAX)), limit], fund)
}

/// Funds that wait for a second officer, at a place and below it.
pub fn proposed(tx: &mut Tx<'_>, under: &PlacePath, limit: i64) -> Res<Vec<Fund>> {
    let (from, to) = under.range();
    tx.query(AT_PLACE, params![from, to, limit], fund)
}

/// Saves a fund and brings its version up to date; a race when it was changed meanwhile.
pub fn save(tx: &mut Tx<'_>, f: &mut Fund) -> Res<()> {
    let values = params![
        f.state.name(),
        f.opened_by.unwrap_or_default(),
        &f.reason,
        f.opened_at.unwrap_or_default(),
        f.ended_at.unwrap_or_default(),
        f.next_at.unwrap_or_default(),
        f.county,
        f.id,
        f.version
    ];
    if tx.execute(SAVE, values)? != 1 {
        return Err(Fail::Race);
    }
    f.version += 1;
    Ok(())
}

/// Funds whose money is to be given on, the longest waiting first.
pub fn due(tx: &mut Tx<'_>, limit: i64) -> Res<Vec<PublicRef>> {
    let now = tx.now();
    tx.query(DUE, params![now, limit], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))
}

/// Says when a fund's money is given on next; whoever has just read that it has none reads again.
pub fn wake(tx: &mut Tx<'_>, reference: PublicRef, at: Millis) -> Res<()> {
    tx.execute(WAKE, params![at, reference.county, reference.id]).map(drop)
}

/// What became of a gift to a fund.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum GiftState {
    /// Its payment was begun.
    Begun,
    /// It is paid.
    Paid,
    /// Its payment failed, or was not made in time.
    Failed,
    /// It came in when the fund took no more, and goes back.
    Back,
}

impl GiftState {
    /// Its name in the database and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            GiftState::Begun => "begun",
            GiftState::Paid => "paid",
            GiftState::Failed => "failed",
            GiftState::Back => "back",
        }
    }
}

/// What somebody gave to a fund.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FundGift {
    /// The fund's county.
    pub county: Id,
    /// The gift.
    pub id: Id,
    /// For compare-and-set.
    pub version: i64,
    /// The fund.
    pub fund: Id,
    /// Who gives.
    pub donor: Id,
    /// How much, in minor units of the fund's currency.
    pub amount: i64,
    /// What became of it.
    pub state: GiftState,
    /// The order by which it is paid.
    pub payment: Id,
    /// When it was begun.
    pub created_at: Millis,
    /// When it was paid.
    pub paid_at: Option<Millis>,
}

impl FundGift {
    /// Its public name.
    pub const fn reference(&self) -> PublicRef {
        PublicRef::new(self.county, self.id)
    }
}

fn gift(row: &Row<'_>) -> Res<FundGift> {
    let state = row.text(6)?;
    let all = [GiftState::Begun, GiftState::Paid, GiftState::Failed, GiftState::Back];
    Ok(FundGift {
        county: row.id(0)?,
        id: row.id(1)?,
        version: row.i64(2)?,
        fund: row.id(3)?,
        donor: row.id(4)?,
        amount: row.i64(5)?,
        state: all.into_iter().find(|s| s.name() == state).ok_or_else(|| strange("gift"))?,
        payment: row.id(7)?,
        created_at: row.millis(8)?,
        paid_at: moment(row.millis(9)?),
    })
}

/// Stores a new gift.
pub fn add_gift(tx: &mut Tx<'_>, g: &FundGift) -> Res<()> {
    let values = params![g.county, g.id, g.fund, g.donor, g.amount, g.state.name(), g.payment, g.created_at];
    tx.execute(ADD_GIFT, values).map(drop)
}

/// The gift of that name; refuses (404) when there is none.
pub fn require_gift(tx: &mut Tx<'_>, reference: PublicRef) -> Res<FundGift> {
    tx.first(GIFT, params![reference.county, reference.id], gift)?.ok_or_else(|| Refused::not_found().into())
}

/// The newest gifts of an account to funds, over all counties.
pub fn gifts_of(tx: &mut Tx<'_>, donor: Id, limit: i64) -> Res<Vec<FundGift>> {
    tx.query(OWN_GIFTS, params![donor, limit], gift)
}

/// Saves a gift; a race when it was changed meanwhile.
pub fn save_gift(tx: &mut Tx<'_>, g: &mut FundGift) -> Res<()> {
    let values = params![g.state.name(), g.payment, g.paid_at.unwrap_or_default(), g.county, g.id, g.version];
    if tx.execute(SAVE_GIFT, values)? != 1 {
        return Err(Fail::Race);
    }
    g.version += 1;
    Ok(())
}

/// How many gifts a fund was paid, and what they come to.
pub fn came_in(tx: &mut Tx<'_>, of: PublicRef) -> Res<(i64, i64)> {
    tx.one(CAME_IN, params![of.county, of.id], |row| Ok((row.i64(0)?, row.i64(1)?)))
}

/// What a fund pledged.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct FundPledge {
    /// The county.
    pub county: Id,
    /// The pledge.
    pub pledge: Id,
    /// The fund.
    pub fund: Id,
    /// The request.
    pub request: Id,
    /// How much, in minor units.
    pub amount: i64,
    /// What came back of it.
    pub back: i64,
    /// When.
    pub at: Millis,
}

fn fund_pledge(row: &Row<'_>) -> Res<FundPledge> {
    Ok(FundPledge {
        county: row.id(0)?,
        pledge: row.id(1)?,
        fund: row.id(2)?,
        request: row.id(3)?,
        amount: row.i64(4)?,
        back: row.i64(5)?,
        at: row.millis(6)?,
    })
}

/// Stores what a fund pledged.
pub fn add_pledge(tx: &mut Tx<'_>, p: &FundPledge) -> Res<()> {
    tx.execute(ADD_PLEDGE, params![p.county, p.pledge, p.fund, p.request, p.amount, p.at]).map(drop)
}

/// What a fund pledged with this pledge, if one did.
pub fn find_pledge(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Option<FundPledge>> {
    tx.first(PLEDGE, params![reference.county, reference.id], fund_pledge)
}

/// What a fund pledged, the newest first, before the one the last page ended with.
pub fn pledges(tx: &mut Tx<'_>, of: PublicRef, before: Option<Id>, limit: i64) -> Res<Vec<FundPledge>> {
    tx.query(PLEDGES, params![of.county, of.id, before.unwrap_or(Id::from_i64(i64::MAX)), limit], fund_pledge)
}

/// How many pledges a fund made, what they come to, and what came back.
pub fn pledged(tx: &mut Tx<'_>, of: PublicRef) -> Res<(i64, i64, i64)> {
    tx.one(PLEDGED, params![of.county, of.id], |row| Ok((row.i64(0)?, row.i64(1)?, row.i64(2)?)))
}

/// Notes what came back of a pledge; never more than it was.
pub fn give_back(tx: &mut Tx<'_>, reference: PublicRef, amount: i64) -> Res<()> {
    if tx.execute(GIVE_BACK, params![amount, reference.county, reference.id])? == 1 {
        return Ok(());
    }
    Err(Error::new("more came back of a fund's pledge than it was").into())
}
