//! Sessions: who is signed in, on which device, since when; kept in the database, revocable one by one.
//!
//! The cookie carries the account, the session and a secret of 256 bits of which only the hash is kept. A session ends
//! after 30 days without use or 180 days in all, by a card after two hours. What a second factor opens closes again after 12 hours.

pub(crate) mod cookie;
mod device;
mod store;

use crate::account;
use crate::factor::Factor;
use crate::secret::{self, Bearer};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, Millis, Refused, Res, Via};

pub(crate) use device::name as device_name;
pub(crate) use store::{remove_all, remove_others, sweep, touch};

/// A session ends after this long without use.
pub const IDLE: i64 = 30 * Millis::DAY;
/// A session ends after this long in all.
pub const LONGEST: i64 = 180 * Millis::DAY;
/// A session by a household's card ends after this long: it is often opened on somebody else's device.
pub const BY_CARD: i64 = 2 * Millis::HOUR;
/// How long a second factor counts.
pub const SECOND: i64 = 12 * Millis::HOUR;
/// The time of use is kept to this accuracy, so that reading pages does not write each time.
pub(crate) const COARSE: i64 = 10 * Millis::MINUTE;

/// A session as its owner sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// Its id.
    pub id: Id,
    /// The device, coarsely: "Firefox · Android".
    pub device: String,
    /// How it was signed in.
    pub factor: Factor,
    /// When a second factor was shown; 0 if never.
    pub second_at: Millis,
    /// When it began.
    pub made_at: Millis,
    /// When it was last used, to ten minutes.
    pub used_at: Millis,
    /// When it ends at the latest.
    pub expires_at: Millis,
}

impl Session {
    /// Whether a second factor counts at `now`.
    pub fn has_second(&self, now: Millis) -> bool {
        second_counts(self.second_at, now)
    }
}

/// Whether a second factor shown at `shown` (0: never) counts at `now`.
pub(crate) fn second_counts(shown: Millis, now: Millis) -> bool {
    shown.0 > 0 && now.0 < shown.0 + SECOND
}

/// Whether a session may still be used at `now`.
pub(crate) fn is_alive(used_at: Millis, expires_at: Millis, now: Millis) -> bool {
    now < expires_at && now.0 < used_at.0 + IDLE
}

/// Begins a session; what is returned goes into the cookie and is kept nowhere.
pub(crate) fn open(tx: &mut Tx<'_>, account: Id, factor: Factor, user_agent: &str) -> Res<Bearer> {
    let bearer = Bearer { account, id: tx.new_id(), secret: secret::draw(tx.rng()) };
    let both = factor.is_two() && second_opens(tx, account)?;
    store::insert(tx, &bearer, factor, both, Id::NONE, &device::name(user_agent))?;
    Ok(bearer)
}

/// [`open`] by a household's card that `issued_by` printed. Whoever printed a card knows its PIN, so the session says for good who
/// else may sit before it.
pub(crate) fn open_by_card(tx: &mut Tx<'_>, account: Id, issued_by: Id, user_agent: &str) -> Res<Bearer> {
    let bearer = Bearer { account, id: tx.new_id(), secret: secret::draw(tx.rng()) };
    store::insert(tx, &bearer, Factor::Card, false, issued_by, &device::name(user_agent))?;
    Ok(bearer)
}

/// Whether second factors count for the account yet; see [`account::added_by_one_factor`].
pub(crate) fn second_opens(tx: &mut Tx<'_>, account: Id) -> Res<bool> {
    Ok(account::second_from(tx, account)? <= tx.now())
}

/// Refuses as long as no second factor counts for the account.
pub(crate) fn require_second_opens(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    if second_opens(tx, account)? { Ok(()) } else { Err(Refused::new(Kind::Conflict, "identity-second-new").into()) }
}

/// Notes that a second factor was shown. The session goes on under a new secret: one stolen before is worth nothing.
/// Refuses as long as no second factor counts for the account.
pub(crate) fn strengthen(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<Bearer> {
    require_second_opens(tx, account)?;
    let bearer = Bearer { account, id, secret: secret::draw(tx.rng()) };
    if store::strengthen(tx, &bearer)? {
        Ok(bearer)
    } else {
        Err(Refused::new(Kind::SignInNeeded, "identity-session-ended").into())
    }
}

/// Refuses a session that a household's card alone opened: a card is printed, lies about and is often used on somebody else's
/// device, so its two hours must not make anything that outlasts them. Refuses a token that stands for a card alone as well.
pub(crate) fn require_more_than_card(tx: &mut Tx<'_>, actor: &Actor) -> Res<()> {
    if actor.card_issued_by.is_some() {
        return Err(Refused::new(Kind::Forbidden, "identity-card-not-enough").into());
    }
    if actor.via != Via::Session || actor.second_factor {
        return Ok(());
    }
    match find(tx, actor.account, actor.session)? {
        Some(session) if session.factor == Factor::Card => Err(Refused::new(Kind::Forbidden, "identity-card-not-enough").into()),
        _ => Ok(()),
    }
}

/// The sessions of an account that are alive, the last used first.
pub fn list(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Session>> {
    let now = tx.now();
    let mut sessions = store::list(tx, account)?;
    sessions.retain(|s| is_alive(s.used_at, s.expires_at, now));
    sessions.sort_by_key(|s| std::cmp::Reverse((s.used_at, s.id)));
    Ok(sessions)
}

/// The session of an account, if it is alive.
pub(crate) fn find(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<Option<Session>> {
    Ok(list(tx, account)?.into_iter().find(|s| s.id == id))
}

/// Ends a session; not found when the account has no such one.
pub fn revoke(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<()> {
    if store::remove(tx, account, id)? { Ok(()) } else { Err(Refused::not_found().into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_end_by_idleness_and_by_age_and_a_second_factor_wears_off() {
        let start = Millis(1_000_000);
        let end = start + LONGEST;
        assert!(is_alive(start, end, start + (IDLE - 1)) && !is_alive(start, end, start + IDLE));
        assert!(!is_alive(end - 1, end, end));
        assert!(second_counts(start, start + (SECOND - 1)) && !second_counts(start, start + SECOND));
        assert!(!second_counts(Millis(0), Millis(5)));
    }
}
