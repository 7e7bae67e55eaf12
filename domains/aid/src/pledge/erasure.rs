//! A donor who wants to be forgotten: not while something of theirs is on its way; then their words go.

use super::store;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Res};

qianmo_db::sql! {
    /// Something that its donor has yet to pay, send, or get back. What was paid out needs nothing more of them.
    const OPEN = "SELECT 1 FROM aid_pledge WHERE county = $1 AND donor = $2
        AND state IN ('pledged', 'paying', 'paid', 'dispatched', 'delivered', 'disputed', 'refunding') LIMIT 1";
    /// Words to families.
    const WORDS = "UPDATE aid_pledge SET message = '' WHERE county = $1 AND donor = $2";
    /// Whom to call when something is brought.
    const CONTACTS = "UPDATE aid_dispatch SET contact_sealed = $1 WHERE county = $2
        AND pledge IN (SELECT id FROM aid_pledge WHERE county = $2 AND donor = $3)";
    /// Whose address was looked at lately.
    const LOOKS = "DELETE FROM aid_address_look WHERE account = $1";
    /// What was left unpaid lately.
    const UNPAID = "DELETE FROM aid_unpaid WHERE account = $1";
}

qianmo_identity::erasure_hook!(qianmo_identity::ErasureHook { open, erase });

fn open(tx: &mut Tx<'_>, account: Id) -> Res<Option<&'static str>> {
    for county in store::counties_of(tx, account)? {
        if tx.first(OPEN, params![county, account], |_| Ok(()))?.is_some() {
            return Ok(Some("aid-erase-gifts-open"));
        }
    }
    Ok(None)
}

fn erase(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    tx.execute(LOOKS, params![account])?;
    tx.execute(UNPAID, params![account])?;
    for county in store::counties_of(tx, account)? {
        tx.execute(WORDS, params![county, account])?;
        tx.execute(CONTACTS, params![Vec::<u8>::new(), county, account])?;
    }
    Ok(())
}
