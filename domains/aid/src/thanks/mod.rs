//! Thanks (感谢), updates (进展) and stories, told by the household or the publisher to those who gave, and to everyone.
//!
//! Words are checked for the household's own names and numbers before they are taken ([`screen`]). A photo that comes with
//! them is held until a reviewer has looked. A story needs the household's consent: told by the household itself it has
//! it; told by the publisher it waits until the household says yes, and the household may take a story back at any time.

mod command;
mod form;
mod json;
mod page;
pub(crate) mod photo;
mod routes;
mod store;

pub use command::{NewPost, PostKind, consent, moderate, post, screen};
pub(crate) use command::{is_for_all, screen_giver};
pub use page::{PostLine, section, section_for};
pub use routes::routes;

pub(crate) use command::hold_all;
pub(crate) use page::story_waits;

use qianmo_kernel::{Permission, Role};

/// To tell: the household, its helper, or whoever wrote the request.
pub static TELL: Permission = Permission { name: "aid.post.tell", roles: &[Role::Household, Role::Helper, Role::Donor] };

/// To take posts off.
pub static MODERATE: Permission = Permission { name: "aid.post.moderate", roles: &[Role::Officer] };

/// Characters of a post.
pub const BODY_MAX: usize = 2_000;
