//! What a photo belongs to, in words: only the crate whose thing that is can tell, and knows where it is looked at.

use crate::store::Photo;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Res};
use qianmo_web::inventory;

/// The thing that a photo belongs to, for whoever decides on the photo.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Thing {
    /// How it is called.
    pub title: String,
    /// The language of that, a BCP 47 tag; empty when nobody said.
    pub language: String,
    /// Its page for this reader.
    pub href: String,
}

/// How the crate that a photo's thing belongs to tells of it.
pub struct ThingHook {
    /// The kinds of things it speaks for, as [`crate::NewMedia::owner_kind`] names them.
    pub owner_kinds: &'static [&'static str],
    /// The thing, for somebody who may decide on that photo; `None` when they may not see it.
    pub thing: fn(&mut Tx<'_>, &Actor, &Photo) -> Res<Option<Thing>>,
}

inventory::collect!(ThingHook);

/// What a photo belongs to; `None` when nobody speaks for it.
pub(crate) fn of(tx: &mut Tx<'_>, actor: &Actor, photo: &Photo) -> Res<Option<Thing>> {
    for hook in inventory::iter::<ThingHook>.into_iter().filter(|hook| hook.owner_kinds.contains(&photo.owner_kind.as_str())) {
        if let Some(thing) = (hook.thing)(tx, actor, photo)? {
            return Ok(Some(thing));
        }
    }
    Ok(None)
}

/// Registers a crate's [`ThingHook`]: `qianmo_media::thing_hook!(ThingHook { owner_kinds, thing });`
#[macro_export]
macro_rules! thing_hook {
    ($hook:expr) => {
        $crate::inventory::submit! { $hook }
    };
}
