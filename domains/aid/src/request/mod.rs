//! A request: what a household needs, written by itself or by somebody for it.
//!
//! The publisher writes a draft, part by part (money or goods), and hands it in. Handing in checks what only the
//! program can check (caps, the duplicate window, own names in public text, an address for goods) and opens a review.
//! Once open, a request is public under its masked household; what happens on its parts moves it on ([`settle`]).

mod act;
mod attention;
mod card;
mod change;
mod cohort;
mod command;
mod decide;
mod edit_page;
pub(crate) mod end_note;
mod erasing;
mod form;
mod hand;
mod household;
mod json;
pub(crate) mod leave;
mod limits;
mod listing;
mod may;
pub mod model;
mod page;
mod routes;
pub mod store;
pub mod story;
mod stub;
#[cfg(test)]
mod tests;

pub use act::{Act, Stated};
pub use card::{CardView, Crumb, Meter, card, crumbs, icon, list_href, place as place_words, standing, who};
pub use change::{Ended, OPEN_FOR, RETURNED_FOR, enter, settle};
pub use cohort::month_of;
pub(crate) use cohort::{books, books_at, month_start};
pub use command::{create, edit, require_written, submit, unchanged};
pub(crate) use command::{is_private, role_of};
pub use edit_page::{Choice, choices};
pub use form::bytes as form_bytes;
pub use form::{Draft, PartDraft};
pub(crate) use hand::note as note_hand;
pub use hand::writers;
pub use household::{Home, MaskedHousehold, PlaceName, home, may_write, note_act, own_words, relabel, require_shown};
pub use json::{PartJson, RequestJson, RulingJson};
pub use limits::{cap_used, give_back, take_cap};
pub use listing::{ASKING, MET, SEARCH_KIND, UNDER_WAY, looked, purpose_facet, rank, stage_facet, stage_of};
pub use model::{GoodsParts, Kind, PURPOSES, Part, REASONS, RELATIONSHIPS, Request};
pub use page::{reasons as reason_words, visible};
pub(crate) use routes::answer;
pub use routes::routes;
pub use store::{load, parts, require};

use qianmo_kernel::{Permission, Role};

/// Writes requests. The command asks for more: the own household, a stated tie to it, or a helper's place around it.
pub static WRITE: Permission = Permission { name: "aid.request.write", roles: &[Role::Household, Role::Helper, Role::Donor] };
/// Sees what is not public of a request: those who answer for its place.
pub static INSPECT: Permission =
    Permission { name: "aid.request.inspect", roles: &[Role::Helper, Role::Reviewer, Role::Officer, Role::Auditor] };

/// Pieces of pages that other slices show as well.
pub mod page_parts {
    pub use super::page::{PartView, StoryLine};
}
