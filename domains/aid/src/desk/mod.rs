//! The desk: what waits for whoever works here, by role: the helper's posts, the reviewer's queue, the officer's dashboard.
//!
//! Nothing on it ranks people or counts what somebody did: it shows what waits, how long, and who has been left waiting.

mod page;
mod read;
mod routes;

pub use routes::routes;

use qianmo_kernel::{Permission, Role};

/// Has a desk.
pub static DESK: Permission = Permission { name: "aid.desk.read", roles: &[Role::Helper, Role::Reviewer, Role::Officer] };
/// Reads the requests of the own household.
pub static OWN: Permission = Permission { name: "aid.request.own", roles: &[Role::Household] };
