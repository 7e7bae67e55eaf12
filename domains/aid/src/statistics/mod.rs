//! Figures that anybody may check: how many requests were opened in the months of a cohort, and what became of them.
//!
//! *Met* counts requests whose beneficiary, or a witness on their behalf, confirmed receipt; nothing else does. Every rate
//! is met ÷ opened over the requests opened in the cohort's months, and is shown with both numbers and the cohort.
//! Cells with fewer than [`SMALL`] opened requests show nothing, and where one such cell could be worked out from the
//! total, a second one is left out with it. The same goes for a total that is narrowed to a place, a purpose or some months:
//! only the one over everything is shown however small it is, and one's own to whoever answers for the place. Below the county figures are for those who answer for the
//! place: so few ask in a village that a figure of it is about somebody.

mod chart;
mod figure;
mod json;
mod page;
mod routes;
mod store;
#[cfg(test)]
mod tests;

pub use figure::{Cohort, Figure, suppress};
pub use routes::routes;
pub use store::{Scope, by_month, by_place, by_purpose, totals};

/// Cells with fewer opened requests than this are not shown.
pub const SMALL: i64 = 5;
