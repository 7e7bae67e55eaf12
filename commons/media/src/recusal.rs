//! Who must not decide on a photo because of what it belongs to: only the crate whose thing that is can know.

use crate::store::Photo;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Res};
use qianmo_web::inventory;

/// What the crate that a photo's thing belongs to has to say about a reviewer.
pub struct RecusalHook {
    /// The kinds of things it speaks for, as [`crate::NewMedia::owner_kind`] names them.
    pub owner_kinds: &'static [&'static str],
    /// Why this actor must not decide on that photo, as a message's key; `None` when nothing stands against it.
    pub recused: fn(&mut Tx<'_>, &Actor, &Photo) -> Res<Option<&'static str>>,
}

inventory::collect!(RecusalHook);

/// Registers a crate's [`RecusalHook`]: `qianmo_media::recusal_hook!(RecusalHook { owner_kinds, recused });`
#[macro_export]
macro_rules! recusal_hook {
    ($hook:expr) => {
        $crate::inventory::submit! { $hook }
    };
}
