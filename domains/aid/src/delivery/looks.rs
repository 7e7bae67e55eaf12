//! How many households' addresses one donor is shown in a day: whoever brings something needs one, nobody needs a list.
//!
//! Slots in the database, as the duplicate window has them, so that neither a restart, nor a second server, nor a pledge
//! taken back gives them back. Looking again at the same household within its day takes nothing.

use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Kind, Millis, PublicRef, Refused, Res};

/// Households whose addresses one donor may look at within a day.
pub const HOUSEHOLDS_A_DAY: i64 = 10;

qianmo_db::sql! {
    const HELD = "SELECT 1 FROM aid_address_look WHERE account = $1 AND household_county = $2 AND household = $3
        AND until > $4 LIMIT 1";
    const TAKE = "INSERT INTO aid_address_look (account, slot, household_county, household, until) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (account, slot) DO UPDATE SET household_county = excluded.household_county, household = excluded.household,
        until = excluded.until WHERE aid_address_look.until <= $6";
    const NEXT = "SELECT MIN(until) FROM aid_address_look WHERE account = $1";
}

/// Takes one of the account's slots for a household, unless it has one.
///
/// # Errors
/// 429 `aid-address-too-often` when all are taken, with the seconds until the next comes free.
pub(super) fn take(tx: &mut Tx<'_>, account: Id, household: PublicRef) -> Res<()> {
    let now = tx.now();
    if tx.first(HELD, params![account, household.county, household.id, now], |_| Ok(()))?.is_some() {
        return Ok(());
    }
    for slot in 1..=HOUSEHOLDS_A_DAY {
        let taken = tx.execute(TAKE, params![account, slot, household.county, household.id, now + Millis::DAY, now])?;
        if taken > 0 {
            return Ok(());
        }
    }
    let next = tx.first(NEXT, params![account], |row| row.opt_millis(0))?.flatten();
    let wait = next.map_or(1, |until| ((until.0 - now.0 + 999) / 1_000).max(1));
    let hours = (wait + 3_599) / 3_600;
    let refused = Refused::new(Kind::TooOften, "aid-address-too-often").arg("most", HOUSEHOLDS_A_DAY).arg("hours", hours);
    Err(refused.retry_after(u64::try_from(wait).unwrap_or(1)).into())
}
