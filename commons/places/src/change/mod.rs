//! Changing the tree: a new name, a name in another language, a new place, and what takes the place of what.
//!
//! The tree is changed by administrators. A place that changes its nature is not edited into another one: it ends, and a
//! successor stands for it, so that what was counted under the old one can still be told (see [`crate::lineage`]). What lay
//! under an ended place moves under its successor and keeps its id; the event `places.succeeded` tells other parts, which
//! keep paths beside their rows, the old path and the new. Its listeners may run late and in any order: see [`Moved::today`].

mod command;
mod decide;
mod form;
mod moved;
mod page;
mod routes;
mod split;

pub(crate) use command::check;
pub use command::{NewPlace, Succession, add, rename, set_name, succeed};
pub use moved::Moved;
pub(crate) use routes::{add_form, edit, name_form, rename_form, succeed_form};
pub(crate) use split::plan;
pub use split::{Split, split};

use qianmo_kernel::{Permission, Role};

/// Changes the area tree.
pub const CHANGE: Permission = Permission { name: "places.place.change", roles: &[Role::Administrator] };
