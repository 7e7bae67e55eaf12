//! A pledge (认领): a donor promises an amount of money or a number of items on one part of a request.
//!
//! The part keeps a guarded counter of what is pledged; two donors who press at once cannot promise more than is asked.
//! From the pledge a countdown runs: [`MONEY_COUNTDOWN`] to pay, [`GOODS_COUNTDOWN`] to send. What is not paid or sent in
//! time lapses, the room is given back and the request opens again ([`lapse`]). Until it is paid or sent, its donor may
//! take it back. The donor's name is shown, to the family and, once the gift is paid or sent, on the request's page, only if the
//! donor says so ([`giver`]); the donor may add a few words to the family, which are checked for personal data before they are
//! taken. Nobody leaves many pledges of money unpaid ([`unpaid`]).
//!
//! Nobody learns where a household lives by pressing a button: a donor of goods is accepted first ([`accept`]), by the
//! household or by whoever serves it. Then the countdown begins anew, the address is shown and goods can be sent.
//!
//! [`room`] is the one place that changes what a part counts, and lets the request's state follow.

mod accept;
mod command;
mod decide;
mod ended;
mod erasure;
pub(crate) mod form;
mod giver;
mod json;
mod lapse;
mod page;
pub mod room;
mod routes;
mod section;
mod standing;
pub(crate) mod store;
#[cfg(test)]
mod tests;
pub(crate) mod unpaid;
mod unsent;

pub use accept::{ACCEPT, Wish, WishLine, accept, count_wishes, may_accept, wishes_for};
pub use command::{Made, NewPledge, Quantity, cancel, make};
pub use json::PledgeJson;
pub use lapse::{LAPSED, Lapsed, due, sweep};
pub use page::{items, items_out_of, lost, quantity};
pub use routes::routes;
pub use section::{GiftLine, section};
pub use standing::Standing;
pub use store::{Ground, Pledge};
pub use unpaid::{Slots, UNPAID_MOST};

pub(crate) use command::{end, ground, make_in, own, save};
pub(crate) use giver::name as giver_name;
pub use lapse::lapse;
pub(crate) use routes::limit_words;
pub use store::{find, gave, of_request, require};
pub(crate) use store::{ground as ground_of, grounds};

use qianmo_kernel::{Millis, Permission, Role};

/// From a pledge of money to its payment: half an hour, so that an abandoned payment does not keep others out for long.
pub const MONEY_COUNTDOWN: i64 = 30 * Millis::MINUTE;

/// From a pledge of goods to their dispatch: a week, time to buy, pack and go to the post.
pub const GOODS_COUNTDOWN: i64 = 7 * Millis::DAY;

/// Pledges of goods that one donor may have promised and not sent, over all counties; those included that came to nothing within
/// [`GOODS_COUNTDOWN`], be it on the way.
pub const UNSENT_MOST: i64 = 10;

/// The same for somebody who has never paid anything, nor sent anything that was not lost.
pub const UNSENT_FIRST: i64 = 3;

/// The smallest pledge of money in minor units, unless less than that is left to give.
pub const SMALLEST: i64 = 100;

/// Characters of the words to the family.
pub const MESSAGE_MAX: usize = 300;

/// To give.
pub static GIVE: Permission = Permission { name: "aid.pledge.give", roles: &[Role::Donor, Role::Partner] };
