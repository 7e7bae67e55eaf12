//! Limits: how often something may be done in a window, and growing waits after wrong codes.
//!
//! What is counted (an address, a network address, a card) is kept as a blind index only.

use qianmo_db::{Tx, params};
use qianmo_kernel::{Kind, Millis, Refused, Res};

qianmo_db::sql! {
    /// Counts one more in the window, or begins a new one.
    const COUNT = "INSERT INTO attempt (key, since_at, n) VALUES ($1, $2, 1) ON CONFLICT (key) DO UPDATE SET \
        n = CASE WHEN attempt.since_at <= $3 THEN 1 ELSE attempt.n + 1 END, \
        since_at = CASE WHEN attempt.since_at <= $3 THEN excluded.since_at ELSE attempt.since_at END \
        RETURNING n, since_at";
    /// Wrong codes so far and the lock's end.
    const LOCK = "SELECT fails, until_at FROM lockout WHERE key = $1";
    /// One more wrong code.
    const FAIL = "INSERT INTO lockout (key, fails, until_at, last_at) VALUES ($1, 1, 0, $2) ON CONFLICT (key) DO UPDATE SET \
        fails = CASE WHEN lockout.last_at <= $3 THEN 1 ELSE lockout.fails + 1 END, last_at = excluded.last_at RETURNING fails";
    /// Locks until a moment.
    const SHUT = "UPDATE lockout SET until_at = $1 WHERE key = $2";
    /// Opens after a right code.
    const OPEN = "DELETE FROM lockout WHERE key = $1";
    /// Windows that ended long ago.
    const SWEEP_ATTEMPTS = "DELETE FROM attempt WHERE since_at < $1";
    /// Locks that nobody ran into for long.
    const SWEEP_LOCKS = "DELETE FROM lockout WHERE last_at < $1";
}

/// The waits after wrong codes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Waits {
    /// After how many wrong codes in a row there is one, and after as many more the next.
    pub every: i64,
    /// How long the first is, in milliseconds; each is twice as long as the one before.
    pub first: i64,
    /// How long the longest is.
    pub longest: i64,
}

/// Wrong codes for an address from one client. No longer than an hour: a code that lives for minutes cannot be guessed by
/// five tries an hour.
pub(crate) const AT_ADDRESS: Waits = Waits { every: 5, first: Millis::MINUTE, longest: Millis::HOUR };
/// Wrong codes for an address from all clients together. Only many clients get here: one alone, that knows an address, must
/// not keep its owner out.
pub(crate) const AT_ADDRESS_IN_ALL: Waits = Waits { every: 50, first: 15 * Millis::MINUTE, longest: Millis::HOUR };
/// Wrong PINs for a card, whose PIN stays the same for years.
pub(crate) const AT_CARD: Waits = Waits { every: 5, first: Millis::MINUTE, longest: 24 * Millis::HOUR };
/// A wrong code is forgotten after this long without another.
const FORGOTTEN: i64 = 7 * Millis::DAY;

/// How often things may be done.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Milliseconds that must lie between two codes to one address.
    pub between_codes: i64,
    /// Codes to one address in an hour that one client asks for.
    pub codes_per_address: i64,
    /// Codes to one address in an hour, whoever asks.
    pub codes_per_address_in_all: i64,
    /// Codes asked for from one network address in an hour.
    pub codes_per_ip: i64,
    /// Codes, card numbers and passkeys tried from one network address in an hour.
    pub tries_per_ip: i64,
}

impl Limits {
    /// In a demonstration no message costs anything and one machine plays many people.
    pub const fn of(demo: bool) -> Limits {
        if demo {
            Limits {
                between_codes: 0,
                codes_per_address: 10_000,
                codes_per_address_in_all: 10_000,
                codes_per_ip: 100_000,
                tries_per_ip: 100_000,
            }
        } else {
            Limits {
                between_codes: Millis::MINUTE,
                codes_per_address: 5,
                codes_per_address_in_all: 20,
                codes_per_ip: 60,
                tries_per_ip: 200,
            }
        }
    }
}

/// A refusal that says after how many seconds to come again.
pub(crate) fn too_often(wait_millis: i64) -> Refused {
    let seconds = u64::try_from((wait_millis + 999) / 1_000).unwrap_or(1).max(1);
    Refused::new(Kind::TooOften, "identity-too-often").arg("minutes", seconds.div_ceil(60)).retry_after(seconds)
}

/// Counts one use of `what` (for example `code-ip:…`), and refuses when `cap` in `window` milliseconds is passed.
pub fn count(tx: &mut Tx<'_>, what: &str, cap: i64, window: i64) -> Res<()> {
    let key = tx.vault().blind("identity.attempt", what);
    let now = tx.now();
    let (n, since) = tx.one(COUNT, params![key, now, now - window], |r| Ok((r.i64(0)?, r.millis(1)?)))?;
    if n > cap { Err(too_often(since.0 + window - now.0).into()) } else { Ok(()) }
}

fn lock_key(tx: &Tx<'_>, what: &str) -> Vec<u8> {
    tx.vault().blind("identity.lockout", what)
}

/// Milliseconds for which `what` is still locked; 0 when it is open.
pub(crate) fn locked_for(tx: &mut Tx<'_>, what: &str) -> Res<i64> {
    let (key, now) = (lock_key(tx, what), tx.now());
    let until = tx.first(LOCK, params![key], |r| r.millis(1))?;
    Ok(until.map_or(0, |until| (until.0 - now.0).max(0)))
}

/// Refuses while `what` is locked.
pub fn require_open(tx: &mut Tx<'_>, what: &str) -> Res<()> {
    match locked_for(tx, what)? {
        0 => Ok(()),
        wait => Err(too_often(wait).into()),
    }
}

/// Notes a wrong code; after some in a row there is a wait.
/// The caller must let this be committed: refuse afterwards, outside the unit of work.
pub fn failed(tx: &mut Tx<'_>, what: &str, waits: Waits) -> Res<()> {
    let (key, now) = (lock_key(tx, what), tx.now());
    let fails = tx.one(FAIL, params![&key, now, now - FORGOTTEN], |r| r.i64(0))?;
    let wait = waits.after(fails);
    if wait > 0 {
        tx.execute(SHUT, params![now + wait, key])?;
    }
    Ok(())
}

/// Forgets the wrong codes after a right one.
pub(crate) fn succeeded(tx: &mut Tx<'_>, what: &str) -> Res<()> {
    let key = lock_key(tx, what);
    tx.execute(OPEN, params![key])?;
    Ok(())
}

/// Drops what no longer limits anybody.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Res<()> {
    let now = tx.now();
    tx.execute(SWEEP_ATTEMPTS, params![now - Millis::DAY])?;
    tx.execute(SWEEP_LOCKS, params![now - FORGOTTEN])?;
    Ok(())
}

impl Waits {
    /// The wait in milliseconds that the `fails`-th wrong code in a row brings.
    fn after(self, fails: i64) -> i64 {
        if fails == 0 || fails % self.every != 0 {
            return 0;
        }
        let doublings = u32::try_from(fails / self.every - 1).unwrap_or(u32::MAX).min(20);
        (self.first << doublings).min(self.longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_after_every_fifth_wrong_code_and_end_somewhere() {
        let waits = |fails| AT_ADDRESS.after(fails);
        assert_eq!([1, 4, 5, 6, 10, 15].map(waits), [0, 0, Millis::MINUTE, 0, 2 * Millis::MINUTE, 4 * Millis::MINUTE]);
        assert_eq!(AT_CARD.after(500), AT_CARD.longest);
        assert_eq!(AT_ADDRESS.after(i64::MAX / 5 * 5), Millis::HOUR);
        assert_eq!([5, 49, 50, 100, 500].map(|n| AT_ADDRESS_IN_ALL.after(n) / Millis::MINUTE), [0, 0, 15, 30, 60]);
    }

    #[test]
    fn a_refusal_names_whole_minutes_and_seconds() {
        let refused = too_often(61_500);
        assert_eq!(refused.retry_after, Some(62));
        assert_eq!(refused.args, vec![("minutes", "2".to_owned())]);
    }

    #[test]
    fn a_demonstration_is_not_slowed_but_its_locks_stay() {
        assert!(Limits::of(true).codes_per_address > Limits::of(false).codes_per_address);
        assert!(Limits::of(false).between_codes >= Millis::MINUTE);
    }
}
