//! The way of goods (送达): sent by courier or brought face to face, there, or not.
//!
//! Once accepted and until the receipt its donor may see where the household wants goods to be brought; each look is logged
//! and the household can read the log. A donor sees the addresses of so many households a day and no more
//! ([`HOUSEHOLDS_A_DAY`]), whatever became of the pledges. The donor says how the goods travel (company and number, or whom
//! to call and on which day), later that they are there. What cannot be delivered gives its room back and the part opens
//! again; an officer may find that a part cannot be delivered at all ([`fail_part`]), which ends it as `failed`.

mod command;
mod form;
mod json;
mod looks;
mod page;
mod routes;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use command::{Address, Dispatch, FAIL_REASONS, Way, address, deliver, dispatch, fail, fail_part};
pub use looks::HOUSEHOLDS_A_DAY;
pub use routes::routes;

pub(crate) use command::give_up;

use qianmo_kernel::{Permission, Role};

/// To say that goods could not be delivered, for others than their sender.
pub static MEND: Permission = Permission { name: "aid.delivery.mend", roles: &[Role::Helper, Role::Officer] };

/// To find that a part cannot be delivered at all.
pub static FAIL: Permission = Permission { name: "aid.part.fail", roles: &[Role::Officer] };
