//! How many pledges of money one account may leave unpaid: each of them keeps others from giving while it stands.
//!
//! Slots in the database, as those of looked-at addresses, so that neither two requests at once, nor a restart, nor a second
//! server gives one more. A slot is free as soon as its pledge is paid, or its request ends. A pledge that lapses keeps its slot
//! for a day more, and one that is taken back keeps it in the same proportion to the time for which it stood: otherwise whoever
//! pledges and takes back in turns would keep a request shut for ever.
//!
//! A slot is taken and given back as the last thing that a unit of work locks, after pledge, part and books: two that wait for
//! each other cannot come about.

use super::MONEY_COUNTDOWN;
use super::store::Pledge;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Kind, Millis, Refused, Res};

/// Pledges of money that one account may have unpaid, over all counties; those included that lapsed within a day.
pub const UNPAID_MOST: i64 = 5;

/// Which slots a pledge of money takes while it is not paid.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Slots {
    /// Those of what its donor pledges by hand.
    ByHand,
    /// As many of their own for what a standing gift pledges and its donor has to pay: so it neither keeps its donor from giving, nor is it
    /// kept from falling due by what they left unpaid.
    Standing,
    /// None: it is charged at once, without its donor, and given back at once when that fails.
    Charged,
}

impl Slots {
    /// Their numbers.
    const fn numbers(self) -> std::ops::Range<i64> {
        match self {
            Slots::ByHand => 1..UNPAID_MOST + 1,
            Slots::Standing => UNPAID_MOST + 1..2 * UNPAID_MOST + 1,
            Slots::Charged => 0..0,
        }
    }
}

/// How long a lapsed pledge keeps its slot.
const PAUSE: i64 = Millis::DAY;

/// So many unpaid pledges of an account that has never paid one are more than an undecided newcomer leaves.
const MANY: usize = 2;

/// Some are still open: they can be paid.
const OPEN: &str = "aid-pledge-many-unpaid";
/// All came to nothing: there is only waiting.
const OVER: &str = "aid-pledge-lapsed-often";

qianmo_db::sql! {
    const SLOTS = "SELECT slot, until, paid FROM aid_unpaid WHERE account = $1 ORDER BY slot";
    const TAKE = "INSERT INTO aid_unpaid (account, slot, county, pledge, until, paid) VALUES ($1, $2, $3, $4, $5, 0)
        ON CONFLICT (account, slot) DO UPDATE SET county = excluded.county, pledge = excluded.pledge, until = excluded.until
        WHERE aid_unpaid.until <= $6";
    const SLOT_OF = "SELECT slot FROM aid_unpaid WHERE account = $1 AND county = $2 AND pledge = $3";
    const KEEP = "UPDATE aid_unpaid SET until = $1, paid = CASE WHEN $2 > paid THEN $2 ELSE paid END WHERE account = $3 AND slot = $4 \
        AND county = $5 AND pledge = $6";
}

struct Slot {
    number: i64,
    until: Millis,
    paid: bool,
}

fn slots(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Slot>> {
    tx.query(SLOTS, params![account], |row| Ok(Slot { number: row.i64(0)?, until: row.millis(1)?, paid: row.flag(2)? }))
}

/// Whether somebody who has never paid leaves several unpaid that they pledged by hand.
fn idle(slots: &[Slot], now: Millis) -> bool {
    let unpaid = slots.iter().filter(|s| s.until > now && Slots::ByHand.numbers().contains(&s.number)).count();
    unpaid >= MANY && !slots.iter().any(|s| s.paid)
}

/// Whether this account has never paid a pledge and leaves several unpaid.
pub(super) fn is_idle(tx: &mut Tx<'_>, account: Id) -> Res<bool> {
    let now = tx.now();
    Ok(idle(&slots(tx, account)?, now))
}

/// A donor's slots before a pledge of theirs was written, one of them free.
pub(super) struct Before(Vec<Slot>, Slots);

/// Looks whether a donor may leave one more pledge of money unpaid.
///
/// # Errors
/// When all slots are taken: 409 `aid-pledge-many-unpaid` while one of them can still be paid, 429 `aid-pledge-lapsed-often` when
/// they have all come to nothing; both say after how many seconds the next comes free by itself.
pub(super) fn look(tx: &mut Tx<'_>, account: Id, which: Slots) -> Res<Before> {
    let (now, found) = (tx.now(), slots(tx, account)?);
    let held = found.iter().filter(|s| s.until > now && which.numbers().contains(&s.number)).count();
    let full = i64::try_from(held).is_ok_and(|held| held >= UNPAID_MOST);
    if full { Err(refusal(&found, which, now).into()) } else { Ok(Before(found, which)) }
}

/// Takes a slot for a new pledge of money; answers whether its donor was idle before it, as [`is_idle`] says.
///
/// # Errors
/// As [`look`], when others have taken what was free.
pub(super) fn take(tx: &mut Tx<'_>, pledge: &Pledge, Before(before, which): &Before) -> Res<bool> {
    let now = tx.now();
    let until = pledge.due_at.unwrap_or(now) + PAUSE;
    if *which == Slots::Charged {
        return Ok(false);
    }
    for slot in which.numbers() {
        if before.iter().any(|s| s.number == slot && s.until > now) {
            continue;
        }
        let taken = tx.execute(TAKE, params![pledge.donor, slot, pledge.county, pledge.id, until, now])?;
        if taken > 0 {
            return Ok(idle(before, now));
        }
    }
    // Read again: what another request has taken meanwhile counts too.
    let held = slots(tx, pledge.donor)?;
    Err(refusal(&held, *which, now).into())
}

fn refusal(slots: &[Slot], which: Slots, now: Millis) -> Refused {
    let of_these = slots.iter().filter(|s| which.numbers().contains(&s.number));
    let held: Vec<Millis> = of_these.map(|s| s.until).filter(|until| *until > now).collect();
    let wait = held.iter().min().map_or(1, |until| ((until.0 - now.0 + 999) / 1_000).max(1));
    // The countdown of one that is still open has yet to end, and its day begins only then.
    let open = held.iter().any(|until| *until > now + PAUSE);
    let (kind, message) = if open { (Kind::Conflict, OPEN) } else { (Kind::TooOften, OVER) };
    Refused::new(kind, message)
        .arg("most", UNPAID_MOST)
        .arg("hours", (wait + 3_599) / 3_600)
        .retry_after(u64::try_from(wait).unwrap_or(1))
}

/// Whether a pledge was refused because too many are unpaid.
pub(crate) fn refuses(refused: &Refused) -> bool {
    matches!(refused.message, OPEN | OVER)
}

/// It is paid, in time or late: its slot is free.
pub(crate) fn paid(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<()> {
    keep(tx, pledge, Millis(0), true)
}

/// Its request ended before it was paid, which is nothing that its donor did: its slot is free.
pub(super) fn released(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<()> {
    keep(tx, pledge, Millis(0), false)
}

/// Its donor took it back: the slot stays taken for as large a part of [`PAUSE`] as it stood of its countdown.
pub(super) fn taken_back(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<()> {
    let now = tx.now();
    let stood = (now.0 - pledge.created_at.0).clamp(0, MONEY_COUNTDOWN);
    keep(tx, pledge, now + PAUSE * stood / MONEY_COUNTDOWN, false)
}

/// Written by its whole key: of a statement that may change several rows SQLite keeps a copy to undo it by, and has the search
/// index written to the file for that.
fn keep(tx: &mut Tx<'_>, pledge: &Pledge, until: Millis, paid: bool) -> Res<()> {
    let slot = tx.first(SLOT_OF, params![pledge.donor, pledge.county, pledge.id], |row| row.i64(0))?;
    let Some(slot) = slot else { return Ok(()) };
    tx.execute(KEEP, params![until, paid, pledge.donor, slot, pledge.county, pledge.id]).map(drop)
}
