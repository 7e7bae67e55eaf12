//! Rows of standing gifts, runs, and the pledges of runs.

use super::calendar::{Day, Period, Rhythm};
use super::model::{Gift, Key, Line, LineState, Run, RunState, State, Terms};
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Fail, Id, Millis, Money, Refused, Res};

qianmo_db::sql! {
    const INSERT = "INSERT INTO aid_standing_gift (account, id, version, amount, currency, period, purpose, place, anonymous, day, \
         first_day, until_day, times, state, reason, runs, last_day, failed, carried, mandate, next_day, next_at, created_at, changed_at) \
         VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)";
    const FIND = "SELECT account, id, version, amount, currency, period, purpose, place, anonymous, day, first_day, until_day, times, \
         state, reason, runs, last_day, failed, carried, mandate, next_day, next_at, created_at, changed_at \
         FROM aid_standing_gift WHERE account = $1 AND id = $2";
    const OF_ACCOUNT = "SELECT account, id, version, amount, currency, period, purpose, place, anonymous, day, first_day, until_day, \
         times, state, reason, runs, last_day, failed, carried, mandate, next_day, next_at, created_at, changed_at \
         FROM aid_standing_gift WHERE account = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    const LIVE = "SELECT COUNT(*) FROM aid_standing_gift WHERE account = $1 AND state <> 'ended'";
    const SAVE = "UPDATE aid_standing_gift SET version = version + 1, amount = $1, currency = $2, period = $3, purpose = $4, place = $5, \
         anonymous = $6, day = $7, first_day = $8, until_day = $9, times = $10, state = $11, reason = $12, runs = $13, last_day = $14, \
         failed = $15, carried = $16, mandate = $17, next_day = $18, next_at = $19, changed_at = $20 \
         WHERE account = $21 AND id = $22 AND version = $23";
    const DUE = "SELECT account, id FROM aid_standing_gift WHERE next_at > 0 AND next_at <= $1 ORDER BY next_at LIMIT $2";
    const ADD_RUN = "INSERT INTO aid_standing_run (account, gift, day, version, state, amount, carried_in, currency, purpose, place, \
         anonymous, mandate, placed, carried_out, paid, note, failed, made_at, work_at, ended_at) \
         VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, 0, '', 0, $12, $13, 0) \
         ON CONFLICT (account, gift, day) DO NOTHING";
    const RUN = "SELECT account, gift, day, version, state, amount, carried_in, currency, purpose, place, anonymous, mandate, placed, \
         carried_out, paid, note, failed, made_at, work_at, ended_at FROM aid_standing_run \
         WHERE account = $1 AND gift = $2 AND day = $3";
    const RUNS = "SELECT account, gift, day, version, state, amount, carried_in, currency, purpose, place, anonymous, mandate, placed, \
         carried_out, paid, note, failed, made_at, work_at, ended_at FROM aid_standing_run \
         WHERE account = $1 AND gift = $2 AND day < $3 ORDER BY day DESC LIMIT $4";
    const SAVE_RUN = "UPDATE aid_standing_run SET version = version + 1, state = $1, placed = $2, carried_out = $3, paid = $4, note = $5, \
         failed = $6, work_at = $7, ended_at = $8 WHERE account = $9 AND gift = $10 AND day = $11 AND version = $12";
    const WORK = "SELECT account, gift, day FROM aid_standing_run WHERE work_at > 0 AND work_at <= $1 ORDER BY work_at LIMIT $2";
    const ADD_LINE = "INSERT INTO aid_standing_line (account, gift, day, pos, county, request, part, pledge, amount, state, payment) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)";
    const LINES = "SELECT account, gift, day, pos, county, request, part, pledge, amount, state, payment FROM aid_standing_line \
         WHERE account = $1 AND gift = $2 AND day = $3 ORDER BY pos";
    const SAVE_LINE = "UPDATE aid_standing_line SET state = $1, payment = $2 \
         WHERE account = $3 AND gift = $4 AND day = $5 AND pos = $6";
}

fn strange(what: &str) -> Error {
    Error::new(format!("the database holds a strange {what} of a standing gift"))
}

fn day(row: &Row<'_>, at: usize) -> Res<Option<Day>> {
    Ok(Day::from_number(row.i64(at)?))
}

fn some(id: Id) -> Option<Id> {
    (id != Id::NONE).then_some(id)
}

fn moment(at: Millis) -> Option<Millis> {
    (at != Millis(0)).then_some(at)
}

fn number(day: Option<Day>) -> i64 {
    day.map_or(0, Day::number)
}

fn text(purpose: &Option<String>) -> &str {
    purpose.as_deref().unwrap_or_default()
}

fn gift(row: &Row<'_>) -> Res<Gift> {
    let purpose = row.text(6)?;
    let times = row.i64(12)?;
    Ok(Gift {
        account: row.id(0)?,
        id: row.id(1)?,
        version: row.i64(2)?,
        terms: Terms {
            amount: Money::new(row.i64(3)?, row.currency(4)?),
            purpose: (!purpose.is_empty()).then_some(purpose),
            place: some(row.id(7)?),
            anonymous: row.flag(8)?,
            rhythm: Rhythm {
                period: Period::from_name(&row.text(5)?).ok_or_else(|| strange("period"))?,
                day: row.i64(9)?,
                first: day(row, 10)?.ok_or_else(|| strange("day"))?,
                until: day(row, 11)?,
                times: (times > 0).then_some(times),
            },
        },
        state: State::from_name(&row.text(13)?).ok_or_else(|| strange("state"))?,
        reason: row.text(14)?,
        runs: row.i64(15)?,
        last: day(row, 16)?,
        failed: row.i64(17)?,
        carried: row.i64(18)?,
        mandate: some(row.id(19)?),
        next: day(row, 20)?,
        next_at: moment(row.millis(21)?),
        created_at: row.millis(22)?,
        changed_at: row.millis(23)?,
    })
}

fn run(row: &Row<'_>) -> Res<Run> {
    let purpose = row.text(8)?;
    Ok(Run {
        key: Key { account: row.id(0)?, gift: row.id(1)?, day: day(row, 2)?.ok_or_else(|| strange("day"))? },
        version: row.i64(3)?,
        state: RunState::from_name(&row.text(4)?).ok_or_else(|| strange("run"))?,
        amount: row.i64(5)?,
        carried_in: row.i64(6)?,
        currency: row.currency(7)?,
        purpose: (!purpose.is_empty()).then_some(purpose),
        place: some(row.id(9)?),
        anonymous: row.flag(10)?,
        mandate: some(row.id(11)?),
        placed: row.i64(12)?,
        carried_out: row.i64(13)?,
        paid: row.i64(14)?,
        note: row.text(15)?,
        failed: row.flag(16)?,
        made_at: row.millis(17)?,
        work_at: moment(row.millis(18)?),
        ended_at: moment(row.millis(19)?),
    })
}

fn line(row: &Row<'_>) -> Res<Line> {
    Ok(Line {
        key: Key { account: row.id(0)?, gift: row.id(1)?, day: day(row, 2)?.ok_or_else(|| strange("day"))? },
        pos: row.i64(3)?,
        county: row.id(4)?,
        request: row.id(5)?,
        part: row.id(6)?,
        pledge: row.id(7)?,
        amount: row.i64(8)?,
        state: LineState::from_name(&row.text(9)?).ok_or_else(|| strange("line"))?,
        payment: some(row.id(10)?),
    })
}

/// Stores a new gift.
pub fn insert(tx: &mut Tx<'_>, g: &Gift) -> Res<()> {
    let (t, r) = (&g.terms, &g.terms.rhythm);
    let values = params![
        g.account,
        g.id,
        t.amount.amount_minor,
        t.amount.currency,
        r.period.name(),
        text(&t.purpose),
        t.place.unwrap_or_default(),
        t.anonymous,
        r.day,
        r.first.number(),
        number(r.until),
        r.times.unwrap_or_default(),
        g.state.name(),
        &g.reason,
        g.runs,
        number(g.last),
        g.failed,
        g.carried,
        g.mandate.unwrap_or_default(),
        number(g.next),
        g.next_at.unwrap_or_default(),
        g.created_at,
        g.changed_at
    ];
    tx.execute(INSERT, values).map(drop)
}

/// The gift of an account, if there is one of that id.
pub fn find(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<Option<Gift>> {
    tx.first(FIND, params![account, id], gift)
}

/// The same; refuses (404) when there is none.
pub fn require(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<Gift> {
    find(tx, account, id)?.ok_or_else(|| Refused::not_found().into())
}

/// Gifts of an account, the newest first, before the one the last page ended with.
pub fn of_account(tx: &mut Tx<'_>, account: Id, before: Option<Id>, limit: i64) -> Res<Vec<Gift>> {
    tx.query(OF_ACCOUNT, params![account, before.unwrap_or(Id::from_i64(i64::MAX)), limit], gift)
}

/// How many gifts of an account have not ended.
pub fn live(tx: &mut Tx<'_>, account: Id) -> Res<i64> {
    tx.one(LIVE, params![account], |row| row.i64(0))
}

/// Saves a gift and brings its version up to date; a race when it was changed meanwhile.
pub fn save(tx: &mut Tx<'_>, g: &mut Gift) -> Res<()> {
    let (t, r) = (&g.terms, &g.terms.rhythm);
    let values = params![
        t.amount.amount_minor,
        t.amount.currency,
        r.period.name(),
        text(&t.purpose),
        t.place.unwrap_or_default(),
        t.anonymous,
        r.day,
        r.first.number(),
        number(r.until),
        r.times.unwrap_or_default(),
        g.state.name(),
        &g.reason,
        g.runs,
        number(g.last),
        g.failed,
        g.carried,
        g.mandate.unwrap_or_default(),
        number(g.next),
        g.next_at.unwrap_or_default(),
        g.changed_at,
        g.account,
        g.id,
        g.version
    ];
    if tx.execute(SAVE, values)? != 1 {
        return Err(Fail::Race);
    }
    g.version += 1;
    Ok(())
}

/// Gifts that have fallen due, the longest due first.
pub fn due(tx: &mut Tx<'_>, limit: i64) -> Res<Vec<(Id, Id)>> {
    let now = tx.now();
    tx.query(DUE, params![now, limit], |row| Ok((row.id(0)?, row.id(1)?)))
}

/// Whether a run is new on its day.
pub fn add_run(tx: &mut Tx<'_>, r: &Run) -> Res<bool> {
    let values = params![
        r.key.account,
        r.key.gift,
        r.key.day.number(),
        r.state.name(),
        r.amount,
        r.carried_in,
        r.currency,
        text(&r.purpose),
        r.place.unwrap_or_default(),
        r.anonymous,
        r.mandate.unwrap_or_default(),
        r.made_at,
        r.work_at.unwrap_or_default()
    ];
    Ok(tx.execute(ADD_RUN, values)? == 1)
}

/// A run, if there is one.
pub fn find_run(tx: &mut Tx<'_>, key: Key) -> Res<Option<Run>> {
    tx.first(RUN, params![key.account, key.gift, key.day.number()], run)
}

/// Runs of a gift, the newest first, before a day.
pub fn runs(tx: &mut Tx<'_>, account: Id, gift: Id, before: Option<Day>, limit: i64) -> Res<Vec<Run>> {
    tx.query(RUNS, params![account, gift, before.map_or(i64::MAX, Day::number), limit], run)
}

/// Saves a run and brings its version up to date; a race when somebody else has gone on with it.
pub fn save_run(tx: &mut Tx<'_>, r: &mut Run) -> Res<()> {
    let values = params![
        r.state.name(),
        r.placed,
        r.carried_out,
        r.paid,
        &r.note,
        r.failed,
        r.work_at.unwrap_or_default(),
        r.ended_at.unwrap_or_default(),
        r.key.account,
        r.key.gift,
        r.key.day.number(),
        r.version
    ];
    if tx.execute(SAVE_RUN, values)? != 1 {
        return Err(Fail::Race);
    }
    r.version += 1;
    Ok(())
}

/// Runs that are to be worked on, the longest waiting first.
pub fn work(tx: &mut Tx<'_>, limit: i64) -> Res<Vec<Key>> {
    let now = tx.now();
    tx.query(WORK, params![now, limit], |row| {
        Ok(Key { account: row.id(0)?, gift: row.id(1)?, day: day(row, 2)?.ok_or_else(|| strange("day"))? })
    })
}

/// Stores a pledge of a run.
pub fn add_line(tx: &mut Tx<'_>, l: &Line) -> Res<()> {
    let values = params![
        l.key.account,
        l.key.gift,
        l.key.day.number(),
        l.pos,
        l.county,
        l.request,
        l.part,
        l.pledge,
        l.amount,
        l.state.name()
    ];
    tx.execute(ADD_LINE, values).map(drop)
}

/// The pledges of a run, in the order in which they were made.
pub fn lines(tx: &mut Tx<'_>, key: Key) -> Res<Vec<Line>> {
    tx.query(LINES, params![key.account, key.gift, key.day.number()], line)
}

/// Saves what became of a pledge of a run. The run's version guards it: only whoever has just saved the run does so.
pub fn save_line(tx: &mut Tx<'_>, l: &Line) -> Res<()> {
    let values = params![l.state.name(), l.payment.unwrap_or_default(), l.key.account, l.key.gift, l.key.day.number(), l.pos];
    tx.execute(SAVE_LINE, values).map(drop)
}
