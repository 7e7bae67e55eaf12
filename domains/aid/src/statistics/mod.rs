//! Figures that anybody may check: how many requests were opened in the months of a cohort, and what became of them.
//!
//! *Met* counts requests whose beneficiary, or a witness on their behalf, confirmed receipt; nothing else does. Every rate
//! is met ÷ opened over the requests opened in the cohort's months, and is shown with both numbers and the cohort.
//! Everybody is told of whole years, and of each year out of one table (`told`) that leaves out what is small and what would
//! give it away; `docs/decisions/0006` has the rules and why they hold. The sum over everything is told however small it is. Below the
//! county figures are for those who answer for the place: so few ask in a village that a figure of it is about somebody. They read its
//! requests one by one, and are told of any months exactly.

pub(crate) mod chart;
mod figure;
mod json;
mod page;
mod routes;
mod store;
#[cfg(test)]
mod tests;
mod told;

pub(crate) use figure::back;
pub use figure::{Cohort, Figure};
pub use routes::{routes, this_year, told_of};
pub use told::Table;

/// Cells about fewer requests than this are not shown to everybody; nor can anything about fewer be worked out.
pub const SMALL: i64 = 5;
