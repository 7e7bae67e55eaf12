//! Who is close to a household, and so does not decide about it.

use crate::words::Tie;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Millis, PublicRef, Res};

/// For how long whoever was close to a household ends nothing that is said of others who are close to it: as long as a request is open. Else
/// two relatives could release each other, one after the other.
pub(super) const LATELY: i64 = 90 * Millis::DAY;

qianmo_db::sql! {
    /// What keeps an account from deciding about a household, if it is close.
    const COUNTING = "SELECT tie FROM household_tie WHERE county = $1 AND household = $2 AND account = $3 AND ended_at = 0 AND waits = ''";
    /// What did so until it was ended, lately.
    const COUNTED = "SELECT tie FROM household_tie WHERE county = $1 AND household = $2 AND account = $3 AND ended_at > $4 AND waits = ''";
}

/// Whether an account is of the household or a relative, as stated by those whose word counts, and so must not decide about it.
pub fn is_member_or_relative(tx: &mut Tx<'_>, account: Id, household: PublicRef) -> Res<bool> {
    let found = tx.query(COUNTING, params![household.county, household.id, account], |row| Ok(Tie::from_name(&row.text(0)?)))?;
    if found.into_iter().flatten().any(Tie::is_close) {
        return Ok(true);
    }
    // The household's own account need not have been stated.
    Ok(qianmo_identity::account::of_household(tx, household)?.contains(&account))
}

/// Whether an account is close to the household, or was until lately.
pub(super) fn is_or_was_close(tx: &mut Tx<'_>, account: Id, household: PublicRef) -> Res<bool> {
    if account == Id::NONE {
        return Ok(false);
    }
    let since = Millis(tx.now().0 - LATELY);
    let found =
        tx.query(COUNTED, params![household.county, household.id, account, since], |row| Ok(Tie::from_name(&row.text(0)?)))?;
    if found.into_iter().flatten().any(Tie::is_close) {
        return Ok(true);
    }
    is_member_or_relative(tx, account, household)
}
