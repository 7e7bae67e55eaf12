//! What the floors cost: which places on donors' own slates went to requests that were lifted because their area or group is behind.

use super::shown::{DAYS, DAYS_TOLD, day_of};
use qianmo_db::{Tx, params};
use qianmo_kernel::Res;

/// The places on donors' own slates in the last 30 days, everywhere.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct FloorsCost {
    /// All of them, of donors who let it be kept what they are shown.
    pub places: i64,
    /// Those of requests that were lifted. Some would have stood there all the same: it is the most that the floors can have cost.
    pub lifted: i64,
    /// Those of them that would not have been there otherwise; `None`: not known. The allocator does not tell what it would have shown.
    pub instead: Option<i64>,
}

/// Reads it; `None` where nothing was shown.
pub(super) fn cost(tx: &mut Tx<'_>) -> Res<Option<FloorsCost>> {
    let since = day_of(tx.now()) - DAYS_TOLD;
    let (places, lifted) = tx.one(DAYS, params![since], |row| Ok((row.i64(0)?, row.i64(1)?)))?;
    Ok((places > 0).then_some(FloorsCost { places, lifted, instead: None }))
}
