//! A pooled fund (公益池): many give to "Schooling in Zhashui", and it is given on to requests by the board's order.
//!
//! An officer proposes one for a county or a place below it, and becomes its steward; another officer of the place opens it. Its money lies on
//! an account of its own in the county's books, `liabilities:fund:<id>`, and leaves it in one way alone: as a pledge on a request of that
//! purpose, place and county, which is made and paid in one unit of work ([`allot`]). Nobody chooses the requests. What comes back of a
//! pledge (a request that ended) lies on the fund's account again, in the unit of work in which the pledge is refunded.
//!
//! Closed to gifts, it goes on being given until nothing is left: nobody ever takes money out by hand. At every moment what came in is what
//! was pledged, less what came back, and what is left.

mod allot;
mod command;
mod gift;
mod json;
mod page;
mod read;
mod routes;
pub mod store;

pub use allot::{allot, sweep, work};
pub use command::{Names, NewFund, close, open, propose, reject};
pub use gift::{GIFT, begin, settler};
pub use read::{Sums, sums};
pub use routes::routes;
pub use store::{Fund, FundGift, GiftState, State};

pub(crate) use allot::{provider_of, runners, take_back};

use qianmo_kernel::{Permission, Role};

/// To propose, open and close funds; the two who open one are never the same person.
pub static RUN: Permission = Permission { name: "aid.fund.run", roles: &[Role::Officer] };

/// Characters of a fund's name in one language.
pub const NAME_MAX: usize = 60;

/// Characters of why a fund is rejected or closed.
pub const REASON_MAX: usize = 300;
