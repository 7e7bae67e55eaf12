//! My giving (我的爱心): every gift of one account, over all counties, traced to its receipt.
//!
//! The account's own index says in which counties it gave; each county answers for its own pledges, and the totals are
//! summed here. The household stays masked. Money and goods are counted apart. The list can be printed.

mod json;
mod page;
mod routes;
mod store;
pub mod timeline;

pub use routes::routes;
pub use timeline::Moment;
