//! What a pledge does not hold any more comes back to the offer that it was made of.
//!
//! Called wherever a pledge of goods gives room back, in the same unit of work and as the last thing that it locks: when it is taken
//! back, lapses or is released, when nothing of it arrived, and when some did and the rest was given up. It compares what the pledge holds
//! with what was noted, so that saying it twice gives nothing twice. Whether what did not arrive is still there, only its donor knows: who
//! has it no more lowers the offer's number.

use super::store;
use crate::lifecycle::Gift;
use crate::pledge::Pledge;
use qianmo_db::Tx;
use qianmo_kernel::Res;

/// Brings back what this pledge, as it was just saved, does not hold any more.
pub(crate) fn follow(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<()> {
    if pledge.gift != Gift::Goods {
        return Ok(());
    }
    let Some((offer, held)) = store::link_of(tx, pledge.reference())? else { return Ok(()) };
    let holds = pledge.room();
    if holds < held { store::held(tx, pledge.reference(), offer, held, holds) } else { Ok(()) }
}
