//! A gift of money on its way in: a payment order for a pledge, and what follows when the provider says what became of it.
//!
//! Pay in time: the money stands in custody, owed to the request. Pay late: if there is still room and the request still
//! takes pledges, the pledge lives again; if not, the money goes back. Paid twice: the second payment goes back. A payment
//! that failed leaves the pledge as it was until its countdown ends. All of it happens in the unit of work in which the
//! order's state changes, together with the books.

pub(crate) mod books;
mod command;
mod decide;
mod routes;
mod settle;
#[cfg(test)]
mod tests;

pub use command::{GIFT, PAYOUT, begin};
pub use decide::{Incoming, incoming};
pub(crate) use routes::leave;
pub use routes::routes;
pub use settle::settlers;
