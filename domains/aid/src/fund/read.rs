//! What a fund came to: what came in, what was pledged, what came back, what is left. Everybody may see it.

use super::allot::left;
use super::store::{self, Fund, FundPledge};
use crate::pledge;
use crate::request::{self, Request};
use qianmo_db::Tx;
use qianmo_kernel::{Id, Locale, PublicRef, Res};

/// The sums of a fund, in minor units of its currency.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Sums {
    /// How many gifts it was paid.
    pub gifts: i64,
    /// What they come to.
    pub came_in: i64,
    /// How many pledges it made.
    pub pledges: i64,
    /// What they come to.
    pub pledged: i64,
    /// What came back of them.
    pub came_back: i64,
    /// What lies on its account: what came in and came back, less what was pledged.
    pub left: i64,
}

/// The sums of a fund, as its books and its rows say.
pub fn sums(tx: &mut Tx<'_>, fund: &Fund) -> Res<Sums> {
    let (gifts, came_in) = store::came_in(tx, fund.reference())?;
    let (pledges, pledged, came_back) = store::pledged(tx, fund.reference())?;
    Ok(Sums { gifts, came_in, pledges, pledged, came_back, left: left(tx, fund)? })
}

/// What a fund pledged, with the request, its household masked, and where the pledge stands.
pub(super) struct Given {
    pub(super) row: FundPledge,
    /// What everybody may see of it; nothing of one that was taken back or stopped.
    pub(super) request: Option<Request>,
    pub(super) reference: PublicRef,
    pub(super) state: &'static str,
    pub(super) label: &'static str,
}

/// What a fund pledged, the newest first.
pub(super) fn given(tx: &mut Tx<'_>, fund: &Fund, before: Option<Id>, limit: i64, locale: Locale) -> Res<Vec<Given>> {
    let mut all = Vec::new();
    for row in store::pledges(tx, fund.reference(), before, limit)? {
        let pledge = pledge::require(tx, PublicRef::new(row.county, row.pledge))?;
        let reference = pledge.request_ref();
        let (mut shown, whole) = request::visible(tx, reference, None)?;
        request::relabel(tx, std::slice::from_mut(&mut shown), locale)?;
        let request = whole.then_some(shown);
        all.push(Given { row, request, reference, state: pledge.state.name(), label: pledge.standing().label });
    }
    Ok(all)
}
