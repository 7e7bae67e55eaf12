//! A donor who wants to be forgotten: their standing gifts end, what they wished for goes, and what they agreed to is taken back.

use super::change::give_back;
use super::model::State;
use super::store;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Res};

qianmo_db::sql! {
    const WISHES = "UPDATE aid_standing_gift SET purpose = '', place = 0 WHERE account = $1";
    const WISHED = "UPDATE aid_standing_run SET purpose = '', place = 0 WHERE account = $1";
}

qianmo_identity::erasure_hook!(qianmo_identity::ErasureHook { open: |_, _| Ok(None), erase });

/// Gifts of an account that are looked at together.
const AT_ONCE: i64 = 100;

fn erase(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    let mut before = None;
    loop {
        let some = store::of_account(tx, account, before, AT_ONCE)?;
        before = some.last().map(|gift| gift.id);
        for mut gift in some {
            if gift.state != State::Ended {
                gift.stop(State::Ended, "erased");
                store::save(tx, &mut gift)?;
                give_back(tx, &gift)?;
            }
        }
        if before.is_none() {
            break;
        }
    }
    tx.execute(WISHES, params![account])?;
    tx.execute(WISHED, params![account])?;
    qianmo_payments::mandate::revoke_all(tx, account)
}
