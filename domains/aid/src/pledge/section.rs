//! The gifts of a request as everyone may see them: the request's page shows them.

use super::{giver, store};
use crate::lifecycle::{Gift, PledgeState};
use qianmo_db::Tx;
use qianmo_kernel::{Millis, Money, PublicRef, Res};

/// A gift as the public sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GiftLine {
    /// The donor's name, shown once the gift is paid or sent; `None` when it stays out of sight.
    pub donor: Option<String>,
    /// The part it is for.
    pub part: qianmo_kernel::Id,
    /// Money or goods.
    pub gift: Gift,
    /// The amount, for money.
    pub amount: Option<Money>,
    /// The number of items, for goods.
    pub count: Option<i64>,
    /// Where it stands.
    pub state: PledgeState,
    /// The message that says it, finer where the state alone would not be true.
    pub state_label: &'static str,
    /// Words to the family; shown once the gift is paid or sent.
    pub message: String,
    /// When it was promised.
    pub at: Millis,
}

/// The gifts of a request that still stand, the newest first; at most 50.
/// Names and words that hold what would lead to the household are for its eyes only; that they do is told to nobody.
pub fn section(tx: &mut Tx<'_>, request: PublicRef, household: PublicRef) -> Res<Vec<GiftLine>> {
    let mut lines = Vec::new();
    for pledge in store::of_request(tx, request)?.into_iter().rev().filter(|p| p.state.holds_room()).take(50) {
        let name = giver::told(tx, &pledge)?;
        let given = !pledge.state.is_counting_down();
        lines.push(GiftLine {
            donor: (!name.is_empty()).then_some(name),
            part: pledge.part,
            gift: pledge.gift,
            amount: (pledge.gift == Gift::Money).then(|| pledge.money(pledge.quantity)),
            count: (pledge.gift == Gift::Goods).then_some(pledge.quantity),
            state: pledge.state,
            state_label: pledge.standing().label,
            message: if given { pledge.message } else { String::new() },
            at: pledge.created_at,
        });
    }
    if lines.iter().any(|line| line.donor.is_some() || !line.message.is_empty()) {
        let is_for_all = crate::thanks::is_for_all(tx, household)?;
        for line in &mut lines {
            line.donor = line.donor.take().filter(|name| is_for_all(name));
            if !line.message.is_empty() && !is_for_all(&line.message) {
                line.message.clear();
            }
        }
    }
    Ok(lines)
}
