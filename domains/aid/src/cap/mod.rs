//! Caps: the most that one household may ask in money for one purpose in one calendar year.
//!
//! A cap is set at a place for a purpose and a year by an officer of that place; for a household the lowest one upwards
//! counts. A narrower place may set a lower cap than the wider one around it, never a higher one; when the wider one is
//! lowered later, it counts at once.

mod command;
mod page;
mod routes;
mod store;

pub use command::set;
pub use routes::routes;
pub use store::{Cap, along, effective, lowest};

use qianmo_kernel::{Permission, Role};

/// Sets caps.
pub static SET: Permission = Permission { name: "aid.cap.set", roles: &[Role::Officer] };
