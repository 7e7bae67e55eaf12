//! What donors offer in kind (爱心库存): "30 winter coats, sizes 110–150", "5 laptops".
//!
//! An offer says what there is, how many, in what state, what one is worth, in which county it lies, and what its donor pays to send.
//! Whatever open part asks for such goods is suggested, best first ([`suggest`]): how well it fits ([`score`], by words as the search
//! cuts them, by what things are called in several languages ([`things`]), by sizes), in the order of the board's prices, less what sending
//! costs ([`ship`]). The items are divided so that parts are filled whole before any gets a piece ([`decide::allocate`]).
//!
//! The donor picks, and real pledges are made, each by the pledge's own command with all that it refuses ([`command::pledge_of`]), the
//! offer's rest going down in the same unit of work by a guarded counter. When such a pledge ends, its items come back, in the unit
//! that ends it ([`follow`]). When a request for goods opens, it is noted with the offers that it may fit ([`fits`]).
//!
//! Nobody but its donor reads an offer.

mod api;
mod command;
mod decide;
mod erasure;
mod fits;
mod follow;
mod form;
mod gifts;
mod index;
mod json;
mod model;
mod page;
mod routes;
mod score;
mod ship;
mod show;
mod sizes;
mod store;
mod suggest;
mod things;
mod words;

pub use command::{Gift, Saying, change, create, own, pledge_of, set_state};
pub(crate) use fits::opened_or_closed;
pub use fits::{note, sweep};
pub(crate) use follow::follow;
pub use model::{Draft, KINDS, Offer, QUALITIES, State};
pub use routes::routes;
pub use ship::{Distance, Rates, Weight};
pub use store::{find, pledges};
pub use suggest::{Suggestion, read as suggestions};

use qianmo_web::App;

/// Offers that may stand for one account at a time.
pub const STANDING_MOST: i64 = 20;

/// Characters of what it is, of its sizes, and of what else is said of it.
pub const LABEL_MAX: usize = 80;
/// Characters of the sizes.
pub const SIZES_MAX: usize = 120;
/// Characters of the details.
pub const DETAILS_MAX: usize = 500;

/// What an installation sets about offers; a service of the program.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// What sending one item is taken to cost.
    pub shipping: Rates,
}

impl Settings {
    /// What this installation has set, else what is usual.
    pub fn of(app: &App) -> Self {
        app.service::<Settings>().map_or_else(|_| Settings::default(), |set| *set)
    }
}
