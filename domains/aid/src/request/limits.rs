//! What limits asking: the cap per household, purpose and year, and the duplicate window. Guarded counters, so that two
//! submissions at the same moment cannot both slip under.

use super::cohort::year_of;
use super::model::Request;
use crate::lifecycle::RequestState;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Kind, Millis, Money, Refused, Res};

/// How many requests of one purpose a household may hand in within the window.
pub const WINDOW_SLOTS: i64 = 3;
/// The window.
pub const WINDOW: i64 = 90 * Millis::DAY;

qianmo_db::sql! {
    /// The row that counts, so that there is one to guard.
    pub const CAP_ROW = "INSERT INTO aid_cap_use (county, household, purpose, year, used_minor) VALUES ($1, $2, $3, $4, 0)
        ON CONFLICT (county, household, purpose, year) DO NOTHING";
    /// Takes from a cap, if there is room.
    pub const CAP_TAKE = "UPDATE aid_cap_use SET used_minor = used_minor + $1 WHERE county = $2 AND household = $3 AND purpose = $4
        AND year = $5 AND used_minor + $1 <= $6";
    /// What is used.
    pub const CAP_USED = "SELECT used_minor FROM aid_cap_use WHERE county = $1 AND household = $2 AND purpose = $3 AND year = $4";
    /// Gives back to a cap.
    pub const CAP_GIVE = "UPDATE aid_cap_use SET used_minor = used_minor - $1 WHERE county = $2 AND household = $3 AND purpose = $4
        AND year = $5 AND used_minor >= $1";
    /// Remembers what a request took.
    pub const TAKEN = "INSERT INTO aid_cap_taken (county, request, household, purpose, year, amount_minor)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (county, request) DO UPDATE SET purpose = excluded.purpose,
        year = excluded.year, amount_minor = excluded.amount_minor";
    /// What a request took.
    pub const TAKEN_BY = "SELECT purpose, year, amount_minor FROM aid_cap_taken WHERE county = $1 AND request = $2";
    /// The slot a request holds.
    pub const SLOT_OF = "SELECT slot FROM aid_window WHERE county = $1 AND household = $2 AND purpose = $3 AND request = $4";
    /// Takes a slot that is free.
    pub const SLOT_TAKE = "INSERT INTO aid_window (county, household, purpose, slot, request, until)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (county, household, purpose, slot)
        DO UPDATE SET request = excluded.request, until = excluded.until WHERE aid_window.until <= $7";
    /// Frees the slot of a request, whatever purpose it was taken for.
    pub const SLOT_FREE = "DELETE FROM aid_window WHERE county = $1 AND household = $2 AND request = $3";
    /// Frees the slots of a request that were taken for other purposes than its present one.
    pub const SLOT_LEAVE = "DELETE FROM aid_window WHERE county = $1 AND household = $2 AND request = $3 AND purpose <> $4";
    /// When the next slot comes free.
    pub const SLOT_NEXT = "SELECT MIN(until) FROM aid_window WHERE county = $1 AND household = $2 AND purpose = $3";
}

/// Takes a slot of the duplicate window. A request that was returned and comes again keeps the slot it has; one that comes again for
/// another purpose takes one there and leaves the one it had.
///
/// # Errors
/// Refused with 409 `aid-window-full` when the household has handed in three of this purpose within 90 days.
pub(super) fn take_slot(tx: &mut Tx<'_>, request: &Request) -> Res<()> {
    let home = request.household;
    let own = tx.first(SLOT_OF, params![home.county, home.id, &request.purpose, request.reference.id], |row| row.i64(0))?;
    if own.is_some() {
        return Ok(());
    }
    let now = tx.now();
    for slot in 1..=WINDOW_SLOTS {
        let taken =
            tx.execute(SLOT_TAKE, params![home.county, home.id, &request.purpose, slot, request.reference.id, now + WINDOW, now])?;
        if taken > 0 {
            if request.submitted_at.is_some() {
                tx.execute(SLOT_LEAVE, params![home.county, home.id, request.reference.id, &request.purpose])?;
            }
            return Ok(());
        }
    }
    let next = tx.first(SLOT_NEXT, params![home.county, home.id, &request.purpose], |row| row.opt_millis(0))?.flatten();
    let days = next.map_or(0, |until| (until.0 - now.0 + Millis::DAY - 1) / Millis::DAY);
    Err(Refused::new(Kind::Conflict, "aid-window-full")
        .arg("most", WINDOW_SLOTS)
        .arg("days", WINDOW / Millis::DAY)
        .arg("wait", days)
        .into())
}

/// Takes what the request asks in money from the household's cap for its purpose and this year. Where no place upwards has
/// a cap, there is none; what is taken is counted all the same, so that a cap set later is right.
///
/// # Errors
/// Refused with 422 on the field `parts`: `aid-cap-exceeded` when it does not fit, `aid-cap-currency` when a cap is in another
/// currency, so that nobody can tell whether it does.
pub fn take_cap(tx: &mut Tx<'_>, request: &Request) -> Res<()> {
    if request.asked_minor == 0 {
        return Ok(());
    }
    let (home, year) = (request.household, year_of(tx.now()));
    let caps = crate::cap::along(tx, &request.path, &request.purpose, year)?;
    if caps.iter().any(|cap| cap.amount.currency != request.currency) {
        return Err(Refused::field("parts", "aid-cap-currency").into());
    }
    let most = crate::cap::lowest(caps).map_or(i64::MAX / 2, |cap| cap.amount.amount_minor);
    tx.execute(CAP_ROW, params![home.county, home.id, &request.purpose, year])?;
    let taken = tx.execute(CAP_TAKE, params![request.asked_minor, home.county, home.id, &request.purpose, year, most])?;
    if taken == 0 {
        let used = tx.first(CAP_USED, params![home.county, home.id, &request.purpose, year], |row| row.i64(0))?.unwrap_or(0);
        let left = Money::new((most - used).max(0), request.currency);
        let most = Money::new(most, request.currency);
        let say = |money: Money| format!("{} {}", money.to_major(), money.currency);
        let mut refused = Refused::field("parts", "aid-cap-exceeded");
        if let Some(field) = refused.fields.first_mut() {
            field.args = vec![("most", say(most)), ("left", say(left)), ("year", year.to_string())];
        }
        return Err(refused.into());
    }
    let (county, id) = (request.reference.county, request.reference.id);
    tx.execute(TAKEN, params![county, id, home.id, &request.purpose, year, request.asked_minor])?;
    Ok(())
}

/// What a household has used of its cap for a request's purpose in a year, in minor units, and whether this request is in it: one
/// that was refused gave back what it took.
pub fn cap_used(tx: &mut Tx<'_>, request: &Request, year: i64) -> Res<(i64, bool)> {
    let home = request.household;
    let used = tx.first(CAP_USED, params![home.county, home.id, &request.purpose, year], |row| row.i64(0))?.unwrap_or(0);
    let own = params![request.reference.county, request.reference.id];
    let taken = tx.first(TAKEN_BY, own, |row| Ok((row.text(0)?, row.i64(1)?, row.i64(2)?)))?;
    let included = taken.is_some_and(|(purpose, of, amount)| purpose == request.purpose && of == year && amount > 0);
    Ok((used, included))
}

/// Gives back to the cap what the request took, less what is on its way to the household or there: money in an approved
/// payout is the household's even while nobody has confirmed it. Said again after a payout has failed, it gives back that.
pub fn give_back(tx: &mut Tx<'_>, request: &Request) -> Res<()> {
    let (county, id) = (request.reference.county, request.reference.id);
    let taken = tx.first(TAKEN_BY, params![county, id], |row| Ok((row.text(0)?, row.i64(1)?, row.i64(2)?)))?;
    let Some((purpose, year, amount)) = taken else { return Ok(()) };
    let parts = super::store::parts(tx, request.reference)?;
    let sent: i64 = parts.iter().filter(|p| p.kind == super::Kind::Money).map(|p| p.counts.sent).sum();
    let back = amount - sent;
    if back > 0 {
        let home = request.household;
        tx.execute(CAP_GIVE, params![back, home.county, home.id, &purpose, year])?;
        tx.execute(TAKEN, params![county, id, home.id, &purpose, year, amount - back])?;
    }
    Ok(())
}

/// What a change of state means for the limits: whoever stops asking gives back to the cap, and a request that ends before anybody
/// could read it gives its slot back.
pub(super) fn follow(tx: &mut Tx<'_>, before: RequestState, after: &Request) -> Res<()> {
    if ends_unopened(before, after) {
        let home = after.household;
        tx.execute(SLOT_FREE, params![home.county, home.id, after.reference.id])?;
    }
    match after.state {
        RequestState::Returned
        | RequestState::Refused
        | RequestState::Expired
        | RequestState::Withdrawn
        | RequestState::Failed
        | RequestState::Closed => give_back(tx, after),
        _ => Ok(()),
    }
}

/// Whether a request ends without ever having been opened, and without having been refused: then it was no duplicate that anybody
/// would have read, and a helper who hands in and takes back would keep the household itself from asking. What was refused keeps its
/// slot, also when its appeal is taken back: else the same would come again at once.
fn ends_unopened(before: RequestState, after: &Request) -> bool {
    let ended = matches!(after.state, RequestState::Withdrawn | RequestState::Expired | RequestState::Closed);
    ended && after.opened_at.is_none() && before != RequestState::Appealed
}
