//! Whose a photo is: only the crate that its thing belongs to can know.

use crate::store::Photo;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Res};
use qianmo_web::inventory;

/// How the crate that a photo's thing belongs to tells whether that thing is somebody's own.
pub struct OwnerHook {
    /// The kinds of things it speaks for, as [`crate::NewMedia::owner_kind`] names them.
    pub owner_kinds: &'static [&'static str],
    /// Whether the thing is this actor's own, so that its photos are shown to them while they are held.
    pub is_own: fn(&mut Tx<'_>, &Actor, &Photo) -> Res<bool>,
}

inventory::collect!(OwnerHook);

/// Registers a crate's [`OwnerHook`]: `qianmo_media::owner_hook!(OwnerHook { owner_kinds, is_own });`
#[macro_export]
macro_rules! owner_hook {
    ($hook:expr) => {
        $crate::inventory::submit! { $hook }
    };
}
