//! How the donor of a gift is called, and by whom that is read.
//!
//! Only who chose so is called anything. The family, whoever serves it and whoever decides on a dispute read the name from the
//! beginning: a donor of goods is accepted by it. Everybody else reads it once the gift is paid or sent, as they read the words that
//! came with it, and not when it holds the household's own words. Else a promise, which costs nothing, would write on the request's
//! page whatever somebody calls themselves.

use super::store::Pledge;
use qianmo_db::Tx;
use qianmo_kernel::Res;

/// The donor's name for those concerned; empty when it stays out of sight.
pub(crate) fn name(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<String> {
    if pledge.anonymous { Ok(String::new()) } else { qianmo_identity::account::display_name(tx, pledge.donor) }
}

/// The same for everybody, before it is compared with the household's own words; empty as long as nothing was given.
pub(super) fn told(tx: &mut Tx<'_>, pledge: &Pledge) -> Res<String> {
    if pledge.state.is_counting_down() { Ok(String::new()) } else { name(tx, pledge) }
}
